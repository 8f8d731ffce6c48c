"""A half-year is computed once, when it is over; nothing later changes it, and outside nobody counts anew."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

import lab
from lab.access import SYSTEM, Actor
from lab.errors import NotAllowed
from lab.participation import ledger, releases, report, tally
from lab.participation.periods import Period
from lab.runtime import Workshop
from lab.signing import Keys
from tests.conftest import FakeClock

Attend = Callable[..., None]
Freeze = Callable[[], None]

SPRING = Period(2026, 1)
LEDGER = re.compile(r"\b(?:from|join|into|update)\s+(?:visit|held_session|exercise_event|late_visit)\b")
MEASURE = {"made.py", "with_sqlite.py"}
READ_THE_LEDGER = {"ledger.py", "tally.py", "releases.py", "made_up.py", "own_numbers.py"} | MEASURE
"""releases.py asks when the first session was held; own_numbers.py is for those who work in the lab."""


def cells(shop: Workshop) -> tuple[releases.Cell, ...]:
    return releases.every_cell(shop, releases.find(shop, SPRING).id)


def test_a_half_year_that_is_not_over_has_no_report(shop: Workshop, attend: Attend, reviewer: Actor) -> None:
    attend(9)
    assert releases.make_due(shop) == ()
    with pytest.raises(releases.NotOver):
        releases.make(shop, SYSTEM, SPRING)
    with pytest.raises(releases.NotReleased):
        report.area_report(shop, reviewer, "1780", SPRING)


def test_what_is_due_is_made_once(shop: Workshop, attend: Attend, clock: FakeClock) -> None:
    attend(9)
    clock.now = SPRING.ends_at
    assert [made.period for made in releases.make_due(shop)] == ["2026H1"]
    assert releases.make_due(shop) == ()
    with pytest.raises(releases.ReleasedAlready):
        releases.make(shop, SYSTEM, SPRING)


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Have something done in another thread, once, after the visits have been counted and before they are frozen."""

    def have(done: Callable[[], None]) -> None:
        todo = [done]

        def cells_after(*given: object) -> object:
            if todo:
                other = Thread(target=todo.pop())
                other.start()
                other.join(timeout=20)
                assert not other.is_alive(), "whoever writes does not wait for the counting"
            return counted(*given)

        counted = releases.cells
        monkeypatch.setattr(releases, "cells", cells_after)

    return have


def youths(shop: Workshop, period: Period) -> int | None:
    return report.area_report(shop, SYSTEM, "1780", period).youths.number


def test_whoever_writes_while_a_half_year_is_counted_is_in_its_report(
    shop: Workshop, attend: Attend, freeze: Freeze, exact: None, meanwhile: Callable[[Callable[[], None]], None]
) -> None:
    attend(9)
    at = shop.clock()
    meanwhile(lambda: attend(6, "last", session="s2", at=at))
    freeze()
    assert youths(shop, SPRING) == 15


def test_whoever_is_erased_while_a_half_year_is_counted_is_not_in_its_report(
    shop: Workshop, attend: Attend, freeze: Freeze, exact: None, meanwhile: Callable[[Callable[[], None]], None]
) -> None:
    def erased() -> None:
        with shop.database.transaction() as write:
            ledger.erase_card(write, "card3")

    attend(9)
    meanwhile(erased)
    freeze()
    assert youths(shop, SPRING) == 8


