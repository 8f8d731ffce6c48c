"""What staff see of messages: those that wait, how each kind reads, and the list on paper."""

from starlette.testclient import TestClient

from lab import messages, outbox
from lab.access import SYSTEM
from lab.messages import Status
from lab.runtime import Workshop
from tests.lab.conftest import PASSWORD, csrf
from tests.lab.portal.conftest import ADMIN, LEADER, Visit, shown

FACTS = {"title": "Måla", "starts_at": "2026-03-24T14:30:00+00:00", "zone": "Europe/Stockholm", "place": "Ateljén"}


def queue(shop: Workshop, lab: str, to: str = "kim@example.se") -> None:
    with shop.database.transaction() as write:
        outbox.queue(write, to, "cancelled", "sv", FACTS, f"{lab}:{to}", lab=lab)


def test_without_a_mail_server_messages_are_told_by_hand_and_their_address_is_forgotten(
    house: Workshop, visit: Visit
) -> None:
    queue(house, "a")
    queue(house, "b", "stranger@example.se")
    page = visit([LEADER], "messages")
    assert "1 meddelande att lämna" in shown(page)
    assert [one.label.replace("\\", "") for one in page.expander] == [
        "kim@\N{WORD JOINER}example.se · Inställt: Måla, tisdag 24 mars 2026"
    ]
    (button,) = [each for each in page.button if each.key and each.key.startswith("told-")]
    button.click().run()
    assert "Inget väntar på att lämnas." in shown(page)
    told = next(one for one in messages.listed(house, SYSTEM) if one.lab == "a")
    assert (told.status, told.address) == (Status.TOLD, "")


def test_each_kind_can_be_read_before_it_is_sent(house: Workshop, visit: Visit) -> None:
    page = visit([ADMIN], "messages")
    page.segmented_control(key="messages-view").set_value("preview").run()
    page.selectbox(key="preview-kind").set_value("substitute").run()
    assert "Kan du leda Måla med AI" in shown(page)
    page.segmented_control(key="preview-language").set_value("en").run()
    assert "Can you lead Paint with AI" in shown(page)


def test_the_printed_list_is_for_staff_and_holds_what_waits(house: Workshop, client: TestClient) -> None:
    queue(house, "a")
    assert client.get("/messages/list").headers["location"] == "/login?next=/messages/list"
    token = csrf(client.get("/login").text)
    client.post("/login", data={"csrf": token, "email": "first@example.se", "password": PASSWORD})
    page = client.get("/messages/list").text
    assert "kim@example.se" in page
    assert "Tyvärr: ”Måla” är inställt." in page
