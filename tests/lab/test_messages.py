"""What messages say, who sees them, and that a message that came to nothing is taken back."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab import i18n, messages, outbox
from lab.access import ANONYMOUS, SYSTEM, Actor, Grant, Role
from lab.errors import NotAllowed
from lab.message_kinds import KINDS, letter, preview
from lab.messages import AlreadySettled, Status
from lab.runtime import Workshop
from lab.staff import EmailNotValid
from tests.conftest import FakeClock

FACTS = {"title": "Måla", "starts_at": "2026-03-24T14:30:00+00:00", "zone": "Europe/Stockholm", "place": "Ateljén"}


def queue(shop: Workshop, to: str = "kim@example.se", key: str = "a", **options: object) -> bool:
    with shop.database.transaction() as write:
        return outbox.queue(write, to, "reminder", "sv", FACTS, key, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_kind_can_be_previewed_whole(kind: str, language: str) -> None:
    said = preview(kind, language)
    assert "{" not in said.subject + said.text
    assert len(said.text.splitlines()) > 5
    assert ("Hej" in said.text) == (language == "sv")


def test_a_sentence_without_its_fact_is_left_out_and_the_language_before_stays() -> None:
    i18n.speak("en")
    said = letter("cancelled", "sv", FACTS, "https://lab.example")
    assert "http" not in said.text
    assert i18n.language() == "en"


@given(st.text(max_size=60))
def test_no_title_breaks_a_subject(title: str) -> None:
    said = letter("cancelled", "sv", {**FACTS, "title": title}, "")
    assert "\n" not in said.subject
    assert "\r" not in said.subject


@given(st.integers(1, 60))
def test_waits_grow_and_end_at_six_hours(attempts: int) -> None:
    assert messages.wait(attempts) <= messages.wait(attempts + 1) <= timedelta(hours=6)


@pytest.mark.parametrize("address", ["kim", "kim@", "kim@example.se, eve@example.se", "kim@example.se\nBcc: x@y.se"])
def test_what_is_no_address_is_refused(shop: Workshop, address: str) -> None:
    with pytest.raises(EmailNotValid):
        queue(shop, address)


def test_a_message_that_was_taken_back_can_be_queued_again(shop: Workshop) -> None:
    assert queue(shop, about="session:1")
    assert not queue(shop, about="session:1")
    with shop.database.transaction() as write:
        assert messages.withdraw(write, "session:1", ["moved"]) == 0
        assert messages.withdraw(write, "session:1") == 1
    (gone,) = messages.listed(shop, SYSTEM)
    assert (gone.status, gone.address) == (Status.WITHDRAWN, "")
    assert queue(shop, about="session:1")
    assert [one.status for one in messages.listed(shop, SYSTEM)] == [Status.QUEUED]


def test_a_message_of_a_transaction_that_failed_was_never_queued(shop: Workshop) -> None:
    with pytest.raises(RuntimeError), shop.database.transaction() as write:  # noqa: PT012
        outbox.queue(write, "kim@example.se", "reminder", "sv", FACTS, "a")
        raise RuntimeError
    assert messages.listed(shop, SYSTEM) == []


def test_leaders_see_the_messages_of_their_labs_only(shop: Workshop) -> None:
    queue(shop, key="a", lab="one")
    queue(shop, key="b", lab="two")
    queue(shop, key="c")
    leader = Actor("staff:l", "l@example.se", (Grant(Role.LEADER, "lab:one"),))
    assert [one.once for one in messages.listed(shop, leader)] == ["a"]
    other = next(one for one in messages.listed(shop, SYSTEM) if one.once == "b")
    with pytest.raises(NotAllowed):
        messages.told(shop, leader, other.id)
    with pytest.raises(NotAllowed):
        messages.listed(shop, ANONYMOUS)


def test_what_was_told_by_hand_is_not_told_again(shop: Workshop) -> None:
    queue(shop)
    (waiting,) = messages.listed(shop, SYSTEM)
    messages.told(shop, SYSTEM, waiting.id)
    with pytest.raises(AlreadySettled):
        messages.told(shop, SYSTEM, waiting.id)


def test_messages_are_forgotten_after_three_months(shop: Workshop, clock: FakeClock) -> None:
    queue(shop)
    (waiting,) = messages.listed(shop, SYSTEM)
    messages.told(shop, SYSTEM, waiting.id)
    clock.move(days=91)
    messages.tidy(shop)
    assert messages.listed(shop, SYSTEM) == []
