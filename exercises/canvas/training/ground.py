"""How each material looks: functions that give a colour (B, 3, H, W) for every point, as if all were that material."""

import torch
from torch import Tensor

from exercises.canvas.details import cloud_cover, cloud_depth, flower_dots, flower_kind, soft_clouds, stars
from exercises.canvas.fields import Noise, blur, mix, ramp, slope_x, slope_y
from exercises.canvas.light import Light, shade_of


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


def snow(noise: Noise, light: Light, solid: Tensor) -> Tensor:
    """Drifts in long soft waves, blue in the shade; crags where it lies on a mountain's side."""
    drift = (noise.ground(1, 90) * 0.6 + noise.ground(1, 30) * 0.3) * (0.2 + 0.8 * noise.nearness[None, :, None])
    facing = (
        0.70
        + slope_y(drift, 2) * 0.13
        - (slope_x(drift, 3) * 0.26 + slope_x(blur(solid, round(14 * noise.unit)), 2) * 5) * light.side
    )
    far = ramp(0.30, 0.08, noise.nearness)[None, :, None]
    facing = facing - slope_x(noise.ridged(2, 4, 1)) * light.side * (0.06 + 0.45 * far)
    sparkle = ramp(2.2, 3.0, noise.z[:, 2]) * 0.25
    return light.on(shade_of(0.87, 0.91, 0.98, solid) + sparkle[:, None], facing)


def grass(noise: Noise, light: Light) -> Tensor:
    """Patches of several greens, and blades that are longer the nearer they are."""
    patches = noise.ground(1, 130) * 0.5 + noise.ground(1, 36) * 0.35
    near = noise.nearness[None, :, None]
    tufts = slope_y(noise.ground(2, 26), 2) * 0.14 + noise.ground(2, 9) * 0.05
    blades = tufts + streaks(noise) * 0.10 * near
    green = mix(shade_of(0.24, 0.40, 0.10, noise.z), shade_of(0.50, 0.60, 0.20, noise.z), ramp(-1.2, 1.2, patches))
    dry = mix(shade_of(0.50, 0.40, 0.16, noise.z), shade_of(0.70, 0.56, 0.24, noise.z), ramp(-1.2, 1.2, patches))
    colour = mix(green, dry, light.autumn.expand_as(patches))
    white = shade_of(0.86, 0.90, 0.96, noise.z).expand_as(colour)
    colour = mix(colour, white, light.snow * ramp(-1.4, 0.1, patches + blades * 0.8 + 0.5))
    return light.on(colour, 0.62 + blades - slope_x(noise.ground(1, 60), 3) * light.side * 0.25)


def streaks(noise: Noise) -> Tensor:
    """Upright strokes a few pixels tall."""
    z = noise.z[:, 2]
    return (z + z.roll(1, 1) + z.roll(2, 1) + z.roll(3, 1)) / 2


def flowers(noise: Noise, light: Light) -> Tensor:
    """Grass with dots: small and dense far away, larger near."""
    colour = grass(noise, light)
    kind = flower_kind(noise)
    petals = mix(shade_of(0.95, 0.34, 0.58, noise.z), shade_of(0.98, 0.94, 0.98, noise.z), ramp(0.25, 0.4, kind))
    petals = mix(petals, shade_of(0.99, 0.80, 0.16, noise.z).expand_as(petals), ramp(0.85, 1.0, kind))
    petals = mix(petals, shade_of(0.60, 0.34, 0.84, noise.z).expand_as(petals), ramp(-0.75, -0.9, kind))
    dots = flower_dots(noise) * (1 - 0.75 * light.snow)
    return mix(colour, light.on(petals, 0.72 + noise.smooth(0, 1) * 0.1), dots * 0.95)


def leaves(noise: Noise, light: Light, bright: float) -> Tensor:
    """Foliage without a shape of its own, lit from the sun's side and from above."""
    lumps = noise.cloudy(0, 3, 1)
    facing = bright + noise.z[:, 0] * 0.07 - slope_x(lumps) * 0.6 * light.side - slope_y(lumps) * 0.42
    tint = noise.smooth(1, 4)
    green = mix(shade_of(0.17, 0.31, 0.08, tint), shade_of(0.38, 0.48, 0.14, tint), ramp(-1.3, 1.3, tint))
    red = mix(shade_of(0.70, 0.26, 0.07, tint), shade_of(0.88, 0.62, 0.14, tint), ramp(-0.8, 0.8, tint))
    colour = mix(green, red, light.autumn.expand_as(tint))
    white = shade_of(0.90, 0.93, 0.98, tint).expand_as(colour)
    return light.on(mix(colour, white, light.snow * ramp(0.45, 0.75, facing)), facing)


def rock(noise: Noise, light: Light, solid: Tensor) -> Tensor:
    """Boulders: smaller crags than a mountain's, dark cracks, a little lichen."""
    facing = relief(noise, light, solid, 5) + slope_y(blur(solid, round(6 * noise.unit)), 2) * 2
    cracks = ramp(0.10, 0.0, noise.smooth(2, 4).abs()) * 0.3
    colour = shade_of(0.42, 0.41, 0.40, solid) + shade_of(0.05, 0.06, 0.0, solid) * noise.smooth(1, 3)[:, None]
    white = shade_of(0.92, 0.95, 1.0, solid).expand_as(colour)
    return light.on(mix(colour, white, light.snow * ramp(0.3, 0.7, facing)), facing - cracks)


def sand(noise: Noise, light: Light) -> Tensor:
    """Long dunes and small ripples, with grains near the eye."""
    dune, ripple = noise.ground(1, 110), noise.ground(2, 16)
    near = noise.nearness[None, :, None]
    facing = (
        0.62
        + slope_y(dune, 2) * 0.25
        - slope_x(dune, 2) * light.side * 0.3
        + slope_y(ripple) * 0.10
        + noise.z[:, 2] * 0.04 * near
    )
    colour = shade_of(0.86, 0.72, 0.50, noise.z) + shade_of(0.05, 0.04, 0.03, noise.z) * dune[:, None]
    return light.on(
        mix(colour, shade_of(0.90, 0.92, 0.96, noise.z).expand_as(colour), light.snow * ramp(-0.6, 0.6, dune)), facing
    )


def road(noise: Noise, light: Light) -> Tensor:
    """Packed earth with pebbles."""
    near = noise.nearness[None, :, None]
    facing = 0.6 + noise.ground(2, 20) * 0.10 + noise.z[:, 2] * 0.07 * near + slope_y(noise.ground(1, 12)) * 0.1
    colour = shade_of(0.56, 0.43, 0.29, noise.z) + shade_of(0.07, 0.06, 0.05, noise.z) * noise.ground(1, 60)[:, None]
    return light.on(mix(colour, shade_of(0.84, 0.86, 0.90, noise.z).expand_as(colour), light.snow * 0.55), facing)
