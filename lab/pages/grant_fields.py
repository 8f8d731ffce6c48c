"""The fields of a form that say what someone may do, and where."""

from collections.abc import Iterable

import streamlit as st

from lab import areas, page, places
from lab.access import EVERYWHERE, ROLE_NAMES, Grant, Role
from lab.i18n import gettext as _


def grant_fields(key: str, had: Iterable[Grant] = ()) -> list[Grant]:
    """Draw the fields, filled with the grants someone has; gives the grants that are now chosen."""
    chosen = [Grant(Role.ADMIN, EVERYWHERE)] if _admin(key, had) else []
    chosen += _where(_("Leader of these labs"), Role.LEADER, labs_by_scope(), had, key)
    return chosen + _where(_("Reads the reports of these areas"), Role.REVIEWER, areas_by_scope(), had, key)


def told(grant: Grant) -> str:
    """A grant in words: the role, and where it holds."""
    role = _(ROLE_NAMES[grant.role])
    if grant.role == Role.ADMIN:
        return role
    names = labs_by_scope() if grant.role == Role.LEADER else areas_by_scope()
    where = names.get(grant.scope) or _("a place that is gone")
    return f"{role}: {where}"


def labs_by_scope() -> dict[str, str]:
    """Scope to name, for a leader."""
    return {EVERYWHERE: _("All labs")} | {f"lab:{lab.id}": lab.name for lab in places.labs(page.shop())}


def areas_by_scope() -> dict[str, str]:
    """Scope to name, for a reviewer: the country, then counties, then municipalities."""
    counties, municipalities = areas.counties(page.shop()), areas.municipalities(page.shop())
    return {EVERYWHERE: _("All of Sweden")} | {f"area:{area.code}": area.name for area in (*counties, *municipalities)}


def _admin(key: str, had: Iterable[Grant]) -> bool:
    return st.checkbox(
        _("Administrator: may do everything, everywhere"),
        value=any(grant.role == Role.ADMIN for grant in had),
        key=f"{key}-admin",
    )


def _where(label: str, role: Role, names: dict[str, str], had: Iterable[Grant], key: str) -> list[Grant]:
    scopes = st.multiselect(
        label,
        names,
        default=[grant.scope for grant in had if grant.role == role and grant.scope in names],
        format_func=lambda scope: names[scope],
        placeholder=_("Choose one or more"),
        select_all=False,
        key=f"{key}-{role}",
    )
    return [Grant(role, scope) for scope in scopes]
