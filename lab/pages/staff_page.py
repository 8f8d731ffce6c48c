"""Who works here and what they may do, for administrators; and what everyone has done."""

import streamlit as st
from markupsafe import Markup

from lab import audit, audit_names, page, passwords, places, staff
from lab.audit_names import Name
from lab.audit_words import told_object, told_verb
from lab.i18n import gettext as _
from lab.pages.grant_fields import grant_fields, told
from lab.staff import StaffMember

NEW_PASSWORD = "staff-new-password"
LATEST = 100
WHEN = "d MMM HH:mm"


def draw() -> None:
    """The password that was just made, then one of two views."""
    page.heading(_("Staff"), _("Those who lead sessions, read reports and look after the lab."))
    _new_password()
    views = {"people": _("Who works here"), "audit": _("What has been done")}
    view = st.segmented_control(
        _("Show"), views, default="people", format_func=lambda each: views[each], label_visibility="collapsed"
    )
    with page.telling():
        people = staff.listed(page.shop(), page.actor())
        if view == "audit":
            _done_lately(people)
        else:
            _everyone(people)


def _everyone(people: list[StaffMember]) -> None:
    page.table(_("Everyone with a login"), [_("E-mail"), _("May"), _("Login")], [_row(one) for one in people])
    _add()
    _change(people)


def _row(one: StaffMember) -> list[object]:
    may = Markup("<br>").join(told(grant) for grant in one.grants) or _("Nothing yet")
    return [Markup("@<wbr>").join(one.email.split("@")), may, _("Shut out") if one.disabled else _("Can log in")]


def _add() -> None:
    page.subheading(_("Add someone"))
    with st.form("staff-add", clear_on_submit=True), page.telling():
        email = st.text_input(_("E-mail"), key="staff-add-email", placeholder=_("name@example.se"))
        grants = grant_fields("staff-add")
        if st.form_submit_button(_("Add, and make a password"), type="primary"):
            password = passwords.generated()
            staff.create(page.shop(), page.actor(), email, password, grants)
            _hand_over(email.strip(), password)


def _change(people: list[StaffMember]) -> None:
    page.subheading(_("Change someone"))
    by_id = {one.id: one for one in people}
    chosen = st.selectbox(
        _("Who"), by_id, index=None, placeholder=_("Choose one"), format_func=lambda each: by_id[each].email
    )
    if chosen:
        _roles(by_id[chosen])
        _login(by_id[chosen])


def _roles(one: StaffMember) -> None:
    with st.form(f"staff-roles-{one.id}"), page.telling():
        grants = grant_fields(f"staff-{one.id}", one.grants)
        if st.form_submit_button(_("Save roles")):
            staff.set_grants(page.shop(), page.actor(), one.id, grants)
            page.done(_("{email} has new roles. They hold from the next click.", email=one.email))


def _login(one: StaffMember) -> None:
    with st.container(horizontal=True), page.telling():
        if st.button(_("Make a new password"), key=f"staff-reset-{one.id}"):
            _hand_over(one.email, staff.reset_password(page.shop(), page.actor(), one.id))
        if one.disabled and st.button(_("Let in again"), key=f"staff-enable-{one.id}"):
            staff.enable(page.shop(), page.actor(), one.id)
            page.done(_("{email} may log in again.", email=one.email))
        if not one.disabled and _disable_confirmed(one):
            staff.disable(page.shop(), page.actor(), one.id)
            page.done(_("{email} can no longer log in.", email=one.email))


def _disable_confirmed(one: StaffMember) -> bool:
    question = _("{email} is logged out at once and cannot log in until you let them in again.", email=one.email)
    return page.confirmed(_("Shut this person out"), question, f"staff-disable-{one.id}", yes=_("Yes, shut out"))


def _hand_over(email: str, password: str) -> None:
    """Keep a new password until it has been passed on; it is nowhere else, so it cannot be shown again."""
    st.session_state[NEW_PASSWORD] = (email, password)
    st.rerun()


def _new_password() -> None:
    """A box over the page, so that nobody misses what cannot be shown again."""
    if NEW_PASSWORD in st.session_state:
        email, password = st.session_state[NEW_PASSWORD]
        page.dialog(_("New password"))(_passed_on)(email, password)


def _passed_on(email: str, password: str) -> None:
    page.html(Markup("<p>{}</p>").format(_("This is how {email} logs in from now on:", email=email)))
    page.copyable(password)
    page.source_note(_("It is shown only now. Pass it on in person or by phone; it can be changed after logging in."))
    if st.button(_("I have passed it on"), type="primary"):
        del st.session_state[NEW_PASSWORD]
        st.rerun()


def _done_lately(people: list[StaffMember]) -> None:
    entries = audit.entries(page.shop(), page.actor(), LATEST)
    things = {thing for entry in entries for thing in (entry.actor, entry.object)}
    zone = places.time_zone(page.shop())
    names = audit_names.names(page.shop(), page.actor(), things)
    called = {thing: told_object(thing, _named(names[thing], zone) if thing in names else "") for thing in things}
    called |= {f"staff:{one.id}": one.email for one in people}
    called |= {one.slug: _(one.title) for one in page.shop().exercises}
    rows = [
        [page.local(one.happened_at, zone, WHEN), called[one.actor], told_verb(one.verb), called[one.object]]
        for one in entries
    ]
    page.table(_("The latest {count} changes", count=len(rows)), [_("When"), _("Who"), _("Did"), _("To")], rows)


def _named(name: Name, zone: str) -> str:
    return f"{name.title}, {page.local(name.starts_at, zone, 'd MMM HH:mm')}" if name.starts_at else name.title


draw()
