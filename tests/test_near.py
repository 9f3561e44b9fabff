"""Near before far: how far sites are, in which order lists show them, and what they can be narrowed to."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import frozen_site
import pytest
import small_data
from conftest import Built
from imhsite.finding import filters as filters_module
from imhsite.finding.distances import RADIUS, distance
from imhsite.finding.filters import Filters
from imhsite.finding.finder import FinderData
from imhsite.finding.matching import HOME, MOST_NEIGHBORS, NEAR, NEIGHBORS, STATEWIDE, Matcher, count
from imhsite.language.wording import Wording
from imhsite.pages.generated import path_of
from imhsite.reading.catalog import load
from test_finder import listed, loaded
from test_finder_data import answers, script

FROZEN = True
CASES = json.loads((Path(__file__).parent / "cases/distances.json").read_text(encoding="utf-8"))
COSTS = "free:\n  name: Free\n  payment: free\n\nmedicaid:\n  name: Medicaid pays\n  payment: insurance\n"
TOWNS = """\
ashford:
  name: Ashford
  regions: [north]
  center: 41.80, -72.20

bolton:
  name: Bolton
  regions: [south]
  center: 41.90, -72.20

canton:
  name: Canton
  regions: [south]
  center: 41.86, -72.90
"""
PROGRAM = """
{slug}:
  name: {name}
  section: families
  sort: {sort}
  for_parents: It helps.
  for_professionals: It helps.
  ages: {ages}
  serves: {serves}
  needs: [bonding]
  status: active
  sources: [report]
  checked: 2026-11-01
  checked_by: the editor
  checked_how: by telephone
