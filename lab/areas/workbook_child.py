"""Reads one Excel workbook in a process of its own, with a limit to its memory: run by workbook.py, imports no `lab`.

A few thousand bytes can unpack to gigabytes, or put one cell so far out that the space before it fills all memory, and
the library that reads it then ends its whole process. Here that costs the reader a refusal, and nobody else anything.
"""

import contextlib
import io
import json
import math
import sys

MEMORY, SECONDS = 512 * 1024 * 1024, 20
MOST_CELLS = 1_000_000
NO_WORKBOOK, TOO_LARGE = 3, 4


def main() -> int:
    """Tell the lines of the sheet named by the first argument, or of the first, of a workbook on standard input."""
    _stay_small()
    from python_calamine import CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())) as book:
            name = sys.argv[1] if sys.argv[1] in book.sheet_names else book.sheet_names[0]
            sheet = book.get_sheet_by_name(name)
            if math.prod(end + 1 for end in sheet.end or ()) > MOST_CELLS:
                return TOO_LARGE
            json.dump(
                [[_written(cell) for cell in line] for line in sheet.to_python(skip_empty_area=False)], sys.stdout
            )
    except MemoryError:
        return TOO_LARGE
    except BaseException:  # what the reader does not understand may be an error of its own or a panic, which is none
        return NO_WORKBOOK
    return 0


def _stay_small() -> None:
    """Where the system can hold a process to limits; elsewhere it still ends alone."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _written(cell: object) -> str:
    """A cell as text; a whole number without the decimals that a spreadsheet keeps."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


if __name__ == "__main__":
    sys.exit(main())
