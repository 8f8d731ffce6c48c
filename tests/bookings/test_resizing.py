"""A party that becomes fewer, or others: freely before a draw, and afterwards to the gain of those who wait."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings import asking, requests, resizing, round_record, rounds
from bookings import seat_errors as wrong
from bookings.draw_terms import Policy
from bookings.round_record import Round
from bookings.rounds import Plan
from bookings.rules import Draft, Session
from bookings.seat_terms import Way, size_of
from lab.access import Actor
from lab.errors import NotAllowed
from lab.runtime import Workshop
from tests.bookings.asking_people import ask, card, coming, family, places, rows, school_class, states, with_card
from tests.conftest import FakeClock


@pytest.fixture
def session(shop: Workshop, leader: Actor, draft: Draft) -> Session:
    return coming(shop, leader, draft, seats=4)


@pytest.fixture
def round_(shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock) -> tuple[Round, Session]:
    found = coming(shop, leader, draft, Way.ROUND, days=7, seats=4)
    plan = Plan(found.lab, "Våromgången", (found.id,), clock(), clock() + timedelta(days=2), Policy())
    return rounds.plan(shop, leader, plan), found


def girls(number: int) -> dict[str, dict[str, int]]:
    return {"10-12": {"girl": number}}


def kept(shop: Workshop, receipt: str) -> tuple[int, str]:
    with shop.database.read() as read:
        size = read.value("select size from party where receipt = ?", [receipt])
        return int(size), str(read.value("select sizes from party where receipt = ?", [receipt]))


def test_the_seats_that_a_smaller_party_lets_go_of_are_offered_to_the_line_at_once(
    shop: Workshop, session: Session
) -> None:
    party = ask(shop, school_class(session, size=4))
    first, second = (ask(shop, family(session, contact=f"{name}@example.se")) for name in "bc")
    resizing.resize(shop, party, girls(2))
    assert (states(shop, party), states(shop, first), states(shop, second)) == (["placed"], ["offered"], ["offered"])
    assert places(shop, session) == [1, 2, 3, 4]
    assert kept(shop, party)[0] == 2
    with shop.database.read() as read:
        assert read.value("select count(*) from audit where verb = 'resize-request'") == 1


def test_a_party_that_waits_and_becomes_small_enough_is_offered_what_is_free(shop: Workshop, session: Session) -> None:
    ask(shop, family(session, size=2))
    waits = ask(shop, school_class(session, size=3))
    assert states(shop, waits) == ["waiting"]
    resizing.resize(shop, waits, girls(2))
    assert states(shop, waits) == ["offered"]
    assert places(shop, session) == [1, 2, 3, 4]


def test_of_a_party_that_may_be_split_those_who_wait_go_before_those_with_seats(
    shop: Workshop, session: Session
) -> None:
    party = ask(shop, family(session, size=6, together=False))
    assert sorted(states(shop, party)) == ["placed"] * 4 + ["waiting"] * 2
    resizing.resize(shop, party, girls(3))
    assert sorted(states(shop, party)) == ["left"] * 3 + ["placed"] * 3


def test_outside_an_open_round_nobody_becomes_more(shop: Workshop, session: Session) -> None:
    party = ask(shop, family(session, size=2))
    with pytest.raises(resizing.OnlyFewer):
        resizing.resize(shop, party, girls(3))
    with pytest.raises(resizing.NobodyLeft):
        resizing.resize(shop, party, girls(0))
    with pytest.raises(wrong.AgesOutside):
        resizing.resize(shop, party, {"20-25": {"girl": 1}})
    assert kept(shop, party)[0] == 2
    resizing.resize(shop, party, {"10-12": {"girl": 1}, "13-15": {"boy": 1}})
    assert '"boy": 1' in kept(shop, party)[1]


def test_while_a_round_takes_requests_a_party_is_as_large_as_it_likes(
    shop: Workshop, leader: Actor, round_: tuple[Round, Session]
) -> None:
    of, session = round_
    together, split = ask(shop, school_class(session, size=2)), ask(shop, family(session, size=1, together=False))
    resizing.resize(shop, together, girls(4))
    with pytest.raises(wrong.PartyTooLarge):
        resizing.resize(shop, together, girls(5))
    resizing.resize(shop, split, girls(3))
    resizing.resize(shop, split, girls(2))
    entries = round_record.inputs_of(rounds.freeze(shop, leader, of.id))[0]
    assert sorted(one.size for one in entries) == [1, 1, 4]
    assert len({one.entry for one in entries}) == 3


def test_once_the_list_stands_it_is_changed_only_after_the_draw(
    shop: Workshop, leader: Actor, round_: tuple[Round, Session]
) -> None:
    of, session = round_
    party = ask(shop, school_class(session, size=3))
    rounds.freeze(shop, leader, of.id)
    with pytest.raises(wrong.RequestsClosed):
        resizing.resize(shop, party, girls(2))
    rounds.draw_now(shop, leader, of.id)
    resizing.resize(shop, party, girls(2))
    assert places(shop, session) == [1, 2]


def test_a_card_is_one_and_who_has_left_has_nothing_to_change(shop: Workshop, session: Session) -> None:
    alone, gone = ask(shop, with_card(card(shop)[1], session)), ask(shop, family(session))
    with pytest.raises(NotAllowed):
        resizing.resize(shop, alone, girls(1))
    requests.leave(shop, gone)
    with pytest.raises(wrong.RequestsClosed):
        resizing.resize(shop, gone, girls(1))


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=5), st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_becomes_fewer_every_seat_is_promised_once_and_none_lies_idle(
    shop: Workshop, leader: Actor, draft: Draft, parties: list[tuple[int, bool]], data: st.DataObject
) -> None:
    with shop.database.read() as read:
        days = 7 + int(read.value("select count(*) from session"))
    session = coming(shop, leader, draft, seats=4, days=days)
    receipts = [
        ask(shop, replace(family(session, size=size, together=together), contact=f"p{number}-{days}@example.se"))
        for number, (size, together) in enumerate(parties)
    ]
    for receipt, (size, _together) in zip(receipts, parties, strict=True):
        resizing.resize(shop, receipt, girls(data.draw(st.integers(1, size))))
    taken = places(shop, session)
    assert len(taken) == len(set(taken)) <= 4
    found = [row for receipt in receipts for row in rows(shop, receipt)]
    assert sum(row.seats for row in found if row.state in ("placed", "offered")) == len(taken)
    waiting = [row.seats for row in found if row.state == "waiting"]
    assert not waiting or len(taken) == 4 or min(waiting) > 4 - len(taken) or len(waiting) > 1
    assert all(kept(shop, receipt)[0] <= size for receipt, (size, _t) in zip(receipts, parties, strict=True))


@given(st.dictionaries(st.sampled_from(["7-9", "10-12"]), st.just({"girl": 2, "boy": 0, "any": 1})))
def test_a_form_tells_again_what_it_was_told(sizes: dict[str, dict[str, int]]) -> None:
    again = asking.read_sizes(asking.write_sizes(sizes))
    assert size_of(again) == size_of(sizes)
    assert {band: again[band] for band in sizes} == sizes
