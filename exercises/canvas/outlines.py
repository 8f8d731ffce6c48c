"""The rule that makes a child's crude map a natural one before it is painted.

Ridges get ragged, shores and roads wind, clouds puff, woods and bushes become single plants whose tops are the edge.
How, is decided by the noise of the seed, so that another seed draws other outlines. Nothing moves far: a shape keeps
its place and size, cottages and the sun are left as they are. The network is taught with maps that went through the
very same rule, so that it always sees crisp outlines.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import torch
from torch import Tensor

from exercises.canvas import palette
from exercises.canvas.fields import Noise, anywhere, blur, choose
from exercises.canvas.planting import LEAFY, SHRUB, SPRUCE, STONE, Plants, plant, share
from exercises.canvas.shapes import (
    Frames,
    at,
    columns_of,
    is_any,
    is_one,
    materials_in,
    rows_of,
    run_starts,
    run_stops,
    table,
)
from exercises.canvas.standing import Standing, reach_and_tier, stand, trees_in

KEPT = (palette.COTTAGE, palette.GLOW, palette.ROAD, palette.FOG, palette.CLOUD)
"""A tree-top never hides these."""


@dataclass(frozen=True)
class Natural:
    """The map as it is painted, (B, H, W), the plants on it, and the frames of the shapes that were asked for."""

    labels: Tensor
    plants: Plants
    frames: Frames

    @cached_property
    def present(self) -> frozenset[int]:
        """The materials that are anywhere in it."""
        return materials_in(self.labels)


@torch.no_grad()
def natural(labels: Tensor, noise: Noise) -> Natural:
    """A natural map out of a crude one: (B, H, W) material numbers and the noise of the same size."""
    labels = labels.int()
    frames, woods = Frames.of(labels), is_one(labels, palette.FOREST)
    alone = woods & frames.stands_alone() if anywhere(woods) else woods
    standing = overlapping(woods, alone, noise)
    alone = alone if standing is None else alone | standing.hull
    bent = bend(labels, alone | is_any(labels, (palette.COTTAGE, palette.GLOW)), noise)
    broad = frames.broad(is_one(labels, palette.ROCK))
    plants = plant(bent, alone, broad, noise)
    carved = carve(bent, plants, alone, noise)
    whole, plants, frames = _single_trees(carved, labels, alone, frames, standing, plants, noise)
    whole = _nothing_lost(labels, whole)
    kind = plants.kind * is_any(whole, (palette.FOREST, palette.BUSH, palette.ROCK))
    return Natural(whole, replace(plants, kind=kind), frames)


def _nothing_lost(asked: Tensor, natural: Tensor) -> Tensor:
    """A material that kept less than half of its points gets back those that were asked for."""
    pictures = torch.arange(len(asked), dtype=torch.int32, device=asked.device)[:, None, None]
    points, room = asked + pictures * palette.COUNT, len(asked) * palette.COUNT
    counts = torch.bincount((points + room * (asked != natural)).flatten(), minlength=2 * room)
    kept, moved = counts[:room], counts[room : 2 * room]
    lost = kept < moved
    return choose(table(points, lost), asked, natural) if anywhere(lost) else natural


_ROUGH = torch.zeros(16)
_ROUGH[[palette.MOUNTAIN, palette.SNOW]], _ROUGH[[palette.SKY, palette.ROCK]] = 1.0, 0.35
_PUFFY, _WET, _LEVEL = torch.zeros(16), torch.zeros(16), torch.full((16,), 1.0)
_PUFFY[palette.CLOUD] = 1.0
_WET[[palette.LAKE, palette.RIVER, palette.SAND]] = 1.0
_LEVEL[[palette.COTTAGE, palette.GLOW, palette.CLOUD, palette.SKY, palette.FOG]] = 0.0
_FIRM = torch.zeros(16)
_FIRM[[palette.COTTAGE, palette.GLOW]] = 1.0
_WAYS = {"level": _LEVEL, "wet": _WET, "rough": _ROUGH, "puffy": _PUFFY, "loose": 1 - _FIRM}
_WITHOUT = {name: frozenset((one == 0).nonzero()[:, 0].tolist()) for name, one in _WAYS.items()}


def bend(labels: Tensor, firm: Tensor, noise: Noise) -> Tensor:
    """Each point looks up its material a little beside itself: ragged by rock, level by water, round by clouds.

    What is `firm` is neither moved nor smeared over what is beside it.
    """
    height, width = labels.shape[1:]
    around = _around(labels, noise)
    force = noise.unit * around.pop("loose").clamp(0, 1).square()
    aside = sum(part * _bending("aside", what, noise) for what, part in around.items())
    rows = rows_of(labels) + (_down(around, noise) * force).round_().int()
    columns = columns_of(labels) + (aside * force).round_().int()
    # Firm ones are told by their sign, so that one look finds both.
    seen = at(labels - firm.int() * palette.COUNT, rows.clamp_(0, height - 1), columns.clamp_(0, width - 1))
    return choose((seen >= 0) & ~firm, seen, labels)


def _around(labels: Tensor, noise: Noise) -> dict[str, Tensor]:
    """How level, wet, rough, puffy and loose it is around each point, 0 to 1; what is nowhere is left out."""
    there = materials_in(labels)
    everywhere = {name: float(there.isdisjoint(_WITHOUT[name])) for name in ("level", "loose")}
    found = {name: torch.full((1, 1, 1), part, device=labels.device) for name, part in everywhere.items()}
    wanted = [name for name in _WAYS if not there <= _WITHOUT[name] and not everywhere.get(name)]
    if not wanted:
        return found
    soft = blur(torch.cat([table(labels, _WAYS[name].to(labels.device)) for name in wanted]), noise.pixels(3))
    return found | dict(zip(wanted, soft.chunk(len(wanted)), strict=True))


def _down(around: dict[str, Tensor], noise: Noise) -> Tensor:
    """How far below itself each point looks."""
    level, wet = around["level"], around.get("wet")
    down = level * _bending("down", "level", noise)
    if wet is not None:
        down = down * (1 - 0.7 * wet)
    if "rough" in around:
        down = down + around["rough"] * _bending("down", "rough", noise)
    # Where water meets the sky the horizon stays level: there as much is wet as is ground.
    down = down * ((level if wet is None else level - wet).abs() * 4).clamp_(max=1)
    return down if "puffy" not in around else down + around["puffy"] * _bending("down", "puffy", noise)


_BENDING: dict[tuple[str, str], Callable[[Noise, Tensor], Tensor]] = {
    ("aside", "level"): lambda noise, near: (0.7 + near * 1.6) * noise.cloudy(1, 4, 2),
    ("aside", "wet"): lambda noise, near: near * 5 * noise.ground(0, 40),
    ("aside", "rough"): lambda noise, _near: 1.6 * noise.smooth(2, 2),
    ("aside", "puffy"): lambda noise, _near: 2.6 * noise.cloudy(0, 4, 3),
    ("down", "level"): lambda noise, near: (0.3 + near * 1.2) * noise.cloudy(2, 4, 2),
    ("down", "rough"): lambda noise, _near: 3.2 * (noise.ridged(1, 4, 1) - 1.1),
    ("down", "puffy"): lambda noise, _near: 3.0 * noise.cloudy(2, 4, 3),
}


def _bending(way: str, what: str, noise: Noise) -> Tensor:
    """How far a point looks beside itself, or above or below, where all around it is like that. (B, H, W)."""
    near = noise.nearness[None, :, None]
    return noise.kept(("bending", way, what), lambda: _BENDING[way, what](noise, near))


def carve(labels: Tensor, plants: Plants, alone: Tensor, noise: Noise) -> Tensor:
    """The upper edge of woods, bushes and stones is made of the plants: tops stand out, between them one sees past."""
    above: Tensor | None = None
    out = labels
    for material, kinds in ((palette.FOREST, (SPRUCE, LEAFY)), (palette.BUSH, (SHRUB,)), (palette.ROCK, (STONE,))):
        here = is_one(labels, material) & ~alone
        if not anywhere(here):
            continue
        above = _above(labels) if above is None else above
        covered = is_any(plants.kind, kinds)
        depth = noise.pixels(5 if material == palette.FOREST else 3)
        out = choose(_upper_edge(here, depth) & ~covered, above, out)
        rises = _soon_below(here, noise.pixels(14))
        out = choose(covered & rises & ~is_any(labels, KEPT), material, out)
    return out


def _upper_edge(here: Tensor, depth: int) -> Tensor:
    """The uppermost rows of it, where something else is `depth` rows above; not at the top of the picture."""
    edge = torch.zeros_like(here)
    edge[:, depth:] = here[:, depth:] & ~here[:, :-depth]
    return edge


def _soon_below(here: Tensor, reach: int) -> Tensor:
    """Whether something of it lies within `reach` rows below each point, the point's own row counted too."""
    found, looked = here, 1
    while looked <= reach:
        step = min(looked, reach + 1 - looked)
        more = found.clone()
        more[:, :-step] |= found[:, step:]
        found = more
        looked += step
    return found


