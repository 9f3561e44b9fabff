"""What a reader asks stands behind "#" in the address: no server sees it, and an old address with "?" is moved there."""

from __future__ import annotations

import pytest

FROZEN = True
OLD = {
    "endorsement/compare/": "levels=mentor",
    "competencies/explore/": "role=leader&area=law",
    "map/": "program=child-first&serves=torrington",
    "programs/": "place=Torrington&age=8+months",
    "search/": "q=he+hits+me",
}


@pytest.mark.parametrize(("path", "words"), OLD.items())
def test_an_old_address_is_moved(tab, path, words):
    tab.goto(f"{path}?{words}")
    tab.wait_for_url(f"**/{path}#{words}")


@pytest.mark.parametrize(("field", "path", "words"), [(".site-search input", "search/", "q=he+hits+me"), (".finder-start input", "programs/", "place=he+hits+me")])
def test_a_form_tells_no_server_what_is_typed(tab, field, path, words):
    sent = []
    tab.on("request", lambda request: sent.append(request.url))
    tab.goto("")
    tab.locator(field).fill("he hits me")
    tab.locator(field).press("Enter")
    tab.wait_for_url(f"**/{path}#{words}*")
    assert not [address for address in sent if "?" in address or "hits" in address.partition("#")[0]]


def test_a_link_within_the_page_asks_nothing_new(tab, say):
    tab.goto("competencies/explore/#role=leader")
    tab.locator("#explorer").wait_for(state="visible")
    tab.evaluate("location.hash = 'content'")
    assert tab.get_by_label(say("explore-role"), exact=True).input_value() == "leader"
