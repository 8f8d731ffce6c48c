"""What a leader sees at a glance, read from the store."""

from collections.abc import Callable

import pytest

from bookings import board, joining, sessions, tickets
from bookings.joining import Answers
from bookings.rules import Draft, Session
from lab.access import Actor, Grant, Role
from lab.errors import NotAllowed
from lab.participation import ledger
from lab.runtime import Workshop


def sit_down(shop: Workshop, session: Session, tablet: str) -> str:
    return joining.join(shop, session.id, tablet, Answers("1780", 12, "boy")).ticket


def test_a_seat_that_was_left_is_free_while_open_and_counted_after(
    shop: Workshop, leader: Actor, opened: Callable[..., Session]
) -> None:
    session = opened()
    given = [sit_down(shop, session, tablet) for tablet in "abc"]
    gone = tickets.participant(shop, given[0])
    assert gone
    joining.leave(shop, gone)
    assert board.taken(shop, leader, session.lab, [session]) == {session.id: 2}
    closed = sessions.close_now(shop, leader, session.id)
    assert board.taken(shop, leader, session.lab, [closed]) == {session.id: 3}


def test_only_open_sessions_run(shop: Workshop, leader: Actor, draft: Draft, opened: Callable[..., Session]) -> None:
    session = opened()
    assert board.running(shop, leader, draft.lab) == [session]
    sessions.close_now(shop, leader, session.id)
    assert board.running(shop, leader, draft.lab) == []


def test_the_outcome_counts_visits_and_what_seats_did(
    shop: Workshop, leader: Actor, opened: Callable[..., Session]
) -> None:
    session = opened()
    first, second = (tickets.participant(shop, sit_down(shop, session, tablet)) for tablet in "ab")
    assert first
    assert second
    for who, kind in ((first, "started"), (first, "saved"), (first, "saved"), (second, "started")):
        ledger.happened(shop, who, "canvas", kind)
    assert board.outcome(shop, leader, session.id) == board.Outcome(visits=2, pictures=0, started=2, saved=1)


def test_another_labs_leader_is_told_nothing(shop: Workshop, opened: Callable[..., Session]) -> None:
    session = opened()
    stranger = Actor("staff:x", "x@example.se", (Grant(Role.LEADER, "lab:another"),))
    for asked in (
        lambda: board.running(shop, stranger, session.lab),
        lambda: board.taken(shop, stranger, session.lab, [session]),
        lambda: board.outcome(shop, stranger, session.id),
    ):
        with pytest.raises(NotAllowed):
            asked()
