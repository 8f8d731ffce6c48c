"""What a session holds: its room, the room's stations, stations lent from other rooms, and equipment.

Looking (`found`) and taking (`hold`) are apart, so that a calendar can be asked what would collide. All of it happens
inside the caller's transaction; keys on (room, quarter) and (resource, unit, quarter) stand behind the looking.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bookings import resource_rules
from bookings.resource_rules import COMPUTER, Buffers, Needs, ResourceNeeded, StationLent
from bookings.rules import Draft, RoomTaken
from lab.database import Cursor, Transaction


@dataclass(frozen=True)
class Found:
    """What is free for a draft: the first and last quarter, stations to lend, and units of equipment."""

    first: datetime
    last: datetime
    lent: tuple[str, ...]
    units: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Given:
    """A station that a session has, by its room's name and number there."""

    room: str
    number: int
    capability: str


def found(read: Cursor, draft: Draft, needs: Needs, besides: Collection[str] = ()) -> Found:
    """What the draft would take, as if the sessions `besides` held nothing. Raises what stands in the way."""
    held = resource_rules.held_quarters(draft.starts_at, draft.ends_at, buffers(read, draft.room))
    span = _Span(held[0], held[-1], tuple(besides))
    _check_room(read, draft.room, span)
    lent = tuple(
        station
        for capability, asked in needs.stations.items()
        for station in _lent(read, draft, capability, asked, span)
    )
    units = tuple(
        (equipment, unit)
        for equipment, asked in needs.equipment.items()
        for unit in _units(read, draft.lab, equipment, asked, span)
    )
    return Found(span.first, span.last, lent, units)


def hold(write: Transaction, session: str, draft: Draft, needs: Needs) -> None:
    """Take what a session needs and let go of what it no longer does. Raises what stands in the way."""
    free = found(write, draft, needs, (session,))
    release(write, session)
    span = [free.first, free.last]
    write.execute(f"insert into room_claim select ?, quarter, ? from {_QUARTERS}", [draft.room, session, *span])
    write.execute(
        f"insert into resource_claim select station.id, 1, quarter, ? from station, {_QUARTERS} where station.room = ?",
        [session, *span, draft.room],
    )
    for resource, unit in (*((station, 1) for station in free.lent), *free.units):
        write.execute(
            f"insert into resource_claim select ?, ?, quarter, ? from {_QUARTERS}", [resource, unit, session, *span]
        )


def release(write: Transaction, session: str) -> None:
    """Let go of everything that a session holds."""
    write.execute("delete from room_claim where session = ?", [session])
    write.execute("delete from resource_claim where session = ?", [session])


def keep_needs(write: Transaction, session: str, needs: Needs) -> None:
    """Remember what a session asked for."""
    for table, asked in (("session_need", needs.stations), ("session_equipment", needs.equipment)):
        write.execute(f"delete from {table} where session = ?", [session])
        for resource, number in asked.items():
            if number > 0:
                write.execute(f"insert into {table} values (?, ?, ?)", [session, resource, number])


def needs_of(read: Cursor, session: str) -> Needs:
    """What a session asked for."""
    stations = read.rows(
        _Asked, "select capability as resource, stations as number from session_need where session = ?", [session]
    )
    equipment = read.rows(
        _Asked, "select equipment as resource, units as number from session_equipment where session = ?", [session]
    )
    return Needs({one.resource: one.number for one in stations}, {one.resource: one.number for one in equipment})


def given(read: Cursor, session: str) -> list[Given]:
    """The stations that answer to what a session asked for, by room and number: its own room's first."""
    return read.rows(
        Given,
        f"""
        select room.name as room, station.number, {_CAPABILITY} as capability
        from station join room on room.id = station.room
        left join station_capability as known on known.station = station.id
        where station.id in (select resource from resource_claim where session = ?)
        and {_CAPABILITY} in (select capability from session_need where session = ?)
        order by room.id <> (select session.room from session where id = ?), room.name, station.number
        """,
        [session] * 3,
    )


