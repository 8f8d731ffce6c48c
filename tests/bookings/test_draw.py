"""The draw keeps its promises, whatever the round: fair, whole, without waste, and the same when it is made again."""

import random
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import permutations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bookings.draw import draw, line, lottery_number
from bookings.draw_terms import Entry, Order, Policy, Reason, Reserve, Result

SESSIONS = ("A", "B", "C")
AREAS = ("Deje", "Forshaga", "Hagfors")
ANY_ORDER = st.sampled_from(list(Order))
RANDOM_ORDERS = st.sampled_from([Order.LEAST_SERVED, Order.LOTTERY])
SEEDS = st.integers(0, 9999).map(str)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

wishes = st.lists(st.sampled_from(SESSIONS), max_size=3, unique=True).map(tuple)


@st.composite
def rounds(draw_from, parties=True, largest=3, held=True, sessions=SESSIONS, orders=ANY_ORDER):
    """A round of up to twelve entries: (entries, seats, policy, seed)."""
    seats = {session: draw_from(st.integers(0, 5)) for session in sessions}
    reserves = {}
    for session, number in seats.items() if held else ():
        left, reserves[session] = number, {}
        for area in AREAS:
            reserves[session][area] = draw_from(st.integers(0, min(left, 2)))
            left -= reserves[session][area]
    entries = []
    for number in range(draw_from(st.integers(1, 12))):
        party = draw_from(st.sampled_from(["", "", "p", "q"])) if parties else ""
        wished = tuple(wish for wish in draw_from(wishes) if wish in sessions)
        size, past, area = (
            draw_from(st.integers(1, largest)),
            draw_from(st.integers(0, 3)),
            draw_from(st.sampled_from(AREAS)),
        )
        entries.append(Entry(f"E{number}", f"C{number}", area, party, size, past, wished))
    policy = Policy(draw_from(orders), draw_from(st.sampled_from(list(Reserve))), reserves)
    return tuple(entries), seats, policy, draw_from(SEEDS)


def got(drawn, entry: str):
    return next(one for one in drawn.outcomes if one.entry == entry)


def seated(drawn) -> dict[str, str]:
    return {one.entry: one.session for one in drawn.outcomes if one.outcome is Result.SEAT}


def rank(one: Entry, sits: dict[str, str]) -> int:
    """How dear the session is that somebody got; no seat is worse than any."""
    return one.wishes.index(sits[one.entry]) if one.entry in sits else len(SESSIONS)


def area_seats(drawn, entries, session: str, area: str) -> int:
    sits = seated(drawn)
    return sum(one.size for one in entries if sits.get(one.entry) == session and one.area == area)


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
    before, after = (seated(draw(rows, seats, policy, seed)) for rows in (entries, _with(entries, which, served)))
    assert rank(served, after) >= rank(served, before)


@quick
@given(rounds(held=False), st.integers(0, 11))
def test_one_more_past_seat_never_raises_the_chance_of_a_party(asked, which: int) -> None:
    entries, seats, policy, seed = asked
    which %= len(entries)
    served = replace(entries[which], past=entries[which].past + 1)
    before, after = (seated(draw(rows, seats, policy, seed)) for rows in (entries, _with(entries, which, served)))
    assert served.entry in before or served.entry not in after


@quick
@given(rounds(parties=False, largest=1), st.integers(0, 11), wishes)
def test_nobody_gains_by_hiding_or_reordering_wishes(asked, which: int, said: tuple[str, ...]) -> None:
    entries, seats, policy, seed = asked
    which %= len(entries)
    true = entries[which]
    part = tuple(wish for wish in said if wish in true.wishes)
    honest = seated(draw(*asked))
    other = seated(draw(_with(entries, which, replace(true, wishes=part)), seats, policy, seed))
    assert rank(true, honest) <= rank(true, other)


@quick
@given(rounds(parties=False, largest=1), st.integers(0, 11))
def test_wishing_for_a_session_more_never_lowers_the_chance_of_it(asked, which: int) -> None:
    entries, seats, policy, seed = asked
    one = entries[which % len(entries)]
    for place in range(1, len(one.wishes)):
        dearer = one.wishes[place]
        higher = (*one.wishes[: place - 1], dearer, one.wishes[place - 1], *one.wishes[place + 1 :])
        raised = _with(entries, which % len(entries), replace(one, wishes=higher))
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
@given(rounds())
def test_a_party_sits_together_or_not_at_all(asked) -> None:
    sits = seated(draw(*asked))
    where = defaultdict(set)
    for one in asked[0]:
        if one.party:
            where[one.party].add(sits.get(one.entry))
    assert all(len(places) == 1 for places in where.values())


@quick
@given(rounds(parties=False, largest=1))
def test_an_area_gets_the_seats_held_for_it_as_long_as_its_youths_want_them(asked) -> None:
    entries, seats, policy, _seed = asked
    drawn = draw(*asked)
    sits = seated(drawn)
    for session in seats:
        for area, held in policy.reserves[session].items():
            envious = [
                one for one in entries
                if one.area == area and session in one.wishes and one.wishes.index(session) < rank(one, sits)
            ]  # fmt: skip
            assert not envious or area_seats(drawn, entries, session, area) >= held


