"""Small things that a sketch places and a painter colours: stars, windows.

Everything is a number at each point, (B, H, W), computed from the noise and from the shapes of the map.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from exercises.canvas.fields import Noise, ramp
from exercises.canvas.shapes import Frames

EAVE = 0.42
"""Where a cottage's wall begins, from 0, the ridge, to 1, the ground."""


def stars(noise: Noise) -> Tensor:
    """How bright a star is at each point; nearly everywhere 0. The stars are the rare peaks of the noise."""
    return ramp(2.45, 3.1, noise.z[:, 1]) + ramp(2.2, 3.0, noise.smooth(1, 1)) * 0.8


def box(x: Tensor, y: Tensor, left: float, top: float, right: float, foot: float, soft: Tensor) -> Tensor:
    """1 inside a box, 0 outside, soft over one pixel so that edges are not stairs."""
    inside = torch.minimum(torch.minimum(x - left, right - x), torch.minimum(y - top, foot - y))
    return (inside / soft + 0.5).clamp(0, 1)


@dataclass(frozen=True)
class Cottage:
    """The parts of a cottage in the frame of any shape, 0 to 1 each: boards, window panes, door, roof, chimney."""

    white: Tensor
    panes: Tensor
    door: Tensor
    roof: Tensor
    chimney: Tensor

    @classmethod
    def within(cls, frames: Frames) -> "Cottage":
        """A door in the middle and a window on each side, white frames and corners."""
        x, y, soft = (frames.aside + 1) / 2, frames.down, 1 / frames.wide.float()
        overhang = (frames.wide > 1.06 * frames.belly) & (y < 0.6)
        roof = torch.maximum(ramp(EAVE + 0.02, EAVE - 0.02, y), overhang.float())
        white = torch.maximum(box(x, y, -1, EAVE, 0.06, 0.95, soft), box(x, y, 0.94, EAVE, 2, 0.95, soft))
        white = torch.maximum(white, box(x, y, 0.42, 0.58, 0.58, 1.0, soft))
        panes = torch.zeros_like(x)
        for middle in (0.23, 0.77):
            white = torch.maximum(white, box(x, y, middle - 0.11, 0.55, middle + 0.11, 0.84, soft))
            for at in (middle - 0.046, middle + 0.046):
                panes = torch.maximum(panes, box(x, y, at - 0.037, 0.58, at + 0.037, 0.81, soft))
        upright = (frames.aside * frames.wide / frames.belly.clamp(min=1) + 1) / 2
        chimney = box(upright, y, 0.57, 0.09, 0.66, 0.27, soft)
        return cls(white, panes, box(x, y, 0.445, 0.61, 0.555, 1.0, soft), roof, chimney)
