"""A youth's tablet on the way from the PIN to the seat, without scripts."""

import re
from collections.abc import Callable

import httpx
from starlette.testclient import TestClient

from bookings.rules import Session

Opened = Callable[..., Session]
Tablet = Callable[[], TestClient]
NEW = {"near": "1780", "age": "10", "gender": "girl"}


def send(client: TestClient, page: str, to: str = "", **fields: str) -> httpx.Response:
    """Open `page` and send its form with `fields`, as a browser does."""
    token = re.search(r'name="csrf" value="([^"]+)"', client.get(page).text)
    assert token
    return client.post(to or page, data={"csrf": token[1], **fields})


def invited(tablet: Tablet, session: Session) -> TestClient:
    client = tablet()
    assert send(client, "/join", pin=session.pin).url.path == "/join/you"
    return client


def seated(tablet: Tablet, session: Session) -> TestClient:
    client = invited(tablet, session)
    send(client, "/join/answers", **NEW)
    send(client, "/join/card")
    return client
