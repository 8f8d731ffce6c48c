"""The store: one DuckDB file, owned by one process, written by one thread at a time.

DuckDB's snapshots let two transactions both see a free seat and both take it, and a connection shared by threads mixes
up their answers. So each read and each transaction has a cursor of its own, and one lock is held from BEGIN to COMMIT.
Unique keys stand behind the lock.
"""

import functools
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import duckdb

from lab.errors import LabError, NotFound
from lab.i18n import N_

Row = TypeVar("Row")
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

ATTEMPTS = 5


class StoreInUse(LabError):
    message = N_("The store {path} is open in another program.")
    hint = N_("Stop the portal that is running, or choose another data folder.")
    status = 503


class Cursor:
    """Reads. Times go in and come out as aware UTC; the store keeps them as UTC without a zone."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement, its `?` filled from `parameters`."""
        self._connection.execute(sql, [_stored(value) for value in parameters])

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row, or None where there is no row."""
        self.execute(sql, parameters)
        found = self._connection.fetchone()
        return _loaded(found[0]) if found else None

    def rows(self, kind: type[Row], sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows as `kind`, a dataclass whose field names are the columns' names (other columns are dropped)."""
        self.execute(sql, parameters)
        columns = [column[0] for column in self._connection.description or ()]
        wanted = {each.name for each in fields(kind)}  # type: ignore[arg-type]
        return [
            kind(**{name: _loaded(value) for name, value in zip(columns, row, strict=True) if name in wanted})
            for row in self._connection.fetchall()
        ]

    def first(self, kind: type[Row], sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """The first row as `kind`, or None where there is no row."""
        found = self.rows(kind, sql, parameters)
        return found[0] if found else None

    def one(self, kind: type[Row], sql: str, parameters: Sequence[object] = ()) -> Row:
        """The first row as `kind`. Raises NotFound where there is no row."""
        found = self.first(kind, sql, parameters)
        if found is None:
            raise NotFound()
        return found

    def one_value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row. Raises NotFound where that is nothing."""
        found = self.value(sql, parameters)
        if found is None:
            raise NotFound()
        return found

    def column(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        """The first column of every row."""
        self.execute(sql, parameters)
        return [_loaded(row[0]) for row in self._connection.fetchall()]


class Transaction(Cursor):
    """Writes, all or none, with the audit row of what was done."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
        super().__init__(connection)
        self.now = now

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """All `rows` in their order, in one statement: two hundred cost hardly more than one."""
        if rows:
            lists = ", ".join("unnest(?)" for _ in columns)
            filled = [[_stored(value) for value in column] for column in zip(*rows, strict=True)]
            self.execute(f"insert into {table} ({', '.join(columns)}) select {lists}", filled)

    def record(self, actor: str, verb: str, thing: str, **detail: object) -> None:
        """Note that `actor` did `verb` to `thing`; never put a name, a card's words or a secret into `detail`."""
        self.record_all([Deed(actor, verb, thing, detail)])

    def record_all(self, deeds: Sequence["Deed"]) -> None:
        """The same for several, in their order."""
        columns = ("happened_at", "actor", "verb", "object", "detail")
        self.insert("audit", columns, [(self.now, one.actor, one.verb, one.thing, one.written()) for one in deeds])


@dataclass(frozen=True)
class Deed:
    """Who did what to which thing, for the record."""

    actor: str
    verb: str
    thing: str
    detail: Mapping[str, object] = field(default_factory=dict)

    def written(self) -> str:
        return json.dumps(self.detail, ensure_ascii=False, default=str)


class Database:
    """The only place that opens the file. `":memory:"` gives a store that ends with the process."""

    def __init__(self, path: Path | str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.path = path
        self._clock = clock
        self._writing = threading.RLock()
        self._busy = threading.local()
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = duckdb.connect(str(path))
        except duckdb.IOException as error:
            raise StoreInUse(path=path) from error

    @contextmanager
    def read(self) -> Iterator[Cursor]:
        """A cursor of its own, seeing the last committed state."""
        cursor = self._connection.cursor()
        try:
            yield Cursor(cursor)
        finally:
            cursor.close()

    @contextmanager
    def snapshot(self) -> Iterator[Cursor]:
        """Reads that all see one committed state, however long they take and whatever is written meanwhile."""
        with self.read() as read:
            read.execute("begin transaction")
            try:
                yield read
            finally:
                read.execute("rollback")

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One write at a time in this process: committed when the block ends, rolled back when it raises."""
        self.refuse_within_transaction()
        with self._writing:
            cursor = self._connection.cursor()
            self._busy.writing = True
            try:
                cursor.begin()
                yield Transaction(cursor, self._clock())
                cursor.commit()
            except BaseException:
                _roll_back(cursor)
                raise
            finally:
                self._busy.writing = False
                cursor.close()

    def refuse_within_transaction(self) -> None:
        """For what has to wait for its turn to write: whoever writes already would wait for itself."""
        if getattr(self._busy, "writing", False):
            raise RuntimeError("A transaction is open in this thread: hand it on instead of opening a second.")

    def copy_to(self, file: Path) -> None:
        """Write a consistent copy of everything to a new DuckDB file; copying the file itself would drop its lock."""
        with self._writing, self.read() as cursor:
            name = cursor.value("select current_database()")
            cursor.execute(f"attach '{_quoted(file)}' as copy")
            try:
                cursor.execute(f'copy from database "{name}" to copy')
            finally:
                cursor.execute("detach copy")

    def close(self) -> None:
        """Flush and let go of the file."""
        self._connection.close()


def retried(verb: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Run a verb again when its transaction met another one; give up after a few attempts with what the store said."""

    @functools.wraps(verb)
    def persistent(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        for attempt in range(1, ATTEMPTS):
            try:
                return verb(*args, **kwargs)
            except duckdb.TransactionException:
                time.sleep(0.005 * 2**attempt)
        return verb(*args, **kwargs)

    return persistent


def new_id() -> str:
    """A name for a new row that cannot be guessed from another."""
    return secrets.token_hex(8)


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """A failed COMMIT has already ended the transaction; only then is there nothing to roll back."""
    try:
        cursor.rollback()
    except duckdb.TransactionException:
        return


def _quoted(file: Path) -> str:
    return str(file).replace("'", "''")


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("A time without a zone may be anyone's local time: give an aware one.")
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def _loaded(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
