"""How each material looks: functions that give a colour (B, 3, H, W) for every point, as if all were that material."""

import torch
from torch import Tensor

from exercises.canvas import facing, hues, palette, terrain
from exercises.canvas.details import cloud_cover, cloud_depth, soft_clouds, stars
from exercises.canvas.fields import Noise, blur, mix, ramp, slope_x, slope_y
from exercises.canvas.light import Light, shade_of
from exercises.canvas.sketch import Sketch


def sky(noise: Noise, light: Light) -> Tensor:
    """A gradient, thin veils of cloud, and stars where the noise has its rare peaks."""
    rows = torch.linspace(0, 1, noise.size[0], device=noise.z.device)
    part = (rows / 0.6).clamp(0, 1)[None, :, None].expand(len(noise.z), -1, noise.size[1])
    colour = light.zenith + (light.horizon - light.zenith) * (part**1.3)[:, None]
    veil = ramp(0.2, 2.2, noise.smooth(0, 6) * 0.5 + noise.ground(0, 220) * 0.5 + noise.smooth(0, 4) * 0.25) * 0.3
    colour = mix(colour, (light.horizon * 0.5 + light.haze * 0.5).expand_as(colour), veil * (1 - 0.6 * light.stars))
    return colour + (stars(noise) * light.stars * (1 - 0.8 * part) * 1.3)[:, None]


def clouds(mask: Tensor, noise: Noise, light: Light, behind: Tensor) -> Tensor:
    """Puffs: the soft mask plus noise is how thick the cloud is; where it gets thinner towards the sun it is lit."""
    soft = soft_clouds(mask, noise)
    thick = cloud_depth(soft, noise)
    cover = cloud_cover(thick, soft)
    lit = slope_y(thick, 3) * 2.2 - slope_x(thick, 3) * light.side * 1.6
    lit = (0.62 + lit * 1.3 + noise.smooth(0, 3) * 0.06 - 0.25 * ramp(0.8, 1.5, thick)).clamp(0, 1)
    dark = light.shade * 0.75 + light.horizon * 0.32
    bright = (light.sun * 0.55 + light.shade * 0.75 + 0.12 * light.horizon).clamp(max=1.05)
    return mix(behind, mix(dark.expand_as(behind), bright.expand_as(behind), lit), cover)


def glow(mask: Tensor, halo: Tensor, noise: Noise, light: Light, behind: Tensor) -> Tensor:
    """A disc with light around it; the moon has its seas."""
    disc = ramp(0.35, 0.65, mask)
    seas = 1 - 0.22 * light.stars * ramp(0.1, 1.0, noise.smooth(1, 3))
    lit = behind + (light.disc * 0.55 + light.sun * 0.25) * halo[:, None]
    return mix(lit, light.disc * seas[:, None], disc)


def relief(noise: Noise, light: Light, solid: Tensor, coarse: int) -> Tensor:
    """How much a craggy slope faces the sun: folded noise for the crags, the outline's own slope for the flanks."""
    crags = noise.ridged(2, coarse, 1) * 1.25
    form = blur(solid, round(26 * noise.unit))
    toward = slope_x(crags) * 1.25 + slope_x(form, 2) * 19
    return 0.42 - toward * light.side + slope_y(crags) * 0.55


def mountain(noise: Noise, light: Light, solid: Tensor, up: Tensor) -> Tensor:
    """Rock faces; in winter snow lies where it is not too steep."""
    facing = relief(noise, light, solid, 5)
    bare = shade_of(0.47, 0.44, 0.45, solid) + shade_of(0.07, 0.05, 0.03, solid) * noise.smooth(1, 4)[:, None]
    white = ramp(0.3, 0.75, light.snow * (1.15 - up * 0.7) + noise.ridged(2, 4, 2) * 0.25 - 0.15)
    return light.on(mix(bare, shade_of(0.92, 0.95, 1.0, solid).expand_as(bare), white), facing)


def _meadow_green(sketch: Sketch, material: int) -> Tensor:
    """Lush in the hollows, dry on the swells, and never the same green twice."""
    noise, light = sketch.noise, sketch.light
    dry = terrain.sweeps(noise) * 0.55 + noise.smooth(2, 4) * 0.25 + terrain.blades(noise) * 0.25
    dry = dry * (1 - 0.8 * light.snow)
    colour = hues.of(material, light) * (1 + 0.10 * dry)[:, None]
    colour = colour + shade_of(0.085, 0.030, 0.015, dry) * dry[:, None]
    # In winter the tips of the tufts look out of the snow.
    tips = light.snow * ramp(0.55, 1.0, terrain.blades(noise) + noise.smooth(1, 4) * 0.3) * 0.55
    return mix(colour, shade_of(0.62, 0.55, 0.40, dry).expand_as(colour), tips)


