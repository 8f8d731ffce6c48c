"""Numbers about a trained model, each beside a ceiling (the true picture) and a floor (plain colour fill)."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from exercises.canvas.materials import MATERIALS
from exercises.canvas.pipeline import load_pipeline
from exercises.canvas.training.data import Pairs, coarse, make_pairs
from exercises.canvas.training.drawings import DRAWINGS
from exercises.canvas.training.train import HELD_OUT

READER_FROM = 800_000_000
"""The reader learns from pictures that the painter never saw."""


class Reader(nn.Module):
    """A small network that reads a picture back: which material is where. (B, 3, H, W) to (B, 16, H/2, W/2)."""

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        self.down = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(a, b, 4, stride=2, padding=1),
                nn.GroupNorm(8, b),
                nn.SiLU(),
                nn.Conv2d(b, b, 3, padding=1),
                nn.GroupNorm(8, b),
                nn.SiLU(),
            )
            for a, b in ((4, width), (width, 2 * width), (2 * width, 3 * width), (3 * width, 3 * width))
        )
        self.up = nn.ModuleList(
            nn.Conv2d(a, b, 3, padding=1) for a, b in ((6 * width, 2 * width), (4 * width, width), (2 * width, width))
        )
        self.answer = nn.Conv2d(width, len(MATERIALS), 1)

    def forward(self, pictures: Tensor) -> Tensor:
        rows = torch.linspace(-1, 1, pictures.shape[2], device=pictures.device)[None, None, :, None]
        x = torch.cat([pictures, rows.expand(len(pictures), 1, -1, pictures.shape[3])], dim=1)
        seen = []
        for down in self.down:
            x = down(x)
            seen.append(x)
        for up, skip in zip(self.up, seen[-2::-1], strict=True):
            x = F.silu(up(torch.cat([F.interpolate(x, scale_factor=2.0), skip], dim=1)))
        return self.answer(x)


def half(labels: Tensor) -> Tensor:
    return labels[:, ::2, ::2]


def train_reader(steps: int, size: int, batch: int = 4) -> Reader:
    """Teach the reader on rendered pictures and their exact maps; each picture is seen a few times."""
    torch.manual_seed(5)
    reader = Reader()
    optimiser = torch.optim.AdamW(reader.parameters(), lr=2e-3)
    lessons = [make_pairs(READER_FROM + k * batch, batch, size) for k in range(max(1, steps // 12))]
    for step in range(steps):
        pairs, done = lessons[step % len(lessons)]
        for group in optimiser.param_groups:
            group["lr"] = 2e-3 * (1 - step / steps)
        loss = F.cross_entropy(reader(pairs.pictures), half(done.exact))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return reader.eval()


def agreement(read: Tensor, meant: Tensor) -> dict[str, float]:
    """Overlap of what was read with what was meant (intersection over union), by material, and the mean."""
    overlaps = {}
    for one in MATERIALS:
        a, b = read == one.id, meant == one.id
        if int(b.sum()) >= 200:
            overlaps[one.key] = round(float((a & b).sum() / (a | b).sum()), 3)
    overlaps["mean"] = round(sum(overlaps.values()) / len(overlaps), 3)
    return overlaps


def fine_detail(pictures: Tensor) -> float:
    """Mean size of what a 3x3 blur takes away."""
    return float((pictures - F.avg_pool2d(F.pad(pictures, (1,) * 4, mode="replicate"), 3, stride=1)).abs().mean())


def scale(images: np.ndarray) -> Tensor:
    """(B, H, W, 3) uint8 to (B, 3, H, W) from -1 to 1."""
    return torch.from_numpy(images).movedim(3, 1).float() / 127.5 - 1


@torch.no_grad()
def paint_all(pipeline: object, pairs: Pairs, first: int, steps: int) -> Tensor:
    """The model's pictures of the pairs, from the noise that belongs to them: seeds are the pictures' numbers."""
    images = [
        pipeline(pairs.labels[k : k + 1], pairs.styles[k : k + 1], [first + k], steps).images
        for k in range(len(pairs.styles))
    ]  # type: ignore[operator]
    return scale(np.concatenate(images))


@torch.no_grad()
def evaluate(model: Path, count: int = 24, size: int = 256, reader_steps: int = 700) -> dict[str, object]:
    """Closeness to the true picture, fine detail, variety between seeds, and obedience as a small reader sees it."""
    pipeline = load_pipeline(model)
    pairs, done = make_pairs(HELD_OUT, count, size)
    with torch.enable_grad():
        reader = train_reader(reader_steps if size >= 256 else 5, size)
    figures: dict[str, object] = {
        "pictures": count,
        "size": size,
        "fine_detail_of_rendered": round(fine_detail(pairs.pictures), 4),
    }
    for steps in (1, 4):
        figures[f"{steps}_steps"] = _figures_for(pipeline, pairs, done.exact, reader, steps)
    figures["obedience_ceiling"] = agreement(reader(pairs.pictures).argmax(1), half(done.exact))
    figures["obedience_floor"] = agreement(reader(colour_fill(pairs.labels)).argmax(1), half(pairs.labels))
    if size == 256:
        figures["obedience_on_drawings"] = _on_drawings(pipeline, reader)
        figures["obedience_on_coarse_maps"] = _on_coarse(pipeline, reader, pairs)
    return figures


def _figures_for(pipeline: object, pairs: Pairs, exact: Tensor, reader: Reader, steps: int) -> dict[str, object]:
    painted = paint_all(pipeline, pairs, HELD_OUT, steps)
    others = paint_all(pipeline, pairs.pick(torch.arange(8)), HELD_OUT + 5000, steps)
    return {
        "difference": round(float((painted - pairs.pictures).abs().mean()), 4),
        "difference_blurred_8": round(
            float((F.avg_pool2d(painted, 8) - F.avg_pool2d(pairs.pictures, 8)).abs().mean()), 4
        ),
        "fine_detail_ratio": round(fine_detail(painted) / fine_detail(pairs.pictures), 3),
        "between_seeds": round(float((painted[:8] - others).abs().mean()), 4),
        "obedience": agreement(reader(painted).argmax(1), half(exact)),
    }


def colour_fill(labels: Tensor) -> Tensor:
    """The floor: the map itself as a picture."""
    from exercises.canvas.materials import colours

    return scale(colours()[labels.numpy()])


def _on_drawings(pipeline: object, reader: Reader) -> dict[str, float]:
    maps = torch.from_numpy(np.stack(list(DRAWINGS.values()))).long()
    noon = torch.eye(8)[[1] * len(maps)]
    painted = scale(pipeline(maps, noon, list(range(len(maps))), 1).images)  # type: ignore[operator]
    return agreement(reader(painted).argmax(1), half(maps))


def _on_coarse(pipeline: object, reader: Reader, pairs: Pairs) -> dict[str, float]:
    maps = torch.stack([coarse(one, 32) for one in pairs.labels])
    painted = scale(pipeline(maps, pairs.styles, list(range(len(maps))), 1).images)  # type: ignore[operator]
    return agreement(reader(painted).argmax(1), half(maps))
