"""What the first screen of each kind of page says, and what stays in sight: where am I, what can I do, whom do I call."""

from __future__ import annotations

import pytest
from fonts import FAMILIES
from imhsite.pages.generated import path_of
from looks import Look
from playwright.sync_api import expect

FROZEN = True
PHONES = {"upright": (390, 844), "sideways": (844, 390)}
HIGHEST = 180  # px above a page's own title on a phone
ROW = 62  # px: one row of header, or of help
FIRST = """([highest, row]) => {
    const box = (selector) => document.querySelector(selector)?.getBoundingClientRect();
    const says = [];
    const title = box("h1");
    if (innerWidth < innerHeight && title.top > highest) says.push(`the title is at ${title.top}`);
    for (const part of [".site-header", ".help-bar"]) if (box(part).height > row) says.push(`${part} is ${box(part).height} high`);
    for (const link of [...document.querySelectorAll(".help-bar a")].filter((link) => link.checkVisibility()))
        if (link.getBoundingClientRect().bottom > title.top) says.push(`${link.textContent} is below the title`);
    const exit = box(".quick-exit:not([hidden])");
    const ends = exit?.width >= innerWidth - 1 ? exit.top : innerHeight; // a narrow one stands beside the words
    const texts = [...document.querySelectorAll("main :is(p, li, label, summary, dt, td)")].filter((text) => text.checkVisibility() && !text.closest("nav, .beside, .translation-note") && text.textContent.trim());
    const first = texts.find((text) => text.getBoundingClientRect().top >= title.bottom - 1)?.getBoundingClientRect();
    if (title.bottom > ends) says.push(`the title ends at ${title.bottom} of ${ends}`);
    if (!first || first.top + 24 > ends) says.push(`the first words are at ${first?.top} of ${ends}`);
    return says;
}"""
EMPTY = """(share) => {
    const shown = [...document.querySelectorAll("main *")].filter((part) => part.checkVisibility() && part.getBoundingClientRect().top < innerHeight);
    const edges = shown.filter((part) => part.matches("li, p, dd, td, a, input, select, svg, .card, .callout, .finder, summary")).map((part) => {
        const range = document.createRange();
        range.selectNodeContents(part);
        return Math.max(range.getBoundingClientRect().right, part.matches("svg, input, select, .card, .callout, .finder") ? part.getBoundingClientRect().right : 0);
    });
    return Math.max(...edges) < share * innerWidth ? `all ends at ${Math.round(Math.max(...edges))}` : "";
}"""
FEW = {"search", "search, Spanish", "side by side", "offline", "offline, Spanish", "staff", "my steps", "age", "open data"}  # say little at first
LOOKS = {f"held {held}": Look(FIRST, [HIGHEST, ROW], width, height) for held, (width, height) in PHONES.items()}


@pytest.mark.parametrize("look", LOOKS)
def test_a_phone_shows_name_help_and_subject_without_scrolling(faults, look):
    assert faults[look] == {}


def test_a_title_is_in_the_first_screen_in_text_of_twice_the_size(browser, server, kinds):
    page = browser.new_page(base_url=server.address, viewport={"width": 390, "height": 844})
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    for kind in ("home", "help now", "program, active", "town"):
        page.goto(kinds[kind])
        assert page.locator("h1").bounding_box()["y"] < 0.6 * 844, kind
    page.close()


def test_a_title_that_is_too_low_is_seen(lens):
    lens.set_viewport_size({"width": 390, "height": 844})
    lens.goto("parents/crying/")
    lens.evaluate("document.querySelector('h1').style.marginBlockStart = '45rem'")
    assert {said.split(" at ")[0] for said in lens.evaluate(FIRST, [HIGHEST, ROW])} == {"the title is", "the title ends", "the first words are"}


@pytest.fixture(scope="module")
def way_up(lens_tab, kinds):
    """How far from the top the way up stands, by kind of page, on a phone."""
    lens_tab.set_viewport_size({"width": 390, "height": 844})
    tops = {}
    for kind, path in kinds.items():
        lens_tab.goto(path)
        tops |= {kind: top} if (top := lens_tab.evaluate("document.querySelector('.breadcrumb')?.getBoundingClientRect().top")) else {}
    return tops


def test_the_way_up_stands_at_one_height_on_every_page(way_up):
    assert len({round(top) for top in way_up.values()}) == 1, way_up


def test_no_page_leaves_the_right_half_of_a_wide_window_empty(lens, kinds):
    lens.set_viewport_size({"width": 1280, "height": 800})
    empty = {}
    for kind in kinds.keys() - FEW:
        lens.goto(kinds[kind])
        empty |= {kind: said} if (said := lens.evaluate(EMPTY, 0.6)) else {}
    assert empty == {}


def test_a_phone_has_danger_crisis_and_all_lines_in_one_row(lens, catalog):
    lens.set_viewport_size({"width": 390, "height": 844})
    for path, language in (("", "en"), ("es/", "es")):
        lens.goto(path)
        shown = [link.inner_text().strip() for link in lens.locator(".help-bar a:visible").all()]
        lines = [catalog.translated(line, language).short_caption.replace("{number}", line.phone.text) for line in catalog.get("help_lines", catalog.association.bar_lines[:2])]
        assert shown == [*lines, str(catalog.labels.word(language, "help-bar-all"))]


