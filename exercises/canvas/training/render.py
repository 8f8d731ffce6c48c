"""From a layout and white noise to a landscape and its exact material map, a whole batch at once, on a CPU or a GPU.

Back to front: sky, sun, clouds, then everything that stands on the ground, then woods, single trees and cottages,
then water that mirrors all of it, then fog. Colours are 0..1 as on a screen.
"""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from exercises.canvas.small_model import light_side, mirror_rows, run_ends
from exercises.canvas.training import ground
from exercises.canvas.training.cottage import cottage
from exercises.canvas.training.fields import Noise, blur, mix, ramp, slope_y
from exercises.canvas.training.light import Light, shade_of
from exercises.canvas.training.pencil import (
    BUSH,
    CLOUD,
    COTTAGE,
    FLOWERS,
    FOG,
    FOREST,
    GLOW,
    GRASS,
    LAKE,
    MOUNTAIN,
    RIVER,
    ROAD,
    ROCK,
    SAND,
    SKY,
    SNOW,
    Scene,
)
from exercises.canvas.training.plants import single_tree, woods

MOST_THINGS = 6
UPRIGHT = (CLOUD, GLOW, FOG, FOREST, BUSH, COTTAGE)
"""Materials drawn over what is behind them; behind is whatever lies above them in the map."""


@dataclass
class Layouts:
    """A batch of layouts as tensors: labels and scenery (B, H, W) int64, trees (B, 6, 5), cottages (B, 6, 4)."""

    labels: Tensor
    scenery: Tensor
    trees: Tensor
    cottages: Tensor

    @classmethod
    def of(cls, scenes: list[Scene], device: torch.device | str = "cpu") -> "Layouts":
        trees = np.full((len(scenes), MOST_THINGS, 5), -1.0, dtype=np.float32)
        houses = np.zeros((len(scenes), MOST_THINGS, 4), dtype=np.float32)
        for number, scene in enumerate(scenes):
            for k, tree in enumerate(scene.trees[:MOST_THINGS]):
                trees[number, k] = tree
            for k, spot in enumerate(scene.cottages[:MOST_THINGS]):
                houses[number, k] = spot
        labels, scenery = (
            torch.from_numpy(np.stack(maps)).long().to(device)
            for maps in zip(*((s.labels, s.scenery) for s in scenes), strict=True)
        )
        return cls(labels, scenery, torch.from_numpy(trees).to(device), torch.from_numpy(houses).to(device))


@dataclass
class Rendered:
    """Pictures (B, 3, H, W) 0..1 and what is really at each point, (B, H, W) int64."""

    pictures: Tensor
    exact: Tensor


def soft_mask(labels: Tensor, *wanted: int) -> Tensor:
    """1 where one of the materials is, softened over the edge pixels."""
    hard = sum((labels == one).float() for one in wanted)
    return F.avg_pool2d(F.pad(hard[:, None], (1,) * 4, mode="replicate"), 3, stride=1)[:, 0]


def roughen(labels: Tensor, noise: Noise) -> Tensor:
    """Smooth outlines become natural ones: each point looks up its material a little beside itself."""
    height, width = labels.shape[1:]
    swing = torch.ones(16, device=labels.device)
    swing[[MOUNTAIN, ROCK]], swing[[SKY]], swing[[LAKE, RIVER, COTTAGE, GLOW]] = 2.2, 0.7, 0.05
    force = blur(swing[labels], round(3 * noise.unit)) * noise.unit
    aside = (noise.cloudy(1, 4, 2) * 1.4 + noise.smooth(2, 1) * 0.6) * force
    down = (noise.cloudy(2, 4, 2) * 1.5 + noise.smooth(0, 1) * 0.8) * force
    rows = (torch.arange(height, device=labels.device)[None, :, None] + down).round().long().clamp(0, height - 1)
    columns = (torch.arange(width, device=labels.device)[None, None] + aside).round().long().clamp(0, width - 1)
    return labels.flatten(1).gather(1, (rows * width + columns).flatten(1)).view_as(labels)


def behind(labels: Tensor) -> Tensor:
    """The map without what stands upright: each such point takes the material above its run, or sky."""
    for _ in range(3):
        upright = torch.zeros_like(labels, dtype=torch.bool)
        for one in UPRIGHT:
            upright |= labels == one
        first, _last = run_ends(upright.long())
        above = labels.gather(1, (first - 1).clamp(min=0))
        above = torch.where(first > 0, above, torch.zeros_like(above))
        labels = torch.where(upright, above, labels)
    return labels


def paint_ground(picture: Tensor, base: Tensor, noise: Noise, light: Light) -> Tensor:
    """Everything that is neither sky, water nor upright, over the sky."""
    solid = soft_mask(base, MOUNTAIN, ROCK, SNOW)
    first, _last = run_ends((base != SKY).long())
    rows = torch.arange(base.shape[1], device=base.device)[None, :, None]
    up = ((rows - first) / (70 * noise.unit)).clamp(0, 1)
    paints = (
        (
            MOUNTAIN,
            lambda: hazed(
                ground.mountain(noise, light, solid, up), light, 0.30 + 0.75 * up * (rows < base.shape[1] * 0.7)
            ),
        ),
        (SNOW, lambda: hazed(ground.snow(noise, light, solid), light, farness(noise) * 0.8)),
        (ROCK, lambda: ground.rock(noise, light, soft_mask(base, ROCK))),
        (GRASS, lambda: hazed(ground.grass(noise, light), light, farness(noise))),
        (FLOWERS, lambda: hazed(ground.flowers(noise, light), light, farness(noise) * 0.7)),
        (SAND, lambda: hazed(ground.sand(noise, light), light, farness(noise) * 0.7)),
        (ROAD, lambda: ground.road(noise, light)),
    )
    for label, paint in paints:
        picture = mix(picture, paint(), soft_mask(base, label))
    return picture


