"""The demo lab's coming weeks: a series around a public holiday, a closed day, special stations and a thing to lend."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from bookings import labs, openings, public_holidays, resources, series
from bookings.labs import Lab
from bookings.opening_rules import Closing
from bookings.repeats import Repeat
from bookings.resource_rules import Needs
from bookings.rules import Draft, from_local
from bookings.series import Plan
from lab.access import SYSTEM
from lab.runtime import Workshop

TITLE = "Skaparklubben"
ROOM = "Labbet"
CLEANING = "Storstädning"
SOURCE = "demo"
LENT = "Filmkamera"
FRIDAY, SUNDAY = 4, 6


def plan_term(shop: Workshop) -> None:
    """Plan the weeks once. On a holiday the demo stays open, so that there is always something to see."""
    lab = labs.all_labs(shop, SYSTEM)[0]
    today = shop.clock().astimezone(ZoneInfo(lab.time_zone)).date()
    _stay_open(shop, lab, today)
    if not resources.equipment(shop, lab.id):
        _equip(shop, lab)
        openings.close(shop, SYSTEM, lab.id, [_closed_day(today)], SOURCE)
        _plan_series(shop, lab, today)


def next_holiday(today: date) -> date:
    """The next public holiday on a Monday to Friday, a week ahead at least."""
    ahead = (today + timedelta(days=number) for number in range(8, 366))
    return next(day for day in ahead if day.weekday() <= FRIDAY and public_holidays.name(day))


def _stay_open(shop: Workshop, lab: Lab, today: date) -> None:
    soon = (today, today + timedelta(days=1))
    closed = not any(public_holidays.name(day) for day in soon)
    if openings.hours(shop, SYSTEM, lab.id).closed_on_holidays != closed:
        openings.set_holidays(shop, SYSTEM, lab.id, closed)
    for closure in openings.closures(shop, SYSTEM, lab.id):
        if closure.source == SOURCE and closure.first_day in soon:
            openings.reopen(shop, SYSTEM, closure.id)


def _equip(shop: Workshop, lab: Lab) -> None:
    for room, kind in zip(labs.rooms(shop, lab.id), ("tablet", "3d-printer"), strict=True):
        resources.set_capability(shop, SYSTEM, room.id, [room.stations], kind)
    resources.add_equipment(shop, SYSTEM, lab.id, LENT, 2)


def _closed_day(today: date) -> Closing:
    weekday = SUNDAY if next_holiday(today).weekday() == FRIDAY else FRIDAY
    day = next(day for day in _days(today, 3) if day.weekday() == weekday)
    return Closing(CLEANING, day, day)


def _plan_series(shop: Workshop, lab: Lab, today: date) -> None:
    """Every week on the weekday of the next holiday, from some weeks before it to some after; it is skipped itself."""
    holiday = next_holiday(today)
    first = next(
        day for day in _days(max(today, holiday - timedelta(weeks=5)), 1) if day.weekday() == holiday.weekday()
    )
    begins = from_local(first, time(18, 30), lab.time_zone)
    room = next(room for room in labs.rooms(shop, lab.id) if room.name == ROOM)
    exercises = tuple(exercise.slug for exercise in shop.exercises)
    draft = Draft(
        lab.id, room.id, TITLE, begins, begins + timedelta(hours=1, minutes=30), room.stations, 10, 16, exercises
    )
    repeat = Repeat((holiday.weekday(),), until=holiday + timedelta(weeks=3))
    plan = Plan(draft, repeat, Needs({"3d-printer": 1}))
    skipped = {one.day: None for one in series.preview(shop, SYSTEM, plan) if one.answer.trouble}
    series.book(shop, SYSTEM, plan, skipped)


def _days(today: date, ahead: int) -> Iterator[date]:
    return (today + timedelta(days=number) for number in range(ahead, ahead + 400))
