"""What may be booked, and who may sit down. Pure: no clock, no store; times are aware, UTC unless told otherwise."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from lab.errors import LabError, NotValid
from lab.exercise import Exercise
from lab.i18n import N_

QUARTER = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
LATE_BOOKING = timedelta(hours=1)
"""A session forgotten in the calendar can still be booked while the youths stand at the door."""
OPENS_BEFORE = timedelta(hours=2)
YOUNGEST, OLDEST = 6, 25
LONGEST_NAME = 80


class Status(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


STATUS_NAMES = {
    Status.PLANNED: N_("Planned"),
    Status.OPEN: N_("Open now"),
    Status.CLOSED: N_("Closed"),
    Status.CANCELLED: N_("Cancelled"),
}


@dataclass(frozen=True)
class Draft:
    """What a leader asks for."""

    lab: str
    room: str
    title: str
    starts_at: datetime
    ends_at: datetime
    seats: int
    youngest: int
    oldest: int
    """Years; the span includes both ends."""
    exercises: tuple[str, ...]
    """Slugs, in the order that youths see them."""


@dataclass(frozen=True)
class Session:
    """A booked time. `pin` is six digits while the session is open, else empty."""

    id: str
    lab: str
    room: str
    title: str
    starts_at: datetime
    ends_at: datetime
    seats: int
    youngest: int
    oldest: int
    exercises: tuple[str, ...]
    status: str
    pin: str
    opened_at: datetime | None
    closed_at: datetime | None


class NameMissing(NotValid):
    message = N_("A name is missing.")
    hint = N_("Write a name of at most {most} characters.")


class EndsBeforeStart(NotValid):
    message = N_("The session ends before it starts.")
    hint = N_("Choose a later end.")


class SessionTooLong(NotValid):
    message = N_("A session can be at most {hours} hours.")
    hint = N_("Choose an earlier end, or book two sessions.")


class SessionInThePast(NotValid):
    message = N_("That time has already passed.")
    hint = N_("Choose a later time.")


class LocalTimeMissing(NotValid):
    message = N_("The clock never shows {time} on {day}: that night it is moved to summer time.")
    hint = N_("Choose a time an hour later.")


class TooFewStations(NotValid):
    message = N_("The room has {stations} stations, too few for {seats} seats.")
    hint = N_("Choose fewer seats or a larger room.")


class SeatsNeeded(NotValid):
    message = N_("A session needs at least one seat.")
    hint = N_("Choose how many youths can come.")


class SeatsTaken(NotValid):
    message = N_("Seat {number} is taken, so there cannot be fewer seats than that.")
    hint = N_("Choose at least {number} seats.")


class AgesReversed(NotValid):
    message = N_("The age span {youngest}–{oldest} cannot be used.")
    hint = N_("Choose ages from {first} to {last}, the youngest first.")


class ExercisesMissing(NotValid):
    message = N_("The session has no exercise.")
    hint = N_("Choose at least one.")


class ExerciseUnknown(NotValid):
    message = N_("One of the exercises does not exist here.")
    hint = N_("Choose another exercise.")


class ExerciseForOtherAges(NotValid):
    message = N_("One of the exercises is made for ages {youngest}–{oldest}, not for this session's.")
    hint = N_("Choose another exercise or other ages.")


class RoomTaken(LabError):
    message = N_("The room is already booked then, for “{title}”.")
    hint = N_("Choose another room or another time.")
    status = 409


class WrongStatus(LabError):
    message = N_("This session can no longer be changed like that.")
    hint = N_("Look at the calendar: someone may just have opened, closed or cancelled it.")
    status = 409


class TooEarlyToOpen(LabError):
    message = N_("The session starts later: it can be opened two hours before.")
    hint = N_("If the time is wrong, change the session first.")
    status = 409


class SessionFull(LabError):
    message = N_("All seats are taken.")
    hint = N_("Talk to your leader: there may be room another time.")
    status = 409


class SessionNotOpen(LabError):
    message = N_("This session is not open now.")
    hint = N_("Ask your leader for today's PIN.")
    status = 409


class AgeOutside(NotValid):
    message = N_("This session is for you who are {youngest}–{oldest} years old.")
    hint = N_("Talk to your leader: perhaps another session suits you better.")


def check(draft: Draft, stations: int, exercises: Iterable[Exercise]) -> None:
    """Refuse a draft that could never be held: its times, seats, ages or exercises do not fit together."""
    check_name(draft.title)
    check_length(draft.starts_at, draft.ends_at)
    check_seats(draft.seats, stations)
    check_ages(draft.youngest, draft.oldest)
    check_exercises(draft, exercises)


def check_name(name: str) -> None:
    """Refuse an empty name, and one too long for a calendar."""
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise NameMissing(most=LONGEST_NAME)


def check_length(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse a session that ends before it starts or lasts over twelve hours (hours that pass, whatever clocks say)."""
    if ends_at <= starts_at:
        raise EndsBeforeStart()
    if ends_at - starts_at > LONGEST:
        raise SessionTooLong(hours=int(LONGEST.total_seconds() // 3600))


def check_not_past(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Refuse a session that is over, or that began more than an hour ago."""
    if ends_at <= now or starts_at < now - LATE_BOOKING:
        raise SessionInThePast()


def check_moved(before: tuple[datetime, datetime], after: tuple[datetime, datetime], now: datetime) -> None:
    """Refuse moving a session into the past; one that has begun may keep its start and be made longer or shorter."""
    if after != before:
        check_not_past(now if after[0] == before[0] else after[0], after[1], now)


def check_seats(seats: int, stations: int) -> None:
    """Refuse no seats, and more seats than the room has stations."""
    if seats < 1:
        raise SeatsNeeded()
    if seats > stations:
        raise TooFewStations(stations=stations, seats=seats)


def check_ages(youngest: int, oldest: int) -> None:
    """Refuse an age span that is reversed or outside 6-25."""
    if not YOUNGEST <= youngest <= oldest <= OLDEST:
        raise AgesReversed(youngest=youngest, oldest=oldest, first=YOUNGEST, last=OLDEST)


def check_exercises(draft: Draft, exercises: Iterable[Exercise]) -> None:
    """Refuse none, an unknown one, and one made for ages that are all outside the session's."""
    known = {exercise.slug: exercise for exercise in exercises}
    if not draft.exercises:
        raise ExercisesMissing()
    for slug in draft.exercises:
        if slug not in known:
            raise ExerciseUnknown(slug=slug)
        youngest, oldest = known[slug].ages
        if oldest < draft.youngest or youngest > draft.oldest:
            raise ExerciseForOtherAges(slug=slug, youngest=youngest, oldest=oldest)


def check_age(ages: Collection[int], youngest: int, oldest: int) -> None:
    """Refuse a youth when none of `ages` is in the span; a birth year alone leaves two ages possible."""
    if not any(youngest <= age <= oldest for age in ages):
        raise AgeOutside(youngest=youngest, oldest=oldest)


def check_opening(status: str, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Refuse to open a cancelled or past session, or one that is not soon. A closed one may open again in its time."""
    if status not in (Status.PLANNED, Status.CLOSED):
        raise WrongStatus()
    if now >= ends_at:
        raise SessionInThePast()
    if now < starts_at - OPENS_BEFORE:
        raise TooEarlyToOpen()


def check_shrinking(seats: int, taken: Collection[int]) -> None:
    """Refuse fewer seats than the highest one somebody sits in."""
    highest = max(taken, default=0)
    if seats < highest:
        raise SeatsTaken(number=highest)


def quarters(starts_at: datetime, ends_at: datetime) -> tuple[datetime, ...]:
    """Every quarter of an hour that the time touches, as UTC starts: what a session claims of its room."""
    first = starts_at.astimezone(UTC)
    first -= timedelta(minutes=first.minute % 15, seconds=first.second, microseconds=first.microsecond)
    touched = []
    while first < ends_at:
        touched.append(first)
        first += QUARTER
    return tuple(touched)


def free_seat(seats: int, taken: Collection[int], left: Sequence[int]) -> int:
    """The seat to give next: the lowest that nobody has had, else the one left longest ago. Refused when all are taken.

    A seat that somebody left is given last, so that what was made there is not mixed with another's.
    """
    numbers = range(1, seats + 1)
    for number in numbers:
        if number not in taken and number not in left:
            return number
    for number in left:
        if number in numbers and number not in taken:
            return number
    raise SessionFull()


def admits(status: str, ends_at: datetime, now: datetime, minutes_after: int) -> bool:
    """Whether a session's PIN and seats work: it is open, and not long past its end."""
    return status == Status.OPEN and now < ends_at + timedelta(minutes=minutes_after)


def from_local(day: date, clock: time, zone: str) -> datetime:
    """UTC of a local time. Of a time shown twice the first counts; one that is never shown: LocalTimeMissing."""
    local = datetime.combine(day, clock, ZoneInfo(zone))
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise LocalTimeMissing(time=f"{clock:%H:%M}", day=day.isoformat())
    return moment


def days(first: date, end: date, zone: str) -> tuple[datetime, datetime]:
    """UTC start of the local day `first`, and of the local day `end`."""
    start, stop = (datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) for day in (first, end))
    return start, stop