def test_without_the_mark_who_wrote_meanwhile_would_be_in_no_report(
    shop: Workshop,
    attend: Attend,
    freeze: Freeze,
    exact: None,
    meanwhile: Callable[[Callable[[], None]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The twin: a count of an older state frozen as it is."""
    monkeypatch.setattr(tally, "mark", lambda *_given: ())
    attend(9)
    at = shop.clock()
    meanwhile(lambda: attend(6, "last", session="s2", at=at))
    freeze()
    freeze()
    assert (youths(shop, SPRING), youths(shop, SPRING.next())) == (9, 0)


def test_of_two_that_release_at_once_one_does_and_the_other_is_told(
    shop: Workshop, attend: Attend, freeze: Freeze, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    attend(9)
    clock.now = SPRING.ends_at
    both_counted, counted = Barrier(2, timeout=20), releases.cells

    def cells_at_once(*given: object) -> object:
        found = counted(*given)
        both_counted.wait()
        return found

    def release() -> str:
        try:
            return releases.make(shop, SYSTEM, SPRING).hash
        except releases.ReleasedAlready:
            return ""

    monkeypatch.setattr(releases, "cells", cells_at_once)
    with ThreadPoolExecutor(2) as pool:
        told = [done.result() for done in [pool.submit(release), pool.submit(release)]]
    assert sorted(told) == ["", releases.find(shop, SPRING).hash]
    assert releases.is_whole(shop, releases.find(shop, SPRING))


CHANGES = {
    "a visit": "insert into visit values ('s1', 'more', 'lab1', '1780', 2015, 'girl', $1)",
    "a late one": "insert into late_visit values ('s1', 'card1', '2026H2')",
    "where one lives": "update visit set area = '1715' where card = 'card1'",
    "a session": "insert into held_session values ('s9', 'lab1', '1780', $1, $1)",
    "a district told": "insert into visit_district values ('s1', 'card1', 'N')",
    "a district": "insert into district values ('1780', 'N', 'Norra', 500)",
    "a lab's name": "insert into lab values ('lab9', 'Nya', '1780', 'Europe/Stockholm', $1)",
    "residents": "update area_population set persons = persons + 1 where area = '1780' and age = 9 and gender = 'boy'",
    "their day": "update population_source set population_date = '2020-12-31'",
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_mark_tells_of_all_that_a_release_is_made_from(shop: Workshop, attend: Attend, change: str) -> None:
    attend(9)
    with shop.database.transaction() as write:
        before = tally.mark(write, SPRING)
        assert tally.mark(write, SPRING) == before
        statement = CHANGES[change]
        write.execute(statement, [write.now] if "$1" in statement else [])
        assert tally.mark(write, SPRING) != before


def test_the_mark_says_nothing_of_other_half_years(shop: Workshop, attend: Attend) -> None:
    attend(9)
    with shop.database.read() as read:
        before = tally.mark(read, SPRING)
    attend(9, "later", session="s2", at=SPRING.ends_at)
    with shop.database.read() as read:
        assert tally.mark(read, SPRING) == before


def test_a_late_registration_changes_the_next_release_and_never_the_last(
    shop: Workshop, attend: Attend, freeze: Freeze, exact: None, reviewer: Actor
) -> None:
    attend(9)
    freeze()
    before = cells(shop)
    attend(6, "late", session="s2", at=datetime(2026, 4, 1, 15, tzinfo=UTC))
    assert cells(shop) == before
    freeze()
    assert cells(shop) == before
    assert report.area_report(shop, reviewer, "1780", SPRING.next()).youths.number == 6


def test_an_erasure_changes_the_next_release_and_never_the_last(
    shop: Workshop, attend: Attend, freeze: Freeze, exact: None, reviewer: Actor
) -> None:
    attend(9)
    freeze()
    before = cells(shop)
    attend(9, session="s2")
    with shop.database.transaction() as write:
        ledger.erase_card(write, "card3")
    freeze()
    assert cells(shop) == before
    assert report.area_report(shop, reviewer, "1780", SPRING.next()).youths.number == 8


def test_a_release_tells_if_it_was_touched(shop: Workshop, attend: Attend, freeze: Freeze) -> None:
    attend(9)
    freeze()
    release = releases.find(shop, SPRING)
    assert releases.is_whole(shop, release)
    assert not releases.is_whole(shop, replace(release, method="another"))
    with shop.database.transaction() as write:
        write.execute("update release_cell set number = 99 where area = '1780' and dimension = 'youths'")
    assert not releases.is_whole(shop, release)


def test_a_release_says_its_method_population_and_key(shop: Workshop, freeze: Freeze) -> None:
    freeze()
    release = releases.find(shop, SPRING)
    assert (release.method, release.population_date.year) == (releases.METHOD, 2019)
    assert release.key_id == releases.protection_of(shop).id


def test_under_another_key_no_report_is_made(shop: Workshop, attend: Attend, freeze: Freeze, clock: FakeClock) -> None:
    attend(9)
    freeze()
    clock.now += timedelta(days=200)
    changed = replace(shop, keys=Keys(b"another"))
    with pytest.raises(releases.SecretChanged):
        releases.make(changed, SYSTEM, SPRING.next())


def test_the_secret_is_not_in_the_store(shop: Workshop, attend: Attend, freeze: Freeze) -> None:
    attend(9)
    freeze()
    secret = releases.protection_of(shop).secret
    with shop.database.read() as read:
        tables = read.column("select table_name from duckdb_tables()")
        said = [str(read.column(f"select {name}::varchar from {name}")) for name in tables]
    assert not any(secret in text for text in said)


def test_only_an_administrator_releases(shop: Workshop, reviewer: Actor, clock: FakeClock) -> None:
    clock.now = SPRING.ends_at
    with pytest.raises(NotAllowed):
        releases.make(shop, reviewer, SPRING)


def test_every_area_is_in_a_release_and_counties_and_the_country_too(shop: Workshop, freeze: Freeze) -> None:
    freeze()
    found = cells(shop)
    assert len({cell.area for cell in found}) == 290 + 21 + 1
    assert {cell.population for cell in found if (cell.area, cell.dimension) == ("00", "youths")} == {1_677_443}


def test_nothing_outside_reads_the_ledger() -> None:
    """Reports, pages, figures and files are made of release cells: no SQL of theirs names a table of the ledger."""
    root = Path(lab.__file__).parent
    files = [
        *(root / "participation").rglob("*.py"),
        *(root / "pages").glob("*.py"),
        *(root / "components").glob("*.py"),
    ]
    readers = {file.name for file in files if LEDGER.search(file.read_text("utf-8"))}
    assert readers <= READ_THE_LEDGER
    assert {"ledger.py", "tally.py"} <= readers
