"""What each kind of message says, in plain words and both languages; no HTML, so that every mail program shows it."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from lab import i18n
from lab.i18n import N_
from lab.i18n import gettext as _

SPANS = {"": ("starts_at", "ends_at"), "old_": ("old_starts_at", "old_ends_at")}
"""Facts that are times (ISO 8601), by what is put before the day and the time that are told of them."""


@dataclass(frozen=True)
class Kind:
    """One kind of message; `name`, `subject` and `paragraphs` are msgids.

    A paragraph is left out when a fact that it names is empty or missing.
    """

    name: str
    subject: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str


WHEN_AND_WHERE = N_("When: {day}, {time}\nWhere: {place}")
ENDING = N_("Kind regards\n{sender}")
AUTOMATIC = N_("This was sent by itself, and nobody reads answers to it.")

KINDS = {
    "confirmation": Kind(
        N_("Confirmation"),
        N_("You have a place: {title}, {day}"),
        (
            N_("You have a place at “{title}”. Welcome!"),
            WHEN_AND_WHERE,
            N_("Number of places: {count}"),
            N_("Here you see the place, and can change it or give it back: {link}"),
        ),
    ),
    "reminder": Kind(
        N_("Reminder"),
        N_("Soon: {title}, {day}"),
        (
            N_("“{title}” is soon."),
            WHEN_AND_WHERE,
            N_("Number of places: {count}"),
            N_("If you cannot come, give the place back here, so that someone else gets it: {link}"),
        ),
    ),
    "reconfirm": Kind(
        N_("Are you coming?"),
        N_("Are you coming? {title}, {day}"),
        (
            N_("It is a week until “{title}”. Are you still coming?"),
            WHEN_AND_WHERE,
            N_("Number of places: {count}"),
            N_("Answer yes or no here: {link}"),
            N_("It helps those who are waiting for a place."),
            N_("Answer before {until}. After that the place may go to someone who is waiting."),
        ),
    ),
    "unconfirmed": Kind(
        N_("Place gone on"),
        N_("Your place has gone on: {title}, {day}"),
        (
            N_("You did not say that you are coming to “{title}”. Your place has gone to someone who was waiting."),
            WHEN_AND_WHERE,
            N_("Here you can ask again: {link}"),
        ),
    ),
    "offer": Kind(
        N_("Offer of a place"),
        N_("A place for you: {title}, {day}"),
        (
            N_("A place has become free at “{title}”, and you are next."),
            WHEN_AND_WHERE,
            N_("Number of places: {count}"),
            N_("It is kept for you until {until}. Take it, or say no, here: {link}"),
        ),
    ),
    "asked": Kind(
        N_("Receipt"),
        N_("We have your request: {title}, {day}"),
        (
            N_("We have received your request for “{title}”."),
            WHEN_AND_WHERE,
            N_("Here you see how it goes, and can change it or leave: {link}"),
        ),
    ),
    "round-cancelled": Kind(
        N_("Draw taken back"),
        N_("No draw: {title}, {day}"),
        (
            N_("Sorry: the draw that you took part in has been taken back, and nobody gets a place by it."),
            WHEN_AND_WHERE,
            N_("Here you can choose another time: {link}"),
        ),
    ),
    "lost-place": Kind(
        N_("Place lost"),
        N_("Fewer places: {title}, {day}"),
        (
            N_("Sorry: there are fewer places at “{title}” than before, and yours is among those that are gone."),
            WHEN_AND_WHERE,
            N_("You stand first in the line. Here you see how it goes: {link}"),
        ),
    ),
    "not-drawn": Kind(
        N_("Answer from the draw"),
        N_("The draw: {title}, {day}"),
        (
            N_("The draw has been made. This time there was no place for you."),
            N_("You stand in the line, and hear from us if a place becomes free. Here you see why: {link}"),
        ),
    ),
    "moved": Kind(
        N_("Moved"),
        N_("New time or place: {title}, {day}"),
        (
            N_("“{title}” has been moved."),
            N_("Before: {old_day}, {old_time}, {old_place}"),
            N_("Now: {day}, {time}, {place}"),
            N_("If it no longer suits you, tell us here: {link}"),
        ),
    ),
    "cancelled": Kind(
        N_("Cancelled"),
        N_("Cancelled: {title}, {day}"),
        (
            N_("Sorry: “{title}” is cancelled."),
            N_("It would have been {day}, {time}, in {place}."),
            N_("Here you can choose another time: {link}"),
        ),
    ),
    "cancelled-too-few": Kind(
        N_("Minimum not reached: cancelled"),
        N_("Cancelled: {title}, {day}"),
        (
            N_("Sorry: “{title}” is cancelled, because too few were coming."),
            N_("It would have been {day}, {time}, in {place}."),
            N_("At least {least} were needed, and {count} had a place."),
            N_("Here you can choose another time: {link}"),
        ),
    ),
    "too-few": Kind(
        N_("Minimum not reached: decide"),
        N_("Few are coming: {title}, {day}"),
        (
            N_("{count} have a place at “{title}”, and at least {least} are needed."),
            WHEN_AND_WHERE,
            N_("Decide here whether it is held or cancelled: {link}"),
        ),
    ),
    "substitute": Kind(
        N_("Substitute asked"),
        N_("Can you lead {title}, {day}?"),
        (
            N_("{asker} asks whether you can lead “{title}”."),
            WHEN_AND_WHERE,
            N_("Answer before {until} here: {link}"),
        ),
    ),
    "substitute-found": Kind(
        N_("Substitute found"),
        N_("{leader} leads {title}, {day}"),
        (
            N_("{leader} has said yes to leading “{title}” in your place."),
            WHEN_AND_WHERE,
        ),
    ),
}

EXAMPLE = {
    "title": N_("Paint with AI"),
    "starts_at": "2026-03-17T14:30:00+00:00",
    "ends_at": "2026-03-17T16:00:00+00:00",
    "old_starts_at": "2026-03-16T14:30:00+00:00",
    "old_ends_at": "2026-03-16T16:00:00+00:00",
    "zone": "Europe/Stockholm",
    "place": N_("The studio"),
    "old_place": N_("The workshop"),
    "count": "3",
    "least": "5",
    "until_at": "2026-03-15T17:00:00+00:00",
    "asker": "kim",
    "leader": "robin",
    "path": "/example",
    "sender": "Verkstad",
}
"""What the preview shows. Words among them are msgids."""


def letter(kind: str, language: str, facts: Mapping[str, str], url: str) -> Letter:
    """The message in `language` ("sv" or "en"). `url` is the portal's address, put before the fact `path`."""
    with i18n.speaking(language):
        told = _told(facts, url)
        chosen = KINDS[kind]
        subject = " ".join(_(chosen.subject, **_filled(chosen.subject, told)).split())
        paragraphs = [N_("Hi!"), *chosen.paragraphs, ENDING, AUTOMATIC]
        said = [_(each, **_filled(each, told)) for each in paragraphs if _can_say(each, told)]
        return Letter(subject, "\n\n".join(said) + "\n")


