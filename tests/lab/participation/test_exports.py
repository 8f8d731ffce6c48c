"""A frozen report in every format: the same numbers, nothing more, and readable by what it is meant for."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdf
import pytest
import rdflib
from typer.testing import CliRunner

from lab import i18n, sheet_files
from lab.access import SYSTEM, Actor
from lab.backup import FileInTheWay
from lab.commands import app
from lab.errors import NotAllowed
from lab.participation import ledger, numbers, releases, report
from lab.participation.exports import collected, collected_report, files
from lab.participation.exports.collected import collect
from lab.participation.exports.rows import rows
from lab.participation.exports.turtle import AddressWrong
from lab.participation.periods import Period
from lab.participation.views import ChoiceUnknown, View
from lab.runtime import Workshop, open_workshop, use
from lab.settings import Settings
from lab.signing import KEY_FILE
from tests.conftest import FakeClock

SPRING = Period(2026, 1)
BESIDE, ALL_AREAS = View("compare", against="size"), View("areas", map="country")
OUTSIDE = re.compile(r"""(?:src|href)=["'](?!data:|#)|@import|url\((?!data:)""")

BEGINS = {"html": b"<!DOCTYPE", "pdf": b"%PDF", "csv": b"\xef\xbb\xbf", "xlsx": b"PK", "json": b"[", "parquet": b"PAR1"}


def world(folder: Path, key: str) -> Workshop:
    """A store with one frozen half-year: 60 youths of Karlstad, two of Kil, and a lab with a dangerous name.

    Two are too few whichever way the noise moves them. By some keys they would be known by the county's total and the
    country's, which are held back then.
    """
    clock = FakeClock()
    i18n.speak("sv")
    (folder / KEY_FILE).write_text(key * 32)
    shop = use(open_workshop(Settings(data=folder), (), clock))
    with shop.database.transaction() as write:
        for lab in ("=1+1", "Norra"):
            write.execute("insert into lab values (?, ?, '1780', 'Europe/Stockholm', ?)", [lab, lab, write.now])
        for number in range(60):
            came = clock.now + timedelta(days=number % 9)
            ledger.held(write, f"s{number % 9}", "Norra", "1780", came, came + timedelta(hours=2))
            told = ("girl" if number % 3 else "boy", came)
            for lab, session in (("Norra", f"s{number % 9}"), ("=1+1", f"t{number % 9}"))[: 1 + number % 2]:
                ledger.visited(write, session, f"c{number}", lab, "1780", 2008 + number % 10, *told)
        for number in range(2):
            ledger.visited(write, "s1", f"k{number}", "Norra", "1715", 2014, "girl", clock.now)
    clock.now = datetime(2026, 7, 2, tzinfo=UTC)
    releases.make_due(shop)
    return shop


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """One that shows the country's total."""
    shop = world(tmp_path_factory.mktemp("frozen"), "5a")
    yield shop
    shop.close()


@pytest.fixture(autouse=True)
def swedish() -> None:
    i18n.speak("sv")


def made(shop: Workshop, kind: str, area: str = "1780") -> bytes:
    return files.made(shop, SYSTEM, area, SPRING, kind)


def of_json(shop: Workshop, area: str = "1780") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(made(shop, "json", area))
    return found


def test_rows_are_the_cells_of_the_release(frozen: Workshop) -> None:
    cells = releases.every_cell(frozen, releases.find(frozen, SPRING).id)
    found = rows(frozen, SYSTEM, "00", SPRING)
    assert [(row.area, row.dimension, row.part, row.number) for row in found] == [
        (cell.area, cell.dimension, cell.part, cell.number) for cell in cells
    ]
    assert all(row.rate is None for row in found if row.protected or row.dimension in ("visits", "sessions"))


