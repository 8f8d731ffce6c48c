"""A report's files over HTTP: for those who may read the area, and of what is frozen."""

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from lab.access import Grant, Role
from lab.participation.exports import files
from lab.runtime import Workshop
from lab.web.report_files import MEDIA_TYPES
from tests.lab.conftest import PASSWORD, csrf
from tests.lab.participation.test_exports import BEGINS

Attend = Callable[..., None]
Freeze = Callable[[], None]
Hire = Callable[..., str]

pytestmark = pytest.mark.usefixtures("exact")


@pytest.fixture
def reader(client: TestClient, attend: Attend, freeze: Freeze, hire: Hire) -> TestClient:
    """A reviewer of Karlstad, logged in, when a half-year with 37 youths is over."""
    attend(37)
    freeze()
    hire("granskare@example.se", Grant(Role.REVIEWER, "area:1780"))
    token = csrf(client.get("/login").text)
    client.post("/login", data={"csrf": token, "email": "granskare@example.se", "password": PASSWORD})
    return client


def test_every_format_has_a_type() -> None:
    assert set(MEDIA_TYPES) == set(files.FORMATS)


def test_a_reviewer_takes_the_report_along_in_every_format(reader: TestClient) -> None:
    for kind, start in BEGINS.items():
        answer = reader.get(f"/report/2026H1/1780.{kind}")
        assert answer.status_code == 200
        assert answer.content.startswith(start)
        assert answer.headers["content-type"].startswith(MEDIA_TYPES[kind])
        assert answer.headers["cache-control"] == "no-store"


def test_the_numbers_are_the_frozen_ones(reader: TestClient, attend: Attend) -> None:
    before = reader.get("/report/2026H1/1780.json").content
    attend(9, "late", session="s2")
    assert reader.get("/report/2026H1/1780.json").content == before
    assert 37 in {row["number"] for row in json.loads(before) if row["dimension"] == "youths"}


def test_a_file_is_called_by_area_and_half_year(reader: TestClient, shop: Workshop) -> None:
    told = reader.get("/report/2026H1/1780.csv").headers["content-disposition"]
    assert told == f"attachment; filename=\"1780 2026H1.csv\"; filename*=UTF-8''{quote('Karlstad 2026H1.csv')}"


@pytest.mark.parametrize("path", ["2026H1/1715.csv", "2026H1/1715.pdf", "2026H1/00.parquet", "2026H1/17.json"])
def test_no_file_of_another_area_is_given(reader: TestClient, path: str) -> None:
    assert reader.get(f"/report/{path}").status_code == 403


@pytest.mark.parametrize(
    ("path", "status"), [("2026H2/1780.csv", 404), ("2026H9/1780.csv", 404), ("2026H1/1780.docx", 400)]
)
def test_what_does_not_exist_is_told(reader: TestClient, path: str, status: int) -> None:
    assert reader.get(f"/report/{path}").status_code == status


def test_a_file_of_a_view_has_the_address_that_the_page_has(reader: TestClient) -> None:
    answer = reader.get("/report/2026H1/1780.csv?view=compare&with=country")
    assert answer.text.splitlines()[1].startswith("2026H1;1780;1780 Karlstad;riket;unga;;")
    assert quote("Karlstad 2026H1 bredvid andra.csv") in answer.headers["content-disposition"]
    assert reader.get("/report/2026H1/1780.csv?view=compare&with=neighbour").status_code == 422


def test_a_visitor_is_asked_to_log_in_first(client: TestClient) -> None:
    answer = client.get("/report/2026H1/1780.pdf?view=areas")
    assert answer.headers["location"] == "/login?next=/report/2026H1/1780.pdf%3Fview%3Dareas"
