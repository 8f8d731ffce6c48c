"""The first visitor of an empty lab makes its administrator, the lab, its rooms and stations, in one go."""

import streamlit as st

from bookings import setup
from bookings.components import area_picker, rooms_form, time_zone_picker
from bookings.rules import LONGEST_NAME
from lab import page, staff
from lab.i18n import gettext as _
from lab.passwords import SHORTEST

DONE = "setup-done"


def draw() -> None:
    """The form, or the way on where someone works here already."""
    page.heading(_("Welcome to Verkstad"), _("A few questions, then your lab is ready."))
    if staff.any_staff(page.shop()):
        _ready()
        return
    with st.container(key="setup", width=720), page.telling():
        _form()


def _form() -> None:
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
    zone = time_zone_picker.show("setup-zone")
    if st.button(_("Set up the lab"), type="primary", key="setup-go"):
        setup.first_lab(page.shop(), code, email, password, name, area, rooms, zone)
        st.rerun()


def _ready() -> None:
    st.success(
        _("The lab is set up. Log in with the e-mail and the password that you chose."), icon=":material/check_circle:"
    )
    st.link_button(_("Log in"), "/login", type="primary")


draw()
