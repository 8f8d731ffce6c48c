"""What several devices noted at the door, made one: whichever way the notes arrive, and however often. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, order=True)
class Scan:
    """A code that a device saw. The device gives each look a `nonce` of its own, so that it is counted but once."""

    scanned_at: datetime
    device: str
    nonce: str
    code: str


@dataclass(frozen=True)
class Merged:
    """By code the first look at it, all later ones, and looks at codes that are nobody's; each in the order of time."""

    first: tuple[Scan, ...]
    duplicates: tuple[Scan, ...]
    unknown: tuple[Scan, ...]


def union(*logs: Iterable[Scan]) -> frozenset[Scan]:
    """All looks of all logs, each once: a set grows in any order to the same."""
    seen: dict[tuple[str, str], Scan] = {}
    for scan in sorted(scan for log in logs for scan in log):
        seen.setdefault((scan.device, scan.nonce), scan)
    return frozenset(seen.values())


def merged(scans: Iterable[Scan], known: Collection[str]) -> Merged:
    """Who has come, by a set of looks and the codes that are expected."""
    first: dict[str, Scan] = {}
    duplicates, unknown = [], []
    for scan in sorted(scans):
        if scan.code not in known:
            unknown.append(scan)
        elif scan.code in first:
            duplicates.append(scan)
        else:
            first[scan.code] = scan
    return Merged(tuple(first.values()), tuple(duplicates), tuple(unknown))
