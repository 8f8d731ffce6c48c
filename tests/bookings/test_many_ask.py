"""Many who ask at once: never more seats than there are, and the twin without lock and key."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from threading import Barrier

import pytest

from bookings import asks, requests
from bookings.rules import Draft, Session
from lab.access import Actor
from lab.runtime import Workshop
from tests.bookings.asking_people import coming, family, places, rows, states
from tests.bookings.serving_alone import alone


@pytest.fixture
def session(shop: Workshop, leader: Actor, draft: Draft) -> Session:
    """Four seats in a week, first come, first served."""
    return coming(shop, leader, draft, seats=4)


def ask_at_once(shop: Workshop, session: Session, count: int) -> list[str]:
    together = Barrier(count)

    def one(number: int) -> str:
        together.wait()
        return requests.ask(
            shop, session.lab, family(session, contact=f"{number}@example.se"), f"key-{number}", "10.0.0.1"
        )

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_of_thirty_who_ask_at_once_four_get_seats_and_the_others_stand_in_line(
    shop: Workshop, session: Session
) -> None:
    receipts = ask_at_once(shop, session, 30)
    stand = [states(shop, receipt)[0] for receipt in receipts]
    assert (stand.count("placed"), stand.count("waiting")) == (4, 26)
    assert places(shop, session) == [1, 2, 3, 4]
    lines = [rows(shop, receipt)[0].line for receipt in receipts]
    assert len(set(lines)) == 30


def test_without_the_lock_and_the_key_the_same_thirty_oversell_it(
    shop: Workshop, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shop.database.transaction() as write:
        for table in ("place", "wish", "party"):
            write.execute(f"create table keyless as from {table}")
            write.execute(f"drop table {table}")
            write.execute(f"alter table keyless rename to {table}")
    monkeypatch.setattr(shop.database, "_writing", nullcontext())
    monkeypatch.setattr(asks, "ask", alone(asks.ask))
    ask_at_once(shop, session, 30)
    assert len(places(shop, session)) > 4


def test_twenty_presses_at_once_are_one_request(shop: Workshop, session: Session) -> None:
    with ThreadPoolExecutor(20) as pool:
        receipts = list(
            pool.map(lambda _: requests.ask(shop, session.lab, family(session), "same", "10.0.0.1"), range(20))
        )
    assert len(set(receipts)) == 1
    assert places(shop, session) == [1]
