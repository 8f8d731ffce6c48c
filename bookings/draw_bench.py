"""`verkstad bench draw`: what a large round costs, beside a shuffled line where each takes the first wish with a seat.

The baseline knows no parties, held seats, history or reasons, and leaves nothing that can be checked.
"""

import json
import random
import statistics
import time
from collections.abc import Callable, Sequence

from bookings.draw import draw
from bookings.draw_files import Rules
from bookings.draw_published import checked, published
from bookings.draw_terms import Entry, Policy

REPEATS = 9
ENTRIES, SESSIONS, SEATS = 10_000, 200, 20
AREAS = ("Karlstad", "Arvika", "Kristinehamn", "Hammarö", "Säffle", "Deje", "Hagfors", "Torsby")
SHARES = (33, 9, 8, 6, 5, 4, 4, 4)
HELD = {"Deje": 3, "Torsby": 2}
PARTY_SIZES = (1, 1, 1, 1, 2, 3, 5)


def run(repeats: int = REPEATS) -> dict[str, object]:
    """Milliseconds: median and the slowest of `repeats`. The kinds take turns, after one round to warm up."""
    entries, rules = round_of(ENTRIES)
    audit = json.loads(json.dumps(published(entries, rules, "0", draw(entries, rules.seats, rules.policy, "0"))))
    kinds: dict[str, Callable[[str], object]] = {
        "shuffle and first fit (baseline)": lambda seed: first_fit(entries, rules, seed),
        "draw": lambda seed: draw(entries, rules.seats, rules.policy, seed),
        "draw and all that is published": lambda seed: published(
            entries, rules, seed, draw(entries, rules.seats, rules.policy, seed)
        ),
        "check of a published draw": lambda _seed: checked(audit),
    }
    taken: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(repeats + 1):
        for name, work in kinds.items():
            began = time.perf_counter()
            work(str(number))
            taken[name].append((time.perf_counter() - began) * 1000)
    spread = {name: _spread(times[1:]) for name, times in taken.items()}
    return {"entries": ENTRIES, "sessions": SESSIONS, "wishes": 3, "repeats": repeats, "milliseconds": spread}


def round_of(count: int, sessions: int = SESSIONS, seed: int = 1) -> tuple[tuple[Entry, ...], Rules]:
    """A made-up round: popular sessions, some parties, every session with seats held for two areas."""
    chance = random.Random(seed)
    names = [f"S{number:03}" for number in range(sessions)]
    popular = [1 / (1 + number % 20) for number in range(sessions)]
    entries: list[Entry] = []
    while len(entries) < count:
        together = min(chance.choice(PARTY_SIZES), count - len(entries))
        party = f"P{len(entries)}" if together > 1 else ""
        wishes = tuple(dict.fromkeys(chance.choices(names, popular, k=3)))
        for area in chance.choices(AREAS, SHARES, k=together):
            number = len(entries)
            entries.append(Entry(f"E{number}", f"C{number}", area, party, 1, chance.choice((0, 0, 1, 2)), wishes))
    return tuple(entries), Rules(dict.fromkeys(names, SEATS), Policy(reserves=dict.fromkeys(names, HELD)))


def first_fit(entries: Sequence[Entry], rules: Rules, seed: str) -> dict[str, str]:
    """The baseline: entry -> session."""
    line = list(entries)
    random.Random(seed).shuffle(line)
    left = dict(rules.seats)
    got = {}
    for one in line:
        for wish in one.wishes:
            if left[wish] >= one.size:
                left[wish] -= one.size
                got[one.entry] = wish
                break
    return got


def _spread(times: list[float]) -> dict[str, float]:
    return {"median": round(statistics.median(times), 3), "slowest": round(max(times), 3)}
