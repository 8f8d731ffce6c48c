"""Small things that a sketch places and a painter colours: stars, ripples, layers of fog, windows.

Everything is a number at each point, (B, H, W), computed from the noise and from the shapes of the map.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from exercises.canvas.fields import Noise, blur, ramp
from exercises.canvas.shapes import Frames

EAVE = 0.42
"""Where a cottage's wall begins, from 0, the ridge, to 1, the ground."""


def stars(noise: Noise) -> Tensor:
    """How bright a star is at each point; nearly everywhere 0. The stars are the rare peaks of the noise."""
    return ramp(2.45, 3.1, noise.z[:, 1]) + ramp(2.2, 3.0, noise.smooth(1, 1)) * 0.8


def ripple(noise: Noise) -> Tensor:
    """The height of the waves."""
    return noise.ground(1, 40) * 0.6 + noise.ground(2, 12) * 0.4


def fog_depth(mask: Tensor, noise: Noise) -> Tensor:
    """How deep the fog is where it was painted and a little beside, 0 to about 1, in layers."""
    if not bool(mask.any()):
        return torch.zeros_like(noise.z[:, 0])

    def layers() -> Tensor:
        return 1 + noise.ground(0, 160) * 0.10 + noise.smooth(0, 5) * 0.10 + noise.smooth(0, 4) * 0.06

    return blur(mask.float(), noise.pixels(6)) * noise.kept("layers", layers)


def fog_cover(depth: Tensor) -> Tensor:
    """How much fog of this depth hides, 0 to 1."""
    return (ramp(0.12, 0.62, depth) * 0.86).clamp(0, 1)


def soft_clouds(mask: Tensor, noise: Noise) -> Tensor:
    """Where clouds are, with soft edges."""
    return blur(mask.float(), noise.pixels(5))


def cloud_depth(soft: Tensor | None, noise: Noise) -> Tensor:
    """How thick the cloud is, and beside clouds a little below 0: the soft mask plus noise; None for a clear sky."""
    clear = noise.kept("clear sky", lambda: noise.cloudy(0, 4, 1) * 0.17 - 0.1)
    return clear if soft is None else soft * 1.25 + clear


def cloud_cover(depth: Tensor, soft: Tensor) -> Tensor:
    """How much cloud of this depth hides, 0 to 1; nothing where none was painted nearby."""
    return ramp(0.34, 0.72, depth) * ramp(0.02, 0.25, soft)


def box(x: Tensor, y: Tensor, left: float, top: float, right: float, foot: float, soft: Tensor) -> Tensor:
    """1 inside a box, 0 outside, soft over one pixel so that edges are not stairs."""
    inside = torch.minimum(torch.minimum(x - left, right - x), torch.minimum(y - top, foot - y))
    return (inside / soft + 0.5).clamp(0, 1)


@dataclass(frozen=True)
class Cottage:
    """The parts of a cottage in the frame of any shape, 0 to 1 each: white boards, window panes, door, roof."""

    white: Tensor
    panes: Tensor
    door: Tensor
    roof: Tensor

    @classmethod
    def within(cls, frames: Frames) -> "Cottage":
        """A door in the middle and a window on each side, white frames and corners."""
        x, y, soft = (frames.aside + 1) / 2, frames.down, 1 / frames.wide.float()
        roof = ramp(EAVE + 0.02, EAVE - 0.02, y)
        white = torch.maximum(box(x, y, -1, EAVE, 0.06, 0.95, soft), box(x, y, 0.94, EAVE, 2, 0.95, soft))
        white = torch.maximum(white, box(x, y, 0.42, 0.58, 0.58, 1.0, soft))
        panes = torch.zeros_like(x)
        for middle in (0.23, 0.77):
            white = torch.maximum(white, box(x, y, middle - 0.11, 0.55, middle + 0.11, 0.84, soft))
            for at in (middle - 0.046, middle + 0.046):
                panes = torch.maximum(panes, box(x, y, at - 0.037, 0.58, at + 0.037, 0.81, soft))
        return cls(white, panes, box(x, y, 0.445, 0.61, 0.555, 1.0, soft), roof)
