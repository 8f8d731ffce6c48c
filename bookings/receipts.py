"""How a request stands, for whoever holds its receipt."""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bookings.draw_terms import Drawn, Filled, Outcome, Reason, Result
from bookings.draw_words import told
from bookings.labs import Lab
from bookings.parties import Party, party_in
from bookings.rules import Session
from bookings.seat_terms import HOLDING, LIVE, State
from lab.database import Cursor
from lab.errors import LabError
from lab.gathering import gathered
from lab.runtime import Workshop
from lab.signing import TokenRefused

Thing = TypeVar("Thing", Lab, "_Round", Session)
Of = TypeVar("Of", "_Wish", "_Answer")


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
    lab: Lab
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


def standing(shop: Workshop, receipt: str) -> Standing:
    """How the holder of a receipt stands now. Raises TokenRefused."""
    return _told(shop, _found(shop, party_in(shop, receipt)))


async def standing_soon(shop: Workshop, receipt: str) -> Standing:
    """The same for a page that must not hold up others meanwhile."""
    return _told(shop, await _found.soon(shop, party_in(shop, receipt)))


@dataclass(frozen=True)
class _Round(RoundFacts):
    published: str | None

    def filled(self) -> dict[str, Filled]:
        """How each session was filled, once the draw is published."""
        if not self.published:
            return {}
        return {name: Filled(**one) for name, one in json.loads(self.published)["sessions"].items()}


@dataclass(frozen=True)
class _Wish:
    party: str
    session: str
    state: str
    seats: int
    line: int
    until: datetime | None


@dataclass(frozen=True)
class _Answer:
    party: str
    entry: str
    outcome: str


@dataclass(frozen=True)
class _Waits:
    session: str
    line: int


@dataclass(frozen=True)
class _Found:
    """What the store says of one party, in nobody's language."""

    party: Party
    lab: Lab
    sessions: tuple[InSession, ...]
    round: _Round | None
    answers: tuple[_Answer, ...]


@gathered
def _found(shop: Workshop, ids: Sequence[str]) -> list[_Found | LabError]:
    """All parties whose receipts are looked at in the same moment."""
    with shop.database.read() as read:
        parties = read.rows(Party, "select * from party where id in (select unnest(?))", [list(ids)])
        labs = _by_id(read, Lab, "lab", {party.lab for party in parties})
        rounds = _by_id(read, _Round, "round", {party.round for party in parties} - {""})
        wishes = read.rows(_Wish, _WISHES, [list(ids)])
        sessions = _by_id(read, Session, "session", {wish.session for wish in wishes})
        lines = _lines(read, {wish.session for wish in wishes if wish.state == State.WAITING})
        answers = read.rows(_Answer, _ANSWERS, [list(ids)]) if rounds else []
    wished, answered = _by_party(wishes), _by_party(answers)
    by_party = {
        one.id: _Found(
            one,
            labs[one.lab],
            _in_sessions(wished[one.id], sessions, lines),
            rounds.get(one.round),
            tuple(answered[one.id]),
        )
        for one in parties
    }
    return [by_party.get(one) or TokenRefused() for one in ids]


_WISHES = """
    select request.party, wish.session, wish.state, request.seats, wish.line, wish.until from request
    join wish on wish.request = request.id where request.party in (select unnest(?)) order by wish.rank, wish.line
"""
_ANSWERS = """
    select party, entry, outcome from request where party in (select unnest(?)) and entry <> '' order by entry
"""


def _by_id(read: Cursor, kind: type[Thing], table: str, ids: Collection[str]) -> dict[str, Thing]:
    if not ids:
        return {}
    found = read.rows(kind, f"select * from {table} where list_contains(?, id)", [sorted(ids)])
    return {one.id: one for one in found}


def _by_party(found: Iterable[Of]) -> dict[str, list[Of]]:
    groups: dict[str, list[Of]] = defaultdict(list)
    for one in found:
        groups[one.party].append(one)
    return groups


def _lines(read: Cursor, sessions: Collection[str]) -> dict[str, list[int]]:
    """The lines of the sessions, by their numbers."""
    if not sessions:
        return {}
    found = read.rows(
        _Waits,
        "select session, line from wish where state = 'waiting' and list_contains(?, session) order by line",
        [sorted(sessions)],
    )
    return {session: [one.line for one in found if one.session == session] for session in sessions}


def _in_sessions(
    wishes: Sequence[_Wish], sessions: Mapping[str, Session], lines: Mapping[str, list[int]]
) -> tuple[InSession, ...]:
    """A party's sessions, the dearest first."""
    order = dict.fromkeys(wish.session for wish in wishes)
    return tuple(
        _in_session(sessions[id_], [wish for wish in wishes if wish.session == id_], lines.get(id_, []))
        for id_ in order
    )


def _in_session(session: Session, wishes: Sequence[_Wish], line: list[int]) -> InSession:
    states: dict[State, int] = {}
    for wish in wishes:
        states[State(wish.state)] = states.get(State(wish.state), 0) + wish.seats
    waiting = [wish.line for wish in wishes if wish.state == State.WAITING]
    place = bisect_left(line, min(waiting)) + 1 if waiting else 0
    until = min((wish.until for wish in wishes if wish.until is not None), default=None)
    return InSession(session, states, place, until)


def _told(shop: Workshop, found: _Found) -> Standing:
    """The same in the reader's language."""
    now, facts = shop.clock(), found.round
    filled = facts.filled() if facts and any(answer.outcome for answer in found.answers) else {}
    why = tuple(_why(answer, filled) for answer in found.answers if answer.outcome)
    growable = facts is not None and facts.state == "asking" and facts.opens_at <= now < facts.closes_at
    entries = tuple(answer.entry for answer in found.answers)
    return Standing(found.party, found.lab, found.sessions, facts, entries, why, growable)


def _why(answer: _Answer, filled: dict[str, Filled]) -> str:
    said = json.loads(answer.outcome)
    outcome = Outcome(**{**said, "outcome": Result(said["outcome"]), "reason": Reason(said["reason"])})
    return told(outcome, Drawn((outcome,), "", filled))
