"""The calendar on paper."""

from dataclasses import replace
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bookings import openings, sessions
from bookings.opening_rules import Closing
from bookings.rules import Draft
from bookings.web import plan
from lab.access import ANONYMOUS, SYSTEM, Actor
from lab.runtime import Workshop
from lab.web import who

client = TestClient(Starlette(routes=plan.routes()), follow_redirects=False)


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch, leader: Actor) -> None:
    monkeypatch.setattr(who, "staff", lambda request: leader)


def test_the_sheet_shows_what_the_filter_keeps_and_why_a_day_is_closed(
    shop: Workshop, leader: Actor, draft: Draft
) -> None:
    kept = sessions.book(shop, leader, replace(draft, title="Måla <i>skymning</i>"))
    openings.close(shop, SYSTEM, draft.lab, [Closing("Storstädning", date(2026, 3, 18), date(2026, 3, 18))])
    asked = {"lab": draft.lab, "first": "2026-03-16", "days": "7", "room": draft.room}
    page = client.get("/calendar/print", params=asked).text
    assert "Måla &lt;i&gt;skymning&lt;/i&gt;" in page
    assert "onsdag 18 mars 2026: Storstädning" in page
    sessions.cancel(shop, leader, kept.id)
    assert "skymning" not in client.get("/calendar/print", params={**asked, "status": "planned"}).text


@pytest.mark.parametrize(
    "asked", [{}, {"first": "soon", "days": "-1"}, {"days": "99999999999999"}, {"days": "²"}, {"first": "9999-12-31"}]
)
def test_what_makes_no_sense_gives_this_week_of_the_first_lab(
    shop: Workshop, draft: Draft, asked: dict[str, str]
) -> None:
    answer = client.get("/calendar/print", params=asked)
    assert answer.status_code == 200
    assert "17 mars 2026" in answer.text


def test_whoever_is_not_logged_in_is_asked_to_be(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(who, "staff", lambda request: ANONYMOUS)
    assert client.get("/calendar/print").headers["location"] == "/login?next=/calendar/print"
