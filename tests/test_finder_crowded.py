"""The finder of a site with more programs than are fetched at once: the same site, with lower limits."""

from __future__ import annotations

import threading

import frozen_site
import pytest
from conftest import WAIT, until_held
from imhsite.commands import build as builder
from imhsite.finding import finder as finder_module
from imhsite.finding.matching import Matcher
from imhsite.finding.program_words import ProgramWords
from imhsite.language.wording import Wording
from imhsite.pages.generated import path_of
from imhsite.publishing.server import SiteServer
from test_finder import listed, loaded
from test_finder_data import answers, asked_of, certain, expected

FROZEN = True
LIMITS = {"MOST_TOGETHER": 5, "MOST_CARDS": 8, "FEW_CARDS": 2}


@pytest.fixture(scope="module")
def crowded_dir(tmp_path_factory):
    """The site, built as if it had very many programs."""
    with pytest.MonkeyPatch.context() as patch:
        for name, limit in LIMITS.items():
            patch.setattr(finder_module, name, limit)
            patch.setattr(f"imhsite.rendering.renderer.{name}", limit, raising=False)
        built = tmp_path_factory.mktemp("crowded") / "site"
        builder.build(built, frozen_site.data(), compressed=False, docs=frozen_site.DOCS)
    return built


@pytest.fixture(scope="module")
def crowded(crowded_dir):
    running = SiteServer(crowded_dir)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def reader(browser, crowded):
    context = browser.new_context(base_url=crowded.address)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    yield page
    context.close()


@pytest.fixture(scope="module")
def local(catalog):
    """The programs that are tied to towns."""
    return {program.slug for program in catalog.programs.values() if program.serves.slugs}


def test_the_page_holds_a_beginning_and_leads_to_the_rest_without_a_script(browser, crowded, catalog, local):
    page = browser.new_page(base_url=crowded.address, java_script_enabled=False)
    page.goto("programs/")
    assert page.locator("#results .program").count() <= LIMITS["FEW_CARDS"] * page.locator("#results .group").count()
    living = sum(catalog.programs[slug].status != "ended" for slug in local)
    assert page.locator("#elsewhere").inner_text().startswith(f"{living} more program")
    page.locator("#elsewhere").get_by_role("link", name="Towns").click()
    page.get_by_role("link", name="New London", exact=True).click()
    assert page.locator('.group[data-group="near"] .program').count()
    page.close()


def test_the_browser_finds_the_same_from_more_files(reader, crowded_dir, catalog, local):
    asked_for = asked_of(catalog)
    for asked, found in zip(asked_for, answers(reader, crowded_dir, asked_for), strict=True):
        wanted = expected(catalog, *asked)
        count = certain(wanted, asked[1])
        if asked[0] is None:
            wanted = {name: left for name, slugs in wanted.items() if (left := [slug for slug in slugs if slug not in local])}
        assert found == {"groups": wanted, "count": count}, asked


def test_only_what_the_place_needs_is_fetched(reader):
    fetched = []
    reader.on("request", lambda request: fetched.append(request.url.rpartition("/programs/")[2]))
    loaded(reader)
    reader.locator("#place").fill("Torrington")
    reader.keyboard.press("Tab")
    reader.wait_for_url("**/#place=Torrington")
    reader.locator('#results .group[data-group="statewide"]').wait_for()
    assert sorted(name for name in fetched if name.endswith(".json")) == ["finder.json", "near/torrington.json", "places.json"], "what is no name alone would need the words too"


@pytest.mark.parametrize(("typed", "slug"), [("Groton", "groton"), ("new london", "new-london"), ("06320", "new-london")])
def test_what_is_near_is_asked_for_before_the_script_that_reads_all_else_is_here(reader, typed, slug):
    """A round trip less until the first answer, on a slow phone."""
    held: list = []
    reader.route("**/finder_form.*.js", lambda route: held.append(route))
    reader.goto("programs/")
    with reader.expect_request(f"**/programs/near/{slug}.json"):
        reader.locator("#place").fill(typed)
        reader.locator("#place").dispatch_event("change")
    until_held(held, reader)
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    held[0].continue_()
    reader.locator("#results .program").first.wait_for()
    reader.wait_for_function("() => document.getElementById('results').ariaBusy === 'false'")
    assert not [url for url in asked if "/near/" in url], "it is fetched once"


