"""Rounds: requests for several sessions are gathered, frozen, published and drawn.

The seed's commitment is public from the moment a round is planned. When requests have closed, the list and the policy
are frozen and published; then the draw is made with the same code as `verkstad draw`, and the seed revealed.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bookings import draw_files, places, round_entries, seat_letters
from bookings.draw import commitment, draw, input_hash
from bookings.draw_files import Rules
from bookings.draw_published import published
from bookings.draw_terms import Drawn, Order, Outcome, Policy, Reserve, Result
from bookings.labs import lab_of
from bookings.rules import Session, Status, check_name
from bookings.seat_terms import State, Way
from bookings.ways import put_way
from lab.access import Actor, require
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import LabError, NotFound, NotValid
from lab.i18n import N_
from lab.runtime import Workshop

ASKING, FROZEN, DRAWN, CANCELLED = "asking", "frozen", "drawn", "cancelled"
STATES = {
    ASKING: N_("Takes requests"),
    FROZEN: N_("Closed, not drawn yet"),
    DRAWN: N_("Drawn"),
    CANCELLED: N_("Taken back"),
}

Reserves = Mapping[str, Mapping[str, int]]
"""Session id -> a municipality's code -> seats held for it."""


class RoundTimes(NotValid):
    message = N_("The round closes before it opens, or after one of its sessions begins.")
    hint = N_("Choose times in order: requests open, requests close, the first session starts.")


class RoundEmpty(NotValid):
    message = N_("The round has no session.")
    hint = N_("Choose at least one coming session.")


class NobodyAsked(LabError):
    message = N_("Nobody has asked for a seat in this round.")
    hint = N_("Wait until somebody has, or take the round back.")
    status = 409


class WrongStep(LabError):
    message = N_("The round is not at that step.")
    hint = N_("Somebody may just have closed or drawn it: load the page again.")
    status = 409


@dataclass(frozen=True)
class Plan:
    """What a leader asks for. `sessions` are ids; `reserves` at most each session's seats."""

    lab: str
    title: str
    sessions: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    policy: Policy = field(default_factory=Policy)
    """Its reserves by session id and area code."""


@dataclass(frozen=True)
class Round:
    """One round, as the store keeps it; `seed` is secret until it is drawn, the JSON texts are null until then."""

    id: str
    lab: str
    title: str
    opens_at: datetime
    closes_at: datetime
    seats_order: str
    reserve: str
    reserves: str
    state: str
    seed: str
    commitment: str
    inputs: str
    frozen: str | None
    published: str | None
    frozen_at: datetime | None
    drawn_at: datetime | None

    @property
    def held(self) -> Reserves:
        found: Reserves = json.loads(self.reserves)
        return found


@retried
def plan(shop: Workshop, actor: Actor, wanted: Plan) -> Round:
    """A new round over planned sessions; its seed is made now, and its commitment can be read from now on."""
    require(actor, "book-session", f"lab:{wanted.lab}")
    check_name(wanted.title)
    with shop.database.transaction() as write:
        sessions = [_session(write, id_) for id_ in wanted.sessions]
        _check(wanted, sessions)
        made, seed = new_id(), secrets.token_hex(16)
        policy = wanted.policy
        write.execute(
            "insert into round values (?, ?, ?, ?, ?, ?, ?, ?, 'asking', ?, ?, '', null, null, ?, null, null)",
            [
                made, wanted.lab, wanted.title.strip(), wanted.opens_at, wanted.closes_at, policy.order, policy.reserve,
                _text(policy.reserves), seed, commitment(seed), write.now,
            ],
        )  # fmt: skip
        for session in sessions:
            put_way(write, session, Way.ROUND, made)
        write.record(actor.id, "plan-round", f"round:{made}", sessions=len(sessions))
        found = _round(write, made)
        _rules(shop, write, found, sessions)
        return found


@retried
def change(shop: Workshop, actor: Actor, id: str, policy: Policy, why: str = "") -> Round:  # noqa: A002
    """Other rules for a round that still takes requests. Both what is held and `why` are kept in the log."""
    with shop.database.transaction() as write:
        found = _at(write, actor, id, ASKING)
        write.execute(
            "update round set seats_order = ?, reserve = ?, reserves = ? where id = ?",
            [policy.order, policy.reserve, _text(policy.reserves), id],
        )
        changed = _round(write, id)
        _rules(shop, write, changed, sessions_of(write, id))
        held = {session: dict(areas) for session, areas in policy.reserves.items()}
        write.record(
            actor.id,
            "change-round",
            f"round:{found.id}",
            order=policy.order,
            reserve=policy.reserve,
            held=held,
            why=why,
        )
        return changed


