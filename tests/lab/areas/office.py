"""A stand-in for Statistics Sweden's PxWebApi 2: a real server that speaks the shapes of its two population tables."""

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from lab.runtime import Workshop

TABLES: dict[str, dict[str, Any]] = {
    "TAB638": {"content": "BE0101N1", "years": [str(year) for year in range(1968, 2025)], "genders": ["1", "2"]},
    "TAB5557": {"content": "000007ME", "years": ["2025"], "genders": ["1", "2", "TotSa"]},
}
ORDER = ("Region", "Civilstand", "Alder", "Kon", "ContentsCode", "Tid")
Dataset = dict[str, Any]


@dataclass
class StandIn:
    """`answers` holds, for the next calls, a status, a body or a change of what would have been answered."""

    persons: Callable[[str, str, str, str], int]
    """Residents by region, age, gender and year, as the office has them."""
    answers: list[int | bytes | Callable[[Dataset], Dataset]] = field(default_factory=list)
    asked: list[Mapping[str, list[str]]] = field(default_factory=list)
    address: str = ""
    calls: int = 0

    def dataset(self, table: str, chosen: Mapping[str, list[str]]) -> Dataset:
        """A json-stat2 answer; a variable that was left out is summed and gone."""
        names = [name for name in ORDER if name in chosen]
        places = {name: {code: place for place, code in enumerate(chosen[name])} for name in names}
        values = [self._count(dict(zip(names, key, strict=True))) for key in product(*(chosen[name] for name in names))]
        return {
            "version": "2.0",
            "class": "dataset",
            "label": f"Folkmängden efter region, civilstånd, ålder och kön ({table})",
            "source": "SCB",
            "id": names,
            "size": [len(chosen[name]) for name in names],
            "dimension": {name: {"label": name.lower(), "category": {"index": places[name]}} for name in names},
            "value": values,
        }

    def _count(self, key: Mapping[str, str]) -> int:
        return self.persons(key["Region"], key["Alder"], key["Kon"], key["Tid"])

    def answer(self, path: str, body: bytes) -> tuple[int, bytes]:
        self.calls += 1
        planned = self.answers.pop(0) if self.answers else 200
        if isinstance(planned, bytes):
            return 200, planned
        if isinstance(planned, int) and planned != 200:
            return planned, json.dumps({"title": "Too busy" if planned == 429 else "Wrong", "status": planned}).encode()
        table, what = path.split("/")[-2:]
        found = self._metadata(table) if what == "metadata" else self._data(table, json.loads(body))
        if "title" in found:
            return 400, json.dumps(found).encode()
        return 200, json.dumps(planned(found) if callable(planned) else found).encode()

    def _metadata(self, table: str) -> Dataset:
        years = {year: place for place, year in enumerate(TABLES[table]["years"])}
        return {"id": ["Tid"], "size": [len(years)], "dimension": {"Tid": {"category": {"index": years}}}}

    def _data(self, table: str, body: Mapping[str, Any]) -> Dataset:
        """Codes that the table does not have are refused, as the office does."""
        chosen = {one["variableCode"]: one["valueCodes"] for one in body["selection"]}
        self.asked.append(chosen)
        known = TABLES[table]
        needed = {"Civilstand": ["SC"]} if table == "TAB5557" else {}
        fits = (
            chosen["ContentsCode"] == [known["content"]]
            and set(chosen["Tid"]) <= set(known["years"])
            and set(chosen["Kon"]) <= set(known["genders"])
            and chosen.get("Civilstand", []) == needed.get("Civilstand", [])
        )
        return self.dataset(table, chosen) if fits else {"title": "Non-existent value", "status": 400}

    def __enter__(self) -> "StandIn":
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, content = stand_in.answer(urlsplit(self.path).path, body)
                self.send_response(status)
                if status == 429:
                    self.send_header("Retry-After", "7")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = _answer  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Nothing is printed between the tests' own lines."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/api/v2"
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@dataclass(frozen=True)
class Known:
    """Residents of one area, age and gender in the store."""

    area: str
    age: int
    gender: str
    persons: int


def counting_on(shop: Workshop) -> StandIn:
    """An office that counts two more of every age and gender than the store has; from 2025 each cell is moved."""
    with shop.database.read() as read:
        known = {
            (one.area, str(one.age), one.gender): one.persons
            for one in read.rows(Known, "select * from area_population")
        }

    def persons(region: str, age: str, gender: str, year: str) -> int:
        ours = {"1": "boy", "2": "girl", "TotSa": "all"}[gender]
        count = known[region, age, ours] + (4 if ours == "all" else 2)
        return count + (zlib.crc32(f"{region} {age} {gender}".encode()) % 5 - 2 if year == "2025" else 0)

    return StandIn(persons)
