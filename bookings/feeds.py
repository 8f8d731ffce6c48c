"""Calendars to subscribe to: of a lab, a leader or a session. A secret address each, that can be ended."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bookings import ical
from bookings.booking import session as session_of
from bookings.ical import Entry
from bookings.labs import Lab
from bookings.leading_claims import staff_of
from bookings.rules import Status
from lab import i18n, limits
from lab.access import Actor, allows, require
from lab.database import Cursor, new_id, retried
from lab.errors import LabError, NotAllowed, NotValid
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.runtime import Workshop

PURPOSE = "calendar-feed"
WRONG = ("calendar-feed", 30, 600.0)
"""Wrong addresses from one place, and within how many seconds."""
ALARMS = (0, 15, 60, 24 * 60)
"""Minutes before the start that can be chosen; 0: no alarm."""
KEPT, AHEAD = timedelta(days=92), timedelta(days=550)
MOST = 5_000


class Kind(StrEnum):
    LAB = "lab"
    LEADER = "leader"
    SESSION = "session"


class AlarmUnknown(NotValid):
    message = N_("That alarm cannot be chosen.")
    hint = N_("Choose one of the list.")


class FeedGone(LabError):
    message = N_("There is no calendar at this address any more.")
    hint = N_("Ask the lab for a new address.")
    status = 404


@dataclass(frozen=True)
class Feed:
    """`subject` is a lab, a member of staff or a session; the address itself is not kept."""

    id: str
    kind: str
    subject: str
    alarm_minutes: int
    language: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class File:
    """What is sent: `tag` changes when the body does."""

    body: bytes
    tag: str


@dataclass(frozen=True)
class _Row:
    id: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    cancelled: bool
    seats: int
    youngest: int
    oldest: int
    exercises: list[str]


@retried
def make(shop: Workshop, actor: Actor, kind: Kind, subject: str, alarm_minutes: int = 0) -> str:
    """A new feed; gives its path, which cannot be shown again.

    A lab's and a session's are for those who see the lab's calendar; a leader's own (`subject` their staff id) only
    for themselves. It speaks the language of whoever makes it.
    """
    if alarm_minutes not in ALARMS:
        raise AlarmUnknown()
    secret = secrets.token_urlsafe(24)
    with shop.database.transaction() as write:
        _check(write, actor, kind, subject)
        made = new_id()
        write.execute(
            "insert into calendar_feed values (?, ?, ?, ?, ?, ?, ?, ?, null)",
            [
                made, kind.value, subject, _hidden(shop, secret), alarm_minutes,
                i18n.language(), staff_of(actor.id), write.now,
            ],
        )  # fmt: skip
        write.record(actor.id, "make-feed", f"feed:{made}", kind=kind.value)
    return f"/calendar/{secret}.ics"


@retried
def revoke(shop: Workshop, actor: Actor, id: str) -> None:  # noqa: A002
    """End a feed: its address leads nowhere from now on."""
    with shop.database.transaction() as write:
        feed = write.one(Feed, "select * from calendar_feed where id = ? and revoked_at is null", [id])
        if feed.made_by != staff_of(actor.id):
            require(actor, "manage-labs", _scope(write, Kind(feed.kind), feed.subject))
        write.execute("update calendar_feed set revoked_at = ? where id = ?", [write.now, id])
        write.record(actor.id, "revoke-feed", f"feed:{id}", kind=feed.kind)


def listed(shop: Workshop, actor: Actor, kind: Kind, subject: str) -> list[Feed]:
    """The feeds of a thing that still work and that the actor may end, the latest first."""
    with shop.database.read() as read:
        found = read.rows(
            Feed,
            "select * from calendar_feed where kind = ? and subject = ? and revoked_at is null order by made_at desc",
            [kind.value, subject],
        )
        scope = _scope(read, kind, subject)
    every = allows(actor, "manage-labs", scope)
    return [one for one in found if every or one.made_by == staff_of(actor.id)]


def file(shop: Workshop, secret: str, address: str) -> File:
    """What the address shows now. Raises FeedGone, and TooManyAttempts after many wrong ones from one place."""
    kind, most, seconds = WRONG
    limits.check(shop, kind, address, most, seconds)
    with shop.database.read() as read:
        feed = read.first(
            Feed,
            "select * from calendar_feed where secret_hash = ? and revoked_at is null",
            [_hidden(shop, secret)],
        )
        if feed is not None:
            with i18n.speaking(feed.language):
                body = _written(shop, read, feed)
            return File(body, hashlib.sha256(body).hexdigest()[:32])
    limits.failed(shop, kind, address)
    raise FeedGone()


def _written(shop: Workshop, read: Cursor, feed: Feed) -> bytes:
    name, zone = _name(read, feed)
    rows = read.rows(_Row, _SESSIONS[Kind(feed.kind)], [feed.subject, shop.clock() - KEPT, shop.clock() + AHEAD, MOST])
    titles = {one.slug: one.title for one in shop.exercises}
    alarm = _("Soon: a session in the lab") if feed.alarm_minutes else ""
    return ical.written(name, zone, [_entry(shop, row, titles) for row in rows], feed.alarm_minutes, alarm)


def _entry(shop: Workshop, row: _Row, titles: Mapping[str, str]) -> Entry:
    lines = [
        _("For ages {youngest}–{oldest}", youngest=row.youngest, oldest=row.oldest),
        _("Seats: {count}", count=row.seats),
        ", ".join(_(titles[slug]) for slug in row.exercises if slug in titles),
    ]
    title = _("Cancelled: {title}", title=row.title) if row.cancelled else row.title
    url = f"{shop.settings.url.rstrip('/')}/session?id={row.id}"
    return Entry(
        row.id, row.sequence, row.changed_at, row.starts_at, row.ends_at, title, row.place,
        "\n".join(filter(None, lines)), row.cancelled, url,
    )  # fmt: skip


def _name(read: Cursor, feed: Feed) -> tuple[str, str]:
    """What the calendar is called, and the zone of its times. Raises FeedGone where its subject is gone."""
    if feed.kind == Kind.LEADER:
        if read.value("select 1 from staff where id = ? and not disabled", [feed.subject]) is None:
            raise FeedGone()
        zone = read.value(
            "select lab.time_zone from session_leader join session on session.id = session_leader.session"
            " join lab on lab.id = session.lab where staff = ? order by starts_at desc limit 1",
            [feed.subject],
        )
        return _("My sessions"), str(zone or "UTC")
    lab = feed.subject
    if feed.kind == Kind.SESSION:
        lab = str(read.value("select lab from session where id = ?", [feed.subject]) or "")
    found = read.first(Lab, "select * from lab where id = ?", [lab])
    if found is None:
        raise FeedGone()
    return found.name, found.time_zone


_ROW = """
    select session.id, coalesce(sequence, 0) as sequence, coalesce(changed_at, session.created_at) as changed_at,
        starts_at, ends_at, title, concat_ws(', ', room.name, lab.name) as place, {cancelled} as cancelled,
        seats, youngest, oldest, exercises
    from session join lab on lab.id = session.lab left join room on room.id = session.room
    left join session_edition on session_edition.session = session.id {joined}
    where {subject} = $1 and ends_at > $2 and starts_at < $3
