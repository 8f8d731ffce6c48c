"""Our materials in the colours of ADE20K's classes, which segmentation ControlNets have learnt (Zhou et al. 2017)."""

import numpy as np

from exercises.canvas.materials import MATERIALS

SKY, MOUNTAIN, ROCK, EARTH = (6, 230, 230), (143, 255, 140), (255, 41, 10), (120, 120, 70)

COLOURS = {
    "sky": SKY,
    "cloud": SKY,
    "glow": SKY,
    "fog": SKY,
    "mountain": MOUNTAIN,
    "rock": ROCK,
    "snow": EARTH,
    "grass": (4, 250, 7),
    "flowers": (255, 0, 0),
    "forest": (4, 200, 3),
    "bush": (204, 255, 4),
    "sand": (160, 150, 20),
    "road": (255, 31, 0),
    "river": (11, 200, 200),
    "lake": (10, 190, 212),
    "cottage": (255, 9, 224),
}
"""Red, green and blue of the class nearest to each material. ADE20K knows no cloud, glow, fog or snow: they are painted
as what they lie on, and told of in the prompt."""


def coloured(grid: np.ndarray) -> np.ndarray:
    """A map (H, W) of material numbers as (H, W, 3) uint8 in ADE20K's colours."""
    palette = np.array([COLOURS[one.key] for one in MATERIALS], dtype=np.uint8)
    return palette.take(grid, axis=0)
