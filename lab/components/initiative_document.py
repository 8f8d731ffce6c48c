"""The register of initiatives as blocks in the reader's words: numbers, map, tables, and where nothing is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup

from lab.areas import BOUNDARY_SOURCE, group_name
from lab.components import area_map
from lab.components.document import Block, Headline, Note, Picture, Said, Stat, Stats, Table, Terms
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.initiatives import sentences
from lab.initiatives.coverage import Coverage, Place, Share, Wanted
from lab.initiatives.terms import NAMES, Draft, Initiative
from lab.participation import numbers
from lab.participation import sentences as reports

BREAKS = (2, 3, 5, 10)
"""Initiatives at which the next class of the map begins: the same whatever is asked for."""

MOST_NAMED = 4
_LINK = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
_LIST = Markup('<ul class="initiatives">{}</ul>')
_COUNTY = Markup("<li><strong>{}</strong><span>{}</span>{}</li>")
_SAID = Markup('<p class="said">{}</p>')
_ITEM = Markup("<li><strong>{}</strong><span>{}</span></li>")
METHOD = (
    (
        N_("What is counted"),
        N_(
            "Initiatives that somebody has written down or read in here. Where nothing stands, nothing may be done, or "
            "nobody may have told of it."
        ),
    ),
    (
        N_("For children and youths"),
        N_("Initiatives whose target group is children and youths. Those for everyone are not among them."),
    ),
    (
        N_("Two shares"),
        N_(
            "The share of municipalities counts a large one and a small one alike. The share of youths counts each "
            "youth aged {ages} where they live, and is the one to judge equity by."
        ),
    ),
    (
        N_("No protection is needed"),
        N_("These are public facts about municipalities. Nobody's data is in them, so no number is moved or hidden."),
    ),
)


def overview(found: Coverage, wanted: Wanted, where: str) -> list[Block]:
    """Three numbers, the map and its twins."""
    said = sentences.headline(found, wanted, where)
    blocks: list[Block] = [_stats(found), Headline(said), Said(sentences.youths(found, wanted))]
    return [*blocks, Note(sentences.asked_for(wanted)), _map(found, wanted), Note(sentences.national())]


def municipalities(found: Coverage, wanted: Wanted) -> Block:
    """Those that have any, in numbers: the others are named where nothing is."""
    some = [place for place in found.places if found.counts.get(place.code)]
    if not some:
        return Note(_("No municipality has any of these."))
    caption = _("Municipalities with initiatives, in numbers")
    counted = [(place, numbers.whole(found.counts[place.code])) for place in some]
    if wanted.county:
        return Table(caption, (_("Municipality"), _("Initiatives")), [(one.name, count) for one, count in counted], {1})
    columns = (_("Municipality"), _("Initiatives"), _("County"))
    return Table(caption, columns, [(one.name, count, one.county_name) for one, count in counted], {1})


def shares(found: Coverage, population: str, groups: str) -> list[Block]:
    """By county and by group, with the youths who live where nothing is, and whose these figures and groups are."""
    blocks: list[Block] = [_shares(_("Counties in numbers"), _("County"), found.counties)]
    if found.groups:
        named = [(group_name(share.name), share) for share in found.groups]
        blocks.append(_share_table(_("Groups of municipalities in numbers"), _("Group"), named))
    said = sentences.counties(found)
    whose = f"{groups} {population}" if found.groups else population
    return [*([Said(said)] if said else []), *blocks, Note(whose)]


def nothing(found: Coverage) -> Markup:
    """The municipalities that have none, by county, and how many youths live there."""
    if not found.nothing:
        return _SAID.format(_("Every municipality that is shown has at least one."))
    shares = {share.name: share for share in found.counties}
    counties = groupby(found.nothing, lambda place: place.county_name)
    return _LIST.format(Markup("").join(_county(shares[name], places) for name, places in counties))


def own(municipality: str, initiatives: Sequence[Initiative]) -> Markup:
    """What one municipality does: a name and its facts for each, which fits a phone as well."""
    if not initiatives:
        return _SAID.format(_("Nothing stands in the register for {municipality}.", municipality=municipality))
    return _LIST.format(Markup("").join(_item(one.draft) for one in initiatives))


def method() -> Terms:
    """How the numbers were made."""
    rows = [(_(title), _(text, ages=reports.span_of_ages())) for title, text in METHOD]
    return Terms((*rows, (_("Sources"), f"{_(BOUNDARY_SOURCE)} {_(sentences.NATIONAL_SOURCE)}")))


def class_of(count: int) -> str:
    """Which of the map's classes so many initiatives make."""
    return f"c{sum(count >= each for each in BREAKS)}" if count else area_map.NONE


