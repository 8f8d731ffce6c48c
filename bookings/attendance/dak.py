"""The attendance as "Aktivitetskort" XML (DAK 2.2), which associations' systems and municipalities read.

Only what counts is in it. We know no names and no personal numbers, so the registers, which the format does not demand,
are left out; whoever came is a code that is the same throughout one half-year of one lab and leads nowhere else.
"""

import re
from collections.abc import Callable, Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement
from zoneinfo import ZoneInfo

from bookings.attendance.applicants import Association
from bookings.attendance.rules import Judged
from bookings.attendance.sheets import Sheet

NAMESPACE = "http://sverigesforeningssystem.se/importSchema.xsd"
VERSION = "2.2"
KIND, METHOD = "Oevrigt", "Add"
"""A session is neither training, match nor meeting; and each is new to whoever reads it."""
LONGEST, LONGEST_NAME = 150, 50
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Code = Callable[[str], str]
"""What stands for a person, from the person's id."""


def as_xml(sheet: Sheet, association: Association, number: int, code: Code) -> bytes:
    """The whole file; `number` is the card's own."""
    ElementTree.register_namespace("", NAMESPACE)
    root = Element(_tag("Aktivitetskort"))
    town = _below(root, "Kommun", kommunID=sheet.lab.area, version=VERSION)
    known = {"foereningsID": association.number, "foereningsNamn": association.name}
    if association.organisation:
        known["organisationsnummer"] = association.organisation
    card = _below(_below(town, "Foerening", **known), "Naervarokort", NaervarokortNummer=str(number))
    _say(card, "Aktivitet", sheet.lab.name)
    _say(card, "Lokal", sheet.lab.name)
    _say(card, "NamnPaaKort", f"{sheet.period.name} {sheet.lab.name}", LONGEST_NAME)
    sessions = _below(card, "Sammankomster")
    for one in sheet.judged:
        if one.counts:
            _session(sessions, sheet, one, code)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, "utf-8", xml_declaration=True)) + b"\n"


def _session(sessions: Element, sheet: Sheet, one: Judged, code: Code) -> None:
    held, zone = one.held, ZoneInfo(sheet.lab.time_zone)
    below = _below(sessions, "Sammankomst", Datum=held.day.isoformat(), kod=held.id[:LONGEST_NAME])
    _say(below, "StartTid", f"{held.starts_at.astimezone(zone):%H:%M:%S}")
    _say(below, "StoppTid", f"{held.ends_at.astimezone(zone):%H:%M:%S}")
    _say(below, "Aktivitet", held.title or sheet.lab.name)
    _say(below, "Lokal", held.room or sheet.lab.name)
    _say(below, "Typ", KIND)
    _say(below, "Metod", METHOD)
    _present(_below(below, "DeltagarLista"), "Deltagare", (code(visit.card) for visit in one.visits))
    _present(_below(below, "LedarLista"), "Ledare", (code(leader.id) for leader in one.leaders))


def _present(people: Element, tag: str, codes: Iterable[str]) -> None:
    """Everybody who counts was there; nobody is asked about disabilities."""
    for each in sorted(codes):
        person = _below(people, tag, id=each)
        _say(person, "Handikapp", "false")
        _say(person, "Naervarande", "true")


def _below(parent: Element, tag: str, **attributes: str) -> Element:
    return SubElement(parent, _tag(tag), {name: _clean(value) for name, value in attributes.items()})


def _say(parent: Element, tag: str, text: str, longest: int = LONGEST) -> None:
    SubElement(parent, _tag(tag)).text = _clean(text)[:longest]


def _clean(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return NOT_IN_XML.sub("", text)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
