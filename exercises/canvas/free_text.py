"""The rule of words: what a youth may write to a large picture model, where the leader has opened it.

Every word must be known (words_allowed.txt: landscapes, weather, light, colours, ways of painting, in Swedish and
English), so that nobody can be described, named or hurt by what is asked for. A few words are met with an answer of
their own (words_blocked.txt), because a young person who writes them is better helped by a reason than by a refusal.
Pure; nothing that is written is kept anywhere.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from lab.errors import LabError
from lab.i18n import N_

MOST_LETTERS = 120
MOST_WORDS = 16
_FOLDER = Path(__file__).parent / "vocabulary"


class WordsNotAllowed(LabError):
    """Free text that a picture model is not given."""

    message = N_("These words cannot be used here.")
    hint = N_("Write about the landscape: weather, light, plants, colours.")
    status = 422


class TooManyWords(WordsNotAllowed):
    message = N_("That is more than the computer can keep in mind.")
    hint = N_("Write at most {most} words.")


class WordNotKnown(WordsNotAllowed):
    message = N_("The computer does not paint “{word}” here.")
    hint = N_("Here it paints landscapes. Write about weather, light, plants or colours, such as “misty morning”.")


class WordAboutPeople(WordsNotAllowed):
    message = N_("Here the computer paints no people.")
    hint = N_("A picture of a person can hurt somebody. Paint a place that says something about them instead.")


class WordThatHurts(WordsNotAllowed):
    message = N_("The computer does not paint that.")
    hint = N_("If something weighs on you, a leader is here to listen.")


_ANSWERS = {"people": WordAboutPeople, "hurts": WordThatHurts}


def check(text: object) -> None:
    """Let `text` pass, or raise a WordsNotAllowed that says why. Empty text passes."""
    if not isinstance(text, str):
        raise WordsNotAllowed()
    words = _words(text)
    if len(text) > MOST_LETTERS or len(words) > MOST_WORDS:
        raise TooManyWords(most=MOST_WORDS)
    blocked, allowed = _blocked(), _allowed()
    for word in words:
        if word in blocked:
            raise _ANSWERS[blocked[word]]()
    for word in words:
        if word not in allowed:
            raise WordNotKnown(word=word)


def in_english(text: str) -> str:
    """Allowed text as the models read it: each Swedish word becomes its English one, in the same order."""
    allowed = _allowed()
    return " ".join(allowed.get(word, word) for word in _words(text))


def _words(text: str) -> list[str]:
    """The words in small letters. Whatever is neither a letter nor a space parts words, digits too are words."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"[^\W_]+", plain)


@cache
def _allowed() -> dict[str, str]:
    """Each allowed word and its English one. A line is "english", or "english: svenska svenskt svenska"."""
    found: dict[str, str] = {}
    for line in _lines("allowed.txt"):
        english, _, swedish = line.partition(":")
        found.setdefault(english.strip(), english.strip())
        for word in swedish.split():
            found.setdefault(word, english.strip())
    return found


@cache
def _blocked() -> dict[str, str]:
    """Each blocked word and which answer it gets. A line is "people: word word" or "hurts: word word"."""
    found: dict[str, str] = {}
    for line in _lines("blocked.txt"):
        answer, _, words = line.partition(":")
        found.update(dict.fromkeys(words.split(), answer.strip()))
    return found


def _lines(name: str) -> list[str]:
    lines = (_FOLDER / name).read_text("utf-8").casefold().splitlines()
    return [line for line in lines if line and not line.startswith("#")]
