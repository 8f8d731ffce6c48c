"""The people who work here: who they are, what they were granted, and their logins."""

import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lab import limits, passwords
from lab.access import ANONYMOUS, EVERYWHERE, Actor, Grant, Role, check_grants, require
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import LabError, NotAllowed, NotFound, NotValid
from lab.i18n import N_
from lab.runtime import Workshop
from lab.signing import TokenRefused

EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+")
ADDRESS_LIMIT = (50, 600.0)
"""Wrong logins from one address, whoever they were for, and within how many seconds."""
TICKET_SECONDS = 60


class EmailNotValid(NotValid):
    message = N_("This does not look like an e-mail address.")
    hint = N_("Write it like name@example.se.")


class EmailTaken(NotValid):
    message = N_("There is already someone with this e-mail address.")
    hint = N_("Change that person's roles instead, or use another address.")


class LastAdmin(NotValid):
    message = N_("This is the last administrator.")
    hint = N_("Make someone else an administrator first.")


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


@dataclass(frozen=True)
class StaffMember:
    id: str
    email: str
    disabled: bool
    created_at: datetime
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True)
class Credentials:
    """A checked e-mail and a hashed password: made before a transaction, because hashing is slow on purpose."""

    email: str
    password_hash: str


@dataclass(frozen=True)
class _Person:
    id: str
    email: str
    password_hash: str
    disabled: bool


def credentials(email: str, password: str) -> Credentials:
    """Check both and hash the password. Raises EmailNotValid, PasswordTooShort or PasswordTooLong."""
    address = normal(email)
    if len(address) > 254 or not EMAIL.fullmatch(address):
        raise EmailNotValid()
    return Credentials(address, passwords.hashed(password))


def normal(email: str) -> str:
    """One spelling for one address."""
    return email.strip().casefold()


# Who works here


@retried
def create(shop: Workshop, actor: Actor, email: str, password: str, grants: Collection[Grant]) -> str:
    """Add someone; gives their id. See `credentials` and `add` for what is refused."""
    require(actor, "manage-staff", EVERYWHERE)
    known = credentials(email, password)
    with shop.database.transaction() as write:
        return add(write, actor, known, grants)


def add(write: Transaction, actor: Actor, known: Credentials, grants: Collection[Grant]) -> str:
    """Add someone within a transaction of the caller, who has asked permission. Raises EmailTaken, GrantNotValid."""
    check_grants(grants)
    if write.value("select 1 from staff where email = ?", [known.email]):
        raise EmailTaken()
    staff = new_id()
    row = [staff, known.email, known.password_hash, False, write.now]
    write.execute("insert into staff (id, email, password_hash, disabled, created_at) values (?, ?, ?, ?, ?)", row)
    _write_grants(write, staff, grants)
    write.record(actor.id, "create-staff", _thing(staff))
    return staff


def any_staff(shop: Workshop) -> bool:
    """Whether anyone works here yet."""
    with shop.database.read() as read:
        return read.value("select 1 from staff limit 1") is not None


def listed(shop: Workshop, actor: Actor) -> list[StaffMember]:
    """Everyone who works here, by e-mail."""
    require(actor, "manage-staff", EVERYWHERE)
    with shop.database.read() as read:
        people = read.rows(StaffMember, "select id, email, disabled, created_at from staff order by email")
        return [StaffMember(one.id, one.email, one.disabled, one.created_at, _grants(read, one.id)) for one in people]


@retried
def set_grants(shop: Workshop, actor: Actor, staff: str, grants: Collection[Grant]) -> None:
    """Give someone these roles and no others; it holds from their next click."""
    require(actor, "manage-staff", EVERYWHERE)
    check_grants(grants)
    with shop.database.transaction() as write:
        _must_exist(write, staff)
        _write_grants(write, staff, grants)
        _keep_an_admin(write)
        write.record(actor.id, "grant-staff", _thing(staff), grants=[f"{one.role} {one.scope}" for one in grants])


@retried
def disable(shop: Workshop, actor: Actor, staff: str) -> None:
    """Shut someone out at once."""
    require(actor, "manage-staff", EVERYWHERE)
    with shop.database.transaction() as write:
        _must_exist(write, staff)
        write.execute("update staff set disabled = true where id = ?", [staff])
        _keep_an_admin(write)
        _end_logins(write, staff)
        write.record(actor.id, "disable-staff", _thing(staff))


@retried
def enable(shop: Workshop, actor: Actor, staff: str) -> None:
    """Let someone who was disabled log in again."""
    require(actor, "manage-staff", EVERYWHERE)
    with shop.database.transaction() as write:
        _must_exist(write, staff)
        write.execute("update staff set disabled = false where id = ?", [staff])
        write.record(actor.id, "enable-staff", _thing(staff))


@retried
def reset_password(shop: Workshop, actor: Actor, staff: str) -> str:
    """Give someone a new password, to be shown once, and end their logins."""
    require(actor, "manage-staff", EVERYWHERE)
    password = passwords.generated()
    password_hash = passwords.hashed(password)
    with shop.database.transaction() as write:
        email = _must_exist(write, staff)
        _set_password(write, staff, password_hash)
        write.record(actor.id, "reset-password", _thing(staff))
    limits.forget(shop, "login", email)
    return password


# Logins


