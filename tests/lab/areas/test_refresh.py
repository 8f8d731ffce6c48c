"""The population brought up to date: all of it, as Statistics Sweden has it, or nothing at all."""

import json
import math
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab import areas
from lab.access import SYSTEM, Actor
from lab.areas.jsonstat import cells
from lab.areas.refreshing import FiguresFarOff, FiguresMissing, YearUnknown, refresh
from lab.areas.scb import CALLS, MOST_CELLS, WITHIN, AnswerBroken, Office, OfficeRefused, OfficeUnreachable, in_pieces
from lab.errors import LabError, NotAllowed
from lab.participation import releases
from lab.participation.cells import YOUTHS
from lab.participation.periods import Period
from lab.runtime import Workshop, open_workshop
from tests.conftest import FakeClock
from tests.lab.areas.office import Dataset, Known, StandIn, counting_on
from tests.lab.test_cli import verkstad


class Waits:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)

    def now(self) -> float:
        return sum(self.waited)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def scb(shop: Workshop) -> Iterator[StandIn]:
    with counting_on(shop) as office:
        yield office


@pytest.fixture
def office(scb: StandIn, waits: Waits) -> Office:
    return Office(scb.address, waits.sleep, waits.now)


def everything(shop: Workshop) -> list[Known]:
    with shop.database.read() as read:
        return read.rows(Known, "select * from area_population order by all")


def source(shop: Workshop) -> areas.PopulationSource | None:
    with shop.database.read() as read:
        return areas.population_source(read)


def youths(shop: Workshop, code: str) -> int:
    return sum(one.persons for one in areas.population(shop, code, (6, 19)))


def test_an_exact_year_takes_the_place_of_the_packaged_one(shop: Workshop, admin: Actor, office: Office) -> None:
    found = refresh(shop, admin, office, 2024)
    assert source(shop) == areas.PopulationSource(date(2024, 12, 31), "TAB638")
    assert youths(shop, "0114") == 8_025 + 2 * 2 * 14
    assert found.youths_before == 1_677_443
    assert found.youths_after == 1_677_443 + 2 * 2 * 14
    known = {(one.area, one.age, one.gender): one.persons for one in everything(shop)}
    assert len(known) == 312 * 20 * 3
    assert all(known[area, age, "all"] == known[area, age, "girl"] + known[area, age, "boy"] for area, age, _ in known)


def test_the_newest_year_is_asked_for_cell_by_cell_and_no_sum_is_made(
    shop: Workshop, admin: Actor, office: Office, scb: StandIn
) -> None:
    refresh(shop, admin, office)
    assert source(shop) == areas.PopulationSource(date(2025, 12, 31), "TAB5557")
    theirs = {"girl": "2", "boy": "1", "all": "TotSa"}
    assert all(
        one.persons == scb.persons(one.area, str(one.age), theirs[one.gender], "2025") for one in everything(shop)
    )
    inside = sum(youths(shop, area.code) for area in areas.municipalities(shop) if area.county == "17")
    assert inside != youths(shop, "17"), "the county's own figure, not the sum of its municipalities'"


def test_releases_and_their_words_tell_the_day_they_were_made_with(
    shop: Workshop, admin: Actor, office: Office, clock: FakeClock
) -> None:
    spring, autumn = Period(2025, 2), Period(2026, 1)
    before = releases.make(shop, SYSTEM, spring)
    refresh(shop, admin, office)
    clock.now = datetime(2026, 7, 2, tzinfo=UTC)
    after = releases.make(shop, SYSTEM, autumn)
    assert (before.population_date, after.population_date) == (date(2019, 12, 31), date(2025, 12, 31))
    lived = {
        one.id: next(cell.population for cell in releases.cells_of(shop, one.id, "1780") if cell.dimension == YOUTHS)
        for one in (before, after)
    }
    assert lived[before.id] != lived[after.id]
    assert "31 december 2019" in areas.told_source(before.population_date)
    assert "slumptal" not in areas.told_source(before.population_date)
    assert "31 december 2025" in areas.told_source(after.population_date)
    assert "slumptal" in areas.told_source(after.population_date)


