"""What is in the repository reaches whoever installs it: no file is left out, and nothing points to one machine."""

import re
import tomllib
from pathlib import Path

import pytest

from lab.i18n import PACKAGES

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PATTERNS = PROJECT["tool"]["setuptools"]["package-data"]["*"]
FOLDERS = [
    folder for package in PACKAGES for folder in (ROOT / package, *(ROOT / package).rglob("*/")) if folder.is_dir()
]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9._!]+")


def test_every_folder_with_code_is_a_package() -> None:
    assert not [
        str(folder) for folder in FOLDERS if list(folder.glob("*.py")) and not (folder / "__init__.py").exists()
    ]


def test_every_file_beside_the_code_is_in_the_wheel() -> None:
    files = [
        file for folder in FOLDERS for file in folder.iterdir() if file.is_file() and "__pycache__" not in file.parts
    ]
    kinds = {pattern.rpartition("*")[2] for pattern in PATTERNS}
    assert not [str(file) for file in files if file.suffix not in kinds | {".py"}]


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_exact_versions_from_an_index_and_nothing_else(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").split("\n")
    assert not [line for line in lines if line and not PIN.fullmatch(line)]


def test_the_lock_holds_what_the_project_asks_for() -> None:
    locked = {line.partition("==")[0].casefold() for line in (ROOT / LOCKS[0]).read_text("utf-8").split()}
    asked = {re.split(r"[<>=!~ ]", line)[0].casefold() for line in PROJECT["project"]["dependencies"]}
    assert asked <= locked
    assert "torch==2.13.0" in (ROOT / LOCKS[0]).read_text("utf-8").split()
