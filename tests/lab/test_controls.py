"""What a leader may do to a running session, and who may not."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from lab import audit, controls, gallery
from lab.access import SYSTEM, Actor, Grant, Role
from lab.controls import Controls, NoLargeModel, SessionNotRunning
from lab.errors import NotAllowed, NotFound
from lab.exercise import MadePicture, Participant
from lab.runtime import Workshop, use

LEADER = Actor("staff:leader", "ledare@example.se", (Grant(Role.LEADER, "lab:karlstad"),))
STRANGER = Actor("staff:other", "annan@example.se", (Grant(Role.LEADER, "lab:malmö"),))
VERBS = ("pause", "stop", "resume", "open_free_text", "close_free_text", "show_slides")


@pytest.fixture
def shop(shop: Workshop) -> Workshop:
    """A lab that has a large picture model."""
    return use(replace(shop, settings=shop.settings.model_copy(update={"large_model": "large"})))


@pytest.fixture
def session(shop: Workshop) -> str:
    """An open session with two seats taken."""
    with shop.database.transaction() as write:
        for id, status in (("tuesday", "open"), ("monday", "closed")):  # noqa: A001
            write.execute(
                "insert into session values"
                " (?, 'karlstad', 'room', 'Måla', ?, ?, 12, 8, 16, ['canvas'], ?, '', ?, ?, null)",
                [id, write.now, write.now, status, write.now, write.now],
            )
        for seat in (1, 2):
            write.execute(
                "insert into seat values ('tuesday', ?, ?, ?, ?, null)",
                [seat, f"card-{seat}", f"key-{seat}", write.now],
            )
    return "tuesday"


def picture(shop: Workshop, session: str) -> str:
    who = Participant(f"seat:{session}:1", "karlstad", session, 1, "card-1", ("canvas",))
    return gallery.save(shop, who, MadePicture(gallery.PNG + gallery.MARK, "canvas", "small", 7, "noon"))


def verbs_of(shop: Workshop) -> list[str]:
    return [entry.verb for entry in audit.entries(shop, SYSTEM) if entry.object.startswith("session:")]


def test_a_session_of_which_nothing_was_said_runs_as_usual(shop: Workshop, session: str) -> None:
    assert controls.controls_of(shop, session) == Controls()
    assert controls.controls_of(shop, "") == Controls()


def test_a_pause_holds_until_the_session_goes_on(shop: Workshop, session: str) -> None:
    assert controls.pause(shop, LEADER, session).paused
    assert controls.controls_of(shop, session) == Controls(paused=True)
    controls.resume(shop, LEADER, session)
    assert controls.controls_of(shop, session) == Controls()


def test_a_stop_takes_the_place_of_a_pause_and_drops_what_every_seat_has_waiting(
    shop: Workshop, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped: list[str] = []
    monkeypatch.setattr(shop.engines, "cancel", dropped.append)
    controls.pause(shop, LEADER, session)
    assert controls.stop(shop, LEADER, session) == Controls(stopped=True)
    assert set(dropped) == {f"seat:tuesday:{seat}{errand}" for seat in (1, 2) for errand in ("", "#look")}


def test_free_text_is_closed_until_a_leader_opens_it(shop: Workshop, session: str) -> None:
    assert not controls.controls_of(shop, session).free_text
    assert controls.open_free_text(shop, LEADER, session).free_text
    assert not controls.close_free_text(shop, LEADER, session).free_text


def test_where_there_is_no_large_model_there_are_no_words_to_let_through(shop: Workshop, session: str) -> None:
    controls.open_free_text(shop, LEADER, session)
    without = replace(shop, settings=shop.settings.model_copy(update={"large_model": ""}))
    assert not controls.controls_of(without, session).free_text
    with pytest.raises(NoLargeModel):
        controls.open_free_text(without, LEADER, session)
    assert not controls.close_free_text(without, LEADER, session).free_text


def test_a_picture_of_the_session_is_put_on_the_projector_and_no_other(shop: Workshop, session: str) -> None:
    own = picture(shop, session)
    assert controls.show(shop, LEADER, session, own).shown == own
    for foreign in ("gone", picture(shop, "monday")):
        with pytest.raises(NotFound):
            controls.show(shop, LEADER, session, foreign)
    assert controls.controls_of(shop, session).shown == own
    assert controls.show_slides(shop, LEADER, session).shown == ""


@pytest.mark.parametrize("verb", VERBS)
def test_only_who_runs_the_lab_may(shop: Workshop, session: str, verb: str, reviewer: Actor) -> None:
    for actor in (STRANGER, reviewer):
        with pytest.raises(NotAllowed):
            getattr(controls, verb)(shop, actor, session)
    assert controls.controls_of(shop, session) == Controls()


@pytest.mark.parametrize("verb", VERBS)
def test_a_session_that_is_not_open_has_nothing_to_pause(shop: Workshop, session: str, verb: str) -> None:
    with pytest.raises(SessionNotRunning):
        getattr(controls, verb)(shop, LEADER, "monday")
    with pytest.raises(NotFound):
        getattr(controls, verb)(shop, LEADER, "gone")


def test_what_is_said_twice_is_recorded_once(shop: Workshop, session: str) -> None:
    for _ in range(3):
        controls.pause(shop, LEADER, session)
    controls.resume(shop, LEADER, session)
    controls.show_slides(shop, LEADER, session)
    assert verbs_of(shop) == ["resume-session", "pause-session"]


def test_a_session_that_is_opened_anew_begins_as_usual(shop: Workshop, session: str) -> None:
    controls.stop(shop, LEADER, session)
    with shop.database.transaction() as write:
        controls.begin_anew(write, session)
    assert controls.controls_of(shop, session) == Controls()


def test_two_leaders_at_once_both_get_what_they_pressed(shop: Workshop, session: str) -> None:
    def together(*verbs: Callable[..., Controls]) -> None:
        with ThreadPoolExecutor(len(verbs)) as pressing:
            for done in [pressing.submit(verb, shop, LEADER, session) for verb in verbs]:
                done.result()

    for _ in range(10):
        together(controls.pause, controls.open_free_text)
        assert controls.controls_of(shop, session) == Controls(paused=True, free_text=True)
        together(controls.resume, controls.close_free_text)
        assert controls.controls_of(shop, session) == Controls()


def test_without_the_transaction_around_both_one_of_them_would_be_lost(shop: Workshop, session: str) -> None:
    """The twin: the same change, but read before the other leader's is written."""
    both_have_read = threading.Barrier(2)

    def careless(**change: bool) -> None:
        after = replace(controls.controls_of(shop, session), **change)
        both_have_read.wait(30)
        with shop.database.transaction() as write:
            write.execute(
                "insert or replace into session_control values (?, ?, ?, ?, ?)",
                [session, after.paused, after.stopped, after.free_text, after.shown],
            )

    with ThreadPoolExecutor(2) as pressing:
        for done in [pressing.submit(careless, paused=True), pressing.submit(careless, free_text=True)]:
            done.result()
    assert controls.controls_of(shop, session) in (Controls(paused=True), Controls(free_text=True))
