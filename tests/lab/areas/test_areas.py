"""The packaged figures, and finding one's way in them."""

import time
from pathlib import Path

import pytest

from lab import areas
from lab.runtime import Workshop, open_workshop
from lab.settings import Settings


def test_the_youths_of_sweden_add_up(shop: Workshop) -> None:
    persons = [one.persons for county in areas.counties(shop) for one in areas.population(shop, county.code, (6, 19))]
    assert sum(persons) == 1_677_443


def test_all_290_municipalities_have_people_an_outline_and_a_county(shop: Workshop) -> None:
    outlines = {feature["properties"]["code"] for feature in areas.boundaries()["features"]}
    counties = {county.code for county in areas.counties(shop)}
    found = areas.municipalities(shop)
    assert len(found) == 290
    assert len(counties) == 21
    assert {area.code for area in found} == outlines
    assert {area.county for area in found} == counties
    assert all(area.code.startswith(area.county) for area in found)
    with shop.database.read() as read:
        complete = read.column(
            "select area from area_population where len(area) = 4"
            " group by area having count(*) = 60 and min(persons) > 0"
        )
    assert set(complete) == outlines


def test_every_middle_lies_within_its_outline(shop: Workshop) -> None:
    points = {area.code: (area.longitude, area.latitude) for area in areas.municipalities(shop)}
    for feature in areas.boundaries()["features"]:
        corners = [corner for polygon in feature["geometry"]["coordinates"] for corner in polygon[0]]
        for axis in (0, 1):
            along = [corner[axis] for corner in corners]
            assert min(along) <= points[feature["properties"]["code"]][axis] <= max(along)


def test_names_stand_in_the_order_of_the_swedish_alphabet(shop: Workshop) -> None:
    names = [area.name for area in areas.municipalities(shop)]
    assert names[0] == "Ale"
    assert names[-1] == "Övertorneå"
    assert names.index("Västerås") < names.index("Åre") < names.index("Älmhult") < names.index("Öckerö")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("karlstad", "Karlstad"),
        ("KARLSTADS KOMMUN", "Karlstad"),
        ("  malmo ", "Malmö"),
        ("Åre", "Åre"),
        ("ostersund", "Östersund"),
        ("Salen", "Malung-Sälen"),
        ("upplands v", "Upplands Väsby"),
    ],
)
def test_a_search_forgives_case_and_dots(shop: Workshop, text: str, first: str) -> None:
    assert areas.match(shop, text)[0].name == first


def test_a_search_puts_the_whole_name_first_and_finds_nothing_for_nonsense(shop: Workshop) -> None:
    assert [area.name for area in areas.match(shop, "mora")] == ["Mora", "Hedemora"]
    assert [area.name for area in areas.match(shop, "håbo")] == ["Håbo", "Habo"]
    assert areas.match(shop, "are")[0].name == "Åre"
    assert areas.match(shop, "") == ()
    assert areas.match(shop, "%' or 1=1") == ()


def test_the_neighbours_of_karlstad_come_nearest_first(shop: Workshop) -> None:
    near = areas.nearest(shop, "1780", 3)
    assert {area.name for area in near} == {"Forshaga", "Hammarö", "Kil"}
    assert 5 < near[0].km < 20
    assert near[0].km <= near[1].km <= near[2].km


def test_a_code_that_does_not_exist_is_refused(shop: Workshop) -> None:
    with pytest.raises(areas.AreaUnknown):
        areas.find(shop, "9999")
    with pytest.raises(areas.AreaUnknown):
        areas.population(shop, "99")


def test_the_population_of_upplands_vasby_is_the_published_one(shop: Workshop) -> None:
    assert sum(one.persons for one in areas.population(shop, "0114", (6, 19))) == 8_025


def test_packaged_figures_are_exact_so_parts_are_their_totals(shop: Workshop) -> None:
    with shop.database.read() as read:
        apart = read.value(
            "select count(*) from area_population as one join (select area[:2] as county, age, gender,"
            " sum(persons) as persons from area_population where len(area) = 4 group by all) as inside"
            " on one.area = county and one.age = inside.age and one.gender = inside.gender"
            " where one.persons <> inside.persons"
        )
        whole = read.value("select sum(persons) from area_population where area = '00' and gender = 'all'")
        halves = read.value("select sum(persons) from area_population where area = '00' and gender <> 'all'")
    assert (apart, whole) == (0, halves)


def test_areas_are_filled_once_and_again_for_a_new_version(shop: Workshop) -> None:
    assert not areas.fill(shop.database)
    with shop.database.transaction() as write:
        write.execute("update fact set value = 'older' where name = 'areas'")
        write.execute("delete from area where code = '1780'")
    assert areas.fill(shop.database)
    assert areas.find(shop, "1780").name == "Karlstad"


def test_a_filled_store_opens_quickly(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    open_workshop(settings).close()
    started = time.process_time()
    open_workshop(settings).close()
    assert time.process_time() - started < 0.3
