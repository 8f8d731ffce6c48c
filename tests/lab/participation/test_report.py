"""A report counts each child once, where they live, in Swedish half-years, and only for those who may read it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from lab import areas
from lab.access import ANONYMOUS, Actor, Grant, Role
from lab.areas import AreaUnknown
from lab.errors import NotAllowed
from lab.participation import report
from lab.participation.disclosure import PROTECTED, Published
from lab.participation.measures import rate, representation_ratio
from lab.participation.periods import Period
from lab.runtime import Workshop

Attend = Callable[..., None]
Freeze = Callable[[], None]

pytestmark = pytest.mark.usefixtures("exact")

SPRING = Period(2026, 1)


def test_a_child_at_two_sessions_is_one_youth_and_two_visits(
    shop: Workshop, reviewer: Actor, attend: Attend, freeze: Freeze
) -> None:
    attend(6, session="s1")
    attend(6, session="s2")
    freeze()
    found = report.area_report(shop, reviewer, "1780", SPRING)
    assert (found.youths, found.visits, found.sessions) == (Published(6), Published(12), 2)


def test_the_rate_is_that_of_the_youths_who_live_there(
    shop: Workshop, reviewer: Actor, attend: Attend, freeze: Freeze
) -> None:
    attend(37)
    freeze()
    found = report.area_report(shop, reviewer, "1780", SPRING)
    assert found.population == sum(one.persons for one in areas.population(shop, "1780", (6, 19)))
    assert found.rate == rate(37, found.population)


def test_youths_are_counted_where_they_live_and_sessions_where_they_are_held(
    shop: Workshop, admin: Actor, attend: Attend, freeze: Freeze
) -> None:
    attend(7, area="1715")
    freeze()
    kil = report.area_report(shop, admin, "1715", SPRING)
    karlstad = report.area_report(shop, admin, "1780", SPRING)
    assert (kil.youths.number, kil.sessions) == (7, 0)
    assert (karlstad.youths.number, karlstad.sessions) == (0, 1)


def test_girls_and_boys_are_compared_with_the_local_youths(
    shop: Workshop, reviewer: Actor, attend: Attend, freeze: Freeze
) -> None:
    attend(24, "girl", gender="girl")
    attend(36, "boy", gender="boy")
    freeze()
    found = report.area_report(shop, reviewer, "1780", SPRING)
    girls, boys = found.genders
    assert (girls.key, girls.youths.number, girls.share) == ("girl", 24, 0.4)
    assert girls.ratio == representation_ratio(24, 60, girls.population_share)
    assert girls.population_share + boys.population_share == pytest.approx(1)
    assert girls.population + boys.population == found.population


def test_other_answers_count_in_the_total_and_are_shown_nowhere(
    shop: Workshop, reviewer: Actor, attend: Attend, freeze: Freeze
) -> None:
    attend(20, "girl", gender="girl")
    attend(30, "boy", gender="boy")
    attend(2, "unsaid", gender="unsaid")
    freeze()
    found = report.area_report(shop, reviewer, "1780", SPRING)
    assert found.youths.number == 52
    assert [part.youths for part in found.genders] == [Published(20), Published(30)]


def test_age_bands_take_in_everyone_once(shop: Workshop, reviewer: Actor, attend: Attend, freeze: Freeze) -> None:
    for age in range(6, 20):
        attend(5, f"aged-{age}-", age=age)
    attend(9, "grown", age=20)
    freeze()
    found = report.area_report(shop, reviewer, "1780", SPRING)
    assert [part.youths.number for part in found.ages] == [5, 15, 15, 15, 20]
    assert found.youths.number == 70
    assert found.older.number == 9
    assert sum(part.population for part in found.ages) == found.population
    assert sum(part.ratio.value * part.population_share for part in found.ages if part.ratio) == pytest.approx(1)


def test_a_single_child_is_nowhere_to_be_seen(shop: Workshop, reviewer: Actor, attend: Attend, freeze: Freeze) -> None:
    attend(1)
    freeze()
    found = report.area_report(shop, reviewer, "1780", SPRING)
    assert {found.youths, found.visits, *(part.youths for part in (*found.genders, *found.ages))} == {PROTECTED}
    assert found.rate is None


def test_nobody_is_a_number_that_may_be_shown(shop: Workshop, reviewer: Actor, freeze: Freeze) -> None:
    freeze()
    found = report.area_report(shop, reviewer, "1780", SPRING)
    assert (found.youths, found.visits, found.sessions) == (Published(0), Published(0), 0)
    assert found.rate == rate(0, found.population)


def test_a_visit_belongs_to_the_half_year_of_swedish_walls(
    shop: Workshop, reviewer: Actor, attend: Attend, freeze: Freeze
) -> None:
    midnight = datetime(2026, 6, 30, 22, tzinfo=UTC)
    attend(6, "late", session="s1", at=midnight - timedelta(minutes=1))
    attend(8, "early", session="s2", at=midnight)
    freeze()
    freeze()
    autumn = report.area_report(shop, reviewer, "1780", Period(2026, 2))
    assert (autumn.youths.number, autumn.sessions) == (8, 1)
    assert report.area_report(shop, reviewer, "1780", SPRING).youths.number == 6


def test_the_half_years_are_those_that_are_frozen(shop: Workshop, attend: Attend, freeze: Freeze) -> None:
    attend(1, at=datetime(2025, 3, 1, 12, tzinfo=UTC))
    attend(1)
    assert report.periods(shop) == ()
    freeze()
    assert [period.name for period in report.periods(shop)] == ["2026H1", "2025H2", "2025H1"]


def test_the_trend_goes_back_six_half_years(shop: Workshop, reviewer: Actor, attend: Attend, freeze: Freeze) -> None:
    for year in range(2022, 2027):
        attend(2022 - year + 12, session=f"s{year}", at=datetime(year, 3, 1, 12, tzinfo=UTC))
    freeze()
    trend = report.area_report(shop, reviewer, "1780", SPRING).trend
    assert [point.period.name for point in trend] == ["2023H2", "2024H1", "2024H2", "2025H1", "2025H2", "2026H1"]
    assert [point.youths.number for point in trend] == [0, 10, 0, 9, 0, 8]


def test_weekdays_are_told_where_no_single_one_has_all(
    shop: Workshop, reviewer: Actor, attend: Attend, freeze: Freeze
) -> None:
    tuesday = shop.clock()
    attend(20, "one", at=tuesday)
    freeze()
    attend(20, "one", session="s2", at=shop.clock())
    attend(15, "two", session="s3", at=shop.clock() + timedelta(days=2))
    freeze()
    assert report.area_report(shop, reviewer, "1780", SPRING).weekdays == ()
    days = report.area_report(shop, reviewer, "1780", SPRING.next()).weekdays
    assert [day.youths.number for day in days if day.sessions] == [20, 15]


def test_a_group_that_stays_away_is_told_how_many_are_missing(
    shop: Workshop, reviewer: Actor, attend: Attend, freeze: Freeze
) -> None:
    attend(10, "girl", gender="girl")
    attend(60, "boy", gender="boy")
    freeze()
    girls, boys = report.area_report(shop, reviewer, "1780", SPRING).genders
    assert girls.missing
    assert boys.missing
    assert girls.missing.value == pytest.approx(70 * girls.population_share - 10)
    assert boys.missing.value < 0


@pytest.mark.parametrize("area", ["1715", "17", ""])
def test_another_areas_report_is_refused(shop: Workshop, reviewer: Actor, area: str, freeze: Freeze) -> None:
    freeze()
    with pytest.raises(NotAllowed):
        report.area_report(shop, reviewer, area, SPRING)


def test_those_who_review_nothing_see_no_report(shop: Workshop, freeze: Freeze) -> None:
    leader = Actor("staff:leader", "leader@example.se", (Grant(Role.LEADER, "lab:lab1"),))
    freeze()
    for someone in (ANONYMOUS, leader):
        assert report.areas_of(shop, someone) == ()
        assert report.reach(shop, someone, SPRING) == ()
        with pytest.raises(NotAllowed):
            report.area_report(shop, someone, "1780", SPRING)


def test_a_county_is_read_municipality_by_municipality(shop: Workshop, attend: Attend, freeze: Freeze) -> None:
    varmland = Actor("staff:county", "county@example.se", (Grant(Role.REVIEWER, "area:17"),))
    attend(7, area="1715")
    freeze()
    reached = {one.area.name: one for one in report.reach(shop, varmland, SPRING)}
    assert len(reached) == len(report.areas_of(shop, varmland)) == 16
    assert reached["Kil"].youths.number == 7
    assert reached["Karlstad"].sessions == 1
    with pytest.raises(report.OnlyMunicipalities):
        report.area_report(shop, varmland, "17", SPRING)


def test_a_municipality_that_does_not_exist_is_told_so(shop: Workshop, admin: Actor, freeze: Freeze) -> None:
    freeze()
    with pytest.raises(AreaUnknown):
        report.area_report(shop, admin, "9999", SPRING)


def test_the_map_and_the_report_say_the_same(shop: Workshop, admin: Actor, attend: Attend, freeze: Freeze) -> None:
    attend(12, "near", area="1780")
    attend(3, "few", area="1715")
    attend(8, "grown", area="1761", age=22)
    freeze()
    for one in report.reach(shop, admin, SPRING):
        if one.area.code in ("1780", "1715", "1761", "0114"):
            alone = report.area_report(shop, admin, one.area.code, SPRING)
            assert (one.youths, one.rate, one.sessions) == (alone.youths, alone.rate, alone.sessions)
