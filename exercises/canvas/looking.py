"""What the panels "Look inside" and "How well did the computer obey?" ask for: slow looks at one picture.

Each is owned apart from the strokes, and a newer look of the same participant replaces an older one that waits.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from exercises.canvas import honesty, seen
from exercises.canvas.easel import Answer, Easel, as_text
from exercises.canvas.label_runs import encoded
from exercises.canvas.materials import material, style
from exercises.canvas.requests import Alike, Comparison, Frames, Inside, Neighbours, Painting, Read, Reading, Ways
from lab import i18n
from lab.exercise import Participant
from lab.i18n import N_
from lab.i18n import gettext as _

STEPS = 8
NEIGHBOURS = 4
WAYS = {
    "fill": N_("Colours only"), "sketch": N_("A rule, without AI"),
    "small": N_("The small model"), "large": N_("The large model"),
}  # fmt: skip


class Look:
    """The slow verbs of the canvas; asked by way of an Easel, which knows who asks and what the leader has said."""

    def __init__(self, easel: Easel) -> None:
        self._easel = easel

    async def inside(self, participant: Participant, order: Any) -> Answer:
        """Each step of this picture: {"looked_at": pngs, "frames": its guesses as pngs, "noise": parts of noise}."""
        self._easel.see(participant, N_("Looking inside a picture"))
        painting = await self._easel.painting(participant, order)
        found: Frames = await self._easel.look(participant, Inside(painting, STEPS))
        return {
            "looked_at": [as_text(png) for png in found.looked_at],
            "frames": [as_text(png) for png in found.pngs],
            "noise": list(found.times),
        }

    async def alike(self, participant: Participant, order: Any) -> Answer:
        """The training pictures nearest to this one: {"pictures": [{"png", "map", "style", "number"}]}."""
        self._easel.see(participant, N_("Looking inside a picture"))
        painting = await self._easel.painting(participant, order)
        found: Neighbours = await self._easel.look(participant, Alike(painting, NEIGHBOURS))
        return {
            "pictures": [
                {"png": as_text(one.png), "map": as_text(one.labels), "style": _light(one.style), "number": one.number}
                for one in found.pictures
            ]
        }

    async def ways(self, participant: Participant, order: Any) -> Answer:
        """The same map in each way there is, with what it took."""
        self._easel.see(participant, N_("Comparing ways to paint"))
        # Each way as it follows the brush: more steps would make the small model look slow.
        painting = replace(await self._easel.painting(participant, order), steps=1)
        found: Ways = await self._easel.look(participant, Comparison(painting))
        return {
            "ways": [
                {"name": _(WAYS[way.name]), "png": as_text(way.png), "model": way.model, "joules": way.joules,
                 "milliseconds": way.milliseconds, "obedience": way.obedience}
                for way in found.ways
            ]
        }  # fmt: skip

    async def honesty(self, participant: Participant, order: Any) -> Answer:
        """What a second network sees in this picture, how well each material was obeyed, and words about it."""
        self._easel.see(participant, N_("Checking how well the computer obeyed"))
        painting = await self._easel.painting(participant, order)
        read: Read = await self._easel.look(participant, Reading(painting))
        return told(painting, read, i18n.language())


def told(painting: Painting, read: Read, language: str) -> Answer:
    """A reading as the page shows it: {"asked", "sees": maps, "rows", "mean", "sentences", "lack", "try"}."""
    rows = honesty.rows(read)
    materials = [row.key for row in rows]
    counts = seen.counted()
    return {
        "size": read.size,
        "asked": _map(read.asked, read.size),
        "sees": _map(read.labels, read.size),
        "rows": [
            {"material": material(row.key).id, "overlap": round(row.overlap, 3), "words": honesty.grade(row.overlap)}
            for row in rows
        ],
        "mean": round(read.mean, 3),
        "sentences": honesty.sentences(rows, read.mean, language),
        "lack": lack_in_words(seen.lack_of(counts, materials, painting.style), language),
        "try": _try(seen.example(counts, materials, painting.seed), language),
    }


def lack_in_words(lack: seen.Lack | None, language: str) -> str:
    """What of this map was seldom in the training pictures; empty where all of it was common."""
    if lack is None:
        return ""
    names = _both([material(key).name(language).lower() for key in lack.materials])
    what = (
        _("{materials} in the light of {light}").format(materials=names, light=_light(lack.style))
        if lack.style
        else names
    )
    if lack.of_thousand < 1:
        return _("Almost none of the pictures it learnt from had {what}.").format(what=what)
    return _("Of 1000 pictures that it learnt from, about {count} had {what}.").format(
        count=round(lack.of_thousand), what=what
    )


def _try(lack: seen.Lack, language: str) -> Answer:
    name = material(lack.materials[0]).name(language).lower()
    told = _("It has seldom seen {material} in {light}. Try it, and see what it makes up.")
    return {
        "words": told.format(material=name, light=_light(lack.style)),
        "style": lack.style,
        "material": material(lack.materials[0]).id,
    }


def _light(name: str) -> str:
    """A style or a blend in words: "winter and night with stars, half each"."""
    language = i18n.language()
    first, _part, rest = name.partition(":")
    keys = [first, rest.partition(":")[2]] if rest else [first]
    return _both([style(key).name(language).lower() for key in keys])


def _both(names: list[str]) -> str:
    return _("{one} and {other}").format(one=names[0], other=names[1]) if len(names) == 2 else names[0]


def _map(labels: bytes, size: int) -> str:
    return encoded(np.frombuffer(labels, dtype=np.uint8).reshape(size, size))
