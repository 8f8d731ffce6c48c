"""The public sign-up pages, as a phone without scripts meets them."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from bookings import requests
from bookings.labs import Lab
from bookings.rules import Draft, Session
from bookings.web import receipt as receipt_pages
from bookings.web import signup
from lab.access import Actor
from lab.runtime import Workshop
from lab.web.protection import Protection, exception_handlers
from lab.web.routes import routes as routes_of_the_ground
from tests.bookings.asking_people import ask, card, coming, family, places
from tests.conftest import FakeClock

Phone = Callable[[], TestClient]
FAMILY = {
    "kind": "family", "near": "1780", "size-10-12-girl": "1", "size-7-9-boy": "1", "contact": "kim@example.se"
}  # fmt: skip


@pytest.fixture
def phone(shop: Workshop) -> Phone:
    app = Starlette(
        routes=[*routes_of_the_ground(lambda _request: None), *signup.routes(), *receipt_pages.routes()],
        middleware=[Middleware(Protection)],
        exception_handlers=dict(exception_handlers),
    )
    return lambda: TestClient(app, headers={"accept": "text/html"})


@pytest.fixture
def session(shop: Workshop, leader: Actor, draft: Draft) -> Session:
    return coming(shop, leader, draft, seats=4)


def hidden(page: httpx.Response) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(csrf|key)" value="([^"]+)"', page.text))


def send(client: TestClient, page: str, to: str = "", **fields: str) -> httpx.Response:
    return client.post(to or page, data={**hidden(client.get(page)), **fields})


def signed_up(phone: Phone, session: Session, **changes: str) -> tuple[TestClient, httpx.Response]:
    client = phone()
    answer = send(client, f"/signup/{session.lab}/party", **{**FAMILY, "wish1": session.id, **changes})
    return client, answer


def test_the_page_tells_what_is_left_in_words_and_never_how_many(
    shop: Workshop, phone: Phone, session: Session, place: Lab
) -> None:
    text = phone().get(f"/signup/{place.id}").text
    assert "tisdag 24 mars" in text
    assert "Gott om platser" in text
    ask(shop, family(session, size=2))
    assert "Få platser kvar" in phone().get(f"/signup/{place.id}").text
    ask(shop, family(session, size=2, contact="b@example.se"))
    assert "Fullt: du kan ställa dig i kö" in phone().get(f"/signup/{place.id}").text


def test_one_lab_is_shown_at_once(phone: Phone, session: Session) -> None:
    assert phone().get("/signup").url.path == f"/signup/{session.lab}"


def test_a_lab_without_sessions_says_so(phone: Phone, place: Lab) -> None:
    client = phone()
    assert "just nu" in client.get(f"/signup/{place.id}").text
    assert client.get(f"/signup/{place.id}/party").url.path == f"/signup/{place.id}"
    assert client.get("/signup/no-such").status_code == 404


def test_a_family_signs_up_and_sees_its_receipt(shop: Workshop, phone: Phone, session: Session) -> None:
    _client, receipt = signed_up(phone, session)
    assert receipt.url.path == "/receipt"
    assert "Du har en plats" in receipt.text
    assert "2 platser" in receipt.text
    assert places(shop, session) == [1, 2]
    link = re.search(r'value="(http[^"]*/receipt\?t=[^"]+)"', receipt.text)
    assert link
    elsewhere = phone().get(link[1])
    assert elsewhere.url.path == "/receipt"
    assert "t=" not in str(elsewhere.url)
    assert "Du har en plats" in elsewhere.text


def test_the_same_form_sent_twice_is_one_request(shop: Workshop, phone: Phone, session: Session) -> None:
    client = phone()
    page = client.get(f"/signup/{session.lab}/party")
    fields = {**hidden(page), **FAMILY, "wish1": session.id}
    for _ in range(2):
        assert client.post(f"/signup/{session.lab}/party", data=fields).url.path == "/receipt"
    assert places(shop, session) == [1, 2]


def test_a_youth_signs_up_with_a_card(shop: Workshop, phone: Phone, session: Session) -> None:
    _id, words = card(shop)
    fields = {f"word{number}": word for number, word in enumerate(words.split(), 1)}
    answer = send(phone(), f"/signup/{session.lab}/card", wish1=session.id, **fields)
    assert "Du har en plats" in answer.text
    assert "Din plats väntar" in answer.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"contact": "kim"}, "e-postadress"),
        ({"size-10-12-girl": "många"}, "är inget antal"),
        ({"size-10-12-girl": "", "size-7-9-boy": ""}, "Ingen är räknad"),
        ({"near": "", "area_text": "Ankeborg"}, "Ankeborg"),
        ({"size-10-12-girl": "9"}, "Ni är 10"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    shop: Workshop, phone: Phone, session: Session, changes: dict[str, str], told: str
) -> None:
    client = phone()
    fields = {**FAMILY, "wish1": session.id, "contact": "kim@example.se", **changes}
    answer = send(client, f"/signup/{session.lab}/party", **fields)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{fields["contact"]}"' in answer.text
    assert f'value="{session.id}" selected' in answer.text
    assert hidden(answer)["key"]
    with shop.database.read() as read:
        assert read.value("select count(*) from party") == 0


def test_a_form_from_elsewhere_is_refused(shop: Workshop, phone: Phone, session: Session) -> None:
    client = phone()
    page = client.get(f"/signup/{session.lab}/party")
    without = client.post(f"/signup/{session.lab}/party", data={**FAMILY, "wish1": session.id})
    other = client.post(
        f"/signup/{session.lab}/party",
        data={**hidden(page), **FAMILY, "wish1": session.id},
        headers={"origin": "https://evil.example"},
    )
    assert (without.status_code, other.status_code) == (403, 403)
    assert places(shop, session) == []


def test_of_twelve_who_send_at_once_two_have_their_places_and_ten_stand_in_line(
    shop: Workshop, phone: Phone, session: Session
) -> None:
    page = f"/signup/{session.lab}/party"
    forms = [(client := phone(), hidden(client.get(page))) for _ in range(12)]
    together = Barrier(12)

    def press(number: int) -> str:
        client, fields = forms[number]
        together.wait()
        wanted = {**fields, **FAMILY, "wish1": session.id, "contact": f"{number}@example.se"}
        return client.post(page, data=wanted).text

    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(press, range(12)))
    assert sum("Du har en plats" in one for one in told) == 2
    assert sum("Du står i kön" in one for one in told) == 10
    assert places(shop, session) == [1, 2, 3, 4]


def test_leaving_is_one_click_and_the_next_takes_the_offer(
    shop: Workshop, phone: Phone, session: Session, clock: FakeClock
) -> None:
    client, _receipt = signed_up(phone, session)
    ask(shop, family(session, size=2, contact="b@example.se"))
    waiting, line = signed_up(phone, session, contact="c@example.se")
    assert "Du är nummer 1 i kön" in line.text
    assert "Din anmälan är avslutad" in send(client, "/receipt", to="/receipt/leave").text
    offered = waiting.get("/receipt")
    assert "Det finns en plats till dig" in offered.text
    assert "Platsen hålls åt dig till" in offered.text
    assert "Du har en plats" in send(waiting, "/receipt", to="/receipt/confirm").text


def test_an_offer_that_is_over_says_so(shop: Workshop, phone: Phone, session: Session, clock: FakeClock) -> None:
    full = ask(shop, family(session, size=4))
    client, _receipt = signed_up(phone, session)
    requests.leave(shop, full)
    clock.move(days=3)
    answer = send(client, "/receipt", to="/receipt/confirm")
    assert answer.status_code == 409
    assert "Erbjudandet har gått ut" in answer.text


def test_a_receipt_that_is_nobodys_is_refused_in_words(phone: Phone, session: Session) -> None:
    client = phone()
    assert client.get("/receipt?t=made-up").status_code == 403
    assert client.get("/receipt").status_code == 403


def test_the_pages_are_in_english_for_who_reads_english(phone: Phone, session: Session) -> None:
    client = phone()
    client.cookies.set("language", "en")
    assert "Plenty of places" in client.get(f"/signup/{session.lab}").text
    assert "How many are you?" in client.get(f"/signup/{session.lab}/party").text


def test_other_sessions_can_be_chosen_while_nothing_is_held(
    shop: Workshop, phone: Phone, leader: Actor, draft: Draft, session: Session
) -> None:
    ask(shop, family(session, size=4))
    client, receipt = signed_up(phone, session)
    assert "Välj andra pass" not in receipt.text
    other = coming(shop, leader, draft, days=9, seats=4)
    assert "Välj andra pass" in client.get("/receipt").text
    answer = send(client, "/receipt", to="/receipt/change", wish1=other.id)
    assert "Du har en plats" in answer.text
    assert places(shop, other) == [1, 2]


def test_the_contact_is_in_no_page_and_no_address(shop: Workshop, phone: Phone, session: Session) -> None:
    _client, receipt = signed_up(phone, session)
    assert "kim@example.se" not in receipt.text + str(receipt.url)
    assert session.starts_at > shop.clock() + timedelta(days=6)


def test_a_party_becomes_fewer_from_its_receipt(shop: Workshop, phone: Phone, session: Session) -> None:
    client, page = signed_up(phone, session, **{"size-10-12-girl": "2"})
    assert places(shop, session) == [1, 2, 3]
    assert 'name="size-10-12-girl" value="2"' in page.text
    fewer = send(client, "/receipt", "/receipt/resize", **{"size-10-12-girl": "2"})
    assert places(shop, session) == [1, 2]
    assert 'name="size-7-9-boy" value=""' in fewer.text
    more = send(client, "/receipt", "/receipt/resize", **{"size-10-12-girl": "5"})
    assert more.status_code == 409
    assert 'name="size-10-12-girl" value="5"' in more.text
    assert places(shop, session) == [1, 2]
