"""Small worlds of sessions, visits and leaders, for the rules to judge."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import strategies as st

from bookings.attendance.profile import OWN_MUNICIPALITY, Profile
from bookings.attendance.rules import Held, Leader, Visit

STATE = Profile(
    "state", "Staten", "", ((7, 12), (13, 16), (17, 20), (21, 25)), 45, 3, 20, 13, True, (), (8, 25), (2, 25)
)  # fmt: skip
AFTERNOON = datetime(2026, 3, 17, 14, 30, tzinfo=UTC)
HOME, NEIGHBOUR = "1780", "1715"


def visit(card: str, age: int = 11, gender: str = "girl", area: str = HOME, minute: int = 0) -> Visit:
    return Visit(card, 2026 - age, gender, area, AFTERNOON + timedelta(minutes=minute))


def leader(name: str = "kim", age: int | None = 30, gender: str = "woman") -> Leader:
    return Leader(name, name, None if age is None else 2026 - age, gender)


def held(
    id_: str = "s1", visits: tuple[Visit, ...] = (), leaders: tuple[Leader, ...] = (leader(),), minutes: int = 90,
    starts_at: datetime = AFTERNOON,
) -> Held:  # fmt: skip
    ends_at = starts_at + timedelta(minutes=minutes)
    return Held(id_, "Måla", "Ateljén", HOME, starts_at.date(), starts_at, ends_at, visits, leaders)


def youths(number: int, first: int = 0, **facts: object) -> tuple[Visit, ...]:
    """So many, each a minute after the other."""
    return tuple(visit(f"card{first + each:02}", minute=each, **facts) for each in range(number))  # type: ignore[arg-type]


def _visits(cards: list[int], ages: list[int], genders: list[str], areas: list[str]) -> tuple[Visit, ...]:
    return tuple(
        visit(f"card{card}", age, gender, area, minute)
        for minute, (card, age, gender, area) in enumerate(zip(cards, ages, genders, areas, strict=False))
    )


VISITS = st.builds(
    _visits,
    st.lists(st.integers(0, 9), unique=True, max_size=8),
    st.lists(st.integers(4, 27), min_size=8, max_size=8),
    st.lists(st.sampled_from(["girl", "boy", "other", "unsaid"]), min_size=8, max_size=8),
    st.lists(st.sampled_from([HOME, NEIGHBOUR]), min_size=8, max_size=8),
)
LEADERS = st.lists(
    st.builds(leader, st.sampled_from("abc"), st.sampled_from([None, 12, 13, 15, 40]), st.just("man")),
    unique_by=lambda one: one.id,
    max_size=3,
).map(tuple)


@st.composite
def worlds(draw: st.DrawFn) -> list[Held]:
    """Sessions of two days, some of them at the same time."""
    number = draw(st.integers(0, 7))
    return [
        held(
            f"s{each}", draw(VISITS), draw(LEADERS), draw(st.sampled_from([30, 44, 45, 60, 120])),
            AFTERNOON + timedelta(days=draw(st.integers(0, 1)), minutes=30 * draw(st.integers(0, 5))),
        )
        for each in range(number)
    ]  # fmt: skip


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    cuts = sorted(draw(st.sets(st.integers(4, 26), min_size=2, max_size=5)))
    bands = tuple((low, high - 1) for low, high in pairwise(cuts))
    return Profile(
        "any", "Någon", "", bands,
        minutes=draw(st.sampled_from([0, 45, 60])),
        participants=draw(st.integers(1, 4)),
        youths_per_leader=draw(st.integers(1, 6)),
        leader_age=draw(st.sampled_from([0, 13, 16])),
        one_a_day=draw(st.booleans()),
        residents_of=draw(st.sampled_from([(), (OWN_MUNICIPALITY,), (NEIGHBOUR,), (OWN_MUNICIPALITY, NEIGHBOUR)])),
        due_spring=(8, 25), due_autumn=(2, 25),
    )  # fmt: skip


TODAY = date(2026, 3, 17)
