"""Planting: which spruce, leafy tree, bush or boulder covers each point of the woods, bushes and rocks of a map.

Woods, bushes and stones become single plants, put where the noise of the seed says: small and many far away, large and
few near, near ones before far ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from exercises.canvas import palette
from exercises.canvas.fields import Noise, averages, choose, numbers
from exercises.canvas.shapes import at, columns_of, is_one, rows_of, table

SPRUCE, LEAFY, SHRUB, STONE = 1, 2, 3, 4
"""Kinds of what stands on the ground by itself."""

GROWS = (
    (palette.FOREST, SPRUCE, 0.0, 0.48, 14), (palette.FOREST, SPRUCE, 0.42, 0.76, 25),
    (palette.FOREST, SPRUCE, 0.64, 1.0, 46),
    (palette.FOREST, SHRUB, 0.0, 0.5, 4), (palette.FOREST, SHRUB, 0.48, 0.74, 7), (palette.FOREST, SHRUB, 0.7, 1.0, 12),
    (palette.BUSH, SHRUB, 0.0, 0.5, 7), (palette.BUSH, SHRUB, 0.48, 0.72, 13), (palette.BUSH, SHRUB, 0.70, 1.0, 24),
    (palette.ROCK, STONE, 0.0, 0.5, 8), (palette.ROCK, STONE, 0.48, 0.72, 13), (palette.ROCK, STONE, 0.70, 1.0, 22),
)  # fmt: skip
"""What grows in which part of the height, and how tall it is in pixels of a 256-pixel picture; near ones come last.

Shrubs in a wood stand at its foot.
"""

SIZES = {
    SPRUCE: (1.0, 0.84, 0.7, 0.92), LEAFY: (0.95, 0.78, 0.86, 0.66),
    SHRUB: (1.0, 0.72, 0.85, 0.58), STONE: (1.0, 0.7, 0.5, 0.32),
}  # fmt: skip
"""The forms of each kind, by how tall they are."""


@dataclass(frozen=True)
class Plants:
    """Which plant or stone covers each point. All (B, H, W); where none is, `kind` is 0."""

    kind: Tensor
    down: Tensor
    """0 at its top, 1 at its foot."""
    aside: Tensor
    """-1 at its left edge, 1 at its right."""
    own: Tensor
    """A number from 0 to 1 that all points of one plant share."""
    tier: Tensor
    """How far out on its branch a point of a spruce is, 0 to 1; 1 on the bark of a leafy tree; else 0."""
    tall: Tensor
    """How tall it is, in pixels."""


def share(noise: Tensor) -> Tensor:
    """Which part of all noise is smaller than this: numbers that are spread evenly from 0 to 1."""
    return torch.special.ndtr(noise)


def half_width(kind: int, part: Tensor, tall: float) -> Tensor:
    """Half the width of a plant at a part of its height, in the unit of `tall`."""
    if kind == SPRUCE:
        tiers = 6 if tall > 30 else 5 if tall > 16 else 3
        return tall * 0.25 * (part + 0.03) * (0.62 + 0.38 * ((part * tiers) % 1))
    if kind == LEAFY:
        crown = (1 - ((part - 0.38) / 0.38).square()).clamp(min=0).sqrt() * tall * 0.31
        return torch.where(part > TRUNK, torch.full_like(part, max(0.5, tall * 0.03)), crown)
    if kind == SHRUB:
        return (1 - ((part - 0.66) / 0.66).square()).clamp(min=0).sqrt() * tall * 0.66
    sunk = (1 - ((part - 0.55).clamp(min=0) / 0.5).square()).sqrt()
    return tall * torch.minimum(0.35 + 1.9 * part, sunk)


TRUNK = 0.73
"""The crown of a leafy tree ends at this part of its height."""


@cache
def _stamps(kind: int, tall: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """The points that each form of a plant covers, (forms, points) of rows below and columns beside its top.

    A form that covers fewer points than another has its first one again.
    """
    forms = [_form(kind, max(2, round(tall * size)), number) for number, size in enumerate(SIZES[kind])]
    most = max(len(form) for form in forms)
    points = torch.stack([torch.cat([form, form[:1].expand(most - len(form), 2)]) for form in forms]).to(device)
    return points[..., 0], points[..., 1]


def _form(kind: int, tall: int, number: int) -> Tensor:
    """The points of one form, (N, 2) of row and column: its outline is ragged by leaves, or cut by edges."""
    rows = torch.arange(tall + 1)
    part = rows / tall
    half = half_width(kind, part, tall)
    reach = int(half.max() * 1.35) + 2
    columns = torch.arange(-reach, reach + 1)
    source = torch.Generator().manual_seed(number + 7 * kind)
    if kind == SPRUCE:
        uneven = torch.ones(1, 1)
    elif kind == STONE:
        uneven = torch.where(columns < 0, *(0.78 + 0.3 * torch.rand(2, generator=source)))[None]
        uneven = uneven + torch.randn(len(rows), 1, generator=source).cumsum(0) * 0.25 / tall
    else:
        coarse = torch.randn(1, 1, 9, 9, generator=source) * 0.17
        uneven = 0.98 + F.interpolate(coarse, (len(rows), len(columns)), mode="bicubic")[0, 0]
        uneven = uneven + torch.randn(len(rows), len(columns), generator=source) * 0.10 * (part[:, None] < TRUNK)
    inside = columns.abs()[None] <= half[:, None] * uneven
    if kind == STONE:
        slant = (torch.rand((), generator=source) - 0.5) * 0.7
        inside &= rows[:, None] >= (columns * slant)[None].clamp(max=tall * 0.5)
    points = inside.nonzero()
    return torch.stack([points[:, 0], points[:, 1] - reach], dim=1)


def plant(labels: Tensor, alone: Tensor, broad: Tensor, noise: Noise) -> Plants:
    """Put a plant into each cell of a grid, shifted by the noise, where its material was painted; near over far.

    Woods that are `alone` are trees already; `broad` rock is bare, with a boulder here and there.
    """
    sown = _sown(labels, alone, broad, noise)
    own = noise.kept("own", lambda: share(noise.smooth(0, 2)))
    groups = [_Group(kind, tall, tops, own[tops.unbind(1)]) for kind, tall, tops in sown if len(tops)]
    if not groups:
        nothing = torch.zeros_like(noise.z[:, 0])
        return Plants(torch.zeros_like(labels), nothing, nothing, nothing, nothing, nothing)
    return _covered(_scattered(groups, labels.shape), groups)


@dataclass(frozen=True)
class _Group:
    """Plants of one kind and height, with their tops (N, 3) of picture, row, column: the farthest first."""

    kind: int
    tall: int
    tops: Tensor
    own: Tensor
    """Each plant's own number, 0 to 1."""

    @property
    def heights(self) -> list[int]:
        """How tall each form is."""
        return [max(2, round(self.tall * size)) for size in SIZES[self.kind]]

    @cached_property
    def form(self) -> Tensor:
        return (self.own * 7 % 1 * len(SIZES[self.kind])).long()

    @cached_property
    def feet(self) -> Tensor:
        """How far the top of each plant is below that of the tallest form: all stand on their own ground."""
        heights = torch.tensor(self.heights, device=self.tops.device)
        return (self.tall - heights)[self.form]


