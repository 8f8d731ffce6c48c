"""From exact counts to the cells of a release: pure, and the only way from one to the other.

Each area has its youths, visits and sessions; girls and boys, age groups, districts, weekdays, labs and strata where
they may be shown.
Counties and the country are counted anew, not added up, and so are no sum of their parts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lab.participation.bounds import Key, Known, Tie, one_holds_all
from lab.participation.disclosure import PROTECTED, Persons, Protection, Published
from lab.participation.tally import Came, Tally

AGES = (6, 19)
"""The youths that a report is about, as the municipal schools of arts count them."""

BANDS = {"6": (6, 6), "7-9": (7, 9), "10-12": (10, 12), "13-15": (13, 15), "16-19": (16, 19)}
OLDER = (20, 25)
"""Counted beside the report, in no total of it."""

SHOWN_GENDERS = ("girl", "boy")
COUNTRY = "00"

YOUTHS, VISITS, SESSIONS, OLDER_YOUTHS = "youths", "visits", "sessions", "older"
GENDER, AGE, WEEKDAY, LAB, SESSIONS_ON = "gender", "age", "weekday", "lab", "sessions-on"
DISTRICT = "district"
STRATUM, STANDARD = "age-gender", "standard"
"""Age and gender together, which rates are standardised by; and the country's residents of each stratum."""

STRATA = {
    f"{gender} {name}": (gender, bands)
    for gender in SHOWN_GENDERS
    for name, bands in {"6-9": ("6", "7-9"), "10-12": ("10-12",), "13-15": ("13-15",), "16-19": ("16-19",)}.items()
}
"""The gender and the age groups of each stratum: four ages, since hardly anywhere five could be shown."""


@dataclass(frozen=True, order=True)
class Cell:
    """One published number of an area; `part` is empty for a total."""

    area: str
    dimension: str
    part: str
    number: int | None
    population: int | None = None

    @property
    def published(self) -> Published:
        return Published(self.number)


Populations = Mapping[Key, int]
"""Residents by (area, dimension, part), of AGES; counties and the country too."""


@dataclass
class Counts:
    """One area's sets of persons; sets of municipalities add up to those of the county and the country."""

    persons: dict[tuple[str, str], Persons]
    visits: int = 0
    most: int = 0

    def add(self, came: Came) -> None:
        """Put a group of youths where it belongs."""
        if OLDER[0] <= came.age <= OLDER[1]:
            self._count(OLDER_YOUTHS, "", came)
        if not AGES[0] <= came.age <= AGES[1]:
            return
        self._count(YOUTHS, "", came)
        self._count(AGE, band_of(came.age), came)
        if came.gender in SHOWN_GENDERS:
            self._count(GENDER, came.gender, came)
            self._count(STRATUM, stratum_of(came.gender, came.age), came)
        self.visits += came.visits
        self.most = max(self.most, came.most)

    def join(self, other: "Counts") -> None:
        """Put all of a smaller area where it belongs."""
        for name, persons in other.persons.items():
            self.persons[name] = self.of(*name) + persons
        self.visits += other.visits
        self.most = max(self.most, other.most)

    def _count(self, dimension: str, part: str, came: Came) -> None:
        self.persons[dimension, part] = self.of(dimension, part) + came.persons

    def of(self, dimension: str, part: str = "") -> Persons:
        return self.persons.get((dimension, part), Persons())


def band_of(age: int) -> str:
    """The age group of an age within AGES."""
    return next(name for name, (youngest, oldest) in BANDS.items() if youngest <= age <= oldest)


def stratum_of(gender: str, age: int) -> str:
    """The stratum of a girl or a boy whose age is within AGES."""
    band = band_of(age)
    return next(name for name, (one, bands) in STRATA.items() if one == gender and band in bands)


def cells(tally: Tally, protection: Protection, populations: Populations) -> tuple[Cell, ...]:
    """Every cell of a release, in order. Areas are those of `populations`: none is left out for being empty."""
    counts = _counts(tally)
    areas = sorted({area for area, dimension, _part in populations if dimension == YOUTHS})
    shown = _shown(areas, counts, tally, protection)
    visits = {area: _visits(counts.get(area), shown.get((area, YOUTHS, ""), PROTECTED), protection) for area in areas}
    found = [
        Cell(*key, published.number, populations.get(key)) for key, published in shown.items() if _told(key, published)
    ]
    found += [Cell(area, VISITS, "", published.number) for area, published in visits.items()]
    found += [Cell(COUNTRY, STANDARD, name, populations.get((COUNTRY, STRATUM, name), 0)) for name in STRATA]
    return tuple(sorted([*found, *_sessions(tally, areas)], key=lambda cell: (cell.area, cell.dimension, cell.part)))


