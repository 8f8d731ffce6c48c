"""The list of files that the register of initiatives can be taken along as."""

from dataclasses import asdict
from urllib.parse import urlencode

from markupsafe import Markup

from lab.i18n import N_
from lab.i18n import gettext as _
from lab.initiatives.coverage import Wanted

KINDS = (
    ("xlsx", "XLSX", N_("for Excel and other spreadsheets")),
    ("csv", "CSV", N_("for every spreadsheet")),
    ("json", "JSON", N_("for programs")),
)
_LIST = Markup('<ul class="files">{}</ul>')
_FILE = Markup('<li><a href="/initiatives/register.{kind}{asked}" target="_self">{name}</a> <span>{use}</span></li>')


def links(wanted: Wanted) -> Markup:
    """A link for each format, to what is counted on the page."""
    asked = urlencode({name: code for name, code in asdict(wanted).items() if code})
    rows = [
        _FILE.format(kind=kind, asked=f"?{asked}" if asked else "", name=name, use=_(use)) for kind, name, use in KINDS
    ]
    return _LIST.format(Markup("").join(rows))
