"""A municipality beside others as blocks: a spine of measures, a funnel, SKR's groups. From release cells alone."""

from collections.abc import Sequence

from lab import areas
from lab.components import plots, report_figures, spine_plot
from lab.components.document import Block, Document, Heading, Note, Picture, Said, Table
from lab.components.plots import Dot, Line
from lab.components.report_document import STATUS, benchmark, lies, source, whole
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation import numbers, sentences
from lab.participation.cells import STRATUM, YOUTHS
from lab.participation.compare import Funnel, Placed, Vertebra
from lab.participation.group_gaps import GroupGap, GroupRate
from lab.participation.near_and_far import NearAndFar
from lab.participation.report import AreaReport

VERDICTS = {"more": N_("more"), "fewer": N_("fewer"), "similar": N_("no clear difference"), "": "–"}
SIGNS = {
    "more": N_("here, clearly more"),
    "fewer": N_("here, clearly fewer"),
    "similar": N_("here, no clear difference"),
    "": N_("here, with nothing to compare"),
}


def comparison(
    found: AreaReport,
    funnel: Funnel,
    spine: Sequence[Vertebra],
    against: str,
    gap: GroupGap | None = None,
    far: NearAndFar | None = None,
) -> Document:
    """A municipality beside others; `against` names what the spine compares it with, `gap` is that of SKR's groups,
    `far` that of its county by distance."""
    blocks: list[Block] = [Heading(_("Measure by measure")), Said(_spine_said(spine, against))]
    blocks += [_spine_picture(spine, against), _spine(spine, against), Note(_spread())]
    blocks += [Heading(_("Large and small municipalities")), Said(_funnel_said(found, funnel))]
    blocks += [_funnel_picture(found, funnel), _funnel_table(funnel), *_left_out(funnel)]
    blocks += [Note(benchmark())]
    blocks += [
        *near_and_far(found, far),
        *groups(gap),
        source(found),
        Heading(_("About the numbers")),
        report_figures.method(found),
    ]
    return whole(_("{area} beside others, {period}", area=found.area.name, period=found.period.told()), found, blocks)


def groups(gap: GroupGap | None) -> list[Block]:
    """How unevenly SKR's groups are reached; nothing where its list has not been taken in."""
    if gap is None:
        return []
    columns = (
        _("Group of municipalities"), _("Per 1,000 (95 % interval)"), _("Youths"), _("Municipalities"), _("Held back"),
    )  # fmt: skip
    table = Table(
        _("Groups of municipalities in numbers"),
        columns,
        [_group_row(areas.group_name(one.code), one) for one in gap.groups],
        {1, 2, 3, 4},
    )
    held_back = _("Added up from published numbers; a municipality whose number is held back counts as 3 youths.")
    note = Note(f"{gap.source} {held_back}")
    return [Heading(_("Between groups of municipalities")), Said(_gap_said(gap)), table, note]


def _group_row(name: str, one: GroupRate) -> tuple[str, ...]:
    return (
        name,
        numbers.with_span(one.rate, 1),
        numbers.whole(one.youths),
        numbers.whole(one.municipalities),
        numbers.whole(one.held_back),
    )


def _gap_said(gap: GroupGap) -> str:
    names = {"high": areas.group_name(gap.highest.code), "low": areas.group_name(gap.lowest.code)}
    if gap.difference.lo <= 0:
        return _("No group of municipalities is reached clearly more than another.")
    said = _(
        "Most are reached in “{high}”, fewest in “{low}”: {difference} more of every 1,000 ({span}).",
        difference=numbers.rate(gap.difference.value),
        span=_("95 % interval {span}", span=numbers.span(gap.difference, 1)),
        **names,
    )
    if gap.ratio is None:
        return said
    times = _(
        "That is {ratio} times as many ({span}).",
        ratio=numbers.rate(gap.ratio.value),
        span=_("95 % interval {span}", span=numbers.span(gap.ratio, 1)),
    )
    return f"{said} {times}"


