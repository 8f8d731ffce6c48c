"""The demo lab: believable, marked, the same again, and never mixed with a real one."""

import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from bookings import demo, demo_seats, demo_term, labs, openings, rounds, sessions, signup
from bookings.demo_plan import AREAS, ROOMS, plan
from bookings.rules import Status
from lab import areas, facts, i18n, logins, staff
from lab.access import SYSTEM, Role
from lab.areas import skr
from lab.participation import releases, report
from lab.participation.district_report import districts_of
from lab.participation.exports import files
from lab.participation.exports.rows import rows
from lab.runtime import open_workshop, use
from lab.settings import Settings
from tests.conftest import PAINTING, FakeClock

TODAY = date(2026, 3, 17)


def everything(shop, table: str, order: str) -> list[tuple]:
    with shop.database.read() as read:
        return read.column(f"select {order} from {table} order by all")


def of_status(shop, status: Status) -> list[str]:
    """Those of no series, and not of those that are signed up for."""
    alone = "id not in (select session from series_session union all select session from session_way)"
    with shop.database.read() as read:
        return read.column(f"select id from session where status = ? and {alone} order by starts_at", [status.value])


def of_series(shop) -> list[date]:
    with shop.database.read() as read:
        return read.column("select day from series_session order by day")


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """A data folder with a demo lab, made once."""
    folder = tmp_path_factory.mktemp("demo")
    shop = open_workshop(Settings(data=folder), (PAINTING,), FakeClock())
    demo.make(shop)
    shop.close()
    return folder


@pytest.fixture
def made(store: Path, tmp_path: Path, clock):
    """A demo lab of a test's own."""
    shutil.copytree(store, tmp_path / "made")
    i18n.speak("sv")
    shop = use(open_workshop(Settings(data=tmp_path / "made"), (PAINTING,), clock))
    yield shop
    shop.close()


def test_the_past_is_the_same_from_the_same_seed_and_day() -> None:
    assert plan(7, TODAY) == plan(7, TODAY)
    assert plan(7, TODAY) != plan(8, TODAY)
    assert plan(7, TODAY) != plan(7, TODAY + timedelta(days=1))


@pytest.mark.parametrize("seed", range(5))
def test_the_past_could_have_happened(seed: int) -> None:
    past = plan(seed, TODAY)
    starts = [session.starts_at for session in past.sessions]
    assert starts == sorted(starts)
    assert timedelta(days=85) < starts[-1] - starts[0] < timedelta(days=98)
    assert all(session.ends_at.date() < TODAY for session in past.sessions)
    for session in past.sessions:
        ages = [TODAY.year - youth.birth_year for youth in session.visitors]
        assert len(set(session.visitors)) == len(session.visitors) <= ROOMS[session.slot.room]
        assert all(session.slot.youngest <= age + 1 and age - 1 <= session.slot.oldest for age in ages)


@pytest.mark.parametrize("seed", range(5))
def test_areas_genders_and_ages_are_skewed(seed: int) -> None:
    visits = [youth for session in plan(seed, TODAY).sessions for youth in session.visitors]
    homes = Counter(youth.area for youth in visits)
    assert homes.most_common(1)[0][0] == "1780"
    assert 0.4 < homes["1780"] / homes.total() < 0.8
    genders = Counter(youth.gender for youth in visits)
    assert genders["boy"] > genders["girl"] > 20


def test_every_home_is_a_municipality(shop) -> None:
    assert all(areas.find(shop, code).level == "municipality" for code in AREAS)


def test_the_demo_is_marked_and_has_one_of_each_role(made) -> None:
    assert facts.is_demo(made)
    people = {one.email: one.grants for one in staff.listed(made, SYSTEM)}
    assert {grant.role for grants in people.values() for grant in grants} == set(Role)
    token = logins.login(made, demo.LEADER, demo.PASSWORD, "here").token
    assert logins.actor_of(made, token).has(Role.LEADER)


def test_the_demo_has_two_rooms_and_twelve_stations(made) -> None:
    lab = labs.all_labs(made, SYSTEM)[0]
    assert [room.stations for room in labs.rooms(made, lab.id)] == [8, 4]


def test_a_store_becomes_a_demo_as_soon_as_one_is_made(shop) -> None:
    assert not facts.is_demo(shop)
    demo.make(shop)
    assert facts.is_demo(shop)


def test_made_again_the_past_is_the_same(made, shop) -> None:
    demo.make(shop)
    for table, columns in (
        ("visit", "(session, card, area, birth_year, gender, happened_at)"),
        ("held_session", "(session, starts_at)"),
    ):
        assert everything(made, table, columns) == everything(shop, table, columns)


def test_earlier_half_years_are_in_the_report_with_a_trend(made, clock) -> None:
    period = report.periods(made)[0]
    reached = {row.area.code: row for row in report.reach(made, SYSTEM, period)}
    assert (reached["1780"].youths.number or 0) >= 5
    assert len(report.area_report(made, SYSTEM, "1780", period).trend) == 6


