"""The parts of a child's map: clouds, mountains, water, grounds, woods, and single trees and cottages."""

import numpy as np

from exercises.canvas import palette
from exercises.canvas.training.pencil import Sheet, jagged, wavy

GROUNDS = (
    palette.GRASS,
    palette.SNOW,
    palette.SAND,
    palette.FLOWERS,
    palette.ROAD,
    palette.ROCK,
    palette.FOREST,
    palette.BUSH,
)
GROUND_ODDS = (0.38, 0.2, 0.16, 0.1, 0.03, 0.04, 0.06, 0.03)


def clouds(sheet: Sheet, horizon: float) -> None:
    rng = sheet.rng
    for _ in range(rng.integers(0, 5)):
        x, y, wide = rng.uniform(0, 1), rng.uniform(0.02, max(0.06, horizon - 0.08)), rng.uniform(0.04, 0.2)
        if rng.random() < 0.3:
            sheet.stroke([(x - wide, y), (x + wide, y + rng.normal(0, 0.03))], rng.uniform(0.03, 0.12), palette.CLOUD)
            continue
        for _ in range(rng.integers(1, 6)):
            sheet.ellipse(
                x + rng.normal(0, wide / 2),
                y + rng.normal(0, 0.02),
                wide * rng.uniform(0.3, 0.8),
                wide * rng.uniform(0.2, 0.4),
                palette.CLOUD,
            )


def glow(sheet: Sheet, horizon: float) -> None:
    rng = sheet.rng
    if rng.random() < 0.4:
        radius = rng.uniform(0.025, 0.09)
        sheet.ellipse(rng.uniform(0.05, 0.95), rng.uniform(0.06, horizon + 0.02), radius, radius, palette.GLOW)


def peaks(sheet: Sheet, foot: float, height: float) -> None:
    """Mountains: pointed as children draw them, jagged, or round; now and then with a white cap."""
    rng = sheet.rng
    kind = rng.random()
    if kind < 0.5:
        for _ in range(rng.integers(1, 6)):
            x, wide, tall = rng.uniform(-0.05, 1.05), rng.uniform(0.1, 0.35), height * rng.uniform(0.5, 1)
            lean = rng.normal(0, 0.2) * wide
            sheet.polygon([(x - wide, foot), (x + lean, foot - tall), (x + wide, foot)], palette.MOUNTAIN)
            if rng.random() < 0.4:
                white_cap(sheet, x, lean, wide, foot, tall)
    elif kind < 0.85:
        tops = foot - jagged(rng, 80, height) - 0.01
        sheet.below(tops, foot, palette.MOUNTAIN)
        if rng.random() < 0.35:
            line = foot - height * rng.uniform(0.4, 0.8) + wavy(rng, 80, 0.03)
            sheet.polygon(
                [
                    *zip(np.linspace(0, 1, 80), tops, strict=True),
                    *zip(np.linspace(1, 0, 80), np.maximum(line, tops)[::-1], strict=True),
                ],
                palette.SNOW,
            )
    else:
        sheet.below(foot - height * 0.5 - wavy(rng, 60, height * 0.4), foot, palette.MOUNTAIN)


def white_cap(sheet: Sheet, x: float, lean: float, wide: float, foot: float, tall: float) -> None:
    part = sheet.rng.uniform(0.2, 0.5)
    y = foot - tall * (1 - part)
    left, right = x + lean + (-wide - lean) * part, x + lean + (wide - lean) * part
    zigzag = [
        (left + (right - left) * k / 6, y + (0.02 if k % 2 else -0.02) * tall * 3 * (0 < k < 6)) for k in range(7)
    ]
    sheet.polygon([(x + lean, foot - tall), *zigzag[::-1]], palette.SNOW)


def distance(sheet: Sheet, horizon: float) -> None:
    """What stands along the horizon: mountains, hills, a line of forest."""
    rng = sheet.rng
    if rng.random() < 0.72:
        peaks(sheet, horizon + 0.01, rng.uniform(0.08, 0.42) * min(1, horizon * 2))
    if rng.random() < 0.4:
        sheet.below(
            horizon - 0.03 - np.abs(wavy(rng, 60, rng.uniform(0.02, 0.1))),
            horizon + 0.02,
            rng.choice([palette.GRASS, palette.GRASS, palette.FOREST, palette.SNOW]),
        )
    if rng.random() < 0.5:
        left, right = (0, 1) if rng.random() < 0.6 else sorted(rng.uniform(0, 1, 2))
        sheet.below(
            horizon - rng.uniform(0.02, 0.12) + wavy(rng, 60, 0.015), horizon + 0.01, palette.FOREST, left, right
        )