def near_and_far(found: AreaReport, far: NearAndFar | None) -> list[Block]:
    """Whether distance to the sessions decides who comes, in the county; nothing where that cannot be told."""
    if far is None:
        return []
    columns = (
        _("Distance to sessions"), _("Per 1,000 (95 % interval)"), _("Youths"), _("Municipalities"), _("Held back"),
    )  # fmt: skip
    rows = [_group_row(_band(one.code), one) for one in far.bands]
    note = _(
        "Distance is a straight line from the middle of a municipality to that of the nearest where a session was "
        "held. Added up from published numbers; a municipality whose number is held back counts as 3 youths. "
        "Judged by the slope index of inequality (SII)."
    )
    table = Table(_("Distances in numbers"), columns, rows, {1, 2, 3, 4})
    return [Heading(_("Near and far")), Said(_far_said(found, far)), table, Note(note)]


def _band(end: str) -> str:
    if end == "0":
        return _("Sessions held there")
    return _("Up to {km} km", km=end) if end else _("Farther away")


def _far_said(found: AreaReport, far: NearAndFar) -> str:
    county = found.area.county_name
    if far.slope.lo <= 0 <= far.slope.hi:
        return _("In {county}, distance makes no clear difference.", county=county)
    fewer = far.slope.hi < 0
    if fewer:
        said = _("In {county}, clearly fewer come from afar.", county=county)
    else:
        said = _("In {county}, clearly more come from afar.", county=county)
    if far.below_zero:
        return said
    change = far.slope.turned() if fewer else far.slope
    facts = {
        "change": numbers.rate(change.value),
        "span": _("95 % interval {span}", span=numbers.span(change, 1)),
    }
    if fewer:
        line = _("Along a line from the nearest to the farthest, {change} fewer of every 1,000 ({span}).", **facts)
    else:
        line = _("Along a line from the nearest to the farthest, {change} more of every 1,000 ({span}).", **facts)
    return f"{said} {line}"


def _measure(key: str) -> str:
    whole_area = {YOUTHS: N_("All"), STRATUM: N_("Standardised")}
    if key in whole_area:
        return _(whole_area[key])
    return _(sentences.GENDERS[key]) if key in sentences.GENDERS else sentences.years(key)


def _spine_said(spine: Sequence[Vertebra], against: str) -> str:
    more = [_measure(one.key).lower() for one in spine if one.verdict == "more"]
    fewer = [_measure(one.key).lower() for one in spine if one.verdict == "fewer"]
    said = []
    if more:
        said.append(_("More are reached than in {other}: {groups}.", other=against, groups=numbers.listed(more)))
    if fewer:
        said.append(_("Fewer are reached than in {other}: {groups}.", other=against, groups=numbers.listed(fewer)))
    return " ".join(said) or _("No measure that can be shown differs clearly from {other}.", other=against)


def _spine(spine: Sequence[Vertebra], against: str) -> Table:
    rows = [
        (
            _measure(one.key),
            numbers.with_span(one.here, 1),
            _decimal(one.other),
            _(VERDICTS[one.verdict]) if one.verdict else "–",
            f"{_decimal(one.lowest)}–{_decimal(one.highest)}" if one.lowest is not None else "–",
            f"{_decimal(one.quarter)}–{_decimal(one.three_quarters)}" if one.quarter is not None else "–",
        )
        for one in spine
    ]
    columns = (_("Per 1,000"), _("Here (95 % interval)"), against, _("In words"), _("Lowest–highest"), _("Middle half"))
    return Table(_("Each measure here, there and everywhere"), columns, rows, {1, 2, 4, 5})


