"""Leaders on a session's page, one's own sessions, and a calendar's address."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bookings import leading, minimum, sessions, substitutes
from bookings.labs import Lab
from bookings.leading import LeadingRule, Ratio
from bookings.rules import Draft, Session
from lab import messages, staff
from lab.access import SYSTEM, Actor, Grant, Role
from lab.runtime import Workshop
from lab.staff import Credentials
from tests.bookings.pages.conftest import Visit, copyable, links, shown
from tests.conftest import FakeClock


@pytest.fixture
def leads(place: Lab) -> list[Grant]:
    return [Grant(Role.LEADER, f"lab:{place.id}")]


@pytest.fixture
def robin(shop: Workshop, leads: list[Grant]) -> str:
    with shop.database.transaction() as write:
        return staff.add(write, SYSTEM, Credentials("robin@example.se", "x"), leads)


@pytest.fixture
def coming(shop: Workshop, leader: Actor, robin: str, draft: Draft, clock: FakeClock) -> Session:
    """In three days, led by robin."""
    start = clock() + timedelta(days=3)
    asked = replace(draft, starts_at=start, ends_at=start + timedelta(hours=2))
    return sessions.book(shop, leader, asked, leaders=[robin])


def test_a_session_shows_who_leads_and_asks_a_substitute(
    shop: Workshop, visit: Visit, leads: list[Grant], coming: Session, robin: str, admin: Actor
) -> None:
    leading.set_rule(shop, admin, coming.lab, LeadingRule((Ratio(6, 12, 6),), refuses=False))
    page = visit(leads, "session", id=coming.id)
    assert '<p class="leader-names">robin</p>' in shown(page)
    assert "12 unga i åldern 8–16 behöver 2 ledare i det här labbet." in shown(page)
    page.button(key="substitute-ask").click().run()
    assert [one.kind for one in messages.listed(shop, SYSTEM)] == ["substitute"]
    (link,) = copyable(page)
    assert substitutes.asked(shop, link.rpartition("/substitute/")[2]).session == coming


def test_a_session_that_nobody_leads_says_so_and_gets_a_leader(
    shop: Workshop, visit: Visit, leads: list[Grant], coming: Session, leader: Actor, robin: str
) -> None:
    leading.choose(shop, leader, coming.id, [])
    page = visit(leads, "session", id=coming.id)
    assert "Ingen leder det här passet än." in shown(page)
    page.multiselect(key="leaders-leaders").set_value([robin]).run()
    page.button(key="leaders-save").click().run()
    assert [one.name for one in leading.staffing(shop, leader, coming).leaders] == ["robin"]


def test_a_least_number_is_asked_for_and_told(
    shop: Workshop, visit: Visit, leads: list[Grant], coming: Session, leader: Actor
) -> None:
    page = visit(leads, "session", id=coming.id)
    page.number_input(key="minimum-least").set_value(4).run()
    page.button(key="minimum-save").click().run()
    assert "Om färre än 4 platser är tagna torsdag 19 mars klockan 16:10 ställs passet in" in shown(page)
    found = minimum.of_session(shop, leader, coming)
    assert found
    assert found.least == 4


def test_a_leader_sees_the_own_sessions_and_makes_a_calendars_address_that_is_shown_once(
    shop: Workshop, visit: Visit, leads: list[Grant], draft: Draft, clock: FakeClock
) -> None:
    page = visit(leads, "my-sessions")
    assert "Du leder inga kommande pass." in shown(page)
    with shop.database.read() as read:
        me = read.value("select id from staff")
    start = clock() + timedelta(days=3)
    sessions.book(shop, SYSTEM, replace(draft, starts_at=start, ends_at=start + timedelta(hours=2)), leaders=[str(me)])
    page.run()
    assert "Måla" in links(page)
    page.button(key="feed-make-mine").click().run()
    (address,) = copyable(page)
    assert "/calendar/" in address
    assert address.endswith(".ics")
    page.button(key="feed-got-mine").click().run()
    assert not copyable(page)


def test_a_lab_asks_for_leaders_by_age(shop: Workshop, visit: Visit, place: Lab, admin: Actor) -> None:
    page = visit([Grant(Role.ADMIN, "*")], "labs")
    page.segmented_control(key=f"part-{place.id}").set_value("leaders").run()
    assert "en ledare räcker" in shown(page)
    page.button(key=f"ratio-add-{place.id}").click().run()
    assert leading.rule(shop, admin, place.id).ratios == (Ratio(6, 12, 8),)


def test_a_busy_leader_is_told_in_the_form_and_one_press_takes_another(
    shop: Workshop, visit: Visit, leads: list[Grant], coming: Session, robin: str
) -> None:
    with shop.database.transaction() as write:
        kim = staff.add(write, SYSTEM, Credentials("kim@example.se", "x"), leads)
        other = write.value("select id from room where lab = ? and id <> ?", [coming.lab, coming.room])
    asked = Draft(coming.lab, str(other), "Bygga", coming.starts_at, coming.ends_at, 4, 8, 16, ("canvas",))
    free = sessions.book(shop, SYSTEM, asked, leaders=[kim])
    page = visit(leads, "session", id=free.id)
    page.button(key="session-change").click().run()
    page.multiselect(key="change-leaders").set_value([robin]).run()
    assert "robin leder redan" in shown(page)
    page.button(key=f"change-leader-{kim}").click().run()
    assert "robin leder redan" not in shown(page)
    assert page.multiselect(key="change-leaders").value == [kim]
