"""Facts about a store: said, forgotten, and a lasting one asked for once."""

from lab import facts
from lab.runtime import Workshop


def test_what_nobody_has_said_is_empty_and_can_be_said_and_forgotten(shop: Workshop) -> None:
    assert facts.get(shop, "colour") == ""
    for said in ("red", "green", ""):
        with shop.database.transaction() as write:
            facts.put(write, "colour", said)
        assert facts.get(shop, "colour") == said


def test_whether_it_is_a_demo_is_asked_of_the_store_once(shop: Workshop) -> None:
    assert not facts.is_demo(shop)
    with shop.database.transaction() as write:
        facts.put(write, facts.DEMO, "7")
    assert not facts.is_demo(shop)
    facts.ask_again(shop)
    assert facts.is_demo(shop)
    with shop.database.transaction() as write:
        facts.put(write, facts.DEMO, "")
    assert facts.is_demo(shop)
