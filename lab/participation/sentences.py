"""What a report says in words, made by rule from the very numbers that its tables show."""

from collections.abc import Iterable, Sequence
from datetime import date

from babel.dates import format_date, get_day_names

from lab.areas import told_source
from lab.i18n import N_, language, ngettext
from lab.i18n import gettext as _
from lab.participation import numbers
from lab.participation.disclosure import Published
from lab.participation.measures import Estimate
from lab.participation.periods import ZONE
from lab.participation.report import AGES, AreaReport, Part, Reached

GENDERS = {"girl": N_("Girls"), "boy": N_("Boys")}


def span_of_ages() -> str:
    return f"{AGES[0]}–{AGES[1]}"


def name(part: Part) -> str:
    """What a group is called: "Girls", or "7–9 years"."""
    return _(GENDERS[part.key]) if part.key in GENDERS else years(part.key)


def years(band: str) -> str:
    """An age group by its name in a release, "7-9"."""
    return _("{ages} years", ages=band.replace("-", "–"))


def headline(report: AreaReport) -> str:
    """The report in one sentence."""
    facts = {"area": report.area.name, "ages": span_of_ages(), "period": report.period.told()}
    if report.youths.number is None and report.area.level != "municipality":
        return _(
            "How many youths aged {ages} came to a lab in {period} is held back: it would tell too much of a few.",
            **facts,
        )
    if report.youths.number is None:
        return _("Fewer than 5 youths aged {ages} from {area} came to a lab in {period}.", **facts)
    if report.youths.number == 0 or report.rate is None:
        return _("No youths aged {ages} from {area} came to a lab in {period}.", **facts)
    return _(
        "In {period}, {youths} youths aged {ages} from {area} came to a lab: "
        "{rate} of every 1,000 who live there (95 % interval {span}).",
        youths=numbers.whole(report.youths.number),
        rate=numbers.rate(report.rate.value),
        span=numbers.span(report.rate, 1),
        **facts,
    )


def total(report: AreaReport, count: Published) -> str:
    """A municipality's total is held back for being small only; the country's where it would tell of a small one."""
    return numbers.total(count) if report.area.level == "municipality" else numbers.part(count)


def frozen(report: AreaReport) -> str:
    """When the report was made, and that it does not change."""
    made = format_date(report.release.made_at.astimezone(ZONE), "d MMMM y", locale=language())
    return _("Frozen on {day}. It is never made again, so it can be quoted.", day=made)


def verdict(ratio: Estimate | None) -> str:
    """A ratio in words: only an interval clear of 1 says more or fewer."""
    if ratio is None:
        return "–"
    if ratio.hi < 1:
        return _("fewer than expected")
    return _("more than expected") if ratio.lo > 1 else _("about as expected")


def genders(report: AreaReport) -> str:
    """Who of girls and boys came, compared with who lives there."""
    shown = [part for part in report.genders if part.share is not None]
    if not shown:
        return nothing_to_compare(report)
    return " ".join(
        _(
            "{group} are {share} of those who came and {population_share} of the youths who live there: {verdict}.",
            group=name(part),
            share=numbers.part_share(part.share),
            population_share=numbers.percent(part.population_share),
            verdict=verdict(part.ratio),
        )
        for part in shown
    )


def ages(report: AreaReport) -> str:
    """Which age groups stand out."""
    if all(part.ratio is None for part in report.ages):
        return nothing_to_compare(report)
    fewer = [name(part) for part in report.ages if part.ratio and part.ratio.hi < 1]
    more = [name(part) for part in report.ages if part.ratio and part.ratio.lo > 1]
    said = []
    if fewer:
        said.append(_("Fewer than expected came in the ages {groups}.", groups=numbers.listed(fewer)))
    if more:
        said.append(_("More than expected came in the ages {groups}.", groups=numbers.listed(more)))
    return " ".join(said) or _("No age group that can be shown stands out clearly from the youths who live there.")


def standardised(report: AreaReport) -> str:
    """The rate with the country's ages and genders, or why there is none."""
    if report.standardised is None:
        return _(
            "There is no rate standardised for age and gender: for that, girls and boys of four age groups must be so "
            "many that all eight numbers can be shown."
        )
    return _(
        "If girls and boys of each age lived here in the same shares as in Sweden, {rate} of every 1,000 would have "
        "come ({span}).",
        rate=numbers.rate(report.standardised.value),
        span=_("95 % interval {span}", span=numbers.span(report.standardised, 1)),
    )


