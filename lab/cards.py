"""Lab cards: three plain words by which a youth is known again, without a name, an e-mail or an account.

How hard a card is to guess: there are N words in `card_words.txt` (about 1,700, never fewer than 1,024), and the three
are drawn by `secrets`, all different, in an order that matters: N^3, about 5 thousand million triples or 32 bits (30 at
the least). Nothing but the portal can check a guess, since the store keeps only a keyed hash and the key is not in it,
and the portal takes at most 300 wrong ones an hour from everywhere together. With a thousand cards in use, someone who
never stops guessing meets one of them after nearly two years; what they win is that one card's answers (area, year of
birth, gender), and only while they hold the PIN of an open session, which shows none of them.

Misspelt words are mended before they count: a typed word that is on no card tells a guesser nothing, since the list is
public, and so it is refused without being counted. A room's tablets share one address, therefore one address may be
wrong as often as a class with a new card each.
"""

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lab import limits
from lab.access import EVERYWHERE, Actor, require
from lab.database import Transaction, new_id, retried
from lab.errors import LabError, NotValid, TooManyAttempts
from lab.gathering import gathered
from lab.i18n import N_
from lab.participation import ledger
from lab.people import GENDERS
from lab.runtime import Workshop

Words = tuple[str, str, str]

WORD_FILE = Path(__file__).parent / "card_words.txt"
FROM_ONE_ADDRESS = (60, 600.0)
FROM_EVERYWHERE = (300, 3600.0)
"""Wrong guesses, and within how many seconds."""

SEEN_AS = ("seat", "party")
"""Tables that say what a card did, and must go on saying that someone did it."""


class CardUnknown(LabError):
    message = N_("We know no card with these three words.")
    hint = N_("Look at your card and try again, in the same order. Without the card you can get a new one.")
    status = 404


class CardNotThreeWords(CardUnknown):
    message = N_("A card has three words.")
    hint = N_("Write all three, in the same order as on your card.")
    status = 422


class CardWordUnknown(CardUnknown):
    message = N_("There is no card with the word {word}.")
    hint = N_("Check how it is spelt on your card.")
    status = 422


class GenderNotValid(NotValid):
    message = N_("That answer is not one of the choices.")
    hint = N_("Choose one of those shown.")


@dataclass(frozen=True)
class IssuedCard:
    """A new card; the only time its words are known."""

    id: str
    words: Words


@dataclass(frozen=True)
class Card:
    id: str
    area: str
    birth_year: int
    gender: str


@dataclass(frozen=True)
class _Guess:
    """The hash of three words, and where they were typed."""

    words: str
    address: str

    @property
    def bounds(self) -> tuple[limits.Window, limits.Window]:
        return (
            limits.Window("card", self.address, *FROM_ONE_ADDRESS),
            limits.Window("card-anywhere", "everyone", *FROM_EVERYWHERE),
        )


@dataclass(frozen=True)
class _Kept(Card):
    words_hash: str


@gathered
@retried
def _find(shop: Workshop, guesses: Sequence[_Guess]) -> list[Card | LabError]:
    """Cards by their words. Guesses are looked at one after another, wrong ones counted before anyone is answered, so
    that a hundred sent at once are a hundred guesses; right ones only read."""
    with shop.database.read() as read:
        counts = limits.Counts(read, shop, [limit for guess in guesses for limit in guess.bounds], shop.clock())
        found = read.rows(
            _Kept,
            "select id, area, birth_year, gender, words_hash from card where words_hash in (select unnest(?))",
            [[guess.words for guess in guesses]],
        )
    known = {one.words_hash: Card(one.id, one.area, one.birth_year, one.gender) for one in found}
    answers = [_looked_at(counts, known, guess) for guess in guesses]
    counts.remember(shop)
    return answers


def _looked_at(counts: limits.Counts, known: Mapping[str, Card], guess: _Guess) -> Card | LabError:
    try:
        counts.check(*guess.bounds)
    except TooManyAttempts as refused:
        return refused
    if guess.words not in known:
        counts.add(*guess.bounds)
        return CardUnknown()
    return known[guess.words]


@cache
def words() -> tuple[str, ...]:
    """All words that cards are made of, in Swedish order. No two differ by a single letter, however they are typed."""
    return tuple(WORD_FILE.read_text("utf-8").split())


def issue_all(write: Transaction, shop: Workshop, people: Sequence[tuple[str, int, str]]) -> list[IssuedCard]:
    """Make a card for each, of an area, a year of birth and a gender; its words are no other card's."""
    for _area, _birth_year, gender in people:
        check_gender(gender)
    drawn = _unused(write, shop, len(people))
    issued = [IssuedCard(new_id(), words) for words in drawn.values()]
    write.insert(
        "card",
        ("id", "words_hash", "area", "birth_year", "gender", "created_at"),
        [(card.id, hidden, *person, write.now) for card, hidden, person in zip(issued, drawn, people, strict=True)],
    )
    return issued


