"""A lab's own exact numbers: right, up to date, and for those who work there only."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import lab.pages
from lab import page
from lab.access import ANONYMOUS, Actor, Grant, Role
from lab.errors import NotAllowed
from lab.pages import page_at
from lab.participation import ledger, own_numbers
from lab.participation.periods import Period
from lab.runtime import Workshop

Attend = Callable[..., None]

LEADER = Actor("staff:l", "l@example.se", (Grant(Role.LEADER, "lab:lab1"),))
ANOTHER = Actor("staff:m", "m@example.se", (Grant(Role.LEADER, "lab:lab2"),))
SCRIPT = Path(lab.pages.__file__).parent / "ourlab_page.py"


@pytest.fixture(autouse=True)
def two_labs(shop: Workshop) -> None:
    with shop.database.transaction() as write:
        for code, name in (("lab1", "Verkstaden"), ("lab2", "Ateljén")):
            write.execute("insert into lab values (?, ?, '1780', 'Europe/Stockholm', ?)", [code, name, write.now])


def test_each_half_year_is_exact_and_a_youth_counts_once(shop: Workshop, attend: Attend) -> None:
    attend(3)
    attend(2, session="s2")
    attend(1, "boy", session="s2", gender="boy", age=21)
    attend(1, session="s3", at=datetime(2025, 9, 2, 15, tzinfo=UTC))
    spring, autumn = own_numbers.half_years(shop, LEADER, "lab1")
    assert (spring.period, spring.sessions, spring.visits, spring.youths) == (Period(2026, 1), 2, 6, 4)
    assert (dict(spring.genders), dict(spring.ages)) == ({"girl": 3, "boy": 1}, {"10-12": 3, "20-25": 1})
    assert (autumn.period, autumn.youths) == (Period(2025, 2), 1)


def test_the_half_year_turns_at_midnight_on_swedish_walls(shop: Workshop, attend: Attend) -> None:
    attend(1, at=datetime(2026, 6, 30, 21, 59, tzinfo=UTC))
    attend(1, session="s2", at=datetime(2026, 6, 30, 22, 1, tzinfo=UTC))
    assert [one.period.name for one in own_numbers.half_years(shop, LEADER, "lab1")] == ["2026H2", "2026H1"]


def test_someone_too_old_for_a_report_is_counted_here(shop: Workshop, attend: Attend) -> None:
    attend(1, age=26)
    assert own_numbers.half_years(shop, LEADER, "lab1")[0].ages == {own_numbers.OTHER_AGES: 1}


def test_an_erased_card_is_gone_at_once(shop: Workshop, attend: Attend) -> None:
    attend(3)
    with shop.database.transaction() as write:
        ledger.erase_card(write, "card0")
    assert own_numbers.half_years(shop, LEADER, "lab1")[0].youths == 2


@pytest.mark.parametrize("who", [ANONYMOUS, ANOTHER])
def test_others_are_refused(shop: Workshop, who: Actor) -> None:
    with pytest.raises(NotAllowed):
        own_numbers.half_years(shop, who, "lab1")


def test_a_reviewer_does_not_even_have_the_page(reviewer: Actor) -> None:
    assert not page_at("ourlab").open_to(reviewer)
    assert page_at("ourlab").open_to(LEADER)


def drawn(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(page, "actor", lambda: actor)
    browser = AppTest.from_file(str(SCRIPT), default_timeout=20).run()
    assert not browser.exception
    return browser


def test_the_page_shows_the_numbers_and_says_that_they_stay_inside(
    shop: Workshop, attend: Attend, monkeypatch: pytest.MonkeyPatch
) -> None:
    attend(3)
    browser = drawn(LEADER, monkeypatch)
    markup = "".join(element.proto.body for element in browser.get("html"))
    assert "får inte lämna rummet" in browser.warning[0].value
    assert markup.count('<p class="stat-value">3</p>') == 2
    assert "januari–juni 2026" in markup
    assert not browser.selectbox


def test_an_administrator_chooses_among_the_labs(
    shop: Workshop, admin: Actor, attend: Attend, monkeypatch: pytest.MonkeyPatch
) -> None:
    attend(3)
    browser = drawn(admin, monkeypatch)
    assert browser.selectbox[0].options == ["Ateljén", "Verkstaden"]
    assert "Ingen har kommit till Ateljén än." in "".join(element.proto.body for element in browser.get("html"))
    browser.selectbox[0].select("lab1").run()
    assert browser.query_params["lab"] == "lab1"
    assert browser.warning


def test_a_visitor_is_told_that_it_is_not_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(drawn(ANONYMOUS, monkeypatch).error) == 1
