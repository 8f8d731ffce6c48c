"""Rates standardised for age and gender: from strata that are shown, by the country's residents, or not at all."""

from collections.abc import Callable
from itertools import product

import pytest

from lab import areas
from lab.access import Actor
from lab.i18n import speaking
from lab.participation import compare, measures, releases, report, sentences
from lab.participation.cells import COUNTRY, STANDARD, STRATA, STRATUM, Cell
from lab.participation.periods import Period
from lab.participation.standard_rates import standardised, weights_of
from lab.runtime import Workshop

Attend = Callable[..., None]
Freeze = Callable[[], None]

SPRING = Period(2026, 1)
WEIGHTS = {name: 100 * place for place, name in enumerate(STRATA, start=1)}
AGES = {"6-9": 8, "10-12": 11, "13-15": 14, "16-19": 17}


def strata(numbers: dict[str, int | None], population: int = 1_000) -> list[Cell]:
    return [Cell("1780", STRATUM, name, number, population) for name, number in numbers.items()]


def test_equal_rates_are_not_moved() -> None:
    found = standardised(strata(dict.fromkeys(STRATA, 25)), WEIGHTS)
    assert found
    assert found.value == pytest.approx(25)


def test_strata_weigh_as_in_the_country() -> None:
    numbers = {name: 5 + place for place, name in enumerate(STRATA)}
    found = standardised(strata(numbers), WEIGHTS)
    by_hand = sum(WEIGHTS[name] * numbers[name] for name in STRATA) / sum(WEIGHTS.values())
    assert found
    assert found.value == pytest.approx(by_hand)
    assert found.lo < found.value < found.hi


@pytest.mark.parametrize(
    "cells",
    [
        [],
        strata(dict.fromkeys(STRATA, 25) | {"girl 6-9": None}),
        strata(dict.fromkeys(list(STRATA)[1:], 25)),
        strata(dict.fromkeys(STRATA, 1)),
        strata(dict.fromkeys(STRATA, 25), population=0),
    ],
    ids=["nothing shown", "one protected", "one missing", "fewer than ten", "nobody lives there"],
)
def test_no_rate_is_put_together_from_what_is_left(cells: list[Cell]) -> None:
    assert standardised(cells, WEIGHTS) is None


def test_a_release_from_before_there_were_weights_has_none() -> None:
    assert standardised(strata(dict.fromkeys(STRATA, 25)), weights_of([])) is None


@pytest.fixture
def many(attend: Attend) -> None:
    """Girls of 6-9 are many; of all other strata there are twenty."""
    for place, (gender, age) in enumerate(product(("girl", "boy"), AGES.values())):
        attend(20, f"{gender}{age}-", session=f"s{place}", age=age, gender=gender)
    attend(40, "six-", session="six", age=6, gender="girl")


def test_the_report_gives_the_rate_by_the_countrys_residents(
    shop: Workshop, many: None, freeze: Freeze, exact: None, reviewer: Actor
) -> None:
    freeze()
    found = report.area_report(shop, reviewer, "1780", SPRING)
    came = [60, *[20] * 7]
    home, country = (_residents(shop, code) for code in ("1780", COUNTRY))
    expected = measures.direct(came, home, country).times(1_000)
    assert found.standardised == expected
    spine = {one.key: one for one in compare.spine(shop, reviewer, "1780", SPRING, compare.COUNTRY_WIDE)}
    assert spine[STRATUM].here == expected
    assert spine[STRATUM].other is not None
    with speaking("en"):
        assert f"{expected.value:.1f} of every 1,000 would have come" in sentences.standardised(found)


def _residents(shop: Workshop, area: str) -> list[int]:
    """Of each stratum, as the figures of the population give them."""
    codes = [area] if area != COUNTRY else [one.code for one in areas.municipalities(shop)]
    living = [one for code in codes for one in areas.population(shop, code)]
    spans = [(gender, *map(int, ages.split("-"))) for gender, ages in (name.split() for name in STRATA)]
    return [
        sum(one.persons for one in living if one.gender == gender and youngest <= one.age <= oldest)
        for gender, youngest, oldest in spans
    ]


def test_where_one_stratum_is_small_none_is_shown(
    shop: Workshop, many: None, attend: Attend, freeze: Freeze, reviewer: Actor
) -> None:
    attend(60, "kil", session="k", area="1715", age=11)
    freeze()
    found = report.area_report(shop, reviewer, "1780", SPRING)
    cells = releases.every_cell(shop, found.release.id)
    assert not [cell for cell in cells if (cell.area, cell.dimension) == ("1715", STRATUM)]
    assert {cell.part for cell in cells if cell.dimension == STANDARD} == set(STRATA)
