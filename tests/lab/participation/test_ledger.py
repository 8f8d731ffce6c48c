"""The ledger takes each visit once, and forgets a card without a trace."""

from datetime import timedelta

import pytest

from lab.exercise import Participant
from lab.participation import ledger
from lab.runtime import Workshop

YOUTH = Participant("seat:s1:3", "lab1", "s1", 3, "card1")


def _joined(shop: Workshop, session: str, card: str) -> None:
    now = shop.clock()
    with shop.database.transaction() as write:
        ledger.held(write, session, "lab1", "1780", now, now + timedelta(hours=2))
        ledger.visited(write, session, card, "lab1", "1715", 2014, "girl")


def _count(shop: Workshop, table: str) -> int:
    with shop.database.read() as read:
        return int(read.value(f"select count(*) from {table}"))


def test_a_visit_and_its_session_are_kept_once(shop: Workshop) -> None:
    _joined(shop, "s1", "card1")
    _joined(shop, "s1", "card1")
    assert (_count(shop, "visit"), _count(shop, "held_session")) == (1, 1)


def test_a_visit_can_be_written_down_afterwards(shop: Workshop) -> None:
    before = shop.clock() - timedelta(days=9)
    with shop.database.transaction() as write:
        ledger.visited(write, "s1", "card1", "lab1", "1715", 2014, "girl", happened_at=before)
    with shop.database.read() as read:
        assert read.value("select happened_at from visit") == before


def test_an_exercise_event_is_kept_with_its_audit_row(shop: Workshop) -> None:
    ledger.happened(shop, YOUTH, "canvas", "started")
    with shop.database.read() as read:
        assert read.value("select kind from exercise_event where card = 'card1'") == "started"
        assert read.value("select verb from audit where actor = ?", [YOUTH.key]) == "exercise-started"


def test_an_unknown_kind_of_event_is_refused(shop: Workshop) -> None:
    with pytest.raises(ledger.EventUnknown):
        ledger.happened(shop, YOUTH, "canvas", "exploded")


def test_staff_who_try_an_exercise_leave_no_trace(shop: Workshop) -> None:
    ledger.happened(shop, Participant("staff:admin"), "canvas", "started")
    assert _count(shop, "exercise_event") == 0


def test_an_erased_card_leaves_other_cards_and_the_session(shop: Workshop) -> None:
    _joined(shop, "s1", "card1")
    _joined(shop, "s1", "card2")
    ledger.happened(shop, YOUTH, "canvas", "saved")
    with shop.database.transaction() as write:
        ledger.erase_card(write, "card1")
    assert (_count(shop, "visit"), _count(shop, "exercise_event"), _count(shop, "held_session")) == (1, 0, 1)
