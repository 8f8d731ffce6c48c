"""What devices noted at the door: merged in any order, none lost, every duplicate found."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bookings.merging import Scan, merged

START = datetime(2026, 3, 17, 15, 0, tzinfo=UTC)
CODES = [f"CODE{number}" for number in range(8)]
scans = st.lists(
    st.builds(
        lambda minute, device, nonce, code: Scan(START + timedelta(minutes=minute), f"d{device}", f"n{nonce}", code),
        st.integers(0, 30), st.integers(0, 3), st.integers(0, 20), st.sampled_from([*CODES, "NOBODYS"]),
    ),
    max_size=20,
    unique_by=lambda scan: (scan.device, scan.nonce),
)  # fmt: skip


@given(scans)
def test_every_look_is_one_of_first_again_and_nobodys(log: list[Scan]) -> None:
    found = merged(log, CODES)
    assert sorted([*found.first, *found.duplicates, *found.unknown]) == sorted(log)
    assert {scan.code for scan in found.first} == {scan.code for scan in log} - {"NOBODYS"}


def test_ten_thousand_ways_to_lose_the_network_lose_nobody_and_hide_no_duplicate() -> None:
    """Thirty looks by four devices, five codes seen twice; the logs arrive in parts, late, twice and in any order."""
    chance = random.Random(17)
    codes = [f"C{number}" for number in range(25)]
    looks = [*codes, *chance.sample(codes, 5)]
    for _ in range(10_000):
        chance.shuffle(looks)
        log = [
            Scan(START + timedelta(seconds=number), f"d{chance.randrange(4)}", str(number), code)
            for number, code in enumerate(looks)
        ]
        parts = [chance.sample(log, chance.randint(0, len(log))) for _part in range(3)]
        left = [scan for scan in log if all(scan not in part for part in parts)]
        arrived: set[Scan] = set()
        for part in chance.sample([*parts, left], 4):
            arrived.update(part)
        found = merged(arrived, codes)
        assert len(found.first) == 25
        assert sorted(scan.code for scan in found.duplicates) == sorted(code for code in codes if looks.count(code) > 1)


def look(code: str, minute: float, nonce: str, undo: bool = False) -> Scan:
    return Scan(START + timedelta(minutes=minute), "pad", nonce, code, undo)


def test_a_look_that_is_taken_back_never_was_and_the_next_one_is_the_first() -> None:
    wrong, undo, right = look("CODE1", 0, "1"), look("CODE1", 1, "2", undo=True), look("CODE1", 9, "3")
    assert merged([wrong, undo], CODES).first == ()
    assert merged([undo, right, wrong], CODES).first == (right,)
    assert merged([undo, right, wrong], CODES).duplicates == ()


def test_in_the_same_moment_a_look_goes_before_its_undoing() -> None:
    assert merged([look("CODE1", 0, "z"), look("CODE1", 0, "a", undo=True)], CODES).first == ()


def test_what_is_long_ago_is_not_taken_back() -> None:
    wrong, late = look("CODE1", 0, "1"), look("CODE1", 16, "2", undo=True)
    assert merged([wrong, late], CODES).first == (wrong,)


@given(scans, st.lists(st.tuples(st.sampled_from(CODES), st.integers(0, 30)), max_size=6), st.randoms())
def test_undoings_merge_in_any_order_too(log: list[Scan], undone: list[tuple[str, int]], chance: random.Random) -> None:
    notes = [*log, *(look(code, minute, f"u{number}", undo=True) for number, (code, minute) in enumerate(undone))]
    mixed = chance.sample(notes, len(notes))
    assert merged(notes, CODES) == merged(mixed, CODES)
