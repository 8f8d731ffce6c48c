"""Leaders: enough of them, and never in two places."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings import leading, leading_claims, series, series_changes, sessions
from bookings.labs import Lab
from bookings.leading import LeadingRule, Ratio
from bookings.leading_rules import (
    LeaderBusy,
    NobodyLeads,
    RatiosNotValid,
    TooFewLeaders,
    check_ratios,
    leaders_needed,
)
from bookings.repeats import Repeat
from bookings.resource_rules import Needs
from bookings.rules import Draft, Session
from lab import messages
from lab.access import SYSTEM, Actor, Grant, Role
from lab.errors import NotAllowed, NotFound
from lab.runtime import Workshop
from tests.bookings.conftest import Hire


def id_of(actor: Actor) -> str:
    return actor.id.removeprefix("staff:")


def names(shop: Workshop, session: Session) -> list[str]:
    return [one.name for one in leading.staffing(shop, SYSTEM, session).leaders]


def elsewhere(shop: Workshop, draft: Draft) -> Draft:
    """The same time in the lab's other room."""
    with shop.database.read() as read:
        other = read.value("select id from room where lab = ? and id <> ?", [draft.lab, draft.room])
    return replace(draft, room=other, seats=4, title="Bygga")


# How many


ROWS = (Ratio(6, 9, 6), Ratio(10, 12, 8), Ratio(13, 25, 12))


@pytest.mark.parametrize(
    ("seats", "ages", "needed"),
    [(12, (13, 19), 1), (13, (13, 19), 2), (12, (8, 16), 2), (24, (9, 9), 4), (1, (6, 6), 1)],
)
def test_the_strictest_row_that_an_age_of_the_session_touches_holds(
    seats: int, ages: tuple[int, int], needed: int
) -> None:
    assert leaders_needed(seats, *ages, ROWS) == needed


def test_without_rows_one_leader_is_enough() -> None:
    assert leaders_needed(200, 6, 25, ()) == 1


@given(st.integers(1, 200), st.integers(6, 25), st.integers(6, 25), st.integers(1, 50))
def test_no_leader_ever_has_more_youths_than_the_row_says(seats: int, one: int, other: int, youths: int) -> None:
    needed = leaders_needed(seats, min(one, other), max(one, other), [Ratio(6, 25, youths)])
    assert needed * youths >= seats
    assert (needed - 1) * youths < seats


@pytest.mark.parametrize(
    "rows", [[Ratio(6, 9, 0)], [Ratio(9, 6, 5)], [Ratio(6, 10, 5), Ratio(10, 12, 5)], [Ratio(5, 9, 5)]]
)
def test_rows_that_overlap_or_cannot_be_are_refused(rows: list[Ratio]) -> None:
    with pytest.raises(RatiosNotValid):
        check_ratios(rows)


def test_a_lab_that_refuses_too_few_leaders_books_nothing_by_half(
    shop: Workshop, admin: Actor, kim: Actor, robin: Actor, coming: Draft, place: Lab
) -> None:
    leading.set_rule(shop, admin, place.id, LeadingRule(ROWS, refuses=True))
    with pytest.raises(TooFewLeaders):
        sessions.book(shop, kim, coming)
    with pytest.raises(NobodyLeads):
        sessions.book(shop, kim, coming, leaders=[])
    booked = sessions.book(shop, kim, coming, leaders=[id_of(kim), id_of(robin)])
    assert names(shop, booked) == ["kim", "robin"]
    with pytest.raises(TooFewLeaders):
        leading.choose(shop, kim, booked.id, [id_of(kim)])
    assert names(shop, booked) == ["kim", "robin"]


def test_a_lab_that_only_tells_books_and_says_how_many_are_lacking(
    shop: Workshop, admin: Actor, kim: Actor, coming: Draft, place: Lab
) -> None:
    leading.set_rule(shop, admin, place.id, LeadingRule(ROWS, refuses=False))
    leading.set_rule(shop, admin, place.id, LeadingRule(ROWS[1:], refuses=False))
    assert leading.rule(shop, kim, place.id) == LeadingRule(ROWS[1:], refuses=False)
    found = leading.staffing(shop, kim, sessions.book(shop, kim, coming))
    assert (found.needed, found.lacking) == (2, 1)


# Never in two places


def test_whoever_books_leads(shop: Workshop, kim: Actor, coming: Draft) -> None:
    booked = sessions.book(shop, kim, coming)
    assert names(shop, booked) == ["kim"]
    assert [one.id for one in leading.mine(shop, kim)] == [booked.id]


def test_nobody_leads_two_sessions_at_once(shop: Workshop, kim: Actor, coming: Draft) -> None:
    sessions.book(shop, kim, coming)
    with pytest.raises(LeaderBusy, match="kim"):
        sessions.book(shop, kim, elsewhere(shop, coming), leaders=[id_of(kim)])
    planned = sessions.book(shop, kim, elsewhere(shop, coming))
    assert names(shop, planned) == []
    with pytest.raises(LeaderBusy):
        leading.choose(shop, kim, planned.id, [id_of(kim)])


def test_a_session_cannot_be_moved_to_where_its_leader_is_busy(shop: Workshop, kim: Actor, coming: Draft) -> None:
    sessions.book(shop, kim, coming)
    later = replace(
        elsewhere(shop, coming),
        starts_at=coming.starts_at + timedelta(hours=5),
        ends_at=coming.ends_at + timedelta(hours=5),
    )
    booked = sessions.book(shop, kim, later, leaders=[id_of(kim)])
    with pytest.raises(LeaderBusy):
        sessions.change(shop, kim, booked.id, elsewhere(shop, coming))
    assert sessions.session(shop, kim, booked.id).starts_at == later.starts_at