def missing(report: AreaReport) -> str:
    """Which groups came less than others, and how many more would close it."""
    behind = [part for part in (*report.genders, *report.ages) if part.ratio and part.ratio.hi < 1 and part.missing]
    if not behind:
        return _("No group that can be shown came clearly less than the others.")
    return " ".join(
        _(
            "If {count} more of {group} had come ({span}), they would be reached as often as all youths here.",
            count=numbers.whole(round(part.missing.value)),
            group=name(part).lower(),
            span=_("95 % interval {span}", span=numbers.span(part.missing, 0)),
        )
        for part in behind
        if part.missing
    )


def meetings(report: AreaReport) -> str:
    """Which weekdays and labs reach the youths of the municipality."""
    days = [day for day in report.weekdays if day.youths.number]
    if not days:
        return _("The days are not told apart: almost all came on the same one, or they were few.")
    best = max(days, key=lambda day: day.youths.number or 0)
    said = _("Most came on {day}: {count} youths.", day=weekday(best.key), count=numbers.total(best.youths))
    if report.labs:
        labs = [f"{lab.key} ({numbers.total(lab.youths)})" for lab in report.labs]
        said += " " + _("They came to {labs}.", labs=numbers.listed(labs))
    return said


def weekday(key: str) -> str:
    """A weekday by its number from Monday, "1" to "7"."""
    return str(get_day_names("wide", locale=language())[int(key) - 1])


def trend(report: AreaReport) -> str:
    """How the rate has moved over the half-years that are frozen; only intervals apart say more or less."""
    known = [point for point in report.trend if point.rate]
    if len(known) < 2:
        return _("There are too few half-years to tell how it goes.")
    first, last = known[0], known[-1]
    facts = {
        "first": first.period.told(),
        "last": last.period.told(),
        "before": numbers.rate(first.rate.value) if first.rate else "",
        "now": numbers.rate(last.rate.value) if last.rate else "",
    }
    if last.rate and first.rate and last.rate.lo > first.rate.hi:
        return _("More are reached: {before} of 1,000 in {first}, {now} in {last}.", **facts)
    if last.rate and first.rate and last.rate.hi < first.rate.lo:
        return _("Fewer are reached: {before} of 1,000 in {first}, {now} in {last}.", **facts)
    return _("No clear change: {before} of 1,000 in {first}, {now} in {last}.", **facts)


def nothing_to_compare(report: AreaReport) -> str:
    """Why a comparison is left out."""
    if report.youths.number == 0:
        return _("There is no one to compare yet.")
    return _("The groups are too small to be shown without someone being recognised.")


def reach(reached: Sequence[Reached], where: str) -> str:
    """How many of the municipalities are reached, in `where`: a county, the country or what one may see."""
    if len(reached) == 1:
        youths = numbers.total(reached[0].youths)
        return _(
            "{area}: {youths} youths. This is the only municipality that you may see.",
            area=reached[0].area.name,
            youths=youths,
        )
    many = sum(1 for one in reached if one.youths.number)
    few = sum(1 for one in reached if one.youths.protected)
    return _(
        "In {where}, about 5 youths or more came from {many} of {all}. "
        "From {few} there came a few, and from {none} no one.",
        where=where,
        many=many,
        all=municipalities(len(reached)),
        few=few,
        none=len(reached) - many - few,
    )


def older(report: AreaReport) -> str:
    """Those above the ages that the report is about."""
    return _(
        "Youths aged 20–25 are in no number above; in this half-year {count} of them came.",
        count=total(report, report.older),
    )


def small_print(parts: Iterable[Part], population_date: date) -> str:
    """The source of a table's figures, and what "protected" means where the word is used."""
    if not any(part.youths.protected for part in parts):
        return told_source(population_date)
    protected = _(
        "Protected: fewer than 5, or nobody. Those who gave another answer than girl or boy count in the totals only."
    )
    return f"{protected} {told_source(population_date)}"


def municipalities(count: int) -> str:
    return ngettext("{count} municipality", "{count} municipalities", count)
