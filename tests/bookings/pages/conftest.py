"""Staff who open the portal's pages without a browser."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from streamlit.testing.v1 import AppTest

import lab
from lab import logins, page, passwords, staff
from lab.access import SYSTEM, Grant
from lab.pages import page_at
from lab.runtime import Workshop

PORTAL = Path(lab.__file__).with_name("portal.py")
PASSWORD = "sju-sjösjuka-sjömän"

Visit = Callable[..., AppTest]


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def portal(shop: Workshop) -> Callable[..., AppTest]:
    """Opens a page of the portal, with the query that its address carries."""

    def opened(path: str, **query: str) -> AppTest:
        browser = AppTest.from_file(PORTAL, default_timeout=180).run()
        browser.switch_page(os.path.relpath(page_at(path).script, PORTAL.parent))
        for name, value in query.items():
            browser.query_params[name] = value
        return browser.run()

    return opened


@pytest.fixture
def visit(
    shop: Workshop, portal: Callable[..., AppTest], quick_passwords: None, monkeypatch: pytest.MonkeyPatch
) -> Visit:
    """Opens a page as somebody with these grants, who really logs in."""

    def visited(grants: list[Grant], path: str, **query: str) -> AppTest:
        email = f"{len(staff.listed(shop, SYSTEM))}@example.se"
        staff.create(shop, SYSTEM, email, PASSWORD, grants)
        token = logins.login(shop, email, PASSWORD, "192.0.2.1").token
        monkeypatch.setattr(page, "cookies", lambda: {page.STAFF_COOKIE: token})
        return portal(path, **query)

    return visited


def copyable(browser: AppTest) -> list[str]:
    """What is there to take along: passwords, addresses."""
    bodies = "".join(element.proto.body for element in browser.get("html"))
    return re.findall(r'<pre class="copyable"><code>(.*?)</code>', bodies)


def shown(browser: AppTest) -> str:
    """What a reader sees as text, without links, fields, and what nobody sees: backslashes before Markdown, joiners."""
    texts = [
        element.value for kind in ("title", "header", "error", "success", "warning") for element in browser.get(kind)
    ]
    markup = [element.proto.body for element in browser.get("html")]
    return "\n".join([*texts, *markup]).replace("\\", "").replace("\N{WORD JOINER}", "")


def links(browser: AppTest) -> list[str]:
    """The words on the links to other pages."""
    return [element.proto.label for element in browser.get("page_link")]
