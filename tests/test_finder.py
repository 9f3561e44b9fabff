"""The finder, used as people use it, in Chromium. Its rules are the cases that Python runs too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import WAIT, until_held
from imhsite.model.ages import parse_range
from imhsite.finding.matching import Matcher, group_of
from imhsite.pages.generated import path_of

FROZEN = True
CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="module")
def finder_of_all(browser, server):
    """The finder's page, opened once for many questions that leave nothing behind."""
    context = browser.new_context(base_url=server.address)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    yield loaded(page)
    context.close()


@pytest.fixture
def finder(tab):
    """The finder's page, its form revealed."""
    return loaded(tab)


def loaded(tab, asked: str = "", path: str = "programs/"):
    """Open the finder's page in TAB with what is ASKED in the address, and wait until all that answers is loaded."""
    tab.goto(path + asked)
    tab.locator("#finder").evaluate("(form) => form.dispatchEvent(new Event('focusin'))")
    tab.locator("#results[aria-busy=false]").wait_for(state="attached")
    return tab


def shown(tab) -> set[str]:
    """Return the slugs of the programs that a person sees."""
    links = tab.locator("#results .program:visible h3 a")
    return {link.get_attribute("href").split("/")[-2] for link in links.all()}


def wait_for_count(tab, count: int) -> None:
    tab.wait_for_function("count => parseInt(document.getElementById('finder-count').textContent) === count", arg=count)


def test_the_script_reveals_the_form_and_counts(finder, catalog):
    wait_for_count(finder, sum(program.status != "ended" for program in catalog.programs.values()))
    assert shown(finder) == set(catalog.programs)
    assert finder.locator("#finder-count").get_attribute("role") == "status"


@pytest.mark.parametrize("typed", ["Torrington", "06790", "  torrington ", "TORRINGTON", "DCF Region 5", "New Haven", "W. Hartford", "10001", "Los Angeles", "Springfield MA", "Manchester, NH 03101"])
def test_a_place_leaves_what_serves_it(finder, catalog, typed, say):
    finder.get_by_label(say("finder-place")).fill(typed)
    finder.keyboard.press("Tab")
    matcher = Matcher(catalog)
    slug = {"06790": "torrington", "W. Hartford": "west-hartford", "DCF Region 5": "dcf-region-5"}.get(typed, typed.strip().lower().replace(" ", "-"))
    place = catalog.towns.get(slug) or catalog.regions.get(slug)
    expected = {p.slug for p in catalog.programs.values() if matcher.reach(p, place)} if place else set(catalog.programs)
    finder.wait_for_function("count => document.querySelectorAll('#results .program:not([hidden])').length === count", arg=len(expected))
    assert shown(finder) == expected
    heard = finder.locator("#place-answer").inner_text().replace("\n", " ")
    told = {"state": "Connecticut", "line": "2-1-1"}
    unknown = {"10001": say("finder-place-outside", **told), "Los Angeles": f"{say('finder-place-unknown', **told)} {say('finder-place-search')}"}
    there = {"Springfield MA": "Massachusetts", "Manchester, NH 03101": "New Hampshire"}.get(typed, "")
    assert heard == ("" if place and typed.strip().lower() == place.name.lower() else place.name if place else unknown.get(typed, say("finder-place-state", there=there, **told)))


def test_a_name_of_two_towns_asks_which(finder, say):
    finder.get_by_label(say("finder-place")).fill("Mystic")
    finder.keyboard.press("Tab")
    finder.get_by_role("button", name="Stonington").click()
    assert finder.get_by_label(say("finder-place")).input_value() == "Stonington"
    assert not finder.locator("#place-answer").inner_text()


@pytest.mark.parametrize("typed", ["pregnant", "newborn", "8 months", "2 years", "35 months", "3 years", "6 years", "18 years"])
def test_an_age_leaves_matches_and_what_is_not_stated(finder, catalog, typed, say):
    months = {"pregnant": -1, "newborn": 0, "8 months": 8, "2 years": 24, "35 months": 35, "3 years": 36, "6 years": 72, "18 years": 216}[typed]
    finder.get_by_label(say("finder-age")).fill(typed)
    fitting = {p.slug for p in catalog.programs.values() if p.ages and p.ages.holds(months)}
    not_stated = {p.slug for p in catalog.programs.values() if p.ages is None}
    finder.wait_for_function("count => document.querySelectorAll('#results .program:not([hidden])').length === count", arg=len(fitting | not_stated))
    living = [p for p in catalog.programs.values() if p.slug in fitting and p.status != "ended"]
    assert living
    assert shown(finder) == fitting | not_stated
    assert finder.locator("#finder-count").inner_text().startswith(str(len(living)))


