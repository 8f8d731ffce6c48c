"""Standardised rates of a table, and the visits beside its unique youths."""

from lab.participation import measures
from lab.participation.measures.estimate import Estimate
from lab.participation.tables import areas, figures
from lab.participation.tables.areas import People
from lab.participation.tables.found import PER, Found
from lab.participation.tables.table import Table

Strata = dict[tuple[str, ...], People]


def standardised(found: Found, table: Table, fay_feuer: bool = False) -> dict[str, dict[str, float | None]]:
    """Both standardised rates of the table; gives those of each area, as columns of its row.

    The interval of the direct ones is Dobson's, or Fay and Feuer's where that is asked for.
    """
    if not (table.has_strata and table.unique):
        found.leave(figures.NO_STRATA if table.unique else figures.NOT_UNIQUE, "dsr", "isr")
        return {}
    strata = areas.by_stratum(table)
    _check_enough(found)
    found.put("isr", measures.indirect(int(found.came.sum()), float(found.came.sum()), PER * found.mean))
    weights = areas.weights(table, strata)
    if weights is None:
        found.leave(figures.NO_WEIGHTS, "dsr")
    else:
        found.put("dsr", _direct(strata, weights, fay_feuer), figures.FAY_FEUER if fay_feuer else "")
    reference = {name: people.participants / people.population for name, people in strata.items()}
    return {
        area: {**_direct_row(own, strata, weights, fay_feuer), **_indirect_row(own, reference, PER * found.mean)}
        for area, own in areas.strata_by_area(table).items()
    }


def _check_enough(found: Found) -> None:
    count = int(found.came.sum())
    if count < measures.FEWEST:
        raise measures.TooFewToStandardise(count=count, fewest=measures.FEWEST)


def _direct(strata: Strata, weights: list[float], fay_feuer: bool) -> Estimate:
    people, direct = strata.values(), measures.direct_gamma if fay_feuer else measures.direct
    return direct([one.participants for one in people], [one.population for one in people], weights).times(PER)


def _direct_row(own: Strata, strata: Strata, weights: list[float] | None, fay_feuer: bool) -> dict[str, float | None]:
    """An area's directly standardised rate; none where it lacks a stratum or has under 10 participants."""
    enough = sum(one.participants for one in own.values()) >= measures.FEWEST
    if weights is None or own.keys() != strata.keys() or not enough:
        return {"dsr": None, "dsr_lo": None, "dsr_hi": None}
    rate = _direct(own, weights, fay_feuer)
    return {"dsr": rate.value, "dsr_lo": rate.lo, "dsr_hi": rate.hi}


def _indirect_row(own: Strata, reference: dict[tuple[str, ...], float], mean: float) -> dict[str, float | None]:
    """An area's indirectly standardised rate against the strata of the whole table."""
    expected = measures.expected([one.population for one in own.values()], [reference[name] for name in own])
    if not expected:
        return {"isr": None, "isr_lo": None, "isr_hi": None}
    rate = measures.indirect(sum(one.participants for one in own.values()), expected, mean)
    return {"isr": rate.value, "isr_lo": rate.lo, "isr_hi": rate.hi}


def events(found: Found, table: Table) -> None:
    """Visits beside unique youths; an interval only where it is known how often each youth came."""
    if not table.events:
        return
    counted, people = sum(one.events for one in found.areas), int(found.people.sum())
    if not (table.times and counted >= measures.FEWEST):
        found.plain("events_rate", PER * counted / people)
    else:
        squares = sum(one.squares for one in found.areas)
        rate = measures.direct_of_repeated([counted], [squares], [people], [1]).times(PER)
        found.put("events_rate", rate, figures.BY_PERSON)
    if table.unique and found.came.any():
        found.plain("events_per_participant", counted / int(found.came.sum()))
    _events_standardised(found, table)


def event_row(one: People) -> dict[str, float]:
    """An area's visits as columns of its row; no interval stands on them."""
    return {"events": one.events, "events_rate": PER * one.events / one.population}


def _events_standardised(found: Found, table: Table) -> None:
    strata = areas.by_stratum(table)
    weights = areas.weights(table, strata) if table.has_strata else None
    people = strata.values()
    if weights is None or sum(one.events for one in people) < measures.FEWEST:
        return
    counts, squares = [one.events for one in people], [one.squares for one in people]
    rate = measures.direct_of_repeated(counts, squares, [one.population for one in people], weights).times(PER)
    if table.times:
        found.put("events_dsr", rate, figures.BY_PERSON)
    else:
        found.plain("events_dsr", rate.value)
