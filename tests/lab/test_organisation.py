"""Logging in with an account of one's organisation: what the portal shows before and after the provider vouched."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lab import logins, page
from lab.pages import organisation
from lab.runtime import Workshop, use

Hire = Callable[..., str]
EMAIL = "eva@example.se"


@pytest.fixture
def with_oidc(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setattr(page, "cookies", dict)
    return use(replace(shop, settings=shop.settings.model_copy(update={"oidc": True})))


def drawn() -> AppTest:
    def script() -> None:
        from lab import page
        from lab.pages import organisation

        page.speak()
        organisation.draw()

    browser = AppTest.from_function(script, default_timeout=20).run()
    assert not browser.exception
    return browser


def test_a_newcomer_is_led_to_the_provider(with_oidc: Workshop) -> None:
    assert [button.label for button in drawn().button] == ["Logga in med din organisations konto"]


def test_someone_the_provider_vouches_for_goes_on_with_a_ticket(
    with_oidc: Workshop, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = hire(EMAIL)
    monkeypatch.setattr(organisation, "claims", lambda: {"email": EMAIL, "email_verified": True})
    link = drawn().get("html")[0].proto.body
    ticket = re.search(r'href="/enter\?ticket=([\w.-]+)"', link)
    assert ticket
    assert f"Fortsätt som {EMAIL}" in link
    assert logins.actor_of(with_oidc, logins.enter(with_oidc, ticket[1]).token).id == f"staff:{member}"


@pytest.mark.parametrize(
    ("claims", "told"),
    [({"email": EMAIL, "email_verified": True}, "ingen inloggning här"),
     ({"email": EMAIL, "email_verified": False}, "inte bekräftat")],
)  # fmt: skip
def test_someone_unknown_or_unverified_is_told_so_and_may_use_another_account(
    with_oidc: Workshop, monkeypatch: pytest.MonkeyPatch, claims: dict[str, object], told: str
) -> None:
    monkeypatch.setattr(organisation, "claims", lambda: claims)
    browser = drawn()
    assert told in browser.error[0].value
    assert [button.label for button in browser.button] == ["Använd ett annat konto"]
