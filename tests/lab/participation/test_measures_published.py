"""The measures give the published figures, those worked by hand, and those of other formulas for the same thing."""

import math

import numpy as np
import pytest
from scipy import stats

from lab.participation import measures
from lab.participation.measures import Estimate, funnel

CAME, PEOPLE, GROUPS, ORDER = [40, 30, 20, 10], [1000, 1000, 2000, 1000], ["A", "A", "B", "B"], [1, 2, 3, 4]
ESP2013 = [
    5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000,
]  # fmt: skip
LIVE = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207]
COUNTS = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91]
UNEVEN = np.random.default_rng(5)
MANY_CAME, MANY_PEOPLE = UNEVEN.integers(1, 90, 40), UNEVEN.integers(400, 9000, 40)


def is_(found: Estimate, value: float, lo: float, hi: float, within: float = 1e-4) -> None:
    assert (found.value, found.lo, found.hi) == pytest.approx((value, lo, hi), abs=within)


def test_counts_have_the_published_intervals() -> None:
    is_(measures.byar(65), 65, 50.163188, 82.849139)
    is_(measures.exact_poisson(5), 5, 1.623486, 11.668332)
    is_(measures.exact_poisson(0), 0, 0, 3.688879)
    assert measures.count_interval(9) == measures.exact_poisson(9)
    assert measures.count_interval(10) == measures.byar(10)


@pytest.mark.parametrize("count", [1, 4, 23, 400])
def test_the_exact_interval_leaves_a_fortieth_at_each_end(count: int) -> None:
    found = measures.exact_poisson(count)
    assert stats.poisson.sf(count - 1, found.lo) == pytest.approx(0.025)
    assert stats.poisson.cdf(count, found.hi) == pytest.approx(0.025)


@pytest.mark.parametrize(("part", "whole"), [(0, 9), (3, 17), (250, 251), (9, 9)])
def test_wilson_agrees_with_scipy(part: int, whole: int) -> None:
    other = stats.binomtest(part, whole).proportion_ci(method="wilson")
    is_(measures.wilson(part, whole), part / whole, other.low, other.high, 1e-9)


@pytest.mark.parametrize("count", [-1, math.nan, math.inf])
def test_what_is_no_count_is_refused(count: float) -> None:
    with pytest.raises(measures.NotACount):
        measures.byar(count)


def test_the_directly_standardised_rate_is_the_published_one() -> None:
    is_(measures.direct(COUNTS, LIVE, ESP2013).times(10_000), 1043.024799, 971.770907, 1117.894092)


def test_fay_and_feuer_with_one_stratum_is_the_exact_interval() -> None:
    is_(measures.direct_gamma([12], [1], [1]), *vars(measures.exact_poisson(12)).values())
    found = measures.direct_gamma(COUNTS, LIVE, ESP2013)
    assert found.value == pytest.approx(measures.direct(COUNTS, LIVE, ESP2013).value)
    assert found.hi > measures.direct(COUNTS, LIVE, ESP2013).hi


def test_a_total_under_ten_is_not_standardised() -> None:
    for standardised in (measures.direct, measures.direct_gamma):
        with pytest.raises(measures.TooFewToStandardise):
            standardised([5, 4], [100, 100], [1, 1])


@pytest.mark.parametrize("broken", [([-1, 20], [9, 9], [1, 1]), ([9, 9], [0, 9], [1, 1]), ([9, 9], [9, 9], [0, 0])])
def test_strata_that_cannot_be_are_refused(broken: tuple[list[int], list[int], list[int]]) -> None:
    with pytest.raises(measures.NotStrata):
        measures.direct(*broken)


def test_the_indirectly_standardised_rate_is_the_published_one() -> None:
    is_(measures.indirect(895, 835.883561, 93.498831), 100.111376, 93.659160, 106.890976)
    with pytest.raises(measures.NotStrata):
        measures.indirect(3, 0, 10)


