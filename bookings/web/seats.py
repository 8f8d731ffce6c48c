"""The two cookies of a youth: the invitation that a right PIN gives, and the ticket to a seat."""

import secrets
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import Response

from bookings import tickets
from lab.exercise import Participant
from lab.runtime import current
from lab.signing import TokenRefused
from lab.web.forms import drop_cookie, set_cookie

SEAT = "seat"
INVITED = "invited"
INVITED_SECONDS = 2 * 3600.0


@dataclass(frozen=True)
class Invitation:
    """A session whose PIN was right, and the key that makes this tablet's presses of the button one."""

    session: str
    join_key: str


def seat_of(request: HTTPConnection) -> Participant | None:
    """The youth behind the `seat` cookie, or None where there is none or it no longer holds."""
    return tickets.participant(current(), request.cookies.get(SEAT))


def invitation(request: HTTPConnection) -> Invitation | None:
    """The invitation a browser holds, or None where there is none or it is too old."""
    try:
        said = current().keys.read(INVITED, request.cookies.get(INVITED, ""), INVITED_SECONDS)
    except TokenRefused:
        return None
    return Invitation(said["session"], said["key"])


def invite(request: HTTPConnection, response: Response, session: str) -> None:
    """Let the browser choose how to join; the PIN written once more is still the same try."""
    held = invitation(request)
    key = held.join_key if held and held.session == session else secrets.token_urlsafe(16)
    set_cookie(response, INVITED, current().keys.sign(INVITED, {"session": session, "key": key}), INVITED_SECONDS)


def seat(response: Response, ticket: str) -> None:
    """Hand out the ticket."""
    set_cookie(response, SEAT, ticket, tickets.ticket_seconds(current()))


def forget(response: Response) -> None:
    """Take both back, so that the next one at this tablet starts afresh."""
    drop_cookie(response, SEAT)
    drop_cookie(response, INVITED)