def test_near_comes_before_statewide(finder, catalog, say):
    finder.get_by_label(say("finder-place")).fill("New London")
    finder.wait_for_function("() => document.querySelectorAll('#results .program:not([hidden])').length < 18")
    first = finder.locator("#results .group").first
    assert first.get_attribute("data-group") == "near"
    assert first.locator(".program h3 a").first.get_attribute("href") == "/programs/nurse-family-partnership/"


def test_need_and_audience(finder, catalog, say):
    finder.get_by_label(say("finder-need")).select_option("bonding")
    assert shown(finder) == {p.slug for p in catalog.programs.values() if "bonding" in p.needs}
    finder.get_by_label(say("finder-who")).select_option("service")
    assert shown(finder) == {p.slug for p in catalog.programs.values() if "bonding" in p.needs and p.sort == "service"}


def test_no_result_is_no_dead_end(finder, say):
    finder.get_by_label(say("finder-age")).fill("24 years")
    finder.wait_for_selector("#no-result:not([hidden])")
    assert {"tel:211", "tel:+18005057000"} <= {link.get_attribute("href") for link in finder.locator("#no-result a").all()}
    assert finder.locator("#finder-count").inner_text().startswith(say("finder-count-none"))


def test_the_state_is_in_the_address_and_comes_back(finder, browser, server, say):
    finder.get_by_label(say("finder-place")).fill("06790")
    finder.get_by_label(say("finder-age")).fill("8 months")
    finder.get_by_label(say("finder-need")).select_option("bonding")
    finder.wait_for_url("**/programs/#place=06790&age=8+months&need=bonding")
    seen = shown(finder)
    other = browser.new_context().new_page()
    other.goto(finder.url)
    other.locator("#finder").wait_for(state="visible")
    other.wait_for_function("count => document.querySelectorAll('#results .program:not([hidden])').length === count", arg=len(seen))
    assert shown(other) == seen
    assert other.get_by_label(say("finder-place")).input_value() == "06790"
    other.context.close()


def test_start_again_shows_all(finder, catalog, say):
    finder.get_by_label(say("finder-place")).fill("Canaan")
    finder.keyboard.press("Tab")
    finder.locator("#place-answer button").first.click()
    finder.get_by_label(say("finder-age")).fill("18 years")
    finder.get_by_role("button", name=say("finder-reset")).click()
    wait_for_count(finder, sum(program.status != "ended" for program in catalog.programs.values()))
    finder.wait_for_url(lambda address: "#" not in address)


def test_the_keyboard_is_enough(finder):
    finder.locator("#place").focus()
    finder.keyboard.type("Torrington")
    finder.keyboard.press("Tab")
    assert finder.evaluate("document.activeElement.id") == "locate"
    finder.keyboard.press("Tab")
    finder.keyboard.type("8 months")
    finder.keyboard.press("Tab")
    for picture in finder.locator("#finder button[data-need]").all():
        assert finder.evaluate("document.activeElement.dataset.need") == picture.get_attribute("data-need")
        finder.keyboard.press("Tab")
    assert finder.evaluate("document.activeElement.id") == "need"
    finder.keyboard.press("Tab")
    assert finder.evaluate("document.activeElement.id") == "who"
    finder.keyboard.press("Tab")
    finder.keyboard.press("Enter")
    finder.locator("#finder.answered").wait_for()
    assert finder.evaluate("document.activeElement.id") == "finder-count"


def test_the_needs_with_an_icon_are_offered_as_pictures(finder, catalog, say):
    pictures = finder.get_by_role("group", name=say("finder-few")).get_by_role("button")
    assert pictures.count() and pictures.all_inner_texts() == [need.name for need in catalog.needs.values() if need.icon]
    assert all(picture.locator("[aria-hidden] svg").count() == 1 for picture in pictures.all())


