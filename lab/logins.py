"""Logins of staff: a password or a verified e-mail becomes a token, a token becomes an Actor, until it ends."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lab import limits, passwords
from lab.access import ANONYMOUS, Actor
from lab.database import retried
from lab.errors import LabError, NotAllowed, NotValid
from lab.i18n import N_
from lab.runtime import Workshop
from lab.signing import TokenRefused
from lab.staff import Person, end_logins, grants_of, normal, person_with, set_password, thing

ADDRESS_LIMIT = (50, 600.0)
"""Wrong logins from one address, whoever they were for, and within how many seconds."""
TICKET_SECONDS = 300
LOGIN, TICKET = "staff", "enter"
"""What a token is signed for: neither can be used as the other."""


class LoginFailed(LabError):
    message = N_("The e-mail or the password is wrong.")
    hint = N_("Check both and try again. An administrator of the lab can give you a new password.")
    status = 403


class PasswordWrong(NotValid):
    message = N_("Your present password is not that one.")
    hint = N_("Try again.")


class NoLoginForEmail(NotAllowed):
    message = N_("This e-mail address has no login here.")
    hint = N_("Ask an administrator of the lab to add it.")


class EmailNotVerified(NotAllowed):
    message = N_("The login service has not verified your e-mail address.")
    hint = N_("Ask those who run it, or log in with a password.")


@dataclass(frozen=True)
class Login:
    """A token for the `staff` cookie (or for /enter, from `by_verified_email`), and until when it holds."""

    token: str
    expires_at: datetime


def login(shop: Workshop, email: str, password: str, address: str) -> Login:
    """Log someone in. Unknown, wrong and disabled get the same answer after equal work."""
    typed = normal(email)
    with limits.guess(
        shop,
        limits.Growing("login", typed, shop.settings.login_attempts),
        limits.Window("login-address", address, *ADDRESS_LIMIT),
    ):
        person = person_with(shop, typed)
        right = passwords.matches(person.password_hash if person else None, password)
        if not person or not right or person.disabled:
            raise LoginFailed()
    limits.forget(shop, "login", typed)
    return _start(shop, person.id)


def by_verified_email(shop: Workshop, email: str) -> Login:
    """A single-use ticket for /enter, good for five minutes, for one whose e-mail an OpenID provider has verified."""
    if not shop.settings.oidc:
        raise NotAllowed()
    person = person_with(shop, normal(email))
    if not person or person.disabled:
        raise NoLoginForEmail()
    return _new_login(shop, person.id, TICKET, timedelta(seconds=TICKET_SECONDS))


def verified_email(claims: Mapping[str, object]) -> str:
    """The e-mail in an OpenID provider's claims. Raises EmailNotVerified unless the provider vouches for it."""
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str):
        raise EmailNotVerified()
    return email


@retried
def enter(shop: Workshop, ticket: str) -> Login:
    """Swap a ticket for a login. Raises TokenRefused when it is too old, or has been used."""
    kept = _kept(shop, TICKET, ticket, TICKET_SECONDS)
    with shop.database.transaction() as write:
        staff = write.value(
            "delete from staff_session where token_hash = ? and expires_at > ? returning staff", [kept, write.now]
        )
    if staff is None:
        raise TokenRefused()
    return _start(shop, staff)


def actor_of(shop: Workshop, token: str | None) -> Actor:
    """Who a `staff` cookie stands for; ANONYMOUS when it is missing, changed, too old, logged out or disabled."""
    try:
        kept = _kept(shop, LOGIN, token or "", shop.settings.staff_hours * 3600)
    except TokenRefused:
        return ANONYMOUS
    with shop.database.read() as read:
        person = read.first(
            Person,
            "select s.* from staff s join staff_session l on l.staff = s.id"
            " where l.token_hash = ? and l.expires_at > ? and not s.disabled",
            [kept, shop.clock()],
        )
        return Actor(thing(person.id), person.email, grants_of(read, person.id)) if person else ANONYMOUS


@retried
def logout(shop: Workshop, token: str | None) -> None:
    """End the login of this token; one that has ended already is no error."""
    try:
        kept = _kept(shop, LOGIN, token or "", shop.settings.staff_hours * 3600)
    except TokenRefused:
        return
    with shop.database.transaction() as write:
        write.execute("delete from staff_session where token_hash = ?", [kept])


@retried
def logout_everywhere(shop: Workshop, actor: Actor) -> None:
    """End all logins of the actor, on every computer."""
    if actor == ANONYMOUS:
        return
    with shop.database.transaction() as write:
        end_logins(write, _id(actor))
        write.record(actor.id, "log-out-everywhere", actor.id)


def change_password(shop: Workshop, actor: Actor, present: str, new: str) -> Login:
    """Change one's own password; all logins end, and the one that is given begins."""
    person = person_with(shop, actor.name)
    if actor == ANONYMOUS or not person:
        raise NotAllowed()
    with limits.guess(shop, limits.Growing("login", normal(actor.name), shop.settings.login_attempts)):
        if not passwords.matches(person.password_hash, present):
            raise PasswordWrong()
    _change(shop, actor, person.id, passwords.hashed(new))
    return _start(shop, person.id)


@retried
def _change(shop: Workshop, actor: Actor, staff: str, password_hash: str) -> None:
    with shop.database.transaction() as write:
        set_password(write, staff, password_hash)
        write.record(actor.id, "change-password", thing(staff))


def _start(shop: Workshop, staff: str) -> Login:
    return _new_login(shop, staff, LOGIN, timedelta(hours=shop.settings.staff_hours))


@retried
def _new_login(shop: Workshop, staff: str, purpose: str, lasts: timedelta) -> Login:
    secret = secrets.token_urlsafe(24)
    with shop.database.transaction() as write:
        expires_at = write.now + lasts
        write.execute("delete from staff_session where expires_at <= ?", [write.now])
        row = [shop.keys.hash(purpose, secret), staff, write.now, expires_at]
        write.execute("insert into staff_session values (?, ?, ?, ?)", row)
        if purpose == LOGIN:
            write.record(thing(staff), "log-in", thing(staff))
    return Login(shop.keys.sign(purpose, secret), expires_at)


def _kept(shop: Workshop, purpose: str, token: str, seconds: float) -> str:
    """What the store keeps of a token, which is useless for logging in."""
    return shop.keys.hash(purpose, str(shop.keys.read(purpose, token, seconds)))


def _id(actor: Actor) -> str:
    return actor.id.removeprefix("staff:")
