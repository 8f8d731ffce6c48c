"""Tables are read as analysts have them, and refused by row and reason."""

import codecs
import contextlib
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab import i18n
from lab.errors import LabError
from lab.participation import measures
from lab.participation.tables import refusals as no
from lab.participation.tables.areas import NATIONAL
from lab.participation.tables.command import as_object, as_text
from lab.participation.tables.figures import FAY_FEUER, FORMULAS, NO_INTERVAL
from lab.participation.tables.reading import MOST_ROWS, read, read_file
from lab.participation.tables.summary import Measured, measured

FOUR = """area,participants,population,group,order
A,40,1000,A,1
B,30,1000,A,2
C,20,2000,B,3
D,10,1000,B,4
"""
HEAD = "area,participants,population"
NAMES = [
    "rate", "difference", "rate_ratio", "theil", "theil_between", "theil_within", "mld", "gini", "hoover",
    "idisw", "bgv", "atkinson_0_5", "atkinson_1", "sii", "rii", "aci", "rci", "dsr", "isr",
]  # fmt: skip


def of(text: str, events: str = "") -> Measured:
    return measured(read(text.encode(), events))


def values(found: Measured) -> dict[str, float]:
    return {name: figure.value for name, figure in found.summary.items()}


def test_four_areas_give_the_figures_worked_by_hand() -> None:
    found = values(of(FOUR))
    by_hand = {
        "rate": 20, "difference": 30, "rate_ratio": 4, "theil": 0.190954, "theil_between": 0.183787,
        "theil_within": 0.007167, "mld": 0.196166, "gini": 0.32, "hoover": 0.30, "idisw": 60, "bgv": 160,
        "atkinson_1": 0.178124, "sii": -42.105263, "aci": -6.4, "rci": -0.32, "group_difference": 25,
        "group_rate_ratio": 3.5, "missing": 30, "paf": 100,
    }  # fmt: skip
    assert {name: found[name] for name in by_hand} == pytest.approx(by_hand, abs=1e-5)


def test_rows_say_rate_interval_ratio_and_place_in_the_funnel() -> None:
    rows = of(FOUR).rows
    assert [row["area"] for row in rows] == ["A", "B", "C", "D"]
    assert [row["rate"] for row in rows] == pytest.approx([40, 30, 10, 10])
    assert [row["ratio"] for row in rows] == pytest.approx([2, 1.5, 0.5, 0.5])
    assert [row["funnel"] for row in rows] == ["outside 99.8", "outside 95", "outside 99.8", "outside 95"]
    assert [row["funnel_side"] for row in rows] == ["above", "above", "below", "below"]
    assert all(row["lo"] < row["rate"] < row["hi"] and row["ratio_lo"] < row["ratio"] < row["ratio_hi"] for row in rows)


def test_the_funnel_is_wider_where_areas_differ_more_than_by_chance() -> None:
    table = read(FOUR.encode())
    assert {row["funnel"] for row in measured(table, overdispersed=True).rows} == {"within"}


def test_every_figure_has_its_formula_and_an_interval_that_holds_it() -> None:
    answer = as_object(of(FOUR.replace("40", "29").replace("10,1000", "19,1000")))
    assert set(answer["summary"]) <= set(FORMULAS)
    assert set(NAMES) <= set(answer["summary"]) | set(answer["left_out"])
    for figure in answer["summary"].values():
        assert figure["formula"]
        assert figure["interval"]
        assert figure["lo"] is None or figure["lo"] <= figure["value"] <= figure["hi"]
    assert "rii" in answer["summary"]


def test_age_bands_are_standardised_with_the_weights_of_the_table() -> None:
    from tests.lab.participation.test_measures_published import COUNTS, ESP2013, LIVE

    for column in ("age", ""):
        lines = [
            f"England,{count},{lives},{weight}" + (f",{5 * band}-{5 * band + 4}" if column else "")
            for band, (count, lives, weight) in enumerate(zip(COUNTS, LIVE, ESP2013, strict=True))
        ]
        found = of("\n".join([f"{HEAD},weight" + (",age" if column else ""), *lines]))
        dsr = found.summary["dsr"]
        assert (dsr.value, dsr.lo, dsr.hi) == pytest.approx((104.3024799, 97.1770907, 111.7894092), abs=1e-5)
        assert found.rows[0]["dsr"] == pytest.approx(dsr.value)
        assert found.summary["isr"].value == pytest.approx(found.summary["rate"].value)