def water(sheet: Sheet, horizon: float) -> None:
    rng = sheet.rng
    kind = rng.random()
    if kind < 0.35:
        top = rng.uniform(horizon, horizon + 0.12)
        foot = rng.uniform(top + 0.08, 1.0)
        tops, feet = top + wavy(rng, 50, 0.012), foot + wavy(rng, 50, 0.05)
        across = np.linspace(0, 1, 50)
        sheet.polygon([*zip(across, tops, strict=True), *zip(across[::-1], feet[::-1], strict=True)], palette.LAKE)
    elif kind < 0.65:
        sheet.ellipse(
            rng.uniform(0.1, 0.9),
            rng.uniform(horizon + 0.12, 0.9),
            rng.uniform(0.12, 0.5),
            rng.uniform(0.05, 0.16),
            rng.choice([palette.LAKE, palette.LAKE, palette.RIVER]),
        )
    else:
        ribbon(sheet, horizon, rng.choice([palette.RIVER, palette.RIVER, palette.LAKE]))


def ribbon(sheet: Sheet, horizon: float, label: int) -> None:
    """A road or a stream that winds away and narrows towards the horizon."""
    rng = sheet.rng
    away = np.linspace(0, 1, 40)
    start, end, wide = rng.uniform(0.1, 0.9), rng.uniform(0.2, 0.8), rng.uniform(0.08, 0.34)
    middle = start + (end - start) * away + wavy(rng, 40, 0.12) * (1 - away * 0.7)
    rows = 1.02 - (1.0 - horizon) * away ** rng.uniform(0.6, 1.1) * rng.uniform(0.8, 1.0)
    half = wide / 2 * (1 - away) ** rng.uniform(0.8, 1.4) + 0.006
    left, right = zip(middle - half, rows, strict=True), zip((middle + half)[::-1], rows[::-1], strict=True)
    sheet.polygon([*left, *right], label)


def foreground(sheet: Sheet, horizon: float) -> None:
    rng = sheet.rng
    label = rng.choice(
        [
            palette.GRASS,
            palette.SAND,
            palette.SNOW,
            palette.FLOWERS,
            palette.ROCK,
            palette.FOREST,
            palette.BUSH,
            palette.LAKE,
        ],
        p=[0.28, 0.17, 0.15, 0.13, 0.07, 0.07, 0.06, 0.07],
    )
    top = rng.uniform(max(0.68, horizon + 0.1), 0.95)
    sheet.below(top + wavy(rng, 60, 0.06) + np.linspace(-1, 1, 60) * rng.normal(0, 0.07), 1.01, label)


def patches(sheet: Sheet, horizon: float) -> None:
    rng = sheet.rng
    for _ in range(rng.integers(0, 4)):
        label = rng.choice(
            [
                palette.FLOWERS,
                palette.BUSH,
                palette.ROCK,
                palette.SAND,
                palette.GRASS,
                palette.SNOW,
                palette.FOREST,
                palette.ROAD,
            ],
            p=[0.25, 0.2, 0.2, 0.06, 0.1, 0.06, 0.1, 0.03],
        )
        y = rng.uniform(horizon + 0.03, 1)
        scale = 0.04 + 0.3 * (y - horizon)
        tall = 0.9 if label in (palette.BUSH, palette.ROCK, palette.FOREST) else 0.35
        sheet.ellipse(rng.uniform(0, 1), y, scale * rng.uniform(0.4, 1.2), scale * tall * rng.uniform(0.4, 0.9), label)


def forest_mass(sheet: Sheet, horizon: float) -> None:
    """A big wood at one side, round as a child draws it or a comb of triangles."""
    rng = sheet.rng
    x, y = (
        rng.choice([rng.uniform(-0.05, 0.25), rng.uniform(0.75, 1.05), rng.uniform(0, 1)]),
        rng.uniform(horizon, horizon + 0.25),
    )
    if rng.random() < 0.5:
        sheet.ellipse(x, y, rng.uniform(0.1, 0.3), rng.uniform(0.06, 0.22), palette.FOREST)
        return
    for k in range(rng.integers(2, 6)):
        cx, tall, foot = x + (k - 2) * rng.uniform(0.05, 0.1), rng.uniform(0.12, 0.35), y + rng.uniform(0.05, 0.15)
        sheet.polygon([(cx - tall * 0.28, foot), (cx, foot - tall), (cx + tall * 0.28, foot)], palette.FOREST)


