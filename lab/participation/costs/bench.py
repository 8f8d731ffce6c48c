"""`verkstad bench reports`: what reports cost over many visits, beside pandas and SQLite on the same rows.

Three things are timed. Counting: all counts of a half-year that a release is made of, from the visits. Releasing:
counting, protecting and freezing, once in a half-year. Reading: what a reader waits for, as the frozen numbers and as
the whole report drawn in HTML. pandas and SQLite keep nothing frozen: for the same answer they count each time, and
must come to the very same rows. Each way has a process of its own, and tells how much memory that took at the most.
"""

import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

from lab.access import SYSTEM
from lab.components import area_map, report_document
from lab.participation import compare, releases, report, tally
from lab.participation.cells import AGES, Cell, Populations, cells
from lab.participation.costs import with_sqlite
from lab.participation.costs.made import ASKED, HOME, make_up, opened
from lab.participation.costs.with_pandas import WithPandas
from lab.participation.costs.with_sqlite import WithSqlite
from lab.participation.disclosure import Protection
from lab.participation.exports import files
from lab.participation.exports.html_file import as_html
from lab.participation.tally import Tally
from lab.runtime import Workshop

VISITS, VISITS_A_CARD, VISITS_A_SESSION, ROUNDS = 10_000_000, 10, 20, 5
FEWEST = 290
"""Cards and sessions: one for each municipality."""
KIBIBYTES_A_MIB = 1_024

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Figures = dict[str, float]


class AnswersDiffer(RuntimeError):
    """Another way came to other numbers: the times would tell nothing."""


class Rival(Protocol):
    """Another way to count."""

    def tally(self, area: str = "") -> Tally: ...


@dataclass(frozen=True)
class Counted:
    """What a way counted in the country, and in one municipality where it can be asked for that alone; and its cost."""

    national: Tally
    municipal: Tally | None
    figures: Figures


@dataclass(frozen=True)
class Frozen:
    """What ours published, how, for which populations, and what that cost."""

    cells: tuple[Cell, ...]
    protection: Protection
    populations: Populations
    figures: dict[str, Figures]


