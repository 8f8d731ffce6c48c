"""The network that paints: all of it in this one file.

It is shown three things and asked for a fourth:

    a noisy picture   (B, 3, H, W)   at the start pure noise, later half noise and half picture
    a map             (B, H, W)      which of the 16 materials is meant at each point
    a style           (B, 8)         how much of dawn, noon, golden hour ... ; sums to 1
    ->  its guess of the finished picture  (B, 3, H, W), values from -1 (dark) to 1 (bright)

The shape is a U-Net (Ronneberger, Fischer and Brox 2015). On the left it looks at the picture at full size, then at
half the size, a quarter, an eighth, a sixteenth: the smaller the copy, the farther one look reaches. On the right it
goes back up, and at every size it is reminded of what it saw there on the way down. B is the number of pictures, C the
number of channels ("what is here", as a list of C numbers for each point), H and W the height and width in points.
"""

from itertools import pairwise

import torch
import torch.nn.functional as F  # noqa: N812
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import Tensor, nn

GLOW, RIVER, LAKE = 2, 13, 14

BLOCKS = ((2, 2), (4, 4), (8, 8), (16, 16), (1, 4), (2, 8), (4, 16), (8, 32))
"""Heights and widths of the blocks over which the noise is averaged: square ones, and flat ones for level ground."""


def run_ends(labels: Tensor) -> tuple[Tensor, Tensor]:
    """For each point the first and last row of the unbroken upright run of its own label: two (B, H, W)."""
    height = labels.shape[1]
    rows = torch.arange(height, device=labels.device)[None, :, None].expand_as(labels)
    change = labels[:, 1:] != labels[:, :-1]
    starts = torch.where(F.pad(change, (0, 0, 1, 0), value=True), rows, 0)
    ends = torch.where(F.pad(change, (0, 0, 0, 1), value=True), rows, height - 1)
    first = starts.cummax(1).values
    last = ends.flip(1).cummin(1).values.flip(1)
    return first, last


def mirror_rows(labels: Tensor) -> Tensor:
    """Which row each point of water mirrors, (B, H, W); every other point gives its own row.

    A lake is level, so a point as far below the far shore as another is above it shows that other point.
    """
    wet = (labels == RIVER) | (labels == LAKE)
    first, _last = run_ends(wet.long())
    rows = torch.arange(labels.shape[1], device=labels.device)[None, :, None].expand_as(labels)
    return torch.where(wet, (2 * first - 1 - rows).clamp(min=0), rows)


def light_side(labels: Tensor) -> Tensor:
    """Where the light comes from at each point, (B, H, W): -1 from the left to 1 from the right.

    It comes from the painted sun or moon; where none is painted, from the left.
    """
    glow = (labels == GLOW).float()
    columns = (torch.arange(labels.shape[2], device=labels.device) + 0.5) / labels.shape[2]
    weight = glow.sum((1, 2))
    middle = (glow * columns).sum((1, 2)) / weight.clamp(min=1)
    side = ((middle[:, None] - columns) / 0.35).clamp(-1, 1)
    side = torch.where(weight[:, None] > 0, side, torch.full_like(side, -0.8))
    return side[:, None].expand(-1, labels.shape[1], -1)


def read_map(labels: Tensor) -> Tensor:
    """Four plain measurements of the map that spare the network a long look around: (B, H, W) to (B, 4, H, W).

    How high up the point is; how far it is below the top of its own shape, and above its foot; where the light is.
    """
    height = labels.shape[1]
    rows = torch.arange(height, device=labels.device)[None, :, None].expand_as(labels)
    first, last = run_ends(labels)
    below, above = (rows - first) / height, (last - rows) / height
    return torch.stack(
        [rows / height * 2 - 1, torch.sqrt(below) * 2 - 0.5, torch.sqrt(above) * 2 - 0.5, light_side(labels)], dim=1
    )


class Block(nn.Module):
    """Two looks at the 3x3 neighbours, added to what was there before (He et al. 2016), tuned by style and time."""

    def __init__(self, channels: int, mood: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1, padding_mode="replicate")
        self.second = nn.Conv2d(channels, channels, 3, padding=1, padding_mode="replicate")
        self.tune = nn.Linear(mood, 2 * channels)
        nn.init.zeros_(self.second.weight)

    def forward(self, x: Tensor, mood: Tensor) -> Tensor:
        scale, shift = self.tune(mood)[:, :, None, None].chunk(2, dim=1)  # (B, C, 1, 1) each
        h = self.first(F.silu(even(x)))
        h = h * (1 + scale) + shift  # "more of this channel at night, less of that one in winter"
        return x + self.second(F.silu(h))


def even(x: Tensor) -> Tensor:
    """Give the list of numbers at every point mean 0 and the same strength, so that no point shouts the others down."""
    return F.layer_norm(x.movedim(1, 3), x.shape[1:2]).movedim(3, 1)


