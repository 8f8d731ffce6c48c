"""Three reports as blocks: a municipality, the country, and all areas. All from release cells alone."""

from collections.abc import Collection, Sequence

from lab.areas import BOUNDARY_SOURCE, told_source
from lab.components import plots, report_figures
from lab.components.area_map import MOST_NAMES
from lab.components.document import Bars, Block, Document, Heading, Headline, Note, Picture, Said, Stat, Stats, Table
from lab.components.plots import Spot
from lab.i18n import N_, language, ngettext
from lab.i18n import gettext as _
from lab.participation import numbers, sentences
from lab.participation.compare import BENCHMARK, COUNTIES, Funnel, Placed
from lab.participation.report import AreaReport, Meeting, Part, Point, Reached

STATUS = {
    "within": N_("within what chance allows"),
    "outside 95": N_("outside 95 %"),
    "outside 99.8": N_("outside 99.8 %"),
}
BENCHMARK_SOURCE = N_(
    "As a measure: the municipal schools of arts reach about {benchmark} of 1,000 aged 6–19 in a year (Kulturrådet)."
)


def municipality(found: AreaReport, reached: Sequence[Reached], view: Collection[str], where: str) -> Document:
    """One municipality in one half-year; the map is zoomed to the codes of `view`, called `where`."""
    blocks = _who(found)
    blocks += [Heading(_("Weekdays and labs")), Said(sentences.meetings(found)), *_meetings(found.weekdays)]
    blocks += [*_over_time(found), Heading(_("Municipalities reached"))]
    blocks += [*_reach(found, found.area.code, reached, view, where), *_about(found)]
    return whole(_titled(found), found, blocks)


def country(
    found: AreaReport, reached: Sequence[Reached], counties: Sequence[Reached], groups: Sequence[Block]
) -> Document:
    """The whole country in one half-year: who came, its counties, `groups` of municipalities, and each of them."""
    view = {one.area.code for one in reached}
    columns = (_("County"), _("Youths"), _("Per 1,000"), _("Sessions"))
    table = Table(_("Counties in numbers"), columns, report_figures.reach_rows(counties), {1, 2, 3})
    blocks = [*_who(found), *_over_time(found), Heading(_("Counties")), table, *_untold(counties), *groups]
    blocks += [Heading(_("Municipalities reached")), *_reach(found, "", reached, view, found.area.name), *_about(found)]
    return whole(_titled(found), found, blocks)


def _untold(counties: Sequence[Reached]) -> list[Block]:
    left = COUNTIES - len(counties)
    if not left:
        return []
    said = ngettext(
        "Not in the table: {count} county whose number is held back, since it would tell too much of a few.",
        "Not in the table: {count} counties whose numbers are held back, since they would tell too much of a few.",
        left,
    )
    return [Note(said)]


def _titled(found: AreaReport) -> str:
    return f"{found.area.name}, {found.period.told()}"


def _who(found: AreaReport) -> list[Block]:
    """How many came, who they are against who lives there, and who is missing."""
    blocks: list[Block] = [Headline(sentences.headline(found)), _stats(found), source(found)]
    blocks += [Heading(_("Girls and boys")), Said(sentences.genders(found)), *_genders(found)]
    blocks += [Heading(_("Ages")), Said(sentences.ages(found)), *_ages(found)]
    if found.area.level == "municipality" and any(part.share is not None for part in found.ages):
        blocks.append(Said(sentences.standardised(found)))
    blocks.append(Note(sentences.older(found)))
    return [*blocks, Heading(_("Who is missing")), Said(sentences.missing(found)), *_missing(found)]


def _over_time(found: AreaReport) -> list[Block]:
    return [Heading(_("Half-year by half-year")), Said(sentences.trend(found)), *_trend(found)]


def _about(found: AreaReport) -> list[Block]:
    return [Heading(_("About the numbers")), report_figures.method(found)]


def areas(
    found: AreaReport,
    reached: Sequence[Reached],
    funnel: Funnel,
    view: Collection[str],
    where: str,
    districts: Sequence[Block] = (),
) -> Document:
    """All areas that the reader sees, on a map and in a table; `districts` are those of the municipality."""
    placed = [one for one in funnel.placed if one.reached.area.code in view]
    average = _("The average is {mean} of 1,000.", mean=numbers.rate(funnel.mean))
    blocks = [
        *_reach(found, "", reached, view, where, table=False),
        _areas_table(found, placed),
        Note(f"{average} {benchmark()}"),
        *districts,
        Heading(_("About the numbers")),
        report_figures.method(found, of_one=False),
    ]
    return whole(_("Areas, {period}", period=found.period.told()), found, blocks)


def whole(title: str, found: AreaReport, blocks: Sequence[Block]) -> Document:
    return Document(title, sentences.frozen(found), language(), tuple(blocks))


def _stats(found: AreaReport) -> Stats:
    rate = found.rate
    untold = _("not shown for so few") if found.area.level == "municipality" else ""
    interval = _("95 % interval {span}", span=numbers.span(rate, 1)) if rate else untold
    return Stats(
        (
            Stat(
                _("Unique youths"),
                sentences.total(found, found.youths),
                _("aged {ages}", ages=sentences.span_of_ages()),
            ),
            Stat(_("Per 1,000 youths"), numbers.rate(rate.value) if rate else "–", interval),
            Stat(_("Visits"), numbers.total_or_dash(found.visits), _("by these youths, in any lab")),
            Stat(_("Sessions"), numbers.whole(found.sessions), _("held there")),
        )
    )


