"""Targets, headings and landmarks, and what readers and translators may set: a narrow window, large text, long words, another direction, colors of their own, less motion, paper."""

from __future__ import annotations

import pytest
from conftest import MEASURES
from fonts import FAMILIES
from looks import Look

ORDINARY = 16  # px of text, in a browser whose reader has set nothing
SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"
WIDTH_OF_TEXT = """() => {
    const text = document.createElement("span");
    text.textContent = "Call 911 now if your baby is limp, or hard to wake.";
    document.body.append(text);
    return text.getBoundingClientRect().width;
}"""
SAID_FIRST = "h1, h2, h3, .button, .doors, .help-bar, .language, th"
HIGH = ".site-header a, .site-header button, .site-header input, .button, .help-bar a, .number a, main input, main select"
BOXES = ".button, .number a, .card, .callout, .first-call, .help-box, .finder, .finder-start, input:not([type=checkbox]), select"  # a browser draws boxes to tick by itself
NOT_PRINTED = ".site-header nav, .site-header form, .help-bar, .breadcrumb, .finder, .finder-start, .search-form, .quick-exit, .skip, .browse"
ROWS = ".card, .callout, .help-box, .help-lines > li, .facts > div, .steps > li, tr"
SHOWN = "(selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility()).map((element) => element.outerHTML.slice(0, 80))"
PAPER = {"width": 720, "height": 1000, "set": {"media": "print"}}
LOOKS = {
    "landmarks have names of their own": Look("measures.landmarkFaults()"),
    "headings are in order, with one h1, as seen": Look("measures.headingFaults()"),
    **{f"targets are large enough, {width} px": Look("(high) => [...measures.smallTargets(), ...measures.lowTargets(high, 44)]", HIGH, width) for width in (320, 1280)},
    **{f"numbers stay on one line, {width} px": Look("measures.brokenNumbers()", width=width) for width in (320, 360, 390, 768)},
    **{f"no word is broken, {width} px": Look("measures.brokenWords()", width=width) for width in (320, 390, 768, 1000, 1280)},
    **{f"nothing is cut off, {width} px": Look("measures.cutOff()", width=width) for width in (320, 1280)},
    **{f"nothing is cut off of words 40 % longer, {width} px": Look("measures.inLongerWords(measures.cutOff)", width=width) for width in (320, 1280)},
    **{f"nothing is cut off from right to left, {width} px": Look("measures.fromRightToLeft(measures.cutOff)", width=width) for width in (320, 1280)},
    "boxes have borders in colors of the reader's own": Look("(boxes) => measures.borderless(boxes)", BOXES, set={"forced_colors": "active"}),
    "nothing moves for those who asked for less motion": Look("measures.moving()", set={"reduced_motion": "reduce"}),
    "what is of no use on paper is not printed": Look(SHOWN, NOT_PRINTED, **PAPER),
    "paper has one title": Look(f'() => ({SHOWN})("h1").length !== 1', **PAPER),
    "paper holds what is of use on paper": Look("(rows) => measures.unprintable(rows)", ROWS, **PAPER),
    "nothing is cut off on paper": Look("measures.cutOff()", **PAPER),
}


@pytest.mark.parametrize("look", LOOKS)
def test_on_every_kind_of_page(faults, look):
    assert faults[look] == {}


@pytest.fixture(scope="module", params=FAMILIES)
def in_font(browsers, server, request):
    """A tab with the measures, in each of the fonts that readers' devices have."""
    with browsers(request.param).new_context(base_url=server.address, bypass_csp=True) as context:
        context.add_init_script(path=MEASURES)
        yield context.new_page()


def test_each_font_is_shown(browsers, server):
    """Else the tests in fonts would all try one."""
    pages = [browsers(kind).new_page(base_url=server.address) for kind in FAMILIES]
    for page in pages:
        page.goto("")
    assert len({page.evaluate(WIDTH_OF_TEXT) for page in pages}) == len(FAMILIES)
    for page in pages:
        page.close()


