"""Maps as children draw them: a few big shapes, some odd ones, and where the single trees and cottages stand."""

import numpy as np
from PIL import Image

from exercises.canvas import palette
from exercises.canvas.training.pencil import Sheet
from exercises.canvas.training.scenery import (
    GROUND_ODDS,
    GROUNDS,
    clouds,
    cottage,
    distance,
    fog,
    foreground,
    forest_mass,
    glow,
    island,
    odd_shapes,
    patches,
    ribbon,
    things,
    tree,
    water,
)


def cut_out(rng: np.random.Generator, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """A piece of one map laid over another along a rough line: nothing a landscape would do, but a child does."""
    size = one.shape[0]
    lump = Image.fromarray(rng.normal(0, 1, (4, 4)).astype(np.float32)).resize((size, size), Image.Resampling.BICUBIC)
    return np.where(np.asarray(lump) > rng.uniform(0.2, 0.9), other, one)


def empty_land(sheet: Sheet, horizon: float) -> None:
    """One ground and one or two things on it: a lone tree, a single cottage, a boulder."""
    rng = sheet.rng
    for _ in range(rng.integers(1, 3)):
        x, foot, kind = rng.uniform(0.15, 0.85), rng.uniform(horizon + 0.05, 0.9), rng.random()
        tall = 0.1 + (foot - horizon) * rng.uniform(0.5, 1.1)
        if kind < 0.4:
            tree(sheet, x, foot, min(0.75, tall * 1.5))
        elif kind < 0.75:
            cottage(sheet, x, foot, min(0.5, tall))
        else:
            sheet.ellipse(
                x,
                foot,
                tall * 0.5,
                tall * 0.3,
                int(rng.choice([palette.ROCK, palette.BUSH, palette.FLOWERS, palette.LAKE])),
            )


def sea_islands(sheet: Sheet, horizon: float) -> None:
    """Islands in a sea, some with a wood or a cottage."""
    rng = sheet.rng
    sheet.below(np.full(2, horizon), 1.01, palette.LAKE)
    for _ in range(rng.integers(1, 5)):
        x, y = rng.uniform(0, 1), rng.uniform(horizon + 0.02, 0.95)
        wide = 0.06 + (y - horizon) * rng.uniform(0.3, 0.9)
        sheet.ellipse(
            x,
            y,
            wide,
            wide * rng.uniform(0.15, 0.35),
            int(rng.choice([palette.GRASS, palette.ROCK, palette.SAND, palette.FOREST, palette.SNOW])),
        )
        if rng.random() < 0.6:
            tree(sheet, x + rng.uniform(-0.4, 0.4) * wide, y, wide * rng.uniform(0.5, 1.1))
        if rng.random() < 0.4:
            cottage(sheet, x + rng.uniform(-0.4, 0.4) * wide, y, wide * rng.uniform(0.3, 0.6))


def landscape(sheet: Sheet, horizon: float) -> None:
    """What most maps are: something far away, water or not, something near."""
    rng = sheet.rng
    steps = (
        (distance, 0.92), (water, 0.42), (forest_mass, 0.34), (patches, 0.6), (foreground, 0.5),
    )  # fmt: skip
    for step, odds in steps:
        if rng.random() < odds:
            step(sheet, horizon)
    if rng.random() < 0.3:
        ribbon(sheet, horizon, palette.ROAD)


def draw_sheet(rng: np.random.Generator, size: int) -> np.ndarray:
    """One layout of (size, size) labels."""
    sheet = Sheet(rng, size)
    horizon = rng.uniform(0.28, 0.66)
    if rng.random() < 0.96:
        ground = palette.LAKE if rng.random() < 0.28 else int(rng.choice(GROUNDS, p=GROUND_ODDS))
        sheet.below(np.full(2, horizon), 1.01, ground)
    for step, odds in ((glow, 1.0), (clouds, 0.75)):
        if rng.random() < odds:
            step(sheet, horizon)
    kind = rng.random()
    if kind < 0.10:
        empty_land(sheet, horizon)
    elif kind < 0.17:
        sea_islands(sheet, horizon)
    else:
        landscape(sheet, horizon)
    if rng.random() < 0.18:
        odd_shapes(sheet)
    if rng.random() < 0.1:
        island(sheet)
    elif kind >= 0.10 and rng.random() < 0.75:
        things(sheet, horizon)
    if rng.random() < 0.18:
        fog(sheet, horizon)
    return sheet.labels


def draw_scene(rng: np.random.Generator, size: int) -> np.ndarray:
    """One layout of (size, size) labels, the same for the same generator state."""
    drawn = draw_sheet(rng, size)
    return cut_out(rng, drawn, draw_sheet(rng, size)) if rng.random() < 0.08 else drawn
