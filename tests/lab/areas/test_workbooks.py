"""A crafted workbook is refused, and costs neither the portal's memory nor the portal."""

import contextlib
import io
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.areas import sheets
from lab.areas.sheets import MOST_BYTES, MOST_CELLS, MOST_ROWS, TableTooLarge
from lab.areas.workbook import CHILD, TableNotReadable, lines
from lab.areas.workbook_child import MEMORY

FAR_OUT = 1_048_575, 16_383
"""The last cell that a sheet can have."""

COLUMNS = {"code": ["kod"], "name": []}


def workbook(*cells: tuple[int, int, str]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for cell in cells:
        sheet.write(*cell)
    book.close()
    return file.getvalue()


def with_text_of(content: bytes, mebibytes: int) -> bytes:
    """The workbook with its one text so long: what is alike packs a thousand times smaller."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            before, text, after = old.read(name).partition(b"kod")
            with new.open(name, "w") as written:
                written.write(before + text)
                for _part in range(mebibytes if text else 0):
                    written.write(b" " * 2**20)
                written.write(after)
    return file.getvalue()


def test_a_workbook_is_read_as_a_spreadsheet_shows_it() -> None:
    content = workbook((0, 0, "Kod"), (0, 1, "Name"), (2, 0, "1780"), (2, 1, " Å "))
    assert lines(content, "") == [["Kod", "Name"], ["", ""], ["1780", "Å"]]
    (row,) = sheets.rows(content, COLUMNS, ("code", "name"))
    assert (row.number, row["code"], row["name"]) == (3, "1780", "Å")


def test_a_cell_far_out_is_refused_and_the_portal_stays() -> None:
    with pytest.raises(TableTooLarge):
        lines(workbook((0, 0, "kod"), (*FAR_OUT, "x")), "")


def test_more_cells_than_a_table_has_are_refused() -> None:
    with pytest.raises(TableTooLarge):
        lines(workbook((0, 0, "kod"), (MOST_CELLS // 100, 100, "x")), "")


def test_a_few_bytes_that_unpack_to_half_a_gigabyte_are_refused_within_the_limit() -> None:
    """Asked in a process of its own, whose only child is the reader: its highest memory is the reader's."""
    bomb = with_text_of(workbook((0, 0, "kod")), 500)
    assert len(bomb) < 2**20
    ask = (
        "import resource, sys; from lab.areas.workbook import TableTooLarge, lines\n"
        "try: lines(sys.stdin.buffer.read(), '')\n"
        "except TableTooLarge: print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    told = subprocess.run([sys.executable, "-c", ask], input=bomb, capture_output=True, check=True).stdout
    assert int(told) * 1024 < MEMORY


def test_without_the_limit_the_same_text_fills_memory() -> None:
    """The twin: what the reader alone makes of a fifth of it."""
    bomb = with_text_of(workbook((0, 0, "kod")), 100)
    ask = (
        "import io, resource, sys; from python_calamine import CalamineWorkbook as Book\n"
        "Book.from_filelike(io.BytesIO(sys.stdin.buffer.read())).get_sheet_by_index(0).to_python()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    told = subprocess.run([sys.executable, "-c", ask], input=bomb, capture_output=True, check=True).stdout
    assert int(told) * 1024 > 100 * 2**20 > 100 * len(bomb)


@pytest.mark.parametrize(
    "content",
    [b"kod;name\n" + b"1;a\n" * MOST_ROWS, b"kod;name\n" + b";" * MOST_CELLS, b"kod;name\n1;" + b"a" * MOST_BYTES],
    ids=["rows", "cells", "bytes"],
)
def test_a_text_that_is_too_long_is_refused(content: bytes) -> None:
    with pytest.raises(TableTooLarge):
        sheets.rows(content, COLUMNS, ("code", "name"))


@settings(max_examples=6, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 3_000))
def test_a_broken_workbook_is_read_or_refused_never_more(junk: bytes, place: int) -> None:
    whole = workbook((0, 0, "kod"), (1, 0, "1"))
    with contextlib.suppress(TableNotReadable, TableTooLarge):
        lines(whole[:place] + junk + whole[place + len(junk) :], "")


def test_a_reader_that_cannot_start_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.areas.workbook.CHILD", CHILD.with_name("nowhere.py"))
    with pytest.raises(RuntimeError):
        lines(workbook((0, 0, "kod")), "")
