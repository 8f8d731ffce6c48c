"""What holds for every table: identities, bounds, and what must not matter."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lab.participation import measures
from lab.participation.measures import bootstrap, funnel

AREA = st.integers(1, 20_000).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people)))
TABLES = st.lists(st.tuples(AREA, st.sampled_from("abc"), st.integers(0, 5)), min_size=2, max_size=12)
UNEVENNESS = (
    measures.theil, measures.gini, measures.hoover, measures.index_of_disparity, measures.between_group_variance,
    lambda came, people: measures.atkinson(came, people, 0.5), lambda came, people: measures.atkinson(came, people, 1),
)  # fmt: skip
quickly = settings(deadline=None, max_examples=60)


def columns(rows):
    """Participants, population, groups and order of a table where somebody takes part."""
    came, people = (np.array(column) for column in zip(*(row[0] for row in rows), strict=True))
    assume(came.sum() > 0)
    return came, people, np.array([row[1] for row in rows]), np.array([row[2] for row in rows])


@quickly
@given(TABLES)
def test_theil_is_what_lies_between_groups_and_within_them(rows) -> None:
    came, people, groups, _order = columns(rows)
    parts = measures.theil_between(came, people, groups) + measures.theil_within(came, people, groups)
    assert parts == pytest.approx(float(measures.theil(came, people)), abs=1e-12)


@quickly
@given(TABLES)
def test_indices_stay_within_their_bounds(rows) -> None:
    came, people, _groups, order = columns(rows)
    assert 0 <= measures.hoover(came, people) <= measures.gini(came, people) + 1e-12 <= 1 + 1e-12
    assert 0 <= measures.atkinson(came, people, 0.5) <= measures.atkinson(came, people, 1) + 1e-12 <= 1 + 1e-12
    assert measures.theil(came, people) >= 0
    assert -1 <= measures.relative_concentration(came, people, order) <= 1


@quickly
@given(TABLES, st.integers(2, 9))
def test_indices_do_not_depend_on_the_size_of_the_country(rows, times: int) -> None:
    came, people, _groups, _order = columns(rows)
    for index in UNEVENNESS:
        assert index(came * times, people * times) == pytest.approx(float(index(came, people)), abs=1e-9)
    for relative in (measures.theil, measures.gini, measures.hoover):
        assert relative(came * times, people) == pytest.approx(float(relative(came, people)), abs=1e-9)


@quickly
@given(TABLES, st.randoms())
def test_the_order_of_areas_changes_nothing(rows, shuffler) -> None:
    came, people, groups, order = columns(rows)
    place = list(range(len(came)))
    shuffler.shuffle(place)
    assume(len(set(order)) > 1)
    for index in UNEVENNESS:
        assert index(came[place], people[place]) == pytest.approx(float(index(came, people)), abs=1e-9)
    for ordered in (measures.slope_index, measures.absolute_concentration):
        assert ordered(came[place], people[place], order[place]) == pytest.approx(float(ordered(came, people, order)))
    between = measures.theil_between(came[place], people[place], groups[place])
    assert between == pytest.approx(float(measures.theil_between(came, people, groups)), abs=1e-12)


@quickly
@given(st.lists(st.integers(1, 500), min_size=2, max_size=9), st.integers(1, 30))
def test_equal_rates_are_no_inequality(sizes: list[int], share: int) -> None:
    people, came = 30 * np.array(sizes), share * np.array(sizes)
    for index in (*UNEVENNESS, measures.mld):
        assert index(came, people) == pytest.approx(0, abs=1e-9)
    order = np.arange(len(sizes))
    assert measures.slope_index(came, people, order) == pytest.approx(0, abs=1e-9)
    assert measures.relative_index(came, people, order) == pytest.approx(1)


@quickly
@given(st.lists(st.integers(1, 500), min_size=2, max_size=9))
def test_more_takers_at_the_high_end_is_a_positive_slope(sizes: list[int]) -> None:
    people = 100 * np.array(sizes)
    came, order = np.array(sizes) * (10 + np.arange(len(sizes))), np.arange(len(sizes))
    assert measures.slope_index(came, people, order) > 0
    assert measures.relative_index(came, people, order) > 1
    assert measures.slope_index(came, people, -order) == pytest.approx(-measures.slope_index(came, people, order))


@quickly
@given(st.lists(st.integers(1, 400), min_size=1, max_size=9), st.data())
def test_equal_rates_are_not_moved_by_standardising(sizes: list[int], data) -> None:
    people = 20 * np.array(sizes)
    came = 10 * np.array(sizes)
    weights = [data.draw(st.integers(1, 99)) for _size in sizes]
    found = measures.direct(came, people, weights)
    assert found.value == pytest.approx(0.5)
    assert measures.direct_gamma(came, people, weights).value == pytest.approx(0.5)
    assert found.lo < found.value < found.hi
    assert measures.direct_of_repeated(came, came, people, weights).hi == pytest.approx(found.hi)


@quickly
@given(TABLES)
def test_a_table_standardised_by_itself_is_itself(rows) -> None:
    came, people, _groups, _order = columns(rows)
    assume(came.sum() >= 10)
    assert measures.direct(came, people, people).value == pytest.approx(came.sum() / people.sum())
    expected = measures.expected(people, came / people)
    assert measures.indirect(came.sum(), expected, 1000).value == pytest.approx(1000)


@quickly
@given(st.integers(0, 100_000))
def test_intervals_hold_their_counts(count: int) -> None:
    for interval in (measures.byar, measures.exact_poisson):
        found = interval(count)
        assert 0 <= found.lo <= count <= found.hi


@quickly
@given(AREA, AREA)
def test_differences_and_ratios_hold_their_values(one, other) -> None:
    found = measures.difference(one, other)
    assert -1000 <= found.lo <= found.value <= found.hi <= 1000
    if one[0] and other[0]:
        ratio = measures.rate_ratio(one, other)
        assert ratio.lo <= ratio.value * (1 + 1e-9)
        assert ratio.value <= ratio.hi * (1 + 1e-9)


@quickly
@given(AREA, st.floats(0, 1), st.floats(1, 9))
def test_the_wider_funnel_holds_the_narrower(area, baseline: float, dispersion: float) -> None:
    near, far = (funnel.share_limits(baseline, area[1], level, dispersion) for level in (0.95, 0.998))
    assert 0 <= far.lo <= near.lo <= baseline <= near.hi <= far.hi <= 1
    assert funnel.status(baseline, baseline, area[1]) == funnel.WITHIN


@settings(deadline=None, max_examples=15)
@given(TABLES)
def test_bootstrap_intervals_hold_the_value_and_are_the_same_again(rows) -> None:
    came, people, _groups, order = columns(rows)
    drawn = bootstrap.draws(came, people)
    assert (drawn == bootstrap.draws(came, people)).all()
    theil = bootstrap.reflected(lambda table: measures.theil(table, people), came, drawn)
    assert 0 <= theil.lo <= theil.value <= theil.hi
    slope = bootstrap.percentile(lambda table: measures.absolute_concentration(table, people, order), came, drawn)
    assert slope.lo <= slope.value <= slope.hi


@pytest.mark.parametrize("rates", [np.full(15, 0.02), np.linspace(0.005, 0.05, 15), np.append(np.full(14, 0.02), 0.08)])
def test_reflected_intervals_hold_the_truth_about_as_often_as_they_say(rates) -> None:
    """Sixty tables made by chance from known rates; a percentile interval would fail the first of these always."""
    made = np.random.default_rng(3)
    people = made.integers(400, 5_000, 15)
    for index, power in ((measures.theil, 1), (measures.hoover, 2), (measures.gini, 2)):
        truth, held = float(index(rates * people, people)), 0
        for _table in range(60):
            came = made.binomial(people, rates)
            drawn = bootstrap.draws(came, people)[:400]
            found = bootstrap.reflected(lambda table, index=index: index(table, people), came, drawn, math.inf, power)
            held += found.lo - 1e-9 <= truth <= found.hi + 1e-9
        assert held >= 51
