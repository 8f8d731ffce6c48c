"""How much each point of the ground, and of what grows on it, faces the sun: about 1 towards it, 0 away from it."""

import torch
from torch import Tensor

from exercises.canvas import palette, terrain
from exercises.canvas.fields import Noise, anywhere, choose, numbers, ramp, rows_with
from exercises.canvas.light import Light
from exercises.canvas.outlines import Natural
from exercises.canvas.planting import LEAFY, SHRUB, SPRUCE, STONE, Plants
from exercises.canvas.shapes import is_any, is_one

EVENLY = 0.6
"""What takes this much sun shows its plain colour."""


def of_all(natural: Natural, noise: Noise, light: Light) -> Tensor:
    """Ground and plants, (B, H, W). Everything else faces the sun evenly."""
    labels, side = natural.labels, light.side
    turf = terrain.grass(noise) - terrain.hollows(noise) * side * 0.1
    if bool(light.snow.any()):
        turf = turf + (terrain.snow(noise) - turf) * (light.snow * 0.75)
    lit = EVENLY + (turf - EVENLY) * numbers(is_any(labels, (palette.GRASS, palette.FLOWERS)))
    for material, field in ((palette.SAND, terrain.sand), (palette.SNOW, terrain.snow)):
        if material in natural.present:
            lit = choose(is_one(labels, material), field(noise), lit)
    if palette.ROAD in natural.present:
        lit = choose(is_one(labels, palette.ROAD), 0.62 - 0.13 * tracks(natural, noise) + terrain.gravel(noise), lit)
    if natural.present.isdisjoint((palette.FOREST, palette.BUSH, palette.ROCK)):
        return lit
    if palette.ROCK in natural.present:
        lit = choose(is_one(labels, palette.ROCK), bedrock(natural, noise, side), lit)
    wooded = is_any(labels, (palette.FOREST, palette.BUSH)) | natural.plants.kind.bool()
    if not anywhere(wooded):
        return lit
    rows = rows_with(wooded)
    lit = lit.clone()
    lit[:, rows] = choose(wooded[:, rows], plants(natural, noise, side, rows), lit[:, rows])
    return lit


def tracks(natural: Natural, noise: Noise) -> Tensor:
    """How deep in a wheel's track a point of a road is, 0 to 1; a road that runs across or is far away has none."""
    frames = natural.frames
    wander = noise.kept("wander", lambda: noise.smooth(1, 4) * 0.05)
    off = (frames.aside.abs() - 0.46 + wander).abs_()
    wide = frames.wide / noise.unit
    return ramp(0.26, 0.06, off) * ramp(7, 18, wide) * ramp(110, 80, wide)


def verge(natural: Natural, noise: Noise) -> Tensor:
    """How much grass grows on a road, at its edges and between its tracks, 0 to 1."""
    frames, wide = natural.frames, natural.frames.wide / noise.unit
    edge = ramp(0.70, 1.0, frames.aside.abs() + noise.smooth(0, 1) * 0.07 + noise.smooth(2, 3) * 0.08)
    middle = (
        ramp(0.22, 0.04, frames.aside.abs() + noise.smooth(2, 2) * 0.06)
        * 0.75
        * ramp(14, 26, wide)
        * ramp(110, 80, wide)
    )
    return torch.maximum(edge * ramp(130, 90, wide), middle)


def bedrock(natural: Natural, noise: Noise, side: Tensor) -> Tensor:
    """Smooth rock that the ice has ground: long backs, few cracks."""
    down, aside = terrain.backs(noise)
    return down - aside * side


def plants(natural: Natural, noise: Noise, side: Tensor, rows: slice) -> Tensor:
    """What stands on the ground by itself, on some rows: each point by its place in it."""
    there = Plants(*(part[:, rows] for part in vars(natural.plants).values()))
    side, needles = side[:, rows], terrain.needles(noise)[:, rows]
    away, kind = there.aside * side, there.kind
    shrub, leafy = (numbers(is_one(kind, one)) for one in (SHRUB, LEAFY))
    lit = (
        0.47
        - away * 0.28
        + (0.42 - there.down) * (0.50 + 0.25 * shrub)
        + _foliage(there.tall / noise.unit, noise, side, rows)
    )
    woods = numbers(is_one(natural.labels[:, rows], palette.FOREST))
    lit = lit - 0.34 * numbers(is_one(kind, 0)) - 0.16 * woods * shrub
    lit = lit + leafy * there.tier * (0.36 - away * 0.25 + needles - lit)
    spruce = 0.46 - 0.36 * away - 0.30 * there.down + 0.50 * (there.tier - 0.5) - 0.12 * there.aside.abs()
    lit = choose(is_one(kind, SPRUCE), spruce + needles, lit)
    if palette.ROCK not in natural.present:
        return lit
    return choose(is_one(kind, STONE), _boulder(there, noise, side, rows), lit)


def _foliage(tall: Tensor, noise: Noise, side: Tensor, rows: slice) -> Tensor:
    """Clusters of leaves, lit from above and from the sun's side, with dark gaps between; larger in a large tree."""
    small, aside = (part[:, rows] for part in terrain.leaves(noise, 2))
    small = small - aside * side
    if float(tall.max()) < 40:
        return small
    large, aside = (part[:, rows] for part in terrain.leaves(noise, 4))
    return choose(ramp(40, 80, tall), large - aside * side, small)


def _weathered(noise: Noise) -> Tensor:
    """How a boulder's ridge is bent, and how its top is worn: two fields."""
    return noise.kept("boulders", lambda: torch.stack([noise.smooth(2, 3) * 0.12, noise.smooth(1, 3) * 0.07]))


def _boulder(there: Plants, noise: Noise, side: Tensor, rows: slice) -> Tensor:
    """A lit top, one face towards the sun and one away from it, dark where it goes into the ground."""
    rough, (bent, worn) = terrain.grit(noise)[:, rows], _weathered(noise)[:, :, rows]
    ridge = there.aside + ((there.own * 13).frac() - 0.5) * 0.9 + bent
    face = 0.44 - side * 0.22 * (ramp(-0.2, 0.2, ridge) * 2 - 1)
    top = ramp(0.62, 0.30, there.down + ridge * (there.own - 0.5) * 0.4 + worn)
    return face + top * (0.80 - 0.1 * there.aside * side - face) - 0.30 * ramp(0.6, 1.0, there.down) + rough
