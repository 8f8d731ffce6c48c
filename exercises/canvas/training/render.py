"""From a map and white noise to a landscape, a whole batch at once, on a CPU or a GPU.

The map is made natural first (`outlines`), by the same rule as when a youth paints, and the picture shows exactly that
map. Back to front: sky, sun, clouds, then everything that lies on the ground, then plants and cottages, then water that
mirrors all of it, then fog. Colours are 0..1 as on a screen.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from exercises.canvas import palette
from exercises.canvas.details import fog_cover, fog_depth, ripple
from exercises.canvas.fields import Noise, blur, mix, ramp, slope_x, slope_y
from exercises.canvas.light import Light, shade_of
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
    first, _last = run_ends(base != palette.SKY)
    rows = torch.arange(base.shape[1], device=base.device)[None, :, None]
    up = ((rows - first) / (70 * noise.unit)).clamp(0, 1)
    high = 0.30 + 0.75 * up * (rows < base.shape[1] * 0.7)
    before = picture
    paints = (
        (palette.MOUNTAIN, lambda: hazed(ground.mountain(noise, light, solid, up), light, high)),
        (palette.SNOW, lambda: hazed(ground.snow(sketch, solid), light, farness(noise) * 0.8)),
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
    return (1 - noise.nearness[None, :, None] * 2.2).clamp(0, 1)


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
    far = (light.haziness * (0.95 - rows * 1.1)).clamp(0, 0.6).expand_as(labels)
    colour = plants.growth(sketch)
    return mix(
        picture,
        mix(colour, light.haze.expand_as(colour), far),
        soft_mask(labels, palette.FOREST, palette.BUSH, palette.ROCK),
    )


def water(picture: Tensor, sketch: Sketch) -> Tensor:
    """A mirror broken by ripples: each point shows what is as far above the far shore as the point is below it.

    A stream mirrors less, is lighter, and runs: bright threads along it and foam at its banks.
    """
    labels, noise, light = sketch.labels, sketch.noise, sketch.light
    wet = soft_mask(labels, palette.LAKE, palette.RIVER)
    if not bool((wet > 0.01).any()):
        return picture
    waves = ripple(noise)
    near = noise.nearness[None, :, None]
    river = soft_mask(labels, palette.RIVER)
    mirrored = _shaken(picture, sketch, waves * (1 + 7 * near), noise.ground(0, 24) * (0.5 + 2 * near))
    deep = mix(shade_of(0.05, 0.20, 0.32, wet), shade_of(0.14, 0.46, 0.46, wet), river)
    deep = light.on(deep, torch.full_like(waves, 0.6))
    slope = slope_y(waves, 1)
    clear = (0.82 - 0.42 * near - 0.35 * river + slope * 0.5).clamp(0.12, 0.92)
    surface = mix(deep, mirrored * 0.92, clear)
    bright = (light.disc * (light.sun + 0.3).clamp(max=1)).expand_as(surface)
    surface = mix(surface, bright, ramp(0.55, 1.5, slope + noise.z[:, 2] * 0.2) * 0.25)
    threads = ramp(0.5, 1.3, slope_x(noise.ground(0, 40), 2) + noise.ground(2, 22) * 0.4) * river
    bank = blur(soft_mask(labels, palette.LAKE, palette.RIVER), noise.pixels(2))
    shore = ramp(0.95, 0.6, bank) * (0.22 * near + 0.25 * river * ramp(-0.3, 0.6, waves))
    foam = light.on(shade_of(0.92, 0.97, 1.0, wet), 0.7 + 0 * wet)
    return mix(picture, mix(surface, foam, (threads * 0.45 + shore).clamp(0, 0.75)), wet)


def _shaken(picture: Tensor, sketch: Sketch, down: Tensor, aside: Tensor) -> Tensor:
    """The picture mirrored in water, (B, 3, H, W), every point looked up a little beside."""
    height, width = sketch.noise.size
    rows = (sketch.mirror + down * sketch.noise.unit).round().long().clamp(0, height - 1)
    columns = torch.arange(width, device=down.device)[None, None] + aside * sketch.noise.unit
    index = rows * width + columns.round().long().clamp(0, width - 1)
    return picture.flatten(2).gather(2, index.flatten(1)[:, None].expand(-1, 3, -1)).view_as(picture)


def veil_of_fog(picture: Tensor, labels: Tensor, noise: Noise, light: Light) -> Tensor:
    """A pale bank in layers, thin at its edges; what is behind it just shows."""
    if not bool((labels == palette.FOG).any()):
        return picture
    depth = fog_depth(labels == palette.FOG, noise)
    pale = light.on(shade_of(0.93, 0.94, 0.96, labels), torch.full_like(depth, 0.36)) * 0.75 + light.haze * 0.3
    lit = pale * (1 + 0.10 * slope_y(noise.cloudy(0, 5, 3), 3)[:, None])
    return mix(picture, lit.clamp(max=1), fog_cover(depth))


@torch.no_grad()
def render(labels: Tensor, styles: Tensor, z: Tensor) -> Rendered:
    """Pictures of a batch of maps (B, H, W): `styles` (B, 8) weights, `z` (B, 3, H, W) white noise."""
    sketch = Sketch.of(labels, styles, Noise(z))
    return Rendered(paint(sketch), sketch)


@torch.no_grad()
def paint(sketch: Sketch) -> Tensor:
    """The picture of a sketch, (B, 3, H, W) 0..1."""
    labels, noise, light = sketch.labels, sketch.noise, sketch.light
    picture = ground.sky(noise, light)
    picture = ground.glow(soft_mask(labels, palette.GLOW), sketch.halo, noise, light, picture)
    picture = ground.clouds(soft_mask(labels, palette.CLOUD), noise, light, picture)
    picture = paint_ground(picture, ground_behind(labels), sketch)
    picture = picture * (1 - contact(labels, noise))[:, None]
    picture = growth(picture, sketch)
    if bool((labels == palette.COTTAGE).any()):
        picture = cottages(picture, soft_mask(labels, palette.COTTAGE), sketch.natural.frames, noise, light)
    picture = water(picture, sketch)
    return veil_of_fog(picture, labels, noise, light).clamp(0, 1)
