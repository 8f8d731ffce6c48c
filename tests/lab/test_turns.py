"""Whose turn it is: every history of asking and serving that hypothesis can think of."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from lab.turns import MOST_REMEMBERED, BatchSize, Turns, person_of

KEYS = [f"{person}{thing}" for person in ("ada", "bo", "cia", "dag") for thing in ("", "#look", "#print")]


class Room(RuleBasedStateMachine):
    """People ask, change their mind and are served; what was served while each one waited is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: Turns[tuple[str, int]] = Turns()
        self.newest: dict[str, tuple[str, int]] = {}
        self.served_since: dict[str, dict[str, int]] = {}
        self.number = 0

    @rule(key=st.sampled_from(KEYS))
    def ask(self, key: str) -> None:
        self.number += 1
        item = (key, self.number)
        assert self.turns.put(key, item) == self.newest.get(key)
        self.newest[key] = item
        self.served_since.setdefault(key, defaultdict(int))

    @rule(key=st.sampled_from(KEYS))
    def leave(self, key: str) -> None:
        assert self.turns.drop(key) == self.newest.pop(key, None)
        self.served_since.pop(key, None)

    @precondition(lambda self: self.newest)
    @rule(most=st.integers(1, 4))
    def serve(self, most: int) -> None:
        first = next(key for key in self.newest if self.turns.place(key) == 1)
        taken = self.turns.take(lambda so_far, other: len(so_far) < most)
        assert taken[0] == self.newest[first]
        assert len(taken) == min(most, len(self.newest))
        for item in taken:
            self._was_served(item)

    def _was_served(self, item: tuple[str, int]) -> None:
        key = item[0]
        assert self.newest.pop(key) == item, "only the newest is run"
        del self.served_since[key]
        for waiting, others in self.served_since.items():
            if person_of(waiting) == person_of(key):
                others.clear()
            else:
                others[person_of(key)] += 1
                assert others[person_of(key)] <= 1, f"{person_of(key)} twice while {waiting} waits"

    @invariant()
    def everyone_has_a_place(self) -> None:
        assert sorted(self.turns.place(key) or 0 for key in self.newest) == list(range(1, len(self.newest) + 1))
        assert len(self.turns) == len(self.newest)


TestRoom = Room.TestCase


@given(st.integers(2, 12), st.integers(1, 8))
def test_with_everyone_always_asking_all_are_served_equally(people: int, together: int) -> None:
    turns: Turns[int] = Turns()
    served = [0] * people
    for person in range(people):
        turns.put(str(person), person)
    for _ in range(30):
        for person in turns.take(lambda so_far, other: len(so_far) < together):
            served[person] += 1
            turns.put(str(person), person)
    assert max(served) - min(served) <= 1


@given(st.integers(2, 30))
def test_one_in_sixteen_tabs_is_served_as_often_as_one_in_one_tab(rounds: int) -> None:
    turns: Turns[str] = Turns()
    keys = [f"eager#{tab}" for tab in range(16)] + ["calm"]
    for key in keys:
        turns.put(key, key)
    served: list[str] = []
    for _ in range(2 * rounds):
        (key,) = turns.take()
        served.append(person_of(key))
        turns.put(key, key)
    assert abs(served.count("calm") - rounds) <= 1


def test_one_who_comes_new_does_not_wait_for_the_past_of_others() -> None:
    turns: Turns[str] = Turns()
    for _ in range(500):
        turns.put("old", "old")
        turns.take()
    turns.put("new", "new")
    turns.put("old", "old")
    assert [turns.take(), turns.take()] == [["new"], ["old"]]


def test_people_who_left_are_forgotten() -> None:
    turns: Turns[int] = Turns()
    for number in range(5000):
        turns.put(f"seat {number}", number)
        turns.take()
    assert len(turns._last_served) == MOST_REMEMBERED


@given(st.floats(0.0005, 0.5), st.floats(0.0, 0.2), st.integers(1, 16))
def test_a_batch_grows_and_shrinks_until_it_takes_its_time_and_no_longer(each: float, start: float, most: int) -> None:
    size = BatchSize(most)
    for _ in range(60):
        size.took(size.now, start + each * size.now)
    seconds = start + each * size.now
    assert size.now == 1 or seconds <= 0.12 + each
    assert size.now == most or start + each * (size.now + 1) > 0.12 * 0.8 or seconds * (size.now + 1) / size.now >= 0.12


def test_a_half_full_batch_says_nothing_of_a_full_one() -> None:
    size = BatchSize(16)
    size.took(1, 0.01)
    assert size.now == 4
    size.took(4, 0.01)
    assert size.now == 5