def run(visits: int = VISITS, rounds: int = ROUNDS) -> dict[str, object]:
    """Medians of `rounds` in seconds, and memory in MiB."""
    cards, sessions = max(FEWEST, visits // VISITS_A_CARD), max(FEWEST, visits // VISITS_A_SESSION)
    told = {"visits": visits, "cards": cards, "sessions": sessions, "rounds": rounds}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        making, _none = _timed(lambda: _apart(make_up, folder, visits, cards, sessions))
        return told | {"made_up_s": making} | _measured(folder, rounds)


def _measured(folder: Path, rounds: int) -> dict[str, Any]:
    ours = _apart(_ours, folder, rounds)
    frozen = _apart(_frozen, folder, rounds)
    rivals = {"pandas": _apart(_pandas, folder, frozen.protection.secret, rounds)}
    filling, _none = _timed(lambda: _apart(with_sqlite.fill, folder))
    rivals["sqlite"] = _apart(_sqlite, folder, frozen.protection.secret, rounds)
    for name, rival in rivals.items():
        check(name, rival, ours.national, frozen)
    counting = {"ours": ours.figures} | {name: rival.figures for name, rival in rivals.items()}
    faster = {f"times_faster_than_{name}": _faster(rival.figures, ours, frozen) for name, rival in rivals.items()}
    return {"counting": counting, **frozen.figures, **faster, "sqlite_filled_s": filling}


def _ours(folder: Path, rounds: int) -> Counted:
    shop = opened(folder)
    try:
        secret = releases.protection_of(shop).secret
        with shop.database.read() as read:
            seconds, counted = _median(lambda: tally.count(read, ASKED, secret, AGES), rounds)
        return Counted(counted, None, {"national_s": seconds, "peak_mib": _peak_mib()})
    finally:
        shop.close()


def _frozen(folder: Path, rounds: int) -> Frozen:
    shop = opened(folder)
    try:
        seconds, release = _timed(lambda: releases.make(shop, SYSTEM, ASKED))
        releasing = {"national_s": seconds, "peak_mib": _peak_mib()}
        figures = {"releasing": releasing, "reading": _read(shop, release.id, rounds)}
        with shop.database.read() as read:
            populations = releases.populations(read)
        return Frozen(releases.every_cell(shop, release.id), releases.protection_of(shop), populations, figures)
    finally:
        shop.close()


def _read(shop: Workshop, release: str, rounds: int) -> Figures:
    asked: dict[str, Callable[[], object]] = {
        "national_s": lambda: releases.every_cell(shop, release),
        "national_drawn_s": lambda: _national(shop),
        "municipal_s": lambda: report.area_report(shop, SYSTEM, HOME, ASKED),
        "municipal_drawn_s": lambda: files.made(shop, SYSTEM, HOME, ASKED, "html"),
    }
    return {name: _median(ask, rounds)[0] for name, ask in asked.items()} | {"peak_mib": _peak_mib()}


def _national(shop: Workshop) -> bytes:
    """The report of all areas, with its map, funnel and table."""
    found = report.area_report(shop, SYSTEM, HOME, ASKED)
    reached, funnel = report.reach(shop, SYSTEM, ASKED), compare.funnel(shop, SYSTEM, HOME, ASKED)
    everywhere = {shape.code for shape in area_map.shapes()}
    return as_html(report_document.areas(found, reached, funnel, everywhere, "Sverige"))


def _pandas(folder: Path, secret: str, rounds: int) -> Counted:
    return _counted(WithPandas(folder, secret), rounds)


def _sqlite(folder: Path, secret: str, rounds: int) -> Counted:
    return _counted(WithSqlite(folder, secret), rounds)


def _counted(rival: Rival, rounds: int) -> Counted:
    national_s, national = _median(rival.tally, rounds)
    municipal_s, municipal = _median(lambda: rival.tally(HOME), rounds)
    return Counted(national, municipal, {"national_s": national_s, "municipal_s": municipal_s, "peak_mib": _peak_mib()})


def check(name: str, rival: Counted, counted: Tally, frozen: Frozen) -> None:
    """The same counts, in the country and in one municipality, and with the same protection the same release."""
    agree = (
        rival.national == counted,
        rival.municipal == _only(counted, HOME),
        cells(rival.national, frozen.protection, frozen.populations) == frozen.cells,
    )
    if not all(agree):
        raise AnswersDiffer(f"{name}: {agree}")


def _only(counted: Tally, area: str) -> Tally:
    return Tally(
        tuple(one for one in counted.came if one.area == area),
        tuple(one for one in counted.came_to if one.area == area),
        tuple(one for one in counted.held if one.area == area),
    )


def _faster(theirs: Figures, ours: Counted, frozen: Frozen) -> Figures:
    """Their counting beside our counting, and beside the same numbers read from what is frozen."""
    reading = frozen.figures["reading"]
    pairs = {
        "counting": (theirs["national_s"], ours.figures["national_s"]),
        "national_report": (theirs["national_s"], reading["national_s"]),
        "municipal_report": (theirs["municipal_s"], reading["municipal_s"]),
    }
    return {name: round(their / max(our, 1e-4), 1) for name, (their, our) in pairs.items()}


def _apart(ask: Callable[Parameters, Result], *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
    """The answer from a fresh process, whose memory nobody else has used."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, fresh) as process:
        return process.submit(ask, *args, **kwargs).result()


def _median(ask: Callable[[], Result], rounds: int) -> tuple[float, Result]:
    found = [_timed(ask) for _ in range(rounds)]
    return round(statistics.median(seconds for seconds, _answer in found), 4), found[-1][1]


def _timed(ask: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    answer = ask()
    return round(time.perf_counter() - began, 4), answer


def _peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIBIBYTES_A_MIB
