"""Ages and places as people type them: the tables of tests/cases/, read in the browser and checked against Python's rules."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
import yaml
from imhsite.finding import typed
from imhsite.model.ages import OLDEST_YEARS, PREGNANCY, parse_age
from conftest import until_held
from test_finder import loaded, violations

FROZEN = True
CASES = Path(__file__).parent / "cases"
AGES, PLACES = (yaml.safe_load((CASES / f"typed_{name}.yaml").read_text(encoding="utf-8")) for name in ("ages", "places"))
TODAY = datetime.datetime(2026, 11, 29, 12)
STREETS = ["Road", "Street", "Avenue", "Turnpike", "Lane", "Drive", "Court", "Boulevard", "Ave", "Rd", "Hill Road", "Main Street"]

READ_AGES = """async ([module, typed]) => {
    const { AgeReader, monthsOf } = await import(module);
    const reader = new AgeReader((await (await fetch("/programs/typed.json")).json()).ages);
    return typed.map((text) => reader.read(text, new Date(2026, 10, 29, 12))).map((found) => found && { ...found, months: found.choices.map(monthsOf) });
}"""
READ_PLACES = """async ([modules, typed, state]) => {
    const [{ PlaceReader }, { openPlaces }] = await Promise.all(modules.map((module) => import(module)));
    const [words, places] = await Promise.all(["typed", "places"].map(async (name) => (await fetch(`/programs/${name}.json`)).json()));
    const reader = new PlaceReader(openPlaces(places), words.places, state, "en");
    return typed.map((text) => reader.read(text));
}"""


@pytest.fixture(scope="module")
def page(browser, server):
    """The finder's page on the day of the tables, opened once for many questions that leave nothing behind."""
    context = browser.new_context(base_url=server.address)
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    opened.clock.set_fixed_time(TODAY)
    yield loaded(opened)
    context.close()


@pytest.fixture(scope="module")
def address(site_dir):
    """The published address of a script, by its name."""
    return lambda name: f"/assets/{next(site_dir.glob(f'assets/{name}.*.js')).name}"


@pytest.fixture(scope="module")
def read_places(page, address, catalog):
    return lambda texts: page.evaluate(READ_PLACES, [[address("typed_places"), address("places")], texts, catalog.association.state_code])


def months(worded: str) -> float:
    """Months of an age as the tables word it, by the rules of src/imhsite/model/ages.py."""
    if worded == "pregnant":
        return -1.0
    if worded == "newborn":
        return parse_age("birth").months
    parts = re.findall(r"(\d+) (day|week|month|year)s?\b", worded)
    assert " ".join(f"{count} {unit}{'s' * (count != '1')}" for count, unit in parts) == worded
    return sum(int(count) * 12 / 365 if unit == "day" else _months(int(count), unit) for count, unit in parts)


def _months(count: int, unit: str) -> float:
    return count * parse_age(f"1 {unit}").months


def test_the_tables_are_long_and_say_each_thing_once():
    for cases in (AGES, PLACES):
        texts = [case["typed"] for case in cases]
        assert len(texts) >= 200
        assert len(set(texts)) == len(texts)
        assert all(len(set(case) - {"typed"}) <= 1 for case in cases)


def test_python_can_add_up_every_age_of_the_table():
    for case in AGES:
        for worded in [case["is"]] if "is" in case else case.get("asks", []):
            assert PREGNANCY <= months(worded) <= 40 * 12, case
    assert months("1 year 6 months") == 18 == parse_age("18 months").months and OLDEST_YEARS >= 18


def test_python_knows_every_place_of_the_table(catalog):
    known = {*catalog.towns, *catalog.regions}
    assert {slug for case in PLACES for slug in case.get("asks", [case["is"]] if "is" in case else [])} <= known
    states = dict(line.rsplit(" ", 1)[::-1] for line in catalog.labels.get("en", "typed-states-a-to-m").forms["other"].split(", ") if line[-2:].isupper())
    assert states["MD"] == "Maryland"


def test_a_zip_code_of_the_table_is_that_of_its_town(catalog):
    """Where a text holds one ZIP code that the towns know, a sure answer is one of its towns."""
    towns: dict[str, set[str]] = {}
    for town in catalog.towns.values():
        for code in dict(town.zips or ()):
            towns.setdefault(code, set()).add(town.slug)
    checked = 0
    for case in PLACES:
        codes = set(re.findall(r"\b0\d{4}\b", case["typed"])) & set(towns)
        if "is" in case and len(codes) == 1:
            checked += 1
            assert case["is"] in towns[codes.pop()], case
    assert checked >= 20


