"""What attendance needs to be told: by a leader of themself, and by an administrator of the lab."""

from calendar import monthrange
from dataclasses import replace
from datetime import date

import streamlit as st

from bookings.attendance import applicants, corrections, profiles
from bookings.attendance.applicants import LEADER_GENDERS, Association, LeaderAnswer
from bookings.attendance.profile import OWN_MUNICIPALITY, Day, Profile, bands_from, bands_told
from bookings.attendance.sheets import Sheet
from bookings.components import dates
from bookings.labs import Lab
from lab import areas, page
from lab.i18n import gettext as _

MONTHS_AFTER_SPRING, MONTHS_AFTER_AUTUMN = range(7, 13), range(1, 7)
COMMON_YEAR = 2025


def about_me() -> None:
    """A leader's own year of birth and gender: theirs to tell, change and take back."""
    known = applicants.answer_of(page.shop(), page.actor())
    page.source_note(
        _(
            "Support asks how old leaders are, and counts them by gender. You decide whether to tell. It is used for"
            " attendance only: colleagues see how many leaders of an age group led."
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = st.number_input(
            _("Your year of birth"), 1900, 2100, known.birth_year, placeholder="–", key="leader-born", width=200
        )
        genders = list(LEADER_GENDERS)
        gender = st.selectbox(
            _("Your gender"), genders, genders.index(known.gender), lambda key: _(LEADER_GENDERS[key]),
            key="leader-gender", width=240,
        )  # fmt: skip
        if st.button(_("Save"), key="leader-save"):
            applicants.say(page.shop(), page.actor(), LeaderAnswer(None if year is None else int(year), gender))
            page.done(_("Saved."))
    if known != LeaderAnswer() and st.button(_("Take back what I told"), key="leader-forget"):
        applicants.say(page.shop(), page.actor(), LeaderAnswer())
        page.done(_("It is forgotten."))


def who_led(sheet: Sheet) -> None:
    """Who really led a session that is over, chosen among those of the half-year."""
    zone = sheet.lab.time_zone
    names = {
        one.held.id: f"{dates.moment(one.held.starts_at, zone)} {one.held.title}"
        for one in sheet.judged[::-1]
        if one.held.title
    }
    if not names:
        page.empty_state(_("No session has been held in this half-year."))
        return
    session = st.selectbox(_("Session"), list(names), format_func=lambda id_: names[id_], key="led-session")
    found = corrections.led(page.shop(), page.actor(), session)
    could = {one.id: one.name for one in found.could}
    chosen = st.multiselect(
        _("Those who led"), list(could), [one.id for one in found.those], lambda id_: could[id_],
        key=f"led-by-{session}", placeholder=_("Nobody"),
    )  # fmt: skip
    if st.button(_("Save"), key="led-save", disabled=set(chosen) == {one.id for one in found.those}):
        corrections.set_led(page.shop(), page.actor(), session, chosen)
        page.done(_("Saved."))


def association(lab: Lab) -> None:
    """Who applies, as the municipality knows them."""
    known = applicants.association(page.shop(), page.actor(), lab.id) or Association("", lab.name)
    number = st.text_input(
        _("The association's number at the municipality"), known.number, max_chars=50, key=f"apply-number-{lab.id}"
    )
    name = st.text_input(_("The association's name"), known.name, max_chars=50, key=f"apply-name-{lab.id}")
    organisation = st.text_input(
        _("Organisation number"), known.organisation, max_chars=11, key=f"apply-org-{lab.id}", placeholder="802400-1234"
    )
    if st.button(_("Save"), key=f"apply-save-{lab.id}"):
        applicants.set_association(page.shop(), page.actor(), lab.id, Association(number, name, organisation))
        page.done(_("Saved."))


def own_rules(lab: Lab, shown: Profile) -> None:
    """The lab's own rules, begun from those that are shown."""
    key = f"{lab.id}-{shown.id}"
    own = shown.id == profiles.OWN
    name = st.text_input(
        _("What are the rules called?"), shown.name if own else "", key=f"rules-name-{key}", max_chars=80
    )
    bands = st.text_input(_("Age groups"), bands_told(shown.bands), key=f"rules-bands-{key}")
    wanted = _due_dates(_who_counts(lab, _least_and_most(replace(shown, id=profiles.OWN, note=""), key), key), key)
    with st.container(horizontal=True):
        if st.button(_("Save the rules"), key=f"rules-save-{key}", type="primary"):
            profiles.set_own(page.shop(), page.actor(), lab.id, replace(wanted, name=name, bands=bands_from(bands)))
            st.query_params["rules"] = profiles.OWN
            page.done(_("The lab's own rules are saved."))
        if own and st.button(_("Remove the rules"), key=f"rules-remove-{key}"):
            profiles.remove_own(page.shop(), page.actor(), lab.id)
            st.query_params.pop("rules", None)
            page.done(_("The lab's own rules are removed."))


def _least_and_most(shown: Profile, key: str) -> Profile:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        return replace(
            shown,
            minutes=_number(_("Shortest session, minutes"), shown.minutes, f"rules-minutes-{key}"),
            participants=_number(_("Fewest participants"), shown.participants, f"rules-least-{key}"),
            youths_per_leader=_number(
                _("Most participants for each leader"), shown.youths_per_leader, f"rules-most-{key}"
            ),
            leader_age=_number(_("Youngest leader, years"), shown.leader_age, f"rules-leader-{key}"),
        )


def _who_counts(lab: Lab, shown: Profile, key: str) -> Profile:
    one_a_day = st.toggle(_("Each participant counts once a day"), shown.one_a_day, key=f"rules-day-{key}")
    return replace(shown, one_a_day=one_a_day, residents_of=_homes(lab, shown, key))


def _due_dates(shown: Profile, key: str) -> Profile:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        spring = _due(_("January–June is due"), shown.due_spring, MONTHS_AFTER_SPRING, f"rules-spring-{key}")
        autumn = _due(_("July–December is due"), shown.due_autumn, MONTHS_AFTER_AUTUMN, f"rules-autumn-{key}")
    return replace(shown, due_spring=spring, due_autumn=autumn)


def _number(label: str, shown: int, key: str) -> int:
    return int(st.number_input(label, 0, 999, shown, key=key, width=250))


def _homes(lab: Lab, shown: Profile, key: str) -> tuple[str, ...]:
    """The municipalities whose residents count; the lab's own is named as such."""
    towns = {area.code: area for area in areas.municipalities(page.shop())}
    now = [lab.area if code == OWN_MUNICIPALITY else code for code in shown.residents_of]
    chosen = st.multiselect(
        _("Only those who live in"), list(towns), now, lambda code: towns[code].name, key=f"rules-homes-{key}",
        placeholder=_("Everyone counts"),
    )  # fmt: skip
    return (OWN_MUNICIPALITY,) if chosen == [lab.area] else tuple(chosen)


def _due(label: str, shown: Day, months: range, key: str) -> Day:
    """One of the days of some months, all of which a year without a 29 February has."""
    days = [(month, day) for month in months for day in range(1, monthrange(COMMON_YEAR, month)[1] + 1)]
    chosen = st.selectbox(label, days, days.index(shown), _day_named, key=key, filter_mode="contains", width=260)
    return int(chosen[0]), int(chosen[1])


def _day_named(day: Day) -> str:
    return dates.day_and_month(date(COMMON_YEAR, *day))
