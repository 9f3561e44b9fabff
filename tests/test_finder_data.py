"""What the finder fetches: light at any number of programs, and the same answers as the pages give."""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path

import brotli
import pytest
from bs4 import BeautifulSoup
from folders import ROOT
from imhsite.finding import finder as finder_module
from imhsite.model.fields import Phone
from imhsite.finding.finder import ENDED, HOME, SORTS, FinderData, _dials
from imhsite.finding.program_words import where
from imhsite.finding.matching import Matcher
from imhsite.rendering.renderer import ICONS
from imhsite.building.site import Site
from test_finder import loaded

sys.path.append(str(Path(__file__).parent / "benchmarks"))

import realistic

FROZEN = True


def bytes_of(text: str) -> int:
    return len(brotli.compress(text.encode(), quality=11))


@pytest.fixture(scope="module")
def thousand(tmp_path_factory):
    """The finder's files of 1,000 realistic programs with three sites each."""
    data = tmp_path_factory.mktemp("thousand") / "data"
    realistic.write(data, 1000, sites=3)
    site = Site(data, ROOT / "overrides", ICONS)
    return site, site.finder.files() | {path: text for path, text in site.finder.near()}


def test_of_a_thousand_programs_only_what_the_place_needs_is_fetched(thousand, live):
    site, files = thousand
    near = {path: bytes_of(text) for path, text in files.items() if path.startswith(finder_module.NEAR)}
    assert len(near) == len(site.catalog.towns) + len(site.catalog.regions)
    always = bytes_of(files[finder_module.FILE]) + (live.site / "programs/places.json.br").stat().st_size
    assert always + max(near.values()) <= 25 * 1024, (always, max(near.values()))


def test_every_program_is_found_where_it_serves(thousand):
    site, files = thousand
    first = json.loads(files[finder_module.FILE])["programs"]["name"]
    reached: dict[str, set[str]] = {}
    for place in (*site.catalog.towns.values(), *site.catalog.regions.values()):
        for name in json.loads(files[f"{finder_module.NEAR}{place.slug}.json"]).get("name", ()):
            reached.setdefault(name, set()).add(place.slug)
    for program in site.catalog.programs.values():
        assert (program.name in first) == (not program.serves.slugs)
        assert set(program.serves.slugs) <= reached.get(program.name, set())


def test_a_row_tells_the_facts_of_its_program(catalog, site_dir):
    told = json.loads((site_dir / "programs/finder.json").read_text(encoding="utf-8"))
    columns = told["programs"]
    assert {len(column) for column in columns.values()} == {len(catalog.programs)}
    rows = {values[0]: dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)}
    for program in catalog.programs.values():
        row = rows[program.name]
        assert told["ages"][row["ages"]][:2] == ([program.ages.youngest, program.ages.below] if program.ages else ["", ""])
        at_home = program.serves.statewide and "home" in (program.setting or ())
        assert row["kind"] == SORTS.index(program.sort) + ENDED * (program.status == "ended") + HOME * at_home
        assert [list(catalog.needs)[ord(letter) - ord("0")] for letter in row["needs"]] == list(program.needs)
        assert row["where"] == where(catalog, program.serves)
        assert row["serves"].split() == (["*"] if program.serves.statewide else list(program.serves.slugs))


@pytest.mark.parametrize(("text", "told"), [("860-555-0100", ""), ("1-860-555-0100", "+18605550100"), ("2-1-1", "211"), ("988", "988"), ("+44 20 7946 0958", "+442079460958")])
def test_a_row_tells_what_to_dial_where_the_digits_do_not(text, told):
    phone = Phone(text)
    assert _dials(phone) == told
    assert (told or "+1" + "".join(filter(str.isdigit, text))) == phone.href


def test_where_names_few_places_and_counts_many(catalog):
    program = next(program for program in catalog.programs.values() if program.serves.slugs)
    for slugs, said in (((), ""), (("avon",), "Avon"), (("avon", "dcf-region-5", "bethel"), "Avon, DCF Region 5, Bethel"), (("avon", "bethel", "bolton", "canton"), 4)):
        assert where(catalog, type(program.serves)(False, slugs)) == said
    assert where(catalog, type(program.serves)(True)) == "*"