class LandscapeUNet(ModelMixin, ConfigMixin):
    """The whole network. `widths` are the channels at full size, half size, a quarter and so on."""

    @register_to_config
    def __init__(
        self,
        widths: tuple[int, ...] = (16, 32, 64, 128, 192),
        blocks: tuple[int, ...] = (0, 1, 1, 2, 3),
        materials: int = 16,
        styles: int = 8,
        mood_size: int = 96,
        textures: int = 48,
    ) -> None:
        super().__init__()
        # Each material becomes a list of 6 numbers that the network chooses itself.
        self.material = nn.Embedding(materials, 6)
        # Style and time become a list of `mood_size` numbers.
        self.mood = nn.Sequential(
            nn.Linear(styles + 8, mood_size), nn.SiLU(), nn.Linear(mood_size, mood_size), nn.SiLU()
        )
        seen = (max(textures, widths[0]), *widths[1:])
        self.look = nn.Conv2d(3 + 6 + 6 + 4 + 3 * len(BLOCKS), seen[0], 3, padding=1, padding_mode="replicate")
        self.down_blocks = nn.ModuleList(self._stack(w, n, mood_size) for w, n in zip(seen, blocks, strict=True))
        self.up_blocks = nn.ModuleList(self._stack(w, n, mood_size) for w, n in zip(widths, blocks, strict=True))
        # Half the size, four times the channels, then mixed with that size's own noise (3 channels).
        self.shrink = nn.ModuleList(nn.Conv2d(4 * small + 3, large, 1) for small, large in pairwise(seen))
        # Twice the size: the larger list is cut in four and laid out as 2x2 points.
        self.enlarge = nn.ModuleList(nn.Conv2d(large, 4 * small, 1) for small, large in pairwise(widths))
        self.join = nn.ModuleList(nn.Conv2d(2 * w, w, 3, padding=1, padding_mode="replicate") for w in widths[:-1])
        self.paint = nn.Conv2d(widths[0], 3, 3, padding=1, padding_mode="replicate")
        # Textures of the noise, each let through where the material wants it.
        self.choose = nn.Conv2d(widths[0] + seen[0], 2 * textures, 1)
        self.grain = nn.Conv2d(textures, 3, 3, padding=1, padding_mode="replicate")
        nn.init.zeros_(self.grain.weight)

    @staticmethod
    def _stack(width: int, count: int, mood: int) -> nn.ModuleList:
        return nn.ModuleList(Block(width, mood) for _ in range(count))

    def forward(self, noisy: Tensor, time: Tensor, labels: Tensor, style: Tensor) -> Tensor:
        """`time` (B,) is 0 for pure noise and 1 for the finished picture."""
        return self.from_features(noisy, time, labels, mirrored(labels), read_map(labels), style)

    def from_features(
        self, noisy: Tensor, time: Tensor, labels: Tensor, mirror: Tensor, measured: Tensor, style: Tensor
    ) -> Tensor:
        """As forward, with the map's measurements already made: training cuts pieces out of them."""
        mood = self.mood(torch.cat([style, waves(time)], dim=1))  # (B, mood)
        here = self.material(labels).movedim(3, 1)  # (B, 6, H, W)
        there = self.material(mirror).movedim(3, 1)  # (B, 6, H, W): what the water mirrors
        sizes = [self._lumps(noisy, time, block) for block in BLOCKS]  # 8 of (B, 3, H, W): the same noise, coarser
        x = self.look(torch.cat([self._levelled(noisy, time, 1.0), here, there, measured, *sizes], dim=1))
        x = self._through(self.down_blocks[0], x, mood)
        seen = [x]
        for level, shrink in enumerate(self.shrink, start=1):
            x = F.pixel_unshuffle(x, 2)  # (B, C, H, W) -> (B, 4C, H/2, W/2)
            noisy = F.avg_pool2d(noisy, 2)
            x = shrink(torch.cat([x, self._levelled(noisy, time, 0.5**level)], dim=1))
            x = self._through(self.down_blocks[level], x, mood)
            seen.append(x)
        x = self._through(self.up_blocks[-1], x, mood)
        for level in range(len(self.enlarge) - 1, -1, -1):
            x = F.pixel_shuffle(self.enlarge[level](x), 2)  # (B, 4C, H, W) -> (B, C, 2H, 2W)
            x = self.join[level](F.silu(even(torch.cat([x, seen[level][:, : x.shape[1]]], dim=1))))
            x = self._through(self.up_blocks[level], x, mood)
        # Half of the chosen numbers are textures, half say how much of each: gates (Dauphin et al. 2017).
        texture, gate = self.choose(torch.cat([F.silu(even(x)), F.silu(seen[0])], dim=1)).chunk(2, dim=1)
        return self.paint(F.silu(x)) + self.grain(texture * gate)

    @staticmethod
    def _through(blocks: nn.ModuleList, x: Tensor, mood: Tensor) -> Tensor:
        for block in blocks:
            x = block(x, mood)
        return x

    @staticmethod
    def _levelled(noisy: Tensor, time: Tensor, left: float) -> Tensor:
        """Give a picture whose noise was averaged its strength of 1 again.

        The mean of n noise values is only 1 / sqrt(n) as strong; `left` is that number. The picture part keeps its
        strength of about 0.5 when it is averaged.
        """
        noise, picture = (1 - time) * left, time * 0.5
        return noisy * torch.rsqrt(noise.square() + picture.square())[:, None, None, None]

    def _lumps(self, noisy: Tensor, time: Tensor, block: tuple[int, int]) -> Tensor:
        """The noisy picture averaged over blocks and smoothly enlarged again: (B, 3, H, W)."""
        means = self._levelled(F.avg_pool2d(noisy, block), time, (block[0] * block[1]) ** -0.5)
        return F.interpolate(means, size=noisy.shape[2:], mode="bicubic", align_corners=False)


def mirrored(labels: Tensor) -> Tensor:
    """The material that each point of water mirrors; other points give their own. (B, H, W)."""
    return labels.gather(1, mirror_rows(labels))


def waves(time: Tensor) -> Tensor:
    """A time from 0 to 1 as eight numbers that change at different speeds: (B,) to (B, 8)."""
    speeds = torch.tensor([1.0, 2.0, 4.0, 8.0], device=time.device) * torch.pi / 2
    angles = time[:, None] * speeds
    return torch.cat([angles.sin(), angles.cos()], dim=1)
