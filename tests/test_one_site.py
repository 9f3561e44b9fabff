"""The hours of one site, from the line that staff write to every form in which somebody meets them."""

from __future__ import annotations

import csv
import io
import json

import pytest
import small_data
import small_services
from bs4 import BeautifulSoup
from folders import ROOT
from imhsite.building.site import Site
from imhsite.commands import diff
from imhsite.editor import form
from imhsite.exports import api, hsds, map_data, spreadsheet
from imhsite.pages import changes
from imhsite.reading.catalog import load
from imhsite.rendering.renderer import ICONS
from real_labels import with_real_labels

WRITTEN, BEFORE = "Mon-Fri 9:00-17:00, Sat 9:00-12:00", "Mon-Fri 9:00-16:00"
ENGLISH = ["Monday to Friday, 9:00 AM to 5:00 PM", "Saturday, 9:00 AM to 12:00 PM"]
SPANISH = ["De lunes a viernes, de 9:00 a 17:00", "Sábado, de 9:00 a 12:00"]
PATH = "programs/minding-the-baby/"
FILES = small_services.FILES | {"es/programs.yaml": "minding-the-baby:\n  for_parents: Alguien va a su casa.\n  for_professionals: Visitas.\n"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return Site(with_real_labels(small_data.write(tmp_path_factory.mktemp("site"), FILES)), ROOT / "overrides", ICONS)


def test_they_stand_on_no_card_but_in_the_page_that_it_leads_to(site):
    """A card is short: it says what it costs and which languages are spoken, and leads on."""
    card = BeautifulSoup(str(site.renderer.environment("en").globals["program_card"](site.catalog.programs["minding-the-baby"])), "html.parser")
    assert card.select_one(f"a[href$='{PATH}']") and "High Street" not in said(card)


def section(site, path: str):
    """The part of the page at PATH that is about the site."""
    return BeautifulSoup(site.generated_html(path), "html.parser").find(id="site-high-street")


def said(element) -> str:
    return " ".join(element.get_text(" ", strip=True).replace("\u202f", " ").replace("\xa0", " ").split())


@pytest.mark.parametrize(("folder", "lines"), [("", ENGLISH), ("es/", SPANISH)])
def test_a_reader_finds_them_on_the_page_in_each_language(site, folder, lines):
    text = said(section(site, folder + PATH))
    assert [line for line in lines if line not in text] == [], text


def test_they_are_printed(site):
    """Neither the hours nor what they stand in is left out on paper."""
    place = section(site, PATH)
    (value,) = (row for row in place.select("dd") if ENGLISH[0] in said(row))
    above = [element for element in (value, *value.parents) if element.name != "[document]"]
    assert not [element for element in above if "no-print" in element.get("class", ()) or element.name == "details"]


def test_the_table_has_them(site):
    rows = csv.DictReader(io.StringIO(spreadsheet.sites(site.catalog).lstrip("\ufeff"), newline=""))
    assert [row["hours"] for row in rows if row["slug"] == "high-street"] == [WRITTEN]


def test_the_api_and_the_map_have_them(site):
    records = json.loads(api.files(site.catalog)["api/v1/sites.json"])["records"]
    (hours,) = (record["hours"] for record in records if record["slug"] == "high-street")
    assert hours["text"] == WRITTEN and [(one["opens"], one["closes"]) for one in hours["openings"]] == [("09:00", "17:00"), ("09:00", "12:00")]
    (feature,) = json.loads(map_data.sites(site.catalog))["features"]
    assert feature["properties"]["hours"] == WRITTEN


def test_the_directorys_standard_has_them(site):
    locations = json.loads(hsds.files(site.catalog, {})["hsds/locations.json"])["contents"]
    (schedules,) = (location["schedules"] for location in locations if location["name"] == "High Street Center")
    assert [(one["byday"], one["opens_at"], one["closes_at"]) for one in schedules] == [("MO,TU,WE,TH,FR", "09:00", "17:00"), ("SA", "09:00", "12:00")]


def test_search_engines_are_told_them(site):
    page = BeautifulSoup(site.generated_html(PATH), "html.parser")
    things = json.loads(page.select_one('script[type="application/ld+json"]').string)["@graph"]
    channels = next(thing for thing in things if thing["@type"] == "Service")["availableChannel"]
    (place,) = (one["serviceLocation"] for one in channels if one.get("serviceLocation", {}).get("name") == "High Street Center")
    assert [(one["dayOfWeek"][0], one["opens"], one["closes"]) for one in place["openingHoursSpecification"]] == [("Monday", "09:00", "17:00"), ("Saturday", "09:00", "12:00")]


def test_staff_find_their_field_in_the_form(site):
    config = form.form(site.catalog, site.renderer, "data")["config"]
    (sites,) = (file for file in config["singletons"] if file["name"] == "sites")
    (field,) = (field for field in sites["fields"][0]["fields"] if field["name"] == "hours")
    assert "8:30-16:30" in json.dumps(field), "it says how hours are written"


def test_a_change_of_them_is_told_in_words(tmp_path):
    old = small_services.FILES | {"sites.yaml": small_services.SITES.replace(WRITTEN, BEFORE)}
    before, after = load(small_data.write(tmp_path / "old", old)), load(small_data.write(tmp_path / "new", small_services.FILES))
    (line,) = (line for change in changes.record_changes(before, after, set()) for line in diff.lines_of(change, before, after))
    assert "High Street Center" in line and BEFORE in line and WRITTEN in line
