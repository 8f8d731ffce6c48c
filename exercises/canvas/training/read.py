"""`python -m exercises.canvas.training.read --minutes 10`: teach the reader, and write weights/reader.

It learns from landscapes that the painter never saw. So that it cannot go by exact colours or textures, each picture is
changed before it is shown: other colours, darker or brighter, softer, sharper or grainy, some drawn at another size.
It stops by the clock and goes on from what it wrote when it is started again. `--from FOLDER` starts from a reader that
is there already, with small steps: so it learns what was changed in the renderer, and what it was weak in.
"""

import argparse
import json
import time
from copy import deepcopy
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from safetensors.torch import save_file
from torch import Tensor

from exercises.canvas import palette
from exercises.canvas.materials import MATERIALS
from exercises.canvas.pipeline import counts_in_bfloat16
from exercises.canvas.reader import FILE, SIDE, WEIGHTS, Reader, ReaderNet, shrunk
from exercises.canvas.training.data import draw_one, make_pairs

READER_FROM = 800_000_000
"""Pictures from this number on are the reader's."""
SIZES = (256, 128, 192, 128)
ROOM = 1500
BATCH = 12
RATE = 2e-3
FINER_RATE = 8e-4
"""For a reader that knows most of it already."""
AVERAGE = 0.995
CHOICES = 3
HARD = (palette.BUSH, palette.FOG, palette.GLOW, palette.CLOUD, palette.ROCK, palette.FLOWERS)
"""What it reads worst: small, faint or like what is around it."""


def richest(first: int) -> int:
    """Of the CHOICES layouts from number `first` on, the one with most of what is hard to read."""

    def worth(number: int) -> float:
        parts = np.bincount(draw_one(number, 64).ravel(), minlength=len(MATERIALS)) / 64**2
        return float(parts[list(HARD)].clip(max=0.04).sum())

    return max(range(first, first + CHOICES), key=worth)


def lesson(number: int, count: int, size: int) -> tuple[Tensor, Tensor]:
    """Pictures (B, 3, SIDE, SIDE) as bytes 0..255, and what is on them (B, SIDE, SIDE).

    Every second one is chosen for what is hard to read, the others are as they come.
    """
    pictures, labels = [], []
    for k in range(number, number + count):
        first = READER_FROM + CHOICES * k
        pairs, done = make_pairs(richest(first) if k % 2 else first, 1, size)
        pictures.append(((shrunk(pairs.pictures) + 1) * 127.5).round().to(torch.uint8))
        labels.append(F.interpolate(done.exact[:, None].float(), size=(SIDE, SIDE), mode="nearest")[:, 0])
    return torch.cat(pictures), torch.cat(labels).to(torch.uint8)