def test_ages_are_read_as_the_table_says(page, address):
    found = page.evaluate(READ_AGES, [address("typed_ages"), [case["typed"] for case in AGES]])
    wrong = {}
    for case, read in zip(AGES, found, strict=True):
        sure = bool(read) and read["why"] == ""
        expected = [case["is"]] if "is" in case else case.get("asks", [])
        got = read["months"] if read else []
        if sure != ("is" in case) or got != pytest.approx([months(worded) for worded in expected]):
            wrong[case["typed"]] = read
    assert wrong == {}


ANSWERS = """async (texts) => {
    const field = document.getElementById("age"), answer = document.getElementById("age-answer");
    const said = [];
    const type = (text) => {
        field.value = text;
        field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const learned = new Promise((done) => new MutationObserver(done).observe(answer, { childList: true }));
    type("newborn"); // the words that tell ages come with the first one
    if (!answer.textContent) await learned;
    for (const text of texts) {
        type(text);
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        said.push([[...answer.querySelectorAll("button")].map((button) => button.textContent), answer.textContent, document.getElementById("finder-count").textContent, field.hasAttribute("aria-invalid")]);
    }
    type("");
    return said;
}"""


def test_the_field_says_or_asks_each_age_of_the_table(page, say):
    """A question comes with a button for each answer, and nothing is counted before it is answered."""
    answers = page.evaluate(ANSWERS, [case["typed"] for case in AGES])
    waiting = say("finder-count-open", answers=say("finder-without-age"))
    for case, (buttons, text, count, invalid) in zip(AGES, answers, strict=True):
        assert buttons == case.get("asks", []), case
        assert (count == waiting) == ("is" not in case), (case, count)
        assert invalid == (len(case) == 1), case
        if "is" in case:
            assert text == say("finder-age-heard", age=case["is"]), case
        if len(case) == 1:
            assert text == say("finder-age-unknown"), case


def test_what_was_not_understood_of_an_age_is_named(page, say):
    answers = page.evaluate(ANSWERS, ["8 months, crying all night", "8 moths", "8 months"])
    assert say("finder-age-unread", rest="crying all night") in answers[0][1]
    assert say("finder-age-unread", rest="moths") in answers[1][1]
    assert answers[2][1] == say("finder-age-heard", age="8 months")


@pytest.mark.parametrize(("typed", "label"), [("3 and 5", "several"), ("5 months, 3 months corrected", "early"), ("toddler", "about"), ("Emma is 8 months", "rest"), ("2", "which")])
def test_a_question_about_an_age_says_why_it_is_asked(page, say, typed, label):
    [(_, text, _, _)] = page.evaluate(ANSWERS, [typed])
    assert text.startswith(say(f"finder-age-{label}"))


def test_places_are_read_as_the_table_says(read_places):
    wrong = {}
    for case, read in zip(PLACES, read_places([case["typed"] for case in PLACES]), strict=True):
        expected = {"slugs": [case["is"]] if "is" in case else case.get("asks", []), "sure": "is" in case, "outside": case.get("outside"), "street": case.get("street", False)}
        outside = (read["outside"] or "yes") if "outside" in read else None
        got = {"slugs": read["slugs"], "sure": bool(read["slugs"]) and not read["why"], "outside": outside, "street": read.get("street") or False}
        if got != expected:
            wrong[case["typed"]] = got
    assert wrong == {}


def sure(read: dict) -> str | None:
    return read["slugs"][0] if read["slugs"] and not read["why"] else None


def test_no_street_is_answered_for_the_town_it_is_named_after(read_places, catalog):
    """Every town with every common street, alone and in an address of another town."""
    towns = list(catalog.towns.values())
    asked = []
    for at, town in enumerate(towns):
        other = towns[(at + 57) % len(towns)]
        for street in STREETS:
            asked += [(f"{town.name} {street}", town, None), (f"14 {town.name} {street}", town, None), (f"14 {town.name} {street}, {other.name}, CT", town, other), (f"Calle {town.name}, {other.name}", town, other)]
    found = read_places([text for text, _, _ in asked])
    assert len(found) == len(towns) * len(STREETS) * 4
    assert [text for (text, town, _), read in zip(asked, found, strict=True) if town.slug in read["slugs"]] == []
    missed = [text for (text, _, other), read in zip(asked, found, strict=True) if other and sure(read) != other.slug and other.slug not in read["slugs"]]
    assert missed == []


