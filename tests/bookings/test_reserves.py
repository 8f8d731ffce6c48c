"""Proposals of held seats, on random figures."""

from hypothesis import given
from hypothesis import strategies as st

from bookings.reserves import Reach, proposed

figures = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 200)), st.integers(0, 5000)), min_size=1, max_size=6
).map(lambda pairs: [Reach(f"{index:04}", youths, people) for index, (youths, people) in enumerate(pairs)])


@given(figures, st.integers(1, 60))
def test_never_more_than_the_cap_and_only_for_areas_below_their_share(reach: list[Reach], seats: int) -> None:
    found = proposed(reach, seats)
    assert sum(one.seats for one in found) <= seats // 4
    assert all(one.reached_share < one.population_share and one.seats > 0 for one in found)


@given(figures, st.integers(1, 60), st.integers(0, 4))
def test_a_protected_count_changes_nothing_whatever_it_is(reach: list[Reach], seats: int, people: int) -> None:
    hidden = [one for one in reach if one.youths is not None]
    assert proposed([*hidden, Reach("9999", None, people * 1000)], seats) == proposed(hidden, seats)


def test_the_area_furthest_below_is_first() -> None:
    found = proposed([Reach("a", 90, 500), Reach("b", 9, 300), Reach("c", 1, 200)], 40)
    assert [(one.area, one.seats) for one in found] == [("c", 8), ("b", 2)]