def test_every_format_says_the_same_numbers(frozen: Workshop, tmp_path: Path) -> None:
    told = [row["number"] for row in of_json(frozen)]
    lines = list(csv.reader(io.StringIO(made(frozen, "csv").decode("utf-8-sig")), delimiter=";"))
    assert [line[6] for line in lines[1:]] == ["" if number is None else str(number) for number in told]
    file = tmp_path / "report.parquet"
    files.write(frozen, SYSTEM, "1780", SPRING, "parquet", file)
    with frozen.database.read() as read:
        assert read.column(f"select number from '{file}'") == told
        said = read.column(f"select decode(key) || '=' || decode(value) from parquet_kv_metadata('{file}')")
        release = releases.find(frozen, SPRING)
    assert said == ["period=2026H1", "method=3", "population_date=2019-12-31", f"release={release.hash}"]


def test_excel_in_swedish_opens_the_csv(frozen: Workshop) -> None:
    data = made(frozen, "csv")
    assert data.startswith("\ufeffPeriod;Nivå;Kod;Område;".encode())
    text = data.decode("utf-8-sig")
    assert re.search(r";\d+,\d+;", text)
    assert "kommun" in text
    assert not re.search(r"(?:^|;)[=+@]", text, re.MULTILINE)
    assert ";ålder;10–12 år;" in text
    assert ";1780;1780 Karlstad;" in text, "Excel takes the zero off 0114, and not off 0114 Upplands Väsby"
    assert not re.search(r";\d\d?-\d\d?;", text), "Excel would make a date of an age group"


def test_a_name_that_looks_like_a_formula_stays_a_text(frozen: Workshop) -> None:
    assert sheet_files.written("=1+1") == "'=1+1"
    with ZipFile(io.BytesIO(made(frozen, "xlsx"))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_the_workbook_has_numbers_as_numbers_and_says_where_they_come_from(frozen: Workshop) -> None:
    with ZipFile(io.BytesIO(made(frozen, "xlsx"))) as book:
        youths = report.area_report(frozen, SYSTEM, "1780", SPRING).youths.number
        assert f"<v>{youths}</v>".encode() in book.read("xl/worksheets/sheet1.xml")
        assert "Statistiska centralbyrån" in book.read("xl/sharedStrings.xml").decode()


def test_the_html_file_loads_nothing_and_says_what_the_page_says(frozen: Workshop) -> None:
    text = made(frozen, "html").decode()
    assert '<html lang="sv">' in text
    assert text.count("<h1>") == 1
    assert not OUTSIDE.search(text)
    assert "<script" not in text
    assert all("alt=" in picture for picture in re.findall(r"<img [^>]*>", text))
    assert "Vilka som saknas" in text
    assert "Stora och små kommuner" in text


def test_the_whole_release_is_read_as_a_document_of_the_country(frozen: Workshop) -> None:
    country = {
        row.part: row.number
        for row in rows(frozen, SYSTEM, "00", SPRING)
        if (row.area, row.dimension) == ("00", "youths")
    }
    text = files.made(frozen, SYSTEM, "00", SPRING, "html").decode()
    assert f"<h1>Sverige, {SPRING.told()}</h1>" in text
    assert f'<p class="stat-value">{country[""]}</p>' in text
    assert "Värmlands län</th>" in text
    assert not OUTSIDE.search(text)
    paper = pypdf.PdfReader(io.BytesIO(files.made(frozen, SYSTEM, "00", SPRING, "pdf")))
    assert "Värmlands län" in "".join(page.extract_text() for page in paper.pages)


def test_a_country_whose_total_is_held_back_is_read_and_not_said_to_be_small(tmp_path: Path) -> None:
    shop = world(tmp_path, "09")
    totals = {row.area for row in rows(shop, SYSTEM, "00", SPRING) if row.dimension == "youths"}
    text = files.made(shop, SYSTEM, "00", SPRING, "html").decode()
    shop.close()
    assert not {"00", "17"} & totals
    assert "visas inte: det skulle säga för mycket om några få." in text
    assert "Inte i tabellen: 1 län vars tal hålls inne" in text
    assert "Värmlands län</th>" not in text


def test_the_pdf_is_tagged_and_every_picture_has_a_text(frozen: Workshop) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made(frozen, "pdf")))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert reader.metadata
    assert reader.metadata.title == "Karlstad, januari–juni 2026"
    tags = list(tagged(root["/StructTreeRoot"]))
    kinds = Counter(tag["/S"] for tag in tags)
    assert kinds["/H1"] == 1
    assert kinds["/Table"] == kinds["/THead"] > 5
    assert kinds["/Figure"] >= 2
    assert all(tag.get("/Alt") for tag in tags if tag["/S"] == "/Figure")
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Karlstad, januari–juni 2026" in text
    assert "Flickor och pojkar" in text


