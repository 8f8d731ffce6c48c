"""What municipalities do with AI: where children are meant, where nothing is, and what one municipality does."""

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup

from lab import areas, page
from lab.access import allows
from lab.components import initiative_document, initiative_files
from lab.i18n import gettext as _
from lab.initiatives import overview, register, sentences
from lab.initiatives.coverage import NOW, Wanted
from lab.initiatives.terms import NAMES, Field, State, Target
from lab.pages import initiative_forms
from lab.pages.address_choice import choice
from lab.pages.shown_blocks import load_style, show_blocks

ALL = "all"


def draw() -> None:
    """The choices, then numbers and map, one municipality, shares, where nothing is, and the files."""
    load_style("initiatives.css")
    page.heading(_("AI initiatives"), _("What Sweden's municipalities do with AI, for whom, and where nothing is."))
    with page.telling():
        wanted = _choices()
        found = overview.counted(page.shop(), page.actor(), wanted)
        show_blocks(initiative_document.overview(found, wanted, _where(wanted)))
        with st.expander(_("The map as a table"), expanded=bool(wanted.county), key="initiatives-table"):
            show_blocks([initiative_document.municipalities(found, wanted)])
        _one_municipality()
        page.subheading(_("Counties and groups"))
        show_blocks(initiative_document.shares(found, *overview.told_sources(page.shop())))
        page.subheading(_("Where nothing is"))
        page.html(initiative_document.nothing(found))
        _take_along(wanted)
        page.subheading(_("About the numbers"))
        show_blocks([initiative_document.method()])


def _choices() -> Wanted:
    """Field, target group, state and county, kept in the address."""
    counties = {county.code: county.name for county in areas.counties(page.shop())}
    states = {NOW: _("Under way"), ALL: sentences.state(""), **_named(State)}
    with st.container(horizontal=True, key="initiatives-choices"):
        field = choice(_("Field"), "field", {ALL: _("All fields"), **_named(Field)}, ALL)
        target = choice(_("For whom"), "target", {ALL: _("All target groups"), **_named(Target)}, ALL)
        state = choice(_("How far it has come"), "state", states, NOW)
        county = choice(_("County"), "county", {ALL: _("All of Sweden"), **counties}, ALL)
    return Wanted(
        _known(field, list(Field)), _known(target, list(Target)), _known(state, [NOW, *State]), _known(county, counties)
    )


def _named(terms: Iterable[Field | Target | State]) -> dict[str, str]:
    return {term.value: _(NAMES[term]) for term in terms}


def _known(asked: str, offered: Iterable[str]) -> str:
    """What the address asks for; nothing in particular where it is not offered."""
    return asked if asked in offered else ""


def _where(wanted: Wanted) -> str:
    return areas.find(page.shop(), wanted.county).name if wanted.county else _("Sweden")


def _one_municipality() -> None:
    """What the chosen municipality does; the forms where the reader keeps its part of the register."""
    page.subheading(_("One municipality"))
    names = {area.code: area.name for area in areas.municipalities(page.shop())}
    own = register.kept_by(page.shop(), page.actor())
    code = choice(_("Municipality"), "area", names, own[0].code if len(own) == 1 else "")
    if not code:
        return
    found = register.listed(page.shop(), page.actor(), areas.find(page.shop(), code).code)
    page.html(initiative_document.own(names.get(code, code), found))
    if allows(page.actor(), register.KEEP, f"area:{code}"):
        initiative_forms.keep(code, names.get(code, code), found)


def _take_along(wanted: Wanted) -> None:
    with st.container(key="report-files"):
        page.subheading(_("Files"))
        page.html(Markup('<p class="said">{}</p>').format(_("The initiatives that are counted above, to take along.")))
        page.html(initiative_files.links(wanted))
        if register.kept_by(page.shop(), page.actor()):
            initiative_forms.read_in()


draw()
