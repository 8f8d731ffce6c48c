"""The register: one row for each initiative, told apart by municipality and name, so that none stands there twice."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lab import areas
from lab.access import Actor, allows, allows_anywhere, require
from lab.areas import Area
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import LabError, NotAllowed, NotFound, NotValid
from lab.i18n import N_
from lab.initiatives import reading
from lab.initiatives.reading import Line, Refusal
from lab.initiatives.terms import Draft, Evidence, Field, Initiative, State, Target, checked, name_key
from lab.runtime import Workshop

KEEP, SEE = "keep-initiatives", "see-initiatives"
COLUMNS = "id, area, name, field, target, youngest, oldest, state, evidence, link"


class NotAMunicipality(NotValid):
    message = N_("An initiative belongs to a municipality, and there is none with the code {code}.")
    hint = N_("Choose one from the list.")


class InitiativeTwice(NotValid):
    message = N_("{name} stands in the register of this municipality already.")
    hint = N_("Change that one, or give this one another name.")
    status = 409


class NotYourMunicipality(NotAllowed):
    message = N_("You may not change what {municipality} does.")
    hint = N_("Leave its rows out, or ask an administrator to read them in.")


class ImportRefused(LabError):
    """Carries `refused`, every row with its reason."""

    message = N_("Nothing was read in. {first} ({count} rows in all are not right.)")
    hint = N_("Correct the rows and read the file in again.")
    status = 422
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class Import:
    """What a file would change, or has changed: rows that are new, that differ, that are the same, that are refused."""

    added: tuple[Draft, ...]
    changed: tuple[tuple[str, Draft], ...]
    """Each with the id of the initiative that it changes."""
    same: int
    refused: tuple[Refusal, ...]


@dataclass(frozen=True)
class _Row:
    id: str
    area: str
    name: str
    field: str
    target: str
    youngest: int | None
    oldest: int | None
    state: str
    evidence: str
    link: str


def listed(shop: Workshop, actor: Actor, area: str = "") -> tuple[Initiative, ...]:
    """All initiatives, or one municipality's, by municipality and name. Whoever works in a lab may see all of them."""
    if not allows_anywhere(actor, SEE):
        raise NotAllowed()
    with shop.database.read() as read:
        return _listed(read, area)


def kept_by(shop: Workshop, actor: Actor) -> tuple[Area, ...]:
    """The municipalities whose initiatives `actor` may add, change and retire."""
    return tuple(area for area in areas.municipalities(shop) if allows(actor, KEEP, f"area:{area.code}"))


@retried
def add(shop: Workshop, actor: Actor, draft: Draft) -> str:
    """Put an initiative into the register; gives its id. Raises InitiativeTwice and what `terms.checked` refuses."""
    require(actor, KEEP, f"area:{draft.area}")
    ready = _ready(shop, draft)
    with shop.database.transaction() as write:
        _check_new(write, ready)
        initiative = new_id()
        insert(write, [(initiative, ready)])
        write.record(actor.id, "add-initiative", thing(initiative), area=ready.area)
    return initiative


@retried
def change(shop: Workshop, actor: Actor, initiative: str, draft: Draft) -> None:
    """Put `draft` in place of what is known of an initiative. It may move only between municipalities of one's own."""
    ready = _ready(shop, draft)
    with shop.database.transaction() as write:
        require(actor, KEEP, f"area:{_area_of(write, initiative)}")
        require(actor, KEEP, f"area:{ready.area}")
        _check_new(write, ready, initiative)
        _update(write, initiative, ready)
        write.record(actor.id, "change-initiative", thing(initiative), area=ready.area)


@retried
def retire(shop: Workshop, actor: Actor, initiative: str) -> None:
    """Take out one that should not stand there; one that is over stays, as ended."""
    with shop.database.transaction() as write:
        area = _area_of(write, initiative)
        require(actor, KEEP, f"area:{area}")
        write.execute("delete from initiative where id = ?", [initiative])
        write.record(actor.id, "retire-initiative", thing(initiative), area=area)


def preview(shop: Workshop, actor: Actor, content: bytes) -> Import:
    """What reading in a file (CSV, XLSX or JSON) would do. Raises what says that it is no such table at all."""
    lines, refused = _read(shop, actor, content)
    with shop.database.read() as read:
        return _compared(read, lines, refused)


