"""The cells of an Excel workbook that somebody else has made: read beside this process, within limits."""

import json
import subprocess
import sys
from pathlib import Path

from lab.areas.workbook_child import NO_WORKBOOK, SECONDS, TOO_LARGE
from lab.errors import NotValid
from lab.i18n import N_

CHILD = Path(__file__).with_name("workbook_child.py")
Lines = list[list[str]]


class TableNotReadable(NotValid):
    message = N_("The file cannot be read as a table.")
    hint = N_("Save it as CSV or as an Excel workbook (.xlsx), and try again.")


class TableTooLarge(NotValid):
    message = N_("The table is too large to be read.")
    hint = N_("Copy only the rows and columns that are needed into a new file, and try again.")


def lines(content: bytes, sheet: str) -> Lines:
    """The lines of the sheet of that name, or of the first. Raises TableNotReadable or TableTooLarge."""
    command = [sys.executable, "-I", str(CHILD), sheet]
    try:
        answer = subprocess.run(command, input=content, capture_output=True, timeout=2 * SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise TableTooLarge() from error
    if answer.returncode == NO_WORKBOOK:
        raise TableNotReadable()
    if answer.returncode == TOO_LARGE or answer.returncode < 0:  # it gave up, or was ended at one of its limits
        raise TableTooLarge()
    if answer.returncode:
        raise RuntimeError(answer.stderr.decode(errors="replace"))
    found: Lines = json.loads(answer.stdout)
    return found
