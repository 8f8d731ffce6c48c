"""Who may do what, and where: every role, every action, one's own scope and others'."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lab.access import (
    ACTIONS,
    ANONYMOUS,
    EVERYWHERE,
    SYSTEM,
    Actor,
    Grant,
    GrantNotValid,
    Role,
    allows,
    allows_anywhere,
    check_grants,
    require,
)
from lab.errors import NotAllowed

LEADS = {
    "see-calendar", "book-session", "run-session", "see-pictures", "try-exercises", "see-messages", "see-lab-numbers",
    "see-initiatives",
}  # fmt: skip
REVIEWS = {"see-report", "see-initiatives", "keep-initiatives"}
MAY = {Role.ADMIN: set(ACTIONS), Role.LEADER: LEADS, Role.REVIEWER: REVIEWS}
"""Said a second time on purpose: whoever changes the table of actions must change this one too."""

OWN = {Role.ADMIN: EVERYWHERE, Role.LEADER: "lab:one", Role.REVIEWER: "area:1780"}
OTHERS = {Role.LEADER: ["lab:two", "lab:one-more", EVERYWHERE], Role.REVIEWER: ["area:1781", "area:17", EVERYWHERE]}


def someone(role: Role, scope: str | None = None) -> Actor:
    return Actor("staff:someone", grants=(Grant(role, scope or OWN[role]),))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", ACTIONS)
def test_each_role_may_do_its_actions_in_its_own_scope(role: Role, action: str) -> None:
    allowed = action in MAY[role]
    assert allows(someone(role), action, OWN[role]) == allowed
    assert allows_anywhere(someone(role), action) == allowed
    if allowed:
        require(someone(role), action, OWN[role])
    else:
        with pytest.raises(NotAllowed):
            require(someone(role), action, OWN[role])


@pytest.mark.parametrize(("role", "scope"), [(role, scope) for role in OTHERS for scope in OTHERS[role]])
@pytest.mark.parametrize("action", ACTIONS)
def test_no_action_is_allowed_in_someone_elses_scope(role: Role, scope: str, action: str) -> None:
    with pytest.raises(NotAllowed):
        require(someone(role), action, scope)


@pytest.mark.parametrize("scope", [EVERYWHERE, "lab:any", "area:0180"])
@pytest.mark.parametrize("action", ACTIONS)
def test_an_administrator_may_do_everything_everywhere_and_nobody_nothing(action: str, scope: str) -> None:
    require(someone(Role.ADMIN), action, scope)
    require(SYSTEM, action, scope)
    with pytest.raises(NotAllowed):
        require(ANONYMOUS, action, scope)


def test_every_action_has_a_name_a_description_and_the_administrator() -> None:
    assert all(name == action.name and action.description for name, action in ACTIONS.items())
    assert all(Role.ADMIN in action.roles for action in ACTIONS.values())


def test_an_action_that_is_not_in_the_table_is_a_fault_and_no_refusal() -> None:
    with pytest.raises(KeyError):
        require(someone(Role.ADMIN), "make-coffee", EVERYWHERE)


AREAS = st.from_regex(r"\A\d{2}(\d{2}(\d{2})?)?\Z")


@given(AREAS, AREAS)
def test_a_county_reaches_its_municipalities_and_a_municipality_its_districts_and_no_one_else(
    granted: str, asked: str
) -> None:
    reaches = Grant(Role.REVIEWER, f"area:{granted}").reaches(f"area:{asked}")
    assert reaches == (granted == asked or (len(granted) <= 4 and asked.startswith(granted)))


@given(AREAS, st.text(min_size=1))
def test_an_area_never_reaches_anything_that_is_no_area(granted: str, scope: str) -> None:
    assume(not scope.startswith("area:"))
    assert not Grant(Role.REVIEWER, f"area:{granted}").reaches(scope)


@given(st.text(), st.text(min_size=1))
def test_a_lab_reaches_no_other_lab_whose_name_begins_like_its_own(lab: str, more: str) -> None:
    assert not Grant(Role.LEADER, f"lab:{lab}").reaches(f"lab:{lab}{more}")


@pytest.mark.parametrize("scope", ["area:", "area:1", "area:178", "area", ""])
def test_a_broken_area_reaches_nothing_wider_than_itself(scope: str) -> None:
    assert not Grant(Role.REVIEWER, scope).reaches("area:1780")


@pytest.mark.parametrize(
    ("role", "scope"),
    [(Role.ADMIN, "lab:one"), (Role.ADMIN, "area:17"), (Role.LEADER, "area:1780"), (Role.LEADER, "lab:"),
     (Role.REVIEWER, "lab:one"), (Role.REVIEWER, "area:"), (Role.REVIEWER, "")],
)  # fmt: skip
def test_a_role_is_granted_only_where_it_makes_sense(role: Role, scope: str) -> None:
    with pytest.raises(GrantNotValid):
        check_grants([Grant(role, scope)])


@pytest.mark.parametrize("role", Role)
def test_each_role_can_be_granted_in_its_own_scope_and_everywhere(role: Role) -> None:
    check_grants([Grant(role, OWN[role]), Grant(role, EVERYWHERE)])
