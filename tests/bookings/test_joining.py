"""Getting a seat: the PIN, the card or the answers, the ticket."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier

import pytest

from bookings import joining, newcomers, rules, sessions
from bookings.joining import Answers
from bookings.rules import Session
from lab.access import Actor
from lab.areas import AreaUnknown
from lab.cards import CardUnknown, GenderNotValid
from lab.people import AgeNotValid
from lab.runtime import Workshop
from tests.bookings.serving_alone import alone
from tests.conftest import FakeClock

Opened = Callable[..., Session]
TEN = Answers("1780", 10, "girl")


@dataclass(frozen=True)
class Kept:
    seats: int
    cards: int
    visits: int
    audits: int


def kept(shop: Workshop) -> Kept:
    with shop.database.read() as read:
        found = read.first(
            Kept,
            "select (select count(*) from seat) as seats, (select count(*) from card) as cards,"
            " (select count(*) from visit) as visits,"
            " (select count(*) from audit where verb = 'join-session') as audits",
        )
    assert found
    return found


def all_join(shop: Workshop, session: Session, count: int) -> list[int | None]:
    """`count` youths press the button at the same moment; each gets a seat number, or None where it is full."""
    together = Barrier(count)

    def one(number: int) -> int | None:
        together.wait()
        try:
            return joining.join(shop, session.id, f"tablet-{number}", TEN).seat
        except rules.SessionFull:
            return None

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


# The seat


def test_joining_gives_a_seat_a_card_and_a_visit(shop: Workshop, leader: Actor, opened: Opened) -> None:
    running = opened()
    joined = joining.join(shop, running.id, "tablet-1", TEN)
    assert joined.seat == 1
    assert joined.words
    assert len(set(joined.words)) == 3
    assert kept(shop) == Kept(1, 1, 1, 1)
    taken = sessions.seats(shop, leader, running.id)
    assert [(seat.number, seat.participant_key) for seat in taken] == [(1, f"seat:{running.id}:1")]


def test_pressing_twice_gives_the_same_seat_and_the_same_words(shop: Workshop, opened: Opened) -> None:
    running = opened()
    first, second = (joining.join(shop, running.id, "tablet-1", TEN) for _ in range(2))
    assert (first.seat, first.words) == (second.seat, second.words)
    assert kept(shop) == Kept(1, 1, 1, 1)


def test_a_card_is_known_in_another_session_and_needs_no_answers(
    shop: Workshop, leader: Actor, opened: Opened, clock: FakeClock
) -> None:
    first = joining.join(shop, opened().id, "tablet-1", TEN)
    clock.move(hours=5)
    again = sessions.book(shop, leader, _later(shop, leader))
    second = joining.join(
        shop, sessions.open_now(shop, leader, again.id).id, "tablet-9", words=" ".join(first.words or ())
    )
    assert second.words is None
    assert kept(shop) == Kept(2, 1, 2, 2)


def _later(shop: Workshop, leader: Actor) -> rules.Draft:
    before = sessions.of_week(
        shop, leader, leader.grants[0].scope.removeprefix("lab:"), shop.clock().date() - timedelta(1)
    )[0]
    now = shop.clock()
    return rules.Draft(before.lab, before.room, "Igen", now, now + timedelta(hours=1), 4, 8, 16, ("canvas",))


def test_the_same_card_at_another_tablet_gets_the_same_seat(shop: Workshop, opened: Opened) -> None:
    running = opened()
    first = joining.join(shop, running.id, "tablet-1", TEN)
    second = joining.join(shop, running.id, "tablet-2", words=" ".join(first.words or ()))
    assert second.seat == first.seat
    assert kept(shop) == Kept(1, 1, 1, 1)


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        (Answers("1780", 7, "girl"), rules.AgeOutside),
        (Answers("1780", 17, "girl"), rules.AgeOutside),
        (Answers("1780", 99, "girl"), AgeNotValid),
        (Answers("1780", 10, "man"), GenderNotValid),
        (Answers("9999", 10, "girl"), AreaUnknown),
        (Answers("17", 10, "girl"), AreaUnknown),
        (None, joining.AnswersMissing),
    ],
)
def test_answers_that_cannot_be_right_leave_nothing_behind(
    shop: Workshop, opened: Opened, answers: Answers | None, error: type[Exception]
) -> None:
    running = opened()
    with pytest.raises(error):
        joining.join(shop, running.id, "tablet-1", answers)
    assert kept(shop) == Kept(0, 0, 0, 0)


def test_a_card_that_nobody_has_gives_no_seat(shop: Workshop, opened: Opened) -> None:
    running = opened()
    with pytest.raises(CardUnknown):
        joining.join(shop, running.id, "tablet-1", words="abakus abborre adress")
    assert kept(shop) == Kept(0, 0, 0, 0)


def test_a_session_that_is_not_open_takes_nobody(shop: Workshop, leader: Actor, opened: Opened) -> None:
    running = opened()
    sessions.close_now(shop, leader, running.id)
    for session in (running.id, "no-such"):
        with pytest.raises(rules.SessionNotOpen):
            joining.join(shop, session, "tablet-1", TEN)


def test_the_audit_says_that_somebody_came_and_not_who(shop: Workshop, opened: Opened) -> None:
    joining.join(shop, opened().id, "tablet-1", Answers("1780", 13, "other"))
    with shop.database.read() as read:
        assert read.column("select actor || ' ' || detail from audit where verb = 'join-session'") == [
            'youth {"seat": 1}'
        ]


def test_the_store_never_holds_the_words_of_a_card(shop: Workshop, opened: Opened) -> None:
    words = joining.join(shop, opened().id, "tablet-1", TEN).words or ()
    with shop.database.read() as read:
        tables = read.column("select table_name from duckdb_tables()")
        rows = [str(row) for table in tables for row in read.column(f'select t::varchar from "{table}" t')]
    assert not [row for row in rows for word in words if re.search(rf"\b{word}\b", row)]


# Many at once


def test_of_forty_who_join_at_once_twelve_sit_and_twentyeight_are_told_that_it_is_full(
    shop: Workshop, opened: Opened
) -> None:
    running = opened(seats=12)
    answers = all_join(shop, running, 40)
    assert sorted(seat for seat in answers if seat) == list(range(1, 13))
    assert answers.count(None) == 28
    assert kept(shop) == Kept(12, 12, 12, 12)


def test_without_the_write_lock_and_the_keys_the_same_forty_oversell_it(
    shop: Workshop, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the test above proves is worth something only if it fails where the guard is taken away."""
    running = opened(seats=12)
    _drop_the_keys_of_seats(shop)
    monkeypatch.setattr(shop.database, "_writing", nullcontext())
    monkeypatch.setattr(newcomers, "seat", alone(newcomers.seat))
    answers = all_join(shop, running, 40)
    assert len([seat for seat in answers if seat]) > 12
    assert kept(shop).seats > 12


def _drop_the_keys_of_seats(shop: Workshop) -> None:
    with shop.database.transaction() as write:
        write.execute("create table keyless as from seat")
        write.execute("drop table seat")
        write.execute("alter table keyless rename to seat")


def test_twenty_presses_of_one_tablet_at_once_give_one_seat(shop: Workshop, opened: Opened) -> None:
    running = opened()
    with ThreadPoolExecutor(20) as pool:
        joined = list(pool.map(lambda _: joining.join(shop, running.id, "tablet-1", TEN), range(20)))
    assert {one.seat for one in joined} == {1}
    assert len({one.words for one in joined}) == 1
    assert kept(shop) == Kept(1, 1, 1, 1)
