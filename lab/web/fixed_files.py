"""Templates and assets: found once in every package's `web/templates` and `web/assets`, served from that list alone."""

import mimetypes
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from lab.i18n import PACKAGES

mimetypes.add_type("font/woff2", ".woff2")


@dataclass(frozen=True)
class Asset:
    body: bytes
    media_type: str
    stamp: str
    """Changes with the content, so that a browser may keep the file for ever."""


def folders(name: str) -> list[Path]:
    """Every `web/<name>` folder of our packages; found without importing them."""
    specs = [find_spec(package) for package in PACKAGES]
    places = [Path(place) for spec in specs if spec for place in spec.submodule_search_locations or ()]
    return [folder for place in places for folder in sorted(place.glob(f"**/web/{name}")) if folder.is_dir()]


@cache
def assets() -> dict[str, Asset]:
    """All assets by file name."""
    return {file.name: _asset(file) for folder in folders("assets") for file in sorted(folder.iterdir())}


def asset_url(name: str) -> str:
    """Where a page finds the asset called `name`."""
    return f"/assets/{name}?v={assets()[name].stamp}"


def _asset(file: Path) -> Asset:
    body = file.read_bytes()
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Asset(body, media_type, sha256(body).hexdigest()[:12])
