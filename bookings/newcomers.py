"""Youths without a card who sit down at the same moment: each gets a seat, a card and a visit, in one transaction."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bookings import admission, lines, places, rules, tickets
from bookings.rules import Session, SessionNotOpen
from bookings.seat_errors import SeatsPromised
from lab import cards
from lab.database import Cursor, Deed, Transaction, retried
from lab.errors import LabError
from lab.gathering import gathered
from lab.participation import ledger
from lab.runtime import Workshop


@dataclass(frozen=True)
class Newcomer:
    """One tablet's try in a session, and what its youth told; `district` is empty where there is none."""

    session: str
    join_key: str
    area: str
    birth_year: int
    gender: str
    district: str

    @property
    def attempt(self) -> tuple[str, str]:
        return self.session, self.join_key


@dataclass(frozen=True)
class Seated:
    """A seat that somebody sits on or has `left`. A newcomer's card is empty until it is issued."""

    session: str
    number: int
    card: str
    join_key: str
    left: bool = False

    @property
    def attempt(self) -> tuple[str, str]:
        return self.session, self.join_key


@gathered
@retried
def seat(shop: Workshop, newcomers: Sequence[Newcomer]) -> list[Seated | LabError]:
    """Where each sits. The same try again has the same seat.

    Raises for one alone SessionNotOpen, SessionFull, SeatsPromised.
    """
    with shop.database.transaction() as write:
        room = _Room(shop, write, {one.session for one in newcomers})
        told = [room.answer(one) for one in newcomers]
        issued = room.write_down()
    return [issued.get(one.attempt, one) if isinstance(one, Seated) else one for one in told]


class _Room:
    """Who sits where while one after another sits down."""

    def __init__(self, shop: Workshop, write: Transaction, sessions: Collection[str]) -> None:
        self._shop, self._write = shop, write
        self._sessions = admission.admitted_of(shop, write, sessions)
        self._aside = {one.id: numbers_aside(promised(shop, write, one)) for one in self._sessions.values()}
        self._taken: dict[str, list[int]] = defaultdict(list)
        self._left: dict[str, list[int]] = defaultdict(list)
        self._attempts: dict[tuple[str, str], Seated] = {}
        self._new: dict[tuple[str, str], Newcomer] = {}
        self._deeds: list[Deed] = []
        for sat in seats_of(write, self._sessions):
            (self._left if sat.left else self._taken)[sat.session].append(sat.number)
            self._attempts[sat.attempt] = sat

    def answer(self, one: Newcomer) -> Seated | LabError:
        """The seat, or why there is none."""
        if one.session not in self._sessions:
            return SessionNotOpen()
        try:
            return self._again(self._attempts[one.attempt]) if one.attempt in self._attempts else self._sit(one)
        except LabError as refused:
            return refused

    def write_down(self) -> Mapping[tuple[str, str], Seated]:
        """Seats, cards, visits and the record of all newcomers; gives them with their cards."""
        write, new = self._write, list(self._new.values())
        write.record_all(self._deeds)
        if not new:
            return {}
        issued = cards.issue_all(write, self._shop, [(one.area, one.birth_year, one.gender) for one in new])
        sitting = [replace(self._attempts[one.attempt], card=card.id) for one, card in zip(new, issued, strict=True)]
        write.insert("seat", ("session", "number", "card", "join_key", "taken_at"), [
            (one.session, one.number, one.card, one.join_key, write.now) for one in sitting
        ])  # fmt: skip
        self._note_visits(new, sitting)
        for one, card in zip(sitting, issued, strict=True):
            # Within the lock: a second press that waits for it must find the words of the first.
            self._shop.shown_once.keep(tickets.key(one.session, one.number), card.words)
        return {one.attempt: one for one in sitting}

    def _sit(self, one: Newcomer) -> Seated:
        taken, left = self._taken[one.session], self._left[one.session]
        number = unpromised(self._shop, self._sessions[one.session], taken, left, self._aside[one.session])
        if number in left:
            left.remove(number)
            self._forget(one.session, number)
        taken.append(number)
        self._new[one.attempt] = one
        self._deeds.append(Deed("youth", "join-session", f"session:{one.session}", {"seat": number}))
        sits = self._attempts[one.attempt] = Seated(one.session, number, "", one.join_key)
        return sits

    def _forget(self, session: str, number: int) -> None:
        """Whoever sat there and left has no seat to come back to."""
        self._write.execute("delete from seat where session = ? and number = ?", [session, number])
        gone = next(one for one in self._attempts.values() if (one.session, one.number) == (session, number))
        del self._attempts[gone.attempt]

    def _again(self, seated: Seated) -> Seated:
        if seated.left:
            self._deeds.append(sit_again(self._write, seated.session, seated.number))
            self._left[seated.session].remove(seated.number)
            self._taken[seated.session].append(seated.number)
            seated = self._attempts[seated.attempt] = replace(seated, left=False)
        return seated

    def _note_visits(self, new: Sequence[Newcomer], sitting: Sequence[Seated]) -> None:
        came = [
            ledger.Visit(
                sits.session, sits.card, self._sessions[sits.session].lab, one.area, one.birth_year, one.gender
            )
            for one, sits in zip(new, sitting, strict=True)
        ]
        ledger.visited_first(self._write, came, [one.district for one in new])


def seats_of(cursor: Cursor, sessions: Collection[str]) -> list[Seated]:
    """All seats that somebody has or had in the sessions; of those that were left, the longest ago first."""
    return cursor.rows(
        Seated,
        "select session, number, card, join_key, left_at is not null as left from seat where list_contains(?, session)"
        " order by left_at, number",
        [list(sessions)],
    )


def sit_again(write: Transaction, session: str, number: int) -> Deed:
    """Whoever has left comes back to the same seat; gives what is to be recorded."""
    write.execute("update seat set left_at = null where session = ? and number = ?", [session, number])
    return Deed("youth", "return-to-seat", f"session:{session}", {"seat": number})


def promised(shop: Workshop, write: Transaction, session: Session) -> list[places.Held]:
    """Seats put aside; none any more once those who had them are late."""
    aside = places.held(write, session.id)
    if aside and lines.released(session.starts_at, write.now, shop.settings.release_minutes):
        places.release(write, session, shop.settings.release_minutes)
        return places.held(write, session.id)
    return aside


def numbers_aside(held: Sequence[places.Held]) -> list[int]:
    """The numbers of seats that are put aside."""
    return [number for one in held for number in one.numbers]


def unpromised(shop: Workshop, session: Session, taken: list[int], left: list[int], aside: list[int]) -> int:
    """The number to give next. Raises SessionFull, or SeatsPromised where those left are for who signed up."""
    try:
        return rules.free_seat(session.seats, [*taken, *aside], left)
    except rules.SessionFull:
        if len(taken) < session.seats:
            raise SeatsPromised(minutes=shop.settings.release_minutes) from None
        raise