def buffers(read: Cursor, room: str) -> Buffers:
    """How long a room is held before and after each session."""
    known = read.first(
        Buffers,
        "select quarters_before as before, quarters_after as after from room_buffer where room = ?",
        [room],
    )
    return known or Buffers()


def share_new_station(write: Transaction, room: str, station: str) -> None:
    """Let those who have booked the room have its new station too."""
    write.execute(
        "insert into resource_claim select ?, 1, quarter, session from room_claim where room = ?", [station, room]
    )


def check_kept(write: Transaction) -> None:
    """Refuse a change of stations that leaves a coming session with fewer than it asked for."""
    lacking = write.value(
        f"""
        select session.title from session_need join session on session.id = session_need.session
        where session.status in ('planned', 'open') and session.ends_at > ? and session_need.stations > (
            select count(distinct station.id) from resource_claim join station on station.id = resource_claim.resource
            left join station_capability as known on known.station = station.id
            where resource_claim.session = session.id and {_CAPABILITY} = session_need.capability
        ) order by session.starts_at limit 1
        """,
        [write.now],
    )
    if lacking is not None:
        raise ResourceNeeded(title=lacking)


_CAPABILITY = f"coalesce(known.capability, '{COMPUTER}')"
_QUARTERS = "generate_series(?::timestamp, ?::timestamp, interval 15 minute) as held(quarter)"


@dataclass(frozen=True)
class _Asked:
    resource: str
    number: int


@dataclass(frozen=True)
class _Span:
    """From the first to the last quarter, seen without what some sessions hold."""

    first: datetime
    last: datetime
    besides: tuple[str, ...]

    @property
    def values(self) -> list[object]:
        return [self.first, self.last, list(self.besides)]


_IN_SPAN = "quarter between ? and ? and not list_contains(?::varchar[], session)"


def _check_room(read: Cursor, room: str, span: _Span) -> None:
    rival = read.value(
        "select title from session where id in (select session from room_claim"
        f" where room = ? and {_IN_SPAN}) order by starts_at limit 1",
        [room, *span.values],
    )
    if rival is not None:
        raise RoomTaken(title=rival)
    borrower = read.value(
        "select title from session where id in (select session from resource_claim"
        f" where resource in (select id from station where room = ?) and {_IN_SPAN}) order by starts_at limit 1",
        [room, *span.values],
    )
    if borrower is not None:
        raise StationLent(title=borrower)


def _lent(read: Cursor, draft: Draft, capability: str, asked: int, span: _Span) -> list[str]:
    """Stations of a kind in the lab's other rooms, as many as the draft's own room lacks."""
    resource_rules.check_capability(capability)
    kind = f"left join station_capability as known on known.station = station.id where {_CAPABILITY} = ?"
    own = int(read.value(f"select count(*) from station {kind} and room = ?", [capability, draft.room]))
    lacking = max(asked - own, 0)
    if not lacking:
        return []
    free = read.column(
        f"select station.id from station join room on room.id = station.room {kind} and room.lab = ? and room.id <> ?"
        f" and station.id not in (select resource from resource_claim where {_IN_SPAN})"
        " order by room.name, station.number limit ?",
        [capability, draft.lab, draft.room, *span.values, lacking],
    )
    resource_rules.check_lent(capability, own + len(free), asked)
    return free


@dataclass(frozen=True)
class _Owned:
    name: str
    units: int


def _units(read: Cursor, lab: str, equipment: str, asked: int, span: _Span) -> tuple[int, ...]:
    owned = read.one(_Owned, "select name, units from equipment where id = ? and lab = ?", [equipment, lab])
    taken = read.column(
        f"select distinct unit from resource_claim where resource = ? and {_IN_SPAN}", [equipment, *span.values]
    )
    return resource_rules.free_units(owned.name, owned.units, taken, asked)
