"""The page behind a substitute's link, as a phone without scripts meets it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from bookings import leading, sessions, substitutes
from bookings.rules import Draft, Session
from bookings.web.leaders import routes
from lab import staff
from lab.access import SYSTEM, Grant, Role
from lab.runtime import Workshop
from lab.staff import Credentials
from lab.web.protection import Protection, exception_handlers
from tests.conftest import FakeClock


@pytest.fixture
def booked(shop: Workshop, draft: Draft, clock: FakeClock) -> Session:
    """A session in three days; "Måla" is led by kim, who asks robin."""
    start = clock() + timedelta(days=3)
    with shop.database.transaction() as write:
        kim, _robin = (
            staff.add(write, SYSTEM, Credentials(f"{name}@example.se", "x"), [Grant(Role.LEADER, f"lab:{draft.lab}")])
            for name in ("kim", "robin")
        )
    asked = replace(draft, starts_at=start, ends_at=start + timedelta(hours=2))
    return sessions.book(shop, SYSTEM, asked, leaders=[kim])


@pytest.fixture
def link(shop: Workshop, booked: Session) -> str:
    kim, robin = leading.able(shop, SYSTEM, booked.lab)
    return substitutes.ask(shop, SYSTEM, booked.id, robin.id, kim.id)


@pytest.fixture
def client(shop: Workshop) -> TestClient:
    app = Starlette(routes=routes(), middleware=[Middleware(Protection)], exception_handlers=dict(exception_handlers))
    return TestClient(app, headers={"accept": "text/html"})


def press(client: TestClient, link: str, answer: str):
    token = re.search(r'name="csrf" value="([^"]+)"', client.get(link).text)
    assert token
    return client.post(link, data={"csrf": token[1], "answer": answer})


def test_a_yes_is_thanked_for_and_changes_who_leads(
    shop: Workshop, client: TestClient, booked: Session, link: str
) -> None:
    page = client.get(link).text
    assert "kim kan inte komma, och frågar dig." in page
    assert "fredag 20 mars, 16:10–18:10" in page.replace("\N{WORD JOINER}", "")
    assert "@example.se" not in page
    assert "Du leder det här passet" in press(client, link, "yes").text
    assert [one.name for one in leading.staffing(shop, SYSTEM, booked).leaders] == ["robin"]
    assert "<form" not in client.get(link).text


def test_a_no_is_thanked_for_too(shop: Workshop, client: TestClient, booked: Session, link: str) -> None:
    assert "Du har sagt nej" in press(client, link, "no").text
    assert [one.name for one in leading.staffing(shop, SYSTEM, booked).leaders] == ["kim"]


def test_a_question_that_is_over_is_told_so_kindly(
    shop: Workshop, client: TestClient, link: str, clock: FakeClock
) -> None:
    clock.move(days=4)
    page = client.get(link)
    assert "Frågan gäller inte längre" in page.text
    assert "<form" not in page.text


def test_what_is_in_the_way_is_told_on_the_same_page(
    shop: Workshop, client: TestClient, booked: Session, link: str
) -> None:
    with shop.database.read() as read:
        other = read.value("select id from room where lab = ? and id <> ?", [booked.lab, booked.room])
    _kim, robin = leading.able(shop, SYSTEM, booked.lab)
    busy = Draft(booked.lab, other, "Bygga", booked.starts_at, booked.ends_at, 4, 8, 16, ("canvas",))
    sessions.book(shop, SYSTEM, busy, leaders=[robin.id])
    answer = press(client, link, "yes")
    assert answer.status_code == 409
    assert "robin leder redan ”Bygga” då." in answer.text


def test_another_site_cannot_answer_and_a_changed_link_opens_nothing(
    shop: Workshop, client: TestClient, booked: Session, link: str
) -> None:
    assert client.post(link, data={"answer": "yes"}).status_code == 403
    assert client.get(link[:-2] + "xx").status_code == 403
    assert [one.name for one in leading.staffing(shop, SYSTEM, booked).leaders] == ["kim"]
