"""Whether one still comes: when it is asked, by when it is answered, and whose seat goes on without an answer. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bookings import lines
from bookings.seat_terms import Promise, Waiting

ASKED, NOT_LATER = timedelta(days=7), timedelta(hours=48)
"""Between these before the start it is asked whether they still come: later it helps nobody who waits."""
TIME_TO_ANSWER = timedelta(hours=48)


def answer_by(told_at: datetime, starts_at: datetime) -> datetime | None:
    """Until when whoever was asked then can answer; None where a seat that became free later could not be offered."""
    ends = max(starts_at - NOT_LATER, told_at + TIME_TO_ANSWER)
    return ends if lines.offer_ends(ends, starts_at) else None


def let_go(unconfirmed: Sequence[Promise], free: int, line: Sequence[Waiting], seats: int) -> tuple[Promise, ...]:
    """Those whose seats go on to the line, the last to get theirs first, and no more than that takes.

    As many of the line are served as if all the unconfirmed had gone.
    """
    going = sorted(unconfirmed, key=lambda one: (one.given_at, one.line, one.request), reverse=True)
    gains = [_served(free + sum(one.seats for one in going[:count]), line, seats) for count in range(len(going) + 1)]
    return tuple(going[: gains.index(gains[-1])])


def _served(free: int, line: Sequence[Waiting], seats: int) -> list[Waiting]:
    return list(lines.served(free, line, seats).chosen)