def _told(key: Key, published: Published) -> bool:
    """A lab that hardly anyone of an area came to is not even named there."""
    return key[1] != LAB or not published.protected


def within(area: str) -> tuple[str, ...]:
    """The areas that a municipality's numbers count in: itself, its county, the country."""
    return area, area[:2], COUNTRY


def _counts(tally: Tally) -> defaultdict[str, Counts]:
    counts: defaultdict[str, Counts] = defaultdict(lambda: Counts({}))
    for came in tally.came:
        counts[came.area].add(came)
    for area in [*counts]:
        for wider in within(area)[1:]:
            counts[wider].join(counts[area])
    return counts


def _shown(
    areas: Iterable[str], counts: Mapping[str, Counts], tally: Tally, protection: Protection
) -> dict[Key, Published]:
    """What may be shown side by side: municipalities first, then what their county and the country may add to that."""
    reached = [area for area in areas if len(area) == 4 and _someone(counts.get(area))]
    met = _met(tally, protection)
    blocks: dict[str, Known] = {}
    for area in reached:
        alone = _municipality(area, counts[area], met.get(area, {}), protection)
        blocks[area[:2]] = blocks.get(area[:2], Known()).joined(alone)
    country = Known()
    for county, known in blocks.items():
        _wider(known, county, [[area for area in reached if area[:2] == county]], counts[county], protection)
        country = country.joined(known)
    _wider(country, COUNTRY, [list(blocks), reached], counts.get(COUNTRY, Counts({})), protection)
    everyone = ((area, dimension, "") for area in areas for dimension in (YOUTHS, OLDER_YOUTHS))
    nobody = {key: Published(0) for key in everyone if not counts.get(key[0], Counts({})).of(key[1]).count}
    return {**nobody, **country.shown}


def _someone(one: Counts | None) -> bool:
    return bool(one and one.persons)


def _municipality(area: str, one: Counts, met: Mapping[str, Mapping[Key, Published]], protection: Protection) -> Known:
    """Its totals, then girls and boys, ages, districts, weekdays and labs, as long as nothing becomes known by them."""
    total = protection.publish(one.of(YOUTHS))
    known = Known(_totals(area, one, protection), [_tie(area, GENDER), _tie(area, AGE), *_ties_of_strata(area)])
    known.nobody = frozenset(known.shown)
    for dimension in (GENDER, AGE):
        _split(known, total, _groups(area, dimension, one, protection))
    for dimension, parts in met.items():
        if parts:
            _split(known, total, parts, [_tie_of_met(area, dimension, parts)])
    _show_strata(known, area, one, protection)
    return known


def _wider(known: Known, area: str, inside: list[list[str]], one: Counts, protection: Protection) -> None:
    """The same of a county or the country, with the ties to what is shown of each kind of area `inside` it."""
    if not _someone(one):
        return
    known.tie([_tie(area, GENDER), _tie(area, AGE), *_ties_of_strata(area)])
    names = [
        (YOUTHS, ""),
        (OLDER_YOUTHS, ""),
        *((GENDER, key) for key in SHOWN_GENDERS),
        *((AGE, key) for key in BANDS),
        *((STRATUM, key) for key in STRATA),
    ]
    known.tie(Tie((area, *name), tuple((each, *name) for each in areas)) for areas in inside for name in names)
    known.nobody |= {(area, dimension, "") for dimension in (YOUTHS, OLDER_YOUTHS) if one.of(dimension).count}
    shown = {key: known.let_in({key: number}) for key, number in _totals(area, one, protection).items()}
    if shown.get((area, YOUTHS, "")):
        for dimension in (GENDER, AGE):
            _split(known, protection.publish(one.of(YOUTHS)), _groups(area, dimension, one, protection))
        _show_strata(known, area, one, protection)


def _show_strata(known: Known, area: str, one: Counts, protection: Protection) -> None:
    """All strata or none: with one that is protected no rate could be standardised, and the others would only tell.

    None beside a protected age either: a stratum is part of an age and of a gender, and all of them together could tell
    of that age what no two of them do.
    """
    parts = {(area, STRATUM, name): _part(one.of(STRATUM, name), protection) for name in STRATA}
    above = [*((area, GENDER, gender) for gender in SHOWN_GENDERS), *((area, AGE, band) for band in BANDS)]
    beside = [known.shown.get(key, PROTECTED) for key in above]
    if not any(number.protected for number in [*beside, *parts.values()]):
        known.let_in(parts)