def _above(labels: Tensor) -> Tensor:
    """For each point the material above its own upright run; its own where the run begins at the top."""
    above = (run_starts(labels) - 1).clamp_(min=0)
    return at(labels, above, columns_of(labels))


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
    if not anywhere(alone):
        return carved, plants, frames
    outside = _beside(carved, frames)
    pointed, leaves, bark = frames.pointed, *_crowns(alone, frames, noise)
    if standing is not None:
        firm = is_any(outside, (palette.COTTAGE, palette.GLOW, palette.FOREST))
        outside = choose(standing.hull & firm, _below(carved), outside)
        frames, is_tree = standing.over(frames), standing.where()
        pointed = pointed | is_tree
    down, aside, fringe = frames.down, frames.aside, _fringe(noise)
    reach, tier = reach_and_tier(down, aside, frames.tall, _uneven(noise), fringe, noise.unit)
    inside = (
        ((aside.abs() < reach) & pointed)
        | ((leaves | bark) & ~pointed)
        | is_any(outside, (palette.COTTAGE, palette.GLOW))
    )
    inside = inside if standing is None else (inside & ~standing.hull) | is_tree
    labels = choose(alone, choose(inside, palette.FOREST, outside), carved)
    kind = LEAFY + (SPRUCE - LEAFY) * pointed.int()
    tier, own = choose(pointed, tier, bark.float()), _own(frames, noise)
    covers = inside.view(torch.uint8)
    merged = [
        choose(alone, new * covers, old)
        for new, old in zip((kind, down, aside, own, tier, frames.tall.float()), vars(plants).values(), strict=True)
    ]
    return labels, Plants(*merged), frames


