"""Setting up labs, rooms and stations."""

from bookings import labs
from bookings.labs import Lab, Room
from lab import areas
from lab.access import SYSTEM, Grant, Role
from lab.runtime import Workshop
from tests.bookings.pages.conftest import Visit, links, shown

ADMIN = [Grant(Role.ADMIN, "*")]


def test_a_room_gets_another_name_and_more_stations(visit: Visit, shop: Workshop, place: Lab, room: Room) -> None:
    page = visit(ADMIN, "labs")
    page.text_input(key=f"name-{room.id}").set_value("Stora ateljén")
    page.number_input(key=f"stations-{room.id}").set_value(14).run()
    page.button(key=f"save-{room.id}").click().run()
    assert Room(room.id, place.id, "Stora ateljén", 14) in labs.rooms(shop, place.id)
    assert "Stora ateljén har nu 14 stationer." in shown(page)


def test_a_room_is_added(visit: Visit, shop: Workshop, place: Lab) -> None:
    page = visit(ADMIN, "labs")
    page.text_input(key=f"new-room-{place.id}").set_value("Källaren").run()
    page.button(key=f"add-room-{place.id}").click().run()
    assert "Källaren" in [room.name for room in labs.rooms(shop, place.id)]


def test_a_lab_is_made_in_its_municipality(visit: Visit, shop: Workshop, place: Lab) -> None:
    page = visit(ADMIN, "labs")
    page.button(key="labs-add").click().run()
    page.text_input(key="new-lab-name").set_value("Kils bibliotek")
    page.selectbox(key="new-lab-area").set_value(areas.find(shop, "1715")).run()
    page.button(key="new-lab-make").click().run()
    assert ("Kils bibliotek", "1715") in [(lab.name, lab.area) for lab in labs.all_labs(shop, SYSTEM)]
    assert "Kils bibliotek" in shown(page)


def test_a_leader_has_no_such_page(visit: Visit, place: Lab) -> None:
    page = visit([Grant(Role.LEADER, f"lab:{place.id}")], "calendar")
    assert "Kalender" in links(page)
    assert "Labb" not in links(page)