def test_a_picture_chooses_a_need_as_the_list_of_all_does(finder):
    picture = finder.locator("#finder button[data-need]").first
    need, pressed = picture.get_attribute("data-need"), finder.locator("#finder button[aria-pressed=true]")
    count = finder.locator("#finder-count").inner_text()
    picture.click()
    finder.wait_for_url(f"**/#need={need}")
    assert finder.locator("#need").input_value() == need
    assert pressed.evaluate_all("found => found.map((one) => one.dataset.need)") == [need]
    picture.press("Space")
    finder.wait_for_url(lambda address: "need" not in address)
    assert finder.locator("#need").input_value() == "" and pressed.count() == 0
    assert finder.locator("#finder-count").inner_text() == count
    finder.locator("#need").select_option(need)
    pressed.wait_for()
    assert pressed.get_attribute("data-need") == need


def test_a_picture_that_is_pressed_before_the_finder_is_loaded_counts(tab):
    tab.goto("programs/")
    picture = tab.locator("#finder button[data-need]").first
    picture.click()
    tab.wait_for_url(f"**/#need={picture.get_attribute('data-need')}")
    tab.locator("#finder button[aria-pressed=true]").wait_for()


def test_the_home_page_asks_the_first_question(tab, say):
    tab.goto("")
    tab.get_by_label(say("finder-start")).fill("Torrington")
    tab.get_by_role("button", name=say("finder-go")).click()
    tab.wait_for_url("**/programs/#place=Torrington")
    tab.wait_for_function("() => document.querySelectorAll('#results .program:not([hidden])').length < 18")


@pytest.mark.parametrize("language", ["", "es/"])
def test_without_javascript_no_server_sees_what_is_written(browser, server, language):
    """The lists stand in the place of the first question; where a browser shows the form all the same, it sends nothing."""
    context = browser.new_context(java_script_enabled=False, base_url=server.address)
    page = context.new_page()
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(language)
    assert not page.locator(".finder-start").is_visible()
    page.locator("noscript .browse a").first.click()
    page.locator("main a", has_text="Torrington").first.click()
    assert page.url.endswith("/towns/torrington/")
    page.route("**/*.css", lambda route: route.abort())
    page.goto(language)
    page.locator("#start-place").fill("Torrington")
    page.locator(".finder-start button").click()
    page.wait_for_url("**/programs/?")
    page.goto(language)
    page.locator(".site-search input").fill("violence")
    page.locator(".site-search button").click()
    page.wait_for_url("**/search/?")
    assert not [url for url in sent if "orrington" in url.replace("/towns/torrington/", "") or "violence" in url]
    context.close()


