"""Booked times: book, change, cancel, open with a PIN, close."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bookings import rules
from bookings.labs import Lab, lab_of
from bookings.rules import Draft as Draft
from bookings.rules import RoomTaken, Status, WrongStatus
from bookings.rules import Session as Session
from lab import controls
from lab.access import SYSTEM, Actor, require
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import NotFound
from lab.participation import ledger
from lab.runtime import Workshop


@dataclass(frozen=True)
class Seat:
    """Somebody sitting in a session now."""

    number: int
    taken_at: datetime
    participant_key: str


@retried
def book(shop: Workshop, actor: Actor, draft: Draft) -> Session:
    """A new planned session, its room claimed. Refused when a rule says no or the room is taken."""
    require(actor, "book-session", f"lab:{draft.lab}")
    with shop.database.transaction() as write:
        _check(shop, write, draft)
        rules.check_not_past(draft.starts_at, draft.ends_at, write.now)
        made = new_id()
        _claim(write, made, draft)
        write.execute(
            "insert into session values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned', '', ?, null, null)",
            [made, *_columns(draft), write.now],
        )
        write.record(actor.id, "book-session", f"session:{made}")
        return _session(write, made)


@retried
def change(shop: Workshop, actor: Actor, id: str, draft: Draft) -> Session:  # noqa: A002
    """Book `draft` in a session's stead. An open session keeps its lab and room, and a seat for each who sits there."""
    require(actor, "book-session", f"lab:{session(shop, actor, id).lab}")
    require(actor, "book-session", f"lab:{draft.lab}")
    with shop.database.transaction() as write:
        before = _session(write, id)
        _check(shop, write, draft)
        _check_change(write, before, draft)
        _claim(write, id, draft)
        write.execute(
            "update session set lab = ?, room = ?, title = ?, starts_at = ?, ends_at = ?, seats = ?, youngest = ?,"
            " oldest = ?, exercises = ? where id = ?",
            [*_columns(draft), id],
        )
        write.execute("delete from seat where session = ? and number > ?", [id, draft.seats])
        write.record(actor.id, "change-session", f"session:{id}")
        return _session(write, id)


@retried
def cancel(shop: Workshop, actor: Actor, id: str) -> Session:  # noqa: A002
    """Give a planned session's room back."""
    require(actor, "book-session", f"lab:{session(shop, actor, id).lab}")
    with shop.database.transaction() as write:
        if _session(write, id).status != Status.PLANNED:
            raise WrongStatus()
        write.execute("delete from room_claim where session = ?", [id])
        write.execute("update session set status = 'cancelled' where id = ?", [id])
        write.record(actor.id, "cancel-session", f"session:{id}")
        return _session(write, id)


@retried
def open_now(shop: Workshop, actor: Actor, id: str) -> Session:  # noqa: A002
    """Let youths in, with a PIN that no other open session has. One that is open already is left as it is."""
    require(actor, "run-session", f"lab:{session(shop, actor, id).lab}")
    with shop.database.transaction() as write:
        found = _session(write, id)
        if found.status == Status.OPEN:
            return found
        rules.check_opening(found.status, found.starts_at, found.ends_at, write.now)
        write.execute(
            "update session set status = 'open', pin = ?, opened_at = coalesce(opened_at, ?), closed_at = null"
            " where id = ?",
            [_new_pin(write), write.now, id],
        )
        controls.begin_anew(write, id)
        if found.opened_at is None:
            area = write.value("select area from lab where id = ?", [found.lab])
            ledger.held(write, id, found.lab, area, found.starts_at, found.ends_at)
        write.record(actor.id, "open-session", f"session:{id}")
        return _session(write, id)


@retried
def close_now(shop: Workshop, actor: Actor, id: str) -> Session:  # noqa: A002
    """End an open session: its PIN and all its seats' tickets stop working. One that is closed is left as it is."""
    require(actor, "run-session", f"lab:{session(shop, actor, id).lab}")
    with shop.database.transaction() as write:
        found = _session(write, id)
        if found.status == Status.CLOSED:
            return found
        if found.status != Status.OPEN:
            raise WrongStatus()
        _close(write, actor, id)
        return _session(write, id)


