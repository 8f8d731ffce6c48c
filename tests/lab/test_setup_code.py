"""The one-time code that lets the first visitor of an empty lab in."""

import pytest

from lab import setup_code, staff
from lab.access import SYSTEM, Grant, Role
from lab.errors import TooManyAttempts
from lab.runtime import Workshop


def first_admin(shop: Workshop) -> None:
    known = staff.credentials("eva@example.se", "sju-sjösjuka-sjömän")
    with shop.database.transaction() as write:
        setup_code.spend(write)
        staff.add(write, SYSTEM, known, [Grant(Role.ADMIN, "*")])


def test_the_code_is_read_as_it_may_be_typed_and_kept_only_as_a_hash(shop: Workshop) -> None:
    code = setup_code.announce(shop)
    for typed in (code, code.upper(), code.replace("-", ""), f" {code} "):
        setup_code.check(shop, typed)
    with shop.database.read() as read:
        assert code.replace("-", "") not in read.value("select value from fact")


def test_only_the_latest_code_works(shop: Workshop) -> None:
    old = setup_code.announce(shop)
    new = setup_code.announce(shop)
    setup_code.check(shop, new)
    with pytest.raises(setup_code.SetupCodeWrong):
        setup_code.check(shop, old)


@pytest.mark.parametrize("typed", ["", "x", "aaaa-bbbb"])
def test_a_wrong_code_is_refused_also_before_one_was_announced(shop: Workshop, typed: str) -> None:
    with pytest.raises(setup_code.SetupCodeWrong):
        setup_code.check(shop, typed)
    setup_code.announce(shop)
    with pytest.raises(setup_code.SetupCodeWrong):
        setup_code.check(shop, typed)


def test_guessing_the_code_is_slowed_down(shop: Workshop) -> None:
    code = setup_code.announce(shop)
    for _ in range(setup_code.LIMIT.most):
        with pytest.raises(setup_code.SetupCodeWrong):
            setup_code.check(shop, "aaaa-bbbb")
    with pytest.raises(TooManyAttempts):
        setup_code.check(shop, code)


def test_the_code_makes_one_administrator_and_no_second(shop: Workshop, quick_passwords: None) -> None:
    code = setup_code.announce(shop)
    first_admin(shop)
    with pytest.raises(setup_code.SetupDone):
        first_admin(shop)
    with pytest.raises(setup_code.SetupDone):
        setup_code.check(shop, code)
    with pytest.raises(setup_code.SetupDone):
        setup_code.announce(shop)
    assert len(staff.listed(shop, SYSTEM)) == 1
