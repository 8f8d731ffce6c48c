"""The days on which Sweden keeps a holiday, and their names. Pure: reckoned by `holidays`, nothing is fetched."""

from datetime import date
from functools import cache

import holidays

LANGUAGES = {"sv": "sv", "en": "en_US"}
KINDS = (holidays.PUBLIC, holidays.DE_FACTO)
"""By law, and the eves that are kept as if by law: Midsummer, Christmas, New Year."""


def name(day: date, language: str = "sv") -> str:
    """What the holiday on `day` is called in the reader's language; empty on a day that is none. Sundays are none."""
    return _of_year(day.year, LANGUAGES.get(language, "sv")).get(day, "")


@cache
def _of_year(year: int, language: str) -> dict[date, str]:
    found = holidays.country_holidays(
        "SE", years=year, language=language, categories=KINDS, include_sundays=False, expand=False
    )
    return dict(found)
