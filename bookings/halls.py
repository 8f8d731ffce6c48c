"""Sessions as their lines see them, read for many at once."""

from collections.abc import Collection
from dataclasses import dataclass

from bookings import lines, places
from bookings.rules import Session
from bookings.seat_terms import Waiting
from bookings.seating import Hall
from lab.database import Transaction


@dataclass(frozen=True)
class _Used:
    session: str
    number: int


@dataclass(frozen=True)
class _Standing:
    session: str
    request: str
    seats: int
    passed: int


@dataclass(frozen=True)
class _Last:
    session: str
    line: int


def opened(write: Transaction, sessions: Collection[Session]) -> dict[str, Hall]:
    """The halls of coming sessions that take requests, once the offers whose time is over have ended."""
    if not sessions:
        return {}
    ids = [session.id for session in sessions]
    for session in _with_late_offers(write, ids):
        places.expire(write, session)
    used = write.rows(_Used, _USED, [ids])
    standing = write.rows(_Standing, _STANDING, [ids])
    last = {
        one.session: one.line
        for one in write.rows(
            _Last, "select session, max(line) as line from wish where list_contains(?, session) group by session", [ids]
        )
    }
    return {
        session.id: Hall(
            session.id,
            session.seats,
            lines.numbers(session.seats, {one.number for one in used if one.session == session.id}, session.seats),
            tuple(Waiting(one.request, one.seats, one.passed) for one in standing if one.session == session.id),
            last.get(session.id, 0),
            lines.offer_ends(write.now, session.starts_at),
        )
        for session in sessions
    }


def _with_late_offers(write: Transaction, ids: Collection[str]) -> list[str]:
    return write.column(
        "select distinct session from wish where state = 'offered' and until <= ? and list_contains(?, session)"
        " order by session",
        [write.now, list(ids)],
    )


_USED = """
    select session, number from place where list_contains($1, session)
    union all select session, number from seat where list_contains($1, session) and left_at is null
"""
_STANDING = """
    select wish.session, wish.request, request.seats, wish.passed from wish join request on request.id = wish.request
    where list_contains(?, wish.session) and wish.state = 'waiting'
    and wish.request not in (select request from wish where state in ('offered', 'placed'))
    order by wish.session, wish.line, wish.request
"""
