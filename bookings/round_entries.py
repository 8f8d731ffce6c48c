"""The list of a round: from what was asked to what is drawn, and published."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bookings.draw_terms import Entry, Order
from bookings.rules import Session
from lab.database import Cursor

HISTORY = timedelta(days=365)
"""How far back seats and rounds count."""

GOT = ("placed", "arrived", "missed", "settled")


@dataclass(frozen=True)
class _Asked:
    request: str
    entry: str
    seats: int
    card: str
    contact_hash: str
    area: str
    session: str


@dataclass(frozen=True)
class _Past:
    who: str
    seats: int


@dataclass(frozen=True)
class _Round:
    who: str
    got: bool


def names(sessions: Sequence[Session], local_starts: Mapping[str, datetime]) -> dict[str, str]:
    """Session id -> its name in the published files: title and local start, and a number where two are alike."""
    named: dict[str, str] = {}
    for session in sessions:
        name = f"{session.title} {local_starts[session.id]:%Y-%m-%d %H:%M}"
        alike = sum(other == name or other.startswith(f"{name} (") for other in named.values())
        named[session.id] = f"{name} ({alike + 1})" if alike else name
    return named


def entries(cursor: Cursor, round_id: str, named: Mapping[str, str], now: datetime) -> tuple[Entry, ...]:
    """Who asks in a round and has not left, with real areas, in the order of asking."""
    rows = cursor.rows(_Asked, _ASKED, [round_id])
    past, waited = _past(cursor, now), _waited(cursor, now)
    made: dict[str, Entry] = {}
    for row in rows:
        who = row.card or row.contact_hash
        if row.session not in named:
            continue
        before = made.get(row.entry)
        wishes = (*before.wishes, named[row.session]) if before else (named[row.session],)
        made[row.entry] = Entry(row.entry, "", row.area, "", row.seats, past.get(who, 0), wishes, waited.get(who, 0))
    return tuple(made.values())


def to_publish(found: Sequence[Entry], order: Order, reserved: set[str]) -> tuple[Entry, ...]:
    """The list as others see it: an area stands only where seats are held for it, for nothing else hangs on it."""
    bare = tuple(one if one.area in reserved else replace(one, area="") for one in found)
    return bare if order is Order.FIRST_COME else tuple(sorted(bare, key=lambda one: int(one.entry)))


def requests_of(cursor: Cursor, round_id: str) -> dict[str, str]:
    """Entry -> the id of the request that it stands for."""
    return {row.entry: row.request for row in cursor.rows(_Asked, _ALL, [round_id])}


_ALL = """
    select request.id as request, request.entry, request.seats, party.card, party.contact_hash,
        coalesce(area.name, '') as area, wish.session
    from party join request on request.party = party.id join wish on wish.request = request.id
    left join area on area.code = party.area
    where party.round = ? and request.entry <> ''
"""
_ASKED = f"{_ALL} and wish.state = 'asked' order by request.entry::integer, wish.rank"


def _past(cursor: Cursor, now: datetime) -> dict[str, int]:
    """Sessions in the last twelve months in which somebody sat or had a place: by card, or by a contact's hash."""
    since = now - HISTORY
    rows = cursor.rows(
        _Past,
        """
        select who, count(distinct session)::integer as seats from (
            select card as who, session from visit where happened_at > $1
            union all
            select coalesce(nullif(party.card, ''), party.contact_hash) as who, wish.session
            from wish join request on request.id = wish.request join party on party.id = request.party
            join session on session.id = wish.session
            where list_contains(['placed', 'arrived', 'missed'], wish.state) and session.starts_at > $1
        ) where who <> '' group by who
        """,
        [since],
    )
    return {row.who: row.seats for row in rows}


def _waited(cursor: Cursor, now: datetime) -> Counter[str]:
    """Rounds in a row, up to the last, in which somebody asked and got nothing."""
    rows = cursor.rows(
        _Round,
        """
        select coalesce(nullif(party.card, ''), party.contact_hash) as who,
            bool_or(request.outcome like '%"outcome": "seat"%' or list_contains($2, wish.state)) as got
        from party join round on round.id = party.round join request on request.party = party.id
        join wish on wish.request = request.id
        where round.state = 'drawn' and round.drawn_at > $1 and request.outcome <> ''
        group by party.id, who, round.drawn_at order by round.drawn_at desc
        """,
        [now - HISTORY, list(GOT)],
    )
    waited: Counter[str] = Counter()
    served: set[str] = set()
    for row in rows:
        if row.got:
            served.add(row.who)
        elif row.who not in served:
            waited[row.who] += 1
    return waited
