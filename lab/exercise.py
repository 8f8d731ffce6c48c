"""The contract between the house and an exercise. No Gradio, no torch: both are imported when an exercise is opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from lab.engine_host import EngineHost


@dataclass(frozen=True)
class Exercise:
    """What an exercise says about itself; the catalogue, the booking form, the docs and the tests read this.

    `title`, `summary` and `learns` are English msgids. `engine` and `ui` are "module:function", imported when first
    opened: `engine()` gives an Engine inside the engine process, `ui(workbench)` gives a `gr.Blocks`.
    """

    slug: str
    title: str
    summary: str
    learns: tuple[str, ...]
    ages: tuple[int, int]
    """Youngest and oldest it is made for, in years."""
    minutes: int
    icon: str
    """A Material Symbols name."""
    engine: str
    ui: str


@dataclass(frozen=True)
class Participant:
    """Someone at an exercise: a youth in a seat, or staff trying it out (then session, seat and card are empty)."""

    key: str
    """Stable while the seat lasts, e.g. "seat:<session>:<number>" or "staff:<id>"."""
    lab: str = ""
    session: str = ""
    seat: int = 0
    card: str = ""
    exercises: tuple[str, ...] = ()
    """Slugs that may be opened."""


@dataclass(frozen=True)
class MadePicture:
    """A finished picture, marked as made by AI inside the file."""

    png: bytes
    exercise: str
    model: str
    seed: int
    style: str


class Progress(Protocol):
    """Told by an engine while it works: which request of the batch, the step done (from 1), and of how many."""

    def __call__(self, index: int, step: int, steps: int) -> None: ...


class Engine(Protocol):
    """Runs requests of one exercise. Same request, same result, whatever else is in the batch.

    Requests and results are frozen dataclasses of plain data (bytes, text, numbers), so that they can cross to another
    process. `cancelled(index)` is asked at every step; a cancelled request's place in the answer is None. An engine may
    also say `together`, the most requests that it gains from running at once: else 1 on a CPU and 16 elsewhere.

    A request may say `slow`: it is then run alone, behind live ones, and `progress` may run live ones of the same
    engine before it returns. So tell of progress often, and keep nothing of one request in the engine meanwhile.
    """

    device: str
    model: str

    def run(
        self, batch: Sequence[Any], progress: Progress, cancelled: Callable[[int], bool]
    ) -> Sequence[Any | None]: ...


@dataclass(frozen=True)
class Controls:
    """What a leader has said of a running session; as it stands here where nothing was said."""

    paused: bool = False
    """New pictures wait; work is kept, and what is finished can be saved."""
    stopped: bool = False
    """Nobody goes on until the leader lets them."""
    free_text: bool = False
    """Words may be written to a large picture model."""
    shown: str = ""
    """Id of the picture on the projector; empty: all in turn."""


@dataclass(frozen=True)
class Workbench:
    """What the house lends to an exercise's UI; the roof binds it. Each verb asks its own permission."""

    engines: "EngineHost"
    who: Callable[[Any], Participant | None]
    """The participant behind a Starlette request, or None where the cookie is missing or no longer holds."""
    seen: Callable[[Participant, str, str], None]
    """(participant, slug, what): what the seat is doing, for the leader's board."""
    happened: Callable[[Participant, str, str], None]
    """(participant, slug, kind): an exercise event for the ledger; kind is "started", "finished" or "saved"."""
    save: Callable[[Participant, MadePicture], str]
    """Keep a picture in the session's gallery; gives its id."""
    language: Callable[[Any], str]
    """The language of a request."""
    saved: Callable[[Participant], Sequence[str]] = lambda participant: ()
    """Ids of the pictures that the participant has kept in this session, the newest first."""
    controls: Callable[[Participant], Controls] = lambda participant: Controls()
    """What the leader has said of the participant's session; an exercise asks before it does what it is asked."""
    signed: Callable[[bytes, str], bytes] = lambda png, model: png
    """(PNG, name of the model) -> the same picture with Content Credentials, where the lab has a certificate."""
    demo: bool = False
    """Whether everything in this store is made up, which every page then says."""
