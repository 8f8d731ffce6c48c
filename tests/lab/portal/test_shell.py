"""The page around Streamlit: its language, its name, its words, and nothing from elsewhere."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from lab.runtime import Workshop
from lab.web import shell
from lab.web.protection import Protection, exception_handlers
from lab.web.routes import routes


@pytest.fixture
def browser(shop: Workshop) -> Iterator[TestClient]:
    app = Starlette(
        routes=[*routes(), *shell.routes()],
        middleware=[Middleware(Protection)],
        exception_handlers=exception_handlers,  # type: ignore[arg-type]
    )
    with TestClient(app, headers={"accept": "text/html"}) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/", "/calendar", "/staff", "/setup"])
def test_every_address_of_the_portal_answers_in_the_readers_language(browser: TestClient, path: str) -> None:
    assert '<html lang="sv">' in browser.get(path).text
    assert '<html lang="en">' in browser.get(path, headers={"cookie": "language=en"}).text


def test_the_page_is_ours(browser: TestClient) -> None:
    page = browser.get("/").text
    assert "<title>Verkstad</title>" in page
    assert "Verkstad behöver JavaScript." in page
    assert "Streamlit" not in re.sub(r"<script.*?</script>|<link[^>]*>", "", page, flags=re.DOTALL)


def test_the_page_names_no_other_host(browser: TestClient) -> None:
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", browser.get("/").text)


def test_our_script_and_looks_are_found_and_come_before_streamlits(browser: TestClient) -> None:
    page = browser.get("/").text
    ours = re.findall(r'"(/assets/[^"]+)"', page)
    assert {address.split("?")[0] for address in ours} == {
        "/assets/icon.svg",
        "/assets/verkstad.css",
        "/assets/portal.css",
        "/assets/portal.js",
    }
    assert all(browser.get(address).status_code == 200 for address in ours)
    assert page.index("portal.js") < page.index('type="module"')


def test_streamlits_words_are_given_ours(browser: TestClient) -> None:
    assert _words(browser.get("/").text)["streamlit"]["Choose an option"] == "Välj"
    assert _words(browser.get("/", headers={"cookie": "language=en"}).text)["streamlit"] == {}


def test_an_address_nobody_has_is_a_kind_404(browser: TestClient) -> None:
    answer = browser.get("/nonsense")
    assert answer.status_code == 404
    assert '<html lang="sv">' in answer.text


def test_streamlits_own_addresses_are_left_to_it() -> None:
    unknown = shell.routes()[-1]
    scope = {"type": "http", "method": "GET", "path": "/oauth2callback"}
    assert unknown.matches(scope)[0].name == "NONE"


def _words(page: str) -> dict[str, Any]:
    found = re.search(r'id="portal-words">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])
