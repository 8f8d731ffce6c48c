"""The twins of `test_races.py`: the same two at the same moment, without lock and transaction, and the race is lost.

No thread is needed: one is done between what the other has read and what it then writes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from bookings import checkin, labs, requests, resizing, rounds, sessions, substitutes, ways
from bookings.draw_terms import Policy
from bookings.rounds import Plan
from bookings.rules import Draft, Session
from bookings.seat_terms import Way
from lab import setup_code
from lab.access import SYSTEM, Actor
from lab.database import Cursor, Database, Transaction
from lab.runtime import Workshop
from tests.bookings.asking_people import ask, coming, family, places, rows, school_class, states
from tests.bookings.conftest import Hire
from tests.bookings.test_checkin import code_of, scan
from tests.bookings.test_leading import id_of
from tests.bookings.test_leading import names as leaders_of
from tests.bookings.test_races import audited, offered, seats_confirmed, sound
from tests.bookings.test_setup import make
from tests.conftest import FakeClock

Verb = Callable[[], object]
Overtaken = Callable[[Verb, Verb, str], object]


@pytest.fixture
def overtaken(monkeypatch: pytest.MonkeyPatch) -> Overtaken:
    """Runs a verb, and another one just before its first statement that begins so; gives the answer of the first."""

    @contextmanager
    def unguarded(self: Database) -> Iterator[Transaction]:
        yield Transaction(self._connection.cursor(), self._clock())

    def run(first: Verb, second: Verb, before: str) -> object:
        waiting, execute = [second], Cursor.execute

        def overtaking(self: Cursor, sql: str, *given: Any) -> None:
            if waiting and sql.lstrip().startswith(before):
                waiting.pop()()
            execute(self, sql, *given)

        with monkeypatch.context() as off:
            off.setattr(Database, "transaction", unguarded)
            off.setattr(Cursor, "execute", overtaking)
            got = first()
        assert not waiting, f"nothing began with: {before}"
        return got

    return run


@pytest.fixture
def session(shop: Workshop, leader: Actor, draft: Draft) -> Session:
    return coming(shop, leader, draft, seats=4)


@pytest.fixture
def plan(shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock) -> Plan:
    """A round of one session with four seats."""
    session = coming(shop, leader, draft, Way.ROUND, seats=4)
    return Plan(session.lab, "Omgång", (session.id,), clock(), clock() + timedelta(days=1), Policy())


def is_sound(shop: Workshop, session: Session) -> bool:
    try:
        sound(shop, session)
    except AssertionError:
        return False
    return True


def test_an_offer_is_confirmed_as_often_as_it_is_pressed(
    shop: Workshop, session: Session, overtaken: Overtaken
) -> None:
    receipt, _last = offered(shop, session)
    overtaken(lambda: requests.confirm(shop, receipt), lambda: requests.confirm(shop, receipt), "update party")
    assert seats_confirmed(shop) == 2


def test_an_offer_that_ends_as_it_is_confirmed_is_two_peoples(
    shop: Workshop, session: Session, clock: FakeClock, overtaken: Overtaken
) -> None:
    receipt, last = offered(shop, session)

    def end() -> None:
        clock.now = rows(shop, receipt)[0].until or clock.now
        requests.expire_offers(shop)

    overtaken(lambda: requests.confirm(shop, receipt), end, "update party")
    assert (states(shop, receipt), states(shop, last)) == (["placed"], ["offered"])
    assert not is_sound(shop, session)


def test_a_seat_is_given_back_as_often_as_it_is_pressed(shop: Workshop, session: Session, overtaken: Overtaken) -> None:
    receipt = ask(shop, family(session))
    overtaken(lambda: requests.leave(shop, receipt), lambda: requests.leave(shop, receipt), "delete from place")
    assert audited(shop, "leave-request") == 2


def test_who_confirms_and_leaves_has_a_place_that_another_is_offered(
    shop: Workshop, session: Session, overtaken: Overtaken
) -> None:
    receipt, last = offered(shop, session)
    overtaken(lambda: requests.confirm(shop, receipt), lambda: requests.leave(shop, receipt), "update party")
    assert (states(shop, receipt), states(shop, last)) == (["placed"], ["offered"])
    assert not is_sound(shop, session)


def test_fewer_from_two_tabs_have_more_seats_written_down_than_they_hold(
    shop: Workshop, session: Session, overtaken: Overtaken
) -> None:
    party = ask(shop, school_class(session, size=4))
    three, two = (lambda count=count: resizing.resize(shop, party, {"10-12": {"girl": count}}) for count in (3, 2))  # type: ignore[misc]
    overtaken(three, two, "update request")
    assert (rows(shop, party)[0].seats, places(shop, session)) == (3, [1, 2])


def test_who_asks_as_the_session_gets_fewer_seats_has_those_that_are_gone(
    shop: Workshop, leader: Actor, session: Session, overtaken: Overtaken
) -> None:
    fewer = Draft(
        session.lab, session.room, session.title, session.starts_at, session.ends_at, 2, session.youngest,
        session.oldest, session.exercises,
    )  # fmt: skip
    overtaken(
        lambda: ask(shop, school_class(session, size=4)),
        lambda: sessions.change(shop, leader, session.id, fewer),
        "insert into party",
    )
    assert len(places(shop, session)) == 4


def test_who_asks_as_the_session_is_cancelled_has_a_place_in_it(
    shop: Workshop, leader: Actor, session: Session, overtaken: Overtaken
) -> None:
    asking = overtaken(
        lambda: ask(shop, family(session)), lambda: sessions.cancel(shop, leader, session.id), "insert into party"
    )
    assert states(shop, str(asking)) == ["placed"]


def test_a_party_that_two_devices_see_is_checked_in_twice(
    shop: Workshop, leader: Actor, session: Session, overtaken: Overtaken
) -> None:
    code = code_of(shop, ask(shop, family(session)))
    first, second = (
        lambda device=device: checkin.merge(shop, leader, session.id, [scan(shop, code, "1", device)])  # type: ignore[misc]
        for device in ("pad", "phone")
    )
    overtaken(first, second, "insert or replace into before_arrival")
    assert audited(shop, "check-in") == 2


def test_two_who_take_a_check_in_back_give_the_seat_twice(
    shop: Workshop, leader: Actor, session: Session, clock: FakeClock, overtaken: Overtaken
) -> None:
    code = code_of(shop, ask(shop, school_class(session, size=4)))
    checkin.merge(shop, leader, session.id, [scan(shop, code, "first")])
    clock.move(minutes=1)
    first, second = (
        lambda device=device: checkin.merge(shop, leader, session.id, [scan(shop, code, "undo", device, undo=True)])  # type: ignore[misc]
        for device in ("pad", "phone")
    )
    overtaken(first, second, "update wish")
    assert audited(shop, "take-back-check-in") == 2


def test_two_leaders_who_open_are_told_two_pins(
    shop: Workshop, leader: Actor, draft: Draft, overtaken: Overtaken
) -> None:
    booked = sessions.book(shop, leader, draft)
    told: list[str] = []
    got = overtaken(
        lambda: sessions.open_now(shop, leader, booked.id),
        lambda: told.append(sessions.open_now(shop, leader, booked.id).pin),
        "update session set status",
    )
    assert isinstance(got, Session)
    assert [got.pin] != told
    assert audited(shop, "open-session") == 2


def test_a_round_is_drawn_as_often_as_it_is_pressed(
    shop: Workshop, leader: Actor, plan: Plan, overtaken: Overtaken
) -> None:
    round_id = rounds.plan(shop, leader, plan).id
    ask(shop, family(sessions.session(shop, leader, plan.sessions[0])))
    rounds.freeze(shop, leader, round_id)
    draw = lambda: rounds.draw_now(shop, leader, round_id)  # noqa: E731
    overtaken(draw, draw, "update round")
    assert audited(shop, "draw-round") == 2


def test_a_session_is_taken_out_of_the_round_that_was_planned_with_it_just_now(
    shop: Workshop, leader: Actor, plan: Plan, overtaken: Overtaken
) -> None:
    made: list[str] = []
    overtaken(
        lambda: rounds.plan(shop, leader, plan),
        lambda: made.append(rounds.plan(shop, leader, plan).id),
        "delete from session_way",
    )
    assert rounds.sessions_in(shop, made[0]) == []


def test_somebody_has_a_place_in_a_session_that_has_become_drop_in(
    shop: Workshop, leader: Actor, session: Session, overtaken: Overtaken
) -> None:
    asked: list[str] = []
    overtaken(
        lambda: ways.set_way(shop, leader, session.id, Way.DROP_IN),
        lambda: asked.append(ask(shop, family(session))),
        "delete from session_way",
    )
    assert (ways.way_of(shop, session.id), states(shop, asked[0])) == (Way.DROP_IN, ["placed"])


def test_two_substitutes_who_say_yes_both_lead(
    shop: Workshop, kim: Actor, robin: Actor, hire: Hire, coming: Draft, overtaken: Overtaken
) -> None:
    booked = sessions.book(shop, kim, coming)
    first, second = (
        substitutes.ask(shop, kim, booked.id, id_of(one), id_of(kim)).removeprefix("/substitute/")
        for one in (robin, hire("alex"))
    )
    overtaken(
        lambda: substitutes.answer(shop, first, yes=True),
        lambda: substitutes.answer(shop, second, yes=True),
        "insert into session_leader",
    )
    assert len(leaders_of(shop, booked)) == 2


def test_two_who_send_the_code_of_a_new_lab_set_up_two(shop: Workshop, overtaken: Overtaken) -> None:
    code = setup_code.announce(shop)
    overtaken(lambda: make(shop, code), lambda: make(shop, code, email="bo@example.se"), "delete from fact")
    assert len(labs.all_labs(shop, SYSTEM)) == 2
