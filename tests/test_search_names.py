"""Whoever types the name of a page, a program, a place, a term or a line finds it first, also with one slip of the keys."""

from __future__ import annotations

import random

import pytest
from search_questions import answers

FROZEN = True
KINDS = {"programs": "programs/", "towns": "towns/", "regions": "regions/", "levels": "endorsement/", "competencies": "competencies/", "help_lines": "help-now/#"}
ABOUT = ("parents/", "professionals/", "endorsement/", "competencies/", "help-now/", "about/", "sources/")


@pytest.fixture(scope="module")
def asking(browser, server):
    page = browser.new_page()
    page.goto(f"{server.address}search/")
    yield page
    page.close()


def slips(name: str) -> list[str]:
    """Return NAME with two letters changed places, one left out and one doubled, each where chance has it but in the first letter."""
    chance = random.Random(name)
    places = [at for at in range(1, len(name) - 1) if name[at : at + 2].isalpha() and name[at] != name[at + 1]]
    swap, cut, twice = (chance.choice(places) for _ in range(3))
    return [name[:swap] + name[swap + 1] + name[swap] + name[swap + 2 :], name[:cut] + name[cut + 1 :], name[: twice + 1] + name[twice:]]


def first(asking, names: list[str], language: str = "en") -> list[str]:
    return [paths[0] if paths else "" for paths in answers(asking, [(name, language) for name in names])]


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_is_found_first_also_with_a_slip(asking, catalog, kind):
    records = {slug: record.name for slug, record in catalog.records[kind].items() if sum(map(str.isalpha, record.name)) > 5}
    wanted = {text: f"{KINDS[kind]}{slug}" + "/" * (kind != "help_lines") for slug, name in records.items() for text in (name, *slips(name))}
    found = dict(zip(wanted, first(asking, list(wanted)), strict=True))
    wrong = {text: path for text, path in found.items() if path != wanted[text]}
    assert not wrong.keys() & set(records.values()) and len(wanted) >= 16 and len(wrong) <= len(wanted) // 100, wrong


def test_a_page_is_found_by_its_title_also_with_a_slip(asking, pages):
    titles = {pages.page(path).h1.get_text(" ", strip=True): path for path in pages.paths() if path.startswith(("parents/", "professionals/", "about/")) and path.count("/") == 2}
    asked = {text: path for title, path in titles.items() for text in (title, *(slips(title) if len(title) > 5 else ()))}
    found = dict(zip(asked, first(asking, list(asked)), strict=True))
    assert len(titles) > 20 and {text: path for text, path in found.items() if path != asked[text]} == {}


def test_a_term_is_explained_first_or_after_the_page_about_it_also_with_a_slip(asking, catalog):
    terms = {text: f"glossary/#{slug}" for slug, term in catalog.glossary.items() for text in (term.name, *(slips(term.name) if sum(map(str.isalpha, term.name)) > 5 else ()))}
    found = dict(zip(terms, answers(asking, [(text, "en") for text in terms]), strict=True))
    wrong = {text: paths[:3] for text, paths in found.items() if paths[0] != terms[text] and not (paths[1:2] == [terms[text]] and paths[0].startswith(ABOUT))}
    assert not wrong.keys() & {term.name for term in catalog.glossary.values()} and len(wrong) <= len(terms) // 100, wrong


@pytest.mark.parametrize(("question", "first"), [("screening", "glossary/#screening"), ("what does attachment mean", "glossary/#attachment"), ("meaning of resilience", "glossary/#resilience")])
def test_a_term_comes_before_what_only_goes_with_it(asking, question, first):
    assert answers(asking, [(question, "en")])[0][0] == first


def test_a_program_comes_before_the_help_that_the_same_word_leads_to(browser, live):
    """Such as WIC, which is also a word for money and food."""
    words = {word.casefold() for record in live.catalog.search_words.values() for word in record.words or ()}
    named = {program.name: f"programs/{slug}/" for slug, program in live.catalog.programs.items() if program.name.casefold() in words}
    if not named:
        pytest.skip("no program of the live site has a name that is a word of the search")
    page = browser.new_page()
    page.goto(f"{live.server.address}search/")
    assert first(page, [f"{name} office" for name in named]) == list(named.values())
    page.close()


@pytest.mark.parametrize(("question", "loaded"), [("Torrington, 8 months, won't stop crying", []), ("my three week old", []), ("cries all day", []), ("hi my son is crying, we live in Torrington", []), ("is it ok to let him cry", []), ("something for the waiting room", []), ("Torringtn, crying", []), ("call 911", []), ("Hartford Turnpike, Vernon", ["places"]), ("almost 2 years", ["ages"])])
def test_what_reads_all_places_and_ages_comes_only_where_it_is_needed(browser, server, question, loaded):
    page = browser.new_page()
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{server.address}search/?q={question}")
    page.locator("#search-results li").first.wait_for()
    kinds = {"places": "search_typed", "ages": "search_ages"}
    assert [kind for kind, name in kinds.items() if any(name in url for url in fetched)] == loaded
    page.close()


@pytest.mark.parametrize(("question", "first"), [("Vartford, crying", "towns/hartford/"), ("crying baby in New Havn", "towns/new-haven/"), ("Eats Haven", "towns/east-haven/"), ("torringtn 8 months", "towns/torrington/")])
def test_a_town_with_a_slip_is_found_among_other_words(asking, question, first):
    assert first in answers(asking, [(question, "en")])[0][:3]


def test_a_place_with_a_slip_in_another_state_is_told(browser, server):
    page = browser.new_page()
    page.goto(f"{server.address}search/?q=crying+baby+in+Worcster,+Massachusetts")
    page.locator("#search-corrected:not([hidden])").wait_for()
    assert "Massachusetts" in page.inner_text("#search-corrected")
    page.close()
