"""Who applies: the association behind a lab, and what its leaders have said of themselves for this and nothing else."""

import re
from dataclasses import dataclass

from bookings.leading_claims import staff_of
from lab.access import Actor, allows_anywhere, require
from lab.database import retried
from lab.errors import NotAllowed, NotValid
from lab.i18n import N_
from lab.runtime import Workshop

LONGEST = 50
ORGANISATION = re.compile(r"\d{6}-?\d{4}")
UNSAID = "unsaid"
LEADER_GENDERS = {
    "woman": N_("Woman"),
    "man": N_("Man"),
    "other": N_("Other"),
    UNSAID: N_("Prefer not to say"),
}
OLDEST_LEADER = 100
YOUNGEST_LEADER = 10


class AssociationNotValid(NotValid):
    message = N_("The number or the name cannot be used.")
    hint = N_("Write the number that the municipality gave you and the name, with at most {most} characters each.")


class OrganisationNotValid(NotValid):
    message = N_("This is no organisation number.")
    hint = N_("Write it like 802400-1234, or leave it empty.")


class LeaderAnswerNotValid(NotValid):
    message = N_("That year of birth cannot be used.")
    hint = N_("Choose a year from {first} to {last}, or leave it empty.")


@dataclass(frozen=True)
class Association:
    """`number` is the one that the municipality knows it by; `organisation` may be empty."""

    number: str
    name: str
    organisation: str = ""


@dataclass(frozen=True)
class LeaderAnswer:
    """A year of birth, or None, and one of LEADER_GENDERS."""

    birth_year: int | None = None
    gender: str = UNSAID


def association(shop: Workshop, actor: Actor, lab: str) -> Association | None:
    """The association behind a lab; None until somebody has said."""
    require(actor, "see-lab-numbers", f"lab:{lab}")
    with shop.database.read() as read:
        return read.first(Association, "select number, name, organisation from lab_association where lab = ?", [lab])


@retried
def set_association(shop: Workshop, actor: Actor, lab: str, said: Association) -> None:
    """Say which association runs a lab."""
    require(actor, "manage-labs", f"lab:{lab}")
    known = Association(said.number.strip(), said.name.strip(), said.organisation.strip())
    if not (0 < len(known.number) <= LONGEST and 0 < len(known.name) <= LONGEST):
        raise AssociationNotValid(most=LONGEST)
    if known.organisation and not ORGANISATION.fullmatch(known.organisation):
        raise OrganisationNotValid()
    with shop.database.transaction() as write:
        write.execute(
            "insert into lab_association values (?, ?, ?, ?) on conflict (lab) do update"
            " set number = excluded.number, name = excluded.name, organisation = excluded.organisation",
            [lab, known.number, known.name, known.organisation],
        )
        write.record(actor.id, "set-association", f"lab:{lab}")


def answer_of(shop: Workshop, actor: Actor) -> LeaderAnswer:
    """What the actor has said of themself: nothing, to begin with."""
    with shop.database.read() as read:
        sql = "select birth_year, gender from leader_answer where staff = ?"
        return read.first(LeaderAnswer, sql, [staff_of(actor.id)]) or LeaderAnswer()


@retried
def say(shop: Workshop, actor: Actor, said: LeaderAnswer) -> None:
    """Let the actor tell of themself, or take it back by telling nothing. Nobody tells for somebody else."""
    staff = staff_of(actor.id)
    if not allows_anywhere(actor, "run-session") or staff == actor.id:
        raise NotAllowed()
    this_year = shop.clock().year
    first, last = this_year - OLDEST_LEADER, this_year - YOUNGEST_LEADER
    if said.gender not in LEADER_GENDERS or not (said.birth_year is None or first <= said.birth_year <= last):
        raise LeaderAnswerNotValid(first=first, last=last)
    with shop.database.transaction() as write:
        if said == LeaderAnswer():
            write.execute("delete from leader_answer where staff = ?", [staff])
        else:
            write.execute(
                "insert into leader_answer values (?, ?, ?) on conflict (staff) do update"
                " set birth_year = excluded.birth_year, gender = excluded.gender",
                [staff, said.birth_year, said.gender],
            )
        write.record(actor.id, "tell-as-leader", f"staff:{staff}")
