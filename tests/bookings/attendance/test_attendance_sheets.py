"""What a lab can apply for, out of a real store: right, up to date, and for its own leaders only."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bookings import retention, sessions
from bookings.attendance import applicants, corrections, profiles, sheets
from bookings.attendance.applicants import (
    Association,
    AssociationNotValid,
    LeaderAnswer,
    LeaderAnswerNotValid,
    OrganisationNotValid,
)
from bookings.attendance.profile import NumberOutside
from bookings.attendance.profiles import ProfileUnknown
from bookings.attendance.rules import Rule
from bookings.attendance.sums import OLDER, total
from bookings.labs import Lab
from bookings.rules import Session, WrongStatus
from lab import audit, staff
from lab.access import ANONYMOUS, SYSTEM, Actor, Grant, Role
from lab.errors import NotAllowed, NotFound
from lab.participation import ledger
from lab.participation.periods import Period
from lab.runtime import Workshop
from tests.bookings.attendance.conftest import PASSWORD
from tests.bookings.attendance.worlds import STATE
from tests.conftest import FakeClock

Hold = Callable[..., Session]
SPRING = Period(2026, 1)
ELSEWHERE = Actor("staff:other", "annan@example.se", (Grant(Role.LEADER, "lab:another"),))


def test_a_half_year_is_summed_out_of_the_store(
    shop: Workshop, place: Lab, kim: Actor, spring: tuple[Session, Session]
) -> None:
    found = sheets.sheet(shop, kim, place.id, SPRING)
    assert (found.profile.id, found.due.isoformat(), found.running) == ("state", "2026-08-25", False)
    assert (found.sums.held, total(found.sums.sessions), found.sums.noted, total(found.sums.visits)) == (2, 1, 7, 5)
    assert (found.sums.visits["7-12", "female"], found.sums.visits["13-16", "male"]) == (1, 1)
    assert found.sums.leaders == {
        (OLDER, "female"): 1, (OLDER, "all"): 1, ("all", "female"): 1, ("all", "all"): 1,
    }  # fmt: skip
    assert [one.held.title for one in found.refused] == ["Öppet"]
    assert [failure.rule for failure in found.refused[0].failures] == [Rule.TOO_FEW]


def test_a_session_that_was_closed_early_is_as_short_as_it_was(
    shop: Workshop, place: Lab, kim: Actor, hold: Hold, spring: object, clock: FakeClock
) -> None:
    long = hold(4)
    with shop.database.transaction() as write:
        closed = long.starts_at.replace(minute=long.starts_at.minute + 44)
        write.execute("update session set closed_at = ? where id = ?", [closed, long.id])
    found = sheets.sheet(shop, kim, place.id, Period(2026, 2)).refused
    assert [(one.held.minutes, one.failures[0].rule) for one in found] == [(44, Rule.TOO_SHORT)]


def test_a_session_that_is_still_open_is_not_judged_yet(
    shop: Workshop, place: Lab, opened: Callable[..., Session], leader: Actor, clock: FakeClock
) -> None:
    running = opened()
    assert not sheets.sheet(shop, leader, place.id, SPRING).judged
    sessions.close_now(shop, leader, running.id)
    assert len(sheets.sheet(shop, leader, place.id, SPRING).judged) == 1


def test_a_leader_who_has_not_told_an_age_takes_the_session_away_until_they_have(
    shop: Workshop, place: Lab, kim: Actor, hold: Hold
) -> None:
    hold(4)
    refused = sheets.sheet(shop, kim, place.id, SPRING).refused
    assert [(failure.rule, failure.who) for failure in refused[0].failures] == [
        (Rule.NO_LEADER, ""),
        (Rule.LEADER_AGE_UNKNOWN, "kim"),
    ]
    applicants.say(shop, kim, LeaderAnswer(2000))
    assert not sheets.sheet(shop, kim, place.id, SPRING).refused
    applicants.say(shop, kim, LeaderAnswer())
    assert sheets.sheet(shop, kim, place.id, SPRING).refused


def test_a_visit_written_down_late_counts_in_the_half_year_when_it_happened(
    shop: Workshop, place: Lab, kim: Actor, spring: tuple[Session, Session]
) -> None:
    """Reports put it in the next half-year, since theirs is frozen; an application is not sent yet."""
    second = spring[1]
    with shop.database.transaction() as write:
        write.execute(
            "insert into release values ('r', '2026H1', ?, 'm', '2019-12-31', 'k', 'h')", [write.now]
        )  # fmt: skip
        ledger.visited(write, second.id, "late", place.id, "1780", 2014, "boy", second.starts_at)
        assert write.value("select period from late_visit") == "2026H2"
    assert not sheets.sheet(shop, kim, place.id, SPRING).refused


def test_an_erased_card_is_gone_at_once(
    shop: Workshop, place: Lab, kim: Actor, spring: tuple[Session, Session]
) -> None:
    with shop.database.transaction() as write:
        ledger.erase_card(write, write.value("select card from visit where session = ? limit 1", [spring[0].id]))
    assert total(sheets.sheet(shop, kim, place.id, SPRING).sums.visits) == 4


def test_only_residents_count_by_rules_that_say_so(shop: Workshop, place: Lab, kim: Actor, hold: Hold) -> None:
    applicants.say(shop, kim, LeaderAnswer(1990))
    hold(4, area="1715")
    assert total(sheets.sheet(shop, kim, place.id, SPRING).sums.visits) == 4
    assert total(sheets.sheet(shop, kim, place.id, SPRING, "residents").sums.visits) == 0


@pytest.mark.parametrize("who", [ANONYMOUS, ELSEWHERE])
def test_others_are_refused(shop: Workshop, place: Lab, who: Actor) -> None:
    for ask in (
        lambda: sheets.sheet(shop, who, place.id, SPRING),
        lambda: profiles.of_lab(shop, who, place.id),
        lambda: applicants.association(shop, who, place.id),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_a_reviewer_of_the_labs_own_municipality_gets_nothing_of_it(
    shop: Workshop, place: Lab, reviewer: Actor
) -> None:
    with pytest.raises(NotAllowed):
        sheets.sheet(shop, reviewer, place.id, SPRING)
    with pytest.raises(NotAllowed):
        applicants.say(shop, reviewer, LeaderAnswer(1990))


# Who really led


def test_who_led_can_be_corrected_when_a_session_is_over(
    shop: Workshop, place: Lab, kim: Actor, spring: tuple[Session, Session], admin: Actor
) -> None:
    first = spring[0].id
    colleague = staff.create(shop, SYSTEM, "robin@example.se", PASSWORD, kim.grants)
    himself = kim.id.removeprefix("staff:")
    assert [one.name for one in corrections.led(shop, kim, first).could] == ["kim", "robin"]
    corrections.set_led(shop, kim, first, [colleague])
    judged = sheets.sheet(shop, kim, place.id, SPRING).judged[0]
    assert [(failure.rule, failure.who) for failure in judged.failures][1] == (Rule.LEADER_AGE_UNKNOWN, "robin")
    corrections.set_led(shop, kim, first, [colleague, himself])
    judged = sheets.sheet(shop, kim, place.id, SPRING).judged[0]
    assert (judged.counts, [one.name for one in judged.leaders]) == (True, ["kim"])
    assert audit.entries(shop, admin)[0].verb == "correct-leaders"


def test_leaders_are_corrected_by_those_who_book_and_not_before_a_session_is_over(
    shop: Workshop,
    place: Lab,
    kim: Actor,
    reviewer: Actor,
    spring: tuple[Session, Session],
    opened: Callable[..., Session],
) -> None:
    for who in (ELSEWHERE, reviewer, ANONYMOUS):
        with pytest.raises(NotAllowed):
            corrections.set_led(shop, who, spring[0].id, [])
        with pytest.raises(NotAllowed):
            corrections.led(shop, who, spring[0].id)
    with pytest.raises(NotFound):
        corrections.set_led(shop, kim, spring[0].id, ["stranger"])
    with pytest.raises(WrongStatus):
        corrections.set_led(shop, kim, opened().id, [])


# A lab's own rules


def test_a_labs_own_rules_come_first_and_hold_for_that_lab(
    shop: Workshop, place: Lab, admin: Actor, kim: Actor, spring: object
) -> None:
    own = replace(STATE, name=" Karlstads stöd ", participants=2, bands=((6, 25),), residents_of=("1780", "1715"))
    profiles.set_own(shop, admin, place.id, own)
    found = sheets.sheet(shop, kim, place.id, SPRING)
    assert found.profile == replace(own, id="own", name="Karlstads stöd")
    assert total(found.sums.sessions) == 2
    profiles.set_own(shop, admin, place.id, replace(own, participants=5))
    assert total(sheets.sheet(shop, kim, place.id, SPRING).sums.sessions) == 1
    profiles.remove_own(shop, admin, place.id)
    assert sheets.sheet(shop, kim, place.id, SPRING).profile.id == "state"
    with pytest.raises(NotFound):
        profiles.remove_own(shop, admin, place.id)


def test_rules_that_nobody_has_are_refused_by_name(shop: Workshop, place: Lab, kim: Actor) -> None:
    with pytest.raises(ProfileUnknown):
        sheets.sheet(shop, kim, place.id, SPRING, "own")


def test_a_leader_sets_up_neither_rules_nor_the_association(shop: Workshop, place: Lab, kim: Actor) -> None:
    for change in (
        lambda: profiles.set_own(shop, kim, place.id, STATE),
        lambda: profiles.remove_own(shop, kim, place.id),
        lambda: applicants.set_association(shop, kim, place.id, Association("1", "Vi")),
    ):
        with pytest.raises(NotAllowed):
            change()


def test_rules_that_cannot_be_followed_change_nothing(shop: Workshop, place: Lab, admin: Actor, kim: Actor) -> None:
    with pytest.raises(NumberOutside):
        profiles.set_own(shop, admin, place.id, replace(STATE, participants=0))
    assert profiles.of_lab(shop, kim, place.id) == profiles.packaged()


# Who applies, and who led


def test_an_association_is_said_once_and_can_be_said_anew(
    shop: Workshop, place: Lab, admin: Actor, kim: Actor, association: Association
) -> None:
    assert applicants.association(shop, kim, place.id) == association
    applicants.set_association(shop, admin, place.id, Association(" 12 ", "Nya vänner"))
    assert applicants.association(shop, kim, place.id) == Association("12", "Nya vänner", "")


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (Association("", "Vi"), AssociationNotValid), (Association("1", "x" * 51), AssociationNotValid),
        (Association("1", "Vi", "12345"), OrganisationNotValid),
    ],
)  # fmt: skip
def test_an_association_that_no_file_could_name_is_refused(
    shop: Workshop, place: Lab, admin: Actor, said: Association, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        applicants.set_association(shop, admin, place.id, said)


@pytest.mark.parametrize("said", [LeaderAnswer(1925), LeaderAnswer(2017), LeaderAnswer(1990, "girl")])
def test_an_answer_that_cannot_be_is_refused(shop: Workshop, kim: Actor, said: LeaderAnswer) -> None:
    with pytest.raises(LeaderAnswerNotValid):
        applicants.say(shop, kim, said)


def test_what_a_leader_told_is_theirs_alone_and_is_in_no_log(shop: Workshop, admin: Actor, kim: Actor) -> None:
    applicants.say(shop, kim, LeaderAnswer(1990, "woman"))
    assert applicants.answer_of(shop, kim) == LeaderAnswer(1990, "woman")
    assert applicants.answer_of(shop, admin) == LeaderAnswer()
    told = [entry for entry in audit.entries(shop, admin) if entry.verb == "tell-as-leader"]
    assert [dict(entry.detail) for entry in told] == [{}]
    applicants.say(shop, kim, LeaderAnswer())
    with shop.database.read() as read:
        assert read.value("select count(*) from leader_answer") == 0


@pytest.mark.parametrize("who", [ANONYMOUS, SYSTEM])
def test_nobody_tells_for_somebody_else(shop: Workshop, who: Actor) -> None:
    with pytest.raises(NotAllowed):
        applicants.say(shop, who, LeaderAnswer(1990))


def test_what_a_leader_told_goes_a_year_after_the_last_session_of_one_who_has_left(
    shop: Workshop, place: Lab, kim: Actor, spring: tuple[Session, Session], clock: FakeClock
) -> None:
    clock.now = spring[1].ends_at + timedelta(days=366)
    assert not leaders_due(shop)
    staff.create(shop, SYSTEM, "ny@example.se", PASSWORD, [Grant(Role.ADMIN, "*")])
    staff.disable(shop, SYSTEM, kim.id.removeprefix("staff:"))
    assert leaders_due(shop) == [kim.id.removeprefix("staff:")]
    clock.move(days=-2)
    assert not leaders_due(shop)
    clock.move(days=2)
    retention.purge(shop)
    assert applicants.answer_of(shop, kim) == LeaderAnswer()


def leaders_due(shop: Workshop) -> list[str]:
    return [one.id for one in retention.due(shop, SYSTEM) if one.kind == "leader"]