class Lessons:
    """The newest ROOM pictures, and how often each material is on them."""

    def __init__(self) -> None:
        self.pictures: list[Tensor] = []
        self.labels: list[Tensor] = []
        self.found = torch.zeros(len(MATERIALS))

    def add(self, pictures: Tensor, labels: Tensor) -> None:
        self.pictures = [*self.pictures, *pictures][-ROOM:]
        self.labels = [*self.labels, *labels][-ROOM:]
        self.found += counted(labels)

    def draw(self, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Some pictures (BATCH, 3, SIDE, SIDE) from -1 to 1 and their maps, half of them seen in a mirror."""
        rows = torch.randint(0, len(self.pictures), (BATCH,), generator=generator).tolist()
        pictures = torch.stack([self.pictures[row] for row in rows]).float() / 127.5 - 1
        labels = torch.stack([self.labels[row] for row in rows]).long()
        mirrored = torch.rand((), generator=generator) < 0.5
        return (pictures.flip(3), labels.flip(2)) if mirrored else (pictures, labels)


def disguised(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """The same landscapes in other colours and textures, some hardly and some much: (B, 3, H, W), -1 to 1."""

    def some(low: float, high: float, *shape: int) -> Tensor:
        return low + (high - low) * torch.rand(len(pictures), *shape, 1, 1, generator=generator)

    lit = (((pictures + 1) / 2).clamp(1e-3, 1) ** some(0.75, 1.3, 1)) * some(0.88, 1.12, 3) + some(-0.04, 0.04, 3)
    grey = lit.mean(1, keepdim=True)
    lit = grey + (lit - grey) * some(0.75, 1.25, 1)
    soft = F.avg_pool2d(F.pad(lit, (1,) * 4, mode="replicate"), 3, stride=1)
    lit = lit + (lit - soft) * some(-0.9, 0.6, 1)
    other = (lit + some(0, 0.05, 1) * torch.randn(lit.shape, generator=generator)).clamp(0, 1) * 2 - 1
    return pictures + (other - pictures) * some(0, 1, 1)


def counted(labels: Tensor) -> Tensor:
    """How many points there are of each material, (16,)."""
    return torch.bincount(labels.flatten().int(), minlength=len(MATERIALS)).float()


def balance(found: Tensor) -> Tensor:
    """How much a point of each material counts: a rare one more, (16,)."""
    return (found.mean() / found.clamp(min=1)).clamp(max=30) ** 0.25


def missed(scores: Tensor, meant: Tensor) -> Tensor:
    """What is missing of full overlap, 0 to 1, the mean over the materials that are there: that is what counts in the
    end, and a rare material counts as much as the sky. (B, 16, H, W) and (B, H, W)."""
    said = scores.softmax(1)
    true = F.one_hot(meant, scores.shape[1]).movedim(3, 1).to(said.dtype)
    both, either = (said * true).sum((0, 2, 3)), (said + true - said * true).sum((0, 2, 3))
    return (1 - both / either)[true.sum((0, 2, 3)) > 0].mean()


def teach(folder: Path, minutes: float, rendered: int = 0, start: Path | None = None) -> dict[str, object]:
    """Teach for some minutes, going on from the folder's weights, or else from those of `start`, or from nothing;
    returns the figures that are written beside them."""
    begun = folder if (folder / FILE).exists() else start
    network = Reader.load(begun).network.train() if begun else ReaderNet()
    mean, rate = deepcopy(network), FINER_RATE if start else RATE
    generator = torch.Generator().manual_seed(rendered)
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01)
    lessons = Lessons()
    lessons.add(*lesson(rendered, 36, 128))
    began, made, step = time.monotonic(), 36, 0
    while (part := (time.monotonic() - began) / (60 * minutes)) < 1:
        if step % 4 == 0 and part < 0.9:
            lessons.add(*lesson(rendered + made, 3, SIZES[step // 4 % len(SIZES)]))
            made += 3
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (step + 1) / 50) * max(0.02, 1 - part)
        _one_step(network, optimiser, lessons, generator)
        _follow(mean, network, min(AVERAGE, (1 + step) / (10 + step)))
        step += 1
        if step % 200 == 0:
            write(mean, folder)
    write(mean, folder)
    figures = {"steps": step, "pictures": rendered + made, "minutes": round(minutes, 1)}
    (folder / "card.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return figures


def _one_step(
    network: ReaderNet, optimiser: torch.optim.Optimizer, lessons: Lessons, generator: torch.Generator
) -> None:
    pictures, meant = lessons.draw(generator)
    with torch.autocast("cpu", torch.bfloat16, enabled=counts_in_bfloat16(torch.device("cpu"))):
        scores = network(disguised(pictures, generator)).float()
    loss = F.cross_entropy(scores, meant, weight=balance(lessons.found)) + missed(scores, meant)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()


@torch.no_grad()
def _follow(mean: ReaderNet, network: ReaderNet, keep: float) -> None:
    """The running mean of the weights reads better than those of any one moment."""
    for kept, new in zip(mean.parameters(), network.parameters(), strict=True):
        kept.lerp_(new, 1 - keep)


def write(network: ReaderNet, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: part.half().contiguous() for name, part in network.state_dict().items()}, folder / FILE)
    (folder / FILE).chmod(0o644)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m exercises.canvas.training.read", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--from-picture", type=int, default=0, help="how many pictures it has already learnt from")
    parser.add_argument("--from", dest="start", type=Path, help="folder of a reader to start from, with small steps")
    parser.add_argument("--threads", type=int, default=0)
    asked = parser.parse_args()
    if asked.threads:
        torch.set_num_threads(asked.threads)
    print(json.dumps(teach(asked.out, asked.minutes, asked.from_picture, asked.start)))


if __name__ == "__main__":
    main()
