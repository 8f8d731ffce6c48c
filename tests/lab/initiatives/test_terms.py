"""What an initiative may be: closed lists, plain names, ages in order, links that can be followed."""

import pytest
from hypothesis import given

from lab.errors import NotValid
from lab.initiatives import terms
from lab.initiatives.terms import NAMES, Draft, Evidence, Field, State, Target, checked, name_key
from tests.lab.initiatives.conftest import draft, drafts


def test_every_term_has_a_name_and_a_code_of_its_own() -> None:
    every = [term for kind in (Field, Target, State, Evidence) for term in kind]
    assert set(NAMES) == set(every)
    assert len(NAMES) == len(every)


def test_a_name_is_trimmed_and_has_one_spelling() -> None:
    assert checked(draft(name="  AI   i\tskolan ")).name == "AI i skolan"
    assert name_key("ＡＩ i Skolan") == name_key("ai  i skolan")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", terms.NameMissing),
        ("   ", terms.NameMissing),
        ("a" * 81, terms.NameTooLong),
        ("=1+1", terms.NameNotPlain),
        ("@SUM(A1)", terms.NameNotPlain),
        ("-2", terms.NameNotPlain),
        ("'=1+1", terms.NameNotPlain),
        ("AI\u200bskola", terms.NameNotPlain),
        ("AI, fråga anna@karlstad.se", terms.NameTellsPerson),
        ("AI åt 900101-1234", terms.NameTellsPerson),
        ("AI åt 199001011234", terms.NameTellsPerson),
    ],
)
def test_a_name_that_is_none_is_refused(name: str, why: type[NotValid]) -> None:
    with pytest.raises(why):
        checked(draft(name=name))


@pytest.mark.parametrize("ages", [(7, 6), (-1, 6), (6, 121)])
def test_ages_out_of_order_or_beyond_a_life_are_refused(ages: tuple[int, int]) -> None:
    with pytest.raises(terms.AgesNotValid):
        checked(draft(ages=ages))


@pytest.mark.parametrize("told", [("6", ""), ("", "6"), ("sex", "tio"), ("6.5", "9"), ("-1", "9"), ("1000", "2000")])
def test_ages_that_are_told_by_half_or_not_as_ages_are_refused(told: tuple[str, str]) -> None:
    with pytest.raises(terms.AgesNotValid):
        checked(draft(ages=terms.ages_of(*told)))


@pytest.mark.parametrize(
    "link",
    [
        "http://karlstad.se",
        "javascript:alert(1)",
        "https://",
        "https://karlstad",
        "https://anna:hemligt@karlstad.se/",
        "https://karlstad.se/a b",
        "https://[karlstad.se",
        "karlstad.se",
        "https://karlstad.se/" + "a" * 300,
    ],
)
def test_a_link_that_is_no_plain_https_address_is_refused(link: str) -> None:
    with pytest.raises(terms.LinkNotValid):
        checked(draft(link=link))


@given(drafts)
def test_what_is_checked_once_is_the_same_when_checked_again(one: Draft) -> None:
    try:
        first = checked(one)
    except NotValid:
        return
    assert checked(first) == first
