"""The measurement of reports runs, small, and all three ways answer alike; it says nothing of time."""

import sys
from dataclasses import replace
from types import ModuleType

import pytest

from lab.participation.cells import cells
from lab.participation.costs import bench
from lab.participation.disclosure import Protection
from lab.participation.tally import Held, Tally


@pytest.fixture
def plain_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new process runs its parent's main module again; pages that are tested leave themselves there."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


def test_three_ways_come_to_the_same_counts_and_the_same_release(plain_main: None) -> None:
    told = bench.run(visits=3_000, rounds=1)
    assert told["visits"] == 3_000
    assert {"counting", "releasing", "reading", "times_faster_than_pandas", "times_faster_than_sqlite"} <= set(told)


def test_times_of_other_answers_are_not_told() -> None:
    empty, protection = Tally((), (), ()), Protection("secret")
    frozen = bench.Frozen(cells(empty, protection, {}), protection, {}, {})
    bench.check("other", bench.Counted(empty, empty, {}), empty, frozen)
    held = replace(empty, held=(Held("1780", 1, 1),))
    with pytest.raises(bench.AnswersDiffer):
        bench.check("other", bench.Counted(held, empty, {}), empty, frozen)
