"""When labs are open: hours, closures, public holidays, and the sessions that a change of these has hit."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from bookings.opening_rules import (
    MINUTES_OF_DAY,
    Closing,
    Hours,
    LabClosed,
    Timetable,
    check_closing,
    check_hours,
    check_open,
)
from bookings.rules import Session
from lab.access import Actor, allows, require
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import NotFound, NotValid
from lab.i18n import N_
from lab.runtime import Workshop

BY_HAND = "by-hand"
SCHOOL_BREAKS = "school-breaks"
MOST_ROWS = 200


@dataclass(frozen=True)
class Closure(Closing):
    """A closing that is kept; `lab` is None where every lab is closed, `source` says where it came from."""

    id: str = ""
    lab: str | None = None
    source: str = BY_HAND


@dataclass(frozen=True)
class Struck:
    """A planned session that lies outside open hours now, and why."""

    session: Session
    why: LabClosed


class BreaksUnreadable(NotValid):
    message = N_("Row {row} of the list cannot be read.")
    hint = N_("Each row has a name, the first day and the last day, such as: Sportlov, 2027-02-22, 2027-02-26")


@retried
def set_hours(shop: Workshop, actor: Actor, lab: str, hours: Sequence[Hours]) -> None:
    """Let these be all the opening hours of a lab; none at all means open at all hours."""
    require(actor, "manage-labs", f"lab:{lab}")
    for one in hours:
        check_hours(one)
    with shop.database.transaction() as write:
        _check_lab(write, lab)
        write.execute("delete from opening where lab = ?", [lab])
        for one in hours:
            write.execute(
                "insert into opening values (?, ?, ?, ?, ?, ?, ?)",
                [new_id(), lab, one.weekday, one.opens, one.closes, one.valid_from, one.valid_to],
            )
        write.record(actor.id, "set-hours", f"lab:{lab}", rows=len(hours))


@retried
def set_holidays(shop: Workshop, actor: Actor, lab: str, closed: bool) -> None:
    """Close a lab on Sweden's public holidays, or keep it open on them."""
    require(actor, "manage-labs", f"lab:{lab}")
    with shop.database.transaction() as write:
        _check_lab(write, lab)
        write.execute("delete from holiday_lab where lab = ?", [lab])
        if closed:
            write.execute("insert into holiday_lab values (?)", [lab])
        write.record(actor.id, "set-holidays", f"lab:{lab}", closed=closed)


@retried
def close(
    shop: Workshop, actor: Actor, lab: str | None, closings: Sequence[Closing], source: str = BY_HAND
) -> list[Closure]:
    """Close one lab, or every lab (None). What is already closed just so, from the same source, is not closed twice.

    Sessions stay as they are booked: `struck` lists those that are hit. Gives the closures that are new.
    """
    require(actor, "manage-labs", f"lab:{lab}" if lab else "*")
    for one in closings:
        check_closing(one)
    with shop.database.transaction() as write:
        if lab:
            _check_lab(write, lab)
        made = [_closed(write, lab, one, source) for one in closings if not _known(write, lab, one, source)]
        for closure in made:
            write.record(actor.id, "close-lab", f"closure:{closure.id}", lab=lab or "*")
    return made


@retried
def reopen(shop: Workshop, actor: Actor, closure: str) -> None:
    """Take a closure away."""
    lab = _lab_of_closure(shop, closure)
    require(actor, "manage-labs", f"lab:{lab}" if lab else "*")
    with shop.database.transaction() as write:
        write.execute("delete from closure where id = ?", [closure])
        write.record(actor.id, "reopen-lab", f"closure:{closure}", lab=lab or "*")


def school_breaks(text: str) -> list[Closing]:
    """The closings of a list: a name, the first day and the last day on each row, apart by comma, semicolon or tab.

    A first row without days is taken for the columns' names. Raises BreaksUnreadable with the number of the row.
    """
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()][:MOST_ROWS]
    divider = next((mark for mark in ("\t", ";") if lines and mark in lines[0]), ",")
    rows = list(csv.reader(StringIO("\n".join(lines)), delimiter=divider))
    found = [_school_break(number, row) for number, row in enumerate(rows, 1) if number > 1 or _has_day(row)]
    if not found:
        raise BreaksUnreadable(row=1)
    return found


