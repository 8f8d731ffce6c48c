"""How a map crosses between the browser and the portal: runs of one material, two bytes each, exact and small.

The bytes are (material, length - 1) from the upper left corner row by row, as base64. A map of 256 x 256 that a child
has painted is a few kilobytes.
"""

import base64
import binascii

import numpy as np

from exercises.canvas.errors import MapOtherSize, MapStrangeColour, MapTooLong, MapTorn
from exercises.canvas.materials import MATERIALS

LONGEST = 256


def encoded(labels: np.ndarray) -> str:
    """(H, W) uint8 of material numbers to text."""
    flat = labels.ravel()
    starts = np.flatnonzero(np.r_[True, flat[1:] != flat[:-1]])
    lengths = np.diff(np.r_[starts, flat.size])
    pieces = -(-lengths // LONGEST)
    runs = np.full((int(pieces.sum()), 2), LONGEST - 1, dtype=np.uint8)
    runs[:, 0] = np.repeat(flat[starts], pieces)
    runs[np.cumsum(pieces) - 1, 1] = (lengths - 1) % LONGEST
    return base64.b64encode(runs.tobytes()).decode("ascii")


def decoded(text: str, size: int) -> np.ndarray:
    """Text to (size, size) uint8. A MapNotValid that says why, where it is no such map."""
    # Every point a run of its own is the longest that a map can be; longer is refused before it is unpacked.
    if len(text) > 4 * (-(-2 * size * size // 3)):
        raise MapTooLong(letters=len(text))
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as broken:
        raise MapTorn() from broken
    if len(data) % 2:
        raise MapTorn()
    materials, lengths = np.frombuffer(data, dtype=np.uint8).reshape(-1, 2).T
    points = int(lengths.sum(dtype=np.int64)) + len(lengths)
    if points != size * size:
        raise MapOtherSize(points=points, needed=size * size)
    if materials.max() >= len(MATERIALS):
        raise MapStrangeColour(number=int(materials.max()))
    return np.repeat(materials, lengths.astype(np.int64) + 1).reshape(size, size)
