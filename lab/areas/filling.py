"""Loads the packaged figures into the store: once for each version of them."""

from pathlib import Path

from lab.areas.source import VERSION
from lab.database import Database

FOLDER = Path(__file__).parent
FACT = "areas"


def fill(database: Database) -> bool:
    """Bring `area` and `area_population` to the packaged version; gives False where they were there already."""
    with database.read() as read:
        if read.value("select value from fact where name = ?", [FACT]) == VERSION:
            return False
    with database.transaction() as write:
        write.execute("delete from area")
        write.execute("delete from area_population")
        write.execute("insert into area by name from read_csv(?, all_varchar = true)", [str(FOLDER / "areas.csv")])
        write.execute(
            "insert into area_population by name from read_csv(?, all_varchar = true)",
            [str(FOLDER / "population_2019.csv")],
        )
        write.execute("insert or replace into fact values (?, ?)", [FACT, VERSION])
        write.record("system", "fill-areas", VERSION)
    return True