def odd_shapes(sheet: Sheet) -> None:
    """Anything anywhere: what a child does with a new tool."""
    rng = sheet.rng
    for _ in range(rng.integers(1, 5)):
        label = int(rng.integers(0, 16))
        x, y, r = rng.uniform(0, 1), rng.uniform(0, 1), rng.uniform(0.03, 0.25)
        kind = rng.random()
        if kind < 0.4:
            sheet.stroke(
                [(x, y), (x + rng.normal(0, 0.3), y + rng.normal(0, 0.2)), (rng.uniform(0, 1), rng.uniform(0, 1))],
                r / 2,
                label,
            )
        elif kind < 0.7:
            sheet.ellipse(x, y, r, r * rng.uniform(0.4, 1.2), label)
        else:
            sheet.polygon([(x + rng.normal(0, r), y + rng.normal(0, r)) for _ in range(rng.integers(3, 7))], label)


def island(sheet: Sheet) -> None:
    """An island that floats in the air, with a tree or a cottage on top."""
    rng = sheet.rng
    x, y, wide = rng.uniform(0.25, 0.75), rng.uniform(0.25, 0.6), rng.uniform(0.12, 0.34)
    deep = wide * rng.uniform(0.7, 1.4)
    sheet.polygon(
        [
            (x - wide, y),
            (x - wide * 0.4, y + deep * 0.6),
            (x + rng.normal(0, 0.03), y + deep),
            (x + wide * 0.5, y + deep * 0.55),
            (x + wide, y),
        ],
        rng.choice([palette.MOUNTAIN, palette.ROCK]),
    )
    sheet.ellipse(
        x,
        y,
        wide,
        wide * rng.uniform(0.12, 0.3),
        rng.choice([palette.GRASS, palette.GRASS, palette.SNOW, palette.FLOWERS, palette.SAND]),
    )
    for _ in range(rng.integers(0, 4)):
        tree(sheet, x + rng.uniform(-0.8, 0.8) * wide, y + 0.01, wide * rng.uniform(0.4, 0.9))
    if rng.random() < 0.4:
        cottage(sheet, x + rng.uniform(-0.5, 0.4) * wide, y + 0.02, wide * rng.uniform(0.3, 0.6))


def tree(sheet: Sheet, x: float, foot: float, tall: float) -> None:
    kind = int(sheet.rng.random() < 0.4)
    half = tall * sheet.rng.uniform(0.2, 0.34) * (1.3 if kind else 1)
    if kind:
        sheet.ellipse(x, foot - tall * 0.62, half, tall * 0.38, palette.FOREST)
        sheet.polygon(
            [
                (x - tall * 0.05, foot),
                (x - tall * 0.05, foot - tall * 0.4),
                (x + tall * 0.05, foot - tall * 0.4),
                (x + tall * 0.05, foot),
            ],
            palette.FOREST,
        )
    else:
        sheet.polygon([(x - half, foot), (x, foot - tall), (x + half, foot)], palette.FOREST)


def cottage(sheet: Sheet, x: float, foot: float, wide: float) -> None:
    tall = wide * sheet.rng.uniform(0.75, 1.05)
    left, top, right = x - wide / 2, foot - tall, x + wide / 2
    if sheet.rng.random() < 0.4:
        sheet.polygon([(left, top), (right, top), (right, foot), (left, foot)], palette.COTTAGE)
    else:
        eave = top + tall * 0.45
        inset = wide * sheet.rng.uniform(0.1, 0.45)
        sheet.polygon(
            [(left, eave), (left + inset, top), (right - inset, top), (right, eave), (right, foot), (left, foot)],
            palette.COTTAGE,
        )


def things(sheet: Sheet, horizon: float) -> None:
    """Single trees and cottages, smaller the farther away; the far ones are drawn first."""
    rng = sheet.rng
    spots = sorted(rng.uniform(horizon + 0.02, 0.97, rng.choice([0, 1, 2, 3, 4, 5])))
    houses = set(rng.permutation(len(spots))[: int(rng.choice([0, 1, 2], p=[0.45, 0.4, 0.15]))])
    for number, foot in enumerate(spots):
        scale = 0.07 + 0.55 * (foot - horizon) * rng.uniform(0.7, 1.3)
        if number in houses:
            cottage(sheet, rng.uniform(0.08, 0.92), foot, min(0.42, scale * 0.95))
        else:
            tree(sheet, rng.uniform(0.02, 0.98), foot, min(0.6, scale * 1.3))


def fog(sheet: Sheet, horizon: float) -> None:
    rng = sheet.rng
    y = rng.uniform(horizon - 0.1, horizon + 0.2)
    for _ in range(rng.integers(1, 3)):
        x = rng.uniform(-0.2, 0.8)
        sheet.stroke([(x, y), (x + rng.uniform(0.2, 1), y + rng.normal(0, 0.03))], rng.uniform(0.05, 0.14), palette.FOG)
        y += 0.1
