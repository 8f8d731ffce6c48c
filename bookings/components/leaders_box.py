"""Who leads a session: shown, chosen, and a substitute asked. For staff only: names are the part before the @."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from bookings import leading, substitutes
from bookings.components import dates, looks, pin_card
from bookings.leading import Leader, Staffing
from bookings.rules import Session, Status
from bookings.substitutes import Asking
from lab import page
from lab.i18n import N_
from lab.i18n import gettext as _

ANSWERS = {"yes": N_("said yes"), "no": N_("said no"), "too-late": N_("did not answer in time")}


def field(key: str, lab: str) -> tuple[str, ...] | None:
    """Who shall lead a session that is being booked, by staff id; None where nobody can be chosen."""
    able = {one.id: one.name for one in leading.able(page.shop(), page.actor(), lab)}
    if not able:
        return None
    me = page.actor().id.removeprefix("staff:")
    return _chosen(key, able, [me] if me in able else [])


def others(key: str, session: Session) -> tuple[str, ...] | None:
    """Who shall lead a booked session from now on; None as long as it is as it was."""
    now = {one.id: one.name for one in leading.staffing(page.shop(), page.actor(), session).leaders}
    able = {one.id: one.name for one in leading.able(page.shop(), page.actor(), session.lab)}
    chosen = _chosen(key, able | now, list(now))
    return None if set(chosen) == set(now) else chosen


def now(session: Session) -> tuple[str, ...]:
    """Those who lead a session, by staff id."""
    return tuple(one.id for one in leading.staffing(page.shop(), page.actor(), session).leaders)


def show(session: Session, zone: str) -> None:
    """Draw who leads; while the session is planned or open, how to change that."""
    looks.load()
    found = leading.staffing(page.shop(), page.actor(), session)
    with st.container(key="leaders", gap="small"):
        page.subheading(_("Leaders"))
        page.html(_told(found))
        if session.status in (Status.PLANNED, Status.OPEN):
            if found.lacking:
                st.warning(_lacking(session, found), icon=":material/group_add:")
            with st.expander(_("Change who leads")), page.telling():
                _choose(session, found)
        if session.status == Status.PLANNED:
            asked = substitutes.of_session(page.shop(), page.actor(), session)
            waiting = any(one.path for one in asked)
            with st.expander(_("Ask for a substitute"), expanded=waiting), page.telling():
                _ask(session, found, asked, zone)


def _told(found: Staffing) -> Markup:
    names = ", ".join(one.name for one in found.leaders) or _("Nobody leads this session yet.")
    return Markup('<p class="leader-names">{}</p>').format(names)


def _lacking(session: Session, found: Staffing) -> str:
    if not found.leaders and found.needed == 1:
        return _("A session needs at least one leader.")
    return _(
        "{seats} youths aged {youngest}–{oldest} need {needed} leaders in this lab.",
        seats=session.seats,
        youngest=session.youngest,
        oldest=session.oldest,
        needed=found.needed,
    )


def _choose(session: Session, found: Staffing) -> None:
    able = {one.id: one.name for one in leading.able(page.shop(), page.actor(), session.lab)}
    now = [one.id for one in found.leaders]
    chosen = _chosen("leaders", able | {one.id: one.name for one in found.leaders}, now)
    if st.button(_("Save who leads"), key="leaders-save", disabled=set(chosen) == set(now)):
        leading.choose(page.shop(), page.actor(), session.id, chosen)
        page.done(_("The leaders are saved."))


def _chosen(key: str, able: dict[str, str], now: Sequence[str]) -> tuple[str, ...]:
    chosen = st.multiselect(
        _("Leaders"),
        list(able),
        default=list(now),
        format_func=lambda each: able[each],
        placeholder=_("Choose one or several"),
        key=f"{key}-leaders",
    )
    return tuple(chosen)


def _ask(session: Session, found: Staffing, asked: Sequence[Asking], zone: str) -> None:
    for one in asked:
        _asked(one, zone)
    leaders = {one.id: one for one in found.leaders}
    others = {one.id: one for one in leading.able(page.shop(), page.actor(), session.lab) if one.id not in leaders}
    if not others:
        page.html(Markup("<p>{}</p>").format(_("Everyone who may lead in this lab leads this session already.")))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        whom = _one_of(_("Whom to ask"), others, "substitute-whom")
        instead = _one_of(_("Instead of"), leaders, "substitute-instead") if leaders else ""
        asking = st.button(_("Ask"), key="substitute-ask", disabled=not whom)
    page.source_note(
        _("They get an e-mail with a link to answer by. Without a mail server, pass the link on yourself.")
    )
    if asking and whom:
        substitutes.ask(page.shop(), page.actor(), session.id, whom, instead or "")
        page.done(_("{name} has been asked.", name=others[whom].name))


def _one_of(label: str, leaders: dict[str, Leader], key: str) -> str:
    chosen = st.selectbox(label, list(leaders), format_func=lambda each: leaders[each].name, key=key, width=240)
    return chosen or ""


def _asked(one: Asking, zone: str) -> None:
    page.html(
        Markup("<p><strong>{}</strong> {}</p>").format(
            one.leader.name, _(ANSWERS[one.answer]) if one.answer else _waiting(one, zone)
        )
    )
    if one.path:
        page.copyable(f"{pin_card.address().rstrip('/')}{one.path}")


def _waiting(one: Asking, zone: str) -> str:
    until = dates.day(one.expires_at, zone)
    return _("has not answered; the link works until {day}, {time}", day=until, time=dates.clock(one.expires_at, zone))