def grass(sketch: Sketch) -> Tensor:
    """Blades near, sweeps of light and dark far away."""
    return sketch.light.on(_meadow_green(sketch, palette.GRASS), sketch.lit)


_PETALS = ((0.60, 0.40, 0.86), (0.93, 0.40, 0.62), (0.98, 0.96, 0.97), (0.99, 0.82, 0.20))


def flowers(sketch: Sketch) -> Tensor:
    """Grass with flowers: violet, pink, white and yellow, each kind in its own drifts."""
    light = sketch.light
    part, kind = terrain.flowers(sketch.noise)
    colour = _meadow_green(sketch, palette.FLOWERS)
    colour = mix(colour, colour * 0.7, (-part).clamp(0, 1))
    petals = shade_of(*_PETALS[0], part).expand_as(colour)
    for start, petal in zip((-0.75, 0.0, 0.8), _PETALS[1:], strict=True):
        petals = mix(petals, shade_of(*petal, part).expand_as(colour), ramp(start - 0.02, start + 0.02, kind))
    yellow = ramp(0.78, 0.82, kind)
    heart = mix(shade_of(0.95, 0.74, 0.16, part), shade_of(0.78, 0.50, 0.10, part), yellow)
    petals = mix(petals, heart, (part - 1).clamp(0, 1))
    petals = mix(petals, shade_of(0.55, 0.42, 0.34, part).expand_as(colour), light.autumn * 0.45)
    blooms = part.clamp(0, 1) * (1 - 0.8 * light.snow) * (1 - 0.15 * light.autumn)
    lit = sketch.lit + (0.62 + 0.25 * (sketch.lit - 0.6) - sketch.lit) * blooms
    return light.on(mix(colour, petals, blooms), lit)


def snow(sketch: Sketch, solid: Tensor) -> Tensor:
    """Drifts in long soft waves, blue in the shade; crags where it lies on a mountain's side."""
    noise, light = sketch.noise, sketch.light
    far = ramp(0.30, 0.08, noise.nearness)[None, :, None]
    side = slope_x(noise.ridged(2, 4, 1)) * 0.45 * far + slope_x(blur(solid, round(14 * noise.unit)), 2) * 5
    sparkle = ramp(2.2, 3.0, noise.z[:, 2]) * 0.25
    return light.on(hues.of(palette.SNOW, light) + sparkle[:, None], sketch.lit - side * light.side)


def sand(sketch: Sketch) -> Tensor:
    """Dunes with the wind's ripples."""
    noise, light = sketch.noise, sketch.light
    tone = terrain.sweeps(noise) * 0.05 + noise.smooth(1, 4) * 0.02
    return light.on(hues.of(palette.SAND, light) * (1 + tone)[:, None], sketch.lit)


def road(sketch: Sketch) -> Tensor:
    """Packed earth with the tracks of wheels, and grass at its edges and between them."""
    noise, light = sketch.noise, sketch.light
    earth = hues.of(palette.ROAD, light) * (1 + 0.10 * terrain.sweeps(noise))[:, None]
    green = _meadow_green(sketch, palette.GRASS)
    grown = facing.verge(sketch.natural, noise)
    lit = sketch.lit + (terrain.grass(noise) - 0.04 - sketch.lit) * grown
    return light.on(mix(earth, green, grown), lit)


def rock(sketch: Sketch) -> Tensor:
    """Smooth grey rock with a reddish cast, lichen in patches, and snow where it lies flat."""
    noise, light, lit = sketch.noise, sketch.light, sketch.lit
    tone = noise.smooth(1, 5) * 0.5 + noise.ground(0, 90) * 0.5
    colour = hues.of(palette.ROCK, light) + shade_of(0.045, 0.012, 0.0, lit) * tone[:, None]
    lichen = ramp(0.7, 1.3, noise.smooth(1, 3) + 0.5 * noise.smooth(0, 1)) * 0.4
    colour = mix(colour, shade_of(0.50, 0.51, 0.38, lit).expand_as(colour), lichen)
    white = shade_of(0.90, 0.93, 0.99, lit).expand_as(colour)
    return light.on(mix(colour, white, light.snow * ramp(0.42, 0.66, lit + noise.smooth(2, 4) * 0.08)), lit)
