"""What a leader sees at a glance: which sessions run, how full they are, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bookings.sessions import Session, session, whole
from lab.access import Actor, require
from lab.runtime import Workshop


@dataclass(frozen=True)
class Outcome:
    """What happened in a session, in numbers only."""

    visits: int
    pictures: int
    """Saved and not removed."""
    started: int
    """How many seats opened an exercise."""
    saved: int
    """How many seats saved at least one picture."""


@dataclass(frozen=True)
class _Count:
    session: str
    taken: int


def running(shop: Workshop, actor: Actor, lab: str) -> list[Session]:
    """The lab's open sessions, the one that began first on top."""
    require(actor, "see-calendar", f"lab:{lab}")
    with shop.database.read() as read:
        found = read.rows(
            Session, "select * from session where lab = ? and status = 'open' order by starts_at, id", [lab]
        )
    return [whole(one) for one in found]


def taken(shop: Workshop, actor: Actor, lab: str, sessions: Sequence[Session]) -> dict[str, int]:
    """By session id: seats taken now where it is open, else how many came. Sessions of other labs are left out."""
    require(actor, "see-calendar", f"lab:{lab}")
    with shop.database.read() as read:
        counted = read.rows(
            _Count,
            """
            select session.id as session, count(*)::integer as taken
            from session join seat on seat.session = session.id
            where session.lab = ? and list_contains(?, session.id)
              and (session.status <> 'open' or seat.left_at is null)
            group by session.id
            """,
            [lab, [one.id for one in sessions]],
        )
    return {count.session: count.taken for count in counted}


def outcome(shop: Workshop, actor: Actor, id: str) -> Outcome:  # noqa: A002
    """What has happened in a session so far."""
    require(actor, "run-session", f"lab:{session(shop, actor, id).lab}")
    with shop.database.read() as read:
        return read.rows(
            Outcome,
            """
            select
                (select count(*)::integer from visit where session = $1) as visits,
                (select count(*)::integer from picture where session = $1) as pictures,
                count(distinct card) filter (kind = 'started')::integer as started,
                count(distinct card) filter (kind = 'saved')::integer as saved
            from exercise_event where session = $1
            """,
            [id],
        )[0]
