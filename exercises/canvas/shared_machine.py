"""How a painting process behaves on a machine where a portal, and others, run too. To be told before torch is there.

Each picture needs some 30 MB for a moment. A C library that hands them back to the system gets them back page by page,
cleared anew: of a picture of 256 x 256 that was a seventh of the processor's time.

And the threads of a picture wait for each other some hundred times. Usually they do so by turning round and round,
which is quickest on an empty machine; where others want the same cores nobody gets anywhere. Two threads on two busy
cores took 2.6 seconds for a picture so, and 0.2 when those who wait sleep.
"""

import ctypes
import os

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
"""The names of these settings to glibc's mallopt."""


def keep_what_is_freed() -> bool:
    """Whether the C library could be told so: glibc can, others do as they always do."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    wanted = ((_MMAP_THRESHOLD, 32 * 2**20), (_TRIM_THRESHOLD, 2**31 - 1), (_TOP_PAD, 16 * 2**20))
    return all(mallopt(*setting) == 1 for setting in wanted)


def wait_asleep() -> None:
    """Let threads that wait for each other sleep, unless the environment says something else.

    First they turn round for a few microseconds, since most waits are no longer: on an empty machine a picture of
    256 x 256 is there after 115 ms so, and after 177 ms where they sleep at once.
    """
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
        os.environ.setdefault("GOMP_SPINCOUNT", "3000")