def test_a_cancelled_session_leaves_its_leader_free_and_tells_them(shop: Workshop, kim: Actor, coming: Draft) -> None:
    booked = sessions.book(shop, kim, coming)
    sessions.cancel(shop, kim, booked.id)
    assert names(shop, sessions.book(shop, kim, coming)) == ["kim"]
    assert [one.kind for one in messages.listed(shop, SYSTEM)] == ["cancelled"]


def test_a_moved_session_takes_its_leaders_time_along_and_tells_them(
    shop: Workshop, kim: Actor, robin: Actor, coming: Draft
) -> None:
    booked = sessions.book(shop, kim, coming, leaders=[id_of(kim), id_of(robin)])
    later = timedelta(minutes=50)
    sessions.change(shop, kim, booked.id, replace(coming, starts_at=coming.starts_at + later))
    assert sorted((one.kind, one.address) for one in messages.listed(shop, SYSTEM)) == [
        ("moved", "kim@example.se"),
        ("moved", "robin@example.se"),
    ]
    before = replace(elsewhere(shop, coming), ends_at=coming.starts_at + later)
    assert names(shop, sessions.book(shop, kim, before, leaders=[id_of(kim)])) == ["kim"]
    sessions.change(shop, kim, booked.id, replace(coming, starts_at=coming.starts_at + later, title="Nytt"))
    assert len(messages.listed(shop, SYSTEM)) == 2


def test_a_series_is_moved_by_a_week_with_its_leader(shop: Workshop, kim: Actor, coming: Draft) -> None:
    """Each time is moved to where the next one was: no time is in the way of its own sibling."""
    series.book(shop, kim, series.Plan(coming, Repeat((4,), count=4)))
    first = leading.mine(shop, kim)[0]
    week = timedelta(weeks=1)
    later = replace(coming, starts_at=coming.starts_at + week, ends_at=coming.ends_at + week)
    assert series_changes.change(shop, kim, first.id, series.Scope.ALL, later, Needs()) == 4
    moved = leading.mine(shop, kim)
    assert (len(moved), moved[0].starts_at) == (4, later.starts_at)


def test_a_title_can_be_changed_where_the_rule_became_stricter(
    shop: Workshop, admin: Actor, kim: Actor, coming: Draft, place: Lab
) -> None:
    booked = sessions.book(shop, kim, coming)
    leading.set_rule(shop, admin, place.id, LeadingRule(ROWS, refuses=True))
    assert sessions.change(shop, kim, booked.id, replace(coming, title="Nytt")).title == "Nytt"
    with pytest.raises(TooFewLeaders):
        sessions.change(shop, kim, booked.id, replace(coming, title="Nytt", youngest=7))


def test_whoever_may_not_lead_in_the_lab_is_not_chosen(shop: Workshop, kim: Actor, hire: Hire, coming: Draft) -> None:
    stranger = hire("stranger", Grant(Role.LEADER, "lab:another"))
    with pytest.raises(NotFound):
        sessions.book(shop, kim, coming, leaders=[id_of(stranger)])
    booked = sessions.book(shop, kim, coming)
    with pytest.raises(NotAllowed):
        leading.choose(shop, stranger, booked.id, [])
    with pytest.raises(NotAllowed):
        leading.set_rule(shop, kim, booked.lab, LeadingRule((), refuses=True))


def test_who_opens_a_session_that_nobody_leads_takes_it_on(
    shop: Workshop, admin: Actor, kim: Actor, draft: Draft, place: Lab
) -> None:
    booked = sessions.book(shop, kim, draft, leaders=[])
    sessions.open_now(shop, kim, booked.id)
    assert names(shop, booked) == ["kim"]
    leading.set_rule(shop, admin, place.id, LeadingRule((), refuses=False))
    other = sessions.book(shop, kim, elsewhere(shop, draft), leaders=[])
    leading.set_rule(shop, admin, place.id, LeadingRule((), refuses=True))
    with pytest.raises(NobodyLeads):
        sessions.open_now(shop, kim, other.id)


def race(*doing: Callable[[], object]) -> list[object]:
    """What each thread got, errors too."""
    got: list[object] = []

    def one(each: Callable[[], object]) -> None:
        try:
            got.append(each())
        except Exception as error:
            got.append(error)

    threads = [threading.Thread(target=one, args=(each,)) for each in doing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def test_of_two_who_want_the_same_leader_at_once_one_gets_them(shop: Workshop, kim: Actor, coming: Draft) -> None:
    first = sessions.book(shop, kim, coming, leaders=[])
    second = sessions.book(shop, kim, elsewhere(shop, coming), leaders=[])
    got = race(*[lambda one=one: leading.choose(shop, kim, one.id, [id_of(kim)]) for one in (first, second)])  # type: ignore[misc]
    assert sorted(type(one).__name__ for one in got) == ["LeaderBusy", "NoneType"]


def test_twin_who_only_looks_first_is_stopped_by_the_key_alone(
    shop: Workshop, kim: Actor, coming: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the look, the key on (leader, quarter) still refuses; without both, one leader is in two places."""
    first = sessions.book(shop, kim, coming, leaders=[id_of(kim)])
    second = sessions.book(shop, kim, elsewhere(shop, coming), leaders=[])
    monkeypatch.setattr(leading_claims, "rival", lambda *_anything: None)
    with pytest.raises(duckdb.ConstraintException):
        leading.choose(shop, kim, second.id, [id_of(kim)])
    monkeypatch.setattr(leading_claims, "_claim", lambda *_anything: None)
    leading.choose(shop, kim, second.id, [id_of(kim)])
    assert names(shop, first) == names(shop, second) == ["kim"]
