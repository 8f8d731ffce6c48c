"""A leader sees a session's seats and line, and moves somebody with a reason."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from bookings import ways
from bookings.labs import Lab
from bookings.rules import Draft, Session
from bookings.seat_terms import Way
from lab.access import Actor, Grant, Role
from lab.runtime import Workshop
from tests.bookings.asking_people import ask, coming, family, rows
from tests.bookings.pages.conftest import Visit, shown


@pytest.fixture
def page(visit: Visit, place: Lab) -> Callable[[Session], AppTest]:
    return lambda session: visit([Grant(Role.LEADER, f"lab:{place.id}")], "places", id=session.id)


def test_the_way_in_is_chosen_here(
    page: Callable[[Session], AppTest], shop: Workshop, leader: Actor, draft: Draft
) -> None:
    session = coming(shop, leader, draft, Way.DROP_IN)
    opened = page(session)
    opened.radio(key="way").set_value(Way.FIRST_COME).run()
    opened.button(key="way-save").click().run()
    assert ways.way_of(shop, session.id) is Way.FIRST_COME


def test_a_session_that_waits_for_its_round_can_still_go_another_way(
    page: Callable[[Session], AppTest], shop: Workshop, leader: Actor, draft: Draft
) -> None:
    session = coming(shop, leader, draft, Way.DROP_IN)
    opened = page(session)
    for way in (Way.ROUND, Way.DROP_IN):
        opened.radio(key="way").set_value(way).run()
        opened.button(key="way-save").click().run()
        assert ways.way_of(shop, session.id) is way


def test_seats_and_line_are_shown_and_a_move_needs_a_reason(
    page: Callable[[Session], AppTest], shop: Workshop, leader: Actor, draft: Draft
) -> None:
    session = coming(shop, leader, draft, seats=1)
    ask(shop, family(session, contact="a@example.se"))
    first, second = (ask(shop, family(session, contact=f"{name}@example.se")) for name in "bc")
    opened = page(session)
    text = shown(opened)
    assert "Har plats" in text
    assert "Karlstad" in text
    assert "b@example.se" not in text
    opened.selectbox(key="move-who").set_value(rows(shop, second)[0].request)
    opened.button(key="move-do").click().run()
    assert "Ett skäl saknas." in shown(opened)
    opened.text_input(key="move-why").set_value("Ställde in förra gången")
    opened.button(key="move-do").click().run()
    assert rows(shop, second)[0].line < rows(shop, first)[0].line


def test_who_leads_elsewhere_sees_nothing(visit: Visit, shop: Workshop, leader: Actor, draft: Draft) -> None:
    session = coming(shop, leader, draft)
    ask(shop, family(session))
    assert "Har plats" not in shown(visit([Grant(Role.LEADER, "lab:other")], "places", id=session.id))
