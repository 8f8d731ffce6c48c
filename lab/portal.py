"""The portal: the script that Streamlit runs for every visitor and every click. It chooses the page and frames it."""

import logging
import secrets
from urllib.parse import quote, urlencode

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.pages_manager import PagesManager

from lab import facts, i18n, page, staff
from lab.access import ANONYMOUS, Actor
from lab.errors import LabError
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.pages import PAGES, SETUP, WELCOME, Page, pages_of

DEMO = N_("Demo: everything here is made up.")
LOG = logging.getLogger("verkstad.portal")

PagesManager.uses_pages_directory = False
"""Else Streamlit takes lab/pages for its own table until st.navigation has run once: the first visitor is told that the
page does not exist."""

_TOP = Markup('<a class="skip" href="#content">{skip}</a>{demo}')
_BRAND = Markup('<a class="brand" href="/">Verkstad</a>')
_CORNER = Markup('<nav class="corner" aria-label="{label}">{links}</nav>')
_LINK = Markup('<a href="{to}">{text}</a>')
_OTHER_LANGUAGE = Markup('<a href="{to}" lang="{code}" hreflang="{code}">{name}</a>')
_PASSWORD = Markup('<a class="me" href="/password" title="{action}" aria-label="{email}: {action}">{email}</a>')


class NotHere(LabError):
    message = N_("This page is not for you.")
    hint = N_("Choose another page in the menu, or log in.")


def main() -> None:
    """One run: language, who, which page; then the frame, and the page in it."""
    page.speak()
    actor = page.actor()
    chosen = st.navigation(_registered(actor), position="hidden")
    st.set_page_config(page_title=f"{chosen.title} · Verkstad", layout="wide")
    _header(actor, _address(chosen))
    page.said()
    chosen.run()


def on_script_error(error: Exception) -> bool:
    """Tell a visitor that a page failed, with an id that leads to the traceback in the log."""
    if isinstance(error, LabError):
        page.tell(error)
        return True
    number = secrets.token_hex(4)
    LOG.error("Page failed, id %s", number, exc_info=error)
    page.speak()
    st.error(_("This page could not be drawn. Reload it, or tell your administrator this number: {id}", id=number))
    return True


def _registered(actor: Actor) -> list[st.Page]:
    """The pages `actor` has, after the one that the bare address leads to.

    Every other address of the table says kindly that it is not theirs, so that an old bookmark is no English error.
    """
    own = pages_of(actor) if staff.any_staff(page.shop()) else [SETUP]
    taken = {each.path for each in own}
    others = [each for each in (*PAGES, SETUP) if each.path not in taken]
    return [_start(own), *map(_shown, own), *map(_kept_out, others)]


def _start(own: list[Page]) -> st.Page:
    """What the bare address shows: the first page someone has, or the welcome to those who have none."""
    if not own:
        return st.Page(WELCOME.script, title=_(WELCOME.title), default=True)
    return st.Page(lambda: page.go(own[0].path), title=_(own[0].title), default=True)


def _shown(each: Page) -> st.Page:
    return st.Page(each.script, title=_(each.title), url_path=each.path)


def _kept_out(each: Page) -> st.Page:
    return st.Page(_refuse, title=_("Not here"), url_path=each.path)


def _refuse() -> None:
    page.heading(_("Not here"))
    page.tell(NotHere())


def _header(actor: Actor, here: str) -> None:
    """Name, menu, language and login in one line that wraps on a narrow screen; above it, that this is a demo."""
    with st.container(key="top"):
        page.html(_TOP.format(skip=_("Skip to the content"), demo=_demo()))
        with st.container(key="header", horizontal=True, vertical_alignment="center"):
            page.html(_BRAND)
            _menu(actor)
            page.html(_corner(actor, here))
        page.html('<span id="content" tabindex="-1"></span>')


def _menu(actor: Actor) -> None:
    offered = [each for each in pages_of(actor) if each.in_menu]
    if not offered:
        return
    with st.container(key="menu", horizontal=True, width="content"):
        for each in offered:
            page.link(_(each.title), each.path, each.icon)


def _demo() -> Markup:
    if not facts.is_demo(page.shop()):
        return Markup("")
    return Markup('<p class="demo-banner" role="note">{}</p>').format(_(DEMO))


def _corner(actor: Actor, here: str) -> Markup:
    """The language that is not spoken, and in or out."""
    other = next(code for code in i18n.LANGUAGES if code != page.language())
    links = [_OTHER_LANGUAGE.format(to=f"/language/{other}?next={quote(here)}", code=other, name=i18n.LANGUAGES[other])]
    if actor == ANONYMOUS:
        links.append(_LINK.format(to=f"/login?next={quote(here)}", text=_("Log in")))
    else:
        links.append(_PASSWORD.format(email=actor.name, action=_("Change password")))
        links.append(_LINK.format(to="/logout", text=_("Log out")))
    return _CORNER.format(label=_("Language and login"), links=Markup("").join(links))


def _address(chosen: st.Page) -> str:
    """Where the visitor is, as a path with its query."""
    query = urlencode(st.query_params.to_dict())
    return f"/{chosen.url_path}" + (f"?{query}" if query else "")


if __name__ == "__main__":
    main()
