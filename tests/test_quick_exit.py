"""The way off a page about violence, substances or mood: at once, without a trace in the Back button, by its button or by Escape three times."""

from __future__ import annotations

import re

import pytest
from conftest import WAIT
from imhsite.reading.safety import NEUTRAL
from playwright.sync_api import expect

FROZEN = True
WITH_EXIT = ["help now", "help now, Spanish", "need, quick to leave"]
WITHOUT_EXIT = ["home", "finder", "prose", "program, active", "search"]
NEW, INSTEAD = f"{NEUTRAL['leaveTo']}**", f"{NEUTRAL['leaveInstead']}**"
PAGES = {NEW: "Weather", INSTEAD: "Articles"}
VIOLENCE, NEED = "parents/violence/", "needs/violence/"
SIZES = [(320, 640), (390, 844), (768, 1024), (844, 390), (1280, 800), (1920, 1080)]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripted(request) -> bool:
    return request.param


@pytest.fixture
def visitor(browser, server, scripted):
    """A tab for which the pages to leave for are at hand."""
    context = browser.new_context(base_url=server.address, java_script_enabled=scripted)
    for address, title in PAGES.items():
        context.route(address, lambda route, _, title=title: route.fulfill(body=f"<!doctype html><title>{title}</title><h1>{title}</h1>", content_type="text/html"))
    page = context.new_page()
    page.set_default_timeout(WAIT)
    yield page
    context.close()


scripted_only = pytest.mark.parametrize("scripted", [True], indirect=True, ids=["with scripts"])


