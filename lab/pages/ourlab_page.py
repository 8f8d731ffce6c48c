"""Our lab: the exact numbers of one's own lab, for those who work there and nobody else."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from lab import page
from lab.errors import NotAllowed
from lab.i18n import gettext as _
from lab.participation import numbers, own_numbers
from lab.participation.own_numbers import AGE_GROUPS, OTHER_AGES, HalfYear
from lab.people import GENDERS
from lab.places import Place

_ATTENDANCE = Markup('<p><a href="/attendance?lab={lab}" target="_self">{text}</a></p>')


def draw() -> None:
    """The newest half-year in large numbers, then all of them, by gender and by age."""
    page.heading(_("Our lab"), _("How many come to us, half-year by half-year."))
    with page.telling():
        lab = _lab()
        found = own_numbers.half_years(page.shop(), page.actor(), lab.id)
        _inside_only()
        page.html(_ATTENDANCE.format(lab=lab.id, text=_("Attendance for activity support")))
        if not found:
            page.empty_state(_("Nobody has come to {lab} yet.", lab=lab.name))
            return
        _newest(found[0])
        _tables(found)


def _lab() -> Place:
    """The lab to show, kept in the address; the choice is drawn where there are several."""
    labs = {lab.id: lab for lab in own_numbers.labs_of(page.shop(), page.actor())}
    if not labs:
        raise NotAllowed()
    asked = st.query_params.get("lab", "")
    start = list(labs).index(asked) if asked in labs else 0
    if len(labs) == 1:
        return next(iter(labs.values()))
    chosen = st.selectbox(_("Lab"), list(labs), index=start, format_func=lambda each: labs[each].name, key="ourlab")
    st.query_params["lab"] = chosen
    return labs[chosen]


def _inside_only() -> None:
    told = _(
        "These numbers are exact, so a single child can be found in them. They must not leave the room: not in a mail,"
        " not on a slide. For others there is the report, where nobody can be found."
    )
    st.warning(told, icon=":material/lock:")


def _newest(half_year: HalfYear) -> None:
    page.subheading(half_year.period.told())
    with st.container(horizontal=True, key="ourlab-numbers"):
        page.stat(_("Unique youths"), numbers.whole(half_year.youths))
        page.stat(_("Visits"), numbers.whole(half_year.visits))
        page.stat(_("Sessions"), numbers.whole(half_year.sessions))


def _tables(found: tuple[HalfYear, ...]) -> None:
    page.subheading(_("Half-year by half-year"))
    totals = [(one.youths, one.visits, one.sessions) for one in found]
    _table(_("Half-years in numbers"), (_("Unique youths"), _("Visits"), _("Sessions")), found, totals)
    genders = [[one.genders.get(key, 0) for key in GENDERS] for one in found]
    _table(_("Unique youths by gender"), [_(name) for name in GENDERS.values()], found, genders)
    ages = [[one.ages.get(key, 0) for key in AGE_GROUPS] for one in found]
    _table(_("Unique youths by age"), [_age_group(key) for key in AGE_GROUPS], found, ages)
    page.source_note(
        _(
            "A youth counts once in each half-year. Age is the year of the visit less the year of birth."
            " Sessions count once opened."
        )
    )


def _table(caption: str, columns: Sequence[str], found: Sequence[HalfYear], counts: Sequence[Sequence[int]]) -> None:
    """A row of numbers for each half-year."""
    rows = [(one.period.told(), *map(numbers.whole, row)) for one, row in zip(found, counts, strict=True)]
    page.table(caption, (_("Period"), *columns), rows, range(1, len(columns) + 1))


def _age_group(key: str) -> str:
    return _("Other ages") if key == OTHER_AGES else key.replace("-", "–")


draw()