"""


def program(slug: str, serves: str, more: str = "", ages: str = "birth to 5", sort: str = "service") -> str:
    name = slug.replace("-", " ").title()
    return PROGRAM.format(slug=slug, name=name, serves=serves, ages=ages, sort=sort) + more


def site(slug: str, programs: str, town: str, more: str = "") -> str:
    return f"{slug}:\n  name: {slug}\n  programs: [{programs}]\n  town: {town}\n{more}\n"


def in_order(records: str) -> str:
    return "\n\n".join(sorted(part.strip() for part in records.split("\n\n") if part.strip())) + "\n"


def catalog_of(tmp_path: Path, programs: str, sites: str):
    programs = in_order(f"{small_data.FILES['programs.yaml']}\n{programs}")
    return load(small_data.write(tmp_path, {"towns.yaml": TOWNS, "programs.yaml": programs, "costs.yaml": COSTS, "sites.yaml": in_order(sites) if sites else None}))


def grouped(catalog, town: str) -> dict[str, list[str]]:
    return {group.name: [each.slug for each in group.programs] for group in Matcher(catalog).grouped(catalog.towns[town])}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["of"])
def test_towns_are_as_far_apart_as_people_say(case):
    assert [distance(case["one"], case["other"], RADIUS[unit]) for unit in RADIUS] == [case[unit] for unit in RADIUS]


def test_the_browser_measures_the_same(tab, site_dir):
    tab.goto("programs/")
    hundredths = [[[round(100 * round(part, 2)) for part in case[end]] for end in ("one", "other")] for case in CASES]
    measured = "async ([near, cases, radii]) => { const { distance } = await import(near); return cases.map(([one, other]) => radii.map((radius) => distance(one, other, radius))); }"
    assert tab.evaluate(measured, [script(site_dir, "finder_near"), hundredths, [*RADIUS.values()]]) == [[case[unit] for unit in RADIUS] for case in CASES]


def test_what_serves_the_town_and_comes_to_the_home_stands_before_neighbors_and_the_state(tmp_path):
    programs = program("of-bolton", "[bolton]") + program("visits", "statewide", "  setting: [home]\n") + program("in-town", "statewide")
    sites = site("one", "of-bolton", "bolton") + site("two", "in-town", "ashford")
    catalog = catalog_of(tmp_path, programs, sites)
    assert grouped(catalog, "ashford") == {NEAR: ["in-town", "minding-the-baby"], HOME: ["visits"], NEIGHBORS: ["of-bolton"], STATEWIDE: ["child-first"]}
    assert grouped(catalog, "canton") == {NEAR: ["minding-the-baby"], HOME: ["visits"], STATEWIDE: ["in-town", "child-first"]}


def test_the_nearest_site_decides_and_one_that_is_far_counts_for_nothing(tmp_path):
    programs = "".join(program(slug, "statewide") for slug in ("a-far", "b-none", "c-next", "d-here"))
    sites = site("far", "a-far", "canton") + site("next", "c-next", "bolton") + site("also", "c-next", "canton") + site("here", "d-here", "ashford")
    catalog = catalog_of(tmp_path, programs, sites)
    found = grouped(catalog, "ashford")
    assert found[NEAR][0] == "d-here"
    assert [slug for slug in found[STATEWIDE] if slug != "child-first"] == ["c-next", "a-far", "b-none"]
    matcher, town = Matcher(catalog), catalog.towns["ashford"]
    said = {slug: matcher.nearest(catalog.programs[slug], town) for slug in ("a-far", "b-none", "c-next", "d-here")}
    assert {slug: nearest and (nearest.town.slug, nearest.away) for slug, nearest in said.items()} == {"a-far": ("canton", 36), "b-none": None, "c-next": ("bolton", 7), "d-here": ("ashford", 0)}
    assert matcher.nearest(catalog.programs["c-next"], catalog.regions["south"]) is None


def test_a_site_for_other_places_is_not_the_nearest(tmp_path):
    programs = program("open", "statewide") + program("of-bolton", "[bolton]") + program("visits", "statewide", "  setting: [home]\n")
    narrow = [("here", "open", "ashford", "[canton]"), ("next", "of-bolton", "bolton", "[bolton, south]"), ("home", "visits", "ashford", "statewide")]
    sites = "".join(site(slug, programs, town, f"  serves: {serves}\n") for slug, programs, town, serves in narrow) + site("far", "open", "canton")
    catalog = catalog_of(tmp_path, programs, sites)
    matcher, town = Matcher(catalog), catalog.towns["ashford"]
    nearest = {slug: matcher.nearest(each, town) for slug, each in catalog.programs.items()}
    assert {slug: found.town.slug for slug, found in nearest.items() if found} == {"open": "canton", "visits": "ashford"}
    assert grouped(catalog, "ashford") == {NEAR: ["visits", "minding-the-baby"], STATEWIDE: ["open", "child-first"]}
    assert "open" in grouped(catalog, "canton")[NEAR] and "of-bolton" in grouped(catalog, "bolton")[NEAR]


def test_neighbors_are_few_counted_as_none_and_services_that_run(tmp_path):
    names = [f"of-bolton-{number:02}" for number in range(30)]
    programs = "".join(program(name, "[bolton]") for name in names) + program("training", "[bolton]", sort="initiative")
    sites = site("one", ", ".join(names), "bolton") + site("two", "training", "bolton")
    catalog = catalog_of(tmp_path, programs, sites)
    assert grouped(catalog, "ashford")[NEIGHBORS] == names[:MOST_NEIGHBORS]
    assert count(Matcher(catalog).grouped(catalog.towns["ashford"])) == 2
    matcher = Matcher(catalog)
    around, near = matcher.around(catalog.towns["ashford"])
    assert [each.slug for each in around][:near] == ["minding-the-baby"] and len(around) == near + MOST_NEIGHBORS


def test_a_program_without_sites_says_no_distance(frozen):
    matcher = Matcher(frozen.catalog)
    assert not any(matcher.nearest(each, frozen.catalog.towns["torrington"]) for each in frozen.catalog.programs.values())


STATED = """\
  setting: [home]
  languages: [en, es]
  costs: [free]
  capacity: open
  waiting_checked: 2026-11
  hours: Mon-Fri 8:30-16:30, Sat 9:00-12:00
