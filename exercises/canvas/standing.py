"""Painted spruces that overlap or share a base, told apart: each is found again with its own top, sides and foot.

A child paints three triangles into each other. As a map that is one shape, cut flat at the bottom. Its outline from
above still shows every top: between two tops it falls and rises again. The sides of a top are followed on down to
where its trunk ends, behind or before its neighbours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from exercises.canvas.fields import numbers
from exercises.canvas.shapes import Frames, run_ends

STRAIGHT = 0.16
"""How far a side may stray from a straight line, in parts of its width: triangles are straight, crowns are round."""
FREE = 0.25
"""This part of a tree's height at least is seen of one of its sides, above where it meets its neighbour."""
NARROWEST, WIDEST = 0.12, 1.3
"""How wide a tree may be for its height."""


@dataclass(frozen=True)
class Trees:
    """Overlapping spruces, one number each: picture, row of the top, column of the trunk, row of the foot, and how far
    its sides go out for each row down, left and right. The one that stands nearest comes last."""

    picture: Tensor
    top: Tensor
    trunk: Tensor
    foot: Tensor
    left: Tensor
    right: Tensor

    def __len__(self) -> int:
        return len(self.top)


def trees_in(woods: Tensor, alone: Tensor) -> Trees:
    """The spruces that overlap in the painted woods, (B, H, W) booleans; those that stand alone are left out."""
    first, last = run_ends(woods)
    tall, row = ((last - first + 1) * woods).max(1)
    tops, feet = (ends.gather(1, row[:, None])[:, 0] for ends in (first, last))
    whole = alone.gather(1, feet[:, None].long())[:, 0]
    outlines = torch.stack([tall, tops, feet, whole], dim=1).cpu().numpy()
    size = woods.shape[1]
    found = [(picture, *tree) for picture, outline in enumerate(outlines) for tree in _trees_of(outline, size)]
    found.sort(key=lambda tree: (tree[3], tree[1]))
    columns = torch.tensor(found, dtype=torch.float32, device=woods.device).view(-1, 6).unbind(1)
    return Trees(*(column.int() for column in columns[:4]), *columns[4:])


