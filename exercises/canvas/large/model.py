"""A large picture model of the lab's own: found, planned for, loaded, painted with, and let go of again."""

import gc
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from exercises.canvas.large.ade20k import coloured
from exercises.canvas.large.errors import (
    LargeModelBroken,
    LargeModelError,
    NotUsable,
    OutOfMemory,
    PictureNotShown,
    StillLoading,
)
from exercises.canvas.large.kinds import Kind
from exercises.canvas.large.looker import Looker
from exercises.canvas.large.memory import Plan
from exercises.canvas.large.prompt import AGAINST, prompt_of
from exercises.canvas.large.survey import Survey, surveyed
from exercises.canvas.large.wanted import Wanted
from exercises.canvas.png import png_of
from exercises.canvas.requests import Painting, Picture
from exercises.canvas.usual_numbers import others_wait

log = logging.getLogger(__name__)
MOST_FAILURES = 3
"""Times without room, one after another, after which the model is let go of."""


class _Stopped(Exception):
    """Whoever asked no longer wants the picture."""


class LargeModel:
    """One diffusers pipeline behind the small model's door. Loads in its own thread; paints in the engine's only."""

    def __init__(self, wanted: Wanted, device: str) -> None:
        """Loads nothing yet. `device` is "cuda" or "cpu"."""
        self.name = Path(wanted.model).name
        self.plan: Plan | None = None
        self._wanted = wanted
        self._device = device
        self._pipeline: Any = None
        self._kind: Kind | None = None
        self._looker: Looker | None = None
        self._failed: LargeModelError | None = None
        self._failures = 0

    @property
    def hidden(self) -> int:
        """How many pictures were not shown. Nothing else is kept of them."""
        return self._looker.held_back if self._looker else 0

    def state(self) -> str:
        """ "loading", "ready", or why it cannot be used."""
        if self._failed:
            return self._failed.told()
        return "ready" if self._pipeline else "loading"

    def load_in_background(self) -> threading.Thread:
        """Load without keeping anyone waiting; what goes wrong is told by `state` and beside the pictures."""
        thread = threading.Thread(target=self._load_or_tell, name="large model", daemon=True)
        thread.start()
        return thread

    def load(self) -> None:
        """Find it, plan its memory, load it and paint once. Raises a LargeModelError."""
        self._looker = Looker()
        survey = surveyed(self._wanted, self._device)
        self.plan, self._kind = survey.plan, survey.kind
        log.info("The large model %s is loaded %s.", self.name, self.plan.told())
        with others_wait():
            pipeline = self._loaded(survey)
        self._arranged(pipeline, self.plan)
        self._warm_up(pipeline)
        self._pipeline = pipeline

    def unload(self) -> None:
        """Give its memory back."""
        self._pipeline = None
        _tidy()

    def paint(
        self, request: Painting, draft: Callable[[], np.ndarray], step: Callable[[int, int], bool]
    ) -> Picture | None:
        """The picture, or None where `step` (done, of how many) said to stop. `draft` gives the small model's picture.

        Raises a SmallModelInstead where it cannot paint, or PictureNotShown where the looker held it back.
        """
        pipeline = self._ready()
        began = time.perf_counter()
        image = self._tried(pipeline, request, draft, step)
        if image is None:
            return None
        assert self._looker
        if not self._looker.lets_through(image):
            raise PictureNotShown()
        return Picture(
            png=png_of(image), height=image.shape[0], width=image.shape[1], device=self._device, model=self.name,
            milliseconds=(time.perf_counter() - began) * 1000, steps=self._steps(), seed=request.seed,
            style=request.style,
        )  # fmt: skip

    def _ready(self) -> Any:
        if self._failed:
            raise NotUsable()
        if self._pipeline is None:
            raise StillLoading()
        return self._pipeline

    def _load_or_tell(self) -> None:
        try:
            self.load()
        except LargeModelError as error:
            self._failed = _without_its_story(error)
            log.warning("%s", error.told())
        except Exception as error:
            self._failed = LargeModelBroken(why=type(error).__name__)
            log.exception("The large model cannot be loaded.")
        if self._failed:
            _tidy()

    def _loaded(self, survey: Survey) -> Any:
        import diffusers
        import torch

        how = {"torch_dtype": torch.bfloat16 if self._device != "cpu" else torch.float32, "local_files_only": True}
        parts: dict[str, Any] = {}
        name = survey.kind.pipeline
        if name.startswith("StableDiffusion") and "XL" not in name:
            # Its own checker knows photographs only; ours looks at every picture of every kind of model.
            parts |= {"safety_checker": None, "requires_safety_checker": False}
        try:
            if survey.control:
                parts["controlnet"] = diffusers.ControlNetModel.from_pretrained(survey.control, **how)
            pipeline = getattr(diffusers, name).from_pretrained(survey.model, **parts, **how)
            if survey.lora:
                pipeline.scheduler = diffusers.LCMScheduler.from_config(pipeline.scheduler.config)
                pipeline.load_lora_weights(survey.lora, local_files_only=True)
                pipeline.fuse_lora()
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as broken:
            raise LargeModelBroken(why=f"{type(broken).__name__}: {str(broken)[:200]}") from broken
        pipeline.set_progress_bar_config(disable=True)
        return pipeline

    def _arranged(self, pipeline: Any, how: Plan) -> None:
        """Put it where it computes, as the plan says."""
        if how.way == "offload":
            pipeline.enable_model_cpu_offload()
        else:
            pipeline.to(self._device)
        if how.way != "whole":
            pipeline.enable_attention_slicing()
            for thrift in ("enable_slicing", "enable_tiling"):
                if hasattr(pipeline.vae, thrift):
                    getattr(pipeline.vae, thrift)()

    def _warm_up(self, pipeline: Any) -> None:
        """The first picture of a process is slow, and shows whether the plan was right."""
        side = self._side()
        grey = np.full((side, side, 3), 128, dtype=np.uint8)
        self._tried(pipeline, Painting(bytes(256), 16, 16, "noon", 0), lambda: grey, lambda done, steps: True)

    def _tried(
        self, pipeline: Any, request: Painting, draft: Callable[[], np.ndarray], step: Callable[[int, int], bool]
    ) -> np.ndarray | None:
        """(H, W, 3) uint8; None where `step` said to stop. Raises OutOfMemory."""
        try:
            image = self._painted(pipeline, request, draft, step)
        except _Stopped:
            pipeline.maybe_free_model_hooks()
            return None
        except Exception as error:
            if not _is_about_memory(error):
                raise
            raise self._without_room() from error
        self._failures = 0
        return image

    def _painted(
        self, pipeline: Any, request: Painting, draft: Callable[[], np.ndarray], step: Callable[[int, int], bool]
    ) -> np.ndarray:
        """(H, W, 3) uint8. Raises _Stopped."""
        import torch

        assert self._kind
        steps = self._steps()
        total = self._kind.times(steps)

        def after_step(_pipeline: Any, index: int, _time: Any, values: dict[str, Any]) -> dict[str, Any]:
            if not step(min(index + 1, total), total):
                raise _Stopped
            return values

        answer = pipeline(
            **self._asked(request, draft),
            num_inference_steps=steps,
            generator=torch.Generator("cpu").manual_seed(request.seed),
            callback_on_step_end=after_step,
        )
        return np.asarray(answer.images[0].convert("RGB"))

    def _asked(self, request: Painting, draft: Callable[[], np.ndarray]) -> dict[str, Any]:
        """The arguments that this kind of model takes."""
        from PIL import Image

        assert self._kind
        side, grid = self._side(), request.grid()
        shown = coloured(grid) if self._kind.takes == "control" else draft()
        how = Image.Resampling.NEAREST if self._kind.takes == "control" else Image.Resampling.LANCZOS
        asked: dict[str, Any] = {
            "prompt": prompt_of(grid, request.style, request.words),
            "image": Image.fromarray(shown).resize((side, side), how),
            "guidance_scale": self._kind.guidance,
            **dict(self._kind.extra),
        }
        if self._kind.takes == "draft":
            asked["strength"] = self._kind.strength
        if self._kind.takes != "draft" or "Sana" in self._kind.pipeline:
            asked |= {"height": side, "width": side}
        if self._kind.against and self._kind.guidance > 1:
            asked["negative_prompt"] = AGAINST
        if "Sana" in self._kind.pipeline:
            asked["use_resolution_binning"] = side >= 1024
        return asked

    def _steps(self) -> int:
        assert self._kind
        return self._wanted.steps or self._kind.steps

    def _side(self) -> int:
        assert self._kind
        return self._wanted.size or self._kind.size

    def _without_room(self) -> OutOfMemory:
        """Tidies up; a model that never has room is let go of, so that the small one keeps its own."""
        _tidy()
        self._failures += 1
        if self._failures >= MOST_FAILURES:
            self._failed = OutOfMemory()
            self.unload()
        return OutOfMemory()


def _without_its_story(error: LargeModelError) -> LargeModelError:
    """The error alone: where it came from holds on to the model, and with it to the memory of a GPU."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _is_about_memory(error: Exception) -> bool:
    """An UnboundLocalError is what one pipeline of diffusers 0.42 makes of being out of memory while it decodes."""
    import torch

    words = str(error).casefold()
    return (
        isinstance(error, torch.OutOfMemoryError | MemoryError | UnboundLocalError)
        or "out of memory" in words
        or "can't allocate memory" in words
    )


def _tidy() -> None:
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
