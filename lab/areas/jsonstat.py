"""The cells of a JSON-stat 2 answer by the codes of its dimensions. Pure: an answer goes in, numbers come out."""

from collections.abc import Mapping
from itertools import product
from typing import Any

Cells = dict[tuple[str, ...], int]
"""Counts by their codes, in the order of the dimensions that were asked for."""


def cells(answer: Mapping[str, Any], dimensions: tuple[str, ...]) -> Cells:
    """Every count of an answer; a cell without a value is left out. Raises ValueError or KeyError where it is none.

    Dimensions of one category may be there unasked; any other would make several cells of one name.
    """
    names: list[str] = list(answer["id"])
    codes = [_codes(answer["dimension"][name]["category"]["index"]) for name in names]
    if [len(each) for each in codes] != list(answer["size"]):
        raise ValueError("sizes do not fit the categories")
    if any(name not in dimensions and len(each) > 1 for name, each in zip(names, codes, strict=True)):
        raise ValueError("a dimension that was not asked for")
    values = _values(answer["value"])
    wanted = [names.index(name) for name in dimensions]
    return {
        tuple(key[place] for place in wanted): _count(values[number])
        for number, key in enumerate(product(*codes))
        if values.get(number) is not None
    }


def categories(answer: Mapping[str, Any], dimension: str) -> list[str]:
    """The codes of one dimension, in order."""
    return _codes(answer["dimension"][dimension]["category"]["index"])


def _codes(index: Mapping[str, int] | list[str]) -> list[str]:
    """The standard lets an index be a list, or places by code."""
    return list(index) if isinstance(index, list) else sorted(index, key=lambda code: index[code])


def _values(value: list[Any] | Mapping[str, Any]) -> dict[int, Any]:
    """The standard lets values be a list, or places that have one."""
    return dict(enumerate(value)) if isinstance(value, list) else {int(place): one for place, one in value.items()}


def _count(value: Any) -> int:
    count = int(value)
    if count != value or count < 0:
        raise ValueError(f"not a count: {value}")
    return count
