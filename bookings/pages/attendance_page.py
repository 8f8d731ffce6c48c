"""Attendance: what a lab can apply for in a half-year, by whose rules, what falls away and why; and its files."""

import streamlit as st

from bookings.attendance import document, profiles, sheets
from bookings.attendance.sheets import Sheet
from bookings.components import attendance_files, attendance_forms, dates
from lab import page
from lab.access import allows
from lab.errors import NotAllowed
from lab.i18n import gettext as _
from lab.i18n import ngettext
from lab.pages.shown_blocks import load_style, show_blocks
from lab.participation import own_numbers
from lab.participation.periods import Period
from lab.places import Place

HALF_YEARS = 6
AT_ONCE = 8
"""Sessions that fall away are listed at once where they are no more than this."""


def draw() -> None:
    """The choices, the sums, what does not count, the files, and what is told by hand."""
    load_style()
    page.link(_("Our lab"), "ourlab", icon="arrow_back")
    page.heading(_("Attendance"), _("What the lab can apply for by attendance, and what does not count."))
    with page.telling():
        found = _chosen()
        _due(found)
        if not found.judged:
            page.empty_state(_("No session has been held in this half-year."))
        else:
            _numbers(found)
            page.subheading(_("Files"))
            page.html(attendance_files.links(found))
            _fallen_away(found)
        _by_hand(found)


def _chosen() -> Sheet:
    """Lab, rules and half-year, kept in the address."""
    labs = own_numbers.labs_of(page.shop(), page.actor())
    if not labs:
        raise NotAllowed()
    with st.container(horizontal=True, key="attendance-choices"):
        lab = _lab(labs)
        rules = {each.id: each for each in profiles.of_lab(page.shop(), page.actor(), lab.id)}
        profile = rules[
            _choice("rules", _("Rules"), {each.id: each.name for each in rules.values()}, next(iter(rules)))
        ]
        due = sheets.next_due(page.shop(), profile)
        names = {period.name: period.told() for period in _periods()}
        period = Period.named(_choice("period", _("Half-year"), names, due.name))
    return sheets.sheet(page.shop(), page.actor(), lab.id, period, profile.id)


def _lab(labs: list[Place]) -> Place:
    names = {lab.id: lab.name for lab in labs}
    chosen = _choice("lab", _("Lab"), names, labs[0].id) if len(labs) > 1 else labs[0].id
    return next(lab for lab in labs if lab.id == chosen)


def _choice(name: str, label: str, options: dict[str, str], otherwise: str) -> str:
    """One of `options`: what the address says, or else `otherwise`, until another is chosen."""
    asked = st.query_params.get(name, otherwise)
    start = list(options).index(asked if asked in options else otherwise)
    key = f"attendance-{name}-{len(options)}"
    chosen = st.selectbox(label, list(options), start, lambda each: options[each], key=key, width=330)
    st.query_params[name] = chosen
    return chosen


def _periods() -> list[Period]:
    """The running half-year and those before it."""
    found = [Period.of(page.shop().clock())]
    while len(found) < HALF_YEARS:
        found.append(found[-1].before())
    return found


def _due(found: Sheet) -> None:
    days = (found.due - sheets.today(page.shop())).days
    due = dates.day_month_year(found.due)
    if days < 0:
        st.warning(_("The application for {period} was due on {day}.", period=found.period.told(), day=due))
    else:
        left = ngettext("{count} day left", "{count} days left", days)
        st.info(
            _("The application for {period} is due on {day}: {left}.", period=found.period.told(), day=due, left=left),
            icon=":material/event:",
        )
    if found.running:
        page.source_note(_("The half-year is running: the numbers grow until it is over."))


def _numbers(found: Sheet) -> None:
    st.warning(_(document.EXACT), icon=":material/lock:")
    show_blocks([document.stats(found), *document.sums(found)])


def _fallen_away(found: Sheet) -> None:
    page.subheading(_("What does not count"))
    if not found.refused and not found.partial:
        page.empty_state(_("Every session counts, with everyone in it."))
        return
    show_blocks([document.by_rule(found)])
    refused, partial = len(found.refused), len(found.partial)
    if refused:
        told = ngettext("{count} session does not count", "{count} sessions do not count", refused)
        with st.expander(told, expanded=refused <= AT_ONCE):
            show_blocks([document.refused(found)])
    if partial:
        told = ngettext(
            "{count} session counts, but not everyone in it",
            "{count} sessions count, but not everyone in them",
            partial,
        )
        with st.expander(told):
            show_blocks([document.partial(found)])


def _by_hand(found: Sheet) -> None:
    page.subheading(_("Rules and details"))
    with st.expander(_("The rules: {name}", name=page.label(found.profile.name))):
        show_blocks([document.rules(page.shop(), found.profile)])
        if found.profile.note:
            page.source_note(found.profile.note)
    with st.expander(_("Correct who led")), page.telling():
        attendance_forms.who_led(found)
    with st.expander(_("About you as a leader")), page.telling():
        attendance_forms.about_me()
    if allows(page.actor(), "manage-labs", f"lab:{found.lab.id}"):
        with st.expander(_("The association that applies")), page.telling():
            attendance_forms.association(found.lab)
        with st.expander(_("The lab's own rules")), page.telling():
            attendance_forms.own_rules(found.lab, found.profile)


draw()
