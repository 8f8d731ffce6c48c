"""Whatever the order in which youths join, leave and come back and leaders resize, close and open."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bookings import joining, labs, rules, sessions, tickets
from bookings.joining import Answers
from bookings.rules import Draft
from lab.access import SYSTEM
from lab.runtime import open_workshop
from lab.settings import Settings
from tests.conftest import PAINTING

tablets = st.integers(1, 8)


class Afternoon(RuleBasedStateMachine):
    """One session in a room of five stations, and eight tablets; each remembers its ticket and its card."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.shop = open_workshop(Settings(data=Path(self.folder.name)), (PAINTING,))
        place = labs.found(self.shop, SYSTEM, "Verkstan", "1780", "Europe/Stockholm", {"A": 5})
        now = datetime.now(UTC)
        self.draft = Draft(
            place.id,
            labs.rooms(self.shop, place.id)[0].id,
            "Måla",
            now,
            now + timedelta(hours=2),
            3,
            8,
            16,
            ("canvas",),
        )
        self.session = sessions.book(self.shop, SYSTEM, self.draft)
        self.session = sessions.open_now(self.shop, SYSTEM, self.session.id)
        self.tickets: dict[int, str] = {}
        self.words: dict[int, str] = {}
        self.tries = 0

    def teardown(self) -> None:
        self.shop.close()
        self.folder.cleanup()

    def is_open(self) -> bool:
        return self.session.status == rules.Status.OPEN

    @rule(tablet=tablets)
    def join(self, tablet: int) -> None:
        words = self.words.get(tablet)
        answers = None if words else Answers("1780", 10, "boy")
        self.tries += 1
        told = rules.SessionFull if self.is_open() else rules.SessionNotOpen
        try:
            joined = joining.join(self.shop, self.session.id, f"try-{self.tries}", answers, words)
        except told:
            return
        self.tickets[tablet] = joined.ticket
        self.words[tablet] = words or " ".join(joined.words or ())

    @rule(tablet=tablets)
    def leave(self, tablet: int) -> None:
        who = tickets.participant(self.shop, self.tickets.get(tablet))
        if who:
            joining.leave(self.shop, who)
            assert tickets.participant(self.shop, self.tickets.pop(tablet)) is None

    @rule()
    def close_or_open(self) -> None:
        change = sessions.close_now if self.is_open() else sessions.open_now
        self.session = change(self.shop, SYSTEM, self.session.id)

    @rule(seats=st.integers(1, 5))
    def resize(self, seats: int) -> None:
        try:
            self.session = sessions.change(self.shop, SYSTEM, self.session.id, replace(self.draft, seats=seats))
        except (rules.SeatsTaken, rules.WrongStatus):
            return

    @invariant()
    def no_more_sit_than_there_are_seats(self) -> None:
        taken = [seat.number for seat in sessions.seats(self.shop, SYSTEM, self.session.id)]
        assert len(taken) == len(set(taken)) <= self.session.seats
        assert all(1 <= number <= self.session.seats for number in taken)

    @invariant()
    def tickets_hold_for_those_who_sit_and_no_one_else(self) -> None:
        holders = [tickets.participant(self.shop, ticket) for ticket in self.tickets.values()]
        seated = {who.seat for who in holders if who}
        assert seated == (
            {seat.number for seat in sessions.seats(self.shop, SYSTEM, self.session.id)} if self.is_open() else set()
        )

    @invariant()
    def each_card_has_one_visit(self) -> None:
        with self.shop.database.read() as read:
            assert read.value("select count(*) from visit") == len(self.words)


def test_seats_are_never_oversold_nor_lost_in_any_order() -> None:
    few = settings(max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Afternoon, settings=few)  # type: ignore[no-untyped-call]
