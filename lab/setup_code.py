"""The one-time code for an empty lab: whoever reads the terminal of the machine may make the first administrator."""

import hmac
import secrets

from lab import facts, limits, staff
from lab.database import Transaction, retried
from lab.errors import LabError
from lab.i18n import N_
from lab.passwords import LETTERS
from lab.runtime import Workshop

FACT = "setup-code"
LIMIT = limits.Window("setup", "anyone", most=10, seconds=600)


class SetupCodeWrong(LabError):
    message = N_("The set-up code is not that one.")
    hint = N_("It is shown in the terminal where Verkstad was started, and is new at each start.")
    status = 403


class SetupDone(LabError):
    message = N_("This lab has been set up already.")
    hint = N_("Log in instead.")
    status = 409


@retried
def announce(shop: Workshop) -> str:
    """Make the code of a lab where no one works yet; an earlier one stops working. Raises SetupDone."""
    if staff.any_staff(shop):
        raise SetupDone()
    code = "".join(secrets.choice(LETTERS) for _ in range(8))
    with shop.database.transaction() as write:
        facts.put(write, FACT, _hidden(shop, code))
    return f"{code[:4]}-{code[4:]}"


def check(shop: Workshop, code: str) -> None:
    """Refuse with SetupCodeWrong, SetupDone, or TooManyAttempts unless `code` is the one in the terminal."""
    if staff.any_staff(shop):
        raise SetupDone()
    with limits.guess(shop, LIMIT):
        if not hmac.compare_digest(facts.get(shop, FACT), _hidden(shop, code)):
            raise SetupCodeWrong()


def spend(write: Transaction) -> None:
    """Use the code up, within the transaction that makes the first administrator. Raises SetupDone the second time."""
    if write.value("select 1 from staff limit 1") or not write.value("select 1 from fact where name = ?", [FACT]):
        raise SetupDone()
    facts.put(write, FACT, "")


def _hidden(shop: Workshop, code: str) -> str:
    return shop.keys.hash("setup", "".join(letter for letter in code.casefold() if letter.isalnum()))
