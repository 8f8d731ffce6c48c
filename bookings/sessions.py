"""Booked times: book, change, cancel, open with a PIN, close."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bookings import booking, claims, leading_claims, rules
from bookings.booking import whole as whole
from bookings.claims import Given
from bookings.labs import lab_of
from bookings.resource_rules import Needs
from bookings.rules import Draft as Draft
from bookings.rules import Session as Session
from bookings.rules import Status, WrongStatus
from bookings.terms import Terms as Terms
from bookings.terms import put as put_terms
from lab import controls
from lab.access import SYSTEM, Actor, require
from lab.database import Transaction, retried
from lab.participation import ledger
from lab.runtime import Workshop


@dataclass(frozen=True)
class Seat:
    """Somebody sitting in a session now."""

    number: int
    taken_at: datetime
    participant_key: str


@retried
def book(
    shop: Workshop,
    actor: Actor,
    draft: Draft,
    needs: Needs | None = None,
    leaders: Collection[str] | None = None,
    terms: Terms | None = None,
) -> Session:
    """A new planned session, its room claimed. Refused when a rule says no, the lab is closed or the room is taken.

    `leaders` are staff; without any said, whoever books leads, if they are free. Without `terms` whoever comes sits
    down, and it is held whoever comes.
    """
    require(actor, "book-session", f"lab:{draft.lab}")
    with shop.database.transaction() as write:
        booked = booking.booked(write, shop, actor.id, draft, needs or Needs(), leaders)
        put_terms(write, actor.id, booked, terms or Terms())
        return booked


@retried
def change(
    shop: Workshop,
    actor: Actor,
    id: str,  # noqa: A002
    draft: Draft,
    needs: Needs | None = None,
    leaders: Collection[str] | None = None,
) -> Session:
    """Book `draft` in a session's stead; without `needs` or `leaders` it keeps those that it had.

    An open session keeps its lab and room, and a seat for each who sits there. An occurrence of a series no longer
    follows it.
    """
    require(actor, "book-session", f"lab:{session(shop, actor, id).lab}")
    require(actor, "book-session", f"lab:{draft.lab}")
    with shop.database.transaction() as write:
        before = booking.session(write, id)
        asked = claims.needs_of(write, id) if needs is None else needs
        return booking.changed(write, shop, actor.id, before, draft, asked, leaders=leaders)


@retried
def cancel(shop: Workshop, actor: Actor, id: str) -> Session:  # noqa: A002
    """Give a planned session's room back, and all else that it held."""
    require(actor, "book-session", f"lab:{session(shop, actor, id).lab}")
    with shop.database.transaction() as write:
        return booking.cancelled(write, actor.id, booking.session(write, id))


@retried
def open_now(shop: Workshop, actor: Actor, id: str) -> Session:  # noqa: A002
    """Let youths in, with a PIN that no other open session has. One that is open already is left as it is."""
    require(actor, "run-session", f"lab:{session(shop, actor, id).lab}")
    with shop.database.transaction() as write:
        found = booking.session(write, id)
        if found.status == Status.OPEN:
            return found
        rules.check_opening(found.status, found.starts_at, found.ends_at, write.now)
        leading_claims.opened(write, actor.id, found)
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
        return booking.session(write, id)


@retried
def close_now(shop: Workshop, actor: Actor, id: str) -> Session:  # noqa: A002
    """End an open session: its PIN and all its seats' tickets stop working. One that is closed is left as it is."""
    require(actor, "run-session", f"lab:{session(shop, actor, id).lab}")
    with shop.database.transaction() as write:
        found = booking.session(write, id)
        if found.status == Status.CLOSED:
            return found
        if found.status != Status.OPEN:
            raise WrongStatus()
        _close(write, actor, id)
        return booking.session(write, id)


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
        found = booking.session(read, id)
    require(actor, "see-calendar", f"lab:{found.lab}")
    return found


def of_week(shop: Workshop, actor: Actor, lab: str, monday: date) -> list[Session]:
    """A lab's sessions that start in the local week from `monday`, in order; cancelled ones too."""
    return between(shop, actor, lab, monday, monday + timedelta(days=7))


def between(shop: Workshop, actor: Actor, lab: str, first: date, end: date) -> list[Session]:
    """A lab's sessions that start on the local days from `first` until the one before `end`, in order."""
    require(actor, "see-calendar", f"lab:{lab}")
    start, stop = rules.days(first, end, lab_of(shop, lab).time_zone)
    with shop.database.read() as read:
        found = read.rows(
            Session,
            "select * from session where lab = ? and starts_at >= ? and starts_at < ? order by starts_at, room, id",
            [lab, start, stop],
        )
    return [whole(one) for one in found]


def needs(shop: Workshop, actor: Actor, id: str) -> tuple[Needs, list[Given]]:  # noqa: A002
    """What a session asked for besides its room, and the stations that it got for it."""
    session(shop, actor, id)
    with shop.database.read() as read:
        return claims.needs_of(read, id), claims.given(read, id)


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


def _new_pin(write: Transaction) -> str:
    """Six digits that open no other session."""
    taken = set(write.column("select pin from session where status = 'open'"))
    while (pin := f"{secrets.randbelow(1_000_000):06d}") in taken:
        continue
    return pin
