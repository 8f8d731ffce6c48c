"""The rule that makes a child's crude map a natural one before it is painted.

Ridges get ragged, shores and roads wind, clouds puff, woods and bushes become single plants whose tops are the edge.
How, is decided by the noise of the seed, so that another seed draws other outlines. Nothing moves far: a shape keeps
its place and size, cottages and the sun are left as they are. The network is taught with maps that went through the
very same rule, so that it always sees crisp outlines.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from exercises.canvas import palette
from exercises.canvas.fields import Noise, averages, blur
from exercises.canvas.shapes import Frames, at, is_any, run_ends

SPRUCE, LEAFY, SHRUB, STONE = 1, 2, 3, 4
"""Kinds of what stands on the ground by itself."""

GROWS = (
    (palette.FOREST, 0.0, 0.48, 13), (palette.FOREST, 0.42, 0.76, 24), (palette.FOREST, 0.64, 1.0, 44),
    (palette.BUSH, 0.0, 0.5, 7), (palette.BUSH, 0.48, 0.72, 13), (palette.BUSH, 0.70, 1.0, 24),
    (palette.ROCK, 0.0, 0.5, 6), (palette.ROCK, 0.48, 0.72, 11), (palette.ROCK, 0.70, 1.0, 20),
)  # fmt: skip
"""What grows in which part of the height, and how tall it is in pixels of a 256-pixel picture; near ones come last."""

KEPT = (palette.COTTAGE, palette.GLOW, palette.ROAD, palette.FOG, palette.CLOUD)
"""A tree-top never hides these."""


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


@dataclass(frozen=True)
class Natural:
    """The map as it is painted, (B, H, W), the plants on it, and the frames of the shapes that were asked for."""

    labels: Tensor
    plants: Plants
    frames: Frames


@torch.no_grad()
def natural(labels: Tensor, noise: Noise) -> Natural:
    """A natural map out of a crude one: (B, H, W) int64 material numbers and the noise of the same size."""
    frames = Frames.of(labels)
    alone = (labels == palette.FOREST) & frames.stands_alone()
    bent = torch.where(alone, labels, bend(labels, noise))
    plants = plant(bent, alone, noise)
    carved = carve(bent, plants, alone, noise)
    whole, plants = _single_trees(carved, labels, alone, frames, plants, noise)
    return Natural(_nothing_lost(labels, whole), plants, frames)


def _nothing_lost(asked: Tensor, natural: Tensor) -> Tensor:
    """A material that kept less than half of its points gets back those that were asked for."""
    offsets = torch.arange(len(asked), device=asked.device)[:, None, None] * palette.COUNT
    points, room = asked + offsets, len(asked) * palette.COUNT
    before = torch.bincount(points.flatten(), minlength=room)
    after = torch.bincount(points[asked == natural], minlength=room)
    return torch.where((2 * after < before)[points], asked, natural)


_ROUGH = torch.zeros(16)
_ROUGH[[palette.MOUNTAIN, palette.ROCK, palette.SNOW]], _ROUGH[palette.SKY] = 1.0, 0.35
_PUFFY, _WET, _LEVEL = torch.zeros(16), torch.zeros(16), torch.full((16,), 1.0)
_PUFFY[palette.CLOUD] = 1.0
_WET[[palette.LAKE, palette.RIVER, palette.SAND]] = 1.0
_LEVEL[[palette.COTTAGE, palette.GLOW, palette.CLOUD, palette.SKY, palette.FOG]] = 0.0
_STILL = torch.zeros(16)
_STILL[[palette.COTTAGE, palette.GLOW]] = 1.0


def bend(labels: Tensor, noise: Noise) -> Tensor:
    """Each point looks up its material a little beside itself: ragged by rock, level by water, round by clouds."""
    height, width = labels.shape[1:]
    near = noise.nearness[None, :, None]
    reach = noise.pixels(3)
    tables = torch.stack([_ROUGH, _PUFFY, _WET, _LEVEL, _STILL]).to(labels.device)
    rough, puffy, wet, level, still = (blur(table[labels], reach) for table in tables)
    crags = noise.ridged(1, 4, 1) - 1.1
    swell = noise.cloudy(0, 4, 3)
    aside = level * (0.7 + near * 1.6) * noise.cloudy(1, 4, 2) + wet * near * 5 * noise.ground(0, 40)
    aside = aside + 2.6 * puffy * swell + rough * 1.6 * noise.smooth(2, 2)
    down = level * (0.3 + near * 1.2) * noise.cloudy(2, 4, 2) * (1 - 0.7 * wet) + 3.2 * rough * crags
    down = down + 3.0 * puffy * noise.cloudy(2, 4, 3)
    force = noise.unit * (1 - still).clamp(0, 1).square()
    rows = torch.arange(height, device=labels.device)[None, :, None] + (down * force).round().long()
    columns = torch.arange(width, device=labels.device)[None, None] + (aside * force).round().long()
    looked = at(labels, rows.clamp(0, height - 1), columns.clamp(0, width - 1))
    return torch.where(
        is_any(labels, (palette.COTTAGE, palette.GLOW)) | is_any(looked, (palette.COTTAGE, palette.GLOW)),
        labels,
        looked,
    )


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
    count, height, width = labels.shape
    nearest = torch.full((count * height * width + 1,), -1, dtype=torch.int64, device=labels.device)
    grove = noise.smooth(1, 6) + 0.4 * noise.smooth(1, 4)
    for rank, (material, first, last, tall_at_256) in enumerate(GROWS):
        here = (labels == material) & ~alone
        if not bool(here[:, int(first * height) : int(last * height) + 1].any()):
            continue
        tall = max(3, noise.pixels(tall_at_256))
        tops = _tops(here, tall, material, (first, last), noise)
        for kind, chosen in _kinds(material, tops, grove):
            _scatter(nearest, chosen, _stamp(kind, tall, labels.device), rank * 8 + kind, labels.shape)
    return _covered(nearest[:-1].view(labels.shape), noise)


def _tops(here: Tensor, tall: int, material: int, band: tuple[float, float], noise: Noise) -> Tensor:
    """Where plants have their tops, (N, 3) of picture, row, column; some are above the edge of what was painted."""
    _count, height, width = here.shape
    wide, deep = (0.34, 0.24) if material == palette.FOREST else (0.9, 0.5)
    rows = max(1, round(height * (band[1] - band[0]) / (tall * deep)))
    columns = max(1, round(width / (tall * wide)))
    part = noise.z[:, :, int(band[0] * height) : max(int(band[0] * height) + 1, int(band[1] * height))]
    shift = averages(part[:, 1:], rows, columns).clamp(-1.6, 1.6) * 0.3
    across = torch.arange(columns, device=here.device) + 0.5 + shift[:, 0]
    across = across + 0.5 * (torch.arange(rows, device=here.device) % 2)[None, :, None] - 0.25
    along = torch.arange(rows, device=here.device)[None, :, None] + 0.5 + shift[:, 1]
    column = (across * width / columns).long().clamp(0, width - 1)
    row = (band[0] * height + along * (band[1] - band[0]) * height / rows).long().clamp(0, height - 1)
    grows = at(here, (row + round(tall * 0.4)).clamp(max=height - 1), column)
    picture = torch.arange(len(here), device=here.device)[:, None, None].expand_as(row)
    return torch.stack([picture, row, column], dim=3)[grows]


def _kinds(material: int, tops: Tensor, grove: Tensor) -> list[tuple[int, Tensor]]:
    if material != palette.FOREST:
        return [(SHRUB if material == palette.BUSH else STONE, tops)]
    leafy = grove[tops[:, 0], tops[:, 1], tops[:, 2]] > 0.75
    return [(SPRUCE, tops[~leafy]), (LEAFY, tops[leafy])]


def _scatter(nearest: Tensor, tops: Tensor, stamp: tuple[Tensor, Tensor], rank: int, shape: torch.Size) -> None:
    """Write at every point that a plant covers which plant it is; the one that stands nearest wins.

    The last place of `nearest` takes what falls outside of the picture.
    """
    _count, height, width = shape
    below, beside = stamp
    rows, columns = tops[:, 1:2] + below, tops[:, 2:3] + beside
    seen = (rows < height) & (columns >= 0) & (columns < width)
    points = torch.where(seen, (tops[:, :1] * height + rows) * width + columns, len(nearest) - 1)
    which = ((rank * height + tops[:, 1:2]) * width + tops[:, 2:3]).expand_as(rows)
    nearest.scatter_reduce_(0, points.flatten(), which.flatten(), "amax")


def _covered(nearest: Tensor, noise: Noise) -> Plants:
    """Which part of which plant each point is, from the number that says rank, top row and top column at once."""
    _count, height, width = nearest.shape
    device = nearest.device
    none = nearest < 0
    plants = nearest.clamp(min=0)
    rank, place = plants // (height * width), plants % (height * width)
    top, middle = place // width, place % width
    kind = torch.where(none, 0, rank % 8)
    tall = torch.tensor([max(3, noise.pixels(row[3])) for row in GROWS], device=device)[rank // 8].float()
    rows = torch.arange(height, device=device)[None, :, None]
    columns = torch.arange(width, device=device)[None, None]
    down = ((rows - top) / tall).clamp(0, 1)
    half = torch.ones_like(down)
    for one in (SPRUCE, LEAFY, SHRUB, STONE):
        half = torch.where(kind == one, half_width(one, down, 1.0) * tall, half)
    aside = ((columns - middle) / (half + 0.8)).clamp(-1, 1)
    own = ((top * 7919 + middle * 104729) % 997) / 997.0
    return Plants(kind, *(torch.where(none, torch.zeros_like(part), part) for part in (down, aside, own)))


def carve(labels: Tensor, plants: Plants, alone: Tensor, noise: Noise) -> Tensor:
    """The upper edge of woods, bushes and stones is made of the plants: tops stand out, between them one sees past."""
    above = _above(labels)
    out = labels
    for material, kinds in ((palette.FOREST, (SPRUCE, LEAFY)), (palette.BUSH, (SHRUB,)), (palette.ROCK, (STONE,))):
        here = (labels == material) & ~alone
        if not bool(here.any()):
            continue
        covered = (plants.kind == kinds[0]) | (plants.kind == kinds[-1])
        depth = noise.pixels(5 if material == palette.FOREST else 3)
        edge = here & ~F.pad(here, (0, 0, depth, 0), value=True)[:, : here.shape[1]]
        out = torch.where(edge & ~covered, above, out)
        rises = _soon_below(here, noise.pixels(14))
        out = torch.where(covered & rises & ~is_any(labels, KEPT), material, out)
    return out


def _soon_below(here: Tensor, reach: int) -> Tensor:
    """Whether something of it lies within `reach` rows below each point, the point's own row counted too."""
    seen = F.pad(here.to(torch.int32).cumsum(1, dtype=torch.int32), (0, 0, 1, 0))
    later = torch.cat([seen[:, reach + 1 :], seen[:, -1:].expand(-1, reach, -1)], dim=1)
    return later > seen[:, :-1]


