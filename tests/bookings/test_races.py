"""Two who press at the same moment: whoever is first, the end is one that they could have had one after the other.

What comes of it where nothing guards them is in `test_races_unguarded.py`.
"""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

import pytest

from bookings import checkin, joining, requests, resizing, round_entries, rounds, sessions, ways
from bookings import seat_errors as wrong
from bookings.draw_terms import Policy
from bookings.merging import Scan
from bookings.rounds import Plan
from bookings.rules import Draft, Session
from bookings.seat_terms import Way
from lab.access import Actor
from lab.runtime import Workshop
from tests.bookings.asking_people import ask, coming, family, places, rows, school_class, states
from tests.bookings.test_checkin import TEN, code_of, scan
from tests.bookings.test_leading import race
from tests.conftest import FakeClock


@pytest.fixture
def session(shop: Workshop, leader: Actor, draft: Draft) -> Session:
    return coming(shop, leader, draft, seats=4)


def names(got: list[object]) -> list[str]:
    return sorted(type(one).__name__ for one in got)


def audited(shop: Workshop, verb: str) -> int:
    with shop.database.read() as read:
        return int(read.value("select count(*) from audit where verb = ?", [verb]))


def seats_confirmed(shop: Workshop) -> int:
    with shop.database.read() as read:
        return int(read.value("select sum((detail->'seats')::integer) from audit where verb = 'confirm-request'"))


def sound(shop: Workshop, session: Session) -> None:
    """No more seats are promised than there are, and whoever has or is offered seats has just as many numbers."""
    with shop.database.read() as read:
        seats = int(read.value("select seats from session where id = ?", [session.id]))
        wanted = read.value(
            "select coalesce(sum(request.seats), 0) from wish join request on request.id = wish.request"
            " where wish.session = ? and wish.state in ('placed', 'offered')",
            [session.id],
        )
    taken = places(shop, session)
    assert len(taken) == int(wanted) <= seats
    assert all(1 <= number <= seats for number in taken)


def offered(shop: Workshop, session: Session) -> tuple[str, str]:
    """The receipts of one with an offer and of one behind it, in a session that is otherwise full."""
    full = ask(shop, school_class(session, size=session.seats))
    next_, last = (ask(shop, family(session, contact=f"{name}@example.se")) for name in ("next", "last"))
    resizing.resize(shop, full, {"10-12": {"girl": session.seats - 1}})
    assert (states(shop, next_), states(shop, last)) == (["offered"], ["waiting"])
    return next_, last


def test_an_offer_that_is_confirmed_twice_is_one_place(shop: Workshop, session: Session) -> None:
    receipt, _last = offered(shop, session)
    assert names(race(*[lambda: requests.confirm(shop, receipt)] * 4)) == ["NoneType"] * 4
    assert states(shop, receipt) == ["placed"]
    assert seats_confirmed(shop) == 1
    sound(shop, session)


def test_confirming_and_the_end_of_the_offer_give_the_seat_to_one_of_the_two(
    shop: Workshop, session: Session, clock: FakeClock
) -> None:
    receipt, last = offered(shop, session)
    clock.now = rows(shop, receipt)[0].until or clock.now
    got = race(lambda: requests.confirm(shop, receipt), lambda: requests.expire_offers(shop))
    assert "OfferOver" in names(got)
    assert (states(shop, receipt), states(shop, last)) == (["expired"], ["offered"])
    sound(shop, session)


def test_a_seat_that_is_left_twice_is_offered_once(shop: Workshop, session: Session) -> None:
    first, *_ = [ask(shop, family(session, contact=f"{number}@example.se")) for number in range(4)]
    waiting = [ask(shop, family(session, contact=f"w{number}@example.se")) for number in range(3)]
    race(*[lambda: requests.leave(shop, first)] * 4)
    assert [states(shop, one) for one in waiting] == [["offered"], ["waiting"], ["waiting"]]
    assert audited(shop, "leave-request") == 1
    sound(shop, session)


def test_confirming_and_leaving_at_once_end_with_one_of_the_two(shop: Workshop, session: Session) -> None:
    receipt, last = offered(shop, session)
    race(lambda: requests.confirm(shop, receipt), lambda: requests.leave(shop, receipt))
    assert states(shop, receipt) == ["left"]
    assert states(shop, last) == ["offered"]
    sound(shop, session)


