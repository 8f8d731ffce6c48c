"""Asking for seats: the request, and what its receipt lets one do with it."""

import json

from bookings import asking as terms
from bookings import asks, parties, places, wishes
from bookings import seat_errors as wrong
from bookings.accepting import Ask
from bookings.parties import Party
from bookings.rules import Session
from bookings.seat_terms import HOLDING, LIVE, Asking, Kind, State
from lab import cards, i18n, people
from lab.database import Transaction, retried
from lab.runtime import Workshop


def ask(shop: Workshop, lab: str, asking: Asking, key: str, address: str = "") -> str:
    """Ask for seats; gives the receipt's token. The same `key` again is the same request.

    Raises what `asking.check` refuses, what `asks.ask` does, CardUnknown, TooManyAttempts.
    """
    terms.check(asking)
    card = cards.find(shop, asking.words, address) if asking.kind is Kind.CARD else None
    return asks.ask(shop, Ask(lab, asking, card, key, address, i18n.language()))


async def ask_soon(shop: Workshop, lab: str, asking: Asking, key: str, address: str = "") -> str:
    """The same for a page that must not hold up others meanwhile."""
    terms.check(asking)
    card = await cards.find_soon(shop, asking.words, address) if asking.kind is Kind.CARD else None
    return await asks.ask.soon(shop, Ask(lab, asking, card, key, address, i18n.language()))


@retried
def change(shop: Workshop, receipt: str, wanted: tuple[str, ...]) -> None:
    """Ask for other sessions instead; a wish that stays keeps its place in line. Refused for who has a seat."""
    party = parties.party_of(shop, receipt)
    terms.check(Asking(Kind.CARD, wanted))
    with shop.database.transaction() as write:
        units = parties.units(write, party.id)
        if any(unit.state in HOLDING for unit in units):
            raise wrong.HasPlace()
        known = wishes.known(write, wanted)
        sessions = wishes.wished(known, party.lab, wanted, write.now)
        if wishes.shared_round(known, sessions, write.now) != party.round and not wishes.drawn(write, party.round):
            raise wrong.WishesDiffer()
        _check_party(shop, write, party, sessions)
        _replace(write, party, sessions)
        write.record("youth", "change-request", f"party:{party.id}", sessions=len(sessions))


@retried
def confirm(shop: Workshop, receipt: str) -> None:
    """Take the seats that are offered, and say that one comes to those one has. Raises OfferOver."""
    party = parties.party_of(shop, receipt)
    with shop.database.transaction() as write:
        holding = [unit for unit in parties.units(write, party.id) if unit.state in HOLDING]
        offered = [unit for unit in holding if unit.state == State.OFFERED]
        held = [unit for unit in offered if unit.until is not None and unit.until > write.now]
        if not holding or (offered and not held):
            raise wrong.OfferOver()
        write.execute("update party set confirmed_at = ? where id = ?", [write.now, party.id])
        for unit in held:
            write.execute(
                "update wish set state = 'placed', until = null, changed_at = ? where request = ? and session = ?",
                [write.now, unit.request, unit.session],
            )
            places.settle(write, unit.request, unit.session)
        write.record("youth", "confirm-request", f"party:{party.id}", seats=len(held))
        _move_on(write, parties.sessions_of(write, party.id))


@retried
def leave(shop: Workshop, receipt: str, session: str = "") -> None:
    """Give back all seats and wishes, or those of one `session`; the next in line is offered them at once."""
    party = parties.party_of(shop, receipt)
    with shop.database.transaction() as write:
        gone = [unit for unit in parties.units(write, party.id) if unit.state in LIVE and session in ("", unit.session)]
        for id_ in sorted({unit.session for unit in gone}):
            places.take_back(write, id_, [unit.request for unit in gone if unit.session == id_], State.LEFT)
        if gone:
            write.record("youth", "leave-request", f"party:{party.id}", wishes=len(gone))
        _move_on(write, sorted({unit.session for unit in gone}))


@retried
def expire_offers(shop: Workshop) -> int:
    """Move on every offer whose time is over; gives how many there were."""
    with shop.database.transaction() as write:
        late = write.column(
            "select session from wish where state = 'offered' and until <= ? order by session, request", [write.now]
        )
        _move_on(write, sorted(set(late)))
        for session in _started(write):
            places.release(write, session, shop.settings.release_minutes)
    return len(late)


def _check_party(shop: Workshop, write: Transaction, party: Party, sessions: list[Session]) -> None:
    """The same checks for a party that asks for other sessions."""
    if party.card:
        born = write.value("select birth_year from card where id = ?", [party.card])
        terms.check_card_age(people.age_on(int(born or 0), shop.clock().date()), sessions)
    else:
        terms.check_ages(json.loads(party.sizes), sessions)
        terms.check_fits(party.size, party.together, sessions)


def _replace(write: Transaction, party: Party, sessions: list[Session]) -> None:
    state = State.ASKED if party.round and not wishes.drawn(write, party.round) else State.WAITING
    wanted = [session.id for session in sessions]
    units = parties.units(write, party.id)
    requests = sorted({unit.request for unit in units})
    dropped = sorted({unit.session for unit in units if unit.state in LIVE and unit.session not in wanted})
    for gone in dropped:
        places.take_back(write, gone, requests, State.LEFT)
    for request in requests:
        standing = {unit.session for unit in units if unit.request == request and unit.state in LIVE}
        for rank, session in enumerate(sessions, 1):
            wishes.wish_again(write, request, session, rank, state, session.id in standing)
    if state is State.WAITING:
        wishes.seat_at_once(write, requests, sessions)
    _move_on(write, dropped)


def _started(write: Transaction) -> list[Session]:
    """Sessions that have begun and where seats are still put aside."""
    return write.rows(
        Session,
        "select * from session where starts_at <= ? and id in (select session from place) order by id",
        [write.now],
    )


def _move_on(write: Transaction, sessions: list[str]) -> None:
    for session in sessions:
        places.move_on_in(write, session)
