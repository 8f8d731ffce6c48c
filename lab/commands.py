"""What can be typed after `verkstad`. Commands of other packages are named by text and loaded when they are used."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import lab
from lab import i18n, settings
from lab.access import SYSTEM
from lab.errors import LabError
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.runtime import Workshop, open_workshop, use

MOUNTED = {
    "areas": "lab.areas.command:app",
    "draw": "bookings.draw_command:draw_",
    "attendance": "bookings.attendance.command:attendance",
    "bench": "lab.bench_command:app",
    "demo": "bookings.cli:demo",
    "initiatives": "lab.initiatives.command:app",
    "retention": "bookings.retention_command:retention_",
    "paint": "exercises.canvas.cli:paint",
    "materials": "exercises.canvas.cli:materials",
    "measures": "lab.participation.tables.command:measures",
    "release": "lab.participation.command:release",
    "report": "lab.participation.command:report",
    "collect": "lab.participation.command:collect",
    "users": "lab.staff_command:app",
}
CATALOGUE = "exercises.catalogue:all_exercises"
Data = Annotated[Path | None, typer.Option("--data", help="Folder of the store, the signing key and backups.")]
Port = Annotated[int | None, typer.Option("--port", help="Port the portal listens on.")]
Host = Annotated[str | None, typer.Option("--host", help="Address to listen on; 0.0.0.0 for tablets in the room.")]
File = Annotated[Path, typer.Argument(metavar="FILE")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


class NoStore(LabError):
    message = N_("There is no lab in the folder {folder}.")
    hint = N_("Choose another with --data, or start a new one with: verkstad serve --data {folder}")


class Commands(TyperGroup):
    """Our own commands and the mounted ones, each a function or an app of its own, in the order of the alphabet."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted([*super().list_commands(ctx), *MOUNTED])

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in MOUNTED:
            return super().get_command(ctx, cmd_name)
        mounted = named(MOUNTED[cmd_name])
        if isinstance(mounted, typer.Typer):
            return typer.main.get_command(mounted)
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(cmd_name)(mounted)
        return typer.main.get_command(single)


app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)
card = typer.Typer(no_args_is_help=True, help="Lab cards.", rich_markup_mode=None)
app.add_typer(card, name="card")


def run() -> None:
    """Run what was typed. A LabError becomes its sentence and what to do now, and exit code 2."""
    i18n.speak(_spoken())
    try:
        app()
    except LabError as error:
        print(" ".join(filter(None, (error.told(), error.advised()))), file=sys.stderr)
        sys.exit(2)


@app.callback(invoke_without_command=True)
def _options(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Verkstad: book, join, paint and report in a youth AI makerspace."""
    if version:
        print(f"verkstad {lab.__version__}")
        raise typer.Exit


@app.command()
def serve(data: Data = None, port: Port = None, host: Host = None) -> None:
    """Open the lab in DIR to its staff and youths; an empty one shows its set-up code here."""
    from lab import serving

    serving.serve(settled(data=data, port=port, host=host))


@app.command("settings")
def settings_(data: Data = None, as_json: AsJson = False) -> None:
    """Show every setting, what it is now, and what it is for."""
    now = settled(data=data).model_dump(mode="json")
    if as_json:
        print_json(now)
        return
    width = max(map(len, now))
    for name, field in settings.Settings.model_fields.items():
        print(f"{name:{width}}  {now[name]!s:10}  {field.description}")


@app.command()
def doctor(data: Data = None, port: Port = None, as_json: AsJson = False) -> None:
    """Look whether everything that Verkstad needs is here, and say what to do where it is not."""
    from lab.doctor import examined

    checks = examined(settled(data=data, port=port))
    if as_json:
        print_json([check.as_row() for check in checks])
    else:
        for check in checks:
            print(check.as_line())
    raise typer.Exit(0 if all(check.ok for check in checks) else 1)


@app.command()
def backup(
    file: File,
    data: Data = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE where it exists.")] = False,
) -> None:
    """Copy the whole store to FILE, also while the portal runs."""
    from lab.backup import back_up

    now = _with_store(data)
    back_up(now, file, force)
    print(_("The store is backed up in {file}.", file=file))
    print(_("Keep a copy of {key} too: without it no lab card is recognised.", key=now.data / "secret.key"))


@app.command()
def restore(
    file: File,
    data: Data = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the lab that is there.")] = False,
) -> None:
    """Make FILE, a backup, the store. The portal must be stopped."""
    from lab.backup import restore as restore_from

    now = settled(data=data)
    restore_from(now, file, force)
    print(_("The store is restored from {file}.", file=file))


@card.command("erase")
def erase_card(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="The three words of the card.")],
    data: Data = None,
) -> None:
    """Forget a card and all that was kept of whoever holds it."""
    from lab import cards

    with opened(data) as shop:
        cards.erase(shop, SYSTEM, cards.known(shop, " ".join(words)))
    print(_("The card is erased, with its visits and pictures. Reports that are frozen stay as they are."))


def settled(**typed: Any) -> settings.Settings:
    """The settings with what was typed; the language of the lab becomes the one spoken."""
    given = {name: value for name, value in typed.items() if value is not None}
    now = settings.read(**given)
    if "language" in now.model_fields_set:
        i18n.speak(now.language)
    return now


@contextmanager
def opened(data: Path | None) -> Iterator[Workshop]:
    """The workshop of a lab that exists, for as long as one command takes."""
    with workshop(_with_store(data)) as shop:
        yield shop


@contextmanager
def workshop(now: settings.Settings) -> Iterator[Workshop]:
    """The workshop of `now`, made if it is not there, for as long as one command takes."""
    shop = use(open_workshop(now, named(CATALOGUE)()))
    try:
        yield shop
    finally:
        shop.close()


def named(path: str) -> Any:
    """What "module:name" stands for, imported now."""
    module, name = path.split(":")
    return getattr(import_module(module), name)


def _with_store(data: Path | None) -> settings.Settings:
    now = settled(data=data)
    if not now.store.exists():
        raise NoStore(folder=now.data)
    return now


def _spoken() -> str | None:
    """The language of the terminal, until the lab's own settings are read."""
    chosen = (os.environ.get(name) for name in ("VERKSTAD_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return next((value[:2].casefold() for value in chosen if value), None)


def print_json(value: object) -> None:
    """The answer of a command as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
