"""Stage A: learn the way from noise to picture (rectified flow with the pairs that the renderer gives).

Liu, Gong and Liu (2022) draw a straight line from a noise to a picture and teach a network where a point of the line
is heading. With unrelated ends the lines cross and one step gives the mean of many pictures. Here the ends belong
together: the picture was drawn out of that very noise. So lines hardly cross, and already one step is sharp.
"""

import json
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from exercises.canvas.palette import COTTAGE
from exercises.canvas.pipeline import counts_in_bfloat16
from exercises.canvas.small_model import LandscapeUNet
from exercises.canvas.training.assistants import Assistants
from exercises.canvas.training.data import Pairs, Pool, make_pairs

HELD_OUT = 900_000_000
"""Pictures from this number on are never trained on."""
AT_ONCE = 64
"""So many pictures are rendered together at most: each needs some 70 MB meanwhile."""


@dataclass
class Plan:
    """How much of everything. The defaults are for two CPU cores; `for_device` gives those of a GPU."""

    minutes: float = 60.0
    sizes: tuple[int, ...] = (256, 192, 128)
    """Sides of the pictures; a few painters see large ones, many at once see small ones."""
    odds: tuple[float, ...] = (0.7, 0.15, 0.15)
    crop: int = 128
    batch: int = 4
    fresh: int = 1
    fresh_every: int = 4
    """So many new pictures are rendered, at every so manyth step."""
    first: int = 48
    """Pictures rendered before the first step."""
    room: int = 160
    rate: float = 1.6e-3
    critic_rate: float = 4e-4
    critic_weight: float = 0.06
    average: float = 0.997
    assistants: int = 0
    """Further processes that train the same weights in shared memory."""
    full_from: float = 0.8
    """From this part of the time on whole pictures instead of pieces are trained on."""
    widths: tuple[int, ...] = (64, 80, 128, 176)
    blocks: tuple[int, ...] = (1, 1, 2, 2)
    seed: int = 1
    half: bool = False
    """Count in bfloat16 where the device does so natively; elsewhere that would be many times slower."""

    @classmethod
    def for_device(cls, device: torch.device, minutes: float) -> "Plan":
        half = counts_in_bfloat16(device)
        if device.type == "cpu":
            return cls(minutes=minutes, half=half)
        # About 45 GB in all: the pictures kept take 11 MB for each of `room`, a step 190 MB for each of the batch.
        more = {"crop": 256, "batch": 96, "fresh": 96, "fresh_every": 2, "first": 500, "room": 2_000}
        return cls(minutes=minutes, half=half, rate=1.2e-3, average=0.9995, **more)


