"""Asking for seats that are first come, first served: the seat, the line, the offer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bookings import parties, requests, sessions, ways
from bookings import seat_errors as wrong
from bookings.labs import Lab
from bookings.rules import AgeOutside, Draft, Session
from bookings.seat_terms import Asking, Kind, Way
from lab import messages
from lab.access import Actor
from lab.errors import LabError, NotFound, TooManyAttempts
from lab.runtime import Workshop
from lab.signing import TokenRefused
from tests.bookings.asking_people import ask, card, coming, family, places, rows, school_class, states, with_card
from tests.conftest import FakeClock


@pytest.fixture
def session(shop: Workshop, leader: Actor, draft: Draft) -> Session:
    """Four seats in a week, first come, first served."""
    return coming(shop, leader, draft, seats=4)


def fill(shop: Workshop, session: Session, seats: int) -> list[str]:
    """Parties of one that take the seats; their receipts."""
    return [ask(shop, family(session, contact=f"full{number}@example.se")) for number in range(seats)]


def audited(shop: Workshop, verb: str) -> int:
    with shop.database.read() as read:
        return int(read.value("select count(*) from audit where verb = ?", [verb]))


def test_who_asks_first_gets_the_seat_and_the_next_stands_in_line(shop: Workshop, session: Session) -> None:
    assert states(shop, ask(shop, family(session, size=3))) == ["placed"]
    assert states(shop, ask(shop, family(session, size=2, contact="b@example.se"))) == ["waiting"]
    assert states(shop, ask(shop, family(session, contact="c@example.se"))) == ["placed"]
    assert places(shop, session) == [1, 2, 3, 4]


def test_a_double_click_is_one_request(shop: Workshop, session: Session) -> None:
    first = ask(shop, family(session), key="same")
    assert ask(shop, family(session), key="same") == first
    assert places(shop, session) == [1]
    assert audited(shop, "ask-seat") == 1


def test_the_second_choice_is_given_where_the_first_is_full(
    shop: Workshop, leader: Actor, draft: Draft, session: Session
) -> None:
    other = coming(shop, leader, draft, days=9, seats=2)
    fill(shop, session, 4)
    assert states(shop, ask(shop, family(session, other))) == ["settled", "placed"]


def test_a_party_that_may_be_split_takes_what_there_is(shop: Workshop, session: Session) -> None:
    receipt = ask(shop, school_class(session, size=6, together=False))
    assert states(shop, receipt) == ["placed"] * 4 + ["waiting"] * 2


def test_leaving_offers_the_seat_to_the_next_in_the_same_moment(
    shop: Workshop, session: Session, clock: FakeClock
) -> None:
    receipts = fill(shop, session, 4)
    waiting = ask(shop, family(session))
    requests.leave(shop, receipts[1])
    assert states(shop, receipts[1]) == ["left"]
    assert states(shop, waiting) == ["offered"]
    assert rows(shop, waiting)[0].until == clock() + timedelta(hours=48)
    assert places(shop, session) == [1, 2, 3, 4]
    requests.leave(shop, receipts[1])
    assert audited(shop, "offer-place") == 1


def test_an_offer_is_taken_in_time_and_not_after(shop: Workshop, session: Session, clock: FakeClock) -> None:
    first, *_others = fill(shop, session, 4)
    quick, late = ask(shop, family(session)), ask(shop, family(session, contact="late@example.se"))
    requests.leave(shop, first)
    clock.move(hours=48)
    with pytest.raises(wrong.OfferOver):
        requests.confirm(shop, quick)
    assert requests.expire_offers(shop) == 1
    assert (states(shop, quick), states(shop, late)) == (["expired"], ["offered"])
    clock.move(hours=47)
    requests.confirm(shop, late)
    assert states(shop, late) == ["placed"]
    assert requests.expire_offers(shop) == 0


def test_a_seat_that_becomes_free_too_near_the_start_is_left_for_the_door(
    shop: Workshop, session: Session, clock: FakeClock
) -> None:
    first, *_others = fill(shop, session, 4)
    waiting = ask(shop, family(session))
    clock.now = session.starts_at - timedelta(hours=2)
    requests.leave(shop, first)
    assert states(shop, waiting) == ["waiting"]
    assert len(places(shop, session)) == 3


def test_a_seat_that_becomes_free_goes_to_the_large_party_once_it_was_let_past_three_times(
    shop: Workshop, session: Session
) -> None:
    receipts = fill(shop, session, 4)
    large = ask(shop, family(session, size=2, contact="large@example.se"))
    small = [ask(shop, family(session, contact=f"small{number}@example.se")) for number in range(4)]
    for receipt in receipts:
        requests.leave(shop, receipt)
    assert [states(shop, one) for one in small] == [["offered"]] * 3 + [["waiting"]]
    assert states(shop, large) == ["waiting"]
    requests.leave(shop, small[0])
    assert states(shop, large) == ["offered"]


def test_a_card_asks_once_for_a_time(shop: Workshop, leader: Actor, draft: Draft, session: Session) -> None:
    _id, words = card(shop)
    ask(shop, with_card(words, session))
    with pytest.raises(wrong.AlreadyAsked):
        ask(shop, with_card(words, session))
    at_the_same_time = coming(shop, leader, replace(draft, room=other_room(shop, session)), seats=2)
    with pytest.raises(wrong.AlreadyAsked):
        ask(shop, with_card(words, at_the_same_time))
    assert states(shop, ask(shop, with_card(words, coming(shop, leader, draft, days=8)))) == ["placed"]


def other_room(shop: Workshop, session: Session) -> str:
    with shop.database.read() as read:
        return str(read.value("select id from room where id <> ?", [session.room]))


@pytest.mark.parametrize(
    ("asking", "refusal"),
    [
        ({"sessions": ()}, wrong.WishesMissing),
        ({"contact": "no address"}, wrong.ContactNotValid),
        ({"sizes": {}}, wrong.SizesMissing),
        ({"sizes": {"10-12": {"girl": 5}}}, wrong.PartyTooLarge),
        ({"sizes": {"20-25": {"girl": 1}}}, wrong.AgesOutside),
        ({"kind": Kind.CARD, "words": "abakus abborre adress"}, LabError),
    ],
)
def test_what_cannot_be_asked_is_refused_and_leaves_nothing(
    shop: Workshop, session: Session, place: Lab, asking: dict[str, object], refusal: type[LabError]
) -> None:
    with pytest.raises(refusal):
        requests.ask(shop, place.id, replace(family(session), **asking), "key", "10.0.0.1")  # type: ignore[arg-type]
    with shop.database.read() as read:
        assert read.value("select count(*) from party") == 0


def test_a_session_asked_for_twice_is_refused(shop: Workshop, session: Session) -> None:
    with pytest.raises(wrong.WishTwice):
        ask(shop, family(session, session))


def test_a_youth_too_young_is_told(shop: Workshop, session: Session) -> None:
    _id, words = card(shop, born=2020)
    with pytest.raises(AgeOutside):
        ask(shop, with_card(words, session))


def test_a_drop_in_session_and_one_that_has_begun_take_no_requests(
    shop: Workshop, leader: Actor, draft: Draft, session: Session, clock: FakeClock
) -> None:
    with pytest.raises(wrong.RequestsClosed):
        ask(shop, family(coming(shop, leader, draft, Way.DROP_IN, days=8)))
    clock.now = session.starts_at
    with pytest.raises(wrong.RequestsClosed):
        ask(shop, family(session))


def test_another_labs_session_is_not_to_be_had_here(shop: Workshop, session: Session) -> None:
    with pytest.raises(NotFound):
        requests.ask(shop, "another", family(session), "key", "10.0.0.1")


def test_one_address_can_send_so_many_an_hour(shop: Workshop, session: Session) -> None:
    object.__setattr__(shop, "settings", shop.settings.model_copy(update={"signups_an_hour": 2}))
    fill(shop, session, 2)
    with pytest.raises(TooManyAttempts):
        ask(shop, family(session))


def test_the_way_in_stays_once_somebody_has_asked(shop: Workshop, leader: Actor, session: Session) -> None:
    receipt = ask(shop, family(session))
    with pytest.raises(ways.WayInUse):
        ways.set_way(shop, leader, session.id, Way.DROP_IN)
    requests.leave(shop, receipt)
    ways.set_way(shop, leader, session.id, Way.DROP_IN)
    assert ways.way_of(shop, session.id) is Way.DROP_IN


def test_changing_keeps_the_place_in_a_line_that_is_kept(
    shop: Workshop, leader: Actor, draft: Draft, session: Session
) -> None:
    fill(shop, session, 4)
    waiting = ask(shop, family(session))
    behind = ask(shop, family(session, contact="b@example.se"))
    other = coming(shop, leader, draft, days=9, seats=1)
    ask(shop, family(other, contact="c@example.se"))
    requests.change(shop, waiting, (other.id, session.id))
    assert rows(shop, waiting)[1].line < rows(shop, behind)[0].line
    assert states(shop, waiting) == ["waiting", "waiting"]
    requests.change(shop, waiting, (other.id,))
    assert sorted(states(shop, waiting)) == ["left", "waiting"]


def test_who_has_a_seat_leaves_it_before_asking_for_another(
    shop: Workshop, leader: Actor, draft: Draft, session: Session
) -> None:
    receipt = ask(shop, family(session))
    other = coming(shop, leader, draft, days=9)
    with pytest.raises(wrong.HasPlace):
        requests.change(shop, receipt, (other.id,))
    requests.leave(shop, receipt)
    requests.change(shop, receipt, (other.id,))
    assert "placed" in states(shop, receipt)


def test_a_receipt_that_was_made_up_is_nobodys(shop: Workshop, session: Session) -> None:
    ask(shop, family(session))
    for receipt in ("", "made-up", shop.keys.sign("seat", "x"), shop.keys.sign(parties.RECEIPT, "nobody")):
        with pytest.raises(TokenRefused):
            requests.leave(shop, receipt)


# Messages


def test_a_guardian_hears_of_the_seat_the_offer_and_the_end(
    shop: Workshop, leader: Actor, session: Session, clock: FakeClock
) -> None:
    first, *_ = fill(shop, session, 4)
    ask(shop, family(session))
    requests.leave(shop, first)
    sessions.cancel(shop, leader, session.id)
    with shop.database.read() as read:
        kinds = read.column("select kind from message where address = 'a@example.se' order by queued_at, kind")
        receipts = read.column("select facts from message where kind = 'offer'")
    assert sorted(kinds) == ["asked", "cancelled", "offer"]
    assert "/receipt?t=" in receipts[0]
    assert messages.KINDS


def test_a_card_is_sent_nothing(shop: Workshop, session: Session) -> None:
    ask(shop, with_card(card(shop)[1], session))
    with shop.database.read() as read:
        assert read.value("select count(*) from message") == 0


def test_asking_with_a_card_keeps_no_contact(shop: Workshop, session: Session) -> None:
    ask(shop, Asking(Kind.CARD, (session.id,), words=card(shop)[1], contact="x@example.se"))
    with shop.database.read() as read:
        assert read.value("select contact || contact_hash from party") == ""
