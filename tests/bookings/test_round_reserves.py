"""Seats that a round holds for some areas: no more than there are, told beforehand, proposed from published figures."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bookings import (
    expected,
    labs,
    round_figures,
    round_record,
    rounds,
)
from bookings.draw_errors import ReserveTooLarge
from bookings.draw_terms import Order, Policy, Reserve
from bookings.round_entries import entries
from bookings.round_record import Round
from bookings.rules import Session
from lab import areas
from lab.access import Actor
from lab.participation import ledger, releases
from lab.runtime import Workshop
from tests.bookings.asking_people import ask, family

Planned = Callable[..., tuple[Round, list[Session]]]


def test_more_seats_than_there_are_cannot_be_held(planned: Planned) -> None:
    with pytest.raises(ReserveTooLarge):
        planned(2, reserves={"1715": 3})


def test_the_expected_numbers_tell_both_ways_of_holding_seats_apart(
    shop: Workshop, leader: Actor, planned: Planned
) -> None:
    round_, (session,) = planned(4, policy=Policy(Order.LOTTERY, Reserve.FIRST), reserves={"1715": 2})
    for number in range(12):
        area = "1715" if number < 4 else "1780"
        ask(shop, replace(family(session, contact=f"{number}@example.se"), area=area))
    with shop.database.read() as read:
        rules, named = round_record.rules_now(shop, read, round_)
        found = expected.compared(entries(read, round_.id, named, shop.clock()), rules.seats, rules.policy, seeds=60)
    kil = {one.name: one.seats["Kil"] for one in found}
    assert kil["none"] < kil["first"] < kil["last"]
    assert all(round(sum(one.seats.values()) + one.waiting) == 12 for one in found)


def test_a_proposal_follows_published_figures_and_applies_nothing(
    shop: Workshop, leader: Actor, planned: Planned
) -> None:
    round_, (session,) = planned(12)
    assert round_figures.propose(shop, leader, round_.id) == {}
    home = labs.lab_of(shop, round_.lab).area
    came_last_autumn(shop, {area.code: 12 for area in areas.nearest(shop, home, 9)} | {home: 60, "1715": 0})
    found = round_figures.propose(shop, leader, round_.id)[session.id]
    assert found[0].area == "1715"
    assert home not in {one.area for one in found}
    assert sum(one.seats for one in found) == 3
    assert rounds.public(shop, round_.id).held == {}
    with shop.database.read() as read:
        assert "1715" in read.column("select detail from audit where verb = 'propose-reserves' order by number")[1]


def came_last_autumn(shop: Workshop, youths: Mapping[str, int]) -> None:
    """So many youths of each municipality came to a session half a year ago, and the half-year is released."""
    when = shop.clock() - timedelta(days=150)
    with shop.database.transaction() as write:
        ledger.held(write, "autumn", "elsewhere", "1780", when, when + timedelta(hours=2))
        for area, count in youths.items():
            for number in range(count):
                born, gender = when.year - 7 - number % 12, ("girl", "boy")[number % 2]
                ledger.visited(write, "autumn", f"{area}-{number}", "elsewhere", area, born, gender, happened_at=when)
    releases.make_due(shop)
