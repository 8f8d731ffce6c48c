"""The page of a seat: what it shows, and how it ends."""

from bookings import joining, sessions, tickets
from bookings.joining import Answers
from lab import gallery
from lab.access import Actor
from lab.exercise import MadePicture
from lab.runtime import Workshop
from tests.bookings.tablets import NEW, Opened, Tablet, seated, send


def test_when_the_session_is_closed_the_seat_says_goodbye(
    shop: Workshop, leader: Actor, opened: Opened, tablet: Tablet
) -> None:
    running = opened()
    client = seated(tablet, running)
    sessions.close_now(shop, leader, running.id)
    assert "Den här platsen är stängd" in client.get("/seat").text


def test_leaving_frees_the_seat_and_the_tablet_for_the_next(
    shop: Workshop, leader: Actor, opened: Opened, tablet: Tablet
) -> None:
    running = opened()
    client = seated(tablet, running)
    left = send(client, "/seat", to="/seat/leave")
    assert left.url.path == "/seat/left"
    assert "Hej då!" in left.text
    assert sessions.seats(shop, leader, running.id) == []
    assert client.get("/join/answers").url.path == "/join"
    assert send(client, "/join", pin=running.pin).url.path == "/join/you"
    send(client, "/join/answers", **NEW)
    assert "Plats 2" in client.get("/seat").text


def test_the_own_pictures_are_shown_and_marked_and_those_of_others_are_not(
    shop: Workshop, opened: Opened, tablet: Tablet
) -> None:
    running = opened()
    client, other = seated(tablet, running), seated(tablet, running)
    png = gallery.PNG + gallery.MARK
    own, others = (
        gallery.save(shop, who, MadePicture(png, "canvas", "small", 1, "day"))
        for who in (tickets.participant(shop, one.cookies["seat"]) for one in (client, other))
        if who
    )
    page = client.get("/seat").text
    assert f'src="/pictures/{own}.png"' in page
    assert others not in page
    assert "AI-bild" in page
    assert client.get(f"/pictures/{own}.png").content == png
    assert client.get(f"/pictures/{others}.png").status_code == 404


def test_a_seat_asks_the_store_so_that_a_ticket_of_another_lab_opens_nothing(
    shop: Workshop, opened: Opened, tablet: Tablet
) -> None:
    joined = joining.join(shop, opened().id, "a-tablet", Answers("1780", 10, "boy"))
    client = tablet()
    client.cookies.set("seat", joined.ticket[:-2] + "xx")
    assert "Den här platsen är stängd" in client.get("/seat").text
