"""The search, asked in a real browser as a reader would ask."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path

import brotli
import pytest
from folders import ROOT
from imhsite.files.problems import DataError
from imhsite.pages.search import files
from search_questions import CLOSED, SETS, Figures, answers, questions

FROZEN = True
TARGETS = Figures(hit_1=0.85, hit_3=0.95, mrr=0.9)
LARGEST_FIRST = 9_000  # of brotli: what every question needs

ODD = [
    "", " ", "\t\n", "a", "?", "!!!", "...", "' OR 1=1 --", '"', "\\", "%", "%00", "%zz", "&amp;", "&lt;b&gt;", "{{ 7 * 7 }}", "${alert(1)}", "{words}", "{count}", "$&", "$`",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>baby</b>", "</ol><h1>baby", "<svg/onload=alert(1)>", "javascript:alert(1)", "<a href=javascript:alert(1)>baby",
    "baby" * 2500, "a " * 5000, "baby " * 2000, "ab" * 5000, "0" * 10_000, "🍼", "👶🏽 baby 👩‍👧", "مرحبا", "טיפול בתינוק", "\u202ebaby\u202c", "ребёнок", "赤ちゃん", "e\u0301\u0302\u0303" * 20,
    "\ufeffbaby", "ba\u00adby", "NULL", "undefined", "__proto__", "constructor", "hasOwnProperty", "toString valueOf", "-1 months", "999999999999 years", "00000", "1/2 0.5 ½ months",
]


@pytest.fixture(scope="module")
def watched(browser, server):
    """The search page, with whatever it complains about in `complaints`."""
    yield from watching(browser, server)


@pytest.fixture(scope="module")
def watched_live(browser, live):
    """The search page of the live site."""
    yield from watching(browser, live.server)


def watching(browser, server):
    page = browser.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{server.address}search/")
    yield page
    page.close()


def until(page, predicate: str, given: str = "") -> None:
    """Wait until PREDICATE, in which COUNT stands for what the search announces, holds. (Playwright's own wait needs eval, which the policy forbids.)"""
    ends = time.monotonic() + 10
    while not page.evaluate(predicate.replace("COUNT", "document.getElementById('search-count').textContent"), given):
        assert time.monotonic() < ends, (predicate, given)


def ask(page, server, text: str, path: str = "search/") -> None:
    """Open the search page with TEXT in its form, sent by the keyboard, and wait for its answer."""
    page.goto(f"{server.address}{path}")
    page.fill("#search-words", text)
    page.press("#search-words", "Enter")
    until(page, "() => COUNT")


@pytest.mark.parametrize("name", ["tuned", "held_out"])
def test_questions_reach_their_pages(watched, name):
    asked = questions(name)
    found = answers(watched, [(question.text, question.language) for question in asked])
    reached = Figures.of([question.place_of_right(paths) for question, paths in zip(asked, found, strict=True)])
    assert len(asked) >= 60
    assert reached.hit_1 >= TARGETS.hit_1 and reached.hit_3 >= TARGETS.hit_3, str(reached)


def known(site: Path) -> set[str]:
    """The paths that the search of SITE can find."""
    return {page["path"] for page in json.loads((site / "search/pages.json").read_text())["pages"]} | {f"{file.parent.relative_to(site)}/" for file in site.glob("towns/*/index.html")}


def test_the_right_pages_of_questions_exist(site_dir):
    assert {path for name in ("tuned", "held_out") for question in questions(name) for path in question.right} <= known(site_dir)


@pytest.mark.parametrize("name", SETS)
def test_how_well_the_live_search_answers_is_told(watched_live, live, note, name):
    """Of those questions whose pages the live site has; no failure, as pages come and go."""
    there, languages = known(live.site), live.catalog.association.languages
    asked = [question for question in questions(name) if question.right and question.language in languages and there.intersection(question.right)]
    if not asked:
        pytest.skip("the live site has none of the pages that the questions are about")
    found = answers(watched_live, [(question.text, question.language) for question in asked])
    places = [question.place_of_right(paths) for question, paths in zip(asked, found, strict=True)]
    note(f"Search, {name}: {len(asked)} of {len(questions(name))} questions are about pages of the live site: {Figures.of(places)}")
    for question, place in zip(asked, places, strict=True):
        if name not in CLOSED and (not place or place > 3):
            note(f"  not among the first three: {question.text} -> {', '.join(question.right)}")


def test_every_town_and_zip_code_comes_first(watched_live, live):
    watched, catalog, most = watched_live, live.catalog, {}
    for town in catalog.towns.values():
        for code, share in town.zips or ():
            most[code] = max(most.get(code, (-1, "")), (share or 0, town.slug), key=lambda found: found[0])
    wanted = {town.name: town.slug for town in catalog.towns.values()} | {code: slug for code, (_, slug) in most.items()}
    for language in catalog.association.languages:
        found = answers(watched, [(text, language) for text in wanted])
        assert {text: paths[0] for text, paths in zip(wanted, found)} == {text: f"towns/{slug}/" for text, slug in wanted.items()}


def test_a_town_in_the_question_brings_its_programs(watched, catalog):
    found, worried = answers(watched, [("home visiting for a pregnant teenager in New Haven", "en"), ("Torrington, 8 months, I can't stop crying", "en")])
    assert "towns/new-haven/" in found[:3]
    assert any(path.removeprefix("programs/").rstrip("/") in catalog.programs for path in found[:4])
    assert "towns/torrington/" in worried[:3] and any(path.startswith("help-now/#") for path in worried[:3])


def test_endings_accents_and_two_slips_change_nothing(watched):
    asked = [("depresion posparto", "depresión posparto"), ("home visit", "home visits"), ("reflective supervision", "reflectiv supervisoin"), ("kindergarten", "kindregarden")]
    for said, meant in asked:
        one, other = answers(watched, [(said, "en"), (meant, "en")])
        assert one[0] == other[0]


def test_odd_questions_break_and_inject_nothing(watched, server):
    watched.goto(f"{server.address}search/")
    before = watched.evaluate("[document.scripts.length, document.images.length, document.querySelectorAll('svg').length, document.querySelectorAll('h1').length]")
    assert len(ODD) >= 50
    for text in ODD:
        watched.evaluate("(text) => { const form = document.getElementById('search'); form.elements.q.value = text; form.requestSubmit(); }", text)
        said = text.strip("\ufeff \t\n")
        until(watched, "(text) => text ? COUNT.includes(text) : !COUNT", said[:20])
        allowed = watched.evaluate("[...document.querySelectorAll('#search-results *')].every((found) => ['SECTION', 'H2', 'H3', 'OL', 'UL', 'LI', 'A', 'P', 'MARK'].includes(found.tagName))")
        assert allowed, text
    assert watched.evaluate("[document.scripts.length, document.images.length, document.querySelectorAll('svg').length, document.querySelectorAll('h1').length]") == before
    assert watched.complaints == []


def test_a_link_with_words_gives_the_same_answers_as_the_form(watched, server):
    ask(watched, server, "baby blues")
    watched.locator("#search-results mark").first.wait_for()  # excerpts come after the answers
    by_form = watched.inner_text("#search-results")
    assert watched.url.endswith("#q=baby+blues")
    watched.goto(f"{server.address}search/?q=baby+blues")
    watched.locator("#search-results mark").first.wait_for()
    assert watched.inner_text("#search-results") == by_form
    assert watched.input_value("#search-words") == "baby blues"


def test_back_returns_to_the_question_before(watched, server):
    ask(watched, server, "baby blues")
    watched.fill("#search-words", "Torrington")
    watched.press("#search-words", "Enter")
    until(watched, "() => COUNT.includes('Torrington')")
    watched.go_back()
    until(watched, "() => COUNT.includes('baby blues')")


def test_the_spanish_page_answers_in_spanish(watched, server):
    ask(watched, server, "mi bebé no duerme", "es/search/")
    link = watched.locator("#search-results h3 a").first
    assert "/es/" in link.get_attribute("href")
    ask(watched, server, "supervisión reflexiva", "es/search/")
    assert watched.locator("#search-results a[lang=en]").count() > 0


def test_answers_are_counted_headed_and_marked(watched, server, say):
    ask(watched, server, "reflective supervision")
    assert watched.get_attribute("#search-count", "role") == "status"
    results = watched.locator("#search-results ol > li")
    assert watched.inner_text("#search-count").startswith(f"{results.count()} results")
    assert watched.locator("#search-results ol > li h3 a").count() == results.count()
    watched.locator("#search-results mark").first.wait_for()
    assert watched.locator("#search-results h2").first.inner_text() == say("search-best")


def test_nothing_found_points_to_the_lists(watched, server):
    ask(watched, server, "xqzzk wvvrpt")
    assert watched.inner_text("#search-count").startswith("Nothing found")
    assert watched.locator("nav[aria-labelledby=search-lists] a").count() >= 6


def test_the_search_works_by_keyboard_alone(watched, server):
    watched.goto(f"{server.address}search/")
    for _ in range(60):
        watched.keyboard.press("Tab")
        if watched.evaluate("document.activeElement.id") == "search-words":
            break
    watched.keyboard.type("ECCP")
    watched.keyboard.press("Enter")
    until(watched, "() => COUNT")
    assert watched.evaluate("document.activeElement.id") == "search-words"
    watched.keyboard.press("Tab")
    watched.keyboard.press("Tab")
    assert watched.evaluate("document.activeElement.closest('#search-results') !== null")
    watched.keyboard.press("Enter")
    watched.wait_for_url("**/programs/eccp/")


def test_without_scripts_the_page_leads_to_the_lists(browser, server, catalog):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in ("search/", *(f"{language}/search/" for language in catalog.association.languages[1:])):
        page.goto(f"{server.address}{path}?q=baby")
        assert not page.is_visible("#search")
        targets = [link.get_attribute("href") for link in page.locator("nav[aria-labelledby=search-lists] a").all()]
        for wanted in ("towns/", "regions/", "ages/", "programs/", "endorsement/", "help-now/"):
            assert any(target.endswith(f"/{wanted}") for target in targets), wanted
    context.close()


def test_files_that_do_not_come_leave_the_lists(browser, server):
    page = browser.new_page()
    page.route("**/pages.json", lambda route: route.abort())
    page.goto(f"{server.address}search/?q=baby")
    until(page, "() => COUNT")
    assert "did not load" in page.inner_text("#search-count")
    page.close()


def test_the_search_loads_nothing_before_its_first_use(browser, server):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.address}search/", wait_until="networkidle")
    assert [url for url in asked if "search_answers" in url or ".json" in url] == []
    with page.expect_response("**/pages.json"):
        page.focus("#search-words")
    page.close()


