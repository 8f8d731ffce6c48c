"""Shadows that trees, bushes, stones and cottages cast on the ground, away from the sun."""

import torch
from torch import Tensor

from exercises.canvas import palette
from exercises.canvas.fields import Noise, blur, numbers, places
from exercises.canvas.light import Light
from exercises.canvas.outlines import Natural
from exercises.canvas.shapes import columns_of, is_any, is_one, rows_of

STANDS = (palette.FOREST, palette.BUSH, palette.ROCK, palette.COTTAGE)
GROUND = (palette.GRASS, palette.FLOWERS, palette.SAND, palette.ROAD, palette.SNOW)
DEEP = 0.24
"""How far towards the viewer a shadow falls, in parts of the height of what casts it, if the light comes from aside."""


def cast(natural: Natural, noise: Noise, light: Light) -> Tensor:
    """How much of the sun is hidden from each point, (B, H, W) from 0 to 1.

    Each point of what stands throws its shadow as far from its foot as it is high.
    """
    labels, plants = natural.labels, natural.plants
    if natural.present.isdisjoint(GROUND) or natural.present.isdisjoint(STANDS):
        return torch.zeros_like(light.side)
    stands = plants.kind.bool() | is_one(labels, palette.COTTAGE)
    _count, height, width = labels.shape
    point = places(stands)
    picture = point // (height * width)
    row, column, high, side = (
        part.expand(labels.shape).flatten().index_select(0, point)
        for part in (rows_of(labels), columns_of(labels), _height(natural), light.side)
    )
    long = light.long.flatten().index_select(0, picture)
    rows = row + high * (1 + DEEP + 0.3 * (1 - side.abs())) - 1
    columns = column - high * long * side * 1.1
    seen = (rows >= 0) & (rows < height - 0.5) & (columns >= 0) & (columns < width - 0.5)
    hidden = ((picture * height + rows.round().long()) * width + columns.round().long())[seen]
    shade = torch.zeros(labels.numel(), device=side.device).index_fill_(0, hidden, 1.0).view_as(light.side)
    dark = blur(shade, noise.pixels(1.6)).mul_(1.15).clamp_(max=1)
    return dark.mul_(numbers(is_any(labels, GROUND))).mul_(light.crisp)


def _height(natural: Natural) -> Tensor:
    """How high above its foot each point of what stands is, in pixels."""
    frames, plants = natural.frames, natural.plants
    high = (1 - plants.down) * plants.tall
    if palette.COTTAGE not in natural.present:
        return high
    grows = numbers(plants.kind.bool())
    return high * grows + (frames.foot - rows_of(high)) * (1 - grows)
