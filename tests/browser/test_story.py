"""The house's whole way: staff is let in, a session is booked, youths come and paint, and the municipality reads it.

With VERKSTAD_WRITE_PICTURES=1 the pictures in the README are taken anew on the way.
"""

import io
import os
from collections.abc import Callable
from http import HTTPStatus

from PIL import Image
from playwright.sync_api import Page, expect

from bookings.demo import ADMIN, LEADER
from tests.browser import traces
from tests.browser.canvas import Canvas
from tests.browser.conftest import REPOSITORY
from tests.browser.people import Person, Portal

PICTURES = REPOSITORY / "docs" / "pictures" / "story"
TITLE = "Fjäll och hav"
REVIEWER = "granskare@karlstad.example"


def test_a_session_is_booked_joined_painted_in_closed_and_read_about(arrive: Callable, portal: Portal) -> None:
    password = staff_is_added(arrive(), portal)
    reviewer: Person = arrive()
    reviewer.log_in(REVIEWER, password)
    before = youths_in_report(reviewer)

    leader: Person = arrive()
    pin = session_is_booked_and_opened(leader, portal)
    youth: Person = arrive()
    newcomer_sits_down(youth, pin)
    expect_seats(leader.page, taken=1)

    friend: Person = arrive(touch=True)
    words = friend.join(portal.pin, home="Kil", age=10, gender="boy")
    friend.give_seat_back()
    returning_youth_sits_down(friend, pin, words)
    expect_seats(leader.page, taken=2)

    landscape_is_painted_and_saved(youth)
    picture_comes_in(leader.page)
    picture_hangs_on_the_wall(leader)
    session_is_closed(leader)
    both_are_told(youth.page, friend.page)

    assert youths_in_report(reviewer) == before, "a half-year is read when it is over, and never changes then"
    photograph(reviewer.page, "7-report")


def staff_is_added(admin: Person, portal: Portal) -> str:
    """The administrator adds a reviewer of Karlstad; gives the password that is passed on."""
    page = admin.log_in(ADMIN, portal.password)
    admin.visit("/staff")
    form = page.locator(".stForm").first
    form.get_by_label("E-post").fill(REVIEWER)
    form.get_by_label("Läser rapporterna").press_sequentially("Karlst")
    page.get_by_role("option", name="Karlstad", exact=True).click()
    page.keyboard.press("Escape")
    dialog = page.get_by_role("dialog")
    admin.press(form.get_by_role("button", name="Lägg till och skapa ett lösenord"), until=dialog.locator("code"))
    password = dialog.locator("code").inner_text().strip()
    dialog.get_by_role("button", name="Jag har lämnat över det").click()
    expect(page.get_by_role("rowheader", name=REVIEWER)).to_be_visible()
    return password


def session_is_booked_and_opened(leader: Person, portal: Portal) -> str:
    """The leader books the small room for now and lets youths in; gives the PIN."""
    page = leader.log_in(LEADER, portal.password)
    title = page.get_by_label("Rubrik")
    leader.press(page.get_by_role("button", name="Boka ett pass"), until=title)
    leader.drawn()
    title.fill(TITLE)
    leader.pick(page.get_by_label("Rum", exact=True), "Labbet, 4 stationer")
    expect(page.get_by_label("Platser, högst 4")).to_be_visible()
    leader.drawn()
    page.locator(".st-key-booking").evaluate("form => form.scrollIntoView({ block: 'start' })")
    photograph(page, "1-book")
    leader.press(page.get_by_role("button", name="Boka passet"), until=page.get_by_text(f"Bokat: {TITLE}"))
    leader.drawn()
    page.get_by_role("link", name=TITLE).click()
    opening = page.get_by_role("button", name="Öppna passet")
    opening.wait_for()
    leader.press(opening, until=page.locator(".pin-digits"))
    pin = page.locator(".pin-digits").inner_text()
    expect_seats(page, taken=0)
    leader.drawn()
    photograph(page, "2-open")
    return "".join(pin.split())


