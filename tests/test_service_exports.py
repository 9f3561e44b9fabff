"""Sites, contacts, hours, languages and costs in the open data, and back from there."""

from __future__ import annotations

import csv
import datetime
import io
import json

import hsds_profile
import jsonschema
import pytest
import small_data
import small_services
from directories import put, records, run, snapshot
from folders import ROOT
from imhsite.building.site import Site
from imhsite.exports import api, hsds, map_data, reviews, spreadsheet, weekly
from imhsite.pages import listed, search
from imhsite.reading.catalog import load
from imhsite.rendering.linked_data import linked_data
from imhsite.rendering.renderer import ICONS
from real_labels import with_real_labels
from test_linked_data import TYPES, things

BABY = "minding-the-baby"


@pytest.fixture
def catalog(tmp_path):
    return load(small_data.write(tmp_path, small_services.FILES))


@pytest.fixture
def directory(catalog):
    return {path: json.loads(text) for path, text in hsds.files(catalog, {}).items()}


@pytest.fixture
def baby(directory):
    (found,) = (one for one in directory["hsds/services.json"]["contents"] if one["name"] == "Minding the Baby")
    return found


def bare(value):
    """VALUE without ids."""
    if isinstance(value, list):
        return [bare(item) for item in value]
    if isinstance(value, dict):
        return {name: bare(item) for name, item in value.items() if name != "id" and not name.endswith("_id") and name != "attributes"}
    return value


