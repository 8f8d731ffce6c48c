"""The watch over what leaves this machine, itself watched."""

from collections.abc import Callable

from playwright.sync_api import Browser

from tests.browser.people import Portal, watched

CALLS = """
document.body.append(Object.assign(new Image(), { src: "http://elsewhere.example/dot.gif" }));
new WebSocket("ws://elsewhere.example/talk");
fetch("https://elsewhere.example/count", { mode: "no-cors" }).catch(() => 0)
"""


def test_a_page_that_asks_another_host_is_caught(browser: Browser, portal: Portal) -> None:
    context = browser.new_context()
    person = watched(context, portal.url)
    person.page.evaluate(CALLS)
    person.page.wait_for_timeout(500)
    context.close()
    assert sorted(person.strayed) == [
        "http://elsewhere.example/dot.gif",
        "https://elsewhere.example/count",
        "ws://elsewhere.example/talk",
    ]


def test_a_page_that_asks_only_us_is_not(arrive: Callable) -> None:
    person = arrive()
    person.go("/join")
    assert person.strayed == []
