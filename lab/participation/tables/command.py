"""`verkstad measures`: a table in, every measure that it allows out. Nothing of it touches the lab's own store."""

import json
import math
from pathlib import Path
from typing import Annotated, Any

import typer

from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation.measures import CONFIDENCE
from lab.participation.measures.bootstrap import SEED
from lab.participation.numbers import decimal, whole
from lab.participation.tables.figures import FORMULAS
from lab.participation.tables.found import PER, Figure
from lab.participation.tables.reading import read_file
from lab.participation.tables.summary import Measured, measured

FUNNEL_WORDS = {
    "within": N_("within the funnel"),
    "outside 95": N_("outside 95 %"),
    "outside 99.8": N_("outside 99.8 %"),
    None: "–",
}
DASH = "–"


def measures(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE", help="CSV with the columns area, participants, population; group, order, age, sex, weight."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
    events: Annotated[
        str, typer.Option(metavar="COLUMN", help="Column with repeated visits: no Poisson interval stands on them.")
    ] = "",
    overdispersed: Annotated[
        bool, typer.Option("--overdispersed", help="Widen the funnel by how much more areas differ than by chance.")
    ] = False,
    fay_feuer: Annotated[
        bool, typer.Option("--fay-feuer", help="Give directly standardised rates the gamma interval of Fay and Feuer.")
    ] = False,
) -> None:
    """Measure how evenly the areas of TABLE take part, with intervals and formulas."""
    found = measured(read_file(table, events), overdispersed, fay_feuer)
    print(as_text(found) if not as_json else json.dumps(as_object(found), ensure_ascii=False, indent=2))


def as_object(found: Measured) -> dict[str, Any]:
    """The answer for machines, the same in every language: rates per 1,000, null where there is no number."""
    return {
        "per": PER,
        "confidence": CONFIDENCE,
        "bootstrap_seed": SEED,
        "rows": [{name: _number(value) for name, value in row.items()} for row in found.rows],
        "summary": {name: _figure(name, figure) for name, figure in found.summary.items()},
        "left_out": found.left_out,
    }


def as_text(found: Measured) -> str:
    """The answer for people, in their language."""
    rows = [[_("Area"), _("Per 1,000"), _("Interval"), _("Ratio"), _("Funnel")], *map(_row_words, found.rows)]
    figures = [[_("Measure"), _("Value"), _("Interval"), _("Formula"), _("How the interval is made")]]
    figures += [_figure_words(name, figure) for name, figure in found.summary.items()]
    parts = [_aligned(rows), _aligned(figures)]
    if found.left_out:
        left = [f"{_(FORMULAS[name].label)}: {_(reason)}" for name, reason in found.left_out.items()]
        parts.append("\n".join([_("Not measured:"), *left]))
    return "\n\n".join(parts)


def _figure(name: str, figure: Figure) -> dict[str, Any]:
    return {
        "value": _number(figure.value), "lo": _number(figure.lo), "hi": _number(figure.hi),
        "formula": FORMULAS[name].text, "interval": figure.interval,
    }  # fmt: skip


def _number(value: Any) -> Any:
    """JSON knows no infinity."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _row_words(row: dict[str, Any]) -> list[str]:
    ratio = DASH if row["ratio"] is None else decimal(row["ratio"], 2)
    return [
        row["area"],
        decimal(row["rate"], 2),
        _span(row["lo"], row["hi"]),
        ratio,
        _word(FUNNEL_WORDS[row["funnel"]]),
    ]


def _figure_words(name: str, figure: Figure) -> list[str]:
    formula = FORMULAS[name]
    return [_(formula.label), _plain(figure.value), _span(figure.lo, figure.hi), formula.text, _(figure.interval)]


def _span(lo: float | None, hi: float | None) -> str:
    return DASH if lo is None or hi is None else f"{_plain(lo)} {DASH} {_plain(hi)}"


def _plain(number: float) -> str:
    if math.isinf(number):
        return "∞"
    return whole(round(number)) if abs(number) >= 10_000 else decimal(number, 2 if abs(number) >= 10 else 4)


def _word(word: str) -> str:
    return _(word) if word != DASH else DASH


def _aligned(rows: list[list[str]]) -> str:
    """Rows as columns of text, each as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
