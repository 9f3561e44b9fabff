"""Whether everybody can use the pages: axe, colors, headings and landmarks, targets."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest
from folders import ROOT
from imhsite.rendering.look import PAIRS
from imhsite.rendering.look import SCHEMES, contrast, tokens
from kinds import KINDS
from lxml import etree

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
WIDTHS = (320, 768, 1280)
SETTINGS = [*((width, "light") for width in WIDTHS), *((width, "dark") for width in (320, 1280))]  # nothing shows at 768 px alone
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RULES_IN = {"light": RULES, "dark": ["color-contrast"]}  # in the dark nothing else differs: test_dark_changes_colors_alone
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

TOKENS = tokens((ROOT / "src/imhsite/theme/assets/base.css").read_text(encoding="utf-8"))
ORNAMENT = {"line", "skin", "hair"}  # parts what stands apart without it; colors the drawing

WRONG = {  # what a record or a page can say wrong, by the rule that finds it
    "link-name": '<p><a href="/"></a></p>',
    "image-alt": '<img src="/assets/x.png">',
    "heading-order": "<h2>Two</h2><h4>Four</h4>",
    "empty-table-header": "<table><tr><th></th><th>B</th></tr><tr><td>a</td><td>b</td></tr></table>",
    "color-contrast": '<p style="background: #888; color: #999">Gray on gray</p>',
    "list": "<ul><p>no item</p></ul>",
    "target-size": "<p>" + 2 * '<button style="all: unset; inline-size: 9px; block-size: 9px">x</button>' + "</p>",
}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(lens, kinds, kind):
    lens.goto(kinds[kind])
    lens.add_script_tag(path=AXE)
    for width, scheme in SETTINGS:
        lens.set_viewport_size({"width": width, "height": 900})
        lens.emulate_media(color_scheme=scheme)
        assert lens.evaluate(RUN_AXE, RULES_IN[scheme]) == [], (width, scheme)


@pytest.fixture(scope="module")
def axe_tab(browser, server):
    """A tab with axe, which shows one page in the place of another: three times as fast as opening it."""
    context = browser.new_context(base_url=server.address, bypass_csp=True)
    tab = context.new_page()
    tab.goto("")
    tab.add_script_tag(path=AXE)
    tab.evaluate(f"() => {{ globalThis.runAxe = {RUN_AXE}; globalThis.lookAt = {LOOK_AT}; }}")
    yield tab
    context.close()


@pytest.fixture(scope="module")
def shapes(pages, kinds) -> dict[str, set]:
    """What each page of the site is made of, by its path."""
    return {path: shapes_of(pages.html(path)) for path in {*pages.paths(), *kinds.values()}}


def shapes_of(html: str) -> set:
    """Return what HTML is made of: each sort of element in each sort of parent, empty or not, and each step between headings.

    Two pages made of the same parts have the same faults in the eyes of axe, but for repeated ids, which the checkers of
    test_standards.py find on every page.
    """
    found, above = set(), ""
    for element in lxml.html.document_fromstring(html).iter(etree.Element):
        parent = element.getparent()
        has_text = bool(element.get("aria-label") or element.text_content().strip())
        found.add((*_sort(parent), *_sort(element), *sorted(element.attrib), has_text))
        if re.fullmatch("h[1-6]", element.tag):
            found.add((above, above := element.tag))
    return found


def _sort(element) -> tuple[str, str]:
    return ("", "") if element is None else (element.tag, element.get("class", ""))


def cover(shapes: dict[str, set], seen: set) -> list[str]:
    """Return few pages that together have every one of SHAPES that is not in SEEN."""
    left, chosen = set().union(*shapes.values()) - seen, []
    while left:
        chosen.append(max(shapes, key=lambda path: len(shapes[path] & left)))
        left -= shapes[chosen[-1]]
    return chosen


def test_axe_finds_nothing_on_any_page(axe_tab, shapes, kinds):
    """The pages of each kind are looked at above; of the others, those that have what no page of a kind has."""
    others = cover(shapes, set().union(*(shapes[path] for path in kinds.values())))
    faults = {}
    for width, scheme in SETTINGS:
        axe_tab.set_viewport_size({"width": width, "height": 900})
        axe_tab.emulate_media(color_scheme=scheme)
        for path, said in axe_tab.evaluate("(given) => lookAt(given)", [[f"/{path}" for path in others], RULES_IN[scheme]]).items():
            faults[path, width, scheme] = said
    assert faults == {}


@pytest.mark.parametrize("rule", WRONG)
def test_a_page_on_which_axe_would_find_a_fault_is_looked_at(pages, shapes, rule):
    """Because the fault is made of what no page has; so none is missed by looking at some pages only."""
    path = pages.paths()[-1]
    html = pages.html(path).replace("</main>", f"{WRONG[rule]}</main>")
    assert cover(shapes | {path: shapes_of(html)}, set().union(*shapes.values())) == [path]


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
    lens.set_viewport_size({"width": 1280, "height": 844})
    lens.goto("programs/")
    lens.add_script_tag(path=AXE)
    lens.evaluate(fault)
    assert rule in {said.split(":")[0] for said in lens.evaluate(RUN_AXE, RULES)}


@pytest.mark.parametrize("setting", SETTINGS)
def test_axe_finds_what_a_single_page_says_wrong_in_each_setting(axe_tab, pages, setting):
    """So once is enough for a page whose template is looked at in all of them."""
    path, width, scheme = pages.paths()[-1], *setting
    axe_tab.set_viewport_size({"width": width, "height": 900})
    axe_tab.emulate_media(color_scheme=scheme)
    html = str(pages.page(path)).replace("</main>", "".join(WRONG.values()) + "</main>")
    axe_tab.route(f"**/{path}", lambda route: route.fulfill(body=html, content_type="text/html"))
    said = axe_tab.evaluate("(given) => lookAt(given)", [[f"/{path}"], RULES_IN[scheme]])
    axe_tab.unroute(f"**/{path}")
    assert {fault.split(":")[0] for fault in said[f"/{path}"]} == (set(WRONG) if scheme == "light" else {"color-contrast"})


def test_dark_changes_colors_alone():
    """So in the dark it is enough to look at the contrast."""
    styles = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "src/imhsite/theme/assets").glob("*.css"))
    dark = re.findall(r"@media \(prefers-color-scheme: dark\) \{\s*[:.]\w+ \{([^}]*)\}\s*\}", styles)
    assert len(dark) == styles.count("prefers-color-scheme")
    assert [said for block in dark for said in block.split(";") if said.strip() and not re.fullmatch(r"\s*--[\w-]+: (#[0-9a-f]{3,8}|[a-z ]+)\s*", said)] == []


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
