"""How a youth gets a seat in an open session, by a card or by four answers, and gives it back."""

from dataclasses import dataclass

from bookings import admission, lines, places, rules, tickets
from bookings.labs import municipality
from bookings.rules import Session
from bookings.seat_errors import SeatsPromised
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
    with shop.database.transaction() as write:
        session = admission.admitted(shop, write, session_id)
        seated = _seated(write, session, join_key, comer.card)
        if seated:
            _sit_again(write, session, seated)
            new_words = shop.shown_once.of(tickets.key(session.id, seated.number)) if words is None else None
        else:
            seated, new_words = _take(shop, write, session, join_key, comer)
        # Within the lock: a second press that waits for it must find the words of the first.
        _remember(shop, tickets.key(session.id, seated.number), new_words)
    return Joined(seated.number, tickets.ticket(shop, session.id, seated.number, seated.card), new_words or None)


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


def _seated(write: Transaction, session: Session, join_key: str, card: str) -> _Seated | None:
    """Where this tablet's try, or else this card, has sat before in the session."""
    return write.first(
        _Seated,
        "select number, card, left_at is not null as left from seat"
        " where session = ? and (join_key = ? or card = ?) order by join_key = ? desc",
        [session.id, join_key, card, join_key],
    )


def _sit_again(write: Transaction, session: Session, seated: _Seated) -> None:
    if seated.left:
        write.execute("update seat set left_at = null where session = ? and number = ?", [session.id, seated.number])
        write.record("youth", "return-to-seat", f"session:{session.id}", seat=seated.number)


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


def _take(shop: Workshop, write: Transaction, session: Session, join_key: str, comer: _Comer) -> tuple[_Seated, Words]:
    """The next free seat with its card, visit and audit row; the words where the card is new."""
    number, was_left = _free(shop, write, session, comer.card)
    card, words = comer.card, None
    if not card:
        issued = cards.issue(write, shop, comer.area, comer.birth_year, comer.gender)
        card, words = issued.id, issued.words
        if comer.district:
            ledger.lives_in(write, card, comer.district)
    if was_left:
        write.execute("delete from seat where session = ? and number = ?", [session.id, number])
    write.execute(
        "insert into seat (session, number, card, join_key, taken_at) values (?, ?, ?, ?, ?)",
        [session.id, number, card, join_key, write.now],
    )
    ledger.visited(write, session.id, card, session.lab, comer.area, comer.birth_year, comer.gender)
    if comer.area in areas.with_districts(shop):
        ledger.visited_from(write, session.id, card)
    write.record("youth", "join-session", f"session:{session.id}", seat=number)
    return _Seated(number, card, left=False), words


def _free(shop: Workshop, write: Transaction, session: Session, card: str) -> tuple[int, bool]:
    """The number to give next, and whether somebody had it and left; who has a place gets it.

    Raises SessionFull, or SeatsPromised where seats are left that are put aside for those who signed up.
    """
    rows = write.rows(
        _Seated,
        "select number, card, left_at is not null as left from seat where session = ? order by left_at, number",
        [session.id],
    )
    taken = [row.number for row in rows if not row.left]
    left = [row.number for row in rows if row.left]
    promised = _promised(shop, write, session)
    own = next((one for one in promised if card and one.card == card), None)
    if card:
        places.arrive(write, session.id, card)
    if own:
        return own.numbers[0], own.numbers[0] in left
    number = _unpromised(shop, session, taken, left, promised)
    return number, number in left


def _promised(shop: Workshop, write: Transaction, session: Session) -> list[places.Held]:
    """Seats put aside; none any more once those who had them are late."""
    promised = places.held(write, session.id)
    if promised and lines.released(session.starts_at, write.now, shop.settings.release_minutes):
        places.release(write, session, shop.settings.release_minutes)
        return places.held(write, session.id)
    return promised


def _unpromised(
    shop: Workshop, session: Session, taken: list[int], left: list[int], promised: list[places.Held]
) -> int:
    aside = [number for one in promised for number in one.numbers]
    try:
        return rules.free_seat(session.seats, [*taken, *aside], left)
    except rules.SessionFull:
        if len(taken) < session.seats:
            raise SeatsPromised(minutes=shop.settings.release_minutes) from None
        raise


def _remember(shop: Workshop, seat: str, words: Words) -> None:
    """A new card's words can be shown until they are kept; whoever writes them has kept them."""
    if words:
        shop.shown_once.keep(seat, words)
    else:
        shop.shown_once.forget(seat)
