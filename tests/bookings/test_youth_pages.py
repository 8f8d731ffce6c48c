"""The pages of the youths, as a browser without scripts meets them."""

import re

import httpx
import pytest

from bookings import sessions
from lab.access import Actor
from lab.runtime import Workshop
from tests.bookings.tablets import NEW, Opened, Tablet, invited, seated, send


def visits(shop: Workshop) -> list[str]:
    with shop.database.read() as read:
        return read.column("select area || ' ' || birth_year || ' ' || gender from visit order by 1")


def words_on(page: httpx.Response) -> list[str]:
    return re.findall(r"<li>([a-zåäöé]+)</li>", page.text)


def test_a_new_youth_goes_from_the_pin_to_the_seat(shop: Workshop, opened: Opened, tablet: Tablet) -> None:
    client = invited(tablet, opened())
    card = send(client, "/join/answers", **NEW)
    assert card.url.path == "/join/card"
    assert len(words_on(card)) == 3
    seat = send(client, "/join/card")
    assert seat.url.path == "/seat"
    assert "Plats 1" in seat.text
    assert 'href="/exercises/canvas/"' in seat.text
    assert visits(shop) == ["1780 2016 girl"]


def test_a_youth_with_a_card_skips_the_questions(shop: Workshop, opened: Opened, tablet: Tablet) -> None:
    running = opened()
    first = invited(tablet, running)
    words = words_on(send(first, "/join/answers", **NEW))
    second = invited(tablet, running)
    fields = {f"word{number}": word.upper() for number, word in enumerate(words, 1)}
    seat = send(second, "/join/words", **fields)
    assert seat.url.path == "/seat"
    assert "Plats 1" in seat.text
    assert len(visits(shop)) == 1


def test_three_words_written_in_the_first_field_are_understood(opened: Opened, tablet: Tablet) -> None:
    running = opened()
    words = words_on(send(invited(tablet, running), "/join/answers", **NEW))
    assert send(invited(tablet, running), "/join/words", word1="-".join(words)).url.path == "/seat"


def test_a_wrong_pin_is_told_and_kept_in_the_field(opened: Opened, tablet: Tablet) -> None:
    running = opened()
    wrong = f"{(int(running.pin) + 1) % 1_000_000:06d}"
    answer = send(tablet(), "/join", pin=wrong)
    assert answer.status_code == 422
    assert f'value="{wrong}"' in answer.text
    assert 'role="alert"' in answer.text
    assert ' autofocus aria-invalid="true" aria-describedby="error">' in answer.text
    assert "Den PIN-koden öppnar inget pass just nu." in answer.text


def test_guessing_pins_ends_with_a_wait(opened: Opened, tablet: Tablet) -> None:
    running = opened()
    client = tablet()
    answers = [
        send(client, "/join", pin=f"{(int(running.pin) + step) % 1_000_000:06d}").status_code for step in range(1, 13)
    ]
    assert answers == [422] * 10 + [429] * 2


def test_a_scanned_code_fills_the_pin_in(opened: Opened, tablet: Tablet) -> None:
    pin = opened().pin
    assert f'value="{pin}"' in tablet().get("/join", params={"pin": pin}).text


def test_what_is_written_in_the_address_is_shown_as_text(tablet: Tablet) -> None:
    assert "<b>" not in tablet().get("/join", params={"pin": '"><b>1'}).text


@pytest.mark.parametrize("page", ["/join/you", "/join/words", "/join/answers", "/seat", "/join/card"])
def test_nobody_comes_further_without_a_pin(opened: Opened, tablet: Tablet, page: str) -> None:
    opened()
    assert tablet().get(page).url.path == "/join"


def test_an_invitation_made_up_is_none(shop: Workshop, opened: Opened, tablet: Tablet) -> None:
    client = tablet()
    client.cookies.set("invited", "eyJzIjoxfQ.x.y")
    assert client.get("/join/answers").url.path == "/join"
    assert send(client, "/join", to="/join/answers", **NEW).url.path == "/join"
    assert visits(shop) == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"age": "10", "gender": "girl"}, "Välj din kommun, eller skriv vad den heter."),
        ({"near": "1780", "gender": "girl"}, "Tryck på din ålder."),
        ({"near": "1780", "age": "tio", "gender": "girl"}, "Tryck på din ålder."),
        ({"near": "1780", "age": "10"}, "Välj ett av de fyra."),
        ({"near": "1780", "age": "7", "gender": "girl"}, "Det här passet är för dig som är 8–16 år."),
        ({"near": "1780", "age": "10", "gender": "x"}, "Det svaret finns inte att välja."),
        ({"near": "9999", "age": "10", "gender": "girl"}, "9999"),
        ({"area_text": "Skoghall", "age": "10", "gender": "girl"}, "Vi hittar ingen kommun som heter ”Skoghall”."),
    ],
)
def test_an_answer_that_is_missing_or_wrong_is_told_and_the_others_are_kept(
    shop: Workshop, opened: Opened, tablet: Tablet, fields: dict[str, str], told: str
) -> None:
    answer = send(invited(tablet, opened()), "/join/answers", **fields)
    assert 400 <= answer.status_code < 500
    assert told in answer.text
    assert 'role="alert"' in answer.text
    assert visits(shop) == []
    if fields.get("age") == "10":
        assert re.search(r'name="age" value="10" checked', answer.text)
    if fields.get("gender") == "girl":
        assert re.search(r'name="gender" value="girl" checked', answer.text)
    if "area_text" in fields:
        assert 'value="Skoghall"' in answer.text


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Malmö", "1280"), ("malmo", "1280"), (" GÖTEBORGS KOMMUN ", "1480"), ("Överkal", "2513"), ("ovanaker", "2121")],
)
def test_a_municipality_is_understood_as_it_is_typed(
    shop: Workshop, opened: Opened, tablet: Tablet, typed: str, code: str
) -> None:
    answers = {**NEW, "area_text": typed}
    assert send(invited(tablet, opened()), "/join/answers", **answers).url.path == "/join/card"
    assert visits(shop) == [f"{code} 2016 girl"]