@quick
@given(rounds())
def test_no_party_of_one_area_is_kept_from_seats_held_for_it(asked) -> None:
    entries, _seats, policy, seed = asked
    drawn = draw(*asked)
    sits = seated(drawn)
    for party in line(entries, policy.order, seed):
        if len(party.areas) == 1:
            ((area, needed),) = party.areas
            place = party.wishes.index(sits[party.entries[0].entry]) if party.entries[0].entry in sits else None
            for session in party.wishes[:place]:
                assert area_seats(drawn, entries, session, area) + needed > policy.reserves[session][area]


def test_a_seat_that_came_back_is_held_again_when_a_party_makes_it_needed() -> None:
    """Whatever the seed: two hundred crowded rounds of the kind where this happens once in fifty."""
    chance = random.Random(5)
    for number in range(200):
        seats = {session: chance.randint(2, 6) for session in SESSIONS}
        held = {session: {"Deje": 2} for session in SESSIONS}
        entries = []
        for n in range(14):
            area, party = chance.choice(AREAS), chance.choice(["", "", "p", "q"])
            entries.append(Entry(f"E{n}", f"C{n}", area, party, 1, 0, tuple(chance.sample(SESSIONS, 2))))
        drawn = draw(entries, seats, Policy(reserves=held), str(number))
        sits = seated(drawn)
        for one in entries:
            if one.area == "Deje" and not one.party and one.entry not in sits:
                assert all(area_seats(drawn, entries, wish, "Deje") >= 2 for wish in one.wishes)


@quick
@given(rounds(parties=False, largest=1, sessions=("A",)))
def test_in_one_session_held_seats_guarantee_the_lesser_of_them_and_those_who_ask(asked) -> None:
    entries, _seats, policy, _seed = asked
    drawn = draw(*asked)
    for area, held in policy.reserves["A"].items():
        asking = sum(one.area == area and bool(one.wishes) for one in entries)
        assert area_seats(drawn, entries, "A", area) >= min(held, asking)


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
@given(rounds(parties=False, largest=1, sessions=("A",)))
def test_seats_held_on_top_give_an_area_at_least_what_a_minimum_does(asked) -> None:
    entries, seats, policy, seed = asked
    one_area = {"A": {"Deje": policy.reserves["A"]["Deje"]}}
    least, on_top = (
        area_seats(draw(entries, seats, replace(policy, reserve=way, reserves=one_area), seed), entries, "A", "Deje")
        for way in (Reserve.FIRST, Reserve.LAST)
    )
    assert on_top >= least


@quick
@given(rounds(parties=False, largest=1))
def test_only_held_seats_let_anyone_past(asked) -> None:
    entries = {one.entry: one for one in asked[0]}
    drawn = draw(*asked)
    sits = seated(drawn)
    for ahead in drawn.outcomes:
        dearer = entries[ahead.entry].wishes[: rank(entries[ahead.entry], sits)]
        behind = [one for one in drawn.outcomes if one.number > ahead.number and sits.get(one.entry) in dearer]
        assert all(one.reason is Reason.HELD_SEAT for one in behind)


@quick
@given(
    rounds(parties=False, largest=1).map(lambda asked: (*asked[:2], replace(asked[2], reserve=Reserve.FIRST), asked[3]))
)
def test_with_reserve_first_it_is_deferred_acceptance_with_soft_quotas(asked) -> None:
    """Another way to the same seats, from the literature (Hafalir, Yenmez and Yildirim 2013)."""
    assert seated(draw(*asked)) == deferred_acceptance(*asked)


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
    hashes.add(draw(_with(entries, 0, replace(entries[0], past=entries[0].past + 1)), seats, policy, seed).hash)
    assert len(hashes) == 4


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


def deferred_acceptance(entries, seats, policy, seed) -> dict[str, str]:
    """Everyone asks their dearest session; it keeps its held minimum and the front of the line; the others ask on."""
    order = [party.entries[0] for party in line(entries, policy.order, seed)]
    left = {one.entry: list(one.wishes) for one in order}
    while True:
        kept: set[str] = set()
        for session, number in seats.items():
            asking = [one for one in order if left[one.entry][:1] == [session]]
            chosen = [
                one for area, held in policy.reserves[session].items()
                for one in [one for one in asking if one.area == area][:held]
            ]  # fmt: skip
            chosen += [one for one in asking if one not in chosen][: number - len(chosen)]
            kept |= {one.entry for one in chosen}
        refused = [one for one in order if left[one.entry] and one.entry not in kept]
        if not refused:
            return {entry: wishes[0] for entry, wishes in left.items() if wishes}
        for one in refused:
            left[one.entry].pop(0)


def _with(entries, which: int, other: Entry) -> tuple[Entry, ...]:
    return (*entries[:which], other, *entries[which + 1 :])
