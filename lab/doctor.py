"""Whether a machine has what Verkstad needs, and what to do where it has not. Changes nothing."""

import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement

from lab.credentials import signer
from lab.database import Database, StoreInUse
from lab.engine_process import environment
from lab.errors import LabError
from lab.i18n import N_, language
from lab.i18n import gettext as _
from lab.migrations import newest, schema
from lab.serving import AlreadyOpen, check_free
from lab.settings import Settings

ROOM_GB = 2.0
LARGE_MODEL = "exercises.canvas.large"
DEVICE = "import torch; print('cuda' if torch.cuda.is_available() else 'cpu')"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: `found` says what is there, `advice` what to do when that is not well."""

    name: str
    """A msgid."""
    ok: bool
    found: str
    advice: str = ""

    def as_row(self) -> dict[str, object]:
        return {"name": self.name, "ok": self.ok, "found": self.found, "advice": self.advice}

    def as_line(self) -> str:
        sign = _("ok") if self.ok else _("look here")
        return f"{_(self.name):15} {sign:12} {' '.join(filter(None, (self.found, self.advice)))}"


def examined(settings: Settings) -> list[Check]:
    """Every check, in the order in which one would repair things."""
    checks: tuple[Callable[[Settings], Check], ...] = (_python, _packages, _disk, _store, _weights, _device, _port)
    extra = [(settings.large_model, _large_model), (settings.c2pa_certificate, _certificate)]
    return [check(settings) for check in (*checks, *(check for wanted, check in extra if wanted))]


def _python(settings: Settings) -> Check:
    ok = sys.version_info >= (3, 11)
    return Check(N_("Python"), ok, platform.python_version(), "" if ok else _("Install Python 3.11 or newer."))


def _packages(settings: Settings) -> Check:
    wrong = list(_wrong_packages())
    if not wrong:
        return Check(N_("Packages"), True, _("All are installed."))
    return Check(N_("Packages"), False, ", ".join(wrong), _("Install again: make clean venv"))


def _wrong_packages() -> Iterator[str]:
    """What is missing, or of a version that Verkstad was not made for."""
    try:
        needed = [Requirement(line) for line in requires("verkstad") or ()]
    except PackageNotFoundError:
        yield "verkstad"
        return
    for one in needed:
        if one.marker and not one.marker.evaluate():
            continue
        try:
            if not one.specifier.contains(version(one.name), prereleases=True):
                yield f"{one.name} {version(one.name)}"
        except PackageNotFoundError:
            yield one.name


def _disk(settings: Settings) -> Check:
    there = next(folder for folder in (settings.data.absolute(), *settings.data.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free / 1e9
    advice = "" if free >= ROOM_GB else _("Make room, or choose another folder with --data.")
    return Check(N_("Disk"), free >= ROOM_GB, _("{free} GB free", free=round(free, 1)), advice)


def _store(settings: Settings) -> Check:
    if not settings.store.exists():
        return Check(N_("Store"), True, _("None yet: it is made at the first start."))
    try:
        database = Database(settings.store)
    except StoreInUse:
        return Check(N_("Store"), True, _("Open in a running portal."))
    try:
        found = schema(database)
    finally:
        database.close()
    ok = found <= newest()
    advice = "" if ok else _("Install the newer Verkstad, or restore a backup made with this one.")
    return Check(N_("Store"), ok, _("Schema {found} of {known}", found=found, known=newest()), advice)


def _weights(settings: Settings) -> Check:
    files = [file for folder in _exercise_folders() for file in sorted(folder.glob("*/weights/**/*.safetensors"))]
    broken = [file.name for file in files if not _is_whole(file)]
    if files and not broken:
        return Check(N_("Model weights"), True, ", ".join(file.name for file in files))
    return Check(
        N_("Model weights"), False, ", ".join(broken), _("Fetch Verkstad again: a file is missing or cut off.")
    )


def _exercise_folders() -> list[Path]:
    spec = find_spec("exercises")
    return [Path(place) for place in spec.submodule_search_locations or ()] if spec else []


def _is_whole(file: Path) -> bool:
    """Whether a safetensors file is as long as its own header says."""
    with file.open("rb") as opened:
        length = int.from_bytes(opened.read(8), "little")
        if length > file.stat().st_size:
            return False
        try:
            header = json.loads(opened.read(length))
        except ValueError:
            return False
    ends = [entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"]
    return file.stat().st_size == 8 + length + max(ends, default=0)


def _device(settings: Settings) -> Check:
    """Asked in a process of its own, as exercises are: torch takes seconds and much memory to import."""
    asked = subprocess.run([sys.executable, "-c", DEVICE], capture_output=True, text=True, check=False)
    device = asked.stdout.strip()
    if asked.returncode:
        return Check(N_("Device"), False, _("PyTorch cannot be started."), _("Install again: make clean venv"))
    ok = settings.device in ("auto", device) or (settings.device == "cpu")
    advice = "" if ok else _("Set device to auto, or install the driver of the graphics card.")
    return Check(N_("Device"), ok, device, advice)


def _large_model(settings: Settings) -> Check:
    """Asked in a process of its own, like the device: found, of a known kind, and small enough for this machine?"""
    command = [sys.executable, "-m", LARGE_MODEL]
    asked = subprocess.run(
        command, capture_output=True, text=True, check=False,
        env=environment(settings) | {"VERKSTAD_LANGUAGE": language()},
    )  # fmt: skip
    if asked.returncode:
        return Check(N_("Large model"), False, _("It cannot be looked at."), _("Install again: make clean venv"))
    return Check(N_("Large model"), **json.loads(asked.stdout.splitlines()[-1]))


def _certificate(settings: Settings) -> Check:
    try:
        signer(settings)
    except LabError as error:
        return Check(N_("Certificate"), False, error.told(), error.advised())
    return Check(N_("Certificate"), True, _("Pictures are signed."))


def _port(settings: Settings) -> Check:
    try:
        check_free(settings)
    except AlreadyOpen as error:
        return Check(N_("Port"), True, error.told())
    except LabError as error:
        return Check(N_("Port"), False, error.told(), error.advised())
    return Check(N_("Port"), True, _("{port} is free", port=settings.port))
