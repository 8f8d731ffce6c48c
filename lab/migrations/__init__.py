"""Numbered steps from an empty file to today's tables. A step that has been released is never changed: add another."""

from pathlib import Path

from lab.database import Database
from lab.errors import LabError
from lab.i18n import N_

FOLDER = Path(__file__).parent


class StoreTooNew(LabError):
    message = N_("The store was made by a newer Verkstad (schema {found}, this one knows {known}).")
    hint = N_("Install the newer Verkstad, or restore a backup made with this one.")
    status = 503


def steps() -> list[Path]:
    """The steps in order; the number before the first underscore is the schema that a step leads to."""
    return sorted(FOLDER.glob("[0-9]*.sql"))


def newest() -> int:
    """The schema that this program knows."""
    return _number(steps()[-1])


def schema(database: Database) -> int:
    """The schema of a store; 0 when nothing has been made yet."""
    with database.read() as read:
        made = read.value("select count(*) from duckdb_tables() where table_name = 'migration'")
        return int(read.value("select coalesce(max(number), 0) from migration")) if made else 0


def migrate(database: Database) -> None:
    """Bring a store to today's schema, each step in a transaction of its own. A newer store is refused."""
    found = schema(database)
    if found > newest():
        raise StoreTooNew(found=found, known=newest())
    for step in steps():
        if _number(step) > found:
            with database.transaction() as write:
                write.execute(step.read_text("utf-8"))
                write.execute("insert into migration values (?, ?, ?)", [_number(step), step.stem, write.now])


def _number(step: Path) -> int:
    return int(step.stem.split("_")[0])
