"""The plain colour of everything: the materials first, then the kinds of what grows and lies on the ground.

Each has its colour in summer, how white it gets in winter, and its colour in autumn.
"""

import torch
from torch import Tensor

from exercises.canvas import palette
from exercises.canvas.fields import choose
from exercises.canvas.light import Light
from exercises.canvas.planting import LEAFY, SHRUB, SPRUCE, STONE, Plants

_MATERIALS = (  # summer, how white in winter, autumn where it changes
    ((0.60, 0.75, 0.95), 0.0), ((0.95, 0.95, 0.97), 0.0), ((1.00, 0.97, 0.85), 0.0), ((0.90, 0.91, 0.93), 0.0),
    ((0.47, 0.44, 0.45), 0.5), ((0.48, 0.46, 0.45), 0.4), ((0.87, 0.91, 0.98), 0.0),
    ((0.355, 0.45, 0.18), 0.9, (0.52, 0.46, 0.22)), ((0.355, 0.45, 0.18), 0.9, (0.50, 0.46, 0.22)),
    ((0.11, 0.19, 0.09), 0.5, (0.15, 0.15, 0.07)), ((0.19, 0.28, 0.10), 0.6, (0.34, 0.24, 0.10)),
    ((0.81, 0.73, 0.59), 0.5), ((0.55, 0.45, 0.34), 0.55),
    ((0.14, 0.46, 0.46), 0.0), ((0.05, 0.20, 0.32), 0.0), ((0.60, 0.17, 0.13), 0.1),
)  # fmt: skip
_GROWING = {  # the same, and up to which part of 1 a plant's own number makes it this
    SPRUCE: (
        ((0.12, 0.25, 0.12), 0.15, (0.11, 0.22, 0.11), 0.5), ((0.16, 0.29, 0.13), 0.15, (0.14, 0.25, 0.12), 0.95),
        ((0.22, 0.35, 0.14), 0.15, (0.66, 0.48, 0.13), 1.0),
    ),
    LEAFY: (
        ((0.33, 0.46, 0.16), 0.5, (0.78, 0.59, 0.16), 0.4), ((0.29, 0.43, 0.14), 0.5, (0.74, 0.46, 0.13), 0.62),
        ((0.22, 0.37, 0.11), 0.5, (0.56, 0.45, 0.15), 0.88), ((0.26, 0.39, 0.13), 0.5, (0.58, 0.20, 0.11), 1.0),
    ),
    SHRUB: (
        ((0.25, 0.37, 0.13), 0.55, (0.46, 0.38, 0.15), 0.5), ((0.30, 0.40, 0.16), 0.55, (0.60, 0.40, 0.13), 0.84),
        ((0.20, 0.32, 0.13), 0.55, (0.46, 0.20, 0.11), 1.0),
    ),
    STONE: (
        ((0.46, 0.45, 0.44), 0.2, (0.46, 0.45, 0.44), 0.6), ((0.52, 0.46, 0.42), 0.2, (0.52, 0.46, 0.42), 0.85),
        ((0.38, 0.38, 0.38), 0.2, (0.38, 0.38, 0.38), 1.0),
    ),
}  # fmt: skip
_PETALS = (
    ((0.60, 0.40, 0.86), 0.3, (0.58, 0.41, 0.62)),
    ((0.93, 0.40, 0.62), 0.3, (0.76, 0.41, 0.49)),
    ((0.98, 0.96, 0.97), 0.3, (0.79, 0.72, 0.69)),
    ((0.99, 0.82, 0.20), 0.3, (0.79, 0.64, 0.26)),
    ((0.90, 0.68, 0.15), 0.3, (0.72, 0.54, 0.20)),
)
"""Violet, pink, white and yellow flowers, and the heart of all."""
_ROWS = (
    *((row[0], row[1], row[2] if len(row) > 2 else row[0]) for row in _MATERIALS),
    *(row[:3] for rows in _GROWING.values() for row in rows),
    *_PETALS,
)
_SUMMER, _WHITE, _AUTUMN = (torch.tensor(column) for column in zip(*_ROWS, strict=True))
_SNOW = torch.tensor([0.88, 0.92, 0.98])
COUNT = len(_ROWS)
"""How many hues there are."""
STEPS = 32
"""The own number of a plant is looked up in so many steps."""


def _which() -> Tensor:
    """The hue of each kind of plant (from 1) at each step of its own number."""
    found, number = [torch.zeros(STEPS)], palette.COUNT
    for rows in _GROWING.values():
        ends = torch.tensor([row[3] for row in rows])
        found.append(number + (torch.arange(STEPS)[:, None] / STEPS >= ends[None, :]).sum(1).float())
        number += len(rows)
    return torch.cat(found).int()


_WHICH = _which()


def of_all(labels: Tensor, plants: Plants) -> Tensor:
    """Which row of the hues each point has, (B, H, W): its material's, or that of the plant that covers it."""
    steps = (plants.kind * STEPS + (plants.own * (STEPS - 0.01))).int()
    grows = _WHICH.to(labels.device).index_select(0, steps.flatten()).view_as(labels)
    return choose(plants.kind.bool(), grows, labels)


def petals(kinds: Tensor) -> Tensor:
    """The row of each kind of petal, from 1 on."""
    return kinds + (COUNT - len(_PETALS) - 1)


def seasonal(light: Light) -> Tensor:
    """All hues in the season of each picture, (B, COUNT, 3)."""
    summer, white, fall, snow = (part.to(light.snow.device) for part in (_SUMMER, _WHITE, _AUTUMN, _SNOW))
    colour = summer + (fall - summer) * light.autumn.view(-1, 1, 1)
    return colour + (snow - colour) * (light.snow.view(-1, 1, 1) * white[None, :, None])


def of(material: int, light: Light) -> Tensor:
    """One material's hue in the season of each picture, (B, 3, 1, 1)."""
    return seasonal(light)[:, material, :, None, None]


def look_up(rows: Tensor, colours: Tensor) -> Tensor:
    """Each point's colour, (B, C, H, W), out of each picture's own list (B, rows, C)."""
    count, materials, channels = colours.shape
    pictures = torch.arange(count, dtype=rows.dtype, device=rows.device)[:, None, None]
    points = (rows + pictures * materials).flatten()
    picked = colours.movedim(2, 0).flatten(1).index_select(1, points)
    return picked.view(channels, *rows.shape).movedim(0, 1)
