"""Trees: woods of many small conifers, and single big trees."""

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from exercises.canvas.training.fields import Noise, blur, mix, ramp
from exercises.canvas.training.ground import leaves
from exercises.canvas.training.light import Light, shade_of

WOODS = ((0.0, 0.44, 11), (0.40, 0.66, 19), (0.62, 1.0, 34))
"""Rows where tree tops of one size stand, and the trees' height in pixels of a 256-pixel picture."""


def tops(noise: Noise, mask: Tensor, tall: int, first: float, last: float) -> Tensor:
    """Where trees have their tops: local peaks of the noise, about half a tree apart. (B, H, W) of 0 and 1."""
    octave = max(0, round(tall * 0.16).bit_length() - 1)
    field = noise.smooth(2, octave) if octave else noise.z[:, 2]
    reach = max(1, round(tall * 0.11))
    peak = F.max_pool2d(field[:, None], (2 * reach + 1, 2 * reach + 1), stride=1, padding=reach)[:, 0]
    rows = (torch.arange(noise.size[0], device=mask.device) + 0.5) / noise.size[0]
    here = ((rows >= first) & (rows < last))[None, :, None]
    return ((field >= peak) & here & (mask > 0.5)).float()


def conifers(start: Tensor, tall: int) -> tuple[Tensor, Tensor, Tensor]:
    """Draw one spruce under each top, near ones over far ones.

    Returns how far below its top each point is (parts of the tree, -1 where there is no tree), how far to the side
    (-1..1) and the tier's light (0..1), each (B, H, W).
    """
    width = start.shape[2]
    place = start * (torch.arange(width, device=start.device) + 1.0)
    down = torch.full_like(start, -1.0)
    aside, tier = torch.zeros_like(start), torch.zeros_like(start)
    columns = torch.arange(width, device=start.device).float()
    tiers = 5 if tall > 14 else 3
    for below in range(tall, -1, -1):
        part = below / tall
        within = (part * tiers) % 1
        half = max(0.0, tall * 0.27 * part * (0.66 + 0.34 * within))
        reach = int(half + 0.5)
        shifted = F.pad(place, (0, 0, below, 0))[:, : place.shape[1]]
        found = F.max_pool2d(shifted[:, None], (1, 2 * reach + 1), stride=1, padding=(0, reach))[:, 0]
        hit = found > 0
        down = torch.where(hit, torch.full_like(down, part), down)
        aside = torch.where(hit, (columns - (found - 1)) / (half + 0.8), aside)
        tier = torch.where(hit, torch.full_like(tier, within), tier)
    return down, aside, tier


def needles(noise: Noise, light: Light, down: Tensor, aside: Tensor, tier: Tensor, tint: Tensor) -> Tensor:
    """Colour of a spruce: lit on the sun's side, dark under each tier, snow or autumn as the season wants."""
    facing = 0.48 + aside * light.side * 0.42 - 0.30 * down + 0.30 * (tier - 0.5) + noise.z[:, 0] * 0.05
    green = mix(shade_of(0.11, 0.25, 0.12, down), shade_of(0.22, 0.36, 0.15, down), ramp(-1.2, 1.2, tint))
    gold = mix(shade_of(0.80, 0.44, 0.10, down), shade_of(0.72, 0.24, 0.08, down), ramp(-0.5, 1.2, tint))
    colour = mix(green, gold, light.autumn * ramp(-1.3, -0.7, tint))
    laden = light.snow * ramp(0.45, 0.8, tier * 0.7 + 0.55 * (0.6 - down) + aside * light.side * 0.25)
    return light.on(mix(colour, shade_of(0.90, 0.94, 1.0, down).expand_as(colour), laden), facing + 0.25 * laden)


