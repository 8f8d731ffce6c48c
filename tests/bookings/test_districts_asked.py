"""A district is asked of those whose municipality has told its own, may be skipped, and follows the card."""

from datetime import date

import pytest

from bookings import joining, labs
from bookings.joining import Answers
from bookings.labs import Lab
from lab import areas, cards
from lab.access import SYSTEM, Actor
from lab.areas.own_districts import DistrictUnknown
from lab.runtime import Workshop
from tests.bookings.tablets import NEW, Opened, Tablet, invited, send
from tests.bookings.test_youth_pages import words_on


@pytest.fixture
def karlstad(shop: Workshop, admin: Actor) -> None:
    source = areas.PopulationSource(date(2025, 12, 31), "Karlstads kommun")
    areas.take_in_districts(shop, admin, "1780", "kod;namn\n01;Kronoparken\n02;Våxnäs\n".encode(), source)


@pytest.fixture
def studio(shop: Workshop, place: Lab) -> str:
    """The other room, where a second session can run beside the first."""
    return labs.rooms(shop, place.id)[1].id


def told(shop: Workshop) -> list[str]:
    """The districts of all visits, "-" where none was told."""
    with shop.database.read() as read:
        return read.column(
            "select coalesce(district, '-') from visit left join visit_district using (session, card) order by all"
        )


def kept(shop: Workshop) -> int:
    with shop.database.read() as read:
        return int(
            read.value("select (select count(*) from card_district) + (select count(*) from visit_district)") or 0
        )


def test_the_district_is_asked_after_the_other_answers_and_kept(
    shop: Workshop, opened: Opened, tablet: Tablet, karlstad: None
) -> None:
    client = invited(tablet, opened())
    question = send(client, "/join/answers", **NEW)
    assert question.status_code == 200
    assert "Vilken del av Karlstad bor du i?" in question.text
    assert "Kronoparken" in question.text
    pressed_too_soon = send(client, "/join/answers", **NEW, pressed="1")
    assert pressed_too_soon.status_code == 422
    assert "Tryck på var du bor" in pressed_too_soon.text
    assert told(shop) == []
    assert send(client, "/join/answers", **NEW, district="02", pressed="1").url.path == "/join/card"
    assert told(shop) == ["02"]


def test_the_question_may_be_skipped_and_nothing_is_kept(
    shop: Workshop, opened: Opened, tablet: Tablet, karlstad: None
) -> None:
    client = invited(tablet, opened())
    assert send(client, "/join/answers", **NEW, district="").url.path == "/join/card"
    assert (told(shop), kept(shop)) == (["-"], 0)


def test_nobody_else_is_asked(shop: Workshop, opened: Opened, tablet: Tablet, karlstad: None) -> None:
    client = invited(tablet, opened())
    elsewhere = {**NEW, "near": "1715"}
    assert send(client, "/join/answers", **elsewhere, district="02").url.path == "/join/card"
    assert (told(shop), kept(shop)) == (["-"], 0)


def test_a_card_brings_its_district_to_the_next_visit(
    shop: Workshop, opened: Opened, tablet: Tablet, karlstad: None, studio: str
) -> None:
    words = words_on(send(invited(tablet, opened()), "/join/answers", **NEW, district="01"))
    again = invited(tablet, opened(room=studio, seats=4))
    fields = {f"word{number}": word for number, word in enumerate(words, 1)}
    assert send(again, "/join/words", **fields).url.path == "/seat"
    assert told(shop) == ["01", "01"]


def test_an_older_card_without_a_district_comes_as_before(
    shop: Workshop, opened: Opened, admin: Actor, studio: str
) -> None:
    first = joining.join(shop, opened().id, "tablet", Answers("1780", 10, "girl"))
    assert first.words
    karlstad_now = areas.PopulationSource(date(2025, 12, 31), "Karlstads kommun")
    areas.take_in_districts(shop, admin, "1780", b"kod;namn\n01;Norr\n02;Syd\n", karlstad_now)
    joining.join(shop, opened(room=studio, seats=4).id, "tablet", words=" ".join(first.words))
    assert (told(shop), kept(shop)) == (["-", "-"], 0)


def test_a_district_that_is_not_there_is_refused(shop: Workshop, opened: Opened, karlstad: None) -> None:
    with pytest.raises(DistrictUnknown):
        joining.join(shop, opened().id, "tablet", Answers("1780", 10, "girl", "99"))
    assert told(shop) == []


def test_an_erased_card_leaves_no_district(shop: Workshop, opened: Opened, karlstad: None) -> None:
    session = opened()
    mine = joining.join(shop, session.id, "one", Answers("1780", 10, "girl", "01"))
    joining.join(shop, session.id, "two", Answers("1780", 10, "girl", "02"))
    assert mine.words
    cards.erase(shop, SYSTEM, cards.known(shop, " ".join(mine.words)))
    assert (told(shop), kept(shop)) == (["02"], 2)
