"""What a leader may do to a running session: pause, stop all, open free text, choose what the projector shows.

An exercise reads `controls_of` before it does what was asked of it, so that a pause holds from the next stroke. What
holds is read and written within one transaction: two leaders who press at once both get what they pressed.
"""

from dataclasses import dataclass, replace

from lab.access import Actor, require
from lab.database import Cursor, Transaction, retried
from lab.errors import LabError, NotFound
from lab.exercise import Controls as Controls
from lab.i18n import N_
from lab.runtime import Workshop

SLIDES = ""
"""Shown on the projector instead of one picture: all of them in turn."""
ERRANDS = ("", "#look")
"""A seat's strokes and its slower questions stand in the engine's line under a name each."""


class SessionNotRunning(LabError):
    message = N_("This session is not open now, so there is nothing to pause, stop or show.")
    hint = N_("Open the session first.")
    status = 409


class NoLargeModel(LabError):
    message = N_("Words can be written where the lab has a large picture model, and this one has none.")
    hint = N_("The lab's own model paints from the map alone. docs/large-models.md tells how to set up a large one.")
    status = 409


@dataclass(frozen=True)
class _Place:
    lab: str
    status: str


def controls_of(shop: Workshop, session: str) -> Controls:
    """What holds in a session now; a single row by its key, cheap enough for every stroke."""
    with shop.database.read() as read:
        said = _row(read, session)
    return said if has_large_model(shop) else replace(said, free_text=False)


def has_large_model(shop: Workshop) -> bool:
    """Whether there is a model that can do anything with words."""
    return bool(shop.settings.large_model)


def pause(shop: Workshop, actor: Actor, session: str) -> Controls:
    """Pictures wait and work is kept, until `resume`."""
    return _say(shop, actor, session, "pause-session", paused=True)


def stop(shop: Workshop, actor: Actor, session: str) -> Controls:
    """End what every seat has under way, and let nobody go on until `resume`. Saved pictures stay."""
    said = _say(shop, actor, session, "stop-session", paused=False, stopped=True)
    for key in _keys(shop, session):
        for errand in ERRANDS:
            shop.engines.cancel(f"{key}{errand}")
    return said


def resume(shop: Workshop, actor: Actor, session: str) -> Controls:
    """Everyone goes on where they were, after a pause or a stop."""
    return _say(shop, actor, session, "resume-session", paused=False, stopped=False)


def open_free_text(shop: Workshop, actor: Actor, session: str) -> Controls:
    """Let the session's youths write words to a large picture model. Raises NoLargeModel where none is set up."""
    return _say(shop, actor, session, "open-free-text", free_text=True)


def close_free_text(shop: Workshop, actor: Actor, session: str) -> Controls:
    """Words are taken no more; this is how every session begins."""
    return _say(shop, actor, session, "close-free-text", free_text=False)


def show(shop: Workshop, actor: Actor, session: str, picture: str) -> Controls:
    """Put one picture of the session on its projector; NotFound for another session's or one that is gone."""
    return _say(shop, actor, session, "show-picture", shown=picture)


def show_slides(shop: Workshop, actor: Actor, session: str) -> Controls:
    """Let the projector show all the session's pictures in turn."""
    return _say(shop, actor, session, "show-slides", shown=SLIDES)


def begin_anew(write: Transaction, session: str) -> None:
    """A session that is opened has nothing paused, whatever was said when it was open before."""
    write.execute("delete from session_control where session = ?", [session])


@retried
def _say(shop: Workshop, actor: Actor, session: str, verb: str, **change: bool | str) -> Controls:
    """Put `change`, fields of Controls, in place of what held; `verb` is recorded where that was something else."""
    with shop.database.transaction() as write:
        _check(write, actor, session)
        if change.get("free_text") and not has_large_model(shop):
            raise NoLargeModel()
        if picture := change.get("shown"):
            _check_picture(write, session, str(picture))
        before = _row(write, session)
        after = replace(before, **change)  # type: ignore[arg-type]
        if after != before:
            write.execute(
                "insert or replace into session_control values (?, ?, ?, ?, ?)",
                [session, after.paused, after.stopped, after.free_text, after.shown],
            )
            write.record(actor.id, verb, f"session:{session}")
    return after


def _keys(shop: Workshop, session: str) -> list[str]:
    """Participant.key of every seat that was ever taken in the session."""
    with shop.database.read() as read:
        return read.column("select 'seat:' || session || ':' || number from seat where session = ?", [session])


def _check(write: Transaction, actor: Actor, session: str) -> None:
    found = write.one(_Place, "select lab, status from session where id = ?", [session])
    require(actor, "run-session", f"lab:{found.lab}")
    if found.status != "open":
        raise SessionNotRunning()


def _check_picture(write: Transaction, session: str, picture: str) -> None:
    if not write.value("select count(*) from picture where id = ? and session = ?", [picture, session]):
        raise NotFound()


def _row(read: Cursor, session: str) -> Controls:
    columns = "select paused, stopped, free_text, shown from session_control where session = ?"
    return read.first(Controls, columns, [session]) or Controls()
