"""What a large model would need, told before anything of it is loaded."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from exercises.canvas.large.errors import LargeModelMissing, LargeModelNeedsPackages
from exercises.canvas.large.kinds import Kind, index_of, kind_of
from exercises.canvas.large.memory import Plan, need_of, plan
from exercises.canvas.large.wanted import Wanted


@dataclass(frozen=True)
class Survey:
    """What was found of a large model, before anything of it is loaded."""

    model: Path
    control: Path | None
    lora: Path | None
    kind: Kind
    plan: Plan


def surveyed(wanted: Wanted, device: str) -> Survey:
    """Find the files, and plan the memory. Raises a LargeModelError."""
    model, control, lora = (
        found(name, wanted.download) if name else None for name in (wanted.model, wanted.control, wanted.lora)
    )
    assert model
    kind = kind_of(index_of(model), bool(control), bool(lora))
    needs_packages(bool(lora))
    folders = [model, control] if control else [model]
    return Survey(model, control, lora, kind, planned(folders, device, wanted.size or kind.size))


def planned(folders: list[Path], device: str, size: int) -> Plan:
    """How the weights in `folders` can be loaded on this machine as it is now."""
    import psutil
    import torch

    machine = int(psutil.virtual_memory().available)
    on_gpu = device != "cpu"
    free = int(torch.cuda.mem_get_info()[0]) if on_gpu else machine
    need = need_of(folders, 2 if on_gpu else 4, size)
    return plan(need, free, on_gpu and find_spec("accelerate") is not None, machine)


def found(name: str, download: bool) -> Path:
    """The folder of a model that is named by folder or hub id; LargeModelMissing where it is not on this machine.

    Only where `download` allows it is anything fetched, and then once.
    """
    if Path(name).exists():
        return Path(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=not download))
    except (LocalEntryNotFoundError, HfHubHTTPError, HFValidationError, OSError) as missing:
        raise LargeModelMissing(where=name) from missing


def needs_packages(lora: bool = False) -> None:
    """LargeModelNeedsPackages where text encoders, or weights for few steps, cannot be loaded."""
    for package in ("transformers", "peft") if lora else ("transformers",):
        if find_spec(package) is None:
            raise LargeModelNeedsPackages(package=package)
