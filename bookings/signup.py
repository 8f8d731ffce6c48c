"""What the public sign-up page shows of a lab: the coming sessions that take requests, and how much is left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.asking import crowd
from bookings.rules import Session
from bookings.seat_terms import Way
from lab.errors import LabError
from lab.gathering import gathered
from lab.runtime import Workshop

NOW = "now"
"""The key of the sessions that are first come, first served; those of a round have the round's id."""


@dataclass(frozen=True)
class Open:
    """A session that takes requests. `left`: "line", "few", "some", "many", or "draw" where a round decides."""

    session: Session
    room: str
    left: str


@dataclass(frozen=True)
class Choice:
    """Sessions that can be asked for together; `closes_at` and `title` are a round's."""

    key: str
    title: str
    opens_at: datetime | None
    closes_at: datetime | None
    sessions: tuple[Open, ...]
    is_open: bool


@dataclass(frozen=True)
class _Row:
    lab: str
    session: str
    room: str
    way: str
    round: str
    title: str
    state: str
    opens_at: datetime | None
    closes_at: datetime | None
    used: int
    waiting: int


@gathered
def choices(shop: Workshop, labs: Sequence[str]) -> list[tuple[Choice, ...] | LabError]:
    """What a lab takes requests for, and rounds that will soon; the soonest session first."""
    now, asked = shop.clock(), sorted(set(labs))
    with shop.database.read() as read:
        sessions = read.rows(
            Session,
            "select * from session where list_contains(?, lab) and starts_at > ? and status in ('planned', 'open')",
            [asked, now],
        )
        rows = read.rows(_Row, _OPEN, [asked, now])
    by_id = {one.id: one for one in sessions}
    return [_choices([row for row in rows if row.lab == lab], by_id, now) for lab in labs]


def open_choice(choices: Iterable[Choice], key: str) -> Choice | None:
    """One of them, if it is open now."""
    return next((one for one in choices if one.key == key and one.is_open), None)


def _choices(rows: Iterable[_Row], sessions: Mapping[str, Session], now: datetime) -> tuple[Choice, ...]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(row)
    groups = [_choice(key, group, sessions, now) for key, group in found.items()]
    return tuple(group for group in groups if group.closes_at is None or group.closes_at > now)


_OPEN = """
    select session.lab, session.id as session, coalesce(room.name, '') as room, session_way.way, session_way.round,
        coalesce(round.title, '') as title, coalesce(round.state, '') as state, round.opens_at, round.closes_at,
        ((select count(*) from place where place.session = session.id)
          + (select count(*) from seat where seat.session = session.id and left_at is null))::integer as used,
        (select count(*) from wish where wish.session = session.id and wish.state = 'waiting')::integer as waiting
    from session join session_way on session_way.session = session.id
    left join room on room.id = session.room left join round on round.id = session_way.round
    where list_contains(?, session.lab) and session.starts_at > ? and session.status in ('planned', 'open')
      and (session_way.way = 'first-come' or session_way.round <> '')
    order by session.starts_at, session.title, session.id
"""


def _key(row: _Row) -> str:
    return NOW if row.way == Way.FIRST_COME or row.state == "drawn" else row.round


def _choice(key: str, rows: list[_Row], sessions: Mapping[str, Session], now: datetime) -> Choice:
    first = rows[0]
    if key == NOW:
        return Choice(NOW, "", None, None, tuple(_open(row, sessions[row.session]) for row in rows), True)
    taking = first.state == "asking" and first.opens_at is not None and first.opens_at <= now
    opened = tuple(Open(sessions[row.session], row.room, "draw") for row in rows)
    return Choice(key, first.title, first.opens_at, first.closes_at, opened, taking)


def _open(row: _Row, session: Session) -> Open:
    return Open(session, row.room, crowd(session.seats - row.used, session.seats, row.waiting > 0))
