"""How well the picture obeyed the map, in words made by rule from what the reader sees. Pure: no model, no page."""

from dataclasses import dataclass

import numpy as np

from exercises.canvas.materials import MATERIALS, Material, material
from exercises.canvas.requests import Read
from lab.i18n import N_
from lab.i18n import gettext as _

WORTH_TELLING = 0.004
"""Part of the map that a material must cover to be spoken of; less is a slip of the brush."""
SMALL = 0.02
"""Part of the map below which a patch is small for the model."""
DISOBEYED = 0.5
"""Overlap below which a material is said to have been missed."""

GRADES = ((0.75, N_("obeyed well")), (0.5, N_("obeyed mostly")), (0.25, N_("obeyed a little")),
          (0.0, N_("hardly obeyed")))  # fmt: skip
IN_ALL = (
    (0.7, N_("The computer did as you asked almost everywhere.")),
    (0.5, N_("The computer did as you asked in most places.")),
    (0.3, N_("The computer did as you asked in some places.")),
    (0.0, N_("This time the computer mostly went its own way.")),
)


@dataclass(frozen=True)
class Row:
    """One material that was asked for."""

    key: str
    part: float
    """Of the map, 0 to 1."""
    overlap: float
    """Intersection over union of what was asked for and what is seen, 0 to 1."""
    instead: str
    """Key of what is mostly seen where it was asked for and is not; empty where nothing is missing."""


def rows(read: Read) -> tuple[Row, ...]:
    """Every material worth telling of, the largest first."""
    asked = np.frombuffer(read.asked, dtype=np.uint8)
    seen = np.frombuffer(read.labels, dtype=np.uint8)
    found = [_row(material(key), overlap, asked, seen) for key, overlap in read.obedience.items()]
    return tuple(sorted((row for row in found if row.part >= WORTH_TELLING), key=lambda row: -row.part))


def grade(overlap: float) -> str:
    """One short phrase for an overlap, in the reader's language."""
    return _(next(words for least, words in GRADES if overlap >= least))


def sentences(found: tuple[Row, ...], mean: float, language: str) -> list[str]:
    """What to say of a picture: how it went in all, what went best, and what went wrong and how."""
    said = [_(next(words for least, words in IN_ALL if mean >= least))]
    if len(found) < 2:
        return said
    best, worst = max(found, key=lambda row: row.overlap), min(found, key=lambda row: row.overlap)
    best_words = _("It obeyed best where you painted {name}: {points} of 100.")
    said.append(best_words.format(name=_name(best.key, language), points=round(100 * best.overlap)))
    if worst.overlap < DISOBEYED:
        said.extend(_of_worst(worst, language))
    return said


def _of_worst(row: Row, language: str) -> list[str]:
    name = _name(row.key, language)
    if row.instead:
        told = _("Where you painted {name}, it mostly sees {other}.").format(
            name=name, other=_name(row.instead, language)
        )
    else:
        told = _("It sees {name} in places where you painted something else.").format(name=name)
    if row.part >= SMALL:
        return [told]
    return [told, _("Small patches are hard for it: make that one bigger and look again.")]


def _row(asked_for: Material, overlap: float, asked: np.ndarray, seen: np.ndarray) -> Row:
    wanted = asked == asked_for.id
    missing = wanted & (seen != asked_for.id)
    # A few points along an outline are no confusion.
    if missing.sum() <= 0.1 * wanted.sum():
        return Row(asked_for.key, float(wanted.mean()), overlap, "")
    counts = np.bincount(seen[missing], minlength=len(MATERIALS))
    return Row(asked_for.key, float(wanted.mean()), overlap, MATERIALS[int(counts.argmax())].key)


def _name(key: str, language: str) -> str:
    return material(key).name(language).lower()
