"""How ground lies, as numbers that follow from the noise alone: grass, sand, snow and the flowers in a meadow.

Everything is laid in perspective: fine far away, large near. (B, H, W) each, and kept with the noise, so that a stroke
costs nothing here.
"""

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from exercises.canvas.fields import Noise, choose, numbers, ramp, slope_x, slope_y


def _near(noise: Noise) -> Tensor:
    return noise.nearness[None, :, None]


def sweeps(noise: Noise) -> Tensor:
    """Broad swells of the land, longer than deep, -2 to 2."""
    return noise.kept(
        "sweeps", lambda: noise.ground(1, 200) * 0.75 + noise.smooth(1, 6) * 0.25 + noise.ground(0, 70) * 0.3
    )


def blades(noise: Noise) -> Tensor:
    """Blades of grass, dark at the root and light at the tip, about -1 to 1: each hides the farther ones behind it."""

    def grown() -> Tensor:
        near = _near(noise)
        fine = noise.smooth(2, 0)
        grass = fine * 0.30 + noise.smooth(1, 1) * 0.15
        for channel, lean, rare, tall in ((0, 0.3, 0.9, 11.0), (1, -0.35, 1.0, 9.0), (2, 0.15, 2.35, 26.0)):
            thick = noise.smooth(channel, 0)
            high = (0.8 + tall * near.square() * (0.7 + 0.3 * fine.clamp(-1, 1))) * noise.unit
            roots = (thick > rare) * high * (1 if tall < 20 else near > 0.45)
            grass = _grown(roots, grass, lean, round((tall + 1) * noise.unit))
        return grass

    return noise.kept("blades", grown)


def _grown(roots: Tensor, behind: Tensor, lean: float, tallest: int) -> Tensor:
    """A stroke up from every root, as tall as the number there says, over what is behind."""
    (height, width), reach = roots.shape[1:], round(abs(lean) * tallest)
    below = F.pad(roots[:, None], (0, 0, 0, tallest), mode="reflect")
    below = F.pad(below, (reach, reach, 0, 0), mode="circular")[:, 0]
    # A stroke's shade rises from root to tip by this much a row.
    rise, highest, front = 1.35 / below.clamp(min=1), below.amax((0, 2)).tolist(), behind.clone()
    for up in range(tallest + 1):
        # Far rows have no stroke that reaches up so far.
        first = next((row for row in range(height) if highest[row + up] > up), height)
        rows, columns = (
            slice(first + up, up + height),
            slice(reach - round(up * lean), reach - round(up * lean) + width),
        )
        tall, seen = below[:, rows, columns], front[:, first:]
        change = (rise[:, rows, columns] * up).sub_(0.55).sub_(seen)
        seen += change.mul_(torch.gt(tall, up, out=torch.empty_like(tall)))
    return front


def grass(noise: Noise) -> Tensor:
    """How much light grass takes: sweeps far and wide, blades near."""
    return noise.kept("grass", lambda: 0.60 + 0.12 * sweeps(noise) + blades(noise) * (0.10 + 0.20 * _near(noise)))


def sand(noise: Noise) -> Tensor:
    """How much light sand takes: soft dunes, and ripples that the wind has drawn across them."""

    def lit() -> Tensor:
        dune = sweeps(noise)
        ripples = _furrows(noise, 30.0, 1.0) * ramp(-1.3, 0.3, noise.ground(0, 150) + noise.smooth(2, 6) * 0.6)
        grains = noise.z[:, 2] * 0.016 + noise.smooth(1, 1) * 0.012
        return 0.60 + slope_y(dune, noise.pixels(3)) * 0.22 + ripples * 0.10 + dune * 0.08 + grains

    return noise.kept("sand", lit)


def snow(noise: Noise) -> Tensor:
    """How much light snow takes: long drifts, blue in the hollows, and near the eye the low ridges of the wind."""

    def lit() -> Tensor:
        drift = sweeps(noise)
        ridges = _furrows(noise, 13.0, 1.1) * ramp(0.1, 1.3, noise.ground(2, 90) + noise.smooth(0, 5) * 0.6)
        return (
            0.66 + drift * 0.10 + slope_y(drift, noise.pixels(3)) * 0.2 + ridges * 0.085 * ramp(0.25, 0.7, _near(noise))
        )

    return noise.kept("snow", lit)


