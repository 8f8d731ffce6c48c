"""A municipality's own districts: taken in by row and reason, and asked of nobody else."""

from datetime import date

import pytest

from lab import areas
from lab.access import Actor
from lab.areas import own_districts as own
from lab.areas.sheets import ColumnsMissing
from lab.errors import LabError, NotAllowed
from lab.runtime import Workshop
from tests.lab.test_cli import verkstad

KARLSTAD = areas.PopulationSource(date(2025, 12, 31), "Karlstads kommun")
TABLE = b"kod;namn;antal\n01;Kronoparken;1 900\n02;Norrstrand;1200\n03;V\xc3\xa5xn\xc3\xa4s;700\n"


def take_in(shop: Workshop, admin: Actor, content: bytes) -> tuple[areas.District, ...]:
    return areas.take_in_districts(shop, admin, "1780", content, KARLSTAD)


def test_a_municipality_has_the_districts_of_its_table_and_others_have_none(shop: Workshop, admin: Actor) -> None:
    assert areas.districts(shop, "1780") == ()
    take_in(shop, admin, TABLE)
    found = areas.districts(shop, "1780")
    assert [(one.code, one.name, one.persons) for one in found] == [
        ("01", "Kronoparken", 1900),
        ("02", "Norrstrand", 1200),
        ("03", "Våxnäs", 700),
    ]
    assert areas.districts(shop, "1715") == ()
    assert areas.with_districts(shop) == ("1780",)
    with shop.database.read() as read:
        assert areas.population_source(read, "1780") == KARLSTAD


def test_ages_and_genders_are_added_up_over_those_that_reports_are_about(shop: Workshop, admin: Actor) -> None:
    rows = [
        f"{code},{name},{age},{gender},{persons}"
        for code, name in (("A", "Norr"), ("B", "Söder"))
        for age, persons in (("5", 900), ("6", 40), ("19 år", 30), ("20", 800), ("100+ år", 3))
        for gender in ("flicka", "Pojke")
    ]
    found = take_in(shop, admin, "\n".join(["Code,Name,Age,Gender,Persons", *rows]).encode())
    assert [one.persons for one in found] == [140, 140]


def test_districts_may_come_without_residents(shop: Workshop, admin: Actor) -> None:
    assert [one.persons for one in take_in(shop, admin, b"kod;namn\n1;Norr\n2;Syd\n")] == [None, None]


def test_a_newer_table_takes_the_place_of_the_older_and_none_can_be_had_again(shop: Workshop, admin: Actor) -> None:
    take_in(shop, admin, TABLE)
    take_in(shop, admin, b"kod;namn\n1;Norr\n2;Syd\n")
    assert [one.name for one in areas.districts(shop, "1780")] == ["Norr", "Syd"]
    areas.take_out_districts(shop, admin, "1780")
    assert (areas.districts(shop, "1780"), areas.with_districts(shop)) == ((), ())


def table(*rows: str, header: str = "kod;namn;ålder;kön;antal") -> bytes:
    return "\n".join([header, *rows]).encode()