def tagged(node: Any) -> Iterator[Any]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for each in node:
            yield from tagged(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        yield from tagged(node.get("/K"))


DCAT, TERMS = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.namespace.DCTERMS


def described(shop: Workshop, at: str = "") -> tuple[rdflib.Graph, Any]:
    """The description of the release, and the data set in it."""
    content = files.made(shop, SYSTEM, "00", SPRING, "dcat", at).decode()
    graph = rdflib.Graph().parse(data=content, format="turtle")
    (dataset,) = graph.subjects(rdflib.RDF.type, DCAT.Dataset)
    return graph, dataset


def test_the_description_is_turtle_that_names_title_licence_and_files_in_both_languages(frozen: Workshop) -> None:
    graph, dataset = described(frozen)
    titles: list[Any] = [*graph.objects(dataset, TERMS.title)]
    assert {title.language for title in titles} == {"sv", "en"}
    distributions = set(graph.objects(dataset, DCAT.distribution))
    assert len(distributions) == 3
    assert all(graph.value(each, TERMS.license) for each in distributions)
    assert graph.value(dataset, TERMS.publisher)


def test_a_description_names_addresses_that_are_there_and_who_may_fetch_them(frozen: Workshop) -> None:
    graph, dataset = described(frozen)
    base = f"{frozen.settings.url}/report/2026H1/00"
    assert {str(graph.value(each, DCAT.downloadURL)) for each in graph.objects(dataset, DCAT.distribution)} == {
        f"{base}.csv", f"{base}.json", f"{base}.parquet",
    }  # fmt: skip
    assert str(graph.value(dataset, TERMS.accessRights)).endswith("/RESTRICTED"), "the portal asks for a login"
    graph, dataset = described(frozen, "https://data.karlstad.se/verkstad/")
    files_there = {str(each) for each in graph.objects(dataset, DCAT.distribution)}
    assert "https://data.karlstad.se/verkstad/2026H1.csv" in files_there
    assert str(graph.value(dataset, TERMS.accessRights)).endswith("/PUBLIC")


@pytest.mark.parametrize("at", ["karlstad", "ftp://a", "https://a> .\n<b", "https://a b", "javascript:1"])
def test_what_is_no_address_describes_nothing(frozen: Workshop, at: str) -> None:
    with pytest.raises(AddressWrong):
        files.made(frozen, SYSTEM, "00", SPRING, "dcat", at)


@pytest.mark.parametrize("kind", ["html", "csv", "json"])
def test_no_small_count_is_in_any_file(frozen: Workshop, kind: str) -> None:
    if kind == "html":
        text = made(frozen, kind, "1715").decode()
        assert "Färre än 5 unga" in text
        assert 'class="bar-came" style' not in text
    else:
        assert not {1, 2, 3, 4} & {row["number"] for row in of_json(frozen, "1715") if row["dimension"] != "sessions"}


@pytest.fixture
def without_the_ledger(frozen: Workshop) -> Iterator[Callable[[], None]]:
    """Takes every visit and session out of the store; they come back after the test."""
    tables = ("visit", "held_session", "late_visit", "visit_district", "card_district", "exercise_event")
    with frozen.database.transaction() as write:
        for table in tables:
            write.execute(f"create table kept_{table} as from {table}")

    def emptied() -> None:
        with frozen.database.transaction() as write:
            for table in tables:
                write.execute(f"delete from {table}")

    yield emptied
    with frozen.database.transaction() as write:
        for table in tables:
            write.execute(f"delete from {table}")
            write.execute(f"insert into {table} from kept_{table}")
            write.execute(f"drop table kept_{table}")


def everything_told(shop: Workshop) -> dict[str, object]:
    """Each file by its name, less the hour it was made: of a workbook its parts, of PDF what it is set from."""
    told: dict[str, object] = {}
    for area in ("1780", "1715", "17", "00"):
        for kind in (*files.TABLES, files.PARQUET, files.DCAT):
            told[files.name_of(shop, area, SPRING, kind)] = made(shop, kind, area)
    for area in ("1780", "1715"):
        told[files.name_of(shop, area, SPRING, "html")] = made(shop, "html", area)
        told[files.name_of(shop, area, SPRING, "pdf")] = files.read(shop, SYSTEM, area, SPRING)
    for view in (BESIDE, ALL_AREAS):
        for kind in ("html", "json"):
            name = files.name_of(shop, "1780", SPRING, kind, view)
            told[name] = files.made(shop, SYSTEM, "1780", SPRING, kind, view=view)
    return {name: _parts(told[name]) if name.endswith("xlsx") else told[name] for name in told}


def _parts(workbook: Any) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(workbook)) as book:
        return {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}


