"""Each component of overrides/macros/ renders its own example, in every language, and nothing else is in the folder."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import invented
import pytest
from folders import DATA, ROOT
from imhsite.rendering.renderer import ICONS
from imhsite.pages.redirects import TEMPLATE as MOVED
from imhsite.building.site import Site

MACROS = sorted(path.stem for path in (ROOT / "src/imhsite/theme/macros").glob("*.html"))
ONCE_A_PAGE = {  # a landmark, an id or attributes: no second one on a page
    "can_use", "card_to_keep", "color_list", "explorer_form", "finder_blanks", "footer_help", "handout", "help_bar", "saved_list", "my_steps", "no_result_help", "notices", "offline_box", "quick_exit", "region_mark", "safety", "self_check", "site_footer", "town_map", "site_list", "site_search",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    return whole(DATA)


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Site:
    """The site with an invented record of each kind that it has none of."""
    data = shutil.copytree(DATA, tmp_path_factory.mktemp("filled") / "data")
    invented.add(data)
    made = whole(data)
    program, source = next(iter(made.catalog.programs.values())), next(each for each in made.catalog.sources.values() if each.seen or each.date)
    program.phone, program.phone_source = program.phone or made.catalog.first_line.phone, source.slug
    return made


def whole(data: Path) -> Site:
    made = Site(data, ROOT / "overrides", ICONS)
    made.renderer.paths = set(made.generated)
    return made


PAGES = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "src/imhsite/defaults/docs").rglob("*.md"), *(ROOT / "examples/docs").rglob("*.md"), *(ROOT / "tests/frozen/docs").rglob("*.md")]  # the frozen ones call what authors may call, and may just not do


def source(name: str) -> str:
    return (ROOT / f"src/imhsite/theme/macros/{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", [name for name in MACROS if "macro example()" in source(name)])
def test_the_example_of_a_component_renders(filled, name, language):
    if language not in filled.catalog.association.languages:
        pytest.skip("the site is not in this language")
    module = filled.renderer.environment(language).get_template(f"macros/{name}.html").module
    html = str(module.example())
    assert html.strip(), name
    assert "{{" not in html and "None" not in re.sub(r"<[^>]*>", "", html), html


@pytest.mark.parametrize("name", MACROS)
def test_a_file_holds_the_component_of_its_name_and_says_what_it_is_for(name):
    text = source(name)
    assert text.startswith("{#"), "begin with a comment that says what the component is for"
    assert re.search(rf"{{% macro {name}\(", text)


@pytest.mark.parametrize("name", MACROS)
def test_every_component_is_used(name):
    places = [*(ROOT / "src/imhsite/theme").rglob("*.html"), *PAGES, *(ROOT / "src/imhsite").glob("*.py")]
    others = (path.read_text(encoding="utf-8") for path in places if path.name != f"{name}.html" or path.parent.name != "macros")
    assert any(re.search(rf"\b{name}\b", text) for text in others)


def test_every_component_has_an_example_unless_it_needs_a_page():
    without = {name for name in MACROS if "macro example()" not in source(name)}
    assert {name for name in without if "(page" not in source(name)} == ONCE_A_PAGE


def test_every_label_is_used_and_every_used_label_exists(site):
    """A label no template names is dead; names made of parts are named here by how they begin."""
    made_of_parts = ("admonition-", "scene-", "task-", "line-hours-", "line-checked-", "event-", "setting-", "staff-", "supervision-", "documents-", "safety-", "age-", "ages-", "group-", "sort-", "way-", "nav-", "finder-age-", "finder-place-", "typed-", "finder-without-", "handout-", "heard-", "search-kind-", "search-group-", "reach-", "capacity-", "filter-", "far-", "status-", "goal-", "step-", "export-", "hsds-", "feed-", "kind-", "directory-")
    places = [*(ROOT / "src/imhsite/theme").rglob("*.html"), *(ROOT / "src/imhsite").rglob("*.py"), *PAGES]
    text = "\n".join(path.read_text(encoding="utf-8") for path in places)
    for name in site.catalog.labels.languages[""]:
        assert name.startswith(made_of_parts) or re.search(rf"[\"'(]{re.escape(name)}(-title|-description)?[\"')]", text) or any(
            f'"{stem}"' in text for stem in (name.removesuffix("-title"), name.removesuffix("-description")) if stem != name
        ), name
    for name in re.findall(r"label\(\"([a-z0-9-]+)\"", text) + re.findall(r"label\('([a-z0-9-]+)'", text):
        assert name in site.catalog.labels.languages[""] or name.endswith("-"), name


def test_a_page_of_each_template_is_looked_at(site, kinds):
    templates = {page.template for page in site.generated.values()} - {MOVED}
    assert templates - {site.generated[path].template for path in kinds.values() if path in site.generated} == set(), "name a page of it in KINDS of tests/kinds.py"
