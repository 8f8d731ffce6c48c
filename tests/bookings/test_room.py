"""The projector and the print sheet: what they show, when, and to whom."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from bookings import joining, projecting, sessions, tickets
from bookings.joining import Answers
from bookings.rules import Session
from bookings.web import room
from bookings.web.seats import seat_of
from lab import controls, gallery, logins, passwords, staff
from lab.access import SYSTEM, Actor, Grant, Role
from lab.exercise import MadePicture, Participant
from lab.gallery import PictureRow
from lab.runtime import Workshop
from lab.web.protection import Protection, exception_handlers
from lab.web.routes import routes as routes_of_the_ground
from tests.conftest import FakeClock

Opened = Callable[..., Session]
Visit = Callable[..., TestClient]
NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)


@pytest.fixture
def visitor(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """A browser in which somebody with `grants` has logged in, or nobody."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    app = Starlette(
        routes=[*routes_of_the_ground(seat_of), *room.routes()],
        middleware=[Middleware(Protection)],
        exception_handlers=dict(exception_handlers),
    )

    def come(*grants: Grant) -> TestClient:
        client = TestClient(app, headers={"accept": "text/html"})
        if grants:
            email = f"{len(staff.listed(shop, SYSTEM))}@example.se"
            staff.create(shop, SYSTEM, email, "sju-sjösjuka-sjömän", list(grants))
            client.cookies.set("staff", logins.login(shop, email, "sju-sjösjuka-sjömän", "192.0.2.1").token)
        return client

    return come


@pytest.fixture
def leading(visitor: Visit, opened: Opened) -> tuple[TestClient, Session]:
    """A leader before an open session of two seats."""
    session = opened(seats=2)
    return visitor(Grant(Role.LEADER, f"lab:{session.lab}")), session


def sit_down(shop: Workshop, session: Session, tablet: str) -> Participant:
    found = tickets.participant(shop, joining.join(shop, session.id, tablet, Answers("1780", 12, "girl")).ticket)
    assert found
    return found


def saved(shop: Workshop, who: Participant) -> str:
    return gallery.save(shop, who, MadePicture(gallery.PNG + gallery.MARK, "canvas", "small", 7, "noon"))


def test_the_projector_shows_the_way_in_while_seats_are_free_and_then_no_pin(
    leading: tuple[TestClient, Session], shop: Workshop
) -> None:
    client, session = leading
    pin = f"{session.pin[:3]} {session.pin[3:]}"
    page = client.get(f"/projector/{session.id}")
    assert pin in page.text
    assert "testserver/join" in page.text
    assert "2 lediga platser" in page.text
    assert page.headers["cache-control"] == "no-store"
    sit_down(shop, session, "a")
    assert "1 ledig plats" in client.get(f"/projector/{session.id}").text
    sit_down(shop, session, "b")
    full = client.get(f"/projector/{session.id}").text
    assert pin not in full
    assert "Alla har en plats" in full


def test_pictures_take_turns_until_the_leader_chooses_one(
    leading: tuple[TestClient, Session], shop: Workshop, leader: Actor, clock: FakeClock
) -> None:
    client, session = leading
    who = sit_down(shop, session, "a")
    pictures = []
    for _ in range(3):
        pictures.append(saved(shop, who))
        clock.move(seconds=1)

    def on_show() -> str:
        text = client.get(f"/projector/{session.id}").text
        return next(one for one in pictures if f"/pictures/{one}.png" in text)

    turns = []
    for _ in range(6):
        turns.append(on_show())
        clock.move(seconds=projecting.SLIDE_SECONDS)
    assert turns[:3] == turns[3:]
    assert set(turns) == set(pictures)
    controls.show(shop, leader, session.id, pictures[1])
    for _ in range(3):
        assert on_show() == pictures[1]
        clock.move(seconds=projecting.SLIDE_SECONDS)
    gallery.remove(shop, leader, pictures[1])
    assert on_show() in (pictures[0], pictures[2])


