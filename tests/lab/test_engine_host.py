"""The engine process: who gets served when, and what a crash costs."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from lab.engine_host import EngineHost, Standing, WorkCancelled, WorkReplaced
from lab.errors import EngineUnavailable
from lab.settings import Settings
from tests.lab.engine_asking import ANOTHER, GRANTING, PATIENCE, ask, busy, eventually
from tests.lab.fake_engines import TooBig, Wish


def test_work_is_done_in_another_process_that_is_started_by_the_first_request(host: EngineHost) -> None:
    assert host.status().state == "not started"
    assert host.process_id() is None
    answer = ask(host, "ada", Wish(number=3))
    assert (answer.number, answer.environment) == (3, ("cpu", "1"))
    assert answer.process == host.process_id() != os.getpid()
    assert (host.status().state, host.status().model) == ("ready", "granting")


def test_the_engine_process_knows_no_interface_and_no_store(host: EngineHost) -> None:
    assert not {"streamlit", "gradio", "duckdb"} & set(ask(host, "ada", Wish()).imported)


def test_the_portal_process_knows_no_torch() -> None:
    code = "import sys, lab.runtime; print({'torch', 'gradio', 'streamlit', 'diffusers'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


def test_an_engine_can_be_made_ready_before_it_is_needed(host: EngineHost) -> None:
    host.warm(ANOTHER)
    assert eventually(lambda: host.status().state == "ready")
    assert host.status().model == "another"


def test_engines_of_several_exercises_live_in_one_process(host: EngineHost) -> None:
    assert ask(host, "ada", Wish()).process == ask(host, "ada", Wish(), ANOTHER).process


def test_a_newer_request_replaces_the_one_that_waits(host: EngineHost) -> None:
    busy(host)
    older = host.submit("trial", GRANTING, "ada", Wish(number=1))
    newer = host.submit("trial", GRANTING, "ada", Wish(number=2))
    with pytest.raises(WorkReplaced):
        older.result(PATIENCE)
    assert newer.result(PATIENCE).number == 2


def test_a_newer_request_keeps_the_place_in_the_queue_and_nobody_is_passed_twice(host: EngineHost) -> None:
    busy(host)
    finished: list[str] = []
    for owner in ("ada", "bo", "cia", "dag", "eva", "ada"):
        future = host.submit("trial", GRANTING, owner, Wish(seconds=0.01))
        future.add_done_callback(lambda done, owner=owner: None if done.exception() else finished.append(owner))
    assert [host.standing(owner) for owner in ("ada", "eva")] == [Standing(1), Standing(5)]
    assert eventually(lambda: len(finished) == 5)
    assert finished == ["ada", "bo", "cia", "dag", "eva"]


def test_one_who_always_asks_does_not_keep_others_waiting(host: EngineHost) -> None:
    busy(host)
    order: list[str] = []

    def again(_: object) -> None:
        order.append("eager")
        if len(order) < 12:
            host.submit("trial", ANOTHER, "eager", Wish()).add_done_callback(again)

    again(None)
    for owner in ("ada", "bo"):
        host.submit("trial", GRANTING, owner, Wish()).add_done_callback(lambda _, owner=owner: order.append(owner))
    assert eventually(lambda: len(order) >= 12)
    assert {"ada", "bo"} <= set(order[:5])


def test_waiting_requests_for_one_engine_run_together_but_not_too_many(host: EngineHost) -> None:
    ask(host, "ada", Wish())
    busy(host, engine=ANOTHER)
    futures = [host.submit("trial", GRANTING, f"seat {number}", Wish()) for number in range(6)]
    assert [future.result(PATIENCE).batch for future in futures] == [4, 4, 4, 4, 2, 2]


def test_on_a_processor_nobody_waits_for_a_neighbours_picture(host: EngineHost) -> None:
    ask(host, "ada", Wish(), "tests.lab.fake_engines:single")
    busy(host)
    futures = [host.submit("trial", "tests.lab.fake_engines:single", f"seat {number}", Wish()) for number in range(3)]
    assert [future.result(PATIENCE).batch for future in futures] == [1, 1, 1]


def test_steps_are_told_while_it_works(host: EngineHost) -> None:
    host.submit("trial", GRANTING, "ada", Wish(seconds=0.05, steps=20))
    assert eventually(lambda: (host.standing("ada") or Standing(0)).step > 2)
    assert (host.standing("ada") or Standing(0)).steps == 20


def test_running_work_stops_at_the_next_step_when_it_is_cancelled(host: EngineHost) -> None:
    future = host.submit("trial", GRANTING, "ada", Wish(seconds=0.05, steps=1000))
    assert eventually(lambda: (host.standing("ada") or Standing(0)).step > 0)
    host.cancel("ada")
    with pytest.raises(WorkCancelled):
        future.result(PATIENCE)
    assert host.standing("ada") is None


def test_waiting_work_is_dropped_when_it_is_cancelled(host: EngineHost) -> None:
    busy(host)
    future = host.submit("trial", GRANTING, "ada", Wish())
    host.cancel("ada")
    with pytest.raises(WorkCancelled):
        future.result(0.1)


def test_a_refused_request_costs_its_neighbours_in_the_batch_nothing(host: EngineHost) -> None:
    busy(host)
    bad = host.submit("trial", GRANTING, "ada", Wish(number=9, do="refuse"))
    good = host.submit("trial", GRANTING, "bo", Wish(number=5))
    assert good.result(PATIENCE).number == 5
    with pytest.raises(TooBig, match="9 is too big"):
        bad.result(PATIENCE)


@pytest.mark.parametrize("end", ["crash", "fault"])
def test_a_crash_costs_only_the_running_batch_and_those_who_wait_get_a_fresh_process(
    host: EngineHost, end: str
) -> None:
    first = ask(host, "ada", Wish()).process
    busy(host, 0.2)
    crash = host.submit("trial", GRANTING, "cia", Wish(do=end))
    waits = host.submit("trial", ANOTHER, "bo", Wish(number=4))
    with pytest.raises(EngineUnavailable):
        crash.result(PATIENCE)
    assert waits.result(PATIENCE).number == 4
    assert waits.result().process != first


def test_a_process_killed_while_idle_is_replaced_without_anyone_noticing(host: EngineHost) -> None:
    first = ask(host, "ada", Wish()).process
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: host.status().state == "restarting")
    assert ask(host, "ada", Wish()).process != first


def test_work_past_its_time_ends_and_the_next_one_runs(tmp_path: Path) -> None:
    host = EngineHost(Settings(data=tmp_path, device="cpu", engine_threads=1, engine_seconds=3))
    first = ask(host, "ada", Wish()).process
    with pytest.raises(EngineUnavailable):
        host.submit("trial", GRANTING, "ada", Wish(seconds=60)).result(PATIENCE)
    assert not psutil.pid_exists(first)
    assert ask(host, "ada", Wish(number=2)).number == 2
    host.close()


def test_many_threads_may_ask_cancel_and_look_at_once(host: EngineHost) -> None:
    ask(host, "ada", Wish())
    ends: list[str] = []

    def child(seat: int) -> None:
        for number in range(12):
            future = host.submit("trial", GRANTING, f"seat {seat}", Wish(number=number, slow=number % 4 == 3))
            host.standing(f"seat {seat}")
            if number % 5 == 4:
                host.cancel(f"seat {seat}")
            try:
                ends.append("painted" if future.result(PATIENCE).number == number else "wrong")
            except WorkCancelled:
                ends.append("stopped")

    children = [threading.Thread(target=child, args=(seat,)) for seat in range(8)]
    for one in children:
        one.start()
    for one in children:
        one.join()
    assert len(ends) == 96
    assert "wrong" not in ends
    assert ends.count("painted") >= 72


def test_an_engine_that_cannot_be_opened_says_why(host: EngineHost) -> None:
    with pytest.raises(TooBig):
        ask(host, "ada", Wish(), "tests.lab.fake_engines:not_here")
    assert ask(host, "ada", Wish(number=2)).number == 2


def test_an_engine_that_dies_when_opened_is_not_started_over_and_over(host: EngineHost) -> None:
    for _ in range(20):
        with pytest.raises(EngineUnavailable):
            ask(host, "ada", Wish(), "tests.lab.fake_engines:dies_when_opened")
    assert host.process_id() is None


def test_nothing_is_left_after_close(host: EngineHost) -> None:
    child = ask(host, "ada", Wish()).process
    running = host.submit("trial", GRANTING, "ada", Wish(seconds=1))
    waiting = host.submit("trial", GRANTING, "bo", Wish())
    host.close()
    for future in (running, waiting):
        with pytest.raises(EngineUnavailable):
            future.result(PATIENCE)
    assert not psutil.pid_exists(child)
    with pytest.raises(EngineUnavailable):
        host.submit("trial", GRANTING, "ada", Wish())


def test_the_engine_process_ends_when_its_portal_is_killed(tmp_path: Path) -> None:
    code = f"""
import sys, time
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from tests.lab.engine_asking import ANOTHER, GRANTING, PATIENCE, ask, busy, eventually
from tests.lab.fake_engines import Wish
from lab.engine_host import EngineHost
from lab.settings import Settings
host = EngineHost(Settings(data={str(tmp_path)!r}))
print(host.submit("trial", "tests.lab.fake_engines:granting", "ada", Wish()).result(60).process, flush=True)
host.submit("trial", "tests.lab.fake_engines:granting", "ada", Wish(seconds=30))
time.sleep(60)
"""
    portal = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert portal.stdout is not None
    child = int(portal.stdout.readline())
    assert psutil.pid_exists(child)
    portal.kill()
    portal.wait()
    portal.stdout.close()
    assert eventually(lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == "zombie")
