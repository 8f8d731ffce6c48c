"""From a map and white noise to a landscape, a whole batch at once, on a CPU or a GPU.

The map is made natural first (`outlines`), by the same rule as when a youth paints, and the picture shows exactly that
map. Back to front: sky, sun, clouds, then everything that lies on the ground, then plants and cottages, then water that
mirrors all of it, then fog. Colours are 0..1 as on a screen.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from exercises.canvas import palette, peaks, skies
from exercises.canvas.fields import Noise, blur, mix
from exercises.canvas.light import Light
from exercises.canvas.shapes import behind, is_any, run_ends
from exercises.canvas.sketch import Sketch
from exercises.canvas.training import ground, plants
from exercises.canvas.training.cottage import cottages

UPRIGHT = (palette.CLOUD, palette.GLOW, palette.FOG, palette.FOREST, palette.BUSH, palette.COTTAGE, palette.ROCK)
"""Materials drawn over what is behind them."""
ROOTED = (palette.FOREST, palette.BUSH, palette.COTTAGE, palette.ROCK)
SOLID = (palette.GRASS, palette.FLOWERS, palette.SAND, palette.ROAD, palette.SNOW, palette.MOUNTAIN)


@dataclass
class Rendered:
    """Pictures (B, 3, H, W) 0..1, and the sketch they were drawn from."""

    pictures: Tensor
    sketch: Sketch

    @property
    def exact(self) -> Tensor:
        """What is really at each point, (B, H, W) int64."""
        return self.sketch.labels


def soft_mask(labels: Tensor, *wanted: int) -> Tensor:
    """1 where one of the materials is, softened over the edge pixels."""
    hard = is_any(labels, wanted).float()
    return F.avg_pool2d(F.pad(hard[:, None], (1,) * 4, mode="replicate"), 3, stride=1)[:, 0]


def paint_ground(picture: Tensor, base: Tensor, sketch: Sketch) -> Tensor:
    """Everything that is neither sky, water nor upright, over the sky."""
    noise, light = sketch.noise, sketch.light
    solid = soft_mask(base, palette.MOUNTAIN, palette.ROCK, palette.SNOW)
    rock, snow = (soft_mask(base, material) for material in (palette.MOUNTAIN, palette.SNOW))
    rises = bool((base == palette.MOUNTAIN).any())
    drifts = lambda: hazed(ground.snow(sketch, solid), light, farness(noise) * 0.8)  # noqa: E731
    mountain = peaks.mountain(rock, snow, noise, light) if rises else picture
    before = picture
    paints = (
        (palette.MOUNTAIN, lambda: mountain),
        (palette.SNOW, lambda: mix(drifts(), mountain, peaks.high(noise) * rises)),
        (palette.GRASS, lambda: hazed(ground.grass(sketch), light, farness(noise))),
        (palette.FLOWERS, lambda: hazed(ground.flowers(sketch), light, farness(noise) * 0.7)),
        (palette.SAND, lambda: hazed(ground.sand(sketch), light, farness(noise) * 0.7)),
        (palette.ROAD, lambda: hazed(ground.road(sketch), light, farness(noise) * 0.8)),
    )
    painted = [(soft_mask(base, label), paint) for label, paint in paints if bool((base == label).any())]
    for mask, _paint in painted:
        picture = picture - before * mask[:, None]
    # Added up rather than laid over one another: no sky shines through where two meet.
    return picture + sum(paint() * mask[:, None] for mask, paint in painted)


def ground_behind(labels: Tensor) -> Tensor:
    """The map without what stands upright: the ground above it, and at its foot the ground below."""
    above, below = behind(labels, UPRIGHT), behind(labels.flip(1), UPRIGHT).flip(1)
    first, last = run_ends(is_any(labels, UPRIGHT))
    rows = torch.arange(labels.shape[1], device=labels.device)[None, :, None]
    at_foot = (last - rows < rows - first) & is_any(below, SOLID) & is_any(labels, ROOTED)
    return torch.where(at_foot, below, above)


def farness(noise: Noise) -> Tensor:
    return (1.2 - noise.nearness[None, :, None] * 2.6).clamp(0, 1.1)


def hazed(colour: Tensor, light: Light, amount: Tensor) -> Tensor:
    """The air between: things far away take the haze's colour."""
    return mix(colour, light.haze.expand_as(colour), (light.haziness * amount).clamp(0, 0.85).expand_as(colour[:, 0]))


