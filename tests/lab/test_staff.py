"""The people who work here: adding them, what they are granted, how they log in and out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from lab import audit, logins, passwords, staff
from lab.access import ANONYMOUS, SYSTEM, Actor, Grant, Role
from lab.errors import LabError, NotAllowed, NotFound, TooManyAttempts
from lab.runtime import Workshop, open_workshop
from lab.signing import TokenRefused
from tests.conftest import FakeClock
from tests.lab.conftest import PASSWORD

Hire = Callable[..., str]
EMAIL = "eva@example.se"
ADMIN = Grant(Role.ADMIN, "*")
LEADER = Grant(Role.LEADER, "lab:one")


def log_in(shop: Workshop, email: str = EMAIL, password: str = PASSWORD, address: str = "192.0.2.1") -> logins.Login:
    return logins.login(shop, email, password, address)


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


# Logging in


def test_unknown_wrong_and_disabled_get_the_same_answer_after_equal_work(
    shop: Workshop, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire("boss@example.se")
    hire(EMAIL)
    staff.disable(shop, SYSTEM, hire("gone@example.se"))
    verified: list[str] = []
    real = passwords._HASHER.verify
    monkeypatch.setattr(
        type(passwords._HASHER), "verify", lambda self, kept, typed: (verified.append(kept), real(kept, typed))[1]
    )
    answers = []
    for email, password in [("nobody@example.se", PASSWORD), (EMAIL, "wrong password"), ("gone@example.se", PASSWORD)]:
        with pytest.raises(logins.LoginFailed) as refused:
            log_in(shop, email, password)
        answers.append((refused.value.told(), refused.value.advised(), refused.value.status))
    assert len(set(answers)) == 1
    assert len(verified) == 3
    assert len({kept.split("$")[3] for kept in verified}) == 1, "the same parameters, so the same work"


def test_the_stand_in_for_no_password_costs_what_a_real_one_costs() -> None:
    assert not passwords._HASHER.check_needs_rehash(passwords._NOBODYS)
    assert not passwords.matches(None, PASSWORD)
    assert not passwords.matches("not a hash", PASSWORD)


def test_wrong_passwords_are_slowed_down_for_a_known_and_an_unknown_address_alike(
    shop: Workshop, hire: Hire, clock: FakeClock
) -> None:
    hire(EMAIL)
    for email in (EMAIL, "nobody@example.se"):
        for _ in range(shop.settings.login_attempts):
            with pytest.raises(logins.LoginFailed):
                log_in(shop, email, "wrong password")
        with pytest.raises(TooManyAttempts):
            log_in(shop, email)
    clock.move(seconds=16)
    assert log_in(shop)


def test_a_right_password_wipes_the_slate(shop: Workshop, hire: Hire) -> None:
    hire(EMAIL)
    for _ in range(3):
        for _ in range(shop.settings.login_attempts - 1):
            with pytest.raises(logins.LoginFailed):
                log_in(shop, password="wrong password")
        log_in(shop)


def test_one_address_cannot_try_one_password_on_everyone(
    shop: Workshop, quick_passwords: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logins, "ADDRESS_LIMIT", (3, 600.0))
    for number in range(3):
        with pytest.raises(logins.LoginFailed):
            log_in(shop, f"{number}@example.se")
    with pytest.raises(TooManyAttempts):
        log_in(shop, "another@example.se")


def test_forty_guesses_at_once_are_no_more_than_the_free_ones(shop: Workshop, hire: Hire) -> None:
    hire(EMAIL)

    def guess(number: int) -> type[Exception]:
        try:
            log_in(shop, password=f"wrong password {number}")
        except LabError as error:
            return type(error)
        raise AssertionError

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(guess, range(40)))
    assert answers.count(logins.LoginFailed) == shop.settings.login_attempts
    assert answers.count(TooManyAttempts) == 40 - shop.settings.login_attempts


def test_a_restart_keeps_logins_and_lockouts(shop: Workshop, hire: Hire, clock: FakeClock) -> None:
    hire(EMAIL)
    login = log_in(shop)
    for _ in range(shop.settings.login_attempts):
        with pytest.raises(logins.LoginFailed):
            log_in(shop, "nobody@example.se", "wrong password")
    shop.close()
    again = open_workshop(shop.settings, clock=clock)
    try:
        assert logins.actor_of(again, login.token).name == EMAIL
        with pytest.raises(TooManyAttempts):
            log_in(again, "nobody@example.se")
    finally:
        again.close()


# While logged in


def test_a_login_ends_after_its_hours(shop: Workshop, hire: Hire, clock: FakeClock) -> None:
    hire(EMAIL)
    login = log_in(shop)
    clock.move(hours=shop.settings.staff_hours, seconds=-1)
    assert logins.actor_of(shop, login.token) != ANONYMOUS
    clock.move(seconds=1)
    assert logins.actor_of(shop, login.token) == ANONYMOUS


@pytest.mark.parametrize("token", [None, "", "x", "ImhlbGxvIg.aaaa.bbbb"])
def test_no_cookie_or_a_made_up_one_is_nobody(shop: Workshop, token: str | None) -> None:
    assert logins.actor_of(shop, token) == ANONYMOUS
    logins.logout(shop, token)


def test_a_token_signed_by_another_lab_is_nobody(shop: Workshop, hire: Hire) -> None:
    hire(EMAIL)
    log_in(shop)
    assert logins.actor_of(shop, type(shop.keys)(b"another").sign("staff", "whatever")) == ANONYMOUS


def test_logging_out_ends_this_login_and_everywhere_all(shop: Workshop, hire: Hire) -> None:
    hire(EMAIL)
    here, there, elsewhere = log_in(shop), log_in(shop), log_in(shop)
    logins.logout(shop, here.token)
    assert logins.actor_of(shop, here.token) == ANONYMOUS
    logins.logout_everywhere(shop, logins.actor_of(shop, there.token))
    assert logins.actor_of(shop, there.token) == logins.actor_of(shop, elsewhere.token) == ANONYMOUS


def test_changing_a_password_ends_the_other_logins(shop: Workshop, hire: Hire) -> None:
    hire(EMAIL)
    before = log_in(shop)
    actor = logins.actor_of(shop, before.token)
    with pytest.raises(logins.PasswordWrong):
        logins.change_password(shop, actor, "wrong password", "ett helt nytt")
    with pytest.raises(passwords.PasswordTooShort):
        logins.change_password(shop, actor, PASSWORD, "kort")
    after = logins.change_password(shop, actor, PASSWORD, "ett helt nytt")
    assert logins.actor_of(shop, before.token) == ANONYMOUS
    assert logins.actor_of(shop, after.token) == actor
    assert log_in(shop, password="ett helt nytt")
    with pytest.raises(NotAllowed):
        logins.change_password(shop, ANONYMOUS, PASSWORD, "ett helt nytt")


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


# OpenID Connect


@pytest.fixture
def with_oidc(shop: Workshop) -> Workshop:
    return replace(shop, settings=shop.settings.model_copy(update={"oidc": True}))


def test_a_verified_address_becomes_a_login_once(with_oidc: Workshop, hire: Hire) -> None:
    member = hire(EMAIL)
    ticket = logins.by_verified_email(with_oidc, "Eva@example.se")
    assert logins.actor_of(with_oidc, ticket.token) == ANONYMOUS, "a ticket is no login"
    login = logins.enter(with_oidc, ticket.token)
    assert logins.actor_of(with_oidc, login.token).id == f"staff:{member}"
    with pytest.raises(TokenRefused):
        logins.enter(with_oidc, ticket.token)


def test_a_ticket_is_too_old_after_its_minutes(with_oidc: Workshop, hire: Hire, clock: FakeClock) -> None:
    hire(EMAIL)
    ticket = logins.by_verified_email(with_oidc, EMAIL)
    clock.move(seconds=logins.TICKET_SECONDS + 1)
    with pytest.raises(TokenRefused):
        logins.enter(with_oidc, ticket.token)


def test_a_login_is_no_ticket(with_oidc: Workshop, hire: Hire) -> None:
    hire(EMAIL)
    with pytest.raises(TokenRefused):
        logins.enter(with_oidc, log_in(with_oidc).token)


def test_an_unknown_or_disabled_address_gets_no_ticket(with_oidc: Workshop, hire: Hire) -> None:
    hire("boss@example.se")
    staff.disable(with_oidc, SYSTEM, hire(EMAIL))
    for email in (EMAIL, "nobody@example.se"):
        with pytest.raises(logins.NoLoginForEmail):
            logins.by_verified_email(with_oidc, email)


def test_without_the_setting_there_are_no_tickets(shop: Workshop, hire: Hire) -> None:
    hire(EMAIL)
    with pytest.raises(NotAllowed):
        logins.by_verified_email(shop, EMAIL)


@pytest.mark.parametrize(
    "claims", [{}, {"email": EMAIL}, {"email": EMAIL, "email_verified": False}, {"email": EMAIL, "email_verified": "no"},
               {"email_verified": True}],
)  # fmt: skip
def test_an_address_that_the_provider_does_not_vouch_for_is_refused(claims: dict[str, object]) -> None:
    with pytest.raises(logins.EmailNotVerified):
        logins.verified_email(claims)
    assert logins.verified_email({"email": EMAIL, "email_verified": True}) == EMAIL
