"""How each material looks: functions that give a colour (B, 3, H, W) for every point, as if all were that material."""

from torch import Tensor

from exercises.canvas import facing, hues, palette, terrain
from exercises.canvas.fields import blur, mix, ramp, slope_x
from exercises.canvas.light import shade_of
from exercises.canvas.sketch import Sketch


def _meadow_green(sketch: Sketch, material: int) -> Tensor:
    """Lush in the hollows, dry on the swells, and never the same green twice."""
    noise, light = sketch.noise, sketch.light
    dry = terrain.sweeps(noise) * 0.55 + noise.smooth(2, 4) * 0.25 + terrain.blades(noise) * 0.25
    dry = dry * (1 - 0.8 * light.snow)
    colour = hues.of(material, light) * (1 + 0.10 * dry)[:, None]
    colour = colour + shade_of(0.085, 0.030, 0.015, dry) * dry[:, None]
    # In winter the tips of the tufts look out of the snow.
    tips = light.snow * ramp(0.55, 1.0, terrain.blades(noise) + noise.smooth(1, 4) * 0.3) * 0.38
    return mix(colour, shade_of(0.62, 0.55, 0.40, dry).expand_as(colour), tips)


def grass(sketch: Sketch) -> Tensor:
    """Blades near, sweeps of light and dark far away."""
    return sketch.light.on(_meadow_green(sketch, palette.GRASS), sketch.lit)


def flowers(sketch: Sketch) -> Tensor:
    """Grass with flowers, each kind in its own drifts; those in the snow are few."""
    light, kinds = sketch.light, terrain.petals(sketch.noise)
    part, _kind = terrain.flowers(sketch.noise)
    colour = _meadow_green(sketch, palette.FLOWERS)
    colour = mix(colour, colour * 0.7, (-part).clamp(0, 1))
    petals = hues.look_up(hues.petals(kinds.clamp(min=1)), hues.seasonal(light))
    blooms = part.clamp(0, 1) * (1 - 0.2 * light.snow)
    lit = sketch.lit + (0.62 + 0.25 * (sketch.lit - 0.6) - sketch.lit) * blooms
    return light.on(mix(colour, petals, blooms), lit)


def snow(sketch: Sketch, solid: Tensor) -> Tensor:
    """Drifts in long soft waves, blue in the shade; crags where it lies on a mountain's side."""
    noise, light = sketch.noise, sketch.light
    far = ramp(0.30, 0.08, noise.nearness)[None, :, None]
    side = (slope_x(noise.ridged(2, 4, 1)) * 0.45 + slope_x(blur(solid, round(14 * noise.unit)), 2) * 5) * far
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
