"""A district's number is one of its municipality's: counted at the release, protected with the others, and frozen."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import lab.pages
from lab import areas, page
from lab.access import Actor, Grant, Role
from lab.errors import NotAllowed
from lab.participation import ledger, releases
from lab.participation.cells import DISTRICT, YOUTHS
from lab.participation.district_report import Districts, districts_of
from lab.participation.exports import files
from lab.participation.periods import Period
from lab.runtime import Workshop

Attend = Callable[..., None]
Freeze = Callable[[], None]
Live = Callable[..., None]

SPRING = Period(2026, 1)
SOURCE = areas.PopulationSource(date(2025, 12, 31), "Karlstads kommun")
TABLE = "kod;namn;antal\n1;Kronoparken;1900\n2;Våxnäs;700\n3;Älvåker;300\n".encode()


@pytest.fixture
def divided(shop: Workshop, admin: Actor) -> None:
    areas.take_in_districts(shop, admin, "1780", TABLE, SOURCE)


@pytest.fixture
def live(shop: Workshop, attend: Attend) -> Live:
    """Let so many youths of a district come to one session; they are told apart by `prefix`."""

    def come(count: int, district: str, prefix: str, session: str = "s1", **told: object) -> None:
        attend(count, prefix, session=session, **told)
        with shop.database.transaction() as write:
            for number in range(count):
                known = write.value("select 1 from card_district where card = ?", [f"{prefix}{number}"])
                if district and not known:
                    write.insert("card_district", ("card", "district"), [(f"{prefix}{number}", district)])
                ledger.visited_from(write, session, f"{prefix}{number}")

    return come


def reached(shop: Workshop, actor: Actor, period: Period = SPRING) -> dict[str, int | None]:
    found = districts_of(shop, actor, "1780", period)
    assert found
    return {one.name: one.youths.number for one in found.reached}


def test_each_district_has_its_youths_and_its_rate(
    shop: Workshop, reviewer: Actor, divided: None, live: Live, freeze: Freeze, exact: None
) -> None:
    live(19, "1", "a")
    live(7, "2", "b", gender="boy")
    live(6, "", "c", age=15)
    freeze()
    found = districts_of(shop, reviewer, "1780", SPRING)
    assert found
    assert [one.name for one in found.reached] == ["Kronoparken", "Våxnäs", "Älvåker"]
    first, second, third = found.reached
    assert (first.youths.number, second.youths.number) == (19, 7)
    assert first.rate
    assert first.rate.value == pytest.approx(10)
    assert (third.youths.protected, third.rate, third.population) == (True, None, 300), "nobody is protected too"
    assert (found.source, found.population_date) == ("Karlstads kommun", date(2025, 12, 31))


def test_districts_from_which_all_or_hardly_any_came_are_not_told_apart(
    shop: Workshop, reviewer: Actor, divided: None, live: Live, freeze: Freeze, exact: None
) -> None:
    live(19, "1", "a")
    freeze()
    assert reached(shop, reviewer) == {}


def test_a_municipality_without_districts_has_none_in_its_report(
    shop: Workshop, admin: Actor, divided: None, live: Live, freeze: Freeze
) -> None:
    live(19, "1", "a")
    freeze()
    assert districts_of(shop, admin, "1715", SPRING) is None
    release = releases.find(shop, SPRING)
    assert {cell.area for cell in releases.every_cell(shop, release.id) if cell.dimension == DISTRICT} <= {"1780"}


def test_who_came_before_there_were_districts_counts_as_one_who_told_none(
    shop: Workshop, admin: Actor, reviewer: Actor, attend: Attend, live: Live, freeze: Freeze, exact: None
) -> None:
    attend(9, "before")
    areas.take_in_districts(shop, admin, "1780", TABLE, SOURCE)
    live(8, "1", "a", session="s2")
    live(7, "2", "b", session="s2")
    freeze()
    assert reached(shop, reviewer) == {"Kronoparken": 8, "Våxnäs": 7, "Älvåker": None}
    release = releases.find(shop, SPRING)
    total = next(cell for cell in releases.cells_of(shop, release.id, "1780") if cell.dimension == YOUTHS)
    assert total.number == 24


def test_a_youth_who_comes_often_lives_in_a_district_once(
    shop: Workshop, reviewer: Actor, divided: None, live: Live, freeze: Freeze, exact: None
) -> None:
    for session in ("s1", "s2", "s3"):
        live(8, "1", "a", session=session)
        live(7, "2", "b", session=session)
    freeze()
    assert reached(shop, reviewer) == {"Kronoparken": 8, "Våxnäs": 7, "Älvåker": None}


def test_districts_that_are_gone_count_as_not_told_and_a_frozen_report_keeps_its_own(
    shop: Workshop, admin: Actor, reviewer: Actor, divided: None, live: Live, freeze: Freeze, exact: None
) -> None:
    live(8, "1", "a")
    live(7, "2", "b")
    freeze()
    before = reached(shop, reviewer)
    areas.take_in_districts(shop, admin, "1780", b"kod;namn\n1;Norr\n9;Syd\n", SOURCE)
    live(8, "1", "a", session="s2")
    live(7, "2", "b", session="s2")
    freeze()
    assert reached(shop, reviewer) == before
    assert reached(shop, reviewer, SPRING.next()) == {"Norr": 8, "Syd": None}


def test_a_late_visit_and_an_erasure_change_the_next_report_only(
    shop: Workshop, reviewer: Actor, divided: None, live: Live, freeze: Freeze, exact: None
) -> None:
    live(8, "1", "a")
    live(7, "2", "b")
    freeze()
    before = reached(shop, reviewer)
    live(6, "2", "late", session="s2", at=datetime(2026, 4, 1, 15, tzinfo=UTC))
    live(9, "1", "a", session="s3")
    with shop.database.transaction() as write:
        ledger.erase_card(write, "a0")
    freeze()
    assert reached(shop, reviewer) == before
    assert reached(shop, reviewer, SPRING.next()) == {"Kronoparken": 8, "Våxnäs": 6, "Älvåker": None}


def test_files_hold_the_districts_too(
    shop: Workshop, admin: Actor, divided: None, live: Live, freeze: Freeze, exact: None
) -> None:
    live(19, "1", "a")
    live(7, "2", "b")
    freeze()
    table = files.made(shop, admin, "1780", SPRING, "csv").decode("utf-8-sig")
    assert "Karlstad;område;Kronoparken;19;" in table
    read = files.made(shop, admin, "1780", SPRING, "html").decode()
    assert "Områden i Karlstad" in read
    assert "Karlstads kommun, 31 december 2025" in read
    assert "Områden i Kil" not in files.made(shop, admin, "1715", SPRING, "html").decode()


def test_the_page_shows_them_under_all_areas(
    shop: Workshop, reviewer: Actor, divided: None, live: Live, freeze: Freeze, exact: None, monkeypatch
) -> None:
    live(60, "1", "a")
    live(7, "2", "b")
    freeze()
    monkeypatch.setattr(page, "actor", lambda: reviewer)
    browser = AppTest.from_file(str(Path(lab.pages.__file__).with_name("report_page.py")), default_timeout=20)
    browser.query_params.update({"area": "1780", "view": "areas"})
    browser.run()
    assert not browser.exception
    shown = "".join(element.proto.body for element in browser.get("html"))
    assert "Områden i Karlstad" in shown + "".join(heading.value for heading in browser.header)
    assert "Färre nås än i de andra områdena: Våxnäs." in shown
    assert "Fler nås än i de andra områdena: Kronoparken." not in shown, "its interval holds the average"


def test_districts_are_read_by_those_who_may_read_their_municipality(
    shop: Workshop, divided: None, live: Live, freeze: Freeze
) -> None:
    live(8, "1", "a")
    freeze()
    stranger = Actor("staff:kil", grants=(Grant(Role.REVIEWER, "area:1715"),))
    with pytest.raises(NotAllowed):
        districts_of(shop, stranger, "1780", SPRING)
    neighbour = Actor("staff:karlstad", grants=(Grant(Role.REVIEWER, "area:1780"),))
    assert isinstance(districts_of(shop, neighbour, "1780", SPRING), Districts)
