"""The reader: a small network of its own that looks at a picture and says which material is where.

It learnt from other landscapes than the painter, in other colours (`training/read.py`), and never sees the map that was
asked for. What it reads beside what was asked is how obedient the picture is, as far as this reader can tell.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from safetensors.torch import load_file
from torch import Tensor, nn

from exercises.canvas.materials import MATERIALS, resized

WEIGHTS = Path(__file__).parent / "weights" / "reader"
FILE = "reader.safetensors"
SIDE = 128
"""The reader looks at pictures of this many pixels a side."""
FEATURES = 64


class ReaderNet(nn.Module):
    """A small U-Net: (B, 3, SIDE, SIDE) from -1 to 1 to a score for each material at each point, and features."""

    def __init__(self, widths: tuple[int, ...] = (24, 48, 80, 112)) -> None:
        super().__init__()
        inputs = (4 * 5, *widths[:-1])
        self.down = nn.ModuleList(
            _look(a, b, 1 if k == 0 else 2) for k, (a, b) in enumerate(zip(inputs, widths, strict=True))
        )
        self.up = nn.ModuleList(_look(a + b, a, 1) for a, b in pairwise(widths))
        self.answer = nn.Conv2d(widths[0], 4 * len(MATERIALS), 1)

    def encode(self, pictures: Tensor) -> list[Tensor]:
        """What is seen at half the size, a quarter, an eighth and a sixteenth."""
        x, seen = F.pixel_unshuffle(torch.cat([pictures, _place(pictures)], dim=1), 2), []
        for look in self.down:
            x = look(x)
            seen.append(x)
        return seen

    def forward(self, pictures: Tensor) -> Tensor:
        """(B, 16, H, W) scores."""
        *seen, x = self.encode(pictures)
        for look, beside in zip(reversed(self.up), reversed(seen), strict=True):
            x = look(torch.cat([F.interpolate(x, scale_factor=2.0), beside], dim=1))
        return F.pixel_shuffle(self.answer(x), 2)

    def features(self, pictures: Tensor) -> Tensor:
        """(B, FEATURES): the mean and the spread of half of the deepest numbers each."""
        deep = self.encode(pictures)[-1].float().flatten(2)
        half = FEATURES // 2
        return torch.cat([deep[:, :half].mean(2), deep[:, half : 2 * half].std(2)], dim=1)


def _look(inputs: int, outputs: int, stride: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1), nn.GroupNorm(8, outputs), nn.SiLU(),
        nn.Conv2d(outputs, outputs, 3, padding=1), nn.GroupNorm(8, outputs), nn.SiLU(),
    )  # fmt: skip


def _place(pictures: Tensor) -> Tensor:
    """Where each point lies: its row and its column, from -1 to 1."""
    count, _colours, height, width = pictures.shape
    rows = torch.linspace(-1, 1, height, device=pictures.device)[:, None].expand(height, width)
    columns = torch.linspace(-1, 1, width, device=pictures.device).expand(height, width)
    return torch.stack([rows, columns]).to(pictures.dtype).expand(count, 2, height, width)


class Reader:
    """A trained reader, for one picture at a time."""

    def __init__(self, network: ReaderNet, device: str = "cpu") -> None:
        self.network, self.device = network.eval().to(device), device

    @classmethod
    def load(cls, folder: Path = WEIGHTS, device: str = "cpu") -> "Reader":
        """Read the weights from a folder; FileNotFoundError where it holds none."""
        network = ReaderNet()
        network.load_state_dict({name: part.float() for name, part in load_file(folder / FILE).items()})
        return cls(network, device)

    @torch.no_grad()
    def labels(self, picture: np.ndarray) -> np.ndarray:
        """The material at each point of a picture: (H, W, 3) uint8 to (H, W) uint8."""
        read = self.network(self._small(picture))[0].argmax(0).to(torch.uint8).cpu().numpy()
        return resized(read, *picture.shape[:2])

    @torch.no_grad()
    def features(self, picture: np.ndarray) -> np.ndarray:
        """64 numbers that are near each other for pictures that look alike: (H, W, 3) uint8 to (64,) float32."""
        return self.network.features(self._small(picture))[0].cpu().numpy()

    def _small(self, picture: np.ndarray) -> Tensor:
        points = torch.from_numpy(np.ascontiguousarray(picture)).to(self.device)
        return shrunk(points.movedim(2, 0)[None].float() / 127.5 - 1)


def shrunk(pictures: Tensor) -> Tensor:
    """Pictures (B, 3, H, W) at the size that the reader looks at."""
    return F.interpolate(pictures, size=(SIDE, SIDE), mode="area")


def obedience(asked: np.ndarray, read: np.ndarray) -> tuple[dict[str, float], float]:
    """How well what was read covers what was asked, both (H, W) material numbers of the same size.

    For each material that was asked for its overlap, 0 to 1 (points in both, of the points in either), and their mean.
    """
    found = {}
    for one in MATERIALS:
        wanted, seen = asked == one.id, read == one.id
        if wanted.any():
            found[one.key] = round(float((wanted & seen).sum() / (wanted | seen).sum()), 4)
    return found, round(sum(found.values()) / len(found), 4)
