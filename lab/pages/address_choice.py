"""A choice that lives in the address, so that a view can be sent to somebody else as it is."""

from collections.abc import Mapping

import streamlit as st

from lab.i18n import gettext as _


def choice(label: str, name: str, options: Mapping[str, str], start: str) -> str:
    """The chosen one of `options` (words by code). One that the address asks for unoffered is given back as it is."""
    chosen = st.query_params.setdefault(name, start) if start else st.query_params.get(name, "")
    key = f"report-{name}"
    st.session_state[key] = chosen if chosen in options else None
    st.selectbox(
        label,
        list(options),
        format_func=lambda option: options[option],
        key=key,
        on_change=_remember,
        args=(name, key),
        placeholder=_("Choose"),
    )
    return chosen


def _remember(name: str, key: str) -> None:
    if st.session_state[key]:
        st.query_params[name] = st.session_state[key]
