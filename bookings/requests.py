"""Asking for seats: the request, and what its receipt lets one do with it."""

import json
import secrets
from dataclasses import dataclass

from bookings import asking as terms
from bookings import parties, places, seat_letters, wishes
from bookings import seat_errors as wrong
from bookings.labs import municipality
from bookings.parties import Party
from bookings.rules import Session
from bookings.seat_terms import HOLDING, LIVE, Asking, Kind, State, size_of
from lab import cards, i18n, limits, people
from lab.database import Transaction, new_id, retried
from lab.people import age_on
from lab.runtime import Workshop

HOUR = 3600.0
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
"""Nothing that looks like something else; 40 bits, and only leaders can try one."""

assert len(CODE_LETTERS) == 32


@dataclass(frozen=True)
class _Asker:
    """Who asks, as far as it is kept; empty where there is none."""

    card: str
    contact: str
    contact_hash: str
    area: str
    size: int


@retried
def ask(shop: Workshop, lab: str, asking: Asking, key: str, address: str = "") -> str:
    """Ask for seats; gives the receipt's token. The same `key` again is the same request.

    Raises what `asking.check` refuses, RequestsClosed, WishesDiffer, AlreadyAsked, AgeOutside, CardUnknown,
    TooManyAttempts.
    """
    terms.check(asking)
    card = cards.find(shop, asking.words, address) if asking.kind is Kind.CARD else None
    with shop.database.transaction() as write:
        known = write.value("select receipt from party where asked_key = ?", [key])
        if known is not None:
            return str(known)
        limits.counted(write, shop, limits.Window("signup", address, shop.settings.signups_an_hour, HOUR))
        sessions = wishes.wished(write, lab, asking.sessions)
        asker = _asker(shop, asking, card, sessions)
        round_id = wishes.shared_round(write, sessions)
        _check_asked_before(write, asker, asking.kind, sessions, round_id)
        return _ask(shop, write, lab, asking, asker, sessions, round_id, key)


@retried
def change(shop: Workshop, receipt: str, wanted: tuple[str, ...]) -> None:
    """Ask for other sessions instead; a wish that stays keeps its place in line. Refused for who has a seat."""
    party = parties.party_of(shop, receipt)
    terms.check(Asking(Kind.CARD, wanted))
    with shop.database.transaction() as write:
        units = parties.units(write, party.id)
        if any(unit.state in HOLDING for unit in units):
            raise wrong.HasPlace()
        sessions = wishes.wished(write, party.lab, wanted)
        if wishes.shared_round(write, sessions) != party.round and not wishes.drawn(write, party.round):
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


def _ask(
    shop: Workshop,
    write: Transaction,
    lab: str,
    asking: Asking,
    asker: _Asker,
    sessions: list[Session],
    round_id: str,
    key: str,
) -> str:
    party = new_id()
    receipt = parties.receipt_of(shop, party)
    write.execute(
        "insert into party values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)",
        [
            party, lab, round_id, asking.kind, asker.card, asker.contact, asker.contact_hash, asker.area, asker.size,
            json.dumps(asking.sizes), asking.together, _code(), key, receipt, i18n.language(), write.now,
        ],
    )  # fmt: skip
    units = terms.units(asker.size, asking.together)
    requests = [new_id() for _ in units]
    first = _next_entry(write, round_id) if round_id else 0
    for number, (request, seats) in enumerate(zip(requests, units, strict=True), first):
        entry = str(number) if round_id else ""
        write.execute("insert into request values (?, ?, ?, ?, '')", [request, party, seats, entry])
        wishes.wish(write, request, sessions, State.ASKED if round_id else State.WAITING)
    write.record("youth", "ask-seat", f"party:{party}", seats=asker.size, sessions=len(sessions))
    if not round_id:
        wishes.seat_at_once(write, requests, sessions)
    _tell(write, party, sessions)
    return receipt


def _next_entry(write: Transaction, round_id: str) -> int:
    """Numbers are given in the order of asking and told at once, so that nobody can choose them for somebody later."""
    return 1 + int(
        write.value(
            "select coalesce(max(entry::integer), 0) from request join party on party.id = request.party"
            " where party.round = ? and entry <> ''",
            [round_id],
        )
    )


def _tell(write: Transaction, party: str, sessions: list[Session]) -> None:
    """What came of it at once: seats, or a receipt."""
    units = parties.units(write, party)
    for session in sessions:
        seats = sum(unit.seats for unit in units if unit.session == session.id and unit.state == State.PLACED)
        if seats:
            seat_letters.placed(write, session, party, seats)
    if all(unit.state != State.PLACED for unit in units):
        seat_letters.asked(write, sessions[0], party)


def _asker(shop: Workshop, asking: Asking, card: cards.Card | None, sessions: list[Session]) -> _Asker:
    """Who asks; refused when an age does not suit a session, or the party none."""
    if card is not None:
        terms.check_card_age(age_on(card.birth_year, shop.clock().date()), sessions)
        return _Asker(card.id, "", "", card.area, 1)
    terms.check_ages(asking.sizes, sessions)
    size = size_of(asking.sizes)
    terms.check_fits(size, asking.together, sessions)
    contact = asking.contact.strip()
    return _Asker("", contact, shop.keys.hash("contact", contact.casefold()), municipality(shop, asking.area), size)


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


def _check_asked_before(write: Transaction, asker: _Asker, kind: Kind, sessions: list[Session], round_id: str) -> None:
    """One card asks once in a round, and never for two sessions at the same time; so does a family."""
    if kind in (Kind.CLASS, Kind.CLUB):
        return
    for session in sessions:
        clash = write.value(
            "select 1 from party join request on request.party = party.id join wish on wish.request = request.id"
            " join session on session.id = wish.session"
            " where ((party.card <> '' and party.card = ?) or (party.contact_hash <> '' and party.contact_hash = ?))"
            " and wish.state in ('asked', 'waiting', 'offered', 'placed')"
            " and ((session.starts_at < ? and session.ends_at > ?) or (party.round <> '' and party.round = ?)) limit 1",
            [asker.card, asker.contact_hash, session.ends_at, session.starts_at, round_id],
        )
        if clash:
            raise wrong.AlreadyAsked()


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


def _code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
