"""Reads the three answers out of a form, as a child may have given them."""

from collections.abc import Mapping

from bookings.joining import Answers
from bookings.rules import AgeOutside
from lab import areas
from lab.areas import Area, AreaUnknown, District
from lab.cards import GenderNotValid, plain
from lab.errors import LabError, NotValid
from lab.i18n import N_
from lab.people import AgeNotValid
from lab.runtime import Workshop

MOST_CHOICES = 8
ANSWER_MISSING = N_("One answer is missing here.")


class AreaMissing(NotValid):
    message = ANSWER_MISSING
    hint = N_("Choose your municipality, or write its name.")


class AreaNotFound(NotValid):
    message = N_("We find no municipality called “{text}”.")
    hint = N_("Ask your leader which municipality you live in.")


class AreaUnclear(NotValid):
    """Several municipalities could be meant; they are `choices`."""

    message = N_("Which one do you mean?")
    hint = N_("Choose one of these, or write more of the name.")

    def __init__(self, choices: tuple[Area, ...]) -> None:
        super().__init__()
        self.choices = choices


class AgeMissing(NotValid):
    message = ANSWER_MISSING
    hint = N_("Press your age.")


class GenderMissing(NotValid):
    message = ANSWER_MISSING
    hint = N_("Choose one of the four. “Prefer not to say” is just as good.")


class DistrictAsked(NotValid):
    """One more question, to those who live in a municipality that has told its districts; it may be skipped."""

    message = ANSWER_MISSING
    hint = N_("Press where you live, or the last button.")

    def __init__(self, area: str, choices: tuple[District, ...]) -> None:
        super().__init__()
        self.area, self.choices = area, choices


QUESTION_OF = {
    AreaMissing: "area",
    AreaNotFound: "area",
    AreaUnclear: "area",
    AreaUnknown: "area",
    AgeMissing: "age",
    AgeNotValid: "age",
    AgeOutside: "age",
    GenderMissing: "gender",
    GenderNotValid: "gender",
}
"""The question that an error is about."""


def question_of(error: LabError | None) -> str:
    """ "area", "age" or "gender", or "" where an error is about none of them."""
    return QUESTION_OF.get(type(error), "") if error else ""


def read(shop: Workshop, fields: Mapping[str, str]) -> Answers:
    """The answers in a form's `area`, `area_text`, `near`, `age` and `gender`; the first that is missing is told.

    Where the municipality has districts, `district` must have been asked for; it is empty where it was skipped.
    """
    area = area_of(shop, fields)
    age = fields.get("age", "")
    if not (age.isascii() and age.isdigit()):
        raise AgeMissing()
    if not fields.get("gender"):
        raise GenderMissing()
    choices = areas.districts(shop, area)
    if choices and "district" not in fields:
        raise DistrictAsked(area, choices)
    return Answers(area, int(age[:3]), fields["gender"], fields.get("district", "") if choices else "")


def area_of(shop: Workshop, fields: Mapping[str, str]) -> str:
    """The code of the municipality: picked from the list, or understood from what was written, or one of those near."""
    text = fields.get("area_text", "").strip()[:80]
    if text:
        return fields.get("area") or _understood(shop, text)
    if near := fields.get("near"):
        return near
    raise AreaMissing()


def _understood(shop: Workshop, text: str) -> str:
    found = areas.match(shop, text)
    same = [one for one in found if plain(one.name) == plain(text)]
    if len(same or found) == 1:
        return (same or found)[0].code
    if not found:
        raise AreaNotFound(text=text)
    raise AreaUnclear((tuple(same) or found)[:MOST_CHOICES])
