"""The door: who comes with a seat, by tap, by scan, and by scans that were kept while there was no network."""

import json
import random
import re
from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from bookings import checkin, joining, requests
from bookings import seat_errors as wrong
from bookings.merging import Scan
from bookings.rules import Draft, Session
from bookings.web import doors
from lab.access import Actor, Grant, Role
from lab.errors import NotAllowed
from lab.runtime import Workshop
from lab.web.protection import Protection, exception_handlers
from tests.bookings.asking_people import ask, card, coming, family, places, school_class, states, with_card
from tests.conftest import FakeClock

TEN = joining.Answers("1780", 10, "girl")


@pytest.fixture
def session(shop: Workshop, leader: Actor, draft: Draft) -> Session:
    return coming(shop, leader, draft, seats=6)


def code_of(shop: Workshop, receipt: str) -> str:
    with shop.database.read() as read:
        return str(read.value("select code from party where receipt = ?", [receipt]))


def scan(shop: Workshop, code: str, nonce: str, device: str = "pad", undo: bool = False) -> Scan:
    return Scan(shop.clock(), device, nonce, code, undo)


def test_a_class_that_is_checked_in_sits_down_with_the_pin(
    shop: Workshop, leader: Actor, session: Session, started: Callable[[], Session]
) -> None:
    receipt = ask(shop, school_class(session, size=6))
    started()
    with pytest.raises(wrong.SeatsPromised):
        joining.join(shop, session.id, "a", TEN)
    checkin.merge(shop, leader, session.id, [scan(shop, code_of(shop, receipt), "1")])
    assert states(shop, receipt) == ["arrived"]
    assert [joining.join(shop, session.id, f"t{number}", TEN).seat for number in range(6)] == [1, 2, 3, 4, 5, 6]


def test_a_checked_in_youth_keeps_the_seat_until_the_card_is_written(
    shop: Workshop, leader: Actor, session: Session, started: Callable[[], Session], clock: FakeClock
) -> None:
    _id, words = card(shop)
    receipt = ask(shop, with_card(words, session))
    ask(shop, family(session, size=5))
    started()
    checkin.merge(shop, leader, session.id, [scan(shop, code_of(shop, receipt), "1")])
    clock.move(minutes=20)
    requests.expire_offers(shop)
    assert places(shop, session) == [1]
    for number in range(5):
        joining.join(shop, session.id, f"t{number}", TEN)
    with pytest.raises(wrong.SeatsPromised):
        joining.join(shop, session.id, "late", TEN)
    assert joining.join(shop, session.id, "own", words=words).seat == 1


def test_the_same_notes_again_change_nothing_and_duplicates_are_shown(
    shop: Workshop, leader: Actor, session: Session
) -> None:
    receipt = ask(shop, family(session))
    code = code_of(shop, receipt)
    log = [scan(shop, code, "1"), scan(shop, code, "1", "phone"), scan(shop, "NOBODYS", "2")]
    for _ in range(3):
        found = checkin.merge(shop, leader, session.id, log)
    assert [one.code for one in found.first] == [code]
    assert [one.code for one in found.duplicates] == [code]
    assert [one.code for one in found.unknown] == ["NOBODYS"]
    with shop.database.read() as read:
        assert read.value("select count(*) from audit where verb = 'check-in'") == 1


def test_scans_in_parts_in_any_order_end_in_the_same_door(shop: Workshop, leader: Actor, session: Session) -> None:
    codes = [code_of(shop, ask(shop, family(session, contact=f"{number}@example.se"))) for number in range(6)]
    log = [scan(shop, code, str(number), f"d{number % 3}") for number, code in enumerate([*codes, *codes[:2]])]
    chance = random.Random(5)
    for _ in range(5):
        checkin.merge(shop, leader, session.id, chance.sample(log, 3))
    found = checkin.merge(shop, leader, session.id, log)
    assert {one.code for one in found.first} == set(codes)
    assert sorted(one.code for one in found.duplicates) == sorted(codes[:2])


def test_only_the_labs_leaders_stand_at_the_door(shop: Workshop, reviewer: Actor, session: Session) -> None:
    for actor in (reviewer, Actor("staff:other", "", (Grant(Role.LEADER, "lab:other"),))):
        with pytest.raises(NotAllowed):
            checkin.merge(shop, actor, session.id, [])
        with pytest.raises(NotAllowed):
            checkin.guests(shop, actor, session.id)


def test_no_shows_are_counted_and_small_numbers_protected(
    shop: Workshop, leader: Actor, session: Session, started: Callable[[], Session], clock: FakeClock
) -> None:
    came, missed = ask(shop, school_class(session, size=4)), ask(shop, family(session, size=2))
    started()
    checkin.merge(shop, leader, session.id, [scan(shop, code_of(shop, came), "1")])
    clock.move(minutes=20)
    requests.expire_offers(shop)
    assert states(shop, missed) == ["missed"]
    found = checkin.no_shows(shop, leader, session.lab)[session.id]
    assert (found.promised.number, found.missed.number) == (6, 2)
    area = checkin.no_shows_by_area(shop, leader, session.lab)["1780"]
    assert area.missed.protected
    assert area.promised.protected
    assert area.share is None


