"""A lab's application for a half-year: what counts, what does not and why, and its files.

The numbers are exact. They are for the lab's own leaders, and for whoever pays the support; reports for others are made
of frozen releases and know nothing of them.
"""

from dataclasses import dataclass
from datetime import date

from bookings.attendance import attended, profiles
from bookings.attendance.profile import Profile
from bookings.attendance.rules import Judged, judge
from bookings.attendance.sums import Sums, summed
from bookings.labs import Lab, lab_of
from lab.access import Actor, require
from lab.participation.periods import ZONE, Period
from lab.runtime import Workshop


@dataclass(frozen=True)
class Sheet:
    """One lab, one half-year, one set of rules. `running`: the half-year is not over, so the numbers will grow."""

    lab: Lab
    period: Period
    profile: Profile
    due: date
    running: bool
    judged: tuple[Judged, ...]
    sums: Sums

    @property
    def refused(self) -> tuple[Judged, ...]:
        """Sessions that do not count."""
        return tuple(one for one in self.judged if not one.counts)

    @property
    def partial(self) -> tuple[Judged, ...]:
        """Sessions that count, without somebody who came or led."""
        return tuple(one for one in self.judged if one.counts and one.failures)


def sheet(shop: Workshop, actor: Actor, lab: str, period: Period, profile: str = "") -> Sheet:
    """What a lab can apply for. Without a profile named, the lab's own or else the state's. Raises ProfileUnknown."""
    require(actor, "see-lab-numbers", f"lab:{lab}")
    rules, place, now = profiles.one_of(shop, actor, lab, profile), lab_of(shop, lab), shop.clock()
    with shop.database.read() as read:
        judged = judge(attended.held(read, lab, period, place.time_zone, now), rules)
    return Sheet(place, period, rules, rules.due(period), period.ends_at > now, judged, summed(judged, rules))


def next_due(shop: Workshop, profile: Profile) -> Period:
    """The half-year that is to be applied for next."""
    running = Period.of(shop.clock())
    return profile.next_due(today(shop), running)


def today(shop: Workshop) -> date:
    """The day on Swedish walls, where due dates are."""
    return shop.clock().astimezone(ZONE).date()
