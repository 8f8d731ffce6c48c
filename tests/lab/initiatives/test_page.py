"""The page of initiatives, drawn: for whom, what its address asks for, its forms, and its files."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from lab import i18n, logins
from lab.access import ANONYMOUS, SYSTEM, Actor, Grant, Role
from lab.components import area_map, initiative_document
from lab.initiatives import overview, register
from lab.initiatives.coverage import EVERYTHING, Wanted
from lab.initiatives.terms import Field, State, Target
from lab.runtime import Workshop
from tests.lab import drawn_pages
from tests.lab.conftest import PASSWORD
from tests.lab.initiatives.conftest import draft

Draw = Callable[..., AppTest]


@pytest.fixture
def draw(shop: Workshop, reviewer: Actor, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Opens the page as someone, at an address."""
    return lambda actor=reviewer, **address: drawn_pages.drawn(monkeypatch, "initiatives_page", actor, **address)


def seen(browser: AppTest) -> str:
    return drawn_pages.seen(browser).replace("\xa0", " ")


def test_the_numbers_the_sentence_and_the_benchmark_are_on_the_page(draw: Draw, shop: Workshop) -> None:
    register.add(shop, SYSTEM, draft())
    register.add(shop, SYSTEM, draft("1715", target=Target.STAFF))
    markup = seen(draw())
    assert '<p class="stat-value">2 av 290</p>' in markup
    assert '<p class="stat-value">1 av 290</p>' in markup
    assert "I Sverige har 2 av 290 kommuner (1 %) minst ett sådant AI-initiativ" in markup
    assert "263 av 290 kommuner (91 %)" in markup
    assert "31 december 2019" in markup


def test_the_address_says_the_whole_view(draw: Draw, shop: Workshop, admin: Actor) -> None:
    register.add(shop, SYSTEM, draft())
    register.add(shop, SYSTEM, draft("1715", field=Field.SCHOOL, state=State.IDEA))
    browser = draw(admin, county="17", field="school", state="idea", target="children", area="1715")
    markup = seen(browser)
    assert '<p class="stat-value">1 av 16</p>' in markup
    assert [choice.value for choice in browser.selectbox][:5] == ["school", "children", "idea", "17", "1715"]
    assert "/initiatives/register.csv?field=school&amp;target=children&amp;state=idea&amp;county=17" in markup


def test_another_choice_changes_page_and_address(draw: Draw, shop: Workshop) -> None:
    register.add(shop, SYSTEM, draft())
    browser = draw()
    browser.selectbox(key="report-county").select("17").run()
    assert browser.query_params["county"] == "17"
    assert "I Värmlands län har 1 av 16 kommuner" in seen(browser)


@pytest.mark.parametrize("asked", [{"county": "99"}, {"field": "space"}, {"state": "="}, {"target": "<b>"}])
def test_an_address_with_an_unknown_choice_still_shows_the_country(draw: Draw, asked: dict[str, str]) -> None:
    assert "0 av 290" in seen(draw(**asked))


def test_an_unknown_municipality_is_told_of(draw: Draw) -> None:
    assert len(draw(area="9999").error) == 1


def test_a_reviewer_adds_changes_and_takes_out_in_the_own_municipality(draw: Draw, shop: Workshop) -> None:
    browser = draw()
    browser.text_input(key="initiative-new-1780-name").set_value("AI i bild")
    browser.selectbox(key="initiative-new-1780-field").set_value(Field.SCHOOL)
    browser.number_input(key="initiative-new-1780-youngest").set_value(10)
    browser.number_input(key="initiative-new-1780-oldest").set_value(12)
    _button(browser, "Lägg till i registret").click().run()
    (one,) = register.listed(shop, SYSTEM)
    assert (one.draft.name, one.draft.field, one.draft.ages) == ("AI i bild", Field.SCHOOL, (10, 12))
    assert "<strong>AI i bild</strong><span>Skola · Barn och unga · 10–12 år" in seen(browser)

    browser.selectbox(key="initiative-which").select(one.id).run()
    browser.selectbox(key=f"initiative-{one.id}-state").set_value(State.ENDED)
    _button(browser, "Spara").click().run()
    assert register.listed(shop, SYSTEM)[0].draft.state == State.ENDED

    browser.button(key=f"initiative-retire-{one.id}").click().run()
    browser.button(key=f"initiative-retire-{one.id}-yes").click().run()
    assert register.listed(shop, SYSTEM) == ()


def test_ages_told_by_half_are_refused_on_the_page(draw: Draw, shop: Workshop) -> None:
    browser = draw()
    browser.text_input(key="initiative-new-1780-name").set_value("AI i bild")
    browser.number_input(key="initiative-new-1780-youngest").set_value(10)
    _button(browser, "Lägg till i registret").click().run()
    assert "går inte att läsa" in browser.error[0].value
    assert register.listed(shop, SYSTEM) == ()


def test_only_those_who_keep_a_municipality_have_its_forms(draw: Draw, shop: Workshop, leader: Actor) -> None:
    register.add(shop, SYSTEM, draft())
    for actor, address in ((leader, "1780"), (Actor("r", "r", (Grant(Role.REVIEWER, "area:0180"),)), "1780")):
        browser = draw(actor, area=address)
        assert "<strong>AI-verkstad på biblioteket</strong>" in seen(browser)
        assert not browser.text_input
    assert not draw(leader).get("file_uploader")


