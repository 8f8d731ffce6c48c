"""The draw: who gets a seat when more ask than there are seats. Pure: the standard library, no clock, no store.

The line. Entries with one party id are one party; an entry without is a party of one. Each party gets one lottery
number for the whole round, a SHA-256 of the seed and its id, so it depends on neither the rows around it nor the
sessions. The policy's order and that number make one line.

The seats. From the front of the line, each party takes the first of its wishes that has room for all of it: the open
seats and the seats held for its members' areas, never those held for others. When the line is through, held seats that
nobody used are open, and the line is gone through again from the front with fewer held seats, until none is left over.
So a seat that comes back goes to the one nearest the front who would rather have it, and nobody gains by hiding a wish.

Nothing else counts: not gender, not age, not how often somebody asked. docs/draw.md says the same in plain words.
"""

import hashlib
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bookings.draw_terms import Drawn, Entry, Filled, Order, Outcome, Policy, Reason, Reserve, Result

RULES = "verkstad draw 1"
"""Stands in every hash; a change of the rules gets a new name, so that old draws can still be told apart."""


@dataclass(frozen=True)
class Party:
    """Those who sit together or not at all; mostly one entry."""

    entries: tuple[Entry, ...]
    seats: int
    areas: tuple[tuple[str, int], ...]
    """Seats by area, in the order of the alphabet."""
    wishes: tuple[str, ...]


@dataclass(frozen=True)
class _Given:
    """What one party got; `session` is its dearest wish, or empty, where it got no seat."""

    party: Party
    session: str
    reason: Reason

    @property
    def seated(self) -> bool:
        return self.reason in (Reason.IN_TURN, Reason.HELD_SEAT)


Held = Mapping[str, Mapping[str, int]]


def draw(entries: Sequence[Entry], seats: Mapping[str, int], policy: Policy, seed: str) -> Drawn:
    """Give out `seats` (session -> how many) to `entries`. Same arguments, same answer, whatever the order of the rows
    (but for first-come). Entries and policy must fit together, as bookings.draw_files sees to."""
    parties = line(entries, policy.order, seed)
    reserves = {session: _positive(policy.reserves.get(session, {})) for session in seats}
    least: dict[str, dict[str, int]] = {session: {} for session in seats}
    given, used = _settled(parties, seats, reserves, least, policy.reserve)
    while broken := _broken(given, reserves):
        for session, areas in broken.items():
            least[session] = _at_least(areas, least[session])
        given, used = _settled(parties, seats, reserves, least, policy.reserve)
    outcomes = tuple(_outcomes(given))
    return Drawn(outcomes, result_hash(entries, seats, policy, seed, outcomes), _filled(given, seats, reserves, used))


def line(entries: Sequence[Entry], order: Order, seed: str) -> tuple[Party, ...]:
    """All parties, the first to choose first. Those who waited longest go first among equals, so that a large party
    which found too few seats together is not let past for ever."""
    together: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for one in entries:
        together[_ticket(one)].append(one)
    if order is Order.FIRST_COME:
        return tuple(_party(members) for members in together.values())
    keyed = []
    for ticket, members in together.items():
        served = _served(members) if order is Order.LEAST_SERVED else 0
        waited = max(one.waited for one in members)
        keyed.append(((served, -waited, lottery_number(seed, *ticket), ticket), members))
    keyed.sort(key=lambda pair: pair[0])
    return tuple(_party(sorted(members, key=lambda one: one.entry)) for _key, members in keyed)


def lottery_number(seed: str, kind: str, name: str) -> str:
    """64 hexadecimal digits, the lowest first: SHA-256 of `["seed","kind","name"]`; kind: party, card or entry."""
    return sha256([seed, kind, name])


def commitment(seed: str) -> str:
    """What is published before the draw, so that the seed cannot be chosen after: the SHA-256 of its UTF-8."""
    return hashlib.sha256(seed.encode()).hexdigest()


def input_hash(entries: Sequence[Entry], seats: Mapping[str, int], policy: Policy) -> str:
    """What is published when requests close, so that nothing can be changed after: SHA-256 of entries and policy."""
    return sha256([RULES, *_inputs(entries, seats, policy)])


