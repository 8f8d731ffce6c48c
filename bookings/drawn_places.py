"""From a draw's answers to places, lines and letters: a large round in as few statements as a small one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from bookings import places, round_entries, seat_letters
from bookings.draw_terms import Drawn, Outcome, Result
from bookings.round_record import Round, sessions_of
from bookings.rules import Session
from bookings.seat_letters import Share
from lab.database import Cursor, Transaction


@dataclass(frozen=True)
class _Lot:
    """What became of a request: its place in the line, and its seats in a session, or none."""

    request: str
    line: int
    session: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Asked:
    request: str
    session: str


def give_out(write: Transaction, found: Round, drawn: Drawn) -> None:
    """Write the answers down, give the seats in the order of the line, and let all others wait in that order."""
    requests = round_entries.requests_of(write, found.id)
    sessions = {session.id: session for session in sessions_of(write, found.id)}
    _write_outcomes(write, requests, drawn)
    _write_lots(write, _lots(write, found, drawn, requests, sessions))
    seat_letters.drawn(write, _shares(write, found.id), sessions)
    for session in sessions.values():
        places.move_on(write, session)


def _lots(
    cursor: Cursor, found: Round, drawn: Drawn, requests: Mapping[str, str], sessions: Mapping[str, Session]
) -> list[_Lot]:
    """Seats for whom they were drawn, unless they have left, or the session has fewer seats by now."""
    ids = json.loads(found.frozen or "{}")["names"]
    asked = set(cursor.rows(_Asked, _ASKED, [found.id]))
    free = {session.id: places.free_numbers(cursor, session) for session in sessions.values()}

    def lot(outcome: Outcome) -> _Lot:
        request, session = requests[outcome.entry], ids.get(outcome.session, "")
        left = free.get(session, ())
        seated = outcome.outcome is Result.SEAT and _Asked(request, session) in asked and len(left) >= outcome.seats
        if not seated:
            return _Lot(request, outcome.number)
        free[session] = left[outcome.seats :]
        return _Lot(request, outcome.number, session, left[: outcome.seats])

    return [lot(outcome) for outcome in drawn.outcomes]


def _write_outcomes(write: Transaction, requests: Mapping[str, str], drawn: Drawn) -> None:
    told = [json.dumps(asdict(outcome), ensure_ascii=False, default=dict) for outcome in drawn.outcomes]
    write.execute(
        "update request set outcome = told.outcome from (select unnest(?) as request, unnest(?) as outcome) as told"
        " where request.id = told.request",
        [[requests[outcome.entry] for outcome in drawn.outcomes], told],
    )


def _write_lots(write: Transaction, lots: Sequence[_Lot]) -> None:
    """Who has a seat waits nowhere else; all others wait wherever they asked."""
    taken = [(lot.session, number, lot.request, write.now) for lot in lots for number in lot.numbers]
    write.insert("place", places.PLACE, taken)
    write.execute(
        _SETTLED, [[lot.request for lot in lots], [lot.line for lot in lots], [lot.session for lot in lots], write.now]
    )


def _shares(cursor: Cursor, round_id: str) -> list[Share]:
    """What each party got, and after these the parties that wait."""
    return cursor.rows(Share, _SHARES, [round_id])


_ASKED = """
    select wish.request, wish.session from party join request on request.party = party.id
    join wish on wish.request = request.id where party.round = ? and wish.state = 'asked'
"""
_SETTLED = """
    update wish set line = lot.line, changed_at = $4,
        state = case lot.session when '' then 'waiting' when wish.session then 'placed' else 'settled' end
    from (select unnest($1) as request, unnest($2) as line, unnest($3) as session) as lot
    where wish.request = lot.request and wish.state = 'asked'
"""
_SHARES = """
    with got as (
        select party.id as party, place.session, count(*)::integer as seats from party
        join request on request.party = party.id join place on place.request = request.id
        where party.round = $1 group by party.id, place.session
    ), waits as (
        select party.id as party, arg_min(wish.session, wish.rank) as session, 0 as seats from party
        join request on request.party = party.id join wish on wish.request = request.id
        where party.round = $1 and wish.state = 'waiting' and party.id not in (select party from got) group by party.id
    )
    select * from got union all select * from waits order by seats = 0, party, session
"""
