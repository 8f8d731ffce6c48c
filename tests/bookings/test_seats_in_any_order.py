"""Whatever the order in which people ask, confirm and leave, offers expire, rounds are drawn and leaders resize."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bookings import labs, lines, places, requests, round_record, rounds, rules, sessions, ways
from bookings import seat_errors as wrong
from bookings.draw_terms import Policy
from bookings.rounds import Plan
from bookings.rules import Draft, Session
from bookings.seat_terms import Waiting, Way
from lab.access import SYSTEM
from lab.errors import LabError
from lab.runtime import open_workshop
from lab.settings import Settings
from tests.bookings.asking_people import ask, school_class
from tests.conftest import PAINTING

START = datetime(2026, 3, 17, 15, 0, tzinfo=UTC)
parties = st.integers(0, 12)
numbers = st.integers(0, 2)


class Spring(RuleBasedStateMachine):
    """Two sessions that are first come and one of a round, in a room of six stations, and parties that come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now = START
        self.shop = open_workshop(Settings(data=Path(self.folder.name)), (PAINTING,), lambda: self.now)
        lab = labs.found(self.shop, SYSTEM, "Verkstan", "1780", "Europe/Stockholm", {"A": 6})
        room = labs.rooms(self.shop, lab.id)[0].id
        self.drafts = [
            Draft(lab.id, room, f"P{day}", START + timedelta(days=day), START + timedelta(days=day, hours=2), 3, 8, 16,
                  ("canvas",))
            for day in (30, 31, 32)
        ]  # fmt: skip
        self.sessions = [sessions.book(self.shop, SYSTEM, draft).id for draft in self.drafts]
        for session in self.sessions[:2]:
            ways.set_way(self.shop, SYSTEM, session, Way.FIRST_COME)
        wanted = Plan(lab.id, "R", (self.sessions[2],), START, START + timedelta(days=25), Policy())
        self.round = rounds.plan(self.shop, SYSTEM, wanted).id
        self.receipts: list[str] = []
        self.asked = 0

    def teardown(self) -> None:
        self.shop.close()
        self.folder.cleanup()

    def session(self, number: int) -> Session:
        return sessions.session(self.shop, SYSTEM, self.sessions[number])

    @rule(number=numbers, size=st.integers(1, 4), together=st.booleans(), both=st.booleans())
    def ask(self, number: int, size: int, together: bool, both: bool) -> None:
        wishes = [self.session(number)]
        if both and number < 2:
            wishes.append(self.session(1 - number))
        self.asked += 1
        try:
            key = f"key-{self.asked}"
            receipt = ask(self.shop, school_class(*wishes, size=size, together=together), key)
        except (wrong.RequestsClosed, wrong.PartyTooLarge, wrong.WishesDiffer):
            return
        assert ask(self.shop, school_class(*wishes, size=size, together=together), key) == receipt
        self.receipts.append(receipt)

    @rule(party=parties)
    def confirm(self, party: int) -> None:
        if party < len(self.receipts):
            try:
                requests.confirm(self.shop, self.receipts[party])
            except wrong.OfferOver:
                return

    @rule(party=parties)
    def leave(self, party: int) -> None:
        if party < len(self.receipts):
            requests.leave(self.shop, self.receipts[party])
            before = self.offers_made()
            requests.leave(self.shop, self.receipts[party])
            assert self.offers_made() == before

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        if self.now + timedelta(hours=hours) < START + timedelta(days=24):
            self.now += timedelta(hours=hours)
            requests.expire_offers(self.shop)

    @rule(number=numbers, seats=st.integers(1, 6))
    def resize(self, number: int, seats: int) -> None:
        try:
            self.drafts[number] = replace(self.drafts[number], seats=seats)
            sessions.change(self.shop, SYSTEM, self.sessions[number], self.drafts[number])
        except rules.WrongStatus:
            return

    @precondition(lambda self: self.state() == round_record.ASKING)
    @rule()
    def freeze(self) -> None:
        try:
            rounds.freeze(self.shop, SYSTEM, self.round)
        except rounds.NobodyAsked:
            return

    @precondition(lambda self: self.state() == round_record.FROZEN)
    @rule()
    def draw(self) -> None:
        rounds.draw_now(self.shop, SYSTEM, self.round)

    @rule()
    def cancel(self) -> None:
        """Once in a while the second session is cancelled."""
        if self.asked > 8:
            try:
                sessions.cancel(self.shop, SYSTEM, self.sessions[1])
            except LabError:
                return

    @invariant()
    def no_more_is_promised_than_there_are_seats(self) -> None:
        for number in range(3):
            found = self.session(number)
            with self.shop.database.read() as read:
                promised = read.column("select number from place where session = ? order by number", [found.id])
                free = places.free_numbers(read, found)
            assert all(1 <= one <= found.seats for one in promised)
            assert len(set(promised)) == len(promised)
            assert len(promised) + len(free) == found.seats

    @invariant()
    def whoever_holds_has_all_seats_in_one_session_and_the_others_none(self) -> None:
        with self.shop.database.read() as read:
            wrong_ones = read.column(
                """
                with held as (select request, session, count(*) as seats from place group by all)
                select request.id from request left join wish on wish.request = request.id
                left join held on held.request = request.id and held.session = wish.session
                where coalesce(held.seats, 0)
                    <> case when wish.state in ('offered', 'placed') then request.seats else 0 end
                union all
                select request from wish where state in ('offered', 'placed') group by request having count(*) > 1
                """
            )
        assert wrong_ones == []

    @invariant()
    def nobody_who_could_be_served_waits(self) -> None:
        for number in range(3):
            found = self.session(number)
            with self.shop.database.read() as read:
                line = read.rows(
                    Waiting,
                    "select wish.request, request.seats, wish.passed from wish"
                    " join request on request.id = wish.request where wish.session = ? and wish.state = 'waiting'"
                    " and wish.request not in (select request from wish where state in ('offered', 'placed'))"
                    " order by wish.line, wish.request",
                    [found.id],
                )
                free = places.free_numbers(read, found)
            assert lines.served(len(free), line, found.seats).chosen == ()

    @invariant()
    def a_live_offer_has_an_end_ahead_or_is_about_to_move_on(self) -> None:
        with self.shop.database.read() as read:
            assert read.value("select count(*) from wish where (state = 'offered') <> (until is not null)") == 0

    def state(self) -> str:
        return rounds.public(self.shop, self.round).state

    def offers_made(self) -> int:
        with self.shop.database.read() as read:
            return int(read.value("select count(*) from audit where verb = 'offer-place'"))


def test_seats_are_promised_once_offered_in_turn_and_never_lost() -> None:
    few = settings(max_examples=6, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Spring, settings=few)  # type: ignore[no-untyped-call]
