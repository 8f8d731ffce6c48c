"""What the network is shown besides the map: the noise and the shapes, laid out by rule as a painter's sketch.

Here stands a tree, this far down its crown; this rock slopes towards the sun; here runs a wave; plain, this would be
that green. Nothing here is learnt. The network learns to make a picture of it.
"""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from exercises.canvas import facing, hues, palette, shadows, terrain
from exercises.canvas.details import (
    Cottage,
    cloud_cover,
    cloud_depth,
    fog_cover,
    fog_depth,
    ripple,
    soft_clouds,
    stars,
)  # fmt: skip
from exercises.canvas.fields import Noise, blur, box_mean, choose, mix, ramp, slope_x, slope_y
from exercises.canvas.light import Light
from exercises.canvas.outlines import Natural, natural
from exercises.canvas.shapes import behind, columns_of, is_any, light_side, mirror_rows, rows_of, table

CHANNELS = 40
"""How many numbers the sketch has for each point. The first three are the plain picture, from -1 to 1."""

_HAZY = torch.zeros(palette.COUNT)
_HAZY[palette.MOUNTAIN], _HAZY[[palette.GRASS, palette.SNOW, palette.FOREST, palette.FLOWERS, palette.SAND]] = 0.6, 0.9


@dataclass(frozen=True)
class Sketch:
    """A batch of maps made natural, with their noise and light."""

    natural: Natural
    noise: Noise
    light: Light

    @classmethod
    def of(cls, labels: Tensor, styles: Tensor, noise: Noise) -> "Sketch":
        """`labels` (B, H, W) as painted, `styles` (B, 8) weights, and the noise of as many pictures of that size."""
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
        return self.labels.gather(1, self.mirror)

    @cached_property
    def halo(self) -> Tensor:
        """The light around the sun or moon, 0 to about 1."""
        disc, pixels = (self.labels == palette.GLOW).float(), self.noise.pixels
        if not self._glows:
            return disc
        near, middle, wide = (blur(disc, pixels(reach)) for reach in (8, 24, 60))
        return (near * 0.55 + middle * 0.9 + wide * 1.6).clamp(max=0.9)

    @cached_property
    def plain(self) -> Tensor:
        """Each point in its material's plain colour in this light, water as a mirror: (B, 3, H, W), 0 to 1."""
        return self._misty(self._mirroring(self._coloured())).clamp(0, 1)

    def _coloured(self) -> Tensor:
        """Every material in its own colour, far ones hazy; clouds and fog are left out."""
        light, noise = self.light, self.noise
        labels = behind(self.labels, (palette.CLOUD, palette.FOG), 1) if self._is_misty else self.labels
        picture = hues.look_up(hues.of_all(labels, self.natural.plants), self._colours())
        picture = picture * (1 - self.shadow[:, None] * (light.sun * 0.6 / (light.shade + light.sun * 0.6)))
        high = (torch.linspace(0, 1, labels.shape[1], device=labels.device) / 0.6).clamp(0, 1)[None, :, None]
        far = (1 - noise.nearness * 2.2).clamp(0, 1)[None, :, None] * table(labels, _HAZY.to(labels.device))
        picture = picture + (light.haze - picture) * (far * light.haziness)[:, None]
        sky = light.zenith + (light.horizon - light.zenith) * (high**1.3)[:, None]
        is_sky = labels == palette.SKY
        picture = choose(is_sky[:, None], sky, picture)
        if self._glows:
            airy = 0.35 + 0.65 * (self.labels == palette.SKY)
            picture = picture + (light.disc * 0.55 + light.sun * 0.25) * (self.halo * airy)[:, None]
        soft = box_mean(box_mean(picture.flatten(0, 1), 1, 1), 1, 2).view_as(picture)
        if not bool(light.stars.any()):
            return soft
        return soft + (self._stars * is_sky * (light.stars * (1 - 0.8 * high) * 1.3))[:, None]

    @cached_property
    def _is_misty(self) -> bool:
        return bool(is_any(self.labels, (palette.CLOUD, palette.FOG)).any())

    @cached_property
    def _glows(self) -> bool:
        return bool((self.labels == palette.GLOW).any())

    def _mirroring(self, picture: Tensor) -> Tensor:
        wet = is_any(self.labels, palette.WATER)
        if not bool(wet.any()):
            return picture
        near, noise, width = self.noise.nearness[None, :, None], self.noise, wet.shape[2]
        sway = noise.kept("sway", lambda: (ripple(noise) * (1 + 7 * near) * noise.unit).round().long())
        drift = noise.kept("drift", lambda: (noise.ground(0, 24) * (0.5 + 2 * near) * noise.unit).round().long())
        shore = choose(wet, (self.mirror + rows_of(wet) - 1) >> 1, self.mirror)
        rows = torch.minimum(self.mirror + sway * wet, shore).clamp(0, wet.shape[1] - 1)
        points = rows * width + (columns_of(wet) + drift * wet).clamp(0, width - 1)
        seen = picture.flatten(2).gather(2, points.flatten(1)[:, None].expand(-1, 3, -1)).view_as(picture)
        return mix(picture, seen * 0.92, wet * (0.82 - 0.42 * near - 0.35 * (self.labels == palette.RIVER)))

    def _misty(self, picture: Tensor) -> Tensor:
        """With clouds and fog, soft as they are."""
        if not self._is_misty:
            return picture
        light = self.light
        if self._is_cloudy:
            white = light.sun * 0.4 + light.shade * 0.75 + 0.15 * light.horizon
            cover = cloud_cover(self._cloud_depth, self._soft_clouds)
            picture = mix(picture, white.clamp(max=1).expand_as(picture), cover)
        pale = (light.shade + light.sun * 0.36) * 0.70 + light.haze * 0.3
        return mix(picture, pale.clamp(max=1).expand_as(picture), fog_cover(self._fog_depth))

    @cached_property
    def _is_cloudy(self) -> bool:
        return bool((self.labels == palette.CLOUD).any())

    @cached_property
    def _soft_clouds(self) -> Tensor:
        return soft_clouds(self.labels == palette.CLOUD, self.noise)

    @cached_property
    def _cloud_depth(self) -> Tensor:
        return cloud_depth(self._soft_clouds if self._is_cloudy else None, self.noise)

    @cached_property
    def _stars(self) -> Tensor:
        return self.noise.kept("stars", lambda: stars(self.noise))

    @cached_property
    def _fog_depth(self) -> Tensor:
        return fog_depth(self.labels == palette.FOG, self.noise)

    def _colours(self) -> Tensor:
        """The plain colours of everything in this light: (B, hues.COUNT, 3)."""
        shade, sun = (part.view(-1, 1, 3) for part in (self.light.shade, self.light.sun))
        lit = hues.seasonal(self.light) * (shade + sun * 0.6)
        lit[:, palette.GLOW] = self.light.disc.view(-1, 3)
        return lit

    @cached_property
    def shadow(self) -> Tensor:
        """How much of the sun is hidden from each point of the ground, 0 to 1."""
        return shadows.cast(self.natural, self.noise, self.light)

    @cached_property
    def lit(self) -> Tensor:
        """How much sun each point of the ground, and of what grows on it, takes: 1 towards it, 0 in shadow."""
        return facing.of_all(self.natural, self.noise, self.light.side) * (1 - self.shadow)

    def channels(self) -> Tensor:
        """The whole sketch for the network, (B, CHANNELS, H, W); about -2 to 2."""
        noise, side, plants, frames = self.noise, self.light.side, self.natural.plants, self.natural.frames
        crags, waves = noise.ridged(2, 5, 1), noise.ground(2, 22)
        leaves, puffs, kept = noise.cloudy(0, 3, 1), noise.cloudy(0, 4, 1), noise.kept
        rows = torch.linspace(-1, 1, noise.size[0], device=side.device)[None, :, None].expand_as(side)
        size = noise.size[0] / 4
        parts = [
            *(self.plain * 2 - 1).unbind(1),
            *noise.z.unbind(1),
            rows, side, self.halo * 2,
            frames.aside, frames.down * 2 - 1, ramp(0, size, frames.wide.float()), ramp(0, size, frames.tall.float()),
            (plants.kind > 0).float(), plants.down * 2, plants.aside * 1.5, plants.own * (plants.kind > 0),
            (plants.kind == 1).float(), (plants.kind == 2).float(), plants.tier,
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
        noise, labels, kept = self.noise, self.labels, self.noise.kept
        white = dark = torch.zeros_like(noise.z[:, 0])
        if bool((labels == palette.COTTAGE).any()):
            cottage = Cottage.within(self.natural.frames)
            here = (labels == palette.COTTAGE) * (1 - cottage.roof)
            white, dark = cottage.white * here, (cottage.panes + 0.5 * cottage.door) * here
        return [
            self._fog_depth, kept("ripples", lambda: slope_y(ripple(noise))),
            *terrain.flowers(noise),
            white, dark, self._cloud_depth, self._stars,
        ]  # fmt: skip
