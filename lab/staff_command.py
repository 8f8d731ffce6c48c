"""`verkstad users`: who works here, and what they may do."""

from typing import Annotated

import typer

from lab import passwords, staff
from lab.access import EVERYWHERE, SYSTEM, Grant, Role
from lab.commands import AsJson, Data, opened, print_json
from lab.errors import NotFound
from lab.i18n import gettext as _
from lab.runtime import Workshop

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Who works here, and what they may do.", rich_markup_mode=None
)
Email = Annotated[str, typer.Argument(metavar="EMAIL")]


@app.command("add")
def add_user(
    email: Email,
    role: Annotated[Role, typer.Option(help="What they may do.")],
    where: Annotated[str, typer.Option(help='"*", "lab:ID" or "area:CODE".')] = EVERYWHERE,
    data: Data = None,
) -> None:
    """Add someone; their first password is printed once."""
    password = passwords.generated()
    with opened(data) as shop:
        staff.create(shop, SYSTEM, email, password, [Grant(role, where)])
    print(_("{email} can log in with the password {password}", email=email, password=password))


@app.command("list")
def list_users(data: Data = None, as_json: AsJson = False) -> None:
    """Show who works here."""
    with opened(data) as shop:
        people = staff.listed(shop, SYSTEM)
    if as_json:
        print_json([{"email": one.email, "disabled": one.disabled, "grants": _grants(one.grants)} for one in people])
        return
    for one in people:
        print(one.email, *_grants(one.grants), _("disabled") if one.disabled else "", sep="  ")


@app.command("disable")
def disable_user(email: Email, data: Data = None) -> None:
    """Shut someone out at once."""
    with opened(data) as shop:
        staff.disable(shop, SYSTEM, _staff_id(shop, email))
    print(_("{email} can no longer log in.", email=email))


@app.command("reset")
def reset_user(email: Email, data: Data = None) -> None:
    """Give someone a new password; it is printed once."""
    with opened(data) as shop:
        password = staff.reset_password(shop, SYSTEM, _staff_id(shop, email))
    print(_("{email} can log in with the password {password}", email=email, password=password))


def _staff_id(shop: Workshop, email: str) -> str:
    from lab import staff

    for one in staff.listed(shop, SYSTEM):
        if one.email == staff.normal(email):
            return one.id
    raise NotFound()


def _grants(grants: tuple[Grant, ...]) -> list[str]:
    return [f"{grant.role} {grant.scope}" for grant in grants]
