"""What a youth tells about themself, and how ages are counted."""

from datetime import date

from lab.errors import NotValid
from lab.i18n import N_

GENDERS = {
    "girl": N_("Girl"),
    "boy": N_("Boy"),
    "other": N_("Other"),
    "unsaid": N_("Prefer not to say"),
}

AGES = tuple(range(6, 26))
"""Ages that can be answered, in years: those that the population figures cover."""


class AgeNotValid(NotValid):
    message = N_("That age is not one we can count.")
    hint = N_("Choose an age from {youngest} to {oldest}.")


def birth_year(age: int, today: date) -> int:
    """The year of birth of someone who turns `age` in the year of `today`.

    Official population figures count age at the end of the year, so we do too: it makes visits and population alike.
    """
    if age not in AGES:
        raise AgeNotValid(youngest=AGES[0], oldest=AGES[-1])
    return today.year - age


def age_on(birth_year: int, day: date) -> int:
    """The age in years that someone born in `birth_year` turns in the year of `day`."""
    return day.year - birth_year
