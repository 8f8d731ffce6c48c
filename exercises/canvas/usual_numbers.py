"""The kind of number that torch makes by itself is one setting of the whole process, and libraries change it for a
moment while they build a large model. Nobody paints in that moment."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_AS_USUAL = threading.RLock()


@contextmanager
def usual_numbers() -> Iterator[None]:
    """Waits until numbers are as usual, and keeps them so."""
    with _AS_USUAL:
        yield


@contextmanager
def others_wait() -> Iterator[None]:
    """Within, whoever changes the kind of number keeps out all who compute, until it is as before."""
    import torch

    change, before, changed = torch.set_default_dtype, torch.get_default_dtype(), False

    def change_alone(kind: Any) -> None:
        nonlocal changed
        if kind != before and not changed:
            _AS_USUAL.acquire()
            changed = True
        change(kind)
        if kind == before and changed:
            changed = False
            _AS_USUAL.release()

    torch.set_default_dtype = change_alone
    try:
        yield
    finally:
        change_alone(before)
        torch.set_default_dtype = change
