"""Seats held for an area: a guaranteed minimum or on top, whatever the round; what nobody used comes back."""

import random
from dataclasses import replace

from hypothesis import given

from bookings.draw import draw, line
from bookings.draw_terms import Entry, Policy, Reason, Reserve
from tests.bookings.draw_rounds import (
    AREAS,
    SESSIONS,
    area_seats,
    deferred_acceptance,
    quick,
    rank,
    rounds,
    seated,
)


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