# The page


@pytest.fixture
def client(shop: Workshop, leader: Actor, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr(doors, "staff", lambda _request: leader)
    app = Starlette(
        routes=doors.routes(), middleware=[Middleware(Protection)], exception_handlers=dict(exception_handlers)
    )
    return TestClient(app, headers={"accept": "text/html"})


@pytest.fixture(autouse=True)
def assets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.web.fixed_files.asset_url", lambda name: f"/assets/{name}")


def csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def test_one_tap_checks_in(shop: Workshop, client: TestClient, session: Session) -> None:
    receipt = ask(shop, family(session, size=2))
    page = client.get(f"/checkin/{session.id}").text
    code = code_of(shop, receipt)
    assert f"{code[:4]} {code[4:]}" in page
    after = client.post(f"/checkin/{session.id}/tap", data={"csrf": csrf(page), "code": f" {code.lower()} "})
    assert "Har kommit" in after.text
    assert states(shop, receipt) == ["arrived"]


def test_a_device_sends_what_it_kept(shop: Workshop, client: TestClient, session: Session) -> None:
    code = code_of(shop, ask(shop, family(session)))
    page = client.get(f"/checkin/{session.id}").text
    kept = [
        {"device": "d", "nonce": "1", "code": code, "at": "2026-03-24T15:00:00.000Z"},
        {"device": "d", "nonce": "2", "code": "WRONG", "at": "2026-03-24T15:01:00.000Z"},
    ]
    answer = client.post(f"/checkin/{session.id}/scans", data={"csrf": csrf(page), "scans": json.dumps(kept)})
    told = {"arrived": {code: kept[0]["at"].replace(".000Z", "+00:00")}, "duplicates": [], "unknown": ["WRONG"]}
    assert answer.json() == {**told, "stays": []}


@pytest.mark.parametrize(
    "scans", ["", "no json", "[1]", '[{"code": "A"}]', '[{"device":1,"nonce":1,"code":1,"at":"x"}]']
)
def test_what_no_device_keeps_is_refused(client: TestClient, session: Session, scans: str) -> None:
    page = client.get(f"/checkin/{session.id}").text
    assert client.post(f"/checkin/{session.id}/scans", data={"csrf": csrf(page), "scans": scans}).status_code == 422


def test_a_wrong_tap_is_taken_back_with_one_more(
    shop: Workshop, client: TestClient, session: Session, clock: FakeClock
) -> None:
    receipt = ask(shop, family(session, size=2))
    fields = {"csrf": csrf(client.get(f"/checkin/{session.id}").text), "code": code_of(shop, receipt), "nonce": "n"}
    page = client.post(f"/checkin/{session.id}/tap", data=fields)
    assert 'class="guest-undo">' in page.text
    after = client.post(f"/checkin/{session.id}/tap", data={**fields, "undo": "yes"})
    assert 'class="guest-undo" hidden>' in after.text
    assert states(shop, receipt) == ["placed"]
    clock.move(minutes=1)
    client.post(f"/checkin/{session.id}/tap", data={**fields, "nonce": "m"})
    clock.move(minutes=20)
    late = client.post(f"/checkin/{session.id}/tap", data={**fields, "nonce": "m", "undo": "yes"})
    assert late.status_code == 409
    assert "är fortfarande avprickad" in late.text


def test_what_a_tablet_keeps_of_the_page_knows_nobody(shop: Workshop, client: TestClient, session: Session) -> None:
    code = code_of(shop, ask(shop, family(session)))
    script = client.get("/checkin/worker.js")
    assert script.headers["content-type"].startswith("text/javascript")
    kept = json.loads(re.search(r"const KEPT = (.*);", script.text)[1])  # type: ignore[index]
    page = client.get(kept[0]).text
    assert all(secret not in page for secret in (code, code[:4], session.id, session.title, 'name="csrf"'))
    assert 'data-csrf=""' in page
    assert all(path.startswith("/assets/") for path in kept[1:])
    assert set(re.findall(r'"(/assets/[^"]+)"', client.get(f"/checkin/{session.id}").text)) <= set(kept)


def test_another_page_to_keep_is_another_version(client: TestClient) -> None:
    found = {}
    for language in ("sv", "en"):
        script = client.get("/checkin/worker.js", headers={"cookie": f"language={language}"}).text
        found[language] = re.search(r'VERSION = "(\w+)"', script)[1]  # type: ignore[index]
        assert script == client.get("/checkin/worker.js", headers={"cookie": f"language={language}"}).text
    assert found["sv"] != found["en"]


def test_whoever_is_not_logged_in_is_asked_to_be(
    client: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    answer = client.get(f"/checkin/{session.id}", follow_redirects=False)
    assert answer.headers["location"].startswith("/login?next=")