def test_fewer_from_two_tabs_lets_go_of_the_seats_once(shop: Workshop, session: Session) -> None:
    party = ask(shop, school_class(session, size=4))
    waiting = [ask(shop, family(session, contact=f"w{number}@example.se")) for number in range(4)]
    got = race(*[lambda count=count: resizing.resize(shop, party, {"10-12": {"girl": count}}) for count in (2, 3)])  # type: ignore[misc]
    assert names(got) in (["NoneType", "NoneType"], ["NoneType", "OnlyFewer"])
    assert len([one for one in waiting if states(shop, one) == ["offered"]]) == 2
    sound(shop, session)


def test_fewer_seats_while_others_ask_never_leave_more_promised_than_there_are(
    shop: Workshop, leader: Actor, session: Session
) -> None:
    fewer = Draft(
        session.lab, session.room, session.title, session.starts_at, session.ends_at, 2, session.youngest,
        session.oldest, session.exercises,
    )  # fmt: skip
    asking = [
        lambda number=number: ask(shop, family(session, contact=f"{number}@example.se"), f"key-{number}")
        for number in range(5)
    ]
    race(*asking, lambda: sessions.change(shop, leader, session.id, fewer))  # type: ignore[arg-type]
    assert len(places(shop, session)) == 2
    sound(shop, session)


def test_a_session_that_is_cancelled_while_others_ask_keeps_nobody(
    shop: Workshop, leader: Actor, session: Session
) -> None:
    asking = [
        lambda number=number: ask(shop, family(session, contact=f"{number}@example.se"), f"key-{number}")
        for number in range(4)
    ]
    race(*asking, lambda: sessions.cancel(shop, leader, session.id))  # type: ignore[arg-type]
    assert places(shop, session) == []
    with shop.database.read() as read:
        assert set(read.column("select state from wish")) <= {"cancelled"}


def test_a_party_that_two_devices_see_at_once_comes_once(shop: Workshop, leader: Actor, session: Session) -> None:
    code = code_of(shop, ask(shop, family(session)))
    looks = [Scan(shop.clock(), f"device{number}", "1", code) for number in range(4)]
    race(*[lambda one=one: checkin.merge(shop, leader, session.id, [one]) for one in looks])  # type: ignore[misc]
    found = checkin.door(shop, leader, session.id)
    assert (len(found.first), len(found.duplicates)) == (1, 3)
    assert audited(shop, "check-in") == 1


def test_a_check_in_and_its_undoing_at_once_leave_one_of_the_two(
    shop: Workshop, leader: Actor, session: Session, clock: FakeClock
) -> None:
    receipt = ask(shop, school_class(session, size=4))
    code = code_of(shop, receipt)
    checkin.merge(shop, leader, session.id, [scan(shop, code, "first")])
    clock.move(minutes=1)
    again, undo = scan(shop, code, "again", "other"), scan(shop, code, "undo", undo=True)
    race(*[lambda one=one: checkin.merge(shop, leader, session.id, [one]) for one in (again, undo)])  # type: ignore[misc]
    come = bool(checkin.door(shop, leader, session.id).first)
    assert states(shop, receipt) == (["arrived"] if come else ["placed"])
    sound(shop, session)


def test_whoever_comes_to_the_door_and_the_party_whose_seats_are_opened_sit_on_a_seat_each(
    shop: Workshop, leader: Actor, session: Session, clock: FakeClock
) -> None:
    code = code_of(shop, ask(shop, school_class(session, size=3)))
    clock.now = session.starts_at - timedelta(minutes=5)
    sessions.open_now(shop, leader, session.id)
    sitting = [lambda number=number: joining.join(shop, session.id, f"t{number}", TEN).seat for number in range(6)]
    got = race(*sitting, lambda: checkin.merge(shop, leader, session.id, [scan(shop, code, "1")]))  # type: ignore[arg-type]
    seats = [one for one in got if isinstance(one, int)]
    assert len(seats) == len(set(seats)) <= session.seats
    assert seats
    assert all(isinstance(one, int | wrong.SeatsPromised | joining.rules.SessionFull | checkin.Merged) for one in got)


