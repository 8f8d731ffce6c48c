"""Reading closed days in from a calendar file."""

import streamlit as st

from bookings import openings
from bookings.calendar_import import closings
from bookings.components import dates
from bookings.labs import Lab
from lab import page
from lab.i18n import gettext as _
from lab.i18n import ngettext

SOURCE = "calendar-file"


def show(lab: Lab) -> None:
    """Draw the field for a file, what it would close, and the button that does it."""
    given = st.file_uploader(_("Calendar file (.ics)"), type=["ics"], key=f"closures-file-{lab.id}")
    if given is None:
        page.source_note(_("Each coming event in the file becomes a time when the lab is closed."))
        return
    today = dates.local(page.shop().clock(), lab.time_zone).date()
    found = closings(given.getvalue(), lab.time_zone, today, _("Closed"))
    page.table(
        _("What the file holds"),
        [_("Closed for"), _("From"), _("Until")],
        [[one.reason, f"{one.begins:%Y-%m-%d %H:%M}", f"{one.ends:%Y-%m-%d %H:%M}"] for one in found],
    )
    label = ngettext("Close the lab {count} time", "Close the lab {count} times", len(found))
    if st.button(label, key=f"closures-import-{lab.id}", disabled=not found):
        new = openings.close(page.shop(), page.actor(), lab.id, found, SOURCE)
        page.done(ngettext("{count} new closure is saved.", "{count} new closures are saved.", len(new)))
