"""The canvas's real engine in its own process, with the weights of the package."""

import time
from collections.abc import Iterator

import pytest

from exercises.canvas.engine import Painting, Picture
from exercises.canvas.exercise import EXERCISE
from exercises.canvas.templates import SIZE, starting_maps
from lab.engine_host import EngineHost, Standing, WorkCancelled
from lab.errors import LabError
from lab.settings import Settings

LABELS = starting_maps()[0].labels.tobytes()


def painting(seed: int = 7, **other: int) -> Painting:
    return Painting(LABELS, SIZE, SIZE, "noon", seed, **other)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineHost]:
    host = EngineHost(Settings(data=tmp_path_factory.mktemp("engine"), device="cpu", engine_seconds=600))
    yield host
    host.close()


def paint(host: EngineHost, owner: str, wanted: Painting) -> Picture:
    picture: Picture = host.submit(EXERCISE.slug, EXERCISE.engine, owner, wanted).result(300)
    return picture


def test_the_same_request_gives_the_same_bytes_in_any_company(host: EngineHost) -> None:
    alone = paint(host, "ada", painting())
    first = host.submit(EXERCISE.slug, EXERCISE.engine, "first", painting(1))
    crowd = [host.submit(EXERCISE.slug, EXERCISE.engine, f"seat {seed}", painting(seed)) for seed in (3, 7, 9)]
    first.result(300)
    others, again = [crowd[0].result(300), crowd[2].result(300)], crowd[1].result(300)
    assert again.png == alone.png
    assert alone.png not in [other.png for other in others]
    assert (alone.device, alone.seed, alone.style) == ("cpu", 7, "noon")


def test_a_cancelled_picture_is_not_finished(host: EngineHost) -> None:
    paint(host, "ada", painting())
    future = host.submit(EXERCISE.slug, EXERCISE.engine, "ada", painting(steps=16))
    while not (host.standing("ada") or Standing(1)).step and not future.done():
        time.sleep(0.005)
    host.cancel("ada")
    with pytest.raises(WorkCancelled):
        future.result(300)


def test_a_bad_request_is_refused_before_it_reaches_the_engine() -> None:
    with pytest.raises(LabError):
        painting(-1)
    with pytest.raises(LabError):
        Painting(LABELS, 1, 1, "noon", 7)
