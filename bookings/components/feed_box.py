"""Calendars to subscribe to: a new secret address with its QR code, and the way to end one."""

import streamlit as st
from markupsafe import Markup

from bookings import feeds, way_in
from bookings.components import looks, pin_card
from bookings.feeds import ALARMS, Feed, Kind
from lab import page
from lab.i18n import gettext as _
from lab.i18n import ngettext

MADE = "feed-made"


def show(kind: Kind, subject: str, zone: str, key: str) -> None:
    """Draw the addresses of one calendar, and the way to a new one."""
    looks.load()
    with st.container(key=f"feed-{key}", gap="small"), page.telling():
        _made(key)
        for feed in feeds.listed(page.shop(), page.actor(), kind, subject):
            _feed(feed, zone)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            alarm = st.selectbox(_("Alarm"), ALARMS, format_func=_alarm, key=f"feed-alarm-{key}", width=240)
            making = st.button(_("Make an address"), icon=":material/add_link:", key=f"feed-make-{key}")
        if making:
            st.session_state[MADE] = (key, feeds.make(page.shop(), page.actor(), kind, subject, alarm or 0))
            st.rerun()


def _made(key: str) -> None:
    """The address that was just made: it is not kept, so it is shown until somebody has taken it."""
    owner, path = st.session_state.get(MADE, ("", ""))
    if owner != key:
        return
    url = f"{pin_card.address().rstrip('/')}{path}"
    with st.container(border=True, key=f"feed-new-{key}"):
        page.html(Markup("<p><strong>{}</strong></p>").format(_("This is the new address. It is shown only now.")))
        page.copyable(url)
        page.html(
            Markup('<img src="{}" alt="{}" width="200" height="200">').format(
                way_in.qr(url), _("QR code of the address")
            )
        )
        page.source_note(
            _("Paste it where your calendar subscribes to others. Whoever knows it sees these sessions, but no names.")
        )
        if st.button(_("I have it"), key=f"feed-got-{key}"):
            del st.session_state[MADE]
            st.rerun()


def _feed(feed: Feed, zone: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        made = page.local(feed.made_at, zone, "d MMMM HH:mm")
        page.html(
            Markup('<p class="row-text">{} · {}</p>').format(
                _("Address made {day}", day=made), _alarm(feed.alarm_minutes)
            )
        )
        if st.button(_("End it"), key=f"feed-end-{feed.id}"):
            feeds.revoke(page.shop(), page.actor(), feed.id)
            page.done(_("The address leads nowhere from now on."))


def _alarm(minutes: int) -> str:
    if not minutes:
        return _("No alarm")
    if minutes % 1440 == 0:
        return ngettext("Alarm {count} day before", "Alarm {count} days before", minutes // 1440)
    return ngettext("Alarm {count} minute before", "Alarm {count} minutes before", minutes)
