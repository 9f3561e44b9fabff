"""What Markdown can do, on a page that has all of it: each example of the design page, and each type of admonition."""

from __future__ import annotations

import re
import shutil

import frozen_site
import pytest
from bs4 import BeautifulSoup
from conftest import Built, Reader
from example_site import example
from folders import ROOT
from imhsite.commands import build as builder
from imhsite.building.site import Site
from imhsite.files.problems import DataError
from imhsite.pages.prose import prose_page
from imhsite.reading import configuration
from imhsite.rendering.look import SCHEMES
from imhsite.rendering.markdown import TYPES, fill_marks, to_html
from imhsite.rendering.renderer import ICONS
from imhsite.rendering.stand_ins import Prose
from imhsite.rendering.theme import THEME
from test_accessibility import AXE, RULES, RUN_AXE, TOKENS
from test_standards import html_validate, nu
from test_written_pages import FRONT, page

EXAMPLES = {file.stem: file.read_text(encoding="utf-8") for file in sorted((THEME / "markdown").glob("*.md"))}
EXTENSIONS = configuration.read(ROOT / configuration.FILE).markdown_extensions
ADMONITIONS = [(name, f'!!! {name}\n    About {name}.\n') for names in TYPES for name in names]
MORE = """
!!! note "A table inside"
    | One | Two |
    | --- | :-: |
    | a   | b   |

    ```
    A line of code that is much longer than any telephone is wide, so that it scrolls
    ```

??? warning "Folded, with a list"
    - [ ] The IECMHC comes later
    - [x] And is no second stop

`:material-no-such-thing:` is code.

- [ ] A loose one

- [x] And another

> Words of somebody else.

## :material-phone: Call us {#call}

## :octicons-mail-16: Write to us

<figure markdown="span">
![A picture](icon.svg)
<figcaption>A figure of its own</figcaption>
</figure>
"""
EVERYTHING = "parents/everything/"
SIZES = [(width, scheme) for width in (320, 1280) for scheme in SCHEMES]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The invented association's site with a page that has everything."""
    folder = example(tmp_path_factory.mktemp("markdown"))
    shutil.copy(ROOT / "overrides/assets/icon.svg", folder / "docs/parents/icon.svg")
    text = "\n".join([*EXAMPLES.values(), MORE, *(text for _, text in ADMONITIONS)])
    (folder / "docs/parents/everything.md").write_text(page(text), encoding="utf-8")
    made = Built(folder, folder / "data", folder / "docs")
    yield made
    made.close()


@pytest.fixture(scope="module")
def main(pages: Reader) -> BeautifulSoup:
    return pages.page(EVERYTHING).main


@pytest.fixture(scope="module")
def environment(built):
    return Site(built.data, ROOT / "overrides", ICONS).renderer.environment("en")


@pytest.fixture
def shown(lens):
    """The page that has everything, in a tab with the measures."""
    lens.goto(EVERYTHING)
    return lens


@pytest.fixture
def plain(browser, server):
    """The same in a tab that runs no script."""
    tab = browser.new_page(base_url=server.address, java_script_enabled=False)
    tab.goto(EVERYTHING)
    yield tab
    tab.close()


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        (".admonition.tip > .admonition-title", "Bring somebody along"),
        (".admonition.quote > p:only-child", '"An empty title leaves the title out."'),
        ("details:not([open]).question > summary", "What happens at the first visit?"),
        ("details[open].note > summary", "Open from the start"),
        (".tabbed-set > input[type=radio][checked] + label + .tabbed-content", "Call, and say how old your baby is."),
        (".grid.cards > ul > li:first-child > p > strong", "At home"),
        ("a.button:not(.quiet)", "Our sources"),
        ("a.button.quiet", "Search"),
        ("sup > a.footnote-ref", "1"),
        (".footnote li > p", "The note stands at the end of the page, with a way back."),
        (".task-list > .task-list-item", "Done: Ask for the papers"),
        (".task-list > .task-list-item ~ .task-list-item", "To do: Bring the papers to the visit"),
        ("figure.captioned > figcaption > p", "The caption says more about it."),
        ("figure.captioned > figcaption", "A figure of its own"),
        ("dl.definitions > dt", "Attachment"),
        ("dl.definitions > dd", "The bond between a baby and the person who cares for it."),
        ("pre.highlight > code", "ages: birth to 5"),
        (".keys > kbd", "Ctrl"),
        (".table-scroll th.align-right", "Number"),
        (".admonition td.align-center", "b"),
        ("code", ":material-no-such-thing:"),
        ("h2#call", "Call us"),
        ("h2#write-to-us", "Write to us"),
    ],
)  # fmt: skip
def test_each_is_there(main, selector, text):
    assert text in [" ".join(element.get_text().split()) for element in main.select(selector)]


