"""What each rule does to a made-up town over a term: the reading of docs/draw.md holds."""

import statistics

import pytest

from bookings.draw_fairness import RULES, gini, run, shares, term

TOWNS = 3


@pytest.fixture(scope="module")
def found():
    names = ("first come", "plain lottery", "least served", "least served, reserve last")
    return {name: [shares(term(RULES[name], seed)) for seed in range(TOWNS)] for name in names}


def mean(found, rule: str, name: str) -> float:
    return statistics.fmean(getattr(one, name) for one in found[rule])


def test_least_served_leaves_far_fewer_without_a_seat_than_first_come(found) -> None:
    assert mean(found, "first come", "never") > 0.3
    assert mean(found, "least served", "never") < 0.03
    assert mean(found, "first come", "never_far") > 0.8
    assert mean(found, "least served", "never_far") < 0.06


def test_least_served_is_more_even_than_a_lottery_and_a_lottery_than_first_come(found) -> None:
    gini_of = [mean(found, rule, "gini") for rule in ("least served", "plain lottery", "first come")]
    assert gini_of == sorted(gini_of)


def test_seats_held_on_top_raise_the_share_of_an_area_that_asks_less(found) -> None:
    assert mean(found, "least served, reserve last", "far_share") > mean(found, "least served", "far_share") > 0.7


def test_gini_is_none_when_all_have_as_many_and_nearly_one_when_one_has_all() -> None:
    assert gini([3, 3, 3]) == pytest.approx(0)
    assert gini([0] * 99 + [5]) == pytest.approx(0.99)


def test_the_measurement_names_every_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bookings.draw_fairness.RULES", {"least served": RULES["least served"]})
    figures = run(towns=1)
    assert list(figures["rules"]) == ["least served"]
    assert set(figures["rules"]["least served"]) == {"far_share", "never", "never_far", "gini"}