def woods(picture: Tensor, mask: Tensor, noise: Noise, light: Light) -> Tensor:
    """Fill the mask with trees over a dark floor; between the topmost trees what lies behind shows."""
    unit = noise.unit
    ground = (
        shade_of(0.07, 0.12, 0.07, mask)
        + light.snow[:, None] * 0.25
        + light.autumn[:, None] * shade_of(0.12, 0.05, 0.0, mask)
    )
    deep = ramp(0.80, 0.97, blur(mask, max(1, round(5 * unit))))
    rows = torch.linspace(0, 1, noise.size[0], device=mask.device)[None, :, None]
    far = (light.haziness * (0.8 - rows)).clamp(0, 0.6).expand_as(mask)
    picture = mix(picture, mix(light.on(ground, mask * 0.3), light.haze.expand_as(picture), far), deep * mask)
    for first, last, tall in WOODS:
        pixels = max(3, round(tall * unit))
        down, aside, tier = conifers(tops(noise, mask, pixels, first, last), pixels)
        colour = needles(noise, light, down, aside, tier, noise.smooth(1, 3))
        picture = mix(picture, mix(colour, light.haze.expand_as(colour), far), (down >= 0).float() * mask)
    return picture


def single_tree(noise: Noise, light: Light, tree: Tensor) -> tuple[Tensor, Tensor]:
    """One big tree for each picture: colour (B, 3, H, W) and cover (B, H, W).

    `tree` is (B, 5): kind (0 conifer, 1 leafy, -1 none), middle x, top y, foot y, half width, in parts of the picture.
    """
    kind, x, top, foot, half = (tree[:, k, None, None] for k in range(5))
    height, width = noise.size
    rows = ((torch.arange(height, device=tree.device) + 0.5) / height)[None, :, None]
    columns = ((torch.arange(width, device=tree.device) + 0.5) / width)[None, None]
    down = (rows - top) / (foot - top).clamp(min=1e-3)
    aside = (columns - x) / half.clamp(min=1e-3)
    fringe = noise.smooth(2, 1) * 0.05 + noise.smooth(2, 2) * 0.06
    conifer, spruce = _conifer(noise, light, down, aside, fringe)
    crown, leafy = _leafy(noise, light, down, aside, fringe)
    is_leafy = (kind > 0.5).float().expand_as(spruce)
    cover = (spruce * (1 - is_leafy) + leafy * is_leafy) * (kind >= 0)
    return mix(conifer, crown, is_leafy), cover


def _trunk(light: Light, like: Tensor, aside: Tensor, width: float) -> Tensor:
    bark = shade_of(0.34, 0.24, 0.17, like).expand(len(like), 3, *like.shape[1:])
    return light.on(bark, 0.5 + aside * light.side / width * 0.3)


def _conifer(noise: Noise, light: Light, down: Tensor, aside: Tensor, fringe: Tensor) -> tuple[Tensor, Tensor]:
    tier = ((down * 7 + aside.abs() * 0.35) % 1).clamp(0, 1)
    reach = (down / 0.94).clamp(0, 1) * (0.70 + 0.30 * tier) + fringe * (0.3 + down)
    needle = ramp(0.03, -0.03, aside.abs() - reach) * (down > -0.01) * (down < 0.95)
    colour = needles(noise, light, down.clamp(0, 1) * 0.7, aside.clamp(-1, 1), tier, noise.smooth(1, 3))
    trunk = (aside.abs() < 0.09) * (down >= 0.9) * (down < 1)
    return mix(_trunk(light, down, aside, 0.09), colour, needle), torch.maximum(needle, trunk.float())


def _leafy(noise: Noise, light: Light, down: Tensor, aside: Tensor, fringe: Tensor) -> tuple[Tensor, Tensor]:
    radius = (((down - 0.38) / 0.38) ** 2 + aside**2).clamp(min=1e-6).sqrt()
    crown = ramp(0.04, -0.04, radius - 1 + fringe * 1.2)
    colour = leaves(noise, light, crown)
    trunk = ramp(0.02, 0.0, aside.abs() - 0.11) * (down >= 0.6) * (down < 1)
    return mix(_trunk(light, down, aside, 0.11), colour, crown), torch.maximum(crown, trunk)