def result_hash(
    entries: Sequence[Entry], seats: Mapping[str, int], policy: Policy, seed: str, outcomes: Iterable[Outcome]
) -> str:
    """SHA-256 of entries, policy, seed and what each entry got, in the order of the line."""
    got = [[one.entry, one.outcome, one.session, one.position, one.number, one.reason] for one in outcomes]
    return sha256([RULES, *_inputs(entries, seats, policy), seed, got])


def sha256(value: object) -> str:
    """Of the value as JSON: UTF-8, no spaces, keys in order."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _inputs(entries: Sequence[Entry], seats: Mapping[str, int], policy: Policy) -> list[object]:
    """Rows in the order of their entry ids, but for first-come, where the order given is what counts."""
    rows = entries if policy.order is Order.FIRST_COME else sorted(entries, key=lambda one: one.entry)
    held = {session: _positive(areas) for session, areas in policy.reserves.items()}
    return [
        [[one.entry, one.card, one.area, one.party, one.size, one.past, one.waited, one.wishes] for one in rows],
        dict(seats),
        [policy.order, policy.reserve, {session: areas for session, areas in held.items() if areas}],
    ]


def _ticket(one: Entry) -> tuple[str, str]:
    """What the lottery number is drawn for: one a party, else one a card, however many wishes."""
    if one.party:
        return "party", one.party
    return ("card", one.card) if one.card else ("entry", one.entry)


def _served(members: Sequence[Entry]) -> Fraction:
    """Past seats of a party: the average over the seats it needs. One newcomer does not carry friends to the front."""
    return Fraction(sum(one.past * one.size for one in members), sum(one.size for one in members))


def _party(members: Sequence[Entry]) -> Party:
    areas: dict[str, int] = defaultdict(int)
    for one in members:
        areas[one.area] += one.size
    return Party(tuple(members), sum(areas.values()), tuple(sorted(areas.items())), _common_wishes(members))


def _common_wishes(members: Sequence[Entry]) -> tuple[str, ...]:
    """What all in the party wish for; where they rank differently, the least sum of ranks first."""
    first, *others = members
    if all(one.wishes == first.wishes for one in others):
        return first.wishes
    common = [wish for wish in first.wishes if all(wish in one.wishes for one in others)]
    return tuple(sorted(common, key=lambda wish: (sum(one.wishes.index(wish) for one in members), wish)))


class _Room:
    """The sessions while the line goes through: seats that are open, and seats still held for areas."""

    def __init__(self, seats: Mapping[str, int], held: Held, reserve: Reserve) -> None:
        self.seats, self.reserve = seats, reserve
        self.open = {session: number - sum(held[session].values()) for session, number in seats.items()}
        self.held = {session: dict(areas) for session, areas in held.items()}

    def offer(self, party: Party) -> _Given:
        for session in party.wishes:
            if self.open[session] + _usable(party, self.held[session]) >= party.seats:
                return self._take(party, session)
        return self._refused(party)

    def let_go(self) -> None:
        """Open every seat that is still held."""
        for session, areas in self.held.items():
            self.open[session] += sum(areas.values())
            areas.clear()

    def _take(self, party: Party, session: str) -> _Given:
        """Sit down: with reserve last, held seats are used only for what the open ones do not reach to."""
        most = party.seats if self.reserve is Reserve.FIRST else max(0, party.seats - self.open[session])
        held, from_held = self.held[session], 0
        for area, number in party.areas:
            used = min(number, held.get(area, 0), most - from_held)
            if used:
                held[area] -= used
                from_held += used
        self.open[session] -= party.seats - from_held
        return _Given(party, session, Reason.HELD_SEAT if from_held else Reason.IN_TURN)

    def _refused(self, party: Party) -> _Given:
        """Why there is no seat, told of the dearest wish."""
        if not party.wishes:
            wished = any(one.wishes for one in party.entries)
            return _Given(party, "", Reason.NO_COMMON_WISH if wished else Reason.NO_WISH)
        session = party.wishes[0]
        if all(self.seats[wish] < party.seats for wish in party.wishes):
            return _Given(party, session, Reason.TOO_LARGE)
        left = self.open[session] + sum(self.held[session].values())
        if left >= party.seats:
            return _Given(party, session, Reason.HELD_FOR_OTHERS)
        return _Given(party, session, Reason.TOO_FEW_TOGETHER if left else Reason.FULL)


def _settled(
    parties: Sequence[Party], seats: Mapping[str, int], held: Held, least: Held, reserve: Reserve
) -> tuple[list[_Given], Held]:
    """Go through the line, with fewer held seats each time, until none but the `least` is left over; then open those.
    Gives what each party got, and the held seats that were used as such."""
    while True:
        room = _Room(seats, held, reserve)
        given = [room.offer(party) for party in parties]
        used = {session: _less(areas, room.held[session]) for session, areas in held.items()}
        fewer = {session: _at_least(areas, least[session]) for session, areas in used.items()}
        if fewer == held:
            break
        held = fewer
    if used != held:
        room.let_go()
        given = [got if got.seated else room.offer(got.party) for got in given]
    return given, used


def _broken(given: Iterable[_Given], reserves: Held) -> dict[str, dict[str, int]]:
    """Where a party would rather be, and would fit in what its areas lack of the seats held for them: how many to keep.

    Only parties of several bring this about: a held seat comes back because nobody needs it, a party then fits that did
    not before, and takes another's seat, who needs the held one after all.
    """
    served = _by_area(given)
    lacking = {session: _positive(_less(areas, served[session])) for session, areas in reserves.items()}
    keep: dict[str, dict[str, int]] = defaultdict(dict)
    for got in given:
        dearer = got.party.wishes[: got.party.wishes.index(got.session)] if got.seated else got.party.wishes
        for session in dearer:
            if _usable(got.party, lacking[session]) >= got.party.seats:
                needed = {area: served[session][area] + number for area, number in got.party.areas}
                keep[session] = _at_least(needed, keep[session])
    return keep


def _usable(party: Party, held: Mapping[str, int]) -> int:
    """Held seats that this party may use."""
    return sum(min(number, held.get(area, 0)) for area, number in party.areas) if held else 0


def _by_area(given: Iterable[_Given]) -> dict[str, dict[str, int]]:
    """Session -> area -> seats taken."""
    taken: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for got in given:
        for area, number in got.party.areas if got.seated else ():
            taken[got.session][area] += number
    return taken


def _outcomes(given: Sequence[_Given]) -> Iterator[Outcome]:
    """Number the line, and each session's seats and waiting list, entry by entry."""
    places: dict[tuple[bool, str], int] = defaultdict(int)
    sitting = _sitting(given)
    for number, got in enumerate(given, 1):
        numbers = sitting[got.session]
        passed_by = 0 if got.seated else len(numbers) - bisect_right(numbers, number)
        for one in got.party.entries:
            lists = (got.session,) if got.seated else got.party.wishes
            for session in lists:
                places[got.seated, session] += 1
            now = {session: places[got.seated, session] for session in lists}
            yield Outcome(
                one.entry, Result.SEAT if got.seated else Result.WAITING, got.session, now.get(got.session, 0), number,
                got.reason, got.party.seats, passed_by, {} if got.seated else now,
            )  # fmt: skip


def _sitting(given: Sequence[_Given]) -> Mapping[str, list[int]]:
    """Session -> the places in the line of the entries that sit there, in order."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, got in enumerate(given, 1):
        if got.seated:
            numbers[got.session] += [number] * len(got.party.entries)
    return numbers


def _filled(given: Iterable[_Given], seats: Mapping[str, int], reserves: Held, used: Held) -> dict[str, Filled]:
    taken = {session: sum(areas.values()) for session, areas in _by_area(given).items()}
    return {
        session: Filled(
            number, taken.get(session, 0), reserves[session], _positive(_less(reserves[session], used[session]))
        )
        for session, number in seats.items()
    }


def _positive(numbers: Mapping[str, int]) -> dict[str, int]:
    return {name: number for name, number in numbers.items() if number > 0}


def _less(numbers: Mapping[str, int], by: Mapping[str, int]) -> dict[str, int]:
    return {name: number - by.get(name, 0) for name, number in numbers.items()}


def _at_least(numbers: Mapping[str, int], least: Mapping[str, int]) -> dict[str, int]:
    """The greater of both for each name in either."""
    return {name: max(numbers.get(name, 0), least.get(name, 0)) for name in {**numbers, **least}}
