"""`verkstad bench`: measurements of other packages, named by text and loaded when they are asked for."""

from inspect import signature
from typing import Annotated, Any

import typer

from lab.commands import AsJson, named, print_json
from lab.errors import LabError
from lab.i18n import N_

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

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class BenchUnknown(LabError):
    message = N_("There is no measurement called {name}.")
    hint = N_("Choose one of: {names}")


class BenchOptionUnknown(LabError):
    message = N_("This measurement cannot be told {given}.")
    hint = N_("It knows: {known}")


@app.command("bench", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
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
        print_json(figures)
    else:
        for name, figure in figures.items():
            print(f"{name}: {figure}")


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
