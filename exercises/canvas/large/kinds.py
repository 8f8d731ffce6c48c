"""The kinds of large model that can be painted with, by the class name in their model_index.json. Pure."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from exercises.canvas.large.errors import LargeModelBroken, LargeModelUnknown


@dataclass(frozen=True)
class Kind:
    """How one kind of model is called."""

    pipeline: str
    """The class in diffusers that paints."""
    takes: str
    """What shows it the map: "control" (ADE20K's colours), "draft" (it repaints the small model's picture, as noisy as
    `strength` says) or "reference" (it looks at the small model's picture)."""
    steps: int
    size: int
    """Side in pixels at which it was trained."""
    guidance: float
    strength: float = 0.0
    """Part of the draft that becomes noise: 0 to 1."""
    against: bool = False
    """Whether it takes what is not wanted."""
    extra: tuple[tuple[str, object], ...] = ()
    """More arguments."""

    def times(self, steps: int) -> int:
        """How often it looks at the picture when asked for `steps`: repainting skips the first part."""
        return steps if self.takes != "draft" else max(1, min(steps, int(steps * self.strength)))


_SD = Kind("StableDiffusionImg2ImgPipeline", "draft", 8, 512, 1.0, strength=0.6, against=True)
_SD_CONTROL = Kind("StableDiffusionControlNetPipeline", "control", 20, 512, 7.0, against=True)
_SDXL = Kind("StableDiffusionXLImg2ImgPipeline", "draft", 8, 1024, 1.0, strength=0.6, against=True)
_SDXL_CONTROL = Kind("StableDiffusionXLControlNetPipeline", "control", 24, 1024, 6.0, against=True)
_KLEIN = Kind("Flux2KleinPipeline", "reference", 4, 1024, 1.0)
_SANA = Kind(
    "SanaSprintImg2ImgPipeline", "draft", 3, 1024, 4.5, strength=0.7,
    extra=(("intermediate_timesteps", None), ("complex_human_instruction", None)),
)  # fmt: skip
_LCM = Kind("LatentConsistencyModelImg2ImgPipeline", "draft", 8, 512, 8.0, strength=0.6)

KINDS = {
    "StableDiffusionPipeline": _SD,
    "StableDiffusionImg2ImgPipeline": _SD,
    "StableDiffusionControlNetPipeline": _SD_CONTROL,
    "StableDiffusionXLPipeline": _SDXL,
    "StableDiffusionXLImg2ImgPipeline": _SDXL,
    "StableDiffusionXLControlNetPipeline": _SDXL_CONTROL,
    "LatentConsistencyModelPipeline": _LCM,
    "LatentConsistencyModelImg2ImgPipeline": _LCM,
    "Flux2KleinPipeline": _KLEIN,
    "SanaSprintPipeline": _SANA,
    "SanaSprintImg2ImgPipeline": _SANA,
}
WITH_CONTROL = {"StableDiffusionPipeline": _SD_CONTROL, "StableDiffusionXLPipeline": _SDXL_CONTROL}
LCM_STEPS = 4


def index_of(folder: Path) -> dict[str, object]:
    """What model_index.json says; LargeModelBroken where there is none to read."""
    try:
        index = json.loads((folder / "model_index.json").read_text("utf-8"))
    except (OSError, ValueError) as broken:
        raise LargeModelBroken(why=f"{folder}/model_index.json") from broken
    if not isinstance(index, dict):
        raise LargeModelBroken(why=f"{folder}/model_index.json")
    return index


def kind_of(index: dict[str, object], control: bool = False, lora: bool = False) -> Kind:
    """How to paint with the model of this index; LargeModelUnknown where nobody has tried.

    With a ControlNet of its own (`control`) the map goes in as a map; small weights for few steps (`lora`), or a
    scheduler of that kind, make four steps without guidance enough.
    """
    name = str(index.get("_class_name"))
    kind = WITH_CONTROL.get(name) if control else KINDS.get(name)
    if kind is None:
        raise LargeModelUnknown(kind=name)
    if kind.takes == "control" and (lora or "LCM" in str(index.get("scheduler"))):
        return replace(kind, steps=LCM_STEPS, guidance=1.5)
    return kind