"""


def filters_of(tmp_path, **fields: str) -> tuple[Filters, dict]:
    programs = "".join(program(slug.replace("_", "-"), "statewide", more) for slug, more in fields.items())
    catalog = catalog_of(tmp_path, programs, "")
    found = Filters(catalog)
    return found, {slug: found.stated(catalog.programs[slug.replace("_", "-")]) for slug in fields}


def test_a_filter_knows_yes_no_and_nothing_said(tmp_path):
    found, stated = filters_of(tmp_path, says=STATED, other="  setting: [home]\n  languages: [en]\n  costs: [medicaid]\n  capacity: full\n  waiting_checked: 2026-11\n  hours: Mon 9:00-12:00\n", silent="")
    assert found.slugs == ["home", "joins", "free", "pays-medicaid", "speaks-es", "open", "evening"]
    assert stated["silent"] == {}
    assert stated["says"] == dict.fromkeys(found.slugs, True)
    assert stated["other"] == dict.fromkeys(found.slugs, False) | {"home": True, "pays-medicaid": True, "open": True}


def test_words_of_hours_say_nothing_of_when_it_is_open(tmp_path):
    _, stated = filters_of(tmp_path, asks="  hours: Ask at the desk\n")
    assert stated["asks"] == {}


def test_a_language_is_named_in_itself(tmp_path):
    found, _ = filters_of(tmp_path, says=STATED)
    assert found.words(Wording(found.catalog.labels, "en"))[found.slugs.index("speaks-es")] == "Español"


def test_the_week_is_that_of_the_program_and_its_sites(tmp_path, monkeypatch):
    monkeypatch.setattr(filters_module, "today", lambda: datetime.date(2026, 12, 1))
    programs = program("open", "statewide", "  hours: Mon 9:00-17:00\n")
    catalog = catalog_of(tmp_path, programs, site("one", "open", "ashford", '  hours: "September to June: Sun 10:00-12:00"\n'))
    assert Filters(catalog).week(catalog.programs["open"]) == (540, 1020, 6 * 1440 + 600, 6 * 1440 + 720)


SITES = site("torrington-office", "child-first", "torrington") + site("winchester-office", "nurse-family-partnership", "winchester") + site("hartford-office", "triple-p", "hartford")
# One in Torrington for other places, which is not the nearest from there, and one for Hartford's region alone.
SITES += site("torrington-desk", "triple-p", "torrington", "  serves: [hartford]\n") + site("winchester-desk", "circle-of-security", "winchester", "  serves: [dcf-region-4]\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The frozen site with sites, and with programs that say more of themselves."""
    folder = tmp_path_factory.mktemp("near")
    data = frozen_site.copy(folder)
    programs = (data / "programs.yaml").read_text(encoding="utf-8")
    (data / "programs.yaml").write_text(programs.replace("child-first:\n", f"child-first:\n{STATED.replace('  setting: [home]' + chr(10), '')}", 1), encoding="utf-8")
    (data / "costs.yaml").write_text(COSTS, encoding="utf-8")
    (data / "sites.yaml").write_text(in_order(SITES), encoding="utf-8")
    made = Built(folder, data, frozen_site.DOCS)
    yield made
    made.close()


@pytest.mark.parametrize("place", ["Torrington", "Hartford", "Winchester", "DCF Region 5"])
def test_the_finder_lists_in_the_order_of_the_page_of_the_place(tab, catalog, pages, place):
    slug = place.lower().replace(" ", "-")
    record = catalog.towns.get(slug) or catalog.regions[slug]
    loaded(tab, f"#place={place.replace(' ', '+')}")
    expected = {group.name: [each.slug for each in group.programs] for group in Matcher(catalog).grouped(record)}
    assert listed(tab) == expected and list(listed(tab)) == list(expected)
    soup = pages.page(path_of(record))
    assert {group["data-group"]: [link["href"].split("/")[-2] for link in group.select(".program h3 a")] for group in soup.select(".group")} == expected
    far = {line.find_parent(class_="program").select_one("h3 a")["href"].split("/")[-2]: line.get_text() for line in soup.select(".far")}
    drawn = {card.get_attribute("data-slug"): card.locator(".far").text_content() for card in tab.locator("#results .program:has(.far:not([hidden]))").all()}
    assert drawn == far