def test_few_programs_are_told_whole(catalog):
    data = FinderData(catalog, Matcher(catalog))
    assert len(data.first) == len(catalog.programs) and not data.others


def asked_of(catalog) -> list[tuple]:
    """Questions to the finder: everywhere, where most and where fewest programs are, and in a region; any need, the one that most programs meet, and one that fewest do."""
    places = sorted(catalog.towns, key=lambda slug: sum(slug in program.serves.slugs for program in catalog.programs.values() if program.serves.slugs))
    needs = sorted(catalog.needs, key=lambda slug: sum(slug in program.needs for program in catalog.programs.values()))
    return list(itertools.product([None, places[0], places[-1], *[*catalog.regions][:1]], [None, -1, 0, 8, 36, 300], [None, needs[0], needs[-1]], ["", "service", "initiative"]))


def expected(catalog, place, months, need, who) -> dict[str, list[str]]:
    """The programs by group, as the pages list them."""
    found = {}
    for group in Matcher(catalog).grouped(catalog.towns.get(place) or catalog.regions.get(place), need=catalog.needs.get(need)):
        fitting = [program.slug for program in group.programs if (not who or program.sort == who) and (months is None or program.ages is None or program.ages.holds(months))]
        found |= {group.name: fitting} if fitting else {}
    return found


FIND = """async ([rows, places, near, asked]) => {
    const { Programs, slugOf } = await import(rows);
    const { Distances } = await import(near);
    const { openPlaces } = await import(places);
    const json = async (path) => (await fetch(path)).json();
    const known = openPlaces(await json("/programs/places.json"));
    const needs = [...document.getElementById("need").options].slice(1).map(({ value }) => value);
    const programs = new Programs(await json("/programs/finder.json"), needs);
    const distances = new Distances(await json("/programs/centers.json"), known.order, programs.far);
    const answers = [];
    for (const { place, age, need, who } of asked) {
        if (place && !programs.knows(place)) programs.add(place, programs.isSplit ? await json(`/programs/near/${place}.json`) : null, known, distances);
        const { groups, count } = programs.find({ place, age, need, who });
        answers.push({ groups: Object.fromEntries([...groups].filter(([, rows]) => rows.length).map(([name, rows]) => [name, rows.map((row) => slugOf(row))])), count });
    }
    return answers;
}"""


def script(site_dir: Path, name: str) -> str:
    return f"/assets/{next(site_dir.glob(f'assets/{name}.*.js')).name}"


def answers(tab, site_dir: Path, asked_for: list[tuple]) -> list[dict]:
    tab.goto("programs/")
    asked = [{"place": place or "", "age": "" if months is None else months, "need": need or "", "who": who} for place, months, need, who in asked_for]
    return tab.evaluate(FIND, [*(script(site_dir, name) for name in ("finder_rows", "places", "finder_near")), asked])


def certain(groups: dict[str, list], months) -> int:
    return sum(len(found) for name, found in groups.items() if name != "ended" and not (name == "age-not-stated" and months is not None))


def test_the_browser_finds_what_the_pages_list(tab, site_dir, catalog):
    agrees(tab, site_dir, catalog, asked_of(catalog))


def test_the_browser_finds_what_the_pages_of_the_live_site_list(browser, live):
    page = browser.new_page(base_url=live.server.address)
    agrees(page, live.site, live.catalog, [asked for asked in asked_of(live.catalog) if asked[0]])
    page.close()


def agrees(tab, site_dir, catalog, asked_for: list[tuple]) -> None:
    for asked, found in zip(asked_for, answers(tab, site_dir, asked_for), strict=True):
        wanted = expected(catalog, *asked)
        assert found == {"groups": wanted, "count": certain(wanted, asked[1])}, asked


