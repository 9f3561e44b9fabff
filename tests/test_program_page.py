"""The page of a program answers in the order of a family's questions, asks in private, and hands on what it says."""

from __future__ import annotations

import json
from itertools import product

import pytest
from imhsite.pages.generated import calendars_of
from imhsite.reading.safety import is_private
from imhsite.rendering.look import SCHEMES
from playwright.sync_api import expect
from services_site import RICH, built as services
from test_accessibility import AXE, RULES, RUN_AXE, WIDTHS
from test_standards import html_validate, nu

PAGE = f"programs/{RICH}/"
PATHS = (PAGE, "es/programs/child-first/", f"{PAGE}referral/", f"programs/side-by-side/#keep={RICH},child-first", "towns/new-london/", "es/towns/groton/")


@pytest.fixture(scope="module")
def built(shared):
    made = services(shared / "services")
    yield made
    made.close()


def headings(page) -> list[str]:
    return [heading.get("id") for heading in page.select("main h2")]


def facts(page) -> dict[str, str]:
    return {row.dt.text.strip(): row.dd.text.strip() for row in page.select("main .facts > div")}


def test_it_answers_in_the_order_of_a_familys_questions(pages):
    assert headings(pages.page(PAGE)) == ["for-parents", "can-use", "contact", "say", "where", "then", "full", "who-says", "for-professionals"]


def test_every_field_of_a_service_is_said(pages):
    text = " ".join(pages.page(PAGE).main.text.split())
    for words in (
        "Free", "Medicaid pays", "The visits cost nothing.", "English, Español", "Any language, by an interpreter", "Monday to Friday", "The family has a low income.",
        "It has to be your first child.", "By week 28 of pregnancy", "14 to 45", "New London, Groton", "The family itself", "Anyone who is pregnant for the first time.",
        "Call the number.", "Say your due date.", "a photo ID", "A nurse calls you back within two days.", "About six weeks (November 10, 2026)",
        "Harbor Office", "12 Water Street, New London CT 06320", "Step-free; bus 2", "Saturday", "860-555-0100 x12", "intake@example.org", "BABY to 860-555-0111", "860-555-0122",
    ):  # fmt: skip
        assert words in text, words
    assert "Old Office" not in text


def test_a_program_of_which_little_is_known_has_no_empty_row(pages, catalog):
    for slug, program in catalog.programs.items():
        page = pages.page(f"programs/{slug}/")
        assert all(row.dt.text.strip() and row.dd.text.strip() for row in page.select("main .facts > div")), slug
        assert ("say" in headings(page)) == (program.sort == "service" and program.status != "ended"), slug


def test_an_ended_program_does_not_say_how_to_use_it(pages, catalog):
    for slug, program in catalog.programs.items():
        parts = {"can-use", "where"} & set(headings(pages.page(f"programs/{slug}/")))
        assert bool(parts) == (program.status != "ended"), slug


def test_the_first_number_is_the_best_contacts(pages, catalog):
    numbers = [link["href"] for link in pages.page(PAGE).select("main .help-box .number a")]
    assert numbers == ["tel:+18605550100,12"]
    other = next(slug for slug, program in catalog.programs.items() if not program.phone and slug != RICH)
    lines = [link["href"] for link in pages.page(f"programs/{other}/").select("main .help-box .line-number a, main .help-box .number a")]
    assert f"tel:{catalog.lines_for(catalog.programs[other])[0].phone.href}" in lines


def test_what_stands_on_the_button_is_not_said_twice(pages):
    assert pages.page(PAGE).select_one(".help-box").text.count("860-555-0100") == 1


def test_directions_load_nothing_and_lead_to_the_address(pages):
    (link,) = pages.page(PAGE).select("[data-place]")
    assert link["data-place"] == "12 Water Street, New London CT 06320"
    assert link["href"].startswith("https://www.google.com/maps/dir/?api=1&destination=12%20Water%20Street")


