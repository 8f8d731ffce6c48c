"""Lab cards: what is on them, how forgivingly they are read, how guessing is slowed down."""

import random
import re
from collections import defaultdict
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab import cards
from lab.access import SYSTEM, Actor
from lab.errors import NotAllowed, NotFound, TooManyAttempts
from lab.participation import ledger
from lab.runtime import Workshop
from tests.conftest import FakeClock

WORDS = st.lists(st.sampled_from(cards.words()), min_size=3, max_size=3, unique=True)
UNKNOWN = "abakus abborre adress"


def issue(shop: Workshop) -> cards.IssuedCard:
    with shop.database.transaction() as write:
        return cards.issue_all(write, shop, [("1780", 2014, "girl")])[0]


def test_there_are_enough_words_of_a_fitting_length() -> None:
    assert len(cards.words()) >= 1024
    assert len(set(cards.words())) == len(cards.words())
    assert all(re.fullmatch("[a-zåäöé]{3,8}", word) for word in cards.words())


def test_no_two_words_are_one_slip_apart_however_they_are_typed() -> None:
    plain = {cards.plain(word) for word in cards.words()}
    assert len(plain) == len(cards.words())
    alike = defaultdict(set)
    for word in plain:
        for shorter in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
            alike[shorter].add(word)
    pairs = {pair for group in alike.values() for pair in combinations(sorted(group), 2)}
    assert [pair for pair in pairs if cards.one_letter_apart(*pair)] == []


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [("sol", "sol", True), ("sol", "stol", True), ("sol", "mol", True), ("sol", "slo", True), ("sol", "so", True),
     ("sol", "los", False), ("sol", "stola", False), ("", "ab", False), ("solen", "sloen", True)],
)  # fmt: skip
def test_one_slip_is_a_letter_wrong_missing_too_many_or_swapped(one: str, other: str, near: bool) -> None:
    assert cards.one_letter_apart(one, other) == cards.one_letter_apart(other, one) == near


@given(WORDS, st.sampled_from([" ", "-", ", ", " - ", "\n", " + ", "_", ". "]), st.booleans(), st.booleans())
def test_a_card_is_read_in_any_case_with_any_separator_and_without_dots(
    words: list[str], between: str, upper: bool, dotless: bool
) -> None:
    typed = between.join(cards.plain(word) if dotless else word for word in words)
    assert cards.read_words(f" {typed.upper() if upper else typed}! ") == tuple(words)


@given(WORDS)
def test_words_run_together_are_read_or_refused_but_never_mistaken(words: list[str]) -> None:
    try:
        assert cards.read_words("".join(words)) == tuple(words)
    except cards.CardNotThreeWords:
        assert len(cards._splits(cards.plain("".join(words)))) > 1


@given(WORDS, st.integers(0, 2), st.randoms(use_true_random=False))
def test_one_wrong_letter_is_mended_or_refused_but_never_mistaken(
    words: list[str], which: int, chance: random.Random
) -> None:
    at = chance.randrange(len(words[which]))
    typed = list(words)
    typed[which] = words[which][:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + words[which][at + 1 :]
    try:
        read = cards.read_words("  ".join(typed))
    except cards.CardUnknown:
        return
    assert read == tuple(words)


@given(st.text(max_size=200))
def test_whatever_is_typed_gives_a_card_or_a_clear_answer(typed: str) -> None:
    try:
        assert set(cards.read_words(typed)) <= set(cards.words())
    except cards.CardUnknown:
        return


def test_a_card_is_found_by_its_words_and_the_store_keeps_none_of_them(shop: Workshop) -> None:
    card = issue(shop)
    assert cards.find(shop, "-".join(card.words).upper(), "room") == cards.Card(card.id, "1780", 2014, "girl")
    with shop.database.read() as read:
        kept = str(read.column("select words_hash from card")) + str(read.column("select detail from audit"))
    assert not any(word in kept for word in card.words if len(word) > 4)


def test_words_that_are_taken_are_drawn_again(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([["björk", "lampa", "moln"], ["björk", "lampa", "moln"], ["moln", "lampa", "björk"]])
    monkeypatch.setattr(cards.secrets.SystemRandom, "sample", lambda *_: next(draws))
    assert issue(shop).words == ("björk", "lampa", "moln")
    assert issue(shop).words == ("moln", "lampa", "björk")


def test_guesses_from_one_room_are_slowed_down_even_with_a_right_card_in_between(
    shop: Workshop, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "FROM_ONE_ADDRESS", (5, 600.0))
    card = issue(shop)
    for _ in range(5):
        with pytest.raises(cards.CardUnknown):
            cards.find(shop, UNKNOWN, "room")
    cards.find(shop, " ".join(card.words), "other room")
    with pytest.raises(TooManyAttempts):
        cards.find(shop, " ".join(card.words), "room")
    clock.move(seconds=601)
    assert cards.find(shop, " ".join(card.words), "room").id == card.id


def test_guesses_from_everywhere_together_are_slowed_down(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "FROM_EVERYWHERE", (5, 3600.0))
    for number in range(5):
        with pytest.raises(cards.CardUnknown):
            cards.find(shop, UNKNOWN, f"room {number}")
    with pytest.raises(TooManyAttempts):
        cards.find(shop, UNKNOWN, "one more room")


def test_a_misspelt_word_is_told_and_not_counted(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "FROM_ONE_ADDRESS", (1, 600.0))
    for _ in range(3):
        with pytest.raises(cards.CardWordUnknown, match="qqqq"):
            cards.find(shop, "björk qqqq moln", "room")


def test_a_card_is_erased_by_those_who_may(shop: Workshop, admin: Actor, reviewer: Actor) -> None:
    card = issue(shop)
    with pytest.raises(NotAllowed):
        cards.erase(shop, reviewer, card.id)
    cards.erase(shop, admin, card.id)
    with pytest.raises(cards.CardUnknown):
        cards.find(shop, " ".join(card.words), "room")
    with pytest.raises(NotFound):
        cards.erase(shop, SYSTEM, card.id)


def test_an_erased_card_leaves_nothing_that_leads_to_it(shop: Workshop, clock: FakeClock) -> None:
    card = issue(shop)
    other = issue(shop)
    with shop.database.transaction() as write:
        for number, id in enumerate((card.id, other.id)):  # noqa: A001
            ledger.visited(write, "s1", id, "lab1", "1780", 2014, "girl")
            write.execute("insert into seat values ('s1', ?, ?, ?, ?, null)", [number, id, f"key {number}", clock()])
    assert cards.known(shop, " ".join(card.words).upper()) == card.id
    cards.erase(shop, SYSTEM, card.id)
    with shop.database.read() as read:
        assert read.column("select card from visit") == [other.id]
        assert sorted(read.column("select card = ? from seat", [card.id])) == [False, False]
        assert read.value("select count(*) from seat") == 2


def test_an_answer_that_is_no_choice_makes_no_card(shop: Workshop) -> None:
    with pytest.raises(cards.GenderNotValid), shop.database.transaction() as write:
        cards.issue_all(write, shop, [("1780", 2014, "robot")])
