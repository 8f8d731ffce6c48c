"""One function publishes every count: the same persons, the same number; near the truth, never small."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lab.participation.disclosure import MOST_NOISE, NOISE, PROTECTED, Persons, Protection, Published, person_key

PROTECTION = Protection("a secret")
IDS = st.sets(st.text("abcdef", min_size=1, max_size=4), max_size=40)


@given(IDS)
def test_a_number_is_near_the_truth_or_not_shown(ids: set[str]) -> None:
    shown = PROTECTION.publish(PROTECTION.persons(ids)).number
    if shown is None:
        assert 1 <= len(ids) <= 4 + MOST_NOISE
    else:
        assert shown == len(ids) == 0 or (shown >= 5 and abs(shown - len(ids)) <= MOST_NOISE)


@given(st.lists(st.text("abcdef", min_size=1, max_size=4), max_size=40))
def test_the_same_persons_get_the_same_number_in_any_order_and_as_often_as_one_asks(ids: list[str]) -> None:
    answers = {PROTECTION.publish(PROTECTION.persons(ids[::step] if step == -1 else ids)) for step in (1, -1, 1)}
    assert len(answers) == 1


@given(IDS, IDS)
def test_sets_without_a_common_member_add_up(one: set[str], other: set[str]) -> None:
    other -= one
    assert PROTECTION.persons(one) + PROTECTION.persons(other) == PROTECTION.persons(one | other)


def test_nobody_is_zero() -> None:
    assert PROTECTION.publish(Persons()) == Published(0)


def test_noise_is_spread_as_the_table_says() -> None:
    moved = Counter(
        (PROTECTION.publish(PROTECTION.persons([f"{number}-{each}" for each in range(20)])).number or 0) - 20
        for number in range(4_000)
    )
    assert sum(NOISE.values()) == 256
    assert sum(d * weight for d, weight in NOISE.items()) == 0
    for d, weight in NOISE.items():
        assert abs(moved[d] / 4_000 - weight / 256) < 0.03


def test_another_secret_gives_other_numbers_and_another_name() -> None:
    other = replace(PROTECTION, secret="another")
    sets = [[f"{number}-{each}" for each in range(20)] for number in range(50)]
    assert other.id != PROTECTION.id
    assert [PROTECTION.publish(PROTECTION.persons(ids)) for ids in sets] != [
        other.publish(other.persons(ids)) for ids in sets
    ]
    assert PROTECTION.secret not in PROTECTION.id


def test_visits_are_moved_by_as_much_as_one_child_can_weigh() -> None:
    persons = PROTECTION.persons("abcdefghijkl")
    youths = PROTECTION.publish(persons).number
    for most in (1, 5, 30):
        shown = PROTECTION.publish_visits(persons, 60, most).number
        assert shown is not None
        assert youths is not None
        assert shown >= youths
        assert abs(shown - 60) <= MOST_NOISE * most


def test_visits_of_few_youths_are_not_told() -> None:
    few = PROTECTION.persons("a")
    assert PROTECTION.publish_visits(few, 40, 40) == PROTECTED


def test_a_persons_key_depends_on_the_secret() -> None:
    assert person_key("a", "one") != person_key("a", "two")
    assert 0 <= person_key("a", "one") < 2**60
