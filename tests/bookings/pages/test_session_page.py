"""A session's page before, while and after it is open."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from bookings import joining, sessions, tickets
from bookings.joining import Answers
from bookings.labs import Lab
from bookings.rules import Draft, Session
from lab import controls, gallery
from lab.access import SYSTEM, Actor, Grant, Role
from lab.exercise import Controls, MadePicture
from lab.presence import Doing
from lab.runtime import Workshop, use
from tests.bookings.pages.conftest import Visit, links, shown
from tests.conftest import FakeClock

LEADER = Role.LEADER


@pytest.fixture
def board(visit: Visit, place: Lab) -> Callable[[Session], AppTest]:
    """Opens a session's page as the lab's leader."""
    return lambda session: visit([Grant(LEADER, f"lab:{place.id}")], "session", id=session.id)


def sit_down(shop: Workshop, session: Session, tablet: str) -> str:
    """A youth joins; gives the seat's ticket."""
    return joining.join(shop, session.id, tablet, Answers("1780", 12, "girl")).ticket


def save_picture(shop: Workshop, session: Session) -> str:
    """A youth joins and saves a picture; gives its id."""
    who = tickets.participant(shop, sit_down(shop, session, "a"))
    assert who is not None
    return gallery.save(shop, who, MadePicture(gallery.PNG + gallery.MARK, "canvas", "small", 7, "noon"))


def test_opening_a_session_shows_its_pin(
    board: Callable[[Session], AppTest], shop: Workshop, leader: Actor, draft: Draft
) -> None:
    booked = sessions.book(shop, leader, draft)
    page = board(booked)
    assert "tisdag 17 mars, " in shown(page)
    page.button(key="session-open").click().run()
    pin = sessions.session(shop, leader, booked.id).pin
    assert len(pin) == 6
    assert f"{pin[:3]} {pin[3:]}" in shown(page)
    assert "localhost:8501/join" in shown(page)
    assert "Bara den här datorn når den adressen" in shown(page)


def test_the_seats_fill_and_tell_what_each_does(
    board: Callable[[Session], AppTest], shop: Workshop, opened: Callable[..., Session], clock: FakeClock
) -> None:
    session = opened()
    page = board(session)
    assert "0 av 12 platser tagna" in shown(page)
    for tablet in ("a", "b"):
        sit_down(shop, session, tablet)
    clock.move(minutes=5)
    shop.presence.seen(f"seat:{session.id}:1", Doing("canvas", "Painting", clock()))
    clock.move(minutes=3)
    page.run()
    assert "2 av 12 platser tagna" in shown(page)
    assert "3 min sedan" in shown(page)
    assert "Har inte börjat än" in shown(page)


def test_a_saved_picture_is_marked_counted_and_can_be_removed(
    board: Callable[[Session], AppTest], shop: Workshop, opened: Callable[..., Session]
) -> None:
    session = opened()
    kept = save_picture(shop, session)
    page = board(session)
    assert f"/pictures/{kept}.png" in shown(page)
    assert "AI-bild" in shown(page)
    assert "1 bild" in shown(page)
    assert "Har suttit still en stund" in shown(page)
    page.button(key=f"pictures-show-{kept}").click().run()
    page.button(key=f"remove-{kept}").click().run()
    page.button(key=f"remove-{kept}-yes").click().run()
    assert gallery.of_session(shop, SYSTEM, session.id, session.lab) == []
    assert "Här visas bilder som sparas." in shown(page)


def test_closing_asks_once_more_and_then_tells_what_happened(
    board: Callable[[Session], AppTest], shop: Workshop, leader: Actor, opened: Callable[..., Session]
) -> None:
    session = opened()
    sit_down(shop, session, "a")
    page = board(session)
    page.button(key="session-close").click().run()
    assert sessions.session(shop, leader, session.id).status == "open"
    page.button(key="session-close-yes").click().run()
    assert sessions.session(shop, leader, session.id).status == "closed"
    assert "Unga som kom" in shown(page)


def test_a_changed_session_keeps_what_was_not_changed(
    board: Callable[[Session], AppTest], shop: Workshop, leader: Actor, draft: Draft
) -> None:
    booked = sessions.book(shop, leader, draft)
    page = board(booked)
    page.button(key="session-change").click().run()
    page.text_input(key="change-title").set_value("Måla med mormor").run()
    page.button(key="change-save").click().run()
    changed = sessions.session(shop, leader, booked.id)
    assert changed.title == "Måla med mormor"
    assert (changed.starts_at, changed.ends_at, changed.seats) == (booked.starts_at, booked.ends_at, booked.seats)
    assert (changed.youngest, changed.oldest, changed.exercises) == (booked.youngest, booked.oldest, booked.exercises)


def test_a_session_is_cancelled_after_a_question(
    board: Callable[[Session], AppTest], shop: Workshop, leader: Actor, draft: Draft
) -> None:
    booked = sessions.book(shop, leader, draft)
    page = board(booked)
    page.button(key="session-cancel").click().run()
    page.button(key="session-cancel-yes").click().run()
    assert sessions.session(shop, leader, booked.id).status == "cancelled"
    assert "Passet är inställt." in shown(page)
    assert not [button for button in page.button if button.key == "session-open"]


