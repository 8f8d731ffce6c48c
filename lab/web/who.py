"""Who sent a request."""

from starlette.requests import HTTPConnection

from lab import logins
from lab.access import Actor
from lab.runtime import current

STAFF = "staff"
"""The cookie that carries a login."""


def staff(request: HTTPConnection) -> Actor:
    """The staff member behind the `staff` cookie, or ANONYMOUS."""
    return logins.actor_of(current(), request.cookies.get(STAFF))
