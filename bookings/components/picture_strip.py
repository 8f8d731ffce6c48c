"""The pictures of a session, each marked as made by AI and named by its seat; one at a time can be seen large."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from bookings.components import dates, looks
from lab import page
from lab.gallery import PictureRow
from lab.i18n import gettext as _

SHOWN = 12


def show(key: str, pictures: Sequence[PictureRow], zone: str) -> PictureRow | None:
    """Draw the newest pictures, or the one that was chosen, large; that one is given back."""
    looks.load()
    chosen = next((one for one in pictures if one.id == st.session_state.get(f"{key}-chosen")), None)
    if chosen:
        _draw(chosen, zone, large=True)
        st.button(_("Back to all pictures"), key=f"{key}-back", on_click=_choose, args=(key, ""))
    elif pictures:
        _draw_newest(key, pictures, zone)
    else:
        page.empty_state(_("Pictures that are saved are shown here."))
    return chosen


def _draw_newest(key: str, pictures: Sequence[PictureRow], zone: str) -> None:
    everything = st.session_state.get(f"{key}-all", False)
    with st.container(key=f"{key}-tiles", horizontal=True):
        for picture in pictures if everything else pictures[:SHOWN]:
            with st.container(key=f"{key}-{picture.id}", width=170, gap="xxsmall"):
                _draw(picture, zone)
                st.button(
                    _("Show large"), key=f"{key}-show-{picture.id}", type="tertiary",
                    on_click=_choose, args=(key, picture.id),
                )  # fmt: skip
    if len(pictures) > SHOWN:
        st.toggle(_("Show all {count} pictures", count=len(pictures)), key=f"{key}-all")


def _choose(key: str, picture: str) -> None:
    st.session_state[f"{key}-chosen"] = picture


def _draw(picture: PictureRow, zone: str, large: bool = False) -> None:
    page.html(
        Markup(
            '<figure class="picture{}"><img src="/pictures/{}.png" alt="{}" loading="lazy">'
            '<figcaption>{} · {} · <span class="ai-mark">{}</span></figcaption></figure>'
        ).format(
            " picture-large" if large else "",
            picture.id,
            _("Picture from seat {number}, made by AI", number=picture.seat),
            _("Seat {number}", number=picture.seat),
            dates.clock(picture.made_at, zone),
            _("AI picture"),
        )
    )