def _genders(found: AreaReport) -> list[Block]:
    title = _("Girls and boys among those who came and those who live there")
    return _compared(found, found.genders, title, _("Girls and boys in numbers"), _("Gender"))


def _ages(found: AreaReport) -> list[Block]:
    title = _("Age groups among those who came and those who live there")
    return _compared(found, found.ages, title, _("Age groups in numbers"), _("Age"))


def _compared(found: AreaReport, parts: Sequence[Part], title: str, caption: str, first: str) -> list[Block]:
    """A figure and the same as a table; neither, where all of it is protected or there is nothing."""
    if all(part.share is None for part in parts):
        return []
    rate, ratio = _("Per 1,000 (95 % interval)"), _("Of expected (95 % interval)")
    columns = (first, _("Youths"), _lives(found), rate, ratio, _("In words"))
    table = Table(caption, columns, report_figures.part_rows(parts), {1, 2, 3, 4})
    return [
        Bars(report_figures.bars(title, parts)),
        table,
        Note(sentences.small_print(parts, found.release.population_date)),
    ]


def _missing(found: AreaReport) -> list[Block]:
    parts = [part for part in (*found.genders, *found.ages) if part.missing]
    rows = [
        (sentences.name(part), numbers.total(part.youths), _more(part), sentences.verdict(part.ratio)) for part in parts
    ]
    columns = (_("Group"), _("Youths"), _("More to reach the average here (95 % interval)"), _("In words"))
    return [Table(_("How many more would close the gap"), columns, rows, {1, 2})] if rows else []


def _more(part: Part) -> str:
    return numbers.with_span(part.missing, 0) if part.missing and part.missing.value >= 0.5 else "–"


def _meetings(days: Sequence[Meeting]) -> list[Block]:
    held = [day for day in days if day.sessions or day.youths.number]
    rows = [(sentences.weekday(day.key), numbers.part(day.youths), numbers.whole(day.sessions)) for day in held]
    columns = (_("Weekday"), _("Youths of the municipality"), _("Sessions held in the municipality"))
    return [Table(_("Weekdays in numbers"), columns, rows, {1, 2})] if rows else []


def _trend(found: AreaReport) -> list[Block]:
    points = found.trend
    if len(points) < 2:
        return []
    spots = [_spot(point) for point in points]
    rows = [
        (point.period.told(), sentences.total(found, point.youths), numbers.with_span(point.rate, 1))
        for point in reversed(points)
    ]
    said = "; ".join(f"{row[0]}: {row[2]}" for row in reversed(rows))
    picture = Picture(
        _("Unique youths per 1,000, half-year by half-year, with 95 % intervals"), plots.trend(spots), said
    )
    columns = (_("Period"), _("Youths"), _("Per 1,000 (95 % interval)"))
    return [picture, Table(_("Half-years in numbers"), columns, rows, {1, 2})]


def _spot(point: Point) -> Spot:
    if point.rate is None:
        return Spot(point.period.short(), None)
    return Spot(point.period.short(), point.rate.value, point.rate.lo, point.rate.hi)


def _reach(
    found: AreaReport, chosen: str, reached: Sequence[Reached], view: Collection[str], where: str, table: bool = True
) -> list[Block]:
    near = [one for one in reached if one.area.code in view]
    told = near if len(near) <= MOST_NAMES else [one for one in near if one.youths.number != 0 or one.sessions]
    said = sentences.reach(near, where)
    blocks: list[Block] = [Said(said), report_figures.reach_map(reached, chosen, view, said)]
    if table:
        columns = (_("Municipality"), _("Youths"), _("Per 1,000"), _("Sessions"))
        blocks.append(Table(_("Municipalities in numbers"), columns, report_figures.reach_rows(told), {1, 2, 3}))
        if len(told) < len(near):
            rest = numbers.whole(len(near) - len(told))
            blocks.append(Note(_("The other {count} municipalities have had neither youths nor sessions.", count=rest)))
    return [*blocks, Note(f"{told_source(found.release.population_date)} {_(BOUNDARY_SOURCE)}")]


def source(found: AreaReport) -> Note:
    return Note(told_source(found.release.population_date))


def _lives(found: AreaReport) -> str:
    return _("Live there in {year}", year=found.release.population_date.year)


def _areas_table(found: AreaReport, placed: Sequence[Placed]) -> Table:
    rows = [
        (
            one.reached.area.name,
            numbers.total(one.reached.youths),
            numbers.with_span(one.reached.rate, 1),
            numbers.whole(one.reached.population),
            numbers.whole(one.reached.sessions),
            lies(one),
        )
        for one in placed
    ]
    lives = _lives(found)
    rate = _("Per 1,000 (95 % interval)")
    columns = (_("Municipality"), _("Youths"), rate, lives, _("Sessions"), _("In words"))
    return Table(_("Areas in numbers"), columns, rows, {1, 2, 3, 4})


def lies(one: Placed) -> str:
    """Where an area lies in the funnel, and on which side when it is outside."""
    if one.status is None or one.missing is None:
        return "–"
    status = _(STATUS[one.status])
    if one.status == "within":
        return status
    if one.missing.value > 0:
        return _("lower than the average ({status})", status=status)
    return _("higher than the average ({status})", status=status)


def benchmark() -> str:
    return _(BENCHMARK_SOURCE, benchmark=numbers.whole(int(BENCHMARK)))
