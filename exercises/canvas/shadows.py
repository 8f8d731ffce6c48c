"""Shadows that trees, bushes, stones and cottages cast on the ground, away from the sun."""

import torch
from torch import Tensor

from exercises.canvas import palette
from exercises.canvas.fields import Noise, blur
from exercises.canvas.light import Light
from exercises.canvas.outlines import Natural
from exercises.canvas.shapes import is_any, is_one, rows_of

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
    stands = (plants.kind > 0) | is_one(labels, palette.COTTAGE)
    picture, row, column = stands.nonzero(as_tuple=True)
    _count, height, width = labels.shape
    point = (picture * height + row) * width + column
    high, side, long = (
        part.flatten()[point] for part in (_height(natural), light.side, light.long.expand(labels.shape))
    )
    rows = row + high * (1 + DEEP + 0.3 * (1 - side.abs())) - 1
    columns = column - high * long * side * 1.1
    seen = (rows >= 0) & (rows < height - 0.5) & (columns >= 0) & (columns < width - 0.5)
    hidden = ((picture * height + rows.round().long()) * width + columns.round().long())[seen]
    shade = torch.zeros(labels.numel(), device=side.device).index_fill_(0, hidden, 1.0).view_as(light.side)
    return (blur(shade, noise.pixels(1.6)) * 1.15).clamp(max=1) * is_any(labels, GROUND) * light.crisp


def _height(natural: Natural) -> Tensor:
    """How high above its foot each point of what stands is, in pixels."""
    frames, plants = natural.frames, natural.plants
    high = (1 - plants.down) * plants.tall
    return torch.where(plants.kind > 0, high, (frames.foot - rows_of(high)).float())