WIDEN = """async ([rows, asked]) => {
    const { Programs } = await import(rows);
    const told = { ages: [["", "", ""], [0, 36, ""]], statuses: [""], elsewhere: null,
        programs: { name: ["A", "B"], slug: ["", ""], ages: [1, 1], kind: [0, 0], needs: ["0", "1"], serves: ["x", "y"], offer: [0, 0] }, offers: [["", "", 0, 0]] };
    const programs = new Programs(told, ["crying", "sleep"]);
    for (const place of ["x", "y", "z"]) programs.add(place, null, { towns: { x: [], y: [], z: [] } });
    return asked.map((one) => { const { without, count } = programs.widened({ place: "", age: "", need: "", who: "", with: "", ...one }); return [without, count]; });
}"""


@pytest.mark.parametrize(
    ("asked", "without", "count"),
    [
        ({"place": "x", "need": "sleep"}, ["need"], 1),
        ({"place": "x", "need": "sleep", "age": 40}, ["need", "age"], 1),
        ({"place": "z"}, ["place"], 2),
        ({"place": "z", "need": "sleep", "age": 8}, ["need", "age", "place"], 2),
        ({"place": "x", "who": "initiative"}, ["place", "who"], 2),
        ({"place": "x", "who": "initiative", "need": "sleep", "age": 8}, ["need", "age", "place", "who"], 2),
    ],
)
def test_answers_are_left_out_in_order_until_something_fits(tab, site_dir, asked, without, count):
    tab.goto("programs/")
    (found,) = tab.evaluate(WIDEN, [script(site_dir, "finder_rows"), [asked]])
    assert found == [without, count]


COUNT = """async ([rows, files, filters, ages]) => {
    const { Programs, WIDENING } = await import(rows);
    const [split, whole] = files.map((told) => new Programs(told, filters.need));
    const none = Object.fromEntries(WIDENING.map((name) => [name, ""]));
    const narrow = (name) => filters[name].some((value) => whole.find({ ...none, [name]: value }).count < whole.find(none).count);
    const asked = Object.entries({ ...filters, age: ages }).reduce((some, [name, values]) => some.flatMap((one) => ["", ...values].map((value) => ({ ...one, [name]: value }))), [none]);
    return [WIDENING, Object.keys(filters).filter((name) => !narrow(name)), asked.filter((one) => split.find(one).count !== whole.find(one).count).slice(0, 3)];
}"""


def test_every_filter_of_the_form_is_known_to_the_browser(tab, site_dir, thousand, monkeypatch):
    site, files = thousand
    form = BeautifulSoup(str(site.renderer.environment("en").globals["finder"](shown=True)), "html.parser")
    filters = {select["name"]: [option["value"] for option in select.select("option") if option["value"]] for select in form.select("select")}
    assert {"place", "age", *filters} - json.loads(files[finder_module.FILE])["answers"]["count"]["parts"].keys() == set(), "name it among PARTS of src/imhsite/finding/finder.py"
    monkeypatch.setattr(finder_module, "MOST_TOGETHER", 10_000)
    together = FinderData(site.catalog, site.matcher).files()
    ages = json.loads(files[finder_module.FILE])["elsewhere"]["edges"]
    tab.goto("programs/")
    order, without_effect, miscounted = tab.evaluate(COUNT, [script(site_dir, "finder_rows"), [json.loads(text[finder_module.FILE]) for text in (files, together)], filters, ages])
    assert set(order) == {"with", "place", "age", *filters}, "name it in WIDENING of src/imhsite/theme/assets/finder_rows.js"
    assert without_effect == [], "let test() of src/imhsite/theme/assets/finder_rows.js heed it"
    assert miscounted == [], "count it in _counts of src/imhsite/finding/finder.py and in countElsewhere of src/imhsite/theme/assets/finder_rows.js"


