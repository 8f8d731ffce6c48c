"""People who open the portal without a browser."""

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import lab
from lab import i18n, logins, page, staff
from lab.access import SYSTEM, Grant, Role
from lab.pages import page_at
from lab.runtime import Workshop

PORTAL = Path(lab.__file__).with_name("portal.py")
PASSWORD = "sju-sjösjuka-sjömän"

ADMIN = Grant(Role.ADMIN, "*")
LEADER = Grant(Role.LEADER, "lab:a")
REVIEWER = Grant(Role.REVIEWER, "area:1780")

Visit = Callable[..., AppTest]


@pytest.fixture
def house(shop: Workshop, quick_passwords: None) -> Workshop:
    """A workshop where someone works, with a lab that roles can name."""
    staff.create(shop, SYSTEM, "first@example.se", PASSWORD, [ADMIN])
    with shop.database.transaction() as write:
        write.execute(
            "insert into lab values (?, ?, ?, ?, ?)", ["a", "Verkstan", "1780", "Europe/Stockholm", write.now]
        )
    return shop


@pytest.fixture
def visit(house: Workshop, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Opens the portal as somebody with these grants, who really logs in; with none, as nobody."""

    def visited(grants: Sequence[Grant] = (), path: str = "", language: str = "sv") -> AppTest:
        token = _login(house, grants) if grants else ""
        monkeypatch.setattr(page, "cookies", lambda: {page.STAFF_COOKIE: token, i18n.COOKIE: language})
        browser = AppTest.from_file(PORTAL, default_timeout=120).run()
        return opened(browser, path) if path else browser

    return visited


def opened(browser: AppTest, path: str) -> AppTest:
    """Go to a page of the table."""
    return browser.switch_page(os.path.relpath(page_at(path).script, PORTAL.parent)).run()


def copyable(browser: AppTest) -> list[str]:
    """What is there to take along: passwords, addresses."""
    bodies = "".join(element.proto.body for element in browser.get("html"))
    return re.findall(r'<pre class="copyable"><code>(.*?)</code>', bodies)


def shown(browser: AppTest) -> str:
    """What a reader sees as text, without the backslashes before Markdown and the places where a line may break."""
    texts = [
        element.value for kind in ("title", "header", "error", "success", "warning") for element in browser.get(kind)
    ]
    markup = [element.proto.body for element in browser.get("html")]
    return "\n".join([*texts, *markup]).replace("\\", "").replace("<wbr>", "")


def menu(browser: AppTest) -> list[str]:
    """The words in the menu."""
    return [element.proto.label for element in browser.get("page_link")]


def _login(house: Workshop, grants: Sequence[Grant]) -> str:
    email = f"{len(staff.listed(house, SYSTEM))}@example.se"
    staff.create(house, SYSTEM, email, PASSWORD, grants)
    return logins.login(house, email, PASSWORD, "192.0.2.1").token