def test_order_axes_texts_and_names_of_files_come_from_the_release_alone(
    frozen: Workshop, without_the_ledger: Callable[[], None]
) -> None:
    """Whatever could be read off them could be read off the release: with no ledger at all they are the same."""
    before = everything_told(frozen)
    without_the_ledger()
    assert everything_told(frozen) == before


def test_a_reviewer_gets_no_file_of_another_area(frozen: Workshop, reviewer: Actor) -> None:
    assert files.made(frozen, reviewer, "1780", SPRING, "json")
    for area in ("1715", "00"):
        with pytest.raises(NotAllowed):
            files.made(frozen, reviewer, area, SPRING, "json")


@pytest.mark.parametrize("view", [BESIDE, ALL_AREAS], ids=["beside", "areas"])
def test_each_view_is_made_in_every_format_and_loads_nothing(frozen: Workshop, view: View) -> None:
    for kind, start in BEGINS.items():
        assert files.made(frozen, SYSTEM, "1780", SPRING, kind, view=view).startswith(start)
    assert not OUTSIDE.search(files.made(frozen, SYSTEM, "1780", SPRING, "html", view=view).decode())


def test_the_numbers_beside_others_are_as_exact_as_the_page_shows_them(frozen: Workshop) -> None:
    found = json.loads(files.made(frozen, SYSTEM, "1780", SPRING, "json", view=BESIDE))
    assert [row["dimension"] for row in found[:3]] == ["youths", "standardised", "gender"]
    others = [row[name] for row in found for name in ("other", "lowest", "highest") if row[name] is not None]
    assert others
    assert all(number == numbers.as_shown(number) for number in others)
    text = files.made(frozen, SYSTEM, "1780", SPRING, "csv", view=BESIDE).decode("utf-8-sig")
    assert ";kommuner av samma storlek;unga;;" in text


def test_all_areas_are_a_row_each_with_the_released_number(frozen: Workshop) -> None:
    found = json.loads(files.made(frozen, SYSTEM, "1780", SPRING, "json", view=ALL_AREAS))
    assert len(found) == 290
    told = {row["area"]: row["number"] for row in found}
    released = {row.area: row.number for row in rows(frozen, SYSTEM, "00", SPRING) if row.dimension == "youths"}
    assert told == {area: released[area] for area in told}
    lies = {row["area"]: row["status"] for row in found}
    assert (lies["1780"], lies["1715"], lies["0180"][:5]) == ("higher 99.8", "", "lower")
    assert len(json.loads(files.made(frozen, SYSTEM, "1780", SPRING, "json", view=View("areas")))) == 16


