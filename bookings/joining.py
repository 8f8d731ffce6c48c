"""How a youth gets a seat: the session's PIN, a card or four answers, then a ticket that works while it is open."""

import threading
from dataclasses import dataclass
from datetime import timedelta

from bookings import lines, places, rules
from bookings.labs import municipality
from bookings.rules import Session, SessionNotOpen
from bookings.seat_errors import SeatsPromised
from bookings.sessions import whole
from lab import cards, limits, people
from lab.database import Cursor, Transaction, retried
from lab.errors import NotValid
from lab.exercise import Participant
from lab.i18n import N_
from lab.participation import ledger
from lab.runtime import Workshop
from lab.signing import TokenRefused

PIN_DIGITS = 6
MINUTE, TEN_MINUTES = 60.0, 600.0
TEN_MINUTES_ALLOW = 3
"""Times what one minute allows."""
TICKET = "seat"

Words = tuple[str, ...] | None

_one_guess_at_a_time = threading.Lock()
"""Many wrong codes sent at once are counted one by one, while right ones, which only read, hardly wait."""


@dataclass(frozen=True)
class Answers:
    """What somebody without a card tells: a municipality's code, an age in years, and a gender of `people.GENDERS`."""

    area: str
    age: int
    gender: str


@dataclass(frozen=True)
class Joined:
    """A seat, the signed ticket to it, and the words of the card where it is new."""

    seat: int
    ticket: str
    words: Words


class PinUnknown(NotValid):
    message = N_("That PIN does not open any session now.")
    hint = N_("Look at the leader's screen and write it once more.")


class PinIncomplete(NotValid):
    message = N_("The PIN has six digits.")
    hint = N_("Look at the leader's screen and write it once more.")


class AnswersMissing(NotValid):
    message = N_("Write the words of your card, or answer the questions.")


def find(shop: Workshop, pin: str, address: str) -> Session:
    """The open session that `pin` belongs to; `address` is where it was typed, one for a whole room and IPv6 by /64.

    Raises PinIncomplete, PinUnknown, or TooManyAttempts.
    """
    digits = "".join(pin.split())
    if len(digits) != PIN_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise PinIncomplete()
    with _one_guess_at_a_time:
        _check_guesses(shop, address)
        found = _open_with(shop, digits)
        if found is None:
            _wrong(shop, address, digits)
            raise PinUnknown()
    return found


def admitting(shop: Workshop, id: str) -> Session:  # noqa: A002
    """A session that takes youths now. Raises SessionNotOpen."""
    with shop.database.read() as read:
        return whole(_locked(shop, read, id))


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
    comer = _comer(shop, admitting(shop, session_id), words, answers, address)
    with shop.database.transaction() as write:
        session = _locked(shop, write, session_id)
        seated = _seated(write, session, join_key, comer.card)
        if seated:
            _sit_again(write, session, seated)
            new_words = shop.shown_once.of(_key(session.id, seated.number)) if words is None else None
        else:
            seated, new_words = _take(shop, write, session, join_key, comer)
        # Within the lock: a second press that waits for it must find the words of the first.
        _remember(shop, _key(session.id, seated.number), new_words)
    return Joined(seated.number, _ticket(shop, session.id, seated), new_words or None)


def participant(shop: Workshop, ticket: str | None) -> Participant | None:
    """Who holds `ticket`, or None: it was never given, its session has closed, or the seat was left."""
    if not ticket:
        return None
    try:
        said = shop.keys.read(TICKET, ticket, ticket_seconds(shop))
    except TokenRefused:
        return None
    with shop.database.read() as read:
        found = read.first(
            Session,
            "select session.* from session join seat on seat.session = session.id"
            " where session.id = ? and seat.number = ? and seat.card = ? and seat.left_at is null",
            [said["session"], said["seat"], said["card"]],
        )
    if found is None or not _admits(shop, found):
        return None
    key = _key(found.id, said["seat"])
    return Participant(key, found.lab, found.id, said["seat"], said["card"], tuple(found.exercises))


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


def ticket_seconds(shop: Workshop) -> float:
    """The longest that any ticket can hold; the store says when a session really ends."""
    after = timedelta(minutes=shop.settings.seat_minutes_after)
    return (rules.OPENS_BEFORE + rules.LONGEST + after).total_seconds()


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


def _check_guesses(shop: Workshop, where: str) -> None:
    """Refuse an address that has guessed too much, even when it is right now: or else guessing would go on.

    The tablets of a room share one address, so the limit counts different wrong codes, not tries: thirty youths who
    all type yesterday's code have made one mistake. Ten a minute leaves room for a class's slips and is over in a
    minute. Thirty in ten minutes means that a million codes take eight months, while a PIN lives half a day at most:
    one chance in 400 to meet it. A longer memory would let one prankster lock the whole room out for longer than ten
    minutes. Whoever has a seat already never meets this.
    """
    most = shop.settings.pin_attempts
    limits.check(shop, "pin", where, most, MINUTE)
    limits.check(shop, "pin", where, most * TEN_MINUTES_ALLOW, TEN_MINUTES)


def _wrong(shop: Workshop, where: str, digits: str) -> None:
    same_mistake = f"{where} {digits}"
    if not limits.recently(shop, "pin-typed", same_mistake, TEN_MINUTES):
        limits.failed(shop, "pin-typed", same_mistake)
        limits.failed(shop, "pin", where)


def _open_with(shop: Workshop, pin: str) -> Session | None:
    with shop.database.read() as read:
        found = read.first(Session, "select * from session where status = 'open' and pin = ?", [pin])
    return whole(found) if found and _admits(shop, found) else None


def _admits(shop: Workshop, session: Session) -> bool:
    return rules.admits(session.status, session.ends_at, shop.clock(), shop.settings.seat_minutes_after)


def _locked(shop: Workshop, cursor: Cursor, id: str) -> Session:  # noqa: A002
    """The session if it is open at this moment, which a transaction then holds still."""
    found = cursor.first(Session, "select * from session where id = ?", [id])
    if found is None or not _admits(shop, found):
        raise SessionNotOpen()
    return found


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
    return _Comer(municipality(shop, answers.area), born, answers.gender)


def _take(shop: Workshop, write: Transaction, session: Session, join_key: str, comer: _Comer) -> tuple[_Seated, Words]:
    """The next free seat with its card, visit and audit row; the words where the card is new."""
    number, was_left = _free(shop, write, session, comer.card)
    card, words = comer.card, None
    if not card:
        issued = cards.issue(write, shop, comer.area, comer.birth_year, comer.gender)
        card, words = issued.id, issued.words
    if was_left:
        write.execute("delete from seat where session = ? and number = ?", [session.id, number])
    write.execute(
        "insert into seat (session, number, card, join_key, taken_at) values (?, ?, ?, ?, ?)",
        [session.id, number, card, join_key, write.now],
    )
    ledger.visited(write, session.id, card, session.lab, comer.area, comer.birth_year, comer.gender)
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


def _ticket(shop: Workshop, session: str, seated: _Seated) -> str:
    return shop.keys.sign(TICKET, {"session": session, "seat": seated.number, "card": seated.card})


def _key(session: str, number: int) -> str:
    return f"seat:{session}:{number}"