def test_a_pause_is_pressed_told_and_ended(
    board: Callable[[Session], AppTest], shop: Workshop, opened: Callable[..., Session]
) -> None:
    session = opened()
    page = board(session)
    assert "Alla kan arbeta." in shown(page)
    page.button(key="board-pause").click().run()
    assert controls.controls_of(shop, session.id).paused
    assert "Pausat" in shown(page)
    page.button(key="board-resume").click().run()
    page.button(key="board-stop").click().run()
    assert controls.controls_of(shop, session.id).stopped
    assert "Stoppat" in shown(page)
    assert not [button for button in page.button if button.key == "board-pause"]
    page.button(key="board-resume").click().run()
    assert controls.controls_of(shop, session.id) == Controls()


def test_a_pause_by_another_leader_is_seen(
    board: Callable[[Session], AppTest], shop: Workshop, leader: Actor, opened: Callable[..., Session]
) -> None:
    session = opened()
    page = board(session)
    controls.pause(shop, leader, session.id)
    page.run()
    assert "Pausat" in shown(page)


def test_a_picture_is_put_on_the_projector_and_taken_from_it(
    board: Callable[[Session], AppTest], shop: Workshop, opened: Callable[..., Session]
) -> None:
    session = opened()
    kept = save_picture(shop, session)
    page = board(session)
    page.button(key=f"pictures-show-{kept}").click().run()
    page.button(key=f"project-{kept}").click().run()
    assert controls.controls_of(shop, session.id).shown == kept
    assert "Bilden visas på projektorn nu." in shown(page)
    page.button(key="pictures-back").click().run()
    assert "Projektorn visar en bild från plats 1." in shown(page)
    page.button(key="board-slides").click().run()
    assert controls.controls_of(shop, session.id).shown == ""


def test_free_text_is_opened_for_this_session_only(
    board: Callable[[Session], AppTest], shop: Workshop, opened: Callable[..., Session]
) -> None:
    shop = use(replace(shop, settings=shop.settings.model_copy(update={"large_model": "large"})))
    session = opened()
    page = board(session)
    assert not page.toggle(key="board-free-text").value
    page.toggle(key="board-free-text").set_value(True).run()
    assert controls.controls_of(shop, session.id).free_text
    page.toggle(key="board-free-text").set_value(False).run()
    assert not controls.controls_of(shop, session.id).free_text


def test_where_no_large_model_reads_words_the_board_says_so_and_has_no_switch(
    board: Callable[[Session], AppTest], opened: Callable[..., Session]
) -> None:
    page = board(opened())
    assert "board-free-text" not in [toggle.key for toggle in page.toggle]
    assert "det här labbet har ingen" in shown(page)


def test_the_board_leads_to_the_projector_and_the_print_sheet(
    board: Callable[[Session], AppTest], opened: Callable[..., Session]
) -> None:
    session = opened()
    page = board(session)
    addresses = [element.proto.url for element in page.get("link_button")]
    assert addresses == [f"/projector/{session.id}", f"/print/{session.id}"]
    assert "Lektionsplaner" in links(page)


def test_a_board_whose_session_was_closed_elsewhere_tells_what_happened(
    board: Callable[[Session], AppTest], shop: Workshop, leader: Actor, opened: Callable[..., Session]
) -> None:
    session = opened()
    page = board(session)
    sessions.close_now(shop, leader, session.id)
    page.run()
    assert "Unga som kom" in shown(page)
    assert session.pin[:3] + " " + session.pin[3:] not in shown(page)


def test_an_address_without_a_session_is_told(visit: Visit, place: Lab) -> None:
    page = visit([Grant(LEADER, f"lab:{place.id}")], "session", id="gone")
    assert page.error
    assert page.title[0].value == "Pass"


def test_the_leader_of_another_lab_is_refused(visit: Visit, opened: Callable[..., Session]) -> None:
    session = opened(title="Bara för oss")
    page = visit([Grant(LEADER, "lab:another")], "session", id=session.id)
    assert "Bara för oss" not in shown(page)
    assert session.pin[:3] not in shown(page)
    assert page.error


def test_a_seat_without_a_sign_of_life_is_pointed_out(
    board: Callable[[Session], AppTest], shop: Workshop, opened: Callable[..., Session], clock: FakeClock
) -> None:
    session = opened()
    for tablet in ("a", "b"):
        sit_down(shop, session, tablet)
    page = board(session)
    assert "suttit still" not in shown(page)
    clock.move(minutes=4)
    shop.presence.seen(f"seat:{session.id}:1", Doing("canvas", "Painting", clock()))
    page.run()
    assert "1 har suttit still en stund" in shown(page)
    assert "dot-busy" in shown(page)
    clock.move(minutes=4)
    page.run()
    assert "2 har suttit still en stund" in shown(page)
