"""A round as it is kept: its record, its sessions, and the rules that it is drawn by."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bookings import draw_files, round_entries
from bookings.draw_files import Rules
from bookings.draw_terms import Order, Policy, Reserve
from bookings.labs import lab_of
from bookings.rules import Session
from lab.database import Cursor
from lab.i18n import N_
from lab.runtime import Workshop

ASKING, FROZEN, DRAWN, CANCELLED = "asking", "frozen", "drawn", "cancelled"
STATES = {
    ASKING: N_("Takes requests"),
    FROZEN: N_("Closed, not drawn yet"),
    DRAWN: N_("Drawn"),
    CANCELLED: N_("Taken back"),
}

Reserves = Mapping[str, Mapping[str, int]]
"""Session id -> a municipality's code -> seats held for it."""


@dataclass(frozen=True)
class Round:
    """One round, as the store keeps it; `seed` is secret until it is drawn, the JSON texts are null until then."""

    id: str
    lab: str
    title: str
    opens_at: datetime
    closes_at: datetime
    seats_order: str
    reserve: str
    reserves: str
    state: str
    seed: str
    commitment: str
    inputs: str
    frozen: str | None
    published: str | None

    @property
    def held(self) -> Reserves:
        found: Reserves = json.loads(self.reserves)
        return found


def sessions_of(cursor: Cursor, id: str) -> list[Session]:  # noqa: A002
    """The sessions of a round that are not cancelled, in order."""
    return cursor.rows(
        Session,
        "select session.* from session join session_way on session_way.session = session.id"
        " where session_way.round = ? and session.status <> 'cancelled' order by starts_at, title, session.id",
        [id],
    )


def inputs_of(found: Round) -> tuple[tuple[Any, ...], Rules]:
    """The frozen entries and rules, read as `verkstad draw` reads its files."""
    return draw_files.published_inputs(json.loads(found.frozen or "{}"))


def rules_now(shop: Workshop, cursor: Cursor, found: Round) -> tuple[Rules, dict[str, str]]:
    """The rules of a round as they stand, and session id -> its name in them; areas by their names as well.

    Refused where more is held than there are seats.
    """
    sessions = sessions_of(cursor, found.id)
    zone = ZoneInfo(lab_of(shop, found.lab).time_zone)
    named = round_entries.names(sessions, {one.id: one.starts_at.astimezone(zone) for one in sessions})
    reserves = {
        named[session]: {_area(cursor, code): held for code, held in areas.items() if held}
        for session, areas in found.held.items()
        if session in named and any(areas.values())
    }
    policy = Policy(Order(found.seats_order), Reserve(found.reserve), reserves)
    seats = {named[one.id]: one.seats for one in sessions}
    return draw_files.rules_of(draw_files.as_table(Rules(seats, policy))), named


def _area(cursor: Cursor, code: str) -> str:
    return str(cursor.value("select name from area where code = ?", [code]) or code)


def round_of(cursor: Cursor, id: str) -> Round:  # noqa: A002
    """The round with that id. Raises NotFound."""
    return cursor.one(Round, "select * from round where id = ?", [id])
