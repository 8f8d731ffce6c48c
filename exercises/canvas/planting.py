"""Planting: which spruce, leafy tree, bush or boulder covers each point of the woods, bushes and rocks of a map.

Woods, bushes and stones become single plants, put where the noise of the seed says: small and many far away, large and
few near, near ones before far ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from exercises.canvas import palette
from exercises.canvas.fields import Noise, averages, choose
from exercises.canvas.shapes import at, columns_of, rows_of, table

SPRUCE, LEAFY, SHRUB, STONE = 1, 2, 3, 4
"""Kinds of what stands on the ground by itself."""

GROWS = (
    (palette.FOREST, 0.0, 0.48, 13), (palette.FOREST, 0.42, 0.76, 24), (palette.FOREST, 0.64, 1.0, 44),
    (palette.BUSH, 0.0, 0.5, 7), (palette.BUSH, 0.48, 0.72, 13), (palette.BUSH, 0.70, 1.0, 24),
    (palette.ROCK, 0.0, 0.5, 6), (palette.ROCK, 0.48, 0.72, 11), (palette.ROCK, 0.70, 1.0, 20),
)  # fmt: skip
"""What grows in which part of the height, and how tall it is in pixels of a 256-pixel picture; near ones come last."""


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
    """How far out on its branch a point of a spruce is, 0 to 1; 0 in everything else."""


def half_width(kind: int, part: Tensor, tall: float) -> Tensor:
    """Half the width of a plant at a part of its height, in the unit of `tall`."""
    if kind == SPRUCE:
        tiers = 6 if tall > 30 else 5 if tall > 16 else 3
        return tall * 0.25 * (part + 0.03) * (0.62 + 0.38 * ((part * tiers) % 1))
    if kind == LEAFY:
        crown = (1 - ((part - 0.42) / 0.42).square()).clamp(min=0).sqrt() * tall * 0.33
        return torch.where(part > 0.78, torch.full_like(part, tall * 0.035), crown)
    round_ = (1 - ((part - 0.62) / 0.62).square()).clamp(min=0).sqrt()
    return round_ * tall * (0.72 if kind == SHRUB else 0.8)


@cache
def _stamp(kind: int, tall: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """The points that a plant covers, as rows below and columns beside its top."""
    rows = torch.arange(tall + 1)
    half = half_width(kind, rows / tall, tall)
    reach = int(half.max()) + 1
    columns = torch.arange(-reach, reach + 1)
    inside = columns.abs()[None] <= half[:, None]
    below, beside = inside.nonzero(as_tuple=True)
    return below.to(device), (beside - reach).to(device)


def plant(labels: Tensor, alone: Tensor, noise: Noise) -> Plants:
    """Put a plant into each cell of a grid, shifted by the noise, where its material was painted; near over far."""
    groups = [_Group(kind, tall, tops) for kind, tall, tops in _sown(labels, alone, noise) if len(tops)]
    if not groups:
        nothing = torch.zeros_like(noise.z[:, 0])
        return Plants(torch.zeros_like(labels), nothing, nothing, nothing, nothing)
    return _covered(_scattered(groups, labels.shape), groups)


@dataclass(frozen=True)
class _Group:
    """Plants of one kind and height, with their tops (N, 3) of picture, row, column: the farthest first."""

    kind: int
    tall: int
    tops: Tensor


def _sown(labels: Tensor, alone: Tensor, noise: Noise) -> Iterator[tuple[int, int, Tensor]]:
    """Kind, height and tops of all plants, the nearest last."""
    height = labels.shape[1]
    for material in (palette.FOREST, palette.BUSH, palette.ROCK):
        here = (labels == material) & ~alone
        if not bool(here.any()):
            continue
        for _material, first, last, tall_at_256 in (row for row in GROWS if row[0] == material):
            if bool(here[:, int(first * height) : int(last * height) + 1].any()):
                tall = max(3, noise.pixels(tall_at_256))
                tops = _tops(here, tall, material, (first, last), noise)
                for kind, chosen in _kinds(material, tops, noise):
                    yield kind, tall, chosen[chosen[:, 1].argsort(stable=True)]


def _tops(here: Tensor, tall: int, material: int, band: tuple[float, float], noise: Noise) -> Tensor:
    """Where plants have their tops, (N, 3) of picture, row, column; some are above the edge of what was painted."""
    height = here.shape[1]
    row, column = noise.kept(("tops", tall, material, band), lambda: _grid(tall, material, band, noise))
    grows = at(here, (row + round(tall * 0.4)).clamp(max=height - 1), column)
    picture = torch.arange(len(here), device=here.device)[:, None, None].expand_as(row)
    return torch.stack([picture, row, column], dim=3)[grows]


def _grid(tall: int, material: int, band: tuple[float, float], noise: Noise) -> Tensor:
    """Rows and columns of all places where plants of one height may have their tops, (2, B, rows, columns)."""
    height, width = noise.size
    wide, deep = (0.34, 0.24) if material == palette.FOREST else (0.9, 0.5)
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


def _kinds(material: int, tops: Tensor, noise: Noise) -> list[tuple[int, Tensor]]:
    if material != palette.FOREST:
        return [(SHRUB if material == palette.BUSH else STONE, tops)]
    grove = noise.kept("grove", lambda: noise.smooth(1, 6) + 0.4 * noise.smooth(1, 4))
    leafy = grove[tops[:, 0], tops[:, 1], tops[:, 2]] > 0.75
    return [(SPRUCE, tops[~leafy]), (LEAFY, tops[leafy])]


def _scattered(groups: list[_Group], shape: torch.Size) -> Tensor:
    """At every point the number of the plant that covers it, from 1, or 0: the one that stands nearest wins."""
    count, height, width = shape
    device = groups[0].tops.device
    # One place more than there are points takes what falls outside of the picture.
    nearest = torch.zeros(count * height * width + 1, dtype=torch.int32, device=device)
    already = 0
    for group in groups:
        below, beside = _stamp(group.kind, group.tall, device)
        picture, row, column = (part[:, None] for part in group.tops.unbind(1))
        rows, columns = row + below, column + beside
        seen = (rows < height) & (columns >= 0) & (columns < width)
        points = choose(seen, (picture * height + rows) * width + columns, torch.tensor(count * height * width))
        numbers = torch.arange(already + 1, already + 1 + len(row), dtype=torch.int32, device=device)
        nearest.scatter_reduce_(0, points.flatten(), numbers[:, None].expand_as(points).flatten(), "amax")
        already += len(row)
    return nearest[:-1].view(shape)


def _covered(nearest: Tensor, groups: list[_Group]) -> Plants:
    """Which part of which plant each point is, looked up by the plant's number."""
    tops = torch.cat([group.tops for group in groups])
    group_of = torch.cat([torch.full((len(group.tops),), k, device=tops.device) for k, group in enumerate(groups)])
    kinds, heights = (
        torch.tensor(column, device=tops.device) for column in zip(*_kinds_and_heights(groups), strict=True)
    )
    halves, starts = _halves(groups)

    def of_plant(numbers: Tensor) -> Tensor:
        return table(nearest, F.pad(numbers, (1, 0)))

    here = nearest > 0
    below = (rows_of(nearest) - of_plant(tops[:, 1].int())) * here
    half = table(of_plant(starts[group_of].int()) + below, halves)
    down = (below / of_plant(heights[group_of].float()).clamp(min=1)).clamp(0, 1)
    aside = ((columns_of(nearest) - of_plant(tops[:, 2].int())) / half).clamp(-1, 1) * here
    own = of_plant(((tops[:, 1] * 7919 + tops[:, 2] * 104729) % 997) / 997.0)
    kind = of_plant(kinds[group_of].int())
    return Plants(kind, down, aside, own, (down * 6) % 1 * (kind == SPRUCE))


def _halves(groups: list[_Group]) -> tuple[Tensor, Tensor]:
    """Half the width of the plants of each group at every row below their tops, one after another, and where each
    group's begin."""
    device = groups[0].tops.device
    rows = [
        half_width(group.kind, torch.arange(group.tall + 1) / group.tall, 1.0) * group.tall + 0.8 for group in groups
    ]
    starts = torch.tensor([0, *(len(one) for one in rows[:-1])]).cumsum(0)
    return torch.cat(rows).to(device), starts.to(device)


def _kinds_and_heights(groups: list[_Group]) -> list[tuple[int, int]]:
    return [(group.kind, group.tall) for group in groups]
