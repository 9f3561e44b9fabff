"""Whether everybody can use the pages: axe, colors, headings and landmarks, targets."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, product
from pathlib import Path

import pytest
from generator.build import ROOT
from generator.colors import SCHEMES, contrast, tokens
from kinds import KINDS

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
WIDTHS = (320, 768, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN_AXE = """async (rules) => {
    const found = await axe.run(document, { resultTypes: ["violations"], runOnly: rules, rules: { "target-size": { enabled: true } } });
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`));
}"""
LOOK_AT = """async ([paths, rules]) => {
    const html = document.documentElement;
    const found = {};
    for (const path of paths) {
        const shown = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
        for (const { name, value } of shown.documentElement.attributes) html.setAttribute(name, value);
        document.title = shown.title;
        document.body.replaceWith(document.adoptNode(shown.body));
        const said = await runAxe(rules);
        if (said.length) found[path] = said;
    }
    return found;
}"""
TABS = 2  # a processor's core each

TOKENS = tokens((ROOT / "overrides/assets/base.css").read_text(encoding="utf-8"))
TEXT, SHAPE = 4.5, 3.0  # WCAG 1.4.3, 1.4.11
GROUNDS = ("paper", "surface", "sand", "mint", "apricot", "butter")
BOXES = ("alarm", "amber", "calm")  # the headings and edges of what keeps a baby safe
PAIRS = [
    *((TEXT, text, ground) for text, ground in product(("ink", "ink-soft", "accent", "accent-strong", "clay"), GROUNDS)),
    *((SHAPE, "focus", ground) for ground in GROUNDS),
    *((SHAPE, "edge", ground) for ground in ("paper", "surface")),
    (TEXT, "on-accent", "accent"),
    (TEXT, "on-accent", "accent-strong"),
    (TEXT, "on-clay", "clay"),
    (TEXT, "on-deep", "deep"),
    *((TEXT, f"on-{box}", box) for box in BOXES),
    *((SHAPE, box, ground) for box, ground in product(BOXES, ("paper", "surface"))),
]
ORNAMENT = {"line"}  # parts what stands apart without it

HIGH = ".site-header a, .site-header button, .site-header input, .button, .help-bar a, .number a, main input, main select"


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(lens, kinds, kind):
    lens.goto(kinds[kind])
    lens.add_script_tag(path=AXE)
    for width, scheme in product(WIDTHS, SCHEMES):
        lens.set_viewport_size({"width": width, "height": 900})
        lens.emulate_media(color_scheme=scheme)
        assert lens.evaluate(RUN_AXE, RULES) == [], (width, scheme)


@pytest.fixture(scope="module")
def axe_tabs(browser, server):
    """Tabs with axe; each shows one page in the place of another, which is three times as fast as opening it."""
    contexts = [browser.new_context(base_url=server.address, bypass_csp=True) for _ in range(TABS)]
    tabs = [context.new_page() for context in contexts]
    for tab in tabs:
        tab.goto("")
        tab.add_script_tag(path=AXE)
        tab.evaluate(f"() => {{ globalThis.runAxe = {RUN_AXE}; globalThis.lookAt = {LOOK_AT}; }}")
    yield tabs
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_any_page(axe_tabs, pages, width, scheme):
    for number, tab in enumerate(axe_tabs):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        tab.evaluate("(given) => { globalThis.found = lookAt(given); }", [[f"/{path}" for path in pages.paths()[number::TABS]], RULES])
    assert [tab.evaluate("found") for tab in axe_tabs] == [{}] * TABS


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("document.querySelector('.lead').style.color = '#999'", "color-contrast"),
        ("document.querySelector('.mark').parentElement.replaceChildren()", "link-name"),
        ("document.querySelector('main').role = 'note'", "landmark-one-main"),
        ("document.querySelector('.main-nav ul').style.cssText = 'display: block; line-height: 0.7; font-size: 9px'; document.querySelectorAll('.main-nav a').forEach((a) => a.style.cssText = 'min-block-size: 0')", "target-size"),
    ],
)
def test_axe_finds_a_planted_fault(lens, fault, rule):
    lens.set_viewport_size({"width": 390, "height": 844})
    lens.goto("programs/")
    lens.add_script_tag(path=AXE)
    lens.evaluate(fault)
    assert rule in {said.split(":")[0] for said in lens.evaluate(RUN_AXE, RULES)}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_pair_of_colors_has_its_contrast(scheme):
    named = TOKENS[scheme]
    assert [(text, ground) for least, text, ground in PAIRS if contrast(named[text], named[ground]) < least] == []


def test_every_color_is_in_a_pair():
    paired = {name for _, *names in PAIRS for name in names}
    assert set(TOKENS["light"]) - paired == ORNAMENT


def test_every_color_has_a_dark_one():
    assert all(TOKENS["dark"][name] != color for name, color in TOKENS["light"].items())


def test_contrast_is_measured_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_landmarks_have_names_of_their_own(lens, kinds, kind):
    lens.goto(kinds[kind])
    found = Counter((role, name) for role, name in lens.evaluate("measures.landmarks()"))
    roles = Counter(role for role, _ in found.elements())
    assert [landmark for landmark, times in found.items() if times > 1] == []
    assert [role for role, name in found if roles[role] > 1 and not name] == []
    assert (roles["banner"], roles["main"], roles["contentinfo"]) == (1, 1, 1)
    assert roles["search"] >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_headings_are_in_order_with_one_h1_as_seen(lens, kinds, kind):
    lens.goto(kinds[kind])
    levels = lens.evaluate("[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((h) => h.checkVisibility()).map((h) => Number(h.tagName[1]))")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_targets_are_large_enough(lens, kinds, kind, width):
    lens.set_viewport_size({"width": width, "height": 900})
    lens.goto(kinds[kind])
    assert lens.evaluate("measures.smallTargets()") == []
    assert lens.evaluate("(selector) => measures.lowTargets(selector, 44)", HIGH) == []
