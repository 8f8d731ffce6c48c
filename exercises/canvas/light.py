"""The eight styles as numbers: what colour the light, the air and the sky have, and what the season does."""

import torch
from torch import Tensor

_COLOURS = {  # sky above, sky at the horizon, sunlight, light from all sides, haze, the glowing disc
    "dawn": (
        (0.46, 0.58, 0.82),
        (1.0, 0.80, 0.70),
        (0.95, 0.66, 0.50),
        (0.50, 0.50, 0.62),
        (0.94, 0.80, 0.78),
        (1.0, 0.93, 0.80),
    ),
    "noon": (
        (0.16, 0.44, 0.84),
        (0.70, 0.87, 0.98),
        (1.0, 0.95, 0.84),
        (0.40, 0.46, 0.56),
        (0.72, 0.84, 0.95),
        (1.0, 1.0, 0.93),
    ),
    "golden": (
        (0.42, 0.55, 0.78),
        (1.0, 0.80, 0.46),
        (1.30, 0.84, 0.40),
        (0.40, 0.36, 0.42),
        (1.0, 0.80, 0.54),
        (1.0, 0.92, 0.66),
    ),
    "dusk": (
        (0.17, 0.16, 0.38),
        (0.98, 0.50, 0.36),
        (0.66, 0.38, 0.34),
        (0.33, 0.30, 0.43),
        (0.66, 0.42, 0.50),
        (1.0, 0.72, 0.46),
    ),
    "night": (
        (0.025, 0.045, 0.14),
        (0.13, 0.20, 0.38),
        (0.36, 0.44, 0.62),
        (0.16, 0.20, 0.34),
        (0.13, 0.19, 0.34),
        (0.93, 0.95, 1.0),
    ),
    "overcast": (
        (0.56, 0.61, 0.68),
        (0.80, 0.83, 0.86),
        (0.26, 0.26, 0.26),
        (0.62, 0.65, 0.69),
        (0.76, 0.79, 0.82),
        (0.97, 0.97, 0.95),
    ),
    "winter": (
        (0.40, 0.60, 0.84),
        (0.90, 0.90, 0.92),
        (0.72, 0.65, 0.57),
        (0.44, 0.50, 0.62),
        (0.86, 0.89, 0.94),
        (1.0, 0.97, 0.90),
    ),
    "autumn": (
        (0.32, 0.51, 0.78),
        (0.95, 0.89, 0.76),
        (1.10, 0.88, 0.58),
        (0.42, 0.39, 0.41),
        (0.87, 0.80, 0.70),
        (1.0, 0.95, 0.80),
    ),
}
_NUMBERS = {  # haze, stars, snow, autumn, lamps in windows, 0-1 each; how long shadows are, in heights; how dark, 0-1
    "dawn": (0.50, 0, 0, 0, 0.3, 1.5, 0.75), "noon": (0.28, 0, 0, 0, 0, 0.4, 0.75),
    "golden": (0.38, 0, 0, 0, 0.1, 1.6, 0.85), "dusk": (0.42, 0.25, 0, 0, 0.9, 1.3, 0.7),
    "night": (0.30, 1, 0, 0, 1, 0.7, 0.5), "overcast": (0.52, 0, 0, 0, 0.1, 0.2, 0.5),
    "winter": (0.45, 0, 1, 0, 0.4, 1.3, 0.8), "autumn": (0.36, 0, 0, 1, 0.1, 0.9, 0.8),
}  # fmt: skip
_TABLE = torch.tensor([[n for colour in _COLOURS[key] for n in colour] + list(_NUMBERS[key]) for key in _COLOURS])


class Light:
    """The light of each picture of a batch. Colours are (B, 3, 1, 1), numbers (B, 1, 1)."""

    def __init__(self, styles: Tensor, side: Tensor) -> None:
        """`styles` (B, 8) weights that sum to 1; `side` (B, H, W) from -1, sun to the left, to 1, sun to the right."""
        row = styles @ _TABLE.to(styles.device)
        self.zenith, self.horizon, self.sun, self.shade, self.haze, self.disc = (
            row[:, k : k + 3, None, None] for k in range(0, 18, 3)
        )
        numbers = (row[:, 18 + k, None, None] for k in range(7))
        self.haziness, self.stars, self.snow, self.autumn, self.lamps, self.long, self.crisp = numbers
        self.side = side

    def on(self, colour: Tensor, facing: Tensor) -> Tensor:
        """A matt surface: `facing` (B, H, W) is 1 towards the sun, 0 away from it."""
        return colour * (self.shade + self.sun * facing.clamp(0, 1.4)[:, None])


def finished(picture: Tensor) -> Tensor:
    """As on a good print, 0 to 1: a little more contrast in the middle, and highlights that fade out softly."""
    soft = picture.clamp(0, 1.35)
    soft = soft.sub_((soft - 0.68).clamp_(min=0).square_().mul_(0.75))
    return (0.30 * soft).mul_(1 - soft).mul_(soft - 0.42).add_(soft).clamp_(0, 1)


def shade_of(red: float, green: float, blue: float, like: Tensor) -> Tensor:
    """A plain colour as (1, 3, 1, 1) on the device of `like`."""
    return torch.tensor([red, green, blue], device=like.device).view(1, 3, 1, 1)
