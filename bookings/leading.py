"""Who leads which session: chosen by those who book, within the lab's rule about youths for each leader."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bookings import leading_claims, notices
from bookings.booking import session as session_of
from bookings.booking import whole
from bookings.leading_claims import Leader as Leader
from bookings.leading_claims import staff_of
from bookings.leading_rules import Ratio as Ratio
from bookings.leading_rules import check_ratios
from bookings.rules import Session, Status, WrongStatus
from lab.access import Actor, require
from lab.database import Transaction, retried
from lab.runtime import Workshop

SHOWN_AFTER = timedelta(hours=12)
"""How long a session that is over stays among one's own."""


@dataclass(frozen=True)
class Staffing:
    """The leaders of a session, and how many its lab's rule asks for."""

    leaders: tuple[Leader, ...]
    needed: int

    @property
    def lacking(self) -> int:
        return max(0, self.needed - len(self.leaders))


@dataclass(frozen=True)
class LeadingRule:
    """A lab's rows, and whether too few leaders are refused or only told of."""

    ratios: tuple[Ratio, ...]
    refuses: bool


@dataclass(frozen=True)
class _Leading:
    session: str
    id: str
    email: str


def able(shop: Workshop, actor: Actor, lab: str) -> list[Leader]:
    """Those who may lead in a lab, by e-mail."""
    require(actor, "see-calendar", f"lab:{lab}")
    with shop.database.read() as read:
        return leading_claims.able(read, lab)


def staffing(shop: Workshop, actor: Actor, session: Session) -> Staffing:
    """Who leads a session, and how many should."""
    require(actor, "see-calendar", f"lab:{session.lab}")
    with shop.database.read() as read:
        return Staffing(tuple(leading_claims.leaders_of(read, session.id)), leading_claims.needed(read, session))


def of_sessions(shop: Workshop, actor: Actor, lab: str, sessions: Sequence[Session]) -> dict[str, tuple[str, ...]]:
    """Leaders' short names by session id; a session of another lab, and one without leaders, is left out."""
    require(actor, "see-calendar", f"lab:{lab}")
    with shop.database.read() as read:
        rows = read.rows(
            _Leading,
            "select session_leader.session, staff.id, staff.email from session_leader"
            " join staff on staff.id = session_leader.staff join session on session.id = session_leader.session"
            " where session.lab = ? and list_contains(?::varchar[], session.id) and left_at is null order by email",
            [lab, [one.id for one in sessions]],
        )
    names: dict[str, tuple[str, ...]] = {}
    for row in rows:
        names[row.session] = (*names.get(row.session, ()), Leader(row.id, row.email).name)
    return names


@retried
def choose(shop: Workshop, actor: Actor, id: str, leaders: Collection[str]) -> None:  # noqa: A002
    """Make these the leaders of a session and no others. Raises LeaderBusy, or what the lab's rule says."""
    with shop.database.transaction() as write:
        session = session_of(write, id)
        require(actor, "book-session", f"lab:{session.lab}")
        if session.status not in (Status.PLANNED, Status.OPEN):
            raise WrongStatus()
        leading_claims.put(write, session, leaders)
        leading_claims.check_rule(write, session)
        notices.edited(write, session.id)
        write.record(actor.id, "choose-leaders", f"session:{id}", leaders=sorted(leaders))


def mine(shop: Workshop, actor: Actor) -> list[Session]:
    """The sessions that the actor leads from now on, in order."""
    with shop.database.read() as read:
        found = read.rows(
            Session,
            "select session.* from session join session_leader on session_leader.session = session.id"
            " where staff = ? and left_at is null and ends_at > ? order by starts_at, id",
            [staff_of(actor.id), shop.clock() - SHOWN_AFTER],
        )
    return [whole(one) for one in found]


def rule(shop: Workshop, actor: Actor, lab: str) -> LeadingRule:
    """What a lab asks of its sessions."""
    require(actor, "see-calendar", f"lab:{lab}")
    with shop.database.read() as read:
        return LeadingRule(tuple(leading_claims.ratios_of(read, lab)), leading_claims.refuses(read, lab))


@retried
def set_rule(shop: Workshop, actor: Actor, lab: str, wanted: LeadingRule) -> None:
    """Ask this of a lab's sessions from now on; those that are booked stay as they are."""
    require(actor, "manage-labs", f"lab:{lab}")
    check_ratios(wanted.ratios)
    with shop.database.transaction() as write:
        before = {one.youngest: one for one in leading_claims.ratios_of(write, lab)}
        after = {one.youngest: one for one in wanted.ratios}
        for youngest in before.keys() - after.keys():
            write.execute("delete from lab_ratio where lab = ? and youngest = ?", [lab, youngest])
        for one in after.values():
            _put_ratio(write, lab, one, one.youngest in before)
        _put_refuses(write, lab, wanted.refuses)
        write.record(actor.id, "set-leading-rule", f"lab:{lab}", refuses=wanted.refuses, rows=len(after))


def _put_ratio(write: Transaction, lab: str, one: Ratio, known: bool) -> None:
    if known:
        write.execute(
            "update lab_ratio set oldest = ?, youths = ? where lab = ? and youngest = ?",
            [one.oldest, one.youths, lab, one.youngest],
        )
    else:
        write.execute("insert into lab_ratio values (?, ?, ?, ?)", [lab, one.youngest, one.oldest, one.youths])


def _put_refuses(write: Transaction, lab: str, refuses: bool) -> None:
    if write.value("select 1 from lab_leading where lab = ?", [lab]) is None:
        write.execute("insert into lab_leading values (?, ?)", [lab, refuses])
    else:
        write.execute("update lab_leading set refuses = ? where lab = ?", [refuses, lab])
