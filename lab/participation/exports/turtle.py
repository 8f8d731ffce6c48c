"""A DCAT-AP-SE 3 description of a release, as Turtle: what an open data portal reads to list it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lab.areas import told_source
from lab.errors import NotValid
from lab.i18n import LANGUAGES, N_, gettext, speaking
from lab.participation.cells import COUNTRY
from lab.participation.periods import Period
from lab.participation.releases import DEMO, MADE_UP, Release

LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"
THEMES = (
    "http://publications.europa.eu/resource/authority/data-theme/SOCI",
    "http://publications.europa.eu/resource/authority/data-theme/EDUC",
)
ACCESS = "http://publications.europa.eu/resource/authority/access-right/"
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
FORMATS = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json"), "parquet": ("PARQUET", "")}
ADDRESS = re.compile(r"https?://[\w.:/~%-]+", re.ASCII)
"""An address that stands in Turtle as it is."""

TITLE = N_("Youths reached by AI makerspaces, {period}")
DESCRIPTION = N_(
    "Unique youths by home municipality, county and country, with gender, age group, weekday and lab. Every count is "
    "moved by at most 2 and not shown under 5."
)


class AddressWrong(NotValid):
    message = N_("“{address}” is no address where files can lie.")
    hint = N_("Write it as in: https://data.karlstad.se/verkstad")


PREFIXES = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""


@dataclass(frozen=True)
class Shelf:
    """Where the files of a release lie: `files` under an address of its own, open to all or only after a login."""

    address: str
    files: str
    open: bool

    @classmethod
    def of_portal(cls, address: str, period: str) -> "Shelf":
        """The portal's own addresses, for those who may read every area."""
        return cls(f"{address}/report", f"{period}/{COUNTRY}", open=False)

    @classmethod
    def outside(cls, address: str, period: str) -> "Shelf":
        """Where the owner of the lab puts the files for all. Raises AddressWrong."""
        if not ADDRESS.fullmatch(address):
            raise AddressWrong(address=address)
        return cls(address.rstrip("/"), period, open=True)


def as_turtle(release: Release, shelf: Shelf, publisher: str) -> bytes:
    """The catalogue entry of the files on a shelf; `publisher` answers for them."""
    period = Period.named(release.period)
    files = {name: f"{shelf.address}/{shelf.files}.{name}" for name in FORMATS}
    dataset = f"""<{shelf.address}/{release.period}> a dcat:Dataset ;
    dcterms:title {_both(TITLE, period)} ;
    dcterms:description {_described(release)} ;
    dcterms:identifier {_text(release.hash)} ;
    dcterms:publisher <{shelf.address}/publisher> ;
    dcat:contactPoint <{shelf.address}/contact> ;
    dcterms:issued "{release.made_at.date().isoformat()}"^^xsd:date ;
    dcterms:temporal [ a dcterms:PeriodOfTime ;
        dcat:startDate "{period.first_date().isoformat()}"^^xsd:date ;
        dcat:endDate "{period.last_date().isoformat()}"^^xsd:date ] ;
    dcterms:spatial <http://publications.europa.eu/resource/authority/country/SWE> ;
    dcterms:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/ANNUAL_2> ;
    dcterms:accessRights <{ACCESS}{"PUBLIC" if shelf.open else "RESTRICTED"}> ;
    dcterms:language <http://publications.europa.eu/resource/authority/language/SWE> ;
    dcterms:provenance [ a dcterms:ProvenanceStatement ; dcterms:description {_source(release.population_date)} ] ;
    dcat:theme {", ".join(f"<{theme}>" for theme in THEMES)} ;
    dcat:distribution {", ".join(f"<{file}>" for file in files.values())} .

"""
    distributions = "\n".join(_distribution(file, *FORMATS[name]) for name, file in files.items())
    people = f"""
<{shelf.address}/publisher> a foaf:Agent ;
    foaf:name {_text(publisher)} .

<{shelf.address}/contact> a vcard:Organization ;
    vcard:fn {_text(publisher)} .
"""
    return (PREFIXES + dataset + distributions + people).encode()


def _distribution(file: str, kind: str, media: str) -> str:
    typed = f"\n    dcat:mediaType <https://www.iana.org/assignments/media-types/{media}> ;" if media else ""
    return f"""<{file}> a dcat:Distribution ;
    dcat:accessURL <{file}> ;
    dcat:downloadURL <{file}> ;{typed}
    dcterms:format <{FILE_TYPE}{kind}> ;
    dcterms:license <{LICENCE}> .
"""


def _described(release: Release) -> str:
    made_up = release.method.endswith(DEMO)
    return _spoken(lambda: f"{gettext(MADE_UP)} {gettext(DESCRIPTION)}" if made_up else gettext(DESCRIPTION))


def _both(message: str, period: Period) -> str:
    """A text in both languages."""
    return _spoken(lambda: gettext(message, period=period.told()))


def _source(day: date) -> str:
    return _spoken(lambda: told_source(day))


def _spoken(said: Callable[[], str]) -> str:
    found = []
    for code in LANGUAGES:
        with speaking(code):
            found.append(f"{_text(said())}@{code}")
    return ", ".join(found)


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
