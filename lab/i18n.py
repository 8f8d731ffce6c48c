"""Words for people: English in the code, looked up in gettext catalogues for the reader's language.

Each package keeps its catalogues in `locales/<language>/LC_MESSAGES/<topic>.po`; they are read as they are, so that a
translator changes one text file and nothing has to be compiled.
"""

import gettext as stdlib_gettext
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from babel.dates import format_date, format_datetime
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = {"sv": "Svenska", "en": "English"}
DEFAULT = "sv"
COOKIE = "language"
PACKAGES = ("lab", "bookings", "exercises")
JOINED_DASH = "\N{WORD JOINER}–\N{WORD JOINER}"
"""Between hours: a line could else end at the dash."""

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def speak(language: str | None) -> str:
    """Make `language` the one of this request or script run; an unknown one becomes Swedish. Gives the one chosen."""
    chosen = language if language in LANGUAGES else DEFAULT
    _language.set(chosen)
    return chosen


def language() -> str:
    """The language of this request or script run."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` as long as the block lasts, then the one from before again."""
    before = _language.set(language if language in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _language.reset(before)


def gettext(message: str, **values: object) -> str:
    """`message` in the reader's language, its {named} fields filled from `values`."""
    text = catalogue(language()).gettext(message)
    return text.format(**values) if values else text


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """`one` or `many` by `count` in the reader's language; {count} and `values` are filled in."""
    return catalogue(language()).ngettext(one, many, count).format(count=count, **values)


def date_words(day: date, pattern: str, today: date) -> str:
    """A day, or a moment, by a CLDR `pattern` that has no year: the year is said where it is another than today's."""
    whole = pattern if day.year == today.year else re.sub("M+", r"\g<0> y", pattern)
    return (
        format_datetime(day, whole, locale=language())
        if isinstance(day, datetime)
        else format_date(day, whole, locale=language())
    )


def N_(message: str) -> str:  # noqa: N802  the name that gettext's tools look for
    """Marks a text for translation where it is written; it is looked up later, when it is shown."""
    return message


@cache
def catalogue(language: str) -> stdlib_gettext.NullTranslations:
    """All catalogues of one language as one: looking through one after another would cost ten times as much a word."""
    whole = Catalog(locale=language)
    # Read backwards, because the first translation that a catalogue has of a text is the one it keeps.
    for file in reversed(catalogue_files(language)):
        with file.open("rb") as source:
            for message in read_po(source, locale=language):
                if message.id and message.string and not message.fuzzy:
                    whole[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return stdlib_gettext.GNUTranslations(compiled)


def catalogue_files(language: str) -> list[Path]:
    """Every catalogue file of `language` in our packages, in a stable order."""
    pattern = f"**/locales/{language}/LC_MESSAGES/*.po"
    return [file for folder in _folders() for file in sorted(folder.glob(pattern))]


def _folders() -> list[Path]:
    """Where our packages lie; found without importing them."""
    specs = [find_spec(name) for name in PACKAGES]
    return [Path(place) for spec in specs if spec for place in spec.submodule_search_locations or ()]
