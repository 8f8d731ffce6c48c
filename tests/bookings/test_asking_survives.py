"""Requests that were answered together are there after the power goes; none is there by half."""

import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bookings import booking_bench
from lab.runtime import Workshop, open_workshop
from lab.settings import Settings

ROUNDS = 4
SEATS = 15


def test_of_requests_cut_off_by_kill_minus_nine_each_answered_one_stays_and_none_by_half(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    lab = booking_bench.first_come(settings.data, SEATS)
    answered: set[str] = set()
    for kill_after in random.Random(3).sample(range(5, 60), ROUNDS):
        answered |= _ask_until_killed(settings, lab, kill_after)
        shop = open_workshop(settings)
        assert answered <= _kept(shop)
        assert _halves(shop) == []
        shop.close()
    assert len(answered) >= 5 * ROUNDS


def _ask_until_killed(settings: Settings, lab: str, after: int) -> set[str]:
    """The keys and receipts that were answered before, and in the moment of, the killing."""
    shop = open_workshop(settings)
    with shop.database.read() as read:
        session = read.value("select id from session where starts_at > ?", [datetime.now(UTC) + timedelta(hours=1)])
    shop.close()
    command = [sys.executable, "-m", "tests.bookings.asking_process", str(settings.data), lab, str(session)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(after)]
        process.kill()
        lines += process.stdout.readlines()
    return {line.strip() for line in lines if line.endswith("\n")}


def _kept(shop: Workshop) -> set[str]:
    with shop.database.read() as read:
        return set(read.column("select asked_key || ' ' || receipt from party"))


def _halves(shop: Workshop) -> list[str]:
    """What should have come together and did not: a party, its request, its wish, its letter, its audit row, a seat."""
    with shop.database.read() as read:
        return read.column(
            """
            select 'party ' || id from party where id not in (select party from request)
            union all select 'request ' || id from request where id not in (select request from wish)
            union all select 'letter of ' || id from party where 'party:' || id not in (select about from message)
            union all select 'audit of ' || id from party
                where 'party:' || id not in (select object from audit where verb = 'ask-seat')
            union all select 'seat of ' || request from wish where state = 'placed'
                and request not in (select request from place)
            union all select 'place ' || number from place
                where request not in (select request from wish where state = 'placed')
            union all select 'counted' where (select count(*) from party) <> (select count(*) from attempt)
            """
        )