@pytest.fixture(scope="module")
def cut_in_font(in_font, kinds):
    """What is cut off in each font, and which words of headings, buttons and heads are broken: in text of 200 %, by the setting with which readers make all text twice as large, and with the spacing of WCAG 1.4.12."""
    devtools = in_font.context.new_cdp_session(in_font)
    large, spaced, broken = {}, {}, {}
    for kind, path in kinds.items():
        in_font.goto(path)
        for width in (320, 768, 1000):
            in_font.set_viewport_size({"width": width, "height": 800})
            broken |= {(kind, width): words} if (words := in_font.evaluate("(first) => measures.brokenWords(first)", SAID_FIRST)) else {}
        in_font.set_viewport_size({"width": 1280, "height": 800})
        devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 2 * ORDINARY, "fixed": 26}})
        assert in_font.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 2 * ORDINARY
        for width in (1280, 768, 320):
            in_font.set_viewport_size({"width": width, "height": 800})
            large |= {(kind, width): cut} if (cut := in_font.evaluate("measures.cutOff()")) else {}
        devtools.send("Page.setFontSizes", {"fontSizes": {"standard": ORDINARY, "fixed": 13}})
        in_font.add_style_tag(content=SPACED)
        spaced |= {kind: cut} if (cut := in_font.evaluate("measures.cutOff()")) else {}
    return {"large": large, "spaced": spaced, "broken": broken}


@pytest.mark.parametrize("text", ["large", "spaced"])
def test_nothing_is_cut_off_in_any_font(cut_in_font, text):
    assert cut_in_font[text] == {}


def test_no_word_of_a_heading_or_a_button_is_broken_in_any_font(cut_in_font):
    assert cut_in_font["broken"] == {}


def test_a_planted_fault_is_seen(lens):
    """Each measure of this file, on a page that has what it looks for."""
    lens.set_viewport_size({"width": 320, "height": 800})
    lens.goto("help-now/")
    lens.evaluate("""() => {
        const heading = document.querySelector("h1");
        heading.textContent = "W".repeat(80);
        heading.style.overflowWrap = "normal";
        document.querySelector(".help-lines .name").style.cssText = "block-size: 10px; overflow: hidden";
        document.querySelector("footer").style.transition = "color 1s";
        [...document.querySelectorAll("main .number a")].find((link) => link.textContent.replace(/\\D/g, "").length > 9).style.cssText = "inline-size: 4em; border: 0";
        document.querySelector(".help-lines > li").style.breakInside = "auto";
        document.querySelector("footer p").style.color = "#fff";
    }""")
    assert {said.split(":")[0].split(" is ")[0] for said in lens.evaluate("measures.cutOff()")} >= {"the page", "outside", "cut off"}
    assert lens.evaluate("measures.moving()")
    assert lens.evaluate("measures.brokenNumbers()")
    lens.evaluate("document.querySelector('h2').textContent = 'Recommendations'")
    lens.evaluate("document.querySelector('h2').style.inlineSize = '4em'")
    assert lens.evaluate("measures.brokenWords()") == ["Recommendations: " + lens.evaluate("measures.brokenWords('h2')")[0].split(": ", 1)[1]]
    assert lens.evaluate("(boxes) => measures.borderless(boxes)", BOXES)
    assert {said.split(":")[0] for said in lens.evaluate("(rows) => measures.unprintable(rows)", ROWS)} >= {"divided", "pale"}


@pytest.mark.parametrize(
    ("change", "measure", "fault"),
    [
        ("document.querySelector('header').remove()", "landmarkFaults()", "banner: 0"),
        ("document.querySelectorAll('nav').forEach((nav) => { nav.removeAttribute('aria-label'); nav.removeAttribute('aria-labelledby'); })", "landmarkFaults()", "navigation: two of one name"),
        ("document.querySelector('h2').outerHTML = '<h4>Four</h4>'", "headingFaults()", "h4 after h1"),
        ("document.querySelector('main').append(document.querySelector('h1').cloneNode(true))", "headingFaults()", "h1: 2"),
        ("document.querySelector('main').insertAdjacentHTML('beforeend', '<button style=\"all: unset; display: block; inline-size: 9px; block-size: 9px\">x</button>')", "smallTargets()", "9.0 x 9.0"),
    ],
)
def test_a_planted_fault_of_structure_is_seen(lens, change, measure, fault):
    lens.goto("parents/")
    lens.evaluate(change)
    assert any(fault in said for said in lens.evaluate(f"measures.{measure}"))
