"""Logging in with an account of one's organisation (OpenID Connect), where the lab has set that up.

Streamlit speaks with the provider and remembers in a cookie of its own whom it vouched for. A ticket for that e-mail
is swapped at /enter for our own login, so that there is one kind of login in the house.
"""

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from lab import logins, page
from lab.i18n import gettext as _

GO_ON = Markup('<p><a class="button button-quiet" href="/enter?ticket={ticket}" target="_self">{text}</a></p>')


def draw() -> None:
    """A button that leads to the provider; for those who have been there, the way in."""
    vouched = claims()
    if vouched:
        with page.telling():
            _way_in(logins.verified_email(vouched))
        if st.button(_("Use another account"), icon=":material/switch_account:"):
            st.logout()
    elif st.button(_("Log in with your organisation's account"), icon=":material/login:"):
        st.login()


def claims() -> Mapping[str, object]:
    """What the provider says of this visitor; empty before they have been there."""
    return st.user.to_dict() if st.user.get("is_logged_in") else {}


def _way_in(email: str) -> None:
    ticket = logins.by_verified_email(page.shop(), email)
    page.html(GO_ON.format(ticket=ticket.token, text=_("Go on as {email}", email=email)))