def test_a_slip_in_the_name_of_a_town_offers_it(read_places, catalog):
    """Two letters changed places, or one left out, in the middle of each town's name."""
    names = {town.name: town.slug for town in catalog.towns.values() if len(town.name) > 5}
    slips = {}
    for name, slug in names.items():
        middle = len(name) // 2
        slips[name[:middle] + name[middle + 1] + name[middle] + name[middle + 2 :]] = slug
        slips[name[:middle] + name[middle + 1 :]] = slug
    found = dict(zip(slips, read_places(list(slips)), strict=True))
    assert {text: read for text, read in found.items() if slips[text] not in read["slugs"]} == {}


PLACE = """async (text) => {
    const field = document.getElementById("place"), answer = document.getElementById("place-answer"), count = document.getElementById("finder-count");
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    for (let frames = 0; frames < 4; frames++) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return [[...answer.querySelectorAll("button")].map((button) => button.textContent), answer.firstChild?.textContent ?? "", count.textContent];
}"""


@pytest.mark.parametrize(
    ("typed", "label", "offered"),
    [
        ("Mystic", "which", ["Groton", "Stonington"]), ("Hartford, New Haven", "several", ["Hartford", "New Haven"]), ("Hartford, CT 06066", "disagree", ["Vernon", "Hartford"]),
        ("near Putnam", "near", ["Putnam"]), ("my name is Sharon", "sure", ["Sharon"]), ("Torrignton", "meant", ["Torrington"]), ("Hartford Avenue", "street", []),
        ("Milford, Massachusetts", "state", []), ("10001", "outside", []), ("06999", "unknown", []),
    ],
)  # fmt: skip
def test_a_question_about_a_place_says_why_it_is_asked(page, say, typed, label, offered):
    page.locator("#place").focus()
    page.wait_for_function("() => document.getElementById('results').ariaBusy === 'false'")
    told = {"state": "Connecticut", "line": "2-1-1", "typed": typed, "there": "Massachusetts"}
    buttons, text, count = page.evaluate(PLACE, typed)
    assert (buttons, text) == (offered, say(f"finder-place-{label}", **told))
    assert count == say("finder-count-open", answers=say("finder-without-place"))
    page.evaluate(PLACE, "")


def test_another_state_is_named_with_its_own_line(read_places, catalog, say):
    [found] = read_places(["milford ma"])
    assert "2-1-1" in say("finder-place-state", there=found["outside"], state="Connecticut") and found["outside"] == "Massachusetts"
    for language in catalog.association.languages:
        assert "2-1-1" in catalog.labels.get(language, "finder-place-state").forms["other"]


@pytest.mark.parametrize("path", ["programs/", "es/programs/"])
def test_questions_are_answered_by_keyboard_and_are_accessible(tab, path):
    loaded(tab, path=path)
    tab.locator("#age").fill("2")
    tab.keyboard.press("Tab")
    buttons = tab.locator("#age-answer button")
    buttons.nth(2).wait_for()
    assert buttons.count() == 3 and tab.locator("#age-answer").get_attribute("aria-live") == "polite"
    assert violations(tab) == []
    buttons.nth(1).focus()
    tab.keyboard.press("Enter")
    assert tab.locator("#age").input_value() in ("2 months", "2 meses")
    assert tab.evaluate("document.activeElement.id") == "age" and buttons.count() == 0
    tab.locator("#place").fill("Torrignton")
    tab.keyboard.press("Tab")
    tab.locator("#place-answer button").wait_for()
    assert violations(tab) == []
    tab.locator("#place-answer button").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_function("() => document.getElementById('place-answer').textContent === ''")
    assert tab.locator("#place").input_value() == "Torrington"


def test_a_misspelt_name_is_offered_while_one_types(tab):
    loaded(tab)
    tab.locator("#place").press_sequentially("Torrignton")
    tab.wait_for_function("() => [...document.querySelectorAll('#place-list li')].map(({ textContent }) => textContent).join() === 'Torrington'")


