"""What the canvas page asks of the portal: open, paint, stand in line, save, download. Plain data, and no Gradio.

Each answer is JSON data. A LabError becomes {"error", "hint"} in the participant's language; a newer request having
taken the place of an older one is {"replaced"}, which the page need not tell anyone.
"""

import asyncio
import base64
import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from exercises.canvas import marking
from exercises.canvas.engine import Painting, Picture
from exercises.canvas.errors import MapNotValid
from exercises.canvas.exercise import EXERCISE
from exercises.canvas.label_runs import decoded, encoded
from exercises.canvas.materials import MATERIALS, STYLES, material, style
from exercises.canvas.templates import SIZE, starting_maps
from exercises.canvas.words import words
from lab import i18n
from lab.engine_host import WorkReplaced
from lab.errors import LabError
from lab.exercise import MadePicture, Participant, Workbench
from lab.i18n import N_
from lab.i18n import gettext as _

REMEMBERED = 200
"""Participants whose latest picture is kept at hand, so that saving it need not paint it again."""

Answer = dict[str, Any]
Verb = Callable[[Participant, Any], Awaitable[Answer]]


class Easel:
    """Serves every participant of the canvas; knows of each only the picture it painted last."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._latest: OrderedDict[str, tuple[Painting, Picture]] = OrderedDict()
        self._told: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def answer(self, verb: Verb, order: Any, request: Any) -> Answer:
        """Do `verb` for whoever sent `request`; what a person should be told is in the answer, never raised."""
        i18n.speak(self._workbench.language(request))
        participant = await asyncio.to_thread(self._workbench.who, request)
        if participant is None or EXERCISE.slug not in participant.exercises:
            return {"gone": True}
        try:
            return await verb(participant, order)
        except WorkReplaced:
            return {"replaced": True}
        except LabError as error:
            return {"error": error.told(), "hint": error.advised()}

    async def open(self, participant: Participant, _order: Any) -> Answer:
        """All that the page shows, in the participant's language."""
        self._workbench.engines.warm(EXERCISE.engine)
        self._see(participant, N_("Choosing materials"))
        saved = await asyncio.to_thread(self._workbench.saved, participant)
        return palette(i18n.language()) | {
            "seat": _place(participant),
            "keeps": bool(participant.session),
            "home": "/seat" if participant.session else "/exercises",
            "saved": list(saved),
            "demo": _("Demo: everything here is made up.") if self._workbench.demo else "",
        }

    async def paint(self, participant: Participant, order: Any) -> Answer:
        """The picture of one map. `order`: {"map": runs, "style": key, "seed": number}."""
        painting = painting_of(order)
        self._see(participant, N_("Painting"))
        await self._happened(participant, "started")
        started = time.perf_counter()
        picture = await self._picture(participant, painting)
        waited = round((time.perf_counter() - started) * 1000)
        return {"png": _text(picture.png), "model": picture.model, "milliseconds": waited}

    async def standing(self, participant: Participant, _order: Any) -> Answer:
        """Where the participant's picture stands: place in the queue (0 when it is painted now), and steps."""
        standing = self._workbench.engines.standing(participant.key)
        ready = self._workbench.engines.status().state == "ready"
        if standing is None:
            return {"ready": ready}
        return {"ready": ready, "place": standing.place, "step": standing.step, "steps": standing.steps}

    async def save(self, participant: Participant, order: Any) -> Answer:
        """Keep the picture of this map in the session's gallery, marked as made by AI."""
        painting = painting_of(order)
        made = await self._marked(participant, painting)
        picture = await asyncio.to_thread(self._workbench.save, participant, made)
        self._see(participant, N_("Saved a picture"))
        await asyncio.to_thread(self._workbench.happened, participant, EXERCISE.slug, "saved")
        await self._happened(participant, "finished")
        return {"id": picture}

    async def download(self, participant: Participant, order: Any) -> Answer:
        """The marked picture of this map, and what its file is to be called."""
        made = await self._marked(participant, painting_of(order))
        return {"png": _text(made.png), "name": f"verkstad-{made.style}-{made.seed}.png"}

    async def leave(self, participant: Participant, _order: Any) -> Answer:
        """The participant goes: what it has waiting is dropped, and the exercise is finished."""
        self._workbench.engines.cancel(participant.key)
        if (_place(participant), "started") in self._told:
            await self._happened(participant, "finished")
        return {}

    async def _picture(self, participant: Participant, painting: Painting) -> Picture:
        kept = self._latest.get(participant.key)
        if kept and kept[0] == painting:
            return kept[1]
        engines = self._workbench.engines
        future = engines.submit(EXERCISE.slug, EXERCISE.engine, participant.key, painting)
        picture: Picture = await asyncio.wrap_future(future)
        _remember(self._latest, participant.key, (painting, picture))
        return picture

    async def _marked(self, participant: Participant, painting: Painting) -> MadePicture:
        picture = await self._picture(participant, painting)
        png = await asyncio.to_thread(marking.mark, picture.png, picture.model, painting.seed)
        return MadePicture(png, EXERCISE.slug, picture.model, painting.seed, painting.style)

    def _see(self, participant: Participant, what: str) -> None:
        self._workbench.seen(participant, EXERCISE.slug, what)

    async def _happened(self, participant: Participant, kind: str) -> None:
        """Tell the ledger once for each participant."""
        once = (_place(participant), kind)
        if once not in self._told:
            _remember(self._told, once, None, 10 * REMEMBERED)
            await asyncio.to_thread(self._workbench.happened, participant, EXERCISE.slug, kind)


def painting_of(order: Any) -> Painting:
    """What a browser sent, checked: MapNotValid or UnknownStyle where it is not a map, style and seed."""
    if not isinstance(order, dict) or not isinstance(order.get("map"), str):
        raise MapNotValid(why="map")
    labels = decoded(order["map"], SIZE).tobytes()
    return Painting(labels, SIZE, SIZE, style(str(order.get("style"))).key, order.get("seed", 0))


def palette(language: str) -> Answer:
    """Words, materials, styles and starting maps as the page wants them."""
    return {
        "language": language,
        "size": SIZE,
        "erased": [material("sky").id, material("grass").id],
        "words": words(),
        "materials": [
            {"name": one.name(language), "colour": one.colour, "icon": one.icon, "pattern": one.pattern}
            for one in MATERIALS
        ],
        "styles": [{"key": one.key, "name": one.name(language), "icon": one.icon} for one in STYLES],
        "maps": [{"key": one.key, "name": _(one.title), "map": encoded(one.labels)} for one in starting_maps()],
    }


def _place(participant: Participant) -> str:
    """One name for this person in this seat: a seat that is given on must not show what another has painted."""
    return hashlib.sha256(f"{participant.key}/{participant.card}".encode()).hexdigest()[:16]


def _text(png: bytes) -> str:
    return base64.b64encode(png).decode("ascii")


def _remember(memory: OrderedDict[Any, Any], key: Any, value: Any, most: int = REMEMBERED) -> None:
    memory[key] = value
    memory.move_to_end(key)
    while len(memory) > most:
        memory.popitem(last=False)