def test_municipalities_have_groups_and_a_neighbour_districts_marked_as_made_up(made, clock) -> None:
    skr.check_whole(areas.groups(made), {area.code: area.name for area in areas.municipalities(made)})
    assert areas.with_districts(made) == ("1761",)
    living = sum(one.persons for one in areas.population(made, "1761", (6, 19)))
    assert sum(one.persons or 0 for one in areas.districts(made, "1761")) == living
    told = districts_of(made, SYSTEM, "1761", report.periods(made)[0])
    assert told
    assert told.source == "påhittat för demon"


@pytest.mark.parametrize("kind", files.FORMATS)
def test_a_file_of_the_demo_says_that_it_is_made_up(made, kind: str) -> None:
    period = report.periods(made)[0]
    if kind in files.DOCUMENTS:
        assert files.read(made, SYSTEM, "1780", period).summary.startswith("Demo: allt här är påhittat.")
    elif kind == "dcat":
        assert "Demo: allt här är påhittat." in files.made(made, SYSTEM, "00", period, kind).decode()
    else:
        assert {row.method for row in rows(made, SYSTEM, "00", period)} == {f"{releases.METHOD} demo"}


def test_a_session_runs_with_some_seats_taken_and_two_are_coming(made) -> None:
    lines = demo.started(made)
    (running,) = of_status(made, Status.OPEN)
    session = sessions.session(made, SYSTEM, running)
    assert session.starts_at <= made.clock() < session.ends_at
    assert any(session.pin in line for line in lines)
    assert any(demo.PASSWORD in line and demo.ADMIN in line for line in lines)
    assert 0 < len(sessions.seats(made, SYSTEM, running)) < session.seats
    assert len(of_status(made, Status.PLANNED)) == 2


def test_a_series_is_planned_around_the_next_holiday_and_one_day_is_closed(made) -> None:
    demo.started(made)
    easter = date(2026, 4, 3)
    assert demo_term.next_holiday(TODAY) == easter
    assert of_series(made) == [easter + timedelta(weeks=week) for week in (-2, -1, 1, 2, 3)]
    lab = labs.all_labs(made, SYSTEM)[0]
    assert [one.reason for one in openings.closures(made, SYSTEM, lab.id)] == [demo_term.CLEANING]
    assert openings.struck(made, SYSTEM, lab.id) == []


def test_three_sundays_show_the_three_ways_to_a_seat_once(made) -> None:
    demo.started(made)
    demo.started(made)
    lab = labs.all_labs(made, SYSTEM)[0]
    assert {one.title: one.state for one in rounds.of_lab(made, SYSTEM, lab.id)} == {
        demo_seats.DRAWN: "drawn", demo_seats.ASKING: "asking",
    }  # fmt: skip
    with made.database.read() as read:
        states = read.column("select distinct state from wish order by state")
    assert states == ["asked", "placed", "waiting"]
    assert len(signup.choices(made, lab.id)) == 2


@pytest.mark.parametrize("day", [date(2026, 4, 2), date(2026, 4, 3), date(2026, 12, 24), date(2026, 12, 31)])
def test_the_demo_is_open_on_holidays_too(made, clock, day: date) -> None:
    clock.now = clock.now.replace(month=day.month, day=day.day)
    demo.started(made)
    assert len(of_status(made, Status.OPEN)) == 1


def test_started_again_soon_the_same_session_runs(made, clock) -> None:
    assert demo.started(made) == demo.started(made)
    before = of_status(made, Status.OPEN)
    clock.move(minutes=40)
    demo.started(made)
    assert of_status(made, Status.OPEN) == before


@pytest.mark.parametrize("days", [0.2, 1, 3, 20, 400])
def test_started_later_a_session_runs_again_and_others_are_coming(made, clock, days: float) -> None:
    demo.started(made)
    clock.move(days=days)
    demo.started(made)
    (running,) = of_status(made, Status.OPEN)
    session = sessions.session(made, SYSTEM, running)
    assert made.clock() + timedelta(minutes=30) < session.ends_at
    coming = [sessions.session(made, SYSTEM, one) for one in of_status(made, Status.PLANNED)]
    assert len(coming) == 2
    assert all(one.ends_at > made.clock() for one in coming)


def test_the_demo_starts_at_any_hour_of_a_week(made, clock) -> None:
    for _ in range(12):
        clock.move(hours=7)
        demo.started(made)
        with made.database.read() as read:
            assert read.value("select count(*) from session where status = 'open'") == 1


def test_a_real_lab_is_never_touched(shop, admin) -> None:
    labs.found(shop, admin, "Riktiga labbet", "1780", "Europe/Stockholm", {"Rum": 3})
    for verb in (demo.make, demo.started):
        with pytest.raises(demo.NotADemo):
            verb(shop)
    assert not facts.is_demo(shop)
    assert [lab.name for lab in labs.all_labs(shop, admin)] == ["Riktiga labbet"]


def test_a_demo_is_not_made_twice_in_one_store(made) -> None:
    with pytest.raises(demo.NotADemo):
        demo.make(made)
