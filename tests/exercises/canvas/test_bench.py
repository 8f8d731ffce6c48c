import pytest

from exercises.canvas import bench, peers


def test_the_bench_tells_each_size_and_number_of_steps_beside_the_baseline_and_the_peers(engine, monkeypatch):
    monkeypatch.setattr(bench, "open_engine", lambda: engine)
    monkeypatch.setattr(bench, "STEPS", (1, 2))
    monkeypatch.setattr(bench, "SIZES", (64,))
    monkeypatch.setattr(bench, "_memory", bench.most_held)
    figures = bench.run(repeats=2, peers=1, tiny=True)
    assert set(figures["milliseconds"]["64"]) == {bench.FILL, bench.STROKE, "1 steps", "2 steps"}
    assert figures["device"] == "cpu"
    assert figures["memory_mib"]["64"]["1 steps"] > 50
    assert set(figures["peers"]["256"]) == set(peers.PEERS)
    assert all(set(peer["times_ours"]) == {bench.STROKE, bench.NEW} for peer in figures["peers"]["256"].values())
    assert "quality" not in figures


@pytest.mark.parametrize(
    ("make", "least", "most"),
    [
        (lambda: peers.SpadeGenerator(), 90e6, 120e6),
        (lambda: peers.UNet2DConditionModel(
            block_out_channels=peers.SD_WIDTHS, cross_attention_dim=1024, attention_head_dim=(5, 10, 20, 20),
            use_linear_projection=True,
        ), 865e6, 867e6),
    ],
)  # fmt: skip
def test_the_peers_have_their_published_sizes(make, least, most):
    import torch

    with torch.device("meta"):
        network = make()
    assert least <= sum(numbers.numel() for numbers in network.parameters()) <= most


def test_spades_generator_makes_a_picture_of_its_maps_size():
    import torch

    network = peers.SpadeGenerator(width=4, classes=16)
    assert network(torch.zeros(1, 16, 64, 64)).shape == (1, 3, 64, 64)
