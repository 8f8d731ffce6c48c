"""The forms of the register of initiatives: adding, changing, taking out, and reading in a file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from lab import page
from lab.i18n import gettext as _
from lab.i18n import ngettext
from lab.initiatives import register
from lab.initiatives.register import Import
from lab.initiatives.terms import (
    LONGEST_LINK,
    LONGEST_NAME,
    NAMES,
    OLDEST,
    Draft,
    Evidence,
    Field,
    Initiative,
    State,
    Target,
    ages_of,
)

MOST_SHOWN = 20
Term = TypeVar("Term", Field, Target, State, Evidence)
Ages = tuple[int | None, int | None]


def keep(code: str, municipality: str, found: Sequence[Initiative]) -> None:
    """Draw the form for a new initiative of a municipality, and the one to change those it has."""
    with st.expander(_("Add an initiative in {municipality}", municipality=municipality), key="initiative-add"):
        _add(code)
    if found:
        with st.expander(_("Change or take out an initiative"), key="initiative-change"):
            _change({one.id: one for one in found})


def read_in() -> None:
    """Draw the field for a file, what it would change, and the button that does it."""
    with st.expander(_("Read in initiatives from a file"), key="initiatives-import"), page.telling():
        page.source_note(
            _("A table as CSV or XLSX with the columns of the files above, or JSON. All rows are read in, or none.")
        )
        given = st.file_uploader(_("The file"), ["csv", "xlsx", "json"], key="initiatives-file")
        if given is None:
            return
        found = register.preview(page.shop(), page.actor(), given.getvalue())
        _tell(found)
        ready = not found.refused and bool(found.added or found.changed)
        if st.button(_("Read in the file"), key="initiatives-read", disabled=not ready):
            done = register.import_(page.shop(), page.actor(), given.getvalue())
            page.done(_told(done))


def _add(code: str) -> None:
    with st.form(f"initiative-new-{code}", border=False), page.telling():
        draft, ages = _fields(f"initiative-new-{code}", code, None)
        if st.form_submit_button(_("Add to the register"), type="primary"):
            register.add(page.shop(), page.actor(), _aged(draft, ages))
            page.done(_("{name} is added.", name=draft.name.strip()))


def _change(by_id: Mapping[str, Initiative]) -> None:
    chosen = st.selectbox(
        _("Which one"),
        list(by_id),
        index=None,
        placeholder=_("Choose one"),
        format_func=lambda each: by_id[each].draft.name,
        key="initiative-which",
    )
    if not chosen:
        return
    had = by_id[chosen].draft
    with st.form(f"initiative-{chosen}", border=False), page.telling():
        draft, ages = _fields(f"initiative-{chosen}", had.area, had)
        if st.form_submit_button(_("Save")):
            register.change(page.shop(), page.actor(), chosen, _aged(draft, ages))
            page.done(_("{name} is saved.", name=draft.name.strip()))
    question = _("Take it out only if it should never have stood here. What is over stays, as ended.")
    with page.telling():
        if page.confirmed(_("Take it out"), question, f"initiative-retire-{chosen}", _("Yes, take it out")):
            register.retire(page.shop(), page.actor(), chosen)
            page.done(_("{name} is taken out.", name=had.name))


def _fields(key: str, area: str, had: Draft | None) -> tuple[Draft, Ages]:
    """The fields, filled from `had`; the ages by themselves, since they are no span until both are told."""
    name = st.text_input(
        _("What it is called"),
        had.name if had else "",
        max_chars=LONGEST_NAME,
        key=f"{key}-name",
        help=_("The initiative's own name. No person's name is to stand here."),
    )
    with st.container(horizontal=True):
        field = _term(_("Field"), list(Field), had.field if had else None, f"{key}-field")
        target = _term(_("For whom"), list(Target), had.target if had else None, f"{key}-target")
    with st.container(horizontal=True):
        state = _term(_("How far it has come"), list(State), had.state if had else None, f"{key}-state")
        evidence = _term(_("Effect known by"), list(Evidence), had.evidence if had else None, f"{key}-evidence")
    ages = _ages(key, had.ages if had else None)
    link = st.text_input(
        _("Link (may be left out)"),
        had.link if had else "",
        max_chars=LONGEST_LINK,
        key=f"{key}-link",
        placeholder="https://",
    )
    return Draft(area, name, field, target, state, evidence, link=link), ages


def _term(label: str, terms: list[Term], had: Term | None, key: str) -> Term:
    start = terms.index(had) if had else 0
    return st.selectbox(label, terms, start, format_func=lambda term: _(NAMES[term]), key=key)


def _ages(key: str, had: tuple[int, int] | None) -> Ages:
    youngest, oldest = had or (None, None)
    with st.container(horizontal=True):
        return (
            st.number_input(_("Youngest age (may be left out)"), 0, OLDEST, youngest, key=f"{key}-youngest"),
            st.number_input(_("Oldest age (may be left out)"), 0, OLDEST, oldest, key=f"{key}-oldest"),
        )


def _aged(draft: Draft, ages: Ages) -> Draft:
    youngest, oldest = ("" if age is None else str(age) for age in ages)
    return replace(draft, ages=ages_of(youngest, oldest))


def _tell(found: Import) -> None:
    """What the file would change, and each row that is not right."""
    if found.refused:
        st.error(page.label(_("Nothing can be read in before these rows are right.")), icon=":material/error:")
        rows = [(str(one.row), one.error.told(), one.error.advised()) for one in found.refused[:MOST_SHOWN]]
        page.table(_("Rows that are not right"), [_("Row"), _("What is wrong"), _("What to do")], rows)
        left = len(found.refused) - len(rows)
        if left:
            page.source_note(ngettext("{count} more row is not right.", "{count} more rows are not right.", left))
        return
    counts = ((_("New"), len(found.added)), (_("Changed"), len(found.changed)), (_("Same as before"), found.same))
    page.table(_("What the file would change"), [_("Initiatives"), _("Count")], counts, {1})


def _told(done: Import) -> str:
    new = ngettext("{count} initiative is new", "{count} initiatives are new", len(done.added))
    changed = ngettext("{count} is changed", "{count} are changed", len(done.changed))
    return _("{new}, {changed}.", new=new, changed=changed)
