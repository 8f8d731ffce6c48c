"""Those who ask at the same moment are answered in one transaction, and each just as if they had come one by one."""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings import asks, labs, requests, rounds, sessions, ways
from bookings import seat_errors as wrong
from bookings.accepting import Ask
from bookings.draw_terms import Policy
from bookings.labs import Lab
from bookings.rounds import Plan
from bookings.rules import AgeOutside, Draft, Session
from bookings.seat_terms import Asking, Way
from lab.access import SYSTEM, Actor
from lab.cards import Card
from lab.errors import LabError, NotFound, TooManyAttempts
from lab.runtime import Workshop
from tests.bookings.asking_people import coming, family, places, school_class, states, with_card
from tests.conftest import FakeClock

ADDRESS = "10.0.0.1"
SEATS = (4, 2, 3)


@dataclass(frozen=True)
class Step:
    """Some ask at the same moment, after some of those who asked before have left."""

    leaving: tuple[int, ...]
    asking: tuple[tuple[int, int, bool, tuple[int, ...], bool], ...]
    """Who, how many, together or not, which sessions, and whether they are a class, who may ask twice."""


WISHES = st.lists(st.integers(0, len(SEATS) - 1), min_size=1, max_size=3, unique=True).map(tuple)
PEOPLE = st.tuples(st.integers(0, 7), st.integers(1, 4), st.booleans(), WISHES, st.booleans())
STEPS = st.lists(
    st.builds(Step, st.lists(st.integers(0, 9), max_size=2).map(tuple), st.lists(PEOPLE, max_size=7).map(tuple)),
    min_size=1,
    max_size=4,
)


@dataclass(frozen=True)
class World:
    """A lab of its own with three sessions, the last of which begins too soon for offers."""

    shop: Workshop
    lab: str
    sessions: tuple[Session, ...]

    def one(self, number: int, said: tuple[int, int, bool, tuple[int, ...], bool]) -> Ask:
        who, size, together, wishes, is_class = said
        make = school_class if is_class else family
        asking = make(*(self.sessions[wish] for wish in wishes), size=size, together=together)
        asking = replace(asking, contact=f"{who}@{self.lab}.example.se")
        return Ask(self.lab, asking, None, f"{self.lab}-{number}", ADDRESS, "sv")

    def history(self) -> list[Any]:
        """All that is kept of what happened here, without the names that are drawn."""
        with self.shop.database.read() as read:
            names = {session.id: str(number) for number, session in enumerate(self.sessions)} | {self.lab: "lab"}
            asked = _rows(read, "select asked_key, id from party where lab = ? order by rowid", [self.lab])
            names |= {party: f"party {number}" for number, (_key, party) in enumerate(asked)}
            for _key, party in asked:
                units = _rows(read, "select id from request where party = ? order by rowid", [party])
                names |= {request: f"{names[party]} unit {number}" for number, (request,) in enumerate(units)}
            audited = [f"{kind}:{name}" for name in names for kind in ("party", "request")]
            told = {
                sql: _rows(read, sql, [asked])
                for sql, asked in zip(_KEPT, (self.lab, self.lab, audited, self.lab), strict=True)
            }
        nameless = {sql: [_without_names(str(row), names) for row in rows] for sql, rows in told.items()}
        return [*nameless[_STAND], *sorted(nameless[_HELD]), *nameless[_AUDIT], *sorted(nameless[_TOLD])]


def _without_names(written: str, names: dict[str, str]) -> str:
    for name, instead in names.items():
        written = written.replace(name, instead)
    return re.sub(r"receipt\?t=[\w.-]+", "receipt", written)


_STAND = """
    select party.asked_key, wish.request, request.seats, wish.session, wish.rank, wish.state, wish.line, wish.passed,
        wish.until, party.area, party.size, party.sizes, party.together, party.kind, party.contact
    from wish join request on request.id = wish.request join party on party.id = request.party
    where party.lab = ? order by party.rowid, request.rowid, wish.rank
"""
_HELD = """
    select place.session, place.number, place.request from place join session on session.id = place.session
    where session.lab = ?
"""
_AUDIT = "select verb, object, detail from audit where list_contains(?, object) order by number"
_TOLD = "select kind, language, address, facts, once, status, useless_after, about from message where lab = ?"


_KEPT = (_STAND, _HELD, _AUDIT, _TOLD)


