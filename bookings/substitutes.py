"""A leader who cannot come asks another, who answers by a link that is signed and ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings import leading_claims, letters, notices
from bookings.booking import session as session_of
from bookings.labs import Lab
from bookings.leading_claims import Leader, staff_of
from bookings.letters import Reader
from bookings.rules import Session, Status, WrongStatus
from lab import messages
from lab.access import Actor, allows, require
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import LabError, NotFound, NotValid
from lab.i18n import N_
from lab.runtime import Workshop

PURPOSE = "substitute"
ANSWER_WITHIN = timedelta(days=7)
LINK_SECONDS = 30 * 24 * 3600.0
"""The signature's own limit, far beyond the question's."""
YES, NO, TOO_LATE = "yes", "no", "too-late"


class AlreadyLeads(NotValid):
    message = N_("{leader} leads this session already.")
    hint = N_("Ask somebody else.")


class CannotLead(NotValid):
    message = N_("{leader} may not lead in this lab.")
    hint = N_("Ask an administrator to make them a leader of it, or ask somebody else.")


class QuestionOver(LabError):
    message = N_("This question has been answered, or is too old.")
    hint = N_("Talk to the one who asked you.")
    status = 410


@dataclass(frozen=True)
class Question:
    """`answer` is "yes", "no", "too-late" or still empty. `instead_of` is a leader, or empty for one more."""

    id: str
    session: str
    instead_of: str
    staff: str
    expires_at: datetime
    answer: str

    def open_at(self, now: datetime) -> bool:
        return not self.answer and now < self.expires_at


@dataclass(frozen=True)
class Asked:
    """What whoever is asked sees."""

    question: Question
    session: Session
    lab: Lab
    room: str
    asker: str
    """A short name; empty where one more leader is looked for."""
    open: bool


@dataclass(frozen=True)
class Asking:
    """A question as the one who asks sees it: whom, and the link to pass on while it is open."""

    leader: Leader
    answer: str
    expires_at: datetime
    path: str


@retried
def ask(shop: Workshop, actor: Actor, id: str, staff: str, instead_of: str = "") -> str:  # noqa: A002
    """Ask somebody to lead a session, instead of one of its leaders or besides them; gives the path of the link.

    A leader asks in their own place; those who may book, in anybody's. Asking the same again gives the same question.
    """
    with shop.database.transaction() as write:
        session = session_of(write, id)
        _check_asking(write, actor, session, staff, instead_of)
        known = write.value(
            "select id from substitute_question where session = ? and staff = ? and answer = '' and expires_at > ?",
            [id, staff, write.now],
        )
        if known:
            return path(shop, str(known))
        made = new_id()
        expires_at = min(session.starts_at, write.now + ANSWER_WITHIN)
        write.execute(
            "insert into substitute_question values (?, ?, ?, ?, ?, ?, '', null)",
            [made, id, instead_of, staff, write.now, expires_at],
        )
        _tell_asked(shop, write, session, made, staff, instead_of or staff_of(actor.id), expires_at)
        write.record(actor.id, "ask-substitute", f"session:{id}", staff=staff)
        return path(shop, made)


def path(shop: Workshop, question: str) -> str:
    """Where the one who is asked answers."""
    return f"/substitute/{shop.keys.sign(PURPOSE, question)}"


def asked(shop: Workshop, token: str) -> Asked:
    """What the link's question is about. Raises TokenRefused for a link that is not ours."""
    with shop.database.read() as read:
        return _asked(shop, read, _id_in(shop, token))


@retried
def answer(shop: Workshop, token: str, yes: bool) -> Asked:
    """Say yes or no by the link; the same answer again changes nothing. Raises QuestionOver, LeaderBusy.

    With a yes the session has a new leader at once, the one who asked is free, and nobody else need answer.
    """
    number = _id_in(shop, token)
    with shop.database.transaction() as write:
        found = _asked(shop, write, number)
        if found.question.answer == (YES if yes else NO):
            return found
        if not found.open:
            raise QuestionOver()
        if yes:
            _take_over(write, found)
        _settle(write, number, YES if yes else NO)
        write.record(f"staff:{found.question.staff}", "answer-substitute", f"session:{found.session.id}", yes=yes)
        return _asked(shop, write, number)