def struck(shop: Workshop, actor: Actor, lab: str) -> list[Struck]:
    """The coming planned sessions of a lab that lie in a time when it is closed, in order."""
    require(actor, "see-calendar", f"lab:{lab}")
    with shop.database.read() as read:
        known = timetable(read, lab)
        coming = read.rows(
            Session,
            "select * from session where lab = ? and status = 'planned' and ends_at > ? order by starts_at, id",
            [lab, shop.clock()],
        )
    return [Struck(session, why) for session in coming if (why := _why(known, session))]


def closures(shop: Workshop, actor: Actor, lab: str) -> list[Closure]:
    """What closes a lab from today on, every lab's closures with it, in order."""
    _require_seeing(actor, lab)
    with shop.database.read() as read:
        return _closures(read, lab, shop.clock().date())


def hours(shop: Workshop, actor: Actor, lab: str) -> Timetable:
    """All that says when a lab is open."""
    _require_seeing(actor, lab)
    with shop.database.read() as read:
        return timetable(read, lab)


def timetable(read: Cursor, lab: str) -> Timetable:
    """As `hours`, inside a transaction that others take part in."""
    zone = read.one_value("select time_zone from lab where id = ?", [lab])
    return Timetable(
        time_zone=str(zone),
        hours=read.rows(
            Hours, "select * from opening where lab = ? order by valid_from nulls first, weekday, opens", [lab]
        ),
        closings=_closures(read, lab, date.min),
        closed_on_holidays=read.value("select 1 from holiday_lab where lab = ?", [lab]) is not None,
    )


def _closures(read: Cursor, lab: str, since: date) -> list[Closure]:
    return read.rows(
        Closure,
        "select * from closure where (lab = ? or lab is null) and last_day >= ?"
        " order by first_day, from_minute, reason, id",
        [lab, since],
    )


def _why(known: Timetable, session: Session) -> LabClosed | None:
    try:
        check_open(known, session.starts_at, session.ends_at)
    except LabClosed as why:
        return why
    return None


def _known(write: Transaction, lab: str | None, one: Closing, source: str) -> bool:
    return (
        write.value(
            "select 1 from closure where lab is not distinct from ? and source = ? and reason = ? and first_day = ?"
            " and last_day = ? and from_minute = ? and to_minute = ?",
            [lab, source, one.reason.strip(), one.first_day, one.last_day, one.from_minute, one.to_minute],
        )
        is not None
    )


def _closed(write: Transaction, lab: str | None, one: Closing, source: str) -> Closure:
    made = Closure(
        one.reason.strip(), one.first_day, one.last_day, one.from_minute, one.to_minute, new_id(), lab, source
    )
    write.execute(
        "insert into closure values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            made.id,
            lab,
            made.first_day,
            made.last_day,
            made.from_minute,
            made.to_minute,
            made.reason,
            source,
            write.now,
        ],
    )
    return made


def _has_day(row: Sequence[str]) -> bool:
    try:
        return len(row) > 1 and bool(date.fromisoformat(row[1].strip()))
    except ValueError:
        return False


def _school_break(number: int, row: Sequence[str]) -> Closing:
    try:
        name, first, last = (cell.strip() for cell in row[:3])
        closing = Closing(name, date.fromisoformat(first), date.fromisoformat(last), 0, MINUTES_OF_DAY)
    except ValueError as error:
        raise BreaksUnreadable(row=number) from error
    try:
        check_closing(closing)
    except NotValid as error:
        raise BreaksUnreadable(row=number) from error
    return closing


def _lab_of_closure(shop: Workshop, closure: str) -> str | None:
    with shop.database.read() as read:
        found = read.rows(_Owner, "select lab from closure where id = ?", [closure])
    if not found:
        raise NotFound()
    return found[0].lab


@dataclass(frozen=True)
class _Owner:
    lab: str | None


def _check_lab(read: Cursor, lab: str) -> None:
    read.one_value("select 1 from lab where id = ?", [lab])


def _require_seeing(actor: Actor, lab: str) -> None:
    if not allows(actor, "manage-labs", f"lab:{lab}"):
        require(actor, "see-calendar", f"lab:{lab}")