@pytest.mark.parametrize(("agent", "address"), [("Linux; Android 14", "geo:0,0?q=12%20Water"), ("iPhone; CPU iPhone OS 18", "https://maps.apple.com/?daddr=12%20Water"), ("X11; Linux", "https://www.google.com/maps/dir/")])
def test_directions_open_the_map_of_the_phone(browser, server, agent, address):
    context = browser.new_context(base_url=server.address, user_agent=f"Mozilla/5.0 ({agent})")
    page = context.new_page()
    page.goto(PAGE)
    page.locator("#can-use-form").wait_for()
    assert page.locator("[data-place]").get_attribute("href").startswith(address)
    context.close()


# Can we use it?


@pytest.fixture
def form(tab):
    tab.goto(PAGE)
    tab.locator("#can-use-form summary").click()
    return tab


def answer(form, say) -> list[str]:
    form.get_by_role("button", name=say("can-use-go")).click()
    return form.locator("#can-use-said").inner_text().splitlines()


def test_it_asks_what_the_program_asks_and_nothing_else(form, say):
    labels = form.locator("#can-use-form label:visible").all_inner_texts()
    assert labels == [say("can-use-child"), say("can-use-first"), say("can-use-town"), say("can-use-parent"), say("can-use-income", income="The family has a low income.")]
    form.get_by_label(say("can-use-child")).select_option("pregnant")
    expect(form.get_by_label(say("can-use-week"))).to_be_visible()


def test_whoever_says_nothing_hears_perhaps(form, say):
    assert answer(form, say)[0] == say("can-use-perhaps")


def test_whoever_fits_hears_yes_with_the_reasons(form, say):
    form.get_by_label(say("can-use-child")).select_option("pregnant")
    form.get_by_label(say("can-use-week")).fill("20")
    for name, value in (("first", "yes"), ("town", "groton"), ("income", "yes")):
        form.locator(f"#can-use-{name}").select_option(value)
    form.get_by_label(say("can-use-parent")).fill("30")
    said = answer(form, say)
    assert said[0] == say("can-use-yes")
    assert say("can-use-met", what=f"{say('fact-week')}: {say('week-until', week=28)}") in said


def test_one_reason_against_is_named(form, say):
    form.locator("#can-use-first").select_option("no")
    said = answer(form, say)
    assert said[0] == say("can-use-no")
    assert say("can-use-unmet", what=f"{say('fact-first-child')}: {say('first-child-only')}") in said


def test_an_age_in_years_and_in_months(form, say, catalog):
    form.get_by_label(say("can-use-child")).select_option("years")
    form.locator("#can-use-age").fill("3")
    assert answer(form, say)[0] == say("can-use-no")


def test_nothing_of_it_is_sent_or_kept(form, say):
    asked = []
    form.on("request", lambda request: asked.append(request.url))
    form.locator("#can-use-first").select_option("no")
    answer(form, say)
    assert asked == [] and "?" not in form.url and "#" not in form.url
    assert form.evaluate("localStorage.length + sessionStorage.length") == 0


def test_without_scripts_the_rules_are_a_list(browser, server, say):
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE)
    assert page.locator("#can-use-form").is_hidden()
    assert say("first-child-only") in page.locator("section[aria-labelledby=can-use]").inner_text()
    context.close()


def test_each_rule_that_is_asked_for_has_a_row_that_says_it(pages, catalog):
    for slug in catalog.programs:
        page = pages.page(f"programs/{slug}/")
        form = page.select_one("#can-use-form form")
        if form:
            assert set(json.loads(form["data-rules"])) <= {row["data-rule"] for row in page.select("[data-rule]")}, slug


# What to say, and if they are full


def test_the_words_for_the_call(pages, say, catalog):
    own = [item.get_text() for item in pages.page(PAGE).select(".say li")]
    assert own == [say("say-hello", name=catalog.programs[RICH].name), say("say-child"), say("say-use")]  # what is known goes unasked
    text = pages.page(PAGE).select_one("a[href^='sms:?']")["href"]
    assert text.startswith("sms:?&body=Nurse-Family%20Partnership%3A%20860-555-0100")


