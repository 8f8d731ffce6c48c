"""The example in docs/draw.md is what the program does."""

import re
from pathlib import Path

import pytest

from bookings.draw import draw, line, lottery_number
from bookings.draw_files import read_entries, read_rules
from bookings.draw_words import told
from lab import i18n

PAGE = (Path(__file__).parents[2] / "docs" / "draw.md").read_text("utf-8")
SEED = "spring-4"


def block(language: str) -> str:
    return PAGE.rpartition(f"```{language}\n")[2].partition("```")[0]


@pytest.fixture
def example(tmp_path: Path):
    (tmp_path / "entries.csv").write_text(block("csv"), "utf-8")
    (tmp_path / "policy.toml").write_text(block("toml"), "utf-8")
    rules = read_rules(tmp_path / "policy.toml")
    return read_entries(tmp_path / "entries.csv", rules.seats), rules.seats, rules.policy, SEED


def test_the_example_by_hand_is_the_draw(example) -> None:
    entries, _seats, policy, _seed = example
    drawn = draw(*example)
    answers = {one.entry: f"{one.outcome}: {one.session}" for one in drawn.outcomes}
    rows = [row.strip("| ").split(" | ") for row in re.findall(r"^\| \d .*", PAGE, re.MULTILINE)]
    parties = line(entries, policy.order, SEED)
    assert len(rows) == len(parties)
    for place, (party, row) in enumerate(zip(parties, rows, strict=True), 1):
        first = party.entries[0]
        ticket = ("party", first.party) if first.party else ("card", first.card)
        named = [one.entry for one in party.entries]
        assert (int(row[0]), row[1].split(", "), row[3]) == (place, named, lottery_number(SEED, *ticket)[:8])
        assert {answers[entry] for entry in named} == {row[-1]}
    assert drawn.hash in PAGE


def test_the_siblings_are_told_what_the_page_says(example) -> None:
    i18n.speak("en")
    drawn = draw(*example)
    said = " ".join(told(next(one for one in drawn.outcomes if one.entry == "3"), drawn).split())
    assert said in " ".join(PAGE.replace("> ", "").split())
