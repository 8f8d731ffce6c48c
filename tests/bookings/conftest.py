"""A lab in Karlstad with one room of twelve stations, its leader, and sessions to join."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from bookings import labs, rounds, sessions
from bookings.draw_terms import Policy
from bookings.labs import Lab, Room
from bookings.rounds import Plan
from bookings.rules import Draft, Session
from bookings.seat_terms import Way
from bookings.web.routes import routes
from bookings.web.seats import seat_of
from lab import staff
from lab.access import SYSTEM, Actor, Grant, Role
from lab.runtime import Workshop
from lab.staff import Credentials
from lab.web.protection import Protection, exception_handlers
from lab.web.routes import routes as routes_of_the_ground
from tests.bookings import asking_people
from tests.bookings.tablets import Tablet
from tests.conftest import FakeClock

Hire = Callable[..., Actor]


@pytest.fixture
def place(shop: Workshop, admin: Actor) -> Lab:
    return labs.found(shop, admin, "Verkstan", "1780", "Europe/Stockholm", {"Ateljén": 12, "Studion": 4})


@pytest.fixture
def room(shop: Workshop, place: Lab) -> Room:
    return labs.rooms(shop, place.id)[0]


@pytest.fixture
def leader(place: Lab) -> Actor:
    return Actor("staff:leader", "ledare@example.se", (Grant(Role.LEADER, f"lab:{place.id}"),))


@pytest.fixture
def draft(shop: Workshop, place: Lab, room: Room) -> Draft:
    """Two hours from a quarter of an hour ago, twelve seats, ages 8-16."""
    start = shop.clock() - timedelta(minutes=15)
    return Draft(place.id, room.id, "Måla", start, start + timedelta(hours=2), 12, 8, 16, ("canvas",))


@pytest.fixture
def opened(shop: Workshop, leader: Actor, draft: Draft) -> Callable[..., Session]:
    """Books and opens a session; named values change the draft."""

    def open_one(**changes: object) -> Session:
        booked = sessions.book(shop, leader, replace(draft, **changes))  # type: ignore[arg-type]
        return sessions.open_now(shop, leader, booked.id)

    return open_one


@pytest.fixture
def started(shop: Workshop, leader: Actor, session: Session, clock: FakeClock) -> Callable[[], Session]:
    """Opens the `session` of a test, five minutes before it starts."""

    def start() -> Session:
        clock.now = session.starts_at - timedelta(minutes=5)
        return sessions.open_now(shop, leader, session.id)

    return start


@pytest.fixture
def hire(shop: Workshop, place: Lab) -> Hire:
    """Someone who leads in the lab, unless other roles are given."""

    def hired(name: str, *grants: Grant) -> Actor:
        roles = grants or (Grant(Role.LEADER, f"lab:{place.id}"),)
        with shop.database.transaction() as write:
            made = staff.add(write, SYSTEM, Credentials(f"{name}@example.se", "x"), roles)
        return Actor(f"staff:{made}", f"{name}@example.se", tuple(roles))

    return hired


@pytest.fixture
def kim(hire: Hire) -> Actor:
    return hire("kim")


@pytest.fixture
def robin(hire: Hire) -> Actor:
    return hire("robin")


@pytest.fixture
def coming(draft: Draft, clock: FakeClock) -> Draft:
    """In three days."""
    start = clock() + timedelta(days=3)
    return replace(draft, starts_at=start, ends_at=start + timedelta(hours=2))


@pytest.fixture
def planned(shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock) -> Callable[..., Any]:
    """A round that is open: sessions with so many seats each, a week from now."""

    def plan(*seats: int, policy: Policy | None = None, reserves: dict[str, int] | None = None) -> Any:
        found = [
            asking_people.coming(shop, leader, draft, Way.ROUND, days=7 + number, seats=count)
            for number, count in enumerate(seats)
        ]
        held = {found[0].id: reserves} if reserves else {}
        wanted = Plan(
            found[0].lab, "Våromgången", tuple(one.id for one in found), clock(), clock() + timedelta(days=2),
            replace(policy or Policy(), reserves=held),
        )  # fmt: skip
        return rounds.plan(shop, leader, wanted), found

    return plan


@pytest.fixture
def tablet(shop: Workshop) -> Tablet:
    """Each call is another tablet."""
    app = Starlette(
        routes=[*routes_of_the_ground(seat_of), *routes()],
        middleware=[Middleware(Protection)],
        exception_handlers=dict(exception_handlers),
    )
    return lambda: TestClient(app, headers={"accept": "text/html"})
