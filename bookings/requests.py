"""Asking for seats: the request, and what its receipt lets one do with it."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from bookings import asking as terms
from bookings import places, seat_letters
from bookings import seat_errors as wrong
from bookings.labs import municipality
from bookings.rules import Session, Status
from bookings.seat_terms import HOLDING, LIVE, Asking, Kind, State, Way, size_of
from lab import cards, i18n, limits, people
from lab.access import Actor, require
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import NotFound
from lab.people import age_on
from lab.runtime import Workshop
from lab.signing import TokenRefused

RECEIPT = "receipt"
RECEIPT_SECONDS = 400 * 24 * 3600.0
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


@dataclass(frozen=True)
class _Going:
    """How a wished session's seats go out now."""

    way: str
    round: str
    state: str
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True)
class Unit:
    """One request of a party in one session."""

    request: str
    session: str
    state: str
    seats: int
    until: datetime | None


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
        sessions = _wished(write, lab, asking.sessions)
        asker = _asker(shop, asking, card, sessions)
        round_id = _round_of(write, sessions)
        _check_asked_before(write, asker, asking.kind, sessions, round_id)
        return _ask(shop, write, lab, asking, asker, sessions, round_id, key)


@retried
def change(shop: Workshop, receipt: str, wanted: tuple[str, ...]) -> None:
    """Ask for other sessions instead; a wish that stays keeps its place in line. Refused for who has a seat."""
    party = party_of(shop, receipt)
    terms.check(Asking(Kind.CARD, wanted))
    with shop.database.transaction() as write:
        units = _units(write, party.id)
        if any(unit.state in HOLDING for unit in units):
            raise wrong.HasPlace()
        sessions = _wished(write, party.lab, wanted)
        if _round_of(write, sessions) != party.round and not _drawn(write, party.round):
            raise wrong.WishesDiffer()
        _check_party(shop, write, party, sessions)
        _replace(write, party, sessions)
        write.record("youth", "change-request", f"party:{party.id}", sessions=len(sessions))


@retried
def confirm(shop: Workshop, receipt: str) -> None:
    """Take the seats that are offered, and say that one comes to those one has. Raises OfferOver."""
    party = party_of(shop, receipt)
    with shop.database.transaction() as write:
        offered = [unit for unit in _units(write, party.id) if unit.state == State.OFFERED]
        held = [unit for unit in offered if unit.until is not None and unit.until > write.now]
        if offered and not held:
            raise wrong.OfferOver()
        write.execute("update party set confirmed_at = ? where id = ?", [write.now, party.id])
        for unit in held:
            write.execute(
                "update wish set state = 'placed', until = null, changed_at = ? where request = ? and session = ?",
                [write.now, unit.request, unit.session],
            )
            places.settle(write, unit.request, unit.session)
        write.record("youth", "confirm-request", f"party:{party.id}", seats=len(held))
        _move_on(write, _sessions_of(write, party.id))


@retried
def leave(shop: Workshop, receipt: str, session: str = "") -> None:
    """Give back all seats and wishes, or those of one `session`; the next in line is offered them at once."""
    party = party_of(shop, receipt)
    with shop.database.transaction() as write:
        gone = [unit for unit in _units(write, party.id) if unit.state in LIVE and session in ("", unit.session)]
        for id_ in sorted({unit.session for unit in gone}):
            places.take_back(write, id_, [unit.request for unit in gone if unit.session == id_], State.LEFT)
        if gone:
            write.record("youth", "leave-request", f"party:{party.id}", wishes=len(gone))
        _move_on(write, sorted({unit.session for unit in gone}))


@retried
def move(shop: Workshop, actor: Actor, session: str, request: str, front: bool, reason: str) -> None:
    """Put somebody who waits first or last in a session's line. The reason is kept in the log."""
    with shop.database.transaction() as write:
        found = _session(write, session)
        require(actor, "book-session", f"lab:{found.lab}")
        terms.check_reason(reason)
        line = places.front_of_line(write, session) if front else places.end_of_line(write, session)
        moved = write.value(
            "update wish set line = ? where session = ? and request = ? and state = 'waiting' returning request",
            [line, session, request],
        )
        if moved is None:
            raise NotFound()
        write.record(
            actor.id, "move-request", f"request:{request}", session=session, front=front, reason=reason.strip()[:200]
        )
        places.move_on(write, found)


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


@dataclass(frozen=True)
class Party:
    """Those who ask together, as far as they are kept. `sizes` is JSON; `contact` is gone after the session."""

    id: str
    lab: str
    round: str
    kind: str
    card: str
    contact: str
    contact_hash: str
    area: str
    size: int
    sizes: str
    together: bool
    code: str
    receipt: str
    language: str
    created_at: datetime
    confirmed_at: datetime | None


