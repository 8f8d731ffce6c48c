"""How many youths a leader can have in a lab, by age; and whether too few leaders are refused or only told of."""

import streamlit as st

from bookings import leading
from bookings.labs import Lab
from bookings.leading import LeadingRule, Ratio
from bookings.leading_rules import MOST_YOUTHS
from bookings.rules import OLDEST, YOUNGEST
from lab import page
from lab.i18n import gettext as _

SUGGESTED = Ratio(YOUNGEST, 12, 8)


def show(of: Lab) -> None:
    """Draw a lab's rows, a way to take each away, and the form for one more."""
    lab = of.id
    found = leading.rule(page.shop(), page.actor(), lab)
    with st.container(key=f"leading-{lab}", gap="small"), page.telling():
        if not found.ratios:
            page.empty_state(_("Nothing is asked yet: one leader is enough, however many youths there are."))
        for number, one in enumerate(found.ratios):
            _row(lab, found, number, one)
        _more(lab, found)
        _refusing(lab, found)


def _row(lab: str, found: LeadingRule, number: int, one: Ratio) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            _(
                "Ages {youngest}–{oldest}: at most {youths} youths for each leader",
                youngest=one.youngest,
                oldest=one.oldest,
                youths=one.youths,
            )
        )
        if st.button(_("Remove"), key=f"ratio-remove-{lab}-{number}"):
            left = tuple(other for place, other in enumerate(found.ratios) if place != number)
            _save(lab, LeadingRule(left, found.refuses))


def _more(lab: str, found: LeadingRule) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        youngest = st.number_input(
            _("Youngest, years"), YOUNGEST, OLDEST, SUGGESTED.youngest, key=f"ratio-young-{lab}", width=150
        )
        oldest = st.number_input(
            _("Oldest, years"), YOUNGEST, OLDEST, SUGGESTED.oldest, key=f"ratio-old-{lab}", width=150
        )
        youths = st.number_input(
            _("Youths for each leader"), 1, MOST_YOUTHS, SUGGESTED.youths, key=f"ratio-youths-{lab}", width=190
        )
        if st.button(_("Add"), key=f"ratio-add-{lab}"):
            more = Ratio(int(youngest), int(oldest), int(youths))
            _save(lab, LeadingRule((*found.ratios, more), found.refuses))


def _refusing(lab: str, found: LeadingRule) -> None:
    refuses = st.toggle(
        _("Refuse sessions with too few leaders, instead of only telling"),
        found.refuses,
        key=f"ratio-refuses-{lab}-{found.refuses}",
    )
    if refuses != found.refuses:
        _save(lab, LeadingRule(found.ratios, refuses))


def _save(lab: str, wanted: LeadingRule) -> None:
    leading.set_rule(page.shop(), page.actor(), lab, wanted)
    page.done(_("What the lab asks of its leaders is saved."))
