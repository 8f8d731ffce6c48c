"""A red cottage with white corners: its parts are boxes in the frame of the shape that was painted."""

import torch
from torch import Tensor

from exercises.canvas.fields import Noise, blur, mix, ramp
from exercises.canvas.light import Light, shade_of
from exercises.canvas.shapes import Frames

EAVE = 0.42
"""Where the wall begins, from 0, the ridge, to 1, the ground."""


def box(x: Tensor, y: Tensor, left: float, top: float, right: float, foot: float, soft: Tensor) -> Tensor:
    """1 inside a box, 0 outside, soft over one pixel so that edges are not stairs."""
    inside = torch.minimum(torch.minimum(x - left, right - x), torch.minimum(y - top, foot - y))
    return (inside / soft + 0.5).clamp(0, 1)


def cottages(picture: Tensor, mask: Tensor, frames: Frames, noise: Noise, light: Light) -> Tensor:
    """Paint every cottage of the map; the lamps behind its windows light what is around. `mask` (B, H, W), 0 to 1."""
    x, y, soft = (frames.aside + 1) / 2, frames.down, 1 / frames.wide.float()
    colour = _walls(light, x, y, soft)
    panes = torch.zeros_like(x)
    for part, tint, is_pane in _openings(light, x, y, soft):
        colour = mix(colour, tint.expand_as(colour), part)
        panes = torch.where(part > 0.5, part * is_pane, panes)
    roof = ramp(EAVE + 0.02, EAVE - 0.02, y)
    colour = mix(colour, _roof(noise, light, x, y), roof)
    picture = mix(picture, colour, mask)
    lamps = blur(panes * (mask > 0.5), noise.pixels(6)) * 0.9 + blur(panes * (mask > 0.5), noise.pixels(18)) * 0.8
    return picture + shade_of(1.0, 0.66, 0.24, x) * (lamps * light.lamps)[:, None]


def _walls(light: Light, x: Tensor, y: Tensor, soft: Tensor) -> Tensor:
    boards = ((x * 26) % 1 < 0.25).float() * 0.10
    facing = 0.74 - boards - 0.25 * ramp(EAVE + 0.08, EAVE - 0.02, y) - light.side * (x - 0.5) * 0.35
    red = shade_of(0.68, 0.14, 0.10, x).expand(len(x), 3, *x.shape[1:])
    corners = torch.maximum(box(x, y, -1, 0, 0.06, 1, soft), box(x, y, 0.94, 0, 2, 1, soft))
    stone = ramp(0.94, 0.96, y)
    colour = mix(light.on(red, facing), light.on(shade_of(0.95, 0.95, 0.92, x), facing), corners)
    return mix(colour, light.on(shade_of(0.45, 0.45, 0.45, x), facing), stone)


def _openings(light: Light, x: Tensor, y: Tensor, soft: Tensor) -> list[tuple[Tensor, Tensor, float]]:
    """A door in the middle and a window on each side, white frames, a lamp inside when it is dark."""
    white = light.on(shade_of(0.96, 0.96, 0.93, x), torch.full_like(x, 0.75))
    pane = light.on(shade_of(0.22, 0.30, 0.38, x), torch.full_like(x, 0.7))
    pane = pane + (shade_of(1.0, 0.80, 0.38, x) - pane) * light.lamps[:, None]
    door = light.on(shade_of(0.25, 0.36, 0.30, x), torch.full_like(x, 0.6))
    parts = [
        (box(x, y, 0.42, 0.58, 0.58, 1.0, soft), white, 0.0),
        (box(x, y, 0.445, 0.61, 0.555, 1.0, soft), door, 0.0),
    ]
    for middle in (0.23, 0.77):
        parts.append((box(x, y, middle - 0.11, 0.55, middle + 0.11, 0.84, soft), white, 0.0))
        for side in (-0.046, 0.046):
            at = middle + side
            parts.append((box(x, y, at - 0.037, 0.58, at + 0.037, 0.81, soft), pane, 1.0))
    return parts


def _roof(noise: Noise, light: Light, x: Tensor, y: Tensor) -> Tensor:
    tiles = shade_of(0.30, 0.24, 0.23, x) + shade_of(0.05, 0.03, 0.02, x) * ((y * 22) % 1 < 0.4).float()[:, None]
    white = shade_of(0.92, 0.94, 1.0, x).expand_as(tiles)
    snow = light.snow * 0.95 * ramp(EAVE + 0.01, EAVE - 0.05, y)
    return light.on(mix(tiles, white, snow), 0.72 - light.side * (x - 0.5) * 0.4 + noise.smooth(1, 2) * 0.04)
