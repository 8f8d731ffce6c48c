"""Whatever the order in which sessions and series are booked, moved and cancelled, and rooms and hours change."""

import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bookings import labs, openings, resource_rules, resources, rules, series, series_changes, sessions
from bookings.opening_rules import Closing, Hours
from bookings.repeats import Repeat
from bookings.resource_rules import Buffers, Needs
from bookings.rules import Draft, Session
from bookings.series import Plan, Scope
from lab.access import SYSTEM
from lab.errors import LabError
from lab.runtime import open_workshop
from lab.settings import Settings
from tests.conftest import PAINTING, FakeClock

MONDAY = date(2026, 3, 23)
"""The week in which the clock changes."""
times = st.tuples(st.integers(0, 13), st.integers(32, 72), st.integers(1, 8))
"""Days from Monday, quarter of the day, quarters that it lasts."""
rooms = st.integers(0, 1)


@dataclass(frozen=True)
class Held:
    resource: str
    quarter: datetime
    session: str


class Term(RuleBasedStateMachine):
    """Two rooms, two printers in the small one, and one camera."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.shop = open_workshop(Settings(data=Path(self.folder.name)), (PAINTING,), FakeClock())
        self.lab = labs.found(self.shop, SYSTEM, "Verkstan", "1780", "Europe/Stockholm", {"A": 3, "B": 2}).id
        self.rooms = [room.id for room in labs.rooms(self.shop, self.lab)]
        resources.set_capability(self.shop, SYSTEM, self.rooms[1], [1, 2], "3d-printer")
        self.camera = resources.add_equipment(self.shop, SYSTEM, self.lab, "Kamera", 1).id

    def teardown(self) -> None:
        self.shop.close()
        self.folder.cleanup()

    def draft(self, room: int, at: tuple[int, int, int]) -> Draft:
        day, quarter, length = at
        begins = rules.from_local(MONDAY + timedelta(days=day), time(), "Europe/Stockholm") + quarter * rules.QUARTER
        ends = begins + length * rules.QUARTER
        return Draft(self.lab, self.rooms[room], "Måla", begins, ends, 1, 8, 16, ("canvas",))

    def all(self) -> list[Session]:
        return sessions.between(self.shop, SYSTEM, self.lab, MONDAY, MONDAY + timedelta(days=60))

    def planned(self, number: int) -> Session | None:
        found = [one for one in self.all() if one.status == rules.Status.PLANNED]
        return found[number % len(found)] if found else None

    def is_open(self, session: Session) -> bool:
        return session.id not in {one.session.id for one in openings.struck(self.shop, SYSTEM, self.lab)}

    @rule(room=rooms, at=times, printers=st.integers(0, 2), camera=st.booleans())
    def book(self, room: int, at: tuple[int, int, int], printers: int, camera: bool) -> None:
        needs = Needs({"3d-printer": printers} if printers else {}, {self.camera: 1} if camera else {})
        with suppress(LabError):
            assert self.is_open(sessions.book(self.shop, SYSTEM, self.draft(room, at), needs))

    @rule(room=rooms, at=times, number=st.integers(0, 20))
    def move(self, room: int, at: tuple[int, int, int], number: int) -> None:
        session = self.planned(number)
        if session:
            with suppress(LabError):
                assert self.is_open(sessions.change(self.shop, SYSTEM, session.id, self.draft(room, at)))

    @rule(room=rooms, at=times, count=st.integers(2, 4))
    def book_a_series(self, room: int, at: tuple[int, int, int], count: int) -> None:
        draft = self.draft(room, at)
        plan = Plan(draft, Repeat(((MONDAY + timedelta(days=at[0])).weekday(),), count=count))
        before = len(self.all())
        skipped = {one.day: None for one in series.preview(self.shop, SYSTEM, plan) if one.answer.trouble}
        with suppress(series.NothingLeft):
            series.book(self.shop, SYSTEM, plan, skipped)
            assert len(self.all()) == before + count - len(skipped)

    @rule(number=st.integers(0, 20), later=st.integers(-4, 4), scope=st.sampled_from((Scope.FOLLOWING, Scope.ALL)))
    def move_siblings(self, number: int, later: int, scope: Scope) -> None:
        session = self.planned(number)
        if session and series.of_session(self.shop, SYSTEM, session.id):
            by = later * rules.QUARTER
            draft = replace(
                Draft(**{name: getattr(session, name) for name in Draft.__dataclass_fields__}),
                starts_at=session.starts_at + by,
                ends_at=session.ends_at + by,
            )
            before = self.all()
            try:
                series_changes.change(self.shop, SYSTEM, session.id, scope, draft, Needs())
            except LabError:
                assert self.all() == before

    @rule(number=st.integers(0, 20))
    def cancel(self, number: int) -> None:
        session = self.planned(number)
        if session:
            sessions.cancel(self.shop, SYSTEM, session.id)

    @rule(room=rooms, before=st.integers(0, 2), after=st.integers(0, 2))
    def change_buffers(self, room: int, before: int, after: int) -> None:
        with suppress(LabError):
            resources.set_buffers(self.shop, SYSTEM, self.rooms[room], Buffers(before, after))

    @rule(stations=st.integers(1, 4))
    def change_stations(self, stations: int) -> None:
        with suppress(LabError):
            labs.change_room(self.shop, SYSTEM, self.rooms[1], "Studion", stations)

    @rule(day=st.integers(0, 13))
    def close_a_day(self, day: int) -> None:
        closed = MONDAY + timedelta(days=day)
        openings.close(self.shop, SYSTEM, self.lab, [Closing("Flytt", closed, closed)])

    @rule(opens=st.integers(8, 11))
    def change_hours(self, opens: int) -> None:
        hours = [Hours(weekday, opens * 60, 20 * 60) for weekday in range(7)]
        openings.set_hours(self.shop, SYSTEM, self.lab, hours)

    @invariant()
    def nothing_is_promised_twice_and_each_session_holds_its_room_and_stations_with_buffers(self) -> None:
        expected = {
            (station.id, quarter, session.id)
            for session in self.all()
            if session.status == rules.Status.PLANNED
            for station in resources.stations(self.shop, self.lab)
            if station.room == session.room
            for quarter in self.quarters(session)
        }
        with self.shop.database.read() as read:
            held = read.rows(Held, "select resource, quarter, session from resource_claim")
            twice = "select 1 from resource_claim group by resource, unit, quarter having count(*) > 1"
            assert read.value(twice) is None
        assert expected <= {(one.resource, one.quarter, one.session) for one in held}
        planned = {one.id for one in self.all() if one.status == rules.Status.PLANNED}
        assert {one.session for one in held} <= planned

    def quarters(self, session: Session) -> tuple[datetime, ...]:
        buffers = resources.buffers(self.shop, session.room)
        return resource_rules.held_quarters(session.starts_at, session.ends_at, buffers)

    @invariant()
    def every_need_is_met(self) -> None:
        for session in self.all():
            if session.status == rules.Status.PLANNED:
                asked, given = sessions.needs(self.shop, SYSTEM, session.id)
                for kind, number in asked.stations.items():
                    assert sum(1 for one in given if one.capability == kind) >= number


def test_nothing_is_promised_twice_in_any_order() -> None:
    few = settings(max_examples=5, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Term, settings=few)  # type: ignore[no-untyped-call]
