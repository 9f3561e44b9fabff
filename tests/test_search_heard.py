"""What the search says it understood, what it asks back, and what it shows where it has no good answer."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

FROZEN = True
SENTENCE = "Torrington, 8 months, won't sleep, Spanish"


def asked(tab, text: str, path: str = "search/") -> None:
    tab.goto(path)
    tab.fill("#search-words", text)
    tab.press("#search-words", "Enter")
    expect(tab.locator("#search-count")).not_to_have_text("")


def chips(tab) -> list[str]:
    return [text.removesuffix(" ×") for text in tab.locator("#search-heard .row button").all_inner_texts()]


def test_each_thing_understood_can_be_taken_out(tab, say, catalog):
    asked(tab, SENTENCE)
    assert chips(tab) == ["Torrington", "8 months", catalog.needs["sleep"].name, "Spanish"]
    tab.get_by_role("button", name=say("search-heard-remove", words="8 months")).click()
    expect(tab.locator("#search-words")).to_have_value("Torrington, won't sleep, Spanish")
    expect(tab.locator("#search-words")).to_be_focused()
    expect(tab.locator("#search-heard .row button")).to_have_count(3)
    for _ in range(3):
        tab.locator("#search-heard .row button").first.click()
        tab.wait_for_timeout(300)
    assert chips(tab) == []


def test_the_links_below_what_was_understood_stand_apart(tab):
    """A finger that means a word to take out does not hit the link below: 44 pixels from middle to middle, 24 each at least."""
    tab.set_viewport_size({"width": 320, "height": 700})
    asked(tab, SENTENCE)
    tab.locator("#search-heard p a").first.wait_for()
    boxes = tab.locator("#search-heard :is(button, p a)").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect()).map(({ top, bottom, left, right }) => [top, bottom, left, right])")
    links = boxes[4:]
    assert len(links) == 2 and all(bottom - top >= 24 for top, bottom, *_ in boxes)
    for above, below in zip([max(boxes[:4]), *links], links):
        assert (below[0] + below[1] - above[0] - above[1]) / 2 >= 44, (above, below)


@pytest.mark.parametrize(("question", "heard"), [("he won't stop crying", "crying"), ("I can't stop crying", "feeling-low")])
def test_of_phrases_alike_the_one_that_is_typed_counts(tab, site_dir, catalog, question, heard):
    """Both phrases have the same stems."""
    words = json.loads((site_dir / "search/pages.json").read_text(encoding="utf-8"))["words"]
    crying = next(str(number) for number, lead in enumerate(words) if lead.get("needs") == ["crying"])

    def send(route):
        piece = json.loads((site_dir / urlsplit(route.request.url).path.lstrip("/")).read_text(encoding="utf-8"))
        if "can't stop crying" in str(piece["phrases"]):
            piece["phrases"].setdefault(crying, []).append("won't stop crying")
        route.fulfill(json=piece)

    tab.route("**/search/words/*.json", send)
    asked(tab, question)
    assert chips(tab) == [catalog.needs[heard].name]


def test_a_number_that_says_the_age_leads_nowhere_else(tab):
    """17 alone leads to pregnant teenagers, as in "I am 17"; 17 months do not."""
    asked(tab, "17 months old")
    assert tab.locator("#search-results h3 a").first.get_attribute("href") == "/ages/age-1-to-2/"


def test_the_finder_gets_what_was_understood(tab, say):
    asked(tab, SENTENCE)
    tab.get_by_role("link", name=say("search-to-finder")).click()
    tab.wait_for_function("() => document.getElementById('place-answer')?.textContent || document.getElementById('need')?.value")
    assert [tab.locator(f"#{name}").input_value() for name in ("place", "age", "need")] == ["Torrington", "8 months", "sleep"]


@pytest.mark.parametrize(("path", "question", "there"), [("search/", "crying, in Spanish", "es"), ("es/search/", "llanto, en inglés", "en")])
def test_another_language_is_a_link_to_its_answers(tab, catalog, path, question, there):
    asked(tab, question, path)
    link = tab.locator(f"#search-heard a[hreflang={there}]")
    assert link.inner_text() == catalog.labels.get(there, "search-in-language").forms["other"]
    assert link.get_attribute("lang") == there
    with tab.expect_navigation():
        link.click()
    tab.locator("#search-results li").first.wait_for()
    assert tab.evaluate("document.documentElement.lang") == there


def test_the_finder_leads_to_its_own_page_in_another_language(tab):
    tab.goto("programs/")
    tab.locator("#place").fill("Torrington, 8 months, won't sleep, Spanish")
    tab.keyboard.press("Tab")
    link = tab.locator("#sentence-rest a")
    link.wait_for()
    assert "es/programs/#place=Torrington" in link.get_attribute("href") and tab.locator("#sentence-rest").inner_text() == link.inner_text()


def test_a_number_alone_is_asked_about(tab, say):
    asked(tab, "my baby is 2")
    assert chips(tab) == ["2 weeks", "2 months", "2 years"] and say("finder-age-which") in tab.inner_text("#search-heard")
    tab.get_by_role("button", name="2 months").click()
    expect(tab.locator("#search-results h3 a").first).to_have_attribute("href", "/ages/to-6-months/")


def test_unknown_words_are_named(tab, say):
    asked(tab, "crying xqzzk")
    expect(tab.locator("#search-heard")).to_contain_text(say("search-unheard", words="xqzzk"))


@pytest.mark.parametrize(("path", "question"), [("search/", "xqzzk wvvrpt"), ("search/", "gravel driveway"), ("es/search/", "xqzzk")])
def test_where_nothing_good_is_found_a_person_can_be_asked(tab, path, question):
    asked(tab, question, path)
    box = tab.locator("#search-weak")
    expect(box).to_be_visible()
    assert box.locator("a[href^='tel:']").count() == 1
    targets = [link.get_attribute("href") for link in box.locator("a").all()]
    assert any(target.endswith("programs/") for target in targets) and any("about/contact/" in target for target in targets)
    tab.fill("#search-words", "Torrington")
    tab.press("#search-words", "Enter")
    expect(box).to_be_hidden()


DANGERS = [
    ("search/", "I want to die", "tel:988"), ("search/", "we live in Torrington with a baby of 8 months and I want to kill myself", "tel:988"), ("es/search/", "no quiero vivir", "tel:988"),
    ("search/", "he hits me when the kids are asleep", "tel:+18887742900"), ("es/search/", "mi esposo me pega", "tel:+18887742900"),
    ("search/", "she isn't breathing", "tel:911"), ("es/search/", "mi bebé no respira", "tel:911"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "question", "number"), DANGERS)
def test_a_danger_puts_its_line_first_and_large(tab, path, question, number):
    asked(tab, question, path)
    line = tab.locator("#search-line a[href^='tel:']")
    assert line.get_attribute("href") == number
    assert line.bounding_box()["y"] < tab.locator("#search-results").bounding_box()["y"]
    assert tab.locator("#search-results .number a").first.get_attribute("href") == number


@pytest.mark.parametrize("question", ["sleep", "Torrington", "reflective supervision", "crying"])
def test_no_danger_shows_no_line(tab, question):
    asked(tab, question)
    assert tab.locator("#search-line *").count() == 0


def test_the_dialog_has_a_number_to_tap_too(tab):
    tab.goto("parents/")
    tab.locator(".site-search input").click()
    tab.locator("dialog[open]").wait_for()
    tab.keyboard.insert_text("I want to die")
    expect(tab.locator("dialog .help-box a[href='tel:988']")).to_be_visible()
