"""The files of a draw: what is read, what is refused and by which row, and the command that anyone can run again."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bookings import draw_errors as wrong
from bookings.draw_files import COLUMNS, read_entries, read_rules, rules_of
from bookings.draw_terms import Order, Reserve
from lab import i18n
from lab.commands import app
from lab.errors import LabError

HEADER = ",".join(COLUMNS)
ROWS = ("E1,C1,Deje,,1,0,tue,wed,", "E2,C2,Forshaga,,2,3,wed,,", "E3,C3,Deje,p,1,0,tue,,", "E4,,,p,1,1,tue,wed,")
POLICY = """order = "least-served"
reserve = "last"

[sessions]
tue = 3
wed = 2

[reserve.tue]
Deje = 1
"""


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.speak("en")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    entries, policy = tmp_path / "entries.csv", tmp_path / "policy.toml"
    entries.write_text("\n".join([HEADER, *ROWS]), "utf-8")
    policy.write_text(POLICY, "utf-8")
    return entries, policy


def entries_in(tmp_path: Path, *rows: str, header: str = HEADER):
    file = tmp_path / "entries.csv"
    file.write_text("\n".join([header, *rows]), "utf-8")
    return read_entries(file, ("tue", "wed"))


def rules_in(tmp_path: Path, text: str):
    file = tmp_path / "policy.toml"
    file.write_text(text, "utf-8")
    return read_rules(file)


def answer(*arguments: object) -> dict:
    done = CliRunner().invoke(app, ["draw", *map(str, arguments)])
    assert done.exit_code == 0, done.exception
    return json.loads(done.stdout)


def test_rows_become_entries(tmp_path: Path) -> None:
    first, *_others, last = entries_in(tmp_path, *ROWS)
    assert (first.entry, first.card, first.area, first.party, first.size, first.past) == ("E1", "C1", "Deje", "", 1, 0)
    assert first.wishes == ("tue", "wed")
    assert (last.card, last.party, last.waited) == ("", "p", 0)


def test_a_file_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    """A byte order mark, semicolons, windows' line ends, spaces, capitals, empty rows, and an å in two parts."""
    text = "\ufeff" + "\r\n".join(
        [HEADER.replace(",", ";").upper(), " E1 ;C1;A\u030arja\u0308ng;;1;0;tue;;", ";" * 8, ""]
    )
    (tmp_path / "entries.csv").write_bytes(text.encode())
    (entry,) = read_entries(tmp_path / "entries.csv", ("tue",))
    assert (entry.entry, entry.area) == ("E1", "Årjäng")


def test_an_empty_wish_is_none_wherever_it_stands(tmp_path: Path) -> None:
    (entry,) = entries_in(tmp_path, "E1,C1,Deje,,1,0,,wed,")
    assert entry.wishes == ("wed",)


def test_gender_and_age_are_not_read(tmp_path: Path) -> None:
    plain = entries_in(tmp_path, ROWS[0])
    assert entries_in(tmp_path, ROWS[0] + ",girl,12", header=HEADER + ",gender,age") == plain


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("E1,C9,Deje,,1,0,tue,,", wrong.EntryTwice),
        ("E9,C1,Deje,,1,0,tue,,", wrong.CardTwice),
        (",C9,Deje,,1,0,tue,,", wrong.EntryMissing),
        ("E9,C9,Deje,,0,0,tue,,", wrong.NumberTooLow),
        ("E9,C9,Deje,,-1,0,tue,,", wrong.NumberTooLow),
        ("E9,C9,Deje,,1,-1,tue,,", wrong.NumberTooLow),
        ("E9,C9,Deje,,1000001,0,tue,,", wrong.NumberTooHigh),
        ("E9,C9,Deje,,many,0,tue,,", wrong.NumberNeeded),
        ("E9,C9,Deje,,1.5,0,tue,,", wrong.NumberNeeded),
        ("E9,C9,Deje,,1,,tue,,", wrong.NumberNeeded),
        ("E9,C9,Deje,,1,٣,tue,,", wrong.NumberNeeded),
        ("E9,C9,Deje,,1,0,sun,,", wrong.SessionUnknown),
        ("E9,C9,Deje,,1,0,tue,tue,", wrong.WishTwice),
        ("E9,C9,Deje,,1,0,tue", wrong.CellsAstray),
    ],
)
def test_a_wrong_row_is_refused_by_its_number_and_why(tmp_path: Path, row: str, error: type[LabError]) -> None:
    with pytest.raises(error) as refused:
        entries_in(tmp_path, ROWS[0], row)
    assert "Row 3" in refused.value.told()


