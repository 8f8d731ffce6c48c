"""What sessions leave behind goes when its days are up; what was counted stays."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bookings import feeds, joining, labs, parties, retention, rounds, sessions
from bookings.draw_terms import Policy
from bookings.rounds import Plan
from bookings.rules import Draft, Session
from bookings.seat_terms import Way
from lab import cards, controls
from lab.access import SYSTEM, Actor
from lab.errors import NotAllowed
from lab.runtime import Workshop
from lab.signing import TokenRefused
from tests.bookings.asking_people import ask, card, coming, family, with_card
from tests.conftest import FakeClock

TABLES = ("party", "request", "wish", "place", "round", "session_way", "arrival", "session_control")


def count(shop: Workshop, table: str) -> int:
    with shop.database.read() as read:
        return int(read.value(f"select count(*) from {table}"))


def everything(shop: Workshop) -> str:
    with shop.database.read() as read:
        tables = read.column("select table_name from duckdb_tables()")
        return "\n".join(str(row) for table in tables for row in read.column(f'select t::varchar from "{table}" t'))


@pytest.fixture
def over(shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock) -> Session:
    """A round's session that a family and a card asked for, and whose card came."""
    session = coming(shop, leader, draft, Way.ROUND, seats=4)
    found = rounds.plan(
        shop, leader, Plan(session.lab, "Våren", (session.id,), clock(), clock() + timedelta(days=1), Policy())
    )
    _id, words = card(shop)
    ask(shop, family(session, contact="kim@example.se"))
    ask(shop, with_card(words, session))
    rounds.freeze(shop, leader, found.id)
    rounds.draw_now(shop, leader, found.id)
    clock.now = session.starts_at
    sessions.open_now(shop, leader, session.id)
    joining.join(shop, session.id, "a", words=words)
    clock.move(hours=3)
    sessions.close_now(shop, leader, session.id)
    return session


def test_an_address_is_gone_a_day_after_the_session_and_nothing_else_is(
    shop: Workshop, over: Session, clock: FakeClock
) -> None:
    retention.purge(shop)
    clock.move(days=1)
    assert [one.kind for one in retention.due(shop, SYSTEM)] == ["contact"]
    assert retention.purge(shop) == 1
    with shop.database.read() as read:
        assert read.column("select contact from party") == ["", ""]
    assert count(shop, "party") == 2
    assert retention.purge(shop) == 0


def test_what_a_leader_said_of_a_session_goes_a_day_after_it_and_stays_while_it_is_open(
    shop: Workshop, leader: Actor, draft: Draft, clock: FakeClock
) -> None:
    session = coming(shop, leader, draft)
    clock.now = session.starts_at
    sessions.open_now(shop, leader, session.id)
    controls.pause(shop, leader, session.id)
    clock.now = session.ends_at + timedelta(days=2)
    assert (retention.due(shop, SYSTEM), retention.purge(shop)) == ([], 0)
    assert controls.controls_of(shop, session.id).paused
    sessions.close_now(shop, leader, session.id)
    assert [(one.kind, one.id) for one in retention.due(shop, SYSTEM)] == [("control", session.id)]
    assert retention.purge(shop) == 1
    assert count(shop, "session_control") == 0


def test_the_note_of_a_lab_that_a_session_left_stays_for_as_long_as_its_calendars_show_that_day(
    shop: Workshop, admin: Actor, leader: Actor, draft: Draft, clock: FakeClock
) -> None:
    other = labs.found(shop, admin, "Garaget", "1780", "Europe/Stockholm", {"Verkstaden": 12})
    session = coming(shop, leader, draft)
    there = replace(draft, lab=other.id, room=labs.rooms(shop, other.id)[0].id)
    there = replace(
        there, starts_at=session.starts_at + timedelta(days=30), ends_at=session.ends_at + timedelta(days=30)
    )
    sessions.change(shop, admin, session.id, there)
    clock.now = session.ends_at + feeds.KEPT
    assert (retention.due(shop, SYSTEM), retention.purge(shop), count(shop, "session_departure")) == ([], 0, 1)
    clock.move(minutes=1)
    assert [(one.kind, one.id) for one in retention.due(shop, SYSTEM)] == [("departure", session.id)]
    assert (retention.purge(shop), count(shop, "session_departure")) == (1, 0)


def test_when_its_days_are_up_nothing_is_left_but_what_was_counted(
    shop: Workshop, over: Session, clock: FakeClock
) -> None:
    clock.move(days=401)
    retention.purge(shop)
    assert {table: count(shop, table) for table in TABLES} == dict.fromkeys(TABLES, 0)
    assert count(shop, "visit") == 1
    assert count(shop, "held_session") == 1


def test_a_request_for_a_coming_session_is_never_due(
    shop: Workshop, leader: Actor, draft: Draft, over: Session, clock: FakeClock
) -> None:
    session = coming(shop, leader, draft, days=500)
    receipt = ask(shop, family(session))
    clock.move(days=450)
    retention.purge(shop)
    assert parties.party_of(shop, receipt).contact == "a@example.se"


def test_a_receipt_that_was_purged_is_nobodys(shop: Workshop, over: Session, clock: FakeClock) -> None:
    with shop.database.read() as read:
        receipt = str(read.value("select receipt from party limit 1"))
    clock.move(days=401)
    retention.purge(shop)
    with pytest.raises(TokenRefused):
        parties.party_of(shop, receipt)


def test_erasing_a_card_keeps_the_counts_of_the_draw(shop: Workshop, over: Session, admin: Actor) -> None:
    with shop.database.read() as read:
        card_id = read.value("select card from party where card <> ''")
        before = read.value("select published from round")
    cards.erase(shop, admin, card_id)
    with shop.database.read() as read:
        assert read.value("select published from round") == before
        assert read.value("select count(*) from wish where state in ('arrived', 'missed', 'placed')") == 2


def test_only_who_may_read_the_log_sees_the_list(shop: Workshop, leader: Actor) -> None:
    with pytest.raises(NotAllowed):
        retention.due(shop, leader)


def test_the_command_lists_and_removes(tmp_path: Path, shop: Workshop, over: Session) -> None:
    shop.close()
    command = [sys.executable, "-m", "lab.cli", "retention", "--data", str(tmp_path / "data"), "--json"]
    listed = subprocess.run([*command, "--dry-run"], capture_output=True, check=True, text=True).stdout
    assert {one["kind"] for one in json.loads(listed)} == {"contact"}
    removed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    again = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert (json.loads(removed), json.loads(again)) == (json.loads(listed), [])