def test_in_another_language_the_words_stand_in_both(pages, catalog, say):
    slug = next(slug for slug in catalog.programs if catalog.is_translated(catalog.programs[slug], "for_parents", "es") and catalog.programs[slug].status == "active")
    items = pages.page(f"es/programs/{slug}/").select(".say li")
    spanish = lambda name, **values: str(catalog.labels.word("es", name, **values))
    english = [item.select_one("[lang=en]").get_text() for item in items]
    assert say("say-language", language="Spanish") in english and say("say-use") in english
    assert any(item.get_text().startswith(spanish("say-language", language="español")) for item in items)


def test_who_else_helps_is_near_and_shares_a_need(pages, catalog):
    page = pages.page(PAGE)
    others = [link["href"].split("/")[-2] for link in page.select("section[aria-labelledby=full] ul:not(.links) a")]
    assert 0 < len(others) <= 3 and RICH not in others
    for slug in others:
        other = catalog.programs[slug]
        assert other.sort == "service" and other.status != "ended" and {*other.needs} & {*catalog.programs[RICH].needs}
        assert other.serves.statewide or {"new-london"} & {*other.serves.slugs}


# To keep, to hand on


def test_a_phone_can_save_it(built, pages, server):
    (link,) = pages.page(PAGE).select("a[href$='.vcf']")
    text = (built.site / link["href"].lstrip("/")).read_bytes().decode()
    lines = text.replace("\r\n ", "").split("\r\n")
    assert lines.count("BEGIN:VCARD") == lines.count("END:VCARD") == 2  # the program and its open site
    for line in ("FN:Nurse-Family Partnership", "TEL;TYPE=WORK,VOICE:+18605550100,12", "EMAIL;TYPE=INTERNET:intake@example.org", "FN:Harbor Office", "ADR;TYPE=WORK:;;12 Water Street;New London;CT;06320;"):
        assert line in lines, line
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def events(built, page, name: str) -> list[list[str]]:
    """The lines of each event in the calendar that PAGE leads to for NAME."""
    (link,) = [link for link in page.select("a[href$='.ics']") if link["href"].endswith(f"/{name}.ics")]
    text = (built.site / link["href"].lstrip("/")).read_bytes().decode()
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75 and "\n" not in text.replace("\r\n", "")
    return [part.split("\r\n") for part in text.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]]


def test_a_calendar_reminds_of_the_call_when_somebody_answers(built, pages, say):
    (event,) = events(built, pages.page(PAGE), "call")
    assert {"DTSTART:20261102T083000", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "TRIGGER:PT0S"} <= {*event}
    assert f"SUMMARY:{say('calendar-call-title', name='Nurse-Family Partnership', number='860-555-0100 x12')}" in event
    assert "\\nMonday to Friday\\, 8:30" in next(line for line in event if line.startswith("DESCRIPTION:"))
    (spanish,) = events(built, pages.page(f"es/{PAGE}"), "call")
    said = next(line for line in spanish if line.startswith("DESCRIPTION:"))
    assert "Hola. Llamo por Nurse-Family Partnership.\\nHello. I'm calling about" in said


def test_a_reminder_of_a_call_that_nobody_knows_the_hours_of_says_to_try_again(built, pages, catalog, say):
    slug = next(slug for slug, program in catalog.programs.items() if not catalog.contacts_of(program) and slug != RICH and calendars_of(catalog, program))
    (event,) = events(built, pages.page(f"programs/{slug}/"), "call")
    said = next(line for line in event if line.startswith("DESCRIPTION:"))
    assert say("calendar-call-try").replace(",", "\\,") in said
    assert any(line.endswith("T100000") for line in event)


def test_a_calendar_holds_the_weekly_times_of_a_place_but_not_its_office_hours(built, pages, say):
    """On Saturday from 9 to noon; not on Monday, when the Harbor Office is open all day."""
    (event,) = events(built, pages.page(PAGE), "times")
    assert {"DTSTART:20261107T090000", "DURATION:PT180M", "RRULE:FREQ=WEEKLY;BYDAY=SA"} <= {*event}
    assert {"SUMMARY:Nurse-Family Partnership: Harbor Office", "LOCATION:12 Water Street\\, New London CT 06320"} <= {*event}
    assert say("calendar-call-first", number="860-555-0122").replace(",", "\\,") in next(line for line in event if line.startswith("DESCRIPTION:"))


