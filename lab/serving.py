"""How Streamlit is started: the options of streamlit.toml, with what the lab has set."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from lab.settings import Settings

FILE = Path(__file__).with_name("streamlit.toml")


def options(settings: Settings) -> dict[str, object]:
    """Streamlit's options by dotted name, as `App.run(config=...)` takes them."""
    return dict(_flat(tomllib.loads(FILE.read_text("utf-8")))) | {
        "server.address": settings.host,
        "server.port": settings.port,
        "server.maxUploadSize": settings.upload_megabytes,
    }


def _flat(table: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value