def test_repeated_events_by_hand() -> None:
    """Ten people once and five twice, of 1,000: 20 events, and a variance of 10 + 5 x 4 = 30, not 20."""
    found = measures.direct_of_repeated([20], [30], [1_000], [1]).times(1_000)
    counted, wider = measures.byar(20), math.sqrt(30 / 20)
    is_(found, 20, 20 + wider * (counted.lo - 20), 20 + wider * (counted.hi - 20))


def test_the_funnel_has_the_published_limits() -> None:
    near, far = (funnel.share_limits(0.80642448, 1699, level) for level in (0.95, 0.998))
    assert (near.lo, near.hi) == pytest.approx((0.78763743, 0.82521152), abs=1e-6)
    assert (far.lo, far.hi) == pytest.approx((0.77680336, 0.83604560), abs=1e-6)
    assert funnel.share_limits(0.01, 20, 0.998).lo == 0


def test_areas_lie_within_the_funnel_or_outside_it() -> None:
    found = [funnel.status(r, 0.02, 1000) for r in (0.02, 0.03, 0.04)]
    assert found == [funnel.WITHIN, funnel.OUTSIDE_95, funnel.OUTSIDE_998]
    assert funnel.status(0.04, 0.02, 1000, dispersion=9) == funnel.WITHIN


def test_overdispersion_is_one_for_chance_and_more_for_real_differences() -> None:
    assert funnel.overdispersion([20, 20, 20], [1000, 1000, 1000]) == 1
    assert funnel.overdispersion([0, 0], [5, 5]) == 1
    z = np.array([20, 10, -10, -10]) / np.sqrt(19.6 * np.array([1, 1, 0.5, 1]))
    by_hand = np.mean(np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2)
    assert funnel.overdispersion(CAME, PEOPLE) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        (measures.theil, 0.190954), (measures.mld, 0.196166), (measures.gini, 0.32), (measures.hoover, 0.30),
        (measures.index_of_disparity, 60), (measures.between_group_variance, 160),
    ],
)  # fmt: skip
def test_four_areas_are_as_uneven_as_by_hand(measure, value: float) -> None:
    assert measure(CAME, PEOPLE) == pytest.approx(value, abs=1e-6)


def test_theil_is_split_as_by_hand() -> None:
    assert measures.theil_between(CAME, PEOPLE, GROUPS) == pytest.approx(0.183787, abs=1e-6)
    assert measures.theil_within(CAME, PEOPLE, GROUPS) == pytest.approx(0.007167, abs=1e-6)


def test_atkinson_by_hand() -> None:
    half = 1 - (0.2 * math.sqrt(2) + 0.2 * math.sqrt(1.5) + 0.6 * math.sqrt(0.5)) ** 2
    one = 1 - 2**0.2 * 1.5**0.2 * 0.5**0.6
    assert measures.atkinson(CAME, PEOPLE, 0.5) == pytest.approx(half)
    assert measures.atkinson(CAME, PEOPLE, 1) == pytest.approx(one)
    assert measures.atkinson([5, 0], [9, 9], 1) == 1
    assert measures.atkinson([5, 0], [9, 9], 2) == 1


def test_an_area_without_participants_makes_only_the_mean_log_deviation_infinite() -> None:
    assert measures.mld([5, 0], [10, 10]) == math.inf
    assert measures.theil([5, 0], [10, 10]) == pytest.approx(math.log(2))
    assert measures.gini([5, 0], [10, 10]) == pytest.approx(0.5)


def test_gini_is_half_the_mean_difference() -> None:
    r, f = MANY_CAME / MANY_PEOPLE, MANY_PEOPLE / MANY_PEOPLE.sum()
    mean = MANY_CAME.sum() / MANY_PEOPLE.sum()
    other = (np.outer(f, f) * np.abs(np.subtract.outer(r, r))).sum() / (2 * mean)
    assert measures.gini(MANY_CAME, MANY_PEOPLE) == pytest.approx(other)


