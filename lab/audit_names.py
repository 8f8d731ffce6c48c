"""What the things in the audit are called, as those who read it know them: a title, a place, a time. Never a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lab.access import EVERYWHERE, Actor, require
from lab.runtime import Workshop


@dataclass(frozen=True)
class Name:
    """`thing` as it was recorded; `starts_at` where it belongs to one session, which may share its title with many."""

    thing: str
    title: str
    starts_at: datetime | None = None


def names(shop: Workshop, actor: Actor, things: Iterable[str]) -> dict[str, Name]:
    """A name for each of those that are still there."""
    require(actor, "see-audit", EVERYWHERE)
    with shop.database.read() as read:
        found = read.rows(Name, _NAMES, [list(things)])
    return {one.thing: one for one in found}


_NAMES = """
    with asked as (
        select party.id as party, request.id as request, coalesce(round.title, session.title) as title,
            case when round.id is null then session.starts_at end as starts_at
        from party join request on request.party = party.id left join round on round.id = party.round
        left join wish on wish.request = request.id left join session on session.id = wish.session
    ),
    named as (
        select 'session:' || id as thing, title, starts_at from session
        union all select 'seat:' || session.id || ':' || number, number || ', ' || title, starts_at
            from seat join session on session.id = seat.session
        union all select 'picture:' || picture.id, title, starts_at
            from picture join session on session.id = picture.session
        union all select 'series:' || series, min_by(title, starts_at), min(starts_at)
            from series_session join session on session.id = series_session.session group by series
        union all select 'party:' || party, min(title), min(starts_at) from asked group by party
        union all select 'request:' || request, min(title), min(starts_at) from asked group by request
        union all select 'round:' || id, title, null from round
        union all select 'lab:' || id, name, null from lab
        union all select 'room:' || room.id, room.name || ', ' || lab.name, null from room join lab on lab.id = room.lab
        union all select 'equipment:' || id, name, null from equipment
        union all select 'closure:' || id, reason, null from closure
        union all select 'area:' || code, name, null from area
        union all select 'initiative:' || id, name, null from initiative
        union all select 'feed:' || feed.id, coalesce(lab.name, session.title), session.starts_at
            from calendar_feed as feed left join lab on feed.kind = 'lab' and lab.id = subject
            left join session on feed.kind = 'session' and session.id = subject
    )
    select * from named where title is not null and thing in (select unnest($1))
"""