HOSTILE = [
    "<script>globalThis.hit = 1</script>", "<img src=x onerror=\"globalThis.hit = 1\">", '" onmouseover="globalThis.hit = 1', "' autofocus onfocus='globalThis.hit = 1", "</li></ul><b>x</b>", "{count} {needs} $& $1 $`",
    "javascript:globalThis.hit = 1", "&lt;b&gt; &amp;", "</template><svg/onload=globalThis.hit=1>", "\u202eabc", "2-1-1 <i>2-1-1</i>", "__proto__", "constructor",
]  # fmt: skip
DRAWN = """(cards) => cards.map((card) => {
    const parts = [card.querySelector("h3"), ...[...card.querySelectorAll(".tag")].slice(0, 2), ...[".number", ".says", ".status"].map((part) => card.querySelector(part))];
    return {
        slug: card.dataset.slug,
        texts: parts.map((part) => part.textContent),
        links: ["h3 a", ".number a"].map((part) => card.querySelector(part).getAttribute("href")),
        skeleton: [card, ...card.querySelectorAll("*")].map((element) => [element.tagName, element.className, ...[...element.attributes].map(({ name }) => name)].join(" ")),
    };
})"""


def hostile(told: dict, text: str) -> dict:
    """The finder's file with TEXT wherever a text of a record can stand."""
    columns = told["programs"]
    count = len(columns["name"])
    said = {"name": [f"{text}{at}" for at in range(count)], "slug": [f"p{at}" for at in range(count)], "phone": [text] * count, "dials": [text] * count, "where": [text] * count, "says": [text] * count}
    return told | {"ages": [[*span[:2], text] for span in told["ages"]], "statuses": [text] * len(told["statuses"]), "programs": columns | said}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_card_holds_every_text_and_nothing_of_it_acts(tab, site_dir, text):
    told = json.loads((site_dir / "programs/finder.json").read_text(encoding="utf-8"))
    tab.route("**/programs/finder.json", lambda route: route.fulfill(json=hostile(told, text)))
    loaded(tab, "#who=service")
    expected = tab.locator("#card-blank").evaluate("(blank) => blank.content.querySelector('.card').outerHTML.match(/<[a-z0-9]+/g).length")
    cards = tab.locator("#results .program").evaluate_all(DRAWN)
    assert cards
    for card in cards:
        assert card["texts"] == [f"{text}{card['slug'][1:]}", *[text] * 5]
        assert card["links"] == [f"/programs/{card['slug']}/", f"tel:{text}"]
        assert len(card["skeleton"]) <= expected + text.count("2-1-1")
        assert not [part for part in card["skeleton"] if part.split()[0] in ("SCRIPT", "IMG", "B", "I") or " on" in part]
    assert tab.evaluate("globalThis.hit") is None


@pytest.mark.parametrize("text", HOSTILE)
def test_a_place_holds_every_text_and_nothing_of_it_acts(tab, site_dir, text):
    named = text.replace("|", "").replace(",", "")
    told = json.loads((site_dir / "programs/places.json").read_text(encoding="utf-8"))
    towns = [f"Xanadu {named}|x{at}|{'|'.join(town.split('|')[2:3])}" for at, town in enumerate(told["towns"][:3])]
    tab.route("**/programs/places.json", lambda route: route.fulfill(json=told | {"towns": towns}))
    loaded(tab)
    tab.locator("#place").press_sequentially("xan")
    offered = tab.locator("#place-list [role=option]").first
    offered.wait_for()
    assert named in offered.evaluate("(option) => option.textContent")
    offered.click()
    assert tab.locator("#place-list *:not([role=option]), #place-answer *:not(button, div)").count() == 0
    assert tab.evaluate("globalThis.hit") is None


@pytest.mark.parametrize("path", ["programs/", "es/programs/"])
def test_a_drawn_card_is_the_card_of_the_page(tab, path):
    """Both are made from the same facts: by the templates, and by the script from the finder's file."""
    squeezed = "(cards) => Object.fromEntries(cards.map((card) => [card.dataset.slug, card.outerHTML.replace(/ aria-pressed=\"\\w+\"/g, '').replace(/\\s+/g, ' ').replace(/> | </g, (sign) => sign.trim())]))"
    tab.goto(path)
    tab.locator("#finder").wait_for(state="visible")
    of_page = tab.locator("#results .program").evaluate_all(squeezed)
    drawn = {}
    for who in ("service", "initiative"):
        loaded(tab, f"#who={who}", path)
        drawn |= tab.locator("#results .program").evaluate_all(squeezed)
    assert drawn == of_page
