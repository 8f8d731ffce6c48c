"""Where statsmodels, scipy and PySAL's inequality define the same thing, they come to the same numbers."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inequality.atkinson import Atkinson
from inequality.gini import Gini
from inequality.theil import Theil, TheilD
from scipy import stats
from statsmodels.regression.linear_model import WLS
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.rates import confint_poisson
from statsmodels.stats.weightstats import DescrStatsW
from statsmodels.tools.tools import add_constant

from lab.participation import measures
from lab.participation.measures import Estimate, funnel

EACH = 5_000
"""Youths of every area: PySAL counts each area as one, and so agrees only where all are of one size."""

shares = st.integers(1, 3_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
uneven = st.lists(st.integers(1, 900), min_size=3, max_size=30).filter(lambda came: len(set(came)) > 1)
areas = st.lists(
    st.integers(20, 9_000).flatmap(lambda people: st.tuples(st.integers(1, people - 1), st.just(people))),
    min_size=3,
    max_size=25,
)


def same(found: Estimate, lo: float, hi: float) -> None:
    assert (found.lo, found.hi) == pytest.approx((lo, hi), rel=1e-6, abs=1e-9)


@given(shares)
def test_wilson_is_that_of_statsmodels_and_scipy(share: tuple[int, int]) -> None:
    part, whole = share
    same(measures.wilson(part, whole), *proportion_confint(part, whole, method="wilson"))
    other = stats.binomtest(part, whole).proportion_ci(method="wilson")
    same(measures.wilson(part, whole), other.low, other.high)


@given(st.integers(0, 5_000), st.sampled_from((0.9, 0.95, 0.998)))
def test_the_exact_interval_of_a_count_is_that_of_statsmodels(count: int, confidence: float) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        lo, hi = confint_poisson(count, 1, method="exact-c", alpha=1 - confidence)
    same(measures.exact_poisson(count, confidence), lo if count else 0.0, hi)


@given(st.integers(10, 5_000))
def test_byars_interval_is_nearly_the_exact_one(count: int) -> None:
    """statsmodels has no Byar's; it approximates the exact interval to within a hundredth from 10."""
    near, exact = measures.byar(count), measures.exact_poisson(count)
    assert (near.lo, near.hi) == pytest.approx((exact.lo, exact.hi), rel=0.01)


@given(shares, shares)
def test_a_difference_has_newcombes_interval_of_statsmodels(one: tuple[int, int], other: tuple[int, int]) -> None:
    lo, hi = confint_proportions_2indep(*one, *other, method="newcomb", compare="diff")
    same(measures.difference(one, other, per=1), lo, hi)


def test_a_ratio_has_the_logarithms_interval_of_statsmodels() -> None:
    for one, other in (((40, 1000), (10, 1000)), ((17, 333), (250, 9_001)), ((9, 20), (9, 21))):
        lo, hi = confint_proportions_2indep(*one, *other, method="log", compare="ratio", correction=False)
        same(measures.rate_ratio(one, other), lo, hi)


@given(uneven)
def test_uneven_areas_of_one_size_are_as_uneven_as_pysal_says(came: list[int]) -> None:
    people, rates = [EACH] * len(came), np.array(came) / EACH
    assert measures.theil(came, people) == pytest.approx(Theil(rates).T, rel=1e-6, abs=1e-9)
    assert measures.gini(came, people) == pytest.approx(Gini(rates).g, rel=1e-6, abs=1e-9)
    for aversion in (0.5, 1):
        other = Atkinson(rates, aversion).A
        assert measures.atkinson(came, people, aversion) == pytest.approx(other, rel=1e-6, abs=1e-9)


@given(uneven, st.data())
def test_theil_is_split_as_pysal_splits_it(came: list[int], data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.sampled_from("abc"), min_size=len(came), max_size=len(came)))
    people, rates = [EACH] * len(came), np.array(came) / EACH
    other = TheilD(rates, np.array(groups))
    assert measures.theil_between(came, people, groups) == pytest.approx(float(other.bg[0]), rel=1e-6, abs=1e-9)
    assert measures.theil_within(came, people, groups) == pytest.approx(float(other.wg[0]), rel=1e-6, abs=1e-9)


@given(areas)
def test_areas_of_many_sizes_are_as_uneven_as_pysal_says_of_their_youths(rows: list[tuple[int, int]]) -> None:
    """A hundredth of the youths of each area, one by one, as PySAL would have them."""
    people = np.array([1 + size // 100 for _came, size in rows])
    came = np.array([share for share, _size in rows])
    one_by_one = np.repeat(came / people, people)
    assert measures.theil(came, people) == pytest.approx(Theil(one_by_one).T, rel=1e-6, abs=1e-9)
    assert measures.gini(came, people) == pytest.approx(Gini(one_by_one).g, rel=1e-6, abs=1e-9)


@given(areas)
def test_the_spread_between_areas_is_a_weighted_variance(rows: list[tuple[int, int]]) -> None:
    came, people = np.array(rows).T
    other = DescrStatsW(1_000 * came / people, weights=people, ddof=0)
    assert measures.between_group_variance(came, people) == pytest.approx(other.var, rel=1e-6, abs=1e-9)


@given(areas)
def test_the_slope_index_is_a_weighted_regression_of_statsmodels(rows: list[tuple[int, int]]) -> None:
    came, people = np.array(rows).T
    order = np.arange(len(rows))
    ranks = measures.ridits(people, order)
    fitted = WLS(1_000 * came / people, add_constant(ranks), weights=people).fit()
    assert measures.slope_index(came, people, order) == pytest.approx(fitted.params[1], rel=1e-6, abs=1e-6)


@given(areas)
def test_a_standardised_rate_is_a_weighted_mean(rows: list[tuple[int, int]]) -> None:
    came, people = np.array(rows).T
    weights = people[::-1]
    if came.sum() >= measures.FEWEST:
        found = measures.direct(came, people, weights)
        assert found.value == pytest.approx(np.average(came / people, weights=weights))


@pytest.mark.parametrize("confidence", [funnel.WARNING, funnel.ALARM])
def test_the_funnel_is_the_normal_interval_of_statsmodels_around_the_average(confidence: float) -> None:
    found = funnel.share_limits(0.2, 1_000, confidence)
    other = proportion_confint(200, 1_000, alpha=1 - confidence, method="normal")
    assert (found.lo, found.hi) == pytest.approx(other, rel=1e-3)
