"""A party that becomes smaller or other than it asked for, from its receipt.

While a round takes requests its sizes are free. Afterwards, and in first come, it can only become smaller: the seats it
lets go of are offered to the line in the same transaction.
"""

import json
from collections.abc import Sequence

from bookings import asking as terms
from bookings import parties, places
from bookings import seat_errors as wrong
from bookings.parties import Party, Unit
from bookings.rules import Session
from bookings.seat_terms import LIVE, Sizes, State, size_of
from lab.database import Transaction, new_id, retried
from lab.errors import LabError, NotAllowed
from lab.i18n import N_
from lab.runtime import Workshop


class OnlyFewer(LabError):
    message = N_("You asked for {size} places, and here you can only become fewer.")
    hint = N_("If you are more, leave and ask again: then you stand last in the line.")
    status = 409


class NobodyLeft(LabError):
    message = N_("Then nobody is left.")
    hint = N_("Leave everything further down instead.")
    status = 422


FIRST_TO_GO = (State.ASKED, State.WAITING, State.OFFERED, State.PLACED)
"""Of a party that may be split, those who only wait go first."""


@retried
def resize(shop: Workshop, receipt: str, sizes: Sizes) -> None:
    """Be as many as `sizes`. Raises OnlyFewer, NobodyLeft, RequestsClosed, PartyTooLarge, AgesOutside."""
    party = parties.party_of(shop, receipt)
    if party.card:
        raise NotAllowed()
    size = size_of(sizes)
    if not size:
        raise NobodyLeft()
    with shop.database.transaction() as write:
        live = [unit for unit in parties.units(write, party.id) if unit.state in LIVE]
        sessions = _sessions(write, live)
        terms.check_ages(sizes, sessions)
        before = _size(live)
        if size > before and not _is_asking(write, party):
            raise wrong.RequestsClosed() if _is_drawn_soon(write, party) else OnlyFewer(size=before)
        if size != before and _is_drawn_soon(write, party):
            raise wrong.RequestsClosed()
        terms.check_fits(size, party.together, sessions)
        _become(write, party, live, size)
        write.execute("update party set size = ?, sizes = ? where id = ?", [size, json.dumps(sizes), party.id])
        write.record("youth", "resize-request", f"party:{party.id}", before=before, size=size)
        for session in sessions:
            places.move_on(write, session)


def _become(write: Transaction, party: Party, live: list[Unit], size: int) -> None:
    if party.together:
        for request in {unit.request for unit in live}:
            _cut(write, live, request, size)
        return
    requests = _in_order_of_going(live)
    for request in requests[: max(0, len(requests) - size)]:
        for session in {unit.session for unit in live if unit.request == request}:
            places.take_back(write, session, [request], State.LEFT)
    for _ in range(size - len(requests)):
        _one_more(write, party, [unit for unit in live if unit.request == requests[0]])


def _cut(write: Transaction, live: list[Unit], request: str, size: int) -> None:
    """Let go of a request's highest seats, everywhere."""
    write.execute("update request set seats = ? where id = ?", [size, request])
    for session in {unit.session for unit in live}:
        held = write.column(
            "select number from place where session = ? and request = ? order by number", [session, request]
        )
        write.execute("delete from place where session = ? and list_contains(?, number)", [session, held[size:]])


def _one_more(write: Transaction, party: Party, wishes: Sequence[Unit]) -> None:
    """One more who asks for the same, with the next number of the round."""
    entry = write.value(
        "select coalesce(max(entry::integer), 0) + 1 from request join party on party.id = request.party"
        " where party.round = ? and entry <> ''",
        [party.round],
    )
    request = new_id()
    write.execute("insert into request values (?, ?, 1, ?, '')", [request, party.id, str(entry)])
    for rank, unit in enumerate(wishes, 1):
        write.execute(
            "insert into wish values (?, ?, ?, 'asked', 0, 0, null, ?)", [request, unit.session, rank, write.now]
        )


def _in_order_of_going(live: Sequence[Unit]) -> list[str]:
    """The requests of a party that may be split: who waits before who has a seat."""
    best = {request: max(FIRST_TO_GO.index(State(unit.state)) for unit in live if unit.request == request)
            for request in {unit.request for unit in live}}  # fmt: skip
    return sorted(best, key=lambda request: (best[request], request))


def _size(live: Sequence[Unit]) -> int:
    return sum({unit.request: unit.seats for unit in live}.values())


def _sessions(write: Transaction, live: Sequence[Unit]) -> list[Session]:
    """The sessions that they still ask for. Raises RequestsClosed where there are none to come."""
    wanted = list(dict.fromkeys(unit.session for unit in live))
    found = write.rows(
        Session, "select * from session where list_contains(?, id) and starts_at > ?", [wanted, write.now]
    )
    if not found:
        raise wrong.RequestsClosed()
    return sorted(found, key=lambda session: wanted.index(session.id))


def _is_asking(write: Transaction, party: Party) -> bool:
    """Whether the party's round takes requests now."""
    found = "select 1 from round where id = ? and state = 'asking' and opens_at <= ? and closes_at > ?"
    return write.value(found, [party.round, write.now, write.now]) is not None


def _is_drawn_soon(write: Transaction, party: Party) -> bool:
    """Whether the party's round has closed and is not drawn: its list stands."""
    state = write.value("select state from round where id = ?", [party.round])
    return state is not None and state != "drawn" and not _is_asking(write, party)