def escape(page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Escape")


def press(page):
    """Press the button; return the tab that it opens."""
    with page.context.expect_page() as opened:
        page.locator(".quick-exit:visible a").click()
    page.wait_for_url(INSTEAD)
    return opened.value


@scripted_only
@pytest.mark.parametrize("kind", WITH_EXIT)
def test_one_press_opens_something_neutral_and_replaces_the_page(visitor, kinds, kind):
    visitor.goto(kinds[kind])
    other = press(visitor)
    other.wait_for_url(NEW)
    assert (visitor.title(), other.title()) == ("Articles", "Weather")
    assert [tab.evaluate("history.length") for tab in (visitor, other)] == [2, 1]  # a new tab of the test begins with an empty page
    assert other.evaluate("[document.referrer, window.opener]") == ["", None]


@pytest.mark.parametrize("scripted", [False], indirect=True, ids=["without scripts"])
@pytest.mark.parametrize("kind", WITH_EXIT)
def test_without_scripts_the_link_leads_away_and_says_what_back_does(visitor, kinds, kind, catalog):
    visitor.goto(kinds[kind])
    language = "es" if "Spanish" in kind else "en"
    told = visitor.locator(".quick-exit noscript p")
    expect(told).to_be_in_viewport()
    expect(told).to_have_text(str(catalog.labels.word(language, "leave-no-script")))
    visitor.locator(".quick-exit a").click()
    visitor.wait_for_url(NEW)
    visitor.go_back()
    assert visitor.url.endswith(kinds[kind])  # as is said beside the link


@scripted_only
@pytest.mark.parametrize("way", ["button", "key"])
def test_back_does_not_lead_to_the_page_that_was_left(visitor, kinds, way):
    visitor.goto(kinds["home"])
    home = visitor.url
    visitor.goto(kinds["help now"])
    press(visitor) if way == "button" else escape(visitor, 3)
    visitor.wait_for_url(INSTEAD)
    visitor.go_back()
    assert visitor.url == home
    visitor.go_forward()
    assert visitor.title() == "Articles"


@scripted_only
def test_back_leads_to_none_of_the_pages_on_the_way(visitor, kinds):
    """From the list of needs to one of them, to a page about it, to the help lines, and away."""
    visitor.goto("needs/")
    start = visitor.url
    visitor.locator(f'main a[href$="/{NEED}"]').click()
    visitor.wait_for_url(f"**/{NEED}")
    entries = visitor.evaluate("history.length")
    visitor.locator(f'main a[href$="/{VIOLENCE}"]').click()
    visitor.wait_for_url(f"**/{VIOLENCE}")
    visitor.locator('.help-bar a[href$="/help-now/"]').click()
    visitor.wait_for_url("**/help-now/")
    assert visitor.evaluate("history.length") == entries
    press(visitor)
    visitor.go_back()
    assert visitor.url == start


@scripted_only
def test_a_link_to_another_page_leaves_the_way_back(visitor):
    visitor.goto(VIOLENCE)
    visitor.locator(".brand").click()
    visitor.wait_for_url(re.compile(r"^http://[^/]+/$"))
    visitor.go_back()
    assert visitor.url.endswith(VIOLENCE)
    press(visitor)  # from a page that the browser shows again, too


@scripted_only
def test_a_page_that_comes_back_after_it_was_left_is_left_again(visitor):
    """As a browser may keep a page as it was: here, what it says when it shows that again."""
    visitor.goto(VIOLENCE)
    visitor.evaluate("""() => {
        const element = document.querySelector(".quick-exit a");
        window.open = () => null;
        element.dataset.instead = "#left"; // stays
        element.click();
        element.dataset.instead = arguments[0];
    }""".replace("arguments[0]", repr(NEUTRAL["leaveInstead"])))
    assert visitor.url.endswith("#left") and visitor.locator("body > *").count() == 0
    visitor.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    visitor.wait_for_url(INSTEAD)


@scripted_only
@pytest.mark.parametrize("kind", WITH_EXIT)
def test_escape_three_times_leaves(visitor, kinds, kind):
    visitor.goto(kinds[kind])
    escape(visitor, 3)
    visitor.wait_for_url(INSTEAD)


@scripted_only
def test_escape_leaves_from_within_a_field(visitor, kinds):
    visitor.goto(kinds["help now"])
    visitor.locator(".site-search input").focus()
    escape(visitor, 3)
    visitor.wait_for_url(INSTEAD)


@scripted_only
@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("kind", WITH_EXIT)
def test_it_is_in_sight_wherever_one_reads(visitor, kinds, kind, size):
    visitor.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.goto(kinds[kind])
    for share in (0, 0.5, 1):
        visitor.evaluate("(share) => scrollTo(0, share * document.documentElement.scrollHeight)", share)
        expect(visitor.locator(".quick-exit a")).to_be_in_viewport(ratio=1)
        assert visitor.evaluate("""() => {
            const box = document.querySelector(".quick-exit a").getBoundingClientRect();
            return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2).closest(".quick-exit") !== null;
        }""")


@pytest.mark.parametrize("kind", WITH_EXIT)
def test_it_is_second_in_the_order_of_tab_and_has_its_name(visitor, kinds, kind, catalog):
    visitor.goto(kinds[kind])
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Tab")
    language = "es" if "Spanish" in kind else "en"
    button = visitor.get_by_role("complementary", name=str(catalog.labels.word(language, "leave-way")), exact=True).get_by_role("link")
    expect(button).to_be_focused()
    expect(button).to_have_accessible_name(str(catalog.labels.word(language, "leave")))


def test_the_title_of_the_tab_gives_nothing_away(frozen):
    """The one that is in a list of tabs and in the history; what the page is about stands in its heading."""
    titles = {"en": "For families - CT-AIMH", "es": "Para familias - CT-AIMH"}
    for page in (page for path in frozen.pages.paths() if (page := frozen.pages.page(path)).select(".quick-exit:not([hidden])") and path != "design/"):
        assert page.title.string == titles[page.html["lang"]]


@scripted_only
@pytest.mark.parametrize("words", ["my husband hits me", "he hits me"])
def test_answers_of_the_search_that_tell_of_violence_have_it(visitor, words):
    visitor.goto("search/")
    expect(visitor.locator(".quick-exit")).to_be_hidden()
    visitor.goto(f"search/?q={words}")
    expect(visitor.locator(".quick-exit a")).to_be_in_viewport(ratio=1)
    visitor.locator("#search-words").fill("play")
    visitor.keyboard.press("Enter")
    expect(visitor.locator(".quick-exit")).to_be_hidden()


@scripted_only
def test_the_search_that_led_to_a_page_is_not_led_back_to(visitor, kinds):
    visitor.goto(kinds["home"])
    home = visitor.url
    visitor.goto("search/?q=my husband hits me")
    visitor.locator('#search-results a[href$="/parents/violence/"]').click()
    visitor.wait_for_url(f"**/{VIOLENCE}")
    press(visitor)
    visitor.go_back()
    assert visitor.url == home


@scripted_only
def test_the_dialog_of_the_search_has_it_on_any_page(visitor, kinds):
    visitor.goto(kinds["home"])
    visitor.locator(".site-search input").click()
    dialog = visitor.get_by_role("dialog")
    dialog.get_by_role("combobox").fill("play")
    expect(dialog.get_by_role("option").first).to_be_visible()
    expect(dialog.locator(".quick-exit")).to_be_hidden()
    dialog.get_by_role("combobox").fill("my husband hits me")
    expect(dialog.locator(".quick-exit a")).to_be_in_viewport(ratio=1)
    press(visitor)


@scripted_only
def test_the_finder_has_it_while_the_need_calls_for_it(visitor, kinds):
    visitor.goto(kinds["finder"])
    finder = visitor.url
    visitor.locator("#need").select_option("violence")
    expect(visitor.locator(".quick-exit a")).to_be_in_viewport(ratio=1)
    visitor.wait_for_url("**need=violence")
    visitor.locator("#need").select_option("stress")
    expect(visitor.locator(".quick-exit")).to_be_hidden()
    visitor.wait_for_url("**need=stress")
    visitor.go_back()
    assert visitor.url == finder  # what was asked of violence leaves nothing to go back to
    visitor.goto(f"{finder}?need=violence")
    press(visitor)
    visitor.go_back()
    assert visitor.url == finder


@scripted_only
@pytest.mark.parametrize("keys", [["Escape", "Escape"], ["Escape", "Escape", "a", "Tab"]])
def test_escape_twice_stays(visitor, kinds, keys):
    visitor.goto(kinds["help now"])
    asked = []
    visitor.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)
    for key in keys:
        visitor.keyboard.press(key)
    assert visitor.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(location.pathname))))") == "/help-now/"
    assert asked == []