def test_a_reviewer_gets_of_all_areas_only_their_own(frozen: Workshop, reviewer: Actor) -> None:
    found = json.loads(files.made(frozen, reviewer, "1780", SPRING, "json", view=ALL_AREAS))
    assert [row["area"] for row in found] == ["1780"]
    for view in (BESIDE, ALL_AREAS):
        for kind in ("html", "json"):
            with pytest.raises(NotAllowed):
                files.made(frozen, reviewer, "1715", SPRING, kind, view=view)
        text = files.made(frozen, reviewer, "1780", SPRING, "html", view=view).decode()
        assert "Hammarö</th>" not in text


@pytest.mark.parametrize(
    "view", [View("league"), View("compare", against="group"), View("compare", against="1715"), View("areas", map="x")]
)
def test_a_view_that_is_not_offered_is_refused(frozen: Workshop, view: View) -> None:
    for kind in ("html", "json"):
        with pytest.raises(ChoiceUnknown):
            files.made(frozen, SYSTEM, "1780", SPRING, kind, view=view)


def test_what_cannot_be_written_is_told(frozen: Workshop, tmp_path: Path) -> None:
    write: Callable[..., None] = lambda kind, file: files.write(frozen, SYSTEM, "1780", SPRING, kind, file)  # noqa: E731
    with pytest.raises(files.FormatUnknown):
        write("docx", tmp_path / "a")
    with pytest.raises(files.FileNotWritten):
        write("csv", tmp_path / "no" / "such" / "folder")
    (tmp_path / "a").touch()
    with pytest.raises(FileInTheWay):
        write("csv", tmp_path / "a")


def test_a_file_is_written_from_the_command_line(tmp_path: Path) -> None:
    open_workshop(Settings(data=tmp_path), (), lambda: SPRING.ends_at).close()
    runner, data = CliRunner(), ["--data", str(tmp_path)]
    listed = runner.invoke(app, ["release", "2025H2", "--json", *data])
    assert json.loads(listed.output)[0]["whole"] is True
    out = tmp_path / "report.csv"
    asked = ["report", "--area", "1780", "--period", "2025H2", "--format", "csv", "--out", str(out), *data]
    assert runner.invoke(app, asked).exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_releases_of_many_labs_become_one_table(frozen: Workshop, tmp_path: Path) -> None:
    one, other = tmp_path / "one.parquet", tmp_path / "other.parquet"
    files.write(frozen, SYSTEM, "00", SPRING, "parquet", one)
    with frozen.database.read() as read:
        read.execute(f"copy (select * replace ('another' as release) from '{one}') to '{other}' (format parquet)")
    alone, both = (
        {(row.area, row.dimension, row.part): row for row in collect(them)} for them in ([one], [one, other])
    )
    youths = ("1780", "youths", "")
    assert both[youths].number == 2 * alone[youths].number > 0
    assert (alone[youths].labs, both[youths].labs) == (1, 2)
    assert both["1715", "youths", ""].number == 0
    assert both["1715", "youths", ""].held_back == 2


def test_what_cannot_be_collected_is_told(frozen: Workshop, tmp_path: Path) -> None:
    one, odd = tmp_path / "one.parquet", tmp_path / "odd.parquet"
    files.write(frozen, SYSTEM, "00", SPRING, "parquet", one)
    odd.write_text("no parquet")
    with pytest.raises(collected.NotARelease):
        collect([odd])
    with pytest.raises(collected.ReleaseTwice):
        collect([one, one])
    with frozen.database.read() as read:
        read.execute(
            f"copy (select * replace ('another' as release, '0' as method) from '{one}') to '{odd}' (format parquet)"
        )
    with pytest.raises(collected.MethodsDiffer):
        collect([one, odd])


