"""What those who ask are told by e-mail. A youth with a card has none, and reads the receipt instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bookings.rules import Session
from lab import messages
from lab.database import Cursor, Transaction


@dataclass(frozen=True)
class _Reader:
    id: str
    contact: str
    language: str
    receipt: str


@dataclass(frozen=True)
class _Where:
    lab: str
    room: str
    zone: str


def offered(write: Transaction, session: Session, request: str, until: datetime) -> None:
    """A seat is held for them until then."""
    party, seats = _of_request(write, request)
    told = {"until_at": until.isoformat(), "count": str(seats) if seats > 1 else ""}
    key = f"offer:{party}:{session.id}:{until.isoformat()}"
    _tell(write, session, party, "offer", told, key, useless_after=until)


def asked(write: Transaction, session: Session, party: str) -> None:
    """Their request has come; told of the dearest session."""
    _tell(write, session, party, "asked", {}, f"asked:{party}")


def waiting(write: Transaction, session: Session, party: str) -> None:
    """The draw gave them nothing yet; told of the dearest session."""
    _tell(write, session, party, "not-drawn", {}, f"not-drawn:{party}")


def placed(write: Transaction, session: Session, party: str, seats: int) -> None:
    """They have their seats."""
    _tell(write, session, party, "confirmation", {"count": str(seats)}, f"placed:{party}:{session.id}:{write.now}")


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
    reader = write.first(_Reader, "select id, contact, language, receipt from party where id = ?", [party])
    if reader is None or not reader.contact:
        return
    facts = {**_facts(write, session), **told, "path": f"/receipt?t={reader.receipt}"}
    messages.queue(
        write, reader.contact, kind, reader.language, facts, key,
        useless_after=useless_after or session.ends_at, lab=session.lab, about=f"party:{party}",
    )  # fmt: skip


def _facts(cursor: Cursor, session: Session) -> dict[str, str]:
    where = cursor.first(
        _Where,
        "select lab.name as lab, room.name as room, lab.time_zone as zone from lab left join room"
        " on room.id = ? where lab.id = ?",
        [session.room, session.lab],
    )
    return {
        "title": session.title, "starts_at": session.starts_at.isoformat(), "ends_at": session.ends_at.isoformat(),
        "zone": where.zone if where else "", "place": f"{where.room}, {where.lab}" if where else "",
    }  # fmt: skip
