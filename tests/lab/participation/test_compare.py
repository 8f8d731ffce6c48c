"""A municipality beside others: what it is laid beside, what is said of it, and how SKR's groups differ."""

from collections.abc import Callable

import pytest

from lab import areas
from lab.access import SYSTEM, Actor, Grant, Role
from lab.components import comparison_document, plots, report_document, spine_plot
from lab.components.document import Note, Picture, Table
from lab.errors import NotAllowed
from lab.i18n import speaking
from lab.participation import compare, report
from lab.participation.exports import files
from lab.participation.group_gaps import HELD_BACK, GroupGap, between_groups
from lab.participation.measures import difference, rate_ratio
from lab.participation.periods import Period
from lab.runtime import Workshop

Attend = Callable[..., None]
Freeze = Callable[[], None]

pytestmark = pytest.mark.usefixtures("exact")

SPRING = Period(2026, 1)
KARLSTAD, KIL, STOCKHOLM = "1780", "1715", "0180"


@pytest.fixture
def grouped(shop: Workshop) -> None:
    """Karlstad and Kil are one group, Stockholm another, and the rest a third."""
    codes = {area.code: "C8" for area in areas.municipalities(shop)} | {KARLSTAD: "B3", KIL: "B3", STOCKHOLM: "A1"}
    with shop.database.transaction() as write:
        write.execute(
            "insert into area_group select unnest(?::varchar[]), unnest(?::varchar[])", [[*codes], [*codes.values()]]
        )


def whole(shop: Workshop, reader: Actor, against: str) -> compare.Vertebra:
    """The measure of all youths."""
    return compare.spine(shop, reader, KARLSTAD, SPRING, against)[0]


def test_a_spine_lays_a_municipality_beside_its_county_the_country_and_its_group(
    shop: Workshop, attend: Attend, freeze: Freeze, reviewer: Actor, grouped: None
) -> None:
    attend(60)
    attend(20, "kil", area=KIL)
    freeze()
    rates = {one.area.code: one.rate for one in report.wider(shop, reviewer, KARLSTAD, SPRING)}
    kil = compare.rate_of(report.Published(20), whole_of(shop, KIL))
    assert kil
    assert whole(shop, reviewer, compare.SKR_GROUP).other == kil.value
    county, country = rates["17"], rates["00"]
    assert county
    assert country
    assert whole(shop, reviewer, compare.COUNTY).other == county.value
    assert whole(shop, reviewer, compare.COUNTRY_WIDE).other == country.value


def whole_of(shop: Workshop, area: str) -> int:
    return sum(one.persons for one in areas.population(shop, area, report.AGES))


def test_without_skrs_list_there_is_no_group_to_be_laid_beside(
    shop: Workshop, attend: Attend, freeze: Freeze, reviewer: Actor
) -> None:
    attend(60)
    freeze()
    assert whole(shop, reviewer, compare.SKR_GROUP).other is None
    assert between_groups(shop, SYSTEM, KARLSTAD, SPRING) is None
    assert comparison_document.groups(None) == []


def test_nobody_else_compares(shop: Workshop, attend: Attend, freeze: Freeze) -> None:
    attend(60)
    freeze()
    with pytest.raises(NotAllowed):
        compare.spine(shop, Actor("other", (Grant(Role.REVIEWER, f"area:{KIL}"),)), KARLSTAD, SPRING, compare.COUNTY)
    with pytest.raises(NotAllowed):
        between_groups(shop, Actor("other", (Grant(Role.REVIEWER, f"area:{KIL}"),)), KARLSTAD, SPRING)


def gap_of(shop: Workshop) -> GroupGap:
    gap = between_groups(shop, SYSTEM, KARLSTAD, SPRING)
    assert gap
    return gap


def test_groups_are_added_up_from_published_numbers(
    shop: Workshop, attend: Attend, freeze: Freeze, grouped: None
) -> None:
    attend(60)
    attend(3, "kil", area=KIL)
    attend(30, "stockholm", area=STOCKHOLM)
    freeze()
    gap = gap_of(shop)
    towns = {one.code: one for one in gap.groups}["B3"]
    assert (towns.municipalities, towns.held_back, towns.youths) == (2, 1, 60 + HELD_BACK)
    assert sum(one.population for one in gap.groups) == 1_677_443
    assert (gap.highest.code, gap.lowest.code) == ("B3", "C8")
    assert gap.difference == difference((63, towns.population), (0, gap.lowest.population))
    assert gap.ratio is None