"""
_DEPARTED = """
    union all by name
    select session.id, sequence, changed_at, gone.starts_at, gone.ends_at, title,
        concat_ws(', ', room.name, lab.name) as place, true as cancelled, seats, youngest, oldest, exercises
    from session_departure as gone join session on session.id = gone.session join lab on lab.id = gone.lab
    left join room on room.id = gone.room join session_edition on session_edition.session = session.id
    where gone.lab = $1 and session.lab <> $1 and gone.ends_at > $2 and gone.starts_at < $3
"""
"""Those that another lab has now, where and when they would have been."""
_FIRST = " order by starts_at, id limit $4"
_OFF = f"session.status = '{Status.CANCELLED}'"
_SESSIONS = {
    Kind.LAB: _ROW.format(cancelled=_OFF, joined="", subject="session.lab") + _DEPARTED + _FIRST,
    Kind.SESSION: _ROW.format(cancelled=_OFF, joined="", subject="session.id") + _FIRST,
    Kind.LEADER: _ROW.format(
        cancelled=f"{_OFF} or session_leader.left_at is not null",
        joined="join session_leader on session_leader.session = session.id",
        subject="session_leader.staff",
    )
    + _FIRST,
}


def _check(read: Cursor, actor: Actor, kind: Kind, subject: str) -> None:
    if kind != Kind.LEADER:
        require(actor, "see-calendar", _scope(read, kind, subject))
    elif subject != staff_of(actor.id) or read.value("select 1 from staff where id = ?", [subject]) is None:
        raise NotAllowed()


def _scope(read: Cursor, kind: Kind, subject: str) -> str:
    """Where a right must hold to see or end such a feed."""
    if kind == Kind.LEADER:
        return "*"
    return f"lab:{session_of(read, subject).lab if kind == Kind.SESSION else subject}"


def _hidden(shop: Workshop, secret: str) -> str:
    return shop.keys.hash(PURPOSE, secret)
