"""Which sessions, visits and leaders count under a profile, and why the others do not. Pure.

Sessions are taken in the order that they began, so that the same attendance always gives the same answer: who comes
twice in a day counts in the first session that counts, and so does a leader who is said to lead two at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bookings.attendance.profile import OWN_MUNICIPALITY, Profile


class Rule(StrEnum):
    TOO_SHORT = "too-short"
    TOO_FEW = "too-few"
    NO_LEADER = "no-leader"
    LEADER_TOO_YOUNG = "leader-too-young"
    LEADER_AGE_UNKNOWN = "leader-age-unknown"
    LEADER_ELSEWHERE = "leader-elsewhere"
    TOO_MANY = "too-many"
    OTHER_AGE = "other-age"
    LIVES_ELSEWHERE = "lives-elsewhere"
    SAME_DAY = "same-day"


@dataclass(frozen=True)
class Visit:
    """Somebody who came. Age is the year of the session less the year of birth."""

    card: str
    birth_year: int
    gender: str
    area: str
    came_at: datetime


@dataclass(frozen=True)
class Leader:
    """Somebody who led; `birth_year` is None and `gender` "unsaid" until they have said so themselves."""

    id: str
    name: str
    birth_year: int | None
    gender: str


@dataclass(frozen=True)
class Held:
    """A session that was held, from its booked start until it ended; `day` is the one on the lab's wall."""

    id: str
    title: str
    room: str
    area: str
    """The lab's municipality."""
    day: date
    starts_at: datetime
    ends_at: datetime
    visits: tuple[Visit, ...]
    leaders: tuple[Leader, ...]

    @property
    def minutes(self) -> int:
        """Whole minutes that it lasted."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def age(self, birth_year: int) -> int:
        return self.day.year - birth_year


@dataclass(frozen=True)
class Failure:
    """A rule that was not met: by how many persons (or minutes), where what was the limit, and which leader."""

    session: str
    rule: Rule
    number: int = 0
    limit: int = 0
    who: str = ""


@dataclass(frozen=True)
class Judged:
    """A session, and what counts of it: nothing unless `counts`."""

    held: Held
    counts: bool
    visits: tuple[Visit, ...]
    leaders: tuple[Leader, ...]
    failures: tuple[Failure, ...]


@dataclass
class _SoFar:
    """What sessions that count have used up already."""

    came: set[tuple[str, date]] = field(default_factory=set)
    led: dict[str, list[Held]] = field(default_factory=dict)


def judge(sessions: Iterable[Held], profile: Profile) -> tuple[Judged, ...]:
    """Every session in order, with what counts of it and each rule that was not met."""
    so_far = _SoFar()
    return tuple(_judged(one, profile, so_far) for one in sorted(sessions, key=lambda one: (one.starts_at, one.id)))


def _judged(held: Held, profile: Profile, so_far: _SoFar) -> Judged:
    leaders, of_leaders = _leaders(held, profile, so_far)
    allowed, of_visits = _allowed(held, profile, so_far)
    most = len(leaders) * profile.youths_per_leader if leaders else len(allowed)
    visits = allowed[:most]
    of_session = _of_session(held, profile, len(visits), len(leaders))
    beyond = _number(held, Rule.TOO_MANY, len(allowed) - len(visits), profile.youths_per_leader)
    failures = (*of_session, *of_leaders, *of_visits, *beyond)
    if of_session:
        return Judged(held, False, (), (), failures)
    so_far.came |= {(one.card, held.day) for one in visits}
    for one in leaders:
        so_far.led.setdefault(one.id, []).append(held)
    return Judged(held, True, tuple(visits), tuple(leaders), failures)


def _of_session(held: Held, profile: Profile, visits: int, leaders: int) -> list[Failure]:
    """Rules that take the whole session away."""
    failures = []
    if held.minutes < profile.minutes:
        failures.append(Failure(held.id, Rule.TOO_SHORT, held.minutes, profile.minutes))
    if visits < profile.participants:
        failures.append(Failure(held.id, Rule.TOO_FEW, visits, profile.participants))
    if not leaders:
        failures.append(Failure(held.id, Rule.NO_LEADER))
    return failures


def _leaders(held: Held, profile: Profile, so_far: _SoFar) -> tuple[list[Leader], list[Failure]]:
    """Those who are old enough and lead nothing else meanwhile."""
    counted, failures = [], []
    for one in held.leaders:
        failure = _against(one, held, profile, so_far)
        if failure:
            failures.append(failure)
        else:
            counted.append(one)
    return counted, failures


def _against(leader: Leader, held: Held, profile: Profile, so_far: _SoFar) -> Failure | None:
    if profile.leader_age and leader.birth_year is None:
        return Failure(held.id, Rule.LEADER_AGE_UNKNOWN, limit=profile.leader_age, who=leader.name)
    if leader.birth_year is not None and held.age(leader.birth_year) < profile.leader_age:
        age = held.age(leader.birth_year)
        return Failure(held.id, Rule.LEADER_TOO_YOUNG, age, profile.leader_age, leader.name)
    if any(_meanwhile(held, other) for other in so_far.led.get(leader.id, ())):
        return Failure(held.id, Rule.LEADER_ELSEWHERE, who=leader.name)
    return None


def _meanwhile(one: Held, other: Held) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _allowed(held: Held, profile: Profile, so_far: _SoFar) -> tuple[list[Visit], list[Failure]]:
    """Those who may count, in the order that they came, and how many may not by which rule; each by the first only."""
    against: dict[Rule, int] = {}
    allowed = []
    for one in sorted(held.visits, key=lambda one: (one.came_at, one.card)):
        rule = _rule_against(one, held, profile, so_far)
        if rule is None:
            allowed.append(one)
        else:
            against[rule] = against.get(rule, 0) + 1
    return allowed, [failure for rule in Rule for failure in _number(held, rule, against.get(rule, 0))]


def _rule_against(visit: Visit, held: Held, profile: Profile, so_far: _SoFar) -> Rule | None:
    if profile.band_of(held.age(visit.birth_year)) is None:
        return Rule.OTHER_AGE
    homes = [held.area if home == OWN_MUNICIPALITY else home for home in profile.residents_of]
    if homes and visit.area not in homes:
        return Rule.LIVES_ELSEWHERE
    if profile.one_a_day and (visit.card, held.day) in so_far.came:
        return Rule.SAME_DAY
    return None


def _number(held: Held, rule: Rule, number: int, limit: int = 0) -> list[Failure]:
    return [Failure(held.id, rule, number, limit)] if number else []
