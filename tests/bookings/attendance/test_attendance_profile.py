"""Rules as data: those that are packaged are whole in both languages, and what a lab writes itself is checked."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.attendance import profile, profiles
from bookings.attendance.profile import (
    BandsNotValid,
    DueDateNotValid,
    NumberOutside,
    ProfileNameMissing,
    bands_from,
    bands_told,
)
from lab import i18n
from lab.participation.periods import Period
from tests.bookings.attendance.worlds import STATE


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_packaged_rules_are_whole_in_both_languages(language: str) -> None:
    with i18n.speaking(language):
        found = profiles.packaged()
    assert found[0].id == "state"
    assert len({one.id for one in found}) == len({one.name for one in found}) == len(found) >= 3
    assert all(one.note for one in found)
    for one in found:
        profile.check(one)


def test_the_states_rules_are_those_of_july_2023() -> None:
    state = profiles.packaged()[0]
    assert (state.minutes, state.participants, state.youths_per_leader, state.leader_age) == (45, 3, 20, 13)
    assert state.bands == ((7, 12), (13, 16), (17, 20), (21, 25))
    assert state.one_a_day
    assert not state.residents_of


@pytest.mark.parametrize(
    ("period", "day"), [(Period(2026, 1), date(2026, 8, 25)), (Period(2026, 2), date(2027, 2, 25))]
)
def test_spring_is_due_in_august_and_autumn_in_february(period: Period, day: date) -> None:
    assert STATE.due(period) == day


@pytest.mark.parametrize(
    ("today", "period"),
    [
        (date(2026, 7, 1), Period(2026, 1)), (date(2026, 8, 25), Period(2026, 1)), (date(2026, 8, 26), Period(2026, 2)),
        (date(2027, 1, 2), Period(2026, 2)), (date(2027, 2, 26), Period(2027, 1)),
    ],
)  # fmt: skip
def test_the_next_half_year_to_apply_for_is_the_last_one_until_its_day_has_passed(today: date, period: Period) -> None:
    running = Period(today.year, 1 if today.month < 7 else 2)
    assert STATE.next_due(today, running) == period


BAND = st.tuples(st.integers(0, 40), st.integers(0, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(BAND, min_size=1, max_size=8))
def test_age_groups_are_read_as_they_are_written(bands: list[tuple[int, int]]) -> None:
    assert bands_from(bands_told(bands)) == tuple(bands)
    assert bands_from(bands_told(bands).replace("–", "-")) == tuple(bands)


@pytest.mark.parametrize("text", ["7", "7-12, x", "sju–tolv", "7–12–16", "100–120"])
def test_what_is_no_age_group_is_refused(text: str) -> None:
    with pytest.raises(BandsNotValid):
        bands_from(text)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"bands": ()}, BandsNotValid),
        ({"bands": ((7, 12), (12, 16))}, BandsNotValid),
        ({"bands": ((13, 16), (7, 12))}, BandsNotValid),
        ({"bands": ((12, 7),)}, BandsNotValid),
        ({"minutes": 721}, NumberOutside),
        ({"participants": 0}, NumberOutside),
        ({"youths_per_leader": 0}, NumberOutside),
        ({"leader_age": 100}, NumberOutside),
        ({"due_spring": (6, 30)}, DueDateNotValid),
        ({"due_autumn": (2, 29)}, DueDateNotValid),
        ({"due_autumn": (7, 1)}, DueDateNotValid),
        ({"due_spring": (9, 31)}, DueDateNotValid),
        ({"name": "  "}, ProfileNameMissing),
        ({"name": "x" * 81}, ProfileNameMissing),
    ],
)
def test_rules_that_cannot_be_followed_are_refused(changes: dict[str, object], refused: type[Exception]) -> None:
    with pytest.raises(refused):
        profile.check(replace(STATE, **changes))  # type: ignore[arg-type]
