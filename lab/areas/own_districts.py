"""A municipality's own districts: their codes, names and youths, taken in from its own table.

They are asked of a youth only where they have been taken in, and only to be shown beside the municipality's own number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lab.access import EVERYWHERE, Actor, require
from lab.areas import reads
from lab.areas.sheets import Row, rows
from lab.areas.source import PopulationSource, note_source
from lab.errors import NotFound, NotValid
from lab.i18n import N_

if TYPE_CHECKING:
    from lab.runtime import Workshop

CODE, NAME, AGE, GENDER, PERSONS = "code", "name", "age", "gender", "persons"
COLUMNS = {
    CODE: ("kod", "områdeskod", "district", "område kod", "regso", "deso", "nyko"),
    NAME: ("namn", "områdesnamn", "område", "stadsdel", "område namn"),
    AGE: ("ålder", "alder"),
    GENDER: ("kön", "kon", "sex"),
    PERSONS: ("antal", "personer", "folkmängd", "befolkning", "invånare", "population"),
}
YOUTHS = (6, 19)
FEWEST, MOST = 2, 60
"""One district is the municipality; more than a child can look through are a register, not a question."""

FEWEST_YOUTHS = 50
"""A district of fewer youths would say too much of each: it is put together with one beside it."""

TOO_MANY = 1.25
"""How many times the municipality's youths all districts may have: more are of all ages, or of another place."""

GIRLS, BOYS = "girl girls flicka flickor female f k kvinna kvinnor 2", "boy boys pojke pojkar male m man män 1"
GENDERS = {*GIRLS.split(), *BOYS.split()}
LONGEST_NAME, LONGEST_CODE = 60, 20
KNOWN = "districts"


class DistrictUnknown(NotFound):
    message = N_("{area} has no district with the code {code}.")
    hint = N_("Choose one from the list, or go on without.")


class DistrictCodeWrong(NotValid):
    message = N_("Row {row}: a district needs a code and a name.")
    hint = N_("A code has at most 20 characters and a name at most 60.")


class DistrictNamesDiffer(NotValid):
    message = N_("Row {row}: the code {code} and the name “{name}” have not belonged together in earlier rows.")
    hint = N_("Each code has one name, and each name one code.")


class DistrictRowTwice(NotValid):
    message = N_("Row {row}: the district {code} has had these residents in an earlier row.")
    hint = N_("Give each district one row for each age and gender, and leave out rows of totals.")


class DistrictAgeWrong(NotValid):
    message = N_("Row {row}: “{age}” is no age in years.")
    hint = N_("Write single ages, such as 7, and leave out rows of totals.")


class DistrictGenderWrong(NotValid):
    message = N_("Row {row}: “{gender}” is neither girl nor boy.")
    hint = N_("Write girl or boy (flicka or pojke), and leave out rows of totals.")


class DistrictPersonsWrong(NotValid):
    message = N_("Row {row}: “{persons}” is no number of residents.")
    hint = N_("Write a whole number, 0 or more.")


class DistrictsTooFewOrMany(NotValid):
    message = N_("The table has {count} districts.")
    hint = N_("From 2 to 60 can be used: a child has to find their own.")


class DistrictTooSmall(NotValid):
    message = N_("The district {name} has {persons} youths aged 6–19.")
    hint = N_("Put it together with one beside it: with fewer than 50, numbers would say too much of each child.")


class DistrictsTooLarge(NotValid):
    message = N_("The districts have {persons} youths together, and the municipality has {known}.")
    hint = N_("Without a column of ages, give residents aged 6–19 only. Are they this municipality's districts?")


class NotAMunicipality(NotValid):
    message = N_("Districts belong to a municipality, and {name} is a county.")
    hint = N_("Give the municipality's four digits, such as 1780.")


@dataclass(frozen=True)
class District:
    """One district; `persons` are its residents of 6-19, None where nobody has told."""

    area: str
    code: str
    name: str
    persons: int | None


def districts(shop: "Workshop", area: str) -> tuple[District, ...]:
    """A municipality's districts in the order of the Swedish alphabet; most have none, which costs no question."""
    if area not in with_districts(shop):
        return ()
    with shop.database.read() as read:
        return tuple(read.rows(District, "select * from district where area = ? order by name collate sv", [area]))


def check_district(shop: "Workshop", area: str, code: str) -> str:
    """The code, where the municipality has such a district; empty stays empty. Raises DistrictUnknown."""
    if code and code not in {one.code for one in districts(shop, area)}:
        raise DistrictUnknown(area=reads.find(shop, area).name, code=code)
    return code


