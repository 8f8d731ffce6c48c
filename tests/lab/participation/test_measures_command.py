"""`verkstad measures` as it is typed."""

import json
from pathlib import Path

import pytest

from tests.lab.participation.test_measures_table import FOUR, NAMES, SWEDISH
from tests.lab.test_cli import verkstad


@pytest.fixture
def table(tmp_path: Path):
    def written(text: str) -> Path:
        file = tmp_path / "table.csv"
        file.write_text(text, "utf-8")
        return file

    return written


def test_the_answer_for_machines_is_the_same_each_time_and_in_each_language(table) -> None:
    file = table(FOUR.replace("40", "29").replace("10,1000", "19,1000"))
    first, again = (verkstad("measures", file, "--json", language=language) for language in ("en", "sv"))
    assert first.returncode == 0
    assert first.stdout == again.stdout
    answer = json.loads(first.stdout)
    assert {"area", "rate", "lo", "hi", "ratio", "funnel"} <= set(answer["rows"][0])
    assert set(NAMES) - set(answer["summary"]) == {"dsr", "isr"}
    assert all({"value", "lo", "hi", "formula", "interval"} == set(one) for one in answer["summary"].values())


def test_a_swedish_sheet_is_told_in_swedish(table) -> None:
    told = verkstad("measures", table(SWEDISH), language="sv").stdout
    assert "Deltagare per 1 000" in told.replace("\u00a0", " ")
    assert "20,00" in told
    assert "inom tratten" not in told
    assert "Inte mätt:" in told


def test_visits_are_told_to_have_no_interval(table) -> None:
    told = verkstad("measures", table("area,participants,population,visits\nA,4,90,9\n"), "--events", "visits").stdout
    assert "no Poisson interval stands on that" in told


def test_what_is_refused_is_told_in_one_line_and_exit_code_2(table) -> None:
    file = table("area,participants,population\nKarlstad,3,2\n")
    refused = verkstad("measures", file, "--json", language="sv")
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert refused.stderr.startswith("Rad 2 (Karlstad): befolkningen, 2, är mindre än deltagarna, 3.")
    assert verkstad("measures", file.with_name("none.csv")).returncode == 2
