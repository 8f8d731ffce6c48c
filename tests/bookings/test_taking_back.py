"""A check-in that was wrong is taken back, and everything stands as before; what cannot be is told."""

from collections.abc import Callable

import pytest

from bookings import checkin, joining, requests
from bookings import seat_errors as wrong
from bookings.rules import Draft, Session
from lab.access import Actor
from lab.runtime import Workshop
from tests.bookings.asking_people import ask, card, coming, family, places, school_class, states, with_card
from tests.bookings.test_checkin import TEN, code_of, scan
from tests.conftest import FakeClock


@pytest.fixture
def session(shop: Workshop, leader: Actor, draft: Draft) -> Session:
    return coming(shop, leader, draft, seats=6)


def tap(shop: Workshop, leader: Actor, session: Session, receipt: str, nonce: str, undo: bool = False) -> list[str]:
    """Check in, or take back; gives the codes that could not be taken back."""
    note = scan(shop, code_of(shop, receipt), nonce, undo=undo)
    return list(checkin.merge(shop, leader, session.id, [note]).stays)


def test_a_wrong_tap_taken_back_leaves_everything_as_it_was(
    shop: Workshop, leader: Actor, session: Session, started: Callable[[], Session], clock: FakeClock
) -> None:
    receipt = ask(shop, school_class(session, size=4))
    started()
    tap(shop, leader, session, receipt, "1")
    assert places(shop, session) == []
    clock.move(minutes=2)
    assert tap(shop, leader, session, receipt, "2", undo=True) == []
    assert states(shop, receipt) == ["placed"]
    assert places(shop, session) == [1, 2, 3, 4]
    with shop.database.read() as read:
        assert read.value("select count(*) from audit where verb = 'take-back-check-in'") == 1
        assert read.value("select count(*) from visit") == 0
    clock.move(minutes=1)
    tap(shop, leader, session, receipt, "3")
    assert states(shop, receipt) == ["arrived"]


def test_seats_that_were_taken_back_are_promised_again(
    shop: Workshop, leader: Actor, session: Session, started: Callable[[], Session], clock: FakeClock
) -> None:
    receipt = ask(shop, school_class(session, size=6))
    started()
    tap(shop, leader, session, receipt, "1")
    clock.move(minutes=1)
    tap(shop, leader, session, receipt, "2", undo=True)
    with pytest.raises(wrong.SeatsPromised):
        joining.join(shop, session.id, "a", TEN)


def test_where_somebody_sits_on_the_seats_by_now_the_party_stays_until_those_are_checked_in(
    shop: Workshop, leader: Actor, session: Session, started: Callable[[], Session], clock: FakeClock
) -> None:
    """Two parties of three; one is tapped by mistake and the other's youths sit down."""
    mistaken, right = ask(shop, school_class(session, size=3)), ask(shop, family(session, size=3))
    started()
    tap(shop, leader, session, mistaken, "1")
    joining.join(shop, session.id, "a", TEN)
    clock.move(minutes=1)
    assert tap(shop, leader, session, mistaken, "2", undo=True) == [code_of(shop, mistaken)]
    assert states(shop, mistaken) == ["arrived"]
    assert code_of(shop, mistaken) in {one.code for one in checkin.door(shop, leader, session.id).first}
    tap(shop, leader, session, right, "3")
    assert tap(shop, leader, session, mistaken, "4", undo=True) == []
    assert states(shop, mistaken) == ["placed"]
    assert len(places(shop, session)) == 3


def test_who_has_sat_down_with_the_card_did_come(
    shop: Workshop, leader: Actor, session: Session, started: Callable[[], Session], clock: FakeClock
) -> None:
    _id, words = card(shop)
    receipt = ask(shop, with_card(words, session))
    started()
    tap(shop, leader, session, receipt, "1")
    joining.join(shop, session.id, "own", words=words)
    clock.move(minutes=1)
    assert tap(shop, leader, session, receipt, "2", undo=True) == [code_of(shop, receipt)]
    with shop.database.read() as read:
        assert read.value("select count(*) from visit") == 1


def test_a_tap_of_long_ago_stays(
    shop: Workshop, leader: Actor, session: Session, started: Callable[[], Session], clock: FakeClock
) -> None:
    receipt = ask(shop, family(session))
    started()
    tap(shop, leader, session, receipt, "1")
    clock.move(minutes=16)
    assert tap(shop, leader, session, receipt, "2", undo=True) == [code_of(shop, receipt)]
    assert states(shop, receipt) == ["arrived"]


def test_after_unclaimed_seats_were_released_whoever_is_taken_back_did_not_come(
    shop: Workshop, leader: Actor, session: Session, started: Callable[[], Session], clock: FakeClock
) -> None:
    receipt = ask(shop, family(session, size=2))
    started()
    clock.move(minutes=14)
    tap(shop, leader, session, receipt, "1")
    clock.move(minutes=2)
    requests.expire_offers(shop)
    assert tap(shop, leader, session, receipt, "2", undo=True) == []
    assert states(shop, receipt) == ["missed"]
    assert places(shop, session) == []


def test_an_offer_is_an_offer_again_and_its_other_wishes_stand_in_line_again(
    shop: Workshop, leader: Actor, draft: Draft, session: Session, clock: FakeClock
) -> None:
    other = coming(shop, leader, draft, days=8, seats=1)
    full, first = ask(shop, school_class(session, size=6)), ask(shop, family(other, contact="c@example.se"))
    receipt = ask(shop, family(session, other, contact="b@example.se"))
    assert states(shop, first) == ["placed"]
    requests.leave(shop, full)
    assert states(shop, receipt) == ["offered", "waiting"]
    tap(shop, leader, session, receipt, "1")
    assert states(shop, receipt) == ["arrived", "settled"]
    clock.move(minutes=1)
    tap(shop, leader, session, receipt, "2", undo=True)
    assert states(shop, receipt) == ["offered", "waiting"]
