"""The canvas page: one HTML component whose script holds the map, and the few verbs that it calls."""

import json
from pathlib import Path
from typing import Any

import gradio as gr

from exercises.canvas.easel import Easel
from lab.exercise import Workbench

STATIC = Path(__file__).parent / "static"
SCRIPTS = ("labels.js", "patterns.js", "surface.js", "page.js", "result.js", "canvas.js")
"""Joined in this order into one script."""


def build(workbench: Workbench) -> gr.Blocks:
    """The page. Server functions pass by Gradio's queue; the engine host keeps the order."""
    easel = Easel(workbench)

    # Gradio hands in the raw Starlette request wherever a parameter is annotated so.
    async def open_page(order: Any, request: gr.Request) -> dict[str, Any]:
        return await easel.answer(easel.open, order, request)

    async def paint(order: Any, request: gr.Request) -> dict[str, Any]:
        return await easel.answer(easel.paint, order, request)

    async def standing(order: Any, request: gr.Request) -> dict[str, Any]:
        return await easel.answer(easel.standing, order, request)

    async def save(order: Any, request: gr.Request) -> dict[str, Any]:
        return await easel.answer(easel.save, order, request)

    async def download(order: Any, request: gr.Request) -> dict[str, Any]:
        return await easel.answer(easel.download, order, request)

    async def leave(order: Any, request: gr.Request) -> dict[str, Any]:
        return await easel.answer(easel.leave, order, request)

    with gr.Blocks(title="Verkstad", fill_width=True, analytics_enabled=False) as page:
        gr.HTML(
            html_template=markup(),
            js_on_load=script(),
            apply_default_css=False,
            server_functions=[open_page, paint, standing, save, download, leave],
        )
    return page


def markup() -> str:
    """The page's skeleton and its style sheet; words are put in by the script, in the reader's language."""
    style = (STATIC / "canvas.css").read_text("utf-8")
    return f"<style>{style}</style>{(STATIC / 'canvas.html').read_text('utf-8')}"


def script() -> str:
    """One strict function around all parts, with the icons as data."""
    icons = json.loads((STATIC / "icons.json").read_text("utf-8"))
    parts = "\n".join((STATIC / name).read_text("utf-8") for name in SCRIPTS)
    return f'(() => {{ "use strict";\nconst ICONS = {json.dumps(icons)};\n{parts}\nstart(element, server);\n}})();'