def _furrows(noise: Noise, count: float, wander: float) -> Tensor:
    """Lines across the wind, -1 to 1, steep on one side: closer the farther away, and gone where they get too fine."""
    near = _near(noise)
    slant = torch.linspace(-1.2, 1.2, noise.size[1], device=near.device)[None, None]
    bent = noise.smooth(2, 6) * 0.5 + noise.ground(1, 90) * 0.6 + noise.ground(2, 40) * 0.22
    phase = count * near.clamp(min=0.05).log() * 1.6 + wander * bent * 2 + slant
    wave = torch.sin(phase * 2 + 0.6 * torch.sin(phase * 2))
    return wave * ramp(count / 160, count / 70, near)


def hollows(noise: Noise) -> Tensor:
    """How the ground slopes aside: what lies on the sun's side is lighter."""
    return noise.kept("hollows", lambda: slope_x(sweeps(noise), noise.pixels(3)))


def flowers(noise: Noise) -> tuple[Tensor, Tensor]:
    """What of a flower each point is, and which kind of flower it is.

    Of a flower: 1 in its petals, up to 2 in its heart, down to -1 in its stem, 0 where there is none.
    """
    part = noise.kept("flowers", lambda: torch.stack(_meadow(noise)))
    return part[0], part[1]


def petals(noise: Noise) -> Tensor:
    """Which petals each point of a meadow shows: 1 to 4 by the kind of flower, 5 in a flower's heart, 0 where none."""

    def shown() -> Tensor:
        part, kind = flowers(noise)
        kinds = 1 + sum((kind > least).int() for least in (-0.75, 0.0, 0.8))
        return torch.where(part > 1.5, 5, kinds) * (part > 0.5)

    return noise.kept("petals", shown)


_ROWS = ((3.2, 0.0, 0.30), (4.6, 0.2, 0.48), (6.5, 0.36, 0.72), (9.0, 0.55, 1.1), (12.0, 0.72, 1.3))
"""Cells with a flower each: how wide in pixels of a 256-pixel picture, from which nearness to which."""


def _meadow(noise: Noise) -> tuple[Tensor, Tensor]:
    part = torch.zeros_like(noise.z[:, 0])
    kind = torch.zeros_like(part)
    drifts = noise.ground(0, 110) * 0.6 + noise.smooth(1, 5) * 0.6
    for wide, far, near in _ROWS:
        for half in (0.0, 0.5):
            _add_layer(noise, drifts, (part, kind), wide, (far, near), half)
    return part, kind


def _add_layer(
    noise: Noise,
    drifts: Tensor,
    meadow: tuple[Tensor, Tensor],
    wide: float,
    band: tuple[float, float],
    half: float,
) -> None:
    """Lay flowers of one size over a meadow, one in each cell of a grid, somewhere in it, where the drifts have any."""
    height, width = noise.size
    rows, columns = max(1, round(256 / wide)), max(1, round(256 / wide * width / height))
    y = (torch.arange(height) + 0.5) / height * rows + half
    row = y.long().clamp(max=rows - 1)
    where = noise.nearness.cpu()[(((row + 0.36) / rows) * height).long().clamp(max=height - 1)]
    first, last = _rows_within(where, band)
    y, row, where = (part[first:last].to(noise.z.device) for part in (y, row, where))
    x = (torch.arange(width, device=noise.z.device) + 0.5) / width * columns + half
    column = x.long().clamp(max=columns - 1)

    def of_cell(channel: int) -> Tensor:
        cells = noise.means(channel, (rows, columns)).roll(int(half * 2), 2)
        return cells.index_select(1, row).index_select(2, column)

    chance, across, along = (of_cell(channel) for channel in range(3))
    off_x = (x % 1 - 0.5)[None, None] - across.clamp(-1.2, 1.2) * 0.16
    off_y = (y % 1 - 0.36)[None, :, None] - along.clamp(-1.2, 1.2) * 0.12
    size = 0.25 + 0.05 * chance.clamp(-1, 1)
    away = ((off_x / size).square() + (off_y / (size * 0.78)).square()).sqrt()
    there = where[None, :, None] + along * 0.03
    stands = (chance + drifts[:, first:last] * 0.7 > 0.2) & (there > band[0]) & (there < band[1])
    soft = rows / height / size
    head = ((1 - away) / soft + 0.5).clamp(0, 1) * numbers(stands)
    part, kind = (field[:, first:last] for field in meadow)
    if wide > 5:
        stem = (off_x.abs() < 0.5 * rows / height) & (off_y > 0) & stands & (part < 0.3)
        part.copy_(choose(stem, torch.full_like(part, -1.0), part))
        heart = ((0.42 - away) / soft + 0.5).clamp(0, 1) * numbers(stands)
    else:
        heart = torch.zeros_like(head)
    own = noise.smooth(1, 5)[:, first:last] + across * 0.35
    part.copy_(choose(head > 0.2, head + heart, part))
    kind.copy_(choose(head > 0.2, own, kind))


