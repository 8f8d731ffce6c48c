"""The PIN: it opens its session, and guessing it takes longer than a session."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bookings import pins, sessions
from bookings.rules import Session
from lab.access import Actor
from lab.errors import TooManyAttempts
from lab.runtime import Workshop
from tests.bookings.test_joining import Opened
from tests.conftest import FakeClock


def test_the_pin_on_the_screen_opens_its_session(shop: Workshop, opened: Opened) -> None:
    running = opened()
    assert pins.find(shop, running.pin, "10.0.0.1") == running
    assert pins.find(shop, f" {running.pin[:3]} {running.pin[3:]} ", "10.0.0.1") == running


def test_a_pin_works_only_while_its_session_is_open(
    shop: Workshop, leader: Actor, opened: Opened, clock: FakeClock
) -> None:
    running = opened()
    sessions.close_now(shop, leader, running.id)
    with pytest.raises(pins.PinUnknown):
        pins.find(shop, running.pin, "10.0.0.1")
    again = sessions.open_now(shop, leader, running.id)
    clock.move(hours=2, minutes=16)
    with pytest.raises(pins.PinUnknown):
        pins.find(shop, again.pin, "10.0.0.1")


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "' or 1=1"])
def test_what_is_no_pin_is_said_to_be_none_and_not_counted(shop: Workshop, opened: Opened, typed: str) -> None:
    running = opened()
    for _ in range(12):
        with pytest.raises(pins.PinIncomplete):
            pins.find(shop, typed, "10.0.0.1")
    assert pins.find(shop, running.pin, "10.0.0.1")


def wrong_pins(running: Session, count: int, first: int = 1) -> list[str]:
    return [f"{(int(running.pin) + step) % 1_000_000:06d}" for step in range(first, first + count)]


def test_an_address_that_guesses_has_to_wait_a_minute_even_with_the_right_pin(
    shop: Workshop, opened: Opened, clock: FakeClock
) -> None:
    running = opened()
    for pin in wrong_pins(running, 10):
        with pytest.raises(pins.PinUnknown):
            pins.find(shop, pin, "10.0.0.1")
    with pytest.raises(TooManyAttempts) as refusal:
        pins.find(shop, running.pin, "10.0.0.1")
    assert refusal.value.values == {"seconds": 60}
    assert pins.find(shop, running.pin, "10.0.0.2")
    clock.move(seconds=61)
    assert pins.find(shop, running.pin, "10.0.0.1")


def test_guessing_on_for_ten_minutes_ends_at_thirty(shop: Workshop, opened: Opened, clock: FakeClock) -> None:
    running = opened()
    refused = 0
    for minute in range(8):
        for pin in wrong_pins(running, 10, first=1 + 10 * minute):
            try:
                pins.find(shop, pin, "10.0.0.1")
            except TooManyAttempts:
                refused += 1
            except pins.PinUnknown:
                continue
        clock.move(seconds=61)
    assert refused == 50
    clock.move(minutes=10)
    assert pins.find(shop, running.pin, "10.0.0.1")


def test_a_class_that_types_yesterdays_pin_has_made_one_mistake(shop: Workshop, opened: Opened) -> None:
    running = opened()
    yesterdays = wrong_pins(running, 1)[0]
    for _ in range(30):
        with pytest.raises(pins.PinUnknown):
            pins.find(shop, yesterdays, "10.0.0.1")
    assert pins.find(shop, running.pin, "10.0.0.1")


def test_thirty_tablets_with_three_slips_among_them_all_get_in(shop: Workshop, opened: Opened) -> None:
    running = opened()
    typed = wrong_pins(running, 3) + [running.pin] * 30

    def find(pin: str) -> bool:
        try:
            return pins.find(shop, pin, "10.0.0.1") == running
        except pins.PinUnknown:
            return False

    with ThreadPoolExecutor(33) as pool:
        assert sum(pool.map(find, typed)) == 30


def test_guesses_sent_all_at_once_are_counted_one_by_one(shop: Workshop, opened: Opened) -> None:
    running = opened()

    def guess(pin: str) -> type[Exception]:
        with pytest.raises((pins.PinUnknown, TooManyAttempts)) as refusal:
            pins.find(shop, pin, "10.0.0.1")
        return refusal.type

    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(guess, wrong_pins(running, 30)))
    assert answers.count(pins.PinUnknown) == 10
