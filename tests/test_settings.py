"""What readers and translators may set: a narrow window, large text, long words, another direction, colors of their own, less motion, paper."""

from __future__ import annotations

import pytest
from conftest import MEASURES
from fonts import FAMILIES

CHANGES = {"narrow": "", "words 40 % longer": "measures.lengthenWords()", "right to left": "document.documentElement.dir = 'rtl'"}
ORDINARY = 16  # px of text, in a browser whose reader has set nothing
SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"
WIDTH_OF_TEXT = """() => {
    const text = document.createElement("span");
    text.textContent = "Call 911 now if your baby is limp, or hard to wake.";
    document.body.append(text);
    return text.getBoundingClientRect().width;
}"""
BOXES = ".button, .number a, .card, .callout, .first-call, .help-box, .finder, .finder-start, input:not([type=checkbox]), select"  # a browser draws boxes to tick by itself
NOT_PRINTED = ".site-header nav, .site-header form, .help-bar, .breadcrumb, .finder, .finder-start, .search-form, .quick-exit, .skip, .browse"
ROWS = ".card, .callout, .help-box, .help-lines > li, .facts > div, .steps > li, tr"
SHOWN = "(selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility()).map((element) => element.outerHTML.slice(0, 80))"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("change", CHANGES)
def test_nothing_is_cut_off(lens, faults, change, width):
    lens.set_viewport_size({"width": width, "height": 800})
    assert faults(f"() => {{ {CHANGES[change]}; return measures.cutOff(); }}") == {}


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


def test_nothing_is_cut_off_with_text_of_200_percent(in_font, kinds):
    """By the setting with which readers make all text twice as large."""
    devtools = in_font.context.new_cdp_session(in_font)
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 2 * ORDINARY, "fixed": 26}})
    faults = {}
    for kind, path in kinds.items():
        in_font.goto(path)
        for width in (320, 768, 1280):
            in_font.set_viewport_size({"width": width, "height": 800})
            faults |= {(kind, width): cut} if (cut := in_font.evaluate("measures.cutOff()")) else {}
    assert in_font.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 2 * ORDINARY
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": ORDINARY, "fixed": 13}})
    assert faults == {}


def test_nothing_is_cut_off_with_the_spacing_of_wcag_1_4_12(in_font, kinds):
    in_font.set_viewport_size({"width": 320, "height": 800})
    faults = {}
    for kind, path in kinds.items():
        in_font.goto(path)
        in_font.add_style_tag(content=SPACED)
        faults |= {kind: cut} if (cut := in_font.evaluate("measures.cutOff()")) else {}
    assert faults == {}


@pytest.mark.parametrize("width", [320, 360, 390, 768])
def test_numbers_stay_on_one_line(lens, faults, width):
    lens.set_viewport_size({"width": width, "height": 800})
    assert faults("measures.brokenNumbers()") == {}


def test_boxes_have_borders_in_colors_of_the_readers_own(lens, faults):
    lens.emulate_media(forced_colors="active")
    assert faults("(boxes) => measures.borderless(boxes)", BOXES) == {}


def test_nothing_moves_for_those_who_asked_for_less_motion(lens, faults):
    lens.emulate_media(reduced_motion="reduce")
    assert faults("measures.moving()") == {}


@pytest.mark.parametrize(
    "measure",
    [
        f"({SHOWN})({NOT_PRINTED!r})",
        f'({SHOWN})("h1").length !== 1',
        f"measures.unprintable({ROWS!r})",
        "measures.cutOff()",
    ],
)
def test_paper_holds_what_is_of_use_on_paper(lens, faults, measure):
    lens.set_viewport_size({"width": 720, "height": 1000})
    lens.emulate_media(media="print")
    assert faults(measure) == {}


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
    assert lens.evaluate("(boxes) => measures.borderless(boxes)", BOXES)
    assert any(said.startswith("divided") for said in lens.evaluate("(rows) => measures.unprintable(rows)", ROWS))
    assert any(said.startswith("pale") for said in lens.evaluate("(rows) => measures.unprintable(rows)", ROWS))