def words_of(kind: str) -> str:
    """A class of the map in the reader's words."""
    if kind == area_map.NONE:
        return _("none")
    if kind == area_map.OUTSIDE:
        return _("another county")
    place = int(kind[1])
    first = (1, *BREAKS)[place]
    if place == len(BREAKS):
        return _("{number} or more", number=first)
    last = BREAKS[place] - 1
    return str(first) if last == first else f"{first}–{last}"


def _stats(found: Coverage) -> Stats:
    whole, children = found.whole, found.children
    return Stats(
        (
            Stat(_("Municipalities with at least one"), _of(whole), _("{share} of them", share=_percent(whole.share))),
            Stat(
                _("Municipalities with one for children"),
                _of(children),
                _("{share} of youths live there", share=_percent(children.youth_share)),
            ),
            Stat(_("Initiatives"), numbers.whole(found.initiatives), _("of those that are counted here")),
        )
    )


def _of(share: Share) -> str:
    return _("{part} of {all}", part=numbers.whole(share.reached), all=numbers.whole(share.municipalities))


def _percent(share: float) -> str:
    return numbers.percent(share)


def _map(found: Coverage, wanted: Wanted) -> Picture:
    kinds = {place.code: class_of(found.counts.get(place.code, 0)) for place in found.places}
    view = set(kinds) if wanted.county else None
    present = (
        [kinds.get(shape.code, area_map.OUTSIDE) for shape in area_map.shapes()] if wanted.county else kinds.values()
    )
    return Picture(
        _("AI initiatives in each municipality"),
        area_map.drawn(kinds, "", view),
        _in_words(found, kinds.values()),
        "area-map",
        area_map.legend(present, words_of),
    )


def _in_words(found: Coverage, kinds: Iterable[str]) -> str:
    """The map for those who do not see it: how many municipalities are in each class, and which have most."""
    counted = Counter(kinds)
    told = [f"{words_of(kind)}: {numbers.whole(count)}" for kind, count in sorted(counted.items())]
    classes = _("Municipalities by number of initiatives: {classes}.", classes="; ".join(told))
    names = {place.code: place.name for place in found.places}
    most = sorted(found.counts, key=lambda code: (-found.counts[code], names[code]))[:MOST_NAMED]
    if not most:
        return classes
    named = numbers.listed([f"{names[code]} ({found.counts[code]})" for code in most])
    return f"{classes} " + _("Most are in {names}.", names=named)


def _shares(caption: str, first: str, found: Sequence[Share]) -> Table:
    return _share_table(caption, first, [(share.name, share) for share in found])


def _share_table(caption: str, first: str, found: Sequence[tuple[str, Share]]) -> Table:
    columns = (
        first,
        _("Municipalities with at least one"),
        _("Share of municipalities"),
        _("Share of youths"),
        _("Youths where there is none"),
    )
    rows = [
        (
            name,
            _of(share),
            numbers.percent(share.share),
            numbers.percent(share.youth_share),
            numbers.whole(share.youths_left),
        )
        for name, share in found
    ]
    return Table(caption, columns, rows, {1, 2, 3, 4})


def _county(share: Share, places: Iterable[Place]) -> Markup:
    left = _(
        "{part} of {all}, where {youths} youths live",
        part=numbers.whole(share.municipalities - share.reached),
        all=reports.municipalities(share.municipalities),
        youths=numbers.whole(share.youths_left),
    )
    names = ", ".join(place.name for place in places)
    return _COUNTY.format(share.name, left, names)


def _item(draft: Draft) -> Markup:
    terms = [_(NAMES[term]) for term in (draft.field, draft.target, draft.state, draft.evidence)]
    if draft.ages:
        terms.insert(2, _("Ages {youngest}–{oldest}", youngest=draft.ages[0], oldest=draft.ages[1]))
    name = _LINK.format(draft.link, draft.name) if draft.link else draft.name
    return _ITEM.format(name, " · ".join(terms))
