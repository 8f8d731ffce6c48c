"""The counts of a half-year as a good analyst would make them with pandas, all visits in memory."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from lab.participation.cells import AGES
from lab.participation.costs.made import ASKED
from lab.participation.disclosure import person_key
from lab.participation.periods import ZONE
from lab.participation.tally import Came, CameTo, Held, Tally

HALF = 30
"""Bits of a key that are added up by themselves: sums of whole keys would not fit a pandas integer."""


class WithPandas:
    """The visits, once loaded."""

    def __init__(self, folder: Path, secret: str) -> None:
        self._secret = secret
        self._visits = pd.read_parquet(folder / "visit.parquet").astype(
            {"lab": "category", "area": "category", "gender": "category"}
        )
        self._held = pd.read_parquet(folder / "held.parquet")
        self._labs = pd.read_parquet(folder / "lab.parquet").set_index("id")["name"]

    def tally(self, area: str = "") -> Tally:
        """Of the country, or of one municipality."""
        rows = _within(self._visits, "happened_at")
        if area:
            rows = rows[rows.card.isin(rows.card[rows.area == area].unique())]
        code, cards = pd.factorize(rows.card)
        rows = rows.assign(code=code, day=_weekday(rows.happened_at), name=rows.lab.map(self._labs))
        youths = self._youths(rows, cards)
        youths = youths[youths.area == area] if area else youths
        held = _within(self._held, "starts_at")
        held = held[held.area == area] if area else held
        return Tally(tuple(_came(youths)), tuple(_came_to(rows, youths)), tuple(_held(held)))

    def _youths(self, rows: pd.DataFrame, cards: pd.Index) -> pd.DataFrame:
        """Each once, as told at the last visit; rows are in the order of time."""
        youths = rows.drop_duplicates("code", keep="last").set_index("code").sort_index()
        keys = np.array([person_key(card, self._secret) for card in cards], dtype=np.int64)
        return youths.assign(
            visits=np.bincount(rows.code),
            high=keys >> HALF,
            low=keys & (2**HALF - 1),
            age=ASKED.year - youths.birth_year,
        )


def _within(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    starts, ends = (pd.Timestamp(moment).tz_localize(None) for moment in (ASKED.starts_at, ASKED.ends_at))
    return rows[(rows[column] >= starts) & (rows[column] < ends)]


def _weekday(moments: pd.Series) -> pd.Series:
    return moments.dt.tz_localize("UTC").dt.tz_convert(ZONE.key).dt.day_of_week + 1


def _came(youths: pd.DataFrame) -> Iterator[Came]:
    alike = youths.groupby(["area", "gender", "age"], observed=True)
    found = alike.agg(
        count=("low", "size"),
        high=("high", "sum"),
        low=("low", "sum"),
        visits=("visits", "sum"),
        most=("visits", "max"),
    )
    for (home, gender, age), *rest in found.sort_index().itertuples():
        count, high, low, visits, most = map(int, rest)
        yield Came(str(home), str(gender), int(age), count, _key(high, low), visits, most)


def _came_to(rows: pd.DataFrame, youths: pd.DataFrame) -> Iterator[CameTo]:
    known = youths[youths.age.between(*AGES)][["area", "high", "low"]].rename(columns={"area": "home"})
    found = []
    for dimension, column in (("lab", "name"), ("weekday", "day")):
        met = rows[["code", column]].drop_duplicates().join(known, on="code", how="inner")
        summed = met.groupby(["home", column], observed=True).agg(
            count=("low", "size"), high=("high", "sum"), low=("low", "sum")
        )
        found += [
            CameTo(str(home), dimension, str(part), int(count), _key(int(high), int(low)))
            for (home, part), count, high, low in summed.itertuples()
        ]
    return iter(sorted(found, key=lambda one: (one.area, one.dimension, one.part)))


def _held(held: pd.DataFrame) -> Iterator[Held]:
    counted = held.assign(day=_weekday(held.starts_at)).groupby(["area", "day"]).size()
    return (Held(str(home), int(day), int(count)) for (home, day), count in counted.items())


def _key(high: int, low: int) -> int:
    return (high << HALF) + low
