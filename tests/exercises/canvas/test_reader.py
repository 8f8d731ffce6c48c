"""The reader that looks back, and the training pictures that are found again by their number."""

import numpy as np
import pytest
import torch

from exercises.canvas.neighbours import PARTS, Index, drawn, nearest
from exercises.canvas.reader import FEATURES, WEIGHTS, Reader, ReaderNet, obedience
from exercises.canvas.training.data import draw_one
from exercises.canvas.training.evaluate import by_renderer, held_out, kernel_distance, overlap
from exercises.canvas.training.read import CHOICES, HARD, disguised, missed, richest, teach
from exercises.canvas.training.remember import likeness_of

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def test_obedience_is_the_overlap_of_what_was_asked_with_what_was_read() -> None:
    asked = np.array([[0, 0], [9, 9]], dtype=np.uint8)
    read = np.array([[0, 0], [9, 14]], dtype=np.uint8)
    assert obedience(asked, read) == ({"sky": 1.0, "forest": 0.5}, 0.75)
    assert obedience(asked, asked)[1] == 1


def test_the_shipped_reader_finds_most_of_what_is_in_true_pictures(reader: Reader) -> None:
    task = held_out(6, 128, 970_000_000)
    read = np.stack([reader.labels(one) for one in by_renderer(task)])
    assert read.shape == (6, 128, 128)
    assert (read == task.maps.numpy()).mean() > 0.6
    assert overlap(task.maps, read)["mean"] > 0.4


def test_features_tell_alike_pictures_from_others(reader: Reader) -> None:
    one, other = by_renderer(held_out(2, 128, 970_000_100))
    brighter = np.clip(one.astype(int) + 4, 0, 255).astype(np.uint8)
    here, near, far = (reader.features(picture) for picture in (one, brighter, other))
    assert here.shape == (FEATURES,)
    assert here.dtype == np.float32
    assert np.linalg.norm(here - near) < np.linalg.norm(here - far)


def test_any_size_of_picture_is_read_at_its_own_size(reader: Reader) -> None:
    assert reader.labels(np.zeros((64, 96, 3), dtype=np.uint8)).shape == (64, 96)


def test_a_training_picture_drawn_twice_is_the_same() -> None:
    once, twice = drawn(1234), drawn(1234)
    assert (once[0] == twice[0]).all()
    assert (once[1] == twice[1]).all()
    assert once[2] == twice[2]
    assert once[0].shape == (256, 256)
    assert once[1].shape == (256, 256, 3)


def test_a_training_picture_is_its_own_nearest_neighbour(reader: Reader) -> None:
    found = nearest(likeness_of(reader, 3201), 5)
    assert [distance for _number, distance in found] == sorted(distance for _number, distance in found)
    assert 3201 in [number for number, _distance in found]


def test_an_index_is_packed_and_found_again(tmp_path) -> None:
    numbers = sum(count for count, _weight in PARTS)
    alike = np.random.default_rng(1).normal(3, 2, (40, numbers)).astype(np.float32)
    Index.of(100, alike).save(tmp_path / "index.npz")
    index = Index.load(tmp_path / "index.npz")
    assert index.nearest(alike[7], 1)[0][0] == 107
    assert index.nearest(alike[7], 1)[0][1] < 0.1
    assert 0.5 < np.mean([index.nearest(one, 40)[-1][1] for one in alike]) < 2


def test_neighbours_have_more_of_a_pictures_materials_and_light_than_any_others(reader: Reader) -> None:
    alike, others = [], []
    for number in range(900, 908):
        own = likeness_of(reader, number)
        alike += [in_common(own, likeness_of(reader, near)) for near, _distance in nearest(own, 2)]
        others += [in_common(own, likeness_of(reader, other)) for other in (1500 + number, 2500 - number)]
    (materials, light), (materials_of_others, light_of_others) = np.mean(alike, 0), np.mean(others, 0)
    assert materials > materials_of_others + 0.1
    assert light > light_of_others + 0.1


def in_common(own: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """Which part of the materials of one picture another has too, and how much of their light is the same."""
    ends = np.cumsum([count for count, _weight in PARTS])
    _looks, materials, light = np.split(own, ends[:-1])
    _others_looks, others_materials, others_light = np.split(other, ends[:-1])
    return float((others_materials > 0)[materials > 0.1].mean()), float(np.minimum(light, others_light).sum())


def test_a_disguised_picture_is_still_a_picture() -> None:
    pictures = torch.rand(3, 3, 32, 32) * 2 - 1
    shown = disguised(pictures, torch.Generator().manual_seed(1))
    assert shown.shape == pictures.shape
    assert shown.abs().max() <= 1
    assert not torch.allclose(shown, pictures, atol=0.02)


def test_a_reader_is_taught_and_goes_on_where_it_stopped(tmp_path) -> None:
    first = teach(tmp_path, 0.02)
    again = teach(tmp_path, 0.02, rendered=first["pictures"])
    assert again["pictures"] > first["pictures"]
    assert isinstance(Reader.load(tmp_path).network, ReaderNet)
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 2 * 2**20


def test_a_shipped_reader_is_tuned_in_small_steps_and_goes_on_where_it_stopped(tmp_path, reader: Reader) -> None:
    def apart(folder) -> float:
        pairs = zip(Reader.load(folder).network.parameters(), reader.network.parameters(), strict=True)
        return max(float((one - other).abs().max()) for one, other in pairs)

    teach(tmp_path, 0.02, start=WEIGHTS)
    once = apart(tmp_path)
    teach(tmp_path, 0.02, rendered=500, start=WEIGHTS)
    assert 0 < once < 0.05
    assert apart(tmp_path) != once


def test_what_is_missing_of_the_overlap_is_nothing_where_all_is_read_rightly() -> None:
    meant = torch.tensor([[[0, 0], [9, 9]]])
    right = 50 * torch.nn.functional.one_hot(meant, 16).movedim(3, 1).float()
    assert float(missed(right, meant)) < 1e-6
    assert float(missed(right.flip(2), meant)) > 0.99
    half = right.clone()
    half[0, :, 1, 1] = right[0, :, 0, 0]
    assert float(missed(half, meant)) == pytest.approx(1 - (2 / 3 + 1 / 2) / 2, abs=1e-5)


def test_every_second_lesson_is_chosen_for_what_is_hard_to_read() -> None:
    def hard_points(numbers) -> float:
        return float(np.mean([np.isin(draw_one(number, 64), HARD).mean() for number in numbers]))

    firsts = range(0, 40 * CHOICES, CHOICES)
    assert all(first <= richest(first) < first + CHOICES for first in firsts)
    assert hard_points(richest(first) for first in firsts) > 1.2 * hard_points(firsts)


def test_kid_is_about_nothing_for_pictures_of_one_kind() -> None:
    rng = np.random.default_rng(3)
    one, same, other = (rng.normal(mean, 1, (200, FEATURES)) for mean in (0, 0, 0.7))
    assert abs(kernel_distance(one, same)) < 0.2 * kernel_distance(one, other)
