"""The draw keeps its promises, whatever the round: fair, whole, without waste, and the same when it is made again."""

import random
from collections import Counter, defaultdict
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from bookings.draw import draw, line
from bookings.draw_terms import Entry, Order, Policy, Result
from tests.bookings.draw_rounds import (
    AREAS,
    RANDOM_ORDERS,
    area_seats,
    quick,
    rank,
    rounds,
    seated,
    wishes,
    with_entry,
)


@quick
@given(rounds(orders=RANDOM_ORDERS), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(asked, chance: random.Random) -> None:
    entries, seats, policy, seed = asked
    mixed = chance.sample(entries, len(entries))
    assert draw(mixed, seats, policy, seed) == draw(entries, seats, policy, seed)


@quick
@given(rounds())
def test_a_draw_made_again_is_the_same(asked) -> None:
    assert draw(*asked) == draw(*asked)


@quick
@given(rounds())
def test_a_session_that_nobody_wishes_for_changes_nobodys_answer(asked) -> None:
    entries, seats, policy, seed = asked
    more = draw(entries, seats | {"D": 4}, policy, seed)
    assert more.outcomes == draw(*asked).outcomes


@quick
@given(rounds(parties=False, orders=st.just(Order.LOTTERY)), st.integers(1, 11))
def test_a_lottery_number_depends_on_nobody_else(asked, kept: int) -> None:
    entries, _seats, policy, seed = asked
    whole = [party.entries[0].entry for party in line(entries, policy.order, seed)]
    part = [party.entries[0].entry for party in line(entries[:kept], policy.order, seed)]
    assert part == [entry for entry in whole if entry in part]


@quick
@given(rounds(parties=False, orders=st.just(Order.FIRST_COME)))
def test_first_come_follows_the_rows(asked) -> None:
    assert [one.entry for one in draw(*asked).outcomes] == [one.entry for one in asked[0]]


@quick
@given(rounds(parties=False, orders=st.just(Order.LEAST_SERVED)))
def test_the_least_served_stand_first(asked) -> None:
    past = {one.entry: one.past for one in asked[0]}
    numbers = [past[one.entry] for one in draw(*asked).outcomes]
    assert numbers == sorted(numbers)


def test_equal_applicants_have_equal_chances() -> None:
    """Chi-square with five degrees of freedom over 3,000 seeds: above 20.5 once in a thousand."""
    entries = [Entry(f"E{number}", f"C{number}", "Deje", "", 1, 1, ("A",)) for number in range(6)]
    wins: Counter[str] = Counter()
    for seed in range(3000):
        wins.update(list(seated(draw(entries, {"A": 2}, Policy(), str(seed)))))
    spread = sum((wins[one.entry] - 1000) ** 2 / 1000 for one in entries)
    assert spread / (1 - 2 / 6) * 5 / 6 < 20.5, (
        "two of six win each time, so the wins spread less than independent ones"
    )


@quick
@given(rounds(parties=False, largest=1), st.integers(0, 11))
def test_one_more_past_seat_never_raises_the_chance(asked, which: int) -> None:
    entries, seats, policy, seed = asked
    which %= len(entries)
    served = replace(entries[which], past=entries[which].past + 1)
    before, after = (seated(draw(rows, seats, policy, seed)) for rows in (entries, with_entry(entries, which, served)))
    assert rank(served, after) >= rank(served, before)


@quick
@given(rounds(parties=False, largest=1), st.integers(0, 11), wishes)
def test_nobody_gains_by_hiding_or_reordering_wishes(asked, which: int, said: tuple[str, ...]) -> None:
    entries, seats, policy, seed = asked
    which %= len(entries)
    true = entries[which]
    part = tuple(wish for wish in said if wish in true.wishes)
    honest = seated(draw(*asked))
    other = seated(draw(with_entry(entries, which, replace(true, wishes=part)), seats, policy, seed))
    assert rank(true, honest) <= rank(true, other)


@quick
@given(rounds(parties=False, largest=1), st.integers(0, 11))
def test_wishing_for_a_session_more_never_lowers_the_chance_of_it(asked, which: int) -> None:
    entries, seats, policy, seed = asked
    one = entries[which % len(entries)]
    for place in range(1, len(one.wishes)):
        dearer = one.wishes[place]
        higher = (*one.wishes[: place - 1], dearer, one.wishes[place - 1], *one.wishes[place + 1 :])
        raised = with_entry(entries, which % len(entries), replace(one, wishes=higher))
        if seated(draw(*asked)).get(one.entry) == dearer:
            assert seated(draw(raised, seats, policy, seed)).get(one.entry) == dearer


@quick
@given(rounds())
def test_nobody_is_refused_while_seats_that_they_fit_are_empty(asked) -> None:
    entries, _seats, policy, seed = asked
    drawn = draw(*asked)
    sits = seated(drawn)
    for party in line(entries, policy.order, seed):
        if party.entries[0].entry not in sits:
            for wish in party.wishes:
                assert drawn.sessions[wish].seats - drawn.sessions[wish].taken < party.seats


@quick
@given(rounds())
def test_no_session_ever_has_more_than_its_seats(asked) -> None:
    entries, seats, *_rest = asked
    taken: Counter[str] = Counter()
    sits = seated(draw(*asked))
    for one in entries:
        if one.entry in sits:
            taken[sits[one.entry]] += one.size
            assert sits[one.entry] in one.wishes
    assert all(taken[session] <= number for session, number in seats.items())
    assert {session: filled.taken for session, filled in draw(*asked).sessions.items()} == {
        **dict.fromkeys(seats, 0),
        **taken,
    }


@quick
@given(rounds(parties=False, largest=1, sessions=("A",)), st.sampled_from(AREAS))
def test_holding_one_more_seat_never_lowers_an_areas_seats_in_a_single_session(asked, area: str) -> None:
    entries, seats, policy, seed = asked
    held = policy.reserves["A"]
    assume(sum(held.values()) < seats["A"])
    more = replace(policy, reserves={"A": held | {area: held[area] + 1}})
    before, after = (area_seats(draw(entries, seats, one, seed), entries, "A", area) for one in (policy, more))
    assert after >= before


@quick
@given(rounds())
def test_waiting_lists_count_from_one_in_the_order_of_the_line(asked) -> None:
    lists = defaultdict(list)
    for one in draw(*asked).outcomes:
        if one.session:
            lists[one.outcome, one.session].append(one.position) if one.outcome is Result.SEAT else None
        for session, place in one.places.items():
            lists[one.outcome, session].append(place)
        assert not one.places or one.places[one.session] == one.position
    assert all(places == list(range(1, len(places) + 1)) for places in lists.values())


@quick
@given(rounds())
def test_another_seed_or_a_changed_entry_gives_another_hash(asked) -> None:
    entries, seats, policy, seed = asked
    hashes = {
        draw(*asked).hash,
        draw(entries, seats, policy, seed + "0").hash,
        draw(entries, seats | {"D": 1}, policy, seed).hash,
    }
    hashes.add(draw(with_entry(entries, 0, replace(entries[0], past=entries[0].past + 1)), seats, policy, seed).hash)
    assert len(hashes) == 4
