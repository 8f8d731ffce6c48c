"""What leaders do to a line: a hand in it, fewer seats, a cancelled session, the door."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bookings import joining, line_up, requests, sessions
from bookings import seat_errors as wrong
from bookings.rules import Draft, Session
from lab.access import Actor
from lab.errors import NotAllowed
from lab.runtime import Workshop
from tests.bookings.asking_people import ask, card, coming, family, places, rows, states, with_card
from tests.bookings.test_requests import audited, fill
from tests.conftest import FakeClock


@pytest.fixture
def session(shop: Workshop, leader: Actor, draft: Draft) -> Session:
    """Four seats in a week, first come, first served."""
    return coming(shop, leader, draft, seats=4)


# The leader's hand


def test_a_hand_in_the_line_needs_a_reason_that_is_kept(shop: Workshop, leader: Actor, session: Session) -> None:
    fill(shop, session, 4)
    _first, second = ask(shop, family(session)), ask(shop, family(session, contact="b@example.se"))
    moved = rows(shop, second)[0].request
    with pytest.raises(wrong.ReasonMissing):
        line_up.move(shop, leader, session.id, moved, True, "  ")
    line_up.move(shop, leader, session.id, moved, True, "Missade för att vi ställde in")
    assert rows(shop, second)[0].line < rows(shop, _first)[0].line
    with shop.database.read() as read:
        assert "Missade" in read.value("select detail from audit where verb = 'move-request'")


def test_only_the_labs_leaders_move_somebody(shop: Workshop, reviewer: Actor, session: Session) -> None:
    fill(shop, session, 4)
    waiting = rows(shop, ask(shop, family(session)))[0].request
    with pytest.raises(NotAllowed):
        line_up.move(shop, reviewer, session.id, waiting, True, "Därför")


# What leaders change


def test_a_cancelled_session_sends_those_who_had_seats_back_to_their_other_lines(
    shop: Workshop, leader: Actor, draft: Draft, session: Session
) -> None:
    other = coming(shop, leader, draft, days=9, seats=1)
    receipt = ask(shop, family(session, other))
    assert states(shop, receipt) == ["placed", "settled"]
    sessions.cancel(shop, leader, session.id)
    assert states(shop, receipt) == ["cancelled", "offered"]
    assert places(shop, session) == []


def test_with_fewer_seats_the_last_lose_theirs_stand_first_in_line_and_nothing_is_silent(
    shop: Workshop, leader: Actor, session: Session, draft: Draft, clock: FakeClock
) -> None:
    receipts = []
    for number in range(4):
        receipts.append(ask(shop, family(session, contact=f"{number}@example.se")))
        clock.move(minutes=1)
    waiting = ask(shop, family(session))
    smaller = replace(draft, starts_at=session.starts_at, ends_at=session.ends_at, seats=2)
    sessions.change(shop, leader, session.id, smaller)
    assert [states(shop, one)[0] for one in receipts] == ["placed", "placed", "waiting", "waiting"]
    order = sorted([*receipts[2:], waiting], key=lambda one: rows(shop, one)[0].line)
    assert order == [receipts[2], receipts[3], waiting]
    assert audited(shop, "lose-place") == 2
    sessions.change(shop, leader, session.id, replace(smaller, seats=3))
    assert states(shop, receipts[2]) == ["offered"]


# The door


def test_drop_ins_get_only_what_is_not_promised(
    shop: Workshop, leader: Actor, session: Session, clock: FakeClock
) -> None:
    _id, words = card(shop)
    ask(shop, with_card(words, session))
    ask(shop, family(session, size=2))
    clock.now = session.starts_at - timedelta(minutes=5)
    sessions.open_now(shop, leader, session.id)
    assert joining.join(shop, session.id, "a", joining.Answers("1780", 11, "boy")).seat == 4
    with pytest.raises(wrong.SeatsPromised):
        joining.join(shop, session.id, "b", joining.Answers("1780", 11, "boy"))
    assert joining.join(shop, session.id, "c", words=words).seat == 1
    clock.now = session.starts_at + timedelta(minutes=10)
    assert joining.join(shop, session.id, "b", joining.Answers("1780", 11, "boy")).seat in (2, 3)


def test_unclaimed_seats_are_released_ten_minutes_after_the_start_and_a_late_one_may_still_come(
    shop: Workshop, leader: Actor, session: Session, clock: FakeClock
) -> None:
    _id, words = card(shop)
    receipt = ask(shop, with_card(words, session))
    clock.now = session.starts_at + timedelta(minutes=9)
    sessions.open_now(shop, leader, session.id)
    requests.expire_offers(shop)
    assert states(shop, receipt) == ["placed"]
    clock.move(minutes=1)
    requests.expire_offers(shop)
    assert states(shop, receipt) == ["missed"]
    joining.join(shop, session.id, "a", words=words)
    assert states(shop, receipt) == ["arrived"]
