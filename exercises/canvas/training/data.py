"""Training pairs made while the training runs: (noise, map, style) and the picture that belongs to them."""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from exercises.canvas.fields import blur, white_noise
from exercises.canvas.training.layout import draw_scene
from exercises.canvas.training.render import Rendered, render

STYLES = 8
GRID = 16
"""Pieces are cut at multiples of this, so that what the network sees at its coarsest size stays whole."""


@dataclass
class Pairs:
    """What the network is trained on; the first size of each tensor is the number of pictures."""

    noise: Tensor
    pictures: Tensor
    """-1 to 1, (B, 3, H, W)."""
    labels: Tensor
    """The natural map, (B, H, W)."""
    mirrored: Tensor
    sketch: Tensor
    """(B, 40, H, W), see `sketch.py`."""
    styles: Tensor

    def pick(self, rows: Tensor) -> "Pairs":
        return Pairs(*(tensor[rows] for tensor in vars(self).values()))

    def crop(self, side: int, generator: torch.Generator) -> "Pairs":
        """A square piece of each picture."""
        full = self.labels.shape[1]
        if side >= full:
            return self
        top, left = (int(torch.randint(0, (full - side) // GRID + 1, (), generator=generator)) * GRID for _ in range(2))
        rows, columns = slice(top, top + side), slice(left, left + side)
        return Pairs(
            *(
                tensor[..., rows, columns]
                for tensor in (self.noise, self.pictures, self.labels, self.mirrored, self.sketch)
            ),
            self.styles,
        )


def random_styles(rng: np.random.Generator, count: int) -> Tensor:
    """Mostly one style, sometimes a blend of two: (count, 8) weights that sum to 1."""
    rows = np.zeros((count, STYLES), dtype=np.float32)
    for row in rows:
        first, second = rng.integers(0, STYLES, 2)
        part = 0.0 if rng.random() < 0.8 else rng.uniform(0, 1)
        row[first] += 1 - part
        row[second] += part
    return torch.from_numpy(rows)


def simplify(labels: Tensor, rng: np.random.Generator) -> Tensor:
    """Most maps as they were drawn, some as coarse squares or with a shaky hand."""
    out = labels.clone()
    for k in range(len(labels)):
        kind = rng.random()
        if kind < 0.10:
            out[k] = coarse(labels[k], int(rng.integers(32, 128)))
        elif kind < 0.30:
            out[k] = shaky(labels[k], rng)
    return out


def coarse(labels: Tensor, cells: int) -> Tensor:
    """Squared paper of `cells` squares a side."""
    size = labels.shape[0]
    middles = ((torch.arange(size, device=labels.device) * cells // size) * size + size // 2) // cells
    return labels[middles.clamp(max=size - 1)][:, middles.clamp(max=size - 1)]


def shaky(labels: Tensor, rng: np.random.Generator) -> Tensor:
    """The outlines as an unsteady hand draws them."""
    size = labels.shape[0]
    wide = size // 20
    drift = blur(torch.from_numpy(rng.normal(0, 1, (2, size, size)).astype(np.float32)).to(labels.device), wide)
    drift = drift / drift.std() * rng.uniform(1, 5) * size / 256
    rows, columns = torch.meshgrid(
        torch.arange(size, device=labels.device), torch.arange(size, device=labels.device), indexing="ij"
    )
    return labels[
        (rows + drift[0]).round().long().clamp(0, size - 1), (columns + drift[1]).round().long().clamp(0, size - 1)
    ]


def draw_one(seed: int, size: int) -> np.ndarray:
    return draw_scene(np.random.default_rng(seed), size)


def draw_many(first: int, count: int, size: int, helpers: Executor | None) -> list[np.ndarray]:
    """Layouts number first to first + count; on several processor cores where helpers are given."""
    seeds = range(first, first + count)
    if helpers is None:
        return [draw_one(seed, size) for seed in seeds]
    return list(helpers.map(draw_one, seeds, [size] * count, chunksize=max(1, count // 32)))


def asked_for(first: int, count: int, size: int, helpers: Executor | None = None) -> tuple[Tensor, Tensor]:
    """The maps (count, size, size) and styles (count, 8) of pictures number `first` to `first + count`."""
    drawn = torch.from_numpy(np.stack(draw_many(first, count, size, helpers))).long()
    rngs = [np.random.default_rng([first + k, 1]) for k in range(count)]
    maps = torch.cat([simplify(drawn[k : k + 1], rng) for k, rng in enumerate(rngs)])
    return maps, torch.cat([random_styles(rng, 1) for rng in rngs])


def make_pairs(
    first: int, count: int, size: int, device: torch.device | str = "cpu", helpers: Executor | None = None
) -> tuple[Pairs, Rendered]:
    """Pictures number `first` to `first + count` of the endless series. The same numbers give the same pictures."""
    maps, styles = (part.to(device) for part in asked_for(first, count, size, helpers))
    noise = white_noise(list(range(first, first + count)), size, size).to(device)
    done = render(maps, styles, noise)
    sketch = done.sketch
    pairs = Pairs(noise, done.pictures * 2 - 1, sketch.labels, sketch.mirrored, sketch.channels(), styles)
    return pairs, done


class Pool:
    """The newest pictures, kept small; training draws from them at random and the oldest make room for new ones."""

    kept: Pairs

    def __init__(self, room: int) -> None:
        self.room, self.filled, self.made = room, 0, 0

    def add(self, pairs: Pairs) -> None:
        if not self.made:
            self._make_room(pairs)
        count = len(pairs.styles)
        rows = torch.arange(self.made, self.made + count, device=pairs.styles.device) % self.room
        as_bytes = Pairs(**{**vars(pairs), "pictures": ((pairs.pictures + 1) * 127.5).round()})
        for name, tensor in vars(as_bytes).items():
            kept = getattr(self.kept, name)
            kept[rows] = tensor.to(kept.dtype)
        self.made += count
        self.filled = min(self.room, self.made)

    def _make_room(self, like: Pairs) -> None:
        """Room for pictures of that size on that device, taken when the first of them come."""
        small = {
            "noise": torch.float16, "pictures": torch.uint8, "labels": torch.uint8, "mirrored": torch.uint8,
            "sketch": torch.float16, "styles": torch.float32,
        }  # fmt: skip
        self.kept = Pairs(
            **{name: one.new_zeros((self.room, *one.shape[1:]), dtype=small[name]) for name, one in vars(like).items()}
        )

    def draw(self, count: int, generator: torch.Generator) -> Pairs:
        rows = torch.randint(0, self.filled, (count,), generator=generator).to(self.kept.styles.device)
        some = self.kept.pick(rows)
        return Pairs(
            some.noise.float(),
            some.pictures.float() / 127.5 - 1,
            some.labels.long(),
            some.mirrored.long(),
            some.sketch.float(),
            some.styles,
        )