def test_without_javascript_the_lists_lead_on(browser, server, say):
    context = browser.new_context(java_script_enabled=False, base_url=server.address)
    page = context.new_page()
    page.goto("programs/")
    assert not page.locator("#finder").is_visible()
    assert page.locator("#results .program:visible").count() == 18
    page.get_by_role("navigation", name=say("browse")).get_by_role("link", name=say("towns-title"), exact=True).click()
    page.get_by_role("link", name="Torrington", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == say("place-title", name="Torrington")
    context.close()


ODD = [
    "", " ", "x" * 10_000, "8" * 400, "<b>bold</b>", "<img src=x onerror=alert(1)>", "{{ 7 * 7 }}", "{count}", "'; drop", '"', "\\", "%", "%00", "%2C", "+", "&keep=x", "#place=a", "#", "/", "../../etc",
    "🍼", "👩‍👧", "عربي", "שלום", "\u202eabc", "\u200b", "\ufeff", "日本", "Ĩñţérnâtiônàl", "½", "½½", "06790 06790", "06790-1234", "00000", "99999", "-1", "1e9", "NaN", "Infinity", "null", "undefined",
    "__proto__", "constructor", "toString", "hasOwnProperty", "length", "a,b", "a|b", ".*", "(", "[", "Canaan Canaan", ", , ,", "\t",
]  # fmt: skip


PAINTED = "() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))"


def test_odd_answers_break_nothing(finder, say):
    assert len(ODD) >= 50
    for typed in ODD:
        for name in ("place", "age"):
            finder.locator(f"#{name}").fill(typed)
        finder.keyboard.press("Tab")
        finder.evaluate(PAINTED)
        assert finder.locator("#results b, #place-answer img, #age-answer b").count() == 0, typed
        assert finder.locator("#finder-count").inner_text(), typed
        assert finder.locator("#results .program:visible").count() or finder.locator("#no-result").is_visible(), typed


@pytest.mark.parametrize("asked", ["keep=__proto__,x,child-first", "keep=,,,", "list=kept", "at=groton", "place=Mystic&at=nowhere", "need=nothing", "who=x&age=%00", "place=%F0%9F%8D%BC"])
def test_odd_addresses_break_nothing(tab, asked):
    tab.goto(f"programs/#{asked}")
    tab.wait_for_function("() => document.getElementById('finder-count').textContent")


@pytest.fixture
def module(site_dir):
    """The published address of a script, by its name."""
    return lambda name: f"/assets/{next(site_dir.glob(f'assets/{name}.*.js')).name}"


def test_the_browser_agrees_with_python_on_every_age(finder, module):
    cases = json.loads((CASES / "ages.json").read_text(encoding="utf-8"))
    ranges = [parse_range(case["range"]) for case in cases]
    asked = [[{"from": str(r.youngest), "below": str(r.below)}, case["months"]] for r, case in zip(ranges, cases, strict=True)]
    answers = finder.evaluate("async ([module, asked]) => { const { holds } = await import(module); return asked.map(([p, m]) => holds(p, m)); }", [module("ages"), asked])
    assert answers == [case["matches"] for case in cases]


def test_the_browser_agrees_with_python_on_every_place(finder, catalog, module):
    matcher = Matcher(catalog)
    everywhere = [*catalog.towns.values(), *catalog.regions.values()]
    asked = [["*" if p.serves.statewide else " ".join(p.serves.slugs), place.slug] for p in catalog.programs.values() for place in everywhere]
    answers = finder.evaluate(
        """async ([places_js, reach_js, asked]) => {
            const [{ openPlaces }, { reach }] = [await import(places_js), await import(reach_js)];
            const places = openPlaces(await (await fetch("/programs/places.json")).json());
            return asked.map(([serves, place]) => reach(serves, place, places));
        }""",
        [module("places"), module("reach"), asked],
    )
    assert answers == [matcher.reach(p, place) for p in catalog.programs.values() for place in everywhere]


def test_every_program_is_in_one_group(catalog):
    assert {group_of(program) for program in catalog.programs.values()} <= {"services", "initiatives", "age-not-stated", "ended"}


@pytest.fixture(scope="module")
def finder_of_live(browser, live):
    """The finder of the live site, opened once."""
    context = browser.new_context(base_url=live.server.address)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    yield loaded(page)
    context.close()


def test_every_name_and_zip_code_reaches_a_place(finder_of_live, live):
    """Every town, village, region, spelling and ZIP code that the data know."""
    catalog = live.catalog
    wanted = {region.name: region.slug for region in catalog.regions.values()} | {town.name: town.slug for town in catalog.towns.values()}
    others = [name for town in catalog.towns.values() for name in (*(town.spellings or ()), *dict(town.places or ()), *dict(town.zips or ()))]
    found = finder_of_live.evaluate(
        """async ([modules, names, state]) => {
            const [{ openPlaces }, { PlaceReader }] = await Promise.all(modules.map((module) => import(module)));
            const [places, words] = await Promise.all(["places", "typed"].map(async (name) => (await fetch(`/programs/${name}.json`)).json()));
            const reader = new PlaceReader(openPlaces(places), words.places, state, "en");
            return Object.fromEntries(names.map((name) => [name, reader.read(name).slugs]));
        }""",
        [[f"/assets/{next(live.site.glob(f'assets/{name}.*.js')).name}" for name in ("places", "typed_places")], [*wanted, *others], catalog.association.state_code or ""],
    )
    assert [name for name, slug in wanted.items() if found[name][:1] != [slug]] == []
    assert [name for name in others if not found[name]] == []
    slivers = {(code, town.slug) for town in catalog.towns.values() for code, share in town.zips or () if share and share < 2}
    assert [pair for pair in slivers if pair[1] in found[pair[0]]] == []


def offers(tab) -> list[str]:
    tab.locator("#place-list li").first.wait_for()
    return tab.locator("#place-list li").all_inner_texts()


@pytest.mark.parametrize(
    ("typed", "first"),
    [("torr", "Torrington"), ("myst", "Mystic, in Groton or Stonington"), ("haven", "New Haven"), ("0679", "06790, in Torrington"), ("region 5", "DCF Region 5"), ("w hart", "West Hartford"), ("northwest", "Northwest Hills Planning Region"), ("tolland c", "Tolland County")],
)
def test_the_field_offers_places(finder, typed, first):
    finder.locator("#place").press_sequentially(typed)
    assert first in offers(finder)[:2]


def test_the_list_of_places_by_keyboard(finder, say):
    """The combobox pattern: arrows move, Enter takes, Escape closes and then clears; the focus stays in the field."""
    place = finder.get_by_role("combobox", name=say("finder-place"))
    place.press_sequentially("new")
    texts = offers(finder)
    assert place.get_attribute("aria-expanded") == "true"
    assert place.get_attribute("aria-controls") == "place-list" == finder.get_by_role("listbox").get_attribute("id")
    assert place.get_attribute("aria-activedescendant") is None
    for key, active in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None), ("ArrowUp", len(texts) - 1), ("ArrowDown", None), ("ArrowDown", 0)):
        place.press(key)
        assert place.get_attribute("aria-activedescendant") == (None if active is None else f"place-list-{active}")
        chosen = finder.locator("#place-list [aria-selected='true']").all_inner_texts()
        assert chosen == ([] if active is None else [texts[active]])
    place.press("Escape")
    assert place.get_attribute("aria-expanded") == "false" and place.input_value() == "new"
    place.press("ArrowDown")
    place.press("Enter")
    assert place.input_value() == texts[0]
    assert finder.evaluate("document.activeElement.id") == "place"
    assert not finder.get_by_role("listbox").is_visible()
    place.press("Escape")
    assert place.input_value() == ""


