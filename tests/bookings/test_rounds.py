"""Rounds: planned, asked in, frozen, drawn, and made again by anybody."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bookings import (
    draw_files,
    places,
    receipts,
    requests,
    round_record,
    rounds,
    sessions,
    ways,
)
from bookings import seat_errors as wrong
from bookings.draw import commitment
from bookings.draw_errors import DrawAltered
from bookings.draw_published import checked
from bookings.round_record import Round
from bookings.rounds import Plan
from bookings.rules import Session
from bookings.seat_terms import Way
from lab.access import Actor
from lab.errors import NotAllowed
from lab.runtime import Workshop
from tests.bookings.asking_people import ask, card, family, rows, school_class, states, with_card
from tests.bookings.asking_people import places as numbers
from tests.conftest import FakeClock

Planned = Callable[..., tuple[Round, list[Session]]]


def drawn(shop: Workshop, leader: Actor, round_: Round) -> dict[str, Any]:
    rounds.freeze(shop, leader, round_.id)
    found: dict[str, Any] = json.loads(rounds.draw_now(shop, leader, round_.id).published or "")
    return found


def test_nobody_has_a_seat_before_the_draw_and_the_sessions_are_full_after_it(
    shop: Workshop, leader: Actor, planned: Planned
) -> None:
    round_, (first, second) = planned(2, 1)
    receipts_ = [ask(shop, family(first, second, contact=f"{number}@example.se")) for number in range(5)]
    assert {tuple(states(shop, one)) for one in receipts_} == {("asked", "asked")}
    drawn(shop, leader, round_)
    assert (numbers(shop, first), numbers(shop, second)) == ([1, 2], [1])
    ended = sorted(tuple(states(shop, one)) for one in receipts_)
    assert ended == [("placed", "settled")] * 2 + [("settled", "placed")] + [("waiting", "waiting")] * 2


def test_who_waits_stands_in_the_order_of_the_draw_and_is_told_why(
    shop: Workshop, leader: Actor, planned: Planned
) -> None:
    round_, (session,) = planned(1)
    asked = [ask(shop, family(session, contact=f"{number}@example.se")) for number in range(4)]
    published = drawn(shop, leader, round_)
    line = {one["entry"]: one["position"] for one in published["outcomes"] if one["outcome"] == "waiting"}
    for receipt in asked:
        standing = receipts.standing(shop, receipt)
        if standing.sessions[0].place:
            assert line[standing.entries[0]] == standing.sessions[0].place
            assert "Alla platser var slut" in standing.why[0]


def test_a_place_that_is_left_goes_to_the_first_in_the_draws_line(
    shop: Workshop, leader: Actor, planned: Planned
) -> None:
    round_, (session,) = planned(1)
    asked = [ask(shop, family(session, contact=f"{number}@example.se")) for number in range(3)]
    drawn(shop, leader, round_)
    by_state = {states(shop, one)[0]: one for one in asked}
    requests.leave(shop, by_state["placed"])
    assert sorted(states(shop, one)[0] for one in asked) == ["left", "offered", "waiting"]
    offered = next(one for one in asked if states(shop, one) == ["offered"])
    assert rows(shop, offered)[0].line == 2


def test_what_is_left_after_the_draw_is_first_come(shop: Workshop, leader: Actor, planned: Planned) -> None:
    round_, (session,) = planned(3)
    ask(shop, family(session))
    rounds.freeze(shop, leader, round_.id)
    with pytest.raises(wrong.RequestsClosed):
        ask(shop, family(session, contact="b@example.se"))
    rounds.draw_now(shop, leader, round_.id)
    assert states(shop, ask(shop, family(session, contact="b@example.se"))) == ["placed"]


def test_requests_are_taken_only_while_the_window_is_open(
    shop: Workshop, leader: Actor, planned: Planned, clock: FakeClock
) -> None:
    _round, (session,) = planned(3)
    clock.move(days=2)
    with pytest.raises(wrong.RequestsClosed):
        ask(shop, family(session))


def test_the_seed_was_promised_before_anybody_asked_and_the_list_before_the_draw(
    shop: Workshop, leader: Actor, planned: Planned
) -> None:
    round_, (session,) = planned(2)
    for number in range(5):
        ask(shop, family(session, contact=f"{number}@example.se"))
    frozen = rounds.freeze(shop, leader, round_.id)
    published = json.loads(rounds.draw_now(shop, leader, round_.id).published or "")
    announcement = {"commitment": round_.commitment, "inputs": frozen.inputs}
    assert commitment(published["seed"]) == round_.commitment
    assert checked(published, announcement)["hash"] == published["hash"]
    for name in announcement:
        with pytest.raises(DrawAltered):
            checked(published, {**announcement, name: "0" * 64})


def test_anybody_gets_the_same_from_the_published_files_with_the_command(
    shop: Workshop, leader: Actor, planned: Planned, tmp_path: Path
) -> None:
    round_, (first, second) = planned(2, 2, reserves={"1715": 1})
    for number in range(6):
        ask(shop, replace(family(first, second, contact=f"{number}@example.se"), area="1715" if number > 4 else "1780"))
    frozen = rounds.freeze(shop, leader, round_.id)
    listed, rules = round_record.inputs_of(frozen)
    (tmp_path / "entries.csv").write_text(draw_files.entries_csv(listed))
    (tmp_path / "policy.toml").write_text(draw_files.policy_toml(rules))
    published = json.loads(rounds.draw_now(shop, leader, round_.id).published or "")
    command = [
        sys.executable, "-m", "lab.cli", "draw", str(tmp_path / "entries.csv"), "--policy",
        str(tmp_path / "policy.toml"), "--seed", published["seed"], "--json",
    ]  # fmt: skip
    again = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert again["hash"] == published["hash"]
    assert [one["outcome"] for one in again["outcomes"]] == [one["outcome"] for one in published["outcomes"]]


def test_the_published_list_names_no_card_no_contact_and_no_area_without_a_reserve(
    shop: Workshop, leader: Actor, planned: Planned
) -> None:
    round_, (session,) = planned(2)
    card_id, words = card(shop, area="1715")
    ask(shop, with_card(words, session))
    ask(shop, family(session, contact="kim@example.se"))
    text = json.dumps(drawn(shop, leader, round_), ensure_ascii=False)
    for secret in (card_id, *words.split(), "kim@", "Kil", "Karlstad"):
        assert f'"{secret}' not in text


def test_numbers_are_given_in_the_order_of_asking_and_told_at_once(shop: Workshop, planned: Planned) -> None:
    _round, (session,) = planned(4)
    first = receipts.standing(shop, ask(shop, family(session)))
    second = receipts.standing(shop, ask(shop, school_class(session, size=2, together=False)))
    assert (first.entries, second.entries) == (("1",), ("2", "3"))


def test_seats_of_the_last_year_and_rounds_waited_count(
    shop: Workshop, leader: Actor, planned: Planned, clock: FakeClock
) -> None:
    cards = [card(shop)[1] for _ in range(2)]
    round_, (session,) = planned(1)
    for words in cards:
        ask(shop, with_card(words, session))
    drawn(shop, leader, round_)
    clock.move(days=20)
    again, (later,) = planned(1)
    asked = [ask(shop, with_card(words, later)) for words in cards]
    listed, _rules = round_record.inputs_of(rounds.freeze(shop, leader, again.id))
    assert sorted((one.past, one.waited) for one in listed) == [(0, 1), (1, 0)]
    rounds.draw_now(shop, leader, again.id)
    winner = next(one.entry for one in listed if one.waited)
    assert states(shop, asked[int(winner) - 1]) == ["placed"]


def test_a_class_that_wants_to_sit_together_is_never_split(shop: Workshop, leader: Actor, planned: Planned) -> None:
    round_, (session,) = planned(5)
    together = ask(shop, school_class(session, size=4))
    for number in range(4):
        ask(shop, family(session, contact=f"{number}@example.se"))
    drawn(shop, leader, round_)
    assert states(shop, together) in (["placed"], ["waiting"])
    assert len(numbers(shop, session)) == (5 if states(shop, together) == ["placed"] else 4)


def test_who_left_before_the_close_is_not_in_the_list_and_after_it_gets_no_seat(
    shop: Workshop, leader: Actor, planned: Planned
) -> None:
    round_, (session,) = planned(2)
    asked = [ask(shop, family(session, contact=f"{number}@example.se")) for number in range(3)]
    requests.leave(shop, asked[0])
    frozen = rounds.freeze(shop, leader, round_.id)
    assert [one.entry for one in round_record.inputs_of(frozen)[0]] == ["2", "3"]
    requests.leave(shop, asked[1])
    rounds.draw_now(shop, leader, round_.id)
    assert [states(shop, one)[0] for one in asked] == ["left", "left", "placed"]


def test_a_session_cancelled_between_close_and_draw_gives_its_youths_their_other_lines(
    shop: Workshop, leader: Actor, planned: Planned
) -> None:
    round_, (first, second) = planned(1, 1)
    asked = [ask(shop, family(first, second, contact=f"{number}@example.se")) for number in range(2)]
    rounds.freeze(shop, leader, round_.id)
    sessions.cancel(shop, leader, first.id)
    rounds.draw_now(shop, leader, round_.id)
    assert numbers(shop, first) == []
    assert len(numbers(shop, second)) == 1
    assert sorted(states(shop, one)[1] for one in asked) in (["offered", "waiting"], ["placed", "waiting"])


def test_one_card_asks_once_in_a_round(shop: Workshop, planned: Planned) -> None:
    _round, (first, second) = planned(2, 2)
    _id, words = card(shop)
    ask(shop, with_card(words, first))
    with pytest.raises(wrong.AlreadyAsked):
        ask(shop, with_card(words, second))


def test_each_step_is_taken_once_and_by_the_labs_leaders(
    shop: Workshop, leader: Actor, reviewer: Actor, planned: Planned
) -> None:
    round_, (session,) = planned(2)
    with pytest.raises(rounds.NobodyAsked):
        rounds.freeze(shop, leader, round_.id)
    ask(shop, family(session))
    with pytest.raises(rounds.WrongStep):
        rounds.draw_now(shop, leader, round_.id)
    with pytest.raises(NotAllowed):
        rounds.freeze(shop, reviewer, round_.id)
    drawn(shop, leader, round_)
    for verb in (rounds.freeze, rounds.draw_now, rounds.cancel):
        with pytest.raises(rounds.WrongStep):
            verb(shop, leader, round_.id)


def test_a_round_that_is_taken_back_leaves_its_sessions_free(shop: Workshop, leader: Actor, planned: Planned) -> None:
    round_, (session,) = planned(2)
    receipt = ask(shop, family(session))
    rounds.cancel(shop, leader, round_.id)
    assert states(shop, receipt) == ["cancelled"]
    assert sessions.session(shop, leader, session.id).status == "planned"


def test_a_session_stays_in_its_round_until_that_is_taken_back(shop: Workshop, leader: Actor, planned: Planned) -> None:
    round_, (session,) = planned(2)
    again = Plan(session.lab, "Till", (session.id,), round_.opens_at, round_.closes_at)
    for taking in (
        lambda: ways.set_way(shop, leader, session.id, Way.DROP_IN),
        lambda: rounds.plan(shop, leader, again),
    ):
        with pytest.raises(ways.InRound):
            taking()
    assert ways.round_of(shop, session.id) == round_.id
    rounds.cancel(shop, leader, round_.id)
    ways.set_way(shop, leader, session.id, Way.FIRST_COME)


def test_places_stay_within_the_seats(shop: Workshop, leader: Actor, planned: Planned) -> None:
    round_, (session,) = planned(3)
    for number in range(6):
        ask(shop, family(session, size=1 + number % 3, contact=f"{number}@example.se"))
    drawn(shop, leader, round_)
    with shop.database.read() as read:
        assert len(places.held(read, session.id)) <= 3
    assert len(numbers(shop, session)) <= 3
