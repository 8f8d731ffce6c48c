"""An administrator adds, changes and shuts out people, and reads what was done."""

import ast
import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

import lab
from lab import logins, staff
from lab.access import EVERYWHERE, SYSTEM, Grant, Role
from lab.audit_words import VERBS
from lab.runtime import Workshop
from tests.lab.portal.conftest import ADMIN, REVIEWER, Visit, copyable, shown

HOUSE = Path(lab.__file__).parents[1]


def test_everyone_is_listed_with_what_they_may_do(visit: Visit, house: Workshop) -> None:
    staff.create(house, SYSTEM, "rut@example.se", "ett långt lösenord", [REVIEWER, Grant(Role.LEADER, "lab:a")])
    told = shown(visit([ADMIN], "staff"))
    assert "rut@example.se" in told
    assert "Ledare: Verkstan" in told
    assert "Granskare: Karlstad" in told


def test_a_new_member_gets_a_password_that_works_and_is_shown_once(visit: Visit, house: Workshop) -> None:
    browser = visit([ADMIN], "staff")
    browser.text_input(key="staff-add-email").input("Ny@Example.se")
    browser.multiselect(key="staff-add-leader").select("lab:a")
    _press(browser, "Lägg till och skapa ett lösenord")
    password = copyable(browser)[0]
    assert logins.login(house, "ny@example.se", password, "192.0.2.1").token
    assert _grants(house, "ny@example.se") == (Grant(Role.LEADER, "lab:a"),)
    _press(browser, "Jag har lämnat över det")
    assert not copyable(browser)


def test_an_address_that_is_none_is_told_and_the_page_stands(visit: Visit) -> None:
    browser = visit([ADMIN], "staff")
    browser.text_input(key="staff-add-email").input("inte en adress")
    _press(browser, "Lägg till och skapa ett lösenord")
    assert len(browser.error) == 1
    assert "Ändra för någon" in shown(browser)


def test_roles_are_changed(visit: Visit, house: Workshop) -> None:
    one = staff.create(house, SYSTEM, "rut@example.se", "ett långt lösenord", [REVIEWER])
    browser = _chosen(visit, one)
    browser.multiselect(key=f"staff-{one}-reviewer").set_value([EVERYWHERE])
    _press(browser, "Spara roller")
    assert _grants(house, "rut@example.se") == (Grant(Role.REVIEWER, EVERYWHERE),)
    assert "rut@example.se har nya roller" in shown(browser)


def test_someone_is_shut_out_only_after_a_second_yes(visit: Visit, house: Workshop) -> None:
    one = staff.create(house, SYSTEM, "rut@example.se", "ett långt lösenord", [REVIEWER])
    browser = _chosen(visit, one)
    browser.button(key=f"staff-disable-{one}").click().run()
    assert not _member(house, "rut@example.se").disabled
    browser.button(key=f"staff-disable-{one}-yes").click().run()
    assert _member(house, "rut@example.se").disabled
    browser.button(key=f"staff-enable-{one}").click().run()
    assert not _member(house, "rut@example.se").disabled


def test_one_can_think_again(visit: Visit, house: Workshop) -> None:
    one = staff.create(house, SYSTEM, "rut@example.se", "ett långt lösenord", [REVIEWER])
    browser = _chosen(visit, one)
    browser.button(key=f"staff-disable-{one}").click().run()
    browser.button(key=f"staff-disable-{one}-no").click().run()
    assert not browser.warning
    assert not _member(house, "rut@example.se").disabled


def test_a_new_password_replaces_the_old_one(visit: Visit, house: Workshop) -> None:
    one = staff.create(house, SYSTEM, "rut@example.se", "ett långt lösenord", [REVIEWER])
    browser = _chosen(visit, one)
    browser.button(key=f"staff-reset-{one}").click().run()
    assert logins.login(house, "rut@example.se", copyable(browser)[0], "192.0.2.1").token


def test_what_was_done_is_told_in_words(visit: Visit) -> None:
    browser = visit([ADMIN], "staff")
    browser.segmented_control[0].set_value("audit").run()
    told = shown(browser)
    assert "lade till en medarbetare" in told
    assert "1@example.se" in told
    assert "Verkstad självt" in told


def test_every_verb_that_is_recorded_has_words() -> None:
    recorded = {verb for file in _sources() for verb in _verbs(file)}
    assert recorded
    assert recorded - set(VERBS) == set()


def _sources() -> list[Path]:
    return [file for package in ("lab", "bookings", "exercises") for file in (HOUSE / package).rglob("*.py")]


def _verbs(file: Path) -> set[str]:
    """The verbs written out in calls of `record`."""
    calls = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
    recording = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "record"]
    verbs = [call.args[1].value for call in recording if len(call.args) == 3 and isinstance(call.args[1], ast.Constant)]
    return {verb for verb in verbs if re.fullmatch(r"[a-z-]+", str(verb))}


def _chosen(visit: Visit, one: str) -> AppTest:
    browser = visit([ADMIN], "staff")
    browser.selectbox[0].set_value(one)
    return browser.run()


def _press(browser: AppTest, label: str) -> None:
    next(button for button in browser.button if button.label == label).click()
    browser.run()


def _member(house: Workshop, email: str) -> staff.StaffMember:
    return next(one for one in staff.listed(house, SYSTEM) if one.email == email)


def _grants(house: Workshop, email: str) -> tuple[Grant, ...]:
    return _member(house, email).grants
