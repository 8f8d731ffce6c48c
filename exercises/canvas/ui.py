"""The canvas page: one HTML component whose script holds the map, and the few verbs that it calls."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from exercises.canvas.easel import Easel, Verb
from exercises.canvas.looking import Look
from lab.exercise import Workbench

STATIC = Path(__file__).parent / "static"
SCRIPTS = (
    "labels.js", "patterns.js", "surface.js", "page.js", "stamps.js", "hand.js", "palette.js", "light.js",
    "waiting.js", "album.js", "compare.js", "result.js", "panel.js", "honesty.js", "inside.js", "keys.js", "memory.js",
    "canvas.js",
)  # fmt: skip
"""Joined in this order into one script."""
STYLES = ("canvas.css", "panels.css", "screens.css")


def build(workbench: Workbench) -> gr.Blocks:
    """The page. Server functions pass by Gradio's queue; the engine host keeps the order."""
    easel = Easel(workbench)
    look = Look(easel)
    verbs = {
        "open_page": easel.open, "paint": easel.paint, "finish": easel.finish, "standing": easel.standing,
        "save": easel.save, "download": easel.download, "leave": easel.leave, "inside": look.inside,
        "alike": look.alike, "ways": look.ways, "honesty": look.honesty,
    }  # fmt: skip
    with gr.Blocks(title="Verkstad", fill_width=True, analytics_enabled=False) as page:
        gr.HTML(
            html_template=markup(),
            js_on_load=script(),
            apply_default_css=False,
            server_functions=[_called(name, easel, verb) for name, verb in verbs.items()],
        )
    return page


def _called(name: str, easel: Easel, verb: Verb) -> Callable[..., Any]:
    """A function that the page's script knows by this name."""

    # Gradio hands in the raw Starlette request wherever a parameter is annotated so.
    async def call(order: Any, request: gr.Request) -> dict[str, Any]:
        return await easel.answer(verb, order, request)

    call.__name__ = call.__qualname__ = name
    return call


def markup() -> str:
    """The page's skeleton and its style sheets; words are put in by the script, in the reader's language."""
    style = "\n".join((STATIC / name).read_text("utf-8") for name in STYLES)
    return f"<style>{style}</style>{(STATIC / 'canvas.html').read_text('utf-8')}"


def script() -> str:
    """One strict function around all parts, with the icons as data."""
    icons = json.loads((STATIC / "icons.json").read_text("utf-8"))
    parts = "\n".join((STATIC / name).read_text("utf-8") for name in SCRIPTS)
    return f'(() => {{ "use strict";\nconst ICONS = {json.dumps(icons)};\n{parts}\nstart(element, server);\n}})();'
