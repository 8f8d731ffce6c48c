"""What those who ask are told by e-mail. A youth with a card has none, and reads the receipt instead."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
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


def offered(write: Transaction, session: Session, request: str, until: datetime) -> None:
    """A seat is held for them until then."""
    party, seats = _of_request(write, request)
    told = {"until_at": until.isoformat(), "count": str(seats) if seats > 1 else ""}
    key = f"offer:{party}:{session.id}:{until.isoformat()}"
    _tell(write, session, party, "offer", told, key, useless_after=until)


def waiting(write: Transaction, session: Session, party: str) -> None:
    """The draw gave them nothing yet; told of the dearest session."""
    _tell(write, session, party, "not-drawn", {}, f"not-drawn:{party}")


def answered(
    where: Mapping[str, Where], sessions: Sequence[Session], reader: Reader, got: Mapping[str, int], now: datetime
) -> list[outbox.Note]:
    """What those who just asked are told: the seats that they `got` in each session, or else that it has come."""
    if not reader.contact:
        return []
    notes = [
        _note(where[one.id], one, reader, "confirmation", {"count": str(got[one.id])}, _placed_key(reader.id, one, now))
        for one in sessions
        if got.get(one.id)
    ]
    dearest = sessions[0]
    return notes or [_note(where[dearest.id], dearest, reader, "asked", {}, f"asked:{reader.id}")]


def places_of(cursor: Cursor, sessions: Collection[str]) -> dict[str, Where]:
    """Where the sessions are, for their letters."""
    found = cursor.rows(
        Where,
        "select session.id as session, lab.name as lab, room.name as room, lab.time_zone as zone from session"
        " join lab on lab.id = session.lab left join room on room.id = session.room where list_contains(?, session.id)",
        [list(sessions)],
    )
    return {one.session: one for one in found}


def placed(write: Transaction, session: Session, party: str, seats: int) -> None:
    """They have their seats."""
    _tell(write, session, party, "confirmation", {"count": str(seats)}, _placed_key(party, session, write.now))


def cancelled(write: Transaction, session: Session, party: str) -> None:
    """The session is not held."""
    _tell(write, session, party, "cancelled", {}, f"cancelled:{party}:{session.id}")


def round_cancelled(write: Transaction, session: Session, party: str) -> None:
    """The round that they asked in is not drawn."""
    _tell(write, session, party, "round-cancelled", {}, f"round-cancelled:{party}")


def lost(write: Transaction, session: Session, request: str) -> None:
    """There are fewer seats now, and they stand first in the line."""
    party, _seats = _of_request(write, request)
    _tell(write, session, party, "lost-place", {}, f"lost:{party}:{session.id}:{write.now}")


def _of_request(cursor: Cursor, request: str) -> tuple[str, int]:
    party = cursor.value("select party from request where id = ?", [request])
    return str(party), int(cursor.value("select seats from request where id = ?", [request]))


def _tell(
    write: Transaction,
    session: Session,
    party: str,
    kind: str,
    told: Mapping[str, str],
    key: str,
    useless_after: datetime | None = None,
) -> None:
    reader = write.first(Reader, "select id, contact, language, receipt from party where id = ?", [party])
    if reader is None or not reader.contact:
        return
    where = places_of(write, [session.id])[session.id]
    outbox.queue_all(write, [_note(where, session, reader, kind, told, key, useless_after)])


def _note(
    where: Where,
    session: Session,
    reader: Reader,
    kind: str,
    told: Mapping[str, str],
    key: str,
    useless_after: datetime | None = None,
) -> outbox.Note:
    facts = {
        "title": session.title, "starts_at": session.starts_at.isoformat(), "ends_at": session.ends_at.isoformat(),
        "zone": where.zone, "place": f"{where.room}, {where.lab}", **told, "path": f"/receipt?t={reader.receipt}",
    }  # fmt: skip
    return outbox.Note(
        reader.contact, kind, reader.language, facts, key,
        useless_after=useless_after or session.ends_at, lab=session.lab, about=f"party:{reader.id}",
    )  # fmt: skip


def _placed_key(party: str, session: Session, now: datetime) -> str:
    return f"placed:{party}:{session.id}:{now}"