def test_the_gamma_interval_of_fay_and_feuer_is_given_where_it_is_asked_for() -> None:
    table = read(f"{HEAD},age,weight\nA,30,100,7,3\nA,10,200,8,1\nB,20,300,7,3\nB,20,50,8,1\n".encode())
    other = measures.direct_gamma([50, 30], [400, 250], [3, 1]).times(1000)
    dobson, gamma = (measured(table, fay_feuer=asked).summary["dsr"] for asked in (False, True))
    assert (gamma.value, gamma.lo, gamma.hi) == pytest.approx((other.value, other.lo, other.hi))
    assert (gamma.value, gamma.interval) == (dobson.value, FAY_FEUER)
    assert gamma.lo != dobson.lo
    row = measured(table, fay_feuer=True).rows[0]
    assert row["dsr_hi"] == pytest.approx(measures.direct_gamma([30, 10], [100, 200], [3, 1]).hi * 1000)


def test_where_all_came_from_parts_that_weigh_nothing_the_rate_is_zero_with_an_upper_end() -> None:
    found = measures.direct_gamma([30, 0], [100, 100], [0, 1])
    assert found.value == found.lo == 0 < found.hi


def test_single_ages_and_sexes_are_standardised_with_the_nation() -> None:
    found = of(f"{HEAD},age,sex\nA,30,100,7,girl\nA,10,200,7,boy\nB,20,300,7,girl\nB,20,50,7,boy\n")
    girls, boys = (_national(7, sex) for sex in ("girl", "boy"))
    assert found.summary["dsr"].value == pytest.approx(1000 * (girls * 50 / 400 + boys * 30 / 250) / (girls + boys))
    expected = 100 * 50 / 400 + 200 * 30 / 250
    assert found.rows[0]["isr"] == pytest.approx(40 / expected * 1000 * 80 / 650)
    bands = of(f"{HEAD},age,sex\nA,30,100,7-9,K\nA,10,200,7-9,M\n".replace("-", "–"))
    girls, boys = (sum(_national(age, sex) for age in (7, 8, 9)) for sex in ("girl", "boy"))
    assert bands.summary["dsr"].value == pytest.approx(1000 * (girls * 0.3 + boys * 0.05) / (girls + boys))


def _national(age: int, sex: str) -> int:
    rows = [line.split(",") for line in NATIONAL.read_text("utf-8").splitlines()[1:]]
    return sum(int(persons) for _area, its, gender, persons in rows if (int(its), gender) == (age, sex))


def test_strata_that_the_nation_has_not_need_weights() -> None:
    found = of(f"{HEAD},age\nA,30,100,85+\nA,10,100,80-84\n")
    assert "dsr" in found.left_out
    assert "isr" in found.summary


def test_an_area_without_all_strata_has_no_directly_standardised_rate() -> None:
    found = of(f"{HEAD},age\nA,30,100,7\nA,10,100,8\nB,30,100,7\nC,3,100,7\nC,3,100,8\n")
    assert [row["dsr"] is None for row in found.rows] == [False, True, True]


def test_rows_of_one_area_are_one_area() -> None:
    parts = of(f"{HEAD},age\nA,25,400,7\nA,15,600,8\nB,30,1000,7\nC,20,2000,8\nD,10,1000,7\n")
    for name in ("theil", "gini", "hoover", "bgv"):
        assert values(parts)[name] == pytest.approx(values(of(FOUR))[name])
    assert parts.summary["theil"].hi == pytest.approx(of(FOUR).summary["theil"].hi)


@settings(deadline=None, max_examples=10)
@given(st.randoms())
def test_the_order_of_rows_changes_nothing(shuffler: random.Random) -> None:
    lines = FOUR.splitlines()
    shuffled = lines[1:]
    shuffler.shuffle(shuffled)
    found, other = of(FOUR), of("\n".join([lines[0], *shuffled]))
    assert found.summary == other.summary
    assert sorted(found.rows, key=lambda row: row["area"]) == sorted(other.rows, key=lambda row: row["area"])