def _sown(labels: Tensor, alone: Tensor, broad: Tensor, noise: Noise) -> Iterator[tuple[int, int, Tensor]]:
    """Kind, height and tops of all plants, the nearest last."""
    height = labels.shape[1]
    for material in (palette.FOREST, palette.BUSH, palette.ROCK):
        here = is_one(labels, material) & ~(_bare(broad, noise) if material == palette.ROCK else alone)
        rows = here.any(2).any(0).tolist()
        for _material, grows, first, last, tall_at_256 in (row for row in GROWS if row[0] == material):
            if any(rows[int(first * height) : int(last * height) + 1]):
                tall = max(3, noise.pixels(tall_at_256))
                tops = _tops(here, tall, (material, grows), (first, last), noise)
                if (material, grows) == (palette.FOREST, SHRUB):
                    tops = tops[_at_foot(here | is_one(labels, palette.COTTAGE), tops, tall)]
                for kind, chosen in _kinds(grows, tops, noise):
                    yield kind, tall, chosen[chosen[:, 1].argsort(stable=True)]


def _bare(broad: Tensor, noise: Noise) -> Tensor:
    """Where broad rock has no boulders."""
    return broad & noise.kept("bare", lambda: noise.smooth(2, 5) + 0.6 * noise.smooth(1, 3) < 1.1)


def _tops(here: Tensor, tall: int, what: tuple[int, int], band: tuple[float, float], noise: Noise) -> Tensor:
    """Where plants have their tops, (N, 3) of picture, row, column; some are above the edge of what was painted."""
    height = here.shape[1]
    row, column = noise.kept(("tops", tall, what, band), lambda: _grid(tall, what, band, noise))
    grows = at(here, (row + round(tall * 0.4)).clamp(max=height - 1), column)
    if what == (palette.FOREST, SHRUB):
        thicket = noise.kept("thickets", lambda: noise.smooth(2, 4) > -0.2)
        grows = grows & at(thicket, row, column)
    if what[1] == STONE:
        reach, low = round(tall * 0.35), (row + round(tall * 0.7)).clamp(max=height - 1)
        for beside in (column - reach, column + reach):
            grows = grows & at(here, low, beside.clamp(0, here.shape[2] - 1))
    picture = torch.arange(len(here), device=here.device)[:, None, None].expand_as(row)
    return torch.stack([picture, row, column], dim=3)[grows]


def _at_foot(covered: Tensor, tops: Tensor, tall: int) -> Tensor:
    """Which of the plants stand at the open foot of a wood."""
    picture, row, column = tops.unbind(1)
    beneath = row + round(tall * 1.5)
    height = covered.shape[1]
    return (beneath < height) & ~covered[picture, beneath.clamp(max=height - 1), column]


