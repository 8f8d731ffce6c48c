"""Noise that pictures are made of, and small picture operations. All tensors are (B, H, W) or (B, C, H, W), float32.

Every random thing in a picture is a function of one white noise of shape (B, 3, H, W). Lumps of the noise are found by
averaging over cells of a grid that is as fine for a small picture as for a large one, and the noise of a small picture
is the mean of the large one's: the same seed gives the same landscape at every size.
"""

from functools import cache, lru_cache
from itertools import pairwise

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

FULL = 256
"""The size that lengths in pixels are meant for: `noise.unit` is the picture's height in parts of it."""
NEAREST_ROW = 0.3
"""Rows above this part of the height count as infinitely far away when ground is drawn in perspective."""


def white_noise(seeds: list[int], height: int, width: int) -> Tensor:
    """(B, 3, height, width) of noise, each picture's own from its own seed; always drawn on the CPU."""
    return torch.stack([_one_noise(int(seed), height, width) for seed in seeds])


@lru_cache(maxsize=32)
def _one_noise(seed: int, height: int, width: int) -> Tensor:
    """Kept for a while: who paints live asks for the same noise at every stroke. Never to be written to."""
    source = torch.Generator().manual_seed(seed)
    noise = torch.randn(3, FULL, max(1, round(FULL * width / height)), generator=source)
    if noise.shape[1:] == (height, width):
        return noise
    if height < FULL:
        return averages(noise, height, width)
    fine = torch.randn(3, height, width, generator=source)
    lost = _grown(averages(fine, *noise.shape[1:]), height, width)
    coarse = _grown(noise, height, width)
    return coarse * (FULL / height) + (fine - lost * (FULL / height))


def averages(noise: Tensor, rows: int, columns: int) -> Tensor:
    """Means over a grid of cells, each scaled to unit strength again: (..., H, W) to (..., rows, columns)."""
    high, wide = noise.shape[-2:]
    if columns != wide:
        noise = noise @ _pool(wide, columns, noise.device).T
    return noise if rows == high else _pool(high, rows, noise.device) @ noise


def _grown(noise: Tensor, height: int, width: int) -> Tensor:
    return F.interpolate(noise[None], size=(height, width), mode="nearest")[0]


@cache
def _pool(points: int, cells: int, device: torch.device) -> Tensor:
    """The matrix (cells, points) of means over cells whose edges may cut a point in two."""
    edges = torch.arange(points + 1, dtype=torch.float64) * cells / points
    rows = [(torch.minimum(edges[1:], b) - torch.maximum(edges[:-1], a)).clamp(min=0) for a, b in _cells(cells)]
    matrix = torch.stack(rows)
    return (matrix / matrix.square().sum(1, keepdim=True).sqrt()).float().to(device)


def _cells(count: int) -> list[tuple[Tensor, Tensor]]:
    return list(pairwise(torch.arange(count + 1, dtype=torch.float64).unbind()))


@cache
def _spread(cells: int, points: int, device: torch.device) -> Tensor:
    """The matrix (points, cells) that enlarges a line of numbers smoothly."""
    eye = torch.eye(cells)[:, None, :, None]
    grown = F.interpolate(eye, size=(points, 1), mode="bicubic", align_corners=False)
    return grown[:, 0, :, 0].T.contiguous().to(device)


def grow(small: Tensor, size: tuple[int, int]) -> Tensor:
    """Enlarge (..., h, w) smoothly."""
    rows, columns = small.shape[-2:]
    if rows != size[0]:
        small = _spread(rows, size[0], small.device) @ small
    return small if columns == size[1] else small @ _spread(columns, size[1], small.device).T


def blur(image: Tensor, radius: int) -> Tensor:
    """Two box means of about this radius in pixels, (B, H, W) in and out, edges repeated.

    A wide blur is made on a smaller copy: nobody can see the difference, and it costs little.
    """
    if radius < 1:
        return image
    shrink = 1
    while radius // shrink > 2 and min(image.shape[1:]) % (2 * shrink) == 0:
        shrink *= 2
    out, reach = image[:, None], max(1, round(radius / shrink))
    if shrink > 1:
        out = F.avg_pool2d(out, shrink)
    for _ in range(2):
        out = F.avg_pool2d(F.pad(out, (reach,) * 4, mode="replicate"), 2 * reach + 1, stride=1)
    return (grow(out, (image.shape[1], image.shape[2])) if shrink > 1 else out)[:, 0]


