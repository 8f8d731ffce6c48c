"""The calendar as a leader meets it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from bookings import labs, minimum, sessions, ways
from bookings.components import dates, dragging
from bookings.components.dragging import Dropped
from bookings.labs import Lab, Room
from bookings.rules import Draft
from bookings.seat_terms import Way
from lab.access import SYSTEM, Actor, Grant, Role
from lab.runtime import Workshop
from tests.bookings.pages.conftest import Visit, links, shown
from tests.conftest import FakeClock

MOVING = "calendar-moving"
"""Where the page keeps what was dragged."""


@pytest.fixture
def calendar(visit: Visit, place: Lab) -> AppTest:
    """The week of 17 March 2026, before anything is booked."""
    return visit([Grant(Role.LEADER, f"lab:{place.id}")], "calendar")


def fill(browser: AppTest, title: str, start: time) -> None:
    """Open the form and ask for two hours today."""
    browser.button(key="calendar-book").click().run()
    browser.text_input(key="booking-title").set_value(title)
    browser.selectbox(key="booking-start").set_value(start)
    browser.selectbox(key="booking-minutes").set_value(120).run()


def test_a_booked_session_is_shown_in_the_week(calendar: AppTest) -> None:
    assert "Vecka 12 · 16–22 mars 2026" in shown(calendar)
    fill(calendar, "Måla i skymning", time(17))
    calendar.button(key="booking-book").click().run()
    assert not calendar.exception
    assert "Måla i skymning" in links(calendar)
    assert "17:00–19:00" in shown(calendar)
    assert "Bokat: Måla i skymning, tisdag 17 mars kl. 17:00." in shown(calendar)


def test_no_line_can_end_between_the_hours_of_a_session() -> None:
    start = datetime(2026, 3, 17, 14, 30, tzinfo=UTC)
    hours = dates.hours(start, start + timedelta(hours=2), "Europe/Stockholm")
    assert hours.replace("\N{WORD JOINER}–\N{WORD JOINER}", " till ") == "15:30 till 17:30"


def test_a_collision_is_told_and_what_was_typed_is_kept(
    calendar: AppTest, shop: Workshop, leader: Actor, draft: Draft
) -> None:
    sessions.book(shop, leader, replace(draft, title="Klass 5B"))
    fill(calendar, "Tjejkväll", time(17))
    calendar.button(key="booking-book").click().run()
    assert "Klass 5B" in calendar.error[0].value
    assert calendar.text_input(key="booking-title").value == "Tjejkväll"
    assert calendar.selectbox(key="booking-start").value == time(17)
    assert "Tjejkväll" not in links(calendar)
    calendar.selectbox(key="booking-start").set_value(time(19)).run()
    calendar.button(key="booking-book").click().run()
    assert "Tjejkväll" in links(calendar)


def test_the_leader_of_another_lab_sees_nothing_of_it(
    visit: Visit, shop: Workshop, leader: Actor, draft: Draft
) -> None:
    sessions.book(shop, leader, replace(draft, title="Bara för oss"))
    other = labs.found(shop, SYSTEM, "Kils bibliotek", "1715", "Europe/Stockholm", {"Läshörnan": 4})
    browser = visit([Grant(Role.LEADER, f"lab:{other.id}")], "calendar", lab=draft.lab)
    assert "Kils bibliotek" in shown(browser)
    assert "Verkstan" not in shown(browser)
    assert "Bara för oss" not in links(browser)


def test_a_leader_of_two_labs_chooses_between_them(visit: Visit, shop: Workshop, place: Lab) -> None:
    other = labs.found(shop, SYSTEM, "Kils bibliotek", "1715", "Europe/Stockholm", {"Läshörnan": 4})
    browser = visit([Grant(Role.LEADER, f"lab:{lab}") for lab in (place.id, other.id)], "calendar")
    assert browser.title[0].value == "Kils bibliotek"
    browser.selectbox(key="calendar-lab").set_value(place.id).run()
    assert browser.title[0].value == "Verkstan"
    assert browser.query_params["lab"] == place.id


def test_weeks_turn_over_the_night_when_summer_time_begins(
    calendar: AppTest, shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock
) -> None:
    sunday = datetime(2026, 3, 29, 8, 0, tzinfo=UTC)
    monday = datetime(2026, 3, 29, 22, 0, tzinfo=UTC)
    for title, starts_at in (("Sista söndagen", sunday), ("Första måndagen", monday)):
        ends_at = starts_at + timedelta(hours=1)
        sessions.book(shop, leader, replace(draft, title=title, starts_at=starts_at, ends_at=ends_at))
    calendar.button(key="calendar-next").click().run()
    assert "Vecka 13 · 23–29 mars 2026" in shown(calendar)
    assert "10:00–11:00" in shown(calendar)
    assert [label for label in links(calendar) if "agen" in label] == ["Sista söndagen"]
    calendar.button(key="calendar-next").click().run()
    assert "Vecka 14 · 30 mars–5 april 2026" in shown(calendar)
    assert "00:00–01:00" in shown(calendar)
    assert [label for label in links(calendar) if "agen" in label] == ["Första måndagen"]


def test_what_runs_now_is_on_top_with_its_pin(visit: Visit, opened, place: Lab) -> None:  # type: ignore[no-untyped-def]
    running = opened(title="Måla nu")
    browser = visit([Grant(Role.LEADER, f"lab:{place.id}")], "calendar")
    assert "Pågår nu" in shown(browser)
    assert f"{running.pin[:3]} {running.pin[3:]}" in shown(browser)
    assert "0 av 12 platser tagna" in shown(browser)


def test_a_smaller_room_offers_fewer_seats(calendar: AppTest, shop: Workshop, place: Lab, room: Room) -> None:
    calendar.button(key="calendar-book").click().run()
    assert calendar.number_input[0].value == room.stations == 12
    smaller = labs.rooms(shop, place.id)[1]
    calendar.selectbox(key="booking-room").set_value(smaller.id).run()
    assert calendar.number_input[0].max == smaller.stations == 4
    assert calendar.number_input[0].value == 4


def test_a_collision_is_told_before_anybody_tries_and_one_press_takes_another_time(
    calendar: AppTest, shop: Workshop, leader: Actor, draft: Draft
) -> None:
    sessions.book(shop, leader, replace(draft, title="Klass 5B"))
    fill(calendar, "Tjejkväll", time(17))
    assert "Klass 5B" in shown(calendar)
    calendar.button(key="booking-time-0").click().run()
    assert "Klass 5B" not in "".join(one.value for one in calendar.error)
    calendar.button(key="booking-book").click().run()
    assert "Tjejkväll" in links(calendar)


def test_a_session_is_booked_with_sign_up_and_a_least_number(calendar: AppTest, shop: Workshop, place: Lab) -> None:
    fill(calendar, "Tjejkväll", time(19))
    calendar.radio(key="booking-way").set_value(Way.FIRST_COME)
    calendar.checkbox(key="booking-asks-least").check().run()
    calendar.number_input(key="booking-least").set_value(4)
    calendar.selectbox(key="booking-hours").set_value(2).run()
    calendar.button(key="booking-book").click().run()
    assert not calendar.exception
    (booked,) = sessions.of_week(shop, SYSTEM, place.id, date(2026, 3, 16))
    assert ways.way_of(shop, booked.id) is Way.FIRST_COME
    found = minimum.of_session(shop, SYSTEM, booked)
    assert found
    assert found.least == 4


def test_what_the_browser_says_of_a_drop_is_a_day_of_the_week_and_a_time_if_it_was_empty() -> None:
    monday = date(2026, 3, 16)
    on_day = dragging.read(monday, {"session": "a", "weekday": 3, "empty": ""})
    assert on_day == Dropped("a", date(2026, 3, 18), None)
    on_time = dragging.read(monday, {"session": "a", "weekday": 5, "empty": "2026-03-20-540"})
    assert on_time == Dropped("a", date(2026, 3, 20), 540)
    assert dragging.read(monday, {"session": "a", "weekday": 99}).day == date(2026, 3, 22)


def test_a_dragged_session_is_moved_once_its_leader_has_said_yes(
    calendar: AppTest, shop: Workshop, leader: Actor, draft: Draft
) -> None:
    start = datetime(2026, 3, 18, 14, 0, tzinfo=UTC)
    booked = sessions.book(shop, leader, replace(draft, starts_at=start, ends_at=start + timedelta(hours=2)))
    calendar.session_state[MOVING] = Dropped(booked.id, date(2026, 3, 19), 9 * 60)
    calendar.run()
    assert "onsdag 18 mars, 15:00–17:00" in shown(calendar)
    assert "torsdag 19 mars, 09:00–11:00" in shown(calendar)
    calendar.button(key="moving-yes").click().run()
    assert not calendar.exception
    assert sessions.session(shop, SYSTEM, booked.id).starts_at == datetime(2026, 3, 19, 8, 0, tzinfo=UTC)
    assert "Passet är flyttat" in shown(calendar)


def test_a_session_that_is_dragged_onto_another_says_why_not_and_what_could_be_instead(
    calendar: AppTest, shop: Workshop, leader: Actor, draft: Draft
) -> None:
    start = datetime(2026, 3, 18, 14, 0, tzinfo=UTC)
    booked = sessions.book(shop, leader, replace(draft, starts_at=start, ends_at=start + timedelta(hours=2)))
    tomorrow = start + timedelta(days=1)
    sessions.book(
        shop, leader, replace(draft, starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=2), title="Klass 5B")
    )
    calendar.session_state[MOVING] = Dropped(booked.id, date(2026, 3, 19))
    calendar.run()
    assert "Klass 5B" in shown(calendar)
    assert calendar.button(key="moving-yes").disabled
    calendar.button(key="moving-time-0").click().run()
    calendar.button(key="moving-yes").click().run()
    moved = sessions.session(shop, SYSTEM, booked.id)
    assert moved.starts_at.date() == date(2026, 3, 19)
    calendar.run()
    assert "moving" not in {button.key for button in calendar.button}
