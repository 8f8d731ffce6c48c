"""Every word that a person may see is said in both languages, in one way, with the same fields."""

import re
from collections import defaultdict

import pytest

from lab import words
from lab.i18n import LANGUAGES, PACKAGES

FIELD = re.compile(r"(?<!\{)\{(\w*)[^{}]*\}")

HIDDEN = re.compile(r"""\bf(["'])(?:(?!\1).)*\{[^}]*\b(?:_|N_|gettext|ngettext)\(["']""")

languages = pytest.mark.parametrize("language", LANGUAGES)


def fields(text: str) -> set[str]:
    return set(FIELD.findall(text))


def entries(language: str):
    """Each message of a language with its file: (name, forms said, forms in the code)."""
    for file, catalogue in words.written(language):
        for entry in catalogue:
            if entry.id:
                said = entry.string if isinstance(entry.string, tuple) else (entry.string,)
                asked = entry.id if isinstance(entry.id, tuple) else (entry.id,)
                yield file.name, entry, said, asked


@languages
def test_no_word_is_missing(language: str) -> None:
    assert not words.missing(language)


@languages
def test_no_word_is_left_over(language: str) -> None:
    assert not words.unused(language)


@languages
def test_every_word_is_said_and_none_is_a_guess(language: str) -> None:
    bad = [(file, asked[0]) for file, entry, said, asked in entries(language) if entry.fuzzy or not all(said)]
    assert not bad


@languages
def test_fields_are_those_of_the_code(language: str) -> None:
    bad = [
        (file, asked[0])
        for file, _entry, said, asked in entries(language)
        for form in said
        if fields(form) != set().union(*map(fields, asked)) and fields(form) not in map(fields, asked)
    ]
    assert not bad


@languages
def test_one_word_is_said_in_one_way(language: str) -> None:
    ways = defaultdict(set)
    for _file, _entry, said, asked in entries(language):
        ways[asked[0]].add(said)
    assert not {word: said for word, said in ways.items() if len(said) > 1}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_english_catalogues_are_those_that_make_words_writes(package: str) -> None:
    assert words.english_file(package).read_bytes() == words.english(package), "run: make words"


@pytest.mark.parametrize("package", PACKAGES)
def test_no_word_is_hidden_inside_an_f_string_where_extraction_misses_it(package: str) -> None:
    """Python before 3.12 reads an f-string as one token, so a word marked inside one is not found there."""
    files = (words.ROOT / package).rglob("*.py")
    hidden = [(file.name, found[0]) for file in files for found in HIDDEN.finditer(file.read_text("utf-8"))]
    assert not hidden
