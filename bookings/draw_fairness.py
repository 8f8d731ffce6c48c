"""`verkstad bench fairness`: who gets the seats of a term under each rule, in a made-up town. Illustration, not data.

The town has three areas. Those in Centrum ask often and early; those in Byn live furthest away: they hear late, ask
less often, and half of them come together in fours, because they share a car.
"""

import random
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bookings.draw import draw
from bookings.draw_terms import Entry, Order, Policy, Reserve, Result

YOUTHS, ROUNDS, TOWNS = 400, 10, 60
SEATS = {"mon": 12, "tue": 12, "wed": 12, "thu": 12}
HELD = {session: {"Byn": 3} for session in SEATS}
FAR = "Byn"

RULES: Mapping[str, Policy] = {
    "first come": Policy(Order.FIRST_COME),
    "first come, reserve first": Policy(Order.FIRST_COME, Reserve.FIRST, HELD),
    "first come, reserve last": Policy(Order.FIRST_COME, Reserve.LAST, HELD),
    "plain lottery": Policy(Order.LOTTERY),
    "lottery, reserve first": Policy(Order.LOTTERY, Reserve.FIRST, HELD),
    "lottery, reserve last": Policy(Order.LOTTERY, Reserve.LAST, HELD),
    "least served": Policy(Order.LEAST_SERVED),
    "least served, reserve first": Policy(Order.LEAST_SERVED, Reserve.FIRST, HELD),
    "least served, reserve last": Policy(Order.LEAST_SERVED, Reserve.LAST, HELD),
}


@dataclass(frozen=True)
class Area:
    """`population`: share of the town's youths; `asks`: chance to ask in a round; `late`: hours after the opening, on
    average; `together`: share of the youths who come in fours."""

    population: float
    asks: float
    late: float
    together: float


AREAS = {"Centrum": Area(0.5, 0.9, 1, 0), "Norra": Area(0.3, 0.75, 4, 0.1), FAR: Area(0.2, 0.6, 24, 0.5)}


@dataclass(frozen=True)
class Youth:
    name: str
    area: str
    party: str


@dataclass(frozen=True)
class Shares:
    """After all rounds: seats of the area Byn by its share of the population (1 is even), shares from 0 to 1 of those
    who never got a seat, and the Gini coefficient of seats (0: all got as many)."""

    far_share: float
    never: float
    never_far: float
    gini: float


def run(towns: int = TOWNS) -> dict[str, object]:
    """The mean of `towns` made-up terms for each rule."""
    rules = {name: [shares(term(policy, seed)) for seed in range(towns)] for name, policy in RULES.items()}
    return {
        "youths": YOUTHS, "rounds": ROUNDS, "towns": towns,
        "seats_a_round": sum(SEATS.values()), "held_a_round": sum(areas[FAR] for areas in HELD.values()),
        "rules": {name: _mean(found) for name, found in rules.items()},
    }  # fmt: skip


def term(policy: Policy, seed: int, rounds: int = ROUNDS) -> Mapping[Youth, int]:
    """Seats of each youth after `rounds`. The same youths ask for the same sessions, whatever the rule.

    Only least-served knows who waited: the lottery here is the plain one.
    """
    chance = random.Random(seed)
    youths = town()
    past: Counter[str] = Counter()
    waited: Counter[str] = Counter()
    for number in range(rounds):
        drawn = draw(_asking(youths, chance, past, waited), SEATS, policy, f"{seed}/{number}")
        for one in drawn.outcomes:
            if one.outcome is Result.SEAT:
                past[one.entry] += 1
                waited[one.entry] = 0
            elif policy.order is Order.LEAST_SERVED:
                waited[one.entry] += 1
    return {youth: past[youth.name] for youth in youths}


def town() -> tuple[Youth, ...]:
    youths = []
    for area, one in AREAS.items():
        count = round(YOUTHS * one.population)
        for number in range(count):
            party = f"{area}-{number // 4}" if number < count * one.together // 4 * 4 else ""
            youths.append(Youth(f"{area} {number}", area, party))
    return tuple(youths)


def shares(seats: Mapping[Youth, int]) -> Shares:
    far = [number for youth, number in seats.items() if youth.area == FAR]
    numbers = list(seats.values())
    return Shares(
        far_share=sum(far) / sum(numbers) / (len(far) / len(numbers)),
        never=numbers.count(0) / len(numbers),
        never_far=far.count(0) / len(far),
        gini=gini(numbers),
    )


def gini(numbers: Sequence[int]) -> float:
    """0 when all are equal, towards 1 when one has everything."""
    ranked = sum(place * number for place, number in enumerate(sorted(numbers), 1))
    count = len(numbers)
    return 2 * ranked / (count * sum(numbers)) - (count + 1) / count


def _asking(
    youths: Iterable[Youth], chance: random.Random, past: Mapping[str, int], waited: Mapping[str, int]
) -> list[Entry]:
    """The entries of one round, the earliest first; friends who come together ask together."""
    asking = []
    for _name, members in groupby(youths, key=lambda youth: youth.party or youth.name):
        friends = list(members)
        area = AREAS[friends[0].area]
        asks, hour = chance.random() < area.asks, chance.expovariate(1 / area.late)
        wishes = tuple(chance.sample(sorted(SEATS), 3))
        if asks:
            asking += [
                (hour, Entry(one.name, one.name, one.area, one.party, 1, past[one.name], wishes, waited[one.name]))
                for one in friends
            ]
    return [entry for _hour, entry in sorted(asking, key=lambda pair: pair[0])]


def _mean(found: Sequence[Shares]) -> dict[str, float]:
    names = ("far_share", "never", "never_far", "gini")
    return {name: round(statistics.fmean(getattr(one, name) for one in found), 2) for name in names}
