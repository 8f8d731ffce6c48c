"""Large picture models on the lab's own machine: named in the settings, loaded by class name, for slow pictures only.

Importing this package imports no torch. docs/large-models.md tells which models may be used, and how.
"""

from collections.abc import Mapping

from exercises.canvas.large.model import LargeModel
from exercises.canvas.large.wanted import Wanted

__all__ = ["LargeModel", "set_up"]


def set_up(environment: Mapping[str, str], device: str) -> LargeModel | None:
    """The large model that the settings name, being loaded in the background; None where they name none."""
    wanted = Wanted.of(environment)
    if wanted is None:
        return None
    large = LargeModel(wanted, device)
    large.load_in_background()
    return large
