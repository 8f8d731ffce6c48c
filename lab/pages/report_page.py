"""What a municipality reads: how many of its youths came, who they are against who lives there, and beside others."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st
from markupsafe import Markup

import lab.components
from lab import areas, page
from lab.access import allows_anywhere
from lab.components import area_map, comparison_document, district_document, document, report_document, report_files
from lab.errors import LabError, NotAllowed
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.initiatives import register
from lab.initiatives import sentences as initiatives
from lab.pages.address_choice import choice
from lab.pages.shown_blocks import show_blocks
from lab.participation import compare, report
from lab.participation.cells import COUNTRY
from lab.participation.district_report import districts_of
from lab.participation.group_gaps import between_groups
from lab.participation.near_and_far import near_and_far
from lab.participation.periods import Period
from lab.participation.report import AreaReport, Reached

STYLE = (Path(lab.components.__file__).parent / "report.css").read_text("utf-8")
MUNICIPALITY, COMPARE, AREAS = "municipality", "compare", "areas"
_INITIATIVES = Markup('<p class="said">{} <a href="/initiatives?area={}" target="_self">{}</a></p>')


class NothingReleased(LabError):
    message = N_("No report has been made yet.")
    hint = N_("The first is made when the half-year is over: on 1 January or 1 July.")
    status = 404


def draw() -> None:
    """The choices, then the report that the address asks for."""
    page.html(Markup("<style>{}</style>").format(Markup(STYLE)))
    try:
        view, code, period = _choices()
        found = report.area_report(page.shop(), page.actor(), code, period)
    except LabError as error:
        page.heading(_("Report"))
        page.tell(error)
        return
    with page.telling():
        made = {MUNICIPALITY: _municipality, COMPARE: _comparison, AREAS: _areas}[view](found)
        _show(made)
        if view == MUNICIPALITY:
            _initiatives(found)
        _files(code, period, view)


def _choices() -> tuple[str, str, Period]:
    """View, municipality and half-year, kept in the address so that it can be sent to someone else."""
    places = {area.code: area.name for area in report.areas_of(page.shop(), page.actor())}
    if not places:
        raise NotAllowed()
    periods = {period.name: period.told() for period in report.periods(page.shop())}
    if not periods:
        raise NothingReleased()
    views = {MUNICIPALITY: _("The municipality"), COMPARE: _("Beside others"), AREAS: _("All areas")}
    with st.container(horizontal=True, key="report-choices"):
        code = choice(_("Municipality"), "area", places, report.start(page.shop(), page.actor()))
        period = choice(_("Period"), "period", periods, next(iter(periods)))
        view = choice(_("Report"), "view", views, MUNICIPALITY)
    return view if view in views else MUNICIPALITY, code, Period.named(period)


def _municipality(found: AreaReport) -> document.Document:
    reached = report.reach(page.shop(), page.actor(), found.period)
    return report_document.municipality(found, reached, *_view(found, reached))


def _comparison(found: AreaReport) -> document.Document:
    shop, actor, code, period = page.shop(), page.actor(), found.area.code, found.period
    names = _compared_with(found)
    against = choice(_("Compare with"), "with", names, compare.COUNTY)
    against = against if against in names else compare.COUNTY
    funnel = compare.funnel(shop, actor, code, period, county_only=against == compare.COUNTY)
    spine = compare.spine(shop, actor, code, period, against)
    gap = between_groups(shop, actor, code, period)
    far = near_and_far(shop, actor, code, period)
    return comparison_document.comparison(found, funnel, spine, names[against], gap, far)


def _compared_with(found: AreaReport) -> dict[str, str]:
    """What a municipality can be laid beside; the group of SKR's only where its list has been taken in."""
    names = {
        compare.COUNTY: found.area.county_name,
        compare.COUNTRY_WIDE: _("Sweden"),
        compare.LIKE_SIZE: _("municipalities of like size"),
    }
    group = areas.groups(page.shop()).get(found.area.code)
    return names | ({compare.SKR_GROUP: areas.group_name(group)} if group else {})


def _areas(found: AreaReport) -> document.Document:
    reached = report.reach(page.shop(), page.actor(), found.period)
    view, where = _view(found, reached)
    county_only = all(code.startswith(found.area.county) for code in view)
    funnel = compare.funnel(page.shop(), page.actor(), found.area.code, found.period, county_only)
    made = report_document.areas(found, reached, funnel, view, where)
    own = districts_of(page.shop(), page.actor(), found.area.code, found.period)
    return replace(made, blocks=(*made.blocks, *district_document.blocks(found, own)))


def _view(found: AreaReport, reached: Sequence[Reached]) -> tuple[set[str], str]:
    """What the map is zoomed to, and its name: the county, or all that the reader may see if that is more."""
    seen = {one.area.code for one in reached}
    county = {shape.code for shape in area_map.shapes() if shape.code.startswith(found.area.county)}
    if seen <= county or _choice_of_map(found.area.county_name) == "county":
        return county, found.area.county_name if county <= seen else _("the municipalities that you may see")
    return seen, _("Sweden") if len(seen) == len(area_map.shapes()) else _("the municipalities that you may see")


def _choice_of_map(county_name: str) -> str:
    names = {"county": county_name, "country": _("Sweden")}
    return choice(_("Show on the map"), "map", names, "county")


def _show(made: document.Document) -> None:
    page.heading(made.title, made.summary)
    show_blocks(made.blocks)


def _initiatives(found: AreaReport) -> None:
    """What the municipality does with AI, for those who may see the register."""
    if not allows_anywhere(page.actor(), register.SEE):
        return
    count = len(register.listed(page.shop(), page.actor(), found.area.code))
    told = initiatives.in_register(found.area.name, count)
    page.html(_INITIATIVES.format(told, found.area.code, _("See what it is about")))


def _files(code: str, period: Period, view: str) -> None:
    """The report as files: of the municipality, and under all areas of the whole release for those who may read it."""
    with st.container(key="report-files"):
        page.subheading(_("Files"))
        page.html(Markup('<p class="said">{}</p>').format(_("The same frozen numbers, to take along.")))
        page.html(report_files.links(code, period))
        if view == AREAS and report.may_read_all(page.actor()):
            page.html(Markup("<h3>{}</h3>").format(_("All municipalities, counties and the country")))
            page.html(report_files.links(COUNTRY, period))


draw()
