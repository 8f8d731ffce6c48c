"""The files that an application can be taken along as; each that is taken is written down in the log."""

from markupsafe import Markup

from bookings.attendance import files
from bookings.attendance.sheets import Sheet
from lab.components import file_list
from lab.components.file_list import JSON, TO_READ, XLSX
from lab.i18n import N_
from lab.participation.exports.files import PARQUET

KINDS = (
    *TO_READ,
    XLSX,
    (files.SUMS, "CSV", N_("the sums, for the form")),
    (files.SESSIONS, "CSV", N_("session by session: what counts of each, and why not all")),
    (files.XML, "XML", N_("Aktivitetskort (DAK), for the association's or the municipality's system")),
    JSON,
    (PARQUET, "Parquet", N_("the sums, for analysis")),
)


def links(sheet: Sheet) -> Markup:
    """A link for each format, to the half-year and the rules that are shown."""
    return file_list.links(KINDS, f"/attendance/{sheet.lab.id}/{sheet.period.name}/{sheet.profile.id}/{{kind}}")