def test_the_gap_is_told_with_its_interval(shop: Workshop, attend: Attend, freeze: Freeze, grouped: None) -> None:
    attend(60)
    attend(30, "stockholm", area=STOCKHOLM)
    attend(9, "arvika", area="1784")
    freeze()
    gap = gap_of(shop)
    high, low = gap.highest, gap.lowest
    assert gap.ratio == rate_ratio((high.youths, high.population), (low.youths, low.population))
    with speaking("en"):
        _heading, said, table, _note = comparison_document.groups(gap)
    assert "Most are reached in “Medium-sized towns”, fewest in “Rural municipalities”" in said.text
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == ["Large cities", "Medium-sized towns", "Rural municipalities"]


def test_a_sign_says_by_form_and_words_whether_more_or_fewer_are_reached(
    shop: Workshop, attend: Attend, freeze: Freeze, reviewer: Actor
) -> None:
    attend(60)
    attend(5, "kil", area=KIL)
    freeze()
    spine = compare.spine(shop, reviewer, KARLSTAD, SPRING, compare.COUNTRY_WIDE)
    assert spine[0].verdict == "more"
    svg = spine_plot.spine([("Alla", spine[0])])
    assert '<polygon class="sign more"' in svg
    assert "<circle" not in svg
    turned = compare.Vertebra("youths", spine[0].here, 1_000.0)
    assert '<polygon class="sign fewer"' in spine_plot.spine([("Alla", turned)])
    alone = compare.Vertebra("youths", spine[0].here, None)
    assert '<circle class="sign alone"' in spine_plot.spine([("Alla", alone)])
    level = compare.Vertebra("youths", spine[0].here, spine[0].here.value if spine[0].here else 0)
    assert '<circle class="sign similar"' in spine_plot.spine([("Alla", level)])


def test_what_is_protected_has_a_row_without_a_sign() -> None:
    svg = spine_plot.spine([("Flickor", compare.Vertebra("girl", None, 2.0))])
    assert "Flickor" in svg
    assert "sign" not in svg.partition("</style>")[2]


def test_the_spine_is_a_picture_with_text_and_table_in_page_and_file(
    shop: Workshop, attend: Attend, freeze: Freeze, reviewer: Actor
) -> None:
    attend(60)
    freeze()
    with speaking("en"):
        blocks = files.read(shop, reviewer, KARLSTAD, SPRING).blocks
    picture = next(one for one in blocks if isinstance(one, Picture) and "here and there" in one.title)
    table = next(one for one in blocks if isinstance(one, Table) and "here, there" in one.caption)
    for row in table.rows:
        assert f"{row[0]}: {row[1].split(' (')[0]} here, {row[2]} in Värmlands län" in picture.text


def test_a_table_says_on_which_side_of_the_average_an_area_lies(
    shop: Workshop, attend: Attend, freeze: Freeze, admin: Actor
) -> None:
    attend(60)
    freeze()
    placed = {one.reached.area.code: one for one in compare.funnel(shop, admin, KARLSTAD, SPRING).placed}
    with speaking("en"):
        assert report_document.lies(placed[KARLSTAD]) == "higher than the average (outside 99.8 %)"
        assert report_document.lies(placed[STOCKHOLM]) == "lower than the average (outside 95 %)"
        assert report_document.lies(placed[KIL]) == "within what chance allows"


def test_who_nobody_came_from_stands_in_the_funnels_table_where_chance_does_not_allow_it(
    shop: Workshop, attend: Attend, freeze: Freeze, admin: Actor
) -> None:
    attend(60)
    attend(3, "kil", area=KIL)
    freeze()
    found = report.area_report(shop, admin, KARLSTAD, SPRING)
    funnel = compare.funnel(shop, admin, KARLSTAD, SPRING)
    with speaking("en"):
        made = comparison_document.comparison(found, funnel, (), "Sweden")
    (table,) = [block for block in made.blocks if isinstance(block, Table) and "funnel" in block.caption]
    assert {"Karlstad", "Stockholm"} <= {row[0] for row in table.rows}
    (said,) = [block.text for block in made.blocks if isinstance(block, Note) and "Not in the table" in block.text]
    assert said.startswith(f"Not in the table: {289 - len(table.rows)} municipalities from which nobody came")
    assert said.endswith("and 1 whose number is held back.")


def test_a_limit_leaves_the_picture_at_its_top_and_does_not_run_along_it() -> None:
    falling = [(1.0, 30.0), (2.0, 20.0), (3.0, 10.0), (4.0, 5.0)]
    assert plots.below(falling, 15) == [(2.5, 15), (3, 10), (4, 5)]
    assert plots.below(falling[::-1], 15) == [(4, 5), (3, 10), (2.5, 15)]
    assert plots.below(falling, 40) == falling
    assert plots.below(falling, 1) == []
