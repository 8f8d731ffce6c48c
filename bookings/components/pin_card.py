"""The way in for youths: a session's PIN as large as it gets, the address, and both as a QR code."""

from urllib.parse import urlsplit

import segno
import streamlit as st
from markupsafe import Markup

from bookings.components import looks, session_words
from lab import page
from lab.i18n import gettext as _

INK, PAPER = "#1F2A2E", "#FFFFFF"
"""The code is dark on light in both themes: phones read it best so."""

ONLY_HERE = ("localhost", "127.0.0.1", "::1")


def show(key: str, pin: str) -> None:
    """Draw the way to the session with `pin`."""
    looks.load()
    url = address()
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


def address() -> str:
    """The address that the lab has set, or else the one at which this leader's browser found the portal."""
    settings = page.shop().settings
    opened = urlsplit(st.context.url or "")
    return settings.address or (f"{opened.scheme}://{opened.netloc}" if opened.netloc else settings.url)


def only_here() -> bool:
    """Whether only this computer reaches that address."""
    return urlsplit(address()).hostname in ONLY_HERE


def join_address(url: str) -> str:
    """Where youths write the PIN."""
    return f"{url.rstrip('/')}/join"


def qr(text: str) -> str:
    """A QR code of `text` as a data URL of an SVG."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=8, border=3, dark=INK, light=PAPER))


def _spoken(address: str) -> str:
    """An address as it is said: without what a browser adds by itself."""
    return address.removeprefix("http://").removeprefix("https://")
