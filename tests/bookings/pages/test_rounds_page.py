"""A leader plans a round, looks at what each setting would give, closes it and draws it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from bookings import rounds
from bookings.draw_terms import Policy
from bookings.labs import Lab
from bookings.round_record import Round
from bookings.rounds import Plan
from bookings.rules import Draft, Session
from bookings.seat_terms import Way
from lab.access import Actor, Grant, Role
from lab.runtime import Workshop
from tests.bookings.asking_people import ask, coming, family, states
from tests.bookings.pages.conftest import Visit, shown
from tests.conftest import FakeClock


@pytest.fixture
def page(visit: Visit, place: Lab) -> Callable[..., AppTest]:
    return lambda **query: visit([Grant(Role.LEADER, f"lab:{place.id}")], "rounds", **query)


@pytest.fixture
def session(shop: Workshop, leader: Actor, draft: Draft) -> Session:
    return coming(shop, leader, draft, Way.ROUND, days=14, seats=2)


@pytest.fixture
def asked(shop: Workshop, leader: Actor, session: Session, clock: FakeClock) -> Round:
    """A round with three requests for two seats."""
    wanted = Plan(session.lab, "Våren", (session.id,), clock(), clock() + timedelta(days=2), Policy())
    found = rounds.plan(shop, leader, wanted)
    for number in range(3):
        ask(shop, family(session, contact=f"{number}@example.se"))
    return found


def test_a_round_is_planned_over_coming_sessions(
    page: Callable[..., AppTest], shop: Workshop, leader: Actor, session: Session
) -> None:
    opened = page()
    assert "Ingen omgång är planerad än." in shown(opened)
    opened.text_input(key="round-title").set_value("Vårens pass")
    opened.multiselect(key="round-sessions").select(session.id)
    opened.button(key="round-plan").click().run()
    assert [one.title for one in rounds.of_lab(shop, leader, session.lab)] == ["Vårens pass"]
    (planned,) = rounds.of_lab(shop, leader, session.lab)
    assert f'href="/rounds?id={planned.id}"' in shown(opened)


def test_a_session_that_has_a_round_is_not_offered_to_another(
    page: Callable[..., AppTest], shop: Workshop, leader: Actor, draft: Draft, asked: Round
) -> None:
    assert "Boka passen först." in shown(page())
    other = coming(shop, leader, draft, Way.FIRST_COME, days=21, seats=2)
    offered = page().multiselect(key="round-sessions").options
    assert len(offered) == 1
    assert other.title in offered[0]


def test_what_cannot_be_planned_is_told(page: Callable[..., AppTest], session: Session) -> None:
    opened = page()
    opened.text_input(key="round-title").set_value("Utan pass")
    opened.button(key="round-plan").click().run()
    assert "Omgången har inget pass." in shown(opened)


def test_the_figures_of_both_settings_stand_there_before_the_choice(page: Callable[..., AppTest], asked: Round) -> None:
    text = shown(page(id=asked.id))
    assert "Platser som varje område kan vänta sig" in text
    assert "Reserverat som minimum" in text
    assert "Reserverat utöver" in text


def test_the_list_is_closed_and_drawn(page: Callable[..., AppTest], shop: Workshop, asked: Round) -> None:
    opened = page(id=asked.id)
    opened.button(key="round-freeze").click().run()
    opened.button(key="round-freeze-yes").click().run()
    assert rounds.public(shop, asked.id).state == "frozen"
    opened.button(key="round-draw").click().run()
    assert rounds.public(shop, asked.id).state == "drawn"
    with shop.database.read() as read:
        receipts = read.column("select receipt from party")
    assert sorted(states(shop, one)[0] for one in receipts) == ["placed", "placed", "waiting"]


def test_a_proposal_is_only_a_proposal_and_both_are_logged(
    page: Callable[..., AppTest], shop: Workshop, asked: Round
) -> None:
    opened = page(id=asked.id)
    opened.button(key="propose").click().run()
    assert "för små" in shown(opened)
    assert rounds.public(shop, asked.id).held == {}
    with shop.database.read() as read:
        assert read.value("select count(*) from audit where verb = 'propose-reserves'") == 1


def test_a_round_of_another_lab_is_not_shown(visit: Visit, asked: Round) -> None:
    assert "Requests" not in shown(visit([Grant(Role.LEADER, "lab:another")], "rounds", id=asked.id))
