"""Leaders' time, inside the transaction of whoever books, moves or cancels a session.

A row for each quarter of an hour that somebody leads, keyed on both: nobody can be promised to two sessions at once.
"""

from collections.abc import Collection
from dataclasses import dataclass

from bookings.leading_rules import LeaderBusy, NobodyLeads, Ratio, check_staffing, leaders_needed, short_name
from bookings.rules import Session, Status, quarters
from lab.access import Actor, Grant, Role, allows
from lab.database import Cursor, Transaction
from lab.errors import NotFound
from lab.staff import grants_of


@dataclass(frozen=True)
class Leader:
    """Somebody who may lead. `email` is for staff only."""

    id: str
    email: str

    @property
    def name(self) -> str:
        return short_name(self.email)


def leaders_of(read: Cursor, session: str) -> list[Leader]:
    """Those who lead a session, by e-mail."""
    return read.rows(
        Leader,
        "select staff.id, staff.email from session_leader join staff on staff.id = session_leader.staff"
        " where session = ? and left_at is null order by email",
        [session],
    )


def able(read: Cursor, lab: str) -> list[Leader]:
    """Those who may run sessions in a lab and can log in, by e-mail: its leaders first, then administrators."""
    people = read.rows(Leader, "select id, email from staff where not disabled order by email")
    roles = {one.id: grants_of(read, one.id) for one in people}
    found = [one for one in people if may_lead(roles[one.id], lab)]
    return sorted(found, key=lambda one: all(grant.role != Role.LEADER for grant in roles[one.id]))


def may_lead(grants: Collection[Grant], lab: str) -> bool:
    """Whether these roles let someone run sessions in a lab."""
    return allows(Actor("", grants=tuple(grants)), "run-session", f"lab:{lab}")


def staff_of(actor: str) -> str:
    """The staff id behind an actor's id; a system's or a youth's gives an id that nobody has."""
    return actor.removeprefix("staff:")


def assign(write: Transaction, actor: str, session: Session, chosen: Collection[str] | None = None) -> None:
    """Give a new session its leaders. With none chosen, whoever books leads, if they may and are free then.

    Raises LeaderBusy, NotFound, or what the lab's rule about leaders says.
    """
    if chosen is None:
        booker = staff_of(actor)
        own = any(one.id == booker for one in able(write, session.lab)) and rival(write, booker, session) is None
        chosen = [booker] if own else []
    put(write, session, chosen)
    check_rule(write, session)


def put(write: Transaction, session: Session, chosen: Collection[str]) -> None:
    """Make these the leaders, and no others. Raises LeaderBusy, and NotFound for one who may not lead there."""
    now = {one.id for one in leaders_of(write, session.id)}
    may = {one.id for one in able(write, session.lab)}
    for one in now - set(chosen):
        step_down(write, session, one)
    for one in dict.fromkeys(chosen):
        if one not in now:
            if one not in may:
                raise NotFound()
            step_up(write, session, one)


def step_up(write: Transaction, session: Session, staff: str) -> None:
    """Let somebody lead a session too. Raises LeaderBusy."""
    _claim(write, staff, session)
    known = write.value("select 1 from session_leader where session = ? and staff = ?", [session.id, staff])
    if known is None:
        write.execute("insert into session_leader values (?, ?, ?, null)", [session.id, staff, write.now])
    else:
        write.execute(
            "update session_leader set left_at = null, since = ? where session = ? and staff = ?",
            [write.now, session.id, staff],
        )


def step_down(write: Transaction, session: Session, staff: str) -> None:
    """Let somebody's time go; that they were to lead is kept, so that their calendar can be told."""
    write.execute("delete from leader_claim where session = ? and staff = ?", [session.id, staff])
    write.execute(
        "update session_leader set left_at = ? where session = ? and staff = ?", [write.now, session.id, staff]
    )


def moved(write: Transaction, session: Session) -> None:
    """Claim the leaders' time anew for a session whose time is another. Raises LeaderBusy."""
    for leader in leaders_of(write, session.id):
        _claim(write, leader.id, session)


def release(write: Transaction, session: str) -> None:
    """Let go of all leaders' time; who was to lead is remembered."""
    write.execute("delete from leader_claim where session = ?", [session])


def opened(write: Transaction, actor: str, session: Session) -> None:
    """Whoever opens a session that nobody leads takes it on, if they are free. Raises NobodyLeads by the lab's rule."""
    if leaders_of(write, session.id):
        return
    opener = staff_of(actor)
    if any(one.id == opener for one in able(write, session.lab)) and rival(write, opener, session) is None:
        step_up(write, session, opener)
    elif refuses(write, session.lab):
        raise NobodyLeads()


def rival(read: Cursor, staff: str, session: Session, besides: Collection[str] = ()) -> str | None:
    """The title of another session, none of `besides`, that somebody leads during this one, or None."""
    touched = quarters(session.starts_at, session.ends_at)
    title = read.value(
        "select title from leader_claim join session on session.id = leader_claim.session"
        " where leader_claim.staff = ? and quarter between ? and ?"
        " and not list_contains(?::varchar[], leader_claim.session) limit 1",
        [staff, touched[0], touched[-1], [session.id, *besides]],
    )
    return None if title is None else str(title)


def check_free(read: Cursor, staff: str, session: Session, besides: Collection[str] = ()) -> None:
    """Refuse somebody who leads something else, none of `besides`, during a session. Raises LeaderBusy."""
    title = rival(read, staff, session, besides)
    if title is not None:
        email = read.value("select email from staff where id = ?", [staff])
        raise LeaderBusy(leader=short_name(str(email)), title=title)


def ratios_of(read: Cursor, lab: str) -> list[Ratio]:
    """The lab's rows about youths for each leader, the youngest first."""
    return read.rows(Ratio, "select youngest, oldest, youths from lab_ratio where lab = ? order by youngest", [lab])


def refuses(read: Cursor, lab: str) -> bool:
    """Whether too few leaders are refused in a lab, and not only told of."""
    return bool(read.value("select refuses from lab_leading where lab = ?", [lab]))


def needed(read: Cursor, session: Session) -> int:
    """How many leaders a session needs by its lab's rows."""
    return leaders_needed(session.seats, session.youngest, session.oldest, ratios_of(read, session.lab))


def check_rule(read: Cursor, session: Session) -> None:
    """Refuse too few leaders where the lab wants that."""
    if refuses(read, session.lab):
        have = len(leaders_of(read, session.id))
        check_staffing(session.seats, (session.youngest, session.oldest), have, ratios_of(read, session.lab))


def _claim(write: Transaction, staff: str, session: Session) -> None:
    """Hold somebody's quarters of a session, and no others. A closed or cancelled one holds none."""
    check_free(write, staff, session)
    wanted = set(quarters(session.starts_at, session.ends_at))
    if session.status not in (Status.PLANNED, Status.OPEN):
        wanted = set()
    held = set(write.column("select quarter from leader_claim where session = ? and staff = ?", [session.id, staff]))
    for quarter in held - wanted:
        write.execute("delete from leader_claim where staff = ? and quarter = ?", [staff, quarter])
    for quarter in sorted(wanted - held):
        write.execute("insert into leader_claim values (?, ?, ?)", [staff, quarter, session.id])