def test_no_calendar_tells_of_a_program_that_others_should_not_see(pages, catalog):
    for slug, program in catalog.programs.items():
        links = pages.page(f"programs/{slug}/").select("a[href$='.ics']")
        assert bool(links) == (program.status != "ended" and program.sort == "service" and not is_private(catalog, program)), slug


def test_an_ended_program_has_no_card_and_no_referral(built, catalog, pages):
    for slug, program in catalog.programs.items():
        assert (built.site / f"programs/{slug}.vcf").exists() == (program.status != "ended"), slug
        sheet = f"programs/{slug}/referral/"
        referred = built.has(sheet) and not pages.page(sheet).select_one("[http-equiv=refresh]")
        assert referred == (program.status != "ended" and program.sort == "service"), slug


def test_a_referral_says_every_contact_and_rule(built, pages):
    page = pages.page(f"{PAGE}referral/")
    text = " ".join(page.main.text.split())
    for words in ("860-555-0100 x12", "intake@example.org", "BABY to 860-555-0111", "860-555-0122", "12 Water Street", "By week 28 of pregnancy", "A doctor or nurse", "a photo ID", "About six weeks"):
        assert words in text, words
    assert (built.site / page.select_one(".sheet-pdf a")["href"].lstrip("/")).read_bytes().startswith(b"%PDF")


def test_the_card_says_cost_and_language(pages):
    card = pages.page("programs/").select_one(f"#results [data-slug={RICH}]")
    assert card.select_one(".terms").get_text() == "Free, Medicaid pays · English, Español, Kreyòl Ayisyen"
    assert [part.get("class", [""])[0] for part in card.find_all(recursive=False)][1:4] == ["tags", "says", "number"]


# Places that belong to no program


def test_the_page_of_a_town_says_where_else_families_go(pages):
    place = pages.page("towns/new-london/").select_one("#site-diaper-shelf")
    text = " ".join(place.get_text().split())
    for words in ("Diaper Shelf", "3 Water Street, New London CT", "New London, Groton", "Tuesday", "https://example.org/diapers", "Diapers for a baby", "860-555-0133", "2-1-1"):
        assert words in text, words
    assert not pages.page("towns/new-london/").select("#site-harbor-office, .quick-exit"), "the page of its program shows it"
    assert not pages.page("towns/hartford/").select("#places")


def test_a_town_with_a_place_to_be_found_in_secret_can_be_left_fast(pages, say):
    for folder, line in (("", "Help line"), ("es/", "Línea de ayuda")):
        page = pages.page(f"{folder}towns/groton/")
        assert page.select_one(".quick-exit") and "Groton" not in page.title.text
        assert line in page.select_one("#site-advocates").get_text()


def test_a_place_that_belongs_to_no_program_is_found(built):
    for folder in ("", "es/"):
        entries = {entry["path"]: entry for entry in json.loads((built.site / f"{folder}search/pages.json").read_text(encoding="utf-8"))["pages"]}
        found = entries[f"{folder}towns/new-london/#site-diaper-shelf"]
        assert (found["title"], found["kind"], found["group"]) == ("Diaper Shelf", "sites", "places") and not found.get("exit")
        assert entries[f"{folder}towns/groton/#site-advocates"]["exit"]
        assert not [path for path in entries if "harbor-office" in path]


# One site's hours, everywhere