def test_the_list_of_places_by_pointer_and_touch(browser, server):
    context = browser.new_context(base_url=server.address, has_touch=True)
    page = context.new_page()
    page.goto("programs/")
    page.locator("#place").tap()
    page.locator("#place").press_sequentially("torr")
    page.get_by_role("option", name="Torrington", exact=True).tap()
    assert page.locator("#place").input_value() == "Torrington"
    page.wait_for_url("**/#place=Torrington")
    context.close()


def test_the_open_list_is_accessible(finder):
    finder.locator("#place").press_sequentially("new")
    offers(finder)
    finder.keyboard.press("ArrowDown")
    assert violations(finder) == []


def violations(tab) -> list[str]:
    """Return the names of the rules of axe that the page breaks."""
    axe = (Path(__file__).parent / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    tab.evaluate(axe)
    found = tab.evaluate("async () => (await axe.run()).violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`)")
    return found


def test_a_town_that_shares_its_name_can_be_chosen_and_shared(finder, browser, server):
    finder.locator("#place").fill("Canaan")
    finder.keyboard.press("Tab")
    finder.get_by_role("button", name="Canaan", exact=True).click()
    finder.wait_for_url("**/#place=Canaan&at=canaan")
    assert finder.locator("#place-answer").inner_text() == "Canaan"
    finder.reload()
    finder.wait_for_function("() => document.getElementById('place-answer').textContent === 'Canaan'")
    assert finder.locator("#place-answer button").count() == 0


def test_an_age_written_beside_the_place_is_heard(finder):
    finder.locator("#place").fill("Torrington, 8 months, I can't stop crying")
    finder.keyboard.press("Tab")
    finder.wait_for_function("() => document.getElementById('place-answer').textContent.startsWith('Torrington')")
    assert finder.locator("#age").input_value() == "8 months"


@pytest.mark.parametrize("language", ["", "es/"])
@pytest.mark.parametrize("words", ["mi bebé no duerme", "Torrington, 8 months, I can't stop crying"])
def test_a_question_in_the_field_for_the_place_leads_to_the_search(tab, language, words):
    loaded(tab, path=f"{language}programs/")
    tab.locator("#place").fill(words)
    tab.keyboard.press("Tab")
    tab.locator("#place-answer a").click()
    tab.locator("#search-results h2").first.wait_for()
    assert tab.locator("#search-words").input_value() == words
    assert tab.url.startswith(tab.evaluate("document.querySelector('.site-search').action"))


def test_a_bare_number_is_asked_about(finder, say):
    finder.locator("#age").fill("8")
    finder.keyboard.press("Tab")
    finder.get_by_role("button", name="8 months").click()
    assert finder.locator("#age").input_value() == "8 months"
    assert finder.locator("#age-answer").inner_text() == say("finder-age-heard", age="8 months")


@pytest.mark.parametrize(
    ("asked", "typed", "address"),
    [
        ("", "Torrington, 8 months, I can't stop crying", "#place=Torrington,+8+months,+I+can%27t+stop+crying&age=8+months&need=bonding"),
        ("#place=Avon&keep=child-first", "Torrington", "#place=Torrington&need=bonding&keep=child-first"),
    ],
)
def test_what_is_answered_while_the_finder_loads_counts(tab, asked, typed, address):
    held = []
    tab.route("**/finder_form.*.js", lambda route: held.append(route))
    tab.goto(f"programs/{asked}")
    if asked:
        tab.locator("#finder-change").wait_for()
        tab.locator("#finder").evaluate("(form) => form.classList.remove('answered')")
    tab.locator("#place").fill(typed)
    tab.keyboard.press("Tab")
    tab.locator("#need").select_option("bonding")
    assert tab.locator("#results .program").count() == 18
    until_held(held, tab)
    held[0].continue_()
    tab.wait_for_url(lambda url: url.endswith(f"/programs/{address}"))
    assert tab.locator("#place").input_value() == typed
    assert 0 < tab.locator("#results .program").count() < 18


def test_a_press_for_the_location_while_the_finder_loads_counts(browser, server):
    context = browser.new_context(base_url=server.address, geolocation={"latitude": 41.80, "longitude": -73.12}, permissions=["geolocation"])
    page = context.new_page()
    page.set_default_timeout(WAIT)
    held = []
    page.route("**/finder_form.*.js", lambda route: held.append(route))
    page.goto("programs/")
    page.locator("#locate").click()
    until_held(held, page)
    held[0].continue_()
    page.wait_for_url("**/#place=Torrington")
    context.close()


def test_the_location_is_asked_for_only_on_a_press(browser, server, say):
    context = browser.new_context(base_url=server.address, geolocation={"latitude": 41.80, "longitude": -73.12}, permissions=["geolocation"])
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("programs/")
    page.locator("#finder").wait_for(state="visible")
    page.evaluate("() => { window.askedWhere = 0; const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation); navigator.geolocation.getCurrentPosition = (...all) => { askedWhere++; ask(...all); }; }")
    page.locator("#place").fill("Avon")
    assert page.evaluate("askedWhere") == 0
    page.get_by_role("button", name=say("finder-locate")).click()
    page.wait_for_function("() => document.getElementById('place').value === 'Torrington'")
    assert all(url.startswith(server.address) and "41.8" not in url for url in asked)
    context.set_geolocation({"latitude": 40.71, "longitude": -74.0})
    page.get_by_role("button", name=say("finder-locate")).click()
    page.wait_for_function("text => document.getElementById('place-answer').textContent === text", arg=say("finder-place-outside", state="Connecticut", line="2-1-1"))
    context.clear_permissions()
    page.get_by_role("button", name=say("finder-locate")).click()
    page.wait_for_function("text => document.getElementById('place-answer').textContent === text", arg=say("finder-locate-failed"))
    context.close()


def test_a_list_of_places_that_does_not_load_is_said(browser, server, say):
    tab = browser.new_context(base_url=server.address).new_page()
    tab.route("**/places.json", lambda route: route.fulfill(status=500))
    tab.goto("programs/#place=Avon&age=8+months")
    tab.wait_for_function("text => document.getElementById('place-answer').textContent.startsWith(text)", arg=say("finder-place-failed"))
    assert tab.locator("#results .program:visible").count()
    tab.unroute("**/places.json")
    tab.locator("#place").fill("Torrington")
    tab.keyboard.press("Tab")
    tab.wait_for_function("() => document.getElementById('place-answer').textContent === ''")
    tab.context.close()


def listed(tab) -> dict[str, list[str]]:
    """Return the slugs of the programs that a person sees, by group, in the order of the list."""
    return {group.get_attribute("data-group"): [card.get_attribute("data-slug") for card in group.locator(".program").all()] for group in tab.locator("#results .group:visible").all()}


@pytest.mark.parametrize("place", ["new-haven", "torrington", "dcf-region-5", "hartford-county"])
def test_the_list_is_that_of_the_page_of_the_place(tab, catalog, pages, place):
    """Services before initiatives, near before statewide, checked before unchecked, what is not sure at the end."""
    record = catalog.towns.get(place) or catalog.regions[place]
    loaded(tab, f"#place={record.name}")
    expected = {group.name: [program.slug for program in group.programs] for group in Matcher(catalog).grouped(record)}
    assert listed(tab) == expected
    assert list(listed(tab)) == list(expected)
    soup = pages.page(path_of(record))
    assert {group["data-group"]: [link["href"].split("/")[-2] for link in group.select(".program h3 a")] for group in soup.select(".group")} == expected


@pytest.mark.parametrize(
    ("asked", "without"),
    [("need=crying", "the need"), ("need=crying&age=8+months", "the need"), ("need=crying&age=40+years", "the need and the age"), ("age=40+years&place=Torrington", "the age"), ("need=crying&who=initiative&place=Torrington&age=6+weeks", "the need and the age"), ("need=bonding&who=initiative&age=6+weeks", "the need and the age")],
)
def test_no_result_widens_in_order_and_says_so(tab, asked, without):
    tab.goto(f"programs/#{asked}")
    tab.locator("#no-result").wait_for(state="visible")
    said = tab.locator("#finder-count").inner_text()
    assert said.startswith(f"No program fits. Without {without}: ") and said.endswith(" fit.")
    counted = int(said.split(": ")[1].split(" ")[0])
    seen = [tab.locator(f'.group[data-group="{name}"] .program:visible').count() for name in ("near", "home", "services", "statewide", "initiatives")]
    assert 0 < counted <= sum(seen) + tab.locator('.group[data-group="age-not-stated"] .program:visible').count()
    assert tab.locator("#widened").inner_text() in said
    help_box, widened, group = (tab.locator(part).first.bounding_box() for part in ("#no-result", "#widened", "#results .group"))
    assert help_box["y"] < widened["y"] < group["y"]  # what the list leaves out is said right above it


def test_answers_are_kept_by_a_browser_that_never_calls_itself_idle(tab):
    tab.add_init_script("window.requestIdleCallback = (idle, { timeout } = {}) => timeout && setTimeout(idle, timeout)")
    loaded(tab).locator("#place").fill("Torrington")
    tab.keyboard.press("Tab")
    tab.wait_for_url("**/#place=Torrington")


def test_back_goes_from_answer_to_answer(finder):
    finder.locator("#place").press_sequentially("Torrington")
    finder.keyboard.press("Tab")
    finder.wait_for_url("**/#place=Torrington")
    finder.locator("#age").press_sequentially("8 months")
    finder.keyboard.press("Tab")
    finder.wait_for_url("**/#place=Torrington&age=8+months")
    finder.locator("#need").select_option("bonding")
    finder.wait_for_url("**&need=bonding")
    count = finder.locator("#finder-count").inner_text()
    for values in (["Torrington", "8 months", ""], ["Torrington", "", ""], ["", "", ""]):
        finder.go_back()
        finder.wait_for_function("values => ['place', 'age', 'need'].every((id, i) => document.getElementById(id).value === values[i])", arg=values)
        assert finder.locator("#finder-count").inner_text() != count
        count = finder.locator("#finder-count").inner_text()
    finder.go_forward()
    finder.wait_for_function("() => document.getElementById('place').value === 'Torrington'")


def test_what_the_reader_went_back_from_does_not_return_to_the_address(finder):
    finder.locator("#need").select_option("bonding")
    finder.wait_for_url("**/#need=bonding")
    told = """async () => {
      const need = document.getElementById("need");
      need.value = "delay";
      need.dispatchEvent(new Event("change", { bubbles: true }));
      for (let steps = 0; steps < 9; steps++) await null; // the finder has heard the answer, and has not painted it
      dispatchEvent(new PopStateEvent("popstate"));
      for (let frames = 0; frames < 3; frames++) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      return [need.value, location.hash];
    }"""
    assert finder.evaluate(told) == ["bonding", "#need=bonding"]


def test_kept_programs_stand_in_the_address_alone(finder, browser, server, say):
    name = "Connecticut Parents as Teachers"
    finder.get_by_role("button", name=f"{say('keep')} Child First").click()
    finder.get_by_role("button", name=f"{say('keep')} {name}").click()
    finder.wait_for_url("**/#keep=child-first,parents-as-teachers")
    assert finder.get_by_role("button", name=f"{say('kept')} {name}").get_attribute("aria-pressed") == "true"
    finder.get_by_role("button", name=f"{say('kept-open')} 2").click()
    finder.wait_for_url("**&list=kept")
    assert shown(finder) == {"child-first", "parents-as-teachers"}
    assert finder.evaluate("document.activeElement.id") == "kept-heading"
    assert finder.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    other = browser.new_context().new_page()
    other.goto(finder.url)
    other.locator("#kept").wait_for(state="visible")
    assert shown(other) == {"child-first", "parents-as-teachers"}
    assert not other.locator("#finder").is_visible()
    other.get_by_role("button", name=f"{say('kept')} Child First").click()
    assert shown(other) == {"parents-as-teachers"}
    other.get_by_role("button", name=say("kept-back")).click()
    other.locator("#finder").wait_for(state="visible")
    assert len(shown(other)) == 18
    other.context.close()


def test_a_printed_list_is_a_handout(tab):
    tab.goto("programs/#place=Torrington&age=8+months&need=bonding")
    tab.wait_for_function("() => document.querySelectorAll('#results .program:not([hidden])').length < 18")
    assert not tab.locator("#handout").is_visible()
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    said = tab.locator("#handout").inner_text()
    for part in ("Place: Torrington", "Age: 8 months", "Help with: Feeling close to my baby", "Printed on ", "2-1-1"):
        assert part in said
    assert not tab.locator("#finder").is_visible() and not tab.locator(".site-header nav").first.is_visible() and not tab.locator(".keep").first.is_visible()
    assert tab.locator("#results .program:visible").count() == tab.locator("#results .program:visible .status:visible").count() > 0


def test_a_need_says_whom_to_call(finder, catalog):
    for need in catalog.needs.values():
        finder.locator("#need").select_option(need.slug)
        boxes = finder.locator(".need-help:visible")
        assert boxes.count() == bool(need.lines), need.slug
        numbers = [link.get_attribute("href") for link in boxes.locator(".number a").all()]
        assert numbers == [f"tel:{line.phone.href}" for line in catalog.get("help_lines", need.lines)], need.slug
        if not any(need.slug in program.needs for program in catalog.programs.values()):
            assert numbers, f"{need.slug}: no program and no line"


def test_a_card_says_whom_to_call_before_the_rest(finder, catalog):
    for card in finder.locator("#results .program").all():
        program = catalog.programs[card.locator("h3 a").get_attribute("href").split("/")[-2]]
        numbers = [link.get_attribute("href") for link in card.locator("a[href^='tel:']").all()]
        assert numbers == [f"tel:{(program.phone or catalog.lines_for(program)[0].phone).href}"], program.slug


def test_the_finder_is_light(live, browser):
    """HTML, styles and scripts of the first load, in the bytes that a browser gets; places come when the field has the focus."""
    site_dir, server = live.site, live.server
    languages = ["", *(f"{language}/" for language in live.catalog.association.languages[1:])]
    sizes = {name: len(next(site_dir.glob(f"assets/{name}")).read_bytes()) for name in ("site.*.css.br", "finder.*.js.br")}
    assert sum(sizes.values()) + (site_dir / "programs/index.html.br").stat().st_size <= 20 * 1024, sizes
    assert sizes["finder.*.js.br"] + next(site_dir.glob("assets/finder_form.*.js.br")).stat().st_size <= 11.85 * 1024, "half a kilobyte spares those who type a name the two and a half of the words, a quarter a fifth of a second, a tenth a fifth of each change"
    for language in languages:
        assert sum((site_dir / path).stat().st_size for path in ("programs/places.json.br", f"{language}programs/finder.json.br")) <= 8 * 1024
    context = browser.new_context(base_url=server.address)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type not in ("image", "other") else None)  # an icon of the tab is none of ours
    page.goto("programs/", wait_until="networkidle")
    assert len(asked) <= 4, asked
    context.close()


