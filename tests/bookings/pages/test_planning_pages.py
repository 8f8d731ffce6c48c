"""Planning as a leader and an administrator meet it: series, empty times, months, opening hours, closures."""

from dataclasses import replace
from datetime import date, time, timedelta

from streamlit.testing.v1 import AppTest

from bookings import openings, resources, rules, series, sessions
from bookings.labs import Lab, Room
from bookings.opening_rules import Closing, Hours
from bookings.repeats import Repeat
from bookings.rules import Draft
from bookings.series import Plan
from lab.access import SYSTEM, Actor, Grant, Role
from lab.runtime import Workshop
from tests.bookings.pages.conftest import Visit, links, shown

ADMIN = [Grant(Role.ADMIN, "*")]
BREAK = Closing("Påsklov", date(2026, 3, 30), date(2026, 4, 3))


def leads(lab: Lab) -> list[Grant]:
    return [Grant(Role.LEADER, f"lab:{lab.id}")]


def on(draft: Draft, day: date, hour: int = 15) -> Draft:
    starts_at = rules.from_local(day, time(hour), "Europe/Stockholm")
    return replace(draft, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))


def choose(browser: AppTest, key: str, words: str) -> None:
    """Choose what begins with these words."""
    box = browser.selectbox(key=key)
    box.set_value(next(option for option in box.options if option.startswith(words))).run()


def test_a_series_is_told_why_one_time_collides_and_is_booked_without_it(
    visit: Visit, shop: Workshop, place: Lab
) -> None:
    openings.close(shop, SYSTEM, place.id, [BREAK])
    page = visit(leads(place), "calendar", week="2026-03-24")
    page.button(key="calendar-book").click().run()
    page.selectbox(key="booking-start").set_value(time(15))
    page.toggle(key="booking-repeat-on").set_value(True).run()
    page.toggle(key="booking-repeat-by-number").set_value(True).run()
    page.number_input(key="booking-repeat-count").set_value(4).run()
    assert "Labbet är stängt då: Påsklov." in shown(page)
    page.button(key="booking-book-series").click().run()
    assert "Påsklov" in page.error[0].value
    assert sessions.between(shop, SYSTEM, place.id, date(2026, 3, 1), date(2026, 6, 1)) == []
    choose(page, "booking-times-answer-2026-03-30", "Hoppa över")
    page.button(key="booking-book-series").click().run()
    assert not page.exception
    assert "3 pass är bokade." in shown(page)
    found = sessions.between(shop, SYSTEM, place.id, date(2026, 3, 1), date(2026, 6, 1))
    assert [one.starts_at.day for one in found] == [23, 6, 13]


def test_an_empty_time_is_clicked_and_the_form_begins_there(visit: Visit, shop: Workshop, place: Lab) -> None:
    openings.set_hours(shop, SYSTEM, place.id, [Hours(weekday, 600, 1200) for weekday in range(5)])
    page = visit(leads(place), "calendar", week="2026-03-23")
    page.button(key="empty-2026-03-26-600").click().run()
    assert page.selectbox(key="booking-start").value == time(10)
    assert page.selectbox(key="booking-day").value == date(2026, 3, 26)
    assert not [button for button in page.button if str(button.key).startswith("empty-")]


def test_the_month_and_the_list_show_what_the_week_shows(
    visit: Visit, shop: Workshop, leader: Actor, draft: Draft, place: Lab
) -> None:
    openings.close(shop, SYSTEM, place.id, [BREAK])
    sessions.book(shop, leader, replace(on(draft, date(2026, 3, 24)), title="Måla i skymning"))
    page = visit(leads(place), "calendar", view="month", week="2026-03-17")
    text = shown(page)
    assert "Mars 2026" in text
    assert "Påsklov" in text
    assert "15:00</span> Måla i skymning" in text
    page.query_params["view"] = "list"
    page.run()
    assert "15:00–17:00" in shown(page)
    assert "Måla i skymning" in shown(page)


def test_a_filter_shows_only_what_was_chosen(
    visit: Visit, shop: Workshop, leader: Actor, draft: Draft, place: Lab
) -> None:
    sessions.book(shop, leader, replace(on(draft, date(2026, 3, 18)), title="Blir av"))
    gone = sessions.book(shop, leader, replace(on(draft, date(2026, 3, 19)), title="Blir inte av"))
    sessions.cancel(shop, leader, gone.id)
    page = visit(leads(place), "calendar")
    statuses = next(group for group in page.button_group if group.key == "calendar-filter-statuses")
    statuses.set_value(["cancelled"]).run()
    assert "Blir inte av" in links(page)
    assert "Blir av" not in links(page)


