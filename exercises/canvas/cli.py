"""`verkstad paint` and `verkstad materials`: the exercise without a browser."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from exercises.canvas.engine import LONGEST_SIDE, SIZES, Painting, Picture, open_engine
from exercises.canvas.errors import FileUnreadable, FileUnwritable, PictureTooLarge
from exercises.canvas.marking import mark
from exercises.canvas.materials import MATERIALS, MOST_BYTES, STYLES, Material, Style, labels_from_png, resized
from lab.i18n import gettext as _
from lab.i18n import language

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def paint(
    drawn: Annotated[
        Path, typer.Argument(metavar="MAP", help="A PNG in the palette's colours; the nearest colour counts.")
    ],
    style: Annotated[
        str, typer.Option(help="Light and season; see the materials command. noon:0.3:dusk blends two.")
    ] = "noon",
    seed: Annotated[int, typer.Option(min=0, help="Another number gives another picture.")] = 0,
    out: Annotated[Path, typer.Option(help="Where to write the picture, a PNG.")] = Path("picture.png"),
    steps: Annotated[int, typer.Option(help="1 is fastest.")] = 1,
    size: Annotated[int, typer.Option(help="Side of the picture in pixels.")] = 256,
    as_json: AsJson = False,
) -> None:
    """Paint the landscape of a map."""
    labels = labels_from_png(_read(drawn))
    if max(labels.shape) > LONGEST_SIDE:
        labels = resized(labels, SIZES[-1], SIZES[-1])
    height, width = labels.shape
    painting = Painting(labels.tobytes(), height, width, style, seed, steps, size)
    picture = painted(painting)
    _write(out, mark(picture.png, picture.model, seed, datetime.now(UTC)))
    if as_json:
        print(json.dumps(_told(picture, out)))
    else:
        print(_("{out} was painted in {milliseconds} ms.", out=out, milliseconds=round(picture.milliseconds)))


def materials(as_json: AsJson = False) -> None:
    """Print the palette and the styles."""
    if as_json:
        palette = {"materials": [asdict(one) for one in MATERIALS], "styles": [asdict(one) for one in STYLES]}
        print(json.dumps(palette, ensure_ascii=False, indent=1))
        return
    listed: list[Material | Style] = [*MATERIALS, *STYLES]
    for one in listed:
        print(f"{getattr(one, 'colour', ''):8} {one.key:10} {one.name(language())}")


def painted(painting: Painting) -> Picture:
    """Paint one picture in this process. The first one of a process is slower, so a warm-up goes before it."""
    engine = open_engine()
    for _round in range(2):
        (picture,) = engine.run([painting], _ignore, _never)
    assert isinstance(picture, Picture)
    return picture


def _ignore(_index: int, _step: int, _steps: int) -> None:
    """Nobody watches the steps of a command."""


def _never(_index: int) -> bool:
    """A command is cancelled with Ctrl-C."""
    return False


def _told(picture: Picture, out: Path) -> dict[str, object]:
    return {
        "milliseconds": round(picture.milliseconds, 1), "device": picture.device, "model": picture.model,
        "steps": picture.steps, "out": str(out), "seed": picture.seed, "style": picture.style,
        "width": picture.width, "height": picture.height,
    }  # fmt: skip


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise PictureTooLarge(what=f"{file.stat().st_size / 1e6:.0f} MB")
        return file.read_bytes()
    except OSError as unreadable:
        raise FileUnreadable(file=file, why=unreadable.strerror) from unreadable


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as unwritable:
        raise FileUnwritable(file=file, why=unwritable.strerror) from unwritable