def test_nobody_sees_nothing(draw: Draw) -> None:
    browser = draw(ANONYMOUS)
    assert len(browser.error) == 1
    assert "stat-value" not in seen(browser)


def test_a_file_is_shown_before_it_is_read_in(draw: Draw, shop: Workshop, admin: Actor) -> None:
    browser = draw(admin)
    good = "code;name;field;target;state\n1780;AI i skolan;school;children;running\n"
    browser.get("file_uploader")[0].upload("good.csv", good.encode(), "text/csv").run()
    assert "Vad filen skulle ändra" in seen(browser)
    assert register.listed(shop, SYSTEM) == ()
    browser.button(key="initiatives-read").click().run()
    assert len(register.listed(shop, SYSTEM)) == 1
    wrong = good.replace("1780", "9999")
    browser.get("file_uploader")[0].upload("wrong.csv", wrong.encode(), "text/csv").run()
    assert "Det finns ingen kommun som heter ”9999”." in seen(browser)
    assert browser.button(key="initiatives-read").disabled


def test_a_name_is_text_and_never_markup(draw: Draw, shop: Workshop) -> None:
    register.add(shop, SYSTEM, draft(name="<b>AI</b> & bild", link='https://karlstad.se/?a="b'))
    markup = seen(draw())
    assert "&lt;b&gt;AI&lt;/b&gt; &amp; bild" in markup
    assert 'href="https://karlstad.se/?a=&#34;b"' in markup


def test_the_map_has_a_class_for_each_municipality_and_says_it_in_words(shop: Workshop) -> None:
    i18n.speak("sv")
    for number in range(12):
        register.add(shop, SYSTEM, draft("1780", f"Nummer {number}"))
    register.add(shop, SYSTEM, draft("1715"))
    found = overview.counted(shop, SYSTEM)
    picture = next(
        block
        for block in initiative_document.overview(found, EVERYTHING, "Sverige")
        if isinstance(block, initiative_document.Picture)
    )
    kinds = [
        element.get("class") for element in ElementTree.fromstring(picture.svg).iter() if element.tag.endswith("path")
    ]
    assert [kinds.count(kind) for kind in ("c4", "c0", area_map.NONE)] == [1, 1, 288]
    assert picture.text == (
        "Kommuner efter antal initiativ: 1: 1; 10 eller fler: 1; inga: 288. Flest finns i Karlstad (12) och Kil (1)."
    )
    assert [words for _swatch, words in picture.legend] == ["1", "2", "3–4", "5–9", "10 eller fler", "inga"]


@pytest.mark.parametrize(("count", "kind"), [(0, "none"), (1, "c0"), (2, "c1"), (4, "c2"), (9, "c3"), (10, "c4")])
def test_each_number_of_initiatives_has_its_class(count: int, kind: str) -> None:
    assert initiative_document.class_of(count) == kind


def test_shares_are_told_by_county_and_by_group_where_groups_are_known(shop: Workshop) -> None:
    i18n.speak("sv")
    register.add(shop, SYSTEM, draft())
    captions = ["Länen i tal"]
    for _known in range(2):
        blocks = initiative_document.shares(overview.counted(shop, SYSTEM), *overview.told_sources(shop))
        tables = [block for block in blocks if isinstance(block, initiative_document.Table)]
        assert [table.caption for table in tables] == captions
        assert len(tables[0].rows) == 21
        captions.append("Kommungrupperna i tal")
        with shop.database.transaction() as write:
            write.execute("insert or ignore into area_group values ('1780', 'B3'), ('1715', 'C8')")
    assert [row[:2] for row in tables[1].rows] == [("Större städer", "1 av 1"), ("Landsbygdskommuner", "0 av 1")]


def test_where_nothing_is_all_others_are_named_with_their_youths(shop: Workshop) -> None:
    i18n.speak("sv")
    register.add(shop, SYSTEM, draft())
    markup = initiative_document.nothing(overview.counted(shop, SYSTEM, Wanted(county="17")))
    assert "<strong>Värmlands län</strong><span>15 av 16 kommuner, där " in markup
    assert "Kil" in markup
    assert "Karlstad" not in markup


def test_the_register_is_downloaded_by_staff_only(client: TestClient, hire: Callable[..., str], shop: Workshop) -> None:
    register.add(shop, SYSTEM, draft())
    assert client.get("/initiatives/register.csv").headers["location"] == "/login?next=/initiatives"
    hire("lead@example.se", Grant(Role.LEADER, "*"))
    client.cookies.set("staff", _token(shop))
    answer = client.get("/initiatives/register.csv?county=17")
    assert answer.content.decode("utf-8-sig").splitlines()[1].startswith("1780;Karlstad;AI-verkstad på biblioteket;")
    assert answer.headers["cache-control"] == "no-store"
    assert client.get("/initiatives/register.pdf").status_code == 400
    assert client.get("/initiatives/register.json?field=space").status_code == 422


def _token(shop: Workshop) -> str:
    return logins.login(shop, "lead@example.se", PASSWORD, "192.0.2.1").token


def _button(browser: AppTest, label: str):
    return next(button for button in browser.button if button.label == label)
