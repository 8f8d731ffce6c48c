"""The routes and forms of the ground, as a browser meets them."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from lab import facts, i18n, logins
from lab.access import ANONYMOUS, SYSTEM
from lab.runtime import Workshop, use
from lab.web import forms
from lab.web.fixed_files import assets
from tests.conftest import FakeClock
from tests.lab.conftest import PASSWORD, csrf

Hire = Callable[..., str]
EMAIL = "eva@example.se"


def log_in(client: TestClient, password: str = PASSWORD, **more: str):
    fields = {"csrf": csrf(client.get("/login").text), "email": EMAIL, "password": password, **more}
    return client.post("/login", data=fields)


def who(shop: Workshop, client: TestClient) -> str:
    return logins.actor_of(shop, client.cookies.get("staff")).name


# Logging in and out


def test_the_login_page_is_in_swedish_and_made_for_password_managers(client: TestClient) -> None:
    page = client.get("/login").text
    assert '<html lang="sv">' in page
    assert page.count("<h1>") == 1
    assert "Logga in" in page
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    for field in re.findall(r'<input id="(\w+)"', page):
        assert f'<label for="{field}">' in page


def test_logging_in_sets_a_cookie_that_no_script_and_no_other_site_can_use(
    shop: Workshop, client: TestClient, hire: Hire
) -> None:
    hire(EMAIL)
    answer = log_in(client, next="/calendar")
    assert (answer.status_code, answer.headers["location"]) == (303, "/calendar")
    cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith("staff="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert f"Max-Age={int(shop.settings.staff_hours * 3600)}" in cookie
    assert "Secure" not in cookie
    assert who(shop, client) == EMAIL
    assert client.get("/login").headers["location"] == "/"


def test_cookies_are_for_https_alone_where_the_lab_says_so(shop: Workshop, client: TestClient) -> None:
    use(replace(shop, settings=shop.settings.model_copy(update={"secure_cookies": True})))
    assert "Secure" in client.get("/login").headers["set-cookie"]


def test_a_wrong_password_shows_the_form_again_with_the_address_and_what_happened(
    client: TestClient, hire: Hire
) -> None:
    hire(EMAIL)
    answer = log_in(client, "wrong password")
    assert answer.status_code == 403
    assert "E-postadressen eller lösenordet är fel." in answer.text
    assert f'value="{EMAIL}"' in answer.text
    assert "wrong password" not in answer.text


def test_too_many_wrong_passwords_say_how_long_to_wait(shop: Workshop, client: TestClient, hire: Hire) -> None:
    hire(EMAIL)
    answers = [log_in(client, "wrong password") for _ in range(shop.settings.login_attempts + 1)]
    assert answers[-1].status_code == 429
    assert "Vänta 15 sekunder" in answers[-1].text


def test_no_link_leads_a_reader_elsewhere(client: TestClient, hire: Hire) -> None:
    hire(EMAIL)
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example", "evil", "/a\r\nb: c"):
        assert client.get("/language/en", params={"next": elsewhere}).headers["location"] == "/"
        client.cookies.clear()
        assert log_in(client, next=elsewhere).headers["location"] == "/"


def test_logging_out_asks_first_and_ends_the_login(shop: Workshop, client: TestClient, hire: Hire) -> None:
    hire(EMAIL)
    log_in(client)
    token = client.cookies["staff"]
    page = client.get("/logout").text
    assert EMAIL in page
    assert client.post("/logout", data={"csrf": csrf(page)}).headers["location"] == "/"
    assert "staff" not in client.cookies
    assert logins.actor_of(shop, token) == ANONYMOUS
    assert client.get("/logout").headers["location"] == "/"


def test_logging_out_everywhere_ends_the_logins_of_other_browsers(
    shop: Workshop, client: TestClient, hire: Hire
) -> None:
    hire(EMAIL)
    elsewhere = logins.login(shop, EMAIL, PASSWORD, "elsewhere")
    log_in(client)
    client.post("/logout-everywhere", data={"csrf": csrf(client.get("/logout").text)})
    assert logins.actor_of(shop, elsewhere.token) == ANONYMOUS


def test_one_changes_ones_password_and_stays_logged_in(shop: Workshop, client: TestClient, hire: Hire) -> None:
    hire(EMAIL)
    assert client.get("/password").headers["location"] == "/login?next=/password"
    log_in(client)
    token = csrf(client.get("/password").text)
    wrong = client.post("/password", data={"csrf": token, "present": "wrong password", "new": "ett helt nytt"})
    assert (wrong.status_code, "nuvarande lösenord" in wrong.text) == (422, True)
    short = client.post("/password", data={"csrf": token, "present": PASSWORD, "new": "kort"})
    assert (short.status_code, "för kort" in short.text) == (422, True)
    assert (
        client.post("/password", data={"csrf": token, "present": PASSWORD, "new": "ett helt nytt"}).status_code == 303
    )
    assert who(shop, client) == EMAIL


def test_a_ticket_from_the_portal_logs_in_once_and_not_from_another_site(
    shop: Workshop, client: TestClient, hire: Hire
) -> None:
    hire(EMAIL)
    with_oidc = use(replace(shop, settings=shop.settings.model_copy(update={"oidc": True})))
    ticket = logins.by_verified_email(with_oidc, EMAIL).token
    assert client.get("/enter", params={"ticket": ticket}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get("/enter", params={"ticket": ticket}).headers["location"] == "/"
    assert who(shop, client) == EMAIL
    assert client.get("/enter", params={"ticket": ticket}).status_code == 403


# Forms are ours


FORMS = ("/login", "/logout", "/logout-everywhere", "/password")
FROM_ELSEWHERE = (
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
)


@pytest.mark.parametrize("path", FORMS)
def test_a_form_sent_from_elsewhere_is_refused(client: TestClient, hire: Hire, path: str) -> None:
    hire(EMAIL)
    log_in(client)
    token = csrf(client.get("/logout").text)
    for headers in FROM_ELSEWHERE:
        assert client.post(path, data={"csrf": token}, headers=headers).status_code == 403, headers
    assert client.get("/password").status_code == 200, "still logged in"


@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_our_token_is_refused(client: TestClient, path: str) -> None:
    client.get("/login")
    for fields in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "å"}):
        assert client.post(path, data=fields).status_code == 403, fields


def test_a_token_works_only_with_the_cookie_it_was_made_with(client: TestClient) -> None:
    token = csrf(client.get("/login").text)
    client.cookies.clear()
    client.get("/login")
    assert client.post("/login", data={"csrf": token}).status_code == 403


def test_a_form_sent_from_our_own_address_is_accepted(client: TestClient) -> None:
    token = csrf(client.get("/login").text)
    headers = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    assert "E-postadressen" in client.post("/login", data={"csrf": token}, headers=headers).text


def test_two_tabs_share_a_token_so_that_both_can_be_sent(client: TestClient) -> None:
    assert csrf(client.get("/login").text) == csrf(client.get("/login").text)


def test_a_form_with_a_novel_in_it_is_refused(client: TestClient) -> None:
    token = csrf(client.get("/login").text)
    assert client.post("/login", data={"csrf": token, "email": "x" * 70_000}).status_code == 413


# Language, health, assets


def test_the_language_that_was_chosen_stays(client: TestClient) -> None:
    assert client.get("/language/en?next=/login").headers["location"] == "/login"
    assert '<html lang="en">' in client.get("/login").text
    assert "Password" in client.get("/login").text
    assert client.get("/language/tlh").status_code == 404


def test_a_lab_can_speak_english_to_those_who_have_not_chosen(shop: Workshop, client: TestClient) -> None:
    use(replace(shop, settings=shop.settings.model_copy(update={"language": "en"})))
    assert '<html lang="en">' in client.get("/login").text


def test_health_tells_version_store_and_engine(shop: Workshop, client: TestClient) -> None:
    told = client.get("/healthz").json()
    assert set(told) == {"version", "store", "engine"}
    assert told["store"]["ok"] is True
    shop.database.close()
    unwell = client.get("/healthz")
    assert (unwell.status_code, unwell.json()["store"]) == (503, {"ok": False})


def test_assets_come_from_a_fixed_list_and_are_kept_by_their_stamp(client: TestClient) -> None:
    stamp = assets()["verkstad.css"].stamp
    kept = client.get(f"/assets/verkstad.css?v={stamp}")
    assert kept.headers["content-type"].startswith("text/css")
    assert "immutable" in kept.headers["cache-control"]
    assert client.get("/assets/verkstad.css?v=old").headers["cache-control"] == "no-cache"
    for path in ("/assets/", "/assets", "/assets/nothing", "/assets/..%2Fforms.py", "/assets/%2e%2e%2fforms.py"):
        assert client.get(path).status_code == 404, path


def test_a_picture_that_is_not_there_is_a_404(client: TestClient) -> None:
    assert client.get("/pictures/nothing.png").status_code == 404


def test_every_page_of_a_demo_says_so(shop: Workshop, client: TestClient) -> None:
    assert "demo-banner" not in client.get("/login").text
    with shop.database.transaction() as write:
        facts.put(write, facts.DEMO, "7")
    facts.ask_again(shop)
    assert "påhittat" in client.get("/login").text


def test_no_english_word_of_ours_shows_on_a_swedish_page(client: TestClient, hire: Hire) -> None:
    hire(EMAIL)
    pages = [client.get("/login").text, client.get("/nothing").text]
    log_in(client)
    pages += [client.get("/logout").text, client.get("/password").text]
    i18n.speak("en")
    english = [">Log in<", ">Log out<", "Change password", "Skip to", "There is no page", "E-mail", "Stay "]
    assert not [word for word in english for page in pages if word in page]


# Where requests come from


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "address"),
    [
        ("192.0.2.7", [], "", "192.0.2.7"),
        ("192.0.2.7", ["198.51.100.1"], "", "192.0.2.7"),
        ("192.0.2.7", ["198.51.100.1"], "192.0.2.9", "192.0.2.7"),
        ("192.0.2.7", ["203.0.113.5, 198.51.100.1"], "192.0.2.7", "198.51.100.1"),
        ("192.0.2.7", ["203.0.113.5", "198.51.100.1, 192.0.2.8"], "192.0.2.7, 192.0.2.8", "198.51.100.1"),
        ("192.0.2.7", [], "192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", [], "", "2001:db8:1:2::/64"),
        ("testclient", [], "", "testclient"),
    ],
)
def test_the_address_is_the_peers_unless_a_trusted_proxy_says_another(
    shop: Workshop, peer: str, forwarded: list[str], trusted: str, address: str
) -> None:
    use(replace(shop, settings=shop.settings.model_copy(update={"trusted_proxy": trusted})))
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    request = Request({"type": "http", "client": (peer, 1), "headers": headers})
    assert forms.address(request) == address


def test_a_login_by_an_expired_cookie_is_nobody(
    shop: Workshop, client: TestClient, hire: Hire, clock: FakeClock
) -> None:
    hire(EMAIL)
    log_in(client)
    clock.move(hours=13)
    assert client.get("/password").status_code == 303


def test_the_actor_system_cannot_be_logged_in_as(shop: Workshop) -> None:
    assert logins.actor_of(shop, shop.keys.sign("staff", SYSTEM.id)) == ANONYMOUS
