"""How water looks: a mirror broken by waves, bright far away and deep near, with a path of light under sun or moon.

The sketch and the teacher draw it by these same rules. Colours are (B, 3, H, W), numbers (B, H, W).
"""

import torch
from torch import Tensor

from exercises.canvas import palette
from exercises.canvas.fields import Noise, anywhere, blur, box_mean, mix, numbers, ramp, rows_with, slope_x, slope_y
from exercises.canvas.light import Light, shade_of
from exercises.canvas.shapes import FAR, at, columns_of, is_any, is_one, rows_of

PATH = 0.42
"""How far aside the sun's path on water reaches at its widest, as `Light.side` counts."""


def ripple(noise: Noise) -> Tensor:
    """The height of the waves."""
    return noise.ground(1, 40) * 0.6 + noise.ground(2, 12) * 0.4


def tilt(noise: Noise) -> Tensor:
    """How much a wave leans towards the eye, about -1 to 1: calm far away, where waves are too small to be seen."""
    far = ramp(0.0, 0.30, noise.nearness)[None, :, None]
    return noise.kept("tilt", lambda: slope_y(ripple(noise)) * (0.25 + 0.75 * far))


def with_water(picture: Tensor, labels: Tensor, mirror: Tensor, noise: Noise, light: Light) -> Tensor:
    """With every lake and stream, softly up over the edge of its shore."""
    for material, painted in ((palette.LAKE, lake), (palette.RIVER, river)):
        here = is_one(labels, material)
        if anywhere(here):
            hard = numbers(here)
            soft = torch.maximum(box_mean(box_mean(hard, 1, 1), 1, 2), hard)
            rows = rows_with(soft)
            surface = painted(picture, labels, mirror, soft, noise, light, rows)
            picture = picture.clone()
            picture[:, :, rows] = mix(picture[:, :, rows], surface, soft[:, rows])
    return picture


def lake(
    picture: Tensor, labels: Tensor, mirror: Tensor, wet: Tensor, noise: Noise, light: Light, rows: slice
) -> Tensor:
    """Some rows of a lake: far water is a mirror of what `mirror` says, near water shows its own depth."""
    near, lean = noise.nearness[None, rows, None], tilt(noise)[:, rows]
    seen = _shaken(picture, labels, mirror, noise, rows)
    deep = light.on(shade_of(0.03, 0.13, 0.20, wet), torch.full_like(wet[:, :1, :1], 0.6)) + light.zenith * 0.30
    clear = (0.94 - 0.46 * near + lean * (0.12 + 0.5 * near)).clamp_(0.12, 0.95)
    surface = mix(deep, seen.mul_(0.94), clear)
    if anywhere(light.side.abs() < PATH):
        glint = (light.disc * (light.sun * 0.75 + 0.25)).clamp(max=1)
        shines = glitter(noise, light, rows) * numbers(is_any(at(labels, mirror[:, rows], columns_of(labels)), FAR))
        surface = surface + (glint - surface * 0.6) * shines[:, None]
    return surface


def glitter(noise: Noise, light: Light, rows: slice) -> Tensor:
    """Where waves throw the sun's light at the eye, 0 to 1: dense far away, single sparks near and aside."""
    near = noise.nearness[None, rows, None]
    sparks = noise.kept("sparks", lambda: noise.ground(2, 9) * 0.75 + noise.ground(0, 20) * 0.65)
    path = 1.25 - light.side[:, rows].abs() * (5.5 - 2.5 * near)
    return ramp(0.55, 1.5, path * (1.2 - 0.5 * near) + sparks[:, rows] * 0.6 - 0.25) * ramp(0.0, 0.3, path) * 0.85


def _shaken(picture: Tensor, labels: Tensor, mirror: Tensor, noise: Noise, part: slice) -> Tensor:
    """The picture as water mirrors it: every point looked up a little beside, but never below its shore."""
    height, width = noise.size
    near = noise.nearness[None, :, None]
    sway = noise.kept("sway", lambda: (ripple(noise) * (0.6 + 7 * near) * noise.unit).round().short())
    drift = noise.kept("drift", lambda: (noise.ground(0, 24) * (0.5 + 2 * near) * noise.unit).round().short())
    wet = is_any(labels[:, part], palette.WATER).view(torch.uint8)
    mirror = mirror[:, part].int()
    shore = (mirror + rows_of(labels)[:, part] - 1) >> 1
    rows = torch.minimum(mirror + sway[:, part] * wet, shore).clamp_(0, height - 1)
    points = (rows * width + (columns_of(labels) + drift[:, part]).clamp_(0, width - 1)).long()
    found = picture.flatten(2).gather(2, points.flatten(1)[:, None].expand(-1, 3, -1))
    return found.view(*picture.shape[:2], *points.shape[1:])


def river(
    _picture: Tensor, _labels: Tensor, _mirror: Tensor, wet: Tensor, noise: Noise, light: Light, rows: slice
) -> Tensor:
    """Some rows of streams, 1 where `wet`: green where deep, the sky's colour on top, darker at the banks, running."""
    near, lean = noise.nearness[None, rows, None], tilt(noise)[:, rows]
    deep = light.on(shade_of(0.08, 0.27, 0.28, wet), torch.full_like(wet[:, :1, :1], 0.7))
    above = light.horizon + (light.zenith - light.horizon) * (near * 1.1 - 0.1).clamp(0, 1)[:, None]
    threads = noise.kept("threads", lambda: slope_x(noise.ground(0, 40), 2) * 0.8 + noise.ground(2, 22) * 0.5)[:, rows]
    clear = (0.72 - 0.30 * near + lean * 0.5 + threads * 0.10).clamp(0.1, 0.9)
    surface = mix(deep, above, clear)
    middle = ramp(0.45, 1.0, blur(wet, noise.pixels(4))[:, rows])
    foam = ramp(0.8, 1.9, threads + lean * 0.8) * (0.25 + 0.35 * near)
    surface = surface * (0.74 + 0.26 * middle)[:, None]
    bright = light.on(shade_of(0.92, 0.97, 1.0, wet), torch.full_like(wet[:, :1, :1], 0.7)).clamp(max=1)
    return mix(surface, bright, foam)