SWEDISH = (
    "Område;Deltagare;Befolkning;Grupp;Ordning\n"
    "A;40;1 000;A;1,5\nB;30;1\u00a0000;A;2\nC;20;2000;B;3\nD;10;1000;B;4,25\n"
)


@pytest.mark.parametrize(
    "data",
    [
        FOUR.encode(), codecs.BOM_UTF8 + FOUR.encode(), FOUR.replace(",", ";").encode(), FOUR.encode("utf-16"),
        FOUR.replace("\n", "\r\n").encode(), FOUR.replace(",", "\t").encode(), SWEDISH.encode("cp1252"),
        codecs.BOM_UTF8 + SWEDISH.encode(), b"sep=;\r\n" + SWEDISH.encode(),
        b"\n\n" + FOUR.replace("D,", "\n,,,,\nD,").encode(),
        FOUR.replace("\n", ",\n").encode(), FOUR.replace("A,40", ' "A" , 40 ').replace(' "A" ', '"A"').encode(),
        FOUR.upper().encode(), FOUR.replace("40", "4e1").encode(), FOUR.replace("40", "40.0").encode(),
    ],
)  # fmt: skip
def test_tables_are_read_however_they_were_saved(data: bytes) -> None:
    assert values(measured(read(data))) == values(of(FOUR))


@pytest.mark.parametrize(
    ("text", "error", "row"),
    [
        ("", no.TableEmpty, None), (" \n\n", no.TableEmpty, None), ("\ufeff", no.TableEmpty, None),
        (HEAD, no.NoRows, None), (HEAD + "\n\n,,\n", no.NoRows, None),
        ("area,population\nA,9\n", no.ColumnMissing, None), ("{}", no.ColumnMissing, None),
        (f"{HEAD},Area\nA,1,9,A\n", no.ColumnTwice, None), ("PK\x03\x04\x00", no.NotATable, None),
        (f'{HEAD}\n"A,1,9\n', no.NotATable, None), (f'{HEAD}\n"A"B,1,9\n', no.NotATable, None),
        (f"{HEAD}\nA,1,9\nB,1\n", no.CellsWrong, 3), (f"{HEAD}\nA,1,9,4\n", no.CellsWrong, 2),
        (f"{HEAD}\n,1,9\n", no.CellEmpty, 2), (f"{HEAD}\nA,,9\n", no.CellEmpty, 2),
        (f"{HEAD}\nA,1,9\nB,many,9\n", no.NotANumber, 3), (f"{HEAD}\nA,1,nan\n", no.NotANumber, 2),
        (f"{HEAD}\nA,inf,9\n", no.NotANumber, 2), (f"{HEAD}\nA,1_0,90\n", no.NotANumber, 2),
        (f"{HEAD}\nA,0x1,9\n", no.NotANumber, 2), (f"{HEAD}\nA,١,9\n", no.NotANumber, 2),
        (f'{HEAD}\nA,1,"1,000"\n', no.NumberUnclear, 2), (f"{HEAD}\nA,=1+1,9\n", no.NotANumber, 2),
        (f"{HEAD}\nA,1.5,9\n", no.NotWhole, 2), (f"{HEAD}\nA,1,9.5\n", no.NotWhole, 2),
        (f"{HEAD}\nA,-1,9\n", no.BelowZero, 2), (f"{HEAD}\nA,1,−9\n", no.BelowZero, 2),
        (f"{HEAD}\nA,1,1e11\n", no.TooLarge, 2), (f"{HEAD}\nA,1,{'9' * 5000}\n", no.TooLarge, 2),
        (f"{HEAD}\nA,1,1e999\n", no.TooLarge, 2), (f"{HEAD}\nA,0,0\n", no.NobodyLives, 2),
        (f"{HEAD}\nA,1,9\nB,10,9\n", no.MoreThanLive, 3),
        ("area;participants;population\nA;1;1.000\n", no.NumberUnclear, 2),
        (f"{HEAD}\nA,1,9\nB,2,9\nTotalt:,3,18\n", no.RowOfTotals, 4),
        (f"{HEAD}\nKil,1,9\nKIL ,2,9\n", no.AreaTwice, 3),
        (f"{HEAD},sex\nA,1,9,girl\nA,2,9,boy\nA,3,18,all\n", no.RowOfTotals, 4),
        (f"{HEAD}\nA,1,9\nB,1,9\nA,1,9\n", no.AreaTwice, 4),
        (f"{HEAD},age\nA,1,9,7\nA,1,9,7\n", no.AreaTwice, 3),
        (f"{HEAD},order\nA,1,9,far\n", no.NotANumber, 2), (f"{HEAD},weight\nA,1,9,-1\n", no.BelowZero, 2),
        (f"{HEAD},age,group\nA,1,9,7,X\nA,1,9,8,Y\n", no.RowDiffers, 3),
        (f"{HEAD},age,order\nA,1,9,7,1\nA,1,9,8,2\n", no.RowDiffers, 3),
        (f"{HEAD},age,weight\nA,1,9,7,5\nB,1,9,7,6\n", no.RowDiffers, 3),
        (f"{HEAD},weight\nA,3,9,1\nB,6,9,1\n", measures.TooFewToStandardise, None),
        (f"{HEAD},age,sex\nA,3,9,7,girl\nA,6,9,7,boy\n", measures.TooFewToStandardise, None),
        (f"{HEAD},weight\nA,30,90,0\nB,6,9,0\n", measures.NotStrata, None),
    ],
)  # fmt: skip
def test_what_a_table_may_not_be_is_refused_by_row_and_reason(text: str, error: type[LabError], row: int) -> None:
    with pytest.raises(LabError) as refused:
        of(text)
    assert type(refused.value) is error
    assert refused.value.values.get("row") == row
    for language in i18n.LANGUAGES:
        i18n.speak(language)
        assert len(refused.value.told() + refused.value.advised()) < 400
        assert refused.value.advised()


