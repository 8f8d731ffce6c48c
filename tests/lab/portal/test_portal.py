"""Who sees which page, in which language, and what is said when a page fails."""

import logging

import pytest
from streamlit.testing.v1 import AppTest

from lab import facts, page, portal
from lab.access import Grant
from lab.errors import NotFound
from lab.pages import PAGES, SETUP, page_at
from lab.runtime import Workshop
from tests.lab.portal.conftest import ADMIN, LEADER, PORTAL, REVIEWER, Visit, menu, opened, shown

LEADERS = {
    "calendar",
    "session",
    "my-sessions",
    "rounds",
    "places",
    "exercises",
    "ourlab",
    "attendance",
    "initiatives",
    "messages",
}
EVERY_PAGE = {*LEADERS, "report", "labs", "areas", "staff"}
SEEN_BY = {
    "leader": ([LEADER], LEADERS),
    "reviewer": ([REVIEWER], {"report", "initiatives"}),
    "leader and reviewer": ([LEADER, REVIEWER], {*LEADERS, "report"}),
    "administrator": ([ADMIN], EVERY_PAGE),
    "nobody": ([], set()),
}


@pytest.mark.parametrize(("grants", "seen"), SEEN_BY.values(), ids=SEEN_BY)
def test_each_role_has_exactly_its_pages(visit: Visit, grants: list[Grant], seen: set[str]) -> None:
    browser = visit(grants)
    assert _reached(browser) == seen


def test_the_menu_names_the_pages_in_swedish(visit: Visit) -> None:
    assert menu(visit([ADMIN]))[:2] == ["Kalender", "Mina pass"]


def test_a_visitor_is_asked_to_join_or_log_in(visit: Visit) -> None:
    told = shown(visit())
    assert "Jag ska vara med" in told
    assert 'href="/join"' in told
    assert 'href="/login"' in told


def test_a_leader_starts_at_the_calendar_and_a_reviewer_at_the_report(visit: Visit) -> None:
    assert _here(visit([LEADER])) == "calendar"
    assert _here(visit([REVIEWER])) == "report"


def test_every_page_of_a_lab_where_nothing_has_happened_has_a_heading(visit: Visit, subtests: pytest.Subtests) -> None:
    browser = visit([ADMIN])
    for path in sorted(EVERY_PAGE):
        with subtests.test(path):
            opened(browser, path)
            assert not browser.exception
            assert len(browser.title) == 1


def test_a_lab_where_nobody_works_leads_to_its_setup(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "cookies", dict)
    browser = AppTest.from_file(PORTAL, default_timeout=20).run()
    assert not browser.exception
    assert _here(browser) == "setup"
    assert _reached(browser) == set()


def test_the_language_is_the_readers(visit: Visit) -> None:
    swedish, english = shown(visit()), shown(visit(language="en"))
    assert "Logga in" in swedish
    assert 'href="/language/en?next=/"' in swedish
    assert "Log in" in english
    assert 'href="/language/sv?next=/"' in english


def test_a_language_nobody_has_heard_of_becomes_swedish(visit: Visit) -> None:
    assert "Logga in" in shown(visit(language="xx"))


def test_the_language_switch_leads_back_to_the_same_page(visit: Visit) -> None:
    assert 'href="/language/en?next=/staff"' in shown(visit([ADMIN], "staff"))


def test_a_demo_says_so_on_every_page(visit: Visit, house: Workshop) -> None:
    assert "demo-banner" not in shown(visit())
    with house.database.transaction() as write:
        facts.put(write, facts.DEMO, "yes")
    facts.ask_again(house)
    assert "Demo: allt här är påhittat." in shown(visit())
    assert "Demo: allt här är påhittat." in shown(visit([ADMIN], "staff"))


def test_a_login_that_has_ended_is_nobody_at_the_next_click(visit: Visit, house: Workshop) -> None:
    browser = visit([ADMIN], "staff")
    assert "Medarbetare" in shown(browser)
    with house.database.transaction() as write:
        write.execute("delete from staff_session")
    told = shown(browser.run())
    assert "Den här sidan är inte till för dig." in told
    assert "@example.se" not in told


def test_who_is_logged_in_is_said_with_a_way_out(visit: Visit) -> None:
    told = shown(visit([REVIEWER]))
    assert "1@example.se" in told
    assert 'href="/logout"' in told


def test_an_error_is_told_once_and_the_rest_of_the_page_is_drawn(shop: Workshop) -> None:
    def script() -> None:
        from lab import page
        from lab.errors import NotAllowed

        page.speak()
        with page.telling():
            raise NotAllowed()
        page.heading("The rest")

    browser = AppTest.from_function(script, default_timeout=20).run()
    assert [error.value for error in browser.error] == [
        "**Du får inte göra det här.** Fråga en administratör i labbet om du tycker att du borde få det."
    ]
    assert [title.value for title in browser.title] == ["The rest"]


def test_what_went_well_is_said_once(shop: Workshop) -> None:
    def script() -> None:
        import streamlit as st

        from lab import page

        page.said()
        if st.button("Save"):
            page.done("Saved *all* of it.")

    browser = AppTest.from_function(script, default_timeout=20).run()
    browser.button[0].click().run()
    assert [success.value for success in browser.success] == [r"Saved \*all\* of it."]
    assert not browser.run().success


def test_a_page_that_breaks_tells_a_number_and_keeps_the_cause_for_the_log(
    shop: Workshop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("streamlit.error", told.append)
    monkeypatch.setattr(page, "cookies", dict)
    with caplog.at_level(logging.ERROR, "verkstad.portal"):
        assert portal.on_script_error(ZeroDivisionError("the secret cause"))
    number = told[0].rpartition(" ")[2]
    assert "the secret cause" not in told[0]
    assert number in caplog.text
    assert "the secret cause" in caplog.text


def test_a_labs_own_error_that_reaches_the_top_is_told_as_it_is(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("streamlit.error", lambda text, icon: told.append(text))
    assert portal.on_script_error(NotFound())
    assert told[0].startswith("**")


def test_every_page_of_the_table_is_a_file(subtests: pytest.Subtests) -> None:
    for each in (*PAGES, SETUP, page_at("")):
        with subtests.test(each.path):
            assert each.script.is_file()


def _reached(browser: AppTest) -> set[str]:
    """The pages that can be opened by their address; the others are kept out kindly."""
    return {each.path for each in PAGES if str(each.script) in _scripts(browser)}


def _here(browser: AppTest) -> str:
    """The address of the page that was drawn."""
    return str(browser._registered_pages[browser._finished_page_script_hash]["url_pathname"])


def _scripts(browser: AppTest) -> set[str]:
    return {str(info["script_path"]) for info in browser._registered_pages.values()}
