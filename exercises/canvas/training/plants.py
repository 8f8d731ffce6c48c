"""What stands on the ground by itself: spruces, leafy trees, bushes and boulders, each point lit by its place in it."""

import torch
from torch import Tensor

from exercises.canvas.fields import Noise, mix, ramp, slope_x, slope_y
from exercises.canvas.light import Light, shade_of
from exercises.canvas.planting import LEAFY, SPRUCE, STONE, Plants


def plants(noise: Noise, light: Light, there: Plants) -> Tensor:
    """Colour (B, 3, H, W) of every point that a plant or stone covers."""
    tint = (there.own - 0.5) * 3
    colour = leafy(noise, light, there, tint)
    colour = mix(colour, needles(noise, light, there, tint), (there.kind == SPRUCE).float())
    return mix(colour, boulders(noise, light, there, tint), (there.kind == STONE).float())


def needles(noise: Noise, light: Light, there: Plants, tint: Tensor) -> Tensor:
    """A spruce: lit on the sun's side, dark under each tier, snow or autumn as the season wants."""
    tier = there.tier
    facing = 0.50 + there.aside * light.side * -0.40 - 0.30 * there.down + 0.34 * (tier - 0.5) + noise.z[:, 0] * 0.06
    facing = facing - 0.12 * there.aside.abs()
    green = mix(shade_of(0.09, 0.23, 0.11, tint), shade_of(0.21, 0.37, 0.15, tint), ramp(-1.2, 1.2, tint))
    gold = mix(shade_of(0.80, 0.44, 0.10, tint), shade_of(0.72, 0.24, 0.08, tint), ramp(-0.5, 1.2, tint))
    colour = mix(green, gold, light.autumn * ramp(-0.2, 0.4, tint))
    laden = light.snow * ramp(0.45, 0.8, tier * 0.7 + 0.55 * (0.6 - there.down) - there.aside * light.side * 0.25)
    return light.on(mix(colour, shade_of(0.90, 0.94, 1.0, tint).expand_as(colour), laden), facing + 0.25 * laden)


def leafy(noise: Noise, light: Light, there: Plants, tint: Tensor) -> Tensor:
    """A round crown of leaves, or a bush; a birch's trunk is white, others' are brown."""
    lumps = noise.cloudy(0, 3, 1)
    facing = 0.50 - there.aside * light.side * 0.38 + (0.42 - there.down) * 0.75
    facing = facing - slope_x(lumps) * 0.45 * light.side - slope_y(lumps) * 0.45 + noise.z[:, 0] * 0.08
    green = mix(shade_of(0.17, 0.33, 0.08, tint), shade_of(0.42, 0.54, 0.16, tint), ramp(-1.5, 1.5, tint))
    red = mix(shade_of(0.72, 0.24, 0.07, tint), shade_of(0.92, 0.66, 0.14, tint), ramp(-0.9, 0.9, tint))
    colour = mix(green, red, light.autumn.expand_as(tint))
    white = shade_of(0.90, 0.93, 0.98, tint).expand_as(colour)
    colour = light.on(mix(colour, white, light.snow * ramp(0.40, 0.75, facing)), facing.clamp(min=0.06))
    birch = ramp(0.45, 0.55, there.own)
    bark = mix(shade_of(0.33, 0.23, 0.16, tint), shade_of(0.86, 0.85, 0.80, tint), birch)
    dark = ramp(0.8, 1.4, noise.smooth(1, 1)) * birch * 0.6
    trunk = (there.kind == LEAFY).float() * ramp(0.76, 0.80, there.down)
    return mix(colour, light.on(bark, 0.5 - there.aside * light.side * 0.3 - dark), trunk)


def boulders(noise: Noise, light: Light, there: Plants, tint: Tensor) -> Tensor:
    """A rounded stone with cracks and a little lichen; snow lies on top."""
    crags = noise.ridged(2, 4, 1)
    facing = 0.52 - there.aside * light.side * 0.45 + (0.45 - there.down) * 0.65 - slope_x(crags) * light.side * 0.6
    cracks = ramp(0.10, 0.0, noise.smooth(2, 4).abs()) * 0.2 + ramp(0.85, 1.0, there.aside.abs()) * 0.15
    colour = shade_of(0.44, 0.43, 0.42, tint) + shade_of(0.03, 0.03, 0.02, tint) * tint[:, None]
    colour = mix(colour, shade_of(0.42, 0.46, 0.30, tint).expand_as(colour), ramp(0.6, 1.2, noise.smooth(1, 3)) * 0.6)
    white = shade_of(0.92, 0.95, 1.0, tint).expand_as(colour)
    return light.on(mix(colour, white, light.snow * ramp(0.45, 0.2, there.down)), facing - cracks)


def forest_floor(light: Light, like: Tensor) -> Tensor:
    """Dark ground between the trees."""
    ground = shade_of(0.09, 0.14, 0.08, like) + light.autumn[:, None] * shade_of(0.09, 0.04, 0.0, like)
    ground = ground + (shade_of(0.62, 0.66, 0.74, like) - ground) * light.snow[:, None]
    return light.on(ground.expand(-1, 3, -1, -1), torch.full_like(like, 0.25))
