"""How staff log in and out, how guessing is slowed down, and how an OpenID provider's word becomes a login."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from lab import logins, passwords, staff
from lab.access import ANONYMOUS, SYSTEM
from lab.errors import LabError, NotAllowed, TooManyAttempts
from lab.runtime import Workshop, open_workshop
from lab.signing import TokenRefused
from tests.conftest import FakeClock
from tests.lab.conftest import EMAIL, PASSWORD, Hire, log_in

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
    "claims",
    [
        {},
        {"email": EMAIL},
        {"email": EMAIL, "email_verified": False},
        {"email": EMAIL, "email_verified": "no"},
        {"email_verified": True},
    ],
)
def test_an_address_that_the_provider_does_not_vouch_for_is_refused(claims: dict[str, object]) -> None:
    with pytest.raises(logins.EmailNotVerified):
        logins.verified_email(claims)
    assert logins.verified_email({"email": EMAIL, "email_verified": True}) == EMAIL
