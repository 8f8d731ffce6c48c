"""Whether a large model fits into memory, found out from its files before anything is loaded."""

import json
import struct
from dataclasses import dataclass
from pathlib import Path

from exercises.canvas.large.errors import LargeModelTooLarge

GB = 1e9
PIXELS_A_GB = 512 * 512
"""A picture of so many needs about a GB to be painted and decoded."""
LEAST_WORK = 0.3 * GB


@dataclass(frozen=True)
class Need:
    """What a model needs, in bytes."""

    weights: int
    largest_part: int
    """Of its parts (text encoder, network, decoder) the largest one."""
    work: int
    """For what is computed, besides the weights."""


@dataclass(frozen=True)
class Plan:
    """How it is to be loaded: "whole", "slices" (attention and decoding piece by piece) or "offload" (parts wait in the
    computer's memory and come in by turns)."""

    way: str
    needed: int
    found: int

    def told(self) -> str:
        """For the log."""
        return f"{self.way}: {self.needed / GB:.1f} GB needed, {self.found / GB:.1f} GB found"


def need_of(folders: list[Path], bytes_each: int, size: int) -> Need:
    """What the weights in `folders` (pipeline, ControlNet) need at `bytes_each` a number, for pictures of `size`."""
    parts = [amount for folder in folders for amount in _parts(folder, bytes_each)]
    work = max(LEAST_WORK, GB * size * size / PIXELS_A_GB) * bytes_each / 2
    return Need(sum(parts), max(parts, default=0), int(work))


def plan(need: Need, found: int, can_offload: bool, machine: int = 0) -> Plan:
    """The quickest way that fits into `found` free bytes; `machine` is the computer's own free memory, for offloading.

    Raises LargeModelTooLarge with what is needed at least.
    """
    ways = [("whole", need.weights + need.work), ("slices", need.weights + need.work // 2)]
    if can_offload and machine >= need.weights:
        ways.append(("offload", need.largest_part + need.work // 2))
    for way, needed in ways:
        if needed <= found:
            return Plan(way, needed, found)
    least = min(needed for _, needed in ways)
    raise LargeModelTooLarge(needed=f"{least / GB:.1f}", found=f"{found / GB:.1f}")


def _parts(folder: Path, bytes_each: int) -> list[int]:
    """Bytes of each part of a pipeline once loaded. A ControlNet's folder is one part."""
    inside = [one for one in sorted(folder.iterdir()) if one.is_dir()]
    found = [_weights(one, bytes_each) for one in (inside or [folder])]
    return [amount for amount in found if amount]


def _weights(folder: Path, bytes_each: int) -> int:
    """Only the files that diffusers would load: of several variants the plain one, and safetensors before others."""
    files = sorted(folder.glob("*.safetensors"))
    plain = [one for one in files if not {"fp16", "bf16", "non_ema"} & set(one.name.split("."))] or files
    if plain:
        return sum(_numbers(one) for one in plain) * bytes_each
    return sum(one.stat().st_size for one in folder.glob("*.bin"))


def _numbers(file: Path) -> int:
    """How many numbers a safetensors file holds, from its header."""
    with file.open("rb") as opened:
        (length,) = struct.unpack("<Q", opened.read(8))
        header = json.loads(opened.read(length))
    total = 0
    for name, tensor in header.items():
        if name != "__metadata__":
            count = 1
            for side in tensor["shape"]:
                count *= side
            total += count
    return total
