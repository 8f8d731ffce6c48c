"""The PIN that a room types: the session that it opens, and how often somebody may guess."""

import threading

from bookings.admission import admits
from bookings.booking import whole
from bookings.rules import Session
from lab import limits
from lab.errors import NotValid
from lab.i18n import N_
from lab.runtime import Workshop

PIN_DIGITS = 6
MINUTE, TEN_MINUTES = 60.0, 600.0
TEN_MINUTES_ALLOW = 3
"""Times what one minute allows."""

_one_guess_at_a_time = threading.Lock()
"""Many wrong codes sent at once are counted one by one, while right ones, which only read, hardly wait."""


class PinUnknown(NotValid):
    message = N_("That PIN does not open any session now.")
    hint = N_("Look at the leader's screen and write it once more.")


class PinIncomplete(NotValid):
    message = N_("The PIN has six digits.")
    hint = N_("Look at the leader's screen and write it once more.")


def find(shop: Workshop, pin: str, address: str) -> Session:
    """The open session that `pin` belongs to; `address` is where it was typed, one for a whole room and IPv6 by /64.

    Raises PinIncomplete, PinUnknown, or TooManyAttempts.
    """
    digits = "".join(pin.split())
    if len(digits) != PIN_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise PinIncomplete()
    with _one_guess_at_a_time:
        _check_guesses(shop, address)
        found = _open_with(shop, digits)
        if found is None:
            _wrong(shop, address, digits)
            raise PinUnknown()
    return found


def _check_guesses(shop: Workshop, where: str) -> None:
    """Refuse an address that has guessed too much, even when it is right now: or else guessing would go on.

    The tablets of a room share one address, so the limit counts different wrong codes, not tries: thirty youths who
    all type yesterday's code have made one mistake. Ten a minute leaves room for a class's slips and is over in a
    minute. Thirty in ten minutes means that a million codes take eight months, while a PIN lives half a day at most:
    one chance in 400 to meet it. A longer memory would let one prankster lock the whole room out for longer than ten
    minutes. Whoever has a seat already never meets this.
    """
    most = shop.settings.pin_attempts
    limits.check(shop, "pin", where, most, MINUTE)
    limits.check(shop, "pin", where, most * TEN_MINUTES_ALLOW, TEN_MINUTES)


def _wrong(shop: Workshop, where: str, digits: str) -> None:
    same_mistake = f"{where} {digits}"
    if not limits.recently(shop, "pin-typed", same_mistake, TEN_MINUTES):
        limits.failed(shop, "pin-typed", same_mistake)
        limits.failed(shop, "pin", where)


def _open_with(shop: Workshop, pin: str) -> Session | None:
    with shop.database.read() as read:
        found = read.first(Session, "select * from session where status = 'open' and pin = ?", [pin])
    return whole(found) if found and admits(shop, found) else None
