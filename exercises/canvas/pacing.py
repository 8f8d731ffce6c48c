"""How large a picture is, and how often a page may ask for one: a pure rule of who paints now and on what.

While the brush moves a picture may be smaller, so that it follows the hand; when the brush rests it is painted whole.
"""

from dataclasses import dataclass

FEW = 2
"""Painters that a CPU keeps up with at full size while they paint."""
MANY = 16
"""Painters that a GPU keeps up with at full size while they paint."""
NOW = 8.0
"""Seconds since somebody's last stroke within which they count as painting now."""


@dataclass(frozen=True)
class Pace:
    size: int
    """Side of the picture in pixels."""
    milliseconds: int
    """Shortest time between two requests of one page."""


def whole_size(device: str) -> int:
    """Side in pixels of a picture at rest; `device` is the engine's, empty before it is ready."""
    return 256 if device in ("", "cpu") else 512


def pace(painters: int, device: str, moving: bool) -> Pace:
    """What one painter of `painters` (at least 1) is given; `moving` while the brush is down."""
    whole = whole_size(device)
    most = FEW if whole == 256 else MANY
    size = whole // 2 if moving and painters > most else whole
    return Pace(size, min(160, 30 + 10 * painters))


def painters_now(last_strokes: dict[str, float], now: float) -> int:
    """How many have asked for a picture within NOW seconds; whoever asks is one of them."""
    return max(1, sum(now - stroke <= NOW for stroke in last_strokes.values()))
