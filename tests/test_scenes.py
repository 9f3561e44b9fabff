"""The line figures of drawings/: small, readable by day and by night, each with its text, none forgotten; and the maps beside them."""

from __future__ import annotations

import re
from functools import partial
from itertools import product
from xml.etree import ElementTree

import brotli
import pytest
import small_data
import yaml
from folders import ROOT
from imhsite.building.site import Site
from imhsite.files.problems import Mistake
from imhsite.files.product import DEFAULTS
from imhsite.finding.town_map import Shape, TownMap
from imhsite.pages.generated import Page
from imhsite.reading import product_pages
from imhsite.rendering.charts import tiles
from imhsite.rendering.look import contrast, tokens
from imhsite.rendering.renderer import ICONS
from imhsite.rendering.theme import THEME, Scenes, Theme

FROZEN = True
FILES = sorted((THEME / "drawings").glob("*.svg"))
DOORS = sorted((THEME / "drawings/doors").glob("*.svg"))
DOOR_STYLES = (THEME / "assets/doors.css").read_text(encoding="utf-8")
STYLES = (THEME / "assets/scenes.css").read_text(encoding="utf-8")
DARK = STYLES.partition("@media (prefers-color-scheme: dark)")[2].partition("@media")[0]
MOST = 4096  # bytes of a drawing
MOST_OF_DOOR = 500  # of one that the home page holds, compressed
SHAPE = 3.0  # the least contrast, WCAG 1.4.11
ALLOWED = {"class", "d", "transform", "x", "y", "width", "height", "rx", "ry", "r", "cx", "cy", "viewBox", "font-size", "stroke-width"}
OF_PARENTS = [path for path in product_pages.addresses() if path.startswith("parents/")] + [f"parents/{file.stem}/" for file in (ROOT / "docs/parents").glob("*.md") if file.stem != "index"]


@pytest.mark.parametrize("file", FILES + DOORS, ids=lambda file: file.stem)
def test_a_drawing_is_small_and_only_drawn(file):
    assert len(file.read_bytes()) <= MOST
    for element in ElementTree.parse(file).iter():
        assert element.tag.partition("}")[2] in {"svg", "g", "path", "rect", "circle", "ellipse", "text"}
        assert element.attrib.keys() <= ALLOWED, "no style, script, id or color of its own"


def test_the_styles_know_every_class_and_every_class_is_used():
    used = {name for file in FILES for element in ElementTree.parse(file).iter() for name in element.get("class", "").split()}
    assert used == set(re.findall(r"\.([a-z]\w*)", re.sub(r"/\*.*?\*/|\d\.\d", "", STYLES))) - {"scene"}


@pytest.mark.parametrize("file", DOORS, ids=lambda file: file.stem)
def test_the_drawing_of_a_door_is_smaller_still_and_wears_the_styles_of_doors(file):
    assert len(brotli.compress(file.read_bytes())) <= MOST_OF_DOOR
    used = {name for element in ElementTree.parse(file).iter() for name in element.get("class", "").split()}
    assert used <= set(re.findall(r"\.([a-z]\w*)", DOOR_STYLES))


