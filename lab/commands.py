"""What can be typed after `verkstad`. Commands of other packages are named by text and loaded when they are used."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import lab
from lab import i18n, settings
from lab.access import EVERYWHERE, SYSTEM, Grant, Role
from lab.errors import LabError, NotFound
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.runtime import Workshop, open_workshop, use

MOUNTED = {
    "areas": "lab.areas.command:app",
    "draw": "bookings.draw_command:draw_",
    "attendance": "bookings.attendance.command:attendance",
    "demo": "bookings.cli:demo",
    "initiatives": "lab.initiatives.command:app",
    "retention": "bookings.retention_command:retention_",
    "paint": "exercises.canvas.cli:paint",
    "materials": "exercises.canvas.cli:materials",
    "measures": "lab.participation.tables.command:measures",
    "release": "lab.participation.command:release",
    "report": "lab.participation.command:report",
    "collect": "lab.participation.command:collect",
}
CATALOGUE = "exercises.catalogue:all_exercises"
BENCHES = {
    "portal": "lab.bench:run",
    "joins": "bookings.join_bench:run",
    "bookings": "bookings.booking_bench:run",
    "canvas": "exercises.canvas.bench:run",
    "painters": "exercises.canvas.painters_bench:run",
    "draw": "bookings.draw_bench:run",
    "attacks": "lab.participation.attacks.bench:run",
    "reports": "lab.participation.costs.bench:run",
    "fairness": "bookings.draw_fairness:run",
}

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the store, the signing key and backups.")]
Port = Annotated[int | None, typer.Option("--port", help="Port the portal listens on.")]
Host = Annotated[str | None, typer.Option("--host", help="Address to listen on; 0.0.0.0 for tablets in the room.")]
File = Annotated[Path, typer.Argument(metavar="FILE")]
Email = Annotated[str, typer.Argument(metavar="EMAIL")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


class NoStore(LabError):
    message = N_("There is no lab in the folder {folder}.")
    hint = N_("Choose another with --data, or start a new one with: verkstad serve --data {folder}")


class BenchUnknown(LabError):
    message = N_("There is no measurement called {name}.")
    hint = N_("Choose one of: {names}")


class BenchOptionUnknown(LabError):
    message = N_("This measurement cannot be told {given}.")
    hint = N_("It knows: {known}")


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
users = typer.Typer(no_args_is_help=True, help="Who works here, and what they may do.", rich_markup_mode=None)
app.add_typer(users, name="users")
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
        _print_json(now)
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
        _print_json([check.as_row() for check in checks])
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


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(
    told: typer.Context, what: Annotated[str, typer.Argument(metavar="|".join(BENCHES))], as_json: AsJson = False
) -> None:
    """Measure parts of the house on this machine, how fair the draw is, or what attacks find in our reports.

    What a measurement can be told stands after its name, as in: verkstad bench painters --seconds 60
    """
    if what not in BENCHES:
        raise BenchUnknown(name=what, names=", ".join(BENCHES))
    measure = named(BENCHES[what])
    figures = measure(**_options_of(measure, told.args))
    if as_json:
        _print_json(figures)
    else:
        for name, figure in figures.items():
            print(f"{name}: {figure}")


@users.command("add")
def add_user(
    email: Email,
    role: Annotated[Role, typer.Option(help="What they may do.")],
    where: Annotated[str, typer.Option(help='"*", "lab:ID" or "area:CODE".')] = EVERYWHERE,
    data: Data = None,
) -> None:
    """Add someone; their first password is printed once."""
    from lab import passwords, staff

    password = passwords.generated()
    with opened(data) as shop:
        staff.create(shop, SYSTEM, email, password, [Grant(role, where)])
    print(_("{email} can log in with the password {password}", email=email, password=password))


@users.command("list")
def list_users(data: Data = None, as_json: AsJson = False) -> None:
    """Show who works here."""
    from lab import staff

    with opened(data) as shop:
        people = staff.listed(shop, SYSTEM)
    if as_json:
        _print_json([{"email": one.email, "disabled": one.disabled, "grants": _grants(one.grants)} for one in people])
        return
    for one in people:
        print(one.email, *_grants(one.grants), _("disabled") if one.disabled else "", sep="  ")


@users.command("disable")
def disable_user(email: Email, data: Data = None) -> None:
    """Shut someone out at once."""
    from lab import staff

    with opened(data) as shop:
        staff.disable(shop, SYSTEM, _staff_id(shop, email))
    print(_("{email} can no longer log in.", email=email))


@users.command("reset")
def reset_user(email: Email, data: Data = None) -> None:
    """Give someone a new password; it is printed once."""
    from lab import staff

    with opened(data) as shop:
        password = staff.reset_password(shop, SYSTEM, _staff_id(shop, email))
    print(_("{email} can log in with the password {password}", email=email, password=password))


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


def _options_of(measure: Any, told: list[str]) -> dict[str, Any]:
    """What was typed after a measurement's name, as it takes it: "--name value", or "--name" alone for yes."""
    known = {name: one.default for name, one in signature(measure).parameters.items()}
    wrong = BenchOptionUnknown(given=" ".join(told), known=" ".join(f"--{one.replace('_', '-')}" for one in known))
    options: dict[str, Any] = {}
    left = list(told)
    while left:
        name = left.pop(0).removeprefix("--").replace("-", "_")
        if name not in known:
            raise wrong
        kind: Any = type(known[name])
        try:
            options[name] = True if kind is bool else kind(left.pop(0))
        except (IndexError, ValueError) as missing:
            raise wrong from missing
    return options


def _with_store(data: Path | None) -> settings.Settings:
    now = settled(data=data)
    if not now.store.exists():
        raise NoStore(folder=now.data)
    return now


def _staff_id(shop: Workshop, email: str) -> str:
    from lab import staff

    for one in staff.listed(shop, SYSTEM):
        if one.email == staff.normal(email):
            return one.id
    raise NotFound()


def _grants(grants: tuple[Grant, ...]) -> list[str]:
    return [f"{grant.role} {grant.scope}" for grant in grants]


def _spoken() -> str | None:
    """The language of the terminal, until the lab's own settings are read."""
    chosen = (os.environ.get(name) for name in ("VERKSTAD_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return next((value[:2].casefold() for value in chosen if value), None)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
