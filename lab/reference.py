"""The parts of docs/ that are written from the program itself: settings, actions and commands. Run by `make docs`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from lab.access import ACTIONS, ROLE_NAMES
from lab.commands import app
from lab.settings import Settings

NOTE = "<!-- Written by `make docs` from {source}: change it there. -->"
WIDTH = 100


def pages() -> dict[str, str]:
    """File name in docs/ to what is in it."""
    return {"settings.md": _settings(), "actions.md": _actions(), "commands.md": _commands()}


def _settings() -> str:
    lines = [
        "# Settings",
        "",
        NOTE.format(source="lab/settings.py"),
        "",
        "A setting is read from the command line, else from the environment, else from `verkstad.toml` in the data",
        "folder or in the folder where the command is run, else it has its default. `verkstad settings` shows them.",
        "",
        "| setting | in the environment | default | what it is for |",
        "|---|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        default = str(field.default) or " "
        lines.append(f"| `{name}` | `VERKSTAD_{name.upper()}` | `{default}` | {field.description} |")
    return "\n".join([*lines, ""])


def _actions() -> str:
    heads = [str(name) for name in ROLE_NAMES.values()]
    lines = [
        "# Who may do what",
        "",
        NOTE.format(source="lab/access.py"),
        "",
        "A role is granted somewhere: everywhere, in one lab, or in one area with the areas inside it. Whoever has",
        "none of these roles, and a youth in a seat, may do none of this.",
        "",
        f"| action | what it is | {' | '.join(heads)} |",
        f"|---|---|{'---|' * len(heads)}",
    ]
    for action in ACTIONS.values():
        marks = " | ".join("yes" if role in action.roles else "" for role in ROLE_NAMES)
        lines.append(f"| `{action.name}` | {action.description} | {marks} |")
    return "\n".join([*lines, ""])


def _commands() -> str:
    lines = ["# Commands", "", NOTE.format(source="the commands' own help"), ""]
    for name, text in _helps(typer.main.get_command(app), "verkstad"):
        lines += [f"## {name}", "", "```text", text, "```", ""]
    return "\n".join(lines)


def _helps(command: Any, name: str, parent: Any = None) -> Iterator[tuple[str, str]]:
    """The help of a command and of all below it."""
    context = command.context_class(
        command, info_name=name.split()[-1], parent=parent, terminal_width=WIDTH, max_content_width=WIDTH
    )
    yield name, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    for below in getattr(command, "list_commands", lambda _context: [])(context):
        yield from _helps(command.get_command(context, below), f"{name} {below}", context)


if __name__ == "__main__":
    for file, text in pages().items():
        (Path(sys.argv[1]) / file).write_text(text, "utf-8")
