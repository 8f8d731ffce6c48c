"""Calendar files are whole by RFC 5545, say what changed, and come back as they were sent."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bookings import ical
from bookings.calendar_import import NotACalendar, TooManyClosings, closings
from bookings.ical import Entry
from bookings.opening_rules import Closing

STOCKHOLM = "Europe/Stockholm"
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
TEXTS = st.text(max_size=120)
ENTRIES = st.builds(
    lambda number, sequence, changed, starts, minutes, title, place, text, cancelled: Entry(
        f"{number:016x}", sequence, changed, starts, starts + timedelta(minutes=minutes), title, place, text, cancelled
    ),
    st.integers(0, 2**64 - 1),
    st.integers(0, 500),
    MOMENTS,
    MOMENTS,
    st.integers(15, 720),
    TEXTS,
    TEXTS,
    TEXTS,
    st.booleans(),
)
LISTS = st.lists(ENTRIES, max_size=4, unique_by=lambda one: one.id)


def one(**changes: object) -> Entry:
    start = datetime(2026, 3, 24, 14, 30, tzinfo=UTC)
    known = {"sequence": 3, "changed_at": start - timedelta(days=9), "cancelled": False}
    facts = {"title": "Måla", "place": "Ateljén, Verkstan", "description": "12 platser"} | known | changes
    return Entry(id="00ff00ff00ff00ff", starts_at=start, ends_at=start + timedelta(hours=2), **facts)  # type: ignore[arg-type]


def events(body: bytes) -> list:
    calendar = Calendar.from_ical(body)
    return list(calendar.walk("VEVENT"))  # type: ignore[union-attr]


def visible(text: str) -> str:
    """Text as it can be sent: without control characters, lines ended in one way."""
    return ical._shown(text)


@given(LISTS, st.sampled_from([0, 15, 1440]), st.sampled_from([STOCKHOLM, "America/New_York", "UTC"]))
def test_every_calendar_comes_back_as_it_was_sent(entries: list[Entry], alarm: int, zone: str) -> None:
    body = ical.written("Verkstan", zone, entries, alarm, "Snart")
    found = events(body)
    assert [str(event["uid"]) for event in found] == [ical.uid(entry.id) for entry in entries]
    for event, entry in zip(found, entries, strict=True):
        assert event["dtstart"].dt == entry.starts_at
        assert event["dtend"].dt == entry.ends_at
        assert event["last-modified"].dt == event["dtstamp"].dt == entry.changed_at
        assert event["sequence"] == entry.sequence
        assert event["status"] == ("CANCELLED" if entry.cancelled else "CONFIRMED")
        assert str(event["summary"]) == visible(entry.title)
        assert str(event["location"]) == visible(entry.place)
        assert str(event["description"]) == visible(entry.description)
        assert len(event.walk("VALARM")) == (1 if alarm and not entry.cancelled else 0)
    assert body == ical.written("Verkstan", zone, entries, alarm, "Snart")


@given(LISTS)
def test_the_bytes_keep_the_rules_of_rfc_5545(entries: list[Entry]) -> None:
    body = ical.written("Ett namn; med, tecken\\ och annat", STOCKHOLM, entries, 15, "Snart")
    assert body.endswith(b"END:VCALENDAR\r\n")
    lines = body.split(b"\r\n")[:-1]
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert all(len(line) <= 75 for line in lines)
    body.decode("utf-8")
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", body)
    unfolded = body.replace(b"\r\n ", b"").split(b"\r\n")
    assert unfolded.count(b"VERSION:2.0") == 1
    assert sum(line.startswith(b"PRODID:") for line in unfolded) == 1
    assert unfolded.count(b"BEGIN:VEVENT") == unfolded.count(b"END:VEVENT") == len(entries)


@pytest.mark.parametrize("name", ["UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "LAST-MODIFIED"])
def test_each_event_has_what_it_must_once(name: str) -> None:
    body = ical.written("Verkstan", STOCKHOLM, [one()], 15).decode()
    event = body[body.index("BEGIN:VEVENT") : body.index("BEGIN:VALARM")]
    assert len(re.findall(rf"^{name}[;:]", event, re.MULTILINE)) == 1


def test_times_stand_on_the_labs_wall_with_the_zone_described() -> None:
    body = ical.written("Verkstan", STOCKHOLM, [one()])
    assert b"DTSTART;TZID=Europe/Stockholm:20260324T153000" in body
    calendar = Calendar.from_ical(body)
    (zone,) = calendar.walk("VTIMEZONE")
    assert str(zone["tzid"]) == STOCKHOLM
    assert {part.name for part in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}
    told = zone.to_tz(lookup_tzid=False)
    for month in range(1, 13):
        noon = datetime(2026, month, 15, 12)
        assert told.utcoffset(noon) == ZoneInfo(STOCKHOLM).utcoffset(noon)


def test_dtstamp_is_in_utc_and_the_alarm_goes_before_the_start() -> None:
    body = ical.written("Verkstan", STOCKHOLM, [one()], 15, "Snart")
    assert re.search(rb"^DTSTAMP:\d{8}T\d{6}Z\r$", body, re.MULTILINE)
    assert b"TRIGGER:-PT15M" in body
    assert b"ACTION:DISPLAY" in body


# Closures out of a file

TODAY = date(2026, 3, 17)


def calendar(*events: str) -> bytes:
    body = "".join(
        f"BEGIN:VEVENT\nUID:{number}\nDTSTAMP:20260101T000000Z\n{event}\nEND:VEVENT\n"
        for number, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def found(*events: str) -> list[Closing]:
    return closings(calendar(*events), STOCKHOLM, TODAY, "Stängt")


def test_whole_days_end_where_the_next_one_begins() -> None:
    assert found("SUMMARY:Påsklov\nDTSTART;VALUE=DATE:20260407\nDTEND;VALUE=DATE:20260411") == [
        Closing("Påsklov", date(2026, 4, 7), date(2026, 4, 10))
    ]
    assert found("DTSTART;VALUE=DATE:20260407") == [Closing("Stängt", date(2026, 4, 7), date(2026, 4, 7))]


def test_moments_stand_on_the_labs_wall() -> None:
    utc = found("SUMMARY:Möte\nDTSTART:20260401T130000Z\nDTEND:20260401T150000Z")
    assert utc == [Closing("Möte", date(2026, 4, 1), date(2026, 4, 1), 15 * 60, 17 * 60)]
    late = found("SUMMARY:Fest\nDTSTART;TZID=Europe/Stockholm:20260401T200000\nDURATION:PT4H")
    assert late == [Closing("Fest", date(2026, 4, 1), date(2026, 4, 1), 20 * 60, 24 * 60)]


def test_past_cancelled_and_empty_ones_are_left_out() -> None:
    past = "SUMMARY:Jul\nDTSTART;VALUE=DATE:20251224\nDTEND;VALUE=DATE:20251227"
    off = "SUMMARY:Nej\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20260407"
    assert found(past, off, "SUMMARY:Nu\nDTSTART:20260401T130000Z") == []


def test_a_repeated_one_comes_each_time_but_those_left_out_or_moved() -> None:
    weekly = (
        "SUMMARY:Städning\nDTSTART;TZID=Europe/Stockholm:20260318T080000\nDTEND;TZID=Europe/Stockholm:20260318T100000\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20260408T060000Z\nEXDATE;TZID=Europe/Stockholm:20260325T080000"
    )
    moved = (
        "SUMMARY:Städning\nUID:0\nRECURRENCE-ID;TZID=Europe/Stockholm:20260401T080000\n"
        "DTSTART;TZID=Europe/Stockholm:20260402T080000\nDTEND;TZID=Europe/Stockholm:20260402T100000"
    )
    body = calendar(weekly, moved).replace(b"UID:1\r\n", b"")
    days = [one.first_day for one in closings(body, STOCKHOLM, TODAY, "Stängt")]
    assert days == [date(2026, 3, 18), date(2026, 4, 2), date(2026, 4, 8)]
    assert all((one.from_minute, one.to_minute) == (480, 600) for one in closings(body, STOCKHOLM, TODAY, "Stängt"))


@given(st.lists(st.integers(0, 700), max_size=8, unique=True), st.integers(1, 20))
def test_what_we_write_is_read_as_closures_of_the_same_times(offsets: list[int], hours: int) -> None:
    start = datetime(2026, 4, 1, 8, tzinfo=UTC)
    entries = [
        Entry(f"{number:016x}", 0, start, start + timedelta(days=number), start + timedelta(days=number, hours=hours),
              f"Stängt {number}", "", "", False)
        for number in offsets
    ]  # fmt: skip
    read = closings(ical.written("Stängt", STOCKHOLM, entries), STOCKHOLM, TODAY, "Stängt")
    zone = ZoneInfo(STOCKHOLM)
    assert [one.begins for one in read] == sorted(
        entry.starts_at.astimezone(zone).replace(tzinfo=None) for entry in entries
    )
    assert {one.ends for one in read} == {entry.ends_at.astimezone(zone).replace(tzinfo=None) for entry in entries}


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"\xff\xfe", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"BEGIN:VCALENDAR\r\n", b"x" * 3_000_000,
     calendar("DTSTART:not-a-day"), calendar("DTSTART;VALUE=DATE:20260407\nRRULE:FREQ=NEVER")],
)  # fmt: skip
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(NotACalendar):
        closings(data, STOCKHOLM, TODAY, "Stängt")


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(data: bytes) -> None:
    body = (
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260407\r\n"
        + data
        + b"\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    try:
        assert len(closings(body, STOCKHOLM, TODAY, "Stängt")) <= 500
    except (NotACalendar, TooManyClosings):
        return


@pytest.mark.parametrize("often", ["DAILY", "HOURLY", "SECONDLY;BYMONTH=2;BYMONTHDAY=30"])
def test_an_endless_calendar_ends(often: str) -> None:
    with pytest.raises(TooManyClosings):
        found(f"DTSTART:20260318T080000Z\nDTEND:20260318T083000Z\nRRULE:FREQ={often}")


def test_one_that_has_gone_on_for_long_is_counted_from_today() -> None:
    days = [one.first_day for one in found("DTSTART;VALUE=DATE:19500317\nRRULE:FREQ=YEARLY;UNTIL=20270101")]
    assert days == [date(2026, 3, 17)]
