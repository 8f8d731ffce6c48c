"""The files that the register of initiatives can be taken along as."""

from dataclasses import asdict
from urllib.parse import urlencode

from markupsafe import Markup

from lab.components import file_list
from lab.components.file_list import CSV, JSON, XLSX
from lab.initiatives.coverage import Wanted


def links(wanted: Wanted) -> Markup:
    """A link for each format, to what is counted on the page."""
    asked = urlencode({name: code for name, code in asdict(wanted).items() if code})
    return file_list.links((XLSX, CSV, JSON), "/initiatives/register.{kind}" + (f"?{asked}" if asked else ""))
