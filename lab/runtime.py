"""What is open while the program runs: settings, store, keys, engines, clock. Made at the roof, handed to verbs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lab import areas
from lab.database import Database
from lab.engine_host import EngineHost
from lab.exercise import Exercise
from lab.migrations import migrate
from lab.presence import Presence
from lab.settings import Settings
from lab.short_memory import ShortMemory
from lab.signing import Keys

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Workshop:
    """One running Verkstad. Its database is migrated; `clock` gives aware UTC."""

    settings: Settings
    database: Database
    keys: Keys
    engines: EngineHost
    exercises: tuple[Exercise, ...] = ()
    """What can be booked and opened here; the roof hands in the catalogue."""
    presence: Presence = field(default_factory=Presence)
    shown_once: ShortMemory = field(default_factory=ShortMemory)
    clock: Clock = utc_now
    lasting: dict[str, str] = field(default_factory=dict, init=False, compare=False)
    """Facts that stay as they are while the program runs, once they have been asked for; `lab.facts` fills it."""

    def close(self) -> None:
        """Stop the engines, then let go of the store."""
        self.engines.close()
        self.database.close()


def open_workshop(
    settings: Settings,
    exercises: tuple[Exercise, ...] = (),
    clock: Clock = utc_now,
    engines: EngineHost | None = None,
) -> Workshop:
    """Open the store in `settings.data`, made, migrated and filled with the areas as needed."""
    keys = Keys.of(settings.data)
    database = Database(settings.store, clock)
    migrate(database)
    areas.fill(database)
    return Workshop(settings, database, keys, engines or EngineHost(settings), exercises, clock=clock)


_current: Workshop | None = None


def use(shop: Workshop) -> Workshop:
    """Make `shop` the one that pages and routes of this process work with."""
    global _current
    _current = shop
    return shop


def current() -> Workshop:
    """The one Workshop of this process."""
    if _current is None:
        raise RuntimeError("No workshop is open: call use(open_workshop(...)) first.")
    return _current