def contact(labels: Tensor, noise: Noise) -> Tensor:
    """How dark the ground is at the foot of what stands on it, 0 to about 0.4."""
    stands = is_any(labels, (palette.FOREST, palette.BUSH, palette.ROCK, palette.COTTAGE)).float()
    down = noise.pixels(3)
    dropped = F.pad(stands, (0, 0, down, 0))[:, : labels.shape[1]]
    return (
        blur(dropped, noise.pixels(3))
        * 0.45
        * (~is_any(labels, (palette.SKY, palette.CLOUD, palette.GLOW, palette.LAKE, palette.RIVER)))
    )


def growth(picture: Tensor, sketch: Sketch) -> Tensor:
    """Woods, bushes and stones: each plant, with dark ground or leaves between."""
    labels, light = sketch.labels, sketch.light
    if not bool(is_any(labels, (palette.FOREST, palette.BUSH, palette.ROCK)).any()):
        return picture
    rows = torch.linspace(0, 1, sketch.noise.size[0], device=labels.device)[None, :, None]
    frames, there = sketch.natural.frames, sketch.natural.plants
    rows_behind = 0.28 * (1 - frames.down) * (labels == palette.FOREST) * (there.tall < frames.tall * 0.8)
    far = (light.haziness * (0.95 - rows * 1.1 + rows_behind)).clamp(0, 0.6)
    colour = plants.growth(sketch)
    grown = is_any(labels, (palette.FOREST, palette.BUSH, palette.ROCK)).float()
    return mix(picture, mix(colour, light.haze.expand_as(colour), far), grown)


def soft_edges(picture: Tensor, labels: Tensor) -> Tensor:
    """What was laid over the ground with hard edges, its outermost points mixed with those beside them."""
    rooted = (labels * is_any(labels, ROOTED)).float()[:, None]
    most, least = (F.max_pool2d(sign * rooted, 3, stride=1, padding=1) * sign for sign in (1, -1))
    mean = F.avg_pool2d(F.pad(picture, (1,) * 4, mode="replicate"), 3, stride=1)
    return mix(picture, mean, (most != least)[:, 0] * 0.6)


@torch.no_grad()
def render(labels: Tensor, styles: Tensor, z: Tensor) -> Rendered:
    """Pictures of a batch of maps (B, H, W): `styles` (B, 8) weights, `z` (B, 3, H, W) white noise."""
    sketch = Sketch.of(labels, styles, Noise(z))
    return Rendered(paint(sketch), sketch)


def behind_it_all(sketch: Sketch) -> Tensor:
    """The sky with its stars, the light around the sun, and clouds."""
    sky = skies.open_sky(sketch.noise, sketch.light) + (sketch.stars * sketch.light.stars)[:, None]
    return sketch.with_clouds(skies.lit_by(sketch.halo, sketch.light, sky))


@torch.no_grad()
def paint(sketch: Sketch) -> Tensor:
    """The picture of a sketch, (B, 3, H, W) 0..1."""
    labels, noise = sketch.labels, sketch.noise
    picture = behind_it_all(sketch)
    picture = paint_ground(picture, ground_behind(labels), sketch)
    picture = picture * (1 - contact(labels, noise))[:, None]
    picture = growth(picture, sketch)
    if bool((labels == palette.COTTAGE).any()):
        picture = cottages(picture, (labels == palette.COTTAGE).float(), sketch)
    return sketch.with_water_and_air(soft_edges(picture, labels))
