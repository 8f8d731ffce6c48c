"""Made-up groups and districts, so that a demo has something to compare with. Never written into a real lab."""

from collections.abc import Mapping
from datetime import date

from lab.areas.source import PopulationSource, note_source
from lab.database import Transaction

GROUP_SIZES = {"A1": 3, "B3": 23, "A2": 43, "B4": 52, "B5": 35, "C6": 29, "C7": 49, "C8": 40, "C9": 16}
"""As many in each group as SKR's sums allow. Which municipality is in which goes by its number of youths alone."""

DISTRICTED, DAY, SOURCE = "1761", date(2019, 12, 31), "påhittat för demon"
"""A neighbour of the demo lab's: youths from its own town join with four answers, as they would in most places."""

DISTRICTS = {"N": ("Norra Hammarö", 1_850), "S": ("Södra Hammarö", 1_351)}
"""Code, name and youths: together those who live in the municipality, put where nobody has counted them."""


def write_groups(write: Transaction) -> None:
    """Every municipality in a group, the largest first."""
    areas = write.column(
        "select area from area_population where gender = 'all' and length(area) = 4"
        " group by area order by sum(persons) desc, area"
    )
    groups = [group for group, size in GROUP_SIZES.items() for _place in range(size)]
    write.insert("area_group", ("area", "code"), list(zip(areas, groups, strict=True)))


def write_districts(write: Transaction) -> Mapping[str, int]:
    """The districts of one municipality; gives how many live in each, by code."""
    rows = [(DISTRICTED, code, name, persons) for code, (name, persons) in DISTRICTS.items()]
    write.insert("district", ("area", "code", "name", "persons"), rows)
    note_source(write, PopulationSource(DAY, SOURCE), write.now, DISTRICTED)
    return {code: persons for code, (_name, persons) in DISTRICTS.items()}
