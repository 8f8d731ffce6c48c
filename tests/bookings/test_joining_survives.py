"""Joins that were answered are there after the power goes; none is there by half."""

import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bookings import labs, sessions
from bookings.rules import Draft
from lab.access import SYSTEM
from lab.runtime import Workshop, open_workshop
from lab.settings import Settings
from tests.bookings.halves import halves
from tests.conftest import PAINTING

ROUNDS = 6


def test_of_joins_cut_off_by_kill_minus_nine_each_answered_one_stays_and_none_by_half(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    session = _open_session(settings)
    answered: set[str] = set()
    for kill_after in random.Random(2).sample(range(1, 20), ROUNDS):
        answered |= _join_until_killed(settings.data, session, kill_after)
        shop = open_workshop(settings)
        assert answered <= _seats(shop, session)
        assert halves(shop) == []
        shop.close()
    assert len(answered) >= ROUNDS


def _open_session(settings: Settings) -> str:
    shop = open_workshop(settings, (PAINTING,))
    place = labs.found(shop, SYSTEM, "Verkstan", "1780", "Europe/Stockholm", {"Ateljén": 200})
    room = labs.rooms(shop, place.id)[0]
    now = datetime.now(UTC)
    draft = Draft(place.id, room.id, "Måla", now, now + timedelta(hours=2), 200, 8, 16, ("canvas",))
    booked = sessions.book(shop, SYSTEM, replace(draft))
    sessions.open_now(shop, SYSTEM, booked.id)
    shop.close()
    return booked.id


def _join_until_killed(data: Path, session: str, after: int) -> set[str]:
    """The seats that were answered before, and in the moment of, the killing."""
    command = [sys.executable, "-m", "tests.bookings.joining_process", str(data), session]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(after)]
        process.kill()
        lines += process.stdout.readlines()
    return {line.strip() for line in lines if line.endswith("\n")}


def _seats(shop: Workshop, session: str) -> set[str]:
    with shop.database.read() as read:
        return set(read.column("select number || ' ' || join_key from seat where session = ?", [session]))
