"""What bookings adds to the `verkstad` command."""

from typing import Annotated

import typer

from bookings import demo as demo_lab
from lab import facts, serving
from lab.commands import Data, Host, Port, settled, workshop
from lab.i18n import gettext as _
from lab.settings import Settings


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
        if not facts.is_demo(shop):
            demo_lab.make(shop)
        lines = demo_lab.started(shop)
    if serve:
        serving.serve(settings)
    else:
        print("\n".join([_("The demo lab is in the folder {folder}.", folder=settings.data), *lines]))


def _remove(settings: Settings) -> None:
    """Take the demo's store away; a real lab's is left alone."""
    if settings.store.exists():
        with workshop(settings) as shop:
            demo_lab.check_demo(shop)
        settings.store.unlink()
