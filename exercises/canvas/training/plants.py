"""What stands on the ground by itself: spruces, leafy trees, bushes and boulders, each point lit by its place in it."""

import torch
from torch import Tensor

from exercises.canvas import hues, palette, terrain
from exercises.canvas.fields import mix, ramp
from exercises.canvas.light import shade_of
from exercises.canvas.planting import LEAFY, SPRUCE, STONE
from exercises.canvas.sketch import Sketch
from exercises.canvas.training.ground import rock


def growth(sketch: Sketch) -> Tensor:
    """Colour (B, 3, H, W) of every point of woods, bushes and rocks, as if all were that."""
    colour = _seasonal(sketch)
    light, lit, there = sketch.light, sketch.lit, sketch.natural.plants
    colour = mix(colour, _snow(sketch, colour), _laden(sketch))
    grown = light.on(colour, lit.clamp(min=0.03))
    bare = (sketch.labels == palette.ROCK) & (there.kind == 0)
    return torch.where(bare[:, None], rock(sketch), grown)


def _seasonal(sketch: Sketch) -> Tensor:
    """Hues of the season: no plant like its neighbour, sunlit leaves warmer; bark, and lichen on stones."""
    noise, light, lit, there = sketch.noise, sketch.light, sketch.lit, sketch.natural.plants
    colour = hues.look_up(hues.of_all(sketch.labels, there), hues.seasonal(light))
    own = (there.own * 5 % 1 - 0.5) * (there.kind > 0)
    colour = colour * (1 + 0.5 * own)[:, None]
    leaves = (there.kind > 0) * (there.kind != STONE)
    warm = leaves * ((lit - 0.5).clamp(-0.5, 0.5) * 0.9 + noise.smooth(1, 1) * 0.10)
    colour = colour * (1 + shade_of(0.30, 0.16, -0.20, lit) * warm[:, None])
    birch = (there.own < 0.5) * ramp(50, 40, there.tall / noise.unit)
    bark = mix(shade_of(0.31, 0.24, 0.18, lit), shade_of(0.88, 0.86, 0.82, lit), birch)
    bark = bark * (1 - 0.65 * birch * ramp(0.7, 1.2, noise.smooth(1, 1)))[:, None]
    colour = mix(colour, bark * (1 + 0.5 * terrain.grit(noise))[:, None], (there.kind == LEAFY) * there.tier)
    lichen = (there.kind == STONE) * ramp(0.5, 1.2, noise.smooth(1, 2) + noise.smooth(0, 1) * 0.5) * 0.4
    return mix(colour, shade_of(0.52, 0.53, 0.38, lit).expand_as(colour), lichen)


def _laden(sketch: Sketch) -> Tensor:
    """How much snow lies on each point of a plant or stone in winter: on tiers, on what is lit from above, on tops."""
    there, light, lit = sketch.natural.plants, sketch.light, sketch.lit
    spruce = ramp(0.45, 0.8, there.tier * 0.7 + 0.55 * (0.6 - there.down) - there.aside * light.side * 0.25)
    spruce = spruce * ramp(5, 40, there.tall / sketch.noise.unit)
    leaves = ramp(0.12, 0.62, lit) * (1 - there.tier * (there.kind == LEAFY))
    stone = ramp(0.55, 0.40, there.down)
    on = leaves + (spruce - leaves) * (there.kind == SPRUCE) + (stone - leaves) * (there.kind == STONE)
    return light.snow * (0.25 + (on - 0.25) * (there.kind > 0))


def _snow(sketch: Sketch, like: Tensor) -> Tensor:
    return shade_of(0.90, 0.94, 1.0, sketch.lit).expand_as(like)
