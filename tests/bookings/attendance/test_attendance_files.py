"""The files of an application: what stands in them, what does not, who may take them, and what the log keeps."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pypdf
import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from bookings import labs
from bookings.attendance import dak, files, sheets
from bookings.attendance.applicants import Association
from bookings.attendance.command import LabUnknown
from bookings.attendance.files import AssociationMissing, NothingCounts
from bookings.attendance.profiles import ProfileUnknown
from bookings.attendance.rules import judge
from bookings.attendance.sheets import Sheet
from bookings.attendance.sums import summed
from bookings.attendance.tables import MEASURES, Number
from bookings.labs import Lab
from bookings.rules import Session
from bookings.web.attendance import MEDIA_TYPES, routes
from lab import audit, facts, i18n, logins
from lab.access import Actor
from lab.backup import FileInTheWay
from lab.commands import app
from lab.errors import NotAllowed
from lab.participation.exports.files import DOCUMENTS, PARQUET, FileNotWritten, FormatUnknown
from lab.participation.periods import Period
from lab.runtime import Workshop, open_workshop
from lab.settings import Settings
from lab.web.protection import exception_handlers
from tests.bookings.attendance.conftest import PASSWORD
from tests.bookings.attendance.worlds import STATE, worlds
from tests.bookings.attendance.worlds import held as held_session
from tests.conftest import FakeClock

SPRING = Period(2026, 1)
NS = f"{{{dak.NAMESPACE}}}"
SCHEMA = xmlschema.XMLSchema(Path(__file__).with_name("aktivitetskort.xsd"))
Spring = tuple[Session, Session]


def opened(body: bytes) -> list[dict[str, str]]:
    """CSV as Excel in Swedish reads it."""
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def made(shop: Workshop, who: Actor, lab: Lab, kind: str) -> bytes:
    return files.made(shop, who, lab.id, SPRING, "state", kind)


def read(shop: Workshop, body: bytes, kind: str) -> str:
    """All text of a file of any kind."""
    if kind == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    if kind == "xlsx":
        with ZipFile(io.BytesIO(body)) as book:
            return book.read("xl/sharedStrings.xml").decode()
    if kind != PARQUET:
        return body.decode("utf-8-sig")
    return str(of_parquet(shop, body))


def of_parquet(shop: Workshop, body: bytes) -> list[Number]:
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file, shop.database.read() as asked:
        Path(file.name).write_bytes(body)
        return asked.rows(Number, f"from '{file.name}'")


def test_sums_are_a_row_for_each_measure_and_age_group(shop: Workshop, place: Lab, kim: Actor, spring: Spring) -> None:
    rows = opened(made(shop, kim, place, files.SUMS))
    visits = {row["Åldersgrupp"]: row for row in rows if row["Vad som räknas"] == "Besök"}
    assert [visits[age]["Alla"] for age in ("7–12", "13–16", "17–20", "21–25", "Alla åldrar")] == [
        "2",
        "3",
        "0",
        "0",
        "5",
    ]
    assert (visits["Alla åldrar"]["Flickor och kvinnor"], visits["Alla åldrar"]["Pojkar och män"]) == ("3", "2")
    assert {row["Vad som räknas"] for row in rows} == {"Pass", "Besök", "Unika unga", "Ledartillfällen"}
    assert {(row["Halvår"], row["Labb"], row["Regler"]) for row in rows} == {
        ("2026H1", "Verkstan", "Statligt LOK-stöd")
    }


def test_sessions_are_a_row_each_with_the_reason_in_words(
    shop: Workshop, place: Lab, kim: Actor, spring: Spring
) -> None:
    first, second = opened(made(shop, kim, place, files.SESSIONS))
    assert (first["Räknas"], first["Kom"], first["Besök som räknas"], first["Varför inte allt"]) == ("ja", "5", "5", "")
    assert (first["Dag"], first["Börjar"], first["Slutar"], first["Minuter"]) == ("2026-03-17", "16:10", "17:40", "90")
    assert (first["13–16 Flickor och kvinnor"], first["13–16 Pojkar och män"]) == ("2", "1")
    assert (second["Räknas"], second["Besök som räknas"]) == ("nej", "0")
    assert second["Varför inte allt"] == "2 deltagare räknas; det ska vara minst 3."


def test_every_file_of_a_demo_says_so(
    shop: Workshop, place: Lab, kim: Actor, spring: Spring, association: Association
) -> None:
    with shop.database.transaction() as write:
        facts.put(write, facts.DEMO, "yes")
    facts.ask_again(shop)
    for kind in files.FORMATS:
        assert f"Demo: {place.name}" in read(shop, made(shop, kim, place, kind), kind)


def test_every_table_has_the_same_sums(shop: Workshop, place: Lab, kim: Actor, spring: Spring) -> None:
    told = json.loads(made(shop, kim, place, "json"))
    sums = {(one["measure"], one["age"], one["gender"]): one["number"] for one in told["sums"]}
    assert sums == {
        (one.measure, one.age, one.gender): one.number for one in of_parquet(shop, made(shop, kim, place, PARQUET))
    }
    for row in opened(made(shop, kim, place, files.SUMS)):
        if row["Åldersgrupp"] == "Alla åldrar":
            measure = next(code for code, name in MEASURES.items() if i18n.gettext(name) == row["Vad som räknas"])
            assert sums[measure, "all", "all"] == int(row["Alla"])
    second = told["sessions"][1]
    assert (second["counts"], second["came"], second["leaders"]) == (False, 2, 0)
    assert second["failures"] == [{"rule": "too-few", "number": 2, "limit": 3}]


def test_the_application_is_read_and_printed_with_sums_reasons_rules_and_who_applies(
    shop: Workshop, place: Lab, kim: Actor, spring: Spring, association: Association
) -> None:
    for kind in DOCUMENTS:
        text = " ".join(read(shop, made(shop, kim, place, kind), kind).split())
        assert "Närvaro: Verkstan, januari–juni 2026" in text
        assert "2 deltagare räknas; det ska vara minst 3." in text
        assert "Ett pass varar minst 45 minuter." in text
        assert "Verkstadens vänner, 4711, 802400-1234" in text
        assert "De här talen är exakta" in text


def test_neither_cards_nor_leaders_who_count_are_in_a_file(
    shop: Workshop, place: Lab, kim: Actor, spring: Spring
) -> None:
    with shop.database.read() as asked:
        cards = asked.column("select distinct card from visit")
    for kind in ("html", "xlsx", "json", PARQUET):
        text = read(shop, made(shop, kim, place, kind), kind)
        assert not any(known in text for known in [*cards, kim.id.removeprefix("staff:"), "kim"])


def test_a_file_speaks_the_readers_language(shop: Workshop, place: Lab, kim: Actor, spring: Spring) -> None:
    with i18n.speaking("en"):
        assert opened(made(shop, kim, place, files.SESSIONS))[1]["Why not all"].startswith("2 participants count;")


def test_a_title_that_looks_like_a_formula_stays_a_title(
    shop: Workshop, place: Lab, kim: Actor, hold: Callable[..., Session]
) -> None:
    hold(4, title="=HYPERLINK(1)")
    assert opened(made(shop, kim, place, files.SESSIONS))[0]["Pass"] == "'=HYPERLINK(1)"


# XML


def test_the_activity_card_is_valid_and_holds_only_what_counts(
    shop: Workshop, place: Lab, kim: Actor, spring: Spring, association: Association
) -> None:
    root = ElementTree.fromstring(made(shop, kim, place, files.XML))
    SCHEMA.validate(root)
    town, applicant, card = (root.find(f".//{NS}{tag}") for tag in ("Kommun", "Foerening", "Naervarokort"))
    assert town is not None
    assert applicant is not None
    assert card is not None
    assert town.attrib == {"kommunID": "1780", "version": "2.2"}
    assert (applicant.get("foereningsID"), applicant.get("organisationsnummer")) == ("4711", "802400-1234")
    assert card.get("NaervarokortNummer") == "2026101"
    (session,) = root.iter(f"{NS}Sammankomst")
    assert (session.get("Datum"), session.findtext(f"{NS}StartTid"), session.findtext(f"{NS}StoppTid")) == (
        "2026-03-17", "16:10:00", "17:40:00",
    )  # fmt: skip
    assert len(list(session.iter(f"{NS}Deltagare"))) == 5
    assert len(list(session.iter(f"{NS}Ledare"))) == 1


def test_no_person_can_be_followed_out_of_the_file(
    shop: Workshop, place: Lab, kim: Actor, spring: Spring, association: Association
) -> None:
    """No register, no year of birth, no gender; the codes are no cards, and other ones in another half-year."""
    body = made(shop, kim, place, files.XML).decode()
    with shop.database.read() as read:
        cards = read.column("select distinct card from visit")
    assert "Register" not in body
    assert not any(known in body for known in [*cards, kim.id.removeprefix("staff:"), "kim", "2012", "2015", "girl"])
    sheet = sheets.sheet(shop, kim, place.id, SPRING)
    other = Sheet(sheet.lab, Period(2025, 2), sheet.profile, sheet.due, False, sheet.judged, sheet.sums)
    codes = [{files._code(shop, each, card) for card in cards} for each in (sheet, other)]
    assert len(codes[0]) == len(cards)
    assert codes[0].isdisjoint(codes[1])


def test_the_same_application_made_twice_is_the_same_file(
    shop: Workshop, place: Lab, kim: Actor, spring: Spring, association: Association
) -> None:
    assert made(shop, kim, place, files.XML) == made(shop, kim, place, files.XML)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('NaervarokortNummer="2026101"', 'NaervarokortNummer="spring"'),
        ("<Typ>Oevrigt</Typ>", "<Typ>Verkstad</Typ>"),
        ("<Metod>Add</Metod>", ""),
        ('foereningsID="4711"', ""),
        ("<StartTid>16:10:00</StartTid>", "<StartTid>16:10</StartTid>"),
        (dak.NAMESPACE, "http://example.se/importSchema.xsd"),
    ],
)
def test_a_broken_file_is_no_activity_card(
    shop: Workshop, place: Lab, kim: Actor, spring: Spring, association: Association, before: str, after: str
) -> None:
    body = made(shop, kim, place, files.XML).decode()
    assert before in body
    assert not SCHEMA.is_valid(ElementTree.fromstring(body.replace(before, after)))


@given(worlds(), st.text(max_size=90), st.text(min_size=1, max_size=50))
def test_any_world_and_any_words_make_a_valid_file(sessions: list, title: str, name: str) -> None:
    worded = [held_session(one.id * 3, one.visits, one.leaders, one.minutes, one.starts_at) for one in sessions]
    judged = judge([type(one)(**{**one.__dict__, "title": title}) for one in worded], STATE)
    lab = Lab("l", title, "0180", "Europe/Stockholm")
    sheet = Sheet(lab, SPRING, STATE, STATE.due(SPRING), False, judged, summed(judged, STATE))
    body = dak.as_xml(sheet, Association(name, name), 2026101, lambda person: f"code-{person}")
    SCHEMA.validate(ElementTree.fromstring(body))


def test_an_activity_card_needs_an_association_and_a_session_that_counts(
    shop: Workshop, place: Lab, kim: Actor, spring: Spring, association: Association
) -> None:
    with pytest.raises(NothingCounts):
        files.made(shop, kim, place.id, Period(2025, 2), "state", files.XML)


def test_without_an_association_the_activity_card_says_what_to_do(
    shop: Workshop, place: Lab, kim: Actor, spring: Spring
) -> None:
    with pytest.raises(AssociationMissing):
        made(shop, kim, place, files.XML)


# Who takes a file, and the log


def test_each_file_that_is_taken_is_in_the_log_with_nothing_of_what_is_in_it(
    shop: Workshop, place: Lab, kim: Actor, admin: Actor, spring: Spring
) -> None:
    made(shop, kim, place, files.SUMS)
    entry = audit.entries(shop, admin)[0]
    assert (entry.actor, entry.verb, entry.object) == (kim.id, "export-attendance", f"lab:{place.id}")
    assert entry.detail == {"period": "2026H1", "rules": "state", "kind": "csv"}


def test_what_is_refused_is_not_in_the_log(
    shop: Workshop, place: Lab, reviewer: Actor, admin: Actor, kim: Actor
) -> None:
    for kind in files.FORMATS:
        with pytest.raises(NotAllowed):
            made(shop, reviewer, place, kind)
    with pytest.raises(FormatUnknown):
        made(shop, kim, place, "docx")
    assert "export-attendance" not in {entry.verb for entry in audit.entries(shop, admin)}


@pytest.fixture
def browser(shop: Workshop) -> Iterator[TestClient]:
    app = Starlette(routes=routes(), exception_handlers=exception_handlers)
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


def test_a_leader_takes_every_file_over_http(
    shop: Workshop, place: Lab, kim: Actor, spring: Spring, association: Association, browser: TestClient
) -> None:
    browser.cookies.set("staff", logins.login(shop, "kim@example.se", PASSWORD, "192.0.2.1").token)
    for kind in files.FORMATS:
        answer = browser.get(f"/attendance/{place.id}/2026H1/state/{kind}")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert answer.headers["content-type"].startswith(MEDIA_TYPES[kind])
    assert "filename*=UTF-8''Verkstan%202026H1.xml" in answer.headers["content-disposition"]
    for path, status in (("2026H9/state/csv", 404), ("2026H1/none/csv", 404), ("2026H1/state/docx", 400)):
        assert browser.get(f"/attendance/{place.id}/{path}").status_code == status
    assert browser.get("/attendance/another/2026H1/state/csv").status_code == 403


def test_who_is_not_logged_in_is_asked_to(place: Lab, browser: TestClient) -> None:
    answer = browser.get(f"/attendance/{place.id}/2026H1/state/csv")
    assert (answer.status_code, answer.headers["location"][:12]) == (303, "/login?next=")


# By hand


def run(folder: Path, *typed: str) -> Result:
    return CliRunner().invoke(app, ["attendance", *typed, "--data", str(folder)])


@pytest.fixture
def folder(tmp_path: Path, clock: FakeClock, admin: Actor) -> Path:
    """A lab that has held nothing, in a store that no portal has open."""
    shop = open_workshop(Settings(data=tmp_path), (), clock)
    labs.found(shop, admin, "Verkstan", "1780", "Europe/Stockholm", {"Ateljén": 4})
    shop.close()
    return tmp_path


def test_a_file_is_written_from_the_command_line(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "sums.csv"
    asked = ["--lab", "Verkstan", "--period", "2026H1", "--profile", "skinnskatteberg", "--out", str(out)]
    answer = run(folder, *asked)
    assert (answer.exit_code, "0 av 0 pass räknas" in answer.output, "2026-08-25" in answer.output) == (0, True, True)
    assert {row["Åldersgrupp"] for row in opened(out.read_bytes())} >= {"0–15", "16–20"}
    assert isinstance(run(folder, *asked).exception, FileInTheWay)
    assert run(folder, *asked, "--force").exit_code == 0


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        (["--lab", "Ateljén"], LabUnknown), (["--profile", "none"], ProfileUnknown),
        (["--format", "docx"], FormatUnknown),
        (["--format", "xml"], AssociationMissing), (["--out", "no/such/folder.csv"], FileNotWritten),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_told(folder: Path, typed: list[str], refused: type[Exception]) -> None:
    assert isinstance(run(folder, *typed).exception, refused)
