"""What may be asked. Pure: no clock, no store."""

import re
from collections.abc import Mapping, Sequence

from bookings import seat_errors as wrong
from bookings.rules import Session, check_age
from bookings.seat_terms import AGE_BANDS, MOST_WISHES, SIZED_GENDERS, Asking, Kind, Sizes, size_of

EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+")
LONGEST_CONTACT = 254
MOST_PEOPLE = 200
SHORTEST_REASON = 3


def check(asking: Asking) -> None:
    """Refuse wishes that are none, too many or the same, and a party without contact or people."""
    if not asking.sessions or len(asking.sessions) > MOST_WISHES:
        raise wrong.WishesMissing()
    if len(set(asking.sessions)) < len(asking.sessions):
        raise wrong.WishTwice()
    if asking.kind is Kind.CARD:
        return
    check_contact(asking.contact)
    if not 0 < size_of(asking.sizes) <= MOST_PEOPLE:
        raise wrong.SizesMissing()


def check_contact(contact: str) -> None:
    """Refuse what cannot be an e-mail address."""
    if len(contact) > LONGEST_CONTACT or not EMAIL.fullmatch(contact.strip()):
        raise wrong.ContactNotValid()


def check_ages(sizes: Sizes, sessions: Sequence[Session]) -> None:
    """Refuse an age band that lies outside a session's ages altogether."""
    for session in sessions:
        for band in (band for band, genders in sizes.items() if sum(genders.values())):
            youngest, oldest = AGE_BANDS[band]
            if oldest < session.youngest or youngest > session.oldest:
                raise wrong.AgesOutside(title=session.title, youngest=session.youngest, oldest=session.oldest)


def check_card_age(age: int, sessions: Sequence[Session]) -> None:
    """Refuse a youth too young or too old; a birth year alone leaves two ages possible."""
    for session in sessions:
        check_age((age - 1, age, age + 1), session.youngest, session.oldest)


def check_fits(size: int, together: bool, sessions: Sequence[Session]) -> None:
    """Refuse those who want to sit together but are more than every session they chose has seats."""
    if together and all(session.seats < size for session in sessions):
        raise wrong.PartyTooLarge(size=size)


def check_reason(reason: str) -> None:
    """Refuse a hand in the line that nobody can understand afterwards."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise wrong.ReasonMissing()


def units(size: int, together: bool) -> tuple[int, ...]:
    """The seats of each request: one for all who sit together, else one each."""
    return (size,) if together else (1,) * size


def read_sizes(fields: Mapping[str, str]) -> Sizes:
    """The numbers in a form's `size-BAND-GENDER`; empty is none. Raises SizesNotValid."""
    return {
        band: {gender: _count(fields.get(f"size-{band}-{gender}", "")) for gender in SIZED_GENDERS}
        for band in AGE_BANDS
    }


def write_sizes(sizes: Sizes) -> dict[str, str]:
    """The same as a form's fields."""
    return {
        f"size-{band}-{gender}": str(number)
        for band, genders in sizes.items()
        for gender, number in genders.items()
        if number
    }


def _count(text: str) -> int:
    text = text.strip() or "0"
    if not (text.isascii() and text.isdigit()) or int(text[:6]) > MOST_PEOPLE:
        raise wrong.SizesNotValid(text=text[:12], most=MOST_PEOPLE)
    return int(text)


def crowd(free: int, seats: int, waiting: bool) -> str:
    """How much is left, in a word: "line", "few", "some" or "many". Numbers of children are not told to all."""
    if waiting or free <= 0:
        return "line"
    if free <= 3:
        return "few"
    return "many" if 2 * free >= seats else "some"
