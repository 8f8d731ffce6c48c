"""The way in for youths: a session's PIN as large as it gets, the address, and both as a QR code."""

from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup

from bookings import way_in
from bookings.components import looks
from lab import page
from lab.i18n import gettext as _

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
                way_in.digits(pin),
                _("Write it at"),
                way_in.spoken(way_in.join_address(url)),
                way_in.qr(f"{way_in.join_address(url)}?pin={pin}"),
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
