"""A calendar's secret address: who makes it, what it shows and never shows, and how it ends."""

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from bookings import booking, feeds, labs, leading, sessions
from bookings.feeds import AlarmUnknown, Kind
from bookings.rules import Draft, Session
from bookings.web.feeds import OFTEN, Pace, routes
from lab import staff
from lab.access import SYSTEM, Actor, Grant, Role
from lab.errors import NotAllowed
from lab.runtime import Workshop
from lab.staff import Credentials
from lab.web.protection import Protection, exception_handlers
from tests.conftest import FakeClock


@pytest.fixture
def kim(shop: Workshop, draft: Draft) -> Actor:
    """A leader of the lab who really works there."""
    role = Grant(Role.LEADER, f"lab:{draft.lab}")
    with shop.database.transaction() as write:
        made = staff.add(write, SYSTEM, Credentials("kim.larsson@example.se", "x"), [role])
    return Actor(f"staff:{made}", "kim.larsson@example.se", (role,))


@pytest.fixture
def booked(shop: Workshop, kim: Actor, draft: Draft, clock: FakeClock) -> Session:
    start = clock() + timedelta(days=3)
    return sessions.book(shop, kim, replace(draft, starts_at=start, ends_at=start + timedelta(hours=2)))


@pytest.fixture
def client(shop: Workshop) -> TestClient:
    app = Starlette(routes=routes(), middleware=[Middleware(Protection)], exception_handlers=dict(exception_handlers))
    return TestClient(app, headers={"accept": "text/html,text/calendar"})


def staff_id(actor: Actor) -> str:
    return actor.id.removeprefix("staff:")


def event(client: TestClient, path: str) -> dict[str, str]:
    """The only event of a feed, as text."""
    (found,) = Calendar.from_ical(client.get(path).content).walk("VEVENT")  # type: ignore[union-attr]
    return {name: found[name].to_ical().decode() for name in found}


@pytest.mark.parametrize("kind", Kind)
def test_a_feed_follows_its_session_from_booking_to_cancellation(
    shop: Workshop, client: TestClient, kim: Actor, booked: Session, draft: Draft, kind: Kind, clock: FakeClock
) -> None:
    subject = {Kind.LAB: booked.lab, Kind.LEADER: staff_id(kim), Kind.SESSION: booked.id}[kind]
    path = feeds.make(shop, kim, kind, subject)
    first = event(client, path)
    assert (first["STATUS"], first["SEQUENCE"]) == ("CONFIRMED", "0")
    clock.move(hours=1)
    later = replace(draft, starts_at=booked.starts_at + timedelta(hours=1), ends_at=booked.ends_at + timedelta(hours=1))
    sessions.change(shop, kim, booked.id, later)
    moved = event(client, path)
    assert moved["UID"] == first["UID"]
    assert moved["DTSTART"] > first["DTSTART"]
    assert moved["LAST-MODIFIED"] > first["LAST-MODIFIED"]
    assert moved["SEQUENCE"] == "1"
    sessions.cancel(shop, kim, booked.id)
    gone = event(client, path)
    assert (gone["UID"], gone["STATUS"], gone["SEQUENCE"]) == (first["UID"], "CANCELLED", "2")


def test_a_session_that_moves_to_another_lab_is_cancelled_in_the_old_labs_calendar_and_new_in_the_others(
    shop: Workshop, client: TestClient, admin: Actor, booked: Session, clock: FakeClock
) -> None:
    other = labs.found(shop, admin, "Filialen", "1763", "Europe/Stockholm", {"Salen": 12})
    old, new = (feeds.make(shop, SYSTEM, Kind.LAB, lab) for lab in (booked.lab, other.id))
    before = event(client, old)
    clock.move(hours=1)
    moved = replace(booking.draft_of(booked), lab=other.id, room=labs.rooms(shop, other.id)[0].id)
    later = replace(moved, starts_at=booked.starts_at + timedelta(days=1), ends_at=booked.ends_at + timedelta(days=1))
    sessions.change(shop, SYSTEM, booked.id, later)
    gone, come = event(client, old), event(client, new)
    assert gone["UID"] == come["UID"] == before["UID"]
    assert (gone["STATUS"], gone["SEQUENCE"], gone["DTSTART"]) == ("CANCELLED", "1", before["DTSTART"])
    assert "Verkstan" in gone["LOCATION"]
    assert (come["STATUS"], "Filialen" in come["LOCATION"]) == ("CONFIRMED", True)
    sessions.change(shop, SYSTEM, booked.id, booking.draft_of(booked))
    assert (event(client, old)["STATUS"], event(client, old)["SEQUENCE"]) == ("CONFIRMED", "2")
    assert event(client, new)["STATUS"] == "CANCELLED"