def test_the_standard_says_all_that_a_service_says(baby):
    names = ("interpretation_services", "fees_description", "languages", "schedules", "cost_options", "required_documents", "capacities", "eligibility_description", "application_process")
    assert bare({name: baby[name] for name in names}) == {
        "interpretation_services": "Any language by telephone",
        "fees_description": "Rides cost $2",
        "languages": [{"name": "English", "code": "en"}, {"name": "Spanish", "code": "es"}, {"name": "Haitian Creole", "code": "ht"}],
        "schedules": [{"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "08:30", "closes_at": "16:30", "notes": "closed on holidays"}],
        "cost_options": [{"option": "Free"}, {"option": "HUSKY"}],
        "required_documents": [{"document": "a photo; yours"}],
        "capacities": [{"unit": {"name": "Family"}, "available": 0, "description": "There's a waiting list. About two months.", "updated": "2026-10-14T00:00:00.000Z"}],
        "eligibility_description": "Families who live nearby.\nFoster families too.\nUp to twice the poverty line\nFor families with their first child.\nFamilies can join until week 28 of the pregnancy.",
        "application_process": "Call; leave your name.\nA nurse visits.\nWe call back.",
    }


def test_a_site_is_a_location_with_its_own_hours_numbers_and_contacts(baby):
    desk, center = (link["location"] for link in baby["service_at_locations"])
    assert bare(desk) == {"location_type": "physical", "name": "Bolton Desk", "description": "Bolton", "schedules": [{"description": "Ask at the desk"}]}
    assert bare(center) == {
        "location_type": "physical", "url": "https://example.org/street", "name": "High Street Center", "latitude": 41.8911, "longitude": -72.171,
        "addresses": [{"address_1": "2 High Street", "city": "Ashford", "state_province": "Smallstate", "postal_code": "06278", "country": "US", "address_type": "physical"}],
        "accessibility": [{"description": "There is a ramp"}], "languages": [{"name": "Spanish", "code": "es"}],
        "schedules": [{"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:00"}, {"freq": "WEEKLY", "byday": "SA", "opens_at": "09:00", "closes_at": "12:00"}],
        "phones": [{"number": f"860-555-01{end}", "type": sort, "description": "Front desk"} for end, sort in (("13", "voice"), ("14", "text"), ("15", "textphone"), ("19", "fax"))],
        "contacts": [{"department": "Front desk", "email": "info@example.org"}],
    }  # fmt: skip


def test_each_number_is_among_the_phones_with_its_extension_and_language(baby):
    assert bare(baby["phones"]) == [
        {"number": "860-555-0100", "extension": 12},
        {"number": "860-555-0112", "extension": 230, "type": "voice", "description": "Spanish line", "languages": [{"name": "Spanish", "code": "es"}]},
    ]
    assert bare(baby["contacts"]) == [{"name": "The desk", "department": "Spanish line"}]
    assert baby["phones"][1]["contact_id"] == baby["contacts"][0]["id"]


def test_what_is_open_says_at_least_one_place(tmp_path):
    files = small_services.FILES | {"programs.yaml": small_services.FILES["programs.yaml"].replace("capacity: waiting", "capacity: open")}
    text = hsds.files(load(small_data.write(tmp_path, files)), {})["hsds/services.json"]
    assert [one["available"] for service in json.loads(text)["contents"] for one in service.get("capacities", ())] == [1]


def test_the_directory_is_as_declared_and_no_id_leads_astray(directory):
    files = {name: directory[f"hsds/{name}.json"]["contents"] for name in hsds_profile.LISTS}
    assert [error for name, kind in hsds_profile.LISTS.items() for one in files[name] for error in hsds_profile.wrong(kind, one)] == []
    assert list(hsds_profile.astray(files)) == []
    assert [one["name"] for one in files["locations"]] == ["Bolton Desk", "High Street Center"], "one that moved away is no place to go"


def test_the_api_has_sites_and_contacts_as_it_describes_them(catalog):
    files = {path: json.loads(text) for path, text in api.files(catalog).items()}
    description = files["api/v1/openapi.json"]
    for kind in ("sites", "contacts", "programs", "costs", "referrals"):
        schema = {"$ref": f"#/components/schemas/{api.KINDS[kind].__name__}", "components": description["components"]}
        found = files[f"api/v1/{kind}.json"]["records"]
        assert [list(jsonschema.Draft202012Validator(schema).iter_errors(one)) for one in found] == [[]] * len(found)
    center = files["api/v1/sites.json"]["records"][1]
    assert center["hours"]["openings"][1] == {"days": ["Sat"], "opens": "09:00", "closes": "12:00"} and center["point"] == [41.8911, -72.171]


def test_the_calendar_of_checks_leads_to_the_page_of_a_site(tmp_path):
    rules = "".join(f"{kind}:\n  of: {kind}\n  months: 12\n  why: They move.\n\n" for kind in ("contacts", "sites"))
    contacts = small_services.CONTACTS.replace("  fax:", "  checked: 2026-10-02\n  checked_by: the editor\n  fax:")
    catalog = load(small_data.write(tmp_path, small_services.FILES | {"freshness.yaml": rules, "contacts.yaml": contacts}))
    lines = reviews.calendar(catalog, [], datetime.date(2026, 11, 21)).replace("\r\n ", "").splitlines()
    assert [line for line in lines if line.startswith(("URL", "UID", "DTSTART"))] == [
        "UID:contacts-high-street-office@small.example.org", "DTSTART;VALUE=DATE:20271002", f"URL:https://small.example.org/programs/{BABY}/",
        f"UID:programs-{BABY}--site-high-street@small.example.org", "DTSTART;VALUE=DATE:20271101", f"URL:https://small.example.org/programs/{BABY}/#site-high-street",
    ]  # fmt: skip


@pytest.fixture
def site(tmp_path):
    return Site(with_real_labels(small_data.write(tmp_path, small_services.FILES)), ROOT / "overrides", ICONS)


def graph(site, path: str) -> dict:
    (page,) = (page for page in site.generated.values() if page.path == path)
    things = json.loads(linked_data(site.catalog, page))["@graph"]
    return next(thing for thing in things if thing["@type"] == "Service")


WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def test_a_page_tells_machines_its_places_numbers_and_hours(site):
    told = graph(site, f"programs/{BABY}/")
    hours = {"@type": "OpeningHoursSpecification", "dayOfWeek": WEEK, "opens": "08:30", "closes": "16:30"}
    assert told["hoursAvailable"] == [hours]
    desk, center, own, spanish = told["availableChannel"]
    assert desk == {"@type": "ServiceChannel", "serviceLocation": {"@type": "Place", "name": "Bolton Desk", "address": {"@type": "PostalAddress", "addressLocality": "Bolton", "addressRegion": "Smallstate"}}}
    assert center["serviceLocation"] == {
        "@type": "Place", "name": "High Street Center", "telephone": "860-555-0113", "geo": {"@type": "GeoCoordinates", "latitude": 41.8911, "longitude": -72.171},
        "address": {"@type": "PostalAddress", "streetAddress": "2 High Street", "addressLocality": "Ashford", "addressRegion": "Smallstate", "postalCode": "06278"},
        "openingHoursSpecification": [hours | {"opens": "09:00", "closes": "17:00"}, hours | {"dayOfWeek": ["Saturday"], "opens": "09:00", "closes": "12:00"}],
    }  # fmt: skip
    assert own["servicePhone"] == {"@type": "ContactPoint", "telephone": "860-555-0100 x12"}
    assert spanish["servicePhone"] == {
        "@type": "ContactPoint", "telephone": "860-555-0112 x230", "contactType": "Spanish line", "availableLanguage": ["es"],
        "hoursAvailable": [hours | {"dayOfWeek": ["Monday"], "opens": "09:00", "closes": "12:00"}],
    }  # fmt: skip


def test_what_machines_are_told_is_of_the_vocabulary(site):
    for thing in things(graph(site, f"programs/{BABY}/")):
        assert not thing.keys() - {"@type"} - set(TYPES[thing["@type"]]), thing


def test_the_search_finds_a_program_by_its_languages_costs_and_sites(site):
    (page,) = (page for page in site.generated.values() if page.path == f"programs/{BABY}/")
    ((_, entry),) = search.entries_of(site.catalog, page)
    assert {"Spanish", "Haitian Creole", "Free", "HUSKY"} <= set(entry["tags"]) and "English" not in entry["tags"]
    more = set(entry["more"].split())
    assert {"Bolton", "Desk", "Ashford", "High", "Street", "español", "criollo", "haitiano"} <= more and "Old" not in more, "in every language of the site; not where nobody goes any more"


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["slug"]: row for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))}