def _trees_of(outline: np.ndarray, size: int) -> Iterator[tuple[float, ...]]:
    """Top, trunk, foot and both sides of each spruce in one outline from above, (4, W): how tall the wood is in each
    column, its first and last row, and whether it stands alone."""
    tall, tops, feet, alone = outline
    for first, last in _pieces(tall, tops, feet):
        turns = _turns(tops[first:last], max(3, size // 24))
        if len(turns) < 4 and alone[first + turns[1]]:
            continue
        for before, peak, after in zip(turns[::2], turns[1::2], turns[2::2], strict=False):
            foot = int(feet[first + peak])
            height = foot - int(tops[first + peak]) + 1
            sides = _sides(tops[first:last], before, peak, after, height * FREE)
            if sides is not None and height > size // 20 and NARROWEST < sides[1] + sides[2] < WIDEST:
                trunk, left, right = sides
                yield int(tops[first + peak]), first + round(trunk), foot, left, right


def _pieces(tall: np.ndarray, tops: np.ndarray, feet: np.ndarray) -> Iterator[tuple[int, int]]:
    """First and last column (not counted in) of each stretch whose neighbouring columns touch."""
    torn = (tall[1:] == 0) | (tall[:-1] == 0) | (tops[1:] > feet[:-1]) | (tops[:-1] > feet[1:])
    edges = [0, *(np.flatnonzero(torn) + 1).tolist(), len(tall)]
    for first, last in pairwise(edges):
        if last - first > 3 and tall[first]:
            yield first, last


def _turns(tops: np.ndarray, least: int) -> list[int]:
    """Columns where an outline turns, an end or valley first, then a top, a valley and so on to the other end.

    A turn counts where the outline rises or falls by at least `least` rows.
    """
    turns, best, rising = [0], 0, True
    for column, row in enumerate(tops.tolist()):
        ahead = (tops[best] - row) if rising else (row - tops[best])
        if ahead > 0:
            best = column
        elif -ahead >= least:
            turns.append(best)
            best, rising = column, not rising
    if rising:
        turns.append(best)
        best = len(tops) - 1
    return [*turns, best if best > turns[-1] else len(tops) - 1]


def _sides(tops: np.ndarray, before: int, peak: int, after: int, free: float) -> tuple[float, float, float] | None:
    """The trunk's column, and how far a pointed shape between two valleys goes out for each row, left and right.

    None for a round one, or one that shows less than `free` rows of a side.
    """
    top = int(tops[peak])
    level = np.flatnonzero(tops[before : after + 1] == top) + before
    trunk = float(level.mean())
    beside = (np.arange(before, level[0]), np.arange(level[-1] + 1, after + 1))
    slopes = [_slope(np.abs(columns - trunk), (tops[columns] - top).astype(float), free) for columns in beside]
    known = [slope for slope in slopes if slope is not None]
    if not known:
        return None
    left, right = (known[0] if slope is None else slope for slope in slopes)
    return trunk, left, right


def _slope(out: np.ndarray, down: np.ndarray, free: float) -> float | None:
    """Columns for each row of one side; None where too little of it is seen, or where it is not straight."""
    if len(down) < 2 or down.max() < free:
        return None
    slope = float((out * down).sum() / (down * down).sum())
    return slope if np.abs(out - slope * down).mean() <= STRAIGHT * out.max() + 0.5 else None


@dataclass(frozen=True)
class Standing:
    """The points of a picture that overlapping spruces take, as flat numbers, and what is where."""

    hull: Tensor
    """(B, H, W): where they were painted. Between their branches one sees past them."""
    at: Tensor
    """The points (N,) where one of them is, of all B * H * W. The following have as many numbers."""
    left: Tensor
    right: Tensor
    top: Tensor
    foot: Tensor

    def where(self) -> Tensor:
        """(B, H, W): the points where one of them is."""
        found = torch.zeros_like(self.hull).flatten()
        return found.index_fill_(0, self.at, True).view_as(self.hull)

    def over(self, frames: Frames) -> Frames:
        """The frames of all shapes, with each of these trees in its own."""

        def put(ends: Tensor, own: Tensor) -> Tensor:
            return ends.flatten().index_copy(0, self.at, own.to(ends.dtype)).view_as(ends)

        return Frames(
            put(frames.left, self.left),
            put(frames.right, self.right),
            put(frames.top, self.top),
            put(frames.foot, self.foot),
        )


def reach_and_tier(
    down: Tensor, aside: Tensor, tall: Tensor, uneven: Tensor, fringe: Tensor, unit: float
) -> tuple[Tensor, Tensor]:
    """How far a spruce's branches go out at each point, in parts of the painted side, and how far out on its branch a
    point is: the branches hang, no two alike, left and right in turn, and a taller tree has more of them."""
    count = (tall / (9 * unit)).clamp(5, 16)
    out = aside.abs()
    tier = down * count + 0.45 * out + 0.4 * (aside * 2 + 0.5 + uneven).clamp_(0, 1) + uneven
    tier -= tier.floor()
    hangs = (down < 0.93 + 0.06 * tier) | (out < 0.12)
    return (0.66 + 0.36 * tier + fringe) * numbers(hangs), tier


def stand(trees: Trees, woods: Tensor, uneven: Tensor, fringe: Tensor, unit: float) -> Standing:
    """Every tree with its branches over those behind it, within the painted woods (B, H, W)."""
    _count, height, width = woods.shape
    tall = trees.foot - trees.top + 1
    spread = [(side * tall * 1.06).ceil().int() + 2 for side in (trees.left, trees.right)]
    wide = spread[0] + spread[1] + 1
    number = torch.repeat_interleave(torch.arange(len(trees), device=woods.device), tall * wide)
    within = torch.arange(len(number), device=woods.device) - ((tall * wide).cumsum(0) - tall * wide)[number]
    below, beside = within // wide[number], within % wide[number] - spread[0][number]
    row, column = trees.top[number] + below, trees.trunk[number] + beside
    side = torch.where(beside < 0, trees.left[number], trees.right[number]) * (below + 1) + 0.5
    seen = (column >= 0) & (column < width) & (beside.abs() <= side * 1.06 + 2)
    number, below, beside, side = number[seen], below[seen], beside[seen], side[seen]
    point = ((trees.picture[number] * height + row[seen]) * width + column[seen]).long()
    painted = woods.flatten()[point]
    number, below, beside, side, point = (part[painted] for part in (number, below, beside, side, point))
    hull = torch.zeros_like(woods).flatten().index_fill_(0, point, True).view_as(woods)
    aside, down = beside / side, below / tall[number]
    reach, _tier = reach_and_tier(
        down, aside, tall[number].float(), uneven.flatten()[point], fringe.flatten()[point], unit
    )
    inside = aside.abs() < reach
    nearest = torch.zeros(woods.numel(), dtype=torch.long, device=woods.device)
    nearest.scatter_reduce_(0, point[inside], number[inside] + 1, "amax")
    at = nearest.nonzero()[:, 0]
    number = nearest[at] - 1
    rows = at // width % height - trees.top[number] + 1
    left, right = (
        (trees.trunk[number] + sign * (slope[number] * rows)).round().int()
        for sign, slope in ((-1, trees.left), (1, trees.right))
    )
    return Standing(hull, at, left, right, trees.top[number], trees.foot[number])
