"""Seats that nobody confirmed in time go on to those who wait: no more than they need, and never without a warning."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings import confirming, lines, reminders, requests, unconfirmed
from bookings import seat_errors as wrong
from bookings.rules import Draft, Session
from bookings.seat_terms import Promise, Waiting
from lab import messages
from lab.access import SYSTEM, Actor
from lab.runtime import Workshop
from lab.settings import Settings
from tests.bookings.asking_people import ask, coming, family, places, states
from tests.conftest import FakeClock

NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def offering(shop: Workshop, tmp_path: Path) -> None:
    object.__setattr__(shop, "settings", Settings(data=tmp_path / "data", offer_unconfirmed=True))


@pytest.fixture
def session(shop: Workshop, leader: Actor, draft: Draft) -> Session:
    return coming(shop, leader, draft, seats=2, days=9)


def asked_and_told(shop: Workshop, session: Session, clock: FakeClock) -> None:
    """A week before it is asked, and told by hand."""
    clock.now = session.starts_at - timedelta(days=7)
    reminders.remind(shop)
    for one in messages.listed(shop, SYSTEM):
        if one.status == "queued":
            messages.told(shop, SYSTEM, one.id)


def test_a_seat_that_was_not_confirmed_goes_to_the_next_in_line_two_days_before(
    shop: Workshop, session: Session, clock: FakeClock
) -> None:
    silent, waits = ask(shop, family(session, size=2)), ask(shop, family(session, size=1, contact="b@example.se"))
    asked_and_told(shop, session, clock)
    clock.now = session.starts_at - timedelta(hours=48, minutes=1)
    assert unconfirmed.let_go(shop) == 0
    clock.move(minutes=1)
    assert unconfirmed.let_go(shop) == 1
    assert states(shop, silent) == ["expired"]
    assert states(shop, waits) == ["offered"]
    assert places(shop, session) == [1]
    assert "unconfirmed" in [one.kind for one in messages.listed(shop, SYSTEM) if one.address == "a@example.se"]
    with pytest.raises(wrong.OfferOver):
        requests.confirm(shop, silent)


def test_who_said_yes_keeps_the_seat_and_so_does_everyone_where_nobody_waits(
    shop: Workshop, session: Session, clock: FakeClock
) -> None:
    yes, silent = ask(shop, family(session)), ask(shop, family(session, contact="b@example.se"))
    requests.confirm(shop, yes)
    asked_and_told(shop, session, clock)
    clock.now = session.starts_at - timedelta(hours=40)
    assert unconfirmed.let_go(shop) == 0
    waits = ask(shop, family(session, contact="c@example.se"))
    assert unconfirmed.let_go(shop) == 1
    assert (states(shop, yes), states(shop, silent), states(shop, waits)) == (["placed"], ["expired"], ["offered"])


def test_who_was_never_told_loses_nothing(shop: Workshop, session: Session, clock: FakeClock) -> None:
    """The question waits in the portal: nobody has told it yet."""
    silent, _waits = ask(shop, family(session, size=2)), ask(shop, family(session, contact="b@example.se"))
    clock.now = session.starts_at - timedelta(days=7)
    reminders.remind(shop)
    clock.now = session.starts_at - timedelta(hours=40)
    assert unconfirmed.let_go(shop) == 0
    assert states(shop, silent) == ["placed"]


def test_who_was_told_late_has_two_days_all_the_same(shop: Workshop, session: Session, clock: FakeClock) -> None:
    silent, _waits = ask(shop, family(session, size=2)), ask(shop, family(session, contact="b@example.se"))
    clock.now = session.starts_at - timedelta(days=7)
    reminders.remind(shop)
    clock.now = session.starts_at - timedelta(hours=60)
    for one in messages.listed(shop, SYSTEM):
        if one.status == "queued":
            messages.told(shop, SYSTEM, one.id)
    clock.now = session.starts_at - timedelta(hours=13)
    assert unconfirmed.let_go(shop) == 0
    clock.now = session.starts_at - timedelta(hours=12)
    assert unconfirmed.let_go(shop) == 1
    assert states(shop, silent) == ["expired"]


def test_without_the_setting_every_seat_stays(
    shop: Workshop, session: Session, clock: FakeClock, tmp_path: Path
) -> None:
    silent, _waits = ask(shop, family(session, size=2)), ask(shop, family(session, contact="b@example.se"))
    asked_and_told(shop, session, clock)
    object.__setattr__(shop, "settings", Settings(data=tmp_path / "data"))
    clock.now = session.starts_at - timedelta(hours=40)
    assert unconfirmed.let_go(shop) == 0
    assert states(shop, silent) == ["placed"]


promises = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 9)), max_size=6).map(
    lambda made: [
        Promise(f"p{number}", seats, NOON + timedelta(minutes=when), number)
        for number, (seats, when) in enumerate(made)
    ]
)
waiting = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 3)), max_size=6).map(
    lambda made: [Waiting(f"w{number}", seats, passed) for number, (seats, passed) in enumerate(made)]
)


@given(promises, st.integers(0, 4), waiting)
def test_no_more_go_than_the_line_needs_the_last_first_and_no_seat_is_counted_twice(
    late: list[Promise], free: int, line: list[Waiting]
) -> None:
    seats = free + sum(one.seats for one in late) + 5
    going = confirming.let_go(late, free, line, seats)
    gained = lines.served(free + sum(one.seats for one in going), line, seats).chosen
    assert gained == lines.served(free + sum(one.seats for one in late), line, seats).chosen
    assert sum(one.seats for one in gained) <= free + sum(one.seats for one in going)
    staying = [one for one in late if one not in going]
    assert all(left.given_at <= lost.given_at for left in staying for lost in going)
    if going:
        fewer = free + sum(one.seats for one in going[:-1])
        assert lines.served(fewer, line, seats).chosen != gained
    if not line:
        assert going == ()
