"""Staff meet the exercises: what each is and teaches, a way to try it, and lesson plans for those who lead."""

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from exercises import lessons
from exercises.catalogue import all_exercises
from exercises.lessons import BANDS, LENGTHS, Lesson
from lab import page
from lab.exercise import Exercise
from lab.i18n import gettext as _

AGES, MINUTES = "lessons-ages", "lessons-minutes"
ANY = "any"
SHEET = Path(__file__).with_name("exercises.css")


def draw() -> None:
    """Every exercise of the catalogue, and every lesson plan."""
    page.heading(
        _("Exercises"),
        _("What youths can do in a session. Open one to try it yourself: nothing you make here is kept."),
    )
    for exercise in all_exercises():
        _exercise(exercise)
    if not all_exercises():
        page.empty_state(_("There is no exercise to try."))
    page.subheading(_("Lesson plans"))
    _lessons()


def _exercise(exercise: Exercise) -> None:
    with st.container(border=True, key=f"exercise-{exercise.slug}"):
        page.subheading(_(exercise.title))
        page.source_note(" · ".join((_ages(exercise.ages), _("about {minutes} minutes", minutes=exercise.minutes))))
        page.html(Markup("<p>{}</p><p><strong>{}</strong></p>{}").format(
            _(exercise.summary), _("What it teaches"), _learnt(exercise)
        ))  # fmt: skip
        st.link_button(_("Try it"), f"/exercises/{exercise.slug}/", icon=f":material/{exercise.icon}:", type="primary")


def _ages(ages: tuple[int, int]) -> str:
    return _("{youngest}-{oldest} years", youngest=ages[0], oldest=ages[1])


def _learnt(exercise: Exercise) -> Markup:
    points = Markup("").join(Markup("<li>{}</li>").format(_(point)) for point in exercise.learns)
    return Markup("<ul>{}</ul>").format(points)


def _lessons() -> None:
    """The plans that fit the chosen age and time; a session's board says the ages in the address."""
    with st.container(horizontal=True, key="lessons-choice"):
        ages = st.selectbox(_("For ages"), [ANY, *BANDS], _first_band(), format_func=_told_ages, key=AGES, width=220)
        minutes = st.selectbox(_("At most"), [ANY, *LENGTHS], format_func=_told_minutes, key=MINUTES, width=220)
    found = lessons.fitting(lessons.all_lessons(), None if ages == ANY else ages, None if minutes == ANY else minutes)
    if not found:
        page.empty_state(_("No plan fits. Choose another age or a longer time."))
        return
    cards = Markup("").join(_card(one) for one in found)
    st.html(SHEET)
    page.html(Markup('<ul class="plans">{}</ul>').format(cards))


def _card(lesson: Lesson) -> Markup:
    plan = lesson.plan(page.language())
    return Markup(
        '<li><a class="plan" href="{}" target="_self"><span class="plan-title">{}</span><span>{}</span>'
        '<span class="plan-facts">{} · {}</span></a></li>'
    ).format(lesson.path, plan.title, plan.summary, _ages(lesson.ages), _("{minutes} min", minutes=lesson.minutes))


def _first_band() -> int:
    """Which choice to begin with: the one band that the ages in the address lie in, else all."""
    asked = (st.query_params.get("youngest", ""), st.query_params.get("oldest", ""))
    within = [
        number
        for number, (youngest, oldest) in enumerate(BANDS, 1)
        if all(age.isdigit() and youngest <= int(age) <= oldest for age in asked)
    ]
    return within[0] if within else 0


def _told_ages(band: tuple[int, int] | str) -> str:
    return _("All ages") if isinstance(band, str) else _ages(band)


def _told_minutes(minutes: int | str) -> str:
    return _("Any time") if isinstance(minutes, str) else _("{minutes} min", minutes=minutes)


draw()
