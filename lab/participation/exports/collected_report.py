"""What many labs' releases add up to, as a report to read: the newest half-year of a collected table."""

from collections.abc import Callable, Sequence

from lab.areas import BOUNDARY_SOURCE, Area, told_source
from lab.components import report_figures
from lab.components.document import Block, Document, Heading, Headline, Said, Stat, Stats, Table, Terms
from lab.errors import LabError
from lab.i18n import N_, language
from lab.i18n import gettext as _
from lab.participation import numbers, sentences
from lab.participation.cells import AGE, BANDS, COUNTRY, GENDER, SESSIONS, SHOWN_GENDERS, VISITS, YOUTHS
from lab.participation.disclosure import PROTECTED, Published
from lab.participation.exports.collected import Collected, as_csv
from lab.participation.exports.files import DOCUMENTS, FormatUnknown
from lab.participation.periods import Period
from lab.participation.releases import MADE_UP
from lab.participation.report import Reached, rate_of

CSV = "csv"
Sums = dict[tuple[str, str, str], Collected]
"""Of one half-year, by area, dimension and part."""


class CountryMissing(LabError):
    message = N_("The files hold no numbers of the whole country.")
    hint = N_("Choose whole releases, made without --area: verkstad report --format parquet")


def made(found: Sequence[Collected], kind: str) -> bytes:
    """A collected table as a file. Raises FormatUnknown."""
    if kind == CSV:
        return as_csv(found)
    if kind not in DOCUMENTS:
        raise FormatUnknown(name=kind, names=", ".join((CSV, *DOCUMENTS)))
    return DOCUMENTS[kind](as_document(found))


def as_document(found: Sequence[Collected]) -> Document:
    """The country, its groups of youths, its counties and the municipalities that are reached."""
    newest = max((one.period for one in found if (one.area, one.dimension) == (COUNTRY, YOUTHS)), default="")
    if not newest:
        raise CountryMissing()
    sums: Sums = {(one.area, one.dimension, one.part): one for one in found if one.period == newest}
    period, whole = Period.named(newest), sums[COUNTRY, YOUTHS, ""]
    blocks: list[Block] = [Headline(_headline(whole, period)), _stats(sums)]
    blocks += [Heading(_("Girls and boys")), _groups(sums, GENDER, SHOWN_GENDERS)]
    blocks += [Heading(_("Ages")), _groups(sums, AGE, tuple(BANDS))]
    blocks += [Heading(_("Counties")), _places(_("Counties in numbers"), _("County"), _of_level(sums, "county"))]
    blocks += [Heading(_("Municipalities reached")), *_municipalities(sums)]
    blocks += [Heading(_("About the numbers")), _about(whole)]
    summary = _("Added up from the published releases of many labs.")
    title = ", ".join((_("Sweden"), period.told()))
    return Document(title, f"{_(MADE_UP)} {summary}" if whole.made_up else summary, language(), tuple(blocks))


def _headline(whole: Collected, period: Period) -> str:
    return _(
        "In {period}, at least {youths} youths aged {ages} came to a lab: {rate} of every 1,000 who live in Sweden.",
        period=period.told(),
        youths=numbers.whole(whole.number),
        ages=sentences.span_of_ages(),
        rate=_rate(whole),
    )


def _stats(sums: Sums) -> Stats:
    shown = ((YOUTHS, _("Unique youths")), (VISITS, _("Visits")), (SESSIONS, _("Sessions")))
    found = [(name, sums.get((COUNTRY, dimension, ""))) for dimension, name in shown]
    return Stats(tuple(Stat(name, numbers.whole(one.number), _("at least")) for name, one in found if one))


def _groups(sums: Sums, dimension: str, parts: Sequence[str]) -> Table:
    named: Callable[[str], str] = lambda part: (  # noqa: E731
        _(sentences.GENDERS[part]) if part in sentences.GENDERS else sentences.years(part)
    )
    rows = [(named(part), sums[COUNTRY, dimension, part]) for part in parts if (COUNTRY, dimension, part) in sums]
    caption = _("Girls and boys in numbers") if dimension == GENDER else _("Age groups in numbers")
    return _places(caption, _("Group"), rows)


def _of_level(sums: Sums, level: str) -> list[tuple[str, Collected]]:
    return [(one.name, one) for one in sums.values() if one.level == level and one.dimension == YOUTHS]


def _municipalities(sums: Sums) -> list[Block]:
    """The map, and those that youths came from; the others are only counted, as in every report of so many."""
    every = _of_level(sums, "municipality")
    some = [(name, one) for name, one in every if one.number or one.held_back]
    reached = [_reached(one) for _name, one in every]
    said = sentences.reach(reached, _("Sweden"))
    return [
        Said(said),
        report_figures.reach_map(reached, "", {one.area.code for one in reached}, said),
        _places(_("Municipalities in numbers"), _("Municipality"), some),
    ]


def _reached(one: Collected) -> Reached:
    area = Area(one.area, one.level, one.name, one.area[:2], "", 0, 0)
    youths = _shown(one)
    return Reached(area, youths, rate_of(youths, one.population or 0), 0, one.population or 0)


def _shown(one: Collected) -> Published:
    """Nothing where all that came are held back: at least nobody came is no number to read."""
    return PROTECTED if one.held_back and not one.number else Published(one.number)


def _places(caption: str, first: str, rows: Sequence[tuple[str, Collected]]) -> Table:
    columns = (first, _("Youths, at least"), _("Per 1,000"), _("Labs"), _("Held back"))
    told = [
        (name, numbers.total_or_dash(_shown(one)), _rate(one), numbers.whole(one.labs), numbers.whole(one.held_back))
        for name, one in rows
    ]
    return Table(caption, columns, told, {1, 2, 3, 4})


def _rate(one: Collected) -> str:
    return "–" if one.rate is None or _shown(one).protected else numbers.rate(one.rate)


def _about(whole: Collected) -> Terms:
    added = _(
        "What one lab holds back counts as none there, so each number is the least that it can be; “Held back” says "
        "how many labs did. A youth who came to labs of two owners counts twice. No interval stands on such sums."
    )
    sources = f"{told_source(whole.population_date)} {_(BOUNDARY_SOURCE)}"
    return Terms(((_("Added up"), added), (_("Method"), whole.method), (_("Sources"), sources)))