def test_this_and_the_following_times_are_changed_and_then_cancelled(
    visit: Visit, shop: Workshop, leader: Actor, draft: Draft, place: Lab
) -> None:
    series.book(shop, leader, Plan(on(draft, date(2026, 3, 24)), Repeat((1,), count=4)))
    found = sessions.between(shop, SYSTEM, place.id, date(2026, 3, 1), date(2026, 6, 1))
    page = visit(leads(place), "session", id=found[1].id)
    assert "Tillfälle 2 av 4 i en serie." in shown(page)
    page.button(key="session-change").click().run()
    page.text_input(key="change-title").set_value("Nytt namn")
    page.radio(key=f"change-scope-{found[1].id}").set_value(series.Scope.FOLLOWING).run()
    page.button(key="change-save").click().run()
    assert not page.exception
    assert "3 pass är ändrade." in shown(page)
    page.button(key="session-cancel").click().run()
    page.radio(key=f"cancel-scope-{found[1].id}").set_value(series.Scope.FOLLOWING).run()
    page.button(key="session-cancel-yes").click().run()
    assert "3 pass är inställda." in shown(page)
    after = sessions.between(shop, SYSTEM, place.id, date(2026, 3, 1), date(2026, 6, 1))
    assert [(one.title, one.status[0]) for one in after] == [("Måla", "p"), *[("Nytt namn", "c")] * 3]


def test_what_a_closure_hits_is_moved_from_the_calendar(
    visit: Visit, shop: Workshop, leader: Actor, draft: Draft, place: Lab
) -> None:
    booked = sessions.book(shop, leader, on(draft, date(2026, 3, 31)))
    openings.close(shop, SYSTEM, place.id, [BREAK])
    page = visit(leads(place), "calendar")
    assert "Labbet är stängt då: Påsklov." in shown(page)
    page.button(key=f"calendar-move-{booked.id}").click().run()
    page.button(key=f"calendar-move-{booked.id}-go").click().run()
    assert "Passet är flyttat." in shown(page)
    moved = sessions.session(shop, SYSTEM, booked.id)
    assert moved.starts_at == on(draft, date(2026, 4, 4)).starts_at


def part(page: AppTest, lab: Lab, name: str) -> None:
    """Turn to another part of a lab's set-up."""
    next(group for group in page.button_group if group.key == f"part-{lab.id}").set_value(name).run()


def test_hours_holidays_and_school_breaks_are_set_up(visit: Visit, shop: Workshop, place: Lab) -> None:
    page = visit(ADMIN, "labs")
    part(page, place, "hours")
    page.button(key=f"hours-add-{place.id}").click().run()
    page.toggle(key=f"holidays-{place.id}-False").set_value(True).run()
    known = openings.hours(shop, SYSTEM, place.id)
    assert [(one.weekday, one.opens, one.closes) for one in known.hours] == [(day, 600, 1200) for day in range(5)]
    assert known.closed_on_holidays
    assert "Måndag 10:00–20:00" in shown(page)
    part(page, place, "closures")
    page.text_area(key=f"breaks-text-{place.id}").set_value("Påsklov,2026-03-30,2026-04-03").run()
    page.button(key=f"breaks-{place.id}").click().run()
    assert [one.reason for one in openings.closures(shop, SYSTEM, place.id)] == ["Påsklov"]
    assert "Inget pass berörs." in shown(page)


def test_stations_buffers_and_equipment_are_set_up(visit: Visit, shop: Workshop, place: Lab, room: Room) -> None:
    page = visit(ADMIN, "labs")
    part(page, place, "resources")
    page.multiselect(key=f"capability-stations-{room.id}").set_value([11, 12])
    page.selectbox(key=f"capability-{room.id}").set_value("gpu").run()
    page.button(key=f"capability-save-{room.id}").click().run()
    kinds = [one.number for one in resources.stations(shop, place.id) if one.capability == "gpu"]
    assert kinds == [11, 12]
    page.selectbox(key=f"after-{room.id}").set_value(2).run()
    page.button(key=f"buffers-save-{room.id}").click().run()
    assert resources.buffers(shop, room.id).after == 2
    page.text_input(key=f"new-equipment-{place.id}").set_value("Filmkamera").run()
    page.button(key=f"add-equipment-{place.id}").click().run()
    assert [(one.name, one.units) for one in resources.equipment(shop, place.id)] == [("Filmkamera", 1)]