def login(shop: Workshop, email: str, password: str, address: str) -> Login:
    """Log someone in. Unknown, wrong and disabled get the same answer after equal work."""
    typed = normal(email)
    with limits.guess(
        shop,
        limits.Growing("login", typed, shop.settings.login_attempts),
        limits.Window("login-address", address, *ADDRESS_LIMIT),
    ):
        person = _person(shop, typed)
        right = passwords.matches(person.password_hash if person else None, password)
        if not person or not right or person.disabled:
            raise LoginFailed()
    limits.forget(shop, "login", typed)
    return _start(shop, person.id)


def by_verified_email(shop: Workshop, email: str) -> Login:
    """A minute's single-use ticket for /enter, for someone whose e-mail an OpenID provider has verified."""
    if not shop.settings.oidc:
        raise NotAllowed()
    person = _person(shop, normal(email))
    if not person or person.disabled:
        raise NoLoginForEmail()
    return _new_login(shop, person.id, "enter", timedelta(seconds=TICKET_SECONDS))


def verified_email(claims: Mapping[str, object]) -> str:
    """The e-mail in an OpenID provider's claims. Raises EmailNotVerified unless the provider vouches for it."""
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str):
        raise EmailNotVerified()
    return email


@retried
def enter(shop: Workshop, ticket: str) -> Login:
    """Swap a ticket for a login. Raises TokenRefused when it is too old, or has been used."""
    kept = _kept(shop, "enter", ticket, TICKET_SECONDS)
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
        kept = _kept(shop, "staff", token or "", shop.settings.staff_hours * 3600)
    except TokenRefused:
        return ANONYMOUS
    with shop.database.read() as read:
        person = read.first(
            _Person,
            "select s.* from staff s join staff_session l on l.staff = s.id"
            " where l.token_hash = ? and l.expires_at > ? and not s.disabled",
            [kept, shop.clock()],
        )
        return Actor(_thing(person.id), person.email, _grants(read, person.id)) if person else ANONYMOUS


@retried
def logout(shop: Workshop, token: str | None) -> None:
    """End the login of this token; one that has ended already is no error."""
    try:
        kept = _kept(shop, "staff", token or "", shop.settings.staff_hours * 3600)
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
        _end_logins(write, _id(actor))
        write.record(actor.id, "log-out-everywhere", actor.id)


def change_password(shop: Workshop, actor: Actor, present: str, new: str) -> Login:
    """Change one's own password; all logins end, and the one that is given begins."""
    person = _person(shop, actor.name)
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
        _set_password(write, staff, password_hash)
        write.record(actor.id, "change-password", _thing(staff))


def _start(shop: Workshop, staff: str) -> Login:
    return _new_login(shop, staff, "staff", timedelta(hours=shop.settings.staff_hours))


@retried
def _new_login(shop: Workshop, staff: str, purpose: str, lasts: timedelta) -> Login:
    secret = secrets.token_urlsafe(24)
    with shop.database.transaction() as write:
        expires_at = write.now + lasts
        write.execute("delete from staff_session where expires_at <= ?", [write.now])
        row = [shop.keys.hash(purpose, secret), staff, write.now, expires_at]
        write.execute("insert into staff_session values (?, ?, ?, ?)", row)
        write.record(_thing(staff), "log-in", _thing(staff))
    return Login(shop.keys.sign(purpose, secret), expires_at)


def _kept(shop: Workshop, purpose: str, token: str, seconds: float) -> str:
    """What the store keeps of a token, which is useless for logging in."""
    return shop.keys.hash(purpose, str(shop.keys.read(purpose, token, seconds)))


# Rows


def _person(shop: Workshop, email: str) -> _Person | None:
    with shop.database.read() as read:
        return read.first(_Person, "select * from staff where email = ?", [email])


def _grants(read: Cursor, staff: str) -> tuple[Grant, ...]:
    found = read.rows(Grant, "select role, scope from staff_grant where staff = ? order by role, scope", [staff])
    return tuple(Grant(Role(grant.role), grant.scope) for grant in found)


def _write_grants(write: Transaction, staff: str, grants: Collection[Grant]) -> None:
    """Only the difference: a key that is deleted and inserted again in one transaction is refused by its index."""
    had, wanted = set(_grants(write, staff)), set(grants)
    for grant in had - wanted:
        write.execute(
            "delete from staff_grant where staff = ? and role = ? and scope = ?", [staff, grant.role.value, grant.scope]
        )
    for grant in wanted - had:
        write.execute("insert into staff_grant values (?, ?, ?)", [staff, grant.role.value, grant.scope])


def _keep_an_admin(write: Transaction) -> None:
    left = write.value(
        "select count(*) from staff s join staff_grant g on g.staff = s.id where g.role = 'admin' and not s.disabled"
    )
    if not left:
        raise LastAdmin()


def _set_password(write: Transaction, staff: str, password_hash: str) -> None:
    write.execute("update staff set password_hash = ? where id = ?", [password_hash, staff])
    _end_logins(write, staff)


def _end_logins(write: Transaction, staff: str) -> None:
    write.execute("delete from staff_session where staff = ?", [staff])


def _must_exist(write: Transaction, staff: str) -> str:
    email = write.value("select email from staff where id = ?", [staff])
    if email is None:
        raise NotFound()
    return str(email)


def _thing(staff: str) -> str:
    return f"staff:{staff}"


def _id(actor: Actor) -> str:
    return actor.id.removeprefix("staff:")
