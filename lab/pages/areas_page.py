"""What is known about municipalities, for administrators: population, SKR's groups, and districts of their own."""

from datetime import date

import streamlit as st
from babel.dates import format_date
from markupsafe import Markup

from lab import areas, page
from lab.areas import PopulationSource, refreshing, skr
from lab.areas.scb import Office
from lab.i18n import gettext as _
from lab.i18n import language
from lab.participation import numbers

_SAID = Markup('<p class="said">{}</p>')
TABLES = ["csv", "txt", "xlsx", "xls"]


def draw() -> None:
    """Three things that can be taken in, each with what is there now."""
    page.heading(_("Areas"), _("Figures that reports compare with. What is frozen stays as it is."))
    for part in (_population, _groups, _districts):
        with page.telling():
            part()


def _population() -> None:
    page.subheading(_("Population"))
    with page.shop().database.read() as read:
        known = areas.population_source(read)
    if known:
        page.html(_SAID.format(areas.told_source(known.population_date)))
    if st.button(_("Fetch the newest from Statistics Sweden"), key="areas-refresh", icon=":material/cloud_download:"):
        with st.spinner(_("Asking Statistics Sweden…")):
            found = refreshing.refresh(page.shop(), page.actor(), Office(page.shop().settings.scb_address))
        day = format_date(found.population_date, "d MMMM y", locale=language())
        page.done(_("The population is that of {day}.", day=day))
    page.source_note(_("Nothing about your lab is sent. Without a network the figures stay as they are."))


def _groups() -> None:
    page.subheading(_("SKR's groups of municipalities"))
    found = areas.groups(page.shop())
    if found:
        sizes = [[code, areas.group_name(code), list(found.values()).count(code)] for code in areas.GROUPS]
        page.table(_("How many municipalities are in each group"), [_("Code"), _("Group"), _("Count")], sizes)
        page.source_note(areas.told_groups(page.shop()))
    given = st.file_uploader(_("SKR's list, as Excel or CSV"), type=TABLES, key="areas-groups")
    if given and st.button(_("Take in the groups"), key="areas-groups-save"):
        skr.take_in_groups(page.shop(), page.actor(), given.getvalue())
        page.done(_("The groups are taken in. Reports can compare with them."))
    if not found:
        page.source_note(
            _("The list is “Kommungruppsindelning 2023” on skr.se. With it, reports compare with the group.")
        )


def _districts() -> None:
    page.subheading(_("Districts of a municipality"))
    page.source_note(
        _("Youths of a municipality with districts are asked for theirs when they get a card, and may skip it.")
    )
    names = {area.code: area.name for area in areas.municipalities(page.shop())}
    own = areas.with_districts(page.shop())
    chosen = st.selectbox(
        _("Municipality"), names, index=list(names).index(own[0]) if own else None, key="areas-municipality",
        format_func=lambda code: names[code], placeholder=_("Choose one"),
    )  # fmt: skip
    if chosen:
        _known(chosen, names[chosen])
        _new(chosen, names[chosen])


def _known(area: str, name: str) -> None:
    found = areas.districts(page.shop(), area)
    if not found:
        return
    rows = [[one.code, one.name, "–" if one.persons is None else numbers.whole(one.persons)] for one in found]
    columns = [_("Code"), _("District"), _("Youths aged 6–19")]
    page.table(_("Districts of {area}", area=name), columns, rows, {2})
    question = _("Nobody is asked for a district of {area} any more. Frozen reports keep theirs.", area=name)
    if page.confirmed(_("Take the districts away"), question, f"areas-remove-{area}", yes=_("Yes, take away")):
        areas.take_out_districts(page.shop(), page.actor(), area)
        page.done(_("{area} has no districts any more.", area=name))


def _new(area: str, name: str) -> None:
    with st.form(f"areas-districts-{area}"), page.telling():
        given = st.file_uploader(_("Table of districts, as CSV or Excel"), type=TABLES, key=f"areas-file-{area}")
        page.source_note(
            _("One row for each district: code, name and persons aged 6–19; or one for each age, with a column age.")
        )
        today = page.shop().clock().date()
        day = st.date_input(_("The day of the figures"), date(today.year - 1, 12, 31), max_value=today)
        source = st.text_input(_("Who made them"), _("{area} municipality", area=name), max_chars=80)
        if st.form_submit_button(_("Take in the districts"), type="primary") and given:
            origin = PopulationSource(day, source.strip() or name)
            found = areas.take_in_districts(page.shop(), page.actor(), area, given.getvalue(), origin)
            page.done(_("{area} has {count} districts.", area=name, count=len(found)))


draw()
