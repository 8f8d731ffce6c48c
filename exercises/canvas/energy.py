"""What a picture took: time, and an estimate of the energy.

A processor's part is the time that its cores worked, at what a core under load draws; a GPU's is the time at its power
limit, asked of its driver. Both leave out the screen, the fans and what the machine draws when it rests.
"""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

WATTS_A_CORE = 8.0
"""A laptop's core draws 5 to 15 watts at work, a server's 3 to 8."""
USUAL_GPU_WATTS = 200.0
BUSY_PART = 0.7
"""Part of its power limit that a GPU draws while it paints one picture at a time."""


@dataclass
class Cost:
    """Filled in when the measured block ends."""

    milliseconds: float = 0.0
    joules: float = 0.0


@contextmanager
def measured(device: str) -> Iterator[Cost]:
    """Measure a block that computes on `device` ("cpu" or "cuda")."""
    cost = Cost()
    began, worked = time.perf_counter(), time.process_time()
    yield cost
    seconds = time.perf_counter() - began
    cost.milliseconds = round(seconds * 1000, 1)
    joules = (time.process_time() - worked) * WATTS_A_CORE
    if device != "cpu":
        joules += seconds * gpu_watts() * BUSY_PART
    cost.joules = round(joules, 3)


@cache
def gpu_watts() -> float:
    """The power limit of the first GPU; a usual one where its driver does not tell."""
    asked = ["nvidia-smi", "--query-gpu=power.limit", "--format=csv,noheader,nounits"]
    try:
        return float(subprocess.run(asked, capture_output=True, text=True, timeout=5, check=True).stdout.split()[0])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return USUAL_GPU_WATTS
