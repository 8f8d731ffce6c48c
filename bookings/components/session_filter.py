"""Which sessions a calendar shows: of some rooms, with some exercises, of some status. Nothing chosen: all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from bookings.rules import STATUS_NAMES, Status
from bookings.sessions import Session
from lab.exercise import Exercise
from lab.i18n import gettext as _


@dataclass(frozen=True)
class Filter:
    """What is chosen; an empty choice lets everything through."""

    rooms: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    def keeps(self, session: Session) -> bool:
        """Whether a session is shown."""
        return (
            (not self.rooms or session.room in self.rooms)
            and (not self.exercises or bool(set(self.exercises) & set(session.exercises)))
            and (not self.statuses or session.status in self.statuses)
        )

    def query(self) -> list[tuple[str, str]]:
        """The choice as parts of an address."""
        named = (("room", self.rooms), ("exercise", self.exercises), ("status", self.statuses))
        return [(name, value) for name, values in named for value in values]


def show(key: str, rooms: Mapping[str, str], exercises: Sequence[Exercise]) -> Filter:
    """Draw the choices behind a button, and give what is chosen."""
    titles = {exercise.slug: _(exercise.title) for exercise in exercises}
    with st.popover(_("Filter"), icon=":material/filter_list:", key=key):
        chosen_rooms = st.pills(
            _("Room"), list(rooms), selection_mode="multi", format_func=lambda room: rooms[room], key=f"{key}-rooms"
        )
        slugs = st.pills(
            _("Exercises"), list(titles), selection_mode="multi", format_func=titles.__getitem__, key=f"{key}-exercises"
        )
        statuses = st.pills(
            _("Status"),
            [status.value for status in Status],
            selection_mode="multi",
            format_func=lambda status: _(STATUS_NAMES[Status(status)]),
            key=f"{key}-statuses",
        )
    return Filter(tuple(chosen_rooms), tuple(slugs), tuple(statuses))