def _rows(read: Any, sql: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
    read.execute(sql, parameters)
    return list(read._connection.fetchall())


@pytest.fixture
def worlds(shop: Workshop, clock: FakeClock) -> tuple[World, World]:
    return world(shop, clock), world(shop, clock)


def world(shop: Workshop, clock: FakeClock) -> World:
    lab = labs.found(shop, SYSTEM, "Verkstan", "1780", "Europe/Stockholm", {"A": 6})
    room = labs.rooms(shop, lab.id)[0].id
    made = []
    for seats, hours in zip(SEATS, (200, 100, 3), strict=True):
        starts = clock().replace(minute=0) + timedelta(hours=hours)
        draft = Draft(lab.id, room, "P", starts, starts + timedelta(hours=1), seats, 8, 16, ("canvas",))
        made.append(sessions.book(shop, SYSTEM, draft))
        ways.set_way(shop, SYSTEM, made[-1].id, Way.FIRST_COME)
    return World(shop, lab.id, tuple(made))


@given(STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_batch_is_answered_as_if_its_people_had_come_one_by_one(
    worlds: tuple[World, World], steps: list[Step]
) -> None:
    shop = worlds[0].shop
    with shop.database.transaction() as write:
        for table in ("party", "request", "wish", "place", "message", "attempt"):
            write.execute(f"delete from {table}")
        write.execute("delete from audit where verb in ('ask-seat', 'offer-place', 'leave-request')")
    together, alone = (answers(one, steps, at_once) for one, at_once in zip(worlds, (True, False), strict=True))
    assert [type(answer) for answer in together] == [type(answer) for answer in alone]
    assert worlds[0].history() == worlds[1].history()


def answers(here: World, steps: list[Step], at_once: bool) -> list[str | LabError]:
    told: list[str | LabError] = []
    for step in steps:
        receipts = [one for one in told if isinstance(one, str)]
        for number in step.leaving:
            if number < len(receipts):
                requests.leave(here.shop, receipts[number])
        people = [here.one(len(told) + number, said) for number, said in enumerate(step.asking)]
        told += asks.ask.batch(here.shop, people) if at_once else one_by_one(here.shop, people)
    return told


def one_by_one(shop: Workshop, people: list[Ask]) -> Iterator[str | LabError]:
    for one in people:
        yield from asks.ask.batch(shop, [one])


@pytest.fixture
def session(shop: Workshop, leader: Actor, draft: Draft) -> Session:
    return coming(shop, leader, draft, seats=2)


def said(session: Session, asking: Asking, key: str, card: Card | None = None) -> Ask:
    return Ask(session.lab, asking, card, key, ADDRESS, "sv")


def test_the_one_who_is_refused_leaves_no_trace_and_hinders_nobody(
    shop: Workshop, session: Session, place: Lab, clock: FakeClock
) -> None:
    child = Card("c1", "1780", 2020, "girl")
    people = [
        said(session, family(session), "a"),
        said(session, replace(family(session, contact="b@example.se"), area="9999"), "b"),
        said(session, family(session, size=3, contact="c@example.se"), "c"),
        said(session, with_card("", session), "d", child),
        said(session, replace(family(contact="e@example.se"), sessions=("nowhere",)), "e"),
        said(session, family(session, contact="A@example.se"), "f"),
        said(session, family(session, contact="g@example.se"), "g"),
        said(session, family(session, contact="h@example.se"), "a"),
    ]
    told = asks.ask.batch(shop, people)
    assert isinstance(told[1], LabError)
    assert [type(one) for one in told[2:6]] == [wrong.PartyTooLarge, AgeOutside, NotFound, wrong.AlreadyAsked]
    assert told[7] == told[0]
    assert [states(shop, str(told[number])) for number in (0, 6)] == [["placed"], ["placed"]]
    with shop.database.read() as read:
        assert sorted(read.column("select asked_key from party")) == ["a", "g"]
        assert read.value("select count(*) from attempt") == 2
        assert read.value("select count(*) from message") == 2


def test_a_limit_that_is_reached_in_the_middle_of_a_batch_ends_there(shop: Workshop, session: Session) -> None:
    object.__setattr__(shop, "settings", shop.settings.model_copy(update={"signups_an_hour": 2}))
    people = [said(session, family(session, contact=f"{number}@example.se"), str(number)) for number in range(4)]
    told = asks.ask.batch(shop, people)
    assert [isinstance(one, TooManyAttempts) for one in told] == [False, False, True, True]


def test_one_that_the_store_cannot_take_fails_alone(shop: Workshop, session: Session) -> None:
    people = [said(session, family(session, contact=f"{number}@example.se"), str(number)) for number in range(3)]
    people[1] = replace(people[1], asking=replace(people[1].asking, contact="two@words@example.se"))
    told = at_the_same_moment(shop, people)
    assert [type(one).__name__ for one in told] == ["str", "EmailNotValid", "str"]
    assert places(shop, session) == [1, 2]


def at_the_same_moment(shop: Workshop, people: list[Ask]) -> list[str | Exception]:
    """All of them in one batch: they come while nobody can write."""
    with ThreadPoolExecutor(len(people)) as pool:
        with shop.database.transaction():
            told = [pool.submit(asks.ask, shop, one) for one in people]
        return [one.exception() or one.result() for one in told]  # type: ignore[misc]


def test_requests_of_a_round_are_numbered_in_the_order_of_the_batch(
    shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock
) -> None:
    drawn = coming(shop, leader, draft, Way.ROUND, seats=2)
    plan = Plan(drawn.lab, "R", (drawn.id,), clock(), clock() + timedelta(days=2), Policy())
    rounds.plan(shop, leader, plan)
    people = [said(drawn, family(drawn, contact=f"{number}@example.se"), str(number)) for number in range(3)]
    for batch in (people[:2], people[2:]):
        told = asks.ask.batch(shop, batch)
    assert states(shop, str(told[-1])) == ["asked"]
    with shop.database.read() as read:
        numbered = "select entry from request join party on party.id = request.party order by asked_key"
        assert read.column(numbered) == ["1", "2", "3"]
        assert read.column("select distinct state from wish") == ["asked"]
        assert read.value("select count(*) from place") == 0


def test_ninety_who_ask_at_once_stand_in_line_in_their_order(shop: Workshop, session: Session) -> None:
    people = [said(session, family(session, contact=f"{number}@example.se"), str(number)) for number in range(90)]
    with shop.database.read() as read:
        before = read.value("select count(*) from audit")
    told = asks.ask.batch(shop, people)
    assert [states(shop, str(one))[0] for one in told[:3]] == ["placed", "placed", "waiting"]
    assert places(shop, session) == [1, 2]
    with shop.database.read() as read:
        assert read.value("select count(*) from audit") == before + 90
        assert read.column("select line from wish order by line") == list(range(1, 91))
