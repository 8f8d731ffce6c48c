"""`python -m exercises.canvas.training.remember --first 2935 --count 2000`: the index of training pictures.

Each picture is drawn again from its number, small, and what it is compared by is packed into weights/neighbours.npz.
"""

import argparse

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from exercises.canvas.fields import white_noise
from exercises.canvas.neighbours import INDEX, SIZE, Index, likeness
from exercises.canvas.reader import SIDE, Reader
from exercises.canvas.training.data import asked_for
from exercises.canvas.training.render import render


@torch.no_grad()
def likeness_of(reader: Reader, number: int) -> np.ndarray:
    """The likeness of one training picture, (88,); drawn at the size that the reader looks at."""
    maps, styles = asked_for(number, 1, SIZE)
    small = F.interpolate(maps[:, None].float(), size=(SIDE, SIDE), mode="nearest")[:, 0].long()
    pictures = render(small, styles, white_noise([number], SIDE, SIDE)).pictures
    features = reader.network.features(pictures * 2 - 1)[0].numpy()
    return likeness(features, small[0].numpy(), styles[0].numpy())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m exercises.canvas.training.remember", description=__doc__)
    parser.add_argument("--first", type=int, default=2935)
    parser.add_argument("--count", type=int, default=2000)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    reader = Reader.load()
    numbers = range(asked.first, asked.first + asked.count)
    Index.of(asked.first, np.stack([likeness_of(reader, number) for number in numbers])).save(INDEX)


if __name__ == "__main__":
    main()