def test_the_hours_of_a_site_walk_from_its_record_to_wherever_they_are_read(built, pages):
    """Monday 9 to 5 and Saturday 9 to noon, as `services_site` writes them for the Harbor Office."""
    for path, day in ((PAGE, "saturday"), (f"es/{PAGE}", "sábado"), (f"{PAGE}referral/", "saturday")):
        assert day in pages.page(path).main.get_text().lower(), path
    text = {path: (built.site / path).read_text(encoding="utf-8") for path in ("api/v1/sites.json", "hsds/locations.json", "sites.csv", f"programs/{RICH}.vcf", "programs/finder.json")}
    assert {"days": ["Sat"], "opens": "09:00", "closes": "12:00"} in next(site for site in json.loads(text["api/v1/sites.json"])["records"] if site["slug"] == "harbor-office")["hours"]["openings"]
    office = next(place for place in json.loads(text["hsds/locations.json"])["contents"] if place["name"] == "Harbor Office")
    assert ("SA", "09:00", "12:00") in [(each["byday"], each["opens_at"], each["closes_at"]) for each in office["schedules"]]
    assert "Mon 9:00-17:00, Sat 9:00-12:00" in text["sites.csv"] and "Saturday" in text[f"programs/{RICH}.vcf"]
    saturday = 5 * 24 * 60
    assert [saturday + 9 * 60, saturday + 12 * 60] in [week[at : at + 2] for week in json.loads(text["programs/finder.json"])["weeks"] for at in range(0, len(week), 2)]
    (told,) = pages.page(PAGE).select("[type='application/ld+json']")
    assert '"Saturday"' in told.string and '"12:00"' in told.string


# Side by side


def test_programs_stand_side_by_side(tab, say, catalog):
    tab.goto(f"programs/side-by-side/#keep={RICH},child-first,no-such-program")
    tab.locator("#side-by-side-table").wait_for(state="visible")
    heads = tab.locator("#side-by-side-table thead a").all_inner_texts()
    assert heads == [catalog.programs[RICH].name, catalog.programs["child-first"].name]
    row = tab.get_by_role("row", name=say("fact-first-child"))
    assert say("first-child-only") in row.inner_text() and say("compare-nothing") in row.inner_text() and say("compare-differs") not in row.inner_text()
    assert say("compare-differs") in tab.get_by_role("row", name=say("fact-needs")).inner_text()
    assert say("compare-same") in tab.get_by_role("row", name=say("fact-setting")).inner_text()
    assert "860-555-0100 x12" in tab.get_by_role("row", name=say("reach-phone")).inner_text()


def test_an_empty_comparison_says_how_to_fill_it(tab, say):
    tab.goto("programs/side-by-side/")
    expect(tab.locator("#side-by-side-said")).to_have_text(say("side-by-side-none"))
    assert tab.locator("#side-by-side-table").is_hidden()


# The reader's list


@pytest.fixture
def kept(tab):
    tab.add_init_script("navigator.share = (what) => { window.shared = what; return Promise.resolve(); }")
    tab.goto(f"programs/#keep={RICH},child-first&list=kept")
    tab.locator("#kept").wait_for(state="visible")
    return tab


def test_a_list_goes_to_a_family_in_its_language(kept, catalog, say):
    kept.locator("#kept a[data-send][lang=es]").click()
    address = kept.evaluate("window.shared.url")
    assert address.endswith(f"/es/programs/#keep={RICH},child-first&list=kept")
    kept.goto(address)
    kept.locator("#kept").wait_for(state="visible")
    assert kept.locator("#kept-heading").inner_text() == str(catalog.labels.word("es", "kept-title"))
    expect(kept.locator("#results .program")).to_have_count(2)


def test_a_list_is_compared_side_by_side(kept, say):
    kept.get_by_role("link", name=say("kept-compare")).click()
    kept.wait_for_url(f"**/programs/side-by-side/#keep={RICH},child-first*")
    kept.locator("#side-by-side-table").wait_for(state="visible")


# Each of these pages, for everybody


def test_axe_finds_nothing_and_nothing_is_cut_off(browser, server):
    context = browser.new_context(base_url=server.address, bypass_csp=True)
    tab = context.new_page()
    faults = {}
    for path in PATHS:
        tab.goto(path)
        for form in tab.locator("#can-use-form summary").all():
            form.click()
        tab.add_script_tag(path=AXE)
        for width, scheme in product(WIDTHS, SCHEMES):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.emulate_media(color_scheme=scheme)
            said = tab.evaluate(RUN_AXE, RULES) + ["too wide"] * tab.evaluate("document.documentElement.scrollWidth > innerWidth")
            faults |= {(path, width, scheme): said} if said else {}
    context.close()
    assert faults == {}


def test_the_checkers_find_nothing(site_dir):
    files = [site_dir / path.partition("#")[0] / "index.html" for path in PATHS]
    assert html_validate(*files) == []
    assert nu(*files) == []