def of_session(shop: Workshop, actor: Actor, session: Session) -> list[Asking]:
    """The questions about a session, the latest first; the link is empty once a question is answered or too old."""
    require(actor, "run-session", f"lab:{session.lab}")
    with shop.database.read() as read:
        found = read.rows(
            Question, "select * from substitute_question where session = ? order by asked_at desc", [session.id]
        )
        return [
            Asking(
                _leader(read, one.staff),
                one.answer or ("" if one.open_at(shop.clock()) else TOO_LATE),
                one.expires_at,
                path(shop, one.id) if one.open_at(shop.clock()) else "",
            )
            for one in found
        ]


def _check_asking(write: Transaction, actor: Actor, session: Session, staff: str, instead_of: str) -> None:
    own = instead_of and instead_of == staff_of(actor.id)
    if not (own and allows(actor, "run-session", f"lab:{session.lab}")):
        require(actor, "book-session", f"lab:{session.lab}")
    if session.status != Status.PLANNED or session.starts_at <= write.now:
        raise WrongStatus()
    leaders = {one.id for one in leading_claims.leaders_of(write, session.id)}
    leader = _leader(write, staff)
    if staff in leaders:
        raise AlreadyLeads(leader=leader.name)
    if instead_of and instead_of not in leaders:
        raise NotFound()
    if staff not in {one.id for one in leading_claims.able(write, session.lab)}:
        raise CannotLead(leader=leader.name)


def _tell_asked(
    shop: Workshop, write: Transaction, session: Session, question: str, staff: str, asker: str, until: datetime
) -> None:
    reader = Reader(question, _leader(write, staff).email, "", path(shop, question), f"question:{question}")
    told = {"until_at": until.isoformat(), "asker": _name(write, asker) or "Verkstad"}
    letters.tell(write, session, [reader], "substitute", "substitute", told)


def _take_over(write: Transaction, found: Asked) -> None:
    session, question = found.session, found.question
    if question.staff not in {one.id for one in leading_claims.able(write, session.lab)}:
        raise QuestionOver()
    leading_claims.step_up(write, session, question.staff)
    if question.instead_of:
        before = [one for one in letters.leaders(write, session.id) if one.key == question.instead_of]
        leading_claims.step_down(write, session, question.instead_of)
        told = {"leader": _name(write, question.staff)}
        letters.tell(write, session, before, "substitute-found", f"substitute-found-{question.id}", told)
    others = write.column(
        "select id from substitute_question where session = ? and instead_of = ? and answer = '' and id <> ?",
        [session.id, question.instead_of, question.id],
    )
    for other in others:
        _settle(write, other, TOO_LATE)
    notices.edited(write, session.id)


def _settle(write: Transaction, question: str, said: str) -> None:
    write.execute(
        "update substitute_question set answer = ?, answered_at = ? where id = ?", [said, write.now, question]
    )
    messages.withdraw(write, f"question:{question}")


def _id_in(shop: Workshop, token: str) -> str:
    return str(shop.keys.read(PURPOSE, token, LINK_SECONDS))


def _asked(shop: Workshop, read: Cursor, id: str) -> Asked:  # noqa: A002
    question = read.first(Question, "select * from substitute_question where id = ?", [id])
    if question is None:
        raise NotFound()
    session = session_of(read, question.session)
    lab = read.first(Lab, "select * from lab where id = ?", [session.lab])
    if lab is None:
        raise NotFound()
    room = str(read.value("select name from room where id = ?", [session.room]) or "")
    still = question.open_at(shop.clock()) and session.status == Status.PLANNED
    return Asked(question, session, lab, room, _name(read, question.instead_of), still)


def _leader(read: Cursor, staff: str) -> Leader:
    found = read.first(Leader, "select id, email from staff where id = ?", [staff])
    if found is None:
        raise NotFound()
    return found


def _name(read: Cursor, staff: str) -> str:
    email = read.value("select email from staff where id = ?", [staff])
    return Leader(staff, str(email)).name if email else ""
