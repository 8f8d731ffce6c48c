"""What a municipality reads: how many of its youths came, who they are against who lives there, and where from."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st
from markupsafe import Markup

import lab.components
from lab import page
from lab.areas import BOUNDARY_SOURCE, POPULATION_DATE, SOURCE
from lab.components import area_map, report_figures
from lab.errors import LabError, NotAllowed
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation import numbers, report, sentences
from lab.participation.periods import Period
from lab.participation.report import AreaReport, Reached


class NothingReleased(LabError):
    message = N_("No report has been made yet.")
    hint = N_("The first is made when the half-year is over: on 1 January or 1 July.")
    status = 404


STYLE = (Path(lab.components.__file__).parent / "report.css").read_text("utf-8")


def draw() -> None:
    """The choices, then the report that the address asks for."""
    page.html(Markup("<style>{}</style>").format(Markup(STYLE)))
    with page.telling():
        code, period = _choices()
        found = report.area_report(page.shop(), page.actor(), code, period)
        _summary(found)
        _genders(found)
        _ages(found)
        _reach(found, report.reach(page.shop(), page.actor(), period))
        _method(found)


def _choices() -> tuple[str, Period]:
    """Municipality and half-year, kept in the address so that a view can be sent to someone else."""
    areas = {area.code: area.name for area in report.areas_of(page.shop(), page.actor())}
    if not areas:
        raise NotAllowed()
    periods = {period.name: period.told() for period in report.periods(page.shop())}
    if not periods:
        raise NothingReleased()
    with st.container(horizontal=True, key="report-choices"):
        code = _choice(_("Municipality"), "area", areas, report.start(page.shop(), page.actor()))
        period = _choice(_("Period"), "period", periods, next(iter(periods)))
    return code, Period.named(period)


def _choice(label: str, name: str, options: Mapping[str, str], start: str) -> str:
    """A choice that lives in the address; one that is asked for there without being offered is given back as it is."""
    chosen = st.query_params.setdefault(name, start)
    key = f"report-{name}"
    st.session_state[key] = chosen if chosen in options else None
    st.selectbox(
        label,
        list(options),
        format_func=lambda option: options[option],
        key=key,
        on_change=_remember,
        args=(name, key),
        placeholder=_("Choose"),
    )
    return chosen


def _remember(name: str, key: str) -> None:
    if st.session_state[key]:
        st.query_params[name] = st.session_state[key]


def _summary(found: AreaReport) -> None:
    page.heading(f"{found.area.name}, {found.period.told()}", sentences.frozen(found))
    page.html(Markup('<p class="headline">{}</p>').format(sentences.headline(found)))
    rate = found.rate
    with st.container(horizontal=True, key="report-numbers"):
        page.stat(_("Unique youths"), numbers.total(found.youths), _("aged {ages}", ages=sentences.span_of_ages()))
        page.stat(
            _("Per 1,000 youths"),
            numbers.decimal(rate.value, 1) if rate else "–",
            _("95 % interval {span}", span=numbers.span(rate, 1)) if rate else _("not shown for so few"),
        )
        page.stat(_("Visits"), numbers.total_or_dash(found.visits), _("by these youths, in any lab"))
        page.stat(_("Sessions"), numbers.whole(found.sessions), _("held in the municipality"))
    page.source_note(_(SOURCE))


def _genders(found: AreaReport) -> None:
    page.subheading(_("Girls and boys"))
    _said(sentences.genders(found))
    title = _("Girls and boys among those who came and those who live there")
    _compared(found.genders, title, _("Girls and boys in numbers"), _("Gender"))


def _ages(found: AreaReport) -> None:
    page.subheading(_("Ages"))
    _said(sentences.ages(found))
    title = _("Age groups among those who came and those who live there")
    _compared(found.ages, title, _("Age groups in numbers"), _("Age"))
    page.source_note(sentences.older(found))


def _compared(parts: Sequence[report.Part], title: str, caption: str, first: str) -> None:
    """A figure and the same as a table; neither, where all of it is protected or there is nothing."""
    if all(part.share is None for part in parts):
        return
    page.html(report_figures.bars(title, parts))
    rate, ratio = _("Per 1,000 (95 % interval)"), _("Of expected (95 % interval)")
    columns = (first, _("Youths"), _("Live there in {year}", year=POPULATION_DATE.year), rate, ratio, _("In words"))
    page.table(caption, columns, report_figures.part_rows(parts), numbers={1, 2, 3, 4})
    page.source_note(sentences.small_print(parts))


def _reach(found: AreaReport, reached: Sequence[Reached]) -> None:
    page.subheading(_("Municipalities reached"))
    view, where = _view(found, reached)
    near = [one for one in reached if one.area.code in view]
    told = near if len(near) <= area_map.MOST_NAMES else [one for one in near if one.youths.number != 0 or one.sessions]
    said = sentences.reach(near, where)
    _said(said)
    figure, words = st.columns([5, 4], gap="large")
    with figure:
        page.html(report_figures.reach_map(reached, found.area.code, view, said))
    with words:
        page.table(
            _("Municipalities in numbers"),
            (_("Municipality"), _("Youths"), _("Per 1,000"), _("Sessions")),
            report_figures.reach_rows(told),
            numbers={1, 2, 3},
        )
        if len(told) < len(near):
            rest = numbers.whole(len(near) - len(told))
            page.source_note(_("The other {count} municipalities have had neither youths nor sessions.", count=rest))
    page.source_note(f"{_(SOURCE)} {_(BOUNDARY_SOURCE)}")


def _view(found: AreaReport, reached: Sequence[Reached]) -> tuple[set[str], str]:
    """What the map is zoomed to, and its name: the county, or all that the reader may see if that is more."""
    seen = {one.area.code for one in reached}
    county = {shape.code for shape in area_map.shapes() if shape.code.startswith(found.area.county)}
    if seen <= county or _choice_of_map(found.area.county_name) == "county":
        return county, found.area.county_name if county <= seen else _("the municipalities that you may see")
    return seen, _("Sweden") if len(seen) == len(area_map.shapes()) else _("the municipalities that you may see")


def _choice_of_map(county_name: str) -> str:
    names = {"county": county_name, "country": _("Sweden")}
    return _choice(_("Show on the map"), "map", names, "county")


def _method(found: AreaReport) -> None:
    page.subheading(_("About the numbers"))
    page.html(report_figures.method(found))


def _said(text: str) -> None:
    page.html(Markup('<p class="said">{}</p>').format(text))


draw()
