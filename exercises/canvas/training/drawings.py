"""Six maps drawn by hand as a child would, to look at during training. They are never trained on."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from exercises.canvas import palette

SIDE = 256
Pen = ImageDraw.ImageDraw


def mountain_lake(pen: Pen) -> None:
    pen.ellipse([150, 15, 220, 45], fill=palette.CLOUD)
    for peak in (
        [(0, 140), (50, 60), (100, 140)],
        [(80, 140), (150, 45), (225, 140)],
        [(200, 140), (256, 90), (256, 140)],
    ):
        pen.polygon(peak, fill=palette.MOUNTAIN)
    pen.polygon([(128, 75), (150, 45), (174, 75), (160, 85), (150, 72), (140, 86)], fill=palette.SNOW)
    pen.rectangle([0, 136, 256, 152], fill=palette.FOREST)
    pen.rectangle([0, 150, 256, 256], fill=palette.LAKE)
    pen.ellipse([-60, 200, 120, 300], fill=palette.GRASS)


def beach(pen: Pen) -> None:
    pen.ellipse([20, 30, 100, 60], fill=palette.CLOUD)
    pen.ellipse([120, 40, 220, 75], fill=palette.CLOUD)
    pen.ellipse([190, 15, 225, 50], fill=palette.GLOW)
    pen.rectangle([0, 125, 256, 256], fill=palette.LAKE)
    pen.polygon([(0, 170), (256, 205), (256, 256), (0, 256)], fill=palette.SAND)
    pen.ellipse([180, 105, 280, 145], fill=palette.FOREST)


def winter_cottage(pen: Pen) -> None:
    pen.polygon([(10, 140), (90, 60), (180, 140)], fill=palette.MOUNTAIN)
    pen.polygon([(140, 140), (230, 70), (256, 90), (256, 140)], fill=palette.MOUNTAIN)
    pen.rectangle([0, 130, 256, 256], fill=palette.SNOW)
    for x, tall in ((15, 90), (50, 120), (85, 80), (195, 100), (235, 130)):
        pen.polygon([(x - 22, 200), (x, 200 - tall), (x + 22, 200)], fill=palette.FOREST)
    pen.polygon([(140, 256), (150, 190), (165, 190), (200, 256)], fill=palette.ROAD)
    pen.rectangle([130, 150, 180, 190], fill=palette.COTTAGE)
    pen.polygon([(125, 150), (155, 125), (185, 150)], fill=palette.COTTAGE)


def floating_island(pen: Pen) -> None:
    pen.ellipse([160, 20, 240, 60], fill=palette.CLOUD)
    pen.ellipse([5, 150, 80, 185], fill=palette.CLOUD)
    pen.polygon([(50, 120), (205, 120), (128, 215)], fill=palette.MOUNTAIN)
    pen.ellipse([45, 105, 212, 135], fill=palette.GRASS)
    pen.polygon([(75, 112), (95, 55), (115, 112)], fill=palette.FOREST)
    pen.ellipse([150, 60, 195, 100], fill=palette.FOREST)
    pen.rectangle([168, 95, 176, 115], fill=palette.FOREST)
    pen.rectangle([0, 240, 256, 256], fill=palette.LAKE)


def meadow_road(pen: Pen) -> None:
    pen.ellipse([110, 20, 190, 55], fill=palette.CLOUD)
    pen.rectangle([0, 150, 256, 256], fill=palette.GRASS)
    pen.ellipse([-40, 100, 110, 180], fill=palette.FOREST)
    pen.ellipse([150, 105, 300, 175], fill=palette.FOREST)
    pen.polygon([(105, 256), (135, 160), (145, 160), (180, 256)], fill=palette.ROAD)
    pen.rectangle([40, 170, 90, 210], fill=palette.COTTAGE)
    pen.polygon([(35, 170), (50, 145), (80, 145), (95, 170)], fill=palette.COTTAGE)
    pen.ellipse([165, 195, 270, 270], fill=palette.FLOWERS)
    pen.ellipse([10, 225, 60, 250], fill=palette.BUSH)


def river_morning(pen: Pen) -> None:
    pen.ellipse([90, 60, 140, 110], fill=palette.GLOW)
    pen.polygon([(0, 130), (60, 90), (130, 130)], fill=palette.GRASS)
    pen.polygon([(110, 130), (190, 80), (256, 120), (256, 140)], fill=palette.GRASS)
    pen.rectangle([0, 125, 256, 256], fill=palette.GRASS)
    pen.polygon([(120, 130), (128, 130), (170, 180), (150, 256), (60, 256), (120, 185)], fill=palette.RIVER)
    pen.ellipse([180, 210, 240, 250], fill=palette.ROCK)
    pen.polygon([(20, 230), (45, 120), (70, 230)], fill=palette.FOREST)
    pen.rectangle([0, 120, 256, 132], fill=palette.FOG)


def drawn(draw: Callable[[Pen], None]) -> np.ndarray:
    image = Image.new("L", (SIDE, SIDE), 0)
    draw(ImageDraw.Draw(image))
    return np.array(image)


DRAWINGS = {
    draw.__name__: drawn(draw)
    for draw in (mountain_lake, beach, winter_cottage, floating_island, meadow_road, river_morning)
}
"""(256, 256) uint8 maps by name."""
