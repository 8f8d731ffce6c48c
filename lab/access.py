"""Who may do what, and where. Every verb asks `require(actor, action, scope)`; pages only hide what would be refused.

A scope is text: "lab:<id>", "area:<code>" or "*" for the whole house. An area's code begins with its county's, so a
grant for "area:17" reaches "area:1780".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lab.errors import NotAllowed, NotValid
from lab.i18n import N_

EVERYWHERE = "*"
WIDER_AREA = re.compile(r"area:\d{2}(\d{2})?")
"""A county or a municipality: the areas that have others inside."""


class Role(StrEnum):
    ADMIN = "admin"
    LEADER = "leader"
    REVIEWER = "reviewer"


ROLE_NAMES = {Role.ADMIN: N_("Administrator"), Role.LEADER: N_("Leader"), Role.REVIEWER: N_("Reviewer")}


@dataclass(frozen=True)
class Grant:
    """A role, and where it holds."""

    role: Role
    scope: str

    def reaches(self, scope: str) -> bool:
        """Whether this grant holds for `scope`."""
        if self.scope in (EVERYWHERE, scope):
            return True
        return bool(WIDER_AREA.fullmatch(self.scope)) and scope.startswith(self.scope)


class GrantNotValid(NotValid):
    message = N_("The role {role} cannot be given for {scope}.")
    hint = N_("An administrator works everywhere, a leader in named labs, a reviewer with named areas.")


GRANTED_SCOPES = {
    Role.ADMIN: re.compile(r"\*"),
    Role.LEADER: re.compile(r"\*|lab:.+"),
    Role.REVIEWER: re.compile(r"\*|area:\d+"),
}
"""Where each role can be granted."""


def check_grants(grants: Iterable[Grant]) -> None:
    """Refuse with GrantNotValid a role that makes no sense where it was granted."""
    for grant in grants:
        if not GRANTED_SCOPES[grant.role].fullmatch(grant.scope):
            raise GrantNotValid(role=grant.role.value, scope=grant.scope)


@dataclass(frozen=True)
class Actor:
    """Someone who asks for something to be done; `id` is what the audit keeps."""

    id: str
    name: str = ""
    grants: tuple[Grant, ...] = ()

    def has(self, role: Role) -> bool:
        """Whether the actor holds `role` anywhere."""
        return any(grant.role == role for grant in self.grants)


ANONYMOUS = Actor("anonymous")
SYSTEM = Actor("system", "Verkstad", (Grant(Role.ADMIN, EVERYWHERE),))


@dataclass(frozen=True)
class Action:
    """Something that can be allowed: `description` is a msgid, `roles` may do it within their grant's scope."""

    name: str
    description: str
    roles: frozenset[Role]


def _action(name: str, description: str, *roles: Role) -> Action:
    return Action(name, description, frozenset({Role.ADMIN, *roles}))


ACTIONS = {
    action.name: action
    for action in (
        _action("manage-staff", N_("Add, change and disable staff")),
        _action("manage-labs", N_("Set up labs, rooms and stations")),
        _action("manage-areas", N_("Take in areas' groups, districts and population")),
        _action("see-audit", N_("Read who did what, and when")),
        _action("back-up", N_("Back up and restore the store")),
        _action("erase-card", N_("Erase a lab card")),
        _action("see-calendar", N_("See a lab's sessions"), Role.LEADER),
        _action("book-session", N_("Book, change and cancel a lab's sessions"), Role.LEADER),
        _action("run-session", N_("Open and close a session, and see its seats"), Role.LEADER),
        _action("see-pictures", N_("See and remove pictures made in a lab's sessions"), Role.LEADER),
        _action("try-exercises", N_("Try every exercise without a session"), Role.LEADER),
        _action("see-messages", N_("See what a lab has told people, and tell it by hand"), Role.LEADER),
        _action("see-lab-numbers", N_("See a lab's own exact numbers of youths"), Role.LEADER),
        _action("release-report", N_("Freeze the report of a half-year")),
        _action("see-report", N_("Read the report of an area"), Role.REVIEWER),
        _action("see-initiatives", N_("See what municipalities do with AI"), Role.LEADER, Role.REVIEWER),
        _action("keep-initiatives", N_("Write down what a municipality does with AI"), Role.REVIEWER),
    )
}


def allows(actor: Actor, action: str, scope: str) -> bool:
    """Whether `actor` may do `action` at `scope`. An action that is not in the table is a fault in the program."""
    roles = ACTIONS[action].roles
    return any(grant.role in roles and grant.reaches(scope) for grant in actor.grants)


def allows_anywhere(actor: Actor, action: str) -> bool:
    """Whether `actor` may do `action` at some scope: what a menu shows."""
    return any(grant.role in ACTIONS[action].roles for grant in actor.grants)


def require(actor: Actor, action: str, scope: str) -> None:
    """Refuse with NotAllowed unless `actor` may do `action` at `scope`."""
    if not allows(actor, action, scope):
        raise NotAllowed()