@retried
def close_forgotten(shop: Workshop) -> int:
    """Close every session that was left open, once its seats no longer work; gives how many there were."""
    with shop.database.transaction() as write:
        over = write.now - timedelta(minutes=shop.settings.seat_minutes_after)
        left_open = write.column("select id from session where status = 'open' and ends_at <= ?", [over])
        for forgotten in left_open:
            _close(write, SYSTEM, forgotten)
    return len(left_open)


def session(shop: Workshop, actor: Actor, id: str) -> Session:  # noqa: A002
    """One session of a lab whose calendar the actor may see."""
    with shop.database.read() as read:
        found = _session(read, id)
    require(actor, "see-calendar", f"lab:{found.lab}")
    return found


def of_week(shop: Workshop, actor: Actor, lab: str, monday: date) -> list[Session]:
    """A lab's sessions that start in the local week from `monday`, in order; cancelled ones too."""
    require(actor, "see-calendar", f"lab:{lab}")
    start, end = rules.week(monday, lab_of(shop, lab).time_zone)
    with shop.database.read() as read:
        found = read.rows(
            Session,
            "select * from session where lab = ? and starts_at >= ? and starts_at < ? order by starts_at, room, id",
            [lab, start, end],
        )
    return [whole(one) for one in found]


def seats(shop: Workshop, actor: Actor, id: str) -> list[Seat]:  # noqa: A002
    """The seats taken now in a session, by number; those who left are not among them."""
    require(actor, "run-session", f"lab:{session(shop, actor, id).lab}")
    with shop.database.read() as read:
        return read.rows(
            Seat,
            "select number, taken_at, 'seat:' || session || ':' || number as participant_key"
            " from seat where session = ? and left_at is null order by number",
            [id],
        )


def _close(write: Transaction, actor: Actor, id: str) -> None:  # noqa: A002
    write.execute("update session set status = 'closed', pin = '', closed_at = ? where id = ?", [write.now, id])
    write.record(actor.id, "close-session", f"session:{id}")


def _columns(draft: Draft) -> list[object]:
    return [
        draft.lab,
        draft.room,
        draft.title.strip(),
        draft.starts_at,
        draft.ends_at,
        draft.seats,
        draft.youngest,
        draft.oldest,
        list(draft.exercises),
    ]


def _session(read: Cursor, id: str) -> Session:  # noqa: A002
    found = read.first(Session, "select * from session where id = ?", [id])
    if found is None:
        raise NotFound()
    return whole(found)


def whole(found: Session) -> Session:
    """The store gives lists, a frozen row keeps tuples."""
    return replace(found, exercises=tuple(found.exercises))


def _check(shop: Workshop, write: Transaction, draft: Draft) -> None:
    if write.first(Lab, "select * from lab where id = ?", [draft.lab]) is None:
        raise NotFound()
    if write.value("select lab from room where id = ?", [draft.room]) != draft.lab:
        raise NotFound()
    stations = write.value("select count(*) from station where room = ?", [draft.room])
    rules.check(draft, int(stations), shop.exercises)


def _check_change(write: Transaction, before: Session, draft: Draft) -> None:
    if before.status not in (Status.PLANNED, Status.OPEN):
        raise WrongStatus()
    if before.status == Status.OPEN and (draft.lab, draft.room) != (before.lab, before.room):
        raise WrongStatus()
    rules.check_moved((before.starts_at, before.ends_at), (draft.starts_at, draft.ends_at), write.now)
    taken = write.column("select number from seat where session = ? and left_at is null", [before.id])
    rules.check_shrinking(draft.seats, taken)


def _claim(write: Transaction, id: str, draft: Draft) -> None:  # noqa: A002
    """Hold the room for each quarter the draft touches, and let go of those that it no longer does."""
    wanted = rules.quarters(draft.starts_at, draft.ends_at)
    rival = write.value(
        "select title from room_claim join session on session.id = room_claim.session"
        " where room_claim.room = ? and quarter between ? and ? and room_claim.session <> ? limit 1",
        [draft.room, wanted[0], wanted[-1], id],
    )
    if rival is not None:
        raise RoomTaken(title=rival)
    write.execute("delete from room_claim where session = ?", [id])
    for quarter in wanted:
        write.execute("insert into room_claim values (?, ?, ?)", [draft.room, quarter, id])


def _new_pin(write: Transaction) -> str:
    """Six digits that open no other session."""
    taken = set(write.column("select pin from session where status = 'open'"))
    while (pin := f"{secrets.randbelow(1_000_000):06d}") in taken:
        continue
    return pin