@pytest.mark.parametrize(
    "change",
    [
        "number::varchar as number",
        "-1 as number",
        "2000000000 as number",
        "false as protected",
        "area as name, 1 as part",
        "null::varchar as method",
        "null::date as population_date",
    ],
)
def test_a_file_that_only_looks_like_a_release_is_refused(frozen: Workshop, tmp_path: Path, change: str) -> None:
    one, odd = tmp_path / "one.parquet", tmp_path / "odd.parquet"
    files.write(frozen, SYSTEM, "00", SPRING, "parquet", one)
    with frozen.database.read() as read:
        read.execute(f"copy (select * replace ({change}) from '{one}') to '{odd}' (format parquet)")
    with pytest.raises(collected.NotARelease):
        collect([odd])


def test_releases_of_many_labs_become_one_report_to_read(frozen: Workshop, tmp_path: Path) -> None:
    one, other, own, read = (tmp_path / name for name in ("one.parquet", "other.parquet", "own.parquet", "read.html"))
    files.write(frozen, SYSTEM, "00", SPRING, "parquet", one)
    files.write(frozen, SYSTEM, "1780", SPRING, "parquet", own)
    with frozen.database.read() as asked:
        asked.execute(f"copy (select * replace ('another' as release) from '{one}') to '{other}' (format parquet)")
    run = CliRunner().invoke(app, ["collect", str(one), str(other), "--out", str(read), "--format", "html"])
    assert run.exit_code == 0
    whole = next(row.number for row in collect([one]) if (row.area, row.dimension) == ("00", "youths"))
    assert f"kom minst {2 * whole} unga" in read.read_text("utf-8")
    assert not OUTSIDE.search(read.read_text("utf-8"))
    assert collected_report.made(collect([one]), "pdf").startswith(b"%PDF")
    unsaid = [row for row in collect([one]) if (row.area, row.dimension) != ("00", "youths")]
    for found in (collect([own]), unsaid):
        with pytest.raises(collected_report.CountryMissing):
            collected_report.made(found, "html")
    with pytest.raises(files.FormatUnknown):
        collected_report.made(collect([one]), "docx")


def test_a_national_table_of_demo_labs_says_that_it_is_made_up(frozen: Workshop, tmp_path: Path) -> None:
    one, demo, table = tmp_path / "one.parquet", tmp_path / "demo.parquet", tmp_path / "table.csv"
    files.write(frozen, SYSTEM, "00", SPRING, "parquet", one)
    with frozen.database.read() as read:
        read.execute(f"copy (select * replace (method || ' demo' as method) from '{one}') to '{demo}' (format parquet)")
    told = CliRunner().invoke(app, ["collect", str(demo), "--out", str(table)])
    assert "påhittat" in told.output
    assert all(";3 demo;2019-12-31;" in row for row in table.read_text("utf-8-sig").splitlines()[1:])
    assert "påhittat" not in CliRunner().invoke(app, ["collect", str(one), "--out", str(table)]).output


def test_the_national_table_opens_in_excel_and_nobodys_name_is_a_formula(frozen: Workshop, tmp_path: Path) -> None:
    one, odd = tmp_path / "one.parquet", tmp_path / "odd.parquet"
    files.write(frozen, SYSTEM, "00", SPRING, "parquet", one)
    with frozen.database.read() as read:
        read.execute(f"copy (select * replace ('=1+1' as name) from '{one}') to '{odd}' (format parquet)")
    told = collected.as_csv(collect([odd])).decode("utf-8-sig")
    assert ";1780 =1+1;" in told
    assert re.search(r";\d+,\d+\r\n", told), "a decimal comma"
    assert not re.search(r"(?:^|;)[=+@]", told, re.MULTILINE)
