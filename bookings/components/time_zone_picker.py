"""Choosing the time zone of a lab. Nearly every lab of ours has the one that is offered."""

from zoneinfo import available_timezones

import streamlit as st

from lab.i18n import gettext as _

USUAL = "Europe/Stockholm"


def show(key: str) -> str:
    """The IANA name of the zone."""
    zones = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
    )
    with st.expander(_("Advanced: time zone")):
        return st.selectbox(_("Time zone"), zones, zones.index(USUAL), key=key)
