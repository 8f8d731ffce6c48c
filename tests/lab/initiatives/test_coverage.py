"""Shares of municipalities and of youths: within their bounds, adding up, and never lower for one initiative more."""

from hypothesis import given
from hypothesis import strategies as st

from lab import areas, i18n
from lab.access import SYSTEM, Actor
from lab.areas import skr
from lab.initiatives import overview, register, sentences
from lab.initiatives.coverage import EVERYTHING, NOW, Coverage, Place, Wanted, coverage
from lab.initiatives.terms import Draft, Field, Initiative, State, Target
from lab.runtime import Workshop
from tests.lab.initiatives.conftest import CODES, NAMES, draft, drafts

PLACES = tuple(
    Place(code, NAMES[code], code[:2], f"{code[:2]} län", 100 * number, ("A1", "B3")[number % 2])
    for number, code in enumerate(CODES)
)
wanted = st.builds(
    Wanted,
    field=st.sampled_from(["", *Field]),
    target=st.sampled_from(["", *Target]),
    state=st.sampled_from(["", NOW, *State]),
    county=st.sampled_from(["", "17", "25"]),
)
registers = st.lists(drafts, max_size=12).map(lambda found: [Initiative(str(n), one) for n, one in enumerate(found)])


def of(*found: Draft, wanted: Wanted = EVERYTHING) -> Coverage:
    return coverage([Initiative(str(number), one) for number, one in enumerate(found)], PLACES, wanted)


@given(registers, wanted)
def test_every_share_lies_between_none_and_all_and_its_parts_add_up(found: list[Initiative], asked: Wanted) -> None:
    counted = coverage(found, PLACES, asked)
    for share in (counted.whole, counted.children, *counted.counties, *counted.groups):
        assert 0 <= share.share <= 1
        assert 0 <= share.youth_share <= 1
        assert share.youths_left + share.youths_reached == share.youths
    for parts in (counted.counties, counted.groups):
        assert sum(part.reached for part in parts) == counted.whole.reached
        assert sum(part.youths_left for part in parts) == counted.whole.youths_left
    assert len(counted.nothing) == counted.whole.municipalities - counted.whole.reached
    assert sum(place.youths for place in counted.nothing) == counted.whole.youths_left
    assert sum(counted.counts.values()) == counted.initiatives


@given(registers, drafts, wanted)
def test_one_initiative_more_lowers_no_share(found: list[Initiative], more: Draft, asked: Wanted) -> None:
    before, after = coverage(found, PLACES, asked), coverage([*found, Initiative("more", more)], PLACES, asked)
    assert after.initiatives >= before.initiatives
    for one, other in zip(_every(before), _every(after), strict=True):
        assert one.share <= other.share
        assert one.youth_share <= other.youth_share


@given(registers, wanted)
def test_a_choice_finds_no_more_than_no_choice(found: list[Initiative], asked: Wanted) -> None:
    assert coverage(found, PLACES, asked).initiatives <= coverage(found, PLACES).initiatives
    assert coverage(found, PLACES, asked).children.reached <= coverage(found, PLACES).whole.reached


def test_what_is_an_idea_or_over_reaches_nobody_now() -> None:
    found = [draft(code, state=state) for code, state in zip(CODES, State, strict=True)]
    assert of(*found).whole.reached == 5
    assert of(*found, wanted=Wanted(state=NOW)).whole.reached == 3


def test_only_those_meant_for_children_count_for_children() -> None:
    counted = of(draft("1780"), draft("1715", target=Target.EVERYONE), draft("0180", target=Target.STAFF))
    assert (counted.whole.reached, counted.children.reached) == (3, 1)
    for_staff = of(draft("1780"), draft("0180", target=Target.STAFF), wanted=Wanted(target=Target.STAFF))
    assert (for_staff.whole.reached, for_staff.children.reached) == (1, 1)


def test_the_share_of_youths_weighs_a_municipality_by_those_who_live_there() -> None:
    reached = of(draft("2584"))
    assert reached.whole.share == 1 / 5
    assert reached.whole.youth_share == 400 / 1000


def test_the_country_is_counted_with_its_own_youths(shop: Workshop) -> None:
    register.add(shop, SYSTEM, draft())
    counted = overview.counted(shop, SYSTEM)
    assert (counted.whole.municipalities, counted.whole.reached) == (290, 1)
    assert len(counted.counties) == 21
    assert counted.whole.youths == 1_677_443
    of_karlstad = sum(one.persons for one in areas.population(shop, "1780", (6, 19)))
    assert counted.whole.youths_reached == of_karlstad
    assert counted.groups == ()


def test_groups_are_shown_as_soon_as_they_are_known(shop: Workshop, admin: Actor) -> None:
    with shop.database.transaction() as write:
        write.execute(
            "insert into area_group select code, if(code = '1780', 'B3', 'C8') from area where level = ?",
            ["municipality"],
        )
    register.add(shop, admin, draft())
    assert [(one.name, one.reached) for one in overview.counted(shop, admin).groups] == [("B3", 1), ("C8", 0)]
    assert set(skr.GROUPS) >= {"B3", "C8"}


def test_sentences_say_the_numbers_that_are_counted() -> None:
    i18n.speak("sv")
    counted = of(draft("2584"), draft("0180", target=Target.STAFF))
    assert plain(sentences.headline(counted, EVERYTHING, "Sverige")) == (
        "I Sverige har 2 av 5 kommuner (40 %) minst ett sådant AI-initiativ, och 1 har ett för barn och unga."
    )
    assert plain(sentences.youths(counted, EVERYTHING)) == (
        "400 unga i åldern 6–19 år (40 %) bor där det inte finns något. "
        "600 (60 %) bor där det inte finns något för barn och unga."
    )
    assert sentences.counties(counted) == "I 25 län har varje kommun något. I 17 län har ingen kommun något."


def test_sentences_of_nothing_and_of_everything() -> None:
    i18n.speak("sv")
    assert (
        sentences.headline(of(), EVERYTHING, "Sverige")
        == "I Sverige har ingen kommun ett sådant initiativ i registret."
    )
    everywhere = of(*(draft(code) for code in CODES))
    assert sentences.youths(everywhere, EVERYTHING) == "Alla unga i åldern 6–19 år bor i en kommun som har något."


def test_where_children_are_asked_for_the_sentences_are_about_them() -> None:
    i18n.speak("sv")
    asked = Wanted(target=Target.CHILDREN)
    counted = of(draft("2584"), wanted=asked)
    assert plain(sentences.headline(counted, asked, "Sverige")) == (
        "I Sverige har 1 av 5 kommuner (20 %) minst ett AI-initiativ för barn och unga."
    )
    assert plain(sentences.youths(counted, asked)) == (
        "600 unga i åldern 6–19 år (60 %) bor där det inte finns något för barn och unga."
    )


def test_the_national_mapping_is_told_with_its_source() -> None:
    i18n.speak("sv")
    assert plain(sentences.national()) == (
        "En nationell kartläggning hittade 1 008 initiativ i 263 av 290 kommuner (91 %). Den räknar på sitt sätt, så "
        "en skillnad mot det här registret kan bero på hur man räknar. "
        "Källa: AI Swedens kartläggning av AI i Sveriges kommuner."
    )


def plain(text: str) -> str:
    """With common spaces where numbers and their signs are held together."""
    return text.replace("\xa0", " ")


def _every(found: Coverage) -> list[object]:
    return [found.whole, found.children, *found.counties, *found.groups]
