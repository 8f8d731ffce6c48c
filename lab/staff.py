"""The people who work here: who they are and what they were granted. How they log in is in `lab.logins`."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lab import limits, passwords
from lab.access import EVERYWHERE, Actor, Grant, Role, check_grants, require
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import NotValid
from lab.i18n import N_
from lab.runtime import Workshop

EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+")


class EmailNotValid(NotValid):
    message = N_("This does not look like an e-mail address.")
    hint = N_("Write it like name@example.se.")


class EmailTaken(NotValid):
    message = N_("There is already someone with this e-mail address.")
    hint = N_("Change that person's roles instead, or use another address.")


class LastAdmin(NotValid):
    message = N_("This is the last administrator.")
    hint = N_("Make someone else an administrator first.")


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
class Person:
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
    write.record(actor.id, "create-staff", thing(staff))
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
        return [StaffMember(one.id, one.email, one.disabled, one.created_at, grants_of(read, one.id)) for one in people]


@retried
def set_grants(shop: Workshop, actor: Actor, staff: str, grants: Collection[Grant]) -> None:
    """Give someone these roles and no others; it holds from their next click."""
    require(actor, "manage-staff", EVERYWHERE)
    check_grants(grants)
    with shop.database.transaction() as write:
        _must_exist(write, staff)
        _write_grants(write, staff, grants)
        _keep_an_admin(write)
        write.record(actor.id, "grant-staff", thing(staff), grants=[f"{one.role} {one.scope}" for one in grants])


@retried
def disable(shop: Workshop, actor: Actor, staff: str) -> None:
    """Shut someone out at once."""
    require(actor, "manage-staff", EVERYWHERE)
    with shop.database.transaction() as write:
        _must_exist(write, staff)
        write.execute("update staff set disabled = true where id = ?", [staff])
        _keep_an_admin(write)
        end_logins(write, staff)
        write.record(actor.id, "disable-staff", thing(staff))


@retried
def enable(shop: Workshop, actor: Actor, staff: str) -> None:
    """Let someone who was disabled log in again."""
    require(actor, "manage-staff", EVERYWHERE)
    with shop.database.transaction() as write:
        _must_exist(write, staff)
        write.execute("update staff set disabled = false where id = ?", [staff])
        write.record(actor.id, "enable-staff", thing(staff))


@retried
def reset_password(shop: Workshop, actor: Actor, staff: str) -> str:
    """Give someone a new password, to be shown once, and end their logins."""
    require(actor, "manage-staff", EVERYWHERE)
    password = passwords.generated()
    password_hash = passwords.hashed(password)
    with shop.database.transaction() as write:
        email = _must_exist(write, staff)
        set_password(write, staff, password_hash)
        write.record(actor.id, "reset-password", thing(staff))
    limits.forget(shop, "login", email)
    return password


def person_with(shop: Workshop, email: str) -> Person | None:
    with shop.database.read() as read:
        return read.first(Person, "select * from staff where email = ?", [email])


def grants_of(read: Cursor, staff: str) -> tuple[Grant, ...]:
    found = read.rows(Grant, "select role, scope from staff_grant where staff = ? order by role, scope", [staff])
    return tuple(Grant(Role(grant.role), grant.scope) for grant in found)


def _write_grants(write: Transaction, staff: str, grants: Collection[Grant]) -> None:
    """Only the difference: a key that is deleted and inserted again in one transaction is refused by its index."""
    had, wanted = set(grants_of(write, staff)), set(grants)
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


def set_password(write: Transaction, staff: str, password_hash: str) -> None:
    write.execute("update staff set password_hash = ? where id = ?", [password_hash, staff])
    end_logins(write, staff)


def end_logins(write: Transaction, staff: str) -> None:
    write.execute("delete from staff_session where staff = ?", [staff])


def _must_exist(write: Transaction, staff: str) -> str:
    email = write.one_value("select email from staff where id = ?", [staff])
    return str(email)


def thing(staff: str) -> str:
    return f"staff:{staff}"
