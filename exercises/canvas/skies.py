"""What stands above the land: the sky with its thin clouds, stars, sun and moon, clouds, fog, and the air between.

The sketch and the teacher draw it by these same rules. Colours are (B, 3, H, W), numbers (B, H, W).
"""

import torch
from torch import Tensor

from exercises.canvas.details import stars
from exercises.canvas.fields import ALL, Noise, anywhere, blur, mix, ramp, rows_with, slope_x, slope_y
from exercises.canvas.light import Light
from exercises.canvas.shapes import at, columns_of, rows_of

HORIZON = 0.58
"""Where the sky is palest, in parts of the height."""


def open_sky(noise: Noise, light: Light, part: slice = ALL) -> Tensor:
    """Some rows of it: deep above and pale below, warmest under the sun, with thin ice clouds high up."""
    rows = torch.linspace(0, 1, noise.size[0], device=noise.z.device)[None, part, None]
    down = ramp(-0.15 * HORIZON, 1.05 * HORIZON, rows)[:, None]
    colour = light.zenith + (light.horizon - light.zenith) * down
    colour = colour + (light.haze - colour) * (0.6 * ramp(HORIZON, 1.1, rows))[:, None]
    warm = light.disc * light.sun.mean(1, keepdim=True) * 0.22 * torch.exp(-(((rows - HORIZON) / 0.15) ** 2))[:, None]
    under_sun = 1 - 0.8 * light.side[:, :1].square()
    sky = colour + warm * under_sun[:, None]
    low = noise.kept("low bands", lambda: low_bands(noise))[:, part]
    sky = (light.zenith * 0.7 + light.haze * 0.3 - sky).mul_(low[:, None]).add_(sky)
    pale = light.horizon * 0.45 + light.haze * 0.25 + light.sun * 0.35
    veil = noise.kept("ice clouds", lambda: ice_clouds(noise))[:, part]
    return (pale - sky).mul_((veil * (1 - 0.75 * light.stars))[:, None]).add_(sky)


def ice_clouds(noise: Noise) -> Tensor:
    """How much of the sky thin clouds hide, 0 to about 0.5: combed by the wind, in some places only."""
    bend = 9 * noise.smooth(1, 6) + 3 * noise.smooth(1, 5)
    slant = columns_of(noise.z[:, 0]) / noise.unit * 0.22
    rows = rows_of(noise.z[:, 0]) + ((bend + slant) * noise.unit).round().int()
    threads = noise.drawn_out(0, 20, 90) + noise.drawn_out(0, 8, 64) * 0.8
    threads = threads + noise.drawn_out(1, 4, 44) * 0.55 + noise.drawn_out(2, 2, 26) * 0.4
    threads = at(threads, rows.abs().clamp(max=noise.size[0] - 1), columns_of(noise.z[:, 0]).expand_as(rows))
    where = ramp(-0.5, 1.6, noise.smooth(2, 6) + noise.smooth(0, 7) * 0.5)
    high = torch.linspace(1, 0, noise.size[0], device=noise.z.device)[None, :, None]
    return ramp(-0.2, 3.2, threads) * where * (0.08 + 0.5 * high)


def low_bands(noise: Noise) -> Tensor:
    """How much long thin layers of air and cloud dim the sky low down, 0 to about 0.3."""
    rows = torch.linspace(0, 1, noise.size[0], device=noise.z.device)[None, :, None]
    layers = noise.drawn_out(1, 9, 150) + noise.drawn_out(2, 4, 90) * 0.5 + noise.drawn_out(0, 16, 60) * 0.5
    return ramp(0.2, 2.8, layers) * 0.34 * torch.exp(-(((rows - HORIZON + 0.06) / 0.16) ** 2))


def night_sky(noise: Noise) -> Tensor:
    """How bright stars and the far dust of stars are, seen on a clear night."""
    across = noise.smooth(1, 7) + noise.smooth(2, 6) * 0.35 + noise.smooth(0, 4) * 0.06
    band = torch.exp(-(across / 0.42).square())
    dust = (0.62 + noise.cloudy(2, 4, 1) * 0.34).clamp(min=0) - 0.55 * ramp(0.22, 0.0, (across - 0.12).abs())
    faint = ramp(1.9, 3.0, noise.z[:, 2]) * 0.4
    high = ramp(0.55, 0.15, torch.linspace(0, 1, noise.size[0], device=noise.z.device))[None, :, None]
    return (stars(noise) + band * (dust.clamp(min=0) * 0.16 + faint)) * high


