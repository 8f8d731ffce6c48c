"""The measurement of reports runs, small, and all three ways answer alike; it says nothing of time."""

from lab.participation import report_bench


def test_three_ways_agree_and_are_timed() -> None:
    told = report_bench.run(visits=3_000, cards=600, sessions=60, rounds=1)
    assert told["visits"] == 3_000
    assert {"ours", "pandas", "sqlite", "release_s", "read_municipality_ms"} <= set(told)
