"""What a lab can apply for, as tables: the sums, the sessions that fall away with their reasons, the rules in words."""

from collections import Counter
from collections.abc import Collection, Sequence

import streamlit as st
from markupsafe import Markup

from bookings.attendance import files, words
from bookings.attendance.profile import OWN_MUNICIPALITY, Profile, bands_told
from bookings.attendance.rules import Failure, Judged
from bookings.attendance.sheets import Sheet
from bookings.attendance.sums import GENDERS, total
from bookings.attendance.tables import MEASURES, rows_of
from bookings.components import dates, looks
from lab import areas, page
from lab.i18n import N_, ngettext
from lab.i18n import gettext as _
from lab.participation import numbers

SHOWN = ("visits", "sessions", "leaders")
FORMATS = (
    (files.SUMS, N_("Sums (CSV)"), N_("for the form")),
    (files.SESSIONS, N_("Session by session (CSV)"), N_("with what counts of each, and why not all")),
    (files.XML, N_("Aktivitetskort (XML, DAK)"), N_("for the association's or the municipality's system")),
)
_FILES = Markup('<ul class="taken">{}</ul>')
_FILE = Markup(
    '<li><a href="/attendance/{lab}/{period}/{rules}/{kind}" target="_self">{name}</a> <span>{use}</span></li>'
)
_REASON = Markup("<strong>{rule}:</strong> {why}")
_RULES = Markup("<ul>{}</ul>")


def stats(sheet: Sheet) -> None:
    """The four numbers that stand for the whole."""
    sums = sheet.sums
    with st.container(horizontal=True, key="attendance-numbers"):
        held = ngettext("of {count} held", "of {count} held", sums.held)
        page.stat(_("Sessions that count"), numbers.whole(total(sums.sessions)), held)
        noted = ngettext("of {count} noted", "of {count} noted", sums.noted)
        page.stat(_("Visits that count"), numbers.whole(total(sums.visits)), noted)
        page.stat(_("Unique youths"), numbers.whole(total(sums.youths)))
        second = ngettext(
            "{count} session with a second leader", "{count} sessions with a second leader", sums.second_leaders
        )
        page.stat(_("Times led"), numbers.whole(total(sums.leaders)), second)


def sums(sheet: Sheet) -> None:
    """A table for each measure, by age group and gender."""
    head = [_("Age group"), *(_(words.GENDERS[gender]) for gender in GENDERS), _("All")]
    for measure in SHOWN:
        rows = [[group, *map(numbers.whole, counts)] for group, counts in _said(sheet, measure)]
        page.table(_(MEASURES[measure]), head, rows, range(1, len(head)))
    page.source_note(
        _("A session stands in each row where somebody counts, and once in the totals: its rows need not add up.")
    )


def _said(sheet: Sheet, measure: str) -> Sequence[tuple[str, tuple[int, ...]]]:
    """The rows of a measure; of leaders only those that say something."""
    rows = list(rows_of(sheet, measure))
    return [row for row in rows[:-1] if row[1][-1] or measure != "leaders"] + rows[-1:]


def by_rule(sheet: Sheet) -> None:
    """How many sessions each rule hits, whether it takes them whole or in part."""
    hit = Counter((failure.rule, one.counts) for one in sheet.judged for failure in _once(one))
    rows = [
        [_(name), numbers.whole(hit[rule, False]), numbers.whole(hit[rule, True])]
        for rule, name in words.RULES.items()
        if hit[rule, False] or hit[rule, True]
    ]
    page.table(
        _("Rules that were not met"), [_("Rule"), _("Sessions that do not count"), _("Count in part")], rows, (1, 2)
    )


def _once(one: Judged) -> Collection[Failure]:
    """A session's failures, each rule but once."""
    return {failure.rule: failure for failure in one.failures}.values()


def failures(caption: str, found: Sequence[Judged], zone: str) -> None:
    """A row for each session with every reason, the newest first."""
    rows = [[_when(one, zone), one.held.title, _reasons(one)] for one in reversed(found)]
    page.table(caption, [_("When"), _("Session"), _("Why")], rows)


def _when(one: Judged, zone: str) -> str:
    held = one.held
    day = f"{dates.weekday(held.day)} {dates.day_and_month(held.day)}"
    return f"{day} {dates.hours(held.starts_at, held.ends_at, zone)}"


def _reasons(one: Judged) -> Markup:
    return Markup("<br>").join(
        _REASON.format(rule=_(words.RULES[failure.rule]), why=words.reason(failure)) for failure in one.failures
    )


def links(sheet: Sheet) -> None:
    """The application as files; each that is taken is written down in the log."""
    looks.load()
    at = {"lab": sheet.lab.id, "period": sheet.period.name, "rules": sheet.profile.id}
    rows = [_FILE.format(**at, kind=kind, name=_(name), use=_(use)) for kind, name, use in FORMATS]
    page.html(_FILES.format(Markup("").join(rows)))


def rules(profile: Profile) -> None:
    """What a set of rules asks, in words."""
    lines = [
        _("Ages {bands}: the year of the session less the year of birth.", bands=bands_told(profile.bands)),
        _("A session lasts at least {minutes} minutes.", minutes=profile.minutes),
        ngettext(
            "At least {count} participant who counts.", "At least {count} participants who count.", profile.participants
        ),
        _("At most {number} participants count for each leader.", number=profile.youths_per_leader),
        _leader(profile),
        _("Each participant counts once a day.") if profile.one_a_day else _("A participant counts each time."),
        _homes(profile),
        _("A leader counts in one session at a time."),
    ]
    page.html(_RULES.format(Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)))
    if profile.note:
        page.source_note(profile.note)


def _leader(profile: Profile) -> str:
    if not profile.leader_age:
        return _("At least one leader, of any age.")
    return _("At least one leader who turns {age} or more that year.", age=profile.leader_age)


def _homes(profile: Profile) -> str:
    if not profile.residents_of:
        return _("Everyone counts, wherever they live.")
    if profile.residents_of == (OWN_MUNICIPALITY,):
        return _("Only those who live in the lab's municipality count.")
    names = [areas.find(page.shop(), code).name for code in profile.residents_of if code != OWN_MUNICIPALITY]
    return _("Only those who live here count: {names}.", names=", ".join(names))
