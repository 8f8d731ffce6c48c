"""Made-up initiatives for a demo, each called an example by its own name. Never written into a real lab."""

from random import Random

from lab.database import Transaction, new_id
from lab.initiatives.register import insert
from lab.initiatives.terms import Draft, Evidence, Field, State, Target

IDEAS: tuple[tuple[str, Field, Target, tuple[int, int] | None], ...] = (
    ("AI-verkstad på biblioteket", Field.CULTURE, Target.CHILDREN, (8, 15)),
    ("Måla med AI på fritidsgården", Field.CULTURE, Target.CHILDREN, (10, 16)),
    ("AI i slöjd och bild", Field.SCHOOL, Target.CHILDREN, (10, 16)),
    ("Källkritik och AI i åk 7–9", Field.SCHOOL, Target.CHILDREN, (13, 16)),
    ("Läshjälp som förklarar", Field.SCHOOL, Target.CHILDREN, (7, 12)),
    ("Fortbildning för lärare", Field.SCHOOL, Target.STAFF, None),
    ("AI-stöd när protokoll skrivs", Field.ADMINISTRATION, Target.STAFF, None),
    ("Frågor och svar på webben", Field.SERVICE, Target.EVERYONE, None),
    ("Planering av hemtjänstens turer", Field.CARE, Target.OLDER, (65, 100)),
    ("Läckor i vattennätet", Field.ENVIRONMENT, Target.EVERYONE, None),
    ("Sortering av bygglov", Field.PLANNING, Target.STAFF, None),
    ("Studiehjälp på komvux", Field.ADULT_EDUCATION, Target.ADULTS, (18, 65)),
    ("Matchning av praktikplatser", Field.WORK, Target.ORGANISATIONS, None),
)
STATES, STATE_ODDS = tuple(State), (3, 4, 5, 1, 1)
EVIDENCE_ODDS = (6, 4, 2, 1)
ONE_IN, MOST = 4, 6
"""One municipality in so many has none; the others have up to so many, and of those most have few."""


def write_some(write: Transaction, home: str, seed: int) -> None:
    """Some initiatives in most municipalities, and several in `home`."""
    chance = Random(f"initiatives {seed}")
    drafts: list[Draft] = []
    for area in write.column("select code from area where level = 'municipality' order by code"):
        count = 7 if area == home else 0 if chance.randrange(ONE_IN) == 0 else 1 + int(MOST * chance.random() ** 3)
        drafts += [_draft(area, idea, chance) for idea in chance.sample(IDEAS, count)]
    insert(write, [(new_id(), draft) for draft in drafts])


def _draft(area: str, idea: tuple[str, Field, Target, tuple[int, int] | None], chance: Random) -> Draft:
    name, field, target, ages = idea
    (state,) = chance.choices(STATES, STATE_ODDS)
    (evidence,) = chance.choices(tuple(Evidence), EVIDENCE_ODDS)
    return Draft(area, f"Exempel: {name}", field, target, state, evidence, ages)
