"""Colours that must be readable on each other are, in light and in dark; and Streamlit has the same ones."""

import re
import tomllib
from pathlib import Path

import pytest

import lab
from lab.serving import FILE, options
from lab.settings import Settings

CSS = (Path(lab.__file__).parent / "web" / "assets" / "verkstad.css").read_text("utf-8")

TEXT = [
    *((ink, ground) for ink in ("ink", "quiet", "lake", "spruce", "falu-text") for ground in ("paper", "card", "sunk")),
    *(("ink", ground) for ground in ("wrong", "good", "told", "heed")),
    ("falu-text", "wrong"),
    ("lake", "told"),
    ("on-falu", "falu"),
    ("on-falu", "falu-wide"),
    ("on-falu", "falu-pressed"),
    ("on-sun", "sun"),
]
"""Text and what is behind it: 4.5 to 1 (WCAG 2.2, 1.4.3)."""

EDGES = [*(("field-edge", ground) for ground in ("paper", "card")), ("lake", "paper"), ("falu", "paper")]
"""Edges of fields and buttons: 3 to 1 (1.4.11)."""

SAME = {
    "primaryColor": "lake",
    "backgroundColor": "paper",
    "secondaryBackgroundColor": "card",
    "textColor": "ink",
    "linkColor": "lake",
    "borderColor": "field-edge",
    "redBackgroundColor": "wrong",
    "greenBackgroundColor": "good",
    "blueBackgroundColor": "told",
    "yellowBackgroundColor": "heed",
}


def _tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", css))


LIGHT = _tokens(CSS[CSS.index(":root") : CSS.index("@media")])
DARK = _tokens(CSS[CSS.index("@media (prefers-color-scheme: dark)") : CSS.index("body.verkstad {")])
THEMES = {"light": LIGHT, "dark": DARK}


def test_dark_says_anew_every_colour_that_light_says() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert len(LIGHT) > 15


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_is_readable(theme: str, front: str, back: str) -> None:
    assert contrast(THEMES[theme][front], THEMES[theme][back]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), EDGES)
def test_edges_can_be_seen(theme: str, front: str, back: str) -> None:
    assert contrast(THEMES[theme][front], THEMES[theme][back]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_streamlit_has_the_same_colours(theme: str) -> None:
    told = tomllib.loads(FILE.read_text("utf-8"))["theme"][theme]
    assert {name: told[name] for name in SAME} == {name: THEMES[theme][token] for name, token in SAME.items()}


def test_one_file_sets_streamlit_up_wherever_it_is_started() -> None:
    link = Path(lab.__file__).parents[1] / ".streamlit" / "config.toml"
    assert link.read_text("utf-8") == FILE.read_text("utf-8")


def test_streamlit_takes_every_option_and_what_the_lab_has_set(tmp_path: Path) -> None:
    from streamlit.web.server.starlette.starlette_app import _validate_run_config

    given = options(Settings(data=tmp_path, host="0.0.0.0", port=8765, upload_megabytes=3))
    assert _validate_run_config(given) == given
    assert given["browser.gatherUsageStats"] is False
    assert (given["server.address"], given["server.port"], given["server.maxUploadSize"]) == ("0.0.0.0", 8765, 3)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2), 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
