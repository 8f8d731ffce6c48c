"""A process that asks for seats, eight at a time, and now and then gives them back, until it is killed.

It says each once it is done.

Run as `python -m tests.bookings.requesting_process DATA SESSION HOW`; a line is "asked RECEIPT" or "left RECEIPT".
HOW is `on` (until somebody kills it), `dying` (it kills itself in the middle of writing a request down), or `torn`
(the same, and nothing holds the parts of a request together).
"""

import os
import secrets
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bookings import requests
from bookings.seat_terms import Asking, Kind
from lab.database import Cursor, Database, Transaction
from lab.runtime import Workshop, open_workshop
from lab.settings import Settings

AT_ONCE = 8
SIZES = {"10-12": {"girl": 1}}


def ask_all(shop: Workshop, session: str) -> None:
    with shop.database.read() as read:
        lab = str(read.value("select lab from session where id = ?", [session]))
    while True:
        name = secrets.token_hex(8)
        asking = Asking(Kind.FAMILY, (session,), contact=f"{name}@example.se", area="1780", sizes=SIZES)
        receipt = requests.ask(shop, lab, asking, name, name)
        os.write(1, f"asked {receipt}\n".encode())
        if name[0] in "01234":
            requests.leave(shop, receipt)
            os.write(1, f"left {receipt}\n".encode())


def dying(statement: Callable[..., Any]) -> Callable[..., Any]:
    """The same statement, after which the process is gone where it wrote requests."""

    def last(self: Cursor, first: str, *rest: object) -> object:
        answer = statement(self, first, *rest)
        if first == "request" or first.startswith("insert into request"):
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return last


@contextmanager
def torn(self: Database) -> Iterator[Transaction]:
    """What a transaction would be if each of its statements were kept by itself."""
    with self._writing:
        yield Transaction(self._connection.cursor(), self._clock())


if __name__ == "__main__":
    workshop = open_workshop(Settings(data=Path(sys.argv[1]), signups_an_hour=1_000_000))
    if sys.argv[3] == "torn":
        Database.transaction = torn  # type: ignore[method-assign]
    if sys.argv[3] != "on":
        Cursor.execute = dying(Cursor.execute)  # type: ignore[method-assign]
        Transaction.insert = dying(Transaction.insert)  # type: ignore[method-assign]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in range(AT_ONCE):
            pool.submit(ask_all, workshop, sys.argv[2])
