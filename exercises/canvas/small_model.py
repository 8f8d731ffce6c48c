"""The network that paints: all of it in this one file.

It is shown five things and asked for a sixth:

    a noisy picture   (B, 3, H, W)   at the start pure noise, later half noise and half picture
    a map             (B, H, W)      which of the 16 materials is at each point, with natural outlines (outlines.py)
    its mirror        (B, H, W)      which material each point of water mirrors
    a sketch          (B, 40, H, W)  the noise laid out by rule: where trees stand, how rock slopes (sketch.py)
    a style           (B, 8)         how much of dawn, noon, golden hour ... ; sums to 1
    ->  its guess of the finished picture  (B, 3, H, W), values from -1 (dark) to 1 (bright)

The shape is a U-Net (Ronneberger, Fischer and Brox 2015). On the left it looks at the picture at half its size, then at
a quarter, an eighth, a sixteenth: the smaller the copy, the farther one look reaches. On the right it goes back up, and
at every size it is reminded of what it saw there on the way down. Each point of the finished picture is then painted
from what the sketch says there, and what the U-Net says matters there, on top of the sketch's plain colour. B is the
number of pictures, C the number of channels ("what is here", as a list of C numbers for each point), H and W the height
and width in points.
"""

from itertools import pairwise

import torch
import torch.nn.functional as F  # noqa: N812
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import Tensor, nn


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
    """The whole network. `widths` are the channels at half size, a quarter, an eighth and so on."""

    @register_to_config
    def __init__(
        self,
        widths: tuple[int, ...] = (64, 80, 128, 176),
        blocks: tuple[int, ...] = (1, 1, 2, 2),
        materials: int = 16,
        styles: int = 8,
        sketch: int = 40,
        mood_size: int = 96,
        brushes: int = 48,
    ) -> None:
        super().__init__()
        # Each material becomes a list of 6 numbers that the network chooses itself.
        self.material = nn.Embedding(materials, 6)
        # Style and time become a list of `mood_size` numbers.
        self.mood = nn.Sequential(
            nn.Linear(styles + 8, mood_size), nn.SiLU(), nn.Linear(mood_size, mood_size), nn.SiLU()
        )
        shown = 3 + 6 + 6 + sketch
        self.look = nn.Conv2d(shown, widths[0], 2, stride=2)
        self.down_blocks = nn.ModuleList(self._stack(w, n, mood_size) for w, n in zip(widths, blocks, strict=True))
        self.up_blocks = nn.ModuleList(self._stack(w, n, mood_size) for w, n in zip(widths, blocks, strict=True))
        # Half the size, more channels.
        self.shrink = nn.ModuleList(nn.Conv2d(small, large, 2, stride=2) for small, large in pairwise(widths))
        # Twice the size: the larger list is cut in four and laid out as 2x2 points.
        self.enlarge = nn.ModuleList(nn.Conv2d(large, 4 * small, 1) for small, large in pairwise(widths))
        self.join = nn.ModuleList(nn.Conv2d(2 * w, w, 1) for w in widths[:-1])
        # At full size: `brushes` made of what is shown, each pressed on or lifted as the U-Net wants, then mixed.
        self.brush = nn.Linear(shown, brushes)
        self.press = nn.Conv2d(widths[0], 2 * brushes, 1)
        self.blend = nn.Linear(brushes, brushes)
        self.paint = nn.Linear(brushes, 3)
        nn.init.zeros_(self.paint.weight)

    @staticmethod
    def _stack(width: int, count: int, mood: int) -> nn.ModuleList:
        return nn.ModuleList(Block(width, mood) for _ in range(count))

    def forward(
        self, noisy: Tensor, time: Tensor, labels: Tensor, mirrored: Tensor, sketch: Tensor, style: Tensor
    ) -> Tensor:
        """`time` (B,) is 0 for pure noise and 1 for the finished picture. H and W are multiples of 16."""
        mood = self.mood(torch.cat([style, waves(time)], dim=1))  # (B, mood)
        materials = [each_its_own(self.material.weight, one) for one in (labels, mirrored)]
        shown = points_last(sketch, levelled(noisy, time), *materials)  # (B, H, W, C)
        wishes = self.press(F.silu(even(self._unet(shown.movedim(3, 1), mood))))  # (B, 2 brushes, H/2, W/2)
        press, shift = (for_pairs(part) for part in wishes.movedim(1, 3).chunk(2, dim=3))
        strokes = in_pairs(F.silu(self.brush(shown)))
        strokes = (strokes * press + shift).view(*labels.shape, -1)
        change = self.paint(F.silu(self.blend(F.silu(strokes))))
        return sketch[:, :3].float() + change.movedim(3, 1).float()

    def _unet(self, shown: Tensor, mood: Tensor) -> Tensor:
        """From everything at full size to a list of numbers at half size."""
        x = self._through(self.down_blocks[0], self.look(shown), mood)
        seen = [x]
        for shrink, blocks in zip(self.shrink, self.down_blocks[1:], strict=True):
            x = self._through(blocks, shrink(x), mood)
            seen.append(x)
        x = self._through(self.up_blocks[-1], x, mood)
        for level in range(len(self.enlarge) - 1, -1, -1):
            x = F.pixel_shuffle(self.enlarge[level](x), 2)  # (B, 4C, H, W) -> (B, C, 2H, 2W)
            x = self.join[level](F.silu(even(torch.cat([x, seen[level]], dim=1))))
            x = self._through(self.up_blocks[level], x, mood)
        return x

    @staticmethod
    def _through(blocks: nn.ModuleList, x: Tensor, mood: Tensor) -> Tensor:
        for block in blocks:
            x = block(x, mood)
        return x


