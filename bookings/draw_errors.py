"""What can be wrong with the files of a draw. Rows are numbered as a spreadsheet shows them: the header is row 1."""

from lab.errors import NotValid
from lab.i18n import N_


class DrawFileUnreadable(NotValid):
    message = N_("{file} cannot be read: {why}.")
    hint = N_("Choose a file with text in UTF-8.")


class ColumnsMissing(NotValid):
    message = N_("{file} lacks the columns {columns}.")
    hint = N_("The first row names the columns: {all}.")


class ColumnTwice(NotValid):
    message = N_("{file} has the column {column} twice.")
    hint = N_("Take one of them away.")


class NoRows(NotValid):
    message = N_("{file} has no entries.")
    hint = N_("Each row below the first is one entry.")


class CellsAstray(NotValid):
    message = N_("Row {row} has {cells} cells, but there are {columns} columns.")
    hint = N_("Look for a comma too many or too few; a cell with a comma in it stands in quotation marks.")


class EntryMissing(NotValid):
    message = N_("Row {row} has no entry.")
    hint = N_("Give each row an entry of its own, such as a number.")


class EntryTwice(NotValid):
    message = N_("Row {row} repeats the entry {entry} of row {first}.")
    hint = N_("Give each row an entry of its own.")


class CardTwice(NotValid):
    message = N_("Row {row} repeats the card {card} of row {first}.")
    hint = N_("Each card asks once in a round, for up to three sessions.")


class NumberNeeded(NotValid):
    message = N_("Row {row}: {column} is “{text}”, which is not a whole number.")
    hint = N_("Write it with digits only.")


class NumberTooLow(NotValid):
    message = N_("Row {row}: {column} is {number}, but must be at least {least}.")
    hint = N_("Correct the number.")


class NumberTooHigh(NotValid):
    message = N_("Row {row}: {column} is {number}, but must be at most {most}.")
    hint = N_("Correct the number.")


class SessionUnknown(NotValid):
    message = N_("Row {row} wishes for the session “{session}”, which the policy does not have.")
    hint = N_("The sessions are: {sessions}.")


class WishTwice(NotValid):
    message = N_("Row {row} wishes for the session “{session}” twice.")
    hint = N_("Leave the later wish empty.")


class PolicyWrong(NotValid):
    message = N_("The policy cannot be read: {why}.")
    hint = N_("It is a TOML file with [sessions], [reserve.SESSION], order and reserve; see docs/draw.md.")


class SessionsMissing(NotValid):
    message = N_("The policy has no sessions.")
    hint = N_("Write each session and its seats under [sessions].")


class PolicyWordUnknown(NotValid):
    message = N_("The policy has the word “{word}”, which means nothing to the draw.")
    hint = N_("It may hold: {words}.")


class ChoiceUnknown(NotValid):
    message = N_("The policy says {word} = {choice}, which is not one of the choices.")
    hint = N_("Choose one of: {names}")


class SeatsWrong(NotValid):
    message = N_("The session “{session}” has {seats} as its seats, which is not a whole number from 0 to {most}.")
    hint = N_("Correct the number.")


class ReserveForUnknown(NotValid):
    message = N_("Seats are held in the session “{session}”, which the policy does not have.")
    hint = N_("The sessions are: {sessions}.")


class ReserveWrong(NotValid):
    message = N_("In the session “{session}” {seats} is held for {area}, which is not a whole number from 0.")
    hint = N_("Correct the number.")


class ReserveTooLarge(NotValid):
    message = N_("In the session “{session}” {held} seats are held, but it has only {seats}.")
    hint = N_("Hold fewer seats.")


class DrawIncomplete(NotValid):
    message = N_("The draw needs entries, a policy and a seed.")
    hint = N_("Write: verkstad draw ENTRIES.csv --policy POLICY.toml --seed S")


class DrawAltered(NotValid):
    message = N_("This is not the draw that was made: {what} is not what the entries, the policy and the seed give.")
    hint = N_("Ask whoever published it, and compare with what was announced before the draw.")
