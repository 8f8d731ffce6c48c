"""`python -m exercises.canvas.training.gallery --out docs/gallery`: twelve maps as a child paints them, painted.

Six are the drawings that are looked at during training; six more are here. None was ever trained on.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from exercises.canvas import palette
from exercises.canvas.engine import style_weights
from exercises.canvas.materials import colours, resized
from exercises.canvas.pipeline import WEIGHTS, LandscapePipeline, load_pipeline
from exercises.canvas.training.drawings import DRAWINGS, Pen, drawn

QUALITY = 90


def moonlit_bay(pen: Pen) -> None:
    pen.ellipse([170, 30, 200, 60], fill=palette.GLOW)
    pen.polygon([(0, 130), (70, 80), (150, 130)], fill=palette.MOUNTAIN)
    pen.rectangle([0, 128, 256, 256], fill=palette.LAKE)
    pen.ellipse([-60, 118, 110, 150], fill=palette.FOREST)
    pen.polygon([(256, 150), (150, 200), (120, 256), (256, 256)], fill=palette.GRASS)
    pen.rectangle([185, 160, 235, 200], fill=palette.COTTAGE)
    pen.polygon([(180, 162), (198, 140), (222, 140), (240, 162)], fill=palette.COTTAGE)


def autumn_tarn(pen: Pen) -> None:
    pen.ellipse([20, 20, 90, 45], fill=palette.CLOUD)
    pen.polygon([(60, 120), (160, 50), (256, 120)], fill=palette.MOUNTAIN)
    pen.ellipse([-80, 70, 120, 180], fill=palette.FOREST)
    pen.ellipse([130, 85, 330, 180], fill=palette.FOREST)
    pen.rectangle([0, 135, 256, 256], fill=palette.LAKE)
    pen.polygon([(0, 235), (90, 215), (140, 256), (0, 256)], fill=palette.ROCK)


def alpine_meadow(pen: Pen) -> None:
    pen.ellipse([30, 25, 100, 50], fill=palette.CLOUD)
    for x, top, wide in ((50, 60, 70), (200, 50, 80), (125, 25, 75)):
        pen.polygon([(x - wide, 145), (x, top), (x + wide, 145)], fill=palette.MOUNTAIN)
        pen.polygon(
            [(x - wide * 0.4, top + 38), (x, top), (x + wide * 0.4, top + 38), (x, top + 26)], fill=palette.SNOW
        )
    pen.rectangle([0, 140, 256, 256], fill=palette.GRASS)
    pen.rectangle([0, 185, 256, 256], fill=palette.FLOWERS)
    pen.rectangle([0, 134, 110, 150], fill=palette.FOREST)
    pen.polygon([(205, 225), (226, 120), (247, 225)], fill=palette.FOREST)


def archipelago(pen: Pen) -> None:
    pen.ellipse([40, 40, 66, 66], fill=palette.GLOW)
    pen.ellipse([120, 25, 210, 50], fill=palette.CLOUD)
    pen.rectangle([0, 120, 256, 256], fill=palette.LAKE)
    pen.ellipse([140, 112, 250, 132], fill=palette.FOREST)
    pen.ellipse([10, 140, 110, 170], fill=palette.ROCK)
    pen.ellipse([25, 134, 95, 156], fill=palette.GRASS)
    pen.rectangle([45, 118, 75, 146], fill=palette.COTTAGE)
    pen.polygon([(42, 120), (52, 106), (68, 106), (78, 120)], fill=palette.COTTAGE)
    pen.polygon([(84, 150), (94, 105), (104, 150)], fill=palette.FOREST)
    pen.ellipse([120, 210, 300, 290], fill=palette.ROCK)


def misty_wood(pen: Pen) -> None:
    pen.polygon([(-20, 90), (80, 35), (190, 90)], fill=palette.MOUNTAIN)
    pen.rectangle([0, 78, 256, 135], fill=palette.FOREST)
    pen.rectangle([0, 104, 256, 126], fill=palette.FOG)
    pen.rectangle([0, 135, 256, 256], fill=palette.GRASS)
    for x, foot, tall in ((35, 232, 88), (85, 205, 62), (222, 240, 95)):
        pen.polygon([(x - tall * 0.26, foot), (x, foot - tall), (x + tall * 0.26, foot)], fill=palette.FOREST)
    pen.polygon([(130, 256), (140, 190), (120, 137), (128, 137), (156, 190), (185, 256)], fill=palette.ROAD)
    pen.ellipse([150, 215, 200, 245], fill=palette.BUSH)


def winter_shore(pen: Pen) -> None:
    pen.ellipse([196, 62, 224, 90], fill=palette.GLOW)
    pen.polygon([(-30, 125), (40, 55), (120, 125)], fill=palette.MOUNTAIN)
    pen.polygon([(80, 125), (130, 85), (190, 125)], fill=palette.MOUNTAIN)
    pen.rectangle([0, 100, 140, 116], fill=palette.FOREST)
    pen.rectangle([0, 112, 256, 256], fill=palette.LAKE)
    pen.polygon([(0, 180), (110, 170), (200, 256), (0, 256)], fill=palette.SNOW)
    pen.polygon([(20, 225), (45, 122), (70, 225)], fill=palette.FOREST)
    pen.polygon([(75, 230), (92, 150), (109, 230)], fill=palette.FOREST)


PICTURES = (
    ("mountain_lake", "noon", 7), ("beach", "golden", 12), ("winter_cottage", "winter", 9),
    ("floating_island", "dusk", 4), ("meadow_road", "autumn", 11), ("river_morning", "dawn", 12),
    ("moonlit_bay", "night", 3), ("autumn_tarn", "autumn", 5), ("alpine_meadow", "noon", 8),
    ("archipelago", "golden:0.4:dusk", 2), ("misty_wood", "dawn:0.5:overcast", 6),
    ("winter_shore", "winter:0.4:dusk", 10),
)  # fmt: skip
"""Map, style and seed of each picture."""
MAPS = DRAWINGS | {
    draw.__name__: drawn(draw)
    for draw in (moonlit_bay, autumn_tarn, alpine_meadow, archipelago, misty_wood, winter_shore)
}


def paint(pipeline: LandscapePipeline, name: str, style: str, seed: int, size: int) -> np.ndarray:
    """The map and the picture side by side, (size, 2 size, 3) uint8."""
    labels = resized(MAPS[name], size, size)
    painted = pipeline(labels[None], style_weights(style)[None], [seed]).images[0]
    return np.concatenate([colours()[labels], painted], axis=1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m exercises.canvas.training.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=WEIGHTS)
    parser.add_argument("--size", type=int, default=256)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    pipeline = load_pipeline(asked.model)
    asked.out.mkdir(parents=True, exist_ok=True)
    for number, (name, style, seed) in enumerate(PICTURES, 1):
        pair = Image.fromarray(paint(pipeline, name, style, seed, asked.size))
        pair.save(asked.out / f"{number:02}-{name.replace('_', '-')}.jpg", quality=QUALITY)


if __name__ == "__main__":
    main()
