"""What several devices noted at the door, made one: whichever way the notes arrive, and however often. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

TAKEN_BACK_WITHIN = timedelta(minutes=15)
"""So long after the first look at a code it can be taken back."""


@dataclass(frozen=True, order=True)
class Scan:
    """A code that a device saw. The device gives each look a `nonce` of its own, so that it is counted but once.

    One with `undo` takes back all earlier looks at its code: they were wrong.
    """

    scanned_at: datetime
    device: str
    nonce: str
    code: str
    undo: bool = False


@dataclass(frozen=True)
class Merged:
    """By code the first look at it, all later ones, and looks at codes that are nobody's; each in the order of time.

    `stays` has what was to be taken back and could not be, of the notes that were just added.
    """

    first: tuple[Scan, ...]
    duplicates: tuple[Scan, ...]
    unknown: tuple[Scan, ...]
    stays: tuple[str, ...] = ()


def merged(scans: Iterable[Scan], known: Collection[str]) -> Merged:
    """Who has come, by a set of looks and the codes that are expected."""
    valid: dict[str, list[Scan]] = {}
    unknown = []
    for scan in sorted(scans, key=_when):
        if scan.undo:
            _take_back(valid.get(scan.code, []), scan)
        elif scan.code in known:
            valid.setdefault(scan.code, []).append(scan)
        else:
            unknown.append(scan)
    looks = [one for one in valid.values() if one]
    later = sorted((scan for one in looks for scan in one[1:]), key=_when)
    return Merged(tuple(sorted((one[0] for one in looks), key=_when)), tuple(later), tuple(unknown))


def in_time(first: Scan, undo: Scan) -> bool:
    """Whether a look can still be taken back."""
    return undo.scanned_at - first.scanned_at <= TAKEN_BACK_WITHIN


def _take_back(looks: list[Scan], undo: Scan) -> None:
    if looks and in_time(looks[0], undo):
        looks.clear()


def _when(scan: Scan) -> tuple[datetime, bool, Scan]:
    """In the same moment a look goes before its undoing."""
    return scan.scanned_at, scan.undo, scan