def with_districts(shop: "Workshop") -> tuple[str, ...]:
    """The municipalities that have taken in districts, by code.

    Asked of the store once: a portal that has none then asks nothing more for each youth that joins.
    """
    if KNOWN not in shop.lasting:
        with shop.database.read() as read:
            shop.lasting[KNOWN] = " ".join(read.column("select distinct area from district order by area"))
    return tuple(shop.lasting[KNOWN].split())


def take_in_districts(
    shop: "Workshop", actor: Actor, area: str, content: bytes, source: PopulationSource
) -> tuple[District, ...]:
    """Keep a municipality's districts in place of any earlier, and whose figures of which day they are.

    A youth whose district is no longer there counts as one who has told none.
    Raises what `sheets.rows` and `checked` refuse, and leaves everything as it was.
    """
    require(actor, "manage-areas", EVERYWHERE)
    place = reads.find(shop, area)
    if place.level != "municipality":
        raise NotAMunicipality(name=place.name)
    living = sum(one.persons for one in reads.population(shop, area, YOUTHS))
    found = checked(area, rows(content, COLUMNS, (CODE, NAME)), living)
    with shop.database.transaction() as write:
        write.execute("delete from district where area = ?", [area])
        columns = [[getattr(one, name) for one in found] for name in ("code", "name", "persons")]
        write.execute(
            "insert into district select ?, unnest(?::varchar[]), unnest(?::varchar[]), unnest(?::integer[])",
            [area, *columns],
        )
        note_source(write, source, write.now, area)
        write.record(actor.id, "import-districts", f"area:{area}", districts=len(found))
    shop.lasting.pop(KNOWN, None)
    return found


def take_out_districts(shop: "Workshop", actor: Actor, area: str) -> None:
    """Ask nobody for a district of this municipality any more. What was told stays with the cards, uncounted."""
    require(actor, "manage-areas", EVERYWHERE)
    with shop.database.transaction() as write:
        write.execute("delete from district where area = ?", [area])
        write.execute("delete from population_source where area = ?", [area])
        write.record(actor.id, "remove-districts", f"area:{area}")
    shop.lasting.pop(KNOWN, None)


def checked(area: str, lines: Iterable[Row], living: int) -> tuple[District, ...]:
    """The districts of a table's rows; `living` are the municipality's youths, to compare with."""
    names: dict[str, str] = {}
    persons: dict[str, int | None] = {}
    seen: set[tuple[str, str, str]] = set()
    for row in lines:
        code = _named(row, names)
        key = code, row[AGE], row[GENDER].casefold()
        if key in seen:
            raise DistrictRowTwice(row=row.number, code=code)
        seen.add(key)
        told = _persons(row)
        persons[code] = told if persons.get(code) is None else (persons[code] or 0) + (told or 0)
    found = tuple(District(area, code, name, persons[code]) for code, name in names.items())
    _check_sizes(found, living)
    return found


def _named(row: Row, names: dict[str, str]) -> str:
    """The row's code, with its name kept in `names`."""
    code, name = row[CODE], " ".join(row[NAME].split())
    if not (0 < len(code) <= LONGEST_CODE and 0 < len(name) <= LONGEST_NAME):
        raise DistrictCodeWrong(row=row.number)
    if names.setdefault(code, name) != name or sum(each == name for each in names.values()) > 1:
        raise DistrictNamesDiffer(row=row.number, code=code, name=name)
    return code


def _persons(row: Row) -> int | None:
    """The row's residents, those outside YOUTHS not counted; None where the table does not tell."""
    if row[GENDER] and row[GENDER].casefold() not in GENDERS:
        raise DistrictGenderWrong(row=row.number, gender=row[GENDER])
    age = row[AGE].casefold().removesuffix("år").strip().removesuffix("+")
    if AGE in row.cells and not (age.isascii() and age.isdigit() and len(age) <= 3):
        raise DistrictAgeWrong(row=row.number, age=row[AGE])
    if PERSONS not in row.cells:
        return None
    persons = row[PERSONS].replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if not (persons.isascii() and persons.isdigit() and len(persons) <= 7):
        raise DistrictPersonsWrong(row=row.number, persons=row[PERSONS])
    return int(persons) if not age or YOUTHS[0] <= int(age) <= YOUTHS[1] else 0


def _check_sizes(found: Sequence[District], living: int) -> None:
    told = [one for one in found if one.persons is not None]
    count = len(found)
    if not FEWEST <= count <= MOST:
        raise DistrictsTooFewOrMany(count=count)
    together = sum(one.persons or 0 for one in told)
    if together > TOO_MANY * living:
        raise DistrictsTooLarge(persons=together, known=living)
    for one in told:
        if (one.persons or 0) < FEWEST_YOUTHS:
            raise DistrictTooSmall(name=one.name, persons=one.persons)
