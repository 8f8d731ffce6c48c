"""One area as it stands in the answer: its rate, how well it is represented, and its place in the funnel."""

from typing import Any

from lab.participation import measures
from lab.participation.measures import funnel
from lab.participation.tables.areas import People
from lab.participation.tables.found import PER, Found


def row_of(found: Found, name: str, one: People, dispersion: float) -> dict[str, Any]:
    """One area, as it stands in the answer."""
    came, share, unique = found.count(one), found.count(one) / one.population, found.unique
    row: dict[str, Any] = {"area": name, "participants": came, "population": one.population, "rate": PER * share}
    rate = measures.rate(came, one.population) if unique else None
    row |= {"lo": rate.lo if rate else None, "hi": rate.hi if rate else None}
    row |= {"ratio": share / found.mean if found.mean else None} | _ratio_interval(found, came, one.population)
    row |= _funnel_row(share, found.mean, one.population, dispersion) if unique else dict.fromkeys(FUNNEL)
    gap = measures.missing(came, one.population, found.mean) if unique else None
    row |= {"missing": one.population * found.mean - came}
    row |= {"missing_lo": gap.lo if gap else None, "missing_hi": gap.hi if gap else None}
    return row


def _ratio_interval(found: Found, came: int, population: int) -> dict[str, float | None]:
    if not (found.unique and found.mean):
        return {"ratio_lo": None, "ratio_hi": None}
    ratio = measures.representation_ratio(came, int(found.came.sum()), population / int(found.people.sum()))
    return {"ratio_lo": ratio.lo, "ratio_hi": ratio.hi}


FUNNEL = ("funnel", "funnel_side", "funnel_95_lo", "funnel_95_hi", "funnel_99_8_lo", "funnel_99_8_hi")


def _funnel_row(share: float, mean: float, population: int, dispersion: float) -> dict[str, Any]:
    """Where an area lies in the funnel, and its limits per 1,000."""
    status = funnel.status(share, mean, population, dispersion)
    side = "" if status == funnel.WITHIN else "above" if share > mean else "below"
    limits = [
        PER * end
        for level in (funnel.WARNING, funnel.ALARM)
        for limit in [funnel.share_limits(mean, population, level, dispersion)]
        for end in (limit.lo, limit.hi)
    ]
    return dict(zip(FUNNEL, (status, side, *limits), strict=True))
