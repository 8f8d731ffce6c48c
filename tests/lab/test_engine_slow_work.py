"""Slow work and strokes side by side: strokes go first at every step, and slow work gets on all the same."""

import threading
from pathlib import Path

import pytest

from lab.engine_host import EngineHost, Standing, WorkCancelled, WorkReplaced
from lab.errors import EngineUnavailable
from lab.settings import Settings
from tests.lab.engine_asking import GRANTING, PATIENCE, ask, busy, eventually
from tests.lab.fake_engines import Wish


def test_live_work_goes_first_at_every_step_of_slow_work(host: EngineHost) -> None:
    ask(host, "ada", Wish())
    slow = host.submit("trial", GRANTING, "ada#look", Wish(seconds=0.02, steps=100_000, slow=True))
    assert eventually(lambda: (host.standing("ada#look") or Standing(0)).step > 0)
    for number in range(5):
        assert ask(host, "bo", Wish(number=number)).number == number
    assert not slow.done()
    host.cancel("ada#look")
    with pytest.raises(WorkCancelled):
        slow.result(PATIENCE)


def test_slow_work_gets_on_while_others_never_stop_painting(host: EngineHost) -> None:
    painted: list[int] = []
    ended = threading.Event()

    def paint(owner: str) -> None:
        while not ended.is_set():
            painted.append(ask(host, owner, Wish(seconds=0.002)).number)

    painters = [threading.Thread(target=paint, args=(f"seat {number}",)) for number in range(4)]
    for painter in painters:
        painter.start()
    try:
        assert host.submit("trial", GRANTING, "eva", Wish(number=8, steps=8, slow=True)).result(PATIENCE).number == 8
    finally:
        ended.set()
        for painter in painters:
            painter.join()
    assert painted


def test_a_stroke_and_a_look_of_one_person_do_not_replace_each_other(host: EngineHost) -> None:
    busy(host)
    stroke = host.submit("trial", GRANTING, "ada", Wish(number=1))
    look = host.submit("trial", GRANTING, "ada#look", Wish(number=2, slow=True))
    assert (stroke.result(PATIENCE).number, look.result(PATIENCE).number) == (1, 2)


def test_a_stroke_takes_the_place_of_the_same_persons_waiting_slow_picture(host: EngineHost) -> None:
    host.submit("trial", GRANTING, "bo", Wish(seconds=0.1, steps=4, slow=True))
    assert eventually(lambda: host.standing("bo") == Standing(0, 1, 4))
    finish = host.submit("trial", GRANTING, "ada", Wish(slow=True))
    stroke = host.submit("trial", GRANTING, "ada", Wish(number=1))
    with pytest.raises(WorkReplaced):
        finish.result(PATIENCE)
    assert stroke.result(PATIENCE).number == 1


def test_slow_work_can_be_cancelled_while_live_work_runs_between_its_steps(host: EngineHost) -> None:
    slow = host.submit("trial", GRANTING, "ada#look", Wish(seconds=0.02, steps=1000, slow=True))
    assert eventually(lambda: (host.standing("ada#look") or Standing(0)).step > 0)
    ask(host, "bo", Wish())
    host.cancel("ada#look")
    ask(host, "bo", Wish())
    with pytest.raises(WorkCancelled):
        slow.result(PATIENCE)


def test_a_crash_during_a_slow_step_costs_both_lines_and_then_both_go_on(host: EngineHost) -> None:
    slow = host.submit("trial", GRANTING, "ada#look", Wish(seconds=0.02, steps=1000, slow=True))
    assert eventually(lambda: (host.standing("ada#look") or Standing(0)).step > 0)
    with pytest.raises(EngineUnavailable):
        host.submit("trial", GRANTING, "bo", Wish(do="crash")).result(PATIENCE)
    with pytest.raises(EngineUnavailable):
        slow.result(PATIENCE)
    assert ask(host, "bo", Wish(number=3)).number == 3
    assert ask(host, "ada#look", Wish(number=4, slow=True)).number == 4


def test_work_of_many_steps_may_take_long_as_long_as_it_gets_on(tmp_path: Path) -> None:
    host = EngineHost(Settings(data=tmp_path, device="cpu", engine_threads=1, engine_seconds=3))
    ask(host, "ada", Wish())
    wish = Wish(number=1, seconds=0.4, steps=12, slow=True)
    assert host.submit("trial", GRANTING, "ada", wish).result(PATIENCE).number == 1
    host.close()