SPACING = {
    (palette.FOREST, SPRUCE): (0.34, 0.24),
    (palette.FOREST, SHRUB): (0.9, 0.6),
    (palette.ROCK, STONE): (0.8, 0.33),
}
"""How far apart plants stand, aside and behind one another, in parts of their height; else 0.6 and 0.32."""


def _grid(tall: int, what: tuple[int, int], band: tuple[float, float], noise: Noise) -> Tensor:
    """Rows and columns of all places where plants of one height may have their tops, (2, B, rows, columns)."""
    height, width = noise.size
    wide, deep = SPACING.get(what, (0.6, 0.32))
    rows = max(1, round(height * (band[1] - band[0]) / (tall * deep)))
    columns = max(1, round(width / (tall * wide)))
    part = noise.z[:, :, int(band[0] * height) : max(int(band[0] * height) + 1, int(band[1] * height))]
    shift = averages(part[:, 1:], rows, columns).clamp(-1.6, 1.6) * 0.3
    across = torch.arange(columns, device=part.device) + 0.5 + shift[:, 0]
    across = across + 0.5 * (torch.arange(rows, device=part.device) % 2)[None, :, None] - 0.25
    along = torch.arange(rows, device=part.device)[None, :, None] + 0.5 + shift[:, 1]
    column = (across * width / columns).long().clamp(0, width - 1)
    row = (band[0] * height + along * (band[1] - band[0]) * height / rows).long().clamp(0, height - 1)
    return torch.stack([row, column])


def _kinds(grows: int, tops: Tensor, noise: Noise) -> list[tuple[int, Tensor]]:
    if grows != SPRUCE:
        return [(grows, tops)]
    grove = noise.kept("grove", lambda: noise.smooth(1, 6) + 0.4 * noise.smooth(1, 4) + 0.5 * noise.smooth(2, 2))
    leafy = grove[tops[:, 0], tops[:, 1], tops[:, 2]] > 0.8
    return [(SPRUCE, tops[~leafy]), (LEAFY, tops[leafy])]


def _scattered(groups: list[_Group], shape: torch.Size) -> Tensor:
    """At every point the number of the plant that covers it, from 1, or 0: the one that stands nearest wins."""
    count, height, width = shape
    device = groups[0].tops.device
    # One place more than there are points takes what falls outside of the picture.
    nearest = torch.zeros(count * height * width + 1, dtype=torch.int32, device=device)
    already = 0
    for group in groups:
        below, beside = (part[group.form] for part in _stamps(group.kind, group.tall, device))
        picture, row, column = (part[:, None] for part in group.tops.unbind(1))
        rows, columns = row + group.feet[:, None] + below, column + beside
        seen = (rows < height) & (columns >= 0) & (columns < width)
        points = choose(seen, (picture * height + rows) * width + columns, torch.tensor(count * height * width))
        numbers = torch.arange(already + 1, already + 1 + len(row), dtype=torch.int32, device=device)
        nearest.scatter_reduce_(0, points.flatten(), numbers[:, None].expand_as(points).flatten(), "amax")
        already += len(row)
    return nearest[:-1].view(shape)


def _covered(nearest: Tensor, groups: list[_Group]) -> Plants:
    """Which part of which plant each point is, looked up by the plant's number."""
    device = nearest.device
    forms = [(group.kind, tall) for group in groups for tall in group.heights]
    firsts = torch.tensor([0, *(len(group.heights) for group in groups[:-1])]).cumsum(0)
    form = torch.cat([group.form + int(first) for group, first in zip(groups, firsts, strict=True)])
    kinds, heights = torch.tensor(forms, device=device).unbind(1)
    halves, starts = _halves(forms, device)

    def of_plant(numbers: Tensor) -> Tensor:
        return table(nearest, F.pad(numbers, (1, 0)))

    here = (nearest > 0).view(torch.uint8)
    tops = torch.cat([group.tops[:, 1] + group.feet for group in groups])
    columns = torch.cat([group.tops[:, 2] for group in groups])
    below = (rows_of(nearest) - of_plant(tops.int())).clamp(min=0) * here
    tall = of_plant(heights[form].float())
    half = table(of_plant(starts[form].int()) + below, halves)
    down = (below / tall.clamp(min=1)).clamp(0, 1)
    aside = ((columns_of(nearest) - of_plant(columns.int())) / half).clamp(-1, 1) * here
    own = of_plant(torch.cat([group.own for group in groups]))
    kind = of_plant(kinds[form].int())
    tier = (down * 6).frac_() * numbers(is_one(kind, SPRUCE)) + numbers((down > TRUNK) & is_one(kind, LEAFY))
    return Plants(kind, down, aside, own, tier, tall)


def _halves(forms: list[tuple[int, int]], device: torch.device) -> tuple[Tensor, Tensor]:
    """Half the width of each form at every row below its top, one form after another, and where each begins."""
    rows = [_half_widths(kind, tall) for kind, tall in forms]
    starts = torch.tensor([0, *(len(one) for one in rows[:-1])]).cumsum(0)
    return torch.cat(rows).to(device), starts.to(device)


@cache
def _half_widths(kind: int, tall: int) -> Tensor:
    return half_width(kind, torch.arange(tall + 1) / tall, 1.0) * tall + 0.8
