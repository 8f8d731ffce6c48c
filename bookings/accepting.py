"""Those whose requests were accepted: what each gets at once, and all that is written of it."""

import json
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from bookings import asking as terms
from bookings import halls, places, seat_letters, seating
from bookings.rules import Session
from bookings.seat_terms import Asking, State, Waiting
from bookings.seating import Given, Hall
from lab import outbox
from lab.cards import Card
from lab.database import Cursor, Deed, Transaction, new_id

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
"""Nothing that looks like something else; 40 bits, and only leaders can try one."""

assert len(CODE_LETTERS) == 32

PARTY = (
    "id", "lab", "round", "kind", "card", "contact", "contact_hash", "area", "size", "sizes", "together", "code",
    "asked_key", "receipt", "language", "created_at",
)  # fmt: skip
REQUEST = ("id", "party", "seats", "entry", "outcome")
WISH = ("request", "session", "rank", "state", "line", "passed", "until", "changed_at")


@dataclass(frozen=True)
class Ask:
    """One who asks, with the `card` whose words they wrote, in the `language` that they read."""

    lab: str
    asking: Asking
    card: Card | None
    key: str
    address: str
    language: str

    @property
    def contact(self) -> str:
        """The address to write to; empty for a card."""
        return "" if self.card else self.asking.contact.strip()


@dataclass(frozen=True)
class Asker:
    """Who asks, as far as it is kept; empty where there is none."""

    card: str
    contact_hash: str
    area: str
    size: int


@dataclass(frozen=True)
class Accepted:
    """A request that breaks no rule: its sessions, the round that they belong to if any, and its name and receipt."""

    ask: Ask
    asker: Asker
    sessions: tuple[Session, ...]
    round: str
    party: str
    receipt: str


@dataclass(frozen=True)
class Group:
    """A party's requests: one for all who sit together, else one for each."""

    of: Accepted
    requests: tuple[Waiting, ...]


