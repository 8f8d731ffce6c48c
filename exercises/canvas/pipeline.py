"""The picture model as a diffusers pipeline: maps, styles and seeds in, pictures out.

It is saved and loaded like any other (`save_pretrained`, `from_pretrained`), always from a local folder.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import DiffusionPipeline, FlowMatchEulerDiscreteScheduler
from diffusers.utils import BaseOutput
from torch import Tensor

from exercises.canvas.noise_shelf import known_noise
from exercises.canvas.sketch import Sketch
from exercises.canvas.small_model import LandscapeUNet

WEIGHTS = Path(__file__).parent / "weights"

AfterStep = Callable[[int, int, Tensor, Tensor], bool]
"""(step done from 1, of how many, what it looked at: part noise and part picture, the pictures that it guessed from
that) -> go on? Both are (B, 3, H, W); guesses are from -1 to 1."""


@dataclass
class LandscapePictures(BaseOutput):
    """Pictures (B, H, W, 3) uint8; fewer steps were made where `stopped`."""

    images: np.ndarray
    stopped: bool


class LandscapePipeline(DiffusionPipeline):
    """A map of materials becomes a landscape in one step, or in a few."""

    def __init__(self, unet: LandscapeUNet, scheduler: FlowMatchEulerDiscreteScheduler) -> None:
        super().__init__()
        self.register_modules(unet=unet, scheduler=scheduler)

    @torch.no_grad()
    def __call__(
        self,
        labels: np.ndarray | Tensor,
        styles: np.ndarray | Tensor,
        seeds: Sequence[int],
        num_inference_steps: int = 1,
        after_step: AfterStep | None = None,
    ) -> LandscapePictures:
        """Paint B pictures.

        `labels` (B, H, W) material numbers 0..15, height and width multiples of 32; `styles` (B, 8) weights that sum
        to 1; one seed a picture, 0 to 2**63 - 1. Each picture has its own noise from its own seed, so that it does not
        matter who else is painted with it. Raises ValueError where sizes do not fit.
        """
        device = self.device
        labels = torch.as_tensor(np.asarray(labels)).long()
        styles = torch.as_tensor(np.asarray(styles), dtype=torch.float32).to(device)
        self.check_inputs(labels, styles, seeds, num_inference_steps)
        # 1. The noise that the pictures grow from.
        noise = known_noise(list(seeds), labels.shape[1], labels.shape[2], device)
        x = noise.z
        # 2. The map made natural, and the sketch of it: where trees stand, how rock and waves lie.
        sketch = Sketch.of(labels.to(device), styles, noise)
        shown = sketch.channels()
        noise.rest()
        # 3. The times between noise (sigma 1) and picture (sigma 0), evenly spaced.
        self.scheduler.set_timesteps(
            sigmas=[1 - k / num_inference_steps for k in range(num_inference_steps)], device=device
        )
        stopped = False
        for done, timestep in enumerate(self.scheduler.timesteps, start=1):
            # 4. Guess the finished picture, and take one step along the straight line to it.
            sigma = timestep / self.scheduler.config.num_train_timesteps
            with torch.autocast(device.type, torch.bfloat16, enabled=counts_in_bfloat16(device)):
                time = (1 - sigma).expand(len(x)).float()
                guess = self.unet(x, time, sketch.labels, sketch.mirrored, shown, styles)
            looked_at = x
            if done < num_inference_steps:
                x = self.scheduler.step((x - guess) / sigma, timestep, x, return_dict=False)[0]
            if after_step is not None and not after_step(done, num_inference_steps, looked_at, guess):
                stopped = True
                break
        return LandscapePictures(images=to_bytes(guess), stopped=stopped)

    @torch.no_grad()
    def sketched(self, labels: np.ndarray, styles: np.ndarray, seeds: Sequence[int]) -> np.ndarray:
        """What the rule lays out before the network paints, in its plain colours: (B, H, W, 3) uint8."""
        noise = known_noise(list(seeds), labels.shape[1], labels.shape[2], self.device)
        maps = torch.as_tensor(labels).long().to(self.device)
        sketch = Sketch.of(maps, torch.as_tensor(styles, dtype=torch.float32).to(self.device), noise)
        picture = to_bytes(sketch.plain * 2 - 1)
        noise.rest()
        return picture

    def check_inputs(self, labels: Tensor, styles: Tensor, seeds: Sequence[int], steps: int) -> None:
        coarsest = max(32, 2 ** len(self.unet.config.widths))
        if labels.ndim != 3 or labels.shape[1] % coarsest or labels.shape[2] % coarsest:
            raise ValueError(
                f"labels must be (B, H, W) with H and W multiples of {coarsest}, not {tuple(labels.shape)}"
            )
        if not 0 <= int(labels.min()) <= int(labels.max()) < self.unet.config.materials:
            raise ValueError(f"labels must be 0 to {self.unet.config.materials - 1}")
        if styles.shape != (len(labels), self.unet.config.styles) or len(seeds) != len(labels):
            raise ValueError("one style and one seed are needed for each map")
        if steps < 1:
            raise ValueError("at least one step is needed")


def counts_in_bfloat16(device: torch.device) -> bool:
    """Whether the device counts natively with numbers of 16 bits: processors with AVX-512's do, and NVIDIA's GPUs since
    2020; older ones would only act as if, and slowly."""
    if device.type == "cpu":
        return bool(torch.cpu.get_capabilities().get("avx512_bf16", False))
    return device.type != "cuda" or torch.cuda.is_bf16_supported(including_emulation=False)


def to_bytes(pictures: Tensor) -> np.ndarray:
    """(B, 3, H, W) from -1 to 1 as (B, H, W, 3) uint8."""
    scaled = ((pictures.float().clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)
    return scaled.movedim(1, 3).cpu().numpy()


def new_pipeline(unet: LandscapeUNet) -> LandscapePipeline:
    """A pipeline around a network, with the scheduler that the model was trained for."""
    pipeline = LandscapePipeline(unet, FlowMatchEulerDiscreteScheduler(num_train_timesteps=1000, shift=1.0))
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def load_pipeline(folder: Path = WEIGHTS, device: str = "cpu") -> LandscapePipeline:
    """Load the model from a folder written by `save_pretrained`; nothing is fetched from anywhere.

    The weights lie there as half-precision numbers to be small; on a CPU they are used in full precision, which is
    faster there.
    """
    unet = LandscapeUNet.from_pretrained(
        folder, subfolder="unet", local_files_only=True, torch_dtype=torch.float32, low_cpu_mem_usage=False
    )
    scheduler = FlowMatchEulerDiscreteScheduler.from_pretrained(folder, subfolder="scheduler", local_files_only=True)
    pipeline = LandscapePipeline(unet.to(memory_format=torch.channels_last).eval(), scheduler)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline.to(device)
