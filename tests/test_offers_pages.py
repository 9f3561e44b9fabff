"""The pages of events, membership, supervision and documents in a browser, on the invented site, as the other sites may have none."""

from __future__ import annotations

from itertools import product

import pytest
from conftest import Built
from folders import ROOT
from imhsite.rendering.look import SCHEMES
from test_accessibility import AXE, RULES_IN, RUN_AXE, WIDTHS
from test_standards import html_validate, nu

PATHS = ("", "about/", "documents/", "events/", "membership/", "supervision/")


@pytest.fixture(scope="module")
def built(shared):
    made = Built(shared / "example", ROOT / "examples/data", ROOT / "examples/docs")
    yield made
    made.close()


def test_axe_finds_nothing_and_nothing_is_cut_off(browser, server):
    context = browser.new_context(base_url=server.address, bypass_csp=True)
    tab = context.new_page()
    faults = {}
    for path in PATHS:
        tab.goto(path)
        tab.add_script_tag(path=AXE)
        for width, scheme in product(WIDTHS, SCHEMES):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.emulate_media(color_scheme=scheme)
            said = tab.evaluate(RUN_AXE, RULES_IN[scheme]) + ["too wide"] * tab.evaluate("document.documentElement.scrollWidth > innerWidth")
            faults |= {(path, width, scheme): said} if said else {}
    context.close()
    assert faults == {}


def test_the_checkers_find_nothing(site_dir):
    files = [site_dir / path / "index.html" for path in PATHS]
    assert html_validate(*files) == []
    assert nu(*files) == []


def test_what_a_page_shows_is_there(pages, site_dir):
    for path in PATHS:
        for element in pages.page(path).select("main [src], main a[href^='/']"):
            address = (element.get("src") or element["href"]).partition("#")[0].lstrip("/")
            assert (site_dir / address).exists(), (path, address)


def test_the_search_knows_the_words_of_the_pages(site_dir):
    words = "".join(file.read_text(encoding="utf-8") for file in (site_dir / "search/words").glob("*.json"))
    assert all(f" {word}:" in words for word in ("evening", "spring", "students"))  # of an event, a letter and a membership
