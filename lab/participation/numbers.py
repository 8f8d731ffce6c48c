"""Numbers as the reader writes them: in Swedish 1 234,5 and 12 %, and in words where a count is protected."""

from babel.numbers import format_decimal, format_percent

from lab.i18n import gettext as _
from lab.i18n import language
from lab.participation.disclosure import SMALLEST_SHOWN, Published
from lab.participation.measures import Estimate


def whole(number: int) -> str:
    return str(format_decimal(number, locale=language()))


def decimal(number: float, digits: int) -> str:
    """With so many decimals, always written out; what rounds to nothing has no sign."""
    return str(format_decimal(round(number, digits) + 0.0, format=f"#,##0.{'0' * digits}", locale=language()))


def rate(per_thousand: float) -> str:
    """One decimal; two under 1, so that small rates can be told apart."""
    return decimal(per_thousand, _digits(per_thousand, 1))


def as_shown(per_thousand: float) -> float:
    """The number that `rate` writes."""
    return round(per_thousand, _digits(per_thousand, 1))


def _digits(value: float, digits: int) -> int:
    return 2 if digits == 1 and 0 < abs(value) < 1 else digits


def percent(share: float) -> str:
    """A share of 0..1 in whole per cent."""
    return str(format_percent(share, locale=language()))


def span(estimate: Estimate, digits: int) -> str:
    """The two ends of an interval, to the digits of its value; in words where one is below zero: a dash is no minus."""
    digits = _digits(estimate.value, digits)
    lo, hi = (decimal(end, digits).replace("-", "−") for end in (estimate.lo, estimate.hi))
    return _("{lo} to {hi}", lo=lo, hi=hi) if estimate.lo < 0 else f"{lo}–{hi}"


def with_span(estimate: Estimate | None, digits: int) -> str:
    """A value and its interval; a dash where there is none."""
    return f"{decimal(estimate.value, _digits(estimate.value, digits))} ({span(estimate, digits)})" if estimate else "–"


def total(count: Published) -> str:
    """A count that stands for itself."""
    return _("fewer than {number}", number=SMALLEST_SHOWN) if count.number is None else whole(count.number)


def total_or_dash(count: Published) -> str:
    """A count that is held back together with another one, and need not be small itself."""
    return "–" if count.number is None else whole(count.number)


def part(count: Published) -> str:
    """A count in a table of parts, where larger counts too may be protected."""
    return _("protected") if count.number is None else whole(count.number)


def part_share(share: float | None) -> str:
    """A share of 0..1, or a dash where it is protected."""
    return "–" if share is None else percent(share)


def listed(words: list[str]) -> str:
    """One, two and three."""
    if len(words) < 2:
        return "".join(words)
    return _("{these} and {this}", these=", ".join(words[:-1]), this=words[-1])
