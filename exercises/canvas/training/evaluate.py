"""Numbers about a trained model, each beside a ceiling (what the renderer draws of the same map), a floor (plain
colour fill of the map), and the sketch that the network is shown (what the rule gives without a network).

The reader (`reader.py`) that measures obedience learnt from other pictures than the painter, in other colours.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from exercises.canvas.fields import Noise, white_noise
from exercises.canvas.materials import MATERIALS, STYLES, colours
from exercises.canvas.pipeline import WEIGHTS, LandscapePipeline, load_pipeline, to_bytes
from exercises.canvas.reader import Reader
from exercises.canvas.sketch import Sketch
from exercises.canvas.training.data import asked_for, coarse
from exercises.canvas.training.drawings import DRAWINGS
from exercises.canvas.training.render import render
from exercises.canvas.training.train import HELD_OUT

STRANGERS = HELD_OUT + 100_000
"""Rendered pictures from this number on are what features are compared with."""


@dataclass(frozen=True)
class Task:
    """What is to be painted: maps (B, H, W) as asked, styles (B, 8), a seed for each."""

    maps: Tensor
    styles: Tensor
    seeds: list[int]


Painter = Callable[[Task], np.ndarray]
"""Pictures (B, H, W, 3) uint8 of a task."""


def by_model(pipeline: LandscapePipeline, steps: int = 1) -> Painter:
    def paint(task: Task) -> np.ndarray:
        rows = range(len(task.seeds))
        pictures = [
            pipeline(task.maps[k : k + 1], task.styles[k : k + 1], task.seeds[k : k + 1], steps).images for k in rows
        ]
        return np.concatenate(pictures)

    return paint


def by_renderer(task: Task) -> np.ndarray:
    """The ceiling."""
    height, width = task.maps.shape[1:]
    pictures = [
        render(task.maps[k : k + 1], task.styles[k : k + 1], white_noise([seed], height, width)).pictures
        for k, seed in enumerate(task.seeds)
    ]
    return to_bytes(torch.cat(pictures) * 2 - 1)


def by_rule(task: Task) -> np.ndarray:
    """The sketch's plain picture: what there is before the network paints."""
    height, width = task.maps.shape[1:]
    pictures = [
        Sketch.of(task.maps[k : k + 1], task.styles[k : k + 1], Noise(white_noise([seed], height, width))).plain
        for k, seed in enumerate(task.seeds)
    ]
    return to_bytes(torch.cat(pictures) * 2 - 1)


def by_colour(task: Task) -> np.ndarray:
    """The floor: the map itself as a picture."""
    return colours()[task.maps.numpy()]


def held_out(count: int, size: int, first: int = HELD_OUT) -> Task:
    """Landscapes that were never trained on."""
    maps, styles = asked_for(first, count, size)
    return Task(maps, styles, list(range(first, first + count)))


def squared(task: Task, cells: int = 32) -> Task:
    """The same on squared paper."""
    return Task(torch.stack([coarse(one, cells) for one in task.maps]), task.styles, task.seeds)