@pytest.mark.parametrize("scripted", [True, False], ids=["with scripts", "without scripts"])
def test_the_menu_of_a_phone_opens_with_the_links_of_the_header(browser, server, scripted):
    page = browser.new_page(base_url=server.address, java_script_enabled=scripted, viewport={"width": 390, "height": 844})
    page.goto("parents/")
    links = page.locator(".main-nav a")
    expect(links.first).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(links.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    page.close()


@pytest.mark.parametrize("width", [1000, 1280, 1920])
def test_the_parts_of_a_long_page_and_a_line_to_call_stay_beside_the_text(lens, width):
    lens.set_viewport_size({"width": width, "height": 800})
    lens.goto("parents/crying/")
    for share in (0, 0.3, 0.6):
        lens.evaluate("(share) => scrollTo(0, share * document.documentElement.scrollHeight)", share)
        expect(lens.locator(".beside nav")).to_be_in_viewport()
        expect(lens.locator(".beside .number a")).to_be_in_viewport(ratio=1)
    assert lens.evaluate("""() => {
        const side = document.querySelector(".beside").getBoundingClientRect();
        return [...document.querySelectorAll("main > :not(.beside)")].filter((part) => part.getBoundingClientRect().right > side.left).map((part) => part.outerHTML.slice(0, 60));
    }""") == []  # fmt: skip


def test_the_parts_are_those_of_the_page(pages):
    page = pages.page("parents/crying/")
    parts = {link["href"].removeprefix("#"): link.get_text() for link in page.select(".beside li a")}
    assert parts == {heading["id"]: heading.get_text().strip().rstrip(":") for heading in page.select("main h2[id]")}


@pytest.mark.parametrize("path", ["about/history/", "recommendations/", "strategic-plan/"])
def test_a_page_that_is_a_list_says_its_parts_too(live, path):
    if not live.has(path):
        pytest.skip(f"this site has no page {path}")
    main = live.pages.page(path).main
    parts = [link["href"].removeprefix("#") for link in main.select(".beside li a")]
    assert parts == [(heading if heading.get("id") else heading.find_parent("li"))["id"] for heading in main.select("h2")]


def test_the_line_beside_a_page_is_that_of_its_need(catalog):
    assert catalog.line_for_page("parents/violence/").slug in catalog.needs["violence"].lines
    assert catalog.line_for_page("parents/violence/").slug != catalog.association.emergency_line
    assert catalog.line_for_page("parents/nowhere/") == catalog.first_line


def test_the_footer_is_short_and_help_now_does_not_repeat_itself(lens, pages):
    lens.set_viewport_size({"width": 390, "height": 844})
    lens.goto("parents/")
    assert lens.evaluate("document.querySelector('.site-footer').offsetHeight") < 844
    assert pages.page("parents/").select(".site-footer a[href^='tel:']")
    for path in ("help-now/", "es/help-now/"):
        assert not pages.page(path).select(".site-footer a[href^='tel:']")


def test_home_asks_what_is_happening_then_where_then_how_old(live):
    main = live.pages.page("").main
    order = [part for name in ("h1", ".doors", ".finder-start", ".ages") if (part := main.select_one(name))]
    assert order == sorted(order, key=lambda part: (part.sourceline, part.sourcepos))
    assert bool(main.select(".doors")) == bool(live.catalog.doors)
    asked = "doors-heading" if live.catalog.doors else "home-title"
    assert main.h1.get_text() == str(live.catalog.labels.word(live.catalog.association.languages[0], asked))


@pytest.mark.parametrize("path", ["help-now/", "es/help-now/"])
def test_help_now_has_a_number_to_call_without_scrolling(browser, live, path):
    page = browser.new_page(base_url=live.server.address, viewport={"width": 390, "height": 844})
    page.goto(path)
    number, leave = page.locator("main :is(.number, .call) a:visible").first, page.locator(".quick-exit")
    expect(number).to_be_in_viewport(ratio=1)
    if leave.is_visible():
        assert number.bounding_box()["y"] + number.bounding_box()["height"] <= leave.bounding_box()["y"]
    page.close()


@pytest.mark.parametrize("font", FAMILIES)
@pytest.mark.parametrize("path", ["", "es/"])
def test_the_lines_to_call_stand_in_one_row(browsers, server, path, font):
    page = browsers(font).new_page(base_url=server.address)
    page.goto(path)
    rows = {}
    for width in (390, 768, 1000, 1280, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        rows[width] = page.evaluate("() => new Set([...document.querySelectorAll('.help-bar li')].filter((item) => item.checkVisibility()).map((item) => item.offsetTop)).size")
    page.close()
    assert set(rows.values()) == {1}, rows


def test_what_changed_since_does_not_stand_before_the_page(live):
    """The new names and rules are folded: on a telephone they filled the first two screens."""
    for path in ("competencies/", "competencies/explore/", "endorsement/steps/", *[path_of(level) for level in live.catalog.levels.values()]):
        if live.has(path):
            listed = live.pages.page(path).select(".callout.note li")
            assert all(item.find_parent("details") for item in listed), path


@pytest.mark.parametrize("width", [390, 768, 1000, 1280])
def test_no_door_stands_alone_in_a_row(lens, width):
    lens.set_viewport_size({"width": width, "height": 800})
    for path, shown in (("", ".doors li"), ("parents/", ".doors li"), ("needs/", ".doors li"), ("", ".ages li")):
        lens.goto(path)
        rows = lens.evaluate("(shown) => Object.values(Object.groupBy(document.querySelectorAll(shown), (item) => item.offsetTop)).map((row) => row.length)", shown)
        assert not rows or min(rows) > 1 or max(rows) == 1, (path, shown, rows)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_mark_of_a_region_stands_beside_words_alone(lens, kinds, width):
    lens.set_viewport_size({"width": width, "height": 800})
    lens.goto(kinds["region"])
    mark, call = (lens.locator(part).first.bounding_box() for part in ("svg.picture.beside", ".first-call"))
    assert mark["y"] + mark["height"] <= call["y"]
