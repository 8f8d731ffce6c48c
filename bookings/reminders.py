"""As a session comes near, those who have seats are reminded, and asked whether they still come. A chore."""

from dataclasses import dataclass
from datetime import timedelta

from bookings import confirming, letters
from bookings.booking import session as session_of
from bookings.rules import Session
from lab.database import retried
from lab.runtime import Workshop

REMINDED = timedelta(hours=24)
"""How long before the start."""
SETTLED = timedelta(days=1)
"""Who got the seat within this time need not be asked."""


@dataclass(frozen=True)
class _Seated:
    session: str
    party: str


def remind(shop: Workshop) -> int:
    """Queue what is due; gives how many parties were looked at."""
    now = shop.clock()
    reminded = _seated(shop, "session.starts_at > ? and session.starts_at <= ?", [now, now + REMINDED])
    asked = _seated(
        shop,
        "session.starts_at > ? and session.starts_at <= ? and party.confirmed_at is null and place.given_at <= ?",
        [now + confirming.NOT_LATER, now + confirming.ASKED, now - SETTLED],
    )
    for kind, found in (("reminder", reminded), ("reconfirm", asked)):
        for one in found:
            _tell(shop, one, kind)
    return len(reminded) + len(asked)


def _seated(shop: Workshop, when: str, parameters: list[object]) -> list[_Seated]:
    """Parties with seats in planned sessions that have not been told so already."""
    with shop.database.read() as read:
        return read.rows(
            _Seated,
            "select distinct session.id as session, party.id as party from place"
            " join session on session.id = place.session join request on request.id = place.request"
            " join wish on wish.request = place.request and wish.session = place.session"
            " join party on party.id = request.party"
            f" where session.status = 'planned' and wish.state = 'placed' and contact <> '' and {when}"
            " order by 1, 2",
            parameters,
        )


def question(session: Session, party: str, by: bool) -> str:
    """The key of the message that asks a party whether it comes; `by` where it tells until when to answer."""
    return f"{_once('reconfirm-by' if by else 'reconfirm', session)}:{party}:{session.id}"


@retried
def _tell(shop: Workshop, one: _Seated, kind: str) -> None:
    with shop.database.transaction() as write:
        session = session_of(write, one.session)
        readers = [each for each in letters.parties(write, session.id, ("placed",)) if each.key == one.party]
        told, once = {"count": str(letters.seats_of(write, one.session, one.party))}, kind
        until = confirming.answer_by(write.now, session.starts_at)
        if kind == "reconfirm" and shop.settings.offer_unconfirmed and until:
            told["until_at"], once = until.isoformat(), "reconfirm-by"
        letters.tell(write, session, readers, kind, _once(once, session), told)


def _once(kind: str, session: Session) -> str:
    """A session that is moved is told of anew."""
    return f"{kind}-{session.starts_at:%Y%m%d%H%M}"
