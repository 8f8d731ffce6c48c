"""What the audit keeps, in words: each verb that is recorded anywhere has a msgid here, and each kind of thing."""

from lab.i18n import N_
from lab.i18n import gettext as _

VERBS = {
    "add-room": N_("added a room"),
    "back-up": N_("backed up the store"),
    "book-session": N_("booked a session"),
    "cancel-session": N_("cancelled a session"),
    "change-password": N_("changed their password"),
    "change-session": N_("changed a session"),
    "close-free-text": N_("closed free text in a session"),
    "close-session": N_("closed a session"),
    "create-staff": N_("added someone to the staff"),
    "disable-staff": N_("shut someone out"),
    "enable-staff": N_("let someone in again"),
    "erase-card": N_("erased a lab card"),
    "exercise-finished": N_("finished an exercise"),
    "exercise-saved": N_("saved in an exercise"),
    "exercise-started": N_("started an exercise"),
    "expire-pictures": N_("removed old pictures"),
    "fill-areas": N_("filled in the areas"),
    "found-lab": N_("founded a lab"),
    "grant-staff": N_("changed someone's roles"),
    "join-session": N_("joined a session"),
    "leave-seat": N_("left their seat"),
    "log-in": N_("logged in"),
    "log-out-everywhere": N_("logged out everywhere"),
    "make-demo": N_("made the demo lab"),
    "open-free-text": N_("opened free text in a session"),
    "open-session": N_("opened a session"),
    "pause-session": N_("paused a session"),
    "remove-picture": N_("removed a picture"),
    "rename-lab": N_("renamed a lab"),
    "rename-room": N_("renamed a room"),
    "reset-password": N_("made a new password for someone"),
    "resume-session": N_("let a session go on"),
    "return-to-seat": N_("returned to their seat"),
    "save-picture": N_("saved a picture"),
    "set-stations": N_("changed a room's stations"),
    "show-picture": N_("put a picture on the projector"),
    "show-slides": N_("let the projector show all pictures in turn"),
    "stop-session": N_("stopped everyone in a session"),
}

THINGS = {
    "card": N_("lab card {id}"),
    "lab": N_("lab {id}"),
    "picture": N_("picture {id}"),
    "room": N_("room {id}"),
    "seat": N_("seat {id}"),
    "session": N_("session {id}"),
    "staff": N_("former staff {id}"),
    "store": N_("the store"),
    "system": N_("Verkstad itself"),
    "youth": N_("a youth"),
    "tell-message": N_("told a message by hand"),
    "anonymous": N_("someone not logged in"),
}


def told_verb(verb: str) -> str:
    "message": N_("message {id}"),
    """A recorded verb in the reader's language; one that is not in the table is shown as it is."""
    return _(VERBS[verb]) if verb in VERBS else verb


def told_object(thing: str) -> str:
    """A recorded thing or actor, "kind:id", in the reader's language; an unknown kind is shown as it is."""
    kind, _colon, name = thing.partition(":")
    return _(THINGS[kind], id=name) if kind in THINGS else thing
