"""Noise that pictures are made of, and small picture operations. All tensors are (B, H, W) or (B, C, H, W), float32.

Every random thing in a rendered picture is a function of one white noise z of shape (B, 3, H, W). The network starts
from the very same z. So noise and picture are a *pair*, and the network can learn which picture belongs to which noise,
instead of the blurred mean of all pictures that fit a map.
"""

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

NEAREST_ROW = 0.3
"""Rows above this part of the height count as infinitely far away when ground is drawn in perspective."""


def grow(small: Tensor, size: tuple[int, int]) -> Tensor:
    """Enlarge (B, C, h, w) smoothly."""
    return F.interpolate(small, size=size, mode="bicubic", align_corners=False)


def blur(image: Tensor, radius: int) -> Tensor:
    """Two box means of about this radius in pixels, (B, H, W) in and out, edges repeated.

    A wide blur is made on a smaller copy: nobody can see the difference, and it costs little.
    """
    if radius < 1:
        return image
    shrink = 1
    while radius // shrink > 3 and min(image.shape[1:]) % (2 * shrink) == 0:
        shrink *= 2
    out, reach = image[:, None], max(1, round(radius / shrink))
    if shrink > 1:
        out = F.avg_pool2d(out, shrink)
    for _ in range(2):
        out = F.avg_pool2d(F.pad(out, (reach,) * 4, mode="replicate"), 2 * reach + 1, stride=1)
    return (grow(out, (image.shape[1], image.shape[2])) if shrink > 1 else out)[:, 0]


def slope_x(image: Tensor, step: int = 1) -> Tensor:
    """How fast a field grows to the right, per `step` pixels; edges repeated."""
    padded = F.pad(image[:, None], (step, step, 0, 0), mode="replicate")[:, 0]
    return (padded[..., 2 * step :] - padded[..., : -2 * step]) / 2


def slope_y(image: Tensor, step: int = 1) -> Tensor:
    """How fast a field grows downwards, per `step` pixels; edges repeated."""
    padded = F.pad(image[:, None], (0, 0, step, step), mode="replicate")[:, 0]
    return (padded[:, 2 * step :] - padded[:, : -2 * step]) / 2


def ramp(low: float | Tensor, high: float | Tensor, value: Tensor) -> Tensor:
    """0 below `low`, 1 above `high`, a soft curve between (smoothstep)."""
    part = ((value - low) / (high - low)).clamp(0, 1)
    return part * part * (3 - 2 * part)


def mix(one: Tensor, other: Tensor, part: Tensor) -> Tensor:
    """Blend of two colours (B, 3, H, W) by a part (B, H, W)."""
    return one + (other - one) * part[:, None]


class Noise:
    """Smooth fields out of white noise, each of about unit size."""

    def __init__(self, z: Tensor) -> None:
        self.z = z
        self.size = (z.shape[2], z.shape[3])
        self.unit = z.shape[2] / 256
        self._smooth: dict[tuple[int, int], Tensor] = {}
        rows = (torch.arange(self.size[0], device=z.device) + 0.5) / self.size[0]
        self.nearness = ((rows - NEAREST_ROW) / (1 - NEAREST_ROW)).clamp(0.03, 1)

    def smooth(self, channel: int, octave: int) -> Tensor:
        """Noise whose lumps are about 2**octave pixels wide: block means of z, scaled back to unit size, enlarged."""
        key = (channel, octave)
        if key not in self._smooth:
            block = 2**octave
            means = F.avg_pool2d(self.z[:, channel : channel + 1], block) * block
            self._smooth[key] = grow(means, self.size)[:, 0] if octave else means[:, 0]
        return self._smooth[key]

    def cloudy(self, channel: int, coarse: int, fine: int) -> Tensor:
        """Fractal sum of octaves from coarse to fine, each half as strong as the one before."""
        return sum(self.smooth(channel, octave) * 0.5 ** (coarse - octave) for octave in range(coarse, fine - 1, -1))

    def ridged(self, channel: int, coarse: int, fine: int) -> Tensor:
        """Like cloudy, but folded so that it has sharp crests: rock."""
        return sum(
            (0.8 - self.smooth(channel, octave).abs()) * 0.55 ** (coarse - octave)
            for octave in range(coarse, fine - 1, -1)
        )

    def ground(self, channel: int, width: float) -> Tensor:
        """Noise lying on level ground: lumps `width` pixels wide at the bottom row, smaller towards the horizon."""
        wanted = torch.log2((width * self.unit * self.nearness).clamp(min=1.0))
        top = int(wanted.max().ceil())
        out = torch.zeros_like(self.z[:, 0])
        for octave in range(top + 1):
            weight = (1 - (wanted - octave).abs()).clamp(min=0)
            if float(weight.max()) > 0:
                out = out + weight[:, None] * self._flat(channel, octave)
        return out

    def _flat(self, channel: int, octave: int) -> Tensor:
        """Lumps 2**octave wide and a quarter as tall."""
        key = (channel, -1 - octave)
        if key not in self._smooth:
            wide, tall = 2**octave, 2 ** max(0, octave - 2)
            means = F.avg_pool2d(self.z[:, channel : channel + 1], (tall, wide)) * (wide * tall) ** 0.5
            self._smooth[key] = grow(means, self.size)[:, 0]
        return self._smooth[key]
