"""The rule that makes a child's crude map a natural one before it is painted.

Ridges get ragged, shores and roads wind, clouds puff, woods and bushes become single plants whose tops are the edge.
How, is decided by the noise of the seed, so that another seed draws other outlines. Nothing moves far: a shape keeps
its place and size, cottages and the sun are left as they are. The network is taught with maps that went through the
very same rule, so that it always sees crisp outlines.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from exercises.canvas import palette
from exercises.canvas.fields import Noise, averages, blur, choose
from exercises.canvas.shapes import Frames, at, columns_of, is_any, rows_of, run_ends, table
from exercises.canvas.standing import Standing, reach_and_tier, stand, trees_in

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
    tier: Tensor
    """How far out on its branch a point of a spruce is, 0 to 1; 0 in everything else."""


@dataclass(frozen=True)
class Natural:
    """The map as it is painted, (B, H, W), the plants on it, and the frames of the shapes that were asked for."""

    labels: Tensor
    plants: Plants
    frames: Frames


@torch.no_grad()
def natural(labels: Tensor, noise: Noise) -> Natural:
    """A natural map out of a crude one: (B, H, W) material numbers and the noise of the same size."""
    labels = labels.int()  # smaller numbers are quicker
    frames, woods = Frames.of(labels), labels == palette.FOREST
    alone = woods & frames.stands_alone() if bool(woods.any()) else woods
    standing = overlapping(woods, alone, noise)
    alone = alone if standing is None else alone | standing.hull
    bent = bend(labels, alone | is_any(labels, (palette.COTTAGE, palette.GLOW)), noise)
    plants = plant(bent, alone, noise)
    carved = carve(bent, plants, alone, noise)
    whole, plants, frames = _single_trees(carved, labels, alone, frames, standing, plants, noise)
    return Natural(_nothing_lost(labels, whole), plants, frames)


def _nothing_lost(asked: Tensor, natural: Tensor) -> Tensor:
    """A material that kept less than half of its points gets back those that were asked for."""
    pictures = torch.arange(len(asked), dtype=torch.int32, device=asked.device)[:, None, None]
    points, room = asked + pictures * palette.COUNT, len(asked) * palette.COUNT
    counts = torch.bincount((points + room * (asked != natural)).flatten(), minlength=2 * room)
    kept, moved = counts[:room], counts[room : 2 * room]
    lost = kept < moved
    return choose(table(points, lost), asked, natural) if bool(lost.any()) else natural


_ROUGH = torch.zeros(16)
_ROUGH[[palette.MOUNTAIN, palette.ROCK, palette.SNOW]], _ROUGH[palette.SKY] = 1.0, 0.35
_PUFFY, _WET, _LEVEL = torch.zeros(16), torch.zeros(16), torch.full((16,), 1.0)
_PUFFY[palette.CLOUD] = 1.0
_WET[[palette.LAKE, palette.RIVER, palette.SAND]] = 1.0
_LEVEL[[palette.COTTAGE, palette.GLOW, palette.CLOUD, palette.SKY, palette.FOG]] = 0.0
_LOOSE = torch.ones(16)
_LOOSE[[palette.COTTAGE, palette.GLOW]] = 0.0


def bend(labels: Tensor, firm: Tensor, noise: Noise) -> Tensor:
    """Each point looks up its material a little beside itself: ragged by rock, level by water, round by clouds.

    What is `firm` is neither moved nor smeared over what is beside it.
    """
    height, width = labels.shape[1:]
    tables = torch.stack([_ROUGH, _PUFFY, _WET, _LEVEL, _LOOSE]).to(labels.device)
    soft = blur(torch.cat([table(labels, one) for one in tables]), noise.pixels(3))
    rough, puffy, wet, level, loose = soft.chunk(5)
    sway, shore, shift, swell, sink, crags, puff = _bending(noise)
    aside = level * sway + wet * shore + rough * shift + puffy * swell
    down = level * sink * (1 - 0.7 * wet) + rough * crags + puffy * puff
    force = noise.unit * loose.clamp(0, 1).square()
    rows = rows_of(labels) + (down * force).round().int()
    columns = columns_of(labels) + (aside * force).round().int()
    rows, columns = rows.clamp(0, height - 1), columns.clamp(0, width - 1)
    return choose(firm | at(firm, rows, columns), labels, at(labels, rows, columns))


def _bending(noise: Noise) -> tuple[Tensor, ...]:
    """How far a point looks beside itself, then above or below: by what is around it. (B, H, W) each."""
    near = noise.nearness[None, :, None]
    makes = (
        lambda: (0.7 + near * 1.6) * noise.cloudy(1, 4, 2), lambda: near * 5 * noise.ground(0, 40),
        lambda: 1.6 * noise.smooth(2, 2), lambda: 2.6 * noise.cloudy(0, 4, 3),
        lambda: (0.3 + near * 1.2) * noise.cloudy(2, 4, 2), lambda: 3.2 * (noise.ridged(1, 4, 1) - 1.1),
        lambda: 3.0 * noise.cloudy(2, 4, 3),
    )  # fmt: skip
    return tuple(noise.kept(("bending", number), make) for number, make in enumerate(makes))


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


def carve(labels: Tensor, plants: Plants, alone: Tensor, noise: Noise) -> Tensor:
    """The upper edge of woods, bushes and stones is made of the plants: tops stand out, between them one sees past."""
    above: Tensor | None = None
    out = labels
    for material, kinds in ((palette.FOREST, (SPRUCE, LEAFY)), (palette.BUSH, (SHRUB,)), (palette.ROCK, (STONE,))):
        here = (labels == material) & ~alone
        if not bool(here.any()):
            continue
        above = _above(labels) if above is None else above
        covered = (plants.kind == kinds[0]) | (plants.kind == kinds[-1])
        depth = noise.pixels(5 if material == palette.FOREST else 3)
        edge = here & ~F.pad(here, (0, 0, depth, 0), value=True)[:, : here.shape[1]]
        out = choose(edge & ~covered, above, out)
        rises = _soon_below(here, noise.pixels(14))
        out = choose(covered & rises & ~is_any(labels, KEPT), material, out)
    return out


def _soon_below(here: Tensor, reach: int) -> Tensor:
    """Whether something of it lies within `reach` rows below each point, the point's own row counted too."""
    found, looked = here, 1
    while looked <= reach:
        step = min(looked, reach + 1 - looked)
        found = found | F.pad(found[:, step:], (0, 0, 0, step))
        looked += step
    return found


