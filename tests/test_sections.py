"""What a page of prose says, read from its HTML: for the search, and for questions with their answers."""

from __future__ import annotations

import json

import frozen_site
import pytest
from imhsite.pages import search
from imhsite.pages.generated import Page
from imhsite.pages.prose import put_content
from imhsite.pages.sections import Section, sections_of
from imhsite.reading.catalog import load
from imhsite.rendering.linked_data import linked_data


@pytest.fixture(scope="module")
def catalog():
    return load(frozen_site.data())


def page_of(html: str) -> Page:
    page = Page(path="parents/x/", title="X", description="What X is.")
    put_content(page, html)
    return page


def found(catalog, html: str) -> dict:
    ((_, entry),) = search.entries_of(catalog, page_of(html))
    return entry


def asked(catalog, html: str) -> list[tuple[str, str]]:
    graph = json.loads(linked_data(catalog, page_of(html)) or '{"@graph": []}')["@graph"]
    return [(question["name"], question["acceptedAnswer"]["text"]) for thing in graph if thing["@type"] == "FAQPage" for question in thing["mainEntity"]]


def test_a_page_is_its_headings_and_the_lines_below_each():
    html = "<p>One <b>bold</b>\nword.</p><h2 id=a>Two &amp; three</h2><ul><li>four</li><li>five<br>six</li></ul><div><p>drawn</p></div><p>after</p><h3>Seven</h3><p>eight</p>"
    assert sections_of(html) == (
        Section(0, "", ("One bold word.",), ()),
        Section(2, "Two & three", ("four", "five", "six"), ("drawn", "after"), "a"),
        Section(3, "Seven", ("eight",), ()),
    )


def test_what_stands_on_many_pages_is_left_out():
    html = '<h2>A <svg class="icon"><path d="M1"/><title>no</title></svg>B</h2><p class="source-note">no <a>no</a></p><form><input><p>no</p></form><div class="card help-lines"><h2>no</h2></div><p>yes</p>'
    assert sections_of(html)[1:] == (Section(2, "A B", (), ("yes",)),)


def test_a_sentence_over_two_lines_stays_one_in_the_search(catalog):
    assert found(catalog, "<p>I'd rather\nnot answer that.</p>")["text"] == "What X is. I'd rather not answer that."


def test_words_of_two_blocks_are_not_glued_in_the_search(catalog):
    entry = found(catalog, "<p>" + "many words " * 80 + "</p><ul><li><a>Committees<p>Who decides</p></a></li></ul>")
    assert {"committees", "decides"} <= set(entry["more"].split())


def test_a_page_is_found_by_its_headings_of_two_levels(catalog):
    assert found(catalog, "<h2>Two</h2><h3>Three</h3><h4>Four</h4>")["headings"] == ["Two", "Three"]


def test_a_question_is_told_with_what_people_wrote_below_it(catalog):
    html = "<h2>Is <em>it</em> free?</h2><p>Yes.</p><h3>Always</h3><ul><li>a</li></ul><h2>Where?</h2><p>Here.</p><section>drawn</section><p>there</p><h2>No question</h2><p>x</p>"
    assert asked(catalog, html) == [("Is it free?", "Yes.\nAlways\na"), ("Where?", "Here.")]


def test_one_question_makes_no_list_of_them(catalog):
    assert asked(catalog, "<h2>Is it free?</h2><p>Yes.</p><h2>x</h2>") == []


def test_the_same_content_is_read_once(monkeypatch):
    page = page_of("<p>a</p>")
    monkeypatch.setattr("imhsite.pages.prose.sections_of", None)
    put_content(page, "<p>a</p>")
    assert page.sections == (Section(0, "", ("a",), ()),)


def test_a_heading_that_begins_an_item_has_its_anchor():
    html = "<ol><li id=a><p>2004</p><h2>One</h2><h3>Two</h3></li><li id=b><p>2005</p></li></ol><h2>Three</h2><h2 id=d>Four</h2>"
    assert [(section.heading, section.anchor) for section in sections_of(html)][1:] == [("One", "a"), ("Two", ""), ("Three", ""), ("Four", "d")]
