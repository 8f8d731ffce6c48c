"""When a lab is open, over any hours, closures and days."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings import opening_rules as rules
from bookings import public_holidays
from bookings.opening_rules import Closing, Hours, Timetable
from bookings.rules import from_local
from lab import i18n

unhurried = settings(deadline=None, max_examples=60)

STOCKHOLM = "Europe/Stockholm"
SOME_DAYS = st.dates(date(2026, 3, 20), date(2026, 4, 10))
MINUTES = st.integers(0, 96).map(lambda quarter: quarter * 15)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    opens, closes = sorted(draw(st.lists(MINUTES, min_size=2, max_size=2, unique=True)))
    return Hours(draw(st.integers(0, 6)), opens, closes, draw(st.none() | SOME_DAYS))


@st.composite
def closings(draw: st.DrawFn) -> Closing:
    first, last = sorted((draw(SOME_DAYS), draw(SOME_DAYS)))
    start, end = sorted(draw(st.lists(MINUTES, min_size=2, max_size=2, unique=True)))
    return Closing("Flytt", first, last, start, end)


TIMETABLES = st.builds(
    Timetable, st.just(STOCKHOLM), st.lists(hours(), max_size=12), st.lists(closings(), max_size=3), st.booleans()
)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return from_local(day, time(hour, minute), STOCKHOLM)


@unhurried
@given(TIMETABLES, SOME_DAYS, st.integers(0, 95), st.integers(1, 32))
def test_a_time_is_refused_just_when_a_minute_of_it_is_outside_open_hours(
    timetable: Timetable, day: date, quarter: int, length: int
) -> None:
    start = at(day, 0) + timedelta(minutes=15 * quarter)
    end = start + timedelta(minutes=15 * length)
    inside = all(
        any(first <= span[0] and span[1] <= last for first, last in rules.open_spans(timetable, local))
        for local, span in rules.days_of(start, end, STOCKHOLM)
    )
    try:
        rules.check_open(timetable, start, end)
    except rules.LabClosed:
        assert not inside
        return
    assert inside


@unhurried
@given(TIMETABLES, SOME_DAYS)
def test_open_spans_are_in_order_apart_and_within_the_day(timetable: Timetable, day: date) -> None:
    spans = rules.open_spans(timetable, day)
    edges = [minute for span in spans for minute in span]
    assert edges == sorted(edges)
    assert len(set(edges)) == len(edges) or timetable.closings
    assert all(0 <= first < last <= rules.MINUTES_OF_DAY for first, last in spans)


@unhurried
@given(closings(), SOME_DAYS, st.integers(0, 95), st.integers(1, 32))
def test_a_closure_refuses_a_time_just_when_they_share_a_moment(
    closing: Closing, day: date, quarter: int, length: int
) -> None:
    start = at(day, 0) + timedelta(minutes=15 * quarter)
    end = start + timedelta(minutes=15 * length)
    local = [moment.astimezone(rules.ZoneInfo(STOCKHOLM)).replace(tzinfo=None) for moment in (start, end)]
    if date(2026, 3, 29) not in (day, day + timedelta(days=1)):
        closed = closing.begins < local[1] and local[0] < closing.ends
        with pytest.raises(rules.LabClosed) if closed else nullcontext():
            rules.check_open(Timetable(STOCKHOLM, (), (closing,)), start, end)


def test_a_lab_that_has_said_nothing_is_open_at_all_hours() -> None:
    rules.check_open(Timetable(STOCKHOLM), at(date(2026, 12, 25), 3), at(date(2026, 12, 25), 5))


TUESDAYS = Timetable(STOCKHOLM, (Hours(1, 600, 720), Hours(1, 720, 1020), Hours(5, 600, 900, date(2026, 4, 1))))


def test_hours_that_touch_are_one_and_refusals_say_them() -> None:
    i18n.speak("sv")
    day = date(2026, 3, 24)
    rules.check_open(TUESDAYS, at(day, 11), at(day, 13))
    with pytest.raises(rules.OutsideHours) as refusal:
        rules.check_open(TUESDAYS, at(day, 16), at(day, 18))
    assert refusal.value.told() == "Labbet har öppet 10:00–17:00 den dagen."
    with pytest.raises(rules.ClosedWeekday) as closed:
        rules.check_open(TUESDAYS, at(date(2026, 3, 25), 11), at(date(2026, 3, 25), 12))
    assert closed.value.told() == "Labbet har inte öppet på onsdagar."


def test_hours_hold_from_their_first_day_to_their_last() -> None:
    with pytest.raises(rules.ClosedWeekday):
        rules.check_open(TUESDAYS, at(date(2026, 3, 28), 11), at(date(2026, 3, 28), 12))
    rules.check_open(TUESDAYS, at(date(2026, 4, 4), 11), at(date(2026, 4, 4), 12))


def test_a_night_over_two_open_days_is_open() -> None:
    night = Timetable(STOCKHOLM, (Hours(4, 0, 1440), Hours(5, 0, 600)))
    rules.check_open(night, at(date(2026, 3, 27), 22), at(date(2026, 3, 28), 6))
    with pytest.raises(rules.OutsideHours):
        rules.check_open(night, at(date(2026, 3, 28), 6), at(date(2026, 3, 28), 11))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 3, 26), "Långfredagen"),
        (date(2027, 5, 6), "Kristi himmelsfärdsdag"),
        (date(2026, 6, 6), "Nationaldagen"),
        (date(2026, 12, 24), "Julafton"),
        (date(2026, 3, 22), ""),
        (date(2026, 3, 17), ""),
    ],
)
def test_swedish_holidays_have_their_names_and_plain_sundays_none(day: date, name: str) -> None:
    assert public_holidays.name(day, "sv") == name


def test_a_holiday_is_told_in_the_readers_language() -> None:
    closed = Timetable(STOCKHOLM, closed_on_holidays=True)
    day = date(2026, 5, 14)
    for language, name in (("sv", "Kristi himmelsfärdsdag"), ("en", "Ascension Day")):
        i18n.speak(language)
        with pytest.raises(rules.ClosedForHoliday) as refusal:
            rules.check_open(closed, at(day, 15), at(day, 16))
        assert name in refusal.value.told()
    i18n.speak("sv")


def test_a_closure_of_an_afternoon_leaves_the_morning() -> None:
    day = date(2026, 3, 24)
    closed = Timetable(STOCKHOLM, (), (Closing("Möte", day, day, 13 * 60, 15 * 60),))
    rules.check_open(closed, at(day, 11), at(day, 13))
    rules.check_open(closed, at(day, 15), at(day, 16))
    with pytest.raises(rules.ClosedThen):
        rules.check_open(closed, at(day, 14, 45), at(day, 16))


@pytest.mark.parametrize("moment", [datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 10, 25, 0, tzinfo=UTC)])
def test_a_time_over_the_change_of_the_clock_is_asked_on_the_wall(moment: datetime) -> None:
    timetable = Timetable(STOCKHOLM, (Hours(6, 60, 300),))
    rules.check_open(timetable, moment, moment + timedelta(hours=2))


@pytest.mark.parametrize(
    ("hours", "error"),
    [
        (Hours(1, 600, 600), rules.HoursReversed),
        (Hours(7, 600, 700), rules.HoursReversed),
        (Hours(1, 600, 1500), rules.HoursReversed),
        (Hours(1, 600, 700, date(2026, 2, 1), date(2026, 1, 1)), rules.ValidityReversed),
    ],
)
def test_hours_that_cannot_be_are_refused(hours: Hours, error: type[Exception]) -> None:
    with pytest.raises(error):
        rules.check_hours(hours)


@pytest.mark.parametrize(
    ("closing", "error"),
    [
        (Closing(" ", date(2026, 1, 1), date(2026, 1, 1)), rules.ReasonMissing),
        (Closing("x" * 81, date(2026, 1, 1), date(2026, 1, 1)), rules.ReasonMissing),
        (Closing("Flytt", date(2026, 1, 2), date(2026, 1, 1)), rules.ValidityReversed),
        (Closing("Flytt", date(2026, 1, 1), date(2026, 1, 1), 700, 600), rules.ValidityReversed),
    ],
)
def test_closures_that_cannot_be_are_refused(closing: Closing, error: type[Exception]) -> None:
    with pytest.raises(error):
        rules.check_closing(closing)
