"""Choosing one of Sweden's municipalities by typing its name."""

import streamlit as st

from lab import areas, page
from lab.areas import Area
from lab.i18n import gettext as _


def show(key: str) -> str:
    """The chosen municipality's code; empty while none is chosen."""
    chosen = st.selectbox(
        _("Municipality"),
        areas.municipalities(page.shop()),
        None,
        _name,
        key=key,
        placeholder=_("Type its name"),
        filter_mode="prefix",
    )
    return chosen.code if chosen else ""


def _name(area: Area) -> str:
    return f"{area.name} ({area.county_name})"