def test_the_table_of_sites_has_a_row_for_each(catalog):
    found = rows(spreadsheet.sites(catalog))
    assert list(found) == ["bolton-desk", "high-street", "old-street"]
    said = {name: text for name, text in found["high-street"].items() if text}
    assert said == {
        "slug": "high-street", "name": "High Street Center", "programs": "Minding the Baby; Child First", "street": "2 High Street", "town": "Ashford", "state": "Smallstate", "zip": "06278", "latitude": "41.8911", "longitude": "-72.171",
        "hours": "Mon-Fri 9:00-17:00, Sat 9:00-12:00", "languages": "es", "phone": "860-555-0113", "text": "860-555-0114", "tty": "860-555-0115", "fax": "860-555-0119", "email": "info@example.org", "website": "https://example.org/street", "access": "There is a ramp", "serves": "Ashford",
        "sources": "The survey", "checked": "2026-11-01", "checked_by": "the editor", "checked_how": "by telephone", "page": "https://small.example.org/programs/minding-the-baby/",
    }  # fmt: skip
    assert (found["old-street"]["moved"], found["old-street"]["moved_to"]) == ("2026-05", "high-street")


def test_the_map_has_the_sites_whose_point_is_known(catalog):
    (center,) = json.loads(map_data.sites(catalog))["features"]
    assert center["geometry"]["coordinates"] == [-72.171, 41.8911] and center["properties"]["hours"] == "Mon-Fri 9:00-17:00, Sat 9:00-12:00"


def test_the_map_of_sites_is_there_only_where_a_point_is_known(catalog):
    assert {listed.SITES, listed.SITES_MAP} <= set(listed.exports(catalog))
    catalog.sites["high-street"].point = None
    assert listed.SITES in listed.exports(catalog) and listed.SITES_MAP not in listed.exports(catalog)
    catalog.sites.clear()
    assert listed.SITES not in listed.exports(catalog)


