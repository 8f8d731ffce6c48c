"""The files of a draw: ENTRIES.csv, POLICY.toml, published JSON. What cannot be drawn is refused by row and why."""

import csv
import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import normalize

from bookings import draw_errors as wrong
from bookings.draw_terms import Entry, Order, Policy, Reserve

COLUMNS = ("entry", "card", "area", "party", "size", "past", "wish1", "wish2", "wish3")
WISHES = ("wish1", "wish2", "wish3")
WAITED = "waited"
"""May be left out: then nobody has waited. Any other column is not read."""
MOST = 1_000_000
INTEGER = re.compile(r"-?[0-9]{1,18}")
FIRST_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
RESERVE_ORDER = re.compile(r"""^([ \t]*)reserve([ \t]*=[ \t]*["'])""", re.MULTILINE)
RESERVE_KEY = "reserve first or last"
PUBLISHED = {"entries", "policy", "seed", "outcomes", "hash"}
ANNOUNCED = {"commitment", "inputs"}
WORDS = ("order", "reserve")
Choice = TypeVar("Choice", bound=StrEnum)
Table = dict[str, Any]
Record = tuple[int, Mapping[str, str]]
"""The number of a row, and its cells by column."""


@dataclass(frozen=True)
class Rules:
    """What POLICY.toml says: `seats` by session, and how they go out."""

    seats: Mapping[str, int]
    policy: Policy


def read_entries(file: Path, sessions: Iterable[str]) -> tuple[Entry, ...]:
    """The entries of a CSV file, comma or semicolon, in its order."""
    text = _text(file)
    header_line = text.partition("\n")[0]
    delimiter = ";" if header_line.count(";") > header_line.count(",") else ","
    try:
        table = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise wrong.DrawFileUnreadable(file=file, why=error) from error
    header = [_clean(cell).casefold() for cell in table[0]] if table else []
    _check_header(header, file.name)
    return entries_of(_records(header, table[1:]), sessions, file.name)


def entries_of(records: Iterable[Record], sessions: Iterable[str], name: str) -> tuple[Entry, ...]:
    """Entries of records; refused at the first that is wrong. `name` is the file's."""
    known = tuple(sessions)
    entries: list[Entry] = []
    rows: dict[tuple[str, str], int] = {}
    for row, cells in records:
        entry = _entry(row, cells, known)
        first = rows.setdefault(("entry", entry.entry), row)
        if first != row:
            raise wrong.EntryTwice(row=row, entry=entry.entry, first=first)
        first = rows.setdefault(("card", entry.card), row) if entry.card else row
        if first != row:
            raise wrong.CardTwice(row=row, card=entry.card, first=first)
        entries.append(entry)
    if not entries:
        raise wrong.NoRows(file=name)
    return tuple(entries)


def read_rules(file: Path) -> Rules:
    """The policy of a TOML file.

    `reserve = "first"` at the top and `[reserve.SESSION]` below are one name for two things, which TOML forbids; both
    are read all the same. `order` and `reserve` may also stand below any heading, or under one of their own, [draw].
    """
    text = _text(file)
    table = FIRST_TABLE.search(text)
    top = table.start() if table else len(text)
    renamed = RESERVE_ORDER.sub(rf'\1"{RESERVE_KEY}"\2', text[:top]) + text[top:]
    try:
        return rules_of(tomllib.loads(renamed))
    except tomllib.TOMLDecodeError as error:
        raise wrong.PolicyWrong(why=error) from error


def rules_of(values: Table) -> Rules:
    """The policy of a TOML file's values."""
    for word in values:
        if word not in ("sessions", "draw", RESERVE_KEY, *WORDS):
            raise wrong.PolicyWordUnknown(word=word, words="[sessions], [reserve.SESSION], order, reserve")
    seats = _seats(_without_words(_table(values, "sessions")))
    if not seats:
        raise wrong.SessionsMissing()
    held = _table(values, "reserve") if isinstance(values.get("reserve"), dict) else {}
    reserves = {}
    for session in _without_words(held):
        reserves[_clean(session)] = _held(_clean(session), _without_words(_table(held, session)), seats)
    order = _choice(Order, "order", values, Order.LEAST_SERVED)
    return Rules(seats, Policy(order, _choice(Reserve, "reserve", values, Reserve.FIRST), reserves))


def read_published(file: Path) -> Table:
    """What `verkstad draw --json` printed: its entries, policy, seed, outcomes and hash."""
    try:
        published = json.loads(_text(file))
        if isinstance(published, dict) and set(published) >= PUBLISHED and isinstance(published["outcomes"], list):
            return published
    except (json.JSONDecodeError, RecursionError) as error:
        raise wrong.DrawFileUnreadable(file=file, why=error) from error
    raise wrong.DrawFileUnreadable(file=file, why=", ".join(sorted(PUBLISHED)))


def read_announcement(file: Path) -> Table:
    """What was published before a draw: the commitment, and the hash of the inputs."""
    try:
        announcement = json.loads(_text(file))
    except (json.JSONDecodeError, RecursionError) as error:
        raise wrong.DrawFileUnreadable(file=file, why=error) from error
    if not isinstance(announcement, dict) or not set(announcement) >= ANNOUNCED:
        raise wrong.DrawFileUnreadable(file=file, why=", ".join(sorted(ANNOUNCED)))
    return announcement


def published_inputs(published: Table) -> tuple[tuple[Entry, ...], Rules]:
    """The entries and the policy of a published draw, checked as the files are."""
    rows, policy = published["entries"], published["policy"]
    if not isinstance(rows, list) or not isinstance(policy, dict) or not all(isinstance(row, dict) for row in rows):
        raise wrong.DrawFileUnreadable(file="JSON", why="entries, policy")
    rules = rules_of(policy)
    records = [(number, {column: str(cell) for column, cell in row.items()}) for number, row in enumerate(rows, 2)]
    for _row, cells in records:
        _check_header(list(cells), "JSON")
    return entries_of(records, rules.seats, "JSON"), rules


def as_record(entry: Entry) -> dict[str, str | int]:
    """An entry as its row."""
    wishes = dict(zip(WISHES, (*entry.wishes, "", "", ""), strict=False))
    return {
        "entry": entry.entry, "card": entry.card, "area": entry.area, "party": entry.party, "size": entry.size,
        "past": entry.past, **wishes, WAITED: entry.waited,
    }  # fmt: skip


def as_table(rules: Rules) -> Table:
    """A policy as TOML's values, in a form that TOML allows."""
    chosen = {"order": str(rules.policy.order), "reserve": str(rules.policy.reserve)}
    return {"draw": chosen, "sessions": dict(rules.seats), "reserve": {**rules.policy.reserves}}


def entries_csv(entries: Iterable[Entry]) -> str:
    """Entries as an ENTRIES.csv."""
    file = StringIO(newline="")
    writer = csv.DictWriter(file, (*COLUMNS, WAITED), lineterminator="\n")
    writer.writeheader()
    writer.writerows(as_record(entry) for entry in entries)
    return file.getvalue()


