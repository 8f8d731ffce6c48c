"""The PIN that a room types: the session that it opens, and how often somebody may guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookings.admission import admits
from bookings.booking import whole
from bookings.rules import Session
from lab import limits
from lab.database import retried
from lab.errors import LabError, NotValid, TooManyAttempts
from lab.gathering import gathered
from lab.i18n import N_
from lab.runtime import Workshop

PIN_DIGITS = 6
MINUTE, TEN_MINUTES = 60.0, 600.0
TEN_MINUTES_ALLOW = 3
"""Times what one minute allows."""


class PinUnknown(NotValid):
    message = N_("That PIN does not open any session now.")
    hint = N_("Look at the leader's screen and write it once more.")


class PinIncomplete(NotValid):
    message = N_("The PIN has six digits.")
    hint = N_("Look at the leader's screen and write it once more.")


@dataclass(frozen=True)
class _Guess:
    """Six digits, where they were typed, and how many wrong ones a minute are borne there."""

    digits: str
    address: str
    most: int

    @property
    def bounds(self) -> tuple[limits.Window, limits.Window]:
        """What wrong codes from one address may be, so that guessing ends, and is refused even when it is right.

        The tablets of a room share one address, so the limit counts different wrong codes, not tries: thirty youths who
        all type yesterday's code have made one mistake. Ten a minute leaves room for a class's slips and is over in a
        minute. Thirty in ten minutes means that a million codes take eight months, while a PIN lives half a day at
        most: one chance in 400 to meet it. A longer memory would let one prankster lock the whole room out for longer
        than ten minutes. Whoever has a seat already never meets this.
        """
        return (
            limits.Window("pin", self.address, self.most, MINUTE),
            limits.Window("pin", self.address, self.most * TEN_MINUTES_ALLOW, TEN_MINUTES),
        )

    @property
    def same_mistake(self) -> limits.Window:
        return limits.Window("pin-typed", f"{self.address} {self.digits}", 1, TEN_MINUTES)


def find(shop: Workshop, pin: str, address: str) -> Session:
    """The open session that `pin` belongs to; `address` is where it was typed, one for a whole room and IPv6 by /64.

    Raises PinIncomplete, PinUnknown, or TooManyAttempts.
    """
    return _find(shop, _guess(shop, pin, address))


async def find_soon(shop: Workshop, pin: str, address: str) -> Session:
    """The same for a page that must not hold up others meanwhile."""
    return await _find.soon(shop, _guess(shop, pin, address))


def _guess(shop: Workshop, pin: str, address: str) -> _Guess:
    digits = "".join(pin.split())
    if len(digits) != PIN_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise PinIncomplete()
    return _Guess(digits, address, shop.settings.pin_attempts)


@gathered
@retried
def _find(shop: Workshop, guesses: Sequence[_Guess]) -> list[Session | LabError]:
    """Sessions by their PIN. Guesses are looked at one after another and wrong ones counted before anyone is answered;
    right ones only read."""
    with shop.database.read() as read:
        asked = [limit for guess in guesses for limit in (*guess.bounds, guess.same_mistake)]
        counts = limits.Counts(read, shop, asked, shop.clock())
        found = read.rows(
            Session,
            "select * from session where status = 'open' and list_contains(?, pin)",
            [[guess.digits for guess in guesses]],
        )
    opened = {one.pin: whole(one) for one in found if admits(shop, one)}
    answers = [_looked_at(counts, opened, guess) for guess in guesses]
    counts.remember(shop)
    return answers


def _looked_at(counts: limits.Counts, opened: Mapping[str, Session], guess: _Guess) -> Session | LabError:
    try:
        counts.check(*guess.bounds)
    except TooManyAttempts as refused:
        return refused
    if guess.digits in opened:
        return opened[guess.digits]
    if not counts.reached(guess.same_mistake):
        counts.add(guess.same_mistake, guess.bounds[0])
    return PinUnknown()
