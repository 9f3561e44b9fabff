"""The finder, used as people use it, in Chromium. Its rules are the cases that Python runs too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from generator.ages import parse_range
from generator.matching import Matcher, group_of

CASES = Path(__file__).parent / "cases"
SPOKEN = [
    ("pregnant", -1), ("I am pregnant", -1), ("newborn", 0), ("0", 0), ("0 days", 0), ("6 weeks", 72 / 52), ("8 months", 8), ("8mo", 8),
    ("8 months, I can't stop crying", 8), ("2 years", 24), ("2½ years", 30), ("2 1/2 years", 30), ("1.5 years", 18), ("1,5 years", 18),
    ("1 year 3 months", 15), ("3 yrs", 36), ("8", None), ("", None), ("soon", None), ("8 apples", None), ("-3", None), ("🍼", None),
]  # fmt: skip


@pytest.fixture
def say(catalog):
    """The words of the interface, by the names of their labels."""
    return lambda name, /, **values: str(catalog.labels.word("en", name, **values))


@pytest.fixture
def finder(tab):
    """The finder's page, its form revealed."""
    tab.goto("programs/")
    tab.locator("#finder").wait_for(state="visible")
    return tab


def shown(tab) -> set[str]:
    """Return the slugs of the programs that a person sees."""
    links = tab.locator("#results .program:visible h3 a")
    return {link.get_attribute("href").split("/")[-2] for link in links.all()}


def wait_for_count(tab, count: int) -> None:
    tab.wait_for_function("count => parseInt(document.getElementById('finder-count').textContent) === count", arg=count)


def test_the_script_reveals_the_form_and_counts(finder, catalog):
    wait_for_count(finder, sum(program.status != "ended" for program in catalog.programs.values()))
    assert shown(finder) == set(catalog.programs)
    assert finder.locator("#finder-count").get_attribute("role") == "status"


@pytest.mark.parametrize("typed", ["Torrington", "06790", "  torrington ", "TORRINGTON", "DCF Region 5", "New Haven", "W. Hartford", "Mystic Seaport Village"])
def test_a_place_leaves_what_serves_it(finder, catalog, typed, say):
    finder.get_by_label(say("finder-place")).fill(typed)
    finder.keyboard.press("Tab")
    matcher = Matcher(catalog)
    slug = {"06790": "torrington", "W. Hartford": "west-hartford", "DCF Region 5": "dcf-region-5"}.get(typed, typed.strip().lower().replace(" ", "-"))
    place = catalog.towns.get(slug) or catalog.regions.get(slug)
    expected = {p.slug for p in catalog.programs.values() if matcher.reach(p, place)} if place else set(catalog.programs)
    finder.wait_for_function("count => document.querySelectorAll('#results .program:not([hidden])').length === count", arg=len(expected))
    assert shown(finder) == expected
    assert (bool(finder.locator("#place-answer").inner_text())) == (place is None)


def test_a_name_of_two_towns_asks_which(finder, say):
    finder.get_by_label(say("finder-place")).fill("Mystic")
    finder.get_by_role("button", name="Stonington").click()
    assert finder.get_by_label(say("finder-place")).input_value() == "Stonington"
    assert not finder.locator("#place-answer").inner_text()


@pytest.mark.parametrize("typed", ["pregnant", "newborn", "8 months", "2 years", "35 months", "3 years", "6 years", "20 years"])
def test_an_age_leaves_matches_and_what_is_not_stated(finder, catalog, typed, say):
    months = {"pregnant": -1, "newborn": 0, "8 months": 8, "2 years": 24, "35 months": 35, "3 years": 36, "6 years": 72, "20 years": 240}[typed]
    finder.get_by_label(say("finder-age")).fill(typed)
    fitting = {p.slug for p in catalog.programs.values() if p.ages and p.ages.holds(months)}
    not_stated = {p.slug for p in catalog.programs.values() if p.ages is None}
    finder.wait_for_function("count => document.querySelectorAll('#results .program:not([hidden])').length === count", arg=len(fitting | not_stated))
    assert shown(finder) == fitting | not_stated
    living = [p for p in catalog.programs.values() if p.slug in fitting and p.status != "ended"]
    said = finder.locator("#finder-count").inner_text()
    assert said.startswith(str(len(living)) if living else say("finder-count-none"))


def test_near_comes_before_statewide(finder, catalog, say):
    finder.get_by_label(say("finder-place")).fill("New London")
    finder.wait_for_function("() => document.querySelectorAll('#results .program:not([hidden])').length < 18")
    first = finder.locator('.group[data-group="services"] .program:visible h3 a').first
    assert first.get_attribute("href") == "/programs/nurse-family-partnership/"


def test_need_and_audience(finder, catalog, say):
    finder.get_by_label(say("finder-need")).select_option("bonding")
    assert shown(finder) == {p.slug for p in catalog.programs.values() if "bonding" in p.needs}
    finder.get_by_label(say("finder-who")).select_option("service")
    assert shown(finder) == {p.slug for p in catalog.programs.values() if "bonding" in p.needs and p.sort == "service"}


def test_no_result_is_no_dead_end(finder, say):
    finder.get_by_label(say("finder-age")).fill("24 years")
    finder.wait_for_selector("#no-result:not([hidden])")
    assert {"tel:211", "tel:+18005057000"} <= {link.get_attribute("href") for link in finder.locator("#no-result a").all()}
    assert finder.locator("#finder-count").inner_text() == say("finder-count-none")