def test_packaged_figures_never_overwrite_newer_ones(shop: Workshop, admin: Actor, office: Office) -> None:
    refresh(shop, admin, office, 2024)
    newer = everything(shop)
    with shop.database.transaction() as write:
        write.execute("update fact set value = 'an older package' where name = 'areas'")
    shop.close()
    again = open_workshop(shop.settings)
    try:
        assert everything(again) == newer
        assert source(again) == areas.PopulationSource(date(2024, 12, 31), "TAB638")
    finally:
        again.close()


def test_the_answer_is_kept_as_it_came(shop: Workshop, admin: Actor, office: Office, scb: StandIn) -> None:
    found = refresh(shop, admin, office, 2024)
    assert found.saved == (shop.settings.data / "scb" / "TAB638-2024-1.json",)
    assert json.loads(found.saved[0].read_bytes()) == scb.dataset("TAB638", scb.asked[0])


def test_a_dry_run_asks_and_checks_and_writes_nothing(shop: Workshop, admin: Actor, office: Office) -> None:
    before = everything(shop)
    found = refresh(shop, admin, office, 2024, dry_run=True)
    assert found.youths_after == 1_677_443 + 2 * 2 * 14
    assert (everything(shop), found.saved) == (before, ())
    assert not (shop.settings.data / "scb").exists()


def test_a_busy_office_is_asked_again_after_longer_and_longer_waits(
    shop: Workshop, admin: Actor, office: Office, scb: StandIn, waits: Waits
) -> None:
    scb.answers = [500, 429, b'{"id": ["Region"', 503]
    refresh(shop, admin, office, 2024)
    assert waits.waited == [1, 7, 4, 8], "doubled each time, and as long as it asks for where that is longer"
    assert source(shop) == areas.PopulationSource(date(2024, 12, 31), "TAB638")


def without(name: str, code: str) -> Callable[[Dataset], Dataset]:
    """The answer without one code of one variable, and without its numbers."""

    def change(answer: Dataset) -> Dataset:
        order = {each: answer["dimension"][each]["category"]["index"] for each in answer["id"]}
        kept = cells({**answer, "value": list(range(math.prod(answer["size"])))}, tuple(answer["id"]))
        place = answer["id"].index(name)
        values = [answer["value"][number] for key, number in kept.items() if key[place] != code]
        order[name] = [each for each in order[name] if each != code]
        return {
            **answer,
            "size": [len(order[each]) for each in answer["id"]],
            "dimension": {each: {"category": {"index": _index(order[each])}} for each in answer["id"]},
            "value": values,
        }

    return change


def _index(codes: object) -> object:
    return codes if isinstance(codes, dict) else {code: place for place, code in enumerate(codes)}  # type: ignore[arg-type]


def of_another_year(answer: Dataset) -> Dataset:
    return {**answer, "dimension": {**answer["dimension"], "Tid": {"category": {"index": ["2023"]}}}}


def with_first(value: object) -> Callable[[Dataset], Dataset]:
    return lambda answer: {**answer, "value": [value, *answer["value"][1:]]}


REFUSED: dict[str, tuple[list[int | bytes | Callable[[Dataset], Dataset]], type[LabError]]] = {
    "never answers": ([500] * 5, OfficeUnreachable),
    "always too busy": ([429] * 5, OfficeUnreachable),
    "never whole": ([b"{"] * 5, AnswerBroken),
    "a list": ([b"[]"] * 5, AnswerBroken),
    "something else": ([b"{}"], AnswerBroken),
    "refuses": ([400], OfficeRefused),
    "forbids": ([403], OfficeRefused),
    "an age is missing": ([without("Alder", "11")], FiguresMissing),
    "a municipality is missing": ([without("Region", "1780")], FiguresMissing),
    "a figure is missing": ([with_first(None)], FiguresMissing),
    "another year": ([of_another_year], FiguresMissing),
    "below nothing": ([with_first(-1)], AnswerBroken),
    "half a person": ([with_first(10.5)], AnswerBroken),
    "text": ([with_first("..")], AnswerBroken),
    "too few numbers": ([lambda answer: {**answer, "value": answer["value"][:-1]}], FiguresMissing),
    "ten times as many": ([lambda answer: {**answer, "value": [10 * one for one in answer["value"]]}], FiguresFarOff),
}


