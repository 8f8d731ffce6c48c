"""What else could be booked where a time collides: another time that day, or another room then. Nothing is written."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bookings import booking, claims, leading_claims, openings
from bookings.leading_claims import Leader
from bookings.leading_rules import LeaderBusy
from bookings.opening_rules import Timetable, check_open, open_spans
from bookings.resource_rules import Needs
from bookings.rules import Draft, LocalTimeMissing, Session, Status, check_not_past, from_local
from lab.access import Actor, require
from lab.database import Cursor
from lab.errors import LabError
from lab.runtime import Workshop

MOST_TIMES = 3
MOST_TRIES = 24
DAYS_AHEAD = 28
MOST_DAYS = 7
STEP = 30
"""Minutes between the times that are tried."""
DAYTIME = (7 * 60, 21 * 60)
"""Where a lab has said nothing of its hours, nobody is offered a night."""


@dataclass(frozen=True)
class Answer:
    """Whether a draft can be booked as it is; where not, why, and what could be instead (nearest time first)."""

    draft: Draft
    trouble: LabError | None = None
    times: tuple[Draft, ...] = ()
    rooms: tuple[Draft, ...] = ()
    leaders: tuple[Leader, ...] = ()
    """Who else is free then, where a leader leads something else."""


class Asking:
    """The calendar of a lab as it stands in one reading, less what the sessions `besides` hold."""

    def __init__(
        self,
        shop: Workshop,
        read: Cursor,
        lab: str,
        needs: Needs,
        besides: Collection[str] = (),
        leaders: Collection[str] = (),
    ) -> None:
        self._shop, self._read, self._needs, self._besides = shop, read, needs, besides
        self._leaders = leaders
        self.timetable: Timetable = openings.timetable(read, lab)
        self._now = shop.clock()

    def answer(self, draft: Draft, leaders: Collection[str] | None = None) -> Answer:
        """Whether the draft can be booked, and else what could be; `leaders` are those of this draft alone."""
        if leaders is not None:
            self._leaders = leaders
        trouble = self.trouble(draft)
        if trouble is None:
            return Answer(draft)
        times = tuple(islice(self._free(islice(_other_times(draft, self.timetable), MOST_TRIES)), MOST_TIMES))
        others = tuple(self._other_leaders(draft)) if isinstance(trouble, LeaderBusy) else ()
        return Answer(draft, trouble, times, tuple(self._free(self._other_rooms(draft))), others)

    def trouble(self, draft: Draft) -> LabError | None:
        """What stands in the way of a draft."""
        try:
            check_not_past(draft.starts_at, draft.ends_at, self._now)
            check_open(self.timetable, draft.starts_at, draft.ends_at)
            booking.check_draft(self._shop, self._read, draft)
            claims.found(self._read, draft, self._needs, self._besides)
            for leader in self._leaders:
                leading_claims.check_free(self._read, leader, _as_session(draft), self._besides)
        except LabError as trouble:
            return trouble
        return None

    def _free(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        return (draft for draft in drafts if self.trouble(draft) is None)

    def _other_leaders(self, draft: Draft) -> Iterator[Leader]:
        """Those who may lead in the lab and lead nothing then."""
        session = _as_session(draft)
        for one in leading_claims.able(self._read, draft.lab):
            if leading_claims.rival(self._read, one.id, session, self._besides) is None:
                yield one

    def _other_rooms(self, draft: Draft) -> Iterator[Draft]:
        rooms = self._read.column(
            "select room.id from room join station on station.room = room.id where room.lab = ? and room.id <> ?"
            " group by room.id, room.name having count(*) >= ? order by count(*), room.name",
            [draft.lab, draft.room, draft.seats],
        )
        return (replace(draft, room=room) for room in rooms)


def _as_session(draft: Draft) -> Session:
    """The draft as if it were planned, with no id yet."""
    return Session(id="", **vars(draft), status=Status.PLANNED, pin="", opened_at=None, closed_at=None)


def _other_times(draft: Draft, timetable: Timetable) -> Iterator[Draft]:
    """The same day at other times when the lab is open, nearest first."""
    wall = draft.starts_at.astimezone(ZoneInfo(timetable.time_zone))
    length = draft.ends_at - draft.starts_at
    minutes = int(length.total_seconds() // 60)
    own = wall.hour * 60 + wall.minute
    spans = open_spans(timetable, wall.date()) if timetable.hours else [DAYTIME]
    starts = [minute for first, last in spans for minute in range(first, last - minutes + 1, STEP) if minute != own]
    for minute in sorted(starts, key=lambda minute: abs(minute - own)):
        try:
            begins = from_local(wall.date(), time(minute // 60, minute % 60), timetable.time_zone)
        except LocalTimeMissing:
            continue
        yield replace(draft, starts_at=begins, ends_at=begins + length)


def answer(
    shop: Workshop,
    actor: Actor,
    draft: Draft,
    needs: Needs,
    leaders: Collection[str] = (),
    besides: Collection[str] = (),
) -> Answer:
    """Whether a single session could be booked so, before anybody tries; as if the sessions `besides` were not."""
    require(actor, "book-session", f"lab:{draft.lab}")
    with shop.database.read() as read:
        return Asking(shop, read, draft.lab, needs, besides, leaders).answer(draft)


def elsewhere(shop: Workshop, actor: Actor, session: Session) -> list[Draft]:
    """Where a booked session could be moved to: other times that day, then the same time on the days that follow."""
    require(actor, "book-session", f"lab:{session.lab}")
    draft = booking.draft_of(session)
    with shop.database.read() as read:
        asking = Asking(shop, read, session.lab, claims.needs_of(read, session.id), (session.id,))
        answer = asking.answer(draft)
        later = _next_days(draft, asking.timetable.time_zone, DAYS_AHEAD)
        return [*answer.times, *islice((one for one in later if asking.trouble(one) is None), MOST_DAYS)]


def _next_days(draft: Draft, zone: str, days: int) -> Iterator[Draft]:
    wall = draft.starts_at.astimezone(ZoneInfo(zone))
    length = draft.ends_at - draft.starts_at
    for ahead in range(1, days + 1):
        try:
            begins = from_local(wall.date() + timedelta(days=ahead), _clock(wall), zone)
        except LocalTimeMissing:
            continue
        yield replace(draft, starts_at=begins, ends_at=begins + length)


def _clock(wall: datetime) -> time:
    return wall.time().replace(tzinfo=None)