def test_the_state_is_in_the_address_and_comes_back(finder, browser, server, say):
    finder.get_by_label(say("finder-place")).fill("06790")
    finder.get_by_label(say("finder-age")).fill("8 months")
    finder.get_by_label(say("finder-need")).select_option("bonding")
    finder.wait_for_url("**/programs/?place=06790&age=8+months&need=bonding")
    seen = shown(finder)
    other = browser.new_context().new_page()
    other.goto(finder.url)
    other.locator("#finder").wait_for(state="visible")
    other.wait_for_function("count => document.querySelectorAll('#results .program:not([hidden])').length === count", arg=len(seen))
    assert shown(other) == seen
    assert other.get_by_label(say("finder-place")).input_value() == "06790"
    other.context.close()


def test_start_again_shows_all(finder, catalog, say):
    finder.get_by_label(say("finder-age")).fill("20 years")
    finder.get_by_role("button", name=say("finder-reset")).click()
    wait_for_count(finder, sum(program.status != "ended" for program in catalog.programs.values()))
    assert "?" not in finder.url


def test_the_keyboard_is_enough(finder):
    finder.locator("#place").focus()
    finder.keyboard.type("Torrington")
    finder.keyboard.press("Tab")
    finder.keyboard.type("8 months")
    finder.keyboard.press("Tab")
    assert finder.evaluate("document.activeElement.id") == "need"
    finder.keyboard.press("Tab")
    finder.keyboard.press("Tab")
    assert finder.evaluate("document.activeElement.type") == "reset"


def test_the_home_page_asks_the_first_question(tab, say):
    tab.goto("")
    tab.get_by_label(say("finder-start")).fill("Torrington")
    tab.get_by_role("button", name=say("finder-go")).click()
    tab.wait_for_url("**/programs/?place=Torrington")
    tab.wait_for_function("() => document.querySelectorAll('#results .program:not([hidden])').length < 18")


def test_without_javascript_the_lists_lead_on(browser, server, say):
    context = browser.new_context(java_script_enabled=False, base_url=server.address)
    page = context.new_page()
    page.goto("programs/")
    assert not page.locator("#finder").is_visible()
    assert page.locator("#results .program:visible").count() == 18
    page.get_by_role("navigation", name=say("browse")).get_by_role("link", name=say("towns-title"), exact=True).click()
    page.get_by_role("link", name="Torrington", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == say("place-title", name="Torrington")
    context.close()


@pytest.mark.parametrize("typed", ["", " ", "x" * 10_000, "<b>bold</b>", "{{ 7 * 7 }}", "'; drop", "🍼", "عربي", "\u202eabc", "06790 06790", "%00", "../../etc", "__proto__", "constructor"])
def test_odd_answers_break_nothing(finder, typed, say):
    for name in ("finder-place", "finder-age"):
        finder.get_by_label(say(name)).fill(typed)
    finder.keyboard.press("Tab")
    finder.wait_for_timeout(50)
    assert finder.locator("#results b").count() == 0
    assert finder.locator("#finder-count").inner_text()


def module(tab) -> str:
    return tab.locator("script[src*=finder]").get_attribute("src")


def test_spoken_ages(finder):
    read = """async ([module, texts]) => {
        const { parseAge } = await import(module);
        const words = {pregnant: ["pregnant"], newborn: ["newborn"], days: ["day", "days"], weeks: ["week", "weeks"], months: ["month", "months", "mo"], years: ["year", "years", "yrs"]};
        return texts.map((text) => parseAge(text, words));
    }"""
    months = finder.evaluate(read, [module(finder), [text for text, _ in SPOKEN]])
    for (text, expected), got in zip(SPOKEN, months, strict=True):
        assert got == (pytest.approx(expected) if expected is not None else None), text


def test_the_browser_agrees_with_python_on_every_age(finder):
    cases = json.loads((CASES / "ages.json").read_text(encoding="utf-8"))
    ranges = [parse_range(case["range"]) for case in cases]
    asked = [[{"from": str(r.youngest), "below": str(r.below)}, case["months"]] for r, case in zip(ranges, cases, strict=True)]
    answers = finder.evaluate("async ([module, asked]) => { const { holds } = await import(module); return asked.map(([p, m]) => holds(p, m)); }", [module(finder), asked])
    assert answers == [case["matches"] for case in cases]


def test_the_browser_agrees_with_python_on_every_place(finder, catalog, site_dir):
    matcher = Matcher(catalog)
    places = json.loads((site_dir / "programs/places.json").read_text(encoding="utf-8"))
    everywhere = [*catalog.towns.values(), *catalog.regions.values()]
    asked = [["*" if p.serves.statewide else " ".join(p.serves.slugs), place.slug] for p in catalog.programs.values() for place in everywhere]
    answers = finder.evaluate(
        "async ([module, asked, places]) => { const { reach } = await import(module); return asked.map(([s, p]) => reach(s, p, places)); }",
        [module(finder), asked, places],
    )
    assert answers == [matcher.reach(p, place) for p in catalog.programs.values() for place in everywhere]


def test_every_program_is_in_one_group(catalog):
    assert {group_of(program) for program in catalog.programs.values()} <= {"services", "initiatives", "age-not-stated", "ended"}