def test_two_leaders_who_open_at_once_give_one_pin(shop: Workshop, leader: Actor, draft: Draft) -> None:
    booked = sessions.book(shop, leader, draft)
    got = race(*[lambda: sessions.open_now(shop, leader, booked.id)] * 4)
    assert len({one.pin for one in got if isinstance(one, Session)}) == 1
    assert audited(shop, "open-session") == 1


def test_a_round_that_two_draw_at_once_is_drawn_once(
    shop: Workshop, leader: Actor, planned: tuple[str, Session]
) -> None:
    round_id, session = planned
    receipts = [ask(shop, family(session, contact=f"{number}@example.se")) for number in range(6)]
    rounds.freeze(shop, leader, round_id)
    got = race(*[lambda: rounds.draw_now(shop, leader, round_id)] * 3)
    assert names(got) == ["Round", "WrongStep", "WrongStep"]
    assert sum(states(shop, one) == ["placed"] for one in receipts) == 4
    sound(shop, session)


def test_a_session_is_planned_into_one_of_two_rounds(
    shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock
) -> None:
    session = coming(shop, leader, draft, Way.ROUND, seats=4)
    plan = Plan(session.lab, "Omgång", (session.id,), clock(), clock() + timedelta(days=1), Policy())
    got = race(*[lambda: rounds.plan(shop, leader, plan)] * 2)
    assert names(got) == ["InRound", "Round"]
    assert [len(rounds.sessions_in(shop, one.id)) for one in rounds.of_lab(shop, leader, session.lab)] == [1]


def test_a_session_that_becomes_drop_in_while_somebody_asks_refuses_one_of_the_two(
    shop: Workshop, leader: Actor, session: Session
) -> None:
    got = race(lambda: ask(shop, family(session), "key"), lambda: ways.set_way(shop, leader, session.id, Way.DROP_IN))
    assert names(got) in (["NoneType", "RequestsClosed"], ["WayInUse", "str"])


@pytest.fixture
def planned(shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock) -> tuple[str, Session]:
    """A round that takes requests for four seats."""
    session = coming(shop, leader, draft, Way.ROUND, seats=4)
    plan = Plan(session.lab, "Omgång", (session.id,), clock(), clock() + timedelta(days=1), Policy())
    return rounds.plan(shop, leader, plan).id, session


@pytest.fixture
def asked_while_frozen(
    shop: Workshop, leader: Actor, planned: tuple[str, Session], monkeypatch: pytest.MonkeyPatch
) -> Callable[[], list[object]]:
    """Somebody asks just as the list has been read and is not yet frozen."""
    round_id, session = planned
    ask(shop, family(session))
    read_, asked = threading.Event(), threading.Event()
    listed = round_entries.to_publish

    def slowly(*given: object) -> object:
        read_.set()
        asked.wait(1)
        return listed(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(round_entries, "to_publish", slowly)

    def late() -> str:
        read_.wait(5)
        try:
            return ask(shop, family(session, contact="late@example.se"), "late")
        finally:
            asked.set()

    return lambda: race(lambda: rounds.freeze(shop, leader, round_id), late)


def not_listed(shop: Workshop) -> int:
    """Requests that wait for a draw whose list they do not stand in: forgotten."""
    with shop.database.read() as read:
        return int(
            read.value(
                "select count(*) from request join wish on wish.request = request.id join party on party.id ="
                " request.party join round on round.id = party.round where wish.state = 'asked' and round.state ="
                " 'frozen' and not list_contains(list_transform((round.frozen->'entries')::json[],"
                " lambda one: one->>'entry'), request.entry)"
            )
        )


def test_who_asks_while_the_list_is_frozen_is_on_it_or_is_refused(
    shop: Workshop, asked_while_frozen: Callable[[], list[object]]
) -> None:
    assert names(asked_while_frozen()) == ["RequestsClosed", "Round"]
    assert not_listed(shop) == 0


def test_its_twin_without_the_lock_forgets_who_asks_then(
    shop: Workshop, asked_while_frozen: Callable[[], list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shop.database, "_writing", nullcontext())
    assert names(asked_while_frozen()) == ["Round", "str"]
    assert not_listed(shop) == 1
