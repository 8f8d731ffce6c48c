"""The people who work here: adding them, what they are granted, how they log in and out."""

import pytest

from lab import audit, logins, passwords, staff
from lab.access import ANONYMOUS, SYSTEM, Actor, Grant, Role
from lab.errors import NotAllowed, NotFound
from lab.runtime import Workshop
from tests.lab.conftest import ADMIN, EMAIL, LEADER, PASSWORD, Hire, log_in


def test_someone_who_was_added_logs_in_and_is_who_they_were_made(shop: Workshop, hire: Hire) -> None:
    member = hire(EMAIL, LEADER, Grant(Role.REVIEWER, "area:17"))
    login = log_in(shop, "  Eva@Example.SE ")
    assert logins.actor_of(shop, login.token) == Actor(
        f"staff:{member}", EMAIL, (LEADER, Grant(Role.REVIEWER, "area:17"))
    )


def test_the_store_keeps_neither_password_nor_token(shop: Workshop, hire: Hire) -> None:
    hire(EMAIL)
    login = log_in(shop)
    with shop.database.read() as read:
        kept = str(read.column("select row(s, l)::varchar from staff s, staff_session l"))
    assert "$argon2id$" in kept
    assert PASSWORD not in kept
    assert login.token not in kept


@pytest.mark.parametrize("email", ["", "eva", "eva@", "@example.se", "eva@example", "e va@example.se", "a@b@c.se"])
def test_an_address_that_is_none_is_refused(shop: Workshop, email: str) -> None:
    with pytest.raises(staff.EmailNotValid):
        staff.create(shop, SYSTEM, email, PASSWORD, [ADMIN])


def test_one_address_is_one_person(shop: Workshop, hire: Hire) -> None:
    hire(EMAIL)
    with pytest.raises(staff.EmailTaken):
        hire("EVA@example.se")


@pytest.mark.parametrize(
    ("password", "refusal"), [("nio tecke", passwords.PasswordTooShort), ("x" * 201, passwords.PasswordTooLong)]
)
def test_a_password_has_ten_to_two_hundred_characters(shop: Workshop, password: str, refusal: type) -> None:
    with pytest.raises(refusal):
        staff.create(shop, SYSTEM, EMAIL, password, [ADMIN])


def test_a_password_typed_on_another_keyboard_is_the_same(shop: Workshop, hire: Hire) -> None:
    hire(EMAIL)
    decomposed = PASSWORD.replace("ö", "o\N{COMBINING DIAERESIS}").replace("ä", "a\N{COMBINING DIAERESIS}")
    assert log_in(shop, password=decomposed)


def test_generated_passwords_are_good_enough_and_never_the_same() -> None:
    made = {passwords.generated() for _ in range(100)}
    assert len(made) == 100
    assert min(map(len, made)) >= passwords.SHORTEST


# Looking after them


def test_new_grants_hold_from_the_next_click(shop: Workshop, hire: Hire) -> None:
    hire("boss@example.se")
    member = hire(EMAIL, LEADER)
    login = log_in(shop)
    staff.set_grants(shop, SYSTEM, member, [LEADER, Grant(Role.REVIEWER, "area:1780")])
    staff.set_grants(shop, SYSTEM, member, [Grant(Role.REVIEWER, "area:1780")])
    assert logins.actor_of(shop, login.token).grants == (Grant(Role.REVIEWER, "area:1780"),)


def test_someone_disabled_is_out_at_once_and_back_when_enabled(shop: Workshop, hire: Hire) -> None:
    hire("boss@example.se")
    member = hire(EMAIL)
    login = log_in(shop)
    staff.disable(shop, SYSTEM, member)
    assert logins.actor_of(shop, login.token) == ANONYMOUS
    assert [one.disabled for one in staff.listed(shop, SYSTEM)] == [False, True]
    staff.enable(shop, SYSTEM, member)
    assert logins.actor_of(shop, login.token) == ANONYMOUS, "an old login does not come back"
    assert log_in(shop)


def test_a_reset_gives_a_new_password_ends_logins_and_the_waiting(shop: Workshop, hire: Hire) -> None:
    member = hire(EMAIL)
    login = log_in(shop)
    for _ in range(shop.settings.login_attempts):
        with pytest.raises(logins.LoginFailed):
            log_in(shop, password="wrong password")
    password = staff.reset_password(shop, SYSTEM, member)
    assert logins.actor_of(shop, login.token) == ANONYMOUS
    assert log_in(shop, password=password)


def test_the_last_administrator_stays_one(shop: Workshop, hire: Hire) -> None:
    first, second = hire(EMAIL), hire("boss@example.se")
    staff.disable(shop, SYSTEM, second)
    with pytest.raises(staff.LastAdmin):
        staff.disable(shop, SYSTEM, first)
    with pytest.raises(staff.LastAdmin):
        staff.set_grants(shop, SYSTEM, first, [LEADER])
    assert [one.disabled for one in staff.listed(shop, SYSTEM)] == [True, False]


def test_only_an_administrator_looks_after_staff(shop: Workshop, hire: Hire, reviewer: Actor) -> None:
    member = hire(EMAIL)
    leader = Actor("staff:leader", grants=(Grant(Role.LEADER, "*"),))
    for actor in (reviewer, leader, ANONYMOUS):
        for verb in (staff.disable, staff.enable, staff.reset_password):
            with pytest.raises(NotAllowed):
                verb(shop, actor, member)
        with pytest.raises(NotAllowed):
            staff.listed(shop, actor)
        with pytest.raises(NotAllowed):
            staff.create(shop, actor, "new@example.se", PASSWORD, [ADMIN])
        with pytest.raises(NotAllowed):
            staff.set_grants(shop, actor, member, [ADMIN])
        with pytest.raises(NotAllowed):
            audit.entries(shop, actor)


def test_someone_who_does_not_exist_is_told_so(shop: Workshop, quick_passwords: None) -> None:
    for verb in (staff.disable, staff.enable, staff.reset_password):
        with pytest.raises(NotFound):
            verb(shop, SYSTEM, "nobody")


def test_what_was_done_is_in_the_audit_without_secrets(shop: Workshop, hire: Hire, admin: Actor) -> None:
    assert not staff.any_staff(shop)
    member = hire(EMAIL)
    assert staff.any_staff(shop)
    password = staff.reset_password(shop, admin, member)
    log_in(shop, password=password)
    entries = audit.entries(shop, admin, 2)
    assert [(entry.actor, entry.verb, entry.object) for entry in entries] == [
        (f"staff:{member}", "log-in", f"staff:{member}"),
        (admin.id, "reset-password", f"staff:{member}"),
    ]
    assert password not in str(audit.entries(shop, admin))