def _above(labels: Tensor) -> Tensor:
    """For each point the material above its own upright run; its own where the run begins at the top."""
    first, _last = run_ends(labels)
    return choose(first > 0, labels.gather(1, (first - 1).clamp(min=0).long()), labels)


def overlapping(woods: Tensor, alone: Tensor, noise: Noise) -> Standing | None:
    """The spruces that were painted into one another, or None."""
    if not bool((woods & ~alone).any()):
        return None
    trees = trees_in(woods, alone)
    return stand(trees, woods, _uneven(noise), _fringe(noise), noise.unit) if len(trees) else None


def _single_trees(
    carved: Tensor,
    asked: Tensor,
    alone: Tensor,
    frames: Frames,
    standing: Standing | None,
    plants: Plants,
    noise: Noise,
) -> tuple[Tensor, Plants, Frames]:
    """A tree painted by itself: pointed ones get the tiers of a spruce, others the lumps of a leafy crown."""
    if not bool(alone.any()):
        return carved, plants, frames
    outside = _beside(carved, frames)
    pointed = frames.pointed
    if standing is not None:
        firm = is_any(outside, (palette.COTTAGE, palette.GLOW, palette.FOREST))
        outside = choose(standing.hull & firm, _below(carved), outside)
        frames, is_tree = standing.over(frames), standing.where()
        pointed = pointed | is_tree
    down, aside, fringe = frames.down, frames.aside, _fringe(noise)
    reach, tier = reach_and_tier(down, aside, frames.tall, _uneven(noise), fringe, noise.unit)
    reach = choose(pointed, reach, 0.93 + fringe * 1.4)
    inside = (aside.abs() < reach) | is_any(outside, (palette.COTTAGE, palette.GLOW))
    inside = inside if standing is None else (inside & ~standing.hull) | is_tree
    labels = choose(alone, choose(inside, palette.FOREST, outside), carved)
    kind = LEAFY + (SPRUCE - LEAFY) * pointed.int()
    own = ((frames.top * 7919 + frames.foot * 104729) % 997) / 997.0
    merged = [
        choose(alone, new * inside, old)
        for new, old in zip((kind, down, aside, own, tier * pointed), vars(plants).values(), strict=True)
    ]
    return labels, Plants(*merged), frames


def _beside(carved: Tensor, frames: Frames) -> Tensor:
    """What is at the side of each shape, in the same row: at its nearer side, within the picture."""
    width = carved.shape[2]
    beside = choose(frames.aside < 0, frames.left - 1, frames.right + 1)
    beside = choose(beside < 0, frames.right + 1, choose(beside >= width, frames.left - 1, beside))
    return carved.gather(2, beside.clamp(0, width - 1).long())


def _below(labels: Tensor) -> Tensor:
    """For each point the material below its own upright run; its own where the run ends at the bottom."""
    _first, last = run_ends(labels)
    return labels.gather(1, (last + 1).clamp(max=labels.shape[1] - 1).long())


def _fringe(noise: Noise) -> Tensor:
    return noise.kept("fringe", lambda: noise.smooth(2, 1) * 0.10)


def _uneven(noise: Noise) -> Tensor:
    """No two branches of a large spruce are alike."""
    return noise.kept("branches", lambda: noise.smooth(2, 3) * 0.22 + noise.smooth(1, 2) * 0.10)
