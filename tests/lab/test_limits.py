"""Guessing is slowed down: across threads, across a restart, and no longer than said."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab import limits
from lab.errors import LabError, TooManyAttempts
from lab.runtime import Workshop, open_workshop
from tests.conftest import FakeClock

PIN = limits.Window("pin", "room", most=3, seconds=60)


def wrong(shop: Workshop, *limit: limits.Limit) -> None:
    with pytest.raises(LabError, match="Something"), limits.guess(shop, *limit):
        raise LabError()


def test_a_window_lets_through_as_many_as_it_says_and_then_says_how_long_to_wait(
    shop: Workshop, clock: FakeClock
) -> None:
    for _ in range(3):
        wrong(shop, PIN)
        clock.move(seconds=10)
    with pytest.raises(TooManyAttempts) as refused, limits.guess(shop, PIN):
        pass
    assert refused.value.values == {"seconds": 30}
    clock.move(seconds=30)
    wrong(shop, PIN)


def test_a_right_guess_is_given_back_and_others_failures_stay(shop: Workshop) -> None:
    wrong(shop, PIN)
    wrong(shop, PIN)
    for _ in range(5):
        with limits.guess(shop, PIN):
            pass
    wrong(shop, PIN)
    with pytest.raises(TooManyAttempts), limits.guess(shop, PIN):
        pass


def test_a_guess_that_one_limit_refuses_counts_at_no_other(shop: Workshop) -> None:
    for _ in range(3):
        wrong(shop, PIN)
    anyone = limits.Window("pin-anywhere", "everyone", most=1, seconds=60)
    with pytest.raises(TooManyAttempts), limits.guess(shop, anyone, PIN):
        pass
    wrong(shop, anyone)


def test_waits_double_up_to_the_longest_and_end_when_they_said(shop: Workshop, clock: FakeClock) -> None:
    login = limits.Growing("login", "a@example.se", free=2, first=15, longest=100)
    waits = []
    wrong(shop, login)
    wrong(shop, login)
    for _ in range(5):
        with pytest.raises(TooManyAttempts) as refused, limits.guess(shop, login):
            pass
        waits.append(refused.value.values["seconds"])
        clock.move(seconds=waits[-1])
        wrong(shop, login)
    assert waits == [15, 30, 60, 100, 100]


def test_sixty_guesses_at_once_are_no_more_than_the_limit(shop: Workshop) -> None:
    def guess(number: int) -> bool:
        try:
            with limits.guess(shop, PIN):
                raise LabError()
        except TooManyAttempts:
            return False
        except LabError:
            return True

    with ThreadPoolExecutor(20) as pool:
        looked_at = sum(pool.map(guess, range(60)))
    assert looked_at == PIN.most


def test_its_twin_that_checks_before_it_counts_lets_too_many_through(shop: Workshop) -> None:
    looked_at = 0
    for _ in range(20):
        limits.check(shop, PIN.kind, PIN.who, PIN.most, PIN.seconds)
        looked_at += 1
    for _ in range(looked_at):
        limits.failed(shop, PIN.kind, PIN.who)
    assert looked_at > PIN.most
    with pytest.raises(TooManyAttempts):
        limits.check(shop, PIN.kind, PIN.who, PIN.most, PIN.seconds)


def test_a_restart_forgives_nothing_and_a_day_does(shop: Workshop, clock: FakeClock) -> None:
    for _ in range(3):
        wrong(shop, PIN)
    shop.close()
    again = open_workshop(shop.settings, clock=clock)
    try:
        with pytest.raises(TooManyAttempts), limits.guess(again, PIN):
            pass
        clock.move(days=1, seconds=1)
        wrong(again, PIN)
        with again.database.read() as read:
            assert read.value("select count(*) from attempt") == 1
    finally:
        again.close()


def test_who_guessed_is_not_kept_in_clear(shop: Workshop) -> None:
    limits.failed(shop, "login", "a@example.se")
    with shop.database.read() as read:
        assert "example" not in read.value("select who from attempt")


def test_a_success_wipes_the_slate_of_that_one_alone(shop: Workshop) -> None:
    for who in ("a", "b"):
        limits.failed(shop, "login", who)
    limits.forget(shop, "login", "a")
    limits.check(shop, "login", "a", 1, 60)
    with pytest.raises(TooManyAttempts):
        limits.check(shop, "login", "b", 1, 60)


@given(st.integers(0, 60), st.integers(1, 10))
def test_the_growing_wait_never_shrinks_with_more_failures_nor_passes_its_longest(failures: int, free: int) -> None:
    now = FakeClock().now
    limit = limits.Growing("login", "a", free)
    waits = [limit.wait([now - timedelta(seconds=n) for n in range(count)], now) for count in range(failures + 1)]
    assert all(before <= after <= limit.longest for before, after in pairwise(waits))
