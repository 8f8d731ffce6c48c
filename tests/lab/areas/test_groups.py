"""SKR's list of groups: taken in whole and unchanged, or not at all."""

import csv
import io
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
import xlsxwriter

from lab import areas, facts, i18n
from lab.access import ANONYMOUS, Actor
from lab.areas import made_up, skr
from lab.areas.sheets import ColumnsMissing
from lab.areas.workbook import TableNotReadable
from lab.errors import LabError, NotAllowed
from lab.runtime import Workshop
from tests.lab.test_cli import verkstad

HEADER = ["Gruppkod", "Kommunkod", "Kommun", "Huvudgrupp", "Kommungrupp 2023"]
SIZES = {"A1": 3, "A2": 43, "B3": 23, "B4": 52, "B5": 35, "C6": 29, "C7": 49, "C8": 40, "C9": 16}
"""Sizes that agree with the sums that SKR tells; which municipality is in which is made up here."""

Lines = list[list[str]]
Change = Callable[[Lines], object]


@pytest.fixture
def lines(shop: Workshop) -> Lines:
    """A list of the same shape as SKR's: 290 rows of group, code, name, main group and the group's name."""
    codes = [code for code, size in SIZES.items() for _ in range(size)]
    found = zip(codes, areas.municipalities(shop), strict=True)
    return [[code, area.code, area.name, code[0], code] for code, area in found]


