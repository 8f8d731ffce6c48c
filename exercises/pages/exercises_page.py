"""Staff try the exercises, without a session: what each is, what it teaches, and a way in."""

import streamlit as st
from markupsafe import Markup

from exercises.catalogue import all_exercises
from lab import page
from lab.exercise import Exercise
from lab.i18n import gettext as _


def draw() -> None:
    """Every exercise of the catalogue."""
    page.heading(
        _("Exercises"),
        _("What youths can do in a session. Open one to try it yourself: nothing you make here is kept."),
    )
    for exercise in all_exercises():
        _exercise(exercise)
    if not all_exercises():
        page.empty_state(_("There is no exercise to try."))


def _exercise(exercise: Exercise) -> None:
    with st.container(border=True, key=f"exercise-{exercise.slug}"):
        page.subheading(_(exercise.title))
        page.source_note(" · ".join((_ages(exercise), _("about {minutes} minutes", minutes=exercise.minutes))))
        page.html(Markup("<p>{}</p><p><strong>{}</strong></p>{}").format(
            _(exercise.summary), _("What it teaches"), _learnt(exercise)
        ))  # fmt: skip
        st.link_button(_("Try it"), f"/exercises/{exercise.slug}/", icon=f":material/{exercise.icon}:", type="primary")


def _ages(exercise: Exercise) -> str:
    youngest, oldest = exercise.ages
    return _("{youngest}-{oldest} years", youngest=youngest, oldest=oldest)


def _learnt(exercise: Exercise) -> Markup:
    points = Markup("").join(Markup("<li>{}</li>").format(_(point)) for point in exercise.learns)
    return Markup("<ul>{}</ul>").format(points)


draw()
