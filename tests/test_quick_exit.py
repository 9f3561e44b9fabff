"""The way off a page about violence: at once, without a trace in the Back button, by a link or by Escape three times."""

from __future__ import annotations

import pytest
from conftest import WAIT

FROZEN = True
WITH_EXIT = ["help now", "help now, Spanish", "need, quick to leave"]
WITHOUT_EXIT = ["home", "finder", "prose", "program, active", "search"]
AWAY = "**://www.weather.gov/**"
NEUTRAL = "<!doctype html><title>Weather</title><h1>Weather</h1>"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripted(request) -> bool:
    return request.param


@pytest.fixture
def visitor(browser, server, scripted):
    """A tab for which the page to leave for is at hand."""
    context = browser.new_context(base_url=server.address, java_script_enabled=scripted)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.route(AWAY, lambda route: route.fulfill(body=NEUTRAL, content_type="text/html"))
    yield page
    context.close()


scripted_only = pytest.mark.parametrize("scripted", [True], indirect=True, ids=["with scripts"])


def escape(page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Escape")


@pytest.mark.parametrize("kind", WITH_EXIT)
def test_the_link_leads_away(visitor, kinds, kind):
    visitor.goto(kinds[kind])
    visitor.locator(".quick-exit a").click()
    visitor.wait_for_url(AWAY)
    assert visitor.title() == "Weather"


@scripted_only
@pytest.mark.parametrize("way", ["link", "key"])
def test_back_does_not_lead_to_the_page_that_was_left(visitor, kinds, way):
    visitor.goto(kinds["home"])
    home = visitor.url
    visitor.goto(kinds["help now"])
    visitor.locator(".quick-exit a").click() if way == "link" else escape(visitor, 3)
    visitor.wait_for_url(AWAY)
    visitor.go_back()
    assert visitor.url == home
    visitor.go_forward()
    assert visitor.title() == "Weather"


@scripted_only
@pytest.mark.parametrize("kind", WITH_EXIT)
def test_escape_three_times_leaves(visitor, kinds, kind):
    visitor.goto(kinds[kind])
    escape(visitor, 3)
    visitor.wait_for_url(AWAY)


@scripted_only
def test_escape_leaves_from_within_a_field(visitor, kinds):
    visitor.goto(kinds["help now"])
    visitor.locator(".site-search input").focus()
    escape(visitor, 3)
    visitor.wait_for_url(AWAY)


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
    page.route(AWAY, lambda route: held.append(route))
    page.goto(kinds["help now"])
    shown = page.evaluate("document.querySelector('.quick-exit a').click(), [document.body.childElementCount, document.title]")
    assert shown == [0, ""]
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
    with_exit = {path for path, text in texts.items() if '<p class="quick-exit">' in text} - {"design/index.html"}
    assert with_exit == {path for path, text in texts.items() if "/assets/leave." in text}
    assert which == "live" or {"help-now/index.html", "es/help-now/index.html"} <= with_exit