def newcomer_sits_down(youth: Person, pin: str) -> None:
    """PIN, home, age and gender, and a card of three words."""
    page = youth.go("/join")
    page.fill("#pin", pin)
    page.click("main button[type=submit]")
    page.get_by_role("link", name="Nej, jag är ny").click()
    page.get_by_label("Karlstad", exact=True).check()
    page.locator("input[name=age][value='12']").check()
    page.get_by_label("Flicka").check()
    page.evaluate("scrollTo(0, 0)")
    photograph(page, "3-join")
    page.get_by_role("button", name="Till min plats").click()
    expect(page.locator(".lab-card li")).to_have_count(3)
    photograph(page, "4-card")
    page.get_by_role("button", name="Jag har sparat mina ord").click()
    page.wait_for_url("**/seat")


def returning_youth_sits_down(friend: Person, pin: str, words: tuple[str, ...]) -> None:
    """The card of an earlier session is enough: no question is asked."""
    page = friend.go(f"/join?pin={pin}")
    page.get_by_role("button", name="Vidare").tap()
    page.get_by_role("link", name="Ja, jag har ett kort").tap()
    for number, word in enumerate(words, 1):
        page.fill(f"#word{number}", word.upper())
    page.get_by_role("button", name="Till min plats").tap()
    page.wait_for_url("**/seat")
    expect(page.get_by_role("heading", level=1)).to_have_text("Plats 2")


def landscape_is_painted_and_saved(youth: Person) -> None:
    """Water and a cottage with the mouse, until the engine's own picture of them has come."""
    canvas = Canvas(youth)
    first = canvas.settled()
    canvas.use("lake", size=3)
    canvas.drag((0.05, 0.9), (0.5, 0.8), (0.95, 0.9))
    canvas.use("forest", size=2)
    canvas.drag((0.1, 0.55), (0.3, 0.5), (0.45, 0.56))
    canvas.another_than(first)
    canvas.settled()
    photograph(canvas.page, "5-paint")
    canvas.do("save")
    expect(canvas.page.get_by_role("button", name="Sparad", exact=True)).to_be_visible()
    expect(canvas.page.locator(".vk-saved img")).to_have_count(1)


def picture_comes_in(page: Page) -> None:
    """On the leader's board, without a reload, marked as made by AI."""
    picture = page.get_by_role("img", name="Bild från plats 1, gjord av AI")
    expect(picture).to_be_visible()
    expect(page.locator(".tile").first).to_contain_text("1 bild")
    expect(page.locator("figcaption").first).to_contain_text("AI-bild")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") >= 256
    picture.scroll_into_view_if_needed()
    photograph(page, "6-pictures")


def picture_hangs_on_the_wall(leader: Person) -> None:
    """The projector shows the picture, and the PIN while seats are free."""
    wall = leader.context.new_page()
    wall.goto(f"{leader.url}/projector/{leader.page.url.partition('id=')[2]}")
    expect(wall.get_by_role("img", name="Bild från plats 1, gjord av AI")).to_be_visible()
    expect(wall.locator(".way-free")).to_have_text("2 lediga platser")
    photograph(wall, "8-projector")
    wall.close()


def session_is_closed(leader: Person) -> None:
    page = leader.page
    yes = page.get_by_role("button", name="Ja, stäng det")
    leader.press(page.get_by_role("button", name="Stäng passet"), until=yes)
    leader.press(yes, until=page.get_by_text("Passet är stängt."))


def both_are_told(canvas: Page, seat: Page) -> None:
    """The canvas says by itself that it is over, takes no stroke more, and the seat says it kindly too."""
    expect(canvas.locator("main")).to_contain_text("Om ditt pass är slut är övningen stängd.")
    late = canvas.request.post(f"{canvas.url}gradio_api/component_server/", data={"fn_name": "paint"})
    assert late.status == HTTPStatus.UNAUTHORIZED
    seat.reload()
    expect(seat.locator("main")).to_contain_text("Tack för i dag!")
    assert [*traces.left(canvas), *traces.left(seat)] == []


def expect_seats(page: Page, taken: int) -> None:
    expect(page.locator(".seat-count")).to_have_text(f"{taken} av 4 platser tagna")


def youths_in_report(reviewer: Person) -> int:
    """How many different youths of Karlstad have come, as the report says."""
    page = reviewer.visit("/report")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Karlstad")
    return int(page.locator(".stat", has_text="Unika unga").locator(".stat-value").inner_text())


def photograph(page: Page, name: str) -> None:
    """Take the README's picture of that name, where that is asked for."""
    if os.environ.get("VERKSTAD_WRITE_PICTURES"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(500)
        taken = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
        taken.quantize(256, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
