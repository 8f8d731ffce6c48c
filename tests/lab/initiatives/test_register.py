"""The register: who may write in it, nothing twice, all of a file or nothing, and what goes out comes in again."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab import audit, i18n
from lab.access import ANONYMOUS, SYSTEM, Actor, Grant, Role
from lab.areas.sheets import ColumnsMissing
from lab.areas.workbook import TableNotReadable
from lab.errors import NotAllowed, NotFound, NotValid
from lab.initiatives import files, register
from lab.initiatives.coverage import Wanted
from lab.initiatives.reading import TooManyRows
from lab.initiatives.register import ImportRefused, InitiativeTwice, NotAMunicipality
from lab.initiatives.terms import Draft, Evidence, Field, State, checked
from lab.runtime import Workshop
from tests.lab.initiatives.conftest import draft, drafts

KINDS = pytest.mark.parametrize("kind", files.FORMATS)
HEAD = "Kod;Kommun;Initiativ;Område;För vem;Yngsta ålder;Äldsta ålder;Hur långt det kommit;Vad man vet om nyttan;Länk\n"
GOOD = "1780;Karlstad;AI i skolan;Skola;Barn och unga;7;12;Igång;Egen uppföljning;https://karlstad.se/ai\n"


def kept(shop: Workshop, area: str = "") -> list[Draft]:
    return [one.draft for one in register.listed(shop, SYSTEM, area)]


def emptied(shop: Workshop) -> None:
    with shop.database.transaction() as write:
        write.execute("delete from initiative")


def done(shop: Workshop) -> list[str]:
    return [entry.verb for entry in audit.entries(shop, SYSTEM) if "initiative" in entry.verb]


def test_an_initiative_is_added_changed_and_taken_out_and_each_is_written_down(shop: Workshop, admin: Actor) -> None:
    one = register.add(shop, admin, draft())
    register.change(shop, admin, one, draft(state=State.ENDED, ages=(8, 15)))
    assert kept(shop) == [draft(state=State.ENDED, ages=(8, 15))]
    register.retire(shop, admin, one)
    assert kept(shop) == []
    assert done(shop) == ["retire-initiative", "change-initiative", "add-initiative"]
    with pytest.raises(NotFound):
        register.retire(shop, admin, one)


def test_one_that_was_taken_out_can_be_added_again(shop: Workshop, admin: Actor) -> None:
    register.retire(shop, admin, register.add(shop, admin, draft()))
    register.add(shop, admin, draft())
    assert kept(shop) == [draft()]


def test_of_many_who_add_the_same_at_once_one_does(shop: Workshop, admin: Actor) -> None:
    def attempt(_number: int) -> bool:
        try:
            register.add(shop, admin, draft())
        except InitiativeTwice:
            return False
        return True

    with ThreadPoolExecutor(8) as many:
        assert sorted(many.map(attempt, range(8))) == [False] * 7 + [True]
    assert kept(shop) == [draft()]


def test_without_looking_inside_the_transaction_the_key_still_keeps_a_second_out(
    shop: Workshop, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    register.add(shop, admin, draft())
    monkeypatch.setattr(register, "_check_new", lambda *_told: None)
    with pytest.raises(duckdb.ConstraintException):
        register.add(shop, admin, draft())
    assert kept(shop) == [draft()]


def test_two_of_a_municipality_may_not_have_the_same_name_but_those_of_two_may(shop: Workshop, admin: Actor) -> None:
    register.add(shop, admin, draft(name="AI i skolan"))
    other = register.add(shop, admin, draft(name="AI i vården"))
    with pytest.raises(InitiativeTwice):
        register.add(shop, admin, draft(name="ai  I SKOLAN"))
    with pytest.raises(InitiativeTwice):
        register.change(shop, admin, other, draft(name="Ai i skolan"))
    register.add(shop, admin, draft("1715", "AI i skolan"))
    register.change(shop, admin, other, draft(name="AI I VÅRDEN"))
    assert [one.name for one in kept(shop, "1780")] == ["AI i skolan", "AI I VÅRDEN"]


@pytest.mark.parametrize("code", ["17", "9999", "", "00"])
def test_only_municipalities_have_initiatives(shop: Workshop, admin: Actor, code: str) -> None:
    with pytest.raises(NotAMunicipality):
        register.add(shop, admin, draft(code))


def test_a_reviewer_keeps_the_own_municipality_and_no_other(shop: Workshop, admin: Actor, reviewer: Actor) -> None:
    own, other = register.add(shop, reviewer, draft()), register.add(shop, admin, draft("1715"))
    assert [area.code for area in register.kept_by(shop, reviewer)] == ["1780"]
    refused: list[Callable[[], object]] = [
        lambda: register.add(shop, reviewer, draft("0180")),
        lambda: register.change(shop, reviewer, other, draft("1715", "Nytt")),
        lambda: register.change(shop, reviewer, other, draft("1780", "Till mig")),
        lambda: register.change(shop, reviewer, own, draft("1715", "Från mig")),
        lambda: register.retire(shop, reviewer, other),
    ]
    for attempt in refused:
        with pytest.raises(NotAllowed):
            attempt()
    assert kept(shop) == [draft("1715"), draft()]


def test_leaders_see_the_register_and_write_nothing_and_others_do_not_see_it(shop: Workshop, leader: Actor) -> None:
    one = register.add(shop, SYSTEM, draft())
    assert [found.id for found in register.listed(shop, leader)] == [one]
    for attempt in (
        lambda: register.add(shop, leader, draft(name="Ett till")),
        lambda: register.retire(shop, leader, one),
        lambda: register.import_(shop, leader, (HEAD + GOOD).encode()),
        lambda: register.listed(shop, ANONYMOUS),
        lambda: files.made(shop, ANONYMOUS, "json"),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_file_in_swedish_or_english_words_or_codes_is_read(shop: Workshop) -> None:
    english = (
        "municipality,initiative,field,for whom,how far it has come\nKils kommun,AI i bild,School,children,Trial\n"
    )
    codes = "code;name;field;target;state\n180;Fråga staden;service;everyone;running\n"
    for text in (HEAD + GOOD, english, codes):
        register.import_(shop, SYSTEM, text.encode())
    school = draft(name="AI i skolan", field=Field.SCHOOL, ages=(7, 12), link="https://karlstad.se/ai")
    assert [one.area for one in kept(shop)] == ["0180", "1715", "1780"]
    assert kept(shop, "1780") == [checked(Draft(**{**vars(school), "evidence": Evidence.FOLLOW_UP}))]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("9999;;Namn;Skola;Alla;;;Idé;;", "Det finns ingen kommun som heter ”9999”."),
        (";Karlsta;Namn;Skola;Alla;;;Idé;;", "Det finns ingen kommun som heter ”Karlsta”."),
        ("1780;Kil;Namn;Skola;Alla;;;Idé;;", "Koden 1780 hör till Karlstad, men på raden står Kil."),
        ("1780;;;Skola;Alla;;;Idé;;", "Initiativet har inget namn."),
        ("1780;;Namn;Rymden;Alla;;;Idé;;", "”Rymden” går inte att läsa under ”Verksamhet”."),
        ("1780;;Namn;Skola;;;;Idé;;", "”” går inte att läsa under ”För vem”."),
        ("1780;;Namn;Skola;Alla;12;7;Idé;;", "Åldrarna ”12–7” går inte att läsa."),
        ("1780;;Namn;Skola;Alla;;;Idé;;http://a.se", "Länken är ingen webbadress som börjar med https://."),
        ("1780;;ai  I SKOLAN;Skola;Alla;;;Idé;;", "Samma initiativ i samma kommun står på rad 2."),
    ],
)
def test_one_wrong_row_is_told_by_number_and_reason_and_nothing_is_read_in(
    shop: Workshop, row: str, reason: str
) -> None:
    content = f"{HEAD}{GOOD}{row}\n".encode()
    found = register.preview(shop, SYSTEM, content)
    assert [(one.row, one.error.told()) for one in found.refused] == [(3, reason)]
    with pytest.raises(ImportRefused) as refused:
        register.import_(shop, SYSTEM, content)
    assert f"Rad 3: {reason}" in refused.value.told()
    assert kept(shop) == []
    assert done(shop) == []


def test_a_reviewers_file_with_rows_of_others_is_refused_by_row(shop: Workshop, reviewer: Actor) -> None:
    content = (HEAD + GOOD + GOOD.replace("1780;Karlstad", "1715;Kil")).encode()
    assert [one.row for one in register.preview(shop, reviewer, content).refused] == [3]
    with pytest.raises(ImportRefused):
        register.import_(shop, reviewer, content)
    register.import_(shop, reviewer, (HEAD + GOOD).encode())
    assert len(kept(shop)) == 1


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"[", b"\xff\xfe\x00", b"PK\x03\x04", b"[" * 100_000])
def test_what_is_no_table_is_refused_as_such(shop: Workshop, content: bytes) -> None:
    with pytest.raises((TableNotReadable, ColumnsMissing)):
        register.preview(shop, SYSTEM, content)


def test_a_file_may_be_long_but_not_endless(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.initiatives.reading.MOST_ROWS", 1)
    register.preview(shop, SYSTEM, (HEAD + GOOD).encode())
    with pytest.raises(TooManyRows):
        register.preview(shop, SYSTEM, (HEAD + GOOD + GOOD).encode())


def test_a_preview_changes_nothing_and_says_what_reading_in_does(shop: Workshop) -> None:
    content = (HEAD + GOOD).encode()
    foretold = register.preview(shop, SYSTEM, content)
    assert kept(shop) == []
    assert register.import_(shop, SYSTEM, content) == foretold


@KINDS
def test_the_same_file_again_changes_nothing_and_is_not_written_down(shop: Workshop, kind: str) -> None:
    for area in ("1780", "1715"):
        register.add(shop, SYSTEM, draft(area, ages=(6, 9), link="https://karlstad.se/ai"))
    before = register.listed(shop, SYSTEM), done(shop)
    found = register.import_(shop, SYSTEM, files.made(shop, SYSTEM, kind))
    assert (found.added, found.changed, found.same) == ((), (), 2)
    assert (register.listed(shop, SYSTEM), done(shop)) == before


def test_a_row_that_differs_changes_the_initiative_of_its_name_and_keeps_the_others(shop: Workshop) -> None:
    one = register.add(shop, SYSTEM, draft(name="AI i skolan"))
    register.add(shop, SYSTEM, draft(name="AI i vården"))
    found = register.import_(shop, SYSTEM, (HEAD + GOOD).encode())
    assert [(len(found.added), len(found.changed), found.same)] == [(0, 1, 0)]
    assert register.listed(shop, SYSTEM)[0].id == one
    assert [entry.field for entry in kept(shop)] == [Field.SCHOOL, Field.CULTURE]


@KINDS
@given(given_drafts=st.lists(drafts, max_size=6))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_out_comes_in_again_as_it_was(
    shop: Workshop, kind: str, language: str, given_drafts: list[Draft]
) -> None:
    """Export, then import into an empty register, is the identity: in each format and in both languages."""
    emptied(shop)
    for each in given_drafts:
        with suppress(NotValid):
            register.add(shop, SYSTEM, each)
    before = kept(shop)
    with i18n.speaking(language):
        written = files.made(shop, SYSTEM, kind)
        emptied(shop)
        register.import_(shop, SYSTEM, written)
    assert kept(shop) == before


@pytest.fixture(params=["sv", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_file_holds_what_is_asked_for_and_codes_are_checked(shop: Workshop) -> None:
    register.add(shop, SYSTEM, draft())
    register.add(shop, SYSTEM, draft("0180", field=Field.SCHOOL))
    asked = json.loads(files.made(shop, SYSTEM, "json", Wanted(county="17")))
    assert [row["municipality"] for row in asked] == ["Karlstad"]
    for wanted in (Wanted(field="space"), Wanted(county="99")):
        with pytest.raises((NotValid, NotFound)):
            files.made(shop, SYSTEM, "json", wanted)


def test_a_grant_for_a_county_reaches_its_municipalities(shop: Workshop) -> None:
    county = Actor("staff:c", "c@example.se", (Grant(Role.REVIEWER, "area:17"),))
    register.add(shop, county, draft("1715"))
    with pytest.raises(NotAllowed):
        register.add(shop, county, draft("0180"))
