"""A draw's answers are written down together: many who ask cost no more statements than a few."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bookings import rounds
from bookings.draw_terms import Policy
from bookings.rounds import Plan
from bookings.rules import Draft, Session
from bookings.seat_terms import Way
from lab.access import Actor
from lab.database import Cursor
from lab.runtime import Workshop
from tests.bookings.asking_people import ask, coming, family, places, states

Asked = Callable[[int], tuple[str, Session, list[str]]]


@pytest.fixture
def asked(shop: Workshop, leader: Actor, draft: Draft) -> Asked:
    """A round of two seats that so many families ask for: its id, its session and their receipts."""

    def ask_all(families: int) -> tuple[str, Session, list[str]]:
        session = coming(shop, leader, draft, Way.ROUND, days=5 + families, seats=2)
        now = shop.clock()
        plan = Plan(session.lab, "Omgång", (session.id,), now, now + timedelta(days=1), Policy())
        round_id = rounds.plan(shop, leader, plan).id
        receipts = [ask(shop, family(session, contact=f"{number}@example.se")) for number in range(families)]
        return round_id, session, receipts

    return ask_all


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], int]:
    """How many statements something runs."""

    def counted(doing: Callable[[], object]) -> int:
        ran: list[str] = []
        execute = Cursor.execute

        def noted(self: Cursor, sql: str, *given: Any) -> None:
            ran.append(sql)
            execute(self, sql, *given)

        with monkeypatch.context() as counting:
            counting.setattr(Cursor, "execute", noted)
            doing()
        return len(ran)

    return counted


@pytest.mark.parametrize("verb", [rounds.draw_now, rounds.cancel])
def test_a_large_round_ends_in_as_many_statements_as_a_small_one(
    shop: Workshop, leader: Actor, asked: Asked, statements: Callable[[Callable[[], object]], int], verb: Any
) -> None:
    small, large = (asked(families)[0] for families in (3, 12))
    for round_id in (small, large):
        rounds.freeze(shop, leader, round_id)
    assert statements(lambda: verb(shop, leader, small)) == statements(lambda: verb(shop, leader, large))


def test_each_of_them_has_a_seat_or_waits_and_has_one_letter_of_it(shop: Workshop, leader: Actor, asked: Asked) -> None:
    round_id, session, receipts = asked(12)
    rounds.freeze(shop, leader, round_id)
    rounds.draw_now(shop, leader, round_id)
    assert sorted(states(shop, one) for one in receipts) == [["placed"]] * 2 + [["waiting"]] * 10
    assert places(shop, session) == [1, 2]
    with shop.database.read() as read:
        told = "select kind from message where kind in ('confirmation', 'not-drawn') group by about, kind order by kind"
        assert read.column(told) == ["confirmation"] * 2 + ["not-drawn"] * 10
