"""SVG pictures as an <img> with a text, and in plain light colours for where styles are not understood."""

import base64
import re

from markupsafe import Markup

_VARIABLE = re.compile(r"(--[a-z0-9]+): (#[0-9A-Fa-f]{6})")
_USE = re.compile(r"var\((--[a-z0-9]+)\)")
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{ svg \{[^}]*\} \}")


def image(svg: str, text: str, kind: str = "") -> Markup:
    """An <img> of class `kind`; `text` says what it shows."""
    return Markup('<img class="{}" alt="{}" src="{}">').format(kind, text, address(svg))


def address(svg: str) -> str:
    """A picture as an address that loads nothing."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def in_light(svg: str) -> str:
    """The picture with its light colours written out: for paper."""
    plain = _DARK.sub("", svg)
    colours = dict(_VARIABLE.findall(plain))
    return _USE.sub(lambda used: colours[used[1]], plain)
