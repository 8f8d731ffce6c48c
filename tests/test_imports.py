"""What may import what: the contracts of pyproject.toml, and what really is loaded in a fresh process."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("torch", "diffusers", "gradio", "streamlit")
LIGHT = ("lab.runtime", "lab.commands", "lab.web.routes", "bookings.sessions", "bookings.demo", "exercises.catalogue")


def loaded_by(statement: str) -> set[str]:
    asked = f"{statement}\nimport sys\nprint(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


@pytest.mark.parametrize("module", LIGHT)
def test_the_ground_the_verbs_and_the_catalogue_load_no_interface_and_no_model(module: str) -> None:
    assert loaded_by(f"import {module}").isdisjoint(HEAVY)


def test_the_catalogue_names_its_exercises_without_loading_their_engines() -> None:
    loaded = loaded_by("from exercises.catalogue import all_exercises; assert all_exercises()")
    assert loaded.isdisjoint(HEAVY)


def test_every_import_contract_is_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout
