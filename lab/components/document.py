"""A report as a row of blocks, so that page, HTML file and PDF say the same. Pure data in the reader's words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Heading:
    """An h2."""

    text: str


@dataclass(frozen=True)
class Headline:
    """The whole report in one sentence."""

    text: str


@dataclass(frozen=True)
class Said:
    """A paragraph that tells what the numbers beside it say."""

    text: str


@dataclass(frozen=True)
class Note:
    """Small print."""

    text: str


@dataclass(frozen=True)
class Stat:
    """One large number, what it is, and what to know when reading it."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class Stats:
    """Large numbers side by side."""

    stats: tuple[Stat, ...]


@dataclass(frozen=True)
class Table:
    """Rows under a caption; `numbers` are the columns set to the right."""

    caption: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    numbers: Collection[int] = ()


@dataclass(frozen=True)
class Bars:
    """A figure of bars, drawn in HTML; on paper its table stands alone."""

    markup: Markup


@dataclass(frozen=True)
class Picture:
    """An SVG with its title, a text that says the same, and a legend of (swatch, words)."""

    title: str
    svg: str
    text: str
    kind: str = "plot"
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Terms:
    """Terms and what they mean: how numbers were made."""

    rows: tuple[tuple[str, str], ...]


Block = Heading | Headline | Said | Note | Stats | Table | Bars | Picture | Terms


@dataclass(frozen=True)
class Document:
    """A report: its title, when it was made, its blocks, and the language they are in."""

    title: str
    summary: str
    language: str
    blocks: tuple[Block, ...]
