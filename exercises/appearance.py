"""How every exercise's Gradio app is set up: our colours and letters, nothing kept, nothing asked from outside."""

import os
from collections.abc import Callable
from typing import Any

# Read when Gradio is imported: no usage statistics.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI

FONT = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
MONO = ["ui-monospace", "Consolas", "monospace"]
LARGEST_UPLOAD = "10mb"

CSS = """
.gradio-container { max-width: none !important; padding: 0 !important }
.gradio-container > main, .gradio-container .main { padding: 0 !important; max-width: none !important }
.gradio-container .html-container { padding: 0 !important }
footer { display: none !important }
"""
COLOURS = {
    "body_background_fill": "#FBFAF7",
    "body_background_fill_dark": "#141C1B",
    "body_text_color": "#1F2A2E",
    "body_text_color_dark": "#F1EEE6",
    "link_text_color": "#1F6F8B",
    "link_text_color_dark": "#7FC1D8",
    "button_primary_background_fill": "#8B2C24",
    "button_primary_background_fill_dark": "#BF4A3F",
    "button_primary_text_color": "#FFFFFF",
    "button_primary_text_color_dark": "#FFFFFF",
}


def theme() -> gr.themes.Base:
    """Birch paper, ink and Falu red in the letters of the reader's own device."""
    return gr.themes.Base(font=FONT, font_mono=MONO, radius_size=gr.themes.sizes.radius_md).set(**COLOURS)


def app(blocks: gr.Blocks, name: Callable[[Any], str | None]) -> FastAPI:
    """An ASGI app that serves `blocks` at its root; `name(request)` gives the visitor's user name, None turns away.

    Its lifespan must be entered by whoever mounts it. `run_history` would show one child's pictures to the next.
    """
    # Gradio keeps uploads and made files until restart unless told: look every 600 s, drop what is an hour old.
    blocks.delete_cache = (600, 3600)
    return gr.mount_gradio_app(
        FastAPI(docs_url=None, redoc_url=None, openapi_url=None),
        blocks,
        path="/",
        auth_dependency=name,
        run_history=False,
        footer_links=[],
        show_error=False,
        max_file_size=LARGEST_UPLOAD,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
        theme=theme(),
        css=CSS,
    )
