"""Sessions as an iCalendar file (RFC 5545), as Google, Apple, Outlook and Thunderbird subscribe to. Pure.

Each session is an event of its own, also one of a series: its identity never changes, its sequence grows with each
change, and a cancelled one is sent as cancelled, because a calendar that only finds it gone may keep it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

PRODUCT = "-//Verkstad//Sessions//EN"
ASK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """One session as a calendar shows it; nothing about those who come."""

    id: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    description: str
    cancelled: bool
    url: str = ""


def written(name: str, zone: str, entries: Sequence[Entry], alarm_minutes: int = 0, alarm_text: str = "") -> bytes:
    """The file of a calendar called `name`, its times on the wall of `zone`; the same entries give the same bytes.

    With `alarm_minutes` above 0 each event that is held rings so long before its start, saying `alarm_text`.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    if entries and zone != "UTC":
        years = [moment.year for one in entries for moment in (one.starts_at, one.ends_at)]
        calendar.add_component(_zone(zone, min(years) - 1, max(years) + 1))
    for one in entries:
        calendar.add_component(_event(one, zone, alarm_minutes, alarm_text))
    body: bytes = calendar.to_ical()
    return body


def uid(session: str) -> str:
    """A session's name in every calendar of the world."""
    return f"{session}@sessions.verkstad"


@lru_cache(maxsize=64)
def _zone(zone: str, first_year: int, last_year: int) -> Timezone:
    return Timezone.from_tzid(zone, first_date=date(first_year, 1, 1), last_date=date(last_year, 12, 31))


def _event(one: Entry, zone: str, alarm_minutes: int, alarm_text: str) -> Event:
    event = Event()
    event.add("uid", uid(one.id))
    event.add("dtstamp", one.changed_at.astimezone(UTC))
    event.add("last-modified", one.changed_at.astimezone(UTC))
    event.add("sequence", one.sequence)
    event.add("dtstart", one.starts_at.astimezone(ZoneInfo(zone)))
    event.add("dtend", one.ends_at.astimezone(ZoneInfo(zone)))
    event.add("summary", _shown(one.title))
    event.add("location", _shown(one.place))
    event.add("description", _shown(one.description))
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if one.cancelled else "OPAQUE")
    if one.url:
        event.add("url", one.url)
    if alarm_minutes and not one.cancelled:
        event.add_component(_alarm(alarm_minutes, alarm_text or one.title))
    return event


def _alarm(minutes: int, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _shown(text))
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm


def _shown(text: str) -> str:
    """Text without the control characters that RFC 5545 forbids; lines end in one way."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or letter.isprintable() or ord(letter) > 159)