GOOD = "1;Norr;7;flicka;80"
REFUSED: dict[str, tuple[bytes, type[LabError], dict[str, object]]] = {
    "no names": (table("1;80", header="kod;antal"), ColumnsMissing, {}),
    "nothing in it": (table(), own.DistrictsTooFewOrMany, {"count": 0}),
    "only one": (table(GOOD), own.DistrictsTooFewOrMany, {"count": 1}),
    "too many": (
        table(*(f"{number};N{number};7;flicka;60" for number in range(61))),
        own.DistrictsTooFewOrMany,
        {"count": 61},
    ),
    "no code": (table(GOOD, ";Syd;7;flicka;80"), own.DistrictCodeWrong, {"row": 3}),
    "a long name": (table(GOOD, f"2;{'Syd' * 30};7;flicka;80"), own.DistrictCodeWrong, {"row": 3}),
    "two names": (table(GOOD, "1;Syd;8;flicka;80"), own.DistrictNamesDiffer, {"row": 3, "code": "1"}),
    "two codes": (table(GOOD, "2;Norr;8;flicka;80"), own.DistrictNamesDiffer, {"row": 3, "code": "2"}),
    "twice": (table(GOOD, GOOD), own.DistrictRowTwice, {"row": 3}),
    "an age group": (table(GOOD, "2;Syd;7-9;flicka;80"), own.DistrictAgeWrong, {"row": 3, "age": "7-9"}),
    "a total of ages": (table(GOOD, "2;Syd;totalt;flicka;80"), own.DistrictAgeWrong, {"row": 3}),
    "a total of genders": (table(GOOD, "2;Syd;7;totalt;80"), own.DistrictGenderWrong, {"row": 3}),
    "below nothing": (table(GOOD, "2;Syd;7;flicka;-1"), own.DistrictPersonsWrong, {"row": 3, "persons": "-1"}),
    "text": (table(GOOD, "2;Syd;7;flicka;..".replace(";..", ";många")), own.DistrictPersonsWrong, {"row": 3}),
    "nobody told": (table(GOOD, "2;Syd;7;flicka;"), own.DistrictPersonsWrong, {"row": 3}),
    "few youths": (table(GOOD, "2;Syd;7;flicka;49"), own.DistrictTooSmall, {"name": "Syd", "persons": 49}),
    "all residents": (
        table("1;Norr;60000", "2;Syd;40000", header="kod;namn;antal"),
        own.DistrictsTooLarge,
        {"persons": 100_000},
    ),
}


def test_a_table_that_cannot_be_used_is_refused_by_row_and_reason_and_changes_nothing(
    shop: Workshop, admin: Actor
) -> None:
    take_in(shop, admin, TABLE)
    before = areas.districts(shop, "1780")
    for what, (content, refusal, told) in REFUSED.items():
        with pytest.raises(LabError) as refused:
            take_in(shop, admin, content)
        assert type(refused.value) is refusal, what
        assert told.items() <= refused.value.values.items(), what
        assert refused.value.told(), what
        assert areas.districts(shop, "1780") == before, what


def test_districts_belong_to_a_municipality_that_is_there(shop: Workshop, admin: Actor) -> None:
    with pytest.raises(own.NotAMunicipality):
        areas.take_in_districts(shop, admin, "17", TABLE, KARLSTAD)
    with pytest.raises(areas.AreaUnknown):
        areas.take_in_districts(shop, admin, "9999", TABLE, KARLSTAD)


def test_only_an_administrator_takes_districts_in_or_out(shop: Workshop, reviewer: Actor) -> None:
    with pytest.raises(NotAllowed):
        take_in(shop, reviewer, TABLE)
    with pytest.raises(NotAllowed):
        areas.take_out_districts(shop, reviewer, "1780")


def test_only_a_district_that_is_there_can_be_told(shop: Workshop, admin: Actor) -> None:
    take_in(shop, admin, TABLE)
    assert areas.check_district(shop, "1780", "02") == "02"
    assert areas.check_district(shop, "1715", "") == ""
    for area, code in (("1780", "99"), ("1715", "02")):
        with pytest.raises(own.DistrictUnknown):
            areas.check_district(shop, area, code)


def test_the_command_takes_districts_in(shop: Workshop, tmp_path) -> None:
    file = tmp_path / "omraden.csv"
    file.write_bytes(TABLE)
    shop.close()
    data = ("--data", shop.settings.data)
    done = verkstad("areas", "districts", file, "--area", "1780", "--date", "2025-11-01", *data)
    assert (done.returncode, done.stderr) == (0, "")
    assert "01  Kronoparken  1,900" in done.stdout
    refused = verkstad("areas", "districts", file, "--area", "17", *data)
    assert (refused.returncode, "Värmlands län is a county" in refused.stderr) == (2, True)
