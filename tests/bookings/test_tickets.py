"""The ticket to a seat: what it opens, when it stops, and a seat that is given back."""

import pytest

from bookings import joining, rules, sessions, tickets
from lab.access import Actor
from lab.runtime import Workshop
from tests.bookings.test_joining import TEN, Opened, kept
from tests.conftest import FakeClock


def test_a_ticket_tells_who_sits_where_and_what_may_be_opened(shop: Workshop, opened: Opened) -> None:
    running = opened()
    joined = joining.join(shop, running.id, "tablet-1", TEN)
    who = tickets.participant(shop, joined.ticket)
    assert who
    assert (who.key, who.lab, who.session, who.seat) == (f"seat:{running.id}:1", running.lab, running.id, 1)
    assert who.exercises == ("canvas",)


@pytest.mark.parametrize("ticket", [None, "", "no-ticket", "eyJ9.x.y"])
def test_what_is_no_ticket_is_nobodys(shop: Workshop, ticket: str | None) -> None:
    assert tickets.participant(shop, ticket) is None


def test_a_token_made_for_something_else_is_no_ticket(shop: Workshop, opened: Opened) -> None:
    running = opened()
    joining.join(shop, running.id, "tablet-1", TEN)
    with shop.database.read() as read:
        card = read.value("select card from seat")
    value = {"session": running.id, "seat": 1, "card": card}
    assert tickets.participant(shop, shop.keys.sign("staff", value)) is None
    assert tickets.participant(shop, shop.keys.sign("seat", value))


def test_every_ticket_stops_when_the_session_is_closed(shop: Workshop, leader: Actor, opened: Opened) -> None:
    running = opened()
    given = [joining.join(shop, running.id, f"tablet-{number}", TEN).ticket for number in range(3)]
    sessions.close_now(shop, leader, running.id)
    assert [tickets.participant(shop, ticket) for ticket in given] == [None] * 3


def test_a_ticket_holds_for_a_while_after_the_planned_end(shop: Workshop, opened: Opened, clock: FakeClock) -> None:
    ticket = joining.join(shop, opened().id, "tablet-1", TEN).ticket
    clock.move(hours=2)
    assert tickets.participant(shop, ticket)
    clock.move(minutes=16)
    assert tickets.participant(shop, ticket) is None


def test_leaving_ends_the_ticket_and_frees_the_seat(shop: Workshop, leader: Actor, opened: Opened) -> None:
    running = opened(seats=1)
    first = joining.join(shop, running.id, "tablet-1", TEN)
    who = tickets.participant(shop, first.ticket)
    assert who
    joining.leave(shop, who)
    joining.leave(shop, who)
    assert tickets.participant(shop, first.ticket) is None
    assert sessions.seats(shop, leader, running.id) == []
    second = joining.join(shop, running.id, "tablet-2", TEN)
    assert second.seat == 1
    assert tickets.participant(shop, second.ticket)
    assert tickets.participant(shop, first.ticket) is None


def test_whoever_left_and_comes_back_with_the_card_sits_where_they_sat(shop: Workshop, opened: Opened) -> None:
    running = opened()
    first = joining.join(shop, running.id, "tablet-1", TEN)
    who = tickets.participant(shop, first.ticket)
    assert who
    joining.leave(shop, who)
    assert joining.join(shop, running.id, "tablet-2", TEN).seat == 2
    back = joining.join(shop, running.id, "tablet-3", words=" ".join(first.words or ()))
    assert back.seat == 1
    assert tickets.participant(shop, back.ticket) == who
    assert kept(shop).visits == 2


def test_whoever_comes_back_to_a_seat_that_was_given_away_gets_another_and_one_visit(
    shop: Workshop, opened: Opened
) -> None:
    running = opened(seats=2)
    first = joining.join(shop, running.id, "tablet-1", TEN)
    who = tickets.participant(shop, first.ticket)
    assert who
    joining.join(shop, running.id, "tablet-2", TEN)
    joining.leave(shop, who)
    third = joining.join(shop, running.id, "tablet-3", TEN)
    assert third.seat == 1
    with pytest.raises(rules.SessionFull):
        joining.join(shop, running.id, "tablet-1", words=" ".join(first.words or ()))
    left = tickets.participant(shop, third.ticket)
    assert left
    joining.leave(shop, left)
    assert joining.join(shop, running.id, "tablet-4", words=" ".join(first.words or ())).seat == 1
    assert kept(shop).visits == 3
