"""Half-years, as reports are asked for: 2026H1 runs from 1 January to 30 June on Swedish walls."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from lab.errors import NotFound
from lab.i18n import N_, gettext, language

ZONE = ZoneInfo("Europe/Stockholm")
"""Where a report's days begin, wherever in the country its labs are."""


class PeriodUnknown(NotFound):
    message = N_("“{name}” is not a half-year.")
    hint = N_("Choose one from the list; in an address it is written like 2026H1.")


@dataclass(frozen=True, order=True)
class Period:
    """One half (1 or 2) of a calendar year."""

    year: int
    half: int

    @classmethod
    def named(cls, name: str) -> "Period":
        """The half-year written like 2026H1."""
        found = re.fullmatch(r"(20\d\d)H([12])", name)
        if found is None:
            raise PeriodUnknown(name=name)
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, moment: datetime) -> "Period":
        """The half-year that `moment` (aware) lies in."""
        here = moment.astimezone(ZONE)
        return cls(here.year, 1 if here.month <= 6 else 2)

    @property
    def name(self) -> str:
        return f"{self.year}H{self.half}"

    @property
    def starts_at(self) -> datetime:
        """Its first moment, in UTC."""
        return datetime(self.year, 6 * self.half - 5, 1, tzinfo=ZONE).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        """The first moment after it, in UTC."""
        return self.next().starts_at

    def next(self) -> "Period":
        """The half-year after this one."""
        return Period(self.year + self.half - 1, 3 - self.half)

    def before(self) -> "Period":
        """The half-year before this one."""
        return Period(self.year - (self.half == 1), 3 - self.half)

    def first_date(self) -> date:
        return date(self.year, 6 * self.half - 5, 1)

    def last_date(self) -> date:
        return self.next().first_date() - timedelta(days=1)

    def first_day(self) -> str:
        """Its first day, in the reader's language."""
        return str(format_date(self.starts_at.astimezone(ZONE), "d MMMM y", locale=language()))

    def short(self) -> str:
        """In few letters, for the axis of a figure."""
        season = N_("spring {year}") if self.half == 1 else N_("autumn {year}")
        return gettext(season, year=f"{self.year % 100:02}")

    def told(self) -> str:
        """In the reader's language."""
        months = N_("January–June {year}") if self.half == 1 else N_("July–December {year}")
        return gettext(months, year=self.year)
