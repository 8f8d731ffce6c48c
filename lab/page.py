"""What pages are built with: who is here, in which language, and the few ways this house draws things.

The only module besides the portal script that imports Streamlit. A page asks one verb per action inside `telling()`,
ends a successful one with `done()`, and draws the rest from what it reads. Tests put `cookies` in a browser's place.
"""

import functools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import streamlit as st
from markupsafe import Markup

from lab import i18n, logins, runtime
from lab.access import Actor
from lab.errors import LabError
from lab.i18n import gettext as _
from lab.pages import page_at
from lab.runtime import Workshop

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

STAFF_COOKIE = "staff"
_SAID = "said"


def shop() -> Workshop:
    """The workshop that is open."""
    return runtime.current()


def cookies() -> Mapping[str, str]:
    """The cookies that the browser came with when it opened the page."""
    return st.context.cookies


def actor() -> Actor:
    """Who is logged in, asked anew each time: a login that has ended is no one."""
    return logins.actor_of(shop(), cookies().get(STAFF_COOKIE))


def speak() -> str:
    """Set the language of this run to the reader's, and tell which one it is."""
    return i18n.speak(cookies().get(i18n.COOKIE) or shop().settings.language)


language = i18n.language


def fragment(
    run_every: float | None = None,
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """A part of a page that draws itself again alone, every `run_every` seconds or when one of its widgets is used."""
    return lambda draw: st.fragment(_spoken(draw), run_every=run_every)


def dialog(title: str) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """A box over the page, drawn when the decorated function is called. One of its own buttons must close it."""
    return lambda draw: st.dialog(title, dismissible=False)(_spoken(draw))


@contextmanager
def telling() -> Iterator[None]:
    """Shows a LabError raised inside, what happened and what to do now; the rest of the page is still drawn."""
    try:
        yield
    except LabError as error:
        tell(error)


def tell(error: LabError) -> None:
    """Show an error where we are on the page."""
    st.error(f"**{label(error.told())}** {label(error.advised())}".strip(), icon=":material/error:")


def done(text: str) -> None:
    """End of an action that went well: draw the page anew, with `text` above it once."""
    st.session_state[_SAID] = text
    st.rerun()


def said() -> None:
    """Show what the last action left to say; the portal calls this above each page."""
    if text := st.session_state.pop(_SAID, ""):
        st.container(key="said").success(_plain(text), icon=":material/check_circle:")


def heading(title: str, summary: str = "") -> None:
    """The page's one h1, and a sentence under it."""
    st.title(_plain(title), anchor=False)
    if summary:
        html(Markup('<p class="summary">{}</p>').format(summary))


def subheading(title: str) -> None:
    """An h2."""
    st.header(_plain(title), anchor=False)


def html(markup: str) -> None:
    """Draw trusted markup. Put values into it with `Markup("...{}...").format(value)`, which escapes them."""
    st.html(markup)


def local(moment: datetime, zone: str, pattern: str = "EEEE d MMMM HH:mm") -> str:
    """A time (aware) on the wall of `zone`, written the reader's way by a CLDR `pattern` without a year, which is said
    where it is another than this one."""
    return i18n.date_words(moment.astimezone(ZoneInfo(zone)), pattern, shop().clock())


def source_note(text: str) -> None:
    """Small print: where numbers come from, and from when."""
    html(Markup('<p class="source-note">{}</p>').format(text))


def empty_state(text: str, action: tuple[str, str] | None = None) -> None:
    """What is shown where there is nothing yet: a sentence, and perhaps one (label, page path) to go on with."""
    with st.container(border=True):
        html(Markup('<p class="empty-state">{}</p>').format(text))
        if action:
            link(action[0], action[1])


def stat(label: str, value: str, note: str = "") -> None:
    """One large number with what it is, and what to know when reading it."""
    shown_note = Markup('<p class="stat-note">{}</p>').format(note) if note else ""
    html(
        Markup('<div class="stat"><p class="stat-label">{}</p><p class="stat-value">{}</p>{}</div>').format(
            label, value, shown_note
        )
    )


def table(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[object]], numbers: Collection[int] = ()
) -> None:
    """A table that a screen reader can walk: the first cell heads its row. `numbers`: columns set to the right.

    Cells are escaped, unless they are Markup. `caption` says what the table shows; it is read, and seen above it.
    """
    sides = ["number" if index in numbers else "text" for index in range(len(columns))]
    head = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(side, name)
        for side, name in zip(sides, columns, strict=True)
    )
    body = Markup("").join(_row(sides, row) for row in rows)
    html(
        Markup(
            '<div class="table-scroll" tabindex="0" role="region" aria-label="{}"><table class="table">'
            "<caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
        ).format(caption, caption, head, body)
    )


def copyable(text: str) -> None:
    """A password or an address to take along: one click marks all of it. Streamlit's own box for this first loads the
    colours of every programming language, 1.5 MB."""
    html(Markup('<pre class="copyable"><code>{}</code></pre>').format(text))


def go(path: str, **query: str) -> None:
    """Leave for another page of the table, e.g. `go("session", session=id)`; the rest of this run is not drawn."""
    st.switch_page(page_at(path).script, query_params=query or None)


def link(label: str, path: str, icon: str = "", **query: str) -> None:
    """A link to another page of the table that the reader has."""
    shown = f":material/{icon}:" if icon else None
    st.page_link(page_at(path).script, label=label, icon=shown, query_params=query or None)


def confirmed(label: str, question: str, key: str, yes: str, danger: bool = True) -> bool:
    """A button that asks once more before something that cannot be undone; true in the run where `yes` was pressed."""
    asked = f"{key}-asked"
    if not st.session_state.get(asked):
        if st.button(label, key=key):
            st.session_state[asked] = True
            st.rerun()
        return False
    st.warning(_plain(question), icon=":material/help:")
    with st.container(horizontal=True):
        agreed = st.button(yes, key=f"{key}-yes", type="primary" if danger else "secondary")
        declined = st.button(_("No, go back"), key=f"{key}-no")
    if agreed or declined:
        del st.session_state[asked]
    if declined:
        st.rerun()
    return agreed


def _spoken(draw: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Streamlit draws a part alone in a thread of its own, which knows no language: set it again first."""

    @functools.wraps(draw)
    def spoken(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        speak()
        return draw(*args, **kwargs)

    return spoken


def _row(sides: Sequence[str], row: Sequence[object]) -> Markup:
    cells = [
        Markup('<th scope="row" class="{}">{}</th>' if index == 0 else '<td class="{}">{}</td>').format(side, cell)
        for index, (side, cell) in enumerate(zip(sides, row, strict=True))
    ]
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def label(text: str) -> str:
    """Text for a label that Streamlit reads as Markdown: a title stays a title, an address no link.

    No backslash keeps an address from becoming one, but a joiner that nobody sees does.
    """
    return _plain(text).replace("@", "@\N{WORD JOINER}")


def _plain(text: str) -> str:
    """Text where Streamlit reads Markdown, so that a name with * or [ in it stays a name."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>:$~#" else letter for letter in text)