def test_an_answer_that_is_not_whole_and_likely_changes_nothing(
    shop: Workshop, admin: Actor, office: Office, scb: StandIn
) -> None:
    before, known = everything(shop), source(shop)
    for what, (answers, refusal) in REFUSED.items():
        scb.answers = list(answers)
        with pytest.raises(LabError) as refused:
            refresh(shop, admin, office, 2024)
        assert type(refused.value) is refusal, what
        assert refused.value.told(), what
        assert refused.value.advised(), what
        assert (everything(shop), source(shop)) == (before, known), what


def test_a_store_that_fails_half_way_keeps_what_it_had(shop: Workshop, admin: Actor, office: Office) -> None:
    before = everything(shop)
    with shop.database.transaction() as write:
        write.execute("alter table population_source rename to population_source_gone")
    with pytest.raises(duckdb.CatalogException):
        refresh(shop, admin, office, 2024)
    assert everything(shop) == before


def test_a_year_that_is_not_there_is_told_with_those_that_are(shop: Workshop, admin: Actor, office: Office) -> None:
    for year in (1900, 2014, 2026):
        with pytest.raises(YearUnknown) as refused:
            refresh(shop, admin, office, year)
        assert refused.value.values == {"year": year, "first": 2015, "last": 2025}


def test_an_office_that_is_not_there_is_told_of(shop: Workshop, admin: Actor, waits: Waits) -> None:
    with pytest.raises(OfficeUnreachable):
        refresh(shop, admin, Office("http://127.0.0.1:9/api/v2", waits.sleep, waits.now), 2024)
    assert waits.waited == [1, 2, 4, 8]


def test_only_an_administrator_refreshes(shop: Workshop, reviewer: Actor, office: Office) -> None:
    with pytest.raises(NotAllowed):
        refresh(shop, reviewer, office, 2024)


def test_no_more_calls_are_made_than_the_office_allows(office: Office, waits: Waits) -> None:
    for _call in range(CALLS):
        office.metadata("TAB5557")
    assert waits.waited == []
    office.metadata("TAB5557")
    assert waits.waited == [WITHIN]


@given(st.integers(1, 400), st.integers(1, 3), st.integers(1, 60_000))
def test_a_large_question_is_cut_into_pieces_that_together_ask_it_once(regions: int, genders: int, ages: int) -> None:
    asked = {"Region": [str(code) for code in range(regions)], "Kon": ["1"] * genders, "Alder": ["1"] * ages}
    pieces = in_pieces(asked, "Region")
    assert [code for piece in pieces for code in piece["Region"]] == asked["Region"]
    sizes = [len(piece["Region"]) * genders * ages for piece in pieces]
    assert all(size <= MOST_CELLS or len(piece["Region"]) == 1 for size, piece in zip(sizes, pieces, strict=True))


def test_both_ways_of_writing_an_answer_are_read() -> None:
    listed = {
        "id": ["Region", "Kon"],
        "size": [2, 2],
        "dimension": {"Region": {"category": {"index": ["00", "01"]}}, "Kon": {"category": {"index": ["1", "2"]}}},
        "value": [1, None, 3, 4],
    }
    placed = {
        **listed,
        "dimension": {
            "Region": {"category": {"index": {"01": 1, "00": 0}}},
            "Kon": {"category": {"index": {"1": 0, "2": 1}}},
        },
        "value": {"0": 1, "2": 3, "3": 4},
    }
    found = cells(listed, ("Kon", "Region"))
    assert found == cells(placed, ("Kon", "Region")) == {("1", "00"): 1, ("1", "01"): 3, ("2", "01"): 4}


def test_the_command_refreshes_and_says_what_it_has_done(shop: Workshop, scb: StandIn) -> None:
    shop.close()
    where = {"VERKSTAD_DATA": str(shop.settings.data), "VERKSTAD_SCB_ADDRESS": scb.address}
    dry = verkstad("areas", "refresh", "--dry-run", **where)
    assert (dry.returncode, dry.stderr) == (0, "")
    assert "Nothing has been changed." in dry.stdout
    done = verkstad("areas", "refresh", "--year", "2024", "--json", **where)
    assert json.loads(done.stdout)["population_date"] == "2024-12-31"
    refused = verkstad("areas", "refresh", "--year", "2031", **where)
    assert refused.returncode == 2
    assert "It has those of 2015 to 2025." in refused.stderr
