"""Memory that a painting process frees is kept for its next picture.

Each picture needs some 30 MB for a moment. A C library that hands them back to the system gets them back page by page,
cleared anew: of a picture of 256 x 256 that was a seventh of the processor's time.
"""

import ctypes

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
"""The names of these settings to glibc's mallopt."""


def keep_what_is_freed() -> bool:
    """Whether the C library could be told so: glibc can, others do as they always do."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    wanted = ((_MMAP_THRESHOLD, 32 * 2**20), (_TRIM_THRESHOLD, 2**31 - 1), (_TOP_PAD, 16 * 2**20))
    return all(mallopt(*setting) == 1 for setting in wanted)