def test_what_every_question_needs_is_small(live):
    for file in live.site.glob("**/search/pages.json"):
        assert len(brotli.compress(file.read_bytes())) <= LARGEST_FIRST, file


def test_words_that_lead_nowhere_are_named(catalog):
    with pytest.raises(DataError) as error:
        files(catalog, [])
    assert 'data/search_words.yaml' in str(error.value) and "write the path of a page" in str(error.value)


def test_vendored_files_are_as_they_came():
    permits = {"MIT": b"Permission is hereby granted", "ISC": b"Permission to use, copy, modify, and/or distribute", "OFL-1.1": b"SIL Open Font License"}
    vendored = json.loads((ROOT / "src/imhsite/theme/vendored.json").read_text())
    for name, facts in vendored.items():
        content = (ROOT / "src/imhsite/theme" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == facts["sha256"], name
        licence = (ROOT / "src/imhsite/theme" / facts["licence_text"]).read_bytes() if "licence_text" in facts else content
        assert permits[facts["licence"]] in licence and facts.get("copyright", "").encode() in licence, name
    carried = {file.relative_to(ROOT / "src/imhsite/theme").as_posix() for file in (ROOT / "src/imhsite/theme/admin/sveltia-cms").rglob("*") if file.is_file()}
    assert carried <= set(vendored)


def test_accessibility_of_the_answers(watched, server):
    """What axe cannot be asked here: each input has a label, each heading follows its parent."""
    ask(watched, server, "pregnant in Hartford")
    levels = watched.evaluate("[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map((heading) => Number(heading.tagName[1]))")
    assert levels[0] == 1 and all(b - a <= 1 for a, b in zip(levels, levels[1:]))
    assert watched.evaluate("[...document.querySelectorAll('input')].every((input) => input.labels.length === 1)")
