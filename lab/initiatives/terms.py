"""What an initiative is: closed lists wherever there is a list to choose from, and the rules of the rest."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from lab.errors import NotValid
from lab.i18n import N_

LONGEST_NAME, LONGEST_LINK, OLDEST = 80, 300, 120
AGES = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})", re.ASCII)
HOST = re.compile(r"([a-z0-9-]+\.)+[a-z0-9-]{2,}", re.ASCII | re.IGNORECASE)
PERSONAL = re.compile(r"@|\d{6}\s?[-+]?\s?\d{4}")
"""An e-mail address, or what looks like a personal identity number."""


class Field(StrEnum):
    """The part of a municipality's work, much as municipalities account for it."""

    PRESCHOOL = "preschool"
    SCHOOL = "school"
    ADULT_EDUCATION = "adult-education"
    CULTURE = "culture"
    CARE = "care"
    SOCIAL_SERVICES = "social-services"
    PLANNING = "planning"
    ENVIRONMENT = "environment"
    SAFETY = "safety"
    WORK = "work"
    SERVICE = "service"
    ADMINISTRATION = "administration"
    OTHER = "other"


class Target(StrEnum):
    """Those it is for."""

    CHILDREN = "children"
    ADULTS = "adults"
    OLDER = "older"
    STAFF = "staff"
    ORGANISATIONS = "organisations"
    EVERYONE = "everyone"


class State(StrEnum):
    """How far it has come."""

    IDEA = "idea"
    TRIAL = "trial"
    RUNNING = "running"
    SCALED = "scaled"
    ENDED = "ended"


class Evidence(StrEnum):
    """What is known of whether it does any good."""

    NONE = "none"
    FOLLOW_UP = "follow-up"
    EVALUATION = "evaluation"
    RESEARCH = "research"


UNDER_WAY = frozenset({State.TRIAL, State.RUNNING, State.SCALED})
"""The states in which somebody can be reached."""

NAMES: dict[StrEnum, str] = {
    Field.PRESCHOOL: N_("Preschool"),
    Field.SCHOOL: N_("School"),
    Field.ADULT_EDUCATION: N_("Adult education"),
    Field.CULTURE: N_("Culture and leisure"),
    Field.CARE: N_("Health and elderly care"),
    Field.SOCIAL_SERVICES: N_("Social services"),
    Field.PLANNING: N_("Planning and building"),
    Field.ENVIRONMENT: N_("Environment, water and waste"),
    Field.SAFETY: N_("Rescue and safety"),
    Field.WORK: N_("Work and business"),
    Field.SERVICE: N_("Service to residents"),
    Field.ADMINISTRATION: N_("Administration"),
    Field.OTHER: N_("Another field"),
    Target.CHILDREN: N_("Children and youths"),
    Target.ADULTS: N_("Adults"),
    Target.OLDER: N_("Older people"),
    Target.STAFF: N_("The municipality's staff"),
    Target.ORGANISATIONS: N_("Companies and associations"),
    Target.EVERYONE: N_("Everyone"),
    State.IDEA: N_("Idea"),
    State.TRIAL: N_("Trial"),
    State.RUNNING: N_("Running"),
    State.SCALED: N_("Spread to all it is meant for"),
    State.ENDED: N_("Ended"),
    Evidence.NONE: N_("Not followed up yet"),
    Evidence.FOLLOW_UP: N_("Own follow-up"),
    Evidence.EVALUATION: N_("Evaluation by others"),
    Evidence.RESEARCH: N_("Research"),
}
"""What each is called, as msgids."""


class NameMissing(NotValid):
    message = N_("The initiative has no name.")
    hint = N_("Give it the name that the municipality uses.")


class NameTooLong(NotValid):
    message = N_("The name is longer than {most} characters.")
    hint = N_("Shorten it: the link can tell the rest.")


class NameNotPlain(NotValid):
    message = N_("The name begins with a sign that spreadsheets take for a formula, or has signs that cannot be seen.")
    hint = N_("Begin it with a letter or a digit.")


class NameTellsPerson(NotValid):
    message = N_("The name holds an e-mail address or a personal number.")
    hint = N_("Here stand initiatives, never persons: take it out.")


class AgesNotValid(NotValid):
    message = N_("The ages “{ages}” are no span.")
    hint = N_("Write two ages of 0–{oldest}, the younger first, as in 6–12, or leave both out.")


class LinkNotValid(NotValid):
    message = N_("The link is no web address that begins with https://.")
    hint = N_("Copy it from the browser's address field, or leave it out.")


@dataclass(frozen=True)
class Draft:
    """An initiative as it is written down. `ages` are the youngest and the oldest it is for, where that is told."""

    area: str
    name: str
    field: Field
    target: Target
    state: State
    evidence: Evidence = Evidence.NONE
    ages: tuple[int, int] | None = None
    link: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What two rows have in common when they are the same initiative."""
        return self.area, name_key(self.name)


@dataclass(frozen=True)
class Initiative:
    """One in the register."""

    id: str
    draft: Draft


def checked(draft: Draft) -> Draft:
    """The draft with its name and link trimmed. Raises a NotValid that says what is wrong."""
    name, link = " ".join(unicodedata.normalize("NFC", draft.name).split()), draft.link.strip()
    _check_name(name)
    if draft.ages and not 0 <= draft.ages[0] <= draft.ages[1] <= OLDEST:
        raise AgesNotValid(ages="{}–{}".format(*draft.ages), oldest=OLDEST)
    if link and not _is_link(link):
        raise LinkNotValid()
    return Draft(draft.area, name, draft.field, draft.target, draft.state, draft.evidence, draft.ages, link)


def name_key(name: str) -> str:
    """A name in one spelling: neither case, width of letters nor spaces make two names of one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def ages_of(youngest: str, oldest: str) -> tuple[int, int] | None:
    """Two ages as they were written; none where both are empty. Raises AgesNotValid."""
    if not youngest and not oldest:
        return None
    found = AGES.fullmatch(f"{youngest}-{oldest}")
    if not found:
        raise AgesNotValid(ages=f"{youngest}–{oldest}", oldest=OLDEST)
    return int(found[1]), int(found[2])


def _check_name(name: str) -> None:
    if not name:
        raise NameMissing()
    if len(name) > LONGEST_NAME:
        raise NameTooLong(most=LONGEST_NAME)
    if name[0] in "=+-@'" or not name.isprintable():
        raise NameNotPlain()
    if PERSONAL.search(name):
        raise NameTellsPerson()


def _is_link(link: str) -> bool:
    """Whether it is an https address of a host with a name, without anyone's password in it."""
    if len(link) > LONGEST_LINK or not link.isprintable() or " " in link:
        return False
    try:
        parts = urlsplit(link)
        return parts.scheme == "https" and "@" not in parts.netloc and bool(HOST.fullmatch(parts.hostname or ""))
    except ValueError:
        return False
