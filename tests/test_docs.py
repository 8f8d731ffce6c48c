"""The documentation says what the program does: generated pages are fresh, names exist, links lead somewhere."""

import re
from pathlib import Path

import pytest

from exercises.catalogue import all_exercises, folder
from lab import reference
from lab.access import ACTIONS
from lab.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?://)([^)#\s]+)")
MAKE = re.compile(r"\bmake ([a-z]+)\b")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
NAMED = re.compile(r"\b(?:(?:lab|bookings|exercises|tests|docs)/[\w./-]*\w|test_\w+)\.(?:py|md|css|js|toml|sql)\b")
"""A file of ours: from one of our folders on, or a test by its name alone."""
CODE = re.compile(r"```sh\n(.*?)```|`([^`\n]+)`", re.DOTALL)


def code_in(file: Path) -> str:
    return "\n".join("".join(parts) for parts in CODE.findall(file.read_text("utf-8")))


@pytest.mark.parametrize("name", reference.pages())
def test_generated_pages_are_fresh(name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == reference.pages()[name], "run: make docs"


def test_every_setting_and_every_action_is_explained() -> None:
    assert all(field.description for field in Settings.model_fields.values())
    assert all(action.description for action in ACTIONS.values())


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.slug)
def test_every_exercise_has_a_readme(exercise) -> None:
    assert (folder(exercise) / "README.md").stat().st_size > 500


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_and_pictures_lead_somewhere(file: Path) -> None:
    lost = [link for link in LINK.findall(file.read_text("utf-8")) if not (file.parent / link).exists()]
    assert not lost


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_make_targets_and_commands_that_are_written_exist(file: Path) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))
    assert set(MAKE.findall(code_in(file))) <= targets
    commands = set(re.findall(r"^## verkstad (\S+)$", reference.pages()["commands.md"], re.MULTILINE))
    assert set(re.findall(r"\bverkstad ([a-z]+)\b", code_in(file))) <= commands


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_files_and_tests_that_are_named_exist(file: Path) -> None:
    tests = {test.name for test in (ROOT / "tests").rglob("test_*.py")}
    named = set(NAMED.findall(code_in(file)))
    assert not [name for name in named if name not in tests and not (ROOT / name).exists()]
