"""What those who ask are told by e-mail. A youth with a card has none, and reads the receipt instead."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bookings.rules import Session
from lab import outbox
from lab.database import Cursor, Transaction


@dataclass(frozen=True)
class Reader:
    """Whom a letter goes to: a party with its address, or with none."""

    id: str
    contact: str
    language: str
    receipt: str


@dataclass(frozen=True)
class Where:
    """The names of the lab and the room that a session is in, and the lab's time zone."""

    session: str
    lab: str
    room: str
    zone: str


@dataclass(frozen=True)
class Share:
    """The seats that a draw gave a party in a session; none where it waits, and the session is its dearest."""

    party: str
    session: str
    seats: int


@dataclass(frozen=True)
class _Letter:
    """What a party is told of a session; the same `key` is told once."""

    party: str
    session: Session
    kind: str
    key: str
    told: Mapping[str, str] = field(default_factory=dict)
    useless_after: datetime | None = None


def offered(write: Transaction, session: Session, request: str, until: datetime) -> None:
    """A seat is held for them until then."""
    party, seats = _of_request(write, request)
    told = {"until_at": until.isoformat(), "count": str(seats) if seats > 1 else ""}
    key = f"offer:{party}:{session.id}:{until.isoformat()}"
    _tell(write, [_Letter(party, session, "offer", key, told, useless_after=until)])


def drawn(write: Transaction, shares: Sequence[Share], sessions: Mapping[str, Session]) -> None:
    """The draw gave them their seats, or nothing yet."""
    _tell(write, [
        _placed(one.party, sessions[one.session], one.seats, write.now)
        if one.seats
        else _Letter(one.party, sessions[one.session], "not-drawn", f"not-drawn:{one.party}")
        for one in shares
    ])  # fmt: skip


def answered(
    where: Mapping[str, Where], sessions: Sequence[Session], reader: Reader, got: Mapping[str, int], now: datetime
) -> list[outbox.Note]:
    """What those who just asked are told: the seats that they `got` in each session, or else that it has come."""
    if not reader.contact:
        return []
    dearest = sessions[0]
    letters = [_placed(reader.id, one, got[one.id], now) for one in sessions if got.get(one.id)]
    letters = letters or [_Letter(reader.id, dearest, "asked", f"asked:{reader.id}")]
    return [_note(where[one.session.id], reader, one) for one in letters]


def places_of(cursor: Cursor, sessions: Collection[str]) -> dict[str, Where]:
    """Where the sessions are, for their letters."""
    found = cursor.rows(
        Where,
        "select session.id as session, lab.name as lab, room.name as room, lab.time_zone as zone from session"
        " join lab on lab.id = session.lab left join room on room.id = session.room where list_contains(?, session.id)",
        [list(sessions)],
    )
    return {one.session: one for one in found}


def cancelled(write: Transaction, session: Session, parties: Sequence[str]) -> None:
    """The session is not held."""
    _tell(write, [_Letter(party, session, "cancelled", f"cancelled:{party}:{session.id}") for party in parties])


def round_cancelled(write: Transaction, session: Session, parties: Sequence[str]) -> None:
    """The round that they asked in is not drawn."""
    _tell(write, [_Letter(party, session, "round-cancelled", f"round-cancelled:{party}") for party in parties])


def lost(write: Transaction, session: Session, request: str) -> None:
    """There are fewer seats now, and they stand first in the line."""
    party, _seats = _of_request(write, request)
    _tell(write, [_Letter(party, session, "lost-place", f"lost:{party}:{session.id}:{write.now}")])


def _of_request(cursor: Cursor, request: str) -> tuple[str, int]:
    party = cursor.value("select party from request where id = ?", [request])
    return str(party), int(cursor.value("select seats from request where id = ?", [request]))


def _placed(party: str, session: Session, seats: int, now: datetime) -> _Letter:
    key = f"placed:{party}:{session.id}:{now}"
    return _Letter(party, session, "confirmation", key, {"count": str(seats)})


def _tell(write: Transaction, letters: Sequence[_Letter]) -> None:
    """Queue the letters to those who can be written to, in their order."""
    found = write.rows(
        Reader,
        "select id, contact, language, receipt from party where contact <> '' and id in (select unnest(?::varchar[]))",
        [[one.party for one in letters]],
    )
    readers = {one.id: one for one in found}
    told = [one for one in letters if one.party in readers]
    if told:
        where = places_of(write, {one.session.id for one in told})
        outbox.queue_all(write, [_note(where[one.session.id], readers[one.party], one) for one in told])


def _note(where: Where, reader: Reader, letter: _Letter) -> outbox.Note:
    session = letter.session
    facts = {
        "title": session.title, "starts_at": session.starts_at.isoformat(), "ends_at": session.ends_at.isoformat(),
        "zone": where.zone, "place": f"{where.room}, {where.lab}", "path": f"/receipt?t={reader.receipt}",
        **letter.told,
    }  # fmt: skip
    return outbox.Note(
        reader.contact, letter.kind, reader.language, facts, letter.key,
        useless_after=letter.useless_after or session.ends_at, lab=session.lab, about=f"party:{reader.id}",
    )  # fmt: skip
