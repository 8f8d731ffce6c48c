"""`python -m exercises.canvas.training.read --minutes 10`: teach the reader, and write weights/reader.

It learns from landscapes that the painter never saw. So that it cannot go by exact colours or textures, each picture is
changed before it is shown: other colours, darker or brighter, softer, sharper or grainy, some drawn at another size.
It stops by the clock and goes on from what it wrote when it is started again.
"""

import argparse
import json
import time
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812
from safetensors.torch import save_file
from torch import Tensor

from exercises.canvas.materials import MATERIALS
from exercises.canvas.pipeline import counts_in_bfloat16
from exercises.canvas.reader import FILE, SIDE, WEIGHTS, Reader, ReaderNet, shrunk
from exercises.canvas.training.data import make_pairs

READER_FROM = 800_000_000
"""Pictures from this number on are the reader's."""
SIZES = (256, 128, 192, 128)
ROOM = 1500
BATCH = 12
RATE = 2e-3


def lesson(number: int, count: int, size: int) -> tuple[Tensor, Tensor]:
    """Pictures (B, 3, SIDE, SIDE) from -1 to 1 as bytes 0..255, and what is on them (B, SIDE, SIDE)."""
    pairs, done = make_pairs(READER_FROM + number, count, size)
    labels = F.interpolate(done.exact[:, None].float(), size=(SIDE, SIDE), mode="nearest")[:, 0]
    return ((shrunk(pairs.pictures) + 1) * 127.5).round().to(torch.uint8), labels.to(torch.uint8)


def disguised(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """The same landscapes in other colours and textures: (B, 3, H, W), -1 to 1."""

    def some(low: float, high: float, *shape: int) -> Tensor:
        return low + (high - low) * torch.rand(len(pictures), *shape, 1, 1, generator=generator)

    lit = (((pictures + 1) / 2).clamp(1e-3, 1) ** some(0.75, 1.3, 1)) * some(0.88, 1.12, 3) + some(-0.04, 0.04, 3)
    grey = lit.mean(1, keepdim=True)
    lit = grey + (lit - grey) * some(0.75, 1.25, 1)
    soft = F.avg_pool2d(F.pad(lit, (1,) * 4, mode="replicate"), 3, stride=1)
    lit = lit + (lit - soft) * some(-0.9, 0.6, 1)
    return (lit + some(0, 0.05, 1) * torch.randn(lit.shape, generator=generator)).clamp(0, 1) * 2 - 1


def balance(labels: Tensor) -> Tensor:
    """How much each material counts: rare ones more, (16,)."""
    found = torch.bincount(labels.flatten().long(), minlength=len(MATERIALS)).float()
    return (found.mean() / found.clamp(min=1)).clamp(max=30).sqrt()


def teach(folder: Path, minutes: float, rendered: int = 0) -> dict[str, object]:
    """Teach for some minutes, going on from the folder's weights; returns the figures that are written beside them."""
    network = Reader.load(folder).network.train() if (folder / FILE).exists() else ReaderNet()
    generator = torch.Generator().manual_seed(rendered)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
    pictures, labels = lesson(rendered, 36, 128)
    start, made, step = time.monotonic(), 36, 0
    while (part := (time.monotonic() - start) / (60 * minutes)) < 1:
        if step % 4 == 0 and part < 0.9:
            more = lesson(rendered + made, 3, SIZES[step // 4 % len(SIZES)])
            pictures, labels = (torch.cat([a, b])[-ROOM:] for a, b in zip((pictures, labels), more, strict=True))
            made += 3
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / 50) * max(0.02, 1 - part)
        _one_step(network, optimiser, pictures, labels, generator)
        step += 1
    write(network, folder)
    figures = {"steps": step, "pictures": rendered + made, "minutes": round(minutes, 1)}
    (folder / "card.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return figures


def _one_step(
    network: ReaderNet, optimiser: torch.optim.Optimizer, pictures: Tensor, labels: Tensor, generator: torch.Generator
) -> None:
    rows = torch.randint(0, len(pictures), (BATCH,), generator=generator)
    shown, meant = disguised(pictures[rows].float() / 127.5 - 1, generator), labels[rows].long()
    if torch.rand((), generator=generator) < 0.5:
        shown, meant = shown.flip(3), meant.flip(2)
    with torch.autocast("cpu", torch.bfloat16, enabled=counts_in_bfloat16(torch.device("cpu"))):
        scores = network(shown)
    loss = F.cross_entropy(scores.float(), meant, weight=balance(labels))
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()


def write(network: ReaderNet, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: part.half().contiguous() for name, part in network.state_dict().items()}, folder / FILE)
    (folder / FILE).chmod(0o644)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m exercises.canvas.training.read", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--from-picture", type=int, default=0, help="how many pictures it has already learnt from")
    parser.add_argument("--threads", type=int, default=0)
    asked = parser.parse_args()
    if asked.threads:
        torch.set_num_threads(asked.threads)
    print(json.dumps(teach(asked.out, asked.minutes, asked.from_picture)))


if __name__ == "__main__":
    main()
