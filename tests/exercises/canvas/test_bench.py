from exercises.canvas import bench


def test_the_bench_tells_each_number_of_steps_beside_the_baseline(engine, monkeypatch):
    monkeypatch.setattr(bench, "open_engine", lambda: engine)
    monkeypatch.setattr(bench, "STEPS", (1, 2))
    figures = bench.run(repeats=2)
    assert set(figures["milliseconds"]) == {"colour fill (baseline)", "1 steps", "2 steps"}
    assert figures["milliseconds"]["1 steps"]["median"] > figures["milliseconds"]["colour fill (baseline)"]["median"]
    assert figures["device"] == "cpu"