@retried
def freeze(shop: Workshop, actor: Actor, id: str) -> Round:  # noqa: A002
    """Close the round: the list and the policy are fixed and published. Requests that come later are refused."""
    with shop.database.transaction() as write:
        found = _at(write, actor, id, ASKING)
        sessions = sessions_of(write, id)
        rules, named = _rules(shop, write, found, sessions)
        asked = round_entries.entries(write, id, named, write.now)
        if not asked:
            raise NobodyAsked()
        reserved = {area for areas in rules.policy.reserves.values() for area in areas}
        listed = round_entries.to_publish(asked, rules.policy.order, reserved)
        frozen = {
            "entries": [draw_files.as_record(one) for one in listed],
            "policy": draw_files.as_table(rules),
            "names": {name: session for session, name in named.items()},
        }
        write.execute(
            "update round set state = 'frozen', frozen = ?, inputs = ?, frozen_at = ?, closes_at = least(closes_at, ?)"
            " where id = ?",
            [_text(frozen), input_hash(listed, rules.seats, rules.policy), write.now, write.now, id],
        )
        write.record(actor.id, "freeze-round", f"round:{id}", entries=len(listed))
        return _round(write, id)


@retried
def draw_now(shop: Workshop, actor: Actor, id: str) -> Round:  # noqa: A002
    """Draw a frozen round: seats become places, all others stand in line as they were drawn, and the seed is public."""
    with shop.database.transaction() as write:
        found = _at(write, actor, id, FROZEN)
        entries, rules = inputs_of(found)
        drawn = draw(entries, rules.seats, rules.policy, found.seed)
        write.execute(
            "update round set state = 'drawn', drawn_at = ?, published = ? where id = ?",
            [write.now, _text(published(entries, rules, found.seed, drawn)), id],
        )
        write.record(actor.id, "draw-round", f"round:{id}", hash=drawn.hash)
        _apply(write, found, drawn)
        return _round(write, id)


@retried
def cancel(shop: Workshop, actor: Actor, id: str) -> None:  # noqa: A002
    """Take back a round that has not been drawn; its sessions are drop-in again, and who asked is told."""
    with shop.database.transaction() as write:
        found = _round(write, id)
        require(actor, "book-session", f"lab:{found.lab}")
        if found.state not in (ASKING, FROZEN):
            raise WrongStep()
        for session in sessions_of(write, id):
            places.round_cancelled(write, session)
            write.execute("delete from session_way where session = ?", [session.id])
        write.execute("update round set state = 'cancelled' where id = ?", [id])
        write.record(actor.id, "cancel-round", f"round:{id}")


def of_lab(shop: Workshop, actor: Actor, lab: str) -> list[Round]:
    """A lab's rounds, the latest first."""
    require(actor, "see-calendar", f"lab:{lab}")
    with shop.database.read() as read:
        return read.rows(Round, "select * from round where lab = ? order by opens_at desc, id", [lab])


def public(shop: Workshop, id: str) -> Round:  # noqa: A002
    """A round for its public page, which never shows the seed before the draw."""
    with shop.database.read() as read:
        return _round(read, id)


def sessions_of(cursor: Cursor, id: str) -> list[Session]:  # noqa: A002
    """The sessions of a round that are not cancelled, in order."""
    return cursor.rows(
        Session,
        "select session.* from session join session_way on session_way.session = session.id"
        " where session_way.round = ? and session.status <> 'cancelled' order by starts_at, title, session.id",
        [id],
    )


def inputs_of(found: Round) -> tuple[tuple[Any, ...], Rules]:
    """The frozen entries and rules, read as `verkstad draw` reads its files."""
    return draw_files.published_inputs(json.loads(found.frozen or "{}"))


def rules_now(shop: Workshop, cursor: Cursor, found: Round) -> tuple[Rules, dict[str, str]]:
    """The rules of a round as they stand, and session id -> its name in them."""
    return _rules(shop, cursor, found, sessions_of(cursor, found.id))