def test_a_name_that_several_municipalities_hold_gives_them_to_choose_from(
    shop: Workshop, opened: Opened, tablet: Tablet
) -> None:
    client = invited(tablet, opened())
    answer = send(client, "/join/answers", area_text="habo", age="10", gender="boy")
    assert "Vilken menar du?" in answer.text
    assert re.findall(r'name="near" value="(\d+)"', answer.text) == ["0643", "0305"]
    send(client, "/join/answers", near="0305", area_text="", age="10", gender="boy")
    assert visits(shop) == ["0305 2016 boy"]


def test_the_lab_and_its_neighbours_are_suggested_first(opened: Opened, tablet: Tablet) -> None:
    page = invited(tablet, opened()).get("/join/answers").text
    near = re.findall(r'name="near" value="(\d+)"', page)
    assert near[0] == "1780"
    assert "1761" in near
    assert len(re.findall(r'data-code="\d{4}"', page)) == 290


def test_only_ages_of_the_session_can_be_pressed(opened: Opened, tablet: Tablet) -> None:
    page = invited(tablet, opened(youngest=9, oldest=12)).get("/join/answers").text
    assert re.findall(r'name="age" value="(\d+)"', page) == ["9", "10", "11", "12"]


def test_sending_the_form_twice_and_going_back_gives_one_seat_and_one_card(
    shop: Workshop, opened: Opened, tablet: Tablet
) -> None:
    client = invited(tablet, opened())
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/join/answers").text)
    assert token
    first, second = (client.post("/join/answers", data={"csrf": token[1], **NEW}) for _ in range(2))
    assert words_on(first) == words_on(second) != []
    assert client.get("/join/answers").url.path == "/seat"
    assert client.get("/join").url.path == "/seat"
    assert len(visits(shop)) == 1


def test_the_card_is_shown_again_until_it_is_kept_and_never_after(opened: Opened, tablet: Tablet) -> None:
    client = invited(tablet, opened())
    words = words_on(send(client, "/join/answers", **NEW))
    assert words_on(client.get("/join/card")) == words
    assert "Visa mitt kort" in client.get("/seat").text
    send(client, "/join/card")
    assert client.get("/join/card").url.path == "/seat"
    assert "Visa mitt kort" not in client.get("/seat").text


def test_a_full_session_says_so_and_keeps_the_answers(opened: Opened, tablet: Tablet) -> None:
    running = opened(seats=1)
    seated(tablet, running)
    answer = send(invited(tablet, running), "/join/answers", **NEW)
    assert answer.status_code == 409
    assert "Alla platser är upptagna." in answer.text
    assert re.search(r'name="near" value="1780" checked', answer.text)


def test_a_session_that_closes_meanwhile_leads_back_to_the_pin(
    shop: Workshop, leader: Actor, opened: Opened, tablet: Tablet
) -> None:
    running = opened()
    client = invited(tablet, running)
    page = client.get("/join/answers").text
    sessions.close_now(shop, leader, running.id)
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token
    for answer in (client.get("/join/answers"), client.post("/join/answers", data={"csrf": token[1], **NEW})):
        assert answer.status_code == 409
        assert "Passet är inte öppet nu." in answer.text
        assert 'id="pin"' in answer.text


@pytest.mark.parametrize("page", ["/join", "/join/words", "/join/answers", "/join/card", "/seat/leave"])
def test_a_form_from_elsewhere_does_nothing(shop: Workshop, opened: Opened, tablet: Tablet, page: str) -> None:
    client = invited(tablet, opened())
    fields = {**NEW, "word1": "abakus", "pin": "123456"}
    assert client.post(page, data=fields).status_code == 403
    assert (
        client.post(page, data={**fields, "csrf": "x"}, headers={"origin": "https://evil.example"}).status_code == 403
    )
    assert visits(shop) == []


def test_the_cookies_of_a_youth_cannot_be_read_by_scripts(opened: Opened, tablet: Tablet) -> None:
    client = invited(tablet, opened())
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/join/answers").text)
    assert token
    answer = client.post("/join/answers", data={"csrf": token[1], **NEW}, follow_redirects=False)
    (cookie,) = (line for line in answer.headers.get_list("set-cookie") if line.startswith("seat="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=" in cookie


def test_the_pages_speak_english_to_those_who_chose_it(opened: Opened, tablet: Tablet) -> None:
    client = tablet()
    client.get("/language/en?next=/join")
    page = client.get("/join").text
    assert "Hi! Write the PIN" in page
    assert '<html lang="en">' in page
