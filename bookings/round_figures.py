"""What a leader looks at before choosing: what a round would give by each setting, and areas that are left behind."""

from collections.abc import Mapping
from dataclasses import dataclass

from bookings import round_entries, round_record, rounds
from bookings.expected import SEEDS, Expected, compared
from bookings.labs import lab_of
from bookings.reserves import Proposal, Reach, proposed
from bookings.round_record import Round
from lab import areas
from lab.access import SYSTEM, Actor, require
from lab.database import retried
from lab.participation import report
from lab.runtime import Workshop

NEIGHBOURS = 9
"""Municipalities around the lab's own that are compared."""
MOST_ENTRIES_DRAWN = 60_000
"""Entries times seeds: about a second's work."""


@dataclass(frozen=True)
class Demand:
    """How much is asked of a round: requests, the people in them, and the seats there are."""

    requests: int
    people: int
    seats: int


@dataclass(frozen=True)
class Figures:
    """`expected`: without reserves, with reserve first and with reserve last; empty where nobody has asked."""

    demand: Demand
    expected: tuple[Expected, ...]


def figures(shop: Workshop, actor: Actor, id: str) -> Figures:  # noqa: A002
    """The requests of a round as they stand, and what a draw of them would give on average."""
    found = _seen(shop, actor, id)
    with shop.database.read() as read:
        rules, named = round_record.rules_now(shop, read, found)
        entries = round_entries.entries(read, id, named, shop.clock())
    demand = Demand(len(entries), sum(one.size for one in entries), sum(rules.seats.values()))
    if not entries:
        return Figures(demand, ())
    seeds = max(20, min(SEEDS, MOST_ENTRIES_DRAWN // len(entries)))
    return Figures(demand, tuple(compared(entries, rules.seats, rules.policy, seeds)))


@retried
def propose(shop: Workshop, actor: Actor, id: str) -> Mapping[str, tuple[Proposal, ...]]:  # noqa: A002
    """Session id -> seats that could be held, from the latest half-year that is published. Applies nothing."""
    found = _seen(shop, actor, id)
    reach = _reach(shop, found)
    with shop.database.transaction() as write:
        sessions = round_record.sessions_of(write, id)
        proposals = {session.id: proposed(reach, session.seats) for session in sessions}
        held = {session: {one.area: one.seats for one in of} for session, of in proposals.items()}
        write.record(actor.id, "propose-reserves", f"round:{id}", proposed=held)
    return {session: of for session, of in proposals.items() if of}


def _seen(shop: Workshop, actor: Actor, id_: str) -> Round:
    found = rounds.public(shop, id_)
    require(actor, "book-session", f"lab:{found.lab}")
    return found


def _reach(shop: Workshop, found: Round) -> list[Reach]:
    """The lab's municipality and those around it, as anybody may read them."""
    home = lab_of(shop, found.lab).area
    near = {home, *(area.code for area in areas.nearest(shop, home, NEIGHBOURS))}
    told = report.periods(shop)
    reached = report.reach(shop, SYSTEM, told[0]) if told else ()
    return [Reach(one.area.code, one.youths.number, one.population) for one in reached if one.area.code in near]
