"""What can be measured in a map without knowing anything: where shapes begin and end, and what water mirrors.

Maps are (B, H, W) of material numbers.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from exercises.canvas import palette


def run_ends(labels: Tensor) -> tuple[Tensor, Tensor]:
    """For each point the first and last row of the unbroken upright run of its own label: two (B, H, W)."""
    height = labels.shape[1]
    rows = torch.arange(height, device=labels.device)[None, :, None].expand_as(labels)
    change = labels[:, 1:] != labels[:, :-1]
    starts = torch.where(F.pad(change, (0, 0, 1, 0), value=True), rows, 0)
    ends = torch.where(F.pad(change, (0, 0, 0, 1), value=True), rows, height - 1)
    first = starts.cummax(1).values
    last = ends.flip(1).cummin(1).values.flip(1)
    return first, last


def is_any(labels: Tensor, wanted: tuple[int, ...]) -> Tensor:
    """Where one of the materials is, as booleans."""
    table = torch.zeros(palette.COUNT, dtype=torch.bool, device=labels.device)
    table[list(wanted)] = True
    return table[labels]


def behind(labels: Tensor, upright: tuple[int, ...], times: int = 3) -> Tensor:
    """The map without what stands upright: each such point takes the material above its run, or sky."""
    for _ in range(times):
        stands = is_any(labels, upright)
        first, _last = run_ends(stands.long())
        above = labels.gather(1, (first - 1).clamp(min=0))
        above = torch.where(first > 0, above, torch.zeros_like(above))
        labels = torch.where(stands, above, labels)
    return labels


def mirror_rows(labels: Tensor) -> Tensor:
    """Which row each point of water mirrors, (B, H, W); every other point gives its own row.

    A lake is level, so a point as far below the far shore as another is above it shows that other point.
    """
    wet = is_any(labels, palette.WATER)
    first, _last = run_ends(wet.long())
    rows = torch.arange(labels.shape[1], device=labels.device)[None, :, None].expand_as(labels)
    return torch.where(wet, (2 * first - 1 - rows).clamp(min=0), rows)


def light_side(labels: Tensor) -> Tensor:
    """Where the light comes from at each point, (B, H, W): -1 from the left to 1 from the right.

    It comes from the painted sun or moon; where none is painted, from the left.
    """
    glow = (labels == palette.GLOW).float()
    columns = (torch.arange(labels.shape[2], device=labels.device) + 0.5) / labels.shape[2]
    weight = glow.sum((1, 2))
    middle = (glow * columns).sum((1, 2)) / weight.clamp(min=1)
    side = ((middle[:, None] - columns) / 0.35).clamp(-1, 1)
    side = torch.where(weight[:, None] > 0, side, torch.full_like(side, -0.8))
    return side[:, None].expand(-1, labels.shape[1], -1)


def at(values: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """The values (B, H, W) at other points, (B, H, W) of rows and of columns."""
    return values.flatten(1).gather(1, (rows * values.shape[2] + columns).flatten(1)).view_as(rows)


@dataclass(frozen=True)
class Frames:
    """For each point a frame around its own shape: the level run through the point, and the upright one through the
    middle of that. A painted triangle, lollipop or house with a roof is framed as a whole. (B, H, W), in points."""

    left: Tensor
    right: Tensor
    top: Tensor
    foot: Tensor
    belly: Tensor
    """How wide the shape is a little below its middle."""
    head: Tensor
    """How wide it is above its middle, at its narrower."""

    @classmethod
    def of(cls, labels: Tensor) -> "Frames":
        first, last = run_ends(labels)
        left, right = (ends.transpose(1, 2) for ends in run_ends(labels.transpose(1, 2)))
        middle = (left + right) // 2
        top, foot = first.gather(2, middle), last.gather(2, middle)
        width = right - left + 1
        tall = foot - top + 1
        upper, breast, belly = (at(width, top + tall * part // 100, middle) for part in (25, 45, 60))
        return cls(left, right, top, foot, belly, torch.minimum(upper, breast))

    @property
    def aside(self) -> Tensor:
        """-1 at the shape's left edge in this row, 1 at its right edge."""
        columns = torch.arange(self.left.shape[2], device=self.left.device)
        return (2 * columns - self.left - self.right) / (self.right - self.left + 1)

    @property
    def down(self) -> Tensor:
        """0 at the shape's top, 1 at its foot."""
        rows = torch.arange(self.top.shape[1], device=self.top.device)[None, :, None]
        return ((rows - self.top) / (self.foot - self.top + 1)).clamp(0, 1)

    @property
    def tall(self) -> Tensor:
        return self.foot - self.top + 1

    @property
    def wide(self) -> Tensor:
        return self.right - self.left + 1

    def stands_alone(self) -> Tensor:
        """Whether the shape is taller than wide: a single tree rather than a wood."""
        height, width = self.top.shape[1:]
        own_row = self.wide < 2 * self.belly + 3
        cut_off = (self.foot == height - 1) & (self.belly > width // 6)
        fits = (self.belly < self.tall) & (self.tall > height // 20) & (self.belly < width * 3 // 10)
        at_the_side = (self.left == 0) | (self.right == width - 1)
        return own_row & fits & ~cut_off & (self.pointed | ~at_the_side)

    @property
    def pointed(self) -> Tensor:
        """Whether the shape narrows upwards, as a painted spruce does."""
        return self.head < self.belly * 0.8
