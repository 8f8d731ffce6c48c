"""Leaders said for one time of a series, this and the following, or all; told before it is saved where one is busy."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bookings import alternatives, booking, leading, minimum, series, series_changes, sessions, signup, ways
from bookings.leading_rules import LeaderBusy
from bookings.minimum import DecidedOutside, Least
from bookings.repeats import Repeat
from bookings.resource_rules import Needs
from bookings.rules import Draft, RoomTaken, Session
from bookings.seat_terms import Way
from bookings.series import Plan, Scope, SeriesCollides
from bookings.terms import Terms
from lab.access import SYSTEM, Actor
from lab.runtime import Workshop
from tests.bookings.test_leading import elsewhere, id_of, names

NEEDS = Needs()


@pytest.fixture
def weekly(shop: Workshop, kim: Actor, coming: Draft) -> list[Session]:
    """Four weeks that kim leads."""
    made = series.book(shop, kim, Plan(coming, Repeat((coming.starts_at.weekday(),), count=4)))
    with shop.database.read() as read:
        return [booking.session(read, one.session) for one in series.members_of(read, made.id)]


def change(shop: Workshop, actor: Actor, session: Session, scope: Scope, *leaders: Actor) -> int:
    draft, chosen = booking.draft_of(session), [id_of(one) for one in leaders]
    return series_changes.change(shop, actor, session.id, scope, draft, NEEDS, leaders=chosen)


def led_by(shop: Workshop, sessions_: list[Session]) -> list[list[str]]:
    return [names(shop, one) for one in sessions_]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope.ONE, [["kim"], ["robin"], ["kim"], ["kim"]]),
        (Scope.FOLLOWING, [["kim"], ["robin"], ["robin"], ["robin"]]),
        (Scope.ALL, [["robin"], ["robin"], ["robin"], ["robin"]]),
    ],
)
def test_another_leader_for_one_for_this_and_the_following_or_for_all(
    shop: Workshop, kim: Actor, robin: Actor, weekly: list[Session], scope: Scope, expected: list[list[str]]
) -> None:
    change(shop, kim, weekly[1], scope, robin)
    assert led_by(shop, weekly) == expected
    with shop.database.read() as read:
        held = read.value("select count(distinct session) from leader_claim where staff = ?", [id_of(robin)])
    assert held == sum(one == ["robin"] for one in expected)


def test_a_time_with_a_leader_of_its_own_keeps_them_when_the_others_are_changed(
    shop: Workshop, kim: Actor, robin: Actor, weekly: list[Session]
) -> None:
    leading.choose(shop, kim, weekly[2].id, [id_of(robin)])
    later = replace(booking.draft_of(weekly[0]), title="Senare")
    series_changes.change(shop, kim, weekly[0].id, Scope.ALL, later, NEEDS)
    assert led_by(shop, weekly) == [["kim"], ["kim"], ["robin"], ["kim"]]


def test_where_the_new_leader_is_busy_it_is_told_before_it_is_saved_with_what_could_be_instead(
    shop: Workshop, kim: Actor, robin: Actor, weekly: list[Session]
) -> None:
    busy = replace(elsewhere(shop, booking.draft_of(weekly[2])), title="Robins pass")
    sessions.book(shop, SYSTEM, busy, leaders=[id_of(robin)])
    draft, chosen = booking.draft_of(weekly[0]), [id_of(robin)]
    times = series_changes.preview_change(shop, kim, weekly[0].id, Scope.ALL, draft, NEEDS, chosen)
    troubles = [one.answer.trouble for one in times]
    assert [type(one) for one in troubles] == [type(None), type(None), LeaderBusy, type(None)]
    assert "Robins pass" in str(troubles[2] and troubles[2].told())
    assert [one.name for one in times[2].answer.leaders] == ["kim"]
    assert times[2].answer.times
    with pytest.raises(SeriesCollides):
        series_changes.change(shop, kim, weekly[0].id, Scope.ALL, draft, NEEDS, leaders=chosen)
    assert led_by(shop, weekly) == [["kim"]] * 4


def test_moving_a_series_asks_each_times_own_leaders_and_not_their_own_old_times(
    shop: Workshop, kim: Actor, weekly: list[Session]
) -> None:
    shift = timedelta(hours=1)
    draft = booking.draft_of(weekly[0])
    later = replace(draft, starts_at=draft.starts_at + shift, ends_at=draft.ends_at + shift)
    told = series_changes.preview_change(shop, kim, weekly[0].id, Scope.ALL, later, NEEDS)
    assert [one.answer.trouble for one in told] == [None] * 4
    after = draft.ends_at + timedelta(minutes=15)
    rival = replace(elsewhere(shop, later), starts_at=after, ends_at=after + shift)
    sessions.book(shop, SYSTEM, rival, leaders=[id_of(kim)])
    told = series_changes.preview_change(shop, kim, weekly[0].id, Scope.ALL, later, NEEDS)
    assert [type(one.answer.trouble) for one in told] == [LeaderBusy, type(None), type(None), type(None)]


def test_a_single_session_is_told_of_a_busy_leader_or_room_before_anybody_tries(
    shop: Workshop, kim: Actor, robin: Actor, coming: Draft
) -> None:
    sessions.book(shop, kim, coming)
    other = elsewhere(shop, coming)
    busy = alternatives.answer(shop, kim, other, NEEDS, [id_of(kim)])
    assert isinstance(busy.trouble, LeaderBusy)
    assert [one.name for one in busy.leaders] == ["robin"]
    assert alternatives.answer(shop, kim, other, NEEDS, [id_of(robin)]).trouble is None
    assert all(alternatives.answer(shop, kim, one, NEEDS, [id_of(kim)]).trouble is None for one in busy.times)
    taken = alternatives.answer(shop, kim, coming, NEEDS, [id_of(robin)])
    assert isinstance(taken.trouble, RoomTaken)
    assert taken.leaders == ()


# How seats go out and how many have to come, said in the same form


def test_a_session_is_booked_with_its_way_in_and_its_least_number_or_not_at_all(
    shop: Workshop, kim: Actor, coming: Draft
) -> None:
    booked = sessions.book(shop, kim, coming, terms=Terms(Way.FIRST_COME, Least(5, 24, cancels=True)))
    assert ways.way_of(shop, booked.id) is Way.FIRST_COME
    found = minimum.of_session(shop, kim, booked)
    assert found
    assert (found.least, found.decide_at) == (5, booked.starts_at - timedelta(hours=24))
    shift = timedelta(hours=3)
    late = replace(coming, starts_at=coming.starts_at + shift, ends_at=coming.ends_at + shift)
    with pytest.raises(DecidedOutside):
        sessions.book(shop, kim, late, terms=Terms(Way.FIRST_COME, Least(2, 24 * 30, cancels=True)))
    with shop.database.read() as read:
        assert read.value("select count(*) from session") == 1


def test_a_series_gives_its_terms_to_each_time_and_a_round_takes_requests_when_it_is_planned(
    shop: Workshop, kim: Actor, coming: Draft
) -> None:
    plan = Plan(coming, Repeat((coming.starts_at.weekday(),), count=3), terms=Terms(Way.ROUND))
    made = series.book(shop, kim, plan)
    with shop.database.read() as read:
        ids = [one.session for one in series.members_of(read, made.id)]
    assert {ways.way_of(shop, one) for one in ids} == {Way.ROUND}
    assert signup.choices(shop, coming.lab) == ()