class Floor:
    """Where those whose requests are accepted stand in line one after another; all is written down in the end."""

    def __init__(self, write: Transaction) -> None:
        self.write = write
        self.groups: list[Group] = []
        self.sessions: dict[str, Session] = {}
        self.halls: dict[str, Hall] = {}
        self.lines: dict[tuple[str, str], int] = {}
        self.given: dict[tuple[str, str], Given] = {}
        self.passed: Counter[tuple[str, str]] = Counter()
        self.deeds: list[Deed] = []

    def accept(self, one: Accepted) -> Group:
        """Let them stand in line and take what there is for them."""
        group = Group(one, tuple(_requests(one)))
        self.groups.append(group)
        self.sessions |= {session.id: session for session in one.sessions}
        detail = {"seats": one.asker.size, "sessions": len(one.sessions)}
        self.deeds.append(Deed("youth", "ask-seat", f"party:{one.party}", detail))
        if not one.round:
            self._serve(group)
        return group

    def stand_in(self, group: Group, session: str) -> bool:
        """Whether a group waits or has seats in one of its sessions."""
        return any(self.state(group, each, session) is not State.SETTLED for each in group.requests)

    def state(self, group: Group, each: Waiting, session: str) -> State:
        """How a request of a group stands in a session. In a round nothing is given; who has a seat waits nowhere."""
        given = self.given.get((each.request, session))
        if group.of.round:
            return State.ASKED
        if given is not None:
            return given.state
        others = (self.given.get((each.request, other.id)) for other in group.of.sessions)
        sits = any(other is not None and other.state is State.PLACED for other in others)
        return State.SETTLED if sits else State.WAITING

    def write_down(self) -> None:
        """All rows of all groups, and what has come of it for those who waited."""
        write = self.write
        write.insert("party", PARTY, [_party(write, group.of) for group in self.groups])
        write.insert("request", REQUEST, _entered(write, self.groups))
        write.insert("wish", WISH, [row for group in self.groups for row in self._wishes(group)])
        write.insert("place", places.PLACE, [
            (each.session, number, each.request, write.now) for each in self.given.values() for number in each.numbers
        ])  # fmt: skip
        write.record_all(self.deeds)
        self._change_those_who_waited()
        self._tell()

    def _serve(self, group: Group) -> None:
        wanted = [session.id for session in group.of.sessions]
        self.halls |= halls.opened(self.write, [one for one in group.of.sessions if one.id not in self.halls])
        for session in wanted:
            numbers = enumerate(group.requests, self.halls[session].last + 1)
            self.lines |= {(each.request, session): number for number, each in numbers}
        seated = seating.seat(self.halls, group.requests, wanted)
        self.halls = dict(seated.halls)
        self.given |= {(each.request, each.session): each for each in seated.given}
        self.passed.update({(request, session): times for request, session, times in seated.passed})
        self.deeds += [
            Deed("system", "offer-place", f"request:{each.request}", {"session": each.session})
            for each in seated.given
            if each.state is State.OFFERED
        ]

    def _wishes(self, group: Group) -> Iterator[tuple[object, ...]]:
        """A group's wishes as they stand once all of the batch have been served."""
        for each in group.requests:
            for rank, session in enumerate(group.of.sessions, 1):
                key, state = (each.request, session.id), self.state(group, each, session.id)
                until = self.halls[session.id].offers_end if state is State.OFFERED else None
                yield (*key, rank, state.value, self.lines.get(key, 0), self.passed[key], until, self.write.now)

    def _change_those_who_waited(self) -> None:
        """Offers to those who stood in line before, and how often they were let past."""
        new = {each.request for group in self.groups for each in group.requests}
        for (request, session), each in self.given.items():
            if request not in new:
                self.write.execute(
                    "update wish set state = ?, until = ?, changed_at = ? where request = ? and session = ?",
                    [each.state.value, self.halls[session].offers_end, self.write.now, request, session],
                )
        for (request, session), times in self.passed.items():
            if request not in new:
                self.write.execute(
                    "update wish set passed = passed + ? where request = ? and session = ?", [times, request, session]
                )

    def _tell(self) -> None:
        """What came of it at once: seats, or a receipt; and to others, offers."""
        for each in self.given.values():
            ends = self.halls[each.session].offers_end
            if each.state is State.OFFERED and ends is not None:
                seat_letters.offered(self.write, self.sessions[each.session], each.request, ends)
        readers = [group for group in self.groups if group.of.ask.contact]
        if readers:
            where = seat_letters.places_of(self.write, self.sessions)
            notes = (
                seat_letters.answered(where, group.of.sessions, _reader(group.of), self._got(group), self.write.now)
                for group in readers
            )
            outbox.queue_all(self.write, [note for told in notes for note in told])

    def _got(self, group: Group) -> Mapping[str, int]:
        """How many seats a group has in each session."""
        seats: Counter[str] = Counter()
        for session in group.of.sessions:
            placed = (each for each in group.requests if self.state(group, each, session.id) is State.PLACED)
            seats[session.id] = sum(each.seats for each in placed)
        return seats


def _requests(one: Accepted) -> Iterator[Waiting]:
    return (Waiting(new_id(), seats, 0) for seats in terms.units(one.asker.size, one.ask.asking.together))


def _party(write: Transaction, one: Accepted) -> tuple[object, ...]:
    ask, asker = one.ask, one.asker
    kept = (asker.card, ask.contact, asker.contact_hash, asker.area, asker.size, json.dumps(ask.asking.sizes))
    made = (ask.asking.together, _code(), ask.key, one.receipt, ask.language, write.now)
    return (one.party, ask.lab, one.round, ask.asking.kind.value, *kept, *made)


def _entered(write: Transaction, groups: Sequence[Group]) -> list[tuple[object, ...]]:
    """The requests' rows. In a round they have numbers, given in the order of asking and told at once, so that nobody
    can choose them for somebody later."""
    numbers = {round_id: _numbers_from(write, round_id) for round_id in {group.of.round for group in groups} - {""}}
    return [
        (each.request, group.of.party, each.seats, str(next(numbers[group.of.round])) if group.of.round else "", "")
        for group in groups
        for each in group.requests
    ]


def _numbers_from(cursor: Cursor, round_id: str) -> Iterator[int]:
    highest = cursor.value(
        "select coalesce(max(entry::integer), 0) from request join party on party.id = request.party"
        " where party.round = ? and entry <> ''",
        [round_id],
    )
    return count(int(highest) + 1)


def _reader(one: Accepted) -> seat_letters.Reader:
    return seat_letters.Reader(one.party, one.ask.contact, one.ask.language, one.receipt)


def _code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
