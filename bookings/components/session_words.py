"""How a session is said in words; pages and components share these so that it is called the same everywhere."""

from collections.abc import Sequence

from bookings.rules import STATUS_NAMES, Status
from bookings.sessions import Session
from lab.exercise import Exercise
from lab.i18n import gettext as _
from lab.i18n import ngettext


def status(session: Session) -> str:
    """ "Planerat", "Öppet nu", ..."""
    return _(STATUS_NAMES[Status(session.status)])


def seats(session: Session, taken: int) -> str:
    """How full it is, or how many seats it will have while it has not begun."""
    if session.status in (Status.PLANNED, Status.CANCELLED):
        return ngettext("{count} seat", "{count} seats", session.seats)
    return _("{taken} of {seats} seats taken", taken=taken, seats=session.seats)


def ages(youngest: int, oldest: int) -> str:
    """ "8–19 år"."""
    return _("{youngest}–{oldest} years", youngest=youngest, oldest=oldest)


def exercises(session: Session, known: Sequence[Exercise]) -> str:
    """Their titles; one that is no longer installed goes by its slug."""
    titles = {exercise.slug: _(exercise.title) for exercise in known}
    return ", ".join(titles.get(slug, slug) for slug in session.exercises)


def leaders(session: Session, names: Sequence[str]) -> str:
    """ "kim, robin"; that nobody leads is said of sessions that have not been held."""
    if names or session.status not in (Status.PLANNED, Status.OPEN):
        return ", ".join(names)
    return _("no leader yet")
