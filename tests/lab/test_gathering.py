"""Many callers and one piece of work: each has an answer of its own, and only once all is kept."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab.errors import LabError
from lab.gathering import MOST, Gathered, gathered
from lab.runtime import Workshop

MOST_OF_ALL = 10
"""What the till below takes in all."""


class TillFull(LabError):
    message = "full"


@gathered
def take(shop: Workshop, sums: Sequence[int]) -> list[int | LabError]:
    """Take sums as long as there is room; gives what was in the till before. Nothing below nought can be written."""
    with shop.database.transaction() as write:
        held = int(write.value("select coalesce(sum(amount), 0) from till"))
        told: list[int | LabError] = []
        for one in sums:
            if held + one > MOST_OF_ALL:
                told.append(TillFull())
                continue
            write.execute("insert into till values (?)", [one])
            told.append(held)
            held += one
    return told


@pytest.fixture
def till(shop: Workshop) -> Workshop:
    with shop.database.transaction() as write:
        write.execute("create table till (amount integer check (amount >= 0))")
    return shop


def taken(shop: Workshop) -> list[int]:
    with shop.database.read() as read:
        return read.column("select amount from till order by rowid")


def at_once(shop: Workshop, verb: Gathered[int, int], sums: Sequence[int]) -> list[int | BaseException]:
    """All call while nobody can write."""
    with ThreadPoolExecutor(len(sums)) as pool:
        with shop.database.transaction():
            told = [pool.submit(verb, shop, one) for one in sums]
        return [outcome(one) for one in told]


def outcome(one: Future[int]) -> int | BaseException:
    return one.exception() or one.result()


@given(st.lists(st.integers(0, 6), min_size=1, max_size=12))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_comes_with_whom_the_answers_are_those_of_some_order_one_by_one(
    till: Workshop, sums: list[int]
) -> None:
    with till.database.transaction() as write:
        write.execute("delete from till")
    told = at_once(till, take, sums)
    accepted = sorted((held, one) for one, held in zip(sums, told, strict=True) if isinstance(held, int))
    running = 0
    for held, one in sorted(accepted, key=lambda pair: (pair[0], pair[1] > 0)):
        assert held == running
        running += one
    assert sorted(taken(till)) == sorted(one for _held, one in accepted)
    refused = [one for one, answer in zip(sums, told, strict=True) if isinstance(answer, TillFull)]
    assert len(refused) + len(accepted) == len(sums)
    assert all(running + one > MOST_OF_ALL for one in refused)


def test_many_callers_need_few_commits(till: Workshop) -> None:
    batches: list[int] = []

    @gathered
    def counted(shop: Workshop, sums: Sequence[int]) -> list[int | LabError]:
        with shop.database.transaction():
            batches.append(len(sums))
        return list(sums)

    line = counted._line(till)
    with ThreadPoolExecutor(40) as pool:
        with till.database.transaction():
            told = [pool.submit(counted, till, number) for number in range(40)]
            while len(line._waiting) < 39:
                threading.Event().wait(0.001)
        assert [one.result() for one in told] == list(range(40))
    assert batches == [1, 39]


def test_a_batch_that_cannot_be_written_is_written_one_by_one_and_only_the_bad_one_fails(till: Workshop) -> None:
    told = at_once(till, take, [1, -5, 2, 3])
    assert isinstance(told[1], duckdb.ConstraintException)
    assert sorted(taken(till)) == [1, 2, 3]
    assert sorted(one for one in told if isinstance(one, int)) != []


def test_its_twin_that_answers_a_failed_batch_as_one_loses_the_good_ones(
    till: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = take._line(till)

    def together(batch: list[Any]) -> None:
        answers: Sequence[object]
        try:
            answers = take.batch(till, [one.asked for one in batch])
        except duckdb.Error as error:
            answers = [error] * len(batch)
        for one, answer in zip(batch, answers, strict=True):
            one.answer(answer)

    monkeypatch.setattr(line, "_answer", together)
    with ThreadPoolExecutor(4) as pool:
        with till.database.transaction():
            told = [pool.submit(take, till, 0)]
            while line._waiting or not line._served_now:
                threading.Event().wait(0.001)
            told += [pool.submit(take, till, one) for one in (1, -5, 2)]
            while len(line._waiting) < 3:
                threading.Event().wait(0.001)
        assert [isinstance(outcome(one), duckdb.ConstraintException) for one in told] == [False, True, True, True]
    assert taken(till) == [0]


def test_pages_wait_without_a_thread_each_and_one_that_goes_away_is_left_out(till: Workshop) -> None:
    async def rush() -> list[int | BaseException]:
        with till.database.transaction():
            first = asyncio.create_task(take.soon(till, 1))
            await asyncio.sleep(0.05)
            others = [asyncio.create_task(take.soon(till, 1)) for _ in range(5)]
            await asyncio.sleep(0.05)
            others[2].cancel()
            await asyncio.sleep(0)
        return await asyncio.gather(first, *others, return_exceptions=True)

    told = asyncio.run(rush())
    assert isinstance(told.pop(3), asyncio.CancelledError)
    assert told == [0, 1, 2, 3, 4]
    assert taken(till) == [1] * 5


def test_more_than_a_batch_holds_are_served_all_the_same(till: Workshop) -> None:
    async def rush() -> list[int]:
        return await asyncio.gather(*(take.soon(till, 0) for _ in range(2 * MOST + 1)))

    assert asyncio.run(rush()) == [0] * (2 * MOST + 1)
    assert len(taken(till)) == 2 * MOST + 1


def test_who_writes_already_is_refused_instead_of_waiting_for_itself(till: Workshop) -> None:
    with pytest.raises(RuntimeError, match="A transaction is open"), till.database.transaction():
        take(till, 1)