def workbook(lines: Lines, sheet: str = skr.SHEET, numbers: bool = False) -> bytes:
    """As SKR's file: a first sheet about something else, a title, names of columns in row 2."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("Läs mig").write(0, 0, "Kommungruppsindelning 2023")
    found = book.add_worksheet(sheet)
    found.write(0, 0, "Sveriges Kommuner och Regioner")
    for number, line in enumerate([HEADER, *lines], start=1):
        found.write_row(number, 0, line)
        if numbers and number > 1:
            found.write_number(number, 1, int(line[1]))
    book.close()
    return file.getvalue()


def as_csv(lines: Lines, separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows([["Kommungrupper"], HEADER, *lines])
    return file.getvalue().encode(encoding)


@pytest.mark.parametrize(
    "written",
    [workbook, lambda lines: workbook(lines, numbers=True), as_csv, lambda lines: as_csv(lines, ",", "cp1252")],
    ids=["workbook", "workbook with codes as numbers", "csv", "older csv with commas"],
)
def test_skrs_list_is_taken_in_however_it_was_saved(
    shop: Workshop, admin: Actor, lines: Lines, written: Callable[[Lines], bytes]
) -> None:
    assert areas.groups(shop) == {}
    skr.take_in_groups(shop, admin, written(lines))
    found = areas.groups(shop)
    assert found == {line[1]: line[0] for line in lines}
    assert {code: list(found.values()).count(code) for code in SIZES} == SIZES


def test_the_groups_of_a_demo_are_not_called_skrs_until_its_list_is_taken_in(
    shop: Workshop, admin: Actor, lines: Lines
) -> None:
    i18n.speak("en")
    with shop.database.transaction() as write:
        facts.put(write, facts.DEMO, "yes")
        made_up.write_groups(write)
    assert "is not SKR's" in areas.told_groups(shop)
    skr.take_in_groups(shop, admin, as_csv(lines))
    assert areas.told_groups(shop) == "Groups of Sveriges Kommuner och Regioner, 2023."


def test_a_newer_list_takes_the_place_of_the_older(shop: Workshop, admin: Actor, lines: Lines) -> None:
    skr.take_in_groups(shop, admin, as_csv(lines))
    first, last = lines[3], lines[5]
    lines[3], lines[5] = [last[0], *first[1:]], [first[0], *last[1:]]
    lines[0][0], lines[3][0] = lines[3][0], lines[0][0]
    skr.take_in_groups(shop, admin, as_csv(lines))
    assert areas.groups(shop)[lines[0][1]] == "A2"
    assert len(areas.groups(shop)) == 290


REFUSED: dict[str, tuple[Change, type[LabError], dict[str, object]]] = {
    "unknown code": (lambda all_: all_[4].__setitem__(1, "9999"), skr.MunicipalityUnknown, {"row": 7, "code": "9999"}),
    "text for a code": (lambda all_: all_[4].__setitem__(1, "Ale"), skr.MunicipalityUnknown, {"row": 7, "code": "Ale"}),
    "twice": (lambda all_: all_[9].__setitem__(1, all_[0][1]), skr.MunicipalityTwice, {"row": 12}),
    "unknown group": (lambda all_: all_[0].__setitem__(0, "D1"), skr.GroupUnknown, {"row": 3, "code": "D1"}),
    "no group": (lambda all_: all_[0].__setitem__(0, ""), skr.GroupUnknown, {"row": 3}),
    "one missing": (lambda all_: all_.pop(), skr.MunicipalitiesMissing, {"count": 1}),
    "a main group too large": (
        lambda all_: all_[0].__setitem__(0, "B3"),
        skr.GroupSumsWrong,
        {"group": "A", "found": 45},
    ),
    "A1 too large": (lambda all_: all_[3].__setitem__(0, "A1"), skr.GroupSumsWrong, {"group": "A1", "found": 4}),
    "B3 too small": (lambda all_: all_[46].__setitem__(0, "B4"), skr.GroupSumsWrong, {"group": "B3", "found": 22}),
    "C8 and C9 too many": (lambda all_: all_[156].__setitem__(0, "C9"), skr.GroupSumsWrong, {"group": "C8 + C9"}),
}


def test_a_list_that_is_not_skrs_is_refused_by_row_and_reason_and_changes_nothing(
    shop: Workshop, admin: Actor, lines: Lines
) -> None:
    skr.take_in_groups(shop, admin, as_csv(lines))
    before = areas.groups(shop)
    for what, (change, refusal, told) in REFUSED.items():
        changed = deepcopy(lines)
        change(changed)
        with pytest.raises(LabError) as refused:
            skr.take_in_groups(shop, admin, workbook(changed))
        assert type(refused.value) is refusal, what
        assert told.items() <= refused.value.values.items(), what
        assert refused.value.told(), what
        assert areas.groups(shop) == before, what


@pytest.mark.parametrize("content", [b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0 nor this", b"\x81\x8d\x8f"])
def test_what_is_no_table_is_refused(shop: Workshop, admin: Actor, content: bytes) -> None:
    with pytest.raises(TableNotReadable):
        skr.take_in_groups(shop, admin, content)


@pytest.mark.parametrize("content", [b"", b"name;people\nAle;3", workbook([], sheet="Blad1")])
def test_a_table_without_the_columns_or_rows_is_refused(shop: Workshop, admin: Actor, content: bytes) -> None:
    with pytest.raises((ColumnsMissing, skr.MunicipalitiesMissing)):
        skr.take_in_groups(shop, admin, content)


def test_only_an_administrator_takes_a_list_in(shop: Workshop, reviewer: Actor, lines: Lines) -> None:
    for actor in (reviewer, ANONYMOUS):
        with pytest.raises(NotAllowed):
            skr.take_in_groups(shop, actor, as_csv(lines))


def test_each_group_has_a_name_in_both_languages() -> None:
    for language in ("sv", "en"):
        i18n.speak(language)
        names = [areas.group_name(code) for code in areas.GROUPS]
        assert len(set(names)) == 9
    i18n.speak("sv")
    assert areas.group_name("B3") == "Större städer"
    with pytest.raises(skr.GroupNotFound):
        areas.group_name("D1")


def test_the_command_takes_a_list_in_and_tells_how_many_are_in_each_group(
    shop: Workshop, lines: Lines, tmp_path: Path
) -> None:
    file = tmp_path / "kommungrupper.xlsx"
    file.write_bytes(workbook(lines))
    shop.close()
    done = verkstad("areas", "groups", file, "--data", shop.settings.data)
    assert (done.returncode, done.stderr) == (0, "")
    assert "C9   16  Rural municipalities with a visitor industry" in done.stdout
    file.write_bytes(workbook(lines[1:]))
    refused = verkstad("areas", "groups", file, "--data", shop.settings.data)
    assert refused.returncode == 2
    assert f"1 municipality is not in the list: {lines[0][2]}." in refused.stderr
