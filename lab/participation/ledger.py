"""The only way to write who took part. A visit is kept under a card, never a name; reports read it elsewhere."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from lab.database import Transaction, retried
from lab.errors import NotValid
from lab.exercise import Participant
from lab.i18n import N_
from lab.participation.periods import Period
from lab.runtime import Workshop

EVENTS = ("started", "finished", "saved")


class EventUnknown(NotValid):
    message = N_("An exercise cannot report “{kind}”.")


def held(write: Transaction, session: str, lab: str, area: str, starts_at: datetime, ends_at: datetime) -> None:
    """Note that a session takes place in `area`, the lab's municipality; said again, it stays as it was."""
    write.execute(
        "insert into held_session values (?, ?, ?, ?, ?) on conflict do nothing",
        [session, lab, area, starts_at, ends_at],
    )


def visited(
    write: Transaction,
    session: str,
    card: str,
    lab: str,
    area: str,
    birth_year: int,
    gender: str,
    happened_at: datetime | None = None,
) -> None:
    """Note that a card's holder, who lives in `area`, came to a session; a second time in one session is no new visit.

    `happened_at` is now, unless a visit of the past is being written down. One of a half-year whose report is frozen
    counts in the report of the half-year that is running.
    """
    came = happened_at or write.now
    write.execute(
        "insert into visit values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        [session, card, lab, area, birth_year, gender, came],
    )
    if write.value("select 1 from release where period = ?", [Period.of(came).name]):
        late = [session, card, Period.of(write.now).name]
        write.execute("insert into late_visit values (?, ?, ?) on conflict do nothing", late)


@dataclass(frozen=True)
class Visit:
    """A card's holder, who lives in `area`, in a session."""

    session: str
    card: str
    lab: str
    area: str
    birth_year: int
    gender: str


def visited_first(write: Transaction, visits: Sequence[Visit], districts: Sequence[str]) -> None:
    """Note the first visits of new cards, each with the district that was told, empty where none was."""
    write.insert(
        "visit",
        ("session", "card", "lab", "area", "birth_year", "gender", "happened_at"),
        [(*astuple(one), write.now) for one in visits],
    )
    told = [(one, district) for one, district in zip(visits, districts, strict=True) if district]
    write.insert("card_district", ("card", "district"), [(one.card, district) for one, district in told])
    write.insert(
        "visit_district",
        ("session", "card", "district"),
        [(one.session, one.card, district) for one, district in told],
    )
    period = Period.of(write.now).name
    if write.value("select 1 from release where period = ?", [period]):
        write.insert("late_visit", ("session", "card", "period"), [(one.session, one.card, period) for one in visits])


def visited_from(write: Transaction, session: str, card: str) -> None:
    """Copy the card's district to its visit, as its municipality was; nothing where none was told."""
    write.execute(
        "insert into visit_district select ?, card, district from card_district where card = ? on conflict do nothing",
        [session, card],
    )


@retried
def happened(shop: Workshop, participant: Participant, exercise: str, kind: str) -> None:
    """Note that a youth `kind` (one of EVENTS) an exercise. Staff who try one out leave no trace here."""
    if kind not in EVENTS:
        raise EventUnknown(kind=kind)
    if not participant.card:
        return
    with shop.database.transaction() as write:
        write.execute(
            "insert into exercise_event values (?, ?, ?, ?, ?)",
            [participant.session, participant.card, exercise, kind, write.now],
        )
        write.record(participant.key, f"exercise-{kind}", exercise)


def erase_card(write: Transaction, card: str) -> None:
    """Forget every visit and event of a card, and its district. The sessions stay: they say nothing of who came.

    Reports that are frozen stay as they are; the next one is made without the card.
    """
    for table in ("visit", "visit_district", "card_district", "late_visit", "exercise_event"):
        write.execute(f"delete from {table} where card = ?", [card])