def _above(labels: Tensor) -> Tensor:
    """For each point the material above its own upright run; its own where the run begins at the top."""
    first, _last = run_ends(labels)
    return torch.where(first > 0, labels.gather(1, (first - 1).clamp(min=0)), labels)


def _single_trees(
    carved: Tensor, asked: Tensor, alone: Tensor, frames: Frames, plants: Plants, noise: Noise
) -> tuple[Tensor, Plants]:
    """A tree painted by itself: pointed ones get the tiers of a spruce, others the lumps of a leafy crown."""
    if not bool(alone.any()):
        return carved, plants
    pointed = frames.pointed
    down, aside = frames.down, frames.aside
    tier = (down * 7 + 0.25 * aside.abs()) % 1
    fringe = noise.smooth(2, 1) * 0.10
    spruce = aside.abs() < 0.70 + 0.34 * tier + fringe
    crown = aside.abs() < 0.93 + fringe * 1.4
    inside = torch.where(pointed, spruce, crown)
    width = asked.shape[2]
    beside = torch.where(aside < 0, frames.left - 1, frames.right + 1)
    beside = torch.where(beside < 0, frames.right + 1, torch.where(beside >= width, frames.left - 1, beside))
    outside = carved.gather(2, beside.clamp(0, width - 1))
    inside |= is_any(outside, (palette.COTTAGE, palette.GLOW))
    labels = torch.where(alone & ~inside, outside, torch.where(alone, palette.FOREST, carved))
    tree = alone & inside
    kind = torch.where(pointed, SPRUCE, LEAFY)
    own = ((frames.top * 7919 + frames.foot * 104729) % 997) / 997.0
    merged = [
        torch.where(tree, new, torch.where(alone, torch.zeros_like(old), old))
        for new, old in ((kind, plants.kind), (down, plants.down), (aside, plants.aside), (own, plants.own))
    ]
    return labels, Plants(*merged)
