"""The demo lab: made up from beginning to end, marked as such on every page, and never mixed with a real one."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random
from zoneinfo import ZoneInfo

from bookings import demo_leaders, demo_seats, demo_term, joining, labs, sessions
from bookings.demo_plan import (
    AREAS,
    HOME,
    LAB,
    ROOMS,
    TIME_ZONE,
    TIMETABLE,
    PastSession,
    Plan,
    Recurring,
    plan,
    youth_answers,
)
from bookings.leading_rules import LeaderBusy
from bookings.opening_rules import LabClosed
from bookings.rules import Draft, RoomTaken, Session, SessionFull, Status, from_local, quarters
from bookings.sessions import whole
from lab import facts, gallery, staff
from lab.access import EVERYWHERE, SYSTEM, Grant, Role
from lab.areas import made_up as areas
from lab.database import Transaction
from lab.errors import LabError
from lab.exercise import MadePicture, Participant
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.initiatives import made_up as initiatives
from lab.participation import ledger, made_up, releases
from lab.runtime import Workshop

SEED = 1780
PASSWORD = "verkstad-demo"
ADMIN, LEADER, REVIEWER = "admin@demo.example", "ledare@demo.example", "granskare@demo.example"
COLLEAGUE = "kim@demo.example"
"""Another leader, who leads what runs now and can be asked as a substitute."""
LASTS = timedelta(hours=3)
LEFT_AT_LEAST = timedelta(minutes=45)
SITTING = 5
PLANNED = 2
YEARS = 3


class NotADemo(LabError):
    message = N_("The lab in {folder} is a real one: the demo must not touch it.")
    hint = N_("Start it with: verkstad serve --data {folder}. Or give the demo another folder with --data.")
    status = 409


class NoRoomFree(LabError):
    message = N_("Both rooms of the demo lab are booked right now.")
    hint = N_("Cancel a session, or make the demo again with: verkstad demo --reset")


def make(shop: Workshop, seed: int = SEED) -> None:
    """Fill an empty store with the demo lab, all or nothing. Raises NotADemo when somebody works or has booked here."""
    today = shop.clock().astimezone(ZoneInfo(TIME_ZONE)).date()
    past = plan(seed, today)
    people = [staff.credentials(email, PASSWORD) for email in (ADMIN, LEADER, REVIEWER, COLLEAGUE)]
    with shop.database.transaction() as write:
        if write.value("select 1 from staff union all select 1 from lab limit 1"):
            raise NotADemo(folder=shop.settings.data)
        facts.put(write, facts.DEMO, str(seed))
        lab = labs.founded(write, SYSTEM.id, LAB, HOME, TIME_ZONE, ROOMS)
        grants = (
            Grant(Role.ADMIN, EVERYWHERE),
            Grant(Role.LEADER, f"lab:{lab.id}"),
            Grant(Role.REVIEWER, f"area:{HOME[:2]}"),
            Grant(Role.LEADER, f"lab:{lab.id}"),
        )
        ids = [staff.add(write, SYSTEM, known, [grant]) for known, grant in zip(people, grants, strict=True)]
        _write_past(write, shop, lab.id, past)
        homes = {area: (home.weight, home.girls) for area, home in AREAS.items()}
        initiatives.write_some(write, HOME, seed)
        made_up.write_past(write, lab.id, HOME, homes, past.sessions[0].starts_at, YEARS, seed)
        areas.write_groups(write)
        made_up.tell_districts(write, areas.DISTRICTED, areas.write_districts(write), seed)
        demo_leaders.write_past(write, lab.id, ids[1], ids[3])
        write.record(SYSTEM.id, "make-demo", f"lab:{lab.id}", seed=seed)
    facts.ask_again(shop)
    releases.make_due(shop)


def started(shop: Workshop) -> list[str]:
    """Have a session running and others coming, as at each start of a demo; tells how to look around in it."""
    check_demo(shop)
    _tidy(shop)
    demo_term.plan_term(shop)
    running = _running(shop)
    _plan_ahead(shop)
    demo_seats.plan_seats(shop)
    return [
        _("Demo: everything here is made up."),
        _(
            "Log in as {people}, with the password {password}",
            people=f"{ADMIN}, {LEADER}, {REVIEWER}",
            password=PASSWORD,
        ),
        _("Today's session is open at {url} with the code {pin}", url=f"{shop.settings.url}/join", pin=running.pin),
    ]


def hang_pictures(shop: Workshop, pictures: Sequence[MadePicture]) -> None:
    """Let those who sit in the running session have saved `pictures`, in turn."""
    check_demo(shop)
    sitting = _sitting(shop)
    for participant, picture in zip(cycle(sitting), pictures if sitting else ()):
        gallery.save(shop, participant, picture)
        for kind in ("started", "saved"):
            ledger.happened(shop, participant, picture.exercise, kind)


def check_demo(shop: Workshop) -> None:
    """Refuse with NotADemo what is not marked as a demo."""
    if not facts.is_demo(shop):
        raise NotADemo(folder=shop.settings.data)


# The past


def _write_past(write: Transaction, shop: Workshop, lab: str, past: Plan) -> None:
    rooms = {room.name: room.id for room in write.rows(_Named, "select id, name from room where lab = ?", [lab])}
    began = past.sessions[0].starts_at
    cards = [
        # Nobody holds these cards, so no three words lead to them.
        [youth.id, shop.keys.hash("demo-card", youth.id), youth.area, youth.birth_year, youth.gender, began]
        for youth in past.youths
    ]
    _insert(write, "card", cards)
    exercises = [exercise.slug for exercise in shop.exercises]
    _insert(write, "session", [_session_row(one, lab, rooms[one.slot.room], exercises) for one in past.sessions])
    _insert(write, "seat", [row for one in past.sessions for row in _seat_rows(one)])
    _insert(write, "exercise_event", [row for one in past.sessions for row in _event_rows(one, exercises)])
    for one in past.sessions:
        ledger.held(write, one.id, lab, HOME, one.starts_at, one.ends_at)
        for youth, minutes in zip(one.visitors, one.minutes, strict=True):
            came = one.starts_at + timedelta(minutes=minutes)
            ledger.visited(write, one.id, youth.id, lab, youth.area, youth.birth_year, youth.gender, came)


@dataclass(frozen=True)
class _Named:
    id: str
    name: str


def _session_row(one: PastSession, lab: str, room: str, exercises: list[str]) -> list[object]:
    slot = one.slot
    booked = one.starts_at - timedelta(days=14)
    span = [one.starts_at, one.ends_at]
    ages = [slot.youngest, slot.oldest]
    closed = [Status.CLOSED.value, "", booked, *span]
    return [one.id, lab, room, slot.title, *span, ROOMS[slot.room], *ages, exercises, *closed]


def _seat_rows(one: PastSession) -> list[list[object]]:
    return [
        [one.id, number, youth.id, f"demo {one.id} {number}", one.starts_at + timedelta(minutes=minutes), one.ends_at]
        for number, (youth, minutes) in enumerate(zip(one.visitors, one.minutes, strict=True), 1)
    ]


def _event_rows(one: PastSession, exercises: list[str]) -> list[list[object]]:
    """Everyone starts each exercise, most finish it, and two in three save something."""
    rows: list[list[object]] = []
    for number, youth in enumerate(one.visitors):
        kinds = ledger.EVENTS if number % 3 else ledger.EVENTS[: 1 + number % 2]
        for exercise in exercises:
            for step, kind in enumerate(kinds):
                happened = one.starts_at + timedelta(minutes=25 + 15 * step + number)
                rows.append([one.id, youth.id, exercise, kind, happened])
    return rows


def _insert(write: Transaction, table: str, rows: Sequence[Sequence[object]]) -> None:
    """All rows in one statement, which is a hundred times faster than one each."""
    if rows:
        row = f"({', '.join('?' * len(rows[0]))})"
        values = [value for each in rows for value in each]
        write.execute(f"insert into {table} values {', '.join([row] * len(rows))}", values)


# Today


def _tidy(shop: Workshop) -> None:
    """End what has run out since the last start, and cancel what was planned but never held."""
    now = shop.clock()
    with shop.database.read() as read:
        over = read.column("select id from session where status = 'open' and ends_at < ?", [now + LEFT_AT_LEAST])
        missed = read.column("select id from session where status = 'planned' and ends_at < ?", [now + LEFT_AT_LEAST])
    for session in over:
        sessions.close_now(shop, SYSTEM, session)
    for session in missed:
        sessions.cancel(shop, SYSTEM, session)


def _running(shop: Workshop) -> Session:
    """The session that is open now; one that was planned for now, or else a new one, is opened and half filled."""
    with shop.database.read() as read:
        found = read.first(
            Session,
            "select * from session where status = 'open' or (status = 'planned' and starts_at <= ?)"
            " order by status, starts_at limit 1",
            [shop.clock()],
        )
    running = whole(found) if found else _booked_now(shop)
    if running.status != Status.OPEN:
        running = sessions.open_now(shop, SYSTEM, running.id)
        _seat_some(shop, running)
    return running


def _booked_now(shop: Workshop) -> Session:
    """A session that began half an hour ago, in a room that is free."""
    lab = labs.all_labs(shop, SYSTEM)[0]
    rooms = labs.rooms(shop, lab.id)
    begins = quarters(shop.clock() - timedelta(minutes=30), shop.clock())[0]
    for room in sorted(rooms, key=lambda room: -room.stations):
        try:
            draft = _draft(shop, lab.id, room, "Måla med AI", begins, LASTS)
            return sessions.book(shop, SYSTEM, draft, leaders=_leaders(shop, COLLEAGUE))
        except (RoomTaken, LeaderBusy):
            continue
    raise NoRoomFree()


def _seat_some(shop: Workshop, running: Session) -> None:
    """Some made-up youths in their seats, the rest left for whoever tries the demo."""
    chance = Random(f"{SEED} {running.starts_at.isoformat()}")
    for number in range(min(SITTING, running.seats - 2)):
        area, age, gender = youth_answers(chance)
        age = min(max(age, running.youngest), running.oldest)
        with suppress(SessionFull):  # the rest is promised to those who signed up
            joining.join(shop, running.id, f"demo-{number}", joining.Answers(area, age, gender))


def _sitting(shop: Workshop) -> list[Participant]:
    """Those who have a seat in an open session."""
    with shop.database.read() as read:
        return read.rows(
            Participant,
            "select 'seat:' || session.id || ':' || seat.number as key, session.lab, session.id as session,"
            " seat.number as seat, seat.card, session.exercises"
            " from seat join session on session.id = seat.session where session.status = 'open' order by seat.number",
        )


def _plan_ahead(shop: Workshop) -> None:
    """The next times of the timetable, as many as are missing."""
    lab = labs.all_labs(shop, SYSTEM)[0]
    rooms = {room.name: room for room in labs.rooms(shop, lab.id)}
    with shop.database.read() as read:
        coming = (
            "select count(*) from session where status = 'planned' and id not in (select session from series_session)"
            " and id not in (select session from session_way)"
        )
        missing = PLANNED - int(read.value(coming))
    for slot, begins in _coming(shop.clock().astimezone(ZoneInfo(lab.time_zone)).date(), lab.time_zone):
        if missing > 0 and slot.room in rooms:
            lasts = timedelta(hours=slot.hours)
            draft = _draft(shop, lab.id, rooms[slot.room], slot.title, begins, lasts)
            with suppress(RoomTaken, LeaderBusy, LabClosed):
                draft = replace(draft, youngest=slot.youngest, oldest=slot.oldest)
                sessions.book(shop, SYSTEM, draft, leaders=_leaders(shop, LEADER))
                missing -= 1


def _leaders(shop: Workshop, email: str) -> list[str]:
    """The one with that address, as long as they work in the demo."""
    with shop.database.read() as read:
        return read.column("select id from staff where email = ? and not disabled", [email])


def _coming(today: date, zone: str) -> list[tuple[Recurring, datetime]]:
    """The times of the timetable from tomorrow, for two weeks."""
    days = [today + timedelta(days=ahead) for ahead in range(1, 15)]
    return [
        (slot, from_local(day, slot.starts, zone))
        for day in days
        for slot in TIMETABLE
        if slot.weekday == day.weekday()
    ]


def _draft(shop: Workshop, lab: str, room: labs.Room, title: str, begins: datetime, lasts: timedelta) -> Draft:
    exercises = tuple(exercise.slug for exercise in shop.exercises)
    return Draft(lab, room.id, title, begins, begins + lasts, room.stations, 8, 19, exercises)
