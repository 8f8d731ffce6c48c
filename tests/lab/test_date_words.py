"""A day is said without its year, unless it is another year than the reader's own."""

from datetime import UTC, date, datetime

import pytest

from lab import i18n

TODAY = date(2026, 3, 17)


@pytest.mark.parametrize(
    ("language", "day", "pattern", "said"),
    [
        ("sv", TODAY, "EEEE d MMMM", "tisdag 17 mars"),
        ("sv", date(2027, 1, 5), "EEEE d MMMM", "tisdag 5 januari 2027"),
        ("sv", datetime(2025, 12, 31, 9, 30, tzinfo=UTC), "d MMM HH:mm", "31 dec. 2025 09:30"),
        ("en", datetime(2026, 12, 31, 9, 30, tzinfo=UTC), "d MMM HH:mm", "31 Dec 09:30"),
    ],
)
def test_the_year_is_said_only_where_another_could_be_meant(language: str, day: date, pattern: str, said: str) -> None:
    with i18n.speaking(language):
        assert i18n.date_words(day, pattern, TODAY) == said
