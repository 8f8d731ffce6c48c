"""Half-years begin and end at midnight on Swedish walls."""

from datetime import UTC, datetime, timedelta

import pytest

from lab import i18n
from lab.participation.periods import Period, PeriodUnknown


def test_the_half_year_turns_at_swedish_midnight_in_summer_time() -> None:
    before = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
    assert Period.of(before).name == "2026H1"
    assert Period.of(before + timedelta(minutes=1)).name == "2026H2"
    assert Period(2026, 1).ends_at == datetime(2026, 6, 30, 22, tzinfo=UTC)


def test_the_year_turns_at_swedish_midnight_in_winter_time() -> None:
    assert Period(2026, 2).ends_at == Period(2027, 1).starts_at == datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert Period.of(datetime(2026, 12, 31, 23, tzinfo=UTC)).name == "2027H1"


def test_a_name_leads_back_to_its_period() -> None:
    assert Period.named("2026H2") == Period(2026, 2)
    i18n.speak("sv")
    assert Period.named("2026H2").told() == "juli–december 2026"


@pytest.mark.parametrize("name", ["2026", "2026H3", "2026h1", "1926H1", "2026H1 ", ""])
def test_what_is_no_half_year_is_refused(name: str) -> None:
    with pytest.raises(PeriodUnknown):
        Period.named(name)
