"""What a large model is told in words: made from the map's shares and the light, and what a youth wrote. Pure."""

import numpy as np

from exercises.canvas.free_text import in_english
from exercises.canvas.materials import MATERIALS, STYLES
from exercises.canvas.requests import style_weights

LEAST_SHARE = 0.004
"""Of the map; less is a slip of the brush."""
LEAST_LIGHT = 0.2
"""Part of a style in a blend below which it is not spoken of."""

NAMES = {
    "sky": "open sky", "cloud": "white clouds", "glow": "the sun in view", "fog": "drifting fog",
    "mountain": "mountains", "rock": "grey rocks", "snow": "snow on the ground", "grass": "green grass",
    "flowers": "a flower meadow", "forest": "forest", "bush": "bushes", "sand": "a sandy shore",
    "road": "a dirt road", "river": "a stream", "lake": "a calm lake", "cottage": "a red wooden cottage",
}  # fmt: skip
LIGHTS = {
    "dawn": "at dawn in pale pink light", "noon": "at noon in clear daylight",
    "golden": "in the golden hour with long warm shadows", "dusk": "at dusk in blue twilight",
    "night": "at night under the stars", "overcast": "under an overcast sky",
    "winter": "in winter", "autumn": "in autumn with yellow and red leaves",
}  # fmt: skip
LOOK = "a beautiful detailed landscape photograph, nature, no people"
AGAINST = "people, person, face, animal, text, watermark, frame, blurry"
"""What is kept away, for models that take it."""


def prompt_of(grid: np.ndarray, style: str, words: str = "") -> str:
    """A map (H, W), a style as in a Painting, and allowed free text, as one line of English."""
    said = [in_english(words)] if words else []
    return ", ".join([*said, LOOK, _light(style), "with " + _listed(_materials(grid))])


def _materials(grid: np.ndarray) -> list[str]:
    """What covers most first."""
    shares = np.bincount(grid.ravel(), minlength=len(MATERIALS)) / grid.size
    order = np.argsort(-shares, kind="stable")
    return [NAMES[MATERIALS[number].key] for number in order if shares[number] >= LEAST_SHARE]


def _light(style: str) -> str:
    weights = style_weights(style)
    strongest = np.argsort(-weights, kind="stable")
    return ", ".join(LIGHTS[STYLES[number].key] for number in strongest if weights[number] >= LEAST_LIGHT)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
