"""Stations of a kind, equipment and buffers: what a session takes, nobody else has."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import timedelta

import duckdb
import pytest

from bookings import labs, resource_rules, resources, rules, sessions
from bookings.labs import Lab, Room
from bookings.resource_rules import Buffers, Needs
from bookings.rules import Draft, Session
from lab.access import Actor
from lab.errors import LabError, NotAllowed, NotFound
from lab.runtime import Workshop

Opened = Callable[..., Session]


@pytest.fixture
def studio(shop: Workshop, admin: Actor, place: Lab) -> Room:
    """The small room, with two 3D printers among its four stations."""
    room = labs.rooms(shop, place.id)[1]
    resources.set_capability(shop, admin, room.id, [3, 4], "3d-printer")
    return room


def claims(shop: Workshop, where: str = "true") -> int:
    with shop.database.read() as read:
        return int(read.value(f"select count(*) from resource_claim where {where}"))


def promised_twice(shop: Workshop) -> int:
    with shop.database.read() as read:
        return int(
            read.value(
                "select count(*) from (select 1 from resource_claim group by resource, unit, quarter"
                " having count(*) > 1)"
            )
        )


def test_booking_a_room_takes_its_stations_and_cancelling_gives_them_back(
    shop: Workshop, leader: Actor, draft: Draft
) -> None:
    booked = sessions.book(shop, leader, draft)
    assert claims(shop) == 12 * 9
    sessions.cancel(shop, leader, booked.id)
    assert claims(shop) == 0


def test_a_session_gets_the_stations_it_needs_its_own_rooms_first(
    shop: Workshop, admin: Actor, leader: Actor, draft: Draft, studio: Room
) -> None:
    resources.set_capability(shop, admin, draft.room, [12], "3d-printer")
    booked = sessions.book(shop, leader, draft, Needs({"3d-printer": 2}))
    asked, given = sessions.needs(shop, leader, booked.id)
    assert asked == Needs({"3d-printer": 2})
    assert [(one.room, one.number) for one in given] == [("Ateljén", 12), ("Studion", 3)]
    with pytest.raises(resource_rules.StationLent) as refusal:
        sessions.book(shop, leader, replace(draft, room=studio.id, seats=4))
    assert refusal.value.values == {"title": "Måla"}


def test_too_few_stations_of_a_kind_are_told(shop: Workshop, leader: Actor, draft: Draft, studio: Room) -> None:
    sessions.book(shop, leader, replace(draft, room=studio.id, seats=4, title="Skriva ut"))
    with pytest.raises(resource_rules.TooFewFree) as refusal:
        sessions.book(shop, leader, draft, Needs({"3d-printer": 1}))
    assert refusal.value.told() == "För få stationer är lediga då: 3D-skrivare, 0 av de 1 som behövs."


def test_stations_are_not_taken_from_a_kind_that_is_needed(
    shop: Workshop, admin: Actor, leader: Actor, draft: Draft, studio: Room
) -> None:
    booked = sessions.book(shop, leader, draft, Needs({"3d-printer": 2}))
    with pytest.raises(resource_rules.ResourceNeeded):
        resources.set_capability(shop, admin, studio.id, [3], "laser")
    with pytest.raises(resource_rules.ResourceNeeded):
        labs.change_room(shop, admin, studio.id, studio.name, 3)
    sessions.cancel(shop, leader, booked.id)
    assert labs.change_room(shop, admin, studio.id, studio.name, 3).stations == 3


def test_a_new_station_belongs_to_those_who_have_booked_the_room(
    shop: Workshop, admin: Actor, leader: Actor, draft: Draft
) -> None:
    sessions.book(shop, leader, draft)
    labs.change_room(shop, admin, draft.room, "Ateljén", 13)
    assert claims(shop) == 13 * 9


def test_equipment_is_lent_until_none_is_left(shop: Workshop, admin: Actor, leader: Actor, draft: Draft) -> None:
    cameras = resources.add_equipment(shop, admin, draft.lab, "Kamera", 3)
    studio = labs.rooms(shop, draft.lab)[1]
    first = sessions.book(shop, leader, draft, Needs(equipment={cameras.id: 2}))
    second = replace(draft, room=studio.id, seats=4)
    with pytest.raises(resource_rules.EquipmentTaken) as refusal:
        sessions.book(shop, leader, second, Needs(equipment={cameras.id: 2}))
    assert refusal.value.values == {"name": "Kamera", "free": 1, "asked": 2}
    sessions.book(shop, leader, second, Needs(equipment={cameras.id: 1}))
    with pytest.raises(resource_rules.ResourceNeeded):
        resources.change_equipment(shop, admin, cameras.id, "Kamera", 2)
    sessions.change(shop, leader, first.id, draft, Needs())
    with pytest.raises(resource_rules.ResourceNeeded):
        resources.remove_equipment(shop, admin, cameras.id)


def test_a_change_without_needs_keeps_them(shop: Workshop, admin: Actor, leader: Actor, draft: Draft) -> None:
    camera = resources.add_equipment(shop, admin, draft.lab, "Kamera", 1)
    booked = sessions.book(shop, leader, draft, Needs(equipment={camera.id: 1}))
    sessions.change(shop, leader, booked.id, replace(draft, title="Filma"))
    assert sessions.needs(shop, leader, booked.id)[0].equipment == {camera.id: 1}
    assert claims(shop, f"resource = '{camera.id}'") == 9


def test_equipment_of_another_lab_cannot_be_asked_for(
    shop: Workshop, admin: Actor, leader: Actor, draft: Draft
) -> None:
    other = labs.found(shop, admin, "Andra", "0180", "Europe/Stockholm", {"A": 12})
    foreign = resources.add_equipment(shop, admin, other.id, "Kamera", 3)
    with pytest.raises(NotFound):
        sessions.book(shop, leader, draft, Needs(equipment={foreign.id: 1}))
    assert claims(shop) == 0


def test_a_room_is_held_before_and_after(shop: Workshop, admin: Actor, leader: Actor, draft: Draft) -> None:
    resources.set_buffers(shop, admin, draft.room, Buffers(1, 2))
    later = replace(draft, starts_at=draft.starts_at + timedelta(hours=4), ends_at=draft.ends_at + timedelta(hours=4))
    sessions.book(shop, leader, later)
    close = replace(draft, ends_at=later.starts_at - timedelta(minutes=40), starts_at=draft.starts_at)
    with pytest.raises(rules.RoomTaken):
        sessions.book(shop, leader, close)
    sessions.book(shop, leader, replace(close, ends_at=later.starts_at - timedelta(minutes=55)))


def test_longer_buffers_hold_what_is_booked_too_or_are_refused(
    shop: Workshop, admin: Actor, leader: Actor, draft: Draft
) -> None:
    sessions.book(shop, leader, draft)
    next_one = replace(
        draft, starts_at=draft.ends_at + timedelta(minutes=20), ends_at=draft.ends_at + timedelta(hours=2)
    )
    sessions.book(shop, leader, replace(next_one, title="Nästa"))
    with pytest.raises(rules.RoomTaken):
        resources.set_buffers(shop, admin, draft.room, Buffers(2, 2))
    assert resources.buffers(shop, draft.room) == Buffers()
    resources.set_buffers(shop, admin, draft.room, Buffers(0, 1))
    assert claims(shop) == 12 * (10 + 8)
    studio = labs.rooms(shop, draft.lab)[1]
    with pytest.raises(resource_rules.BuffersOutside):
        resources.set_buffers(shop, admin, studio.id, Buffers(9, 0))


def race(shop: Workshop, leader: Actor, drafts: list[Draft], needs: Needs) -> int:
    """How many get what they ask for when all ask at once."""

    def attempt(draft: Draft) -> bool:
        with suppress(LabError, duckdb.ConstraintException, duckdb.TransactionException):
            sessions.book(shop, leader, draft, needs)
            return True
        return False

    with ThreadPoolExecutor(len(drafts)) as pool:
        return sum(pool.map(attempt, drafts))


@pytest.fixture
def rooms_for_a_race(shop: Workshop, admin: Actor, draft: Draft) -> list[Draft]:
    """Sixteen rooms that are booked at the same time, so that only equipment can collide."""
    made = [labs.add_room(shop, admin, draft.lab, f"Rum {number}", 1) for number in range(16)]
    return [replace(draft, room=room.id, seats=1) for room in made]


def test_of_sixteen_who_ask_for_the_same_five_cameras_five_get_one(
    shop: Workshop, admin: Actor, leader: Actor, draft: Draft, rooms_for_a_race: list[Draft]
) -> None:
    cameras = resources.add_equipment(shop, admin, draft.lab, "Kamera", 5)
    assert race(shop, leader, rooms_for_a_race, Needs(equipment={cameras.id: 1})) == 5
    assert promised_twice(shop) == 0


def test_without_the_lock_and_the_key_the_same_sixteen_are_promised_more(
    shop: Workshop,
    admin: Actor,
    leader: Actor,
    draft: Draft,
    rooms_for_a_race: list[Draft],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the test above proves is worth something only if it fails where the guard is taken away."""
    cameras = resources.add_equipment(shop, admin, draft.lab, "Kamera", 5)
    with shop.database.transaction() as write:
        write.execute("create table keyless as from resource_claim")
        write.execute("drop table resource_claim")
        write.execute("alter table keyless rename to resource_claim")
    monkeypatch.setattr(shop.database, "_writing", nullcontext())
    assert race(shop, leader, rooms_for_a_race, Needs(equipment={cameras.id: 1})) > 5
    assert promised_twice(shop) > 0


