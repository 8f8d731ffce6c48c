"""The sessions that a request wishes for: whether they can be asked for now, and where it stands in their lines."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bookings import places
from bookings import seat_errors as wrong
from bookings.rules import Session, Status
from bookings.seat_terms import State, Way
from lab.database import Cursor, Transaction
from lab.errors import NotFound


@dataclass(frozen=True)
class _Going:
    """How a wished session's seats go out now."""

    session: str
    way: str
    round: str
    state: str
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True)
class Known:
    """What the store says of the sessions that are wished for."""

    sessions: Mapping[str, Session]
    going: Mapping[str, _Going]


def known(cursor: Cursor, wanted: Collection[str]) -> Known:
    """What there is to know of these sessions."""
    ids = sorted(set(wanted))
    sessions = cursor.rows(Session, "select * from session where list_contains(?, id)", [ids])
    going = cursor.rows(
        _Going,
        "select session, way, session_way.round, state, opens_at, closes_at from session_way"
        " left join round on round.id = session_way.round where list_contains(?, session)",
        [ids],
    )
    return Known({one.id: one for one in sessions}, {one.session: one for one in going})


def wished(known: Known, lab: str, wanted: tuple[str, ...], now: datetime) -> list[Session]:
    """The wished sessions, coming ones of this lab. Raises NotFound, RequestsClosed."""
    found = [known.sessions.get(one) for one in wanted]
    sessions = []
    for session in found:
        if session is None or session.lab != lab:
            raise NotFound()
        if session.status not in (Status.PLANNED, Status.OPEN) or session.starts_at <= now:
            raise wrong.RequestsClosed()
        sessions.append(session)
    return sessions


def shared_round(known: Known, sessions: list[Session], now: datetime) -> str:
    """The round that all these sessions belong to and that takes requests now; empty for first come, first served."""
    rounds = {_taking(known.going.get(session.id), now) for session in sessions}
    if len(rounds) > 1:
        raise wrong.WishesDiffer()
    return rounds.pop()


def drawn(write: Transaction, round_id: str) -> bool:
    """Whether what was asked in a round is now asked of what is left; so it is where there was no round."""
    return not round_id or write.value("select state from round where id = ?", [round_id]) == "drawn"


def wish_again(write: Transaction, request: str, session: Session, rank: int, state: State, standing: bool) -> None:
    """Let a wish that is `standing` keep its place in line under its new rank, and any other stand last."""
    if standing:
        write.execute("update wish set rank = ? where request = ? and session = ?", [rank, request, session.id])
        return
    line = 0 if state is State.ASKED else places.end_of_line(write, session.id)
    write.execute(
        "insert into wish values (?, ?, ?, ?, ?, 0, null, ?) on conflict (request, session) do update set"
        " rank = excluded.rank, state = excluded.state, line = excluded.line, passed = 0, until = null,"
        " changed_at = excluded.changed_at",
        [request, session.id, rank, state, line, write.now],
    )


def seat_at_once(write: Transaction, requests: list[str], sessions: list[Session]) -> None:
    """Give each request the first of its sessions that has room for it and nobody before it."""
    for session in sessions:
        places.move_on(write, session, at_once=requests)


def _taking(going: _Going | None, now: datetime) -> str:
    if going is None or going.way == Way.DROP_IN:
        raise wrong.RequestsClosed()
    if going.way == Way.FIRST_COME or going.state == "drawn":
        return ""
    if going.opens_at and going.closes_at and going.state == "asking" and (going.opens_at <= now < going.closes_at):
        return going.round
    raise wrong.RequestsClosed()