def each_its_own(lists: Tensor, labels: Tensor) -> Tensor:
    """Each material's list of C numbers at every point that is of it: (materials, C) and (B, H, W) to (B, C, H, W)."""
    picked = lists.t().index_select(1, labels.flatten())
    return picked.view(-1, *labels.shape).movedim(0, 1)


def points_last(*planes: Tensor) -> Tensor:
    """Several (B, C, H, W) as one (B, H, W, C), in memory too: all numbers of one point side by side."""
    device = planes[0].device.type
    if torch.is_autocast_enabled(device):
        planes = tuple(part.to(torch.get_autocast_dtype(device)) for part in planes)
    together = torch.cat(planes, dim=1)
    # Turning one picture's table at a time is the quickest.
    points = [one.flatten(1).t().contiguous().view(*one.shape[1:], -1) for one in together]
    return points[0][None] if len(points) == 1 else torch.stack(points)


def in_pairs(points: Tensor) -> Tensor:
    """(B, H, W, C) as (B, H/2, 2, W * C): two rows that share one row of the half-size picture."""
    count, height, width, channels = points.shape
    return points.reshape(count, height // 2, 2, width * channels)


def for_pairs(points: Tensor) -> Tensor:
    """(B, H/2, W/2, C) as (B, H/2, 1, W * C): each point twice, to be used for two columns and for two rows alike."""
    return torch.cat([points, points], dim=3).flatten(2)[:, :, None]


def levelled(noisy: Tensor, time: Tensor) -> Tensor:
    """Give a picture that is part noise its strength of 1 again; a picture without noise has about 0.5."""
    return noisy * torch.rsqrt((1 - time).square() + (time * 0.5).square())[:, None, None, None]


def waves(time: Tensor) -> Tensor:
    """A time from 0 to 1 as eight numbers that change at different speeds: (B,) to (B, 8)."""
    speeds = torch.tensor([1.0, 2.0, 4.0, 8.0], device=time.device) * torch.pi / 2
    angles = time[:, None] * speeds
    return torch.cat([angles.sin(), angles.cos()], dim=1)
