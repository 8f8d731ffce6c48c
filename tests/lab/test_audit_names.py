"""What was done is told with what things are called; nobody's name is among it, and only administrators read it."""

import pytest

from lab import audit_names
from lab.access import Actor, Grant, Role
from lab.audit_names import Name
from lab.errors import NotAllowed
from lab.runtime import Workshop

ADMIN = Actor("staff:admin", grants=(Grant(Role.ADMIN, "*"),))
LEADER = Actor("staff:leader", grants=(Grant(Role.LEADER, "lab:a"),))


@pytest.fixture
def house(shop: Workshop) -> Workshop:
    with shop.database.transaction() as write:
        now = write.now
        write.execute("insert into lab values ('a', 'Verkstan', '1780', 'Europe/Stockholm', ?)", [now])
        write.execute("insert into room values ('r', 'a', 'Ateljén')")
        write.execute(
            "insert into session values"
            " ('s', 'a', 'r', 'Måla', ?, ?, 4, 8, 16, ['canvas'], 'planned', '', ?, null, null)",
            [now, now, now],
        )
        write.execute("insert into seat values ('s', 3, 'card', 'key', ?, null)", [now])
        write.execute("insert into series values ('w', 'a', '', 'Europe/Stockholm', 60, ?)", [now])
        write.execute("insert into series_session values ('s', 'w', ?, false)", [now.date()])
        write.execute(
            "insert into party values"
            " ('p', 'a', '', 'family', '', 'anna@example.se', 'h', '1780', 2, '{}', true, 'c', 'k',"
            " 'r', 'sv', ?, null)",
            [now],
        )
        write.execute("insert into request values ('q', 'p', 2, '', '')")
        write.execute(
            "insert into wish (request, session, rank, state, line, passed, changed_at)"
            " values ('q', 's', 1, 'asked', 0, 0, ?)",
            [now],
        )
    return shop


def test_each_thing_has_the_name_and_the_time_that_a_leader_knows_it_by(house: Workshop) -> None:
    now = house.clock()
    expected = [
        Name("session:s", "Måla", now),
        Name("seat:s:3", "3, Måla", now),
        Name("series:w", "Måla", now),
        Name("party:p", "Måla", now),
        Name("request:q", "Måla", now),
        Name("room:r", "Ateljén, Verkstan"),
        Name("lab:a", "Verkstan"),
        Name("area:1780", "Karlstad"),
    ]
    assert audit_names.names(house, ADMIN, [one.thing for one in expected]) == {one.thing: one for one in expected}


def test_what_is_gone_or_a_person_has_no_name(house: Workshop) -> None:
    assert audit_names.names(house, ADMIN, ["session:gone", "card:card", "staff:admin", "system", "store"]) == {}


def test_a_leader_may_not_ask(house: Workshop) -> None:
    with pytest.raises(NotAllowed):
        audit_names.names(house, LEADER, ["session:s"])
