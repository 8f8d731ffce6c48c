"""The measures give the published figures, and keep their identities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.participation.measures import Estimate, NotAShare, rate, representation_ratio, wilson


def _is(found: Estimate, value: float, lo: float, hi: float, within: float = 1e-4) -> None:
    assert (found.value, found.lo, found.hi) == pytest.approx((value, lo, hi), abs=within)


def test_wilson_gives_the_published_intervals() -> None:
    _is(wilson(1, 100), 0.01, 0.001767, 0.054486, 1e-6)
    _is(wilson(0, 20), 0, 0, 0.161125, 1e-6)


def test_rates_per_thousand_are_those_worked_by_hand() -> None:
    _is(rate(37, 8_025), 4.6106, 3.3470, 6.3483)
    _is(rate(0, 338), 0, 0, 11.2375)


def test_girls_are_compared_with_their_share_of_the_youths() -> None:
    _is(representation_ratio(24, 60, 0.48), 0.8333, 0.5952, 1.0965)


@pytest.mark.parametrize(("part", "whole"), [(-1, 10), (11, 10), (0, 0)])
def test_what_is_no_share_is_refused(part: int, whole: int) -> None:
    with pytest.raises(NotAShare):
        rate(part, whole)


def test_a_group_that_does_not_exist_has_no_ratio() -> None:
    with pytest.raises(NotAShare):
        representation_ratio(3, 10, 0)


@given(st.integers(1, 100_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_interval_holds_the_share_and_stays_within_bounds(count: tuple[int, int]) -> None:
    found = wilson(*count)
    assert 0 <= found.lo <= found.value <= found.hi <= 1


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 5_000)), min_size=1, max_size=8))
def test_ratios_weighted_by_population_average_to_one(groups: list[tuple[int, int]]) -> None:
    participants, population = (sum(column) for column in zip(*groups, strict=True))
    if participants == 0:
        return
    weighted = [
        representation_ratio(came, participants, lives / population).value * lives / population
        for came, lives in groups
    ]
    assert sum(weighted) == pytest.approx(1)
