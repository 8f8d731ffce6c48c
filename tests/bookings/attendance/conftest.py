"""A lab that has held two sessions in the spring of 2026, one of which counts, and the people who led them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher

from bookings import labs, sessions
from bookings.attendance import applicants
from bookings.attendance.applicants import Association, LeaderAnswer
from bookings.joining import Answers, join
from bookings.labs import Lab
from bookings.rules import Draft, Session
from lab import passwords, staff
from lab.access import SYSTEM, Actor, Grant, Role
from lab.runtime import Workshop
from tests.conftest import FakeClock

PASSWORD = "sju-sjösjuka-sjömän"
JULY = datetime.fromisoformat("2026-07-02T09:00:00+00:00")
KARLSTAD, KIL = "1780", "1715"


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with as little work as it takes: nobody guesses here."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def kim(shop: Workshop, place: Lab) -> Actor:
    """A leader who really works here, and has said nothing of themself."""
    grant = Grant(Role.LEADER, f"lab:{place.id}")
    return Actor(f"staff:{staff.create(shop, SYSTEM, 'kim@example.se', PASSWORD, [grant])}", "kim@example.se", (grant,))


@pytest.fixture
def hold(shop: Workshop, place: Lab, kim: Actor, clock: FakeClock) -> Callable[..., Session]:
    """Books, opens and closes a session that Kim leads, with so many girls and boys, and moves on by a day."""

    def held(girls: int, boys: int = 0, minutes: int = 90, title: str = "Måla", area: str = KARLSTAD) -> Session:
        room = labs.rooms(shop, place.id)[0]
        start = clock.now
        draft = Draft(place.id, room.id, title, start, start + timedelta(minutes=minutes), 12, 8, 25, ("canvas",))
        session = sessions.book(shop, kim, draft)
        sessions.open_now(shop, kim, session.id)
        for number in range(girls + boys):
            answers = Answers(area, 11 if number % 2 else 14, "girl" if number < girls else "boy")
            join(shop, session.id, f"key {number}", answers)
        clock.move(minutes=minutes)
        closed = sessions.close_now(shop, kim, session.id)
        clock.move(days=1, minutes=-minutes)
        return closed

    return held


@pytest.fixture
def spring(shop: Workshop, hold: Callable[..., Session], kim: Actor, clock: FakeClock) -> tuple[Session, Session]:
    """Five who came to one session and two to another, when the half-year is over and Kim has said a year of birth."""
    pair = hold(3, 2), hold(2, title="Öppet")
    applicants.say(shop, kim, LeaderAnswer(1990, "woman"))
    clock.now = JULY
    return pair


@pytest.fixture
def association(shop: Workshop, place: Lab, admin: Actor) -> Association:
    said = Association("4711", "Verkstadens vänner", "802400-1234")
    applicants.set_association(shop, admin, place.id, said)
    return said
