"""Parties in the draw: together or not at all, and never let past for ever."""

from collections import defaultdict
from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from bookings.draw import draw, line, lottery_number
from bookings.draw_terms import Entry, Order, Policy, Reason, Result
from tests.bookings.draw_rounds import SESSIONS, got, quick, rounds, seated, with_entry


@quick
@given(rounds(held=False), st.integers(0, 11))
def test_one_more_past_seat_never_raises_the_chance_of_a_party(asked, which: int) -> None:
    entries, seats, policy, seed = asked
    which %= len(entries)
    served = replace(entries[which], past=entries[which].past + 1)
    before, after = (seated(draw(rows, seats, policy, seed)) for rows in (entries, with_entry(entries, which, served)))
    assert served.entry in before or served.entry not in after


@quick
@given(rounds())
def test_a_party_sits_together_or_not_at_all(asked) -> None:
    sits = seated(draw(*asked))
    where = defaultdict(set)
    for one in asked[0]:
        if one.party:
            where[one.party].add(sits.get(one.entry))
    assert all(len(places) == 1 for places in where.values())


def test_a_card_has_one_lottery_number_and_a_party_has_one_too() -> None:
    entries = [
        Entry("E1", "C1", "", "", 1, 0, ("A", "B")),
        Entry("E2", "C2", "", "p", 1, 0, ("A",)),
        Entry("E3", "", "", "", 1, 0, ()),
    ]
    numbers = [lottery_number("7", *ticket) for ticket in (("card", "C1"), ("party", "p"), ("entry", "E3"))]
    order = [number for _key, number in sorted(zip(numbers, range(3), strict=True))]
    assert [int(party.entries[0].entry[1]) - 1 for party in line(entries, Order.LOTTERY, "7")] == order


def test_a_party_counts_the_average_of_its_past_seats() -> None:
    friends = [Entry(f"F{past}", f"C{past}", "", "p", 1, past, ("A",)) for past in (0, 1)]
    alone = [Entry("E0", "E0", "", "", 1, 0, ("A",)), Entry("E1", "E1", "", "", 1, 1, ("A",))]
    order = [one.entry for one in draw([*alone, *friends], {"A": 4}, Policy(), "1").outcomes]
    assert order == ["E0", "F0", "F1", "E1"]


def test_a_party_goes_where_all_of_it_wishes_to_go() -> None:
    for order in permutations(["A", "B"]):
        friends = [Entry("E1", "C1", "", "p", 1, 0, order), Entry("E2", "C2", "", "p", 1, 0, ("B", "C"))]
        assert seated(draw(friends, dict.fromkeys(SESSIONS, 5), Policy(), "1")) == {"E1": "B", "E2": "B"}


def test_a_large_party_that_was_let_past_comes_first_next_time_however_many_newcomers_there_are() -> None:
    party = Entry("class", "C", "", "", 4, 0, ("A",))
    served = []
    for round_number in range(40):
        newcomers = [Entry(f"N{number}", f"N{round_number}-{number}", "", "", 1, 0, ("A",)) for number in range(30)]
        for waited in (0, 1):
            drawn = draw([replace(party, waited=waited), *newcomers], {"A": 5}, Policy(), f"{round_number}")
            served.append((waited, got(drawn, "class").outcome))
    assert (0, Result.WAITING) in served
    assert (1, Result.WAITING) not in served


def test_those_let_past_a_party_are_counted() -> None:
    entries = [
        Entry("class", "C", "", "", 4, 0, ("A",)),
        *(Entry(f"E{n}", f"C{n}", "", "", 1, 1, ("A",)) for n in range(5)),
    ]
    one = got(draw(entries, {"A": 3}, Policy(), "1"), "class")
    assert (one.reason, one.passed_by) == (Reason.TOO_LARGE, 3)
    two = got(draw([Entry("E9", "C9", "", "", 2, 0, ("A",), waited=1), *entries], {"A": 5}, Policy(), "1"), "class")
    assert (two.reason, two.passed_by) == (Reason.TOO_FEW_TOGETHER, 3)
