"""An application as CSV: the sums that a form asks for, or the sessions one by one with each reason."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from bookings.attendance import words
from bookings.attendance.rules import Judged, Visit
from bookings.attendance.sheets import Sheet
from bookings.attendance.sums import ALL, GENDERS, Table, column_of, groups, leader_groups
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.sheet_files import as_csv

MEASURES = {
    "sessions": N_("Sessions"),
    "visits": N_("Visits"),
    "youths": N_("Unique youths"),
    "leaders": N_("Times led"),
}


def rows_of(sheet: Sheet, measure: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """One measure of MEASURES: each age group with its numbers by gender and in all, then all ages."""
    table: Table = getattr(sheet.sums, measure)
    keys = leader_groups(sheet.profile) if measure == "leaders" else groups(sheet.profile)
    for key in keys:
        yield words.age_group(key, sheet.profile), _by_gender(table, key)
    yield _("All ages"), _by_gender(table, ALL)


def sums_csv(sheet: Sheet) -> bytes:
    """A row for each measure and age group."""
    said = [sheet.period.name, sheet.lab.name, sheet.profile.name]
    head = [_("Half-year"), _("Lab"), _("Rules"), _("What is counted"), _("Age group"), *_genders(), _("All")]
    rows = [
        [*said, _(name), group, *numbers]
        for measure, name in MEASURES.items()
        for group, numbers in rows_of(sheet, measure)
    ]
    return as_csv(head, rows)


def sessions_csv(sheet: Sheet) -> bytes:
    """A row for each session that was held, counted or not."""
    ages = [words.age_group(key, sheet.profile) for key in groups(sheet.profile)]
    head = [
        *(
            _("Lab"),
            _("Day"),
            _("Begins"),
            _("Ends"),
            _("Minutes"),
            _("Session"),
            _("Room"),
            _("Counts"),
            _("Came"),
            _("Visits that count"),
        ),
        *(f"{age} {gender}" for age in ages for gender in _genders()),
        *(_("Leaders that count"), _("Why not all")),
    ]
    return as_csv(head, (_session(sheet, one) for one in sheet.judged))


def _session(sheet: Sheet, one: Judged) -> list[object]:
    held, zone = one.held, ZoneInfo(sheet.lab.time_zone)
    from_to = [f"{moment.astimezone(zone):%H:%M}" for moment in (held.starts_at, held.ends_at)]
    return [
        *(sheet.lab.name, held.day.isoformat(), *from_to, held.minutes, held.title, held.room),
        *(_("yes") if one.counts else _("no"), len(held.visits), len(one.visits)),
        *_cells(sheet, one),
        *(len(one.leaders), " ".join(words.reason(failure) for failure in one.failures)),
    ]


def _cells(sheet: Sheet, one: Judged) -> Iterable[int]:
    """Visits that count, by age group and gender."""
    for band in sheet.profile.bands:
        for gender in GENDERS:
            yield sum(_is_in(visit, one, sheet, band, gender) for visit in one.visits)


def _is_in(visit: Visit, one: Judged, sheet: Sheet, band: tuple[int, int], gender: str) -> bool:
    return sheet.profile.band_of(one.held.age(visit.birth_year)) == band and column_of(visit.gender) == gender


def _by_gender(table: Table, key: str) -> tuple[int, ...]:
    return tuple(table.get((key, gender), 0) for gender in (*GENDERS, ALL))


def _genders() -> list[str]:
    return [_(words.GENDERS[gender]) for gender in GENDERS]