def _crowns(alone: Tensor, frames: Frames, noise: Noise) -> tuple[Tensor, Tensor]:
    """Where round trees have leaves, ragged at the edge and with gaps to see through, and where their trunk is."""
    round_ = alone & ~frames.pointed
    if not anywhere(round_):
        return round_, round_
    bark = round_ & (frames.wide * 5 < frames.crown * 2) & (frames.down > 0.45)
    inner = blur((round_ & ~bark).float(), noise.pixels(5))
    twigs = noise.kept(
        "twigs", lambda: noise.smooth(2, 3) * 0.10 + noise.smooth(2, 2) * 0.08 + noise.smooth(1, 1) * 0.07
    )
    out = (frames.aside * frames.wide / frames.crown.clamp(min=1)).abs()
    fork = ((out - (0.72 - frames.down) * 0.8).abs() < 0.028) | (out < 0.04)
    seen = (frames.down > 0.3) & (frames.down < 0.75) & (twigs > 0.02)
    bark = (bark & (frames.aside.abs() < 0.85)) | (round_ & fork & seen)
    return round_ & (inner > 0.58 + twigs), bark


def _own(frames: Frames, noise: Noise) -> Tensor:
    """A number from 0 to 1 for each shape, by where its top and foot are."""
    height = frames.top.shape[1]
    lines = noise.kept("own of rows", lambda: noise.smooth(1, 4)[:, :, :: max(1, noise.size[1] // 8)])
    pictures = torch.arange(len(frames.top), dtype=torch.int32, device=frames.top.device)[:, None, None] * height
    tops, feet = (lines[:, :, column].flatten() for column in (2, 5))
    return share((table(frames.top + pictures, tops) + table(frames.foot + pictures, feet)) * 0.71)


def _beside(carved: Tensor, frames: Frames) -> Tensor:
    """What is at the side of each shape, in the same row: at its nearer side, within the picture."""
    width = carved.shape[2]
    beside = choose(frames.aside < 0, frames.left - 1, frames.right + 1)
    beside = choose(beside < 0, frames.right + 1, choose(beside >= width, frames.left - 1, beside))
    return carved.gather(2, beside.clamp(0, width - 1).long())


def _below(labels: Tensor) -> Tensor:
    """For each point the material below its own upright run; its own where the run ends at the bottom."""
    below = (run_stops(labels) + 1).clamp_(max=labels.shape[1] - 1)
    return at(labels, below, columns_of(labels))


def _fringe(noise: Noise) -> Tensor:
    return noise.kept("fringe", lambda: noise.smooth(2, 1) * 0.10)


def _uneven(noise: Noise) -> Tensor:
    """No two branches of a large spruce are alike."""
    return noise.kept("branches", lambda: noise.smooth(2, 3) * 0.22 + noise.smooth(1, 2) * 0.10)