def test_several_ages_beside_a_place_are_asked_about(tab, say):
    loaded(tab)
    tab.locator("#place").fill("Torrington, 3 and 5 years")
    tab.keyboard.press("Tab")
    tab.locator("#age-answer button").first.wait_for()
    assert tab.locator("#age-answer button").all_inner_texts() == ["3 years", "5 years"]
    assert tab.locator("#finder-count").inner_text() == say("finder-count-open", answers=say("finder-without-age"))


@pytest.mark.parametrize("number", ["14", "14-20", "2 and 4"])
@pytest.mark.parametrize(("after", "age"), [("8 months", "8 months"), ("CT 06066", "")])
def test_the_number_of_a_house_is_no_age(tab, number, after, age):
    loaded(tab)
    tab.locator("#place").fill(f"{number} Hartford Turnpike, Vernon, {after}")
    tab.keyboard.press("Tab")
    tab.wait_for_function("() => document.getElementById('place-answer').textContent.startsWith('Vernon')")
    assert tab.locator("#age").input_value() == age


def test_the_words_are_those_of_every_language(catalog):
    told = yaml.safe_load(typed.words(catalog))
    assert "weeks" in told["ages"]["weeks"].split(",") and "semanas" in told["ages"]["weeks"].split(",")
    assert [len(words.split(",")) for words in told["ages"]["numbers"]] == [19, 19]
    assert [len(words.split(",")) for words in told["ages"]["tens"]] == [8, 8]
    assert "Calle" not in told["places"]["before"] and "calle" in told["places"]["before"].split(",")


def test_what_understands_is_light(site_dir):
    """In the bytes that a browser gets, once somebody turns to the finder."""
    sizes = [next(site_dir.glob(f"assets/finder_fields.*.js.br")).stat().st_size, (site_dir / "programs/typed.json.br").stat().st_size]
    assert sizes[0] <= 14.5 * 1024 and sizes[1] <= 3 * 1024, sizes


CRISES = [
    ("I want to die", "tel:988"), ("no quiero vivir", "tel:988"), ("he is hitting me", "tel:+18887742900"), ("mi esposo me pega", "tel:+18887742900"),
    ("she isn't breathing", "tel:911"), ("no respira", "tel:911"), ("Torrington, 8 months, she isn't breathing", "tel:911"),
]  # fmt: skip


@pytest.mark.parametrize("path", ["programs/", "es/programs/"])
def test_a_crisis_in_the_words_puts_the_right_line_first(tab, path):
    """Above the fields and the programs, with its number to tap, and gone once the words are."""
    loaded(tab, path=path)
    box = tab.locator("#line-first a[href^='tel:']")
    for words, number in CRISES:
        tab.locator("#place").fill(words)
        tab.keyboard.press("Tab")
        tab.locator(f"#line-first a[href='{number}']").wait_for()
        assert box.count() == 1, words
        assert box.bounding_box()["y"] < tab.locator("#place").bounding_box()["y"]
    assert violations(tab) == []
    tab.locator("#place").fill("Torrington")
    tab.keyboard.press("Tab")
    box.wait_for(state="detached")


def test_a_sentence_fills_place_age_and_need_and_says_what_is_left(tab, catalog, say):
    loaded(tab)
    tab.locator("#place").fill("Torrington, 8 months, sleep, xylophone")
    tab.keyboard.press("Tab")
    tab.wait_for_function("() => document.getElementById('need').value")
    assert tab.locator("#age").input_value() == "8 months"
    assert tab.locator("#need").input_value() in catalog.needs
    assert tab.locator("#place-answer").inner_text().startswith("Torrington")
    assert tab.locator("#sentence-rest").inner_text() == say("finder-sentence-rest", rest="xylophone")


def test_a_need_that_was_chosen_is_not_changed(tab):
    loaded(tab)
    tab.locator("#need").select_option("bonding")
    tab.locator("#place").fill("Torrington, 8 months, sleep, xylophone")
    tab.keyboard.press("Tab")
    tab.wait_for_function("() => document.getElementById('sentence-rest').textContent")
    assert tab.locator("#need").input_value() == "bonding"


def test_a_place_alone_does_not_load_the_search(tab):
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    loaded(tab)
    tab.locator("#place").fill("West Hartford, CT 06107")
    tab.keyboard.press("Tab")
    tab.wait_for_function("() => document.getElementById('place-answer').textContent.startsWith('West Hartford')")
    assert not [url for url in asked if "pages.json" in url or "search_answers" in url]


