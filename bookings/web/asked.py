"""Reads what is asked out of the sign-up forms and the receipt's, as whoever asks may have written it."""

from collections.abc import Iterable, Mapping

from bookings import asking
from bookings import seat_errors as wrong
from bookings.rules import AgeOutside, Session
from bookings.seat_terms import AGE_BANDS, MOST_WISHES, PARTIES, Asking, Kind
from bookings.web import answers
from lab.cards import CardUnknown
from lab.errors import LabError
from lab.runtime import current

Fields = Mapping[str, str]

QUESTIONS = {
    CardUnknown: "words",
    AgeOutside: "wishes",
    wrong.WishesMissing: "wishes",
    wrong.WishTwice: "wishes",
    wrong.WishesDiffer: "wishes",
    wrong.RequestsClosed: "wishes",
    wrong.ContactNotValid: "contact",
    wrong.SizesMissing: "sizes",
    wrong.SizesNotValid: "sizes",
    wrong.PartyTooLarge: "sizes",
    wrong.AgesOutside: "sizes",
}
"""The question of a form that an error is about."""


def with_card(fields: Fields) -> Asking:
    """Who asks with the words of a card."""
    words = " ".join(fields.get(f"word{number}", "")[:40] for number in (1, 2, 3))
    return Asking(Kind.CARD, wishes(fields), words=words)


def as_party(fields: Fields) -> Asking:
    """A family, a class or a club; a municipality that was typed is looked up."""
    kind = Kind(fields["kind"]) if fields.get("kind") in PARTIES else Kind.FAMILY
    return Asking(
        kind,
        wishes(fields),
        contact=fields.get("contact", "")[:300],
        area=answers.area_of(current(), fields),
        sizes=asking.read_sizes(fields),
        together=not fields.get("split"),
    )


def wishes(fields: Fields) -> tuple[str, ...]:
    """The sessions that were chosen, the dearest first."""
    chosen = (fields.get(f"wish{number}", "")[:40] for number in range(1, MOST_WISHES + 1))
    return tuple(filter(None, chosen))


def bands(sessions: Iterable[Session]) -> list[str]:
    """The age bands that can come to any of the sessions."""
    spans = [(session.youngest, session.oldest) for session in sessions]
    return [band for band, ages in AGE_BANDS.items() if any(_overlap(ages, span) for span in spans)]


def _overlap(band: tuple[int, int], span: tuple[int, int]) -> bool:
    return band[1] >= span[0] and band[0] <= span[1]


def question_of(error: LabError | None) -> str:
    """The question that an error is about; empty where there is none."""
    if error is None:
        return ""
    found = next((question for kind, question in QUESTIONS.items() if isinstance(error, kind)), "")
    return found or ("area" if answers.question_of(error) == "area" else "")