def party_of(shop: Workshop, receipt: str) -> Party:
    """Whose receipt that is. Raises TokenRefused where it is nobody's, too old, or purged."""
    said = shop.keys.read(RECEIPT, receipt, RECEIPT_SECONDS)
    with shop.database.read() as read:
        found = read.first(Party, "select * from party where id = ?", [said])
    if found is None:
        raise TokenRefused()
    return found


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
    receipt = shop.keys.sign(RECEIPT, party)
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
        _wish(write, request, sessions, State.ASKED if round_id else State.WAITING)
    write.record("youth", "ask-seat", f"party:{party}", seats=asker.size, sessions=len(sessions))
    if not round_id:
        _seat_at_once(write, requests, sessions)
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
    units = _units(write, party)
    for session in sessions:
        seats = sum(unit.seats for unit in units if unit.session == session.id and unit.state == State.PLACED)
        if seats:
            seat_letters.placed(write, session, party, seats)
    if all(unit.state != State.PLACED for unit in units):
        seat_letters.asked(write, sessions[0], party)


def _wish(write: Transaction, request: str, sessions: list[Session], state: State) -> None:
    """Stand last in the lines of all sessions; in a round there is no line yet."""
    for rank, session in enumerate(sessions, 1):
        line = 0 if state is State.ASKED else places.end_of_line(write, session.id)
        write.execute(
            "insert into wish values (?, ?, ?, ?, ?, 0, null, ?)", [request, session.id, rank, state, line, write.now]
        )


def _seat_at_once(write: Transaction, requests: list[str], sessions: list[Session]) -> None:
    """Give each request the first of its sessions that has room for it and nobody before it."""
    for session in sessions:
        places.move_on(write, session, at_once=requests)


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
    state = State.ASKED if party.round and not _drawn(write, party.round) else State.WAITING
    wanted = [session.id for session in sessions]
    units = _units(write, party.id)
    requests = sorted({unit.request for unit in units})
    dropped = sorted({unit.session for unit in units if unit.state in LIVE and unit.session not in wanted})
    for gone in dropped:
        places.take_back(write, gone, requests, State.LEFT)
    for request in requests:
        standing = {unit.session for unit in units if unit.request == request and unit.state in LIVE}
        for rank, session in enumerate(sessions, 1):
            _wish_again(write, request, session, rank, state, session.id in standing)
    if state is State.WAITING:
        _seat_at_once(write, requests, sessions)
    _move_on(write, dropped)


def _wish_again(write: Transaction, request: str, session: Session, rank: int, state: State, standing: bool) -> None:
    if standing:
        write.execute("update wish set rank = ? where request = ? and session = ?", [rank, request, session.id])
        return
    line = 0 if state is State.ASKED else places.end_of_line(write, session.id)
    write.execute(
        "insert into wish values (?, ?, ?, ?, ?, 0, null, ?) on conflict (request, session) do update set"
        " rank = excluded.rank, state = excluded.state, line = excluded.line, passed = 0, until = null,"
        " changed_at = excluded.changed_at",
        [request, session.id, rank, state, line, write.now],
    )


def _wished(write: Transaction, lab: str, wanted: tuple[str, ...]) -> list[Session]:
    """The wished sessions, coming ones of this lab."""
    sessions = []
    for one in wanted:
        found = _session(write, one)
        if found.lab != lab:
            raise NotFound()
        if found.status not in (Status.PLANNED, Status.OPEN) or found.starts_at <= write.now:
            raise wrong.RequestsClosed()
        sessions.append(found)
    return sessions


def _round_of(write: Transaction, sessions: list[Session]) -> str:
    """The round that all these sessions belong to and that takes requests now; empty for first come, first served."""
    rounds = {_taking(write, session.id) for session in sessions}
    if len(rounds) > 1:
        raise wrong.WishesDiffer()
    return rounds.pop()


def _taking(write: Transaction, session: str) -> str:
    going = write.first(
        _Going,
        "select way, session_way.round, state, opens_at, closes_at from session_way"
        " left join round on round.id = session_way.round where session = ?",
        [session],
    )
    if going is None or going.way == Way.DROP_IN:
        raise wrong.RequestsClosed()
    if going.way == Way.FIRST_COME or going.state == "drawn":
        return ""
    if (
        going.opens_at
        and going.closes_at
        and going.state == "asking"
        and (going.opens_at <= write.now < going.closes_at)
    ):
        return going.round
    raise wrong.RequestsClosed()


def _drawn(write: Transaction, round_id: str) -> bool:
    """Whether what was asked in a round is now asked of what is left; so it is where there was no round."""
    return not round_id or write.value("select state from round where id = ?", [round_id]) == "drawn"


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


def _units(cursor: Cursor, party: str) -> list[Unit]:
    return cursor.rows(
        Unit,
        "select wish.request, wish.session, wish.state, request.seats, wish.until from request"
        " join wish on wish.request = request.id where request.party = ? order by wish.rank, wish.request",
        [party],
    )


def _sessions_of(cursor: Cursor, party: str) -> list[str]:
    return sorted({unit.session for unit in _units(cursor, party)})


def _session(cursor: Cursor, id_: str) -> Session:
    found = cursor.first(Session, "select * from session where id = ?", [id_])
    if found is None:
        raise NotFound()
    return found


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
