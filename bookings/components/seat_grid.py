"""The seats of an open session: who sits where by number, what each does right now, how many pictures it saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from bookings.components import dates, looks
from bookings.sessions import Seat
from lab import page
from lab.i18n import gettext as _
from lab.i18n import ngettext
from lab.presence import Doing

SETTLING = timedelta(minutes=2)
STILL = timedelta(minutes=3)
"""Without a sign of life for so long, a seat may want a leader's eye."""


@dataclass(frozen=True)
class Room:
    """What the grid shows of a room now."""

    seats: int
    taken: Sequence[Seat]
    doing: Mapping[int, Doing | None]
    """Seat number: the last sign of life."""
    saved: Mapping[int, int]
    """Seat number: pictures kept."""
    now: datetime


def show(room: Room) -> None:
    """Draw a tile for each seat, how many are taken, and how many of them have been still for a while."""
    looks.load()
    taken = {seat.number: seat for seat in room.taken}
    tiles = [_tile(number, taken.get(number), room) for number in range(1, room.seats + 1)]
    still = sum(pace(seat, room) == "still" for seat in room.taken)
    page.html(
        Markup('<div class="seats-now">{}{}</div><ul class="tiles">{}</ul>').format(
            count(len(taken), room.seats), _quiet(still), Markup("").join(tiles)
        )
    )


def pace(seat: Seat, room: Room) -> str:
    """ "busy", "still" (no sign of life for a while) or "new" (nothing begun): what the seat's dot shows."""
    doing = room.doing.get(seat.number)
    if doing is None or doing.at < seat.taken_at:
        return "new" if room.now - seat.taken_at < STILL else "still"
    return "busy" if room.now - doing.at < STILL else "still"


def count(taken: int, seats: int) -> Markup:
    """How many seats are taken, said to a screen reader when it changes."""
    said = _("{taken} of {seats} seats taken", taken=taken, seats=seats)
    return Markup('<p class="seat-count" role="status">{}</p>').format(said)


def _tile(number: int, seat: Seat | None, room: Room) -> Markup:
    dot = Markup('<span class="dot dot-{}"></span>').format(pace(seat, room) if seat else "free")
    heading = Markup('<p class="tile-number">{}{}</p>').format(dot, _("Seat {number}", number=number))
    if seat is None:
        return Markup('<li class="tile">{}<p class="tile-doing">{}</p></li>').format(heading, _("Free"))
    return Markup('<li class="tile tile-taken">{}<p class="tile-doing">{}</p><p class="tile-saved">{}</p></li>').format(
        heading, _doing(seat, room), _saved(room.saved.get(number, 0))
    )


def _quiet(still: int) -> Markup:
    if not still:
        return Markup("")
    said = ngettext("{count} has been still for a while", "{count} have been still for a while", still)
    return Markup('<p class="seats-still"><span class="dot dot-still"></span>{}</p>').format(said)


def _doing(seat: Seat, room: Room) -> str:
    doing = room.doing.get(seat.number)
    if doing is None or doing.at < seat.taken_at:
        if room.saved.get(seat.number):  # The portal began anew: it forgot what seats did, not pictures.
            return _("Has been still for a while")
        return _("Has just sat down") if room.now - seat.taken_at < SETTLING else _("Has not begun yet")
    return f"{_(doing.what)} · {dates.ago(doing.at, room.now)}"


def _saved(count: int) -> str:
    return ngettext("{count} picture", "{count} pictures", count) if count else _("No pictures yet")
