"""Rows as Parquet: their codes and numbers, and in the file's own key-value data what they are and where from."""

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

from lab.database import Database

TYPES = {str: "varchar", int: "integer", bool: "boolean", float: "double", date: "date"}
COPY = "copy (select {columns}) to '{file}' (format parquet{about})"


def as_parquet(database: Database, rows: Sequence[Any], about: Mapping[str, str]) -> bytes:
    """Frozen dataclasses of one kind, at least one; `about` is what `parquet_kv_metadata` reads."""
    types = columns_of(type(rows[0]))
    columns = ", ".join(f"unnest(?::{kind}[]) as {name}" for name, kind in types.items())
    said = ", ".join(f"{name}: ?" for name in about)
    values: list[object] = [*([getattr(row, name) for row in rows] for name in types), *about.values()]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.parquet"
        sql = COPY.format(
            columns=columns, file=str(file).replace("'", "''"), about=f", kv_metadata {{{said}}}" if said else ""
        )
        with database.read() as read:
            read.execute(sql, values)
        return file.read_bytes()


def columns_of(kind: type) -> dict[str, str]:
    """The columns of a dataclass and their types in the file."""
    return {name: TYPES[(get_args(hint) or (hint,))[0]] for name, hint in get_type_hints(kind).items()}
