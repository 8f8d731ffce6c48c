"""Ages are counted as the population figures count them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab import people


@given(st.sampled_from(people.AGES), st.dates(date(2020, 1, 1), date(2100, 12, 31)))
def test_an_age_and_a_year_of_birth_are_two_ways_to_say_the_same(age: int, day: date) -> None:
    assert people.age_on(people.birth_year(age, day), day) == age


@pytest.mark.parametrize("age", [5, 26, 0, -1, 120])
def test_an_age_outside_the_population_figures_is_refused(age: int) -> None:
    with pytest.raises(people.AgeNotValid):
        people.birth_year(age, date(2026, 3, 17))