def test_an_icon_is_the_one_of_the_templates_and_says_nothing(main):
    sets = {"material": "phone", "octicons": "mail-16", "fontawesome/solid": "house"}
    icons = [str(svg) for svg in main.select(".in-text[aria-hidden=true] > svg")]
    for folder, name in sets.items():
        drawn = (ICONS / f".icons/{folder}/{name}.svg").read_text(encoding="utf-8")
        assert BeautifulSoup(drawn, "html.parser").path["d"] in "".join(icons)
    assert len(icons) == len(main.select(".in-text")) and "aria-hidden" in str(main.select_one(".in-text"))


@pytest.mark.parametrize(("language", "words"), [("en", ["Note", "To do:", "Back to the text"]), ("es", ["Nota", "Por hacer:", "Volver al texto"])])
def test_words_that_nobody_wrote_are_in_the_language_of_the_page(language, words):
    environment = Site(frozen_site.data(), ROOT / "overrides", ICONS).renderer.environment(language)
    html = fill_marks(to_html("!!! note\n    One.[^1]\n\n??? note\n    Two.\n\n- [ ] Three\n\n[^1]: Four.\n", EXTENSIONS), environment, lambda text: (text, 0))
    assert all(word in html for word in words) and html.count(f"</span>{words[0]}<") == 2
    assert not any(f"zq{kind}" in html for kind in ("icon", "label", "style"))


def test_no_mark_and_no_style_is_left_anywhere(site_dir):
    for file in site_dir.rglob("*"):
        if file.suffix in (".html", ".json", ".xml"):
            assert not re.search(r"zq\w+-|<[^>]*\sstyle=", file.read_text(encoding="utf-8")), file


def test_the_search_finds_what_stands_in_tabs_and_folded_away(site_dir):
    index = "".join(file.read_text(encoding="utf-8") for file in site_dir.rglob("*.json")).lower()
    for word in ("waits", "together", "papers", "caption", "bond"):  # of details, tabs, tasks, captions, definitions
        assert re.search(rf"\b{word}\b", index), word


def test_the_styles_are_loaded_only_where_they_are_needed(pages):
    def styles(path: str) -> list[str]:
        return [link["href"] for link in pages.page(path).select("link[rel=stylesheet]") if "/markdown." in link["href"]]

    assert {path for path in pages.paths() if styles(path)} == {EVERYTHING, "about/"}  # which has a picture


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_alone_brings_the_styles(environment, name):
    html = fill_marks(to_html(EXAMPLES[name], EXTENSIONS), environment, lambda text: (text, 0))
    assert prose_page(FRONT, "one.md", "one/", "en", html).styles == ("markdown.css",)


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_stands_on_the_design_page_with_its_source(pages, name):
    sample = pages.page("design/").select_one(f"[aria-labelledby=markdown-{name}]")
    assert sample.select_one("h3 + pre").get_text() == EXAMPLES[name]
    assert len(sample.find_all(recursive=False)) > 2


