"""The portal's end of the engine process: start it, ask it, stop it."""

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from lab.engine_child import Cancel, Open, Step, Work
from lab.settings import Settings

FOR_ENGINES = ("large_model", "large_control", "large_lora", "large_steps", "large_size", "large_download")


class EngineDied(Exception):
    """The process ended, or took longer than it may, before it answered."""


class EngineProcess:
    """One child process. Any thread may ask, tell or stop; answers find whoever asked by the order's number."""

    def __init__(self, settings: Settings) -> None:
        self._sending = threading.Lock()
        self._asked = threading.Lock()
        self._answers: dict[int, queue.SimpleQueue[Any]] = {}
        self._ended = False
        self._child = subprocess.Popen(
            [sys.executable, "-m", "lab.engine_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(settings),
        )
        threading.Thread(target=self._listen, name="engine answers", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._child.pid

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._child.poll() is None

    def tell(self, order: Open | Work | Cancel) -> None:
        """Send an order. A process that is gone cannot hear it: whoever waits for the answer learns that."""
        with self._sending, suppress(OSError, ValueError):
            assert self._child.stdin is not None
            pickle.dump(order, self._child.stdin, pickle.HIGHEST_PROTOCOL)
            self._child.stdin.flush()

    def ask(self, order: Open | Work, seconds: float, stepped: Callable[[Step], None]) -> Any:
        """Send an order and wait for its answer; EngineDied when `seconds` pass without one, or without a step."""
        answers = self._expect(order.number)
        try:
            self.tell(order)
            while True:
                answer = answers.get(timeout=seconds)
                if answer is None:
                    raise EngineDied
                if not isinstance(answer, Step):
                    return answer
                stepped(answer)
        except queue.Empty as late:
            raise EngineDied from late
        finally:
            with self._asked:
                del self._answers[order.number]

    def stop(self) -> None:
        """End it at once: it keeps nothing that could be lost."""
        self._child.kill()
        self._child.wait()

    def _expect(self, number: int) -> "queue.SimpleQueue[Any]":
        with self._asked:
            if self._ended:
                raise EngineDied
            answers = self._answers[number] = queue.SimpleQueue()
            return answers

    def _listen(self) -> None:
        """Runs until the child's end of the pipe closes; then None is told to all who wait."""
        assert self._child.stdout is not None
        with suppress(EOFError, OSError, pickle.UnpicklingError):
            while True:
                answer = pickle.load(self._child.stdout)
                with self._asked:
                    if answer.number in self._answers:
                        self._answers[answer.number].put(answer)
        with self._asked:
            self._ended = True
            for waiting in self._answers.values():
                waiting.put(None)


def environment(settings: Settings) -> dict[str, str]:
    """The child finds what we find, computes where we are told, and asks no server for a model unless it may."""
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(place for place in sys.path if place),
        "VERKSTAD_DEVICE": settings.device,
        "VERKSTAD_ENGINE_THREADS": str(settings.engine_threads),
        "HF_HUB_OFFLINE": "0" if settings.large_download else "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        **{f"VERKSTAD_{name.upper()}": str(getattr(settings, name)) for name in FOR_ENGINES},
    }