def test_the_page_is_blank_before_the_next_one_comes(browser, server, kinds):
    """However slow the network is: here the other page never comes."""
    held = []
    context = browser.new_context(base_url=server.address)
    page = context.new_page()
    context.route(INSTEAD, lambda route: held.append(route))
    context.route(NEW, lambda route: route.abort())
    page.goto(kinds["help now"])
    assert page.evaluate("document.querySelector('.quick-exit a').click(), document.body.childElementCount") == 0
    page.wait_for_timeout(0)
    for route in held:
        route.abort()
    context.close()


@scripted_only
@pytest.mark.parametrize("kind", WITHOUT_EXIT)
def test_other_pages_stay_whatever_escape_says(visitor, kinds, kind):
    visitor.goto(kinds[kind])
    here = visitor.url
    asked = []
    visitor.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)
    escape(visitor, 5)
    assert visitor.evaluate("document.body.childElementCount") > 2
    assert (visitor.url, asked) == (here, [])


def test_the_key_is_told_of_where_it_works(visitor, kinds, scripted, catalog):
    visitor.set_viewport_size({"width": 1280, "height": 800})
    visitor.goto(kinds["help now"])
    assert visitor.get_by_text(str(catalog.labels.word("en", "leave-by-key"))).is_visible() == scripted


@pytest.mark.parametrize("which", ["live", "frozen"])
def test_the_script_comes_where_the_exit_is(request, which):
    site_dir = request.getfixturevalue(which).site
    texts = {file.relative_to(site_dir).as_posix(): file.read_text(encoding="utf-8") for file in site_dir.rglob("*.html")}
    with_exit = {path for path, text in texts.items() if re.search(r'<aside class="quick-exit"[^>]*(?<!hidden)>', text)} - {"design/index.html"}
    assert with_exit == {path for path, text in texts.items() if re.search(r"/assets/(program_)?leave(_hear)?\.", text)}
    assert which == "live" or {"help-now/index.html", "es/help-now/index.html"} <= with_exit
