"""From a draw's answers to places, lines and letters."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bookings import places, round_entries, seat_letters
from bookings.draw_terms import Drawn, Outcome, Result
from bookings.round_record import Round, sessions_of
from bookings.rules import Session
from bookings.seat_terms import State
from lab.database import Transaction


@dataclass(frozen=True)
class _Got:
    party: str
    session: str
    seats: int


def give_out(write: Transaction, found: Round, drawn: Drawn) -> None:
    """Write the answers down, give the seats in the order of the line, and let all others wait in that order."""
    ids = json.loads(found.frozen or "{}")["names"]
    requests = round_entries.requests_of(write, found.id)
    sessions = {session.id: session for session in sessions_of(write, found.id)}
    for outcome in drawn.outcomes:
        request = requests[outcome.entry]
        write.execute(
            "update request set outcome = ? where id = ?",
            [json.dumps(asdict(outcome), ensure_ascii=False, default=dict), request],
        )
        session = sessions.get(ids.get(outcome.session, ""))
        if outcome.outcome is Result.SEAT and session and _seated(write, session, request, outcome):
            continue
        write.execute(
            "update wish set state = 'waiting', line = ?, changed_at = ? where request = ? and state = 'asked'",
            [outcome.number, write.now, request],
        )
    _letters(write, found.id, sessions)
    for session in sessions.values():
        places.move_on(write, session)


def _seated(write: Transaction, session: Session, request: str, outcome: Outcome) -> bool:
    """Give what was drawn, unless they have left, or the session has fewer seats by now."""
    asked = write.value(
        "select 1 from wish where request = ? and session = ? and state = 'asked'", [request, session.id]
    )
    if not asked or len(places.free_numbers(write, session)) < outcome.seats:
        return False
    write.execute("update wish set line = ? where request = ?", [outcome.number, request])
    places.give(write, session, request, outcome.seats, State.PLACED)
    places.settle(write, request, session.id)
    return True


def _letters(write: Transaction, round_id: str, sessions: Mapping[str, Session]) -> None:
    got = write.rows(
        _Got,
        "select party.id as party, place.session, count(*)::integer as seats from party"
        " join request on request.party = party.id join place on place.request = request.id"
        " where party.round = ? group by party.id, place.session order by party.id",
        [round_id],
    )
    for one in got:
        seat_letters.placed(write, sessions[one.session], one.party, one.seats)
    waiting = write.rows(
        _Got,
        "select party.id as party, arg_min(wish.session, wish.rank) as session, 0 as seats from party"
        " join request on request.party = party.id join wish on wish.request = request.id"
        " where party.round = ? and wish.state = 'waiting' group by party.id order by party.id",
        [round_id],
    )
    for one in waiting:
        if one.party not in {other.party for other in got}:
            seat_letters.waiting(write, sessions[one.session], one.party)
