"""Who came to what, read out of the store as the rules need it. Read now, not from a release: a visit that was written
down late stands in the half-year when it happened, and an erased card is gone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bookings.attendance.applicants import UNSAID
from bookings.attendance.rules import Held, Leader, Visit
from bookings.leading_rules import short_name
from lab.database import Cursor
from lab.participation.periods import Period

Row = TypeVar("Row")


@dataclass(frozen=True)
class _Session:
    id: str
    title: str
    room: str
    area: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class _Came:
    session: str
    card: str
    birth_year: int
    gender: str
    area: str
    happened_at: datetime


@dataclass(frozen=True)
class _Led:
    session: str
    staff: str
    email: str
    birth_year: int | None
    gender: str | None


def held(read: Cursor, lab: str, period: Period, zone: str, now: datetime) -> tuple[Held, ...]:
    """The sessions of a half-year that are over, with who came and who led."""
    span = [lab, period.starts_at, period.ends_at]
    came = _by_session(read.rows(_Came, _CAME, span), lambda one: one.session)
    led = _by_session(read.rows(_Led, _LED, span), lambda one: one.session)
    return tuple(
        Held(
            one.id,
            one.title,
            one.room,
            one.area,
            one.starts_at.astimezone(ZoneInfo(zone)).date(),
            one.starts_at,
            one.ends_at,
            tuple(Visit(v.card, v.birth_year, v.gender, v.area, v.happened_at) for v in came[one.id]),
            tuple(
                Leader(each.staff, short_name(each.email), each.birth_year, each.gender or UNSAID)
                for each in led[one.id]
            ),
        )
        for one in read.rows(_Session, _HELD, [*span, now])
    )


def _by_session(rows: Iterable[Row], session: Callable[[Row], str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[session(row)].append(row)
    return found


_HELD = """
    select held_session.session as id, coalesce(session.title, '') as title, coalesce(room.name, '') as room,
           held_session.area, coalesce(session.starts_at, held_session.starts_at) as starts_at,
           greatest(least(coalesce(session.ends_at, held_session.ends_at),
                          coalesce(session.closed_at, session.ends_at, held_session.ends_at)),
                    coalesce(session.starts_at, held_session.starts_at)) as ends_at
    from held_session left join session on session.id = held_session.session
    left join room on room.id = session.room
    where held_session.lab = $1 and held_session.starts_at >= $2 and held_session.starts_at < $3
      and (session.status = 'closed' or coalesce(session.ends_at, held_session.ends_at) <= $4)
    order by held_session.starts_at, held_session.session
"""

_CAME = """
    select visit.session, visit.card, visit.birth_year, visit.gender, visit.area, visit.happened_at
    from visit join held_session on held_session.session = visit.session
    where held_session.lab = $1 and held_session.starts_at >= $2 and held_session.starts_at < $3
    order by visit.happened_at, visit.card
"""

_LED = """
    select session_leader.session, staff.id as staff, staff.email, leader_answer.birth_year, leader_answer.gender
    from session_leader join held_session on held_session.session = session_leader.session
    join staff on staff.id = session_leader.staff left join leader_answer on leader_answer.staff = staff.id
    where held_session.lab = $1 and held_session.starts_at >= $2 and held_session.starts_at < $3
      and session_leader.left_at is null
    order by staff.email
"""