MISTAKES = {
    ":material-phonne:": 'write an icon that there is; got ":material-phonne:". Did you mean ":material-phone:"?',
    ":fontawesome-solid-hous:": 'write an icon that there is; got ":fontawesome-solid-hous:". Did you mean ":fontawesome-solid-house:"?',
    "**Red**{ style='color: red' }": "style: delete it, as browsers refuse styles inside a page; write { .a-class }, and style the class in a file that \"extra_css\" in mkdocs.yml names",
    '<p style="color: red">Red.</p>': "style: delete it, as browsers refuse styles inside a page; write { .a-class }, and style the class in a file that \"extra_css\" in mkdocs.yml names",
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_a_problem_at_its_line(environment, mistake):
    prose = Prose(environment, "docs/about.md", first_line=6)
    html = to_html(prose.expand(f"One.\n\nTwo.\n\n{mistake}\n"), EXTENSIONS)
    with pytest.raises(DataError) as error:
        prose.fill(html)
    assert str(error.value) == f"docs/about.md:11: {MISTAKES[mistake]}"


def test_the_recipe_quotes_one():
    assert f"docs/about.md:11: {MISTAKES[':material-phonne:']}" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_a_mistake_stops_the_build(tmp_path):
    site = example(tmp_path)
    (site / "docs/about.md").write_text(page("One.\n\n:material-phonne: Two.\n"), encoding="utf-8")
    with pytest.raises(DataError, match="docs/about.md:9: write an icon that there is"):
        builder.build(site / "made", site / "data", docs=site / "docs", compressed=False)


@pytest.mark.parametrize(
    ("extension", "message"),
    [
        ("pymdownx.emoji", 'delete "pymdownx.emoji"; icons such as :material-phone: work without it; type an emoji as it is'),
        ("pymdownx.tabbed: {alternate_style: true}", 'delete "alternate_style" of "pymdownx.tabbed"; tabs that work without a script need the other one'),
    ],
)
def test_an_extension_that_does_not_fit_is_refused(tmp_path, extension, message):
    file = tmp_path / configuration.FILE
    file.write_text((ROOT / configuration.FILE).read_text(encoding="utf-8").replace("  - abbr\n", f"  - {extension}\n"), encoding="utf-8")
    (only,) = configuration.problems_of(file, None)
    assert only.message == message and only.line


def test_a_new_site_can_do_the_same():
    assert configuration.read(THEME.with_name("start") / configuration.FILE).markdown_extensions == EXTENSIONS


def test_options_that_only_python_knows_are_left_to_mkdocs(tmp_path):
    file = tmp_path / configuration.FILE
    file.write_text((ROOT / configuration.FILE).read_text(encoding="utf-8").replace("  - abbr\n", "  - smarty: {other: !!python/name:os.path.join , smart_dashes: false}\n"), encoding="utf-8")
    assert configuration.read(file).markdown_extensions["smarty"] == {"other": None, "smart_dashes": False}


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_axe_finds_nothing(shown, width, scheme):
    shown.set_viewport_size({"width": width, "height": 900})
    shown.emulate_media(color_scheme=scheme)
    shown.add_script_tag(path=AXE)
    shown.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true; })")
    assert shown.evaluate(RUN_AXE, RULES) == []


def test_the_checkers_of_html_and_css_find_nothing(site_dir):
    file = site_dir / EVERYTHING / "index.html"
    assert html_validate(file) == []
    assert nu(file) == []
    assert nu("--css", *site_dir.glob("assets/markdown.*.css")) == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("text", [16, 32])
def test_nothing_is_cut_off(shown, width, text):
    """By the setting with which readers make all text twice as large."""
    shown.set_viewport_size({"width": width, "height": 900})
    devtools = shown.context.new_cdp_session(shown)
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": text, "fixed": 13}})
    found = shown.evaluate("measures.cutOff()")
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    assert found == []


def test_targets_are_large_enough(shown):
    shown.set_viewport_size({"width": 320, "height": 900})
    selector = "main summary, main .tabbed-set > label, main .button"
    assert shown.evaluate("(selector) => [...measures.smallTargets(), ...measures.lowTargets(selector, 44)]", selector) == []


def test_the_policy_refuses_nothing(tab):
    tab.goto(EVERYTHING)
    assert tab.locator("figure img").first.evaluate("(img) => img.naturalWidth") > 0


