"""A red cottage with white corners, painted in the frame of the shape that a child drew."""

import torch
from torch import Tensor

from exercises.canvas import palette, terrain
from exercises.canvas.details import EAVE, Cottage
from exercises.canvas.fields import Noise, blur, mix, ramp
from exercises.canvas.light import Light, shade_of
from exercises.canvas.sketch import Sketch


def cottages(picture: Tensor, mask: Tensor, sketch: Sketch) -> Tensor:
    """Paint every cottage of the map; the lamps behind its windows light what is around. `mask` (B, H, W), 0 to 1."""
    frames, noise, light = sketch.natural.frames, sketch.noise, sketch.light
    parts, x, y = Cottage.within(frames), (frames.aside + 1) / 2, frames.down
    sunny = -light.side * (x - 0.5) * 0.5
    boards = light.on(shade_of(0.95, 0.94, 0.90, x), 0.70 + sunny - 0.25 * _eaves(y))
    colour = mix(_walls(noise, light, x, y, sunny), boards, parts.white)
    planks = 0.52 + sunny * 0.5 - 0.14 * ((x * 60) % 1 < 0.3)
    colour = mix(colour, light.on(shade_of(0.22, 0.36, 0.31, x), planks), parts.door)
    # A pane mirrors the sky: lighter where it looks up.
    pane = mix(light.horizon * 0.55, light.zenith * 0.40, ramp(0.55, 0.82, y + x * 0.25 - 0.12))
    pane = pane + (shade_of(1.0, 0.80, 0.38, x) - pane) * light.lamps[:, None]
    colour = mix(mix(colour, pane, parts.panes), _roof(noise, light, x, y), parts.roof)
    colour = mix(colour, _chimney(light, x, y), parts.chimney)
    lit = parts.panes * (mask > 0.5)
    lamps = blur(lit, noise.pixels(6)) * 0.9 + blur(lit, noise.pixels(18)) * 0.8
    # Grass or snow reaches a little up the stones that the house stands on.
    sunk = ramp(0.955, 0.985, y + 0.025 * terrain.blades(noise)) * (sketch.labels == palette.COTTAGE)
    picture = mix(picture, colour, mask * (1 - 0.9 * sunk))
    return picture + shade_of(1.0, 0.66, 0.24, x) * (lamps * light.lamps)[:, None]


def _eaves(y: Tensor) -> Tensor:
    """The shadow under the roof's edge."""
    return ramp(EAVE + 0.10, EAVE, y)


def _walls(noise: Noise, light: Light, x: Tensor, y: Tensor, sunny: Tensor) -> Tensor:
    boards = ((x * 26) % 1 < 0.25).float() * 0.10
    facing = 0.70 - boards - 0.30 * _eaves(y) + sunny + noise.smooth(1, 3) * 0.02
    red = shade_of(0.62, 0.14, 0.10, x) * (1 + 0.05 * noise.smooth(2, 4))[:, None]
    stones = shade_of(0.45, 0.44, 0.43, x) * (1 + 0.16 * noise.smooth(0, 2))[:, None]
    return mix(light.on(red, facing), light.on(stones, facing - 0.1), ramp(0.925, 0.945, y))


def _roof(noise: Noise, light: Light, x: Tensor, y: Tensor) -> Tensor:
    tiles = shade_of(0.33, 0.25, 0.23, x) * (1 + 0.10 * noise.smooth(2, 2))[:, None]
    rows = 0.16 * ((y * 26) % 1 < 0.35).float() * ramp(0.0, 0.03, y)
    white = shade_of(0.90, 0.93, 0.99, x).expand_as(tiles)
    snow = light.snow * ramp(EAVE + 0.01, EAVE - 0.04, y + noise.smooth(1, 2) * 0.008)
    facing = 0.74 - light.side * (x - 0.5) * 0.5 - rows * (1 - snow) + noise.smooth(1, 2) * 0.03
    return light.on(mix(tiles, white, snow), facing - 0.3 * ramp(EAVE - 0.035, EAVE, y))


def _chimney(light: Light, x: Tensor, y: Tensor) -> Tensor:
    """Bricks, with a paler edge on top, or snow."""
    bricks = shade_of(0.42, 0.24, 0.20, x).expand(len(x), 3, *x.shape[1:])
    top = ramp(0.14, 0.12, y)
    cap = (
        shade_of(0.55, 0.50, 0.47, x)
        + (shade_of(0.92, 0.95, 1.0, x) - shade_of(0.55, 0.50, 0.47, x)) * light.snow[:, None]
    )
    facing = 0.60 + light.side * 0.3 * torch.where(x < 0.63, -1.0, 1.0)
    return light.on(mix(bricks, cap.expand_as(bricks), top), facing + 0.2 * top)
