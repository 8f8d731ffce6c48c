"""Signing up on a phone, the draw and why, and a door without a network."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from bookings.demo import LEADER
from bookings.demo_plan import ROOMS
from bookings.demo_term import ROOM, TITLE
from tests.browser.people import PHONE, Person, Portal

Arrive = Callable[..., Person]
SEATS = ROOMS[ROOM]


def test_a_family_signs_up_the_round_is_drawn_the_refused_one_sees_why_and_the_door_works_offline(
    portal: Portal, arrive: Arrive
) -> None:
    leader = arrive()
    leader.log_in(LEADER, portal.password)
    title = "Vårens omgång"
    plan_round(leader, title)
    families = [arrive(size=PHONE) for _ in range(2)]
    for number, family in enumerate(families):
        sign_up(family, title, f"family{number}@example.se")
        expect(family.page.locator("main")).to_contain_text("Du är med i lottningen")
    draw_round(leader)
    told = sorted(standing(family) for family in families)
    assert told[0].startswith("Du har en plats")
    assert told[1].startswith("Du står i kön")
    assert "Varför det blev så här" in told[1]
    assert "Alla platser var slut" in told[1] or "färre fanns kvar" in told[1]
    check_in_offline(leader, families)


def plan_round(leader: Person, title: str) -> None:
    page = leader.visit("/rounds")
    page.fill(".st-key-round-title input", title)
    page.keyboard.press("Enter")
    leader.pick(page.locator(".st-key-round-sessions input"), TITLE)
    page.locator("h1").click()  # Closes the list; Escape would empty one that has closed by itself.
    page.locator(".st-key-round-sessions [data-tag]:visible").wait_for()
    leader.press(page.locator(".st-key-round-plan button"), until=page.get_by_role("link", name=title))


def sign_up(guardian: Person, title: str, contact: str) -> None:
    """A party as large as the session, so that only one of two can get in."""
    page = guardian.go("/signup")
    page.locator("section", has=page.get_by_role("heading", name=title)).locator("a[href*='/party']").click()
    page.get_by_label("Karlstad", exact=True).check()
    page.fill("input[name='size-10-12-girl']", str(SEATS))
    page.fill("#contact", contact)
    guardian.send()
    expect(page).to_have_url(guardian.url + "/receipt")


def draw_round(leader: Person) -> None:
    page = leader.page
    page.get_by_role("link", name="Vårens omgång").click()
    page.get_by_role("heading", level=1, name="Vårens omgång").wait_for()
    freeze, yes, draw = (page.locator(f".st-key-round-{name} button") for name in ("freeze", "freeze-yes", "draw"))
    leader.press(freeze, until=yes)
    leader.press(yes, until=draw)
    leader.press(draw, until=page.get_by_text("Lottningen är gjord"))


def standing(guardian: Person) -> str:
    """What the receipt says, its heading first."""
    page = guardian.go("/receipt")
    return f"{page.inner_text('h1')}\n{page.inner_text('main')}"


def check_in_offline(leader: Person, families: list[Person]) -> None:
    """Without a network a tap is kept, taken back and made again, also when the page is loaded anew; all is sent."""
    winner = next(one for one in families if standing(one).startswith("Du har en plats"))
    code = winner.page.inner_text(".door-code").replace(" ", "")
    page = leader.page
    page.goto(leader.url + door_of(leader))
    page.get_by_text("även om sidan laddas om").wait_for()
    leader.context.set_offline(True)
    page.click(f"[data-code='{code}'] .guest-tap button")
    page.get_by_text("sparade på den här enheten").wait_for()
    page.reload()
    page.get_by_text("Det finns inget nät").wait_for()
    guest = page.locator(f"[data-code='{code}']")
    expect(guest.locator(".guest-state")).to_have_text("Har kommit")
    guest.locator(".guest-undo button").click()
    guest.locator(".guest-tap button").click()
    assert not told_of_a_party(page)
    leader.context.set_offline(False)  # From here the page loads itself anew, whenever it likes, until all is sent.
    page.get_by_text("Allt är skickat").wait_for()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('checkin:'))") == []
    page.reload()
    expect(guest.locator(".guest-state")).to_have_text("Har kommit")
    page.fill("#code", code.lower())
    page.click("#door-form button[type=submit]")
    page.get_by_text("är redan avprickad").wait_for()


def told_of_a_party(page: Page) -> list[str]:
    """What the browser keeps for pages without a network, other than the empty page itself and its assets."""
    kept: list[str] = page.evaluate(
        """async () => {
          const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
          const found = await Promise.all(caches_.map((cache) => cache.keys()));
          return found.flat().map((request) => new URL(request.url).pathname);
        }"""
    )
    assert kept
    return [path for path in kept if path != "/checkin/shell" and not path.startswith("/assets/")]


def door_of(leader: Person) -> str:
    """The door of the drawn session, from the sign-up page's own draw page."""
    page = leader.visit("/rounds")
    page.get_by_role("link", name="Vårens omgång").click()
    link = page.locator("a[href*='/checkin/']").first
    link.wait_for()
    found = re.search(r"/checkin/\w+", str(link.get_attribute("href")))
    assert found
    return found[0]
