"""How many leaders a session needs, and what keeps somebody from leading it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bookings.rules import OLDEST, YOUNGEST
from lab.errors import LabError, NotValid
from lab.i18n import N_

MOST_YOUTHS = 50


@dataclass(frozen=True)
class Ratio:
    """At most so many youths for each leader, where any of them is `youngest` to `oldest` years old."""

    youngest: int
    oldest: int
    youths: int


class LeaderBusy(LabError):
    message = N_("{leader} already leads “{title}” then.")
    hint = N_("Choose another leader or another time.")
    status = 409


class TooFewLeaders(NotValid):
    message = N_("{seats} youths aged {youngest}–{oldest} need {needed} leaders here, and the session has {have}.")
    hint = N_("Choose more leaders or fewer seats.")


class NobodyLeads(LabError):
    message = N_("Nobody leads this session.")
    hint = N_("Choose a leader first.")
    status = 409


class RatiosNotValid(NotValid):
    message = N_("These ages cannot be used.")
    hint = N_("Choose ages from {first} to {last}, each age in one row only, and from 1 to {most} youths for a leader.")


def leaders_needed(seats: int, youngest: int, oldest: int, ratios: Sequence[Ratio]) -> int:
    """At least one; else so many that the strictest row holds that any youth of the session could fall under."""
    strictest = [one.youths for one in ratios if one.youngest <= oldest and one.oldest >= youngest]
    return max(1, -(-seats // min(strictest))) if strictest else 1


def check_ratios(ratios: Sequence[Ratio]) -> None:
    """Refuse ages outside 6-25, reversed or in two rows, and numbers of youths outside 1-50."""
    rows = sorted(ratios, key=lambda one: one.youngest)
    good = all(YOUNGEST <= one.youngest <= one.oldest <= OLDEST and 1 <= one.youths <= MOST_YOUTHS for one in rows)
    apart = all(one.oldest < other.youngest for one, other in pairwise(rows))
    if not good or not apart:
        raise RatiosNotValid(first=YOUNGEST, last=OLDEST, most=MOST_YOUTHS)


def check_staffing(seats: int, ages: tuple[int, int], have: int, ratios: Sequence[Ratio]) -> None:
    """Refuse fewer leaders than the session's seats and ages need."""
    needed = leaders_needed(seats, *ages, ratios)
    if have < needed and not have:
        raise NobodyLeads()
    if have < needed:
        raise TooFewLeaders(seats=seats, youngest=ages[0], oldest=ages[1], needed=needed, have=have)


def short_name(email: str) -> str:
    """What colleagues call someone: the part of the address before the @."""
    return email.partition("@")[0]
