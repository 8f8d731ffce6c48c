"""Three Sundays of the demo lab whose seats go out in three ways: first come, by a draw made, and by one to come."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookings import labs, openings, requests, rounds, sessions, ways
from bookings.labs import Lab
from bookings.opening_rules import open_spans
from bookings.rules import Draft, Session, from_local
from bookings.seat_terms import Asking, Kind, Sizes, Way
from lab.access import SYSTEM
from lab.runtime import Workshop

TITLE = "Söndagsverkstan"
DRAWN, ASKING = "Vårens söndagar", "Nästa omgång"
ROOM = "Ateljén"
SUNDAY = 6
AHEAD = 14
"""Days until the first of them at least: rounds need time before."""

Party = tuple[Kind, str, str, Sizes]
FIRST_COME: tuple[Party, ...] = (
    (Kind.FAMILY, "1780", "familjen.ek@example.se", {"10-12": {"girl": 2}}),
    (Kind.CLASS, "1763", "klass5@example.se", {"10-12": {"girl": 2, "boy": 2}}),
    (Kind.CLUB, "1761", "scouterna@example.se", {"10-12": {"girl": 2, "boy": 1}}),
)
IN_THE_DRAW: tuple[Party, ...] = (
    (Kind.FAMILY, "1780", "familjen.alm@example.se", {"10-12": {"boy": 2}}),
    (Kind.FAMILY, "1764", "familjen.lind@example.se", {"10-12": {"girl": 1, "boy": 1}}),
    (Kind.CLUB, "1715", "fritids@example.se", {"10-12": {"girl": 2, "boy": 2}}),
    (Kind.FAMILY, "1766", "familjen.ronn@example.se", {"13-15": {"girl": 2}}),
)


def plan_seats(shop: Workshop) -> None:
    """Plan them once, with some who have asked."""
    lab = labs.all_labs(shop, SYSTEM)[0]
    if rounds.of_lab(shop, SYSTEM, lab.id):
        return
    now = shop.clock()
    first_come, drawn, asking = (_book(shop, lab, day) for day in _sundays(shop, lab))
    ways.set_way(shop, SYSTEM, first_come.id, Way.FIRST_COME)
    _ask(shop, lab, first_come, FIRST_COME)
    made = _plan(shop, lab, DRAWN, drawn, now)
    _ask(shop, lab, drawn, IN_THE_DRAW)
    rounds.freeze(shop, SYSTEM, made)
    rounds.draw_now(shop, SYSTEM, made)
    _plan(shop, lab, ASKING, asking, now)
    _ask(shop, lab, asking, IN_THE_DRAW[:2])


def _plan(shop: Workshop, lab: Lab, title: str, session: Session, now: datetime) -> str:
    closes = session.starts_at - timedelta(days=7)
    return rounds.plan(shop, SYSTEM, rounds.Plan(lab.id, title, (session.id,), now, closes)).id


def _ask(shop: Workshop, lab: Lab, session: Session, parties: tuple[Party, ...]) -> None:
    for kind, area, contact, sizes in parties:
        asking = Asking(kind, (session.id,), contact=contact, area=area, sizes=sizes)
        requests.ask(shop, lab.id, asking, f"demo {session.id} {contact}")


def _book(shop: Workshop, lab: Lab, day: date) -> Session:
    room = next(room for room in labs.rooms(shop, lab.id) if room.name == ROOM)
    begins = from_local(day, time(13), lab.time_zone)
    exercises = tuple(exercise.slug for exercise in shop.exercises)
    ends = begins + timedelta(hours=2)
    draft = Draft(lab.id, room.id, TITLE, begins, ends, room.stations, 8, 16, exercises)
    return sessions.book(shop, SYSTEM, draft, leaders=())


def _sundays(shop: Workshop, lab: Lab) -> list[date]:
    """The first three from AHEAD on that the lab is open."""
    return [day for day, _number in zip(_open_sundays(shop, lab), range(3), strict=False)]


def _open_sundays(shop: Workshop, lab: Lab) -> Iterator[date]:
    timetable = openings.hours(shop, SYSTEM, lab.id)
    today = shop.clock().astimezone(ZoneInfo(lab.time_zone)).date()
    days = (today + timedelta(days=number) for number in range(AHEAD, 400))
    return (day for day in days if day.weekday() == SUNDAY and open_spans(timetable, day))
