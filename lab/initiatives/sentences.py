"""What the register says in words, made by rule from the very numbers that its tables show."""

from collections.abc import Sequence

from lab.i18n import N_, ngettext
from lab.i18n import gettext as _
from lab.initiatives.coverage import NOW, Coverage, Share, Wanted
from lab.initiatives.files import NAMES_BY_CODE
from lab.initiatives.terms import Target
from lab.participation import numbers
from lab.participation.sentences import municipalities, span_of_ages

NATIONAL_INITIATIVES, NATIONAL_REACHED, NATIONAL_ALL = 1_008, 263, 290
NATIONAL_SOURCE = N_("Source: AI Sweden's mapping of AI in Sweden's municipalities.")
"""The benchmark that reports of the trade quote; nothing of it is reckoned with."""

MOST_NAMED = 3


def headline(found: Coverage, wanted: Wanted, where: str) -> str:
    """The register in one sentence."""
    if not found.initiatives:
        return _("In {where}, no municipality has an initiative of this kind in the register.", where=where)
    facts = {
        "where": where,
        "reached": numbers.whole(found.whole.reached),
        "all": municipalities(found.whole.municipalities),
        "share": numbers.percent(found.whole.share),
    }
    if wanted.target == Target.CHILDREN:
        return _(
            "In {where}, {reached} of {all} ({share}) have at least one AI initiative for children and youths.", **facts
        )
    return _(
        "In {where}, {reached} of {all} ({share}) have at least one AI initiative of this kind, "
        "and {children} have one for children and youths.",
        children=numbers.whole(found.children.reached),
        **facts,
    )


def youths(found: Coverage, wanted: Wanted) -> str:
    """How many live where nothing is: at all, and for them."""
    facts = {"ages": span_of_ages()}
    if wanted.target == Target.CHILDREN and found.children.youths_left:
        return _(
            "{count} youths aged {ages} ({share}) live where there is none for children and youths.",
            **_left(found.children),
            **facts,
        )
    if not found.whole.youths_left:
        said = _("Every youth aged {ages} lives in a municipality that has one.", **facts)
    else:
        said = _("{count} youths aged {ages} ({share}) live where there is none.", **_left(found.whole), **facts)
    if found.children.youths_left == found.whole.youths_left:
        return said
    return f"{said} " + _(
        "{count} ({share}) live where there is none for children and youths.", **_left(found.children)
    )


def counties(found: Coverage) -> str:
    """Which counties have something everywhere, and which nowhere; empty where only one is shown."""
    if len(found.counties) < 2:
        return ""
    every = [share for share in found.counties if share.reached == share.municipalities]
    none = [share for share in found.counties if not share.reached]
    said = []
    if every:
        said.append(_("In {names} every municipality has one.", names=_named(every)))
    if none:
        said.append(_("In {names} no municipality has one.", names=_named(none)))
    return " ".join(said) or _("No county has it everywhere, and none nowhere.")


def in_register(municipality: str, count: int) -> str:
    """How many one municipality has: what its report says of the register."""
    return ngettext(
        "{municipality} has {count} AI initiative in the register.",
        "{municipality} has {count} AI initiatives in the register.",
        count,
        municipality=municipality,
    )


def national() -> str:
    """What a mapping of the whole country has found, to read our numbers beside."""
    found = _(
        "A national mapping found {initiatives} initiatives in {reached} of {all} ({share}).",
        initiatives=numbers.whole(NATIONAL_INITIATIVES),
        reached=numbers.whole(NATIONAL_REACHED),
        all=municipalities(NATIONAL_ALL),
        share=numbers.percent(NATIONAL_REACHED / NATIONAL_ALL),
    )
    caution = _("It counts in its own way, so a difference from this register may be one of counting.")
    return f"{found} {caution} {_(NATIONAL_SOURCE)}"


def asked_for(wanted: Wanted) -> str:
    """What is counted, in words: the choices that were made."""
    chosen = [_(NAMES_BY_CODE[code]) for code in (wanted.field, wanted.target) if code]
    chosen.append(state(wanted.state))
    return _("Counted: {what}.", what=", ".join(chosen))


def state(code: str) -> str:
    """A choice of state: one of them, those that are under way, or all."""
    if code == NOW:
        return _("Under way (trial, running or spread)")
    return _(NAMES_BY_CODE[code]) if code else _("Ideas, under way and ended")


def _left(share: Share) -> dict[str, str]:
    return {"count": numbers.whole(share.youths_left), "share": numbers.percent(1 - share.youth_share)}


def _named(shares: Sequence[Share]) -> str:
    """Counties by name where they are few, else how many they are."""
    if len(shares) <= MOST_NAMED:
        return numbers.listed([share.name for share in shares])
    return ngettext("{count} county", "{count} counties", len(shares))
