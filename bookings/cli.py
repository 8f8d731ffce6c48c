"""What bookings adds to the `verkstad` command."""

from typing import Annotated

import typer

from bookings import demo as demo_lab
from lab import facts, serving
from lab.commands import Data, Host, Port, named, settled, workshop
from lab.errors import LabError
from lab.exercise import MadePicture
from lab.i18n import gettext as _
from lab.runtime import Workshop
from lab.settings import Settings

SAMPLES = "exercises.canvas.samples:pictures"
PICTURES = 6


def demo(
    data: Data = None,
    port: Port = None,
    host: Host = None,
    reset: Annotated[bool, typer.Option("--reset", help="Make the demo again from the beginning.")] = False,
    serve: Annotated[bool, typer.Option("--serve", help="Open it to visitors when it is made.")] = False,
) -> None:
    """Make the demo lab in DIR, where none is yet, with a session that runs now."""
    settings = settled(data=data, port=port, host=host)
    if serve:
        serving.check_free(settings)
    if reset:
        _remove(settings)
    with workshop(settings) as shop:
        new = not facts.is_demo(shop)
        if new:
            demo_lab.make(shop)
        lines = demo_lab.started(shop)
        if new:
            demo_lab.hang_pictures(shop, _painted(shop))
    if serve:
        serving.serve(settings)
    else:
        print("\n".join([_("The demo lab is in the folder {folder}.", folder=settings.data), *lines]))


def _painted(shop: Workshop) -> list[MadePicture]:
    """Some pictures by the real engine; none where it cannot paint, which `verkstad doctor` explains."""
    try:
        return list(named(SAMPLES)(shop.engines, PICTURES))
    except LabError:
        return []


def _remove(settings: Settings) -> None:
    """Take the demo's store away; a real lab's is left alone."""
    if settings.store.exists():
        with workshop(settings) as shop:
            demo_lab.check_demo(shop)
        settings.store.unlink()
