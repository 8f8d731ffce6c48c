"""Why a table is refused: by the row and the reason, or by what is wrong with all of it."""

from lab.errors import LabError
from lab.i18n import N_

SHOWN = 40
"""So much of a cell is repeated in a refusal."""


def shown(text: str) -> str:
    """A cell as it can be repeated to someone: not too long, and nothing that a terminal would obey."""
    return "".join(sign if sign.isprintable() else "?" for sign in text[:SHOWN])


class TableUnreadable(LabError):
    message = N_("The file {file} cannot be read.")
    hint = N_("Check its name, and that you may read it.")


class TableEmpty(LabError):
    message = N_("The table is empty.")
    hint = N_("It needs the columns area, participants and population, and a row for each area.")


class NotATable(LabError):
    message = N_("This is not a table in CSV.")
    hint = N_("Save the sheet as CSV, with the names of the columns in its first row.")


class TableTooLong(LabError):
    message = N_("The table is too large: at most {most} rows are read.")
    hint = N_("Split it, or put small areas together.")


class ColumnMissing(LabError):
    message = N_("The table has no column {column}.")
    hint = N_("Its columns are: {found}. It needs area, participants and population.")


class ColumnTwice(LabError):
    message = N_("The table has two columns called {column}.")
    hint = N_("Keep one of them, or call the other something else.")


class NoRows(LabError):
    message = N_("The table has names of columns but no rows.")
    hint = N_("Give it a row for each area.")


class RowRefused(LabError):
    """A row that cannot be as it is; children say why."""

    hint = N_("Correct the row and try again. The row with the names of the columns is row 1.")


class CellsWrong(RowRefused):
    message = N_("Row {row} has {cells} cells, but the table has {columns} columns.")


class CellEmpty(RowRefused):
    message = N_("Row {row} ({area}): {column} is empty.")


class NotANumber(RowRefused):
    message = N_("Row {row} ({area}): {column} is “{text}”, which is not a number.")


class NumberUnclear(RowRefused):
    message = N_("Row {row} ({area}): {column} is “{text}”, which may be thousands or decimals.")
    hint = N_("Write thousands with a space or with nothing between, as in 12 500, and no decimals.")


class NotWhole(RowRefused):
    message = N_("Row {row} ({area}): {column} is {text}, but people and visits are whole.")


class BelowZero(RowRefused):
    message = N_("Row {row} ({area}): {column} is {text}, and cannot be below zero.")


class TooLarge(RowRefused):
    message = N_("Row {row} ({area}): {column} is {text}, which is more than there are people.")


class NobodyLives(RowRefused):
    message = N_("Row {row} ({area}): the population is zero.")


class MoreThanLive(RowRefused):
    message = N_("Row {row} ({area}): the population, {population}, is smaller than the participants, {participants}.")


class FewerEvents(RowRefused):
    message = N_(
        "Row {row} ({area}): {column} is {events}, fewer than one for each of the {participants} participants."
    )


class RowOfTotals(RowRefused):
    message = N_("Row {row} ({area}): “{text}” is a total of other rows, and would be counted once more.")
    hint = N_("Take the totals out: they are added up here.")


class AreaTwice(RowRefused):
    message = N_("Row {row}: {area} is in row {first} already.")
    hint = N_("Give each area one row, or tell its rows apart with the columns age and sex, or with weight.")


class RowDiffers(RowRefused):
    message = N_("Row {row} ({area}): {column} is {text}, but {before} in row {first}.")