def test_a_pause_and_the_end_are_told_to_the_room(
    leading: tuple[TestClient, Session], shop: Workshop, leader: Actor
) -> None:
    client, session = leading
    controls.pause(shop, leader, session.id)
    assert "Paus. Titta hitåt!" in client.get(f"/projector/{session.id}").text
    controls.stop(shop, leader, session.id)
    assert "Stopp. Titta hitåt!" in client.get(f"/projector/{session.id}").text
    sessions.close_now(shop, leader, session.id)
    over = client.get(f"/projector/{session.id}").text
    assert "Passet är slut" in over
    assert session.pin[:3] + " " + session.pin[3:] not in over


def test_the_print_sheet_has_every_picture_by_seat_with_its_mark(
    leading: tuple[TestClient, Session], shop: Workshop, clock: FakeClock
) -> None:
    client, session = leading
    empty = client.get(f"/print/{session.id}").text
    assert "Ingen bild har sparats" in empty
    first, second = sit_down(shop, session, "a"), sit_down(shop, session, "b")
    kept = []
    for who in (second, first, second):
        kept.append(saved(shop, who))
        clock.move(minutes=1)
    sheet = client.get(f"/print/{session.id}").text
    places = [sheet.index(f"/pictures/{picture}.png") for picture in (kept[1], kept[0], kept[2])]
    assert places == sorted(places)
    assert sheet.count("AI-bild") == 3
    assert "Plats 2" in sheet
    assert "Verkstan" in sheet
    assert "tisdag 17 mars 2026" in sheet
    assert "prints-6" in sheet
    assert "prints-1" in client.get(f"/print/{session.id}?on_a_page=1").text
    assert "prints-6" in client.get(f"/print/{session.id}?on_a_page=1000").text


@pytest.mark.parametrize("page", ["projector", "print"])
def test_only_those_who_lead_the_lab_may_look(visitor: Visit, leading: tuple[TestClient, Session], page: str) -> None:
    _, session = leading
    asked = visitor().get(f"/{page}/{session.id}", follow_redirects=False)
    assert asked.headers["location"] == f"/login?next=/{page}/{session.id}"
    for grant in (Grant(Role.LEADER, "lab:another"), Grant(Role.REVIEWER, "area:1780")):
        refused = visitor(grant).get(f"/{page}/{session.id}")
        assert refused.status_code == 403
        assert session.title not in refused.text
    assert leading[0].get(f"/{page}/gone").status_code == 404


def test_a_picture_is_never_kept_by_the_browser(leading: tuple[TestClient, Session], shop: Workshop) -> None:
    client, session = leading
    picture = saved(shop, sit_down(shop, session, "a"))
    assert client.get(f"/pictures/{picture}.png").headers["cache-control"] == "no-store"


MADE = [PictureRow(str(number), 1, "canvas", "small", 7, "noon", NOON) for number in range(9)]


@given(st.integers(0, 9), st.integers(0, 10_000))
def test_each_picture_has_its_turn_and_stays_for_as_long_as_the_others(count: int, after: int) -> None:
    made = MADE[:count]
    seen = [
        projecting.slide(made, "", NOON + timedelta(seconds=after + second))
        for second in range(count * projecting.SLIDE_SECONDS)
    ]
    assert all(seen.count(index) == projecting.SLIDE_SECONDS for index in range(count))


@given(st.integers(1, 9), st.integers(0, 8), st.integers(0, 10_000))
def test_a_chosen_picture_stays_and_one_that_is_gone_does_not_matter(count: int, chosen: int, after: int) -> None:
    made = MADE[:count]
    now = NOON + timedelta(seconds=after)
    expected = chosen if chosen < count else projecting.slide(made, "", now)
    assert projecting.slide(made, str(chosen), now) == expected
    assert projecting.slide([replace(one) for one in made], "gone", now) == projecting.slide(made, "", now)
