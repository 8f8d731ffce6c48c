"""How mountains look: ridges and faces in the light of the painted sun, snow in the gullies, air before them.

The sketch and the teacher draw them by these same rules. Colours are (B, 3, H, W), numbers (B, H, W).
"""

import torch
from torch import Tensor

from exercises.canvas.fields import ALL, Noise, blur, mix, ramp, slope_x, slope_y
from exercises.canvas.light import Light, shade_of


def folds(noise: Noise) -> Tensor:
    """The height of ridges that run down a mountain, large ones first: noise folded to sharp crests."""
    sizes = ((72, 30, 1.0), (40, 17, 0.55), (18, 9, 0.20), (9, 5, 0.085), (4, 2.5, 0.04), (2, 1.5, 0.02))
    return sum((0.8 - noise.drawn_out(2, tall, wide).abs()) * strong for tall, wide, strong in sizes) * noise.unit * 12


def mountain(rock: Tensor, snow: Tensor, noise: Noise, light: Light, rows: slice = ALL) -> Tensor:
    """Rock where `rock` is 1, and snow where that is, on some rows: as seen from afar, with the air between."""
    bright = facing((rock + snow).clamp(max=1), noise, light, rows)
    bare = noise.kept("bare rock", lambda: bare_rock(noise))[:, :, rows]
    white = torch.maximum(snow_cover(noise, light)[:, rows], (snow[:, rows] * 3).clamp_(max=1))
    colour = mix(bare, shade_of(0.90, 0.94, 1.0, rock), white)
    return in_the_air(light.on(colour, bright), noise, light, rows)


def bare_rock(noise: Noise) -> Tensor:
    """Grey, here and there a little warmer."""
    warm = noise.smooth(1, 4) * 0.5 + noise.ground(0, 60) * 0.5
    return shade_of(0.45, 0.43, 0.44, warm) + shade_of(0.06, 0.04, 0.02, warm) * warm[:, None]


def high(noise: Noise) -> Tensor:
    """How surely snow at this height lies on a mountain and not on the ground before it, 0 to 1."""
    return ramp(0.30, 0.08, noise.nearness)[None, :, None]


def facing(solid: Tensor, noise: Noise, light: Light, rows: slice = ALL) -> Tensor:
    """How much each slope faces the sun: the whole mountain's flanks, the ridges on them, the crags on those."""
    aside, down = (
        noise.kept(("folds", along), lambda slope=slope: slope(noise.kept("folds", lambda: folds(noise))))
        for along, slope in enumerate((slope_x, slope_y))
    )
    flank = slope_x(blur(solid, noise.pixels(22))[:, rows], noise.pixels(3)) * 8
    toward = (aside[:, rows] * 0.62 + flank) * light.side[:, rows]
    return 0.47 + 0.55 * torch.tanh(down[:, rows] * 0.35 - 1.3 * toward)


def snow_cover(noise: Noise, light: Light) -> Tensor:
    """How white rock is: streaks in the gullies of what reaches high, and nearly all of it in winter."""
    streaks = noise.kept("streaks of snow", lambda: ramp(0.15, 0.75, gullies(noise, 2.6, 0.20)))
    summer = streaks * (0.75 - 0.35 * light.autumn)
    if not bool(light.snow.any()):
        return summer
    winter = noise.kept("snow in winter", lambda: ramp(-0.9, 0.5, gullies(noise, 1.2, 0.3)))
    return torch.maximum(summer, winter * light.snow)


def gullies(noise: Noise, steep: float, level: float) -> Tensor:
    """How deep in a gully each point is, and how high above a `level` in parts of the height."""
    rows = torch.linspace(0, 1, noise.size[0], device=noise.z.device)[None, :, None]
    return 0.4 - noise.kept("folds", lambda: folds(noise)) / (12 * noise.unit) - steep * (rows - level)


def in_the_air(colour: Tensor, noise: Noise, light: Light, rows: slice = ALL) -> Tensor:
    """With the air before it, thickest low above the horizon: far and low ranges pale, high and near ones clear."""
    high = torch.linspace(0, 1, noise.size[0], device=noise.z.device)[None, rows, None]
    thick = (0.22 + 1.0 * ramp(0.10, 0.54, high) * ramp(0.85, 0.58, high)) * light.haziness
    air = light.haze * 0.6 + light.zenith * 0.25 + light.horizon * 0.15
    return mix(colour, air, thick.clamp(max=0.62))
