"""Contact sheets, because eyes judge pictures better than numbers do."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image

from exercises.canvas.fields import white_noise
from exercises.canvas.materials import STYLES, colours
from exercises.canvas.training.data import make_pairs
from exercises.canvas.training.drawings import DRAWINGS
from exercises.canvas.training.render import render

MOODS = (1, 2, 6, 4, 7, 0)
"""The styles of the six drawings: noon, golden hour, winter, night, autumn, dawn."""
SHEET_FROM = 950_000_000
"""Pictures from this number on are neither trained on nor used to evaluate."""


def side_by_side(rows: list[np.ndarray]) -> Image.Image:
    """Rows of (N, H, W, 3) uint8 pictures as one picture."""
    return Image.fromarray(np.concatenate([np.concatenate(list(row), axis=1) for row in rows], axis=0))


def as_bytes(pictures: torch.Tensor) -> np.ndarray:
    """(B, 3, H, W) 0..1 to (B, H, W, 3) uint8."""
    return (pictures.clamp(0, 1) * 255).round().byte().movedim(1, 3).cpu().numpy()


def render_sheet(count: int = 6, rows: int = 3) -> Image.Image:
    """What the network is taught with: maps over the rendered pictures."""
    sheet = []
    for row in range(rows):
        pairs, done = make_pairs(SHEET_FROM + row * count, count, 256)
        sheet += [colours()[pairs.labels.numpy()], as_bytes(done.pictures)]
    return side_by_side(sheet)


def stages_sheet(model: Path, seed: int = 7) -> Image.Image:
    """From a child's map to a picture: the map, made natural, the sketch's plain colours, painted, rendered."""
    from exercises.canvas.pipeline import load_pipeline

    maps = np.stack(list(DRAWINGS.values()))
    styles = np.eye(len(STYLES), dtype=np.float32)[list(MOODS)]
    seeds = [seed] * len(maps)
    painted = load_pipeline(model)(maps, styles, seeds, 1).images
    labels = torch.from_numpy(maps).long()
    done = render(labels, torch.from_numpy(styles), white_noise(seeds, *maps.shape[1:]))
    natural = colours()[done.exact.numpy()]
    return side_by_side([colours()[maps], natural, as_bytes(done.sketch.plain), painted, as_bytes(done.pictures)])


def sample_sheet(model: Path, seed: int = 7) -> Image.Image:
    """Hand-made maps, and what the model paints of each in one step, in four, and with another seed."""
    from exercises.canvas.pipeline import load_pipeline

    pipeline = load_pipeline(model)
    maps = np.stack(list(DRAWINGS.values()))
    mixed = np.eye(len(STYLES), dtype=np.float32)[list(MOODS)]
    rows = [colours()[maps]]
    for steps, number in ((1, seed), (4, seed), (1, seed + 1)):
        rows.append(pipeline(maps, mixed, [number] * len(maps), steps).images)
    return side_by_side(rows)


def style_sheet(model: Path, seed: int = 7) -> Image.Image:
    """Two drawings in all eight styles."""
    from exercises.canvas.pipeline import load_pipeline

    pipeline = load_pipeline(model)
    count = len(STYLES)
    rows = []
    for name in ("mountain_lake", "meadow_road"):
        maps = np.stack([DRAWINGS[name]] * count)
        rows.append(pipeline(maps, np.eye(count, dtype=np.float32), [seed] * count, 1).images)
    return side_by_side(rows)
