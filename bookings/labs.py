"""Places: labs, their rooms, and the stations in them."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from bookings import claims
from bookings.rules import check_name
from lab import areas
from lab.access import Actor, allows, require
from lab.database import Transaction, new_id, retried
from lab.errors import LabError, NotFound, NotValid
from lab.i18n import N_
from lab.runtime import Workshop

MOST_STATIONS = 200


@dataclass(frozen=True)
class Lab:
    id: str
    name: str
    area: str
    """The municipality's code."""
    time_zone: str
    """An IANA name, such as "Europe/Stockholm"."""


@dataclass(frozen=True)
class Room:
    id: str
    lab: str
    name: str
    stations: int


class RoomsMissing(NotValid):
    message = N_("A lab needs at least one room.")
    hint = N_("Add a room and how many stations it has.")


class MunicipalityMissing(NotValid):
    message = N_("The lab has no municipality yet.")
    hint = N_("Choose the one that the lab lies in.")


class StationsOutside(NotValid):
    message = N_("A room has from 1 to {most} stations.")
    hint = N_("Write how many places with a computer or tablet the room has.")


class TimeZoneUnknown(NotValid):
    message = N_("The time zone “{zone}” does not exist.")
    hint = N_("Sweden's is Europe/Stockholm.")


class StationsBooked(LabError):
    message = N_("A coming session, “{title}”, needs {seats} seats in this room.")
    hint = N_("Change that session first.")
    status = 409


@retried
def found(shop: Workshop, actor: Actor, name: str, area: str, time_zone: str, rooms: dict[str, int]) -> Lab:
    """A new lab in a municipality with its rooms, name to number of stations."""
    require(actor, "manage-labs", "*")
    home = municipality(shop, area)
    with shop.database.transaction() as write:
        return founded(write, actor.id, name, home, time_zone, rooms)


def founded(write: Transaction, actor: str, name: str, area: str, time_zone: str, rooms: dict[str, int]) -> Lab:
    """The new lab, within a transaction that others take part in."""
    check_name(name)
    if time_zone not in available_timezones():
        raise TimeZoneUnknown(zone=time_zone)
    if not rooms:
        raise RoomsMissing()
    made = Lab(new_id(), name.strip(), area, time_zone)
    write.execute("insert into lab values (?, ?, ?, ?, ?)", [made.id, made.name, area, time_zone, write.now])
    write.record(actor, "found-lab", f"lab:{made.id}")
    for room, stations in rooms.items():
        _added_room(write, actor, made.id, room, stations)
    return made


def municipality(shop: Workshop, code: str) -> str:
    """The code again, if it is a municipality's. Raises MunicipalityMissing, or AreaUnknown, also for a county."""
    if not code:
        raise MunicipalityMissing()
    found = areas.find(shop, code)
    if found.level != "municipality":
        raise areas.AreaUnknown(code=code)
    return found.code


@retried
def add_room(shop: Workshop, actor: Actor, lab: str, name: str, stations: int) -> Room:
    """One more room in a lab."""
    require(actor, "manage-labs", _scope(lab))
    with shop.database.transaction() as write:
        if write.value("select 1 from lab where id = ?", [lab]) is None:
            raise NotFound()
        return _added_room(write, actor.id, lab, name, stations)


@retried
def change_room(shop: Workshop, actor: Actor, room: str, name: str, stations: int) -> Room:
    """Give a room another name and another number of stations, or neither.

    Refused when a coming session has more seats than that.
    """
    require(actor, "manage-labs", _scope(_lab_of_room(shop, room)))
    check_name(name)
    with shop.database.transaction() as write:
        before = _room(write, room)
        if name.strip() != before.name:
            write.execute("update room set name = ? where id = ?", [name.strip(), room])
            write.record(actor.id, "rename-room", f"room:{room}")
        if stations != before.stations:
            _set_stations(write, actor.id, room, stations)
        return _room(write, room)


