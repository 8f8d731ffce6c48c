"""The way in for youths: a session's PIN as large as it gets, the address, and both as a QR code."""

import segno
import streamlit as st
from markupsafe import Markup

from bookings.components import looks, session_words
from lab import page
from lab.i18n import gettext as _

INK, PAPER = "#1F2A2E", "#FFFFFF"
"""The code is dark on light in both themes: phones read it best so."""


def show(key: str, pin: str, url: str) -> None:
    """Draw the way to a session with `pin` at the portal's address `url`."""
    looks.load()
    with st.container(key=key):
        page.html(
            Markup(
                '<div class="pin"><div class="pin-text"><p class="pin-label">{}</p><p class="pin-digits">{}</p>'
                '<p class="pin-label">{}</p><p class="pin-address">{}</p></div><img src="{}" alt="{}"></div>'
            ).format(
                _("PIN"),
                session_words.pin(pin),
                _("Write it at"),
                _spoken(join_address(url)),
                qr(f"{join_address(url)}?pin={pin}"),
                _("QR code that leads to the session"),
            )
        )


def join_address(url: str) -> str:
    """Where youths write the PIN."""
    return f"{url.rstrip('/')}/join"


def qr(text: str) -> str:
    """A QR code of `text` as a data URL of an SVG."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=8, border=3, dark=INK, light=PAPER))


def _spoken(address: str) -> str:
    """An address as it is said: without what a browser adds by itself."""
    return address.removeprefix("http://").removeprefix("https://")