def _ties_of_strata(area: str) -> Iterator[Tie]:
    """A girl or boy is in one stratum; an age group has others too. "6-9" is two groups, and nowhere shown itself."""
    for gender in SHOWN_GENDERS:
        names = [name for name, (one, _bands) in STRATA.items() if one == gender]
        yield Tie((area, GENDER, gender), tuple((area, STRATUM, name) for name in names))
    for bands in dict.fromkeys(bands for _gender, bands in STRATA.values()):
        both = tuple((area, STRATUM, name) for name, (_gender, those) in STRATA.items() if those == bands)
        together = (area, AGE, "+".join(bands))
        if len(bands) > 1:
            yield Tie(together, tuple((area, AGE, band) for band in bands))
        yield Tie(together, both, full=False)


def _totals(area: str, one: Counts, protection: Protection) -> dict[Key, Published]:
    found = {(area, dimension, ""): one.of(dimension) for dimension in (YOUTHS, OLDER_YOUTHS)}
    return {key: protection.publish(persons) for key, persons in found.items()}


def _split(known: Known, total: Published, parts: Mapping[Key, Published], ties: Iterable[Tie] = ()) -> None:
    if not one_holds_all(total, parts.values()):
        known.let_in(parts, ties)


def _tie(area: str, dimension: str) -> Tie:
    """Girls and boys are not all: others are counted too, and shown in totals only."""
    names = SHOWN_GENDERS if dimension == GENDER else tuple(BANDS)
    return Tie((area, YOUTHS, ""), tuple((area, dimension, name) for name in names), full=dimension == AGE)


def _tie_of_met(area: str, dimension: str, parts: Iterable[Key]) -> Tie:
    """A youth lives in one district or has told none, and may come on several days and to several labs."""
    if dimension == DISTRICT:
        return Tie((area, YOUTHS, ""), tuple(parts), full=False)
    return Tie((area, YOUTHS, ""), tuple(parts), disjoint=False)


def _groups(area: str, dimension: str, one: Counts, protection: Protection) -> dict[Key, Published]:
    names = SHOWN_GENDERS if dimension == GENDER else tuple(BANDS)
    return {(area, dimension, name): _part(one.of(dimension, name), protection) for name in names}


def _part(persons: Persons, protection: Protection) -> Published:
    """A group within a total. Nobody there is protected too: that no boy came would tell of every child who did."""
    return protection.publish(persons) if persons.count else PROTECTED


def _met(tally: Tally, protection: Protection) -> dict[str, dict[str, dict[Key, Published]]]:
    """Each area's districts, weekdays and labs: every one there is, so that a protected one says nothing."""
    districts: defaultdict[str, list[str]] = defaultdict(list)
    for divided in tally.districts:
        districts[divided.area].append(divided.part)
    days = [str(day) for day in range(1, 8)]
    labs = sorted({met.part for met in tally.came_to if met.dimension == LAB})
    persons = {(met.area, met.dimension, met.part): met.persons for met in tally.came_to}
    return {
        area: {
            dimension: {
                (area, dimension, part): _part(persons.get((area, dimension, part), Persons()), protection)
                for part in parts
            }
            for dimension, parts in ((DISTRICT, districts[area]), (WEEKDAY, days), (LAB, labs))
        }
        for area in {met.area for met in tally.came_to}
    }


def _visits(one: Counts | None, youths: Published, protection: Protection) -> Published:
    if one is None or not one.visits:
        return Published(0)
    return PROTECTED if youths.protected else protection.publish_visits(one.of(YOUTHS), one.visits, one.most)


def _sessions(tally: Tally, areas: Iterable[str]) -> Iterator[Cell]:
    """Sessions held, in all and by weekday."""
    held: defaultdict[Key, int] = defaultdict(int)
    for one in tally.held:
        for area in within(one.area):
            held[area, SESSIONS, ""] += one.sessions
            held[area, SESSIONS_ON, str(one.weekday)] += one.sessions
    for area in areas:
        held.setdefault((area, SESSIONS, ""), 0)
    return (Cell(*key, sessions) for key, sessions in held.items())
