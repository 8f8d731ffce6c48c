"""What happens in the lines of several sessions when one asks after another. Pure: no clock, no store.

A `Hall` is a session as far as its line is concerned. Asking is standing last in the lines of the wished sessions, and
then serving each of them in the order of the wishes; whoever just asked takes a seat at once, and others who are served
by it are offered theirs.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bookings import lines
from bookings.seat_terms import State, Waiting


@dataclass(frozen=True)
class Hall:
    """A session's free seat numbers, lowest first, and those who wait and hold no seat elsewhere, the first first.

    `last` is the highest number ever given in the line. Offers made now hold until `offers_end`; None: too near.
    """

    session: str
    seats: int
    free: tuple[int, ...]
    line: tuple[Waiting, ...]
    last: int
    offers_end: datetime | None


@dataclass(frozen=True)
class Given:
    """Seats that a request has got in a session: PLACED, or OFFERED."""

    request: str
    session: str
    state: State
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Seated:
    """The halls afterwards, the seats that were given in their order, and who was let past how often, by session."""

    halls: Mapping[str, Hall]
    given: tuple[Given, ...]
    passed: tuple[tuple[str, str, int], ...]


def seat(halls: Mapping[str, Hall], asking: Sequence[Waiting], wanted: Sequence[str]) -> Seated:
    """The requests of one party ask for the `wanted` sessions, the dearest first."""
    after = {**halls, **{session: _joined(halls[session], asking) for session in wanted}}
    at_once = {one.request for one in asking}
    given: list[Given] = []
    passed: list[tuple[str, str, int]] = []
    for session in wanted:
        found = lines.served(len(after[session].free), after[session].line, after[session].seats)
        served = _given(after[session], found.chosen, at_once)
        given += served
        after = {name: _without(hall, served) for name, hall in after.items()}
        after[session] = _let_past(after[session], found.passed)
        passed += [(request, session, times) for request, times in found.passed.items()]
    return Seated(after, tuple(given), tuple(passed))


def _joined(hall: Hall, asking: Sequence[Waiting]) -> Hall:
    return replace(hall, line=(*hall.line, *asking), last=hall.last + len(asking))


def _given(hall: Hall, chosen: Sequence[Waiting], at_once: Collection[str]) -> list[Given]:
    given, free = [], hall.free
    for one in chosen:
        state = State.PLACED if one.request in at_once else State.OFFERED
        if state is State.PLACED or hall.offers_end is not None:
            given.append(Given(one.request, hall.session, state, free[: one.seats]))
            free = free[one.seats :]
    return given


def _without(hall: Hall, served: Sequence[Given]) -> Hall:
    """A hall once somebody has got seats there or elsewhere."""
    if not served:
        return hall
    gone = {one.request for one in served}
    used = {number for one in served if one.session == hall.session for number in one.numbers}
    return replace(
        hall,
        free=tuple(number for number in hall.free if number not in used),
        line=tuple(one for one in hall.line if one.request not in gone),
    )


def _let_past(hall: Hall, passed: Mapping[str, int]) -> Hall:
    if not passed:
        return hall
    line = tuple(replace(one, passed=one.passed + passed.get(one.request, 0)) for one in hall.line)
    return replace(hall, line=line)
