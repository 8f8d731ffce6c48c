"""A thousand requests that nobody should send: each is refused in one sentence or painted, and the engine paints on."""

import io
import random
import string

import numpy as np
import pytest
from PIL import Image

from exercises.canvas.engine import Painting, png_of
from exercises.canvas.label_runs import encoded
from exercises.canvas.orders import painting_of
from exercises.canvas.requests import Comparison, Inside, Reading
from lab.errors import LabError

REQUESTS = 1000
NUMBERS = (-1, 0, 1, 7, 15, 16, 17, 64, 255, 2**31, 2**53, 2**64, -(2**63), 1.5, 64.0, float("nan"), float("inf"))
TEXTS = ("", "noon", "noon:0.5:dusk", "noon:nan:dusk", "noon:1e9:dusk", "NOON", "дуск", "\0", "x" * 100_000)
ODD = (None, True, False, *NUMBERS, *TEXTS, b"", b"\0" * 4096, [], {}, [1])


def painting(chance: random.Random) -> dict:
    """Mostly right, and wrong in one to three places."""
    side = chance.choice((1, 15, 16, 17, 32, 64, 65))
    made = {
        "labels": bytes(chance.randrange(16) for _ in range(side * side)), "height": side, "width": side,
        "style": chance.choice(("noon", "night", "winter:0.3:night")), "seed": chance.randrange(2**53),
        "steps": chance.choice((1, 1, 1, 2)), "size": 64,
    }  # fmt: skip
    for name in chance.sample([*made, "words"], chance.choice((0, 1, 1, 2, 3))):
        made[name] = chance.choice(ODD)
    if chance.random() < 0.1:
        made["labels"] = bytes(chance.randrange(256) for _ in range(side * side))
    return made


def order(chance: random.Random) -> object:
    """What a browser could be made to send."""
    letters = "".join(chance.choices(string.printable, k=chance.randrange(200)))
    good = encoded(np.full((256, 256), chance.randrange(16), dtype=np.uint8))
    return chance.choice(
        (
            *ODD, letters, {"map": letters}, {"map": good, "style": chance.choice(ODD), "seed": chance.choice(ODD)},
            {"map": good[: chance.randrange(len(good))], "style": "noon", "seed": 1},
            {"map": "AAAA" * 1_000_000, "style": "noon", "seed": 1},
        )
    )  # fmt: skip


def test_a_thousand_odd_requests_leave_the_engine_painting(engine) -> None:
    chance = random.Random(1780)
    good = Painting(bytes(4096), 64, 64, "noon", 7, size=64)
    (before,) = engine.run([good], lambda *_: None, lambda _: False)
    refused = painted = 0
    for number in range(REQUESTS):
        try:
            request = Painting(**painting(chance))
            if number % 10 == 0:
                request = chance.choice((Reading, Comparison, lambda one: Inside(one, chance.choice(ODD))))(request)
            engine.run([request], lambda *_: None, lambda _, drop=number % 7 == 0: drop)
            painted += 1
        except LabError:
            refused += 1
    assert refused > 300
    assert painted > 100
    (after,) = engine.run([good], lambda *_: None, lambda _: False)
    assert after.png == before.png


def test_a_thousand_odd_orders_are_each_a_painting_or_one_sentence() -> None:
    chance = random.Random(1781)
    told = set()
    for _ in range(REQUESTS):
        try:
            assert isinstance(painting_of(order(chance), 64), Painting)
        except LabError as error:
            told.add(error.told())
    assert "" not in told
    assert len(told) > 5


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 64), (3, 5)])
def test_a_picture_of_any_size_is_written_as_a_png(height: int, width: int) -> None:
    image = np.random.default_rng(5).integers(0, 256, (height, width, 3), dtype=np.uint8)
    assert (np.asarray(Image.open(io.BytesIO(png_of(image)))) == image).all()
