"""The map of the towns: whole, light, and no more than the list beside it."""

from __future__ import annotations

import frozen_site
import pytest
import small_data
from imhsite.reading.catalog import read
from imhsite.pages.generated import path_of
from imhsite.files.problems import DataError
from imhsite.finding.site_map import by_town, middle, on_map, points, projection
from imhsite.finding.town_map import TINTS, read_map, region_tints
from test_finder import violations

FROZEN = True
SQUARES = {"ashford": "M0 0l10 0 0 10-10 0z", "bolton": "M10 0l10 0 0 10-10 0z", "canton": "M40 0l10 0 0 10-10 0z"}


def svg(paths: dict[str, str]) -> str:
    drawn = "".join(f'<path id="town-{slug}" d="{path}"/>' for slug, path in paths.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 10">{drawn}</svg>'


def problems_of(tmp_path, text: str) -> list[str]:
    data = small_data.write(tmp_path, {"map.svg": text})
    with pytest.raises(DataError) as raised:
        read_map(data, read(data)[0])
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize("which", ["live", "frozen"])
def test_every_town_is_drawn_and_linked(request, which):
    built = request.getfixturevalue(which)
    pages, catalog = built.pages, built.catalog
    if not built.has("map/"):
        pytest.skip("this site has no map")
    soup = pages.page("map/")
    drawn = [link["href"] for link in soup.select(".town-map a")]
    assert drawn == [f"/{path_of(town)}" for town in catalog.towns.values()]
    assert drawn == [link["href"] for link in soup.select("#map-towns ~ ul a")]
    assert {link["tabindex"] for link in soup.select(".town-map a")} == {"-1"}
    assert soup.select_one(".town-map")["aria-hidden"] == "true"


def test_the_map_is_light(live):
    site_dir = live.site
    if not live.has("map/"):
        pytest.skip("this site has no map")
    assert (site_dir / "map/index.html.br").stat().st_size + sum(next(site_dir.glob(f"assets/map.*.{kind}.br")).stat().st_size for kind in ("css", "js")) <= 30_000


def test_neighbouring_regions_differ_in_tint(catalog):
    drawn = read_map(frozen_site.data(), catalog)
    assert max(drawn.tints.values()) < TINTS
    border = {frozenset(pair) for pair in (("dcf-region-1", "dcf-region-5"), ("litchfield-county", "hartford-county"), ("tolland-county", "windham-county"), ("capitol", "northwest-hills"))}
    for one, other in border:
        assert drawn.tints[one] != drawn.tints[other]


def test_only_a_shared_border_makes_neighbours(tmp_path):
    catalog = read(small_data.write(tmp_path))[0]
    assert region_tints(SQUARES, catalog) == {"north": 0, "south": 1}
    assert region_tints(SQUARES | {"bolton": "M20 0l10 0 0 10-10 0z"}, catalog) == {"north": 0, "south": 0}


def test_a_town_that_is_not_drawn_is_named(tmp_path):
    assert problems_of(tmp_path, svg({slug: SQUARES[slug] for slug in ("ashford", "bolton")})) == ["data/map.svg: canton: draw this town; the map has every town or none"]


def test_a_shape_of_no_town_is_named(tmp_path):
    assert problems_of(tmp_path, svg(SQUARES | {"boltn": "M0 0l1 1 0 1z"})) == ['data/map.svg:1: boltn: id: write "town-" and the name of a record in towns.yaml; got "boltn". Did you mean "bolton"?']


@pytest.mark.parametrize("path", ["", "M0 0", "M0 0l1.5 2 3 4z", '"/><script>', "M0 0l1 1 0 1z M"])
def test_an_outline_of_anything_else_is_refused(tmp_path, path):
    escaped = path.replace('"', "&quot;").replace("<", "&lt;")
    assert "write closed rings of whole numbers" in problems_of(tmp_path, svg(SQUARES | {"bolton": escaped}))[0]


def test_a_file_that_is_no_svg_is_named(tmp_path):
    assert problems_of(tmp_path, "not svg")[0].startswith("data/map.svg:1: draw it again with a program for SVG")


def test_without_a_map_there_is_no_page(tmp_path):
    data = small_data.write(tmp_path)
    assert read_map(data, read(data)[0]) is None


@pytest.fixture
def town_map(tab):
    tab.goto("map/")
    tab.locator("#map-choice").wait_for()
    return tab


def test_regions_can_be_switched(town_map, catalog, say):
    choice = town_map.get_by_label(say("map-colors"))
    assert not town_map.locator(".legend").first.is_visible()
    for index, kind in enumerate(catalog.region_kinds.values()):
        choice.select_option(kind.plural)
        expected = {f"/{path_of(region)}" for region in catalog.regions.values() if region.region_kind == kind.slug}
        assert {link.get_attribute("href") for link in town_map.locator(".legend:visible a").all()} == expected
        assert town_map.locator(f".town-map a:not([class='tint-{index}'])").count()
        assert town_map.locator(".town-map a[class^='tint-']").count() == len(catalog.towns)
        numbers = town_map.locator(".legend:visible .swatch").all_inner_texts()
        assert town_map.locator(".town-map text").all_text_contents() == numbers == [str(number + 1) for number in range(len(expected))]
    choice.select_option("")
    assert town_map.locator(".town-map a[class^='tint-'], .town-map text, .legend:visible").count() == 0


def test_the_focus_in_the_list_shows_the_town(town_map):
    town_map.get_by_role("link", name="Torrington", exact=True).last.focus()
    assert [link.get_attribute("href") for link in town_map.locator(".town-map .here").all()] == ["/towns/torrington/"]


def test_a_town_can_be_chosen_on_the_map(town_map):
    town_map.locator('.town-map a[href="/towns/torrington/"] path').click()
    town_map.wait_for_url("**/towns/torrington/")


def test_a_program_shows_where_it_is_offered(tab, catalog, say):
    for program in catalog.programs.values():
        tab.goto(path_of(program))
        link = tab.get_by_role("link", name=say("map-show"))
        is_shown = bool(program.serves.slugs) and program.status != "ended"
        assert link.count() == is_shown
        if not is_shown:
            continue
        link.click()
        tab.locator("#map-choice").wait_for()
        served = set(program.serves.slugs)
        expected = {f"/{path_of(town)}" for town in catalog.towns.values() if town.slug in served or served.intersection(town.regions)}
        assert {marked.get_attribute("href") for marked in tab.locator(".town-map .marked").all()} == expected
        assert tab.locator("#map-marked").inner_text().startswith(say("map-marked"))
        assert tab.get_by_role("link", name=say("map-back")).get_attribute("href").endswith(path_of(program))


@pytest.mark.parametrize("asked", ["serves=%3Cb%3E", "serves=nowhere", "program=../../x&serves=new-haven", "program=a,b&serves=,"])
def test_an_odd_address_marks_nothing_odd(tab, asked, say):
    tab.goto(f"map/#{asked}")
    tab.locator("#map-choice").wait_for()
    assert not tab.locator("#map-back").is_visible()
    assert tab.locator("#map-marked").inner_text() in ("", f"{say('map-marked')} New Haven")


def test_the_map_is_accessible(town_map, say):
    town_map.get_by_label(say("map-colors")).select_option("Counties")
    assert violations(town_map) == []


def test_a_site_is_a_point_where_it_is_or_in_the_middle_of_its_town(tmp_path):
    site = "{slug}:\n  name: {slug}\n  programs: [child-first]\n  town: {town}\n{more}\n"
    sites = [("a", "ashford", ""), ("b", "ashford", "  point: 41.8607, -72.9063\n"), ("c", "ashford", "  closed: 2025\n"), ("d", "bolton", "")]
    towns = "".join(f"{slug}:\n  name: {slug.title()}\n  regions: [north]\n  center: {center}\n\n" for slug, center in (("ashford", "41.9, -72.2"), ("bolton", "41.8, -72.1"), ("canton", "41.8607, -72.9063")))
    text = svg({"ashford": "M0 0l10 0 0 10-10 0z", "bolton": "M10 10l10 0 0 10-10 0z", "canton": "M40 0l10 0 0 10-10 0z"})
    data = small_data.write(tmp_path, {"map.svg": text, "towns.yaml": towns, "sites.yaml": "\n".join(site.format(slug=slug, town=town, more=more) for slug, town, more in sites)})
    catalog = read(data)[0]
    assert points(read_map(data, catalog), catalog) == [(5, 5), (45, 5), (15, 15)]
    assert [(there.town.slug, [each.slug for each in there.named], there.left) for there in by_town(catalog)] == [("ashford", ["a", "b"], 0), ("bolton", ["d"], 0)]


def test_a_point_lies_in_its_town(catalog):
    """The middles of towns by their latitude and longitude lie near where the map draws them."""
    drawn = read_map(frozen_site.data(), catalog)
    pairs = [(shape.place.center, middle(shape.path)) for shape in drawn.shapes]
    project = projection(pairs)
    off = [max(abs(a - b) for a, b in zip(on_map(project, center), spot, strict=True)) for center, spot in pairs]
    assert max(off) < float(drawn.view_box.split()[2]) / 40  # less than a town is wide


def test_the_points_of_the_live_map_are_in_its_list(live):
    if not live.has("map/") or not live.catalog.sites:
        pytest.skip("this site has no map with sites")
    soup = live.pages.page("map/")
    listed = {link["href"] for link in soup.select("#map-sites ~ ul a")}
    assert listed == {f"/{path_of(live.catalog.towns[site.town])}" for site in live.catalog.sites.values() if site.is_open}
    assert 0 < len(soup.select(".points circle")) <= sum(site.is_open for site in live.catalog.sites.values())


def test_the_key_of_the_points_shows_a_point(lens, live):
    """It was a line as wide as the map."""
    if not live.has("map/") or not live.pages.page("map/").select(".swatch.point"):
        pytest.skip("this site has no map with points")
    lens.goto(f"{live.server.address}map/")
    width, height = lens.evaluate("() => { const { width, height } = document.querySelector('.swatch.point').getBoundingClientRect(); return [width, height]; }")
    assert width == height < 20