def exports(catalog) -> dict[str, str]:
    lists = api.files(catalog)
    directory = {name: hsds.files(catalog, {})[f"hsds/{name}"] for name in ("services.json", "service_at_locations.json")}
    return directory | {"programs.csv": spreadsheet.programs(catalog), "sites.csv": spreadsheet.sites(catalog)} | {
        f"{kind}.json": lists[f"api/v1/{kind}.json"] for kind in ("programs", "sites", "contacts")
    }


BACK = {"services.json": ("programs", "sites", "contacts"), "service_at_locations.json": ("sites",), "programs.csv": ("programs",), "sites.csv": ("sites",), "programs.json": ("programs",), "sites.json": ("sites",), "contacts.json": ("contacts",)}


@pytest.mark.parametrize("name", BACK)
def test_our_own_export_comes_back_as_the_same_records(name, tmp_path):
    data = small_data.write(tmp_path / "here", small_services.FILES)
    given = put(tmp_path, name, exports(load(data))[name])
    before = snapshot(tmp_path / "here")
    assert run(data, given) == 0
    assert snapshot(tmp_path / "here") == before, "where they stand, no byte changes"
    gone = {f"{kind}.yaml": None for kind in ("programs", "sites", "contacts") if kind in BACK[name] or name.startswith("programs")}
    there = small_data.write(tmp_path / "there", small_services.FILES | gone | {"redirects.yaml": None} | ({"contacts.yaml": None} if "sites.yaml" in gone else {}))
    assert run(there, given) == 0
    for kind in BACK[name]:
        known = {slug: values for slug, values in records(data, kind).items() if slug != "old-street" or not name.startswith("service")}
        assert records(there, kind) == known, "but for a site that nobody goes to, which the directory leaves out"


def test_all_lists_of_the_api_come_back_together(tmp_path):
    data = small_data.write(tmp_path / "here", small_services.FILES)
    lists = exports(load(data))
    folder = [put(tmp_path, f"all/{name}", lists[name]) for name in ("contacts.json", "programs.json", "sites.json")][0].parent
    there = small_data.write(tmp_path / "there", small_services.FILES | dict.fromkeys(("programs.yaml", "sites.yaml", "contacts.yaml", "redirects.yaml")))
    assert run(there, folder) == 0
    assert [records(there, kind) == records(data, kind) for kind in ("programs", "sites", "contacts")] == [True] * 3


OF_A_LINE = {
    "sites.yaml": small_services.SITES + "\nwarm-room:\n  name: The warm room\n  help_lines: [two-one-one]\n  town: bolton\n  sources: [survey]\n",
    "contacts.yaml": small_services.CONTACTS + "\nwarm-words:\n  sites: [warm-room]\n  use: By text\n  text: 860-555-0116\n  sources: [survey]\n",
}
DIRECTORY = ["services.json", "locations.json", "service_at_locations.json"]


@pytest.mark.parametrize("names", [DIRECTORY[1:2], DIRECTORY, DIRECTORY[::-1]], ids=",".join)
def test_places_of_help_lines_come_back_from_the_directory(names, tmp_path):
    """They belong to no service, and their numbers to none. Together the lists hold every record, whichever is read first."""
    files = small_services.FILES | OF_A_LINE
    data = small_data.write(tmp_path / "here", files)
    lists = hsds.files(load(data), {})
    folder = [put(tmp_path, f"all/{number}/{name}", lists[f"hsds/{name}"]) for number, name in enumerate(names)][0].parents[1]
    before = snapshot(tmp_path / "here")
    assert run(data, folder) == 0
    assert snapshot(tmp_path / "here") == before
    there = small_data.write(tmp_path / "there", files | dict.fromkeys(("sites.yaml", "contacts.yaml", "redirects.yaml")))
    assert run(there, folder) == 0
    left = {"old-street"} if len(names) > 1 else {"old-street", "baby-spanish"}  # which nobody goes to any more; which is no place's
    for kind in ("sites", "contacts"):
        assert records(there, kind) == {slug: values for slug, values in records(data, kind).items() if slug not in left}