def test_a_file_without_columns_or_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(wrong.ColumnsMissing, match="wish3"):
        entries_in(tmp_path, "E1", header=HEADER.removesuffix(",wish3"))
    with pytest.raises(wrong.ColumnTwice, match="size"):
        entries_in(tmp_path, header=HEADER + ",size")
    with pytest.raises(wrong.NoRows):
        entries_in(tmp_path)
    with pytest.raises(wrong.ColumnsMissing):
        entries_in(tmp_path, header="")
    (tmp_path / "entries.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(wrong.DrawFileUnreadable):
        read_entries(tmp_path / "entries.csv", ())
    with pytest.raises(wrong.DrawFileUnreadable):
        read_entries(tmp_path / "nowhere.csv", ())


@pytest.mark.parametrize(
    "text",
    [
        POLICY,
        '[sessions]\ntue = 3\nwed = 2\n[reserve.tue]\nDeje = 1\norder = "least-served"\nreserve = "last"\n',
        '[draw]\norder = "least-served"\nreserve = "last"\n[sessions]\ntue = 3\nwed = 2\n[reserve.tue]\nDeje = 1\n',
        'reserve.tue.Deje = 1\n[sessions]\ntue = 3\norder = "least-served"\nreserve = "last"\nwed = 2\n',
    ],
)
def test_order_and_reserve_may_stand_at_the_top_below_any_heading_or_under_their_own(tmp_path: Path, text: str) -> None:
    rules = rules_in(tmp_path, text)
    assert rules.seats == {"tue": 3, "wed": 2}
    assert (rules.policy.order, rules.policy.reserve) == (Order.LEAST_SERVED, Reserve.LAST)
    assert rules.policy.reserves == {"tue": {"Deje": 1}}


def test_without_more_than_sessions_the_least_served_come_first(tmp_path: Path) -> None:
    rules = rules_in(tmp_path, "[sessions]\ntue = 3\n")
    assert (rules.policy.order, rules.policy.reserve, rules.policy.reserves) == (Order.LEAST_SERVED, Reserve.FIRST, {})


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[sessions", wrong.PolicyWrong),
        ("sessions = 3", wrong.PolicyWrong),
        ("[sessions]\n", wrong.SessionsMissing),
        ("[sessions]\ntue = -1", wrong.SeatsWrong),
        ("[sessions]\ntue = true", wrong.SeatsWrong),
        ('[sessions]\ntue = "many"', wrong.SeatsWrong),
        ("[sessions]\ntue = 2.5", wrong.SeatsWrong),
        ('oder = "lottery"\n[sessions]\ntue = 3', wrong.PolicyWordUnknown),
        ('order = "random"\n[sessions]\ntue = 3', wrong.ChoiceUnknown),
        ("order = 3\n[sessions]\ntue = 3", wrong.ChoiceUnknown),
        ('reserve = "middle"\n[sessions]\ntue = 3', wrong.ChoiceUnknown),
        ('order = "lottery"\n[sessions]\ntue = 3\norder = "first-come"', wrong.ChoiceUnknown),
        ("[sessions]\ntue = 3\n[reserve]\ntue = 1", wrong.PolicyWrong),
        ("[sessions]\ntue = 3\n[reserve.sun]\nDeje = 1", wrong.ReserveForUnknown),
        ("[sessions]\ntue = 3\n[reserve.tue]\nDeje = 4", wrong.ReserveTooLarge),
        ("[sessions]\ntue = 3\n[reserve.tue]\nDeje = 2\nForshaga = 2", wrong.ReserveTooLarge),
        ("[sessions]\ntue = 3\n[reserve.tue]\nDeje = -1", wrong.ReserveWrong),
        ('[sessions]\ntue = 3\n[reserve.tue]\nDeje = "one"', wrong.ReserveWrong),
    ],
)
def test_a_wrong_policy_is_refused_with_why(tmp_path: Path, text: str, error: type[LabError]) -> None:
    with pytest.raises(error) as refused:
        rules_in(tmp_path, text)
    assert refused.value.told()
    assert refused.value.advised()


