"""Sessions as a table: what the calendar shows, for the keyboard, a screen reader and paper."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from markupsafe import Markup

from bookings.components import dates, session_words
from bookings.sessions import Session
from lab import page
from lab.exercise import Exercise
from lab.i18n import gettext as _


def show(
    caption: str,
    sessions: Sequence[Session],
    zone: str,
    rooms: Mapping[str, str],
    leaders: Mapping[str, tuple[str, ...]],
    exercises: Sequence[Exercise],
) -> None:
    """Draw the table, a row for each session in order; its title leads to its page."""
    if not sessions:
        page.empty_state(_("No sessions in this time."))
        return
    columns = (_("Day"), _("Time"), _("Session"), _("Room"), _("Leaders"), _("Exercises"), _("Seats"), _("Status"))
    page.table(caption, columns, [_row(one, zone, rooms, leaders, exercises) for one in sessions], numbers=(6,))


def _row(
    session: Session,
    zone: str,
    rooms: Mapping[str, str],
    leaders: Mapping[str, tuple[str, ...]],
    exercises: Sequence[Exercise],
) -> list[object]:
    day = dates.local(session.starts_at, zone).date()
    return [
        f"{dates.weekday(day)} {dates.day_and_month(day)}",
        dates.hours(session.starts_at, session.ends_at, zone),
        Markup('<a href="/session?{}">{}</a>').format(urlencode({"id": session.id}), session.title),
        rooms.get(session.room, ""),
        session_words.leaders(session, leaders.get(session.id, ())),
        session_words.exercises(session, exercises),
        session.seats,
        session_words.status(session),
    ]
