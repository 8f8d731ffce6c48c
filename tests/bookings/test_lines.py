"""The rules of a session's line, on random lines."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bookings import lines
from bookings.seat_terms import Promise, Waiting

NOW = datetime(2026, 3, 17, 15, 0, tzinfo=UTC)
sizes = st.integers(1, 8)
queues = st.lists(st.tuples(sizes, st.integers(0, 4)), max_size=8).map(
    lambda pairs: tuple(Waiting(f"r{index}", seats, passed) for index, (seats, passed) in enumerate(pairs))
)


@given(st.integers(0, 12), queues, st.integers(1, 12))
def test_no_more_seats_are_served_than_are_free_and_no_party_by_half(
    free: int, line: tuple[Waiting, ...], seats: int
) -> None:
    served = lines.served(free, line, seats)
    assert sum(one.seats for one in served.chosen) <= free
    assert list(served.chosen) == [one for one in line if one in served.chosen]


@given(st.integers(0, 12), queues, st.integers(1, 12))
def test_nobody_who_fits_waits_while_a_seat_is_free_unless_it_is_kept_for_one_let_past_too_often(
    free: int, line: tuple[Waiting, ...], seats: int
) -> None:
    served = lines.served(free, line, seats)
    left = free - sum(one.seats for one in served.chosen)
    kept_for = [
        one
        for one in line
        if one not in served.chosen
        and left < one.seats <= seats
        and one.passed + served.passed.get(one.request, 0) >= lines.MOST_PASSED
    ]
    first_kept = line.index(kept_for[0]) if kept_for else len(line)
    assert [one for one in line[:first_kept] if one.seats <= left and one not in served.chosen] == []


@given(st.integers(0, 12), queues, st.integers(1, 12))
def test_each_is_let_past_a_few_times_only(free: int, line: tuple[Waiting, ...], seats: int) -> None:
    served = lines.served(free, line, seats)
    for one in line:
        more = served.passed.get(one.request, 0)
        assert more == 0 or one.passed + more <= lines.MOST_PASSED


@given(st.lists(sizes, min_size=1, max_size=6), st.integers(2, 10))
def test_a_large_party_gets_its_seats_though_small_ones_keep_coming(small: list[int], size: int) -> None:
    """One seat a day becomes free, and a new youth stands behind the party every day."""
    free, passed = 0, 0
    for _day in range(size + lines.MOST_PASSED + 1):
        free += 1
        served = lines.served(free, (Waiting("party", size, passed), Waiting("youth", 1, 0)), seats=12)
        passed += served.passed.get("party", 0)
        free -= sum(one.seats for one in served.chosen)
        if any(one.request == "party" for one in served.chosen):
            return
    raise AssertionError("The party still waits.")


def test_who_could_never_fit_holds_up_nobody() -> None:
    line = (Waiting("class", 30, 9), Waiting("youth", 1, 0))
    assert [one.request for one in lines.served(2, line, seats=12).chosen] == ["youth"]


@given(st.lists(st.tuples(sizes, st.integers(0, 3)), max_size=8), st.integers(0, 30))
def test_with_fewer_seats_those_who_came_last_lose_theirs_and_only_as_many_as_must(
    given_seats: list[tuple[int, int]], seats: int
) -> None:
    promises = [
        Promise(f"r{index}", number, NOW + timedelta(minutes=minute), index)
        for index, (number, minute) in enumerate(given_seats)
    ]
    staying, losing = lines.kept(promises, seats)
    assert sorted(one.request for one in (*staying, *losing)) == sorted(one.request for one in promises)
    assert sum(one.seats for one in staying) <= seats
    assert [(one.given_at, one.line) for one in (*staying, *losing)] == sorted(
        (one.given_at, one.line) for one in promises
    )
    assert not losing or sum(one.seats for one in staying) + losing[0].seats > seats


def test_an_offer_holds_two_days_but_ends_before_the_session() -> None:
    assert lines.offer_ends(NOW, NOW + timedelta(days=9)) == NOW + timedelta(days=2)
    assert lines.offer_ends(NOW, NOW + timedelta(hours=10)) == NOW + timedelta(hours=8)
    assert lines.offer_ends(NOW, NOW + timedelta(hours=2, minutes=30)) is None


@given(st.integers(1, 20), st.sets(st.integers(1, 20)), st.integers(0, 20))
def test_the_lowest_numbers_that_nobody_has(seats: int, used: set[int], count: int) -> None:
    found = lines.numbers(seats, used, count)
    assert len(found) == min(count, len(set(range(1, seats + 1)) - used))
    assert not set(found) & used