def test_the_key_refuses_a_second_promise_even_where_nobody_looked(shop: Workshop, leader: Actor, draft: Draft) -> None:
    sessions.book(shop, leader, draft)
    with shop.database.transaction() as write, pytest.raises(duckdb.ConstraintException):
        write.execute(
            "insert into resource_claim select resource, unit, quarter, 'another' from resource_claim limit 1"
        )


def test_what_cannot_be_is_refused(shop: Workshop, admin: Actor, leader: Actor, place: Lab, room: Room) -> None:
    for attempt, error in (
        (lambda: resources.set_capability(shop, admin, room.id, [1], "rocket"), resource_rules.CapabilityUnknown),
        (lambda: resources.set_buffers(shop, admin, room.id, Buffers(-1, 0)), resource_rules.BuffersOutside),
        (lambda: resources.add_equipment(shop, admin, place.id, "", 1), rules.NameMissing),
        (lambda: resources.add_equipment(shop, admin, place.id, "Kamera", 0), resource_rules.UnitsOutside),
        (lambda: resources.add_equipment(shop, admin, "no-lab", "Kamera", 1), NotFound),
        (lambda: resources.remove_equipment(shop, admin, "no-such"), NotFound),
        (lambda: resources.set_capability(shop, leader, room.id, [1], "gpu"), NotAllowed),
        (lambda: resources.set_buffers(shop, leader, room.id, Buffers()), NotAllowed),
        (lambda: resources.add_equipment(shop, leader, place.id, "Kamera", 1), NotAllowed),
    ):
        with pytest.raises(error):
            attempt()


def test_equipment_gets_another_name_and_goes(shop: Workshop, admin: Actor, place: Lab) -> None:
    made = resources.add_equipment(shop, admin, place.id, "Kamera", 2)
    assert resources.change_equipment(shop, admin, made.id, " Kamror ", 4).units == 4
    assert [one.name for one in resources.equipment(shop, place.id)] == ["Kamror"]
    resources.remove_equipment(shop, admin, made.id)
    assert resources.equipment(shop, place.id) == []


def test_stations_are_listed_with_what_they_are_for(shop: Workshop, place: Lab, studio: Room) -> None:
    kinds = [one.capability for one in resources.stations(shop, place.id) if one.room == studio.id]
    assert kinds == ["computer", "computer", "3d-printer", "3d-printer"]
