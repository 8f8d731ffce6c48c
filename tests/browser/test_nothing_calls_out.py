"""The watch over what leaves this machine, itself watched."""

from collections.abc import Callable

from playwright.sync_api import Browser

from tests.browser.people import Portal, watched

PICTURE, COUNT = "http://elsewhere.example/dot.gif", "https://elsewhere.example/count"
CALLS = f"""
document.body.append(Object.assign(new Image(), {{ src: "{PICTURE}" }}));
new WebSocket("ws://elsewhere.example/talk");
fetch("{COUNT}", {{ mode: "no-cors" }}).catch(() => 0)
"""


def test_a_page_that_asks_another_host_is_caught(browser: Browser, portal: Portal) -> None:
    context = browser.new_context()
    person = watched(context, portal.url)
    page = person.page
    with page.expect_request(PICTURE), page.expect_request(COUNT), page.expect_websocket():
        page.evaluate(CALLS)
    context.close()
    assert sorted(person.strayed) == [PICTURE, COUNT, "ws://elsewhere.example/talk"]


def test_a_page_that_asks_only_us_is_not(arrive: Callable) -> None:
    person = arrive()
    person.go("/join")
    assert person.strayed == []