def _check(wanted: Plan, sessions: Sequence[Session]) -> None:
    if not sessions:
        raise RoundEmpty()
    if any(one.lab != wanted.lab or one.status != Status.PLANNED for one in sessions):
        raise NotFound()
    if not wanted.opens_at < wanted.closes_at < min(one.starts_at for one in sessions):
        raise RoundTimes()


def _rules(shop: Workshop, cursor: Cursor, found: Round, sessions: Sequence[Session]) -> tuple[Rules, dict[str, str]]:
    """Sessions and areas by the names that are published; refused where more is held than there are seats."""
    zone = ZoneInfo(lab_of(shop, found.lab).time_zone)
    named = round_entries.names(sessions, {one.id: one.starts_at.astimezone(zone) for one in sessions})
    reserves = {
        named[session]: {_area(cursor, code): held for code, held in areas.items() if held}
        for session, areas in found.held.items()
        if session in named and any(areas.values())
    }
    policy = Policy(Order(found.seats_order), Reserve(found.reserve), reserves)
    seats = {named[one.id]: one.seats for one in sessions}
    return draw_files.rules_of(draw_files.as_table(Rules(seats, policy))), named


def _area(cursor: Cursor, code: str) -> str:
    return str(cursor.value("select name from area where code = ?", [code]) or code)


def _apply(write: Transaction, found: Round, drawn: Drawn) -> None:
    """Write the answers down, give the seats in the order of the line, and let all others wait in that order."""
    ids = json.loads(found.frozen or "{}")["names"]
    requests = round_entries.requests_of(write, found.id)
    sessions = {session.id: session for session in sessions_of(write, found.id)}
    for outcome in drawn.outcomes:
        request = requests[outcome.entry]
        write.execute("update request set outcome = ? where id = ?", [_text(asdict(outcome)), request])
        session = sessions.get(ids.get(outcome.session, ""))
        if outcome.outcome is Result.SEAT and session and _seated(write, session, request, outcome):
            continue
        write.execute(
            "update wish set state = 'waiting', line = ?, changed_at = ? where request = ? and state = 'asked'",
            [outcome.number, write.now, request],
        )
    _letters(write, found.id, sessions)
    for session in sessions.values():
        places.move_on(write, session)


def _seated(write: Transaction, session: Session, request: str, outcome: Outcome) -> bool:
    """Give what was drawn, unless they have left, or the session has fewer seats by now."""
    asked = write.value(
        "select 1 from wish where request = ? and session = ? and state = 'asked'", [request, session.id]
    )
    if not asked or len(places.free_numbers(write, session)) < outcome.seats:
        return False
    write.execute("update wish set line = ? where request = ?", [outcome.number, request])
    places.give(write, session, request, outcome.seats, State.PLACED)
    places.settle(write, request, session.id)
    return True


@dataclass(frozen=True)
class _Got:
    party: str
    session: str
    seats: int


def _letters(write: Transaction, round_id: str, sessions: Mapping[str, Session]) -> None:
    got = write.rows(
        _Got,
        "select party.id as party, place.session, count(*)::integer as seats from party"
        " join request on request.party = party.id join place on place.request = request.id"
        " where party.round = ? group by party.id, place.session order by party.id",
        [round_id],
    )
    for one in got:
        seat_letters.placed(write, sessions[one.session], one.party, one.seats)
    waiting = write.rows(
        _Got,
        "select party.id as party, arg_min(wish.session, wish.rank) as session, 0 as seats from party"
        " join request on request.party = party.id join wish on wish.request = request.id"
        " where party.round = ? and wish.state = 'waiting' group by party.id order by party.id",
        [round_id],
    )
    for one in waiting:
        if one.party not in {other.party for other in got}:
            seat_letters.waiting(write, sessions[one.session], one.party)


def _at(write: Transaction, actor: Actor, id_: str, state: str) -> Round:
    found = _round(write, id_)
    require(actor, "book-session", f"lab:{found.lab}")
    if found.state != state:
        raise WrongStep()
    return found


def _round(cursor: Cursor, id_: str) -> Round:
    found = cursor.first(Round, "select * from round where id = ?", [id_])
    if found is None:
        raise NotFound()
    return found


def _session(cursor: Cursor, id_: str) -> Session:
    found = cursor.first(Session, "select * from session where id = ?", [id_])
    if found is None:
        raise NotFound()
    return found


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=dict)
