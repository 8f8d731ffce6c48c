"""The words of the program: found in the sources, and the English catalogues that are written from them.

English stands in the code, so its catalogues only repeat it; they are there for whoever wants to say something better.
`python -m lab.words` (or `make words`) writes them anew and tells which Swedish words are missing or used no more.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from lab.i18n import PACKAGES, catalogue_files

ROOT = Path(__file__).parent.parent
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]

Words = dict[str, tuple[str, ...]]
"""A msgid, and all its forms: itself, and its plural where it has one."""


def used(package: str) -> Words:
    """The words in the sources of one package."""
    found = extract_from_dir(ROOT / package, METHODS, keywords=KEYWORDS)
    return {forms[0]: forms for _file, _line, message, _comments, _context in found if (forms := _forms(message))[0]}


def written(language: str) -> Iterator[tuple[Path, Catalog]]:
    """Every catalogue of a language, as it stands."""
    for file in catalogue_files(language):
        with file.open("rb") as opened:
            yield file, read_po(opened, locale=language)


def english(package: str) -> bytes:
    """The English catalogue of a package, as a .po file."""
    catalogue = Catalog(locale="en", charset="utf-8", creation_date=datetime(2026, 1, 1, tzinfo=UTC))
    for forms in sorted(used(package).values()):
        catalogue.add(forms if len(forms) > 1 else forms[0], forms if len(forms) > 1 else forms[0])
    file = BytesIO()
    write_po(file, catalogue, width=0, omit_header=True, sort_output=True)
    return HEADER.encode() + file.getvalue()


def english_file(package: str) -> Path:
    return ROOT / package / "locales" / "en" / "LC_MESSAGES" / f"{package}.po"


def missing(language: str) -> set[str]:
    """Words that are used but not said in `language`."""
    said = {forms[0] for _file, catalogue in written(language) for entry in catalogue if (forms := _forms(entry.id))[0]}
    return {word for package in PACKAGES for word in used(package)} - said


def unused(language: str) -> set[str]:
    """Words that `language` has a text for, but nobody says any more."""
    said = {forms[0] for _file, catalogue in written(language) for entry in catalogue if (forms := _forms(entry.id))[0]}
    return said - {word for package in PACKAGES for word in used(package)}


HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def _forms(message: object) -> tuple[str, ...]:
    if isinstance(message, str):
        return (message,)
    return tuple(str(form) for form in message or ("",))  # type: ignore[attr-defined]


def main() -> None:
    """Write the English catalogues, and tell what the Swedish ones lack."""
    for package in PACKAGES:
        english_file(package).parent.mkdir(parents=True, exist_ok=True)
        english_file(package).write_bytes(english(package))
    for title, words in (("Not said in Swedish", missing("sv")), ("Said in Swedish, but not used", unused("sv"))):
        for word in sorted(words):
            print(f"{title}: {word}")
    sys.exit(1 if missing("sv") or unused("sv") else 0)


if __name__ == "__main__":
    main()
