"""A session that too few would come to is cancelled by itself, or put to its leaders; everyone is told once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bookings import minimum, sessions
from bookings.minimum import DecidedOutside, LeastOutside
from bookings.rules import Draft, Session, Status, WrongStatus
from lab import messages, staff
from lab.access import SYSTEM, Actor, Grant, Role
from lab.errors import NotAllowed
from lab.runtime import Workshop
from lab.staff import Credentials
from tests.conftest import FakeClock

Booked = Callable[..., Session]


@pytest.fixture
def booked(shop: Workshop, draft: Draft, clock: FakeClock) -> Booked:
    """A session in three days that kim leads and that asks for five, counted a day before; so many come."""

    def made(coming: int, cancels: bool = True) -> Session:
        start = clock() + timedelta(days=3)
        with shop.database.transaction() as write:
            role = [Grant(Role.LEADER, f"lab:{draft.lab}")]
            kim = staff.add(write, SYSTEM, Credentials("kim@example.se", "x"), role)
        asked = replace(draft, starts_at=start, ends_at=start + timedelta(hours=2))
        session = sessions.book(shop, SYSTEM, asked, leaders=[kim])
        promise(shop, session, coming)
        minimum.ask(shop, SYSTEM, session.id, 5, 24, cancels)
        return session

    return made


def promise(shop: Workshop, session: Session, seats: int) -> None:
    """A family with so many seats, and one that waits in the line."""
    with shop.database.transaction() as write:
        for name, number, state in (("family", seats, "placed"), ("waiting", 1, "waiting")):
            write.execute(
                "insert into party values (?, ?, '', 'family', '', ?, '', '1780', ?, '{}', true, ?, ?, ?, 'sv',"
                " ?, null)",
                [name, session.lab, f"{name}@example.se", number, name, name, name, write.now],
            )
            write.execute("insert into request values (?, ?, ?, ?, '')", [name, name, number, name])
            write.execute("insert into wish values (?, ?, 1, ?, 1, 0, null, ?)", [name, session.id, state, write.now])
        for number in range(seats):
            write.execute("insert into place values (?, ?, 'family', ?)", [session.id, number + 1, write.now])


def told(shop: Workshop) -> dict[str, str]:
    return {one.address: one.kind for one in messages.listed(shop, SYSTEM)}


def status(shop: Workshop, session: Session) -> str:
    return sessions.session(shop, SYSTEM, session.id).status


def test_too_few_is_cancelled_at_its_time_and_everyone_is_told_why_once(
    shop: Workshop, booked: Booked, clock: FakeClock
) -> None:
    session = booked(4)
    clock.move(days=1, hours=23)
    assert minimum.decide(shop) == 0
    clock.move(hours=1)
    assert minimum.decide(shop) == 1
    assert minimum.decide(shop) == 0
    assert status(shop, session) == Status.CANCELLED
    few = "cancelled-too-few"
    assert told(shop) == {"kim@example.se": few, "family@example.se": few, "waiting@example.se": few}
    assert "minst 5" in messages.written(shop, messages.listed(shop, SYSTEM)[0]).text.casefold()


def test_enough_is_held(shop: Workshop, booked: Booked, clock: FakeClock) -> None:
    session = booked(5)
    clock.move(days=2)
    assert minimum.decide(shop) == 0
    found = minimum.of_session(shop, SYSTEM, session)
    assert found
    assert (found.outcome, status(shop, session), told(shop)) == ("enough", Status.PLANNED, {})


def test_a_flag_is_for_the_leaders_who_may_hold_it_anyway(shop: Workshop, booked: Booked, clock: FakeClock) -> None:
    session = booked(0, cancels=False)
    clock.move(days=2)
    assert minimum.decide(shop) == 1
    assert told(shop) == {"kim@example.se": "too-few"}
    assert status(shop, session) == Status.PLANNED
    minimum.hold_anyway(shop, SYSTEM, session.id)
    found = minimum.of_session(shop, SYSTEM, session)
    assert found
    assert found.outcome == "held"
    assert minimum.decide(shop) == 0


def test_a_moved_session_is_decided_as_long_before_its_new_start(
    shop: Workshop, booked: Booked, draft: Draft, clock: FakeClock
) -> None:
    session = booked(0)
    later = timedelta(days=1)
    moved = replace(draft, starts_at=session.starts_at + later, ends_at=session.ends_at + later)
    sessions.change(shop, SYSTEM, session.id, moved)
    found = minimum.of_session(shop, SYSTEM, session)
    assert found
    assert found.decide_at == session.starts_at
    clock.move(days=2)
    assert minimum.decide(shop) == 0


def test_what_cannot_be_asked_is_refused(shop: Workshop, booked: Booked, leader: Actor, reviewer: Actor) -> None:
    session = booked(0)
    with pytest.raises(LeastOutside):
        minimum.ask(shop, leader, session.id, session.seats + 1, 24, True)
    with pytest.raises(DecidedOutside):
        minimum.ask(shop, leader, session.id, 2, 24 * 4, True)
    with pytest.raises(NotAllowed):
        minimum.ask(shop, reviewer, session.id, 2, 24, True)
    sessions.cancel(shop, leader, session.id)
    with pytest.raises(WrongStatus):
        minimum.hold_anyway(shop, leader, session.id)


def test_a_session_that_was_opened_or_cancelled_before_is_left_alone(
    shop: Workshop, booked: Booked, clock: FakeClock
) -> None:
    session = booked(0)
    sessions.cancel(shop, SYSTEM, session.id)
    clock.move(days=2)
    assert minimum.decide(shop) == 0
