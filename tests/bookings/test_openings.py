"""Opening hours, closures and holidays of a lab, and the sessions that they hit."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bookings import labs, opening_rules, openings, rules, sessions
from bookings.labs import Lab
from bookings.opening_rules import Closing, Hours
from bookings.rules import Draft
from lab.access import Actor
from lab.errors import NotAllowed, NotFound
from lab.runtime import Workshop

EVERY_DAY = [Hours(weekday, 10 * 60, 20 * 60) for weekday in range(7)]
BREAK = Closing("Påsklov", date(2026, 3, 30), date(2026, 4, 3))


def on(draft: Draft, day: date, hour: int = 15) -> Draft:
    starts_at = rules.from_local(day, time(hour), "Europe/Stockholm")
    return replace(draft, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))


def test_a_session_is_booked_only_while_the_lab_is_open(
    shop: Workshop, admin: Actor, leader: Actor, draft: Draft
) -> None:
    openings.set_hours(shop, admin, draft.lab, EVERY_DAY)
    openings.close(shop, admin, draft.lab, [BREAK])
    openings.set_holidays(shop, admin, draft.lab, True)
    for day, hour, error in (
        (date(2026, 3, 24), 19, opening_rules.OutsideHours),
        (date(2026, 3, 31), 15, opening_rules.ClosedThen),
        (date(2026, 4, 6), 15, opening_rules.ClosedForHoliday),
    ):
        with pytest.raises(error):
            sessions.book(shop, leader, on(draft, day, hour))
    assert sessions.book(shop, leader, on(draft, date(2026, 3, 24)))


def test_a_session_is_not_moved_into_a_closure_but_keeps_its_place_in_one(
    shop: Workshop, admin: Actor, leader: Actor, draft: Draft
) -> None:
    booked = sessions.book(shop, leader, on(draft, date(2026, 3, 31)))
    openings.close(shop, admin, draft.lab, [BREAK])
    renamed = sessions.change(shop, leader, booked.id, replace(on(draft, date(2026, 3, 31)), title="Påskpyssel"))
    assert renamed.title == "Påskpyssel"
    with pytest.raises(opening_rules.ClosedThen):
        sessions.change(shop, leader, booked.id, on(draft, date(2026, 4, 1)))


def test_what_a_closure_hits_is_listed_with_the_reason_until_it_is_moved_or_cancelled(
    shop: Workshop, admin: Actor, leader: Actor, draft: Draft
) -> None:
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 8))
    first, second, _free = (sessions.book(shop, leader, on(draft, day)) for day in days)
    assert openings.struck(shop, leader, draft.lab) == []
    openings.close(shop, admin, draft.lab, [BREAK])
    hit = openings.struck(shop, leader, draft.lab)
    assert [one.session.id for one in hit] == [first.id, second.id]
    assert "Påsklov" in hit[0].why.told()
    sessions.cancel(shop, leader, first.id)
    sessions.change(shop, leader, second.id, on(draft, date(2026, 4, 9)))
    assert openings.struck(shop, leader, draft.lab) == []


def test_narrower_hours_and_holidays_hit_too(shop: Workshop, admin: Actor, leader: Actor, draft: Draft) -> None:
    evening = sessions.book(shop, leader, on(draft, date(2026, 3, 24), 19))
    easter = sessions.book(shop, leader, on(draft, date(2026, 4, 6)))
    openings.set_hours(shop, admin, draft.lab, EVERY_DAY)
    openings.set_holidays(shop, admin, draft.lab, True)
    assert [one.session.id for one in openings.struck(shop, leader, draft.lab)] == [evening.id, easter.id]
    openings.set_holidays(shop, admin, draft.lab, False)
    openings.set_hours(shop, admin, draft.lab, [])
    assert openings.struck(shop, leader, draft.lab) == []


def test_every_lab_can_be_closed_at_once_and_opened_again(
    shop: Workshop, admin: Actor, leader: Actor, draft: Draft
) -> None:
    other = labs.found(shop, admin, "Andra", "0180", "Europe/Stockholm", {"A": 12})
    (closure,) = openings.close(shop, admin, None, [BREAK])
    for lab in (draft.lab, other.id):
        assert openings.closures(shop, admin, lab) == [closure]
    with pytest.raises(NotAllowed):
        openings.reopen(shop, leader, closure.id)
    openings.reopen(shop, admin, closure.id)
    assert openings.closures(shop, admin, other.id) == []
    with pytest.raises(NotFound):
        openings.reopen(shop, admin, closure.id)


def test_the_same_list_read_twice_closes_once(shop: Workshop, admin: Actor, place: Lab) -> None:
    breaks = openings.school_breaks(
        "Namn;Första;Sista\nSportlov;2027-02-22;2027-02-26\nPåsklov;2027-03-29;2027-04-02\n"
    )
    assert len(openings.close(shop, admin, place.id, breaks, openings.SCHOOL_BREAKS)) == 2
    assert openings.close(shop, admin, place.id, breaks, openings.SCHOOL_BREAKS) == []
    assert [one.reason for one in openings.closures(shop, admin, place.id)] == ["Sportlov", "Påsklov"]


@pytest.mark.parametrize(
    "text",
    [
        "Sportlov,2027-02-22,2027-02-26",
        "\ufeffName, first day, last day\r\nSportlov, 2027-02-22, 2027-02-26\r\n\r\n",
        "Sportlov\t2027-02-22\t2027-02-26\n",
        '"Sportlov",2027-02-22,2027-02-26',
    ],
)
def test_a_list_is_read_with_comma_semicolon_or_tab(text: str) -> None:
    assert openings.school_breaks(text) == [Closing("Sportlov", date(2027, 2, 22), date(2027, 2, 26))]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("", 1),
        ("Namn,Första,Sista", 1),
        ("Sportlov,2027-02-22,2027-02-26\nPåsklov,29 mars,2 april", 2),
        ("Sportlov,2027-02-26,2027-02-22", 1),
        ("Sportlov,2027-02-22,2027-02-26\nPåsklov,2027-03-29", 2),
        ("Sportlov,2027-02-22,2027-02-26\n,2027-03-29,2027-03-30", 2),
    ],
)
def test_a_row_that_cannot_be_read_is_named(text: str, row: int) -> None:
    with pytest.raises(openings.BreaksUnreadable) as refusal:
        openings.school_breaks(text)
    assert refusal.value.values == {"row": row}


def test_a_leader_changes_no_hours_and_a_stranger_sees_none(
    shop: Workshop, leader: Actor, reviewer: Actor, draft: Draft
) -> None:
    for attempt in (
        lambda: openings.set_hours(shop, leader, draft.lab, []),
        lambda: openings.set_holidays(shop, leader, draft.lab, True),
        lambda: openings.close(shop, leader, draft.lab, [BREAK]),
        lambda: openings.close(shop, leader, None, [BREAK]),
        lambda: openings.hours(shop, reviewer, draft.lab),
        lambda: openings.closures(shop, reviewer, draft.lab),
        lambda: openings.struck(shop, reviewer, draft.lab),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert openings.hours(shop, leader, draft.lab).hours == []


def test_hours_that_cannot_be_leave_the_old_ones(shop: Workshop, admin: Actor, place: Lab) -> None:
    openings.set_hours(shop, admin, place.id, EVERY_DAY)
    with pytest.raises(opening_rules.HoursReversed):
        openings.set_hours(shop, admin, place.id, [Hours(1, 900, 600)])
    assert len(openings.hours(shop, admin, place.id).hours) == 7


def test_a_lab_that_is_not_there_is_told(shop: Workshop, admin: Actor) -> None:
    for attempt in (
        lambda: openings.set_hours(shop, admin, "no-lab", EVERY_DAY),
        lambda: openings.close(shop, admin, "no-lab", [BREAK]),
        lambda: openings.hours(shop, admin, "no-lab"),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_a_closure_of_hours_is_kept_to_the_minute(shop: Workshop, admin: Actor, place: Lab) -> None:
    openings.close(shop, admin, place.id, [Closing("Möte", date(2026, 3, 24), date(2026, 3, 24), 780, 900)])
    (kept,) = openings.closures(shop, admin, place.id)
    assert (kept.begins, kept.ends) == (datetime(2026, 3, 24, 13), datetime(2026, 3, 24, 15))