def policy_toml(rules: Rules) -> str:
    """A policy as a POLICY.toml."""
    table = as_table(rules)
    lines = ["[draw]", *(f"{name} = {_quoted(value)}" for name, value in table["draw"].items())]
    lines += ["", "[sessions]", *(f"{_quoted(name)} = {seats}" for name, seats in table["sessions"].items())]
    for session, areas in table["reserve"].items():
        lines += ["", f"[reserve.{_quoted(session)}]", *(f"{_quoted(area)} = {held}" for area, held in areas.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Text as TOML writes it, which is how JSON does."""
    return json.dumps(text, ensure_ascii=False)


def _text(file: Path) -> str:
    """The text of a file, its letters composed, so that an å is an å whichever program wrote it."""
    try:
        return normalize("NFC", file.read_text("utf-8-sig"))
    except OSError as error:
        raise wrong.DrawFileUnreadable(file=file, why=error.strerror) from error
    except UnicodeDecodeError as error:
        raise wrong.DrawFileUnreadable(file=file, why=error.reason) from error


def _clean(text: str) -> str:
    return normalize("NFC", text).strip()


def _check_header(header: Sequence[str], name: str) -> None:
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise wrong.ColumnsMissing(file=name, columns=", ".join(missing), all=", ".join(COLUMNS))
    for column in header:
        if column and header.count(column) > 1:
            raise wrong.ColumnTwice(file=name, column=column)


def _records(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Record]:
    """Rows with something in them."""
    for number, cells in enumerate(rows, 2):
        if not any(map(str.strip, cells)):
            continue
        if len(cells) != len(header):
            raise wrong.CellsAstray(row=number, cells=len(cells), columns=len(header))
        yield number, dict(zip(header, cells, strict=True))


def _entry(row: int, cells: Mapping[str, str], sessions: Collection[str]) -> Entry:
    name = _clean(cells["entry"])
    if not name:
        raise wrong.EntryMissing(row=row)
    size, past = _number(row, "size", cells["size"], least=1), _number(row, "past", cells["past"], least=0)
    waited = _number(row, WAITED, cells.get(WAITED) or "0", least=0)
    wishes: list[str] = []
    for wish in filter(None, (_clean(cells[column]) for column in WISHES)):
        if wish not in sessions:
            raise wrong.SessionUnknown(row=row, session=wish, sessions=", ".join(sessions))
        if wish in wishes:
            raise wrong.WishTwice(row=row, session=wish)
        wishes.append(wish)
    card, area, party = (_clean(cells[column]) for column in ("card", "area", "party"))
    return Entry(name, card, area, party, size, past, tuple(wishes), waited)


def _number(row: int, column: str, text: str, least: int) -> int:
    if not INTEGER.fullmatch(_clean(text)):
        raise wrong.NumberNeeded(row=row, column=column, text=_clean(text))
    number = int(text)
    if number < least:
        raise wrong.NumberTooLow(row=row, column=column, number=number, least=least)
    if number > MOST:
        raise wrong.NumberTooHigh(row=row, column=column, number=number, most=MOST)
    return number


def _table(values: Table, name: str) -> Table:
    table = values.get(name, {})
    if not isinstance(table, dict):
        raise wrong.PolicyWrong(why=f"{name} = {table}")
    return table


def _without_words(table: Table) -> Table:
    """A table without an order or a reserve that was written below its heading; a number under such a name stays."""
    return {name: value for name, value in table.items() if name not in WORDS or not isinstance(value, str)}


def _choice(kind: type[Choice], word: str, values: Table, default: Choice) -> Choice:
    said = {str(choice) for choice in _said(word, values)} or {default.value}
    choice = " / ".join(sorted(said))
    if choice not in list(kind):
        raise wrong.ChoiceUnknown(word=word, choice=choice, names=", ".join(kind))
    return kind(choice)


def _said(word: str, values: Table) -> Iterator[object]:
    """Every place where the policy says its order, or its reserve."""
    draw, held = _table(values, "draw"), values.get("reserve")
    for name, value in (*values.items(), *draw.items()):
        if (name == word or (name, word) == (RESERVE_KEY, "reserve")) and not isinstance(value, dict):
            yield value
    sessions = held.values() if isinstance(held, dict) else ()
    for table in (values.get("sessions"), held, *sessions):
        if isinstance(table, dict) and isinstance(table.get(word), str):
            yield table[word]


def _seats(sessions: Table) -> dict[str, int]:
    for session, seats in sessions.items():
        if not _counts(seats) or not _clean(session):
            raise wrong.SeatsWrong(session=session, seats=seats, most=MOST)
    return {_clean(session): seats for session, seats in sessions.items()}


def _held(session: str, areas: Table, seats: Mapping[str, int]) -> dict[str, int]:
    if session not in seats:
        raise wrong.ReserveForUnknown(session=session, sessions=", ".join(seats))
    for area, held in areas.items():
        if not _counts(held):
            raise wrong.ReserveWrong(session=session, area=area, seats=held)
    if sum(areas.values()) > seats[session]:
        raise wrong.ReserveTooLarge(session=session, held=sum(areas.values()), seats=seats[session])
    return {_clean(area): held for area, held in areas.items()}


def _counts(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= MOST
