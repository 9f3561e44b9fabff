"""What readers and translators may set: a narrow window, large text, long words, another direction, colors of their own, less motion, paper."""

from __future__ import annotations

import pytest
from kinds import KINDS

CHANGES = {"narrow": "", "words 40 % longer": "measures.lengthenWords()", "right to left": "document.documentElement.dir = 'rtl'"}
ORDINARY = 16  # px of text, in a browser whose reader has set nothing
BOXES = ".button, .number a, .card, .callout, .first-call, .help-box, .finder, .finder-start, input:not([type=checkbox]), select"  # a browser draws boxes to tick by itself
NOT_PRINTED = ".site-header nav, .site-header form, .help-bar, .breadcrumb, .finder, .finder-start, .search-form, .quick-exit, .skip, .browse"
ROWS = ".card, .callout, .help-box, .help-lines > li, .facts > div, .steps > li, tr"
SHOWN = "(selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility()).map((element) => element.outerHTML.slice(0, 80))"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_off(lens, kinds, kind, width):
    lens.set_viewport_size({"width": width, "height": 800})
    lens.goto(kinds[kind])
    for name, change in CHANGES.items():
        lens.evaluate(change)
        assert lens.evaluate("measures.cutOff()") == [], name


@pytest.fixture
def large_text(lens):
    """The setting by which readers make all text twice as large."""
    devtools = lens.context.new_cdp_session(lens)
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 2 * ORDINARY, "fixed": 26}})
    yield lens
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": ORDINARY, "fixed": 13}})
    devtools.detach()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_off_with_text_of_200_percent(large_text, kinds, kind):
    large_text.goto(kinds[kind])
    for width in (320, 768, 1280):
        large_text.set_viewport_size({"width": width, "height": 800})
        assert large_text.evaluate("measures.cutOff()") == [], width
    assert large_text.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 2 * ORDINARY


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_stay_on_one_line(lens, kinds, kind):
    for width in (320, 360, 390, 768):
        lens.set_viewport_size({"width": width, "height": 800})
        lens.goto(kinds[kind])
        assert lens.evaluate("measures.brokenNumbers()") == [], width


@pytest.mark.parametrize("kind", KINDS)
def test_boxes_have_borders_in_colors_of_the_readers_own(lens, kinds, kind):
    lens.emulate_media(forced_colors="active")
    lens.goto(kinds[kind])
    assert lens.evaluate("(boxes) => measures.borderless(boxes)", BOXES) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_moves_for_those_who_asked_for_less_motion(lens, kinds, kind):
    lens.emulate_media(reduced_motion="reduce")
    lens.goto(kinds[kind])
    assert lens.evaluate("measures.moving()") == []


@pytest.fixture
def paper(lens):
    lens.set_viewport_size({"width": 720, "height": 1000})
    lens.emulate_media(media="print")
    return lens


@pytest.mark.parametrize("kind", KINDS)
def test_paper_holds_what_is_of_use_on_paper(paper, kinds, kind):
    paper.goto(kinds[kind])
    assert paper.evaluate(SHOWN, NOT_PRINTED) == []
    assert paper.evaluate(SHOWN, "h1")
    assert paper.evaluate("(rows) => measures.unprintable(rows)", ROWS) == []
    assert paper.evaluate("measures.cutOff()") == []


def test_a_planted_fault_is_seen(lens):
    """Each measure of this file, on a page that has what it looks for."""
    lens.set_viewport_size({"width": 320, "height": 800})
    lens.goto("help-now/")
    lens.evaluate("""() => {
        const heading = document.querySelector("h1");
        heading.textContent = "W".repeat(80);
        heading.style.overflowWrap = "normal";
        document.querySelector(".help-line .name").style.cssText = "block-size: 10px; overflow: hidden";
        document.querySelector("footer").style.transition = "color 1s";
        [...document.querySelectorAll("main .number a")].find((link) => link.textContent.replace(/\\D/g, "").length > 9).style.cssText = "inline-size: 4em; border: 0";
        document.querySelector(".help-lines > li").style.breakInside = "auto";
    }""")
    assert {said.split(":")[0].split(" is ")[0] for said in lens.evaluate("measures.cutOff()")} >= {"the page", "outside", "cut off"}
    assert lens.evaluate("measures.moving()")
    assert lens.evaluate("measures.brokenNumbers()")
    assert lens.evaluate("(boxes) => measures.borderless(boxes)", BOXES)
    assert any(said.startswith("divided") for said in lens.evaluate("(rows) => measures.unprintable(rows)", ROWS))
