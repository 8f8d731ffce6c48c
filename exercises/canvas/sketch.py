"""What the network is shown besides the map: the noise and the shapes, laid out by rule as a painter's sketch.

Here stands a tree, this far down its crown; this rock slopes towards the sun; here runs a wave; plain, this would be
that green. Nothing here is learnt. The network learns to make a picture of it.
"""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from exercises.canvas import facing, hues, palette, peaks, shadows, skies, terrain, waters
from exercises.canvas.details import Cottage
from exercises.canvas.fields import (
    Noise,
    anywhere,
    blur,
    box_mean,
    choose,
    mix,
    numbers,
    ramp,
    rows_with,
    slope_x,
    slope_y,
)
from exercises.canvas.light import Light, finished
from exercises.canvas.outlines import Natural, natural
from exercises.canvas.shapes import at, behind, columns_of, is_any, is_one, light_side, mirror_rows, table

CHANNELS = 40
"""How many numbers the sketch has for each point. The first three are the plain picture, from -1 to 1."""

_HAZY = torch.zeros(palette.COUNT)
_HAZY[[palette.GRASS, palette.SNOW, palette.FOREST, palette.FLOWERS, palette.SAND]] = 0.9


@dataclass(frozen=True)
class Sketch:
    """A batch of maps made natural, with their noise and light."""

    natural: Natural
    noise: Noise
    light: Light

    @classmethod
    def of(cls, labels: Tensor, styles: Tensor, noise: Noise) -> "Sketch":
        """`labels` (B, H, W) as painted, `styles` (B, 8) weights, and the noise of as many pictures of that size."""
        labels = labels.int().contiguous()  # smaller numbers, row after row, are quicker
        return cls(natural(labels, noise), noise, Light(styles, light_side(labels)))

    @property
    def labels(self) -> Tensor:
        return self.natural.labels

    @cached_property
    def mirror(self) -> Tensor:
        """The row that each point of water mirrors; other points have their own."""
        return mirror_rows(self.labels)

    @cached_property
    def mirrored(self) -> Tensor:
        """The material that each point of water mirrors; other points have their own."""
        return at(self.labels, self.mirror, columns_of(self.labels))

    @cached_property
    def halo(self) -> Tensor:
        """The light around the sun or moon, 0 to about 1."""
        disc, pixels = numbers(is_one(self.labels, palette.GLOW)), self.noise.pixels
        if not self._glows:
            return disc
        near, middle, wide = (blur(disc, pixels(reach)) for reach in (6, 20, 60))
        return (near * 0.35 + middle * 0.7 + wide * 2.2).clamp(max=1)

    @cached_property
    def plain(self) -> Tensor:
        """Each point in its material's plain colour in this light, water as a mirror: (B, 3, H, W), 0 to 1."""
        return self.with_water_and_air(self.with_clouds(self._coloured()))

    def _coloured(self) -> Tensor:
        """Every material in its own colour, far ones hazy; clouds and fog are left out."""
        light, noise = self.light, self.noise
        labels = behind(self.labels, (palette.CLOUD, palette.FOG), 1) if self._is_misty else self.labels
        rows = hues.of_all(labels, self.natural.plants)
        if self._has(palette.FLOWERS):
            petals = terrain.petals(noise)
            rows = choose(is_one(labels, palette.FLOWERS) & (petals > 0), hues.petals(petals), rows)
        picture = hues.look_up(rows, self._colours())
        far = (1.2 - noise.nearness * 2.6).clamp(0, 1.1)[None, :, None] * table(labels, _HAZY.to(labels.device))
        far = far * light.haziness
        picture += (light.haze - picture) * far[:, None]
        is_sky = numbers(is_any(labels, (palette.SKY, palette.GLOW)))
        rows = rows_with(is_sky)
        sky = skies.open_sky(noise, light, rows)
        picture[:, :, rows] = mix(picture[:, :, rows], sky, is_sky[:, rows])
        soft = box_mean(box_mean(picture.flatten(0, 1), 1, 1), 1, 2).view_as(picture)
        sunlit = light.sun / (light.shade + light.sun * facing.EVENLY)
        soft = soft * (1 + sunlit * ((self.lit - facing.EVENLY) * (1 - far))[:, None])
        soft = self._rising(soft, labels)
        if self._glows:
            soft = skies.lit_by(self.halo * (0.4 + 0.6 * is_sky), light, soft)
        if not bool(light.stars.any()):
            return soft
        return soft + (self.stars * is_sky * light.stars)[:, None]

    def _rising(self, picture: Tensor, labels: Tensor) -> Tensor:
        """With mountains, and with the snow on them."""
        rock, snow = (numbers(is_one(labels, material)) for material in (palette.MOUNTAIN, palette.SNOW))
        if not anywhere(rock):
            return picture
        rock, snow = softened(rock), softened(snow)
        over = torch.maximum(rock, snow * peaks.high(self.noise))
        rows = rows_with(over)
        colour = peaks.mountain(rock, snow, self.noise, self.light, rows)
        picture[:, :, rows] = mix(picture[:, :, rows], colour, over[:, rows])
        return picture

    @cached_property
    def _is_misty(self) -> bool:
        return self._has(palette.CLOUD) or self._has(palette.FOG)

    @cached_property
    def _glows(self) -> bool:
        return self._has(palette.GLOW)

    def _has(self, material: int) -> bool:
        return material in self.natural.present

    def with_clouds(self, picture: Tensor) -> Tensor:
        if not self._has(palette.CLOUD):
            return picture
        return mix(picture, *skies.clouds(self._cloud_depth, self.halo, self.noise, self.light))

    def with_water_and_air(self, picture: Tensor) -> Tensor:
        """A picture of land and sky as it is seen in the end: mirrored in water, with sun or moon and fog.

        Water does not mirror the sun's disc: the sun makes it a path of light.
        """
        noise, light = self.noise, self.light
        picture = waters.with_water(picture, self.labels, self.mirror, noise, light)
        if self._glows:
            picture = skies.disc(numbers(is_one(self.labels, palette.GLOW)), noise, light, picture)
        if self._has(palette.FOG):
            picture = mix(picture, *skies.fog(self._fog_depth, self.halo, noise, light))
        return finished(picture)

    @cached_property
    def _cloud_depth(self) -> Tensor:
        return skies.cloud_depth(numbers(is_one(self.labels, palette.CLOUD)), self.noise)

    @cached_property
    def stars(self) -> Tensor:
        return self.noise.kept("stars", lambda: skies.night_sky(self.noise))

    @cached_property
    def _fog_depth(self) -> Tensor:
        return skies.fog_depth(numbers(is_one(self.labels, palette.FOG)), self.noise)

    def _colours(self) -> Tensor:
        """The plain colours of everything in this light: (B, hues.COUNT, 3)."""
        shade, sun = (part.view(-1, 1, 3) for part in (self.light.shade, self.light.sun))
        lit = hues.seasonal(self.light) * (shade + sun * facing.EVENLY)
        # What shows of sky, sun and water at their edges alone: their own colours are laid over these.
        lit[:, [palette.SKY, palette.GLOW, *palette.WATER]] = self.light.horizon.view(-1, 1, 3) * 0.8
        return lit

    @cached_property
    def shadow(self) -> Tensor:
        """How much of the sun is hidden from each point of the ground, 0 to 1."""
        return shadows.cast(self.natural, self.noise, self.light)

    @cached_property
    def lit(self) -> Tensor:
        """How much sun each point of the ground, and of what grows on it, takes: 1 towards it, 0 in shadow."""
        return facing.of_all(self.natural, self.noise, self.light) * (1 - self.shadow)

    def channels(self) -> Tensor:
        """The whole sketch for the network, (B, CHANNELS, H, W); about -2 to 2."""
        noise, side, plants, frames = self.noise, self.light.side, self.natural.plants, self.natural.frames
        kept, grows = noise.kept, numbers(plants.kind.bool())
        crags, waves = kept("crags", lambda: noise.ridged(2, 5, 1)), kept("waves", lambda: noise.ground(2, 22))
        leaves, puffs = kept("lumps", lambda: noise.cloudy(0, 3, 1)), kept("puffs", lambda: noise.cloudy(0, 4, 1))
        rows = torch.linspace(-1, 1, noise.size[0], device=side.device)[None, :, None].expand_as(side)
        size = noise.size[0] / 4
        parts = [
            *(self.plain * 2 - 1).unbind(1),
            *noise.z.unbind(1),
            rows, side, self.halo * 2,
            frames.aside, frames.down * 2 - 1, ramp(0, size, frames.wide.float()), ramp(0, size, frames.tall.float()),
            grows, plants.down * 2, plants.aside * 1.5, plants.own * grows,
            numbers(is_one(plants.kind, 1)), numbers(is_one(plants.kind, 2)), plants.tier,
            crags - 1, kept("crags aside", lambda: slope_x(crags)) * side, kept("crags down", lambda: slope_y(crags)),
            (self.lit - 0.55) * 3, terrain.sweeps(noise),
            waves, kept("waves down", lambda: slope_y(waves, 2)),
            leaves, kept("leaves aside", lambda: slope_x(leaves)) * side, puffs,
            kept("small lumps", lambda: noise.smooth(1, 3)), kept("smaller lumps", lambda: noise.smooth(0, 2)),
            *self._details(),
        ]  # fmt: skip
        return torch.stack(parts, dim=1)

    def _details(self) -> list[Tensor]:
        """The eight last channels: fog, ripples, flowers and their kind, white boards and panes, clouds, stars."""
        noise, labels = self.noise, self.labels
        white = dark = flower = flower_kind = torch.zeros_like(noise.z[:, 0])
        if self._has(palette.FLOWERS):
            flower, flower_kind = terrain.flowers(noise)
        if self._has(palette.COTTAGE):
            cottage = Cottage.within(self.natural.frames)
            here = numbers(is_one(labels, palette.COTTAGE))
            wall = here * (1 - cottage.roof)
            white, dark = cottage.white * wall, (cottage.panes + 0.5 * cottage.door) * wall - cottage.chimney * here
        return [
            self._fog_depth, waters.tilt(noise),
            flower, flower_kind,
            white, dark, self._cloud_depth, self.stars,
        ]  # fmt: skip


def softened(mask: Tensor) -> Tensor:
    """A mask that is soft over the points at its edge."""
    return box_mean(box_mean(mask, 1, 1), 1, 2)