@retried
def rename(shop: Workshop, actor: Actor, lab: str, name: str) -> Lab:
    """Give a lab another name."""
    require(actor, "manage-labs", _scope(lab))
    check_name(name)
    with shop.database.transaction() as write:
        write.execute("update lab set name = ? where id = ?", [name.strip(), lab])
        write.record(actor.id, "rename-lab", f"lab:{lab}")
        return write.one(Lab, "select * from lab where id = ?", [lab])


def all_labs(shop: Workshop, actor: Actor) -> list[Lab]:
    """The labs whose calendar the actor may see or that the actor may set up, by name."""
    with shop.database.read() as read:
        labs = read.rows(Lab, "select * from lab order by name, id")
    return [one for one in labs if _may_see(actor, one.id)]


def lab(shop: Workshop, actor: Actor, id: str) -> Lab:  # noqa: A002
    """One lab that the actor may see or set up."""
    if not _may_see(actor, id):
        require(actor, "see-calendar", _scope(id))
    return lab_of(shop, id)


def lab_of(shop: Workshop, id: str) -> Lab:  # noqa: A002
    """One lab, for verbs that have asked permission and for what youths see."""
    with shop.database.read() as read:
        return read.one(Lab, "select * from lab where id = ?", [id])


def rooms(shop: Workshop, lab_id: str) -> list[Room]:
    """A lab's rooms with their number of stations, by name."""
    with shop.database.read() as read:
        return read.rows(Room, f"{_ROOMS} where room.lab = ? group by all order by room.name, room.id", [lab_id])


_ROOMS = """
    select room.id, room.lab, room.name, count(station.id)::integer as stations
    from room left join station on station.room = room.id
"""


def _may_see(actor: Actor, lab_id: str) -> bool:
    scope = _scope(lab_id)
    return allows(actor, "see-calendar", scope) or allows(actor, "manage-labs", scope)


def _scope(lab_id: str) -> str:
    return f"lab:{lab_id}"


def _lab_of_room(shop: Workshop, room: str) -> str:
    with shop.database.read() as read:
        return str(read.one_value("select lab from room where id = ?", [room]))


def _room(write: Transaction, room: str) -> Room:
    return write.one(Room, f"{_ROOMS} where room.id = ? group by all", [room])


def _added_room(write: Transaction, actor: str, lab: str, name: str, stations: int) -> Room:
    check_name(name)
    _check_stations(stations)
    room = Room(new_id(), lab, name.strip(), stations)
    write.execute("insert into room values (?, ?, ?)", [room.id, lab, room.name])
    _add_stations(write, room.id, 1, stations)
    write.record(actor, "add-room", f"room:{room.id}", lab=lab, stations=stations)
    return room


def _add_stations(write: Transaction, room: str, first: int, last: int) -> None:
    for number in range(first, last + 1):
        station = new_id()
        write.execute("insert into station values (?, ?, ?)", [station, room, number])
        claims.share_new_station(write, room, station)


def _set_stations(write: Transaction, actor: str, room: str, stations: int) -> None:
    _check_stations(stations)
    _check_coming(write, room, stations)
    going = write.column("select id from station where room = ? and number > ?", [room, stations])
    for table, column in (("resource_claim", "resource"), ("station_capability", "station"), ("station", "id")):
        write.execute(f"delete from {table} where list_contains(?::varchar[], {column})", [going])
    claims.check_kept(write)
    have = int(write.value("select count(*) from station where room = ?", [room]))
    _add_stations(write, room, have + 1, stations)
    write.record(actor, "set-stations", f"room:{room}", stations=stations)


def _check_stations(stations: int) -> None:
    if not 1 <= stations <= MOST_STATIONS:
        raise StationsOutside(most=MOST_STATIONS)


@dataclass(frozen=True)
class _Needing:
    title: str
    seats: int


def _check_coming(write: Transaction, room: str, stations: int) -> None:
    needing = write.first(
        _Needing,
        "select title, seats from session where room = ? and ends_at > ? and status in ('planned', 'open')"
        " and seats > ? order by starts_at limit 1",
        [room, write.now, stations],
    )
    if needing:
        raise StationsBooked(title=needing.title, seats=needing.seats)