def lit_by(halo: Tensor, light: Light, picture: Tensor) -> Tensor:
    """With the light around the sun: what is bright already takes less of it, so that nothing is burnt out."""
    shine = (light.disc * 0.5 + light.sun * 0.35).clamp(max=1)
    return picture + (1 - picture * 0.8).clamp(min=0) * shine * halo[:, None]


def disc(glow: Tensor, noise: Noise, light: Light, picture: Tensor) -> Tensor:
    """The sun, white in its middle and warm at its rim; the moon has its seas. `glow` is 1 where it was painted."""
    inner = blur(glow, noise.pixels(3))
    rows = rows_with(inner)
    inner = inner[:, rows]
    rim = light.disc * (0.80 + 0.28 * light.sun.clamp(max=1))
    strong = light.sun.mean(1, keepdim=True).clamp(max=0.75)
    white = light.disc * 0.60 + 0.25 + 0.55 * strong
    body = rim + (white - rim) * ramp(0.4, 1.0, inner)[:, None]
    if bool(light.stars.any()):
        seas = noise.kept("seas", lambda: ramp(0.0, 1.2, noise.smooth(1, 3) + noise.smooth(0, 2) * 0.4))
        body = body * (1 - light.stars * (0.24 * seas[:, rows] + 0.16 * (1 - inner)))[:, None]
    picture = picture.clone()
    picture[:, :, rows] = mix(picture[:, :, rows], body, ramp(0.30, 0.60, inner))
    return picture


def billows(noise: Noise) -> Tensor:
    """Round heaps side by side with creases between, about 0 in the mean."""
    return 0.2 - noise.ridged(0, 4, 2)


def cloud_depth(mask: Tensor, noise: Noise) -> Tensor:
    """How thick the cloud is, 0 where it ends: the painted shape, soft, heaped up in billows."""
    if not anywhere(mask):
        return mask - 0.22
    soft = blur(mask, noise.pixels(4)) * 0.75 + blur(mask, noise.pixels(10)) * 0.75
    return soft + noise.kept("billows", lambda: billows(noise)) * 0.4 * ramp(0.0, 0.6, soft) - 0.22


def clouds(depth: Tensor, halo: Tensor, noise: Noise, light: Light) -> tuple[Tensor, Tensor]:
    """The colour of clouds, and how much they hide: white heaps towards the light, blue shade below."""
    cover = ramp(0.0, 0.75, depth)
    over = sum(_from_above(depth, noise.pixels(reach)) for reach in (2, 5, 10, 16)) * 0.25
    toward = slope_y(depth, noise.pixels(2)) * 0.9 - slope_x(depth, noise.pixels(2)) * light.side * 0.8
    lit = (torch.exp(-0.9 * over) * 1.1 + toward * 0.8 - 0.1).clamp(0, 1)
    dark = light.shade * 0.58 + light.horizon * 0.30 + light.zenith * 0.12
    bright = light.sun * 0.56 + light.shade * 0.74 + light.horizon * 0.22
    colour = dark + (bright - dark) * lit[:, None]
    return colour + (light.sun * 0.35) * (halo * (1 - cover))[:, None], cover


def _from_above(depth: Tensor, rows: int) -> Tensor:
    """How much cloud is this many rows above each point."""
    rows = min(rows, depth.shape[1] - 1)
    return torch.cat([torch.zeros_like(depth[:, :rows]), depth[:, :-rows].clamp(min=0)], dim=1)


def fog_depth(mask: Tensor, noise: Noise) -> Tensor:
    """How deep the fog is where it was painted, 0 to about 1, in layers; it thins upwards and just outside."""
    if not anywhere(mask):
        return mask

    def layers() -> Tensor:
        long = noise.drawn_out(0, 12, 80) + noise.drawn_out(1, 6, 36) * 0.6 + noise.drawn_out(2, 24, 40) * 0.8
        return (1 + 0.30 * long).clamp(min=0.65)

    rise = noise.pixels(8)
    risen = torch.cat([mask[:, rise:], mask[:, -rise:]], dim=1)
    return (blur(mask, noise.pixels(4)) * 0.9 + blur(risen, noise.pixels(12)) * 0.5) * noise.kept("layers", layers)


def fog(depth: Tensor, halo: Tensor, noise: Noise, light: Light) -> tuple[Tensor, Tensor]:
    """The colour of fog, bright at its top and near the sun, and how much it hides."""
    pale = light.shade * 0.66 + light.sun * 0.24 + light.haze * 0.33
    glow = (0.6 * slope_y(depth, noise.pixels(3)) + 0.20 * (depth - 1.2) + 0.5 * halo)[:, None]
    return pale + (light.sun * 0.5 + light.shade * 0.5) * glow, ramp(0.0, 0.60, depth) * 0.97
