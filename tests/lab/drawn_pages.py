"""A page drawn by itself, without the portal around it: as someone, at an address."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import lab.pages
from lab import page
from lab.access import Actor

SECONDS = 30


def drawn(monkeypatch: pytest.MonkeyPatch, name: str, actor: Actor, **address: str) -> AppTest:
    """The page of lab/pages that is called so."""
    monkeypatch.setattr(page, "actor", lambda: actor)
    browser = AppTest.from_file(str(Path(lab.pages.__file__).with_name(f"{name}.py")), default_timeout=SECONDS)
    for key, value in address.items():
        browser.query_params[key] = value
    return browser.run()


def seen(browser: AppTest) -> str:
    """All markup of a page."""
    assert not browser.exception
    return "".join(element.proto.body for element in browser.get("html"))
