"""The first visit to an empty lab: its administrator, the lab, its municipality, rooms and stations, all or nothing."""

from bookings.labs import founded, municipality
from lab import setup_code, staff
from lab.access import EVERYWHERE, SYSTEM, Grant, Role
from lab.database import retried
from lab.runtime import Workshop

TIME_ZONE = "Europe/Stockholm"


@retried
def first_lab(
    shop: Workshop,
    code: str,
    email: str,
    password: str,
    lab_name: str,
    area: str,
    rooms: dict[str, int],
    time_zone: str = TIME_ZONE,
) -> None:
    """Make the administrator and the lab with the one-time `code` from the terminal, which is used up by that.

    `rooms` are names to numbers of stations. Nothing is kept, the code neither, when anything is refused.
    """
    setup_code.check(shop, code)
    home = municipality(shop, area)
    known = staff.credentials(email, password)
    with shop.database.transaction() as write:
        setup_code.spend(write)
        staff.add(write, SYSTEM, known, [Grant(Role.ADMIN, EVERYWHERE)])
        founded(write, SYSTEM.id, lab_name, home, time_zone, rooms)
