"""How a youth gets a seat in an open session, by a card or by four answers, and gives it back."""

from dataclasses import dataclass

from bookings import admission, newcomers, places, rules, tickets
from bookings.labs import municipality
from bookings.newcomers import Newcomer
from bookings.rules import Session
from lab import areas, cards, people
from lab.database import Transaction, retried
from lab.errors import NotValid
from lab.exercise import Participant
from lab.i18n import N_
from lab.participation import ledger
from lab.runtime import Workshop

Words = tuple[str, ...] | None


@dataclass(frozen=True)
class Answers:
    """What somebody without a card tells: a municipality's code, an age in years, and a gender of `people.GENDERS`.

    `district` is a code of the municipality's own, empty where it has none or none was told.
    """

    area: str
    age: int
    gender: str
    district: str = ""


@dataclass(frozen=True)
class Joined:
    """A seat, the signed ticket to it, and the words of the card where it is new."""

    seat: int
    ticket: str
    words: Words


class AnswersMissing(NotValid):
    message = N_("Write the words of your card, or answer the questions.")


@retried
def join(
    shop: Workshop,
    session_id: str,
    join_key: str,
    answers: Answers | None = None,
    words: str | None = None,
    address: str = "",
) -> Joined:
    """A seat in an open session with its card, its visit and its audit row, or nothing at all.

    `join_key` is one tablet's try: asked twice, or with a card that has a seat already, it gives the same seat again.
    Raises SessionNotOpen, SessionFull, AgeOutside, CardUnknown, and what the answers can be refused for.
    """
    comer = _comer(shop, admission.admitting(shop, session_id), words, answers, address)
    if not comer.card:
        return _newcomer(shop, session_id, join_key, comer)
    with shop.database.transaction() as write:
        session = admission.admitted(shop, write, session_id)
        seated = _seated(write, session, join_key, comer.card)
        if seated and seated.left:
            write.record_all([newcomers.sit_again(write, session.id, seated.number)])
        sits = seated or _take(shop, write, session, join_key, comer)
        # Whoever writes the words has kept them.
        shop.shown_once.forget(tickets.key(session.id, sits.number))
    return Joined(sits.number, tickets.ticket(shop, session.id, sits.number, sits.card), None)


@retried
def leave(shop: Workshop, participant: Participant) -> None:
    """Give the seat back; its ticket stops working. Leaving twice is leaving once."""
    with shop.database.transaction() as write:
        left = write.value(
            "update seat set left_at = ? where session = ? and number = ? and card = ? and left_at is null"
            " returning number",
            [write.now, participant.session, participant.seat, participant.card],
        )
        if left is not None:
            write.record("youth", "leave-seat", f"session:{participant.session}", seat=left)
    shop.shown_once.forget(participant.key)


@dataclass(frozen=True)
class _Seated:
    number: int
    card: str
    left: bool


@dataclass(frozen=True)
class _Comer:
    """What a visit keeps; `card` is empty until a new one is issued."""

    area: str
    birth_year: int
    gender: str
    card: str = ""
    district: str = ""


def _newcomer(shop: Workshop, session_id: str, join_key: str, comer: _Comer) -> Joined:
    """A seat for somebody without a card, whose words can be shown until they are kept."""
    cards.check_gender(comer.gender)
    try_ = Newcomer(session_id, join_key, comer.area, comer.birth_year, comer.gender, comer.district)
    sits = newcomers.seat(shop, try_)
    words = shop.shown_once.of(tickets.key(session_id, sits.number))
    return Joined(sits.number, tickets.ticket(shop, session_id, sits.number, sits.card), words or None)


def _seated(write: Transaction, session: Session, join_key: str, card: str) -> _Seated | None:
    """Where this tablet's try, or else this card, has sat before in the session."""
    return write.first(
        _Seated,
        "select number, card, left_at is not null as left from seat"
        " where session = ? and (join_key = ? or card = ?) order by join_key = ? desc",
        [session.id, join_key, card, join_key],
    )


def _comer(shop: Workshop, session: Session, words: str | None, answers: Answers | None, address: str) -> _Comer:
    """Who comes, by the card's words or else the answers; refused when too young, too old or not answered right."""
    today = shop.clock().date()
    if words is not None:
        card = cards.find(shop, words, address)
        age = people.age_on(card.birth_year, today)
        rules.check_age((age - 1, age, age + 1), session.youngest, session.oldest)
        return _Comer(card.area, card.birth_year, card.gender, card.id)
    if answers is None:
        raise AnswersMissing()
    born = people.birth_year(answers.age, today)
    rules.check_age((answers.age,), session.youngest, session.oldest)
    area = municipality(shop, answers.area)
    return _Comer(area, born, answers.gender, district=areas.check_district(shop, area, answers.district))


def _take(shop: Workshop, write: Transaction, session: Session, join_key: str, comer: _Comer) -> _Seated:
    """The seat that was put aside for a card, or else the next free one, with its visit and audit row."""
    number, was_left = _free(shop, write, session, comer.card)
    if was_left:
        write.execute("delete from seat where session = ? and number = ?", [session.id, number])
    write.execute(
        "insert into seat (session, number, card, join_key, taken_at) values (?, ?, ?, ?, ?)",
        [session.id, number, comer.card, join_key, write.now],
    )
    ledger.visited(write, session.id, comer.card, session.lab, comer.area, comer.birth_year, comer.gender)
    if comer.area in areas.with_districts(shop):
        ledger.visited_from(write, session.id, comer.card)
    write.record("youth", "join-session", f"session:{session.id}", seat=number)
    return _Seated(number, comer.card, left=False)


def _free(shop: Workshop, write: Transaction, session: Session, card: str) -> tuple[int, bool]:
    """The number to give next, and whether somebody had it and left; who has a place gets it.

    Raises SessionFull, or SeatsPromised where seats are left that are put aside for those who signed up.
    """
    rows = newcomers.seats_of(write, [session.id])
    taken = [row.number for row in rows if not row.left]
    left = [row.number for row in rows if row.left]
    promised = newcomers.promised(shop, write, session)
    own = next((one for one in promised if one.card == card), None)
    places.arrive(write, session.id, card)
    if own:
        return own.numbers[0], own.numbers[0] in left
    number = newcomers.unpromised(shop, session, taken, left, newcomers.numbers_aside(promised))
    return number, number in left