def preview(kind: str, language: str) -> Letter:
    """A message of a made-up session."""
    with i18n.speaking(language):
        facts = {
            name: _(value) if name in ("title", "place", "old_place") else value for name, value in EXAMPLE.items()
        }
    return letter(kind, language, facts, "https://verkstad.example")


def _told(facts: Mapping[str, str], url: str) -> dict[str, str]:
    """The facts with what is made of them: days and times on the lab's wall, and the link."""
    zone = facts.get("zone") or "UTC"
    told = dict(facts) | {"sender": facts.get("sender") or "Verkstad"}
    for before, (start, end) in SPANS.items():
        if facts.get(start):
            moment = _local(facts[start], zone)
            told[f"{before}day"] = format_date(moment.date(), "EEEE d MMMM y", locale=i18n.language())
            told[f"{before}time"] = "–".join(
                f"{_local(facts[each], zone):%H:%M}" for each in (start, end) if facts.get(each)
            )
    if facts.get("until_at"):
        told["until"] = format_datetime(_local(facts["until_at"], zone), "EEEE d MMMM HH:mm", locale=i18n.language())
    told["link"] = f"{url.rstrip('/')}{facts['path']}" if facts.get("path") else ""
    return told


def _local(text: str, zone: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(ZoneInfo(zone))


def _fields(text: str) -> set[str]:
    return {field for _text, field, _spec, _conversion in string.Formatter().parse(text) if field}


def _filled(text: str, told: Mapping[str, str]) -> dict[str, str]:
    return {name: told.get(name, "") for name in _fields(text)}


def _can_say(text: str, told: Mapping[str, str]) -> bool:
    return all(told.get(name) for name in _fields(text))
