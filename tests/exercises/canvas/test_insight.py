"""What is asked about a picture: each answer, what is missing, and that anyone may change their mind."""

import io
import sys
import types
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from exercises.canvas.insight import ReaderMissing
from exercises.canvas.materials import labels_from_png, material
from exercises.canvas.requests import Alike, Comparison, Inside, Reading


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


class Mirror:
    """A reader that sees a lake everywhere."""

    def labels(self, picture: np.ndarray) -> np.ndarray:
        return np.full(picture.shape[:2], material("lake").id, dtype=np.uint8)

    def features(self, picture: np.ndarray) -> np.ndarray:
        return np.zeros(64, dtype=np.float32)


@pytest.fixture
def reader(engine, monkeypatch):
    """Stands in for the trained reader and the training pictures."""
    module = types.ModuleType("exercises.canvas.reader")
    module.obedience = lambda asked, read: ({"lake": float((asked == read).mean())}, 0.5)
    near = types.ModuleType("exercises.canvas.neighbours")
    near.likeness = lambda features, labels, light: features
    near.nearest = lambda alike, count: [(number, 0.1 * number) for number in range(count)]
    near.drawn = lambda number: (np.full((8, 8), number, np.uint8), np.full((8, 8, 3), number, np.uint8), "dusk")
    monkeypatch.setitem(sys.modules, "exercises.canvas.reader", module)
    monkeypatch.setitem(sys.modules, "exercises.canvas.neighbours", near)
    monkeypatch.setattr("exercises.canvas.neighbours", near, raising=False)
    engine._insight.__dict__["reader"] = Mirror()
    yield
    engine._insight.__dict__.pop("reader", None)


def test_a_look_inside_shows_each_guess_and_ends_with_the_picture(run, painting):
    (frames,) = run(Inside(painting(), steps=4))
    (picture,) = run(painting(steps=4))
    assert frames.times == (1.0, 0.75, 0.5, 0.25)
    assert frames.pngs[-1] == picture.png
    assert len(set(frames.pngs)) == 4


def test_a_look_inside_shows_what_was_looked_at_from_noise_alone_to_hardly_any(run, painting):
    (frames,) = run(Inside(painting(size=256), steps=4))
    seen = [pixels(png).astype(float) for png in frames.looked_at]
    assert {image.shape for image in seen} == {(128, 128, 3)}
    # Noise differs as much from the next point as from any other; a landscape does not.
    unrest = [np.abs(np.diff(image, axis=1)).mean() for image in seen]
    assert unrest == sorted(unrest, reverse=True)
    (other,) = run(Inside(painting(size=256, style="night"), steps=4))
    assert other.looked_at[0] == frames.looked_at[0]
    assert other.looked_at[3] != frames.looked_at[3]


def test_a_reading_tells_what_was_asked_and_what_is_seen(run, painting, reader):
    (read,) = run(Reading(painting()))
    assert (read.size, len(read.labels), len(read.asked)) == (64, 64 * 64, 64 * 64)
    assert set(read.labels) == {material("lake").id}
    assert read.obedience == {"lake": 0.5}


def test_the_nearest_training_pictures_come_with_their_maps(run, painting, reader):
    (found,) = run(Alike(painting(), count=3))
    assert [one.number for one in found.pictures] == [0, 1, 2]
    assert labels_from_png(np_png(found.pictures[2].labels))[0, 0] == 2
    assert pixels(found.pictures[1].png).shape == (8, 8, 3)


def np_png(png: bytes) -> bytes:
    """The palette's PNG enlarged: maps smaller than 16 points are not read."""
    file = io.BytesIO()
    Image.open(io.BytesIO(png)).resize((16, 16), Image.Resampling.NEAREST).save(file, format="PNG")
    return file.getvalue()


def test_a_comparison_tells_what_each_way_took(run, painting, reader):
    (ways,) = run(Comparison(painting()))
    fill, sketch, small = ways.ways
    assert [way.name for way in ways.ways] == ["fill", "sketch", "small"]
    assert 0 <= fill.joules <= min(sketch.joules, small.joules)
    assert min(sketch.milliseconds, small.milliseconds) > fill.milliseconds
    assert [way.obedience for way in ways.ways] == [0.5, 0.5, 0.5]
    assert len({fill.png, sketch.png, small.png}) == 3


def test_without_its_weights_the_reader_is_told_of_and_a_comparison_does_without(
    engine, run, painting, tmp_path, caplog
):
    folder, engine.folder = engine.folder, tmp_path
    engine._insight.__dict__.pop("reader", None)
    try:
        with pytest.raises(ReaderMissing) as told:
            run(Reading(painting()))
        (ways,) = run(Comparison(painting()))
    finally:
        engine.folder = folder
    assert [way.obedience for way in ways.ways] == [None, None, None]
    assert str(tmp_path) in caplog.text, "where it should be stands in the log"
    assert str(tmp_path) not in told.value.told() + told.value.advised()


@pytest.mark.parametrize("make", [Inside, Reading, Alike, Comparison])
def test_anyone_may_change_their_mind_at_any_step(engine, painting, reader, make):
    for patience in range(4):
        asked = []

        def cancelled(_index, asked=asked, patience=patience):
            asked.append(1)
            return len(asked) > patience

        answers = engine.run([make(painting())], lambda *_: None, cancelled)
        if len(asked) > patience:
            assert answers == [None]


@pytest.mark.parametrize("make", [Inside, Reading, Alike, Comparison])
def test_strokes_are_painted_between_the_steps_of_a_look(engine, painting, reader, make):
    """What the engine process does: live work runs inside `progress`, and neither spoils the other."""
    plain = engine.run([make(painting())], lambda *_: None, lambda _: False)
    strokes = []

    def progress(_index, _step, _steps):
        strokes.extend(engine.run([painting(seed=5)], lambda *_: None, lambda _: False))

    between = engine.run([make(painting())], progress, lambda _: False)
    (alone,) = engine.run([painting(seed=5)], lambda *_: None, lambda _: False)
    assert {stroke.png for stroke in strokes} == {alone.png}
    if make is not Comparison:
        assert plain == between


def test_a_blend_and_a_finished_picture_can_be_looked_into(run, painting):
    (frames,) = run(Inside(replace(painting(style="noon:0.5:night"), steps=3), steps=2))
    assert len(frames.pngs) == 2
