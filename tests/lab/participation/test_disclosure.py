"""Protection tried as an attacker would: the answer is asked back, and a naive twin shows that the attack works."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.participation.disclosure import PROTECTED, SMALLEST_SHOWN, Published, publish, publish_parts

Protection = Callable[[Mapping[str, int]], dict[str, Published]]
TABLES = st.lists(st.integers(0, 40), min_size=2, max_size=6).map(
    lambda counts: dict(zip("abcdef", counts, strict=False))
)


def publish_naively(parts: Mapping[str, int]) -> dict[str, Published]:
    """The naive twin: hides what is small, and nothing more."""
    return {name: publish(count) for name, count in parts.items()}


def publish_with_one_more(parts: Mapping[str, int]) -> dict[str, Published]:
    """The half-naive twin: hides the smallest other part too, which stops subtraction but not one who knows it."""
    shown = publish_naively(parts)
    others = [name for name in parts if parts[name] >= SMALLEST_SHOWN]
    if any(one.protected for one in shown.values()) and others:
        shown[min(others, key=lambda name: parts[name])] = PROTECTED
    return shown


def subtracted(parts: Mapping[str, int], protect: Protection) -> dict[str, int]:
    """What a reader of the table and its total finds by subtraction: the hidden part, where just one is hidden."""
    shown = protect(parts)
    hidden = [name for name in parts if shown[name].protected]
    if publish(sum(parts.values())).protected or len(hidden) != 1:
        return {}
    return {hidden[0]: sum(parts.values()) - sum(one.number or 0 for one in shown.values())}


def tables(cells: int, total: int) -> Iterator[tuple[int, ...]]:
    """Every table of so many cells with that sum."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables(cells - 1, total - first):
            yield (first, *rest)


def fallen(protect: Protection, cells: int, total: int) -> int:
    """How many views of tables with this published total leave one who knows the rules certain of a hidden count.

    That one tries every table, protects it the same way and keeps those that look like what was published.
    """
    alike = defaultdict(list)
    for counts in tables(cells, total):
        shown = protect(dict(zip("abcdef", counts, strict=False)))
        alike[tuple(one.number for one in shown.values())].append(counts)
    return sum(
        any(
            number is None and len(set(values)) == 1
            for number, values in zip(seen, zip(*found, strict=True), strict=True)
        )
        for seen, found in alike.items()
    )


@given(st.integers(0, 1_000))
def test_a_count_from_one_to_four_is_never_shown(count: int) -> None:
    assert publish(count).number == (None if count in (1, 2, 3, 4) else count)


@given(TABLES)
def test_no_small_part_is_shown_and_what_is_shown_is_true(parts: dict[str, int]) -> None:
    for name, one in publish_parts(parts).items():
        assert one.number is None or (one.number == parts[name] and one.number not in (1, 2, 3, 4))


@given(TABLES)
def test_nothing_is_hidden_where_nothing_is_small(parts: dict[str, int]) -> None:
    large = {name: count * SMALLEST_SHOWN for name, count in parts.items()}
    assert all(not one.protected for one in publish_parts(large).values())


@given(TABLES)
def test_subtraction_from_the_total_finds_nothing(parts: dict[str, int]) -> None:
    assert subtracted(parts, publish_parts) == {}


def test_subtraction_from_the_total_finds_the_hidden_count_of_the_naive_twin() -> None:
    assert subtracted({"A": 8, "B": 20, "C": 3}, publish_naively) == {"C": 3}


@pytest.mark.parametrize(("cells", "largest"), [(2, 60), (3, 30), (4, 20), (5, 14), (6, 11)])
def test_one_who_knows_the_rules_is_never_certain_of_a_hidden_count(cells: int, largest: int) -> None:
    assert sum(fallen(publish_parts, cells, total) for total in range(SMALLEST_SHOWN, largest + 1)) == 0


@pytest.mark.parametrize("twin", [publish_naively, publish_with_one_more])
def test_one_who_knows_the_rules_is_certain_with_the_twins(twin: Protection) -> None:
    assert fallen(twin, 3, 12) > 0


def test_a_small_group_that_no_table_shows_is_protected_with_the_others() -> None:
    shown = publish_parts({"girl": 24, "other": 3, "boy": 33})
    assert (shown["girl"].number, shown["boy"].number) == (24, None)


def test_a_total_under_five_hides_zeros_as_well() -> None:
    assert all(one.protected for one in publish_parts({"girl": 0, "other": 0, "boy": 4}).values())