def test_answers_come_first_and_the_questions_wait(tab, say):
    tab.goto("")
    tab.get_by_label(say("finder-start")).fill("Torrington")
    tab.get_by_role("button", name=say("finder-go")).click()
    tab.locator("#asked button").wait_for()
    assert not tab.locator("#place").is_visible()
    assert tab.locator("#finder-count").inner_text().endswith("for Torrington")
    tab.locator("#finder-count").click()
    assert tab.locator("#asked button").all_inner_texts() == ["Torrington \u00d7"]
    tab.get_by_role("button", name=say("finder-change")).click()
    assert tab.evaluate("document.activeElement.id") == "place"
    tab.locator("#finder button[data-need]").first.click()
    tab.get_by_role("button", name=say("finder-show")).click()
    tab.locator("#asked button").nth(1).wait_for()
    tab.get_by_role("button", name=say("finder-remove", answer="Torrington")).click()
    tab.wait_for_url(lambda address: "place" not in address)
    assert tab.locator("#asked button").count() == 1


def test_a_link_to_a_part_of_the_page_leaves_the_answers(tab):
    loaded(tab, "#place=Torrington")
    tab.evaluate("location.hash = 'content'")
    tab.wait_for_url("**/#place=Torrington")
    assert tab.locator("#asked button").count() == 1
