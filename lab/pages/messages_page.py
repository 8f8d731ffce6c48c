"""What the lab has told people or will tell them: the queue, and how each kind of message reads."""

import streamlit as st
from markupsafe import Markup

from lab import i18n, messages, page, places
from lab.i18n import gettext as _
from lab.i18n import ngettext
from lab.mail import TROUBLES
from lab.message_kinds import KINDS, Letter, preview
from lab.messages import STATUS_NAMES, Message, Status

LATEST = 50
OPEN = (Status.QUEUED, Status.SENDING)

_LETTER = Markup('<div class="letter"><p class="letter-subject">{}</p><p class="letter-text">{}</p></div>')
_STYLE = """<style>
.letter { border: 1px solid var(--edge); border-radius: var(--corner); background: var(--card); }
.letter { padding: 1rem 1.25rem; max-width: 42rem; }
.letter-subject { margin: 0 0 0.75rem; font-weight: 600; }
.letter-text { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
</style>"""


def draw() -> None:
    """One of two views."""
    page.heading(_("Messages"), _("What people are told about their sessions."))
    page.html(_STYLE)
    views = {"queue": _("Messages"), "preview": _("How they read")}
    view = st.segmented_control(
        _("Show"), views, default="queue", required=True, format_func=lambda each: views[each],
        label_visibility="collapsed", key="messages-view",
    )  # fmt: skip
    with page.telling():
        (_preview if view == "preview" else _queue)()


def _queue() -> None:
    found = messages.listed(page.shop(), page.actor())
    waiting = [one for one in found if one.status in OPEN or (one.status == Status.FAILED and one.address)]
    _by_mail()
    if waiting:
        page.subheading(ngettext("{count} message to tell", "{count} messages to tell", len(waiting)))
        st.link_button(_("Print them as a list"), "/messages/list", icon=":material/print:")
    else:
        page.empty_state(_("Nothing waits to be told."))
    for one in waiting[:LATEST]:
        _waiting(one)
    _settled([one for one in found if one not in waiting][:LATEST])


def _by_mail() -> None:
    settings = page.shop().settings
    if settings.smtp_host:
        page.source_note(_("They are sent by {server} as soon as they are due.", server=settings.smtp_host))
        return
    st.info(
        _("No mail server is set, so nothing is sent by itself. Tell people by phone or on paper, and mark it here."),
        icon=":material/unsubscribe:",
    )


def _waiting(one: Message) -> None:
    said = messages.written(page.shop(), one)
    with st.expander(page.label(f"{one.address} · {said.subject}")), page.telling():
        page.source_note(_why(one))
        _show(said)
        if st.button(_("I have told them"), key=f"told-{one.id}"):
            messages.told(page.shop(), page.actor(), one.id)
            page.done(_("Marked as told. The address is forgotten."))


def _why(one: Message) -> str:
    """When it goes, and what has been in the way."""
    zone = places.time_zone(page.shop())
    parts = [_(STATUS_NAMES[Status(one.status)])]
    if one.status == Status.QUEUED:
        parts.append(_("Goes {when}", when=page.local(one.send_after, zone, "d MMMM HH:mm")))
    if one.trouble:
        parts.append(_(TROUBLES[one.trouble]))
    return " · ".join(parts)


def _settled(found: list[Message]) -> None:
    page.subheading(_("Done lately"))
    zone = places.time_zone(page.shop())
    rows = [
        [
            page.local(one.settled_at or one.queued_at, zone, "d MMM HH:mm"),
            _(KINDS[one.kind].name),
            _(STATUS_NAMES[Status(one.status)]) + (f": {_(TROUBLES[one.trouble])}" if one.trouble else ""),
        ]
        for one in found
    ]
    if not rows:
        page.empty_state(_("Nothing yet."))
        return
    page.table(_("The latest messages"), [_("When"), _("Message"), _("What became of it")], rows)
    page.source_note(_("To whom they went is forgotten as soon as they are sent or told."))


def _preview() -> None:
    with st.container(horizontal=True):
        kind = st.selectbox(_("Message"), list(KINDS), format_func=lambda each: _(KINDS[each].name), key="preview-kind")
        language = st.segmented_control(
            _("Language"), list(i18n.LANGUAGES), default=page.language(), required=True,
            format_func=lambda each: i18n.LANGUAGES[each], key="preview-language",
        )  # fmt: skip
    _show(preview(kind or next(iter(KINDS)), language or page.language()))
    page.source_note(_("Names and times here are made up."))


def _show(said: Letter) -> None:
    page.html(_LETTER.format(said.subject, said.text.strip()))


draw()
