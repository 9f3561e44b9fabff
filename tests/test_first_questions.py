"""Seven questions as people write them: on a phone each leads to a page that answers it in one step, with or without a signal."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from conftest import WAIT
from playwright.sync_api import expect
from test_offline import ask_to_keep, without_signal

LOW = ("help-now/#maternal-mental-health", "help-now/#postpartum-support", "parents/feeling-low/")
HOME_VISITS = ("programs/parents-as-teachers/", "programs/nurturing-families-network/", "programs/minding-the-baby/", "towns/new-haven/")
FROZEN = True
QUESTIONS = {
    "Torrington, 8 months, I can't stop crying": LOW,
    "home visiting for a pregnant teenager in New Haven": HOME_VISITS,
    "reflective supervision hours level 3": ("professionals/reflective-supervision/", "endorsement/mental-health-specialist/"),
    "W. Hartford": ("towns/west-hartford/",),
    "06790": ("towns/torrington/",),
    "postpartum depresion": LOW,
    "mi bebé no duerme": ("parents/sleep-and-feeding/",),
}
ALSO = {
    "Torrington, 8 months, I can't stop crying": "towns/torrington/",
    "home visiting for a pregnant teenager in New Haven": "towns/new-haven/",
    "reflective supervision hours level 3": "endorsement/mental-health-specialist/",
}


@pytest.fixture
def phone(browser, server):
    """A phone, with every request that it sends in `sent`."""
    context = browser.new_context(base_url=server.address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.sent = []
    context.on("request", lambda request: page.sent.append(request))
    yield page
    context.close()


def answers(phone, words: str, home: str):
    """Ask WORDS in the header of the HOME page and return the options that are offered."""
    phone.goto(home)
    phone.locator(".site-search button").tap()
    field = phone.locator("dialog[open]").get_by_role("combobox")
    field.fill(words)
    options = phone.locator("dialog[open]").get_by_role("option")
    options.first.wait_for()
    return options


def paths(options) -> list[str]:
    """Return where OPTIONS lead, as paths of the first language."""
    return [re.sub(r"^/(es/)?", "", address) for address in options.evaluate_all("(links) => links.map((link) => link.pathname + link.hash)")]


def follow(phone, option) -> None:
    address = option.evaluate("(link) => link.href")
    option.tap()
    phone.wait_for_url(address)
    expect(phone.locator("h1")).to_be_visible()


def nothing_told(sent, server) -> bool:
    """Whether all that was SENT went to the site itself, without a word of a question in it."""
    return all(request.url.startswith(server.address) and request.method == "GET" and not urlsplit(request.url).query for request in sent)


@pytest.mark.parametrize("home", ["", "es/"])
def test_each_leads_to_its_page_in_one_step(phone, server, home):
    for words, right in QUESTIONS.items():
        options = answers(phone, words, home)
        found = paths(options)
        assert found[0] in right, (words, found)
        assert words not in ALSO or ALSO[words] in found[:3], (words, found)
        follow(phone, options.first)
    assert nothing_told(phone.sent, server)


def test_each_does_without_a_signal_once_its_page_was_visited(phone, server, catalog):
    ask_to_keep(phone, lambda name: str(catalog.labels.word("en", name)))
    visited = {}
    for words in QUESTIONS:
        follow(phone, answers(phone, words, "").first)
        visited[words] = phone.url, phone.locator("h1").inner_text()
    without_signal(phone)
    for words, (address, title) in visited.items():
        follow(phone, answers(phone, words, "").first)
        assert (phone.url, phone.locator("h1").inner_text()) == (address, title), words
    assert nothing_told(phone.sent, server)


@pytest.mark.parametrize(
    ("words", "place", "age"),
    [
        ("Torrington, 8 months, I can't stop crying", "Torrington", "8 months"), ("home visiting for a pregnant teenager in New Haven", "New Haven", "pregnant"),
        ("W. Hartford", "West Hartford", ""), ("06790", "Torrington", ""),
    ],  # fmt: skip
)
def test_the_first_field_of_the_home_page_hears_those_that_name_a_place(phone, words, place, age):
    phone.goto("")
    phone.locator("#start-place").fill(words)
    phone.locator(".finder-start button").tap()
    phone.locator("#results[aria-busy=false]").wait_for(state="attached")
    expect(phone.locator("#place-answer")).to_contain_text(place)
    expect(phone.locator("#age")).to_have_value(age)
    expect(phone.locator("#results .program").first).to_be_visible()


@pytest.mark.parametrize("words", ["reflective supervision hours level 3", "postpartum depresion", "mi bebé no duerme"])
def test_the_first_field_of_the_home_page_hands_the_others_to_the_search(phone, words):
    phone.goto("")
    phone.locator("#start-place").fill(words)
    phone.locator(".finder-start button").tap()
    phone.locator("#place-answer a").tap()
    phone.locator("#search-results h3 a").first.wait_for()
    assert paths(phone.locator("#search-results h3 a"))[0] in QUESTIONS[words]
