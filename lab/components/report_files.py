"""The list of files that a report can be taken along as."""

from markupsafe import Markup

from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation.cells import COUNTRY
from lab.participation.periods import Period
from lab.participation.views import PLAIN, View

TO_READ = (
    ("pdf", "PDF", N_("to print and to keep")),
    ("html", "HTML", N_("to read in a browser, also without a network")),
)
TO_COUNT = (
    ("xlsx", "XLSX", N_("for Excel and other spreadsheets")),
    ("csv", "CSV", N_("for every spreadsheet")),
    ("json", "JSON", N_("for programs")),
    ("parquet", "Parquet", N_("for analysis, and for adding up many labs")),
)
TO_LIST = (("dcat", "DCAT-AP-SE", N_("for a portal of open data")),)
_LIST = Markup('<ul class="files">{}</ul>')
_FILE = Markup('<li><a href="/report/{period}/{area}.{kind}{view}" target="_self">{name}</a> <span>{use}</span></li>')


def links(area: str, period: Period, view: View = PLAIN) -> Markup:
    """A link for each format of a view; the whole release ("00") has what describes its files too."""
    kinds = (*TO_READ, *TO_COUNT, *(TO_LIST if area == COUNTRY else ()))
    where = {"period": period.name, "area": area, "view": view.query}
    rows = [_FILE.format(**where, kind=kind, name=name, use=_(use)) for kind, name, use in kinds]
    return _LIST.format(Markup("").join(rows))
