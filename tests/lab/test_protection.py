"""What is around every request: headers, limits, the error page, and logs without secrets."""

import logging
import re
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from lab import cards, passwords
from lab.access import SYSTEM
from lab.errors import NotFound
from lab.i18n import gettext
from lab.runtime import Workshop
from lab.web.protection import Protection, exception_handlers
from tests.lab.conftest import PASSWORD, csrf

SECRET = "hemlig-stig"


def breaks(request: Request) -> Response:
    raise RuntimeError("the wires are loose")


def refuses(request: Request) -> Response:
    raise NotFound()


def greets(request: Request) -> Response:
    return PlainTextResponse(gettext("Log in"), headers={"content-security-policy": "default-src 'self'"})


async def swallows(request: Request) -> Response:
    """An app that makes of a cut-off body what it likes, as others' upload routes do."""
    try:
        return PlainTextResponse(str(len(await request.body())))
    except Exception:
        return PlainTextResponse("odd", 500)


async def stumbles(request: Request) -> Response:
    """An app that answers a cut-off body with an error of its own."""
    try:
        return PlainTextResponse(str(len(await request.body())))
    except Exception as error:
        raise RuntimeError("odd") from error


async def streams(request: Request) -> Response:
    async def counted() -> AsyncIterator[bytes]:
        for number in range(3):
            yield f"{number}\n".encode()

    return StreamingResponse(counted())


async def breaks_late(request: Request) -> Response:
    async def counted() -> AsyncIterator[bytes]:
        yield b"begun\n"
        raise RuntimeError("in the middle")

    return StreamingResponse(counted())


async def echoes(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(await socket.receive_text())
    await socket.close()


@pytest.fixture
def browser(shop: Workshop) -> Iterator[TestClient]:
    routes = [
        Route("/breaks", breaks, methods=["GET", "POST"]),
        Route("/refuses", refuses),
        Route("/greets", greets),
        Route("/swallows", swallows, methods=["POST"]),
        Route("/stumbles", stumbles, methods=["POST"]),
        Route("/streams", streams),
        Route("/breaks-late", breaks_late),
        WebSocketRoute("/echoes", echoes),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Protection)], exception_handlers=exception_handlers)
    with TestClient(app, headers={"accept": "text/html"}, raise_server_exceptions=False) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/greets", "/refuses", "/breaks", "/nothing", "/streams"])
def test_every_answer_tells_browsers_to_be_careful(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_a_policy_that_an_app_has_of_its_own_is_kept_beside_ours(browser: TestClient) -> None:
    policies = browser.get("/greets").headers.get_list("content-security-policy")
    assert policies == ["default-src 'self'", "frame-ancestors 'self'"]


def test_the_unexpected_shows_a_number_and_no_traceback_and_the_log_has_both(
    browser: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = browser.get(f"/breaks?pin={SECRET}")
    assert answer.status_code == 500
    assert "Något gick sönder hos oss." in answer.text
    assert "wires" not in answer.text
    assert "Traceback" not in answer.text
    number = re.search(r"<code>(\w{8})</code>", answer.text)
    assert number
    assert number[1] in caplog.text
    assert "the wires are loose" in caplog.text
    assert SECRET not in caplog.text


def test_an_error_for_people_is_told_in_their_language_with_its_status(browser: TestClient) -> None:
    answer = browser.get("/refuses", headers={"cookie": "language=en"})
    assert answer.status_code == 404
    assert "This does not exist, or no longer does." in answer.text
    assert "Det här finns inte" in browser.get("/refuses").text


def test_a_program_is_told_in_json(browser: TestClient) -> None:
    for path, status in (("/refuses", 404), ("/breaks", 500), ("/nothing", 404)):
        answer = browser.get(path, headers={"accept": "application/json"})
        assert answer.status_code == status
        assert set(answer.json()) == {"error", "hint", "number"}


def test_a_method_that_does_not_fit_keeps_its_headers(browser: TestClient) -> None:
    answer = browser.post("/refuses")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_the_error_page_needs_no_store(browser: TestClient, shop: Workshop) -> None:
    shop.database.close()
    assert browser.get("/breaks").status_code == 500


@pytest.mark.parametrize("path", ["/swallows", "/breaks"])
def test_a_body_that_says_it_is_too_large_is_refused_unread(browser: TestClient, shop: Workshop, path: str) -> None:
    body = b"x" * (shop.settings.upload_megabytes * 1024 * 1024 + 1)
    answer = browser.post(path, content=body)
    assert answer.status_code == 413
    assert "Skicka högst 10 MB" in answer.text


def test_a_body_that_says_nothing_is_counted_and_cut_off_whatever_the_app_makes_of_it(
    browser: TestClient, shop: Workshop
) -> None:
    def poured(megabytes: int) -> Iterator[bytes]:
        for _ in range(megabytes):
            yield b"x" * 1024 * 1024

    fits = shop.settings.upload_megabytes
    for path in ("/swallows", "/stumbles"):
        assert browser.post(path, content=poured(fits)).text == str(fits * 1024 * 1024)
        assert browser.post(path, content=poured(fits + 1)).status_code == 413


def test_a_websocket_that_another_site_opens_is_refused(browser: TestClient) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        browser.websocket_connect("/echoes", headers={"origin": "https://evil.example"}),
    ):
        pass
    with browser.websocket_connect("/echoes", headers={"origin": "http://testserver"}) as socket:
        socket.send_text("hej")
        assert socket.receive_text() == "hej"


def test_streams_and_websockets_pass_untouched(browser: TestClient) -> None:
    assert browser.get("/streams").text == "0\n1\n2\n"
    with browser.websocket_connect("/echoes") as socket:
        socket.send_text("hej")
        assert socket.receive_text() == "hej"


def test_an_answer_that_breaks_in_the_middle_is_not_finished_as_if_it_were_whole(browser: TestClient) -> None:
    with pytest.raises(RuntimeError), TestClient(browser.app) as strict:
        strict.get("/breaks-late")


def test_each_request_speaks_its_own_language(browser: TestClient) -> None:
    assert browser.get("/greets", headers={"cookie": "language=en"}).text == "Log in"
    assert browser.get("/greets").text == "Logga in"
    assert browser.get("/greets", headers={"cookie": "language=<b>"}).text == "Logga in"


def test_secrets_never_reach_the_logs(
    shop: Workshop, client: TestClient, hire: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hire("eva@example.se")
    with shop.database.transaction() as write:
        card = cards.issue_all(write, shop, [("1780", 2014, "girl")])[0]
    for password in ("wrong-password", PASSWORD):
        token = csrf(client.get("/login").text)
        client.post("/login", data={"csrf": token, "email": "eva@example.se", "password": password})
    cards.find(shop, " ".join(card.words), "room")
    with pytest.raises(cards.CardUnknown):
        cards.find(shop, "abakus abborre adress", "room")
    generated = passwords.generated()
    log = caplog.text
    for secret in ("wrong-password", PASSWORD, client.cookies["staff"], token, generated, " ".join(card.words)):
        assert secret not in log
    assert "abborre" not in log
    assert SYSTEM.id not in log


def test_the_access_log_keeps_paths_and_no_queries(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/login")
    access = logging.getLogger("uvicorn.access")
    with caplog.at_level(logging.INFO, "uvicorn.access"):
        access.info('%s - "%s %s HTTP/%s" %d', "192.0.2.1:5000", "GET", f"/enter?ticket={SECRET}", "1.1", 303)
    assert "/enter" in caplog.text
    assert SECRET not in caplog.text
