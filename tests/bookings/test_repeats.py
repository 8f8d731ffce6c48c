"""When a series happens: against dateutil, and against a calendar that is walked day by day."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings import repeats
from bookings.repeats import Repeat

unhurried = settings(deadline=None, max_examples=60)

FIRST_DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
WEEKDAYS = st.sets(st.integers(0, 6), min_size=1, max_size=3).map(lambda days: tuple(sorted(days)))


@st.composite
def rules(draw: st.DrawFn) -> tuple[Repeat, datetime]:
    """Any rule that can be asked for, and its first moment."""
    first = datetime.combine(draw(FIRST_DAYS), draw(CLOCKS))
    nth = draw(st.sampled_from((0, 0, *repeats.NTHS)))
    weekdays = draw(WEEKDAYS) if nth == 0 else (draw(st.integers(0, 6)),)
    repeat = Repeat(weekdays, draw(st.integers(1, 4)), nth)
    if draw(st.booleans()):
        return replace(repeat, count=draw(st.integers(1, 40))), first
    return replace(repeat, until=first.date() + timedelta(days=draw(st.integers(0, 250)))), first


def oracle(repeat: Repeat, first: datetime) -> list[date]:
    """dateutil, asked with its own arguments instead of a text."""
    until = datetime.combine(repeat.until, time(23, 59, 59)) if repeat.until else None
    days = [weekday(number, repeat.nth or None) for number in repeat.weekdays]
    frequency = MONTHLY if repeat.nth else WEEKLY
    found = rrule(frequency, first, repeat.interval, byweekday=days, until=until, count=repeat.count)
    return [moment.date() for moment in found if moment.date() not in repeat.skipped]


def walked(repeat: Repeat, first: datetime) -> list[date]:
    """Every second week's Tuesdays, found by looking at each day."""
    monday = first.date() - timedelta(days=first.weekday())
    found: list[date] = []
    day = first.date()
    while len(found) < (repeat.count or 10**9) and day <= (repeat.until or date.max):
        if day.weekday() in repeat.weekdays and ((day - monday).days // 7) % repeat.interval == 0:
            found.append(day)
        day += timedelta(days=1)
    return found


def days(repeat: Repeat, first: datetime) -> list[date]:
    try:
        return repeats.days(repeats.written(repeat, first))
    except repeats.RepeatEmpty:
        return []


@unhurried
@given(rules())
def test_a_rule_gives_the_days_that_dateutil_gives(asked: tuple[Repeat, datetime]) -> None:
    repeat, first = asked
    assert days(repeat, first) == oracle(repeat, first)


@unhurried
@given(rules())
def test_a_weekly_rule_gives_the_days_that_a_walk_through_the_calendar_finds(asked: tuple[Repeat, datetime]) -> None:
    repeat, first = asked
    if repeat.nth == 0:
        assert days(repeat, first) == walked(repeat, first)


@unhurried
@given(rules(), st.data())
def test_skipped_days_are_gone_and_no_others(asked: tuple[Repeat, datetime], data: st.DataObject) -> None:
    repeat, first = asked
    whole = days(repeat, first)
    skipped = tuple(sorted(data.draw(st.sets(st.sampled_from(whole))))) if whole else ()
    left = days(replace(repeat, skipped=skipped), first)
    assert left == [day for day in whole if day not in skipped] == oracle(replace(repeat, skipped=skipped), first)


@unhurried
@given(rules())
def test_a_rule_is_read_as_it_was_written(asked: tuple[Repeat, datetime]) -> None:
    repeat, first = asked
    repeat = replace(repeat, skipped=(first.date(),))
    assert repeats.read(repeats.written(repeat, first)) == (repeat, first)


@unhurried
@given(rules(), st.data())
def test_a_rule_that_is_split_gives_the_same_days_in_two_parts(
    asked: tuple[Repeat, datetime], data: st.DataObject
) -> None:
    repeat, first = asked
    text = repeats.written(repeat, first)
    whole = days(repeat, first)
    if len(whole) < 2:
        return
    at = data.draw(st.integers(1, len(whole) - 1))
    later = repeats.rest(text, whole[at:], 0, time(9))
    assert repeats.days(repeats.cut(text, whole[at])) == whole[:at]
    assert repeats.days(later) == whole[at:]
    assert repeats.read(later)[1].time() == time(9)


@unhurried
@given(rules(), st.integers(-6, 6))
def test_a_rule_that_is_moved_gives_the_moved_days_or_is_refused(asked: tuple[Repeat, datetime], by: int) -> None:
    repeat, first = asked
    whole = days(repeat, first)
    if not whole:
        return
    try:
        moved = repeats.rest(repeats.written(repeat, first), whole, by, first.time())
    except repeats.SeriesDayFixed:
        assert by
        assert repeat.nth or repeat.interval > 1
        return
    assert repeats.days(moved) == [day + timedelta(days=by) for day in whole]


def test_the_last_friday_of_february_is_found_in_leap_years_too() -> None:
    text = repeats.written(Repeat((4,), nth=-1, count=3), datetime(2028, 1, 1, 15))
    assert repeats.days(text) == [date(2028, 1, 28), date(2028, 2, 25), date(2028, 3, 31)]
    leap = repeats.written(Repeat((1,), until=date(2028, 3, 7)), datetime(2028, 2, 22, 15))
    assert repeats.days(leap) == [date(2028, 2, 22), date(2028, 2, 29), date(2028, 3, 7)]


def test_a_series_over_a_month_end_keeps_its_length() -> None:
    """What another tool got wrong: the end was reckoned from days of the month."""
    text = repeats.written(Repeat((5,), until=date(2026, 3, 14)), datetime(2026, 2, 28, 22))
    assert repeats.days(text) == [date(2026, 2, 28), date(2026, 3, 7), date(2026, 3, 14)]


@pytest.mark.parametrize(
    ("repeat", "error"),
    [
        (Repeat((), count=3), repeats.RepeatMissing),
        (Repeat((7,), count=3), repeats.RepeatMissing),
        (Repeat((1,), nth=5, count=3), repeats.RepeatMissing),
        (Repeat((1,), interval=0, count=3), repeats.RepeatMissing),
        (Repeat((1,)), repeats.RepeatEndless),
        (Repeat((1,), count=0), repeats.RepeatTooLong),
        (Repeat((1,), count=121), repeats.RepeatTooLong),
    ],
)
def test_what_is_no_rule_is_refused(repeat: Repeat, error: type[Exception]) -> None:
    with pytest.raises(error):
        repeats.check_repeat(repeat)


def test_a_rule_without_end_in_sight_or_without_a_day_is_refused() -> None:
    with pytest.raises(repeats.RepeatTooLong):
        repeats.days(repeats.written(Repeat((0, 1, 2), until=date(2028, 1, 1)), datetime(2026, 1, 1, 15)))
    with pytest.raises(repeats.RepeatEmpty):
        repeats.days(repeats.written(Repeat((1,), until=date(2026, 3, 18)), datetime(2026, 3, 18, 15)))
