"""The two small pages that stand before an exercise: it is being opened, or the visitor has no seat."""

from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

from lab.exercise import Exercise
from lab.i18n import gettext as _
from lab.i18n import language

RELOAD_SECONDS = 2
PAGE = Path(__file__).parent / "notice.html"
FORGET = "<script>sessionStorage.clear()</script>"
"""What an exercise keeps for a reload goes with the seat, so that the next child finds nothing in this tab."""


def opening(exercise: Exercise) -> HTMLResponse:
    """Waits, and asks again by itself."""
    return _page(
        _(exercise.title),
        _("The exercise is being set up. That takes a few seconds the first time."),
        refresh=f'<meta http-equiv="refresh" content="{RELOAD_SECONDS}">',
        below='<div class="wait" role="presentation"></div>',
        status=202,
    )


def not_joined() -> HTMLResponse:
    """For one who has no seat, whose session has ended, or whose session has other exercises."""
    way_in = _("Join a session")
    return _page(
        _("You are not at this exercise"),
        _("Join a session with the PIN that your leader shows. If your session has ended, the exercise is closed."),
        below=f'<a class="main" href="/join">{escape(way_in)}</a>{FORGET}',
        status=401,
    )


def _page(title: str, text: str, status: int, refresh: str = "", below: str = "") -> HTMLResponse:
    template = Template(PAGE.read_text("utf-8"))
    words = {"language": language(), "title": escape(title), "text": escape(text), "refresh": refresh, "below": below}
    return HTMLResponse(template.substitute(words), status, {"Cache-Control": "no-store"})
