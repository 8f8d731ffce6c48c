"""Reminders and the question whether one still comes: when they go out, also over a night when the clock is changed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings import confirming, reminders, requests, sessions
from bookings.rules import Draft, Session, Status
from lab import messages
from lab.access import SYSTEM, Actor
from lab.runtime import Workshop
from lab.settings import Settings
from tests.bookings.asking_people import ask, card, coming, family, with_card
from tests.conftest import FakeClock

SPRING = datetime(2026, 3, 29, 1, tzinfo=UTC)
"""When clocks go from 02:00 to 03:00 in Sweden."""


def told(shop: Workshop, kind: str) -> list[messages.Message]:
    reminders.remind(shop)
    return [one for one in messages.listed(shop, SYSTEM) if one.kind == kind]


@pytest.fixture
def after_the_change(shop: Workshop, leader: Actor, draft: Draft) -> Session:
    """Monday 30 March, 17:00 on the wall, the day after the clock is changed."""
    starts = datetime(2026, 3, 30, 15, tzinfo=UTC)
    return coming(shop, leader, draft, days=(starts - shop.clock()) / timedelta(days=1))


def test_a_reminder_goes_out_twenty_four_hours_before_whatever_the_clock_on_the_wall_does(
    shop: Workshop, after_the_change: Session, clock: FakeClock
) -> None:
    ask(shop, family(after_the_change))
    clock.now = after_the_change.starts_at - timedelta(hours=24, minutes=1)
    assert told(shop, "reminder") == []
    clock.move(minutes=1)
    assert clock.now > SPRING
    (reminder,) = told(shop, "reminder")
    assert "17:00" in messages.written(shop, reminder).text
    assert "30 mars" in messages.written(shop, reminder).text


def test_the_question_goes_out_a_week_before_with_the_time_on_the_wall_of_that_day(
    shop: Workshop, after_the_change: Session, clock: FakeClock
) -> None:
    ask(shop, family(after_the_change))
    clock.now = after_the_change.starts_at - timedelta(days=7, minutes=1)
    assert told(shop, "reconfirm") == []
    clock.move(minutes=1)
    assert clock.now < SPRING
    (question,) = told(shop, "reconfirm")
    assert "17:00" in messages.written(shop, question).text


def test_nothing_is_told_twice_however_often_it_is_looked(
    shop: Workshop, after_the_change: Session, clock: FakeClock
) -> None:
    ask(shop, family(after_the_change, size=2))
    clock.now = after_the_change.starts_at - timedelta(days=7)
    for hours in [1, 20, 50, 70, 24, 1, 0]:
        reminders.remind(shop)
        reminders.remind(shop)
        clock.move(hours=hours)
    kinds = [one.kind for one in messages.listed(shop, SYSTEM) if one.kind in ("reminder", "reconfirm")]
    assert sorted(kinds) == ["reconfirm", "reminder"]


def test_who_left_the_place_or_said_yes_is_not_asked(
    shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock
) -> None:
    session = coming(shop, leader, draft, days=9)
    left, coming_ = ask(shop, family(session)), ask(shop, family(session, contact="b@example.se"))
    requests.leave(shop, left)
    requests.confirm(shop, coming_)
    clock.now = session.starts_at - timedelta(days=6)
    assert told(shop, "reconfirm") == []
    clock.now = session.starts_at - timedelta(hours=20)
    assert [one.address for one in told(shop, "reminder")] == ["b@example.se"]


def test_who_got_the_place_today_is_not_asked_today(
    shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock
) -> None:
    session = coming(shop, leader, draft, days=5)
    ask(shop, family(session))
    assert told(shop, "reconfirm") == []
    clock.move(hours=24)
    assert len(told(shop, "reconfirm")) == 1


def test_nobody_is_asked_later_than_two_days_before(
    shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock
) -> None:
    session = coming(shop, leader, draft, days=9)
    ask(shop, family(session))
    clock.now = session.starts_at - confirming.NOT_LATER
    assert told(shop, "reconfirm") == []


def test_those_who_wait_those_with_a_card_and_those_of_a_cancelled_session_are_told_nothing(
    shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock
) -> None:
    session, cancelled = coming(shop, leader, draft, seats=1), coming(shop, leader, draft, days=8)
    ask(shop, with_card(card(shop)[1], session))
    ask(shop, family(session))
    ask(shop, family(cancelled, contact="b@example.se"))
    sessions.cancel(shop, leader, cancelled.id)
    assert sessions.session(shop, leader, cancelled.id).status == Status.CANCELLED
    for hours in (24 * 5, 24, 24, 23):
        clock.move(hours=hours)
        assert told(shop, "reconfirm") == []
        assert told(shop, "reminder") == []


def test_a_session_that_is_moved_is_told_of_anew(shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock) -> None:
    session = coming(shop, leader, draft, days=3)
    ask(shop, family(session))
    clock.now = session.starts_at - timedelta(hours=23)
    assert len(told(shop, "reminder")) == 1
    later = Draft(
        session.lab, session.room, session.title, session.starts_at + timedelta(days=2),
        session.ends_at + timedelta(days=2), session.seats, session.youngest, session.oldest, session.exercises,
    )  # fmt: skip
    sessions.change(shop, leader, session.id, later)
    assert len(told(shop, "reminder")) == 1
    clock.move(days=2)
    assert len(told(shop, "reminder")) == 2


@given(
    told_hours=st.floats(0, 24 * 7), now=st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 30)).map(
        lambda when: when.replace(tzinfo=UTC)
    )
)  # fmt: skip
def test_whoever_is_asked_has_two_days_to_answer_and_a_seat_that_becomes_free_then_can_still_be_offered(
    told_hours: float, now: datetime
) -> None:
    starts = now + timedelta(hours=told_hours)
    until = confirming.answer_by(now, starts)
    if until is not None:
        assert until - now >= timedelta(hours=48)
        assert until >= starts - timedelta(hours=48)
        assert starts - until >= timedelta(hours=3)
    else:
        assert told_hours < 48 + 3


def test_with_the_setting_the_question_says_until_when(
    tmp_path: Path,
    shop: Workshop,
    after_the_change: Session,
    clock: FakeClock,
) -> None:
    ask(shop, family(after_the_change))
    clock.now = after_the_change.starts_at - timedelta(days=7)
    (question,) = told(shop, "reconfirm")
    assert "Svara före" not in messages.written(shop, question).text
    object.__setattr__(shop, "settings", Settings(data=tmp_path / "data", offer_unconfirmed=True))
    by = next(one for one in told(shop, "reconfirm") if one.id != question.id)
    assert "Svara före lördag 28 mars 16:00" in messages.written(shop, by).text