def slope_x(image: Tensor, step: int = 1) -> Tensor:
    """How fast a field grows to the right, per `step` pixels; edges repeated."""
    padded = F.pad(image[:, None], (step, step, 0, 0), mode="replicate")[:, 0]
    return (padded[..., 2 * step :] - padded[..., : -2 * step]) / 2


def slope_y(image: Tensor, step: int = 1) -> Tensor:
    """How fast a field grows downwards, per `step` pixels; edges repeated."""
    padded = F.pad(image[:, None], (0, 0, step, step), mode="replicate")[:, 0]
    return (padded[:, 2 * step :] - padded[:, : -2 * step]) / 2


def ramp(low: float | Tensor, high: float | Tensor, value: Tensor) -> Tensor:
    """0 below `low`, 1 above `high`, a soft curve between (smoothstep)."""
    part = ((value - low) / (high - low)).clamp(0, 1)
    return part * part * (3 - 2 * part)


def mix(one: Tensor, other: Tensor, part: Tensor) -> Tensor:
    """Blend of two colours (B, 3, H, W) by a part (B, H, W)."""
    return one + (other - one) * part[:, None]


class Noise:
    """Smooth fields out of white noise, each of about unit size."""

    def __init__(self, z: Tensor) -> None:
        self.z = z
        self.size = (z.shape[2], z.shape[3])
        self.unit = z.shape[2] / FULL
        self._made: dict[tuple[object, ...], Tensor] = {}
        rows = (torch.arange(self.size[0], device=z.device) + 0.5) / self.size[0]
        self.nearness = ((rows - NEAREST_ROW) / (1 - NEAREST_ROW)).clamp(0.03, 1)
        """0.03 far away to 1 at the bottom edge, one number for each row."""

    def pixels(self, length: float) -> int:
        """A length that is meant for 256 rows, in this picture's pixels; at least 1."""
        return max(1, round(length * self.unit))

    def smooth(self, channel: int, octave: int) -> Tensor:
        """Noise whose lumps are about 2**octave pixels wide: means over cells, scaled to unit size, enlarged."""
        return self._lumps(channel, 2.0**octave, 2.0**octave)

    def _lumps(self, channel: int, tall: float, wide: float) -> Tensor:
        cells = tuple(
            max(1, min(points, round(points / (self.unit * length))))
            for points, length in zip(self.size, (tall, wide), strict=True)
        )
        key = (channel, cells)
        if key not in self._made:
            self._made[key] = grow(averages(self.z[:, channel], *cells), self.size)
        return self._made[key]

    def cloudy(self, channel: int, coarse: int, fine: int) -> Tensor:
        """Fractal sum of octaves from coarse to fine, each half as strong as the one before."""
        return sum(self.smooth(channel, octave) * 0.5 ** (coarse - octave) for octave in range(coarse, fine - 1, -1))

    def ridged(self, channel: int, coarse: int, fine: int) -> Tensor:
        """Like cloudy, but folded so that it has sharp crests: rock."""
        key = ("ridged", channel, coarse, fine)
        if key not in self._made:
            self._made[key] = sum(
                (0.8 - self.smooth(channel, octave).abs()) * 0.55 ** (coarse - octave)
                for octave in range(coarse, fine - 1, -1)
            )
        return self._made[key]

    def ground(self, channel: int, width: float) -> Tensor:
        """Noise lying on level ground: lumps `width` pixels wide at the bottom row, smaller towards the horizon."""
        key = ("ground", channel, width)
        if key not in self._made:
            wanted = torch.log2((width * self.nearness).clamp(min=1.0))
            self._made[key] = sum(
                (1 - (wanted - octave).abs()).clamp(min=0)[:, None]
                * self._lumps(channel, 2.0 ** max(0, octave - 2), 2.0**octave)
                for octave in range(int(wanted.min()), int(wanted.max().ceil()) + 1)
            )
        return self._made[key]
