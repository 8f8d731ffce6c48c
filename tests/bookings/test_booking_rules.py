"""The rules of booking, over any times, ages and seats."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings import rules

STOCKHOLM = "Europe/Stockholm"
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
lengths = st.timedeltas(timedelta(minutes=1), rules.LONGEST)


@given(moments, lengths)
def test_quarters_cover_the_whole_session_and_nothing_a_quarter_away(start: datetime, length: timedelta) -> None:
    claimed = rules.quarters(start, start + length)
    assert claimed[0] <= start < claimed[0] + rules.QUARTER
    assert claimed[-1] < start + length <= claimed[-1] + rules.QUARTER
    assert all(later - earlier == rules.QUARTER for earlier, later in pairwise(claimed))
    assert all(quarter.minute % 15 == 0 for quarter in claimed)


@given(moments, lengths, moments, lengths)
def test_sessions_that_overlap_share_a_quarter(
    a: datetime, length_a: timedelta, b: datetime, length_b: timedelta
) -> None:
    overlap = a < b + length_b and b < a + length_a
    shared = set(rules.quarters(a, a + length_a)) & set(rules.quarters(b, b + length_b))
    assert shared or not overlap


@given(moments, lengths, st.integers(1, 8))
def test_sessions_on_whole_quarters_that_only_touch_share_none(start: datetime, length: timedelta, count: int) -> None:
    middle = rules.quarters(start, start + length)[-1] + rules.QUARTER
    assert not set(rules.quarters(start, middle)) & set(rules.quarters(middle, middle + count * rules.QUARTER))


@given(st.integers(1, 20), st.sets(st.integers(1, 20)), st.lists(st.integers(1, 20), unique=True))
def test_a_free_seat_is_never_a_taken_one_nor_beyond_the_last(seats: int, taken: set[int], left: list[int]) -> None:
    left = [number for number in left if number not in taken]
    if set(range(1, seats + 1)) <= taken:
        with pytest.raises(rules.SessionFull):
            rules.free_seat(seats, taken, left)
        return
    number = rules.free_seat(seats, taken, left)
    assert number in range(1, seats + 1)
    assert number not in taken


def test_a_seat_somebody_left_is_given_last_and_the_one_left_longest_ago_first() -> None:
    assert rules.free_seat(3, {1}, [2]) == 3
    assert rules.free_seat(3, {1}, [3, 2]) == 3
    assert rules.free_seat(3, {1, 3}, [2]) == 2


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.times())
def test_local_times_come_back_the_same_unless_the_clock_never_shows_them(day: date, clock: time) -> None:
    try:
        moment = rules.from_local(day, clock, STOCKHOLM)
    except rules.LocalTimeMissing:
        assert (day.month, day.isoweekday(), clock.hour) == (3, 7, 2)
        return
    assert moment.tzinfo is UTC
    assert moment.astimezone(ZoneInfo(STOCKHOLM)).replace(tzinfo=None) == datetime.combine(day, clock)


def test_a_time_that_is_skipped_in_march_is_refused() -> None:
    with pytest.raises(rules.LocalTimeMissing):
        rules.from_local(date(2026, 3, 29), time(2, 30), STOCKHOLM)


def test_a_time_shown_twice_in_october_is_the_first() -> None:
    assert rules.from_local(date(2026, 10, 25), time(2, 30), STOCKHOLM) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_three_in_the_afternoon_stays_so_through_the_year() -> None:
    assert rules.from_local(date(2026, 3, 28), time(15), STOCKHOLM).hour == 14
    assert rules.from_local(date(2026, 3, 29), time(15), STOCKHOLM).hour == 13


@pytest.mark.parametrize(("monday", "hours"), [((2026, 3, 23), 167), ((2026, 10, 19), 169), ((2026, 6, 1), 168)])
def test_a_week_has_the_hours_that_pass_in_it(monday: tuple[int, int, int], hours: int) -> None:
    start, end = rules.days(date(*monday), date(*monday) + timedelta(days=7), STOCKHOLM)
    assert (end - start).total_seconds() / 3600 == hours


def test_a_session_over_the_change_to_summer_time_claims_the_hours_that_pass() -> None:
    start = rules.from_local(date(2026, 3, 29), time(1), STOCKHOLM)
    end = rules.from_local(date(2026, 3, 29), time(4), STOCKHOLM)
    assert len(rules.quarters(start, end)) == 8


def test_a_session_over_the_change_to_winter_time_claims_the_hours_that_pass() -> None:
    start = rules.from_local(date(2026, 10, 25), time(1), STOCKHOLM)
    end = rules.from_local(date(2026, 10, 25), time(4), STOCKHOLM)
    assert len(rules.quarters(start, end)) == 16


NOW = datetime(2026, 3, 17, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "end", "error"),
    [
        (NOW, NOW, rules.EndsBeforeStart),
        (NOW + HOUR, NOW, rules.EndsBeforeStart),
        (NOW, NOW + 12 * HOUR + timedelta(seconds=1), rules.SessionTooLong),
    ],
)
def test_lengths_that_cannot_be_held_are_refused(start: datetime, end: datetime, error: type[Exception]) -> None:
    with pytest.raises(error):
        rules.check_length(start, end)


def test_a_session_may_be_booked_an_hour_late_but_not_later_and_not_when_it_is_over() -> None:
    rules.check_not_past(NOW - HOUR, NOW + HOUR, NOW)
    with pytest.raises(rules.SessionInThePast):
        rules.check_not_past(NOW - 2 * HOUR, NOW + HOUR, NOW)
    with pytest.raises(rules.SessionInThePast):
        rules.check_not_past(NOW - HOUR, NOW, NOW)


def test_a_session_that_has_begun_can_be_made_longer_but_not_moved_back() -> None:
    begun = (NOW - 2 * HOUR, NOW + HOUR)
    rules.check_moved(begun, (begun[0], NOW + 2 * HOUR), NOW)
    with pytest.raises(rules.SessionInThePast):
        rules.check_moved(begun, (NOW - 3 * HOUR, NOW + HOUR), NOW)
    with pytest.raises(rules.SessionInThePast):
        rules.check_moved(begun, (begun[0], NOW), NOW)


@given(st.integers(0, 40), st.integers(0, 40))
def test_only_age_spans_in_order_within_six_to_twentyfive_are_taken(youngest: int, oldest: int) -> None:
    if 6 <= youngest <= oldest <= 25:
        rules.check_ages(youngest, oldest)
    else:
        with pytest.raises(rules.AgesReversed):
            rules.check_ages(youngest, oldest)


@given(st.sampled_from(rules.Status), st.integers(-180, 180), st.integers(0, 60))
def test_only_an_open_session_admits_and_only_until_a_while_after_its_end(status: str, late: int, after: int) -> None:
    admitted = rules.admits(status, NOW, NOW + timedelta(minutes=late), after)
    assert admitted == (status == rules.Status.OPEN and late < after)


def test_a_session_opens_from_two_hours_before_until_its_end() -> None:
    rules.check_opening("planned", NOW + 2 * HOUR, NOW + 3 * HOUR, NOW)
    rules.check_opening("closed", NOW - HOUR, NOW + HOUR, NOW)
    with pytest.raises(rules.TooEarlyToOpen):
        rules.check_opening("planned", NOW + 3 * HOUR, NOW + 4 * HOUR, NOW)
    with pytest.raises(rules.SessionInThePast):
        rules.check_opening("planned", NOW - HOUR, NOW, NOW)
    with pytest.raises(rules.WrongStatus):
        rules.check_opening("cancelled", NOW, NOW + HOUR, NOW)