def test_a_leader_who_steps_down_gets_a_cancellation(
    shop: Workshop, client: TestClient, kim: Actor, booked: Session
) -> None:
    path = feeds.make(shop, kim, Kind.LEADER, staff_id(kim))
    leading.choose(shop, kim, booked.id, [])
    gone = event(client, path)
    assert (gone["STATUS"], gone["SEQUENCE"]) == ("CANCELLED", "1")


def test_a_feed_tells_nothing_about_people(shop: Workshop, client: TestClient, kim: Actor, booked: Session) -> None:
    answer = client.get(feeds.make(shop, kim, Kind.LAB, booked.lab, 60))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "set-cookie" not in answer.headers
    assert "kim" not in answer.text
    assert "@example.se" not in answer.text
    assert "ATTENDEE" not in answer.text


def test_what_has_not_changed_is_not_sent_again(
    shop: Workshop, client: TestClient, kim: Actor, booked: Session, clock: FakeClock
) -> None:
    path = feeds.make(shop, kim, Kind.LAB, booked.lab)
    tag = client.get(path).headers["etag"]
    clock.move(hours=2)
    for given in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        assert client.get(path, headers={"if-none-match": given}).status_code == 304
    sessions.cancel(shop, kim, booked.id)
    assert client.get(path, headers={"if-none-match": tag}).status_code == 200


def test_a_revoked_or_invented_address_leads_nowhere_and_sets_no_cookie(
    shop: Workshop, client: TestClient, kim: Actor, booked: Session
) -> None:
    path = feeds.make(shop, kim, Kind.LAB, booked.lab)
    (feed,) = feeds.listed(shop, kim, Kind.LAB, booked.lab)
    feeds.revoke(shop, kim, feed.id)
    assert feeds.listed(shop, kim, Kind.LAB, booked.lab) == []
    for gone in (path, "/calendar/invented.ics"):
        answer = client.get(gone)
        assert answer.status_code == 404
        assert "set-cookie" not in answer.headers


def test_the_address_is_not_kept(shop: Workshop, kim: Actor, booked: Session) -> None:
    secret = feeds.make(shop, kim, Kind.LAB, booked.lab).split("/")[-1].removesuffix(".ics")
    with shop.database.read() as read:
        for table in ("calendar_feed", "audit"):
            assert not any(secret in str(row) for row in read.column(f"select columns(*)::varchar from {table}"))
            assert secret not in str(read.column(f"select t::varchar from {table} t"))


def test_guessing_and_asking_too_often_end_with_a_wait(
    shop: Workshop, client: TestClient, kim: Actor, booked: Session
) -> None:
    path = feeds.make(shop, kim, Kind.LAB, booked.lab)
    answers = [client.get(path).status_code for _time in range(OFTEN + 1)]
    assert answers == [200] * OFTEN + [429]
    guesses = [client.get(f"/calendar/guess{number}.ics") for number in range(31)]
    assert [one.status_code for one in guesses] == [404] * 30 + [429]
    assert int(guesses[-1].headers["retry-after"]) > 0


def test_the_pace_lets_through_again_after_its_time() -> None:
    now = [0.0]
    pace = Pace(2, 10, lambda: now[0])
    assert [pace.wait("a"), pace.wait("a"), pace.wait("b")] == [0, 0, 0]
    assert pace.wait("a") == 10
    now[0] = 10.0
    assert pace.wait("a") == 0


def test_only_those_who_see_a_calendar_make_a_feed_of_it_and_a_leader_only_their_own(
    shop: Workshop, kim: Actor, admin: Actor, reviewer: Actor, booked: Session
) -> None:
    for kind, subject in ((Kind.LAB, booked.lab), (Kind.SESSION, booked.id), (Kind.LEADER, staff_id(kim))):
        with pytest.raises(NotAllowed):
            feeds.make(shop, reviewer, kind, subject)
    with pytest.raises(NotAllowed):
        feeds.make(shop, admin, Kind.LEADER, staff_id(kim))
    with pytest.raises(AlarmUnknown):
        feeds.make(shop, kim, Kind.LAB, booked.lab, 7)


def test_an_administrator_may_end_anyones_feed_but_a_leader_only_their_own(
    shop: Workshop, kim: Actor, admin: Actor, leader: Actor, booked: Session
) -> None:
    feeds.make(shop, kim, Kind.LAB, booked.lab)
    assert feeds.listed(shop, leader, Kind.LAB, booked.lab) == []
    (feed,) = feeds.listed(shop, admin, Kind.LAB, booked.lab)
    with pytest.raises(NotAllowed):
        feeds.revoke(shop, leader, feed.id)
    feeds.revoke(shop, admin, feed.id)


def test_the_own_feed_of_someone_who_was_shut_out_ends(
    shop: Workshop, client: TestClient, kim: Actor, booked: Session
) -> None:
    path = feeds.make(shop, kim, Kind.LEADER, staff_id(kim))
    assert client.get(path).status_code == 200
    with shop.database.transaction() as write:
        write.execute("update staff set disabled = true where id = ?", [staff_id(kim)])
    assert client.get(path).status_code == 404
