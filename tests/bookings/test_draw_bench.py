"""The measurement of the draw gives its figures, and its baseline is what it says."""

import pytest

from bookings import draw_bench


def test_every_kind_is_measured_beside_the_baseline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_bench, "ENTRIES", 60)
    figures = draw_bench.run(repeats=1)
    assert next(iter(figures["milliseconds"])).endswith("(baseline)")
    assert all(times["median"] > 0 for times in figures["milliseconds"].values())


def test_the_baseline_never_oversells() -> None:
    entries, rules = draw_bench.round_of(300, sessions=5)
    got = list(draw_bench.first_fit(entries, rules, "1").values())
    assert all(got.count(session) <= seats for session, seats in rules.seats.items())
