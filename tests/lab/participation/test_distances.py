"""Municipalities are ordered by how far they are from where sessions are held, and a report tells if that decides."""

from collections.abc import Callable

import pytest

from lab import areas
from lab.access import SYSTEM, Actor, Grant, Role
from lab.components import comparison_document
from lab.components.document import Said
from lab.errors import NotAllowed
from lab.i18n import speaking
from lab.participation import report
from lab.participation.distances import to_nearest
from lab.participation.near_and_far import near_and_far
from lab.participation.periods import Period
from lab.runtime import Workshop

Attend = Callable[..., None]
Freeze = Callable[[], None]

SPRING = Period(2026, 1)
KARLSTAD, KIL = "1780", "1715"


def test_where_no_session_was_held_nothing_is_near(shop: Workshop) -> None:
    assert to_nearest(shop, []) == ()


def test_the_nearest_of_all_counts(shop: Workshop) -> None:
    one = {distance.area: distance.km for distance in to_nearest(shop, ["1780"])}
    assert len(one) == 290
    assert one["1780"] == 0
    near = areas.nearest(shop, "1780", 1)[0]
    assert one[near.code] == pytest.approx(near.km)
    both = {distance.area: distance.km for distance in to_nearest(shop, ["1780", "0180"])}
    assert both["0180"] == 0
    assert both["0114"] < one["0114"]
    assert both["1715"] == one["1715"]
    assert all(both[area] <= one[area] for area in one)


def everywhere(shop: Workshop) -> dict[str, float]:
    """The municipalities of Värmland by their distance to Karlstad."""
    return {one.area: one.km for one in to_nearest(shop, [KARLSTAD]) if one.area.startswith("17")}


def residents(shop: Workshop, area: str) -> int:
    return sum(one.persons for one in areas.population(shop, area, report.AGES))


@pytest.mark.usefixtures("exact")
def test_a_report_tells_that_fewer_come_from_afar(shop: Workshop, attend: Attend, freeze: Freeze) -> None:
    for area, km in everywhere(shop).items():
        attend(round(residents(shop, area) * max(5, 40 - km / 2) / 1_000), area, area=area)
    freeze()
    far = near_and_far(shop, SYSTEM, KARLSTAD, SPRING)
    assert far
    assert far.slope.hi < 0
    assert [one.code for one in far.bands][:3] == ["0", "25", "50"]
    assert sum(one.municipalities for one in far.bands) == 16
    with speaking("en"):
        found = report.area_report(shop, SYSTEM, KARLSTAD, SPRING)
        said = comparison_document.near_and_far(found, far)[1]
    assert isinstance(said, Said)
    assert "In Värmlands län, clearly fewer come from afar. Along a line" in said.text
    assert f"{-far.slope.value:.1f} fewer of every 1,000" in said.text
    assert f"interval {-far.slope.hi:.1f}" in said.text


@pytest.mark.usefixtures("exact")
def test_a_line_that_would_end_below_nobody_has_a_direction_and_no_number(
    shop: Workshop, attend: Attend, freeze: Freeze
) -> None:
    attend(100)
    freeze()
    far = near_and_far(shop, SYSTEM, KARLSTAD, SPRING)
    assert far
    assert far.below_zero
    with speaking("en"):
        found = report.area_report(shop, SYSTEM, KARLSTAD, SPRING)
        said = comparison_document.near_and_far(found, far)[1]
    assert isinstance(said, Said)
    assert said.text == "In Värmlands län, clearly fewer come from afar."


@pytest.mark.usefixtures("exact")
def test_where_all_are_reached_alike_distance_makes_no_clear_difference(
    shop: Workshop, attend: Attend, freeze: Freeze
) -> None:
    for area in everywhere(shop):
        attend(round(residents(shop, area) / 100), area, area=area)
    freeze()
    far = near_and_far(shop, SYSTEM, KARLSTAD, SPRING)
    assert far
    assert far.slope.lo < 0 < far.slope.hi


@pytest.mark.usefixtures("exact")
def test_where_sessions_were_held_is_read_from_the_release_and_not_from_the_labs_of_today(
    shop: Workshop, attend: Attend, freeze: Freeze
) -> None:
    attend(60)
    freeze()
    before = near_and_far(shop, SYSTEM, KARLSTAD, SPRING)
    with shop.database.transaction() as write:
        write.execute(
            "insert into lab values ('lab2', 'Det nya', ?, 'Europe/Stockholm', current_localtimestamp())", [KIL]
        )
    assert near_and_far(shop, SYSTEM, KARLSTAD, SPRING) == before


def test_without_youths_nothing_is_said_of_distance(shop: Workshop, attend: Attend, freeze: Freeze) -> None:
    attend(0)
    freeze()
    assert near_and_far(shop, SYSTEM, KARLSTAD, SPRING) is None


def test_only_who_may_see_a_report_is_told_of_distance(shop: Workshop, attend: Attend, freeze: Freeze) -> None:
    attend(60)
    freeze()
    with pytest.raises(NotAllowed):
        near_and_far(shop, Actor("other", (Grant(Role.REVIEWER, f"area:{KIL}"),)), KARLSTAD, SPRING)