def test_a_table_of_a_total_alone_is_measured() -> None:
    assert values(of(f"{HEAD}\nTotal,100,5000\n"))["rate"] == 20


def test_a_refusal_calls_a_column_as_the_table_does() -> None:
    with pytest.raises(no.NotANumber) as refused:
        of("område;deltagare;folkmängd\nKil;<5;900\n")
    assert refused.value.values["column"] == "deltagare"


def test_what_is_repeated_from_a_cell_cannot_steer_a_terminal() -> None:
    with pytest.raises(no.NotANumber) as refused:
        of(f"{HEAD}\nA,\x7f\u202e1,9\n")
    assert refused.value.values["text"] == "??1"


def test_a_file_that_is_not_there_or_too_long_is_refused(tmp_path, monkeypatch) -> None:
    for file in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(no.TableUnreadable):
            read_file(file)
    (tmp_path / "long.csv").write_text(HEAD + "\nA,1,9" * (MOST_ROWS + 1))
    with pytest.raises(no.TableTooLong):
        read_file(tmp_path / "long.csv")
    monkeypatch.setattr("lab.participation.tables.reading.MOST_BYTES", 10)
    with pytest.raises(no.TableTooLong):
        read_file(tmp_path / "long.csv")


CELLS = st.text(alphabet='aA1,;\n\t" .-e€', max_size=120)


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.binary(max_size=200), CELLS.map(lambda cells: f"{HEAD}\n{cells}".encode())))
def test_any_bytes_are_measured_or_refused_never_more(data: bytes) -> None:
    with contextlib.suppress(LabError):
        as_object(measured(read(data)))


def test_nobody_anywhere_is_a_rate_of_zero_and_no_inequality() -> None:
    found = of(f"{HEAD},order\nA,0,100,1\nB,0,300,2\n")
    assert found.summary["rate"].value == 0
    assert found.summary["rate"].hi > 0
    assert {"theil", "gini", "rate_ratio", "sii"} <= set(found.left_out)
    assert [row["ratio"] for row in found.rows] == [None, None]


def test_one_area_alone_is_compared_with_nothing() -> None:
    found = of(f"{HEAD},group,order\nA,7,100,x,1\n")
    assert set(found.summary) == {"rate"}
    assert found.rows[0]["funnel"] == "within"


def test_an_area_without_participants_has_no_finite_ratio() -> None:
    answer = as_object(of(f"{HEAD}\nA,0,100\nB,30,300\n"))
    assert {"mld", "rate_ratio"} <= set(answer["left_out"])
    assert answer["summary"]["atkinson_1"]["value"] == 1


