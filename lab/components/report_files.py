"""The files that a report can be taken along as."""

from markupsafe import Markup

from lab.components import file_list
from lab.components.file_list import CSV, JSON, TO_READ, XLSX
from lab.i18n import N_
from lab.participation.cells import COUNTRY
from lab.participation.periods import Period
from lab.participation.views import MUNICIPALITY, PLAIN, View

TABLES = (XLSX, CSV, JSON)
FOR_ANALYSIS = ("parquet", "Parquet", N_("for analysis"))
FOR_COLLECTING = ("parquet", "Parquet", N_("for analysis, and for adding up many labs"))
TO_LIST = ("dcat", "DCAT-AP-SE", N_("for a portal of open data"))


def links(area: str, period: Period, view: View = PLAIN) -> Markup:
    """A link for each format of a view; the whole release ("00") has what describes its files too."""
    parquet = FOR_COLLECTING if view.kind == MUNICIPALITY else FOR_ANALYSIS
    kinds = (*TO_READ, *TABLES, parquet, *([TO_LIST] if area == COUNTRY else []))
    return file_list.links(kinds, f"/report/{period.name}/{area}.{{kind}}{view.query}")
