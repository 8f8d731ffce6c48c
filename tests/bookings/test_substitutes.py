"""A substitute is asked by a link, and the first yes counts."""

from collections.abc import Callable

import pytest

from bookings import leading, sessions, substitutes
from bookings.leading_rules import LeaderBusy
from bookings.rules import Draft, Session, Status
from bookings.substitutes import AlreadyLeads, CannotLead, QuestionOver
from lab import messages
from lab.access import SYSTEM, Actor, Grant, Role
from lab.errors import NotAllowed
from lab.runtime import Workshop
from lab.signing import TokenRefused
from tests.bookings.conftest import Hire
from tests.bookings.test_leading import elsewhere, id_of, names, race
from tests.conftest import FakeClock


@pytest.fixture
def link(shop: Workshop, kim: Actor, robin: Actor, coming: Draft) -> Callable[[], tuple[Session, str]]:
    """A session that kim leads and asks robin to take; gives the link's token too."""

    def asked() -> tuple[Session, str]:
        booked = sessions.book(shop, kim, coming)
        path = substitutes.ask(shop, kim, booked.id, id_of(robin), id_of(kim))
        return booked, path.removeprefix("/substitute/")

    return asked


def test_a_substitute_says_yes_by_the_link_and_both_calendars_change(
    shop: Workshop, kim: Actor, robin: Actor, link: Callable[[], tuple[Session, str]]
) -> None:
    booked, token = link()
    (question,) = messages.listed(shop, SYSTEM)
    assert (question.kind, question.address) == ("substitute", "robin@example.se")
    assert substitutes.asked(shop, token).asker == "kim"
    substitutes.answer(shop, token, yes=True)
    assert names(shop, booked) == ["robin"]
    assert leading.mine(shop, kim) == []
    kinds = {one.kind: one.status for one in messages.listed(shop, SYSTEM)}
    assert kinds == {"substitute": messages.Status.WITHDRAWN, "substitute-found": messages.Status.QUEUED}
    assert substitutes.answer(shop, token, yes=True).question.answer == "yes"
    with pytest.raises(QuestionOver):
        substitutes.answer(shop, token, yes=False)


def test_a_no_leaves_everything_as_it_was(shop: Workshop, kim: Actor, link: Callable[[], tuple[Session, str]]) -> None:
    booked, token = link()
    substitutes.answer(shop, token, yes=False)
    assert names(shop, booked) == ["kim"]
    assert [one.answer for one in substitutes.of_session(shop, kim, booked)] == ["no"]


def test_of_two_who_are_asked_the_first_yes_counts(
    shop: Workshop, kim: Actor, hire: Hire, link: Callable[[], tuple[Session, str]]
) -> None:
    booked, first = link()
    other = substitutes.ask(shop, kim, booked.id, id_of(hire("alex")), id_of(kim)).removeprefix("/substitute/")
    got = race(*[lambda token=token: substitutes.answer(shop, token, yes=True) for token in (first, other)])  # type: ignore[misc]
    assert [type(one).__name__ for one in got].count("QuestionOver") == 1
    assert len(names(shop, booked)) == 1


def test_a_substitute_who_is_busy_is_told_and_may_still_say_no(
    shop: Workshop, kim: Actor, robin: Actor, coming: Draft, link: Callable[[], tuple[Session, str]]
) -> None:
    booked, token = link()
    sessions.book(shop, robin, elsewhere(shop, coming))
    with pytest.raises(LeaderBusy):
        substitutes.answer(shop, token, yes=True)
    assert names(shop, booked) == ["kim"]
    assert substitutes.answer(shop, token, yes=False).question.answer == "no"


def test_a_link_ends_with_the_session_the_time_and_a_changed_letter(
    shop: Workshop, kim: Actor, clock: FakeClock, link: Callable[[], tuple[Session, str]]
) -> None:
    booked, token = link()
    with pytest.raises(TokenRefused):
        substitutes.asked(shop, token[:-2] + "xx")
    clock.move(days=3)
    assert not substitutes.asked(shop, token).open
    with pytest.raises(QuestionOver):
        substitutes.answer(shop, token, yes=True)
    clock.move(days=-2)
    sessions.cancel(shop, kim, booked.id)
    with pytest.raises(QuestionOver):
        substitutes.answer(shop, token, yes=True)


def test_who_leads_already_or_may_not_lead_is_not_asked(
    shop: Workshop, kim: Actor, robin: Actor, hire: Hire, coming: Draft
) -> None:
    booked = sessions.book(shop, kim, coming)
    with pytest.raises(AlreadyLeads):
        substitutes.ask(shop, kim, booked.id, id_of(kim), id_of(kim))
    reviewer = hire("ute", Grant(Role.REVIEWER, "area:1780"))
    with pytest.raises(CannotLead):
        substitutes.ask(shop, kim, booked.id, id_of(reviewer), id_of(kim))
    with pytest.raises(NotAllowed):
        substitutes.ask(shop, reviewer, booked.id, id_of(robin), id_of(kim))
    assert sessions.session(shop, kim, booked.id).status == Status.PLANNED


def test_asking_the_same_twice_is_one_question(shop: Workshop, kim: Actor, robin: Actor, coming: Draft) -> None:
    booked = sessions.book(shop, kim, coming)
    for _press in range(2):
        substitutes.ask(shop, kim, booked.id, id_of(robin), id_of(kim))
    assert len(substitutes.of_session(shop, kim, booked)) == 1
    assert len(messages.listed(shop, SYSTEM)) == 1
