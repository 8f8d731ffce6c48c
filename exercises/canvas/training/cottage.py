"""A red cottage with white corners, painted in the frame of the shape that a child drew."""

import torch
from torch import Tensor

from exercises.canvas.details import EAVE, Cottage
from exercises.canvas.fields import Noise, blur, mix, ramp
from exercises.canvas.light import Light, shade_of
from exercises.canvas.shapes import Frames


def cottages(picture: Tensor, mask: Tensor, frames: Frames, noise: Noise, light: Light) -> Tensor:
    """Paint every cottage of the map; the lamps behind its windows light what is around. `mask` (B, H, W), 0 to 1."""
    parts, x, y = Cottage.within(frames), (frames.aside + 1) / 2, frames.down
    colour = mix(_walls(light, x, y), light.on(shade_of(0.96, 0.96, 0.93, x), torch.full_like(x, 0.74)), parts.white)
    colour = mix(colour, light.on(shade_of(0.25, 0.36, 0.30, x), torch.full_like(x, 0.6)), parts.door)
    pane = light.on(shade_of(0.22, 0.30, 0.38, x), torch.full_like(x, 0.7))
    pane = pane + (shade_of(1.0, 0.80, 0.38, x) - pane) * light.lamps[:, None]
    colour = mix(mix(colour, pane, parts.panes), _roof(noise, light, x, y), parts.roof)
    lit = parts.panes * (mask > 0.5)
    lamps = blur(lit, noise.pixels(6)) * 0.9 + blur(lit, noise.pixels(18)) * 0.8
    picture = mix(picture, colour, mask)
    return picture + shade_of(1.0, 0.66, 0.24, x) * (lamps * light.lamps)[:, None]


def _walls(light: Light, x: Tensor, y: Tensor) -> Tensor:
    boards = ((x * 26) % 1 < 0.25).float() * 0.10
    facing = 0.74 - boards - 0.25 * ramp(EAVE + 0.08, EAVE - 0.02, y) - light.side * (x - 0.5) * 0.35
    red = shade_of(0.68, 0.14, 0.10, x).expand(len(x), 3, *x.shape[1:])
    return mix(light.on(red, facing), light.on(shade_of(0.45, 0.45, 0.45, x), facing), ramp(0.94, 0.96, y))


def _roof(noise: Noise, light: Light, x: Tensor, y: Tensor) -> Tensor:
    tiles = shade_of(0.30, 0.24, 0.23, x) + shade_of(0.05, 0.03, 0.02, x) * ((y * 22) % 1 < 0.4).float()[:, None]
    white = shade_of(0.92, 0.94, 1.0, x).expand_as(tiles)
    snow = light.snow * 0.95 * ramp(EAVE + 0.01, EAVE - 0.05, y)
    return light.on(mix(tiles, white, snow), 0.72 - light.side * (x - 0.5) * 0.4 + noise.smooth(1, 2) * 0.04)
