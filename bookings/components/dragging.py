"""Dragging a session in the week: where it was let go of. Mouse only; the session's own form does the same for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import streamlit as st

SCRIPT = Path(__file__).with_name("dragging.js")
KEY = "week-drag"


@dataclass(frozen=True)
class Dropped:
    """A session that is to be moved to a day; to the start of an empty time (minutes of the day) if on one."""

    session: str
    day: date
    minute: int | None = None


def listen(monday: date, moved: Callable[[Dropped], None]) -> None:
    """Let cards of the week be dragged, and call `moved` when one was let go of."""
    drag = st.components.v2.component("verkstad_week_drag", js=SCRIPT.read_text("utf-8"), isolate_styles=False)
    drag(key=KEY, on_moved_change=lambda: _tell(monday, moved))


def _tell(monday: date, moved: Callable[[Dropped], None]) -> None:
    told: Any = st.session_state[KEY]
    if told and told.get("moved"):
        moved(read(monday, told["moved"]))


def read(monday: date, told: Mapping[str, Any]) -> Dropped:
    """What the browser says: a session, a weekday from 1 to 7, and the key of an empty time, "YYYY-MM-DD-MINUTE"."""
    minute = str(told.get("empty") or "").rpartition("-")[2]
    day = monday + timedelta(days=min(max(int(told["weekday"]), 1), 7) - 1)
    return Dropped(str(told["session"])[:40], day, int(minute) if minute.isdigit() else None)
