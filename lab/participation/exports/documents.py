"""Each view of a report as a document, read from a release: the page draws what the files are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lab import areas
from lab.access import Actor
from lab.areas import Area
from lab.components import area_map, comparison_document, district_document, report_document
from lab.components.document import Document
from lab.i18n import gettext as _
from lab.participation import compare, report, views
from lab.participation.cells import COUNTRY
from lab.participation.compare import Funnel, Placed
from lab.participation.district_report import districts_of
from lab.participation.group_gaps import between_groups
from lab.participation.near_and_far import near_and_far
from lab.participation.periods import Period
from lab.participation.report import AreaReport, Reached
from lab.participation.views import View
from lab.runtime import Workshop


@dataclass(frozen=True)
class Around:
    """The areas that the reader may see, their funnel, and which of them (`codes`, called `where`) the map shows."""

    reached: tuple[Reached, ...]
    funnel: Funnel
    codes: set[str]
    where: str

    @property
    def placed(self) -> tuple[Placed, ...]:
        return tuple(one for one in self.funnel.placed if one.reached.area.code in self.codes)


def municipality(shop: Workshop, actor: Actor, found: AreaReport, view: View) -> Document:
    """One municipality, with the map as far as the view asks."""
    reached = report.reach(shop, actor, found.period)
    return report_document.municipality(found, reached, *_on_the_map(found, reached, view))


def comparison(shop: Workshop, actor: Actor, found: AreaReport, view: View) -> Document:
    """A municipality beside those that the view asks for. Raises ChoiceUnknown."""
    names, code, period = compared_with(shop, found.area), found.area.code, found.period
    views.check(view.against, names)
    return comparison_document.comparison(
        found,
        compare.funnel(shop, actor, code, period, county_only=view.against == compare.COUNTY),
        compare.spine(shop, actor, code, period, view.against),
        names[view.against],
        between_groups(shop, actor, code, period),
        near_and_far(shop, actor, code, period),
    )


def all_areas(shop: Workshop, actor: Actor, found: AreaReport, view: View) -> Document:
    """All areas as far as the view asks, and the municipality's districts where it has any."""
    seen = around(shop, actor, found, view)
    own = district_document.blocks(found, districts_of(shop, actor, found.area.code, found.period))
    return report_document.areas(found, seen.reached, seen.funnel, seen.codes, seen.where, own)


def together(shop: Workshop, actor: Actor, found: AreaReport, view: View) -> Document:
    """A municipality to print: its report, its districts, and how it stands beside others."""
    first, beside = municipality(shop, actor, found, view), comparison(shop, actor, found, view)
    own = district_document.blocks(found, districts_of(shop, actor, found.area.code, found.period))
    # The last two blocks of each are how the numbers were made: once is enough.
    return replace(first, blocks=(*first.blocks[:-2], *own, *beside.blocks))


def country(shop: Workshop, actor: Actor, period: Period) -> Document:
    """The whole release."""
    found = report.country_report(shop, actor, period)
    reached, counties = report.reach(shop, actor, period), report.counties(shop, actor, period)
    groups = comparison_document.groups(between_groups(shop, actor, COUNTRY, period))
    return report_document.country(found, reached, counties, groups)


def compared_with(shop: Workshop, area: Area) -> dict[str, str]:
    """What a municipality can be laid beside; the group of SKR's only where its list has been taken in."""
    names = {
        compare.COUNTY: area.county_name,
        compare.COUNTRY_WIDE: _("Sweden"),
        compare.LIKE_SIZE: _("municipalities of like size"),
    }
    group = areas.groups(shop).get(area.code)
    return names | ({compare.SKR_GROUP: areas.group_name(group)} if group else {})


def around(shop: Workshop, actor: Actor, found: AreaReport, view: View) -> Around:
    """The areas that a view is about. Raises ChoiceUnknown."""
    reached = report.reach(shop, actor, found.period)
    codes, where = _on_the_map(found, reached, view)
    county_only = all(code.startswith(found.area.county) for code in codes)
    funnel = compare.funnel(shop, actor, found.area.code, found.period, county_only)
    return Around(reached, funnel, codes, where)


def sees_more(shop: Workshop, actor: Actor, found: AreaReport) -> bool:
    """Whether the reader may see more than the county, so that there is a map to choose."""
    return not {area.code for area in report.areas_of(shop, actor)} <= _county(found)


def _county(found: AreaReport) -> set[str]:
    return {shape.code for shape in area_map.shapes() if shape.code.startswith(found.area.county)}


def _on_the_map(found: AreaReport, reached: Sequence[Reached], view: View) -> tuple[set[str], str]:
    """What the map is zoomed to, and its name: the county, or all that the reader may see. Raises ChoiceUnknown."""
    views.check(view.map, views.MAPS)
    seen, county = {one.area.code for one in reached}, _county(found)
    some = _("the municipalities that you may see")
    if seen <= county or view.map == compare.COUNTY:
        return county, found.area.county_name if county <= seen else some
    return seen, _("Sweden") if len(seen) == len(area_map.shapes()) else some