def farness(noise: Noise) -> Tensor:
    return (1 - noise.nearness[None, :, None] * 2.2).clamp(0, 1)


def hazed(colour: Tensor, light: Light, amount: Tensor) -> Tensor:
    """The air between: things far away take the haze's colour."""
    return mix(colour, light.haze.expand_as(colour), (light.haziness * amount).clamp(0, 0.85).expand_as(colour[:, 0]))


def things(picture: Tensor, exact: Tensor, layouts: Layouts, noise: Noise, light: Light) -> tuple[Tensor, Tensor]:
    """Single trees and cottages, far ones first, as the layout put them down."""
    for k in range(MOST_THINGS):
        for batch, draw, label in ((layouts.cottages, cottage, COTTAGE), (layouts.trees, single_tree, FOREST)):
            spot = batch[:, k]
            present = (spot[:, 2] > spot[:, 0]) if label == COTTAGE else (spot[:, 0] >= 0)
            if not bool(present.any()):
                continue
            colour, cover = draw(noise, light, spot)
            picture = mix(picture, colour, cover)
            exact = torch.where(cover > 0.5, torch.full_like(exact, label), exact)
    return picture, exact


def water(picture: Tensor, labels: Tensor, scenery: Tensor, noise: Noise, light: Light) -> Tensor:
    """A mirror broken by ripples: each point shows what is as far above the far shore as the point is below it."""
    wet = soft_mask(labels, LAKE, RIVER)
    if not bool((wet > 0.01).any()):
        return picture
    height, width = labels.shape[1:]
    ripple = noise.ground(1, 40) * 0.6 + noise.ground(2, 12) * 0.4
    near = noise.nearness[None, :, None]
    rows = mirror_rows(labels).float() + ripple * (1 + 7 * near) * noise.unit
    columns = (
        torch.arange(width, device=labels.device)[None, None] + noise.ground(0, 24) * (0.5 + 2 * near) * noise.unit
    )
    index = rows.round().long().clamp(0, height - 1) * width + columns.round().long().clamp(0, width - 1)
    mirrored = picture.flatten(2).gather(2, index.flatten(1)[:, None].expand(-1, 3, -1)).view_as(picture)
    river = soft_mask(labels, RIVER)
    deep = mix(
        shade_of(0.05, 0.20, 0.32, picture).expand_as(picture),
        shade_of(0.10, 0.36, 0.36, picture).expand_as(picture),
        river,
    )
    deep = light.on(deep, torch.full_like(ripple, 0.6))
    slope = slope_y(ripple, 1)
    clear = (0.82 - 0.42 * near - 0.2 * river + slope * 0.5).clamp(0.15, 0.92)
    surface = mix(deep, mirrored * 0.92, clear)
    glint = ramp(0.55, 1.5, slope + noise.z[:, 2] * 0.2) * (0.25 + 0.25 * river)
    surface = mix(surface, (light.disc * (light.sun + 0.3).clamp(max=1)).expand_as(surface), glint)
    edge = blur(soft_mask(scenery, LAKE, RIVER), max(1, round(1.5 * noise.unit)))
    shore = ramp(0.35, 0.5, edge) * ramp(0.75, 0.55, edge) * near
    surface = mix(surface, light.on(shade_of(0.9, 0.95, 1.0, wet), 0.7 + 0 * wet), shore * 0.22)
    return mix(picture, surface, wet)


def veil_of_fog(picture: Tensor, labels: Tensor, noise: Noise, light: Light) -> Tensor:
    mask = soft_mask(labels, FOG)
    soft = blur(mask, round(10 * noise.unit))
    cover = (ramp(0.05, 0.85, soft + noise.ground(0, 120) * 0.12 + noise.smooth(0, 5) * 0.08) * 0.78).clamp(0, 1)
    return mix(picture, (light.haze * 0.9 + 0.1 * light.horizon).expand_as(picture), cover)


@torch.no_grad()
def render(layouts: Layouts, styles: Tensor, z: Tensor) -> Rendered:
    """Pictures of a batch of layouts: `styles` (B, 8) weights, `z` (B, 3, H, W) white noise."""
    noise = Noise(z)
    light = Light(styles, light_side(layouts.labels))
    labels = roughen(layouts.scenery, noise)
    base = behind(labels)
    picture = ground.sky(noise, light)
    picture = ground.glow(soft_mask(layouts.labels, GLOW), noise, light, picture)
    picture = ground.clouds(soft_mask(labels, CLOUD), noise, light, picture)
    picture = paint_ground(picture, base, noise, light)
    picture = mix(picture, ground.leaves(noise, light, soft_mask(labels, BUSH)), soft_mask(labels, BUSH))
    picture = mix(picture, ground.planks(noise, light, soft_mask(labels, COTTAGE)), soft_mask(labels, COTTAGE))
    picture = woods(picture, (labels == FOREST).float(), noise, light)
    picture, exact = things(picture, labels, layouts, noise, light)
    picture = water(picture, exact, labels, noise, light)
    picture = veil_of_fog(picture, labels, noise, light)
    return Rendered(picture.clamp(0, 1), exact)