def test_theil_has_the_form_of_the_who() -> None:
    ratio = MANY_CAME / MANY_PEOPLE / (MANY_CAME.sum() / MANY_PEOPLE.sum())
    other = (MANY_PEOPLE / MANY_PEOPLE.sum() * ratio * np.log(ratio)).sum()
    assert measures.theil(MANY_CAME, MANY_PEOPLE) == pytest.approx(other)


def test_ridits_are_shared_by_areas_at_one_place() -> None:
    assert measures.ridits(PEOPLE, ORDER) == pytest.approx([0.1, 0.3, 0.6, 0.9])
    assert measures.ridits(PEOPLE, [1, 2, 2, 1]) == pytest.approx([0.2, 0.7, 0.7, 0.2])


def test_the_ordered_measures_by_hand() -> None:
    """Σ f r (R - ½) = .2·40·-.4 + .2·30·-.2 + .4·10·.1 + .2·10·.4 = -3.2; Σ f (R - ½)² = .076."""
    assert measures.absolute_concentration(CAME, PEOPLE, ORDER) == pytest.approx(-6.4)
    assert measures.relative_concentration(CAME, PEOPLE, ORDER) == pytest.approx(-0.32)
    assert measures.slope_index(CAME, PEOPLE, ORDER) == pytest.approx(-3.2 / 0.076)
    flatter = [24, 22, 40, 14]
    slope = float(measures.slope_index(flatter, PEOPLE, ORDER))
    assert measures.relative_index(flatter, PEOPLE, ORDER) == pytest.approx((20 + slope / 2) / (20 - slope / 2))


def test_the_slope_is_that_of_a_weighted_line() -> None:
    order = np.arange(40)[::-1]
    ranks, rates = measures.ridits(MANY_PEOPLE, order), 1000 * MANY_CAME / MANY_PEOPLE
    slope, start = np.polyfit(ranks, rates, 1, w=np.sqrt(MANY_PEOPLE))
    assert measures.slope_index(MANY_CAME, MANY_PEOPLE, order) == pytest.approx(slope)
    assert measures.relative_index(MANY_CAME, MANY_PEOPLE, order) == pytest.approx((start + slope) / start)


def test_the_concentration_index_is_the_covariance_with_the_rank() -> None:
    order, f = np.arange(40), MANY_PEOPLE / MANY_PEOPLE.sum()
    ranks, ratio = measures.ridits(MANY_PEOPLE, order), MANY_CAME / MANY_PEOPLE / (f @ (MANY_CAME / MANY_PEOPLE))
    covariance = np.cov(ratio, ranks, aweights=f, ddof=0)[0, 1]
    assert measures.relative_concentration(MANY_CAME, MANY_PEOPLE, order) == pytest.approx(2 * covariance)


def test_newcombe_published_its_interval_of_a_difference() -> None:
    """56/70 and 48/80: .2000 (.0524, .3339), Newcombe 1998, table II (a), method 10."""
    is_(measures.difference((56, 70), (48, 80), per=1), 0.2, 0.0524, 0.3339)


def test_the_ratio_has_the_interval_of_its_logarithm() -> None:
    error = math.sqrt(1 / 40 - 1 / 1000 + 1 / 10 - 1 / 1000)
    found = measures.rate_ratio((40, 1000), (10, 1000))
    is_(found, 4, 4 * math.exp(-1.959964 * error), 4 * math.exp(1.959964 * error))
    assert measures.rate_ratio((4, 10), (0, 10)).value == math.inf
    assert math.isnan(measures.rate_ratio((0, 10), (0, 10)).value)


def test_youths_missing_to_the_mean_have_the_interval_of_the_areas_own_rate() -> None:
    own = measures.wilson(10, 1000)
    is_(measures.missing(10, 1000, 0.02), 10, 20 - 1000 * own.hi, 20 - 1000 * own.lo)


def test_all_areas_like_the_best_would_bring_twice_as_many() -> None:
    assert measures.population_attributable_fraction(CAME, PEOPLE, best=0) == pytest.approx(100)
