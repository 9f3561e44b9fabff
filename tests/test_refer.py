"""A professional finds a program by one sentence and leaves with its sheet; a parent calls from the first card."""

from __future__ import annotations

import io

import pytest
from conftest import WAIT
from imhsite.finding.filters import Filters
from imhsite.finding.matching import UNCOUNTED, Matcher
from imhsite.model.records import Program, Town
from pypdf import PdfReader
from services_site import RICH, built as services

MONTHS = 2
MOST_STEPS = 4
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def built(shared):
    made = services(shared / "services")
    yield made
    made.close()


class Professional:
    """Somebody at a computer, each of whose steps is counted."""

    def __init__(self, browser, site) -> None:
        self.tab = browser.new_context(base_url=site.server.address).new_page()
        self.tab.set_default_timeout(WAIT)
        self.steps = 0

    def asks(self, sentence: str) -> None:
        self.tab.goto("programs/")
        self.tab.locator("#place").fill(sentence)
        self.tab.locator("#place").press("Enter")
        self.tab.locator("#finder.answered").wait_for()
        self.steps += 1

    @property
    def narrowed(self) -> set[str]:
        """The filters that are on."""
        return {button.get_attribute("data-slug") for button in self.tab.locator("#filters button[aria-pressed=true]").all()}

    @property
    def found(self) -> list[str]:
        """The programs of the groups that surely fit, in their order."""
        sure = "".join(f":not([data-group={group}])" for group in ("neighbors", "age-not-stated", "not-stated", "ended"))
        return [card.get_attribute("data-slug") for card in self.tab.locator(f"#results .group{sure} .program").all()]

    def opens(self, slug: str) -> None:
        self.tab.locator(f"#results .program[data-slug='{slug}'] h3 a").click()
        self.tab.wait_for_url(f"**/programs/{slug}/")
        self.steps += 1

    def takes_the_sheet(self) -> str:
        """Return what the PDF of the referral sheet says."""
        self.tab.locator("main a[href$='/referral/']").first.click()
        self.tab.wait_for_url("**/referral/")
        self.steps += 1
        link = self.tab.locator("a[href$='.pdf']").get_attribute("href")
        sent = self.tab.request.get(link)
        self.steps += 1
        assert sent.ok and sent.headers["content-type"] == "application/pdf"
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(sent.body())).pages)
        self.tab.context.close()
        return " ".join(text.split())


def test_a_sentence_leads_to_a_sheet_that_says_all(browser, built, catalog, say):
    professional = Professional(browser, built)
    professional.asks("Spanish-speaking home visit, New London, 2 months, Medicaid")
    assert professional.narrowed == {"home", "speaks-es", "pays-medicaid"}
    assert professional.found == [RICH]
    assert say("finder-sentence-rest", rest="")[:12] not in professional.tab.locator("#sentence-rest").text_content(), "every word was understood"
    professional.opens(RICH)
    sheet = professional.takes_the_sheet()
    assert professional.steps <= MOST_STEPS
    for words in (catalog.programs[RICH].name, "860-555-0100 x12", "Español", "Medicaid pays", "Harbor Office", "By week 28 of pregnancy"):
        assert words in sheet, words


@pytest.mark.parametrize(("words", "filters"), [("español", {"speaks-es"}), ("gratis", {"free"})])
def test_the_filters_are_heard_in_spanish_too(browser, built, words, filters):
    professional = Professional(browser, built)
    professional.asks(f"New London, {words}")
    assert professional.narrowed == filters
    professional.tab.context.close()


def test_a_filter_that_was_taken_off_stays_off(browser, built):
    professional = Professional(browser, built)
    professional.asks("New London, free")
    assert professional.narrowed == {"free"}
    professional.tab.locator("#filters button[data-slug=free]").click()
    professional.tab.wait_for_url("**/#place=New+London,+free")
    professional.tab.locator("#filters button[data-slug=free][aria-pressed=false]").wait_for(state="attached")
    professional.tab.context.close()


def village(catalog) -> tuple[str, Town]:
    """Willimantic, or another place that lies in one town, with its town."""
    places = {name: town for town in catalog.towns.values() for name, _ in town.places or ()}
    name = "Willimantic" if "Willimantic" in places else next(iter(catalog.towns.values())).name
    return name, places.get(name) or next(iter(catalog.towns.values()))


def fitting(catalog, town: Town, wanted: set[str]) -> list[Program]:
    """The services for a child of MONTHS in TOWN that state all that is WANTED."""
    stated = Filters(catalog).stated
    groups = [group for group in Matcher(catalog).grouped(town) if group.name not in UNCOUNTED]
    programs = [program for group in groups for program in group.programs]
    return [each for each in programs if each.ages and each.ages.holds(MONTHS) and all(stated(each).get(name) for name in wanted)]


def test_of_the_real_programs_too_one_is_found_by_a_sentence(browser, live):
    catalog = live.catalog
    insurances = [cost for cost in catalog.costs.values() if cost.payment == "insurance" and cost.also]
    place, town = village(catalog)
    wanted = {"home", *(f"pays-{cost.slug}" for cost in insurances[-1:]), "speaks-es"} & {*Filters(catalog).slugs}
    expected = fitting(catalog, town, wanted)
    if not insurances or not expected:
        pytest.skip(f"no program for a child of {MONTHS} months in {town.name} states {wanted or 'anything'}")
    professional = Professional(browser, live)
    professional.asks(f"Spanish-speaking home visit, {place}, {MONTHS} months, {insurances[-1].also[0]}")
    assert professional.narrowed == wanted
    assert sorted(professional.found) == sorted(program.slug for program in expected)
    professional.opens(expected[0].slug)
    assert expected[0].name in professional.takes_the_sheet()
    assert professional.steps <= MOST_STEPS


def test_a_parent_calls_from_the_first_card(browser, live):
    _, town = village(live.catalog)
    context = browser.new_context(base_url=live.server.address, viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto("")
    page.locator("#start-place").fill(town.name)
    page.locator(".finder-start button").tap()
    page.locator("#results[aria-busy=false]").wait_for(state="attached")
    card = page.locator("#results .program").first
    program = live.catalog.programs[card.get_attribute("data-slug")]
    number = card.locator(".number a")
    numbers = [contact.phone for contact in live.catalog.contacts_of(program) if contact.phone] or [live.catalog.lines_for(program)[0].phone]
    assert number.get_attribute("href") == f"tel:{numbers[0].href}"
    number.scroll_into_view_if_needed()
    assert number.bounding_box()["height"] >= 24 and number.is_visible()
    context.close()