def test_the_command_answers_for_every_entry(files) -> None:
    drawn = answer(files[0], "--policy", files[1], "--seed", "7", "--json")
    assert {one["entry"] for one in drawn["outcomes"]} == {"E1", "E2", "E3", "E4"}
    for one in drawn["outcomes"]:
        assert one["outcome"] in ("seat", "waiting")
        assert one["session"] in ("tue", "wed")
        assert one["position"] >= 1
        assert one["reason"]
        assert f"You were number {one['number']}." in one["words"]
    assert len(drawn["hash"]) == 64


def test_the_answer_depends_on_no_language_but_for_the_words(files, monkeypatch: pytest.MonkeyPatch) -> None:
    both = []
    for language in ("sv", "en"):
        i18n.speak(language)
        both.append(answer(files[0], "--policy", files[1], "--seed", "7", "--json"))
    swedish, english = both
    assert swedish["outcomes"][0].pop("words").startswith("Du var nummer 1.")
    assert english["outcomes"][0].pop("words").startswith("You were number 1.")
    assert swedish["hash"] == english["hash"]


def test_without_json_a_table_is_shown(files) -> None:
    done = CliRunner().invoke(app, ["draw", str(files[0]), "--policy", str(files[1]), "--seed", "7"])
    assert done.stdout.startswith("number")
    assert len(done.stdout.splitlines()) == 6


def test_what_is_announced_before_is_what_is_published_after(files) -> None:
    announced = answer(files[0], "--policy", files[1], "--commit", "--json")
    drawn = answer(files[0], "--policy", files[1], "--seed", announced["seed"], "--json")
    assert (drawn["commitment"], drawn["inputs"]) == (announced["commitment"], announced["inputs"])
    assert len(announced["seed"]) == 32


def test_a_published_draw_can_be_made_again(files, tmp_path: Path) -> None:
    drawn = answer(files[0], "--policy", files[1], "--seed", "7", "--json")
    (tmp_path / "published.json").write_text(json.dumps(drawn), "utf-8")
    again = answer("--check", tmp_path / "published.json", "--json")
    assert again == {name: drawn[name] for name in ("commitment", "inputs", "hash")}


def _swap(drawn: dict) -> None:
    first, last = drawn["outcomes"][0], drawn["outcomes"][-1]
    first["entry"], last["entry"] = last["entry"], first["entry"]


@pytest.mark.parametrize(
    "tamper",
    [
        _swap,
        lambda drawn: drawn["outcomes"].pop(),
        lambda drawn: drawn["outcomes"][0].update(reason="held-seat"),
        lambda drawn: drawn["outcomes"][0].update(position=9),
        lambda drawn: drawn["entries"][0].update(past=2),
        lambda drawn: drawn["entries"].pop(),
        lambda drawn: drawn["policy"]["sessions"].update(tue=9),
        lambda drawn: drawn["policy"]["draw"].update(order="lottery"),
        lambda drawn: drawn["policy"]["reserve"]["tue"].update(Deje=0),
        lambda drawn: drawn.update(seed="8"),
        lambda drawn: drawn.update(hash="0" * 64),
        lambda drawn: drawn["sessions"]["tue"].update(taken=9),
    ],
)
def test_tampering_with_a_published_draw_shows(files, tmp_path: Path, tamper) -> None:
    drawn = answer(files[0], "--policy", files[1], "--seed", "7", "--json")
    tamper(drawn)
    (tmp_path / "published.json").write_text(json.dumps(drawn), "utf-8")
    done = CliRunner().invoke(app, ["draw", "--check", str(tmp_path / "published.json")])
    assert isinstance(done.exception, wrong.DrawAltered)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"entries": 1, "policy": 2, "seed": 3, "outcomes": [], "hash": 4}'])
def test_a_file_that_is_no_published_draw_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "published.json").write_text(text, "utf-8")
    done = CliRunner().invoke(app, ["draw", "--check", str(tmp_path / "published.json")])
    assert isinstance(done.exception, wrong.DrawFileUnreadable)


def test_a_command_without_all_it_needs_says_what(files) -> None:
    done = CliRunner().invoke(app, ["draw", str(files[0])])
    assert isinstance(done.exception, wrong.DrawIncomplete)


def test_a_policys_values_are_read_back_as_they_were_published(tmp_path: Path) -> None:
    from bookings.draw_files import as_table

    rules = rules_in(tmp_path, POLICY)
    assert rules_of(as_table(rules)) == rules
