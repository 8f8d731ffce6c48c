"""The facts of a session as a list: when, where, for whom."""

from collections.abc import Sequence

from markupsafe import Markup

from bookings.components import looks, session_words
from bookings.sessions import Session
from lab import page
from lab.exercise import Exercise
from lab.i18n import gettext as _
from lab.i18n import ngettext


def show(session: Session, lab: str, room: str, exercises: Sequence[Exercise]) -> None:
    """Draw the facts of `session`, with the names of its lab and room. Its time stands under the page's heading."""
    looks.load()
    facts = (
        (_("Status"), session_words.status(session)),
        (_("Place"), f"{room}, {lab}"),
        (_("Seats"), ngettext("{count} seat", "{count} seats", session.seats)),
        (_("Exercises"), session_words.exercises(session, exercises)),
        (_("For ages"), session_words.ages(session.youngest, session.oldest)),
    )
    rows = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(name, value) for name, value in facts)
    page.html(Markup('<dl class="facts">{}</dl>').format(rows))
