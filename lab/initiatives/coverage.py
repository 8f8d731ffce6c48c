"""Where something is done with AI and where nothing is: counted by municipality, and by the youths who live there.

A municipality is reached when it has at least one initiative of those asked for. The share of municipalities counts a
large one and a small one alike; the share of youths counts each youth, and is the figure of equity. Pure.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from lab.errors import NotValid
from lab.i18n import N_
from lab.initiatives.terms import UNDER_WAY, Draft, Field, Initiative, State, Target

NOW = "now"
"""Asks for the states in which somebody can be reached."""


class ChoiceUnknown(NotValid):
    message = N_("“{code}” is nothing to choose here.")
    hint = N_("Choose one of: {known}")


@dataclass(frozen=True)
class Wanted:
    """What to count: codes, each empty where anything will do. `county` is two digits."""

    field: str = ""
    target: str = ""
    state: str = ""
    county: str = ""

    def takes(self, draft: Draft) -> bool:
        """Whether `draft` is one to count, wherever it is."""
        state = draft.state in UNDER_WAY if self.state == NOW else self.state in ("", draft.state)
        return state and self.field in ("", draft.field) and self.target in ("", draft.target)

    def checked(self) -> "Wanted":
        """Itself. Raises ChoiceUnknown where a code is in no list, since that would quietly find nothing."""
        for code, known in ((self.field, [*Field]), (self.target, [*Target]), (self.state, [NOW, *State])):
            if code and code not in known:
                raise ChoiceUnknown(code=code, known=", ".join(known))
        return self


EVERYTHING = Wanted()


@dataclass(frozen=True)
class Place:
    """A municipality and the youths who live there; `group` is SKR's, empty where no list has been taken in."""

    code: str
    name: str
    county: str
    county_name: str
    youths: int
    group: str = ""


@dataclass(frozen=True)
class Share:
    """How many of some municipalities are reached, and how many of their youths live in those."""

    name: str
    municipalities: int
    reached: int
    youths: int
    youths_reached: int

    @property
    def share(self) -> float:
        """Of the municipalities, 0..1."""
        return self.reached / self.municipalities if self.municipalities else 0.0

    @property
    def youth_share(self) -> float:
        """Of the youths, 0..1."""
        return self.youths_reached / self.youths if self.youths else 0.0

    @property
    def youths_left(self) -> int:
        """Youths who live where nothing is."""
        return self.youths - self.youths_reached


@dataclass(frozen=True)
class Coverage:
    """What is done, in how many municipalities, and for how many of the youths."""

    initiatives: int
    places: tuple[Place, ...]
    counts: Mapping[str, int]
    """Initiatives of each municipality that has any, by code."""
    whole: Share
    children: Share
    """The same for initiatives that have children and youths as their target group."""
    counties: tuple[Share, ...]
    groups: tuple[Share, ...]
    """By SKR's group, under its code; none where no list has been taken in."""

    @property
    def nothing(self) -> tuple[Place, ...]:
        """The municipalities that have none."""
        return tuple(place for place in self.places if not self.counts.get(place.code))


def matching(initiatives: Iterable[Initiative], wanted: Wanted) -> list[Initiative]:
    """Those that are wanted, in their order."""
    return [one for one in initiatives if wanted.takes(one.draft) and one.draft.area.startswith(wanted.county)]


def coverage(initiatives: Iterable[Initiative], places: Sequence[Place], wanted: Wanted = EVERYTHING) -> Coverage:
    """Count the wanted ones of `initiatives` over `places`, which are told in their order."""
    everything = list(initiatives)
    shown = tuple(place for place in places if place.county.startswith(wanted.county))
    found = matching(everything, wanted)
    for_children = matching(everything, Wanted(wanted.field, Target.CHILDREN, wanted.state, wanted.county))
    counts = Counter(one.draft.area for one in found)
    return Coverage(
        initiatives=len(found),
        places=shown,
        counts=dict(counts),
        whole=_share("", shown, counts),
        children=_share("", shown, Counter(one.draft.area for one in for_children)),
        counties=_shares(shown, counts, lambda place: place.county_name),
        groups=tuple(sorted(_shares(shown, counts, lambda place: place.group), key=lambda share: share.name)),
    )


def _shares(places: Iterable[Place], counts: Mapping[str, int], key: Callable[[Place], str]) -> tuple[Share, ...]:
    """One for each group that has a name, in the order in which they are met."""
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(key(place), []).append(place)
    return tuple(_share(name, group, counts) for name, group in groups.items() if name)


def _share(name: str, places: Sequence[Place], counts: Mapping[str, int]) -> Share:
    reached = [place for place in places if counts.get(place.code)]
    youths = sum(place.youths for place in places)
    return Share(name, len(places), len(reached), youths, sum(place.youths for place in reached))
