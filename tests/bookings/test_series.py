"""Series: planned in one go, told why they collide, and changed one by one, from one on, or all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings import labs, openings, repeats, rules, series, series_changes, sessions
from bookings.labs import Lab
from bookings.opening_rules import Closing, Hours
from bookings.repeats import Repeat
from bookings.resource_rules import Needs
from bookings.rules import Draft, Session
from bookings.series import Plan, Scope
from lab.access import Actor
from lab.errors import NotAllowed, NotFound
from lab.runtime import Workshop

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NEEDS = Needs()


def at(day: date, clock: time = time(15)) -> datetime:
    return rules.from_local(day, clock, "Europe/Stockholm")


@pytest.fixture
def tuesdays(draft: Draft) -> Plan:
    """Eight Tuesdays at three, over the change to summer time."""
    start = at(date(2026, 3, 24))
    first = replace(draft, starts_at=start, ends_at=start + timedelta(hours=2))
    return Plan(first, Repeat((1,), count=8))


def members(shop: Workshop, actor: Actor, lab: str) -> list[Session]:
    """All sessions of the spring, in order."""
    return sessions.between(shop, actor, lab, date(2026, 3, 1), date(2026, 9, 1))


def walls(found: Sequence[Session]) -> list[datetime]:
    return [one.starts_at.astimezone(STOCKHOLM).replace(tzinfo=None) for one in found]


def days(found: Sequence[Session]) -> list[date]:
    return [wall.date() for wall in walls(found)]


def test_each_time_is_a_session_of_its_own_at_three_on_the_wall_all_spring(
    shop: Workshop, leader: Actor, tuesdays: Plan
) -> None:
    made = series.book(shop, leader, tuesdays)
    found = members(shop, leader, made.lab)
    assert days(found) == [date(2026, 3, 24) + timedelta(weeks=week) for week in range(8)]
    assert {wall.time() for wall in walls(found)} == {time(15)}
    assert {one.starts_at.hour for one in found} == {13, 14}
    assert {one.ends_at - one.starts_at for one in found} == {timedelta(hours=2)}
    assert repeats.days(made.rule) == days(found)
    assert series.of_session(shop, leader, found[3].id) is not None


@pytest.mark.parametrize("start", [date(2026, 3, 28), date(2026, 10, 24)])
def test_a_night_when_the_clock_changes_keeps_the_hours_that_pass(
    shop: Workshop, leader: Actor, draft: Draft, start: date
) -> None:
    begins = at(start, time(22))
    night = replace(draft, starts_at=begins, ends_at=begins + timedelta(hours=8))
    made = series.book(shop, leader, Plan(night, Repeat((5,), count=2)))
    found = sessions.between(shop, leader, made.lab, start, start + timedelta(days=10))
    assert {one.ends_at - one.starts_at for one in found} == {timedelta(hours=8)}
    assert [wall.hour for wall in walls(found)] == [22, 22]


def test_a_time_that_the_clock_never_shows_is_refused(shop: Workshop, leader: Actor, draft: Draft) -> None:
    begins = at(date(2026, 3, 22), time(2, 30))
    early = replace(draft, starts_at=begins, ends_at=begins + timedelta(hours=1))
    with pytest.raises(rules.LocalTimeMissing):
        series.preview(shop, leader, Plan(early, Repeat((6,), count=3)))


def test_before_saving_each_time_is_told_why_it_collides_and_what_could_be_instead(
    shop: Workshop, admin: Actor, leader: Actor, tuesdays: Plan
) -> None:
    openings.set_hours(shop, admin, tuesdays.draft.lab, [Hours(weekday, 600, 1200) for weekday in range(7)])
    openings.close(shop, admin, tuesdays.draft.lab, [Closing("Påsklov", date(2026, 3, 30), date(2026, 4, 3))])
    rival = replace(
        tuesdays.draft,
        title="Klass 5B",
        starts_at=at(date(2026, 4, 14)),
        ends_at=at(date(2026, 4, 14), time(17)),
        seats=3,
    )
    sessions.book(shop, leader, rival)
    told = series.preview(shop, leader, tuesdays)
    troubles = {one.day: one.answer.trouble.told() for one in told if one.answer.trouble}
    assert set(troubles) == {date(2026, 3, 31), date(2026, 4, 14)}
    assert "Påsklov" in troubles[date(2026, 3, 31)]
    assert "Klass 5B" in troubles[date(2026, 4, 14)]
    closed, taken = (one.answer for one in told if one.answer.trouble)
    assert closed.times == closed.rooms == ()
    assert walls_of(taken.times) == [time(13), time(17), time(12, 30)]
    assert members(shop, leader, tuesdays.draft.lab)[0].title == "Klass 5B"


def walls_of(drafts: Sequence[Draft]) -> list[time]:
    return [draft.starts_at.astimezone(STOCKHOLM).time() for draft in drafts]


def test_another_room_is_offered_where_it_is_large_enough(shop: Workshop, leader: Actor, tuesdays: Plan) -> None:
    small = replace(tuesdays, draft=replace(tuesdays.draft, seats=4))
    studio = labs.rooms(shop, tuesdays.draft.lab)[1]
    sessions.book(shop, leader, replace(tuesdays.draft, title="Klass 5B"))
    for plan, rooms in ((small, [studio.id]), (tuesdays, [])):
        assert [draft.room for draft in series.preview(shop, leader, plan)[0].answer.rooms] == rooms


def test_a_collision_saves_nothing_at_all(shop: Workshop, leader: Actor, tuesdays: Plan) -> None:
    third = tuesdays.draft.starts_at + timedelta(weeks=2) - timedelta(hours=1)
    sessions.book(
        shop, leader, replace(tuesdays.draft, title="Klass 5B", starts_at=third, ends_at=third + timedelta(hours=2))
    )
    with pytest.raises(series.SeriesCollides) as refusal:
        series.book(shop, leader, tuesdays)
    assert "tisdag 7 april" in refusal.value.told()
    assert "Klass 5B" in refusal.value.told()
    assert len(members(shop, leader, tuesdays.draft.lab)) == 1
    with shop.database.read() as read:
        assert read.value("select count(*) from series") == read.value("select count(*) from series_session") == 0


def test_what_collides_is_skipped_or_moved_as_the_leader_chose(
    shop: Workshop, admin: Actor, leader: Actor, tuesdays: Plan
) -> None:
    openings.set_holidays(shop, admin, tuesdays.draft.lab, True)
    holiday = Plan(tuesdays.draft, Repeat((3,), until=date(2026, 5, 21)))
    told = series.preview(shop, leader, holiday)
    (hit,) = (one for one in told if one.answer.trouble)
    assert (hit.day, "Kristi himmelsfärdsdag" in hit.answer.trouble.told()) == (date(2026, 5, 14), True)  # type: ignore[union-attr]
    evening = replace(told[0].answer.draft, starts_at=at(told[0].day, time(18)), ends_at=at(told[0].day, time(20)))
    made = series.book(shop, leader, holiday, {hit.day: None, told[0].day: evening})
    found = members(shop, leader, made.lab)
    assert len(found) == len(told) - 1
    assert [wall.hour for wall in walls(found)] == [18, *[15] * (len(told) - 2)]
    assert repeats.days(made.rule) == days(found)
    kept = series.of_session(shop, leader, found[0].id)
    assert kept is not None
    assert [one.detached for one in kept[1]] == [True, *[False] * (len(told) - 2)]


def test_a_series_of_nothing_is_refused(shop: Workshop, leader: Actor, tuesdays: Plan) -> None:
    with pytest.raises(series.NothingLeft):
        series.book(shop, leader, tuesdays, {one.day: None for one in series.preview(shop, leader, tuesdays)})


def test_one_that_is_changed_never_changes_its_siblings(shop: Workshop, leader: Actor, tuesdays: Plan) -> None:
    series.book(shop, leader, tuesdays)
    before = members(shop, leader, tuesdays.draft.lab)
    moved = replace(
        tuesdays.draft, title="Utflykt", starts_at=at(date(2026, 4, 8)), ends_at=at(date(2026, 4, 8), time(18))
    )
    sessions.change(shop, leader, before[2].id, moved)
    after = members(shop, leader, tuesdays.draft.lab)
    assert [one for one in after if one.id != before[2].id] == [one for one in before if one.id != before[2].id]
    kept = series.of_session(shop, leader, before[2].id)
    assert kept is not None
    assert [one.detached for one in kept[1]] == [False, False, True, *[False] * 5]
    assert kept[1][2].day == date(2026, 4, 7)


def test_this_and_the_following_are_moved_and_what_was_changed_alone_stays(
    shop: Workshop, leader: Actor, tuesdays: Plan
) -> None:
    series.book(shop, leader, tuesdays)
    before = members(shop, leader, tuesdays.draft.lab)
    sessions.change(shop, leader, before[5].id, replace(booked(before[5]), title="Utflykt"))
    later = replace(
        booked(before[3]),
        title="Onsdagar",
        starts_at=before[3].starts_at + timedelta(days=1, hours=1),
        ends_at=before[3].ends_at + timedelta(days=1, hours=1),
    )
    assert series_changes.change(shop, leader, before[3].id, Scope.FOLLOWING, later, NEEDS) == 4
    after = {one.id: one for one in members(shop, leader, tuesdays.draft.lab)}
    assert [after[one.id] for one in before[:3]] == before[:3]
    assert after[before[5].id].title == "Utflykt"
    assert after[before[5].id].starts_at == before[5].starts_at
    moved = [after[before[number].id] for number in (3, 4, 6, 7)]
    assert {wall.isoweekday() for wall in walls(moved)} == {3}
    assert {(wall.hour, one.title) for wall, one in zip(walls(moved), moved, strict=True)} == {(16, "Onsdagar")}
    for one, expected in ((before[0], 3), (before[3], 5)):
        kept = series.of_session(shop, leader, one.id)
        assert kept is not None
        assert repeats.days(kept[0].rule) == [member.day for member in kept[1]]
        assert len(kept[1]) == expected


def booked(session: Session) -> Draft:
    return Draft(**{name: getattr(session, name) for name in Draft.__dataclass_fields__})


def test_a_series_can_be_moved_to_where_its_own_next_times_stand(shop: Workshop, leader: Actor, tuesdays: Plan) -> None:
    series.book(shop, leader, tuesdays)
    before = members(shop, leader, tuesdays.draft.lab)
    week = timedelta(weeks=1)
    later = replace(tuesdays.draft, starts_at=before[1].starts_at, ends_at=before[1].ends_at)
    assert later.starts_at - before[0].starts_at in (week, week - timedelta(hours=1))
    assert series_changes.change(shop, leader, before[0].id, Scope.ALL, later, NEEDS) == 8
    after = members(shop, leader, tuesdays.draft.lab)
    assert days(after) == [day + week for day in days(before)]
    assert {wall.hour for wall in walls(after)} == {15}


def test_a_change_of_many_is_told_and_saved_as_a_plan_is(shop: Workshop, leader: Actor, tuesdays: Plan) -> None:
    series.book(shop, leader, tuesdays)
    before = members(shop, leader, tuesdays.draft.lab)
    evening = at(date(2026, 4, 21), time(18))
    sessions.book(
        shop, leader, replace(tuesdays.draft, title="Klass 5B", starts_at=evening, ends_at=evening + timedelta(hours=1))
    )
    later = replace(booked(before[0]), starts_at=at(days(before)[0], time(18)), ends_at=at(days(before)[0], time(19)))
    told = series_changes.preview_change(shop, leader, before[0].id, Scope.ALL, later, NEEDS)
    assert [one.day for one in told if one.answer.trouble] == [date(2026, 4, 21)]
    with pytest.raises(series.SeriesCollides):
        series_changes.change(shop, leader, before[0].id, Scope.ALL, later, NEEDS)
    assert members(shop, leader, tuesdays.draft.lab)[0] == before[0]
    changed = series_changes.change(shop, leader, before[0].id, Scope.ALL, later, NEEDS, {date(2026, 4, 21): None})
    assert changed == 7
    after = {one.id: one for one in members(shop, leader, tuesdays.draft.lab)}
    assert after[before[4].id].starts_at == before[4].starts_at
    kept = series.of_session(shop, leader, before[4].id)
    assert kept is not None
    assert [one.day for one in kept[1] if one.detached] == [date(2026, 4, 21)]


def test_a_months_second_tuesday_keeps_its_weekday(shop: Workshop, leader: Actor, tuesdays: Plan) -> None:
    plan = Plan(tuesdays.draft, Repeat((1,), nth=2, count=4))
    series.book(shop, leader, plan)
    found = members(shop, leader, plan.draft.lab)
    assert days(found) == [date(2026, 4, 14), date(2026, 5, 12), date(2026, 6, 9), date(2026, 7, 14)]
    sunday = replace(booked(found[0]), starts_at=at(date(2026, 4, 19)), ends_at=at(date(2026, 4, 19), time(17)))
    with pytest.raises(repeats.SeriesDayFixed):
        series_changes.change(shop, leader, found[0].id, Scope.ALL, sunday, NEEDS)
    assert members(shop, leader, plan.draft.lab) == found


def test_one_this_and_the_following_or_all_are_cancelled(shop: Workshop, leader: Actor, tuesdays: Plan) -> None:
    series.book(shop, leader, tuesdays)
    found = members(shop, leader, tuesdays.draft.lab)

    def statuses() -> str:
        return "".join(one.status[0] for one in members(shop, leader, tuesdays.draft.lab))

    assert series_changes.cancel(shop, leader, found[1].id, Scope.ONE) == 1
    assert statuses() == "pcpppppp"
    assert series_changes.cancel(shop, leader, found[4].id, Scope.FOLLOWING) == 4
    assert statuses() == "pcppcccc"
    assert series_changes.cancel(shop, leader, found[4].id, Scope.ALL) == 3
    assert statuses() == "c" * 8
    with shop.database.read() as read:
        assert read.value("select count(*) from room_claim") == read.value("select count(*) from resource_claim") == 0


def test_the_times_that_were_held_are_left_when_all_are_changed(
    shop: Workshop, leader: Actor, tuesdays: Plan, clock
) -> None:
    series.book(shop, leader, tuesdays)
    found = members(shop, leader, tuesdays.draft.lab)
    clock.now = found[2].ends_at + timedelta(hours=1)
    renamed = replace(booked(found[3]), title="Nytt namn")
    assert series_changes.change(shop, leader, found[3].id, Scope.ALL, renamed, NEEDS) == 5
    titles = [one.title for one in members(shop, leader, tuesdays.draft.lab)]
    assert titles == ["Måla"] * 3 + ["Nytt namn"] * 5
    clock.now = found[-1].ends_at + timedelta(hours=1)
    with pytest.raises(rules.WrongStatus):
        series_changes.change(shop, leader, found[3].id, Scope.ALL, renamed, NEEDS)


def test_a_session_that_stands_alone_has_no_series(shop: Workshop, leader: Actor, draft: Draft) -> None:
    alone = sessions.book(shop, leader, draft)
    assert series.of_session(shop, leader, alone.id) is None
    with pytest.raises(NotFound):
        series_changes.change(shop, leader, alone.id, Scope.ALL, draft, NEEDS)
    with pytest.raises(NotFound):
        series_changes.cancel(shop, leader, alone.id, Scope.FOLLOWING)


def test_a_stranger_may_do_nothing_with_a_series(
    shop: Workshop, leader: Actor, reviewer: Actor, tuesdays: Plan, place: Lab
) -> None:
    series.book(shop, leader, tuesdays)
    first = members(shop, leader, place.id)[0]
    for attempt in (
        lambda: series.preview(shop, reviewer, tuesdays),
        lambda: series.book(shop, reviewer, tuesdays),
        lambda: series.of_session(shop, reviewer, first.id),
        lambda: series_changes.preview_change(shop, reviewer, first.id, Scope.ALL, tuesdays.draft, NEEDS),
        lambda: series_changes.change(shop, reviewer, first.id, Scope.ALL, tuesdays.draft, NEEDS),
        lambda: series_changes.change(shop, reviewer, first.id, Scope.ONE, tuesdays.draft, NEEDS),
        lambda: series_changes.cancel(shop, reviewer, first.id, Scope.ALL),
        lambda: series_changes.cancel(shop, reviewer, first.id, Scope.ONE),
    ):
        with pytest.raises(NotAllowed):
            attempt()
