"""Telling somebody something, once: what is queued in the transaction of what it tells about, so that none is lost."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lab.database import Transaction, new_id
from lab.message_kinds import KINDS
from lab.messages import USELESS_AFTER, Status
from lab.staff import EMAIL, EmailNotValid

_QUEUED = (
    "id", "once", "kind", "language", "address", "facts", "lab", "about", "status", "attempts", "queued_at",
    "send_after", "useless_after", "lease", "trouble",
)  # fmt: skip


@dataclass(frozen=True)
class Note:
    """What is to be told to whom: the arguments of `queue`."""

    to: str
    kind: str
    language: str
    facts: Mapping[str, str]
    key: str
    send_after: datetime | None = None
    useless_after: datetime | None = None
    lab: str = ""
    about: str = ""


def queue(
    write: Transaction,
    to: str,
    kind: str,
    language: str,
    facts: Mapping[str, str],
    key: str,
    send_after: datetime | None = None,
    *,
    useless_after: datetime | None = None,
    lab: str = "",
    about: str = "",
) -> bool:
    """Tell `to`, an e-mail address, once; gives whether it is new. The same `key` a second time does nothing.

    `kind` is one of KINDS; `language` "sv", "en" or "" for the lab's. `facts` fill the kind's {fields}: times as ISO
    text in UTC with the `zone` of the lab, and `path` for the link; nothing about a youth. `key` holds no address.
    It goes out after `send_after` (now), unless it is `useless_after` (30 days later) or was withdrawn with all
    that is `about` the same thing, such as "session:ID". Staff of `lab`, an id, see it. Raises EmailNotValid.
    """
    return queue_all(write, [Note(to, kind, language, facts, key, send_after, useless_after, lab, about)]) > 0


def queue_all(write: Transaction, notes: Sequence[Note]) -> int:
    """The same for several, in their order; gives how many were new. Raises EmailNotValid, and then tells nobody."""
    for note in notes:
        check_address(note.to)
    if any(note.kind not in KINDS for note in notes):
        raise EmailNotValid()
    known = _known(write, [note.key for note in notes])
    wanted = {note.key: note for note in reversed(notes)}
    new = [note for key, note in reversed(wanted.items()) if key not in known]
    again = [note for key, note in reversed(wanted.items()) if known.get(key) == Status.WITHDRAWN]
    for note in again:
        _queue_again(write, note)
    write.insert("message", _QUEUED, [_queued(write, note) for note in new])
    return len(new) + len(again)


def check_address(to: str) -> None:
    """Refuse what nobody could be written to. Raises EmailNotValid."""
    if not EMAIL.fullmatch(to):
        raise EmailNotValid()


def _known(write: Transaction, keys: list[str]) -> dict[str, str]:
    """How messages stand that are known under one of the keys."""
    found = write.rows(_Known, "select once, status from message where once in (select unnest(?))", [keys])
    return {one.once: one.status for one in found}


def _queue_again(write: Transaction, note: Note) -> None:
    """What was withdrawn goes out after all, as it is told now."""
    begin, end = _times(write, note)
    write.execute(
        "update message set status = 'queued', kind = ?, language = ?, address = ?, facts = ?, send_after = ?,"
        " useless_after = ?, attempts = 0, settled_at = null, trouble = '' where once = ?",
        [note.kind, note.language, note.to, _text(note), begin, end, note.key],
    )


def _queued(write: Transaction, note: Note) -> tuple[object, ...]:
    place = (note.lab, note.about, Status.QUEUED.value, 0, write.now, *_times(write, note), "", "")
    return (new_id(), note.key, note.kind, note.language, note.to, _text(note), *place)


def _times(write: Transaction, note: Note) -> tuple[datetime, datetime]:
    """From when, and until when, it is of use to send it."""
    begin = note.send_after or write.now
    return begin, note.useless_after or begin + USELESS_AFTER


def _text(note: Note) -> str:
    return json.dumps(dict(note.facts), ensure_ascii=False)


@dataclass(frozen=True)
class _Known:
    once: str
    status: str