def test_both_tables_come_back_together_where_the_site_has_no_program_yet(tmp_path):
    """Also where a program's slug is not its name, and where two sources have one title."""
    twin = "another:\n  title: The report\n  publisher: Another publisher\n\n"
    files = small_services.FILES | {"sources.yaml": twin + {**small_data.FILES, **small_services.FILES}["sources.yaml"]}
    files |= {"programs.yaml": small_services.FILES["programs.yaml"].replace("  name: Child First\n", "  name: First of All\n")}
    data = small_data.write(tmp_path / "here", files)
    lists = exports(load(data))
    folder = [put(tmp_path, f"all/{name}", lists[name]) for name in ("sites.csv", "programs.csv")][0].parent
    there = small_data.write(tmp_path / "there", files | dict.fromkeys(("programs.yaml", "sites.yaml", "contacts.yaml", "redirects.yaml")))
    assert run(there, folder) == 0
    assert [records(there, kind) == records(data, kind) for kind in ("programs", "sites")] == [True] * 2


def test_a_changed_table_of_sites_changes_that_alone(tmp_path):
    data = small_data.write(tmp_path, small_services.FILES)
    text = spreadsheet.sites(load(data)).replace("There is a ramp", "There is a lift")
    assert run(data, put(tmp_path, "sites.csv", text)) == 0
    assert (data / "sites.yaml").read_text() == small_services.SITES.replace("There is a ramp", "There is a lift")


# The calendar of a phone


def test_a_reminder_of_a_call_to_a_help_line_says_when_that_answers(tmp_path):
    """At any time, or as its operator says: no reader is told that nobody knows."""
    changed = small_data.replaced("help_lines.yaml", "  source:", "  hours: day and night\n  source:")
    catalog = load(with_real_labels(small_data.write(tmp_path, changed)))
    reminder = dict(weekly.files(catalog))["programs/child-first/call.ics"].replace("\r\n ", "")
    assert str(catalog.labels.word("en", "line-hours-day-and-night")) in reminder


def calendar_of(folder, zone: str) -> list[str]:
    """The lines of the times of Minding the Baby, whose group meets on Saturdays from September to June."""
    files = small_services.FILES | {"sites.yaml": small_services.SITES.replace("hours: Ask at the desk", 'hours: "September to June: Sat 10:00-11:30"')}
    data = with_real_labels(small_data.write(folder, files))
    file = data / "association.yaml"
    file.write_text(file.read_text().replace("  summary:", f"  time_zone: {zone}\n  summary:"))
    return dict(weekly.files(load(data)))[f"programs/{BABY}/times.ics"].replace("\r\n ", "").split("\r\n")


def test_a_group_of_a_season_repeats_in_its_months(tmp_path):
    lines = calendar_of(tmp_path, "America/New_York")
    assert {"DTSTART;TZID=America/New_York:20261107T100000", "DURATION:PT90M", "RRULE:FREQ=WEEKLY;BYMONTH=9,10,11,12,1,2,3,4,5,6;BYDAY=SA"} <= {*lines}


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("America/New_York", ["FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"]),
        ("Europe/Berlin", ["FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"]),
        ("America/Phoenix", []),
    ],
)
def test_a_calendar_says_when_the_clocks_of_its_zone_change(tmp_path, zone, rules):
    lines = calendar_of(tmp_path, zone)
    part = lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE")]
    assert [line.removeprefix("RRULE:") for line in part if line.startswith("RRULE:")] == rules
    assert f"TZID:{zone}" in part and "BEGIN:STANDARD" in part
    if zone == "America/New_York":
        assert part[2:6] == ["BEGIN:DAYLIGHT", "DTSTART:20250309T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400"]
