"""Statistics Sweden's PxWebApi 2, asked politely: not too fast, not too much at once, and again where it was busy."""

import json
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from lab.errors import LabError
from lab.i18n import N_

CALLS, WITHIN = 30, 10.0
"""So many calls in so many seconds are allowed from one address."""

MOST_CELLS = 150_000
"""So many numbers are given in one answer."""

ATTEMPTS = 5
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
TIMEOUT = 60.0
BUSY = (408, 429, 500, 502, 503, 504)
UNKNOWN = (400, 404)


class OfficeUnreachable(LabError):
    message = N_("Statistics Sweden's database at {address} did not answer.")
    hint = N_("Check the network and try again later. The figures that are here stay as they are.")
    status = 502


class OfficeRefused(LabError):
    message = N_("Statistics Sweden's database does not know what it was asked for (table {table}): {reason}")
    hint = N_(
        "Try again later, or another year with verkstad areas refresh --year. "
        "The figures that are here stay as they are."
    )
    status = 502


class AnswerBroken(LabError):
    message = N_("What Statistics Sweden's database answered (table {table}) cannot be read.")
    hint = N_("Try again later. The figures that are here stay as they are.")
    status = 502


@dataclass(frozen=True)
class Answer:
    """One answer: as it came, and read."""

    raw: bytes
    read: Mapping[str, Any]


Selection = Mapping[str, Sequence[str]]
"""The codes that are asked for, by variable. One that is left out is summed by the office, where it can be."""


@dataclass
class Office:
    """The database at one address. `sleep` and `now` are the clock's, and a test's own."""

    address: str
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _asked: deque[float] = field(default_factory=lambda: deque(maxlen=CALLS), init=False)

    def metadata(self, table: str) -> Answer:
        """What a table has: its dimensions and their codes."""
        return self._ask("GET", table, "metadata")

    def data(self, table: str, selection: Selection) -> Answer:
        """The numbers of a selection."""
        asked = [{"variableCode": name, "valueCodes": list(codes)} for name, codes in selection.items()]
        return self._ask("POST", table, "data", {"selection": asked})

    def _ask(self, method: str, table: str, what: str, body: object = None) -> Answer:
        """One question, tried again with longer and longer waits while the office is busy or its answer is broken."""
        trouble: LabError = OfficeUnreachable(address=self.address)
        for attempt in range(ATTEMPTS):
            self._keep_pace()
            wait = FIRST_WAIT * 2**attempt
            try:
                answer = self._send(method, f"{self.address.rstrip('/')}/tables/{table}/{what}", body)
            except httpx.TransportError:
                trouble = OfficeUnreachable(address=self.address)
            else:
                if answer.status_code in UNKNOWN:
                    raise OfficeRefused(table=table, reason=_reason(answer))
                if answer.is_success and (found := _read(answer)) is not None:
                    return Answer(answer.content, found)
                if not answer.is_success and answer.status_code not in BUSY:
                    raise OfficeRefused(table=table, reason=_reason(answer))
                trouble = AnswerBroken(table=table) if answer.is_success else OfficeUnreachable(address=self.address)
                wait = max(wait, _asked_to_wait(answer))
            if attempt < ATTEMPTS - 1:
                self.sleep(min(wait, LONGEST_WAIT))
        raise trouble

    def _send(self, method: str, address: str, body: object) -> httpx.Response:
        parameters = {"lang": "sv", "outputFormat": "json-stat2"}
        return httpx.request(method, address, params=parameters, json=body, timeout=TIMEOUT, follow_redirects=True)

    def _keep_pace(self) -> None:
        """Wait until fewer than CALLS were made in the last WITHIN seconds."""
        if len(self._asked) == CALLS and (left := self._asked[0] + WITHIN - self.now()) > 0:
            self.sleep(left)
        self._asked.append(self.now())


def in_pieces(selection: Selection, along: str) -> list[dict[str, Sequence[str]]]:
    """The selection cut along one variable into as many as are needed for each to stay within MOST_CELLS."""
    others = 1
    for name, codes in selection.items():
        others *= 1 if name == along else len(codes)
    size = max(1, MOST_CELLS // others)
    codes = selection[along]
    return [{**selection, along: codes[start : start + size]} for start in range(0, len(codes), size)]


def _read(answer: httpx.Response) -> Mapping[str, Any] | None:
    try:
        found = json.loads(answer.content)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _reason(answer: httpx.Response) -> str:
    """What the office says of a question that it cannot answer, in one line."""
    said = (_read(answer) or {}).get("title") or answer.reason_phrase
    return " ".join(str(said).split())[:200]


def _asked_to_wait(answer: httpx.Response) -> float:
    asked = answer.headers.get("Retry-After", "")
    return float(asked) if asked.isdigit() else 0.0
