"""What a municipality reads: how many of its youths came, who they are against who lives there, and beside others."""

import streamlit as st
from markupsafe import Markup

from lab import page
from lab.access import allows_anywhere
from lab.components import document, report_files
from lab.errors import LabError, NotAllowed
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.initiatives import register
from lab.initiatives import sentences as initiatives
from lab.pages.address_choice import choice
from lab.pages.shown_blocks import load_style, show_blocks
from lab.participation import compare, report, views
from lab.participation.cells import COUNTRY
from lab.participation.exports import documents
from lab.participation.periods import Period
from lab.participation.report import AreaReport
from lab.participation.views import View

NAMES = {views.MUNICIPALITY: N_("The municipality"), views.COMPARE: N_("Beside others"), views.AREAS: N_("All areas")}
SHOWN = {
    views.MUNICIPALITY: documents.municipality, views.COMPARE: documents.comparison, views.AREAS: documents.all_areas,
}  # fmt: skip
_INITIATIVES = Markup('<p class="said">{} <a href="/initiatives?area={}" target="_self">{}</a></p>')


class NothingReleased(LabError):
    message = N_("No report has been made yet.")
    hint = N_("The first is made when the half-year is over: on 1 January or 1 July.")
    status = 404


def draw() -> None:
    """The choices, then the report that the address asks for."""
    load_style()
    try:
        kind, code, period = _choices()
        found = report.area_report(page.shop(), page.actor(), code, period)
    except LabError as error:
        page.heading(_("Report"))
        page.tell(error)
        return
    with page.telling():
        view = _view(kind, found)
        _show(SHOWN[kind](page.shop(), page.actor(), found, view))
        if kind == views.MUNICIPALITY:
            _initiatives(found)
        _files(found, view)


def _choices() -> tuple[str, str, Period]:
    """View, municipality and half-year, kept in the address so that it can be sent to someone else."""
    places = {area.code: area.name for area in report.areas_of(page.shop(), page.actor())}
    if not places:
        raise NotAllowed()
    periods = {period.name: period.told() for period in report.periods(page.shop())}
    if not periods:
        raise NothingReleased()
    names = {code: _(name) for code, name in NAMES.items()}
    with st.container(horizontal=True, key="report-choices"):
        code = choice(_("Municipality"), "area", places, report.start(page.shop(), page.actor()))
        period = choice(_("Period"), "period", periods, next(iter(periods)))
        view = choice(_("Report"), "view", names, views.MUNICIPALITY)
    return view if view in names else views.MUNICIPALITY, code, Period.named(period)


def _view(kind: str, found: AreaReport) -> View:
    """The view with what is chosen in it: whom it is laid against, or how far the map goes where there is more."""
    if kind == views.COMPARE:
        names = documents.compared_with(page.shop(), found.area)
        against = choice(_("Compare with"), "with", names, compare.COUNTY)
        return View(kind, against=against if against in names else compare.COUNTY)
    if documents.sees_more(page.shop(), page.actor(), found):
        names = {compare.COUNTY: found.area.county_name, compare.COUNTRY_WIDE: _("Sweden")}
        chosen = choice(_("Show on the map"), "map", names, compare.COUNTY)
        return View(kind, map=chosen if chosen in names else compare.COUNTRY_WIDE)
    return View(kind)


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


def _files(found: AreaReport, view: View) -> None:
    """What is shown as files; under all areas the whole release too, for those who may read it."""
    code, period = found.area.code, found.period
    with st.container(key="report-files"):
        page.subheading(_("Files"))
        page.html(Markup('<p class="said">{}</p>').format(_("The same frozen numbers, to take along.")))
        page.html(report_files.links(code, period, view))
        if view.kind == views.AREAS and report.may_read_all(page.actor()):
            page.html(Markup("<h3>{}</h3>").format(_("All municipalities, counties and the country")))
            page.html(report_files.links(COUNTRY, period))


draw()
