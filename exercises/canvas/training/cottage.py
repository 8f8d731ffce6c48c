"""A red cottage with white corners: each part is a box in the cottage's own coordinates."""

import torch
from torch import Tensor

from exercises.canvas.training.fields import Noise, mix, ramp
from exercises.canvas.training.light import Light, shade_of

EAVE = 0.44
"""Where the wall begins, from 0, the ridge, to 1, the ground."""


def box(x: Tensor, y: Tensor, left: float, top: float, right: float, foot: float, soft: Tensor) -> Tensor:
    """1 inside a box, 0 outside, soft over one pixel so that edges are not stairs."""
    inside = torch.minimum(torch.minimum(x - left, right - x), torch.minimum(y - top, foot - y))
    return (inside / soft + 0.5).clamp(0, 1)


def cottage(noise: Noise, light: Light, spot: Tensor) -> tuple[Tensor, Tensor]:
    """One cottage for each picture: colour (B, 3, H, W) and cover (B, H, W).

    `spot` is (B, 4): left, top, right, foot in parts of the picture; none where right is not beyond left.
    """
    left, top, right, foot = (spot[:, k, None, None] for k in range(4))
    height, width = noise.size
    x = ((torch.arange(width, device=spot.device) + 0.5) / width)[None, None] - left
    y = ((torch.arange(height, device=spot.device) + 0.5) / height)[None, :, None] - top
    wide, tall = (right - left).clamp(min=1e-3), (foot - top).clamp(min=1e-3)
    x, y, soft = (x / wide).expand(-1, height, -1), (y / tall).expand(-1, -1, width), 1 / (wide * width)
    colour, cover = _walls(noise, light, x, y, soft)
    for part, tint in _openings(light, x, y, soft):
        colour = mix(colour, tint.expand_as(colour), part)
    colour, cover = _roof(noise, light, x, y, soft, colour, cover)
    return colour, cover * (right > left)


def _walls(noise: Noise, light: Light, x: Tensor, y: Tensor, soft: Tensor) -> tuple[Tensor, Tensor]:
    cover = box(x, y, 0.03, EAVE - 0.04, 0.97, 1.0, soft)
    boards = ((x * 26) % 1 < 0.25).float() * 0.12
    facing = 0.72 - boards - 0.25 * ramp(EAVE + 0.08, EAVE - 0.02, y) - light.side * (0.5 - x) * -0.1
    red = shade_of(0.66, 0.15, 0.11, x).expand(len(x), 3, *x.shape[1:])
    corners = torch.maximum(box(x, y, 0.03, 0, 0.085, 1, soft), box(x, y, 0.915, 0, 0.97, 1, soft))
    stone = box(x, y, 0, 0.955, 1, 1, soft)
    colour = mix(light.on(red, facing), light.on(shade_of(0.95, 0.95, 0.92, x), facing), corners)
    return mix(colour, light.on(shade_of(0.45, 0.45, 0.45, x), facing), stone), cover


def _openings(light: Light, x: Tensor, y: Tensor, soft: Tensor) -> list[tuple[Tensor, Tensor]]:
    """A door in the middle and a window on each side, white frames, a lamp inside when it is dark."""
    white = light.on(shade_of(0.96, 0.96, 0.93, x), torch.full_like(x, 0.75))
    pane = light.on(shade_of(0.22, 0.30, 0.38, x), torch.full_like(x, 0.7))
    pane = pane + (shade_of(1.0, 0.78, 0.36, x) - pane) * light.lamps[:, None]
    door = light.on(shade_of(0.25, 0.36, 0.30, x), torch.full_like(x, 0.6))
    parts = [(box(x, y, 0.435, 0.60, 0.565, 1.0, soft), white), (box(x, y, 0.455, 0.625, 0.545, 1.0, soft), door)]
    for middle in (0.25, 0.75):
        parts.append((box(x, y, middle - 0.095, 0.58, middle + 0.095, 0.84, soft), white))
        for side in (-0.04, 0.04):
            at = middle + side
            parts.append((box(x, y, at - 0.03, 0.605, at + 0.03, 0.815, soft), pane))
    return parts


def _roof(
    noise: Noise, light: Light, x: Tensor, y: Tensor, soft: Tensor, colour: Tensor, cover: Tensor
) -> tuple[Tensor, Tensor]:
    slant = 0.20 * (1 - y / EAVE)
    roof = (
        box(x - 0, y, 0, 0.10, 1, EAVE, soft)
        * ramp(0.0, 1.0, (x - slant + 0.01) / soft)
        * ramp(0.0, 1.0, (1 - slant + 0.01 - x) / soft)
    )
    chimney = box(x, y, 0.66, 0.0, 0.75, 0.2, soft)
    tiles = shade_of(0.30, 0.24, 0.23, x) + shade_of(0.05, 0.03, 0.02, x) * ((y * 22) % 1 < 0.4).float()[:, None]
    white = shade_of(0.92, 0.94, 1.0, x).expand_as(colour)
    tiles = light.on(
        mix(tiles, white, (light.snow * 0.95).expand_as(x)), 0.75 - 0.15 * noise.smooth(1, 2) * 0.3 + 0 * x
    )
    brick = light.on(
        mix(shade_of(0.45, 0.25, 0.20, x).expand_as(colour), white, light.snow * ramp(0.05, 0.0, y)), 0.6 + 0 * x
    )
    colour = mix(mix(colour, brick, chimney), tiles, roof)
    return colour, torch.maximum(cover, torch.maximum(roof, chimney))
