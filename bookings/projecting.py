"""What the projector shows: the picture that the leader chose, or all in turn, and the way in while it is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings import labs, sessions
from bookings.rules import Session, Status
from lab import controls, gallery
from lab.access import Actor, require
from lab.exercise import Controls
from lab.gallery import PictureRow
from lab.runtime import Workshop

SLIDE_SECONDS = 8


@dataclass(frozen=True)
class Projection:
    """A session as the room sees it now."""

    session: Session
    said: Controls
    free: int
    """Seats that can be taken now; none where the session is not open."""
    pictures: int
    picture: PictureRow | None
    """The one on show, or None while there is none."""
    place: int
    """Which of the pictures that is, from 1 in the order they were made; 0 for none."""


@dataclass(frozen=True)
class Sheet:
    """A session's pictures for the printer, by seat and in the order they were made."""

    session: Session
    lab: str
    zone: str
    pictures: tuple[PictureRow, ...]


def chosen(made: Sequence[PictureRow], shown: str) -> PictureRow | None:
    """The picture that the leader chose, or None where none was, or it is gone."""
    return next((one for one in made if one.id == shown), None)


def slide(made: Sequence[PictureRow], shown: str, now: datetime) -> int:
    """Index of the picture on show at `now`, the chosen one or the next in turn; -1 where there are none."""
    chosen = [index for index, one in enumerate(made) if one.id == shown]
    if chosen or not made:
        return chosen[0] if chosen else -1
    return int(now.timestamp() // SLIDE_SECONDS) % len(made)


def projection(shop: Workshop, actor: Actor, id: str) -> Projection:  # noqa: A002
    """What the projector of a session shows now."""
    session, made = _shown_to_leaders(shop, actor, id)
    said = controls.controls_of(shop, id)
    index = slide(made, said.shown, shop.clock())
    picture = made[index] if made else None
    return Projection(session, said, _free(shop, actor, session), len(made), picture, index + 1)


def sheet(shop: Workshop, actor: Actor, id: str) -> Sheet:  # noqa: A002
    """All pictures of a session, to be printed."""
    session, made = _shown_to_leaders(shop, actor, id)
    lab = labs.lab_of(shop, session.lab)
    by_seat = sorted(made, key=lambda one: (one.seat, one.made_at))
    return Sheet(session, lab.name, lab.time_zone, tuple(by_seat))


def _shown_to_leaders(shop: Workshop, actor: Actor, id: str) -> tuple[Session, list[PictureRow]]:  # noqa: A002
    """The session and its pictures, the oldest first."""
    session = sessions.session(shop, actor, id)
    require(actor, "run-session", f"lab:{session.lab}")
    return session, gallery.of_session(shop, actor, id, session.lab)[::-1]


def _free(shop: Workshop, actor: Actor, session: Session) -> int:
    if session.status != Status.OPEN:
        return 0
    return max(0, session.seats - len(sessions.seats(shop, actor, session.id)))
