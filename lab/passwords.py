"""Passwords: what is good enough, how they are kept (argon2id), and checked without telling whether a person exists."""

import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lab.errors import NotValid
from lab.i18n import N_

SHORTEST = 10
LONGEST = 200

_HASHER = PasswordHasher()
_NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$OiANPk45WcTOVxY12sda3w$ILctXzhXoWR0Oy52QPh7weaKx6OFpQIu245wJUf774k"
"""Checked in place of a password that does not exist, so that the answer takes as long: made with `_HASHER`."""

_AT_ONCE = threading.BoundedSemaphore(2)
"""Each check takes 64 MiB: a flood of logins waits instead of filling the memory."""

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look like another when read aloud or written on paper."""


class PasswordTooShort(NotValid):
    message = N_("The password is too short.")
    hint = N_("Use at least {shortest} characters; a few words in a row are easy to remember.")


class PasswordTooLong(NotValid):
    message = N_("The password is too long.")
    hint = N_("Use at most {longest} characters.")


def hashed(password: str) -> str:
    """What is kept of a password. Refuses one that is too short or too long."""
    typed = _composed(password)
    if len(typed) < SHORTEST:
        raise PasswordTooShort(shortest=SHORTEST)
    if len(typed) > LONGEST:
        raise PasswordTooLong(longest=LONGEST)
    with _AT_ONCE:
        return _HASHER.hash(typed)


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one kept; with nothing kept the answer is no, after the same work."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _NOBODYS, _composed(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def generated() -> str:
    """A new password of 16 letters and digits in groups of four (79 random bits), to be shown once."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _composed(password: str) -> str:
    """The same letters typed on another keyboard may arrive composed otherwise."""
    return unicodedata.normalize("NFC", password)
