"""Messages on their way: queued with what they tell about, leased by one sender at a time, then sent, told or given up.

    queued -> sending (for as long as a lease holds) -> sent
                 |-> queued again, later each time   |-> failed
    queued -> told by hand, withdrawn, or failed because it came to nothing in time

A message is queued in the transaction of what it tells about, so none is lost. Between the mail server's yes and our
commit lies a moment in which a crash leaves the message unsettled: it is then sent again when its lease has run out,
under the same Message-ID, by which a mail program can tell that both are one. Never lost comes before never twice.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lab.access import EVERYWHERE, Actor, allows, require
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import LabError
from lab.i18n import N_
from lab.message_kinds import KINDS, Letter, letter
from lab.runtime import Workshop

LEASE = timedelta(minutes=10)
"""Far longer than one message can take to hand over."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
MOST_ATTEMPTS = 16
"""About two days of trying."""
USELESS_AFTER = timedelta(days=30)
TOO_LATE = "too-late"
KEPT = timedelta(days=90)
"""How long it is remembered that something was told, without to whom."""


class Status(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    TOLD = "told"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


STATUS_NAMES = {
    Status.QUEUED: N_("Waiting"),
    Status.SENDING: N_("Being sent"),
    Status.SENT: N_("Sent"),
    Status.TOLD: N_("Told by hand"),
    Status.WITHDRAWN: N_("No longer needed"),
    Status.FAILED: N_("Could not be sent"),
}


class AlreadySettled(LabError):
    message = N_("This message no longer waits.")
    hint = N_("Look at the list again: it may just have been sent.")
    status = 409


@dataclass(frozen=True)
class Message:
    """One message, as the store keeps it."""

    id: str
    once: str
    kind: str
    language: str
    """ "sv", "en", or empty for the lab's own."""
    address: str
    facts: str
    """As JSON. Empty, as the address is, once nobody needs it."""
    lab: str
    about: str
    status: str
    attempts: int
    queued_at: datetime
    send_after: datetime
    useless_after: datetime
    settled_at: datetime | None
    trouble: str
    """Why it is not sent yet, or never was: a word from `lab.mail`, never what the server wrote."""


def withdraw(write: Transaction, about: str, kinds: Collection[str] = tuple(KINDS)) -> int:
    """Take back what waits about something, of these kinds; gives how many there were."""
    waiting = write.column(
        "select id from message where about = ? and status = 'queued' and list_contains(?, kind)", [about, list(kinds)]
    )
    for one in waiting:
        _settle(write, one, Status.WITHDRAWN)
    return len(waiting)


@retried
def lease(shop: Workshop) -> tuple[Message, str] | None:
    """The next message to send, and the lease under which it is ours alone; None when none is due."""
    with shop.database.transaction() as write:
        found = write.first(
            Message, f"{_COLUMNS} where {_DUE} order by send_after, queued_at, id limit 1", [write.now] * 3
        )
        if found is None:
            return None
        token = new_id()
        write.execute(
            "update message set status = 'sending', lease = ?, lease_until = ?, attempts = attempts + 1 where id = ?",
            [token, write.now + LEASE, found.id],
        )
        return found, token


@retried
def sent(shop: Workshop, id: str, token: str) -> None:  # noqa: A002
    """The mail server has it: forget to whom it went."""
    with shop.database.transaction() as write:
        if _holds(write, id, token):
            _settle(write, id, Status.SENT)


@retried
def postponed(shop: Workshop, id: str, token: str, trouble: str) -> None:  # noqa: A002
    """It could not be sent now: try later, each time twice as much later; give up after two days."""
    with shop.database.transaction() as write:
        if not _holds(write, id, token):
            return
        attempts = int(write.value("select attempts from message where id = ?", [id]))
        if attempts >= MOST_ATTEMPTS:
            _settle(write, id, Status.FAILED, trouble)
            return
        write.execute(
            "update message set status = 'queued', send_after = ?, lease = '', lease_until = null, trouble = ?"
            " where id = ?",
            [write.now + wait(attempts), trouble, id],
        )


@retried
def given_up(shop: Workshop, id: str, token: str, trouble: str) -> None:  # noqa: A002
    """The mail server will never take it, such as an address that does not exist."""
    with shop.database.transaction() as write:
        if _holds(write, id, token):
            _settle(write, id, Status.FAILED, trouble)


def wait(attempts: int) -> timedelta:
    """How long to wait after so many attempts (1, 2, ...): 1, 2, 4, ... minutes, six hours at most."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(attempts - 1, 20))


@retried
def tidy(shop: Workshop) -> int:
    """Give up what came to nothing in time, and forget what was told long ago; gives how many were given up."""
    with shop.database.transaction() as write:
        late = write.column(
            "select id from message where useless_after <= ? and (status = 'queued' or lease_until <= ?"
            " or (status = 'failed' and address <> ''))",
            [write.now, write.now],
        )
        for one in late:
            _settle(write, one, Status.FAILED, TOO_LATE)
        write.execute(
            "delete from message where status not in ('queued', 'sending') and settled_at < ?", [write.now - KEPT]
        )
    return len(late)


@retried
def told(shop: Workshop, actor: Actor, id: str) -> None:  # noqa: A002
    """Somebody has told it by phone or on paper: nothing is sent."""
    with shop.database.transaction() as write:
        found = write.one(Message, f"{_COLUMNS} where id = ?", [id])
        require(actor, "see-messages", _scope(found.lab))
        if found.status not in (Status.QUEUED, Status.FAILED) or not found.address:
            raise AlreadySettled()
        _settle(write, id, Status.TOLD)
        write.record(actor.id, "tell-message", f"message:{id}", kind=found.kind)


def listed(shop: Workshop, actor: Actor, limit: int = 200) -> list[Message]:
    """The messages that the actor may see: those that wait first, the next to go on top, then the latest settled."""
    if not actor.grants:
        require(actor, "see-messages", EVERYWHERE)
    with shop.database.read() as read:
        found = read.rows(
            Message,
            f"{_COLUMNS} order by status not in ('queued', 'sending'), settled_at desc nulls first, send_after, id",
        )
    return [one for one in found if allows(actor, "see-messages", _scope(one.lab))][:limit]


def counted(shop: Workshop) -> int:
    """How many wait."""
    with shop.database.read() as read:
        return int(read.value("select count(*) from message where status in ('queued', 'sending')"))


def told_at(read: Cursor, key: str) -> datetime | None:
    """When somebody was told, by mail or by hand; None where they have not been."""
    found: datetime | None = read.value(
        "select settled_at from message where once = ? and status in ('sent', 'told')", [key]
    )
    return found


def written(shop: Workshop, message: Message) -> Letter:
    """What the message says, as it would be sent now."""
    facts = json.loads(message.facts)
    return letter(message.kind, message.language or shop.settings.language, facts, shop.settings.url)


_COLUMNS = (
    "select id, once, kind, language, address, facts, lab, about, status, attempts, queued_at, send_after,"
    " useless_after, settled_at, trouble from message"
)
_DUE = "useless_after > ? and ((status = 'queued' and send_after <= ?) or (status = 'sending' and lease_until <= ?))"


def _holds(write: Transaction, id: str, token: str) -> bool:  # noqa: A002
    """Whether the lease is still ours: whoever came too late changes nothing."""
    return (
        write.value("select 1 from message where id = ? and status = 'sending' and lease = ?", [id, token]) is not None
    )


def _settle(write: Transaction, id: str, status: Status, trouble: str = "") -> None:  # noqa: A002
    """The end of a message. What only failed keeps its address until it is useless, so that it can be told by hand."""
    kept = status == Status.FAILED and trouble != TOO_LATE
    write.execute(
        "update message set status = ?, settled_at = ?, trouble = ?, lease = '', lease_until = null,"
        " address = case when ? then address else '' end, facts = case when ? then facts else '{}' end where id = ?",
        [status.value, write.now, trouble, kept, kept, id],
    )


def _scope(lab: str) -> str:
    return f"lab:{lab}" if lab else EVERYWHERE
