"""A municipality's districts as blocks of its report, in words and in a table; a map needs borders that nobody gave."""

from collections.abc import Sequence

from babel.dates import format_date

from lab.components.document import Block, Heading, Note, Said, Table
from lab.i18n import N_, language
from lab.i18n import gettext as _
from lab.participation import numbers
from lab.participation.district_report import DistrictReached, Districts, average
from lab.participation.report import AreaReport

ASKED = N_(
    "Youths tell their district when they get a card, and may skip the question. Those who have told none count in the "
    "municipality only, so a district's rate is low rather than high."
)
NOT_APART = N_("The districts are not shown apart: together with the other numbers they would say too much of a few.")


def blocks(found: AreaReport, districts: Districts | None) -> list[Block]:
    """Nothing where the municipality had no districts when the report was made."""
    if districts is None:
        return []
    made: list[Block] = [Heading(_("Districts of {area}", area=found.area.name)), Said(_said(districts))]
    return [*made, *_table(districts), Note(_source(districts))]


def _said(districts: Districts) -> str:
    if not districts.reached:
        return _(NOT_APART)
    mean = average(districts.reached)
    fewer = [one.name for one in districts.reached if one.verdict(mean) == "fewer"]
    more = [one.name for one in districts.reached if one.verdict(mean) == "more"]
    said = []
    if fewer:
        said.append(_("Fewer are reached than in the other districts: {places}.", places=numbers.listed(fewer)))
    if more:
        said.append(_("More are reached than in the other districts: {places}.", places=numbers.listed(more)))
    return " ".join(said) or _("No district that can be shown differs clearly from the others.")


def _table(districts: Districts) -> list[Block]:
    rows = _rows(districts.reached)
    lives = _("Live there in {year}", year=districts.population_date.year)
    columns = (_("District"), _("Youths"), lives, _("Per 1,000 (95 % interval)"), _("In words"))
    return [Table(_("Districts in numbers"), columns, rows, {1, 2, 3})] if rows else []


def _rows(reached: Sequence[DistrictReached]) -> list[tuple[str, ...]]:
    words = {"more": _("more"), "fewer": _("fewer"), "similar": _("no clear difference"), "": "–"}
    mean = average(reached)
    return [
        (
            one.name,
            numbers.part(one.youths),
            "–" if one.population is None else numbers.whole(one.population),
            numbers.with_span(one.rate, 1),
            words[one.verdict(mean)],
        )
        for one in reached
    ]


def _source(districts: Districts) -> str:
    day = format_date(districts.population_date, "d MMMM y", locale=language())
    source = _("Districts and their residents aged 6–19: {source}, {day}.", source=districts.source, day=day)
    return f"{source} {_(ASKED)}"