def test_a_help_line_in_the_results_can_be_called(tab):
    tab.goto("search/?q=I+want+to+die")
    link = tab.locator("#search-results li .number a").first
    link.wait_for()
    assert link.get_attribute("href") == "tel:988" and "988" in link.inner_text()


@pytest.mark.parametrize(("path", "there"), [("search/", "Massachusetts"), ("es/search/", "Massachusetts")])
def test_the_search_says_that_another_state_is_meant(tab, catalog, path, there):
    tab.goto(f"{path}?q=Milford,+Massachusetts")
    note = tab.locator("#search-corrected:not([hidden])")
    note.wait_for()
    said = catalog.labels.get(path.partition("/")[0] if path.startswith("es") else "en", "finder-place-state").forms["other"]
    assert note.inner_text().startswith(said.format(there=there, state=catalog.association.state))
    assert not tab.locator("#search-results a[href$='/towns/milford/']").count()


def test_the_search_answers_for_the_town_of_an_address(tab):
    tab.goto("search/?q=Hartford+Turnpike,+Vernon,+CT+06066")
    first = tab.locator("#search-results h3 a").first
    first.wait_for()
    assert first.get_attribute("href").endswith("/towns/vernon/")
    assert not tab.locator("#search-results a[href$='/towns/hartford/']").count()


def test_what_a_field_says_covers_nothing_below(tab):
    tab.set_viewport_size({"width": 320, "height": 800})
    tab.goto("programs/")
    tab.locator("#place").fill("Torrington, 8 months, sleep, xylophone, marimba, glockenspiel")
    tab.keyboard.press("Tab")
    tab.locator("#sentence-rest:not(:empty)").wait_for()
    said, button = (tab.locator(name).bounding_box() for name in ("#sentence-rest", "#locate"))
    assert said["y"] + said["height"] <= button["y"]


def test_words_that_name_another_state_are_not_called_unused(tab):
    tab.goto("programs/")
    tab.locator("#place").fill("he is hitting me, Milford, Massachusetts")
    tab.keyboard.press("Tab")
    tab.locator("#line-first a[href^='tel:']").first.wait_for()
    assert tab.locator("#sentence-rest").inner_text() == ""
    assert "Massachusetts" in tab.locator("#place-answer").inner_text()


@pytest.mark.parametrize(("typed", "age"), [("Torrington, 8 months", "8 months"), ("Torrignton", "")])
def test_what_is_typed_before_the_words_are_there_is_answered_once_they_are(tab, typed, age):
    held = []
    tab.route("**/typed.json", lambda route: held.append(route))
    loaded(tab)
    tab.locator("#place").press_sequentially(typed)
    tab.keyboard.press("Tab")
    until_held(held, tab)
    assert tab.locator("#age").input_value() == "" and tab.locator("#place-answer").inner_text() == ""
    held[0].continue_()
    tab.wait_for_function("() => document.getElementById('place-answer').textContent.includes('Torrington')")
    tab.wait_for_function("age => document.getElementById('age').value === age", arg=age)


def test_the_name_of_a_place_needs_no_words(tab):
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    loaded(tab)
    tab.locator("#place").press_sequentially("New Haven")
    tab.keyboard.press("Tab")
    tab.wait_for_url("**/#place=New+Haven")
    tab.locator("#asked button").wait_for(state="attached")
    assert not [url for url in asked if "typed.json" in url]


def test_words_that_cannot_be_had_are_said_and_asked_for_again(browser, server, say):
    tab = browser.new_context(base_url=server.address).new_page()
    tab.route("**/typed.json", lambda route: route.fulfill(status=500))
    loaded(tab, "#age=8+months")
    tab.wait_for_function("text => document.getElementById('finder-count').textContent === text", arg=say("finder-failed"))
    tab.locator("#place").fill("I want to die")
    tab.keyboard.press("Tab")
    tab.locator("#line-first a[href='tel:988']").wait_for()
    tab.unroute("**/typed.json")
    tab.locator("#place").fill("")
    tab.locator("#age").fill("9 months")
    tab.keyboard.press("Tab")
    tab.wait_for_function("text => document.getElementById('age-answer').textContent === text", arg=say("finder-age-heard", age="9 months"))
    tab.context.close()
