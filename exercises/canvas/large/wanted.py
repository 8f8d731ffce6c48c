"""Which large model the settings ask for."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """Folders, or ids on a model hub."""

    model: str
    control: str = ""
    """A ControlNet for maps in ADE20K's colours."""
    lora: str = ""
    """Small weights that make few steps do, such as LCM's."""
    steps: int = 0
    """0 is the model's usual number."""
    size: int = 0
    """Side of the picture in pixels; 0 is the model's usual one."""
    download: bool = False
    """Whether what is not on this machine may be fetched from its hub."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Wanted | None":
        """As VERKSTAD_LARGE_* say; None where no model is named."""
        model = environment.get("VERKSTAD_LARGE_MODEL", "")
        if not model:
            return None
        return cls(
            model,
            environment.get("VERKSTAD_LARGE_CONTROL", ""),
            environment.get("VERKSTAD_LARGE_LORA", ""),
            int(environment.get("VERKSTAD_LARGE_STEPS") or 0),
            int(environment.get("VERKSTAD_LARGE_SIZE") or 0),
            environment.get("VERKSTAD_LARGE_DOWNLOAD", "").casefold() in ("1", "true", "yes", "on"),
        )
