"""The times of a series before they are saved: each can be left out; one that collides says why and gets an answer."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from bookings.alternatives import Answer
from bookings.components import dates, looks
from bookings.rules import Draft
from bookings.series import Occurrence
from lab import page
from lab.i18n import gettext as _
from lab.i18n import ngettext


def show(
    key: str, occurrences: Sequence[Occurrence], rooms: Mapping[str, str], zone: str, skip: str
) -> dict[date, Draft | None]:
    """Draw the times, and give what was chosen instead of some of them: another draft, or None to leave it out.

    `rooms` are names by id, `skip` says what leaving out means. A time that collides and has no answer is not in what
    is given, so that saving tells of it.
    """
    looks.load()
    colliding = [one for one in occurrences if one.answer.trouble]
    _summary(len(occurrences), len(colliding))
    chosen: dict[date, Draft | None] = {}
    with st.container(key=f"times-{key}", gap="xsmall"):
        for one in occurrences:
            if one.answer.trouble:
                chosen |= _colliding(key, one, rooms, zone, skip)
            elif not st.checkbox(
                dates.day_and_hours(one.answer.draft, zone),
                value=True,
                key=f"{key}-{one.day.isoformat()}",
            ):
                chosen[one.day] = None
    return chosen


def _summary(times: int, colliding: int) -> None:
    text = ngettext("{count} time", "{count} times", times)
    if colliding:
        told = ngettext(
            "{count} of them cannot be booked as it is.", "{count} of them cannot be booked as they are.", colliding
        )
        st.warning(f"{text}. {told}", icon=":material/event_busy:")
    else:
        page.html(Markup('<p class="times-free">{}. {}</p>').format(text, _("All of them are free.")))


def _colliding(key: str, one: Occurrence, rooms: Mapping[str, str], zone: str, skip: str) -> dict[date, Draft | None]:
    options = _options(one.answer, rooms, zone, skip)
    with st.container(border=True, key=f"collides-{key}-{one.day.isoformat()}", gap="xsmall"):
        why = one.answer.trouble.told() if one.answer.trouble else ""
        page.html(
            Markup('<p class="collides-day">{}</p><p class="collides-why">{}</p>').format(
                dates.day_and_hours(one.answer.draft, zone), why
            )
        )
        if one.answer.leaders:
            page.source_note(_("Free then: {leaders}", leaders=", ".join(each.name for each in one.answer.leaders)))
        names = list(options)
        answer = st.selectbox(
            _("What to do on {day}", day=dates.day_and_month(one.day)),
            names,
            index=None,
            placeholder=_("Choose"),
            key=f"{key}-answer-{one.day.isoformat()}",
        )
    return {} if answer is None else {one.day: options[answer]}


def _options(answer: Answer, rooms: Mapping[str, str], zone: str, skip: str) -> dict[str, Draft | None]:
    """What can be chosen, by its words."""
    times: dict[str, Draft | None] = {
        _("Another time: {hours}", hours=dates.hours(one.starts_at, one.ends_at, zone)): one for one in answer.times
    }
    others = {_("Another room: {room}", room=rooms.get(one.room, "")): one for one in answer.rooms}
    return {**times, **others, skip: None}
