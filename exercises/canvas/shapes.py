"""What can be measured in a map without knowing anything: where shapes begin and end, and what water mirrors.

Maps are (B, H, W) of material numbers.
"""

from dataclasses import dataclass
from functools import cached_property

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from exercises.canvas import palette
from exercises.canvas.fields import anywhere, choose, numbers


def run_ends(labels: Tensor, along: int = 1) -> tuple[Tensor, Tensor]:
    """For each point the first and last place of the unbroken run of its own label: two (B, H, W) of int32.

    The runs are upright, or level where `along` is 2.
    """
    changes = _changes(labels, along)
    return _first_places(changes, along), _last_places(changes, along)


def run_starts(labels: Tensor) -> Tensor:
    """The first row of the upright run of each point."""
    return _first_places(_changes(labels, 1), 1)


def run_stops(labels: Tensor) -> Tensor:
    """The last row of the upright run of each point."""
    return _last_places(_changes(labels, 1), 1)


def _changes(labels: Tensor, along: int) -> Tensor:
    """1 where a point is unlike the one after it, and 0, one place fewer than there are.

    In the smallest kind of number that holds every place: half as much to carry about.
    """
    size = labels.shape[along]
    before, after = labels.narrow(along, 0, size - 1), labels.narrow(along, 1, size - 1)
    return torch.ne(before, after).view(torch.uint8).to(torch.int16)


def _first_places(changes: Tensor, along: int) -> Tensor:
    found = F.pad(changes, (0, 0, 1, 0) if along == 1 else (1, 0))
    found *= _places(found, along)
    _keep_largest(found, along)
    return found.int()


def _last_places(changes: Tensor, along: int) -> Tensor:
    """Counted from the other end, so that the last place is the largest number."""
    found = F.pad(changes, (0, 0, 0, 1) if along == 1 else (0, 1))
    most = found.shape[along] - 1
    found *= most - _places(found, along)
    _keep_largest(found, along, forward=False)
    return most - found.int()


def _places(like: Tensor, along: int) -> Tensor:
    places = torch.arange(like.shape[along], dtype=like.dtype, device=like.device)
    return places[:, None] if along == 1 else places


def _keep_largest(values: Tensor, along: int, forward: bool = True) -> None:
    """The running maximum, in place, looking twice as far back each time: quicker than going point by point."""
    size, reach = values.shape[along], 1
    while reach < size:
        early, late = values.narrow(along, 0, size - reach), values.narrow(along, reach, size - reach)
        (late if forward else early).copy_(torch.maximum(early, late))
        reach *= 2


def rows_of(like: Tensor) -> Tensor:
    """Each row's number, (1, H, 1) of int32."""
    return torch.arange(like.shape[1], dtype=torch.int32, device=like.device)[None, :, None]


def columns_of(like: Tensor) -> Tensor:
    """Each column's number, (1, 1, W) of int32."""
    return torch.arange(like.shape[2], dtype=torch.int32, device=like.device)[None, None]


def table(labels: Tensor, numbers: Tensor) -> Tensor:
    """Each point's entry in a list of numbers, such as one for each material."""
    return numbers.index_select(0, labels.flatten()).view_as(labels)


def materials_in(labels: Tensor) -> frozenset[int]:
    """The materials that are anywhere in a map."""
    counts = torch.bincount(labels.flatten(), minlength=palette.COUNT).tolist()
    return frozenset(material for material, count in enumerate(counts) if count)


def is_one(labels: Tensor, material: int) -> Tensor:
    """Where one material is, as booleans: == by way of whole numbers, which is twice as quick."""
    return torch.eq(labels, material, out=torch.empty_like(labels)).bool()


def is_any(labels: Tensor, wanted: tuple[int, ...]) -> Tensor:
    """Where one of the materials is, as booleans."""
    bits = sum(1 << number for number in wanted)
    return ((bits >> labels) & 1).bool()


def behind(labels: Tensor, upright: tuple[int, ...], times: int = 3) -> Tensor:
    """The map without what stands upright: each such point takes the material above its run, or sky."""
    for _ in range(times):
        stands = is_any(labels, upright)
        first = run_starts(stands)
        above = at(labels, (first - 1).clamp_(min=0), columns_of(labels))
        labels = choose(stands, above * first.clamp(max=1), labels)
    return labels


FAR = (palette.SKY, palette.CLOUD, palette.GLOW, *palette.WATER)
"""What is so far away that water mirrors it about its own horizon, whatever stands in between."""


