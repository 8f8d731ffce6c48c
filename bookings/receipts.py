"""How a request stands, for whoever holds its receipt."""

import json
from dataclasses import dataclass
from datetime import datetime

from bookings.draw_terms import Drawn, Filled, Outcome, Reason, Result
from bookings.draw_words import told
from bookings.parties import Party, party_of
from bookings.rules import Session
from bookings.seat_terms import HOLDING, LIVE, State
from lab.database import Cursor
from lab.runtime import Workshop


@dataclass(frozen=True)
class InSession:
    """A party in one of its sessions: how many seats stand how, and its `place` in the line, 0 where it waits not."""

    session: Session
    states: dict[State, int]
    place: int
    until: datetime | None

    @property
    def live(self) -> bool:
        return any(state in LIVE for state in self.states)


@dataclass(frozen=True)
class RoundFacts:
    """The round that a party asked in."""

    id: str
    title: str
    state: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Standing:
    """All that a receipt shows. `why` has the draw's answer for each request, in the reader's language."""

    party: Party
    sessions: tuple[InSession, ...]
    round: RoundFacts | None
    entries: tuple[str, ...]
    why: tuple[str, ...]
    growable: bool
    """Whether they can become more: a round takes requests now, and nothing is given out yet."""

    @property
    def resizable(self) -> bool:
        """Whether they can become fewer or others: a party that is not just being drawn."""
        drawing = self.round is not None and self.round.state != "drawn" and not self.growable
        return self.live and not self.party.card and not drawing

    @property
    def offered(self) -> bool:
        return any(State.OFFERED in one.states for one in self.sessions)

    @property
    def placed(self) -> bool:
        return any(State.PLACED in one.states for one in self.sessions)

    @property
    def live(self) -> bool:
        return any(one.live for one in self.sessions)

    @property
    def changeable(self) -> bool:
        """Whether other sessions can be asked for: nothing is held, and the round is not being drawn."""
        held = any(state in HOLDING for one in self.sessions for state in one.states)
        return not held and (self.round is None or self.round.state != "frozen")


@dataclass(frozen=True)
class _Wish:
    session: str
    state: str
    seats: int
    line: int
    until: datetime | None


@dataclass(frozen=True)
class _Answer:
    entry: str
    outcome: str


def standing(shop: Workshop, receipt: str) -> Standing:
    """How the holder of a receipt stands now. Raises TokenRefused."""
    party = party_of(shop, receipt)
    with shop.database.read() as read:
        wishes = read.rows(
            _Wish,
            "select wish.session, wish.state, request.seats, wish.line, wish.until from request"
            " join wish on wish.request = request.id where request.party = ? order by wish.rank, wish.line",
            [party.id],
        )
        order = dict.fromkeys(wish.session for wish in wishes)
        sessions = tuple(_in_session(read, id_, [one for one in wishes if one.session == id_]) for id_ in order)
        answers = read.rows(
            _Answer, "select entry, outcome from request where party = ? and entry <> '' order by entry", [party.id]
        )
        found = read.first(
            RoundFacts, "select id, title, state, opens_at, closes_at from round where id = ?", [party.round]
        )
        filled = _filled(read, party.round)
    entries = tuple(answer.entry for answer in answers)
    why = tuple(_why(answer, filled) for answer in answers if answer.outcome)
    now = shop.clock()
    growable = found is not None and found.state == "asking" and found.opens_at <= now < found.closes_at
    return Standing(party, sessions, found, entries, why, growable)


def _in_session(read: Cursor, session_id: str, wishes: list[_Wish]) -> InSession:
    session = read.rows(Session, "select * from session where id = ?", [session_id])[0]
    states: dict[State, int] = {}
    for wish in wishes:
        states[State(wish.state)] = states.get(State(wish.state), 0) + wish.seats
    waiting = [wish.line for wish in wishes if wish.state == State.WAITING]
    place = 0
    if waiting:
        before = "select count(*) + 1 from wish where session = ? and state = 'waiting' and line < ?"
        place = int(read.value(before, [session_id, min(waiting)]))
    until = min((wish.until for wish in wishes if wish.until is not None), default=None)
    return InSession(session, states, place, until)


def _filled(read: Cursor, round_id: str) -> dict[str, Filled]:
    published = read.value("select published from round where id = ?", [round_id])
    return {name: Filled(**one) for name, one in json.loads(published)["sessions"].items()} if published else {}


def _why(answer: _Answer, filled: dict[str, Filled]) -> str:
    said = json.loads(answer.outcome)
    outcome = Outcome(**{**said, "outcome": Result(said["outcome"]), "reason": Reason(said["reason"])})
    return told(outcome, Drawn((outcome,), "", filled))