def test_each_door_of_the_product_has_a_drawing_and_none_is_left_over():
    assert {file.stem for file in DOORS} == set(yaml.safe_load((DEFAULTS / "doors.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", ["", "parents/"])
def test_a_door_shows_its_drawing_which_says_nothing_of_its_own(pages, catalog, path):
    doors = pages.page(path).select(".doors a")
    assert len(doors) == len(catalog.doors)
    for door, slug in zip(doors, catalog.doors, strict=True):
        assert len(door.select("svg[aria-hidden=true]" if slug in {file.stem for file in DOORS} else ".icon[aria-hidden=true] svg")) == 1


def test_a_site_draws_a_door_of_its_own_and_one_without_a_drawing_keeps_its_icon(tmp_path):
    (tmp_path / "drawings/doors").mkdir(parents=True)
    (tmp_path / "drawings/doors/moving.svg").write_text('<svg viewBox="0 0 4 2"><path d="M0 0h4"/></svg>', encoding="utf-8")
    scenes = Scenes(Theme(tmp_path, THEME))
    assert scenes.of_door("moving") == '<svg viewBox="0 0 4 2" aria-hidden="true" focusable="false"><path d="M0 0h4"/></svg>'
    assert scenes.of_door("other") == "" and scenes.of_door("crying")


@pytest.mark.parametrize("path", sorted(set(OF_PARENTS)))
def test_each_page_for_parents_shows_a_picture(path):
    name = path.removeprefix("parents/").rstrip("/") or "index"
    texts = [file.read_text(encoding="utf-8") for folder in (ROOT / "docs", product_pages.FOLDER) for file in folder.glob(f"**/parents/{name}.md")]
    assert Scenes(Theme(THEME)).of_page(path) or all(re.search(r"\{\{ (serve_and_return|ace_path)\(\) \}\}", text) for text in texts)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_drawing_says_in_each_language_what_it_shows(catalog, file):
    said = [catalog.labels.word(language, f"scene-{file.stem}") for language in ("en", "es")]
    assert len(set(said)) == 2 and all(len(words) > 20 for words in said)


def test_no_text_is_left_of_a_drawing_that_is_gone(catalog):
    named = {name.removeprefix("scene-") for name in catalog.labels.languages[""] if name.startswith("scene-")}
    assert named == {file.stem for file in FILES} | {"areas", "region", "states"}


def colors(scheme: str) -> dict[str, str]:
    """The colors of the page and those of the drawings, by name or class."""
    found = tokens((THEME / "assets/base.css").read_text(encoding="utf-8"))[scheme]
    of_light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", STYLES.partition("\n.scene .soft")[0]))
    of_dark = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", DARK)) if scheme == "dark" else {}
    skins = dict(re.findall(r"\.(skin\d) \{ fill: (#[0-9a-f]{6})", STYLES))
    return found | of_light | of_dark | skins


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_stand_out_by_day_and_by_night(scheme):
    color = colors(scheme)
    # Clothes and marks stand on the grounds, features on a face, and a face has its edge by day, itself by night.
    pairs = [*product(("accent", "clay", "calm", "amber", "alarm", "ink", "edge"), ("mint", "surface"))]
    pairs += [*product(("accent", "clay", "calm", "alarm", "ink"), ("apricot",)), *product(("face",), ("skin1", "skin2", "skin3"))]
    pairs += [("face", "mint"), ("face", "apricot")] if scheme == "light" else [*product(("skin1", "skin2", "skin3"), ("mint", "apricot"))]
    assert {pair: ratio for pair in pairs if (ratio := contrast(color[pair[0]], color[pair[1]])) < SHAPE} == {}


def test_a_page_shows_the_drawing_of_its_name_with_its_text_and_styles(pages, say):
    page = pages.page("help-now/")
    drawing = page.select_one("h1 + svg.scene")
    assert drawing["role"] == "img" and drawing["aria-label"] == say("scene-help-now")
    assert drawing.select("path") and "/pictures_to_leave." in page.select('link[rel="stylesheet"]')[0]["href"]
    plain = pages.page("privacy/")
    assert not plain.select("svg.scene") and "/prose." in plain.select('link[rel="stylesheet"]')[0]["href"]


def test_a_site_draws_in_another_way(tmp_path):
    (tmp_path / "drawings").mkdir()
    (tmp_path / "drawings/crying.svg").write_text('<!-- ours -->\n<svg viewBox="0 0 4 2">\n  <path d="M0 0h4"/>\n</svg>\n', encoding="utf-8")
    assert Scenes(Theme(tmp_path, THEME)).parts("crying") == ("0 0 4 2", '<path d="M0 0h4"/>')


def test_a_drawing_that_there_is_not_or_that_is_none_is_named(tmp_path):
    (tmp_path / "drawings").mkdir()
    (tmp_path / "drawings/flat.svg").write_text("<svg></svg>", encoding="utf-8")
    scenes = Scenes(Theme(tmp_path, THEME))
    with pytest.raises(Mistake) as missing:
        scenes.parts("cryin")
    assert str(missing.value.problems[0]).endswith('write the name of a file in drawings/; got "cryin". Did you mean "crying"?')
    with pytest.raises(Mistake) as empty:
        scenes.parts("flat")
    assert "write an SVG with a viewBox; got drawings/flat.svg" in str(empty.value.problems[0])


def test_each_state_has_one_square():
    squares = [*tiles({"ohio", "new-jersey", "atlantis"})]
    assert len(squares) == 51 == len({(column, row) for column, row, *_ in squares}) == len({letters for *_, letters, _ in squares})
    assert {letters for *_, letters, marked in squares if marked} == {"OH", "NJ"}


def test_a_region_is_marked_by_the_dots_of_its_towns():
    shapes = [Shape(None, "M10 10l20 0 0 40z", (0,), ("north",)), Shape(None, "M100 10l10 0 0 10z", (0,), ("south",))]
    dots = TownMap("0 0 200 100", tuple(shapes), {}).dots("north")
    assert (dots.marked, dots.others, dots.size) == ("M20 30h0", "M105 15h0", 53)


def test_wheel_map_and_mark_are_on_their_pages(pages, catalog):
    assert len(pages.page("competencies/").select("svg.wheel circle")) == len(catalog.competencies)
    region = next(region for region in catalog.regions.values() if any(region.slug in town.regions for town in catalog.towns.values()))
    assert pages.page(f"regions/{region.slug}/").select_one("svg.beside path.loop")["d"]
    for path in ("competencies/", f"regions/{region.slug}/"):
        assert "/marked." in pages.page(path).select_one('link[rel="stylesheet"]')["href"]


def test_each_page_has_the_styles_of_its_pictures_and_no_others(tmp_path):
    style = Site(small_data.write(tmp_path), ROOT / "overrides", ICONS).renderer.environment("en").globals["style_of"]
    page = partial(Page, title="", description="", template="pages/prose.html")
    assert style(page(path="parents/crying/")) == style(page(path="es/parents/crying/", language="es")) == "pictures.css"
    assert style(page(path="parents/crying/", quick_exit=True)) == "pictures_to_leave.css"
    assert style(page(path="about/")) == "prose.css"
    assert style(page(path="needs/violence/", template="pages/need.html")) == "site.css"
    assert style(page(path="needs/violence/", template="pages/need.html", quick_exit=True)) == "site_to_leave.css"
    assert style(page(path="handouts/", template="pages/handouts.html")) == "heard.css"
