"""Loads the packaged figures into the store: once for each version of them, and never over newer ones."""

from pathlib import Path

from lab.areas.source import PACKAGED, PACKAGED_DATE, VERSION, PopulationSource, note_source, population_source
from lab.database import Database, Transaction

FOLDER = Path(__file__).parent
FACT = "areas"


def fill(database: Database) -> bool:
    """Bring `area` and `area_population` to the packaged version; gives False where they were there already."""
    with database.read() as read:
        if read.value("select value from fact where name = ?", [FACT]) == VERSION:
            return False
    with database.transaction() as write:
        write.execute("delete from area")
        write.execute("insert into area by name from read_csv(?, all_varchar = true)", [str(FOLDER / "areas.csv")])
        known = population_source(write)
        if known is None or known.source == PACKAGED:
            _fill_population(write)
        write.execute("insert or replace into fact values (?, ?)", [FACT, VERSION])
        write.record("system", "fill-areas", VERSION)
    return True


def _fill_population(write: Transaction) -> None:
    write.execute("delete from area_population")
    write.execute(
        "insert into area_population by name from read_csv(?, all_varchar = true)",
        [str(FOLDER / "population_2019.csv")],
    )
    write.execute(_WIDER)
    add_both(write)
    note_source(write, PopulationSource(PACKAGED_DATE, PACKAGED), write.now)


def add_both(write: Transaction) -> None:
    """Girls and boys together, where both are exact."""
    write.execute("insert into area_population select area, age, 'all', sum(persons) from area_population group by all")


_WIDER = """
insert into area_population
with inside as (select unnest([area[:2], '00']) as wider, age, gender, persons from area_population)
select wider, age, gender, sum(persons) from inside group by all
"""
