"""The style sheet that the components share, put on the page by each that needs it."""

from pathlib import Path

import streamlit as st

SHEET = Path(__file__).with_name("components.css")


def load() -> None:
    """Style the components; more than once on a page does no harm."""
    st.html(SHEET)
