import json

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from exercises.canvas import cli
from exercises.canvas.errors import FileUnreadable, FileUnwritable, NotAPicture, PictureTooSmall, UnknownStyle
from exercises.canvas.materials import png_from_labels
from tests.exercises.marks import is_marked


@pytest.fixture
def app(engine, monkeypatch):
    monkeypatch.setattr(cli, "open_engine", lambda: engine)
    app = typer.Typer()
    app.command()(cli.paint)
    app.command()(cli.materials)
    return app


@pytest.fixture
def ask(app):
    def run(*words: object):
        return CliRunner().invoke(app, [str(word) for word in words])

    return run


@pytest.fixture
def drawn(tmp_path, lake_map):
    file = tmp_path / "map.png"
    file.write_bytes(png_from_labels(lake_map))
    return file


def test_paint_writes_a_marked_picture_and_tells_how(ask, drawn, tmp_path):
    out = tmp_path / "out.png"
    told = ask("paint", drawn, "--style", "noon", "--seed", 7, "--size", 64, "--out", out, "--json")
    assert told.exit_code == 0, told.output
    answer = json.loads(told.stdout)
    assert {"milliseconds", "device", "model", "steps", "out", "seed", "style"} <= set(answer)
    assert (answer["seed"], answer["style"], answer["steps"]) == (7, "noon", 1)
    assert is_marked(out.read_bytes())


def test_the_palette_is_printed(ask):
    answer = json.loads(ask("materials", "--json").stdout)
    assert len(answer["materials"]) == 16
    assert {"id", "key", "sv", "en", "colour"} <= set(answer["materials"][0])
    assert len(answer["styles"]) == 8
    assert "cottage" in ask("materials").stdout


def test_what_cannot_be_painted_is_told(ask, drawn, tmp_path):
    broken, speck = tmp_path / "broken.png", tmp_path / "speck.png"
    broken.write_bytes(b"not a picture")
    speck.write_bytes(png_from_labels(np.zeros((1, 1))))
    out = tmp_path / "out.png"
    for words, error in (
        ((broken,), NotAPicture),
        ((speck,), PictureTooSmall),
        ((tmp_path / "nothing.png",), FileUnreadable),
        ((drawn, "--style", "disco"), UnknownStyle),
        ((drawn, "--size", 64, "--out", tmp_path / "no" / "folder.png"), FileUnwritable),
    ):
        told = ask("paint", *words, *(() if "--out" in words else ("--out", out)))
        assert isinstance(told.exception, error), (words, told.exception)
    assert not out.exists()
