"""What can be wrong with a request for seats, and with answering one."""

from bookings.rules import SessionFull
from lab.errors import LabError, NotValid
from lab.i18n import N_


class WishesMissing(NotValid):
    message = N_("No session has been chosen.")
    hint = N_("Choose at least one.")


class WishTwice(NotValid):
    message = N_("The same session is chosen twice.")
    hint = N_("Choose another, or leave the last choices empty.")


class WishesDiffer(NotValid):
    message = N_("These sessions cannot be asked for together.")
    hint = N_("Choose sessions that stand under the same heading.")


class RequestsClosed(LabError):
    message = N_("This session takes no requests now.")
    hint = N_("Choose another session.")
    status = 409


class ContactNotValid(NotValid):
    message = N_("That does not look like an e-mail address.")
    hint = N_("Write it like name@example.se. We use it for this request only.")


class SizesMissing(NotValid):
    message = N_("Nobody is counted yet.")
    hint = N_("Write how many you are, by age.")


class SizesNotValid(NotValid):
    message = N_("“{text}” is not a number of people.")
    hint = N_("Write a whole number from 0 to {most}, with digits.")


class PartyTooLarge(NotValid):
    message = N_("You are {size}, and no session that you chose has so many seats.")
    hint = N_("Choose a larger session, or say that you may be split.")


class AgesOutside(NotValid):
    message = N_("“{title}” is for ages {youngest}–{oldest}.")
    hint = N_("Choose another session, or count only those of that age.")


class AlreadyAsked(LabError):
    message = N_("You have already asked for a session at that time.")
    hint = N_("Open your receipt to change what you asked for.")
    status = 409


class OfferOver(LabError):
    message = N_("The offer has ended, and the place has gone on to the next in line.")
    hint = N_("You can ask again.")
    status = 409


class HasPlace(LabError):
    message = N_("You have a place already.")
    hint = N_("Leave it first if you want another session.")
    status = 409


class ReasonMissing(NotValid):
    message = N_("A reason is missing.")
    hint = N_("Write why, in a few words: it is kept in the log.")


class SeatsPromised(SessionFull):
    message = N_("The seats that are left are promised to those who signed up.")
    hint = N_("Those that nobody has claimed are free {minutes} minutes after the start. Talk to your leader.")