@retried
def import_(shop: Workshop, actor: Actor, content: bytes) -> Import:
    """Read in a file: all of it, or with ImportRefused nothing. The same file again changes nothing."""
    lines, refused = _read(shop, actor, content)
    if refused:
        raise refused_for(refused)
    with shop.database.transaction() as write:
        found = _compared(write, lines, refused)
        insert(write, [(new_id(), draft) for draft in found.added])
        for initiative, draft in found.changed:
            _update(write, initiative, draft)
        if found.added or found.changed:
            counts = {"added": len(found.added), "changed": len(found.changed)}
            write.record(actor.id, "import-initiatives", "initiatives", **counts)
    return found


def refused_for(refused: Sequence[Refusal]) -> ImportRefused:
    """The error that says so, with all its rows."""
    error = ImportRefused(first=refused[0].told(), count=len(refused))
    error.refused = tuple(refused)
    return error


def thing(initiative: str) -> str:
    return f"initiative:{initiative}"


def _ready(shop: Workshop, draft: Draft) -> Draft:
    if draft.area not in {area.code for area in areas.municipalities(shop)}:
        raise NotAMunicipality(code=draft.area)
    return checked(draft)


def _read(shop: Workshop, actor: Actor, content: bytes) -> tuple[list[Line], tuple[Refusal, ...]]:
    """The rows that can be kept by `actor`, and those that cannot."""
    if not allows_anywhere(actor, KEEP):
        raise NotAllowed()
    names = {area.code: area.name for area in areas.municipalities(shop)}
    lines, refused = reading.read(content, names)
    kept = {area.code for area in kept_by(shop, actor)}
    for line in lines:
        if line.draft.area not in kept:
            refused.append(Refusal(line.row, NotYourMunicipality(municipality=names[line.draft.area])))
    own = [line for line in lines if line.draft.area in kept]
    return own, tuple(sorted(refused, key=lambda refusal: refusal.row))


def _compared(read: Cursor, lines: Iterable[Line], refused: tuple[Refusal, ...]) -> Import:
    had = {one.draft.key: one for one in _listed(read)}
    added: list[Draft] = []
    changed: list[tuple[str, Draft]] = []
    same = 0
    for draft in (line.draft for line in lines):
        if draft.key not in had:
            added.append(draft)
        elif had[draft.key].draft != draft:
            changed.append((had[draft.key].id, draft))
        else:
            same += 1
    return Import(tuple(added), tuple(changed), same, refused)


def _listed(read: Cursor, area: str = "") -> tuple[Initiative, ...]:
    sql = f"select {COLUMNS} from initiative where ? in ('', area) order by area, name collate sv, id"
    return tuple(_initiative(row) for row in read.rows(_Row, sql, [area]))


def _initiative(row: _Row) -> Initiative:
    ages = None if row.youngest is None or row.oldest is None else (row.youngest, row.oldest)
    terms = Field(row.field), Target(row.target), State(row.state), Evidence(row.evidence)
    return Initiative(row.id, Draft(row.area, row.name, *terms, ages, row.link))


def _check_new(read: Cursor, draft: Draft, itself: str = "") -> None:
    """Refuse with InitiativeTwice what another initiative of the municipality is called."""
    if read.value("select 1 from initiative where area = ? and name_key = ? and id <> ?", [*draft.key, itself]):
        raise InitiativeTwice(name=draft.name)


def _area_of(read: Cursor, initiative: str) -> str:
    area = read.value("select area from initiative where id = ?", [initiative])
    if area is None:
        raise NotFound()
    return str(area)


def insert(write: Transaction, drafts: Collection[tuple[str, Draft]]) -> None:
    """Write new ones within a transaction of the caller, who has asked permission: a list for each column."""
    if drafts:
        rows = [[initiative, *_values(draft), name_key(draft.name)] for initiative, draft in drafts]
        kinds = ["varchar"] * 5 + ["integer"] * 2 + ["varchar"] * 4
        lists = ", ".join(f"unnest(?::{kind}[])" for kind in kinds)
        columns = [list(column) for column in zip(*rows, strict=True)]
        write.execute(
            f"insert into initiative ({COLUMNS}, name_key, added_at, changed_at) select {lists}, ?, ?",
            [*columns, write.now, write.now],
        )


def _update(write: Transaction, initiative: str, draft: Draft) -> None:
    write.execute(
        "update initiative set area = ?, name = ?, field = ?, target = ?, youngest = ?, oldest = ?, state = ?,"
        " evidence = ?, link = ?, name_key = ?, changed_at = ? where id = ?",
        [*_values(draft), name_key(draft.name), write.now, initiative],
    )


def _values(draft: Draft) -> list[object]:
    youngest, oldest = draft.ages or (None, None)
    terms = [str(draft.field), str(draft.target), youngest, oldest, str(draft.state), str(draft.evidence)]
    return [draft.area, draft.name, *terms, draft.link]
