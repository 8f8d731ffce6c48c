"""The first visitor of an empty lab makes its administrator, the lab, its rooms and stations, in one go."""

from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from bookings import setup
from bookings.components import area_picker, rooms_form, time_zone_picker
from bookings.rules import LONGEST_NAME
from lab import page
from lab.i18n import gettext as _
from lab.passwords import SHORTEST


@dataclass(frozen=True)
class Answers:
    """What the form holds."""

    code: str
    email: str
    password: str
    name: str
    area: str
    rooms: dict[str, int]
    time_zone: str


def draw() -> None:
    """The form; once it went well, the way on in its place."""
    page.heading(_("Welcome to Verkstad"), _("A few questions, then your lab is ready."))
    place = st.empty()
    with place.container(key="setup", width=720):
        done = _set_up()
    if done:
        place.empty()
        _ready()


def _set_up() -> bool:
    """The form, and whether it was sent and accepted now."""
    with page.telling():
        given = _form()
        if st.button(_("Set up the lab"), type="primary", key="setup-go"):
            setup.first_lab(
                page.shop(),
                given.code,
                given.email,
                given.password,
                given.name,
                given.area,
                given.rooms,
                given.time_zone,
            )
            return True
    return False


def _form() -> Answers:
    page.subheading(_("1. Show that the computer is yours"))
    page.source_note(_("The code is printed in the terminal where Verkstad was started."))
    code = st.text_input(_("One-time code"), key="setup-code", autocomplete="off", width=240)
    page.subheading(_("2. You, the administrator"))
    email = st.text_input(
        _("Your e-mail"), key="setup-email", type="email", autocomplete="username", placeholder=_("name@example.se")
    )
    password = st.text_input(_("Choose a password"), key="setup-password", type="password", autocomplete="new-password")
    page.source_note(_("At least {count} characters: a few words in a row are easy to remember.", count=SHORTEST))
    page.subheading(_("3. The lab"))
    name = st.text_input(_("The lab's name"), key="setup-name", max_chars=LONGEST_NAME)
    area = area_picker.show("setup-area")
    rooms = rooms_form.show("setup-rooms", _("The studio"))
    return Answers(code, email, password, name, area, rooms, time_zone_picker.show("setup-zone"))


def _ready() -> None:
    """From here on this page is closed to everyone, so the way to the login is shown in the same run."""
    st.success(
        _("The lab is set up. Log in with the e-mail and the password that you chose."), icon=":material/check_circle:"
    )
    page.html(Markup('<p><a class="button" href="/login">{}</a></p>').format(_("Log in")))


draw()
