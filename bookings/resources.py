"""What labs have besides rooms: kinds of stations, equipment, and the time that a room is held around each session."""

from collections.abc import Collection
from dataclasses import dataclass

from bookings import claims
from bookings.resource_rules import (
    COMPUTER,
    Buffers,
    ResourceNeeded,
    check_buffers,
    check_capability,
    check_units,
)
from bookings.rules import Draft, Session, check_name
from lab.access import Actor, require
from lab.database import Cursor, Transaction, new_id, retried
from lab.runtime import Workshop


@dataclass(frozen=True)
class Station:
    id: str
    room: str
    number: int
    capability: str


@dataclass(frozen=True)
class Equipment:
    id: str
    lab: str
    name: str
    units: int


@retried
def set_capability(shop: Workshop, actor: Actor, room: str, numbers: Collection[int], capability: str) -> None:
    """Say what some of a room's stations are for. Refused when a coming session would get too few of another kind."""
    require(actor, "manage-labs", _scope_of_room(shop, room))
    check_capability(capability)
    with shop.database.transaction() as write:
        stations = write.column(
            "select id from station where room = ? and list_contains(?::integer[], number)", [room, sorted(numbers)]
        )
        for station in stations:
            write.execute("delete from station_capability where station = ?", [station])
            if capability != COMPUTER:
                write.execute("insert into station_capability values (?, ?)", [station, capability])
        claims.check_kept(write)
        write.record(actor.id, "set-capability", f"room:{room}", stations=len(stations), capability=capability)


@retried
def set_buffers(shop: Workshop, actor: Actor, room: str, buffers: Buffers) -> None:
    """Hold a room longer around each session, those that are booked with them. Refused when two would then collide."""
    require(actor, "manage-labs", _scope_of_room(shop, room))
    check_buffers(buffers)
    with shop.database.transaction() as write:
        write.execute("delete from room_buffer where room = ?", [room])
        if buffers != Buffers():
            write.execute("insert into room_buffer values (?, ?, ?)", [room, buffers.before, buffers.after])
        _hold_anew(write, room)
        write.record(actor.id, "set-buffers", f"room:{room}", before=buffers.before, after=buffers.after)


@retried
def add_equipment(shop: Workshop, actor: Actor, lab: str, name: str, units: int) -> Equipment:
    """Something that a lab can lend to a session, and how many it has."""
    require(actor, "manage-labs", f"lab:{lab}")
    check_name(name)
    check_units(units)
    made = Equipment(new_id(), lab, name.strip(), units)
    with shop.database.transaction() as write:
        write.one_value("select 1 from lab where id = ?", [lab])
        write.execute("insert into equipment values (?, ?, ?, ?)", [made.id, lab, made.name, units])
        write.record(actor.id, "add-equipment", f"equipment:{made.id}", lab=lab, units=units)
    return made


@retried
def change_equipment(shop: Workshop, actor: Actor, id: str, name: str, units: int) -> Equipment:  # noqa: A002
    """Another name or number. Refused when a coming session has a unit that would go."""
    require(actor, "manage-labs", f"lab:{_equipment(shop, id).lab}")
    check_name(name)
    check_units(units)
    with shop.database.transaction() as write:
        _check_unused(write, id, above=units)
        write.execute("update equipment set name = ?, units = ? where id = ?", [name.strip(), units, id])
        write.record(actor.id, "change-equipment", f"equipment:{id}", units=units)
    return _equipment(shop, id)


@retried
def remove_equipment(shop: Workshop, actor: Actor, id: str) -> None:  # noqa: A002
    """Take a piece of equipment out of a lab. Refused when a coming session has it."""
    require(actor, "manage-labs", f"lab:{_equipment(shop, id).lab}")
    with shop.database.transaction() as write:
        _check_unused(write, id, above=0)
        for table, column in (("equipment", "id"), ("resource_claim", "resource"), ("session_equipment", "equipment")):
            write.execute(f"delete from {table} where {column} = ?", [id])
        write.record(actor.id, "remove-equipment", f"equipment:{id}")


def stations(shop: Workshop, lab: str) -> list[Station]:
    """Every station of a lab and what it is for, by room and number."""
    with shop.database.read() as read:
        return read.rows(
            Station,
            f"""
            select station.id, station.room, station.number, coalesce(known.capability, '{COMPUTER}') as capability
            from station join room on room.id = station.room
            left join station_capability as known on known.station = station.id
            where room.lab = ? order by room.name, room.id, station.number
            """,
            [lab],
        )


def equipment(shop: Workshop, lab: str) -> list[Equipment]:
    """What a lab can lend, by name."""
    with shop.database.read() as read:
        return read.rows(Equipment, "select * from equipment where lab = ? order by name, id", [lab])


def buffers(shop: Workshop, room: str) -> Buffers:
    """How long a room is held before and after each session."""
    with shop.database.read() as read:
        return claims.buffers(read, room)


def _hold_anew(write: Transaction, room: str) -> None:
    """All let go before any takes again: they may stand close."""
    coming = write.rows(
        Session,
        "select * from session where room = ? and status in ('planned', 'open') and ends_at > ? order by starts_at",
        [room, write.now],
    )
    for session in coming:
        claims.release(write, session.id)
    for session in coming:
        draft = Draft(**{name: getattr(session, name) for name in Draft.__dataclass_fields__})
        claims.hold(write, session.id, draft, claims.needs_of(write, session.id))


def _check_unused(read: Transaction, equipment: str, above: int) -> None:
    title = read.value(
        "select session.title from resource_claim join session on session.id = resource_claim.session"
        " where resource = ? and unit > ? and session.ends_at > ? order by session.starts_at limit 1",
        [equipment, above, read.now],
    )
    if title is not None:
        raise ResourceNeeded(title=title)


def _equipment(shop: Workshop, id: str) -> Equipment:  # noqa: A002
    with shop.database.read() as read:
        return read.one(Equipment, "select * from equipment where id = ?", [id])


def _scope_of_room(shop: Workshop, room: str) -> str:
    with shop.database.read() as read:
        return f"lab:{_lab_of(read, room)}"


def _lab_of(read: Cursor, room: str) -> str:
    return str(read.one_value("select lab from room where id = ?", [room]))
