"""The page that Streamlit's own program is loaded into, for each address of the portal.

Streamlit's says it is in English, names itself and fetches a font that is not used. Ours is made of it: in the reader's
language, with our name, icon and looks. An address that no one has answers 404 instead of an English box.
"""

import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from lab import i18n
from lab.i18n import gettext as _
from lab.pages import PAGES, SETUP
from lab.web.fixed_files import asset_url
from lab.web.streamlit_words import words

STYLES = ("verkstad.css", "portal.css")
STREAMLITS_OWN = {"/oauth2callback", "/favicon.png", "/manifest.json"}
"""Addresses of one part that Streamlit answers itself."""


def routes() -> list[BaseRoute]:
    """One for each address of the portal; must stand after every other route of ours, before Streamlit's."""
    paths = ["/", *(f"/{page.path}" for page in (*PAGES, SETUP))]
    return [*(Route(path, _shell) for path in paths), _Unknown("/{path}", _nothing_here)]


class _Unknown(Route):
    """Every other address of one part, but those that Streamlit needs."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope.get("path") in STREAMLITS_OWN:
            return Match.NONE, {}
        return super().matches(scope)


async def _shell(request: Request) -> Response:
    return HTMLResponse(document(i18n.language()), headers={"Cache-Control": "no-cache"})


async def _nothing_here(request: Request) -> Response:
    raise HTTPException(404)


@cache
def document(language: str) -> str:
    """The whole page in `language`, which is the one spoken now; it is made once for each."""
    page = _streamlits_page()
    page = page.replace('<html lang="en">', f'<html lang="{language}">')
    page = re.sub(r"<title>.*?</title>", "<title>Verkstad</title>", page)
    page = re.sub(
        r"<link rel=\"shortcut icon\"[^>]*>", '<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">', page
    )
    page = re.sub(r"<link\s+rel=\"preload\"[^>]*as=\"font\"[^>]*>", "", page)
    page = re.sub(r"<link rel=\"service-desc\"[^>]*>", "", page)
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    page = re.sub(r"<noscript>.*?</noscript>", lambda _found: _without_scripts(), page, flags=re.DOTALL)
    return page.replace("<script", f"{_styles()}{_script()}<script", 1).strip()


def _without_scripts() -> str:
    text = _("Verkstad needs JavaScript. Turn it on in the browser, or use another browser.")
    return Markup("<noscript><p>{}</p></noscript>").format(text)


def _styles() -> str:
    return "".join(f'<link rel="stylesheet" href="{asset_url(name)}">' for name in STYLES)


def _script() -> str:
    """Before Streamlit's own, with the words it puts in place of Streamlit's."""
    told = json.dumps({"menu": _("Menu"), "streamlit": words()}, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<script type="application/json" id="portal-words">{told}</script>'
        f'<script src="{asset_url("portal.js")}"></script>'
    )


def _streamlits_page() -> str:
    """Found without importing Streamlit."""
    spec = find_spec("streamlit")
    if spec is None or spec.origin is None:
        raise RuntimeError("Streamlit is not installed.")
    return (Path(spec.origin).parent / "static" / "index.html").read_text("utf-8")
