"""Municipalities are ordered by how far they are from a lab."""

import pytest

from lab import areas
from lab.participation.distances import to_nearest_lab
from lab.runtime import Workshop


def add_lab(shop: Workshop, area: str) -> None:
    with shop.database.transaction() as write:
        write.execute(
            "insert into lab values (?, ?, ?, 'Europe/Stockholm', current_localtimestamp())", [area, area, area]
        )


def test_without_a_lab_nothing_is_near(shop: Workshop) -> None:
    assert to_nearest_lab(shop) == ()


def test_the_nearest_of_all_labs_counts(shop: Workshop) -> None:
    add_lab(shop, "1780")
    one = {distance.area: distance.km for distance in to_nearest_lab(shop)}
    assert len(one) == 290
    assert one["1780"] == 0
    near = areas.nearest(shop, "1780", 1)[0]
    assert one[near.code] == pytest.approx(near.km)
    add_lab(shop, "0180")
    both = {distance.area: distance.km for distance in to_nearest_lab(shop)}
    assert both["0180"] == 0
    assert both["0114"] < one["0114"]
    assert both["1715"] == one["1715"]
    assert all(both[area] <= one[area] for area in one)
