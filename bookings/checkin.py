"""The door: who is expected, who has come, and how many with a seat never came."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bookings import places, taking_back
from bookings.merging import Merged, Scan, merged
from bookings.rules import Session
from bookings.seat_terms import State
from lab.access import Actor, require
from lab.database import Cursor, Transaction, retried
from lab.errors import NotFound
from lab.participation.disclosure import PROTECTED, SMALLEST_SHOWN, Published
from lab.runtime import Workshop

LONGEST_NAME = 64


@dataclass(frozen=True)
class Guest:
    """A party that has, had or is offered seats in a session; `state` that of its first seat."""

    party: str
    code: str
    kind: str
    seats: int
    state: str


@dataclass(frozen=True)
class NoShows:
    """Of the seats that were promised in sessions that are over: how many, and how many nobody came for."""

    promised: Published
    missed: Published

    @property
    def share(self) -> float | None:
        """0 to 1; None where a number is protected, or nothing was promised."""
        if not self.promised.number or self.missed.number is None:
            return None
        return self.missed.number / self.promised.number


def guests(shop: Workshop, actor: Actor, session: str) -> list[Guest]:
    """Everyone who is expected, in the order of their codes."""
    with shop.database.read() as read:
        found = _session(read, session)
        require(actor, "run-session", f"lab:{found.lab}")
        return _guests(read, session)


@retried
def merge(shop: Workshop, actor: Actor, session: str, scans: Sequence[Scan]) -> Merged:
    """Add what a device noted and check in those it saw; the same notes again change nothing. Gives all there is.

    What takes a look back undoes the check-in, if that is not long ago and nobody sits on the seats by now.
    """
    with shop.database.transaction() as write:
        found = _session(write, session)
        require(actor, "run-session", f"lab:{found.lab}")
        new = [scan for scan in scans if _keep(write, session, scan)]
        expected = {guest.code: guest for guest in _guests(write, session)}
        stays = _follow(shop, write, actor, found, expected, new)
        if len(new) > 1:
            write.record(actor.id, "merge-arrivals", f"session:{session}", scans=len(new))
        return replace(merged(_scans(write, session), expected), stays=stays)


def door(shop: Workshop, actor: Actor, session: str) -> Merged:
    """What is known of a session's door."""
    with shop.database.read() as read:
        require(actor, "run-session", f"lab:{_session(read, session).lab}")
        return merged(_scans(read, session), {guest.code for guest in _guests(read, session)})


def no_shows(shop: Workshop, actor: Actor, lab: str) -> dict[str, NoShows]:
    """By session id, of all that are over: for the lab's own leaders, who stood at the door, with real numbers."""
    require(actor, "run-session", f"lab:{lab}")
    return {row.key: NoShows(Published(row.promised), Published(row.missed)) for row in _counted(shop, lab, "session")}


def no_shows_by_area(shop: Workshop, actor: Actor, lab: str) -> dict[str, NoShows]:
    """By municipality's code, as it may be shown to anyone: small numbers are protected, and so is what they leave."""
    require(actor, "run-session", f"lab:{lab}")
    found = {}
    for row in _counted(shop, lab, "area"):
        missed, came = _shown(row.missed), _shown(row.promised - row.missed)
        hidden = missed.protected or came.protected
        found[row.key] = NoShows(Published(None) if hidden else Published(row.promised), missed)
    return found


def _shown(count: int) -> Published:
    return PROTECTED if 0 < count < SMALLEST_SHOWN else Published(count)


@dataclass(frozen=True)
class _Count:
    key: str
    promised: int
    missed: int


def _counted(shop: Workshop, lab: str, by: str) -> list[_Count]:
    key = {"session": "wish.session", "area": "party.area"}[by]
    with shop.database.read() as read:
        return read.rows(
            _Count,
            f"select {key} as key, sum(request.seats)::integer as promised,"
            " coalesce(sum(request.seats) filter (wish.state = 'missed'), 0)::integer as missed"
            " from wish join request on request.id = wish.request join party on party.id = request.party"
            " join session on session.id = wish.session"
            " where session.lab = ? and wish.state in ('arrived', 'missed') and session.starts_at < ? group by 1",
            [lab, shop.clock()],
        )


def _follow(
    shop: Workshop, write: Transaction, actor: Actor, session: Session, expected: Mapping[str, Guest], new: list[Scan]
) -> tuple[str, ...]:
    """Check in and take back what new notes say; gives the codes that could not be taken back."""
    come = {scan.code for scan in merged(_scans(write, session.id), expected).first}
    undone = {scan.code for scan in new if scan.undo}
    stays = []
    for code in dict.fromkeys(scan.code for scan in new if scan.code in expected):
        guest = expected[code]
        if code in come and guest.state != State.ARRIVED:
            _arrived(write, session, guest)
            write.record(actor.id, "check-in", f"party:{guest.party}", session=session.id)
        elif code in undone and guest.state == State.ARRIVED:
            if code not in come and taking_back.take_back(write, session, guest.party, shop.settings.release_minutes):
                write.record(actor.id, "take-back-check-in", f"party:{guest.party}", session=session.id)
            else:
                stays.append(code)
    _drop_undoing(write, [scan for scan in new if scan.undo and scan.code in stays])
    return tuple(stays)


def _arrived(write: Transaction, session: Session, guest: Guest) -> None:
    """A youth's own seat is kept until the card is written; those of a party are open to whoever sits down now."""
    requests = write.column(
        "select wish.request from wish join request on request.id = wish.request where request.party = ?"
        " and wish.session = ? and wish.state in ('offered', 'placed', 'missed')",
        [guest.party, session.id],
    )
    taking_back.remember(write, session.id, requests)
    places.arrived(write, session.id, requests, keep=guest.kind == "card")


def _drop_undoing(write: Transaction, undoing: Iterable[Scan]) -> None:
    """What could not be taken back is no note either: the looks before it still count."""
    for scan in undoing:
        write.execute("delete from arrival where device = ? and nonce = ?", [scan.device, scan.nonce])


def _keep(write: Transaction, session: str, scan: Scan) -> bool:
    """Whether a note is new."""
    row = [scan.device[:LONGEST_NAME], scan.nonce[:LONGEST_NAME], session, scan.code[:LONGEST_NAME]]
    kept = write.value(
        "insert into arrival values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning nonce",
        [*row, scan.scanned_at, write.now, scan.undo],
    )
    return kept is not None


def _scans(cursor: Cursor, session: str) -> Iterable[Scan]:
    return cursor.rows(Scan, "select * from arrival where session = ?", [session])


def _guests(cursor: Cursor, session: str) -> list[Guest]:
    return cursor.rows(
        Guest,
        "select party.id as party, party.code, party.kind, sum(request.seats)::integer as seats,"
        " min(wish.state) as state from wish join request on request.id = wish.request"
        " join party on party.id = request.party where wish.session = ?"
        " and list_contains(['offered', 'placed', 'arrived', 'missed'], wish.state)"
        " group by party.id, party.code, party.kind order by party.code",
        [session],
    )


def _session(cursor: Cursor, id_: str) -> Session:
    found = cursor.first(Session, "select * from session where id = ?", [id_])
    if found is None:
        raise NotFound()
    return found
