"""Rounds made at random, and how somebody stands after the draw."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bookings.draw import line
from bookings.draw_terms import Entry, Order, Policy, Reserve, Result

SESSIONS = ("A", "B", "C")
AREAS = ("Deje", "Forshaga", "Hagfors")
ANY_ORDER = st.sampled_from(list(Order))
RANDOM_ORDERS = st.sampled_from([Order.LEAST_SERVED, Order.LOTTERY])
SEEDS = st.integers(0, 9999).map(str)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

wishes = st.lists(st.sampled_from(SESSIONS), max_size=3, unique=True).map(tuple)


@st.composite
def rounds(draw_from, parties=True, largest=3, held=True, sessions=SESSIONS, orders=ANY_ORDER):
    """A round of up to twelve entries: (entries, seats, policy, seed)."""
    seats = {session: draw_from(st.integers(0, 5)) for session in sessions}
    reserves = {}
    for session, number in seats.items() if held else ():
        left, reserves[session] = number, {}
        for area in AREAS:
            reserves[session][area] = draw_from(st.integers(0, min(left, 2)))
            left -= reserves[session][area]
    entries = []
    for number in range(draw_from(st.integers(1, 12))):
        party = draw_from(st.sampled_from(["", "", "p", "q"])) if parties else ""
        wished = tuple(wish for wish in draw_from(wishes) if wish in sessions)
        size, past, area = (
            draw_from(st.integers(1, largest)),
            draw_from(st.integers(0, 3)),
            draw_from(st.sampled_from(AREAS)),
        )
        entries.append(Entry(f"E{number}", f"C{number}", area, party, size, past, wished))
    policy = Policy(draw_from(orders), draw_from(st.sampled_from(list(Reserve))), reserves)
    return tuple(entries), seats, policy, draw_from(SEEDS)


def got(drawn, entry: str):
    return next(one for one in drawn.outcomes if one.entry == entry)


def seated(drawn) -> dict[str, str]:
    return {one.entry: one.session for one in drawn.outcomes if one.outcome is Result.SEAT}


def rank(one: Entry, sits: dict[str, str]) -> int:
    """How dear the session is that somebody got; no seat is worse than any."""
    return one.wishes.index(sits[one.entry]) if one.entry in sits else len(SESSIONS)


def area_seats(drawn, entries, session: str, area: str) -> int:
    sits = seated(drawn)
    return sum(one.size for one in entries if sits.get(one.entry) == session and one.area == area)


def deferred_acceptance(entries, seats, policy, seed) -> dict[str, str]:
    """Everyone asks their dearest session; it keeps its held minimum and the front of the line; the others ask on."""
    order = [party.entries[0] for party in line(entries, policy.order, seed)]
    left = {one.entry: list(one.wishes) for one in order}
    while True:
        kept: set[str] = set()
        for session, number in seats.items():
            asking = [one for one in order if left[one.entry][:1] == [session]]
            chosen = [
                one for area, held in policy.reserves[session].items()
                for one in [one for one in asking if one.area == area][:held]
            ]  # fmt: skip
            chosen += [one for one in asking if one not in chosen][: number - len(chosen)]
            kept |= {one.entry for one in chosen}
        refused = [one for one in order if left[one.entry] and one.entry not in kept]
        if not refused:
            return {entry: wishes[0] for entry, wishes in left.items() if wishes}
        for one in refused:
            left[one.entry].pop(0)


def with_entry(entries, which: int, other: Entry) -> tuple[Entry, ...]:
    return (*entries[:which], other, *entries[which + 1 :])
