"""Noise that pictures are made of, and small picture operations. All tensors are (B, H, W) or (B, C, H, W), float32.

Every random thing in a picture is a function of one white noise of shape (B, 3, H, W). Lumps of the noise are found by
averaging over cells of a grid that is as fine for a small picture as for a large one, and the noise of a small picture
is the mean of the large one's: the same seed gives the same landscape at every size.
"""

from collections.abc import Callable, Hashable
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

FULL = 256
"""The size that lengths in pixels are meant for: `noise.unit` is the picture's height in parts of it."""
ALL = slice(None)
"""All rows of a picture."""
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
    reach = max(1, round(radius / shrink))
    if shrink > 2:
        small = F.avg_pool2d(image[:, None], shrink)[:, 0]
        rows, columns = (_softening(points // shrink, points, reach, image.device) for points in image.shape[1:])
        return rows @ small @ columns.T
    out = image if shrink == 1 else _halved(image)
    for _ in range(2):
        out = box_mean(box_mean(out, reach, 1), reach, 2)
    if shrink == 1:
        return out
    return F.interpolate(out[:, None], scale_factor=2.0, mode="bilinear", align_corners=False)[:, 0]


@cache
def _softening(cells: int, points: int, reach: int, device: torch.device) -> Tensor:
    """The matrix (points, cells) that takes two box means of a line of numbers and enlarges it smoothly."""
    line = torch.eye(cells)[None]
    for _ in range(2):
        line = box_mean(line, reach, 1)
    return grow(line.movedim(1, 2), (cells, points))[0].T.contiguous().to(device)


def _halved(image: Tensor) -> Tensor:
    """Means of squares of two points a side: (B, H, W) to (B, H / 2, W / 2)."""
    rows = image[:, ::2] + image[:, 1::2]
    return (rows[:, :, ::2] + rows[:, :, 1::2]).div_(4)


def box_mean(image: Tensor, reach: int, along: int) -> Tensor:
    """The mean of each point and `reach` neighbours on both sides `along` one dimension of (B, H, W), edges repeated.

    Sums of shifted copies: for the few neighbours that are asked for here that is the quickest.
    """
    size, wide = image.shape[along], 2 * reach + 1
    first, last = image.narrow(along, 0, 1), image.narrow(along, size - 1, 1)
    padded = torch.cat([first] * reach + [image] + [last] * reach, dim=along)
    total = padded.narrow(along, 0, size) + padded.narrow(along, 1, size)
    for shift in range(2, wide):
        total += padded.narrow(along, shift, size)
    return total.mul_(1 / wide)


def choose(mask: Tensor, one: Tensor | int, other: Tensor) -> Tensor:
    """`one` where the mask says so, else `other`: what torch.where gives, but several times quicker on a processor.

    Whole numbers come out exact, others within rounding.
    """
    change = one - other
    if mask.dtype == torch.bool:
        mask = mask.view(torch.uint8).to(change.dtype)
    return (change * mask).add_(other)


def numbers(mask: Tensor) -> Tensor:
    """A mask as 0 and 1 to count with. As bytes it is read several times quicker than as booleans."""
    return mask.view(torch.uint8).float()


def places(mask: Tensor) -> Tensor:
    """The flat numbers (N,) of the points of a mask: on a processor numpy finds them ten times quicker."""
    if mask.device.type != "cpu":
        return mask.flatten().nonzero()[:, 0]
    return torch.from_numpy(np.flatnonzero(mask.numpy()))


def rows_with(mask: Tensor) -> slice:
    """The rows from the first to the last where a mask is anything, in any picture: the rest can be left as it is."""
    rows = mask.view(torch.uint8).amax((0, 2)).nonzero()[:, 0]
    return slice(int(rows[0]), int(rows[-1]) + 1) if len(rows) else slice(0, 0)


def anywhere(mask: Tensor) -> bool:
    """Whether a mask is anything but empty."""
    return bool(mask.view(torch.uint8).any())


def slope_x(image: Tensor, step: int = 1) -> Tensor:
    """How fast a field grows to the right, per `step` pixels; edges repeated."""
    padded = F.pad(image[:, None], (step, step, 0, 0), mode="replicate")[:, 0]
    return (padded[..., 2 * step :] - padded[..., : -2 * step]).div_(2)


def slope_y(image: Tensor, step: int = 1) -> Tensor:
    """How fast a field grows downwards, per `step` pixels; edges repeated."""
    padded = F.pad(image[:, None], (0, 0, step, step), mode="replicate")[:, 0]
    return (padded[:, 2 * step :] - padded[:, : -2 * step]).div_(2)


def ramp(low: float | Tensor, high: float | Tensor, value: Tensor) -> Tensor:
    """0 below `low`, 1 above `high`, a soft curve between (smoothstep)."""
    part = ((value - low) / (high - low)).clamp_(0, 1)
    return (3 - 2 * part).mul_(part.square())


def mix(one: Tensor, other: Tensor, part: Tensor) -> Tensor:
    """Blend of two colours (B, 3, H, W) by a part (B, H, W)."""
    return (other - one) * part[:, None] + one


def _nearness(height: int) -> Tensor:
    rows = (torch.arange(height) + 0.5) / height
    return ((rows - NEAREST_ROW) / (1 - NEAREST_ROW)).clamp(0.03, 1)


@lru_cache(maxsize=256)
def _octaves(height: int, width: float) -> list[tuple[int, int, int, Tensor]]:
    """The octaves that make lumps this wide at the bottom row: from which row to which, and how strong in each."""
    wanted = torch.log2((width * _nearness(height)).clamp(min=1.0))
    found = []
    for octave in range(int(wanted.min()), int(wanted.max().ceil()) + 1):
        seen = ((wanted - octave).abs() < 1).nonzero()[:, 0].tolist()
        if seen:
            first, last = seen[0], seen[-1] + 1
            found.append((octave, first, last, (1 - (wanted[first:last] - octave).abs()).clamp(min=0)[:, None]))
    return found


class Noise:
    """Smooth fields out of white noise, each of about unit size. What was made once is kept: never write to a field."""

    def __init__(self, z: Tensor) -> None:
        self.z = z
        self.size = (z.shape[2], z.shape[3])
        self.unit = z.shape[2] / FULL
        self._kept: dict[Hashable, Tensor] = {}
        self._lumps_made: dict[Hashable, Tensor] = {}
        self.nearness = _nearness(self.size[0]).to(z.device)
        """0.03 far away to 1 at the bottom edge, one number for each row."""

    def pixels(self, length: float) -> int:
        """A length that is meant for 256 rows, in this picture's pixels; at least 1."""
        return max(1, round(length * self.unit))

    def kept(self, name: Hashable, make: Callable[[], Tensor]) -> Tensor:
        """A field that follows from the noise alone: made at the first time and given back ever after."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def rest(self) -> None:
        """Let go of what fields were made of, and keep the fields: what is kept for long should be small."""
        self._lumps_made.clear()

    def smooth(self, channel: int, octave: int) -> Tensor:
        """Noise whose lumps are about 2**octave pixels wide: means over cells, scaled to unit size, enlarged."""
        return self.drawn_out(channel, 2.0**octave, 2.0**octave)

    def drawn_out(self, channel: int, tall: float, wide: float) -> Tensor:
        """Noise whose lumps are of this height and width in pixels: threads, where one is much the larger."""
        cells = self._cells(tall, wide)
        return self._once((channel, cells), lambda: grow(self.means(channel, cells), self.size))

    def cloudy(self, channel: int, coarse: int, fine: int) -> Tensor:
        """Fractal sum of octaves from coarse to fine, each half as strong as the one before."""
        octaves = range(coarse, fine - 1, -1)
        make = lambda: sum(self.smooth(channel, octave) * 0.5 ** (coarse - octave) for octave in octaves)  # noqa: E731
        return self._once(("cloudy", channel, coarse, fine), make)

    def ridged(self, channel: int, coarse: int, fine: int) -> Tensor:
        """Like cloudy, but folded so that it has sharp crests: rock."""

        def make() -> Tensor:
            folded = ((0.8 - self.smooth(channel, octave).abs(), octave) for octave in range(coarse, fine - 1, -1))
            return sum(fold * 0.55 ** (coarse - octave) for fold, octave in folded)

        return self._once(("ridged", channel, coarse, fine), make)

    def ground(self, channel: int, width: float) -> Tensor:
        """Noise lying on level ground: lumps `width` pixels wide at the bottom row, smaller towards the horizon."""
        return self._once(("ground", channel, width), lambda: self._laid_down(channel, width))

    def _laid_down(self, channel: int, width: float) -> Tensor:
        """Each octave is made for those rows only where it is seen."""
        out = torch.zeros_like(self.z[:, 0])
        for octave, first, last, strength in _octaves(self.size[0], width):
            cells = self._cells(2.0 ** max(0, octave - 2), 2.0**octave)
            out[:, first:last] += strength.to(out.device) * self._rows_of(channel, cells, first, last)
        return out

    def _rows_of(self, channel: int, cells: tuple[int, int], first: int, last: int) -> Tensor:
        """Some rows of what `grow` makes of the means over cells."""
        means = self.means(channel, cells)
        rows = means[:, first:last]
        if cells[0] != self.size[0]:
            rows = _spread(cells[0], self.size[0], means.device)[first:last] @ means
        return rows if cells[1] == self.size[1] else rows @ _spread(cells[1], self.size[1], means.device).T

    def _cells(self, tall: float, wide: float) -> tuple[int, int]:
        """How many cells of this height and width, in pixels of 256 rows, lie in the picture: rows and columns."""
        rows, columns = (
            max(1, min(points, round(points / (self.unit * length))))
            for points, length in zip(self.size, (tall, wide), strict=True)
        )
        return rows, columns

    def means(self, channel: int, cells: tuple[int, int]) -> Tensor:
        """Means over cells, of unit strength; those over columns serve several sizes of rows."""
        high = self.size[0]
        wide = self._once(("columns", channel, cells[1]), lambda: averages(self.z[:, channel], high, cells[1]))
        return self._once(("means", channel, cells), lambda: averages(wide, cells[0], cells[1]))

    def _once(self, name: Hashable, make: Callable[[], Tensor]) -> Tensor:
        if name not in self._lumps_made:
            self._lumps_made[name] = make()
        return self._lumps_made[name]
