"""Requests that were answered are there after the power goes, and so is who left; none is there by half."""

import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bookings import labs, sessions, ways
from bookings.rules import Draft
from bookings.seat_terms import Way
from lab.access import SYSTEM
from lab.runtime import Workshop, open_workshop
from lab.settings import Settings
from tests.conftest import PAINTING

ROUNDS = 4
SEATS = 12


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def session(settings: Settings) -> str:
    """A coming session with few seats, so that most stand in line and are offered what others give back."""
    shop = open_workshop(settings, (PAINTING,))
    place = labs.found(shop, SYSTEM, "Verkstan", "1780", "Europe/Stockholm", {"Ateljén": SEATS})
    room = labs.rooms(shop, place.id)[0]
    starts = datetime.now(UTC) + timedelta(days=9)
    draft = Draft(place.id, room.id, "Måla", starts, starts + timedelta(hours=2), SEATS, 8, 16, ("canvas",))
    booked = sessions.book(shop, SYSTEM, replace(draft))
    ways.set_way(shop, SYSTEM, booked.id, Way.FIRST_COME)
    shop.close()
    return booked.id


def test_of_requests_cut_off_by_kill_minus_nine_each_answered_one_stays_and_none_by_half(
    settings: Settings, session: str
) -> None:
    said: set[str] = set()
    for after in random.Random(3).sample(range(1, 25), ROUNDS):
        said |= _lines(settings.data, session, "on", after)
        shop = open_workshop(settings)
        assert _receipts(said, "asked") <= _kept(shop, "true")
        assert _receipts(said, "left") <= _kept(shop, "wish.state = 'left'")
        assert _halves(shop) == []
        shop.close()
    assert len(_receipts(said, "asked")) >= ROUNDS


def test_a_process_that_dies_in_the_middle_of_writing_a_request_down_leaves_nothing_of_it(
    settings: Settings, session: str
) -> None:
    assert _lines(settings.data, session, "dying") == set()
    shop = open_workshop(settings)
    assert _halves(shop) == []
    assert _kept(shop, "true") == set()
    shop.close()


def test_without_a_transaction_the_same_death_leaves_half_a_request(settings: Settings, session: str) -> None:
    """The twin: what the transaction is for."""
    assert _lines(settings.data, session, "torn") == set()
    shop = open_workshop(settings)
    assert _halves(shop) != []
    shop.close()


def _lines(data: Path, session: str, how: str, after: int = 0) -> set[str]:
    """What the process said: killed `after` so many lines, or else when it ended by itself."""
    command = [sys.executable, "-m", "tests.bookings.requesting_process", str(data), session, how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(after)]
        if after:
            process.kill()
        lines += process.stdout.readlines()
    assert process.returncode == -9
    return {line.strip() for line in lines if line.endswith("\n")}


def _receipts(said: set[str], verb: str) -> set[str]:
    return {line.removeprefix(f"{verb} ") for line in said if line.startswith(f"{verb} ")}


def _kept(shop: Workshop, how: str) -> set[str]:
    """The receipts of whole requests that stand so."""
    with shop.database.read() as read:
        return set(
            read.column(
                "select receipt from party join request on request.party = party.id"
                f" join wish on wish.request = request.id where {how}"
            )
        )


def _halves(shop: Workshop) -> list[str]:
    """What should have come together and did not: a party, its request, wish, letter, audit row, count and seats."""
    with shop.database.read() as read:
        return read.column(
            """
            select 'party ' || id from party where id not in (select party from request)
            union all select 'request of ' || party from request where party not in (select id from party)
            union all select 'no wish of ' || id from request where id not in (select request from wish)
            union all select 'wish of ' || request from wish where request not in (select id from request)
            union all select 'place of ' || request from place anti join (
                select request, session from wish where state in ('placed', 'offered')) using (request, session)
            union all select 'no place of ' || request from wish anti join place using (request, session)
                where state in ('placed', 'offered')
            union all select 'audit of ' || id from party
                where 'party:' || id not in (select object from audit where verb = 'ask-seat')
            union all select 'letter of ' || id from party where 'party:' || id not in (select about from message)
            union all select 'counted' where (select count(*) from party) <> (select count(*) from attempt)
            union all select 'free seat while ' || count(*) || ' wait' from wish where state = 'waiting'
                having count(*) > 0 and (select count(*) from place) < 12
            """
        )
