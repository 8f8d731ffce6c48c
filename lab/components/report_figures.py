"""The report's figures and table rows, from the frozen rows of lab.participation.report."""

from collections.abc import Collection, Sequence

from markupsafe import Markup

from lab.areas import BOUNDARY_SOURCE, told_source
from lab.components import area_map
from lab.components.bars import Bar, Pair, share_bars
from lab.components.document import Picture, Terms
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation import numbers, sentences
from lab.participation.report import AreaReport, Part, Reached

METHOD = (
    (
        N_("Who is counted"),
        N_(
            "Youths who turn {ages} in the year, where they live and whichever lab they came to. Each is counted once, "
            "however often they came. Home municipality, age and gender are what they answered themselves."
        ),
    ),
    (
        N_("Per 1,000"),
        N_(
            "Unique youths per 1,000 of the {population} youths aged {ages} who live there. The interval "
            "(Wilson, 95 %) says how much chance alone may matter: small municipalities have wide ones."
        ),
    ),
    (
        N_("Of expected"),
        N_(
            "A group's share of those who came, divided by its share of those who live there (representation ratio). "
            "1 is as expected. More or fewer is said only when the whole interval lies on one side of 1."
        ),
    ),
    (
        N_("Standardised"),
        N_(
            "The rates of girls and boys aged 6–9, 10–12, 13–15 and 16–19, weighted by how many of each live in Sweden "
            "(direct standardisation; Dobson's interval on Byar's). It compares places whose youths are of other ages. "
            "Those who gave another answer than girl or boy are not in it."
        ),
    ),
    (
        N_("Protection"),
        N_(
            "Every count of youths is moved by at most 2, up or down, by a rule that nobody outside can redo; then "
            "numbers under 5 are not shown. The same youths always give the same number. Groups are left out where a "
            "small one could be worked out, or where one group may be all. Totals are counted for themselves, so that "
            "parts need not sum to them. Shares, rates and intervals come only from numbers that are shown."
        ),
    ),
)
OF_ONE = ("Per 1,000", "Of expected", "Standardised")
"""Titles of what is reckoned for one place only."""


def bars(title: str, parts: Sequence[Part]) -> Markup:
    """Shares of those who came against shares of those who live there."""
    return share_bars(title, _("of those who came"), _("of the youths who live there"), [_pair(part) for part in parts])


def _pair(part: Part) -> Pair:
    came = numbers.part(part.youths) if part.share is None else numbers.percent(part.share)
    return Pair(
        sentences.name(part),
        Bar(part.share, came),
        Bar(part.population_share, numbers.percent(part.population_share)),
    )


def part_rows(parts: Sequence[Part]) -> list[tuple[str, ...]]:
    """Group, youths, residents, rate, ratio and the ratio in words."""
    return [
        (
            sentences.name(part),
            numbers.part(part.youths),
            numbers.whole(part.population),
            numbers.with_span(part.rate, 1),
            numbers.with_span(part.ratio, 2),
            sentences.verdict(part.ratio),
        )
        for part in parts
    ]


def reach_map(reached: Sequence[Reached], chosen: str, view: Collection[str], text: str) -> Picture:
    """The map with its title and legend; `text` says the same in words, for those who do not see it."""
    kinds = {one.area.code: area_map.class_of(one) for one in reached}
    return Picture(
        _("Unique youths per 1,000 who live there, by municipality"),
        area_map.drawn(kinds, chosen, view),
        text,
        "area-map",
        area_map.legend([kinds.get(shape.code, area_map.OUTSIDE) for shape in area_map.shapes()]),
    )


def reach_rows(reached: Sequence[Reached]) -> list[tuple[str, ...]]:
    """Municipality, youths, rate and sessions."""
    return [
        (
            one.area.name,
            numbers.total(one.youths),
            numbers.rate(one.rate.value) if one.rate else "–",
            numbers.whole(one.sessions),
        )
        for one in reached
    ]


def method(report: AreaReport, of_one: bool = True) -> Terms:
    """How the numbers were made, and from what. A report that is not `of_one` place lacks what only such have."""
    facts = {"ages": sentences.span_of_ages(), "population": numbers.whole(report.population)}
    rows = [(_(title), _(text, **facts)) for title, text in METHOD if of_one or title not in OF_ONE]
    rows.append((_("Frozen report"), _frozen(report)))
    rows.append((_("Sources"), f"{told_source(report.release.population_date)} {_(BOUNDARY_SOURCE)}"))
    return Terms(tuple(rows))


def _frozen(report: AreaReport) -> str:
    release = report.release
    return _(
        "{period}, method {method}, population of {day}. Fingerprint of all its numbers: {hash}",
        period=report.period.name,
        method=release.method,
        day=release.population_date.isoformat(),
        hash=f"{release.hash[:16]}…",
    )
