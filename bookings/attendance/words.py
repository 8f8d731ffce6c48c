"""Rules, age groups and failures as the reader says them."""

from bookings.attendance.profile import Profile
from bookings.attendance.rules import Failure, Rule
from bookings.attendance.sums import FEMALE, MALE, OLDER, OTHER, REST, UNKNOWN
from lab.i18n import N_, ngettext
from lab.i18n import gettext as _

RULES = {
    Rule.TOO_SHORT: N_("Shortest session"),
    Rule.TOO_FEW: N_("Fewest participants"),
    Rule.NO_LEADER: N_("A leader who counts"),
    Rule.LEADER_TOO_YOUNG: N_("Youngest leader"),
    Rule.LEADER_AGE_UNKNOWN: N_("Leader's age"),
    Rule.LEADER_ELSEWHERE: N_("One group at a time"),
    Rule.TOO_MANY: N_("Most participants for each leader"),
    Rule.OTHER_AGE: N_("Ages that count"),
    Rule.LIVES_ELSEWHERE: N_("Residents only"),
    Rule.SAME_DAY: N_("Once a day"),
}
GENDERS = {FEMALE: N_("Girls and women"), MALE: N_("Boys and men"), REST: N_("Other or not said")}


def age_group(key: str, profile: Profile) -> str:
    """A group of `sums.leader_groups`, such as "7–12"."""
    if key == OLDER:
        return _("{age} or older", age=profile.bands[-1][1] + 1)
    if key == OTHER:
        return _("Other ages")
    return _("Age not said") if key == UNKNOWN else key.replace("-", "–")


def reason(failure: Failure) -> str:
    """Why a rule was not met, in a sentence."""
    leader = _leader_reason(failure)
    if leader:
        return leader
    match failure.rule:
        case Rule.TOO_SHORT:
            text = _(
                "It lasted {number} minutes, and must last at least {limit}.",
                number=failure.number,
                limit=failure.limit,
            )
        case Rule.TOO_FEW:
            text = ngettext(
                "{count} participant counts; there must be at least {limit}.",
                "{count} participants count; there must be at least {limit}.",
                failure.number,
                limit=failure.limit,
            )
        case _other:
            text = _left_out(failure)
    return text


def _leader_reason(failure: Failure) -> str:
    match failure.rule:
        case Rule.NO_LEADER:
            text = _("No leader counts.")
        case Rule.LEADER_TOO_YOUNG:
            text = _(
                "{who} turned {number} that year, and a leader must be at least {limit}.",
                who=failure.who,
                number=failure.number,
                limit=failure.limit,
            )
        case Rule.LEADER_AGE_UNKNOWN:
            text = _(
                "{who} has not said a year of birth, and a leader must be at least {limit}.",
                who=failure.who,
                limit=failure.limit,
            )
        case Rule.LEADER_ELSEWHERE:
            text = _("{who} leads another session at the same time.", who=failure.who)
        case _other:
            text = ""
    return text


def _left_out(failure: Failure) -> str:
    """Some who came and are not counted."""
    count = failure.number
    match failure.rule:
        case Rule.TOO_MANY:
            text = ngettext(
                "{count} who came last does not count: at most {limit} for each leader.",
                "{count} who came last do not count: at most {limit} for each leader.",
                count,
                limit=failure.limit,
            )
        case Rule.OTHER_AGE:
            text = ngettext(
                "{count} is of an age that does not count.", "{count} are of ages that do not count.", count
            )
        case Rule.LIVES_ELSEWHERE:
            text = ngettext("{count} lives in another municipality.", "{count} live in other municipalities.", count)
        case _same_day:
            text = ngettext(
                "{count} counts in another session the same day.",
                "{count} count in another session the same day.",
                count,
            )
    return text
