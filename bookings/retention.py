"""What sessions leave behind, and for how long: contacts go after the session, requests and lists after some time.

What is counted stays: visits are kept by the ledger under a card, and a card that is erased is forgotten there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings import feeds
from lab.access import EVERYWHERE, SYSTEM, Actor, require
from lab.database import Cursor, retried
from lab.i18n import N_
from lab.runtime import Workshop

CONTACT_DAYS = 1
"""Days after the last session that was asked for until the e-mail address is gone."""
ANSWER_DAYS = 365
"""Days after the last session that somebody led who no longer works here: support for it is applied for by then."""

KINDS = {
    "contact": N_("e-mail address of a party"),
    "party": N_("request for seats"),
    "round": N_("list and answers of a draw"),
    "arrival": N_("note from the door"),
    "control": N_("what a leader said of a running session"),
    "seat": N_("seat of a youth"),
    "leader": N_("what a former leader told of themself"),
    "departure": N_("note that a session was moved to another lab"),
}


@dataclass(frozen=True)
class Due:
    """One thing to remove: a kind of KINDS, which one, and when the session that it hangs on ended."""

    kind: str
    id: str
    ended_at: datetime


def due(shop: Workshop, actor: Actor) -> list[Due]:
    """What the next purge will remove, the oldest first."""
    require(actor, "see-audit", EVERYWHERE)
    with shop.database.read() as read:
        return _due(read, shop.clock(), shop.settings.seat_days)


@retried
def purge(shop: Workshop) -> int:
    """Remove all that is due; gives how many things there were."""
    with shop.database.transaction() as write:
        found = _due(write, write.now, shop.settings.seat_days)
        by_kind = {kind: [one.id for one in found if one.kind == kind] for kind in KINDS}
        write.execute("update party set contact = '' where list_contains(?, id)", [by_kind["contact"]])
        parties = by_kind["party"]
        requests = write.column("select id from request where list_contains(?, party)", [parties])
        write.execute("delete from wish where list_contains(?, request)", [requests])
        write.execute("delete from place where list_contains(?, request)", [requests])
        write.execute("delete from request where list_contains(?, party)", [parties])
        write.execute("delete from party where list_contains(?, id)", [parties])
        for kind, table, column in _ROWS:
            write.execute(f"delete from {table} where list_contains(?, {column})", [by_kind[kind]])
        if found:
            counts = {kind: len(ids) for kind, ids in by_kind.items() if ids}
            write.record(SYSTEM.id, "purge-seats", "store:seats", **counts)
    return len(found)


def _due(cursor: Cursor, now: datetime, days: int) -> list[Due]:
    past = [timedelta(days=kept) for kept in (CONTACT_DAYS, days, ANSWER_DAYS)]
    return cursor.rows(Due, _DUE, [now - kept for kept in (*past, feeds.KEPT)])


_ROWS = (
    ("round", "round", "id"),
    ("round", "session_way", "round"),
    ("arrival", "arrival", "session"),
    ("arrival", "before_arrival", "session"),
    ("control", "session_control", "session"),
    ("seat", "seat", "session"),
    ("leader", "leader_answer", "staff"),
    ("departure", "session_departure", "session"),
)
"""Of each kind the tables that have rows of it, and the column with its id."""

_DUE = """
    with asked as (
        select party.id, party.contact, max(session.ends_at) as ended_at
        from party join request on request.party = party.id join wish on wish.request = request.id
        join session on session.id = wish.session group by party.id, party.contact
    ), drawn as (
        select round.id, max(session.ends_at) as ended_at from round
        join session_way on session_way.round = round.id join session on session.id = session_way.session
        group by round.id
    ), led as (
        select leader_answer.staff as id, coalesce(max(session.ends_at), any_value(staff.created_at)) as ended_at
        from leader_answer join staff on staff.id = leader_answer.staff
        left join session_leader on session_leader.staff = leader_answer.staff
        left join session on session.id = session_leader.session
        where staff.disabled group by leader_answer.staff
    )
    select 'contact' as kind, id, ended_at from asked where contact <> '' and ended_at < $1
    union all select 'party', id, ended_at from asked where ended_at < $2
    union all select 'round', id, ended_at from drawn where ended_at < $2
    union all select distinct 'arrival', session.id, session.ends_at from session
        join arrival on arrival.session = session.id where session.ends_at < $1
    union all select 'control', session.id, session.ends_at from session
        join session_control on session_control.session = session.id
        where session.ends_at < $1 and session.status <> 'open'
    union all select distinct 'seat', session.id, session.ends_at from session
        join seat on seat.session = session.id where session.ends_at < $2
    union all select 'leader', id, ended_at from led where ended_at < $3
    union all select 'departure', session, max(ends_at) from session_departure
        group by session having max(ends_at) < $4
    order by ended_at, kind, id
"""