def test_areas_at_one_place_have_no_order() -> None:
    assert {"sii", "rii", "aci", "rci"} <= set(of(f"{HEAD},order\nA,3,100,5\nB,30,300,5\n").left_out)


def test_visits_have_no_interval_beside_unique_youths_that_have() -> None:
    found = of(f"{HEAD},visits\nA,40,1000,90\nB,30,1000,31\n", "Visits")
    visits = found.summary["events_rate"]
    assert (visits.value, visits.lo, visits.hi, visits.interval) == (60.5, None, None, NO_INTERVAL)
    assert found.summary["events_per_participant"].value == pytest.approx(121 / 70)
    assert found.summary["rate"] == of(f"{HEAD}\nA,40,1000\nB,30,1000\n").summary["rate"]
    assert [(row["events"], row["events_rate"]) for row in found.rows] == [(90, 90), (31, 31)]


def test_visits_alone_are_measured_without_any_interval() -> None:
    for text, events in (
        ("area,visits,population\nA,4000,1000\nB,30,1000\nC,3,900\n", "visits"),
        (f"{HEAD}\nA,4000,1000\nB,30,1000\nC,3,900\n", "participants"),
    ):
        found = of(text, events)
        assert found.summary["rate"].value == pytest.approx(1000 * 4033 / 2900)
        assert found.summary["theil"].value == pytest.approx(float(measures.theil([4000, 30, 3], [1000, 1000, 900])))
        assert all(figure.lo is None and figure.hi is None for figure in found.summary.values())
        assert all(row["lo"] is None and row["ratio_hi"] is None and row["funnel"] is None for row in found.rows)
        assert as_text(found)


def test_visits_by_how_often_each_came_have_the_interval_of_persons() -> None:
    """Ten came once and five twice, of 1,000 who are counted once."""
    found = of(f"{HEAD},visits\nA,10,1000,1\nA,5,1000,2\nB,20,500,1\n", "visits")
    other = measures.direct_of_repeated([40], [50], [1500], [1]).times(1000)
    visits = found.summary["events_rate"]
    assert (visits.value, visits.lo, visits.hi) == pytest.approx((other.value, other.lo, other.hi))
    assert found.summary["rate"].value == pytest.approx(1000 * 35 / 1500)
    assert [row["participants"] for row in found.rows] == [15, 20]


def test_standardised_visits_count_each_person_once() -> None:
    text = f"{HEAD},age,visits,weight\nA,10,1000,7,1,3\nA,5,1000,7,2,3\nA,20,500,8,1,1\n"
    other = measures.direct_of_repeated([20, 20], [30, 20], [1000, 500], [3, 1]).times(1000)
    found = of(text, "visits").summary["events_dsr"]
    assert (found.value, found.lo, found.hi) == pytest.approx((other.value, other.lo, other.hi))
    once = of(f"{HEAD},age,visits,weight\nA,10,1000,7,11,3\nA,20,500,8,20,1\n", "visits").summary["events_dsr"]
    assert once.lo is None


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (f"{HEAD}\nA,1,9\n", no.ColumnMissing), (f"{HEAD},visits\nA,5,9,4\n", no.FewerEvents),
        (f"{HEAD},visits\nA,5,9,1\nA,5,9,2\n", no.MoreThanLive), (f"{HEAD},visits\nA,5,9,1\nA,1,8,2\n", no.RowDiffers),
        (f"{HEAD},visits\nA,5,9,1\nA,1,9,0\n", no.FewerEvents), (f"{HEAD},visits\nA,5,9,some\n", no.NotANumber),
    ],
)  # fmt: skip
def test_visits_that_cannot_be_are_refused(text: str, error: type[LabError]) -> None:
    with pytest.raises(error):
        of(text, "visits")


def test_a_country_of_areas_is_measured_in_a_moment() -> None:
    made = np.random.default_rng(1)
    people = made.integers(300, 90_000, 290)
    rows = [f"{1000 + at},{made.binomial(lives, 0.02)},{lives},{at % 21},{at}" for at, lives in enumerate(people)]
    found = of("\n".join([f"{HEAD},group,order", *rows]))
    assert len(found.rows) == 290
    assert found.summary["theil"].lo < found.summary["theil"].hi
