"""Each attack on what we publish finds nothing, in worlds made by chance; the naive twin falls to the same attack."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.participation import cells
from lab.participation.attacks import bench, worlds
from lab.participation.attacks.linear_audit import Audit
from lab.participation.attacks.tried import ATTACKS, Office
from lab.participation.attacks.worlds import truth
from lab.participation.bounds import Known, Tie
from lab.participation.cells import DISTRICT, STRATA, STRATUM
from lab.participation.disclosure import PROTECTED, Protection, Published

SEEDS = st.integers(0, 10**6)
TELLING = 664
"""A world whose ages, genders and strata tell more together than any two of them."""
TWIN_FALLS = 12
"""Worlds among which every naive twin must have fallen."""

CHEAP = ("subtraction", "filters", "known member")

attacks = pytest.mark.parametrize("name", ATTACKS)


@attacks
@settings(max_examples=8)
@given(seed=SEEDS)
def test_no_cell_of_ours_falls(name: str, seed: int) -> None:
    world = worlds.world(seed)
    assert ATTACKS[name](bench.office(world, seed), world).fell == ()


@settings(max_examples=4)
@given(seed=SEEDS)
def test_no_cell_of_a_populous_world_falls_either(seed: int) -> None:
    world = worlds.populous(seed)
    office = bench.office(world, seed)
    assert {name: attack(office, world).fell for name, attack in ATTACKS.items()} == dict.fromkeys(ATTACKS, ())


def test_strata_beside_a_protected_age_would_tell_of_it_and_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Girls and boys of 6–9, with all else, told that at most three six-year-olds came; the careless twin tells."""

    def careless(known: Known, area: str, one: cells.Counts, protection: Protection) -> None:
        parts = {(area, STRATUM, name): protection.publish(one.of(STRATUM, name)) for name in STRATA}
        if not any(number.protected for number in parts.values()):
            known.let_in(parts)

    world = worlds.populous(TELLING)
    assert ATTACKS["interval audit"](bench.office(world, TELLING), world).fell == ()
    monkeypatch.setattr(cells, "_show_strata", careless)
    assert ATTACKS["interval audit"](bench.office(world, TELLING), world).fell


def test_age_and_gender_are_shown_together_where_many_came_and_wholly_or_not_at_all() -> None:
    shown = [bench.office(worlds.populous(seed), seed).shown for seed in range(4)]
    of_area = [
        {key[2]: number for key, number in each.items() if key[:2] == (area, STRATUM)}
        for each in shown
        for area in {key[0] for key in each}
    ]
    assert any(of_area)
    assert all(set(numbers) == set(STRATA) and None not in numbers.values() for numbers in of_area if numbers)


@attacks
def test_the_naive_twin_falls(name: str) -> None:
    made = ((worlds.world(seed), seed) for seed in range(TWIN_FALLS))
    assert any(ATTACKS[name](bench.twin(world, seed), world).fell for world, seed in made)


def test_districts_are_among_what_is_attacked_and_the_naive_twin_falls_there() -> None:
    """Else that none of ours falls would say nothing of them."""
    made = [(worlds.world(seed), seed) for seed in range(TWIN_FALLS)]
    twins = [(bench.twin(world, seed), world) for world, seed in made]
    fell = [key for twin, world in twins for name in CHEAP for key in ATTACKS[name](twin, world).fell]
    assert any(key[1] == DISTRICT for key in fell)
    ours = [key for world, seed in made for key, number in bench.office(world, seed).shown.items() if number]
    assert any(key[1] == DISTRICT for key in ours)


@settings(max_examples=6)
@given(seed=SEEDS)
def test_every_count_lies_within_what_a_reader_works_out(seed: int) -> None:
    """Else the audit would look for the truth in the wrong place."""
    world, office = worlds.world(seed), bench.office(worlds.world(seed), seed)
    programme, counts = Audit(office.shown, office.noise), truth(world)
    for key in programme.keys:
        least, most = programme.interval(key)
        assert least <= len(counts.get(key, ())) <= most


@settings(max_examples=6)
@given(seed=SEEDS)
def test_the_counts_of_a_world_are_shown_as_the_one_function_says(seed: int) -> None:
    world, protection = worlds.world(seed), Protection(f"secret {seed}")
    members = truth(world)
    for key, number in worlds.release(world, protection).items():
        if number is not None:
            assert number == protection.publish(protection.persons(members.get(key, ()))).number


def test_the_bench_tells_how_many_were_tried_and_that_none_fell() -> None:
    told = bench.run(2)
    assert told["fell"] == 0
    assert set(told["attacks"]) == set(ATTACKS)  # type: ignore[call-overload]


TOTAL, GIRLS, BOYS = ("1780", "youths", ""), ("1780", "gender", "girl"), ("1780", "gender", "boy")
SPLIT = [Tie(TOTAL, (GIRLS, BOYS))]


def test_a_split_that_would_pin_down_a_hidden_part_stays_out() -> None:
    known = Known({TOTAL: Published(10)}, SPLIT)
    assert known.let_in({GIRLS: Published(8), BOYS: PROTECTED})
    assert known.intervals[BOYS] == (1, 6)
    pinned = Known({TOTAL: Published(10)}, SPLIT)
    assert not pinned.let_in({GIRLS: Published(13), BOYS: PROTECTED})
    assert GIRLS not in pinned.shown


def test_numbers_far_apart_pin_down_a_large_hidden_part_too() -> None:
    known = Known({TOTAL: Published(20)}, SPLIT)
    assert not known.let_in({GIRLS: Published(11), BOYS: PROTECTED})


def test_what_stays_out_moves_nothing() -> None:
    known = Known({TOTAL: Published(10)}, SPLIT)
    known.let_in({})
    before = dict(known.intervals)
    assert not known.let_in({GIRLS: Published(13), BOYS: PROTECTED})
    assert known.intervals == before


@given(counts=st.lists(st.integers(1, 30), min_size=3, max_size=6), moves=st.data())
def test_what_is_worked_out_step_by_step_is_what_is_worked_out_at_once(counts: list[int], moves: st.DataObject) -> None:
    """Numbers are followed only as far as they change anything; all the same nothing is overlooked."""
    keys = [("1780", "part", str(number)) for number in range(len(counts))]
    halves = [Tie(("1780", "half", "first"), tuple(keys[:2])), Tie(("1780", "half", "second"), tuple(keys[2:]))]
    ties = [Tie(TOTAL, (halves[0].total, halves[1].total)), *halves, Tie(TOTAL, tuple(keys), disjoint=False)]
    truth = dict(zip(keys, counts, strict=True)) | {TOTAL: sum(counts), halves[0].total: sum(counts[:2])}
    numbers = {key: count + moves.draw(st.integers(-2, 2)) for key, count in truth.items()}
    published = {key: Published(number if number >= 5 else None) for key, number in numbers.items()}
    known = Known()
    known.tie(ties)
    for key in moves.draw(st.permutations([*published])):
        known.let_in({key: published[key]})
    at_once = Known(dict(known.shown), [*known.ties])
    at_once.let_in({})
    assert known.intervals == at_once.intervals


def test_an_office_is_given_by_what_it_shows() -> None:
    assert isinstance(bench.twin(worlds.world(1), 1), Office)