def _spine_picture(spine: Sequence[Vertebra], against: str) -> Picture:
    drawn = {one.verdict for one in spine if one.here}
    signs = [(verdict, _(words)) for verdict, words in SIGNS.items() if verdict in drawn]
    legend = spine_plot.legend(signs, _("all municipalities that are shown"), _("the middle half of them"), against)
    return Picture(
        _("Unique youths per 1,000 here and there, with 95 % intervals"),
        spine_plot.spine([(_measure(one.key), one) for one in spine]),
        " ".join(_vertebra_said(one, against) for one in spine),
        "spine-plot",
        legend,
    )


def _vertebra_said(one: Vertebra, against: str) -> str:
    """A row of the spine for those who do not see it."""
    return _(
        "{group}: {here} here, {there} in {other}, {verdict}.",
        group=_measure(one.key),
        here=_decimal(one.here.value if one.here else None),
        there=_decimal(one.other),
        other=against,
        verdict=_(VERDICTS[one.verdict]) if one.verdict else _("nothing to compare"),
    )


def _spread() -> str:
    return _(
        "Lowest, highest and middle half are of all municipalities in the country whose number can be shown; of "
        "municipalities of like size or kind the middle one is taken."
    )


def _decimal(value: float | None) -> str:
    return "–" if value is None else numbers.rate(value)


def _funnel_said(found: AreaReport, funnel: Funnel) -> str:
    mean = numbers.rate(funnel.mean)
    own = next((one for one in funnel.placed if one.reached.area.code == found.area.code), None)
    said = _("A small municipality may lie far from the average by chance alone, a large one hardly.")
    if own is None or own.status is None or own.missing is None:
        return said
    lies = _(
        "{area} lies {status} around the average of {mean}.",
        area=found.area.name,
        status=_(STATUS[own.status]),
        mean=mean,
    )
    if own.missing.value < 0.5:
        return f"{lies} {said}"
    more = _(
        "With {count} more youths ({span}) it would be at the average.",
        count=numbers.whole(round(own.missing.value)),
        span=_("95 % interval {span}", span=numbers.span(own.missing, 0)),
    )
    return f"{lies} {more} {said}"


def _funnel_picture(found: AreaReport, funnel: Funnel) -> Picture:
    dots = [
        Dot(one.reached.area.name, one.reached.population, one.reached.rate.value, one.reached.area == found.area)
        for one in funnel.placed
        if one.reached.rate and one.status
    ]
    lines = [Line("limit outer" if name.startswith("99.8") else "limit", points) for name, points in funnel.limits]
    lines.append(Line("mean", tuple((end, funnel.mean) for end in funnel.ends)))
    title = _("Per 1,000 youths against how many youths live there; lines at 95 % and 99.8 % around the average")
    return Picture(title, plots.funnel(dots, lines, funnel.ends), _funnel_said(found, funnel))


def _left_out(funnel: Funnel) -> list[Block]:
    """How many the table lacks: those held back are in no picture either, and those of nobody lie on its floor."""
    held_back = sum(one.reached.youths.protected for one in funnel.placed)
    nobody = sum(one.reached.youths.number == 0 and not _stands_out(one) for one in funnel.placed)
    if not held_back and not nobody:
        return []
    said = _(
        "Not in the table: {nobody} from which nobody came, which chance allows where few live, and {held_back} whose "
        "number is held back.",
        nobody=sentences.municipalities(nobody),
        held_back=numbers.whole(held_back),
    )
    return [Note(said)]


def _stands_out(one: Placed) -> bool:
    return one.status not in (None, "within")


def _funnel_table(funnel: Funnel) -> Table:
    """In the order of the alphabet: a funnel stands in place of a league table."""
    shown = [one for one in funnel.placed if one.reached.youths.number or _stands_out(one)]
    rows = [(one.reached.area.name, numbers.with_span(one.reached.rate, 1), lies(one)) for one in shown]
    return Table(
        _("Municipalities in the funnel"),
        (_("Municipality"), _("Per 1,000 (95 % interval)"), _("In words")),
        rows,
        {1},
    )
