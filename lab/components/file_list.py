"""The list of files that a page's numbers can be taken along as."""

from collections.abc import Iterable

from markupsafe import Markup

from lab.i18n import N_
from lab.i18n import gettext as _

TO_READ = (
    ("pdf", "PDF", N_("to print and to keep")),
    ("html", "HTML", N_("to read in a browser, also without a network")),
)
XLSX = ("xlsx", "XLSX", N_("for Excel and other spreadsheets"))
CSV = ("csv", "CSV", N_("for every spreadsheet"))
JSON = ("json", "JSON", N_("for programs"))
Kind = tuple[str, str, str]
"""A format's name in an address and on a page, and what it is for."""

_LIST = Markup('<ul class="files">{}</ul>')
_FILE = Markup('<li><a href="{address}" target="_self">{name}</a> <span>{use}</span></li>')


def links(kinds: Iterable[Kind], address: str) -> Markup:
    """A link for each format, to `address` with the format's name in place of {kind}."""
    rows = [_FILE.format(address=address.format(kind=kind), name=name, use=_(use)) for kind, name, use in kinds]
    return _LIST.format(Markup("").join(rows))
