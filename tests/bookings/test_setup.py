"""The first visit to an empty lab."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bookings import labs, rules, setup
from lab import logins, setup_code, staff
from lab.access import SYSTEM
from lab.areas import AreaUnknown
from lab.errors import LabError
from lab.passwords import PasswordTooShort
from lab.runtime import Workshop
from lab.setup_code import SetupCodeWrong, SetupDone
from lab.staff import EmailNotValid

EMAIL, PASSWORD = "ada@example.se", "en lång promenad i skogen"
ROOMS = {"Ateljén": 8, "Studion": 4}


def make(shop: Workshop, code: str, **changes: object) -> None:
    asked = {"email": EMAIL, "password": PASSWORD, "lab_name": "Verkstan", "area": "1780", "rooms": ROOMS, **changes}
    setup.first_lab(shop, code, **asked)  # type: ignore[arg-type]


def is_empty(shop: Workshop) -> bool:
    return not staff.any_staff(shop) and labs.all_labs(shop, SYSTEM) == []


def test_the_code_makes_the_administrator_and_the_lab(shop: Workshop) -> None:
    make(shop, setup_code.announce(shop))
    (lab,) = labs.all_labs(shop, SYSTEM)
    assert (lab.name, lab.area, lab.time_zone) == ("Verkstan", "1780", "Europe/Stockholm")
    assert {room.name: room.stations for room in labs.rooms(shop, lab.id)} == ROOMS
    actor = logins.actor_of(shop, logins.login(shop, EMAIL, PASSWORD, "10.0.0.1").token)
    assert labs.all_labs(shop, actor) == [lab]


def test_the_code_works_once(shop: Workshop) -> None:
    code = setup_code.announce(shop)
    make(shop, code)
    with pytest.raises(SetupDone):
        make(shop, code, email="bo@example.se")
    assert len(labs.all_labs(shop, SYSTEM)) == 1


def test_of_four_who_send_the_code_at_once_one_sets_up_the_lab(shop: Workshop) -> None:
    code = setup_code.announce(shop)

    def attempt(number: int) -> bool:
        try:
            make(shop, code, email=f"person{number}@example.se")
        except SetupDone:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1
    assert len(staff.listed(shop, SYSTEM)) == len(labs.all_labs(shop, SYSTEM)) == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"email": "ada"}, EmailNotValid),
        ({"password": "kort"}, PasswordTooShort),
        ({"lab_name": " "}, rules.NameMissing),
        ({"area": "9999"}, AreaUnknown),
        ({"rooms": {}}, labs.RoomsMissing),
        ({"rooms": {"Ateljén": 8, "Studion": 0}}, labs.StationsOutside),
    ],
)
def test_what_is_refused_leaves_nothing_behind_and_the_code_still_works(
    shop: Workshop, changes: dict[str, object], error: type[LabError]
) -> None:
    code = setup_code.announce(shop)
    with pytest.raises(error):
        make(shop, code, **changes)
    assert is_empty(shop)
    make(shop, code)
    assert not is_empty(shop)


def test_another_code_sets_up_nothing(shop: Workshop) -> None:
    setup_code.announce(shop)
    with pytest.raises(SetupCodeWrong):
        make(shop, "aaaa-aaaa")
    assert is_empty(shop)
