"""A spine: each measure of a municipality on a row of its own, against a comparison and the spread of all.

A sign says by its form and not only by its colour whether more or fewer are reached than in what is compared with. The
axis ends at a round number past what is shown here; a spread that goes on beyond it ends in a point.
"""

from collections.abc import Sequence

from lab.components.plots import picture, round_end, step_digits, text
from lab.participation import numbers
from lab.participation.compare import Vertebra
from lab.participation.measures import Estimate

WIDTH, LEFT, RIGHT = 550.0, 160.0, 26.0
ROW, HEAD, FOOT = 40.0, 8.0, 44.0
PARTS, STEPS = 4, (1, 2, 4, 8)
SIGN = 9.0
SWATCH = (44.0, 28.0)

Named = tuple[str, Vertebra]


def spine(rows: Sequence[Named]) -> str:
    """The picture, with a row for each measure and its name."""
    end = round_end(max((_reach(one) for _name, one in rows), default=1.0), STEPS)
    bottom = HEAD + ROW * len(rows)
    inside = "".join(_grid(end * part / PARTS, end, bottom) for part in range(PARTS + 1))
    inside += "".join(_row(name, one, HEAD + ROW * (place + 0.5), end) for place, (name, one) in enumerate(rows))
    return picture(inside, WIDTH, bottom + FOOT)


def legend(verdicts: Sequence[tuple[str, str]], spread: str, half: str, other: str) -> tuple[tuple[str, str], ...]:
    """What signs and bars stand for, each as a swatch (SVG) and words; `verdicts` are (verdict, words)."""
    x, y = SWATCH[0] / 2, SWATCH[1] / 2
    signs = [(_sign(verdict, x, y), words) for verdict, words in verdicts]
    bars = [(_line("range", 4, 40, y), spread), (_line("half", 4, 40, y), half), (_tick(x, y), other)]
    return tuple((picture(inside, *SWATCH), words) for inside, words in (*signs, *bars))


def _reach(one: Vertebra) -> float:
    ends = (one.here.hi if one.here else None, one.other, one.three_quarters)
    return max((end for end in ends if end is not None), default=1.0)


def _grid(value: float, end: float, bottom: float) -> str:
    x = _x(value, end)
    name = numbers.decimal(value, step_digits(end / PARTS))
    line = f'<line class="{"grid" if value else "axis"}" x1="{x:.1f}" x2="{x:.1f}" y1="{HEAD}" y2="{bottom}"/>'
    return line + text(x, bottom + 28, name)


def _row(name: str, one: Vertebra, y: float, end: float) -> str:
    found = text(LEFT - 12, y + 6, name, anchor="end")
    if one.lowest is not None and one.highest is not None:
        found += _line("range", _x(one.lowest, end), _x(min(one.highest, end), end), y)
        found += _point(y) if one.highest > end else ""
    if one.quarter is not None and one.three_quarters is not None:
        found += _line("half", _x(one.quarter, end), _x(one.three_quarters, end), y)
    found += _tick(_x(one.other, end), y) if one.other is not None else ""
    return found + (_here(one.here, one.verdict, y, end) if one.here else text(_x(0, end) + 14, y + 6, "–"))


def _here(here: Estimate, verdict: str, y: float, end: float) -> str:
    return _line("reach", _x(here.lo, end), _x(here.hi, end), y) + _sign(verdict, _x(here.value, end), y)


def _sign(verdict: str, x: float, y: float) -> str:
    if verdict not in ("more", "fewer"):
        return f'<circle class="sign {verdict or "alone"}" cx="{x:.1f}" cy="{y:.1f}" r="{SIGN - 2}"/>'
    tip = -SIGN if verdict == "more" else SIGN
    corners = f"{x:.1f},{y + tip:.1f} {x - SIGN:.1f},{y - tip * 0.7:.1f} {x + SIGN:.1f},{y - tip * 0.7:.1f}"
    return f'<polygon class="sign {verdict}" points="{corners}"/>'


def _tick(x: float, y: float) -> str:
    return f'<line class="with" x1="{x:.1f}" x2="{x:.1f}" y1="{y - 13:.1f}" y2="{y + 13:.1f}"/>'


def _line(style: str, x1: float, x2: float, y: float) -> str:
    return f'<line class="{style}" x1="{x1:.1f}" x2="{x2:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'


def _point(y: float) -> str:
    x = WIDTH - RIGHT
    return f'<polygon class="beyond" points="{x},{y - 7} {x + 12},{y} {x},{y + 7}"/>'


def _x(value: float, end: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * min(value, end) / end
