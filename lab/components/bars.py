"""Two bars for each group: its share of those who came, and of those who live there. Drawn with HTML alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_FIGURE = Markup(
    '<figure class="bars" role="group" aria-label="{title}"><figcaption><strong>{title}</strong>'
    '<span class="bars-key"><span class="bar-came"></span> {came} <span class="bar-live"></span> {live}</span>'
    '</figcaption><div class="bars-rows">{rows}</div></figure>'
)
_ROW = Markup('<p class="bars-name">{name}</p><div class="bars-pair">{came}{live}</div>')
_BAR = Markup(
    '<p class="bar"><span class="bar-{kind}" style="width:{width:.1f}%"></span>'
    '<span class="bar-text"><span class="visually-hidden">{label}: </span>{text}</span></p>'
)
_MISSING = Markup(
    '<p class="bar"><span class="bar-text"><span class="visually-hidden">{label}: </span>{text}</span></p>'
)


@dataclass(frozen=True)
class Bar:
    """A share of 0..1 and how it is written; no share draws the text alone."""

    share: float | None
    text: str


@dataclass(frozen=True)
class Pair:
    """One group's two bars."""

    name: str
    came: Bar
    live: Bar


def share_bars(title: str, came: str, live: str, pairs: Sequence[Pair]) -> Markup:
    """The figure: `came` and `live` name the two kinds of bar; the axis ends at the first full tenth past them all."""
    shares = [bar.share for pair in pairs for bar in (pair.came, pair.live) if bar.share is not None]
    end = min(1.0, (int(max(shares, default=0) * 10) + 1) / 10)
    rows = [
        _ROW.format(name=pair.name, came=_bar("came", came, pair.came, end), live=_bar("live", live, pair.live, end))
        for pair in pairs
    ]
    return _FIGURE.format(title=title, came=came, live=live, rows=Markup("").join(rows))


def _bar(kind: str, label: str, bar: Bar, end: float) -> Markup:
    if bar.share is None:
        return _MISSING.format(label=label, text=bar.text)
    return _BAR.format(kind=kind, width=80 * bar.share / end, label=label, text=bar.text)
