"""An application as blocks in the reader's words: page, HTML file and PDF show the same.

The numbers are exact, and told to nobody but whom `sheets.sheet` gives them to.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bookings.attendance import words
from bookings.attendance.applicants import Association
from bookings.attendance.profile import OWN_MUNICIPALITY, Profile, bands_told
from bookings.attendance.rules import Judged, Rule
from bookings.attendance.sheets import Sheet, today
from bookings.attendance.sums import GENDERS, total
from bookings.attendance.tables import MEASURES, ROWS_APART, rows_of
from lab import areas
from lab.components.document import Block, Document, Heading, Note, Said, Stat, Stats, Table, Terms
from lab.i18n import JOINED_DASH, N_, language, ngettext
from lab.i18n import gettext as _
from lab.participation import numbers
from lab.runtime import Workshop

SHOWN = ("visits", "sessions", "leaders")
EXACT = N_(
    "These numbers are exact: they are for you and for whoever pays the support. For others there is the report."
)


def whole(shop: Workshop, sheet: Sheet, applies: Association | None) -> Document:
    """The application to read and to print: what counts, what does not and why, and by which rules."""
    blocks: list[Block] = [stats(sheet), *sums(sheet), Heading(_("What does not count")), *_fallen_away(sheet)]
    blocks += [Heading(_("The rules: {name}", name=sheet.profile.name)), rules(shop, sheet.profile)]
    blocks += [Note(sheet.profile.note)] if sheet.profile.note else []
    blocks += [_applies(applies)] if applies else []
    title = _("Attendance: {lab}, {period}", lab=sheet.lab.name, period=sheet.period.told())
    return Document(title, _summary(shop, sheet), language(), tuple(blocks))


def stats(sheet: Sheet) -> Stats:
    """The four numbers that stand for the whole."""
    found = sheet.sums
    held = ngettext("of {count} held", "of {count} held", found.held)
    noted = ngettext("of {count} noted", "of {count} noted", found.noted)
    second = ngettext(
        "{count} session with a second leader", "{count} sessions with a second leader", found.second_leaders
    )
    return Stats(
        (
            Stat(_("Sessions that count"), numbers.whole(total(found.sessions)), held),
            Stat(_("Visits that count"), numbers.whole(total(found.visits)), noted),
            Stat(_("Unique youths"), numbers.whole(total(found.youths)), ""),
            Stat(_("Times led"), numbers.whole(total(found.leaders)), second),
        )
    )


def sums(sheet: Sheet) -> list[Block]:
    """A table for each measure, by age group and gender."""
    head = (_("Age group"), *(_(words.GENDERS[gender]) for gender in GENDERS), _("All"))
    tables = [Table(_(MEASURES[measure]), head, _rows(sheet, measure), range(1, len(head))) for measure in SHOWN]
    return [*tables, Note(_(ROWS_APART))]


def by_rule(sheet: Sheet) -> Table:
    """How many sessions each rule hits, whether it takes them whole or in part."""
    hit = Counter((rule, one.counts) for one in sheet.judged for rule in {failure.rule for failure in one.failures})
    rows = [
        (_(name), numbers.whole(hit[rule, False]), numbers.whole(hit[rule, True]))
        for rule, name in words.RULES.items()
        if hit[rule, False] or hit[rule, True]
    ]
    columns = (_("Rule"), _("Sessions that do not count"), _("Count in part"))
    return Table(_("Rules that were not met"), columns, rows, {1, 2})


def refused(sheet: Sheet) -> Table:
    """Sessions that do not count."""
    return _failures(_("Sessions that do not count"), sheet.refused, sheet.lab.time_zone)


def partial(sheet: Sheet) -> Table:
    """Sessions that count, without somebody."""
    return _failures(_("Sessions that count in part"), sheet.partial, sheet.lab.time_zone)


def rules(shop: Workshop, profile: Profile) -> Terms:
    """What a set of rules asks, in words."""
    most = _("At most {number} participants count for each leader.", number=profile.youths_per_leader)
    asked = {
        Rule.OTHER_AGE: _(
            "Ages {bands}: the year of the session less the year of birth.", bands=bands_told(profile.bands)
        ),
        Rule.TOO_SHORT: _("A session lasts at least {minutes} minutes.", minutes=profile.minutes),
        Rule.TOO_FEW: ngettext(
            "At least {count} participant who counts.", "At least {count} participants who count.", profile.participants
        ),
        Rule.TOO_MANY: most,
        Rule.LEADER_TOO_YOUNG: _leader(profile),
        Rule.SAME_DAY: _once_a_day(profile),
        Rule.LIVES_ELSEWHERE: _homes(shop, profile),
        Rule.LEADER_ELSEWHERE: _("A leader counts in one session at a time."),
    }
    return Terms(tuple((_(words.RULES[rule]), said) for rule, said in asked.items()))


def _summary(shop: Workshop, sheet: Sheet) -> str:
    due = _("Due on {day}.", day=_day(sheet.due))
    read = _("Read on {day}, and will grow until the half-year is over.", day=_day(today(shop)))
    read = read if sheet.running else _("Read on {day}.", day=_day(today(shop)))
    return f"{due} {read} {_(EXACT)}"


def _fallen_away(sheet: Sheet) -> list[Block]:
    if not sheet.refused and not sheet.partial:
        return [Said(_("Every session counts, with everyone in it."))]
    return [
        by_rule(sheet),
        *([refused(sheet)] if sheet.refused else []),
        *([partial(sheet)] if sheet.partial else []),
    ]


def _applies(applies: Association) -> Terms:
    known = ", ".join(filter(None, (applies.name, applies.number, applies.organisation)))
    return Terms(((_("The association that applies"), known),))


def _rows(sheet: Sheet, measure: str) -> Sequence[Sequence[str]]:
    """The rows of a measure; of leaders only those that say something."""
    rows = list(rows_of(sheet, measure))
    some = [row for row in rows[:-1] if row[1][-1] or measure != "leaders"]
    return [(group, *map(numbers.whole, counts)) for group, counts in [*some, rows[-1]]]


def _failures(caption: str, found: Collection[Judged], zone: str) -> Table:
    """A row for each rule that a session did not meet, the newest first."""
    rows = [
        (_named(one, zone), f"{_(words.RULES[failure.rule])}: {words.reason(failure)}")
        for one in reversed(tuple(found))
        for failure in one.failures
    ]
    return Table(caption, (_("Session"), _("Why")), rows)


def _named(one: Judged, zone: str) -> str:
    """ "tis 17 mars 16:10–17:40 Måla"."""
    begins, ends = (moment.astimezone(ZoneInfo(zone)) for moment in (one.held.starts_at, one.held.ends_at))
    day = format_date(one.held.day, "EEE d MMMM", locale=language())
    return f"{day} {begins:%H:%M}{JOINED_DASH}{ends:%H:%M} {one.held.title}".rstrip()


def _day(day: date) -> str:
    return format_date(day, "d MMMM y", locale=language())


def _leader(profile: Profile) -> str:
    if not profile.leader_age:
        return _("At least one leader, of any age.")
    return _("At least one leader who turns {age} or more that year.", age=profile.leader_age)


def _once_a_day(profile: Profile) -> str:
    return _("Each participant counts once a day.") if profile.one_a_day else _("A participant counts each time.")


def _homes(shop: Workshop, profile: Profile) -> str:
    if not profile.residents_of:
        return _("Everyone counts, wherever they live.")
    if profile.residents_of == (OWN_MUNICIPALITY,):
        return _("Only those who live in the lab's municipality count.")
    names = [areas.find(shop, code).name for code in profile.residents_of if code != OWN_MUNICIPALITY]
    return _("Only those who live here count: {names}.", names=", ".join(names))