def check_gender(gender: str) -> None:
    """Refuse what is not one of the choices."""
    if gender not in GENDERS:
        raise GenderNotValid()


def find(shop: Workshop, typed: str, address: str) -> Card:
    """The card with the words that were typed. Raises CardUnknown or a child of it, or TooManyAttempts.

    Not inside a transaction, because wrong guesses are counted.
    """
    return _find(shop, _Guess(_hidden(shop, read_words(typed)), address))


async def find_soon(shop: Workshop, typed: str, address: str) -> Card:
    """The same for a page that must not hold up others meanwhile."""
    return await _find.soon(shop, _Guess(_hidden(shop, read_words(typed)), address))


@retried
def erase(shop: Workshop, actor: Actor, card: str) -> None:
    """Forget a card, its answers, visits, pictures and addresses; where it sat, someone unknown has sat.

    Reports that are frozen stay as they are: they hold no person. Backups made before keep what they hold until they
    are thrown away.
    """
    require(actor, "erase-card", EVERYWHERE)
    with shop.database.transaction() as write:
        write.one_value("delete from card where id = ? returning id", [card])
        ledger.erase_card(write, card)
        write.execute("delete from picture where card = ?", [card])
        write.execute("update party set contact = '', contact_hash = '' where card = ?", [card])
        for table in SEEN_AS:
            write.execute(f"update {table} set card = ? where card = ?", [f"erased-{new_id()}", card])
        write.record(actor.id, "erase-card", f"card:{card}")


def known(shop: Workshop, typed: str) -> str:
    """The id of the card with these words, for staff at the lab's own machine. Raises CardUnknown or a child of it."""
    with shop.database.read() as read:
        found = read.value("select id from card where words_hash = ?", [_hidden(shop, read_words(typed))])
    if found is None:
        raise CardUnknown()
    return str(found)


def read_words(typed: str) -> Words:
    """The three words of a card as someone may type them.

    Capitals, commas, hyphens, spaces too many or too few, a for å and ä, o for ö, and one wrong letter in a word do not
    matter as long as there is only one way to understand them.
    """
    letters = re.findall(r"[a-z]+", plain(typed))
    if len(letters) == 3 and all(word in _by_plain() for word in letters):
        return _as_listed(letters)
    run_together = _splits("".join(letters)[:60])
    if len(run_together) == 1:
        return _as_listed(run_together[0])
    if len(letters) != 3:
        raise CardNotThreeWords()
    return _as_listed([_mended(word) for word in letters])


def plain(text: str) -> str:
    """Lower case, with å, ä, é as a, a, e."""
    spelt = text.casefold().replace("æ", "ä").replace("ø", "ö")
    return "".join(letter for letter in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(letter))


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one slip makes `one` of `other`: a letter wrong, missing or too many, or two neighbours swapped."""
    if len(one) > len(other):
        one, other = other, one
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    left, right = one[same:], other[same:]
    if len(one) < len(other):
        return left == right[1:]
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])


def _unused(write: Transaction, shop: Workshop, count: int) -> dict[str, Words]:
    """Words that no card has, by their hash."""
    drawn: dict[str, Words] = {}
    while len(drawn) < count:
        first, second, third = secrets.SystemRandom().sample(words(), 3)
        drawn[_hidden(shop, (first, second, third))] = (first, second, third)
        if len(drawn) == count:
            known = "select words_hash from card where words_hash in (select unnest(?))"
            for taken in write.column(known, [list(drawn)]):
                del drawn[taken]
    return drawn


def _hidden(shop: Workshop, triple: Words) -> str:
    return shop.keys.hash("card", " ".join(plain(word) for word in triple))


@cache
def _by_plain() -> dict[str, str]:
    return {plain(word): word for word in words()}


def _as_listed(letters: list[str]) -> Words:
    first, second, third = (_by_plain()[word] for word in letters)
    return first, second, third


def _mended(word: str) -> str:
    if word in _by_plain():
        return word
    near = [known for known in _by_plain() if one_letter_apart(word, known)]
    if len(near) != 1:
        raise CardWordUnknown(word=word)
    return near[0]


def _splits(letters: str, count: int = 3) -> list[list[str]]:
    """All ways to read `letters` as `count` words without a space."""
    if count == 1:
        return [[letters]] if letters in _by_plain() else []
    return [
        [letters[:end], *rest]
        for end in range(3, len(letters))
        if letters[:end] in _by_plain()
        for rest in _splits(letters[end:], count - 1)
    ]