def test_tabs_change_by_key_without_a_script(plain):
    first, second = plain.get_by_text("Call, and say how old"), plain.get_by_text("Ask the family first.")
    assert first.is_visible() and not second.is_visible()
    plain.get_by_label("For parents").focus()
    plain.keyboard.press("ArrowRight")
    assert second.is_visible() and not first.is_visible()
    label = plain.locator(".tabbed-set > label", has_text="For professionals")
    assert label.evaluate("(label) => getComputedStyle(label).outlineStyle") == "solid"
    plain.locator(".tabbed-set > label", has_text="For parents").click()
    assert first.is_visible() and not second.is_visible()


def test_details_open_by_key_without_a_script(plain):
    answer, summary = plain.get_by_text("The answer waits"), plain.locator("summary", has_text="first visit")
    assert not answer.is_visible()
    summary.focus()
    plain.keyboard.press("Enter")
    assert answer.is_visible()


def test_paper_has_all_of_tabs_and_details_and_what_is_abbreviated(shown):
    shown.emulate_media(media="print")
    labels, parts = shown.locator(".tabbed-set > label"), shown.locator(".tabbed-set > .tabbed-content")
    tops = [part.bounding_box()["y"] for pair in zip(labels.all(), parts.all(), strict=True) for part in pair]
    assert len(tops) == 4 and tops == sorted(tops)
    assert all(text.bounding_box()["height"] > 10 for text in shown.locator("main details > p").all())
    assert "mental health consultation" in shown.evaluate("getComputedStyle(document.querySelector('abbr'), '::after').content.replace('attr(title)', document.querySelector('abbr').title)")
    assert shown.evaluate("measures.cutOff()") == []


def test_an_abbreviation_says_in_full_what_it_is_where_it_first_stands(shown):
    """To those who touch it or come to it by key: a title alone is for a mouse."""
    first, second = shown.locator("abbr[title]").all()
    assert (first.get_attribute("tabindex"), second.get_attribute("tabindex")) == ("0", None)
    before = first.bounding_box()
    first.focus()
    assert first.evaluate("(abbr) => getComputedStyle(abbr, '::after').content") != "none"
    after = first.bounding_box()
    assert after["width"] * after["height"] > 2 * before["width"] * before["height"]


def test_a_wide_table_scrolls_by_key_and_a_narrow_one_does_not_need_to(shown):
    shown.set_viewport_size({"width": 320, "height": 900})
    assert shown.locator(".table-scroll table").count() == 1 and shown.locator("table").count() == 2
    box = shown.get_by_role("group", name="Visit, Who comes, Where, How long, Number")
    assert box.evaluate("(box) => box.scrollWidth > box.clientWidth")
    box.focus()
    shown.keyboard.press("ArrowRight")
    shown.wait_for_function("() => document.querySelector('.table-scroll').scrollLeft > 0")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_admonition_looks_like_the_boxes_of_what_keeps_a_baby_safe(shown, scheme):
    """Those have a thick border, and a heading filled with one of these colors."""
    shown.emulate_media(color_scheme=scheme)
    taken = [TOKENS[scheme][name] for name in ("alarm", "amber", "calm", "accent")]
    taken = {f"rgb({', '.join(str(int(color[at : at + 2], 16)) for at in (1, 3, 5))})" for color in taken}
    seen = shown.evaluate("""[...document.querySelectorAll(".admonition:not(.quote, .cite), main details")].map((box) => {
        const [outside, title] = [getComputedStyle(box), getComputedStyle(box.firstElementChild)];
        return [outside.borderTopWidth, outside.borderLeftWidth, outside.borderTopColor, outside.backgroundColor, title.backgroundColor];
    })""")
    assert len(seen) > 20
    for top, side, *colors in seen:
        assert (top, side) == ("1px", "1px") and not taken & {*colors}


def test_boxes_have_borders_in_colors_of_the_readers_own(shown):
    shown.emulate_media(forced_colors="active")
    assert shown.evaluate("(boxes) => measures.borderless(boxes)", ".admonition, main details, .grid li, .table-scroll, pre, kbd") == []
    borders = shown.evaluate("[...document.querySelectorAll('.tabbed-set > label')].map((label) => getComputedStyle(label).borderBottomColor)")
    assert len(set(borders)) == 2