def on_the_way(pairs: Pairs, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """A time for each picture and the point of its line at that time. Most are 0: the first step."""
    count = len(pairs.styles)
    time_ = torch.rand(count, generator=generator) * 0.9
    time_ = torch.where(torch.rand(count, generator=generator) < 0.85, torch.zeros(()), time_).to(pairs.noise.device)
    at = time_[:, None, None, None]
    return time_, (1 - at) * pairs.noise + at * pairs.pictures


def difference(guess: Tensor, truth: Tensor, weight: Tensor | float = 1.0) -> Tensor:
    """Mean absolute difference of the pictures and of their edges: of several sharp answers it picks one.

    `weight` (B, H, W) says how much each point counts.
    """
    off = guess - truth
    edges_x, edges_y = (
        F.pad(off[..., 1:] - off[..., :-1], (0, 1)),
        F.pad(off[..., 1:, :] - off[..., :-1, :], (0, 0, 0, 1)),
    )
    total = off.abs() + 0.5 * (edges_x.abs() + edges_y.abs())
    return (total.mean(1) * weight).mean()


def importance(labels: Tensor) -> Tensor:
    """A cottage is small but everybody looks at it: its points count six times. (B, H, W)."""
    return 1 + 5 * (labels == COTTAGE).float()


def shipped(model: Path) -> LandscapeUNet:
    """The network of a model's folder, in full precision."""
    return LandscapeUNet.from_pretrained(
        model, subfolder="unet", local_files_only=True, torch_dtype=torch.float32, low_cpu_mem_usage=False
    )


def look(network: LandscapeUNet, pairs: Pairs, time_: Tensor, noisy: Tensor) -> Tensor:
    return network(noisy, time_, pairs.labels, pairs.mirrored, pairs.sketch, pairs.styles)


class Trainer:
    """The state of a training that can stop and go on: network, its running mean, optimiser, time used."""

    stage = "flow"
    file = "checkpoint.pt"
    began_at = 0
    """The step of an earlier training that this one went on from."""
    earlier_seconds = 0.0
    """What the earlier trainings took."""

    def __init__(self, plan: Plan, device: torch.device, folder: Path) -> None:
        self.plan, self.device, self.folder = plan, device, folder
        torch.manual_seed(plan.seed)
        self.network = self._new_network()
        self.mean = self._new_network()
        self.mean.load_state_dict(self.network.state_dict())
        self.prepare()
        self.extra: dict[str, float] = {}
        self.kept_apart: Pairs | None = None
        self.step, self.seconds, self.rendered = 0, 0.0, 0
        self.pools = {size: Pool(plan.room) for size in plan.sizes}
        self.generator = torch.Generator().manual_seed(plan.seed)
        # A process that was forked after CUDA began may hang, so helpers start from nothing.
        context = torch.multiprocessing.get_context("spawn")
        self.helpers = ProcessPoolExecutor(mp_context=context) if device.type == "cuda" else None

    def close(self) -> None:
        """Send the helpers home and let go of the pictures: the next stage needs the room."""
        if self.helpers:
            self.helpers.shutdown()
        self.pools.clear()

    def _new_network(self) -> LandscapeUNet:
        network = LandscapeUNet(widths=tuple(self.plan.widths), blocks=tuple(self.plan.blocks))
        return network.to(self.device, memory_format=torch.channels_last)

    def prepare(self) -> None:
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), lr=self.plan.rate, betas=(0.9, 0.98), weight_decay=0.01
        )

    @property
    def checkpoint(self) -> Path:
        return self.folder / self.file

    def save(self) -> None:
        state = {
            "network": self.network.state_dict(), "mean": self.mean.state_dict(),
            "optimiser": self.optimiser.state_dict(), "step": self.step,
            "seconds": self.seconds, "rendered": self.rendered, "plan": asdict(self.plan),
            "began_at": self.began_at, "earlier_seconds": self.earlier_seconds, **self.more_state(),
        }  # fmt: skip
        part = self.checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.checkpoint)

    def resume(self) -> bool:
        """Go on from the checkpoint in the folder, if there is one."""
        if not self.checkpoint.exists():
            return False
        self.take_state(torch.load(self.checkpoint, map_location=self.device, weights_only=True))
        return True

    def start_from(self, state: dict) -> None:
        """Take over the running mean of an earlier training, its count of steps and pictures, and its time."""
        self.network.load_state_dict(state["mean"])
        self.mean.load_state_dict(state["mean"])
        self.step, self.rendered, self.began_at = state["step"], state["rendered"], state["step"]
        self.earlier_seconds = state["seconds"] + state.get("earlier_seconds", 0.0)

    def go_on_from(self, model: Path) -> None:
        """Take over the weights of a model that ships, and what its card tells, with everything else new."""
        weights = shipped(model).to(self.device).state_dict()
        past = json.loads((model / "card.json").read_text("utf-8"))
        self.start_from(
            {"mean": weights, "step": past["steps"], "rendered": past["rendered"], "seconds": 60.0 * past["minutes"]}
        )

    def more_state(self) -> dict:
        """What a later stage keeps besides."""
        return {}

    def take_state(self, state: dict) -> None:
        self.network.load_state_dict(state["network"])
        self.mean.load_state_dict(state["mean"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.seconds, self.rendered = state["step"], state["seconds"], state["rendered"]
        self.began_at, self.earlier_seconds = state["began_at"], state["earlier_seconds"]
        self.generator.manual_seed(self.plan.seed + self.step)

    def fill(self, count: int, size: int) -> None:
        """Render `count` new pictures of one size."""
        for first in range(0, count, AT_ONCE):
            some = min(AT_ONCE, count - first)
            pairs, _done = make_pairs(self.rendered, some, size, self.device, self.helpers)
            self.pools[size].add(pairs)
            self.rendered += some

    def fill_first(self) -> None:
        for size, odds in zip(self.plan.sizes, self.plan.odds, strict=False):
            if self.pools[size].filled == 0:
                self.fill(max(1, round(self.plan.first * odds)), size)

    def some_size(self) -> int:
        odds = torch.tensor(self.plan.odds[: len(self.plan.sizes)])
        return self.plan.sizes[int(torch.multinomial(odds, 1, generator=self.generator))]

    def progress(self) -> float:
        return min(1.0, self.seconds / (self.plan.minutes * 60))

    @property
    def own_steps(self) -> int:
        """Steps of this stage alone."""
        return self.step - self.began_at

    def set_rate(self) -> None:
        """A short warm-up, then slowly down to nothing (half a cosine wave) when the time is used up."""
        fall = 0.5 * (1 + torch.cos(torch.tensor(self.progress() * torch.pi)).item())
        for group in self.optimiser.param_groups:
            group["lr"] = self.plan.rate * min(1.0, (self.own_steps + 1) / 100) * max(fall, 0.01)

    def batch(self) -> Pairs:
        size = self.some_size()
        pool = self.pools[size]
        if pool.filled == 0 or self.step % self.plan.fresh_every == 0:
            self.fill(self.plan.fresh, size)
        if self.progress() < self.plan.full_from:
            return pool.draw(self.plan.batch, self.generator).crop(self.plan.crop, self.generator)
        whole = max(1, self.plan.batch * self.plan.crop**2 // size**2)
        return pool.draw(whole, self.generator)

    def train_step(self) -> float:
        self.set_rate()
        pairs = self.batch()  # rendered in full precision, as when a youth paints
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.plan.half):
            loss = self.losses(pairs)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        self._follow()
        return float(loss.detach())

    def losses(self, pairs: Pairs) -> Tensor:
        time_, noisy = on_the_way(pairs, self.generator)
        return difference(look(self.network, pairs, time_, noisy).float(), pairs.pictures, importance(pairs.labels))

    @torch.no_grad()
    def _follow(self) -> None:
        """The running mean of the weights paints better than the weights of any one moment."""
        keep = min(self.plan.average, (1 + self.step) / (10 + self.step))
        for mean, new in zip(self.mean.parameters(), self.network.parameters(), strict=True):
            mean.lerp_(new, 1 - keep)

    @torch.no_grad()
    def held_out(self, count: int = 8) -> float:
        """Difference of one-step pictures from the true ones, on pictures that are never trained on."""
        if self.kept_apart is None:
            self.kept_apart, _done = make_pairs(HELD_OUT, count, self.plan.sizes[0], self.device)
        total = 0.0
        for k in range(count):
            one = self.kept_apart.pick(torch.tensor([k], device=self.device))
            total += float(
                difference(look(self.mean, one, torch.zeros(1, device=self.device), one.noise), one.pictures)
            )
        return total / count

    def trained(self) -> list[torch.nn.Parameter]:
        """All weights that training changes, in a fixed order."""
        return list(self.network.parameters())

    def run(self, save_every: float = 120.0) -> None:
        """Train until the planned minutes are used up, writing a checkpoint and a line of the log now and then."""
        if self.progress() >= 1:
            return
        with Assistants(self) if self.plan.assistants else nullcontext() as assistants:
            self.fill_first()
            self._run(save_every, assistants)

    def _run(self, save_every: float, assistants: Assistants | None) -> None:
        last, losses = time.monotonic(), []
        saved = last
        while self.progress() < 1:
            losses.append(self.train_step())
            now = time.monotonic()
            self.seconds, last = self.seconds + now - last, now
            if assistants:
                assistants.clock.value = self.seconds
            if now - saved > save_every or self.progress() >= 1:
                self.note(losses)
                losses, saved = [], time.monotonic()
                last = saved
        self.save()

    def note(self, losses: list[float]) -> None:
        self.save()
        line = {
            "stage": self.stage, "step": self.step, "minutes": round(self.seconds / 60, 2), "rendered": self.rendered,
            "loss": round(sum(losses) / len(losses), 4), "held_out": round(self.held_out(), 4),
            **self.extra,
        }  # fmt: skip
        with (self.folder / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")
        print(line, flush=True)
