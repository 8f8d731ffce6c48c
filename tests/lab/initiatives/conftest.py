"""Initiatives to try with: drafts by hand, and any that the rules allow."""

import pytest
from hypothesis import strategies as st

from lab.access import Actor, Grant, Role
from lab.initiatives.terms import LONGEST_NAME, Draft, Evidence, Field, State, Target

CODES = ("1780", "1715", "0180", "0114", "2584")
NAMES = {"1780": "Karlstad", "1715": "Kil", "0180": "Stockholm", "0114": "Upplands Väsby", "2584": "Kiruna"}


def draft(area: str = "1780", name: str = "AI-verkstad på biblioteket", **other: object) -> Draft:
    """One for children that runs, unless told otherwise."""
    told = {"field": Field.CULTURE, "target": Target.CHILDREN, "state": State.RUNNING, **other}
    return Draft(area, name, **told)  # type: ignore[arg-type]


@pytest.fixture
def leader() -> Actor:
    return Actor("staff:leader", "leader@example.se", (Grant(Role.LEADER, "lab:a"),))


ages = st.none() | st.tuples(st.integers(0, 120), st.integers(0, 120)).map(lambda two: (min(two), max(two)))
letters = st.characters(categories=("L", "N", "P", "S"), exclude_characters="@")
names = st.text(st.just(" ") | letters, min_size=1, max_size=LONGEST_NAME)
links = st.sampled_from(["", "https://karlstad.se/ai", "https://www.kil.se/sida?id=1&b=å#del"])
drafts = st.builds(
    Draft,
    area=st.sampled_from(CODES),
    name=names,
    field=st.sampled_from(Field),
    target=st.sampled_from(Target),
    state=st.sampled_from(State),
    evidence=st.sampled_from(Evidence),
    ages=ages,
    link=links,
)
"""Any draft at all; `checked` refuses some of them."""
