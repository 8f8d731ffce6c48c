"""All who ask for seats at the same moment, in one transaction: each in its turn, as if they had come one by one.

What the store says is read once for all of them, the rules decide for one after another, and what has come of it is
written at once. Whoever is refused leaves no trace.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings import asking as terms
from bookings import parties, wishes
from bookings import seat_errors as wrong
from bookings.accepting import Accepted, Ask, Asker, Floor
from bookings.labs import municipality
from bookings.rules import Session
from bookings.seat_terms import Kind, size_of
from lab import limits, outbox
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import LabError
from lab.gathering import gathered
from lab.people import age_on
from lab.runtime import Workshop

HOUR = 3600.0


@gathered
@retried
def ask(shop: Workshop, asks: Sequence[Ask]) -> list[str | LabError]:
    """The receipts' tokens, or why somebody is refused. The same key again is the same request.

    Raises for one alone RequestsClosed, WishesDiffer, AlreadyAsked, AgeOutside, AgesOutside, PartyTooLarge,
    TooManyAttempts, AreaUnknown, EmailNotValid, NotFound.
    """
    with shop.database.transaction() as write:
        desk = _Desk(shop, write, asks)
        answers = [desk.answer(one) for one in asks]
        desk.write_down()
    return answers


class _Desk:
    """What is known while one after another asks, and what has come of it."""

    def __init__(self, shop: Workshop, write: Transaction, asks: Sequence[Ask]) -> None:
        self._floor = Floor(write)
        self._counts = limits.Counts(write, shop, [_limit(shop, one) for one in asks], write.now)
        self._shop, self._write, self._now = shop, write, write.now
        self._receipts = parties.receipts(write, [one.key for one in asks])
        self._known = wishes.known(write, [session for one in asks for session in one.asking.sessions])
        self._before = _asked_before(shop, write, asks)
        self._areas: dict[str, str] = {}

    def answer(self, one: Ask) -> str | LabError:
        """The receipt's token, or why there is none."""
        if one.key not in self._receipts:
            try:
                self._accept(one)
            except LabError as refused:
                return refused
        return self._receipts[one.key]

    def _accept(self, one: Ask) -> None:
        limit = _limit(self._shop, one)
        self._counts.check(limit)
        sessions = wishes.wished(self._known, one.lab, one.asking.sessions, self._now)
        asker = self._asker(one, sessions)
        round_id = wishes.shared_round(self._known, sessions, self._now)
        self._check_asked_before(one, asker, sessions, round_id)
        self._counts.add(limit)
        party = new_id()
        receipt = self._receipts[one.key] = parties.receipt_of(self._shop, party)
        group = self._floor.accept(Accepted(one, asker, tuple(sessions), round_id, party, receipt))
        self._before += (_before(asker, round_id, each) for each in sessions if self._floor.stand_in(group, each.id))

    def _asker(self, one: Ask, sessions: list[Session]) -> Asker:
        """Who asks; refused when an age does not suit a session, or the party none."""
        if one.card is not None:
            terms.check_card_age(age_on(one.card.birth_year, self._shop.clock().date()), sessions)
            return Asker(one.card.id, "", one.card.area, 1)
        outbox.check_address(one.contact)
        terms.check_ages(one.asking.sizes, sessions)
        size = size_of(one.asking.sizes)
        terms.check_fits(size, one.asking.together, sessions)
        return Asker("", _contact_hash(self._shop, one), self._area(one.asking.area), size)

    def _area(self, code: str) -> str:
        if code not in self._areas:
            self._areas[code] = municipality(self._shop, code)
        return self._areas[code]

    def _check_asked_before(self, one: Ask, asker: Asker, sessions: list[Session], round_id: str) -> None:
        """One card asks once in a round, and never for two sessions at the same time; so does a family."""
        if one.asking.kind in (Kind.CLASS, Kind.CLUB):
            return
        wanted = [_before(asker, round_id, each) for each in sessions]
        if any(before.clashes(wish) for before in self._before for wish in wanted):
            raise wrong.AlreadyAsked()

    def write_down(self) -> None:
        """All that has come of it."""
        if self._floor.groups:
            self._floor.write_down()
            self._counts.keep(self._write)


@dataclass(frozen=True)
class _Before:
    """What somebody asks for: the time of the session, and the round."""

    card: str
    contact_hash: str
    round: str
    starts_at: datetime
    ends_at: datetime

    def clashes(self, other: "_Before") -> bool:
        """Whether both are of one card or one family, and for one round or one time."""
        same = (self.card and self.card == other.card) or (
            self.contact_hash and self.contact_hash == other.contact_hash
        )
        together = self.starts_at < other.ends_at and self.ends_at > other.starts_at
        return bool(same) and (together or bool(self.round and self.round == other.round))


def _before(asker: Asker, round_id: str, session: Session) -> _Before:
    return _Before(asker.card, asker.contact_hash, round_id, session.starts_at, session.ends_at)


def _asked_before(shop: Workshop, cursor: Cursor, asks: Sequence[Ask]) -> list[_Before]:
    """What those who ask now have asked for already and still wait for or have."""
    who = [one.card.id if one.card else _contact_hash(shop, one) for one in asks]
    return cursor.rows(
        _Before,
        "select distinct party.card, party.contact_hash, party.round, session.starts_at, session.ends_at from party"
        " join request on request.party = party.id join wish on wish.request = request.id"
        " join session on session.id = wish.session"
        " where coalesce(nullif(party.card, ''), party.contact_hash) in (select unnest(?))"
        " and wish.state in ('asked', 'waiting', 'offered', 'placed')",
        [who],
    )


def _contact_hash(shop: Workshop, one: Ask) -> str:
    return shop.keys.hash("contact", one.contact.casefold())


def _limit(shop: Workshop, one: Ask) -> limits.Limit:
    return limits.Window("signup", one.address, shop.settings.signups_an_hour, HOUR)
