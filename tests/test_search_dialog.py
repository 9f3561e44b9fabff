"""The search over the page, used as a reader would: by mouse, by keys, by a screen reader, on a phone, and where it cannot be had."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path

import pytest
from conftest import until_held
from imhsite.reading.safety import NEUTRAL
from kinds import KINDS
from playwright.sync_api import expect

FROZEN = True
AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN_AXE = """async (rules) => (await axe.run(document, { runOnly: rules, rules: { "target-size": { enabled: true } } })).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])"""
HEADER = """() => [...document.querySelectorAll(".site-header :is(a, input, button)")].map((element) => [element.getBoundingClientRect().left, element.getBoundingClientRect().top])"""
LANGUAGES = {"en": ("parents/", "baby blues"), "es": ("es/parents/", "mi bebé no duerme")}


def opened(page, path: str, words: str = ""):
    """Open the dialog on the page at PATH as a hand would, with WORDS in it, and return it."""
    page.goto(path)
    page.locator(".site-search :is(input, button):visible").first.click()  # a phone has the button alone
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    if words:
        page.keyboard.insert_text(words)
        dialog.get_by_role("option").first.wait_for()
    return dialog


def field(page):
    return page.locator("dialog[open]").get_by_role("combobox")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_answers_as_one_types_and_says_how_many(tab, say, language):
    path, words = LANGUAGES[language]
    dialog = opened(tab, path, words)
    expect(field(tab)).to_have_value(words)
    expect(dialog).to_have_accessible_name(say(language, "site-search"))
    assert field(tab).get_attribute("aria-expanded") == "true"
    assert dialog.locator(f"#{field(tab).get_attribute('aria-controls')}").get_attribute("role") == "listbox"
    count = int(re.search(r"\d+", dialog.locator(".hint:visible").inner_text())[0])
    assert dialog.get_by_role("option").count() == min(count, 8)
    expect(dialog.get_by_role("status")).to_contain_text(say(language, "search-count", count=count, words=words))


@pytest.fixture
def say(catalog):
    """The words of the interface in either language: language, name of the label, blanks."""
    return lambda language, name, /, **values: str(catalog.labels.word(language, name, **values))


def test_it_gives_the_answers_of_the_page(tab, say):
    dialog = opened(tab, "", "reflective supervision")
    titles = dialog.get_by_role("option").locator("strong").all_inner_texts()
    groups = dialog.get_by_role("group").evaluate_all("groups => groups.map((group) => group.ariaLabel)")
    dialog.get_by_role("link", name=say("en", "search-all")).click()
    tab.wait_for_url("**/search/#q=reflective+supervision")
    tab.locator("#search-results h2").first.wait_for()
    expect(tab.locator("#search-words")).to_have_value("reflective supervision")
    on_page = tab.locator("#search-results h3").all_inner_texts()
    assert titles[:3] == on_page[:3] and set(titles) <= set(on_page)
    assert groups[0] == tab.locator("#search-results h2").first.inner_text() == say("en", "search-best")


@pytest.mark.parametrize("way", ["Control+k", "Meta+k", "typing", "the button"])
def test_every_way_opens_it(tab, way):
    tab.goto("parents/")
    if way == "the button":
        tab.locator(".site-search button").click()
    elif way == "typing":
        tab.locator(".site-search input").focus()
        tab.keyboard.type("b")
    else:
        tab.keyboard.press(way)
    expect(field(tab)).to_be_focused()
    expect(field(tab)).to_have_value("b" if way == "typing" else "")


def test_coming_by_with_the_tab_key_opens_nothing(tab):
    tab.goto("parents/")
    with tab.expect_response("**/pages.json"):
        tab.locator(".site-search input").focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Shift+Tab")
    tab.locator("h1").click()
    assert tab.locator("dialog[open]").count() == 0


def test_one_that_comes_late_leaves_the_reader_alone(tab):
    held = []
    tab.route("**/search/pages.json", lambda route: held.append(route))
    tab.goto("parents/")
    tab.locator(".site-search input").click()
    tab.keyboard.type("baby")
    tab.locator("h1").click()
    expect(tab.locator("link[href*='search_dialog']")).to_be_attached()
    until_held(held, tab)
    with tab.expect_response("**/search/pages.json"):
        held[0].continue_()
    expect(tab.locator("dialog")).to_be_attached()
    assert tab.locator("dialog[open]").count() == 0
    expect(tab.locator(".site-search input")).to_have_value("baby")


def test_arrows_choose_and_enter_follows(tab):
    dialog = opened(tab, "parents/", "Torrington")
    options = dialog.get_by_role("option")
    last = options.count() - 1
    for key, chosen in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None), ("ArrowUp", last), ("ArrowDown", None), ("ArrowDown", 0)):
        tab.keyboard.press(key)
        assert options.evaluate_all("options => options.flatMap((option, index) => (option.ariaSelected === 'true' ? [index] : []))") == ([] if chosen is None else [chosen])
        active = field(tab).get_attribute("aria-activedescendant")
        assert active == (None if chosen is None else options.nth(chosen).get_attribute("id"))
        expect(field(tab)).to_be_focused()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/towns/torrington/")


def test_a_press_follows_too(tab):
    dialog = opened(tab, "parents/", "Torrington")
    dialog.get_by_role("option").first.click()
    tab.wait_for_url("**/towns/torrington/")


def test_enter_without_a_choice_leads_to_the_page(tab):
    opened(tab, "es/parents/", "mi bebé no duerme")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/es/search/#q={'mi+beb%C3%A9+no+duerme'}")
    tab.locator("#search-results h2").first.wait_for()


def test_an_answer_on_this_very_page_leaves_the_dialog_behind(tab):
    dialog = opened(tab, "help-now/", "suicide")
    line = dialog.locator("[role=option][href='/help-now/#crisis-988']")
    line.click()
    tab.wait_for_url("**/help-now/#crisis-988")
    expect(tab.locator("dialog[open]")).to_have_count(0)


@pytest.mark.parametrize("closing", ["Escape", "button"])
def test_closing_returns_to_where_the_reader_was(tab, closing, say):
    tab.goto("parents/")
    tab.locator("main a").first.focus()
    was = tab.evaluate("document.activeElement.outerHTML")
    tab.keyboard.press("Control+k")
    expect(field(tab)).to_be_focused()
    tab.keyboard.insert_text("baby")
    tab.locator("dialog").get_by_role("option").first.wait_for()
    if closing == "Escape":
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Escape")
    else:
        tab.locator("dialog").get_by_role("button", name=say("en", "search-close")).click()
    expect(tab.locator("dialog[open]")).to_have_count(0)
    assert tab.evaluate("document.activeElement.outerHTML") == was
    expect(tab.locator(".site-search input")).to_have_value("baby")
    tab.locator(".site-search input").click()
    expect(field(tab)).to_have_value("baby")
    expect(tab.locator("dialog").get_by_role("option").first).to_be_visible()


def test_on_a_phone_the_button_opens_it_with_what_was_asked_before(tab):
    """The header has no room for the field, which holds the words all the same."""
    tab.set_viewport_size({"width": 390, "height": 844})
    opened(tab, "parents/", "baby")
    tab.keyboard.press("Escape")
    expect(tab.locator("dialog[open]")).to_have_count(0)
    tab.locator(".site-search button").click()
    expect(field(tab)).to_have_value("baby")


def test_the_focus_stays_inside_and_the_answers_stay(tab):
    dialog = opened(tab, "parents/", "baby")
    count = dialog.get_by_role("option").count()
    reached = []
    for _ in range(8):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.closest('dialog') ? document.activeElement.tagName : document.activeElement.tagName + ' outside'"))
    assert {"BUTTON", "A", "INPUT"} <= set(reached) and not {name for name in reached if name.endswith("outside")} - {"BODY outside"}
    assert dialog.get_by_role("option").count() == count


def test_nothing_found_leads_to_the_lists(tab, say):
    dialog = opened(tab, "parents/")
    tab.keyboard.insert_text("xqzzk wvvrpt")
    expect(dialog.get_by_role("status")).to_contain_text(say("en", "search-none", words="xqzzk wvvrpt"))
    assert dialog.get_by_role("option").count() == 0 and not dialog.locator("[role=listbox]").is_visible()
    assert field(tab).get_attribute("aria-expanded") == "false"
    dialog.get_by_role("link", name=say("en", "search-lists")).click()
    tab.wait_for_url("**/search/")


def test_two_slips_are_put_right_and_said(tab):
    dialog = opened(tab, "parents/", "depresed afer birth")
    assert "after" in dialog.locator(".hint:visible").inner_text()


@pytest.mark.parametrize("missing", ["**/pages.json", "**/search_answers.*", "**/search_dialog.*"])
def test_where_it_cannot_be_had_the_form_leads_on(tab, missing):
    tab.route(missing, lambda route: route.fulfill(status=404))
    tab.goto("parents/")
    tab.locator(".site-search input").click()
    tab.keyboard.type("baby")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search/#q=baby")


def test_after_a_failure_the_next_use_tries_again(tab):
    failing = [True]
    tab.route("**/pages.json", lambda route: route.fulfill(status=404) if failing else route.continue_())
    tab.goto("parents/")
    with tab.expect_response("**/pages.json"):
        tab.locator(".site-search input").click()
    failing.clear()
    tab.locator("h1").click()
    tab.locator(".site-search input").click()
    expect(field(tab)).to_be_focused()


def test_without_scripts_the_form_leads_to_the_page_and_no_server_hears_the_words(browser, server):
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("es/parents/")
    page.locator(".site-search input").fill("baby")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/es/search/\??$"))
    context.close()


@pytest.fixture(scope="module")
def codes(site_dir):
    return {file.name: file.read_text(encoding="utf-8") for file in site_dir.glob("assets/*.js")}


def test_every_page_can_open_it_and_loads_nothing_of_it(pages, codes):
    for path in [*pages.paths(), "404.html", "es/404.html"]:
        scripts = [script["src"].rsplit("/", 1)[1] for script in pages.page(path).select("script[type=module]")]
        assert len(scripts) == 1, path
        assert re.search(r'import\("\./search_answers\.\w+\.js"\)', codes[scripts[0]]), path
        assert "PlaceReader" not in codes[scripts[0]], path
        assert not pages.page(path).select("link[rel=modulepreload], link[rel=preload]"), path


@pytest.mark.parametrize("kind", ["home", "finder", "map", "program, ended", "search, Spanish", "offline", "missing", "prose to leave, Spanish"])
def test_it_opens_on_each_kind_of_page_and_the_header_stays(tab, kinds, kind):
    tab.goto(kinds[kind])
    before = tab.evaluate(HEADER)
    tab.locator(".site-search input").click()
    expect(field(tab)).to_be_focused()
    assert tab.evaluate(HEADER) == before
    assert kind in KINDS


def test_the_exit_stays_in_reach(tab):
    for address in NEUTRAL.values():
        tab.context.route(f"{address}**", lambda route: route.fulfill(body="<!doctype html><title>Neutral</title>", content_type="text/html"))
    for leave in (lambda dialog: dialog.locator(".quick-exit a").click(), lambda dialog: [tab.keyboard.press("Escape") for _ in range(3)]):
        dialog = opened(tab, "help-now/", "he hits me")
        leave(dialog)
        tab.wait_for_url(f"{NEUTRAL['leaveInstead']}**")


@pytest.mark.parametrize(("width", "scheme"), list(product((320, 1280), ("light", "dark"))))
def test_axe_finds_nothing_in_it(lens, width, scheme):
    lens.set_viewport_size({"width": width, "height": 800})
    lens.emulate_media(color_scheme=scheme)
    for path, words in LANGUAGES.values():
        dialog = opened(lens, path, words)
        lens.keyboard.press("ArrowDown")
        lens.add_script_tag(path=AXE)
        assert lens.evaluate(RUN_AXE, RULES) == []
        assert dialog.evaluate("(dialog) => dialog.scrollWidth <= dialog.clientWidth && dialog.getBoundingClientRect().right <= innerWidth")
        assert lens.evaluate("measures.smallTargets()") == []


def test_the_chosen_answer_shows_in_forced_colors(lens):
    lens.emulate_media(forced_colors="active")
    dialog = opened(lens, "parents/", "baby")
    lens.keyboard.press("ArrowDown")
    outlines = dialog.get_by_role("option").evaluate_all("options => options.map((option) => getComputedStyle(option).outlineStyle)")
    assert outlines[0] == "solid" and set(outlines[1:]) == {"none"}


def test_paper_shows_the_page_alone(lens):
    opened(lens, "parents/", "baby")
    lens.emulate_media(media="print")
    assert not lens.locator("dialog").is_visible() and lens.locator("h1").is_visible()


HOSTILE = [
    "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "</a><h1>x", '" onmouseover="alert(1)', "{words} {count} $& $` $'", "&lt;b&gt; &amp;", "javascript:alert(1)", "<svg/onload=alert(1)>",
]  # fmt: skip


def answering(told):
    return lambda route: route.fulfill(json=told)


@pytest.mark.parametrize("where", ["dialog", "page"])
def test_hostile_words_in_the_index_are_words(tab, site_dir, where):
    """Each in every text of a page and in the labels; the answers say exactly them, and bring no element of their own."""
    site = json.loads((site_dir / "search/pages.json").read_text(encoding="utf-8"))
    path = "programs/child-first/"
    number, program = next((number, page) for number, page in enumerate(site["pages"]) if page["path"] == path)
    piece = {"words": "zebra:1", "terms": f"zebr:{number}Z", "phrases": {}, "pages": {}}
    tab.route("**/search/words/z.json", answering(piece))
    for text in HOSTILE:
        pages = [page if page["path"] != path else program | {"title": f"zebra {text}"} for page in site["pages"]]
        told = site | {"pages": pages, "pieces": f"{site['pieces']}z", "says": site["says"] | {"best": text, "kinds": site["says"]["kinds"] | {"programs": text}}}
        tab.route("**/pages.json", answering(told))
        tab.route("**/search/texts.json", answering([f"zebra {text}" if page["path"] == path else "" for page in pages]))
        if where == "dialog":
            answer = opened(tab, "parents/", "zebra").get_by_role("option").first
            title, tag, excerpt = answer.locator("strong"), answer.locator(".tag").first, answer.locator(".excerpt")
            heading = tab.locator(".group-name").first
        else:
            tab.goto("search/?q=zebra")
            answer = tab.locator("#search-results li").first
            title, tag, excerpt = answer.locator("h3 a"), answer.locator(".tag").first, answer.locator("p")
            heading = tab.locator("#search-results h2").first
        expect(title).to_have_text(f"zebra {text}", use_inner_text=False)
        assert [title.text_content(), tag.text_content(), heading.text_content()] == [f"zebra {text}", text, text]
        expect(excerpt).to_have_text(f"zebra {text}", use_inner_text=False)
        names = answer.evaluate("(answer) => [...answer.querySelectorAll('*')].map(({ localName }) => localName)")
        assert set(names) <= {"strong", "span", "mark", "h3", "a", "ul", "li", "p"}, text
        assert answer.evaluate("(answer) => [answer, ...answer.querySelectorAll('*')].flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith('on'))") == []
        tab.unroute("**/pages.json")
        tab.unroute("**/search/texts.json")


def test_hostile_words_in_the_question_are_words(tab):
    dialog = opened(tab, "parents/")
    for text in HOSTILE:
        field(tab).fill(f"baby {text}")
        expect(dialog.locator(".hint:visible")).to_contain_text(f"baby {text}")
        names = dialog.evaluate("(dialog) => [...dialog.querySelectorAll('*')].map(({ localName }) => localName)")
        assert set(names) <= {"form", "input", "button", "p", "div", "span", "strong", "mark", "a", "aside"}, text
