"""What the canvas page asks of the portal: open, paint, finish, stand in line, save, download. Plain data, no Gradio.

Each answer is JSON data. A LabError becomes {"error", "hint"} in the participant's language; a newer request having
taken the place of an older one is {"replaced"}, which the page need not tell anyone. While the leader has paused or
stopped the session the answer is {"paused"} or {"stopped"}, and a seat that no longer holds is told {"gone"}.
"""

import asyncio
import base64
import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from exercises.canvas import marking
from exercises.canvas.exercise import EXERCISE
from exercises.canvas.label_runs import encoded
from exercises.canvas.materials import MATERIALS, STYLES, material
from exercises.canvas.orders import file_name, flag, painting_of, words_of
from exercises.canvas.pacing import Pace, pace, painters_now, whole_size
from exercises.canvas.requests import Painting, Picture
from exercises.canvas.templates import SIZE, starting_maps
from exercises.canvas.words import words
from lab import i18n
from lab.engine_host import WorkCancelled, WorkReplaced
from lab.errors import LabError
from lab.exercise import Controls, MadePicture, Participant, Workbench
from lab.i18n import N_
from lab.i18n import gettext as _

REMEMBERED = 200
"""Participants whose latest picture is kept at hand, so that saving it need not paint it again."""
LOOK = "#look"
"""What a participant's slow work is owned under, so that it neither replaces nor is replaced by strokes."""

Answer = dict[str, Any]
Verb = Callable[[Participant, Any], Awaitable[Answer]]


class Easel:
    """Serves every participant of the canvas; knows of each only the picture it painted last, and when."""

    def __init__(self, workbench: Workbench) -> None:
        self.workbench = workbench
        self._latest: OrderedDict[str, tuple[Painting, Picture]] = OrderedDict()
        self._strokes: OrderedDict[str, float] = OrderedDict()
        self._told: OrderedDict[tuple[str, str], None] = OrderedDict()
        # A pause lets nobody lose anything: what is painted can still be looked at, saved and taken away.
        self._always = (self.open, self.standing, self.save, self.download, self.leave)

    async def answer(self, verb: Verb, order: Any, request: Any) -> Answer:
        """Do `verb` for whoever sent `request`; what a person should be told is in the answer, never raised."""
        i18n.speak(self.workbench.language(request))
        participant, said = await asyncio.to_thread(self._arrived, request)
        if participant is None or EXERCISE.slug not in participant.exercises:
            return {"gone": True}
        if verb not in self._always and (held := _held(said)):
            return held
        try:
            return await verb(participant, order)
        except WorkReplaced:
            return {"replaced": True}
        except WorkCancelled as cancelled:  # a leader who stops everyone drops what is being made
            said = await asyncio.to_thread(self.workbench.controls, participant)
            return _held(said) or _told(cancelled)
        except LabError as error:
            return _told(error)

    async def open(self, participant: Participant, _order: Any) -> Answer:
        """All that the page shows, in the participant's language."""
        self.workbench.engines.warm(EXERCISE.engine)
        self.see(participant, N_("Choosing materials"))
        saved = await asyncio.to_thread(self.workbench.saved, participant)
        return palette(i18n.language()) | {
            "seat": _place(participant),
            "keeps": bool(participant.session),
            "home": "/seat" if participant.session else "/exercises",
            "saved": list(saved),
            "demo": _("Demo: everything here is made up.") if self.workbench.demo else "",
        }

    async def paint(self, participant: Participant, order: Any) -> Answer:
        """The picture of one map. `order`: {"map": runs, "style": key, "seed": number, "moving": brush is down}.

        "whole" in the answer is false where the picture is smaller than one at rest, and "wait" is how many
        milliseconds the page lets pass between two requests.
        """
        given = self._pace(participant, flag(order, "moving"))
        painting = painting_of(order, given.size)
        self.see(participant, N_("Painting"))
        await self._happened(participant, "started")
        answer = await self._shown(participant, painting, participant.key)
        return answer | {"whole": given.size == self._whole(), "wait": given.milliseconds}

    async def finish(self, participant: Participant, order: Any) -> Answer:
        """The same map in more steps, and by the large model where there is one; it waits behind all strokes."""
        painting = await self.painting(participant, order)
        self.see(participant, N_("Finishing a picture"))
        return await self._shown(participant, painting, participant.key + LOOK)

    async def standing(self, participant: Participant, order: Any) -> Answer:
        """Where the participant's picture stands: place in the queue (0 when it is painted now), and steps.

        `order` {"look": true} asks for what is slow. What the leader has said of the session is told along with it.
        """
        engines = self.workbench.engines
        standing = engines.standing(participant.key + (LOOK if flag(order, "look") else ""))
        said = await asyncio.to_thread(self.workbench.controls, participant)
        answer: Answer = {"ready": engines.status().state == "ready", "free_text": said.free_text} | _held(said)
        if standing is None:
            return answer
        return answer | {"place": standing.place, "step": standing.step, "steps": standing.steps}

    async def save(self, participant: Participant, order: Any) -> Answer:
        """Keep the picture of this map in the session's gallery, marked as made by AI."""
        made = await self._marked(participant, order)
        picture = await asyncio.to_thread(self.workbench.save, participant, made)
        self.see(participant, N_("Saved a picture"))
        await asyncio.to_thread(self.workbench.happened, participant, EXERCISE.slug, "saved")
        await self._happened(participant, "finished")
        return {"id": picture}

    async def download(self, participant: Participant, order: Any) -> Answer:
        """The marked picture of this map, and what its file is to be called."""
        made = await self._marked(participant, order)
        return {"png": as_text(made.png), "name": file_name(made.style, made.seed)}

    async def leave(self, participant: Participant, _order: Any) -> Answer:
        """The participant goes: what it has waiting is dropped, and the exercise is finished."""
        self.workbench.engines.cancel(participant.key)
        self.workbench.engines.cancel(participant.key + LOOK)
        if (_place(participant), "started") in self._told:
            await self._happened(participant, "finished")
        return {}

    async def look(self, participant: Participant, request: Any) -> Any:
        """What the engine makes of a slow request, which a newer slow one of the same participant replaces."""
        return await self._asked(participant.key + LOOK, request)

    async def painting(self, participant: Participant, order: Any) -> Painting:
        """What an order asks for at the size of a picture at rest, with words where the leader lets them be written."""
        said = await asyncio.to_thread(self.workbench.controls, participant)
        return painting_of(order, self._whole(), words_of(order) if said.free_text else "")

    def see(self, participant: Participant, what: str) -> None:
        """Tell the leader's board; `what` is a msgid."""
        self.workbench.seen(participant, EXERCISE.slug, what)

    def _arrived(self, request: Any) -> tuple[Participant | None, Controls]:
        """Who asks, and what the leader has said of their session."""
        participant = self.workbench.who(request)
        return participant, self.workbench.controls(participant) if participant else Controls()

    def _whole(self) -> int:
        return whole_size(self.workbench.engines.status().device)

    def _pace(self, participant: Participant, moving: bool) -> Pace:
        now = time.monotonic()
        _remember(self._strokes, participant.key, now)
        return pace(painters_now(self._strokes, now), self.workbench.engines.status().device, moving)

    async def _asked(self, owner: str, request: Any) -> Any:
        future = self.workbench.engines.submit(EXERCISE.slug, EXERCISE.engine, owner, request)
        return await asyncio.wrap_future(future)

    async def _picture(self, participant: Participant, painting: Painting, owner: str) -> Picture:
        kept = self._latest.get(participant.key)
        if kept and kept[0] == painting:
            return kept[1]
        picture: Picture = await self._asked(owner, painting)
        _remember(self._latest, participant.key, (painting, picture))
        return picture

    async def _shown(self, participant: Participant, painting: Painting, owner: str) -> Answer:
        started = time.perf_counter()
        picture = await self._picture(participant, painting, owner)
        waited = round((time.perf_counter() - started) * 1000)
        note = _(picture.note) if picture.note else ""
        return {"png": as_text(picture.png), "model": picture.model, "milliseconds": waited, "note": note}

    async def _marked(self, participant: Participant, order: Any) -> MadePicture:
        painting = await self.painting(participant, order)
        slow = painting.steps > 1
        picture = await self._picture(participant, painting, participant.key + (LOOK if slow else ""))
        plain = await asyncio.to_thread(marking.mark, picture.png, picture.model, painting.seed)
        png = await asyncio.to_thread(self.workbench.signed, plain, picture.model)
        return MadePicture(png, EXERCISE.slug, picture.model, painting.seed, painting.style)

    async def _happened(self, participant: Participant, kind: str) -> None:
        """Tell the ledger once for each participant."""
        once = (_place(participant), kind)
        if once not in self._told:
            _remember(self._told, once, None, 10 * REMEMBERED)
            await asyncio.to_thread(self.workbench.happened, participant, EXERCISE.slug, kind)


