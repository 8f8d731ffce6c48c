"""An application to count with: the sums that a form asks for, and the sessions one by one with each reason."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bookings.attendance import words
from bookings.attendance.rules import Judged, Visit
from bookings.attendance.sheets import Sheet
from bookings.attendance.sums import ALL, GENDERS, Table, column_of, group, groups, leader_groups
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.sheet_files import About, as_csv, as_xlsx
from lab.sheet_files import Sheet as Page

MEASURES = {
    "sessions": N_("Sessions"),
    "visits": N_("Visits"),
    "youths": N_("Unique youths"),
    "leaders": N_("Times led"),
}

ROWS_APART = N_("A session stands in each row where somebody counts, and once in the totals: its rows need not add up.")


@dataclass(frozen=True)
class Number:
    """One sum; `age` and `gender` are "all" in totals."""

    period: str
    lab: str
    rules: str
    measure: str
    age: str
    gender: str
    number: int


def rows_of(sheet: Sheet, measure: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """One measure of MEASURES: each age group with its numbers by gender and in all, then all ages."""
    table = _table(sheet, measure)
    for key in _ages(sheet, measure):
        yield words.age_group(key, sheet.profile), _by_gender(table, key)
    yield _("All ages"), _by_gender(table, ALL)


def numbers_of(sheet: Sheet) -> list[Number]:
    """All sums, with the codes that machines read."""
    said = (sheet.period.name, sheet.lab.name, sheet.profile.id)
    return [
        Number(*said, measure, age, gender, _table(sheet, measure).get((age, gender), 0))
        for measure in MEASURES
        for age in (*_ages(sheet, measure), ALL)
        for gender in (*GENDERS, ALL)
    ]


def sums_csv(sheet: Sheet) -> bytes:
    """A row for each measure and age group."""
    return as_csv(*_sums(sheet))


def sessions_csv(sheet: Sheet) -> bytes:
    """A row for each session that was held, counted or not."""
    return as_csv(*_sessions(sheet))


def as_workbook(sheet: Sheet) -> bytes:
    """The sums and the sessions, each as in their CSV, and whose they are by which rules."""
    told = [sheet.lab.name, sheet.period.told(), sheet.profile.name, *filter(None, [sheet.profile.note])]
    return as_xlsx(
        [Page(_("Sums"), *_sums(sheet), 5), Page(_("Sessions"), *_sessions(sheet), 2)],
        About(_("About"), _("About the numbers"), [*told, _(ROWS_APART)]),
    )


def as_json(sheet: Sheet) -> bytes:
    """Lab, half-year and rules, the sums, and each session with the rules that it did not meet; codes, no words."""
    said = {
        **about(sheet),
        "area": sheet.lab.area,
        "sums": [
            {name: getattr(one, name) for name in ("measure", "age", "gender", "number")} for one in numbers_of(sheet)
        ],
        "sessions": [_record(sheet, one) for one in sheet.judged],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def about(sheet: Sheet) -> dict[str, str]:
    """What a file for machines says of itself."""
    return {
        "lab": sheet.lab.name,
        "period": sheet.period.name,
        "rules": sheet.profile.id,
        "rules_name": sheet.profile.name,
        "due": sheet.due.isoformat(),
    }


def _sums(sheet: Sheet) -> tuple[list[str], list[list[object]]]:
    said = [sheet.period.name, sheet.lab.name, sheet.profile.name]
    head = [_("Half-year"), _("Lab"), _("Rules"), _("What is counted"), _("Age group"), *_genders(), _("All")]
    rows: list[list[object]] = [
        [*said, _(name), group, *numbers]
        for measure, name in MEASURES.items()
        for group, numbers in rows_of(sheet, measure)
    ]
    return head, rows


def _sessions(sheet: Sheet) -> tuple[list[str], list[list[object]]]:
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
    return head, [_session(sheet, one) for one in sheet.judged]


def _record(sheet: Sheet, one: Judged) -> dict[str, object]:
    held = one.held
    return {
        "session": held.id,
        "title": held.title,
        "room": held.room,
        "day": held.day,
        "starts_at": held.starts_at,
        "ends_at": held.ends_at,
        "counts": one.counts,
        "came": len(held.visits),
        "visits": [{"age": age, "gender": gender, "number": number} for age, gender, number in _cells(sheet, one)],
        "leaders": len(one.leaders),
        "failures": [{"rule": each.rule, "number": each.number, "limit": each.limit} for each in one.failures],
    }


def _session(sheet: Sheet, one: Judged) -> list[object]:
    held, zone = one.held, ZoneInfo(sheet.lab.time_zone)
    from_to = [f"{moment.astimezone(zone):%H:%M}" for moment in (held.starts_at, held.ends_at)]
    return [
        *(sheet.lab.name, held.day.isoformat(), *from_to, held.minutes, held.title, held.room),
        *(_("yes") if one.counts else _("no"), len(held.visits), len(one.visits)),
        *(number for _age, _gender, number in _cells(sheet, one)),
        *(len(one.leaders), " ".join(words.reason(failure) for failure in one.failures)),
    ]


def _cells(sheet: Sheet, one: Judged) -> Iterator[tuple[str, str, int]]:
    """Visits that count, by age group and gender."""
    for band in sheet.profile.bands:
        for gender in GENDERS:
            yield group(band), gender, sum(_is_in(visit, one, sheet, band, gender) for visit in one.visits)


def _is_in(visit: Visit, one: Judged, sheet: Sheet, band: tuple[int, int], gender: str) -> bool:
    return sheet.profile.band_of(one.held.age(visit.birth_year)) == band and column_of(visit.gender) == gender


def _table(sheet: Sheet, measure: str) -> Table:
    table: Table = getattr(sheet.sums, measure)
    return table


def _ages(sheet: Sheet, measure: str) -> tuple[str, ...]:
    return leader_groups(sheet.profile) if measure == "leaders" else groups(sheet.profile)


def _by_gender(table: Table, key: str) -> tuple[int, ...]:
    return tuple(table.get((key, gender), 0) for gender in (*GENDERS, ALL))


def _genders() -> list[str]:
    return [_(words.GENDERS[gender]) for gender in GENDERS]