def child_like(size: int, styles: int) -> Task:
    """The six maps drawn by hand, each in so many styles."""
    maps = torch.stack([torch.from_numpy(drawn).long() for drawn in DRAWINGS.values() for _ in range(styles)])
    step = maps.shape[1] // size
    rows = [k * len(STYLES) // styles for _ in DRAWINGS for k in range(styles)]
    return Task(maps[:, ::step, ::step], torch.eye(len(STYLES))[rows], list(range(len(maps))))


def overlap(asked: Tensor, read: np.ndarray) -> dict[str, float]:
    """Points in both of the points in either, over all pictures together, by material; and their mean."""
    meant, found = asked.numpy(), {}
    for one in MATERIALS:
        wanted, seen = meant == one.id, read == one.id
        if wanted.any():
            found[one.key] = round(float((wanted & seen).sum() / (wanted | seen).sum()), 3)
    return found | {"mean": round(sum(found.values()) / len(found), 3)}


def obedience(reader: Reader, task: Task, painters: dict[str, Painter]) -> dict[str, dict[str, float]]:
    """What the reader finds of what was asked, for each painter."""
    read = {name: np.stack([reader.labels(one) for one in paint(task)]) for name, paint in painters.items()}
    return {name: overlap(task.maps, labels) for name, labels in read.items()}


def fine_detail(pictures: np.ndarray) -> float:
    """Mean size of what a 3x3 blur takes away, 0 to 1."""
    points = torch.from_numpy(pictures).movedim(3, 1).float() / 255
    soft = F.avg_pool2d(F.pad(points, (1,) * 4, mode="replicate"), 3, stride=1)
    return float((points - soft).abs().mean())


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Mean absolute difference, 0 to 1."""
    return round(float(np.abs(one.astype(np.float32) - other).mean() / 255), 4)


def kernel_distance(one: np.ndarray, other: np.ndarray) -> float:
    """KID (Binkowski et al. 2018) with our reader's features (N, 64) instead of Inception's, times 1000.

    Comparable between painters here, and with nothing elsewhere.
    """

    def kernel(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return (a @ b.T / a.shape[1] + 1) ** 3

    def among(points: np.ndarray) -> float:
        values = kernel(points, points)
        return float((values.sum() - np.trace(values)) / (len(points) * (len(points) - 1)))

    middle, spread = other.mean(0), other.std(0) + 1e-6
    a, b = (one - middle) / spread, (other - middle) / spread
    return round(1000 * (among(a) + among(b) - 2 * float(kernel(a, b).mean())), 2)


def kid(reader: Reader, task: Task, painters: dict[str, Painter], size: int) -> dict[str, float]:
    """Distance of each painter's pictures from rendered pictures of other maps."""
    strangers = _features(reader, by_renderer(held_out(2 * len(task.seeds), size, STRANGERS)))
    return {name: kernel_distance(_features(reader, paint(task)), strangers) for name, paint in painters.items()}


def _features(reader: Reader, pictures: np.ndarray) -> np.ndarray:
    return np.stack([reader.features(one) for one in pictures])


def locality(paint: Painter, task: Task) -> dict[str, float]:
    """One square of the map becomes another material: mean change of the picture there, and far from it."""
    size = task.maps.shape[1]
    start, side, margin = size // 2, size // 4, size // 8
    changed = task.maps.clone()
    square = (slice(None), slice(start, start + side), slice(start, start + side))
    changed[square] = (task.maps[square] + 5) % len(MATERIALS)
    before, after = (paint(Task(maps, task.styles, task.seeds)).astype(np.float32) for maps in (task.maps, changed))
    change = np.abs(before - after).mean(3) / 255
    far = np.ones(change.shape[1:], dtype=bool)
    far[start - margin : start + side + margin, start - margin : start + side + margin] = False
    return {"there": round(float(change[square].mean()), 4), "far from it": round(float(change[:, far].mean()), 4)}


@torch.no_grad()
def evaluate(model: Path = WEIGHTS, count: int = 24, size: int = 256, reader: Path | None = None) -> dict[str, object]:
    """All of it as plain numbers: closeness to the rendered picture of the same map and noise, fine detail, obedience
    on full, coarse and child-like maps, KID on our own features, variety between seeds, and locality."""
    eyes = Reader.load(reader) if reader else Reader.load()
    model_painter = by_model(load_pipeline(model))
    painters: dict[str, Painter] = {"painted": model_painter, "ceiling": by_renderer}
    painters |= {"sketch": by_rule, "floor": by_colour}
    full = held_out(count, size)
    figures: dict[str, object] = {"pictures": count, "size": size, "closeness": _closeness(load_pipeline(model), full)}
    tasks = {"full": full, "coarse": squared(full), "child_like": child_like(size, 1 if size < 256 else 4)}
    read = {name: obedience(eyes, task, painters) for name, task in tasks.items()}
    figures["obedience"] = read
    figures["reader_on_natural_maps"] = _reader_itself(eyes, full)
    figures["of_the_ceiling"] = {
        name: round(found["painted"]["mean"] / found["ceiling"]["mean"], 3) for name, found in read.items()
    }
    figures["loss_from_full_to_coarse"] = round(
        1 - read["coarse"]["painted"]["mean"] / read["full"]["painted"]["mean"], 3
    )
    figures["kid_on_our_features"] = kid(eyes, full, painters, size)
    figures["between_seeds"] = _between_seeds(full, painters)
    figures["locality"] = {"painted": locality(model_painter, full), "ceiling": locality(by_renderer, full)}
    return figures


def _reader_itself(reader: Reader, task: Task) -> dict[str, float]:
    """What the reader finds in rendered pictures of what is really in them, after the outlines were made natural."""
    height, width = task.maps.shape[1:]
    noise = white_noise(task.seeds, height, width)
    done = render(task.maps, task.styles, noise)
    read = np.stack([reader.labels(one) for one in to_bytes(done.pictures * 2 - 1)])
    return overlap(done.exact, read)


def _closeness(pipeline: LandscapePipeline, task: Task) -> dict[str, dict[str, float]]:
    painters = {"1 steps": by_model(pipeline, 1), "4 steps": by_model(pipeline, 4), "sketch": by_rule}
    true = by_renderer(task)
    return {name: _beside(true, paint(task)) for name, paint in painters.items()}


def _beside(true: np.ndarray, painted: np.ndarray) -> dict[str, float]:
    detail = round(fine_detail(painted) / fine_detail(true), 3)
    return {"difference": difference(painted, true), "fine_detail": detail}


def _between_seeds(task: Task, painters: dict[str, Painter]) -> dict[str, float]:
    """Mean difference of two pictures of one map with two seeds."""
    again = Task(task.maps, task.styles, [seed + 5000 for seed in task.seeds])
    return {name: difference(paint(task), paint(again)) for name, paint in painters.items()}
