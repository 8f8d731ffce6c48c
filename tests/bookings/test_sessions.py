"""Labs, rooms and booked times."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import duckdb
import pytest

from bookings import labs, rules, sessions
from bookings.labs import Lab, Room
from bookings.rules import Draft, Session
from lab.access import ANONYMOUS, Actor, Grant, Role
from lab.areas import AreaUnknown
from lab.errors import LabError, NotAllowed, NotFound
from lab.runtime import Workshop
from tests.conftest import FakeClock

Opened = Callable[..., Session]


def count(shop: Workshop, sql: str, *parameters: object) -> int:
    with shop.database.read() as read:
        return int(read.value(f"select count(*) from {sql}", parameters))


def test_a_lab_is_founded_with_its_rooms_and_stations(shop: Workshop, admin: Actor, place: Lab) -> None:
    assert labs.all_labs(shop, admin) == [place] == [labs.lab(shop, admin, place.id)]
    assert [(room.name, room.stations) for room in labs.rooms(shop, place.id)] == [("Ateljén", 12), ("Studion", 4)]


@pytest.mark.parametrize(
    ("area", "error"), [("9999", AreaUnknown), ("17", AreaUnknown), ("", labs.MunicipalityMissing)]
)
def test_a_lab_lies_in_a_municipality(shop: Workshop, admin: Actor, area: str, error: type[LabError]) -> None:
    with pytest.raises(error):
        labs.found(shop, admin, "Verkstan", area, "Europe/Stockholm", {"A": 1})
    assert count(shop, "lab") == 0


@pytest.mark.parametrize(
    ("name", "zone", "rooms", "error"),
    [
        (" ", "Europe/Stockholm", {"A": 1}, rules.NameMissing),
        ("Verkstan", "Mars/Olympus", {"A": 1}, labs.TimeZoneUnknown),
        ("Verkstan", "Europe/Stockholm", {}, labs.RoomsMissing),
        ("Verkstan", "Europe/Stockholm", {"A": 12, "B": 0}, labs.StationsOutside),
        ("Verkstan", "Europe/Stockholm", {"": 12}, rules.NameMissing),
    ],
)
def test_a_lab_that_lacks_something_leaves_nothing_behind(
    shop: Workshop, admin: Actor, name: str, zone: str, rooms: dict[str, int], error: type[Exception]
) -> None:
    with pytest.raises(error):
        labs.found(shop, admin, name, "1780", zone, rooms)
    assert count(shop, "lab") == count(shop, "room") == count(shop, "audit where verb <> 'fill-areas'") == 0


def test_rooms_are_added_and_stations_changed(shop: Workshop, admin: Actor, place: Lab, room: Room) -> None:
    added = labs.add_room(shop, admin, place.id, "Vinden", 3)
    assert labs.change_room(shop, admin, room.id, room.name, 14).stations == 14
    assert labs.change_room(shop, admin, room.id, room.name, 10).stations == 10
    assert labs.rename(shop, admin, place.id, " Verkstaden ").name == "Verkstaden"
    assert added in labs.rooms(shop, place.id)
    with pytest.raises(NotFound):
        labs.add_room(shop, admin, "no-lab", "Vinden", 3)
    with pytest.raises(NotFound):
        labs.change_room(shop, admin, "no-room", "Ateljén", 3)
    with pytest.raises(NotFound):
        labs.rename(shop, admin, "no-lab", "Vinden")


def test_stations_that_a_coming_session_needs_stay(shop: Workshop, admin: Actor, draft: Draft) -> None:
    sessions.book(shop, admin, draft)
    with pytest.raises(labs.StationsBooked):
        labs.change_room(shop, admin, draft.room, "Ateljén", 11)


def test_a_leader_sees_only_the_own_labs(
    shop: Workshop, admin: Actor, leader: Actor, place: Lab, reviewer: Actor
) -> None:
    other = labs.found(shop, admin, "Andra", "0180", "Europe/Stockholm", {"A": 1})
    assert labs.all_labs(shop, leader) == [place]
    assert labs.all_labs(shop, reviewer) == []
    with pytest.raises(NotAllowed):
        labs.lab(shop, leader, other.id)


def test_a_booked_session_is_as_asked_for_and_holds_its_room(shop: Workshop, leader: Actor, draft: Draft) -> None:
    booked = sessions.book(shop, leader, draft)
    assert (booked.status, booked.pin, booked.opened_at) == ("planned", "", None)
    assert all(getattr(booked, name) == getattr(draft, name) for name in draft.__dataclass_fields__)
    assert sessions.session(shop, leader, booked.id) == booked
    assert count(shop, "room_claim where session = ?", booked.id) == 9
    assert count(shop, "audit where verb = 'book-session' and actor = 'staff:leader'") == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"seats": 13}, rules.TooFewStations),
        ({"seats": 0}, rules.SeatsNeeded),
        ({"title": ""}, rules.NameMissing),
        ({"youngest": 12, "oldest": 9}, rules.AgesReversed),
        ({"exercises": ()}, rules.ExercisesMissing),
        ({"exercises": ("canvas", "no-such")}, rules.ExerciseUnknown),
        ({"youngest": 20, "oldest": 25}, rules.ExerciseForOtherAges),
        ({"room": "no-such"}, NotFound),
        ({"lab": "no-such"}, NotAllowed),
    ],
)
def test_a_draft_that_breaks_a_rule_is_refused_and_claims_nothing(
    shop: Workshop, leader: Actor, draft: Draft, changes: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        sessions.book(shop, leader, replace(draft, **changes))  # type: ignore[arg-type]
    assert count(shop, "session") == count(shop, "room_claim") == 0


def test_a_room_of_another_lab_cannot_be_booked(shop: Workshop, admin: Actor, draft: Draft) -> None:
    other = labs.found(shop, admin, "Andra", "0180", "Europe/Stockholm", {"A": 12})
    with pytest.raises(NotFound):
        sessions.book(shop, admin, replace(draft, lab=other.id))


def test_a_room_is_never_booked_twice(shop: Workshop, leader: Actor, draft: Draft) -> None:
    sessions.book(shop, leader, draft)
    overlapping = replace(
        draft, starts_at=draft.ends_at - timedelta(minutes=1), ends_at=draft.ends_at + timedelta(hours=1)
    )
    with pytest.raises(rules.RoomTaken) as refusal:
        sessions.book(shop, leader, overlapping)
    assert refusal.value.values == {"title": "Måla"}


def test_a_room_is_free_again_when_a_session_is_cancelled_or_moved(shop: Workshop, leader: Actor, draft: Draft) -> None:
    first = sessions.book(shop, leader, draft)
    sessions.cancel(shop, leader, first.id)
    second = sessions.book(shop, leader, draft)
    later = replace(draft, starts_at=draft.starts_at + timedelta(hours=1), ends_at=draft.ends_at + timedelta(hours=1))
    assert sessions.change(shop, leader, second.id, later).starts_at == later.starts_at
    early = replace(draft, ends_at=draft.starts_at + timedelta(minutes=45))
    sessions.book(shop, leader, early)
    with pytest.raises(rules.RoomTaken):
        sessions.change(shop, leader, second.id, draft)
    assert sessions.session(shop, leader, second.id).starts_at == later.starts_at


def test_of_twenty_leaders_who_book_the_same_room_one_gets_it(shop: Workshop, leader: Actor, draft: Draft) -> None:
    def attempt(number: int) -> bool:
        try:
            sessions.book(shop, leader, replace(draft, title=f"Grupp {number}"))
        except rules.RoomTaken:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(attempt, range(20))) == 1
    assert count(shop, "session") == 1


def test_the_key_refuses_a_double_booking_even_where_nobody_looked(shop: Workshop, leader: Actor, draft: Draft) -> None:
    booked = sessions.book(shop, leader, draft)
    quarter = rules.quarters(booked.starts_at, booked.ends_at)[0]
    with shop.database.transaction() as write, pytest.raises(duckdb.ConstraintException):
        write.execute("insert into room_claim values (?, ?, 'another')", [booked.room, quarter])


def test_an_open_session_can_be_longer_and_larger_but_not_elsewhere(
    shop: Workshop, leader: Actor, draft: Draft, opened: Opened
) -> None:
    running = opened(seats=4)
    longer = replace(draft, seats=6, ends_at=draft.ends_at + timedelta(minutes=30))
    assert sessions.change(shop, leader, running.id, longer).seats == 6
    studio = labs.rooms(shop, draft.lab)[1]
    with pytest.raises(rules.WrongStatus):
        sessions.change(shop, leader, running.id, replace(draft, room=studio.id, seats=4))


def test_opening_gives_a_pin_of_six_digits_once(shop: Workshop, leader: Actor, opened: Opened) -> None:
    running = opened()
    assert running.status == "open"
    assert len(running.pin) == 6
    assert running.pin.isdigit()
    assert sessions.open_now(shop, leader, running.id) == running
    assert count(shop, "held_session where area = '1780'") == 1


def test_open_sessions_never_share_a_pin(
    shop: Workshop, opened: Opened, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = itertools.chain([7, 7, 7], itertools.count(8))
    monkeypatch.setattr("secrets.randbelow", lambda most: next(drawn))
    studio = labs.rooms(shop, draft.lab)[1]
    assert opened().pin == "000007"
    assert opened(room=studio.id, seats=4).pin == "000008"


def test_closing_takes_the_pin_away_and_a_mistaken_close_is_mended(
    shop: Workshop, leader: Actor, opened: Opened
) -> None:
    running = opened()
    closed = sessions.close_now(shop, leader, running.id)
    assert (closed.status, closed.pin) == ("closed", "")
    assert sessions.close_now(shop, leader, running.id) == closed
    again = sessions.open_now(shop, leader, running.id)
    assert (again.status, again.closed_at, again.opened_at) == ("open", None, running.opened_at)
    assert count(shop, "held_session") == 1


def test_a_forgotten_session_is_closed_once_its_seats_no_longer_work(
    shop: Workshop, leader: Actor, clock: FakeClock, opened: Opened
) -> None:
    session = opened()
    clock.now = session.ends_at + timedelta(minutes=shop.settings.seat_minutes_after - 1)
    assert sessions.close_forgotten(shop) == 0
    clock.move(minutes=1)
    assert sessions.close_forgotten(shop) == 1
    assert sessions.close_forgotten(shop) == 0
    closed = sessions.session(shop, leader, session.id)
    assert (closed.status, closed.pin) == ("closed", "")


def test_what_is_not_planned_is_not_cancelled_and_what_is_not_open_is_not_closed(
    shop: Workshop, leader: Actor, draft: Draft
) -> None:
    booked = sessions.book(shop, leader, draft)
    with pytest.raises(rules.WrongStatus):
        sessions.close_now(shop, leader, booked.id)
    sessions.cancel(shop, leader, booked.id)
    for verb in (sessions.cancel, sessions.open_now):
        with pytest.raises(rules.WrongStatus):
            verb(shop, leader, booked.id)
    with pytest.raises(rules.WrongStatus):
        sessions.change(shop, leader, booked.id, draft)


def test_the_week_shows_what_starts_in_the_local_week_also_when_the_clock_changes(
    shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock
) -> None:
    def at(day: date, hour: int) -> datetime:
        return rules.from_local(day, time(hour), "Europe/Stockholm")

    monday = date(2026, 3, 23)
    inside = [at(monday, 0), at(date(2026, 3, 29), 1), at(date(2026, 3, 29), 23)]
    outside = [at(date(2026, 3, 22), 23), at(date(2026, 3, 30), 0)]
    for start in inside + outside:
        sessions.book(shop, leader, replace(draft, starts_at=start, ends_at=start + timedelta(hours=1)))
    assert [one.starts_at for one in sessions.of_week(shop, leader, draft.lab, monday)] == inside


@pytest.mark.parametrize("stranger", [ANONYMOUS, Actor("staff:x", "", (Grant(Role.LEADER, "lab:another"),))])
def test_a_stranger_may_do_nothing_here(shop: Workshop, leader: Actor, draft: Draft, stranger: Actor) -> None:
    booked = sessions.book(shop, leader, draft)
    attempts = [
        lambda: sessions.book(shop, stranger, draft),
        lambda: sessions.change(shop, stranger, booked.id, draft),
        lambda: sessions.cancel(shop, stranger, booked.id),
        lambda: sessions.open_now(shop, stranger, booked.id),
        lambda: sessions.close_now(shop, stranger, booked.id),
        lambda: sessions.session(shop, stranger, booked.id),
        lambda: sessions.of_week(shop, stranger, draft.lab, date(2026, 3, 16)),
        lambda: sessions.seats(shop, stranger, booked.id),
        lambda: labs.found(shop, stranger, "Ny", "1780", "Europe/Stockholm", {"A": 1}),
        lambda: labs.add_room(shop, stranger, draft.lab, "Ny", 1),
        lambda: labs.change_room(shop, stranger, draft.room, "Ateljén", 3),
        lambda: labs.rename(shop, stranger, draft.lab, "Ny"),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
