"""`verkstad bench attacks`: every attack on many small worlds, how many cells it was tried on, and how many fell."""

from collections import Counter
from dataclasses import dataclass, replace

from lab.participation.attacks import worlds
from lab.participation.attacks.tried import ATTACKS, Office, asked_anew, asked_of
from lab.participation.attacks.worlds import World, Youth, truth
from lab.participation.bounds import Key
from lab.participation.cells import AGE, DISTRICT, GENDER, YOUTHS
from lab.participation.disclosure import MOST_NOISE, Protection

WORLDS, POPULOUS = 60, 10
"""Every tenth world is one where many came: only there age and gender are shown together."""

LATECOMER = Youth("late", worlds.AREAS[0], "girl", 12, frozenset("1"), frozenset({"Norra"}))


@dataclass(frozen=True)
class Score:
    """How an attack went over all worlds."""

    tried: int
    fell: int
    twin_fell: int


def run(count: int = WORLDS) -> dict[str, object]:
    """Try everything on `count` worlds; `fell` must be 0 everywhere, and `naive_twin_fell` nowhere."""
    scores = scored(range(count))
    return {
        "worlds": count,
        "attacks": {
            name: {"tried": one.tried, "fell": one.fell, "naive_twin_fell": one.twin_fell}
            for name, one in scores.items()
        },
        "fell": sum(one.fell for one in scores.values()),
    }


def scored(seeds: range) -> dict[str, Score]:
    """Each attack's score over the worlds of `seeds`."""
    tried, fell, twin_fell = Counter[str](), Counter[str](), Counter[str]()
    for seed in seeds:
        world = worlds.world(seed) if (seed + 1) % POPULOUS else worlds.populous(seed)
        ours, naive = office(world, seed), twin(world, seed)
        for name, attack in ATTACKS.items():
            result = attack(ours, world)
            tried[name] += result.tried
            fell[name] += len(result.fell)
            twin_fell[name] += len(attack(naive, world).fell)
    return {name: Score(tried[name], fell[name], twin_fell[name]) for name in ATTACKS}


def office(world: World, seed: int) -> Office:
    """Ours: what is frozen is read again later, and everything shown comes from it."""
    protection = Protection(f"secret {seed}")
    shown = worlds.release(world, protection)
    totals = {key[0]: number for key, number in shown.items() if key[1] == YOUTHS and len(key[0]) == 4}
    return Office(
        shown=shown,
        later=shown,
        noise=MOST_NOISE,
        ask=asked_of(protection),
        order=tuple(sorted(totals, key=lambda area: (-(totals[area] or 0), area))),
        axis_end=max((number or 0 for number in totals.values()), default=0),
        shares=_shares(shown, shown),
    )


def twin(world: World, seed: int) -> Office:
    """The naive twin: true numbers computed anew, shares of true numbers, order and axes by the truth."""
    shown = worlds.naive_release(world)
    counts = {key: len(ids) for key, ids in truth(world).items()}
    totals = {key[0]: count for key, count in counts.items() if key[1] == YOUTHS and len(key[0]) == 4}
    return Office(
        shown=shown,
        later=worlds.naive_release((*world[1:], replace(LATECOMER, id=f"late-{seed}"))),
        noise=0,
        ask=asked_anew(seed),
        order=tuple(sorted(totals, key=lambda area: (-totals[area], area))),
        axis_end=max(totals.values(), default=0),
        shares=_shares(counts, shown),
    )


def _shares(numbers: dict[Key, int] | dict[Key, int | None], shown: dict[Key, int | None]) -> dict[Key, float]:
    """Shares of the total, of all parts of which `numbers` has a count."""
    return {
        key: number / total
        for key, number in numbers.items()
        if key[1] in (GENDER, AGE, DISTRICT) and number and (total := shown.get((key[0], YOUTHS, "")))
    }