def _held(said: Controls) -> Answer:
    """What holds everyone up; empty where nothing does."""
    if said.stopped:
        return {"stopped": True}
    return {"paused": True} if said.paused else {}


def _told(error: LabError) -> Answer:
    return {"error": error.told(), "hint": error.advised()}


def palette(language: str) -> Answer:
    """Words, materials, styles and starting maps as the page wants them."""
    return {
        "language": language,
        "size": SIZE,
        "erased": [material("sky").id, material("grass").id],
        "words": words(),
        "materials": [
            {"key": one.key, "name": one.name(language), "colour": one.colour, "icon": one.icon, "pattern": one.pattern}
            for one in MATERIALS
        ],
        "styles": [{"key": one.key, "name": one.name(language), "icon": one.icon} for one in STYLES],
        "maps": [{"key": one.key, "name": _(one.title), "map": encoded(one.labels)} for one in starting_maps()],
    }


def as_text(data: bytes) -> str:
    """Bytes as JSON can carry them."""
    return base64.b64encode(data).decode("ascii")


def _place(participant: Participant) -> str:
    """One name for this person in this seat: a seat that is given on must not show what another has painted."""
    return hashlib.sha256(f"{participant.key}/{participant.card}".encode()).hexdigest()[:16]


def _remember(memory: OrderedDict[Any, Any], key: Any, value: Any, most: int = REMEMBERED) -> None:
    memory[key] = value
    memory.move_to_end(key)
    while len(memory) > most:
        memory.popitem(last=False)
