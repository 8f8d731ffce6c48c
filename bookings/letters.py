"""Telling those whom a session concerns: its leaders, and the parties that have or wait for seats."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bookings.rules import Session
from lab import outbox
from lab.database import Cursor, Transaction

SEATED = ("offered", "placed")
"""How a wish stands that has seats."""
CONCERNED = ("asked", "waiting", *SEATED)
"""How a wish stands that a session's end is told to."""


@dataclass(frozen=True)
class Reader:
    """Somebody to tell. `key` is theirs alone and no address; `path` leads to their own page, or nowhere."""

    key: str
    address: str
    language: str
    path: str
    about: str


@dataclass(frozen=True)
class _Where:
    lab: str
    room: str
    zone: str


def leaders(read: Cursor, session: str) -> list[Reader]:
    """Those who lead a session; their link is the session's page."""
    return read.rows(
        Reader,
        "select staff.id as key, staff.email as address, '' as language, '/session?id=' || session_leader.session as"
        " path, 'session:' || session_leader.session as about from session_leader join staff on staff.id ="
        " session_leader.staff where session_leader.session = ? and left_at is null and not disabled order by email",
        [session],
    )


def parties(read: Cursor, session: str, states: Collection[str]) -> list[Reader]:
    """Those with an address whose wish for the session stands in one of `states`; their link is their receipt."""
    return read.rows(
        Reader,
        "select distinct party.id as key, contact as address, language, '/receipt?t=' || receipt as path,"
        " 'party:' || party.id as about from wish join request on request.id = wish.request"
        " join party on party.id = request.party"
        " where wish.session = ? and list_contains(?, wish.state) and contact <> '' order by party.id",
        [session, list(states)],
    )


def seats_of(read: Cursor, session: str, party: str) -> int:
    """How many seats a party has in a session."""
    return int(
        read.value(
            "select count(*) from place join request on request.id = place.request"
            " where place.session = ? and request.party = ?",
            [session, party],
        )
    )


def facts(read: Cursor, session: Session, before: str = "") -> dict[str, str]:
    """What every message about a session tells of it; nothing about a youth. `before` goes before each fact's name."""
    where = read.first(
        _Where,
        "select lab.name as lab, room.name as room, lab.time_zone as zone from lab join room on room.id = ?"
        " where lab.id = ?",
        [session.room, session.lab],
    )
    place = f"{where.room}, {where.lab}" if where else ""
    times = {"starts_at": session.starts_at.isoformat(), "ends_at": session.ends_at.isoformat()}
    told = {f"{before}{name}": value for name, value in {**times, "place": place}.items()}
    return told if before else {**told, "title": session.title, "zone": where.zone if where else "UTC"}


def tell(
    write: Transaction,
    session: Session,
    readers: Iterable[Reader],
    kind: str,
    once: str,
    told: Mapping[str, str] | None = None,
) -> None:
    """Queue a message to each reader, useless once the session is over. `once` and the reader make it the same."""
    known = facts(write, session) | dict(told or {})
    for reader in readers:
        outbox.queue(
            write,
            reader.address,
            kind,
            reader.language,
            {"path": reader.path, **known},
            f"{once}:{reader.key}:{session.id}",
            useless_after=max(session.ends_at, write.now),
            lab=session.lab,
            about=reader.about,
        )
