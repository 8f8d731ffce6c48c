"""Why somebody got a seat or waits, in one or two plain sentences to the one who asked."""

from bookings.draw_terms import Drawn, Filled, Outcome, Reason, Result
from lab.i18n import N_, ngettext
from lab.i18n import gettext as _

OUTCOMES = {Result.SEAT: N_("seat"), Result.WAITING: N_("waiting")}

WHY = {
    Reason.IN_TURN: N_("There was room when your turn came."),
    Reason.HELD_SEAT: N_("You got a seat that was held for your area."),
    Reason.FULL: N_("Every seat had gone when your turn came."),
    Reason.HELD_FOR_OTHERS: N_("The seats that were left when your turn came were held for other areas."),
    Reason.TOO_FEW_TOGETHER: N_("You need {seats} seats together, and fewer were left when your turn came."),
    Reason.TOO_LARGE: N_("You need {seats} seats together, and no session that you wished for has so many."),
    Reason.NO_WISH: N_("You wished for no session."),
    Reason.NO_COMMON_WISH: N_("You want to sit together, but no session is wished for by all of you."),
}


def told(outcome: Outcome, drawn: Drawn) -> str:
    """The whole answer, in the reader's language."""
    parts = [_("You were number {number}.", number=outcome.number), _(WHY[outcome.reason], seats=outcome.seats)]
    if outcome.session:
        parts += _of_held(drawn.sessions[outcome.session])
    if outcome.passed_by:
        behind = outcome.passed_by
        parts.append(ngettext("{count} behind you got a seat there.", "{count} behind you got seats there.", behind))
    if outcome.outcome is Result.WAITING and outcome.session:
        parts += _places(outcome)
    return " ".join(parts)


def _of_held(filled: Filled) -> list[str]:
    """How many seats were held, for whom, and how many came back."""
    parts = []
    for area, held in sorted(filled.held.items()):
        parts.append(
            ngettext("{count} seat was held for {area};", "{count} seats were held for {area};", held, area=area)
        )
        back = filled.returned.get(area, 0)
        parts.append(ngettext("{count} came back.", "{count} came back.", back) if back else _("none came back."))
    return parts


def _places(outcome: Outcome) -> list[str]:
    return [
        _("In the waiting list of {session} you are number {place}.", session=session, place=place)
        for session, place in outcome.places.items()
    ]
