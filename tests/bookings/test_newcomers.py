"""Newcomers who sit down at the same moment sit as if they had come one by one."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings import joining, labs, newcomers, sessions, tickets
from bookings.newcomers import Newcomer, Seated
from bookings.rules import Draft, Session, SessionFull, SessionNotOpen
from lab.access import SYSTEM, Actor
from lab.errors import LabError
from lab.exercise import Participant
from lab.runtime import Workshop

Opened = Callable[..., Session]
World = tuple[Session, Session]
Step = tuple[list[tuple[int, int]], list[int]]

TRIES = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 7)), max_size=6)
STEPS = st.lists(st.tuples(TRIES, st.lists(st.integers(0, 9), max_size=3)), min_size=1, max_size=4)
"""Who tries in which of two sessions at the same moment, and who of those who sit then leaves."""


def newcomer(session: Session, key: str) -> Newcomer:
    return Newcomer(session.id, key, "1780", 2015, "girl", "")


@pytest.fixture
def worlds(shop: Workshop, draft: Draft) -> tuple[World, World]:
    """Twice the same two sessions of four seats."""
    return world(shop, draft), world(shop, draft)


def world(shop: Workshop, draft: Draft) -> World:
    lab = labs.found(shop, SYSTEM, "Verkstan", "1780", "Europe/Stockholm", {"A": 4, "B": 4})
    drafts = [replace(draft, lab=lab.id, room=room.id, seats=4) for room in labs.rooms(shop, lab.id)]
    one, other = (sessions.open_now(shop, SYSTEM, sessions.book(shop, SYSTEM, each).id) for each in drafts)
    return one, other


@given(STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_batch_sits_as_if_it_had_come_one_by_one(
    shop: Workshop, worlds: tuple[World, World], steps: list[Step]
) -> None:
    with shop.database.transaction() as write:
        for table in ("seat", "card", "visit"):
            write.execute(f"delete from {table}")
        write.execute("delete from audit where verb in ('join-session', 'leave-seat', 'return-to-seat')")
    together, alone = (told(shop, here, steps, at_once) for here, at_once in zip(worlds, (True, False), strict=True))
    assert together == alone
    assert kept(shop, worlds[0]) == kept(shop, worlds[1])


def told(shop: Workshop, here: World, steps: list[Step], at_once: bool) -> list[int | str]:
    """The seats, or why there is none."""
    answers: list[int | str] = []
    for tries, leaving in steps:
        people = [newcomer(here[which], f"key-{who}") for which, who in tries]
        found = newcomers.seat.batch(shop, people) if at_once else one_by_one(shop, people)
        answers += [one.number if isinstance(one, Seated) else type(one).__name__ for one in found]
        seated = [one for one in found if isinstance(one, Seated)]
        for one in (seated[number] for number in leaving if number < len(seated)):
            leave(shop, one)
    return answers


def one_by_one(shop: Workshop, people: list[Newcomer]) -> list[Seated | LabError]:
    return [answer for one in people for answer in newcomers.seat.batch(shop, [one])]


def leave(shop: Workshop, one: Seated) -> None:
    key = tickets.key(one.session, one.number)
    joining.leave(shop, Participant(key, "", one.session, one.number, one.card, ()))


def kept(shop: Workshop, here: World) -> list[object]:
    """Seats, visits and record of both sessions, without the names that are drawn."""
    with shop.database.read() as read:
        return [read.column(sql, [session.id]) for session in here for sql in KEPT]


KEPT = (
    "select concat_ws(' ', number, join_key, left_at is null, card in (select id from card)) from seat"
    " where session = ? order by number",
    "select concat_ws(' ', area, birth_year, gender) from visit where session = ?",
    "select concat_ws(' ', verb, detail) from audit where object = 'session:' || ? order by number",
)


def test_the_last_seat_goes_to_the_first_of_a_batch_and_the_others_are_told(shop: Workshop, opened: Opened) -> None:
    running = opened(seats=2)
    found = newcomers.seat.batch(shop, [newcomer(running, key) for key in ("a", "b", "a", "c")])
    assert [one.number for one in found if isinstance(one, Seated)] == [1, 2, 1]
    assert isinstance(found[3], SessionFull)
    assert found[0] == found[2]
    assert all(isinstance(one, LabError) or one.card for one in found)


def test_a_session_that_is_closed_takes_none_and_hinders_none(shop: Workshop, opened: Opened, leader: Actor) -> None:
    running = opened(seats=2)
    found = newcomers.seat.batch(shop, [Newcomer("nowhere", "a", "1780", 2015, "girl", ""), newcomer(running, "a")])
    assert isinstance(found[0], SessionNotOpen)
    assert isinstance(found[1], Seated)
    sessions.close_now(shop, leader, running.id)
    assert isinstance(newcomers.seat.batch(shop, [newcomer(running, "b")])[0], SessionNotOpen)
