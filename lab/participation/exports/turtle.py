"""A DCAT-AP-SE 3 description of a release, as Turtle: what an open data portal reads to list it."""

from collections.abc import Callable
from datetime import date

from lab.areas import told_source
from lab.i18n import LANGUAGES, N_, gettext, speaking
from lab.participation.periods import Period
from lab.participation.releases import Release

LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"
THEMES = (
    "http://publications.europa.eu/resource/authority/data-theme/SOCI",
    "http://publications.europa.eu/resource/authority/data-theme/EDUC",
)
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
FORMATS = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json"), "parquet": ("PARQUET", "")}
TITLE = N_("Youths reached by AI makerspaces, {period}")
DESCRIPTION = N_(
    "Unique youths by home municipality, county and country, with gender, age group, weekday and lab. Every count is "
    "moved by at most 2 and not shown under 5."
)

PREFIXES = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""


def as_turtle(release: Release, base: str, publisher: str) -> bytes:
    """The catalogue entry: `base` is the address under which the files lie, `publisher` who answers for them."""
    period = Period.named(release.period)
    about = f"{base.rstrip('/')}/{release.period}"
    themes = ", ".join(f"<{theme}>" for theme in THEMES)
    dataset = f"""<{about}> a dcat:Dataset ;
    dcterms:title {_both(TITLE, period)} ;
    dcterms:description {_both(DESCRIPTION, period)} ;
    dcterms:identifier {_text(release.hash)} ;
    dcterms:publisher <{base.rstrip("/")}/publisher> ;
    dcat:contactPoint <{base.rstrip("/")}/contact> ;
    dcterms:issued "{release.made_at.date().isoformat()}"^^xsd:date ;
    dcterms:temporal [ a dcterms:PeriodOfTime ;
        dcat:startDate "{period.first_date().isoformat()}"^^xsd:date ;
        dcat:endDate "{period.last_date().isoformat()}"^^xsd:date ] ;
    dcterms:spatial <http://publications.europa.eu/resource/authority/country/SWE> ;
    dcterms:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/ANNUAL_2> ;
    dcterms:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;
    dcterms:language <http://publications.europa.eu/resource/authority/language/SWE> ;
    dcterms:provenance [ a dcterms:ProvenanceStatement ; dcterms:description {_source(release.population_date)} ] ;
    dcat:theme {themes} ;
    dcat:distribution {", ".join(f"<{about}.{name}>" for name in FORMATS)} .

"""
    files = "\n".join(_distribution(about, name, *FORMATS[name]) for name in FORMATS)
    people = f"""
<{base.rstrip("/")}/publisher> a foaf:Agent ;
    foaf:name {_text(publisher)} .

<{base.rstrip("/")}/contact> a vcard:Organization ;
    vcard:fn {_text(publisher)} .
"""
    return (PREFIXES + dataset + files + people).encode()


def _distribution(about: str, name: str, kind: str, media: str) -> str:
    typed = f"\n    dcat:mediaType <https://www.iana.org/assignments/media-types/{media}> ;" if media else ""
    return f"""<{about}.{name}> a dcat:Distribution ;
    dcat:accessURL <{about}.{name}> ;
    dcat:downloadURL <{about}.{name}> ;{typed}
    dcterms:format <{FILE_TYPE}{kind}> ;
    dcterms:license <{LICENCE}> .
"""


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