def _rows_within(where: Tensor, band: tuple[float, float]) -> tuple[int, int]:
    """The first and last row (not counted in) of those so near; noise may shift a flower by 0.2 at the very most."""
    rows = ((where > band[0] - 0.2) & (where < band[1] + 0.2)).nonzero()[:, 0].tolist()
    return rows[0], rows[-1] + 1


def gravel(noise: Noise) -> Tensor:
    """Pebbles of a road, 0 on the whole: coarser near the eye."""
    return noise.kept(
        "gravel", lambda: (noise.smooth(2, 0) * 0.5 + noise.smooth(2, 1) * 0.6) * 0.09 * ramp(-0.2, 0.8, _near(noise))
    )


def grit(noise: Noise) -> Tensor:
    """The rough face of stone, 0 on the whole."""

    def rough() -> Tensor:
        pits = ramp(0.9, 1.8, noise.smooth(1, 0)) * 0.10
        return slope_y(noise.cloudy(2, 3, 0), noise.pixels(1)) * 0.16 + noise.smooth(0, 0) * 0.035 - pits + 0.01

    return noise.kept("grit", rough)


def backs(noise: Noise) -> tuple[Tensor, Tensor]:
    """Smooth rock: how much its long backs face upwards, with cracks, and how they slope aside."""

    def down() -> Tensor:
        return 0.56 + slope_y(_rounded(noise), noise.pixels(3)) * 0.85 - _joints(noise) * 0.34 + grit(noise)

    return (
        noise.kept("backs down", down),
        noise.kept("backs aside", lambda: slope_x(_rounded(noise), noise.pixels(3)) * 1.2),
    )


def _joints(noise: Noise) -> Tensor:
    """Where rock has split along straight lines: away from the eye and across."""
    near = _near(noise)
    across = torch.linspace(-128, 128, noise.size[1], device=near.device)[None, None]
    phases = (
        across / (14 + 50 * near) + noise.smooth(1, 6) * 0.22 + near,
        near.log() * 2.6 + across * 0.006 + noise.smooth(0, 6) * 0.30 + noise.smooth(2, 4) * 0.03,
    )
    lines = sum(ramp(0.018, 0.007, (phase - phase.round()).abs()) for phase in phases)
    return lines * ramp(-0.1, 0.7, noise.smooth(2, 5))


def _rounded(noise: Noise) -> Tensor:
    return noise.ground(0, 130) + noise.ground(1, 60) * 0.55 + noise.smooth(2, 4) * 0.18


def needles(noise: Noise) -> Tensor:
    return noise.kept("needles", lambda: noise.z[:, 0] * 0.05 + noise.smooth(0, 0) * 0.05 + noise.smooth(1, 1) * 0.07)


def leaves(noise: Noise, coarse: int) -> tuple[Tensor, Tensor]:
    """Clusters of leaves of about 2**coarse pixels: how much light they take from above, and how they slope aside."""

    def lumps() -> Tensor:
        return noise.kept(
            ("leaves", coarse), lambda: noise.cloudy(0, coarse, coarse - 2) + 0.35 * noise.smooth(1, coarse)
        )

    def down() -> Tensor:
        step, form = noise.pixels(2.0 ** (coarse - 2)), lumps()
        gaps = ramp(-0.8, -1.5, form) * 0.18
        single = (
            noise.smooth(0, 0) * 0.10 + noise.smooth(2, 1) * 0.10 + slope_y(noise.smooth(1, 1), noise.pixels(1)) * 0.14
        )
        return slope_y(form, step) * 0.30 + form * 0.05 - gaps + single

    return (
        noise.kept(("leaves down", coarse), down),
        noise.kept(("leaves aside", coarse), lambda: slope_x(lumps(), noise.pixels(2.0 ** (coarse - 2))) * 0.36),
    )
