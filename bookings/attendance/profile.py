"""Whose rules an application follows: ages, minutes, how many, and when it is due. Pure data, one object for each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from lab.errors import NotValid
from lab.i18n import N_
from lab.participation.periods import Period

OWN_MUNICIPALITY = "own"
"""Among the residents that count: those of the municipality that the lab lies in."""
OLDEST_AGE = 99
LONGEST_MINUTES = 720
MOST_BANDS = 8
LONGEST_NAME = 80

Band = tuple[int, int]
"""The youngest and the oldest age in years, both counted."""
Day = tuple[int, int]
"""Month and day."""


class BandsNotValid(NotValid):
    message = N_("These age groups cannot be used.")
    hint = N_("Write them like 7–12, 13–16, 17–20: each age in one group only, and at most {most} groups.")


class NumberOutside(NotValid):
    message = N_("{number} cannot be used for: {what}")
    hint = N_("Choose from {least} to {most}.")


class DueDateNotValid(NotValid):
    message = N_("An application cannot be due on that day.")
    hint = N_("Choose a day that every year has, in the half-year after the one that is reported.")


class ProfileNameMissing(NotValid):
    message = N_("The rules have no name.")
    hint = N_("Write who pays, with at most {most} characters.")


@dataclass(frozen=True)
class Profile:
    """What must hold for a session, a visit and a leader to count. `leader_age` 0 asks nothing of a leader's age."""

    id: str
    name: str
    note: str
    bands: tuple[Band, ...]
    minutes: int
    participants: int
    youths_per_leader: int
    leader_age: int
    one_a_day: bool
    residents_of: tuple[str, ...]
    """Codes of municipalities, or OWN_MUNICIPALITY; empty: wherever one lives."""
    due_spring: Day
    """For January to June, in the same year."""
    due_autumn: Day
    """For July to December, in the year after."""

    def band_of(self, age: int) -> Band | None:
        """The group that an age falls in; None where it does not count."""
        return next((band for band in self.bands if band[0] <= age <= band[1]), None)

    def due(self, period: Period) -> date:
        """The last day to apply for a half-year."""
        month, day = self.due_spring if period.half == 1 else self.due_autumn
        return date(period.year + (period.half == 2), month, day)

    def next_due(self, today: date, running: Period) -> Period:
        """The half-year to apply for next: the one before, until its last day has passed, then the running one."""
        before = running.before()
        return before if self.due(before) >= today else running


def bands_from(text: str) -> tuple[Band, ...]:
    """Age groups as people write them: "7-12, 13-16". Raises BandsNotValid."""
    parts = [part for part in re.split(r"[,;\n]+", text) if part.strip()]
    found = [re.fullmatch(r"\s*(\d{1,2})\s*[-–]\s*(\d{1,2})\s*", part) for part in parts]
    if not all(found):
        raise BandsNotValid(most=MOST_BANDS)
    return tuple((int(one[1]), int(one[2])) for one in found if one)


def bands_told(bands: Sequence[Band]) -> str:
    """ "7–12, 13–16"."""
    return ", ".join(f"{youngest}–{oldest}" for youngest, oldest in bands)


def check(profile: Profile) -> None:
    """Refuse rules that contradict themselves, and days that some year does not have."""
    if not 0 < len(profile.name.strip()) <= LONGEST_NAME:
        raise ProfileNameMissing(most=LONGEST_NAME)
    _check_bands(profile.bands)
    for what, number, least, most in (
        (N_("Shortest session, minutes"), profile.minutes, 0, LONGEST_MINUTES),
        (N_("Fewest participants"), profile.participants, 1, 200),
        (N_("Most participants for each leader"), profile.youths_per_leader, 1, 200),
        (N_("Youngest leader, years"), profile.leader_age, 0, OLDEST_AGE),
    ):
        if not least <= number <= most:
            raise NumberOutside(number=number, what=what, least=least, most=most)
    _check_day(profile.due_spring, range(7, 13))
    _check_day(profile.due_autumn, range(1, 7))


def _check_bands(bands: Sequence[Band]) -> None:
    good = all(0 <= youngest <= oldest <= OLDEST_AGE for youngest, oldest in bands)
    apart = all(one[1] < other[0] for one, other in pairwise(bands))
    if not (0 < len(bands) <= MOST_BANDS and good and apart):
        raise BandsNotValid(most=MOST_BANDS)


def _check_day(day: Day, months: range) -> None:
    try:
        date(2025, *day)
    except ValueError as wrong:
        raise DueDateNotValid() from wrong
    if day[0] not in months:
        raise DueDateNotValid()
