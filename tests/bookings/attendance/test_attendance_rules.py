"""What counts for support by attendance: each rule at its edge, and any world against a slow second reckoning."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from bookings.attendance.profile import OWN_MUNICIPALITY, Profile
from bookings.attendance.rules import Held, Judged, Leader, Rule, Visit, judge
from bookings.attendance.sums import ALL, GENDERS, OLDER, UNKNOWN, group, leader_groups, summed, total
from tests.bookings.attendance.worlds import (
    AFTERNOON,
    NEIGHBOUR,
    STATE,
    held,
    leader,
    profiles,
    visit,
    worlds,
    youths,
)


def one(session: Held, profile: Profile = STATE) -> Judged:
    return judge([session], profile)[0]


def broken(judged: Judged) -> list[tuple[Rule, int]]:
    return [(failure.rule, failure.number) for failure in judged.failures]


def test_a_session_that_meets_every_rule_counts_whole() -> None:
    found = one(held(visits=youths(3)))
    assert (found.counts, len(found.visits), len(found.leaders), found.failures) == (True, 3, 1, ())


def test_two_participants_are_one_too_few() -> None:
    found = one(held(visits=youths(2)))
    assert (found.counts, found.visits, found.leaders) == (False, (), ())
    assert broken(found) == [(Rule.TOO_FEW, 2)]
    assert found.failures[0].limit == 3


@pytest.mark.parametrize(("minutes", "counts"), [(44, False), (45, True)])
def test_forty_five_minutes_are_enough_and_forty_four_are_not(minutes: int, counts: bool) -> None:
    found = one(held(visits=youths(3), minutes=minutes))
    assert found.counts == counts
    assert broken(found) == ([] if counts else [(Rule.TOO_SHORT, 44)])


def test_of_twenty_one_with_one_leader_twenty_count_those_who_came_first() -> None:
    found = one(held(visits=youths(21)))
    assert found.counts
    assert [each.card for each in found.visits] == [f"card{number:02}" for number in range(20)]
    assert broken(found) == [(Rule.TOO_MANY, 1)]


def test_of_twenty_one_with_two_leaders_all_count() -> None:
    assert len(one(held(visits=youths(21), leaders=(leader("a"), leader("b")))).visits) == 21


def test_who_comes_twice_a_day_counts_once() -> None:
    evening = held("s2", youths(4), starts_at=AFTERNOON + timedelta(hours=3))
    first, second = judge([evening, held("s1", youths(3))], STATE)
    assert (len(first.visits), first.counts) == (3, True)
    assert (second.counts, broken(second)) == (False, [(Rule.TOO_FEW, 1), (Rule.SAME_DAY, 3)])
    again = judge([held("s1", youths(3)), evening], replace(STATE, one_a_day=False))
    assert [len(each.visits) for each in again] == [3, 4]


def test_a_first_session_that_does_not_count_takes_nobody_from_the_second() -> None:
    short, long = held("s1", youths(3), minutes=30), held("s2", youths(3), starts_at=AFTERNOON + timedelta(hours=3))
    assert [each.counts for each in judge([short, long], STATE)] == [False, True]


def test_the_next_day_is_another_day() -> None:
    days = [held(f"s{day}", youths(3), starts_at=AFTERNOON + timedelta(days=day)) for day in range(2)]
    assert sum(len(each.visits) for each in judge(days, STATE)) == 6


@pytest.mark.parametrize(("age", "counts"), [(12, False), (13, True)])
def test_a_leader_is_thirteen_by_the_year_of_birth(age: int, counts: bool) -> None:
    found = one(held(visits=youths(3), leaders=(leader(age=age),)))
    assert found.counts == counts
    assert broken(found) == ([] if counts else [(Rule.NO_LEADER, 0), (Rule.LEADER_TOO_YOUNG, 12)])


def test_a_leader_whose_age_nobody_knows_does_not_count_where_an_age_is_asked() -> None:
    session = held(visits=youths(3), leaders=(leader("kim", None),))
    assert broken(one(session)) == [(Rule.NO_LEADER, 0), (Rule.LEADER_AGE_UNKNOWN, 0)]
    assert one(session).failures[1].who == "kim"
    assert one(session, replace(STATE, leader_age=0)).counts


def test_nobody_led_is_told_without_blaming_participants() -> None:
    assert broken(one(held(visits=youths(30), leaders=()))) == [(Rule.NO_LEADER, 0)]


def test_a_leader_counts_in_one_of_two_groups_at_once() -> None:
    first, second = judge(
        [held("s1", youths(3)), held("s2", youths(3, 5), starts_at=AFTERNOON + timedelta(minutes=30))], STATE
    )
    assert first.counts
    assert broken(second) == [(Rule.NO_LEADER, 0), (Rule.LEADER_ELSEWHERE, 0)]


def test_a_leader_may_lead_one_session_right_after_another() -> None:
    after = held("s2", youths(3, 5), starts_at=AFTERNOON + timedelta(minutes=90))
    assert all(each.counts for each in judge([held("s1", youths(3)), after], STATE))


def test_age_is_the_year_of_the_session_less_the_year_of_birth() -> None:
    """Born in December 2019: seven years old in the sense of the rules all through 2026, and not in 2025."""
    born = Visit("young", 2019, "boy", "1780", AFTERNOON)
    assert len(one(held(visits=(*youths(3), born))).visits) == 4
    before = datetime(2025, 12, 30, 15, tzinfo=UTC)
    assert broken(one(held(visits=(*youths(3), born), starts_at=before))) == [(Rule.OTHER_AGE, 1)]


def test_too_old_and_too_young_are_left_out_and_told() -> None:
    found = one(held(visits=(*youths(3), visit("small", 6), visit("grown", 26))))
    assert (len(found.visits), broken(found)) == (3, [(Rule.OTHER_AGE, 2)])


def test_only_residents_count_where_the_rules_say_so() -> None:
    visits = (*youths(3), *youths(2, 10, area=NEIGHBOUR))
    found = one(held(visits=visits), replace(STATE, residents_of=(OWN_MUNICIPALITY,)))
    assert (len(found.visits), broken(found)) == (3, [(Rule.LIVES_ELSEWHERE, 2)])
    both = replace(STATE, residents_of=(OWN_MUNICIPALITY, NEIGHBOUR))
    assert len(one(held(visits=visits), both).visits) == 5


def test_an_empty_session_is_told_of_once() -> None:
    assert broken(one(held())) == [(Rule.TOO_FEW, 0)]


def test_each_failure_names_its_session() -> None:
    found = judge([held("s1"), held("s2", starts_at=AFTERNOON + timedelta(days=1))], STATE)
    assert [failure.session for each in found for failure in each.failures] == ["s1", "s2"]


# Any world


def naive(sessions: list[Held], profile: Profile) -> dict[str, tuple[set[str], set[str]] | None]:
    """The rules once more, read off the page: per session who counts and who leads, or None where it does not count."""
    answer: dict[str, tuple[set[str], set[str]] | None] = {}
    order = sorted(sessions, key=lambda each: (each.starts_at, each.id))
    for number, now in enumerate(order):
        before = [each for each in order[:number] if answer[each.id]]
        leads = {
            each.id
            for each in now.leaders
            if (profile.leader_age == 0 or (each.birth_year is not None))
            and (each.birth_year is None or now.day.year - each.birth_year >= profile.leader_age)
            and not any(
                each.id in answer[other.id][1] and max(now.starts_at, other.starts_at) < min(now.ends_at, other.ends_at)
                for other in before
            )
        }
        fits = [
            each.card
            for each in sorted(now.visits, key=lambda each: (each.came_at, each.card))
            if any(low <= now.day.year - each.birth_year <= high for low, high in profile.bands)
            and (
                not profile.residents_of
                or each.area in {("1780" if home == "own" else home) for home in profile.residents_of}
            )
            and not (
                profile.one_a_day and any(each.card in answer[other.id][0] for other in before if other.day == now.day)
            )
        ]
        counted = fits[: profile.youths_per_leader * len(leads)]
        good = (
            leads
            and len(counted) >= profile.participants
            and now.ends_at - now.starts_at >= timedelta(minutes=profile.minutes)
        )
        answer[now.id] = (set(counted), leads) if good else None
    return answer


@given(worlds(), profiles())
def test_any_world_is_judged_as_by_a_slow_second_reckoning(sessions: list[Held], profile: Profile) -> None:
    expected = naive(sessions, profile)
    for each in judge(sessions, profile):
        found = ({visit.card for visit in each.visits}, {leader.id for leader in each.leaders}) if each.counts else None
        assert found == expected[each.held.id]


@given(worlds(), profiles())
def test_whoever_came_is_counted_or_told_of_and_never_both(sessions: list[Held], profile: Profile) -> None:
    people = (Rule.OTHER_AGE, Rule.LIVES_ELSEWHERE, Rule.SAME_DAY, Rule.TOO_MANY)
    for each in judge(sessions, profile):
        told = sum(failure.number for failure in each.failures if failure.rule in people)
        if each.counts:
            assert len(each.visits) + told == len(each.held.visits)
        else:
            assert not each.visits
            assert each.failures


@given(worlds(), profiles())
def test_the_order_in_which_sessions_are_given_changes_nothing(sessions: list[Held], profile: Profile) -> None:
    assert judge(reversed(sessions), profile) == judge(sessions, profile)


@given(worlds(), profiles())
def test_sums_add_up_and_no_cell_exceeds_its_totals(sessions: list[Held], profile: Profile) -> None:
    judged = judge(sessions, profile)
    sums = summed(judged, profile)
    counted = [each for each in judged if each.counts]
    assert total(sums.sessions) == len(counted)
    assert total(sums.visits) == sum(len(each.visits) for each in counted)
    assert total(sums.leaders) == sum(len(each.leaders) for each in counted)
    keys = [group(band) for band in profile.bands]
    assert sum(sums.visits.get((key, gender), 0) for key in keys for gender in GENDERS) == total(sums.visits)
    led = [sums.leaders.get((key, gender), 0) for key in leader_groups(profile) for gender in GENDERS]
    assert sum(led) == total(sums.leaders)
    for table in (sums.sessions, sums.visits, sums.youths, sums.leaders):
        assert all(number <= table[(ALL, ALL)] for number in table.values())
    assert total(sums.youths) <= total(sums.visits) <= sums.noted


def test_sums_are_by_age_group_and_gender() -> None:
    visits = (*youths(3), visit("b", 14, "boy"), visit("c", 14, "other"), visit("d", 8, "unsaid"))
    later = held("s2", youths(3), starts_at=AFTERNOON + timedelta(days=1))
    sums = summed(judge([held(visits=visits), later], STATE), STATE)
    assert sums.visits == {
        ("7-12", "female"): 6, ("7-12", "rest"): 1, ("7-12", ALL): 7, ("13-16", "male"): 1, ("13-16", "rest"): 1,
        ("13-16", ALL): 2, (ALL, "female"): 6, (ALL, "male"): 1, (ALL, "rest"): 2, (ALL, ALL): 9,
    }  # fmt: skip
    assert (sums.sessions["7-12", "female"], sums.sessions["13-16", ALL], total(sums.sessions)) == (2, 1, 2)
    assert (sums.youths["7-12", "female"], total(sums.youths), sums.held, sums.noted) == (3, 6, 2, 9)


def test_leaders_stand_in_their_own_age_or_outside_and_a_second_one_is_told() -> None:
    nobody_asks = replace(STATE, leader_age=0)
    led = (leader("a", 15, "man"), leader("b", 40), Leader("c", "c", None, "unsaid"))
    sums = summed(judge([held(visits=youths(3), leaders=led)], nobody_asks), nobody_asks)
    assert [sums.leaders[key, ALL] for key in ("13-16", OLDER, UNKNOWN)] == [1, 1, 1]
    assert (sums.leaders["13-16", "male"], sums.second_leaders) == (1, 1)


def test_days_are_those_on_the_labs_wall() -> None:
    assert held().day == date(2026, 3, 17)