def test_words_that_are_no_town_ask_for_nothing_early(reader):
    """Asked in turn, so that a file asked for wrongly would stand before the right one."""
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url.rpartition("/")[2]) if "/near/" in request.url else None)
    reader.route("**/finder_form.*.js", lambda route: route.abort())
    reader.goto("programs/")
    place = reader.locator("#place")
    with reader.expect_response("**/programs/places.json"):
        place.fill("my baby cries")
    place.dispatch_event("change")
    reader.wait_for_function("() => document.getElementById('finder-count').textContent === document.getElementById('finder').dataset.failed")
    with reader.expect_request("**/near/*.json"):
        place.fill("Groton")
        place.dispatch_event("change")
    assert asked == ["groton.json"]


def test_a_card_from_the_file_of_a_place_says_where_and_whom_to_call(reader, catalog, local):
    words = ProgramWords(catalog, Wording(catalog.labels, "en"))
    loaded(reader, "#place=New+Haven")
    cards = [card for card in reader.locator("#results .program").all() if card.get_attribute("data-slug") in local]
    assert cards
    for card in cards:
        program = catalog.programs[card.get_attribute("data-slug")]
        assert card.locator(".tag").nth(1).text_content() == str(words.places(program).unescape())
        assert card.locator(".number a").text_content() == (program.phone or catalog.lines_for(program)[0].phone).text


def test_more_of_a_group_is_shown_when_asked_for(reader, catalog):
    loaded(reader, "#place=New+Haven")
    shown = listed(reader)
    groups = {group.name: [program.slug for program in group.programs] for group in Matcher(catalog).grouped(catalog.towns["new-haven"])}
    assert shown == {name: slugs[: LIMITS["FEW_CARDS"]] for name, slugs in groups.items()}
    name = max(groups, key=lambda name: len(groups[name]))
    group = reader.locator(f'#results .group[data-group="{name}"]')
    assert group.locator(".count").inner_text() == str(len(groups[name]))
    group.locator(".more").click()
    assert listed(reader)[name] == groups[name]
    assert not group.locator(".more").is_visible()
    assert reader.evaluate("document.activeElement.getAttribute('href')") == f"/programs/{groups[name][LIMITS['FEW_CARDS']]}/"


def test_a_kept_program_that_is_not_near_comes_from_its_page(reader, catalog, local):
    slug = sorted(local)[0]
    statewide = next(program.slug for program in catalog.programs.values() if program.serves.statewide)
    loaded(reader, f"#keep={slug},{statewide},no-such-program&list=kept")
    reader.locator("#kept").wait_for(state="visible")
    reader.locator(f'#results .program[data-slug="{slug}"]').wait_for()
    assert {found for slugs in listed(reader).values() for found in slugs} == {slug, statewide}
    card = reader.locator(f'#results .program[data-slug="{slug}"]')
    assert card.locator(".keep").get_attribute("aria-pressed") == "true"
    assert card.locator("h3 a").get_attribute("href") == f"/{path_of(catalog.programs[slug])}"
    assert not reader.locator("#elsewhere").is_visible()


def test_programs_near_a_place_that_cannot_be_had_are_said(browser, crowded, say):
    page = browser.new_page(base_url=crowded.address)
    page.route("**/near/*.json", lambda route: route.fulfill(status=500))
    loaded(page, "#place=Torrington")
    page.wait_for_function("text => document.getElementById('place-answer').textContent.startsWith(text)", arg=say("finder-place-failed"))
    assert page.locator("#results .program").count()
    page.unroute("**/near/*.json")
    page.locator("#age").fill("8 months")
    page.keyboard.press("Tab")
    page.locator('#results .group[data-group="statewide"]').wait_for()
    assert page.locator("#place-answer").inner_text() == ""
    page.close()