def test_the_page_of_a_town_says_how_far(pages, catalog):
    said = [line.get_text() for line in pages.page(path_of(catalog.towns["torrington"])).select(".far")]
    assert said[0] == "In Torrington"
    assert any(line.startswith("In Winchester, about ") and line.endswith(" miles away") for line in said)


def test_the_browser_groups_as_python_does(tab, site_dir, catalog):
    asked = [(place, months, None, "") for place in ("torrington", "winchester", "hartford", "new-haven", None) for months in (None, 8, 40)]
    matcher = Matcher(catalog)
    for (place, months, *_), found in zip(asked, answers(tab, site_dir, asked), strict=True):
        groups = matcher.grouped(catalog.towns.get(place))
        fits = {group.name: [each.slug for each in group.programs if months is None or each.ages is None or each.ages.holds(months)] for group in groups}
        assert found["groups"] == {name: slugs for name, slugs in fits.items() if slugs}, (place, months)


def test_a_filter_keeps_those_that_do_not_say_below(tab, say):
    loaded(tab, "#place=Torrington")
    tab.locator("#filters summary").click()
    button = tab.get_by_role("button", name=f"{say('filter-free')} 1", exact=True)
    button.click()
    tab.wait_for_url("**/#place=Torrington&with=free")
    found = listed(tab)
    assert found["near"] == ["child-first"] and "not-stated" in found and not {"home", "statewide"} & found.keys()
    assert button.get_attribute("aria-pressed") == "true"
    assert tab.locator("#finder-count").inner_text() == say("finder-count-for", count=1, place="Torrington")
    tab.go_back()
    tab.wait_for_url("**/#place=Torrington")
    tab.locator("#results .group[data-group=statewide]").wait_for()


def test_a_filter_that_divides_nothing_is_not_offered(tab, say):
    loaded(tab, "#place=Torrington&with=speaks-es")
    offered = tab.locator("#filters button").all_inner_texts()
    assert offered == ["Español 1"], "one program is left, which nothing divides"


OPEN = """async ([filters]) => { const { isWithin } = await import(filters); return [[540, 1020], [1440, 2880]].map((week) => [539, 540, 1019, 1020, 1440].map((now) => isWithin(week, now))); }"""


def test_open_is_from_the_first_minute_to_before_the_last(tab, site_dir):
    tab.goto("programs/")
    assert tab.evaluate(OPEN, [script(site_dir, "finder_filters")]) == [[False, True, True, False, False], [False, False, False, False, True]]


def test_no_town_is_named_to_a_server_while_there_are_few_programs(tab):
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    loaded(tab, "#place=Torrington&need=bonding&with=free")
    assert not [url for url in asked if "orrington" in url.partition("#")[0] or "bonding" in url.partition("#")[0]]


def test_files_of_places_hold_what_is_near_first(catalog, monkeypatch):
    from imhsite.finding import finder as finder_module

    monkeypatch.setattr(finder_module, "MOST_TOGETHER", 3)
    data = FinderData(catalog, Matcher(catalog))
    told = json.loads(dict(data.near())["programs/near/torrington.json"])
    names = {each.name: each for each in catalog.programs.values()}
    assert told["near"] == sum(Matcher(catalog).reach(names[name], catalog.towns["torrington"]) == NEAR for name in told["name"])
    assert "Nurse-Family Partnership" in told["name"][told["near"] :]
