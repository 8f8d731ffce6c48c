"""Closures out of somebody's calendar file: holidays, a school's breaks, a house that is closed. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar

from bookings.opening_rules import LONGEST_REASON, MINUTES_OF_DAY, Closing
from lab.errors import NotValid
from lab.i18n import N_

LARGEST = 2 * 1024 * 1024
MOST = 500
YEARS_AHEAD = 3
MANY_A_DAY = ("SECONDLY", "MINUTELY", "HOURLY")
BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)
"""What reading a file that breaks RFC 5545 can raise."""


class NotACalendar(NotValid):
    message = N_("This file is no calendar.")
    hint = N_("Choose a file that ends with .ics, of at most {megabytes} MB.")


class TooManyClosings(NotValid):
    message = N_("The calendar has more than {most} coming events.")
    hint = N_("Export only the events when the lab is closed.")


def closings(data: bytes, zone: str, today: date, untitled: str) -> list[Closing]:
    """The coming events of an iCalendar file as times when a lab in `zone` is closed, in order, each once.

    Repeated events are counted three years ahead; cancelled ones are left out; one without a name is `untitled`.
    Raises NotACalendar, TooManyClosings.
    """
    if len(data) > LARGEST:
        raise NotACalendar(megabytes=LARGEST // 1024**2)
    try:
        found = {one for events in _calendars(data) for one in _of_calendar(events, zone, today, untitled)}
    except BROKEN as error:
        raise NotACalendar(megabytes=LARGEST // 1024**2) from error
    if len(found) > MOST:
        raise TooManyClosings(most=MOST)
    return sorted(found, key=lambda one: (one.begins, one.ends, one.reason))


def _calendars(data: bytes) -> list[list[Any]]:
    """The events of each calendar in the file. Raises ValueError where there is no calendar."""
    found: Any = Calendar.from_ical(data.decode("utf-8-sig"), multiple=True)
    calendars = [one for one in found if one.name == "VCALENDAR"]
    if not calendars:
        raise ValueError("no VCALENDAR")
    return [one.walk("VEVENT") for one in calendars]


def _of_calendar(events: list[Any], zone: str, today: date, untitled: str) -> Iterator[Closing]:
    """At most one more than can be taken, so that an endless calendar ends."""
    moved = {(str(one.get("uid")), _key(one["recurrence-id"].dt, zone)) for one in events if "recurrence-id" in one}
    every = (one for event in events for one in _of_event(event, zone, today, untitled, moved))
    return islice(every, MOST + 1)


def _of_event(event: Any, zone: str, today: date, untitled: str, moved: set[tuple[str, datetime]]) -> Iterator[Closing]:
    if "dtstart" not in event or str(event.get("status", "")).upper() == "CANCELLED":
        return
    first = _closing(event, zone, untitled)
    if first is None:
        return
    for begins in _starts(event, first, zone, today):
        if "recurrence-id" in event or (str(event.get("uid")), begins) not in moved:
            again = _between(first.reason, begins, begins + (first.ends - first.begins))
            if again.last_day >= today:
                yield again


def _closing(event: Any, zone: str, untitled: str) -> Closing | None:
    """The event's first time; None where it takes no time at all."""
    start = event["dtstart"].dt
    whole_days = not isinstance(start, datetime)
    begins = _key(start, zone)
    ends = _end(event, begins, zone, whole_days)
    if ends <= begins:
        return None
    reason = " ".join(str(event.get("summary", "")).split())[:LONGEST_REASON].strip() or untitled
    return _between(reason, begins, ends)


def _end(event: Any, begins: datetime, zone: str, whole_days: bool) -> datetime:
    """RFC 5545 3.6.1: DTEND, or DURATION, or else one day for a date and no time for a moment."""
    if "dtend" in event:
        return _key(event["dtend"].dt, zone)
    if "duration" in event:
        length: timedelta = event["duration"].dt
        return begins + length
    return begins + timedelta(days=1 if whole_days else 0)


def _starts(event: Any, first: Closing, zone: str, today: date) -> Iterator[datetime]:
    """When it begins, on the lab's wall; repeated by RRULE, without EXDATE, until some years ahead."""
    if "rrule" not in event or "recurrence-id" in event:
        yield first.begins
        return
    since = datetime.combine(today, time()) - (first.ends - first.begins)
    until = since + timedelta(days=366 * YEARS_AHEAD)
    rules = event["rrule"] if isinstance(event["rrule"], list) else [event["rrule"]]
    left_out = set(_left_out(event, zone))
    for rule in rules:
        text = _without_zone(rule.to_ical().decode(), zone)
        every = rrulestr(text, dtstart=first.begins).xafter(since, inc=True)
        yield from (begins for begins in takewhile(lambda begins: begins <= until, every) if begins not in left_out)


def _without_zone(rule: str, zone: str) -> str:
    """UNTIL is written in UTC; on the wall clock that we count on it has none."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    if parts["FREQ"].upper() in MANY_A_DAY:
        raise TooManyClosings(most=MOST)
    until = parts.get("UNTIL", "")
    if until.endswith("Z"):
        moment = datetime.strptime(until, "%Y%m%dT%H%M%S%z").astimezone(ZoneInfo(zone))
        parts["UNTIL"] = f"{moment:%Y%m%dT%H%M%S}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _left_out(event: Any, zone: str) -> Iterator[datetime]:
    given = event.get("exdate", [])
    for dates in given if isinstance(given, list) else [given]:
        for one in dates.dts:
            yield _key(one.dt, zone)


def _between(reason: str, begins: datetime, ends: datetime) -> Closing:
    """Midnight is the end of the day before, not the beginning of the next."""
    last, to = ends.date(), ends.hour * 60 + ends.minute
    if to == 0:
        last, to = last - timedelta(days=1), MINUTES_OF_DAY
    return Closing(reason, begins.date(), last, begins.hour * 60 + begins.minute, to)


def _key(moment: date, zone: str) -> datetime:
    """A day or a moment on the lab's wall clock, without a zone; one without a zone is already there."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    local = moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment
    return local.replace(tzinfo=None, second=0, microsecond=0)
