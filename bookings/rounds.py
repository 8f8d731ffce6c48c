"""Rounds: requests for several sessions are gathered, frozen, published and drawn.

The seed's commitment is public from the moment a round is planned. When requests have closed, the list and the policy
are frozen and published; then the draw is made with the same code as `verkstad draw`, and the seed revealed.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bookings import draw_files, drawn_places, places, round_entries
from bookings.booking import session as session_of
from bookings.draw import commitment, draw, input_hash
from bookings.draw_published import published
from bookings.draw_terms import Policy
from bookings.round_record import ASKING, FROZEN, Round, inputs_of, round_of, rules_now, sessions_of
from bookings.rules import Session, Status, check_name
from bookings.seat_terms import Way
from bookings.ways import put_way
from lab.access import Actor, require
from lab.database import Transaction, new_id, retried
from lab.errors import LabError, NotFound, NotValid
from lab.i18n import N_
from lab.runtime import Workshop


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


@retried
def plan(shop: Workshop, actor: Actor, wanted: Plan) -> Round:
    """A new round over planned sessions; its seed is made now, and its commitment can be read from now on."""
    require(actor, "book-session", f"lab:{wanted.lab}")
    check_name(wanted.title)
    with shop.database.transaction() as write:
        sessions = [session_of(write, id_) for id_ in wanted.sessions]
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
        found = round_of(write, made)
        rules_now(shop, write, found)
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
        changed = round_of(write, id)
        rules_now(shop, write, changed)
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
        rules, named = rules_now(shop, write, found)
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
        return round_of(write, id)


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
        drawn_places.give_out(write, found, drawn)
        return round_of(write, id)


@retried
def cancel(shop: Workshop, actor: Actor, id: str) -> None:  # noqa: A002
    """Take back a round that has not been drawn; its sessions are drop-in again, and who asked is told."""
    with shop.database.transaction() as write:
        found = round_of(write, id)
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


def chosen(shop: Workshop, actor: Actor, lab: str) -> set[str]:
    """Ids of the lab's sessions that a round has already, drawn or not."""
    require(actor, "see-calendar", f"lab:{lab}")
    with shop.database.read() as read:
        rows = "select session from session_way join round on round.id = session_way.round where round.lab = ?"
        return set(read.column(rows, [lab]))


def sessions_in(shop: Workshop, id: str) -> list[Session]:  # noqa: A002
    """The sessions of a round that are not cancelled, in order."""
    with shop.database.read() as read:
        return sessions_of(read, id)


def public(shop: Workshop, id: str) -> Round:  # noqa: A002
    """A round for its public page, which never shows the seed before the draw."""
    with shop.database.read() as read:
        return round_of(read, id)


def _check(wanted: Plan, sessions: Sequence[Session]) -> None:
    if not sessions:
        raise RoundEmpty()
    if any(one.lab != wanted.lab or one.status != Status.PLANNED for one in sessions):
        raise NotFound()
    if not wanted.opens_at < wanted.closes_at < min(one.starts_at for one in sessions):
        raise RoundTimes()


def _at(write: Transaction, actor: Actor, id_: str, state: str) -> Round:
    found = round_of(write, id_)
    require(actor, "book-session", f"lab:{found.lab}")
    if found.state != state:
        raise WrongStep()
    return found


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=dict)
