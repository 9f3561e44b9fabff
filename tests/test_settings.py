"""What readers and translators may set: a narrow window, large text, long words, another direction, colors of their own, less motion, paper."""

from __future__ import annotations

import pytest
from kinds import KINDS

CHANGES = {
    "narrow": "",
    "text of 200 %": "document.documentElement.style.fontSize = parseFloat(getComputedStyle(document.documentElement).fontSize) * 2 + 'px'",
    "words 40 % longer": "measures.lengthenWords()",
    "right to left": "document.documentElement.dir = 'rtl'",
}
BOXES = ".button, .number a, .card, .callout, .first-call, .help-box, .finder, .finder-start, input, select"
NOT_PRINTED = ".site-header, .help-bar, .breadcrumb, .finder, .finder-start, .search-form, .quick-exit, .skip, .browse, #offline"


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_off_in_a_window_of_320_px(lens, kinds, kind, change):
    lens.set_viewport_size({"width": 320, "height": 800})
    lens.goto(kinds[kind])
    lens.evaluate(CHANGES[change])
    assert lens.evaluate("measures.cutOff()") == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_off_in_a_wide_window(lens, kinds, kind):
    lens.set_viewport_size({"width": 1280, "height": 800})
    lens.goto(kinds[kind])
    for change in CHANGES.values():
        lens.evaluate(change)
        assert lens.evaluate("measures.cutOff()") == [], change


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
    lens.emulate_media(forced_colors="none")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_moves_for_those_who_asked_for_less_motion(lens, kinds, kind):
    lens.emulate_media(reduced_motion="reduce")
    lens.goto(kinds[kind])
    assert lens.evaluate("measures.moving()") == []
    lens.emulate_media(reduced_motion="no-preference")