def mirror_rows(labels: Tensor) -> Tensor:
    """Which row each point of water mirrors, (B, H, W); every other point gives its own row.

    A lake is level, so a point as far below the shore as another is above it shows that other point. Past an island's
    top it shows the sky, as the open water beside it does: about the picture's highest water, not about the island.
    """
    wet = is_any(labels, palette.WATER)
    rows = rows_of(labels).expand_as(labels)
    if not anywhere(wet):
        return rows.long()
    first, columns = run_starts(wet), columns_of(labels)
    near = (2 * first - 1 - rows).clamp_(min=0)
    horizon = wet.view(torch.uint8).amax(2).int().argmax(1).int()[:, None, None]
    far = (2 * horizon - 1 - rows_of(labels)).clamp(0, labels.shape[1] - 1)
    far_there = is_any(labels.gather(1, far.long().expand_as(labels)), FAR)
    over = far_there & is_any(at(labels, near, columns), FAR) & (first - horizon < labels.shape[1] * 2 // 5)
    return choose(wet, choose(over, far, near), rows).long()


def light_side(labels: Tensor) -> Tensor:
    """Where the light comes from at each point, (B, H, W): -1 from the left to 1 from the right.

    It comes from the painted sun or moon; where none is painted, from the left.
    """
    glow = numbers(is_one(labels, palette.GLOW))
    if not anywhere(glow):
        return glow.fill_(-0.8)
    columns = (torch.arange(labels.shape[2], device=labels.device) + 0.5) / labels.shape[2]
    weight = glow.sum((1, 2))
    middle = (glow * columns).sum((1, 2)) / weight.clamp(min=1)
    side = ((middle[:, None] - columns) / 0.35).clamp(-1, 1)
    side = torch.where(weight[:, None] > 0, side, torch.full_like(side, -0.8))
    return side[:, None].expand(-1, labels.shape[1], -1)


def at(values: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """The values (B, H, W) at other points, (B, H, W) of rows and of columns."""
    return values.flatten(1).gather(1, (rows * values.shape[2] + columns).long().flatten(1)).view_as(rows)


@dataclass(frozen=True)
class Frames:
    """For each point a frame around its own shape: the level run through the point, and the upright one through the
    middle of that. A painted triangle, lollipop or house with a roof is framed as a whole. (B, H, W), in points."""

    left: Tensor
    right: Tensor
    top: Tensor
    foot: Tensor

    @classmethod
    def of(cls, labels: Tensor) -> "Frames":
        first, last = run_ends(labels)
        left, right = run_ends(labels, along=2)
        middle, slack = (left + right) >> 1, max(1, labels.shape[1] // 256)
        # The steps of a painted slope put the middle of one row beside that of the next: the highest column nearby
        # is the same for all of them.
        columns = (torch.maximum(middle - slack, left), middle, torch.minimum(middle + slack, right))
        tops = [first.gather(2, column.long()) for column in columns]
        top = torch.minimum(torch.minimum(tops[0], tops[1]), tops[2])
        return cls(left, right, top, last.gather(2, middle.long()))

    @cached_property
    def belly(self) -> Tensor:
        """How wide the shape is a little below its middle."""
        return self._width_at(60)

    @cached_property
    def head(self) -> Tensor:
        """How wide it is above its middle, at its narrower."""
        return torch.minimum(*self._above_the_middle)

    @cached_property
    def crown(self) -> Tensor:
        """How wide it is above its middle, at its widest."""
        return torch.maximum(*self._above_the_middle)

    @cached_property
    def _above_the_middle(self) -> tuple[Tensor, Tensor]:
        return self._width_at(25), self._width_at(45)

    def _width_at(self, percent: int) -> Tensor:
        parts = torch.arange(self.top.shape[1] + 1, dtype=torch.int32, device=self.top.device) * percent // 100
        return at(self.wide, self.top + table(self.tall, parts), (self.left + self.right) >> 1)

    @cached_property
    def aside(self) -> Tensor:
        """-1 at the shape's left edge in this row, 1 at its right edge."""
        return (2 * columns_of(self.left) - self.left - self.right) / self.wide

    @cached_property
    def down(self) -> Tensor:
        """0 at the shape's top, 1 at its foot."""
        return ((rows_of(self.top) - self.top) / self.tall).clamp(0, 1)

    @cached_property
    def tall(self) -> Tensor:
        return self.foot - self.top + 1

    @cached_property
    def wide(self) -> Tensor:
        return self.right - self.left + 1

    def stands_alone(self) -> Tensor:
        """Whether the shape is taller than wide: a single tree rather than a wood."""
        height, width = self.top.shape[1:]
        own_row = self.wide < 2 * self.belly + 3
        cut_off = (self.foot == height - 1) & (self.belly > width // 6)
        widest = torch.maximum(self.belly, self.crown)
        fits = (widest < self.tall) & (self.tall > height // 20) & (widest < width * 2 // 5)
        at_the_side = (self.left == 0) | (self.right == width - 1)
        return own_row & fits & ~cut_off & (self.pointed | ~at_the_side)

    def broad(self, here: Tensor) -> Tensor:
        """Where a shape is at least a third as wide as the picture."""
        return here & (self.belly > self.top.shape[2] // 3) if anywhere(here) else here

    @cached_property
    def pointed(self) -> Tensor:
        """Whether the shape narrows upwards, as a painted spruce does."""
        return self.head < self.belly * 0.8
