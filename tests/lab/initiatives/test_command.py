"""`verkstad initiatives`, as it is typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lab.access import SYSTEM
from lab.backup import FileInTheWay
from lab.errors import LabError
from lab.initiatives import register
from lab.initiatives.command import FileNotOpened, app
from lab.initiatives.coverage import ChoiceUnknown
from lab.initiatives.register import ImportRefused
from lab.runtime import open_workshop
from lab.settings import Settings
from tests.lab.initiatives.conftest import draft


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A store with one initiative."""
    shop = open_workshop(Settings(data=tmp_path / "lab"))
    register.add(shop, SYSTEM, draft(ages=(8, 15)))
    shop.close()
    return tmp_path / "lab"


def typed(*words: object) -> str:
    answer = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(answer.exception, LabError):
        raise answer.exception
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_a_register_goes_from_one_lab_to_another(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    open_workshop(Settings(data=other)).close()
    for number, kind in enumerate(("csv", "xlsx", "json")):
        file = tmp_path / f"register.{kind}"
        typed("export", "--data", data, "--format", kind, "--out", file)
        foretold = typed("import", file, "--data", other, "--dry-run")
        assert ("1" if number == 0 else "0") in foretold.split(".")[0]
        typed("import", file, "--data", other)
    counted = json.loads(typed("summary", "--data", other, "--json"))
    assert (counted["initiatives"], counted["all"]["reached"], counted["children"]["reached"]) == (1, 1, 1)
    assert len(counted["nothing"]) == 289
    assert counted["national"] == {"initiatives": 1008, "reached": 263, "municipalities": 290}


def test_wrong_rows_are_told_and_the_answer_is_an_error(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text("code;name;field;target;state\n1780;Ny;school;children;idea\n9999;A;school;all;idea\n")
    with pytest.raises(ImportRefused):
        typed("import", file, "--data", data)
    assert json.loads(typed("summary", "--data", data, "--json"))["initiatives"] == 1


def test_a_file_in_the_way_is_kept_and_one_that_is_not_there_is_told(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text("mine")
    with pytest.raises(FileInTheWay):
        typed("export", "--data", data, "--out", file)
    assert file.read_text() == "mine"
    typed("export", "--data", data, "--out", file, "--force")
    with pytest.raises(FileNotOpened):
        typed("import", tmp_path / "none.csv", "--data", data)


def test_a_choice_that_is_none_is_refused_and_a_summary_is_told_in_words(data: Path) -> None:
    with pytest.raises(ChoiceUnknown):
        typed("summary", "--data", data, "--field", "space")
    assert "1 av 16 kommuner" in typed("summary", "--data", data, "--county", "17", "--target", "children")
