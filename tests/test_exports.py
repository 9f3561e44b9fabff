"""Open data: every file says what the catalog says, in the terms of its standard."""

from __future__ import annotations

import copy
import csv
import datetime
import io
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import jsonschema
import openapi_spec_validator
import pytest
import hsds_profile
import small_data
from folders import ROOT
from imhsite.publishing import history, revisions
from imhsite.model.ages import parse_range
from imhsite.exports import api
from imhsite.exports import feed
from imhsite.exports import hsds
from imhsite.pages import listed
from imhsite.exports import reviews
from imhsite.exports import spreadsheet
from imhsite.model.dates import parse_date
from imhsite.reading.freshness import due, next_review
from imhsite.finding.matching import Matcher, count
from imhsite.model.records import Program, declared_fields
from imhsite.rendering.renderer import ICONS
from imhsite.building.site import Site

HERE = Path(__file__).parent
FORMATS = jsonschema.Draft202012Validator.FORMAT_CHECKER
ATOM = "{http://www.w3.org/2005/Atom}"


def read(site_dir: Path, path: str):
    return json.loads((site_dir / path).read_text(encoding="utf-8"))


def contents(site_dir: Path, name: str) -> list[dict]:
    return read(site_dir, f"hsds/{name}.json")["contents"]


# The page


def test_every_listed_file_is_there_and_named_on_the_page(site_dir, pages, catalog):
    page = pages.page("data/")
    links = {link["href"].removeprefix("/") for link in page.select("dl.facts a")}
    assert links == {export.path for export in listed.exports(catalog)}
    linked = {link["href"].removeprefix("/") for link in page.select("main a")}
    made = {path.relative_to(site_dir).as_posix() for folder in ("api", "hsds") for path in (site_dir / folder).rglob("*.json")}
    made |= {path.name for suffix in ("csv", "geojson", "ics") for path in site_dir.glob(f"*.{suffix}")} | {"feed.xml"}
    assert made <= linked
    assert all((site_dir / path).is_file() for path in made)


def test_every_list_has_a_name_and_no_other_has(catalog):
    names = catalog.labels.languages[""]
    assert {name for name in names if name.startswith("kind-")} == {f"kind-{kind}" for kind in api.kinds()}
    assert {name for name in names if name.startswith("directory-")} == {f"directory-{name}" for name in listed.DIRECTORY}


def test_the_page_says_how_many_records_each_list_holds(site_dir, pages):
    for item in pages.page("data/").select("section[aria-labelledby=lists] li"):
        assert item.get_text().endswith(f"({read(site_dir, item.a['href'].lstrip('/'))['count']})")


def test_the_page_is_a_dataset_to_machines_and_every_foot_leads_to_it(pages, catalog):
    graph = json.loads(pages.page("data/").select_one('script[type="application/ld+json"]').string)["@graph"]
    (dataset,) = (thing for thing in graph if thing["@type"] == "Dataset")
    assert {file["contentUrl"].rsplit("/", 1)[1] for file in dataset["distribution"]} == {export.path.rsplit("/", 1)[-1] for export in listed.exports(catalog)}
    assert pages.page("").select_one("footer a[href='/data/']")


# The records as JSON


def test_the_description_is_valid_openapi_and_leaves_no_file_out(site_dir):
    description = read(site_dir, "api/v1/openapi.json")
    openapi_spec_validator.validate(description)
    named = {path: told["get"]["operationId"] for path, told in description["paths"].items()}
    assert (named["/api/v1/help-lines.json"], named["/hsds/services.json"]) == ("help_lines", "hsds_services"), "names that programs may be made from"
    files = {file.relative_to(site_dir).as_posix() for folder in ("api", "hsds") for file in (site_dir / folder).rglob("*.json")}
    assert {path.lstrip("/") for path in description["paths"]} == files - {"api/v1/openapi.json"}


@pytest.mark.parametrize("path", [api.INDEX, *map(api.file_of, api.kinds()), listed.DIRECTORY_INDEX, *listed.DIRECTORY.values()])
def test_a_file_is_as_described_and_is_its_own_example(site_dir, path):
    description = read(site_dir, "api/v1/openapi.json")
    content = description["paths"][f"/{path}"]["get"]["responses"]["200"]["content"]["application/json"]
    check = jsonschema.Draft202012Validator({"components": description["components"], **content["schema"]}, format_checker=FORMATS)
    check.validate(read(site_dir, path))
    assert not check.is_valid(read(site_dir, path) | {"more": 1})
    assert urljoin("https://example.org/api/v1/openapi.json", content["examples"]["file"]["externalValue"]) == f"https://example.org/{path}"


@pytest.mark.parametrize("kind", api.kinds())
def test_a_file_of_records_holds_every_record(site_dir, catalog, kind):
    file = read(site_dir, api.file_of(kind))
    assert [record["slug"] for record in file["records"]] == list(catalog.records[kind])
    assert file["count"] == len(catalog.records[kind])


def test_a_record_in_json_says_every_fact(frozen):
    site_dir, catalog = frozen.site, frozen.catalog
    (said,) = (record for record in read(site_dir, "api/v1/programs.json")["records"] if record["slug"] == "child-first")
    program = catalog.programs["child-first"]
    assert said["ages"] == {"text": "pregnancy to 6", "from_months": -9.0, "below_months": 84.0}
    assert said["for_parents"] == program.for_parents
    assert said["url"] == "https://www.ct-aimh.org/programs/child-first/"
    assert "phone" not in said and program.phone is None


def shape(site_dir: Path) -> dict:
    """What a program that reads the files may rely on: paths, fields, which are always there, their schemas; the columns of the table, and what the map says of a town."""
    description = read(site_dir, "api/v1/openapi.json")
    schemas = copy.deepcopy(description["components"]["schemas"])
    fields = {name: {field: without_words(schema) for field, schema in found.get("properties", {}).items()} or without_words(found) for name, found in schemas.items()}
    required = {name: sorted(found.get("required", [])) for name, found in schemas.items()}
    columns = (site_dir / "programs.csv").read_text(encoding="utf-8-sig").split("\n", 1)[0].replace('"', "").split(",")
    town = {name: type(value).__name__ for name, value in read(site_dir, "towns.geojson")["features"][0]["properties"].items()}
    return {"paths": sorted(description["paths"]), "fields": fields, "required": required, "columns": columns, "town": town}


def without_words(schema: dict) -> dict:
    return {name: value for name, value in schema.items() if name != "description"}


def breaks(old: dict, new: dict) -> list[str]:
    """Return what a program that relies on OLD no longer finds in NEW. What is added breaks nothing."""
    found = [f"{path} is gone" for path in set(old["paths"]) - set(new["paths"])]
    for name, fields in old["fields"].items():
        for field, schema in fields.items():
            if new["fields"].get(name, {}).get(field) != schema:
                found.append(f"{name}.{field} is gone or means something else")
        found += [f"{name}.{field} is no longer always there" for field in set(old["required"][name]) - set(new["required"].get(name, []))]
    if [column for column in new["columns"] if column in old["columns"]] != old["columns"]:
        found.append("columns of the table are gone, or stand in another order")
    found += [f"{name} of a town is gone or means something else" for name, kind in old["town"].items() if new["town"].get(name) != kind]
    return sorted(found)


RELEASED = HERE / "api_shape.json"


def test_nothing_that_was_released_is_gone_or_changed(site_dir):
    """After a release that only adds: write the new shape into tests/api_shape.json. Else: a new number in the address."""
    assert breaks(json.loads(RELEASED.read_text(encoding="utf-8")), shape(site_dir)) == []


@pytest.mark.parametrize("change", ["a field goes", "a field changes", "a field is no longer always there", "a file goes", "a column goes", "columns change places", "the map says less"])
def test_a_breaking_change_is_seen(site_dir, change):
    released = shape(site_dir)
    now = copy.deepcopy(released)
    if change == "a field goes":
        del now["fields"]["Program"]["name"]
    elif change == "a field changes":
        now["fields"]["AgeRange"]["below_months"] = {"type": "string"}
    elif change == "a file goes":
        now["paths"].pop()
    elif change == "a column goes":
        now["columns"].remove("ages")
    elif change == "columns change places":
        now["columns"].reverse()
    elif change == "the map says less":
        del now["town"]["programs"]
    else:
        now["required"]["Program"].remove("ages" if "ages" in now["required"]["Program"] else "name")
    assert len(breaks(released, now)) == 1
    assert breaks(now, released) == [] or change in ("a field changes", "columns change places")


# The table


def test_the_table_opens_in_a_spreadsheet(site_dir, catalog):
    raw = (site_dir / "programs.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row["slug"] for row in rows] == list(catalog.programs)
    assert [row["ages"] for row in rows] == [str(program.ages) if program.ages else "not stated" for program in catalog.programs.values()]
    assert raw.count(b'"\r\n') == len(rows) + 1, "lines end as spreadsheets write them"
    facts = {"slug", "page", *declared_fields(Program)}
    assert facts ^ set(rows[0]) == set(), "write a column for every fact into COLUMNS of src/imhsite/exports/spreadsheet.py"
    assert [row["for_parents"] for row in rows] == [spreadsheet.harmless(program.for_parents) for program in catalog.programs.values()]


@pytest.mark.parametrize("text", ["=1+1", "+1 860", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_no_cell_is_a_formula(text):
    assert spreadsheet.harmless(text) == f"'{text}"
    assert spreadsheet.harmless(f"a{text}") == f"a{text}"


# Human Services Data Specification


@pytest.mark.parametrize("name", hsds_profile.LISTS)
def test_directory_data_is_as_declared(site_dir, name):
    page = read(site_dir, f"hsds/{name}.json")
    assert page["total_items"] == page["size"] == len(page["contents"])
    assert [error for found in page["contents"] for error in hsds_profile.wrong(hsds_profile.LISTS[name], found)] == []


def test_the_declaration_refuses_what_it_should(frozen):
    good = next(service for service in contents(frozen.site, "services") if "organization" in service and "service_areas" in service)
    assert list(hsds_profile.wrong("service", good)) == []
    for change in (
        {"id": "child-first"}, {"status": "open"}, {"name": ""}, {"url": "no address"}, {"email": "nobody"}, {"last_modified": "2026-13-01T00:00:00Z"}, {"mood": "good"},
        {"minimum_age": "5"}, {"minimum_age": -1}, {"maximum_age": True}, {"assured_date": "2026-11"}, {"assured_date": "soon"}, {"phones": []}, {"phones": [{"number": "1"}]},
        {"organization": {}}, {"service_areas": [good["service_areas"][0] | {"extent_type": "words"}]}, {"attributes": [3]},
    ):  # fmt: skip
        assert len(list(hsds_profile.wrong("service", good | change))) >= 1, change
    for name in hsds_profile.OBJECTS["service"].always:
        assert list(hsds_profile.wrong("service", {field: value for field, value in good.items() if field != name})) == [f"service.{name} is missing"]


def test_ids_that_lead_astray_are_seen(frozen):
    files = {name: contents(frozen.site, name) for name in hsds_profile.LISTS}
    assert list(hsds_profile.astray(files)) == []
    service = files["services"][0]
    other = hsds.identity("https://example.org/", "other")
    for change in ({"program_id": other}, {"id": other}, {"attributes": [service["attributes"][0] | {"taxonomy_term_id": other}]}):
        assert list(hsds_profile.astray(files | {"services": [service | change, *files["services"][1:]]})), change
    assert list(hsds_profile.astray(files | {"services": [*files["services"], service]})) == [f"services: {service['id']} is there twice"]


def own_rules(service: dict):
    """Yield what is wrong between the fields of a service."""
    ages = [service[name] for name in ("minimum_age", "maximum_age") if name in service]
    if ages != sorted(ages):
        yield "ages"
    if (service["status"] == "active") != ("alert" not in service):
        yield "alert"


def test_directory_data_keeps_our_own_rules(site_dir):
    services = contents(site_dir, "services")
    assert [(service["name"], list(own_rules(service))) for service in services if list(own_rules(service))] == []


def test_our_own_rules_refuse_what_they_should(frozen):
    services = contents(frozen.site, "services")
    good = next(service for service in services if "minimum_age" in service and "assured_date" in service)
    for wrong in ({"minimum_age": 9, "maximum_age": 2}, {"alert": "!"}):
        assert list(own_rules(good | wrong)), wrong


def test_ids_are_unique_and_lead_somewhere(site_dir):
    files = {name: contents(site_dir, name) for name in hsds_profile.LISTS}
    assert list(hsds_profile.astray(files)) == []
    services = files["services"]
    parts = [part["id"] for service in services for name in ("attributes", "service_areas", "phones") for part in service.get(name, ())]
    assert len(parts) == len(set(parts))
    assert all("program_id" in service for service in services)


def test_a_program_is_active_only_once_somebody_checked_it(site_dir, catalog):
    for program, service in zip(catalog.programs.values(), contents(site_dir, "services"), strict=True):
        assert service["status"] == {"active": "active", "listed": "inactive", "unchecked": "inactive", "ended": "defunct"}[program.status]
        who = [line for text in (program.printed_group, program.who_can_come) for line in (text or "").split("\n") if line]
        assert service.get("eligibility_description", "").split("\n")[: len(who)] == who
        assert (service.get("assured_date") is None) == (program.checked is None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("birth to 5", {"minimum_age": 0.0, "maximum_age": 5.0}),
        ("pregnancy to 6", {"minimum_age": 0.0, "maximum_age": 6.0}),
        ("pregnancy", {}),
        ("under 3", {"maximum_age": 2.92}),
        ("6 weeks to 3", {"minimum_age": 0.12, "maximum_age": 3.0}),
        ("3 to school age", {"minimum_age": 3.0, "maximum_age": 5.0}),
        ("birth to 6 months", {"minimum_age": 0.0, "maximum_age": 0.5}),
    ],
)
def test_ages_in_the_standards_years(written, expected):
    assert dict(hsds.ages(parse_range(written))) == expected


def test_pregnancy_and_a_parents_age_are_never_numbers(site_dir, catalog):
    for program, service in zip(catalog.programs.values(), contents(site_dir, "services"), strict=True):
        labels = {attribute.get("label") for attribute in service["attributes"]}
        codes = {(attribute["taxonomy_term"]["taxonomy"], attribute["taxonomy_term"]["code"]) for attribute in service["attributes"] if "taxonomy_term" in attribute}
        assert (("people", "pregnancy") in codes) == bool(program.ages and program.ages.youngest < 0)
        assert ("parent_ages" in labels) == (program.parent_ages is not None)
        assert ("minimum_age" in service) == bool(program.ages and program.ages.first and program.ages.below > 0)


@pytest.fixture
def small_site(tmp_path):
    """A function from changes of the small data to its site, with every record's page dated."""

    def make(changes=()):
        from real_labels import with_real_labels

        site = Site(with_real_labels(small_data.write(tmp_path, dict(changes))), ROOT / "overrides", ICONS)
        for page in site.generated.values():
            page.changed = site.renderer.settings["date"]
        return site

    return make


def test_what_the_real_data_has_none_of_is_valid_too(small_site):
    """A postal address, who runs and pays for a program, towns, a telephone number."""
    added = small_data.replaced("programs.yaml", "  phone: 860-555-0100\n", "  phone: 860-555-0100\n  run_by: A team\n  funded_by: A fund\n  postal_address: 1 Main Street, Ashford\n  email: info@example.org\n  parent_ages: 14 to 25\n")
    found = {name: json.loads(text) for name, text in hsds.files(small_site(added).catalog, {}).items()}
    service = found["hsds/services.json"]["contents"][1]
    assert list(hsds_profile.wrong("service", service)) == []
    assert service["organization"]["name"] == "A team"
    assert service["service_at_locations"][0]["location"] == found["hsds/locations.json"]["contents"][0]
    assert [area["extent"] for area in service["service_areas"]] == ["Ashford, Smallstate", "South, Smallstate"]
    assert service["phones"][0]["number"] == "860-555-0100"
    assert service["minimum_age"] == 0.0
    assert [attribute["value"] for attribute in service["attributes"] if attribute.get("label") == "parent_ages"] == ["14 to 25"]


def test_ids_stay_and_differ_between_states():
    assert hsds.identity("https://www.ct-aimh.org/", "services", "child-first") == "c07a7d6d-e002-5a4b-b859-c677dc682eb0"
    assert hsds.identity("https://other.example.org/", "services", "child-first") != hsds.identity("https://www.ct-aimh.org/", "services", "child-first")


# The map


def test_the_map_counts_what_the_towns_pages_list(site_dir, catalog):
    matcher = Matcher(catalog)
    found = read(site_dir, "towns.geojson")
    assert len(found["features"]) == len(catalog.towns)
    for feature, town in zip(found["features"], catalog.towns.values(), strict=True):
        longitude, latitude = feature["geometry"]["coordinates"]
        assert (latitude, longitude) == town.center
        assert feature["properties"]["programs"] == count(matcher.grouped(town))


# The feed


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=editor", "-c", "user.email=editor@example.org"]
    subprocess.run(["git", "-C", folder, *who, *arguments], check=True, capture_output=True)


def test_the_feed_tells_in_words_what_each_commit_changed(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-01T12:00:00Z")
    data = small_data.write(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    towns = data / "towns.yaml"
    towns.write_text(towns.read_text().replace("\nbolton:\n  name: Bolton\n  regions: [south]\n  center: 41.7603, -72.4342\n", "") + "\nderby:\n  name: Derby\n")
    programs = data / "programs.yaml"
    programs.write_text(programs.read_text().replace("  phone: 860-555-0100", "  phone: 860-555-0199").replace("Home visits.", "Visits at home.", 1))
    git(tmp_path, "commit", "-qam", "second, by a person <secret@example.org>")
    latest, first = feed.changes(data)
    assert latest.records == {
        ("programs", "child-first"): "changed",
        ("programs", "minding-the-baby"): "changed",
        ("towns", "bolton"): "gone",
        ("towns", "derby"): "added",
    }
    assert set(first.records.values()) == {"added"}
    assert len([kind for kind, _ in first.records if kind == "programs"]) == 2


def committed(folder: Path, what: str) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "-qm", what, "--allow-empty")


def test_the_feed_tells_of_values_and_not_of_lines(tmp_path):
    """Records that say the same in another order, form or file, and comments, are no news."""
    data = small_data.write(tmp_path)
    git(tmp_path, "init", "-q")
    committed(tmp_path, "first")
    programs = data / "programs.yaml"
    first, second = programs.read_text().strip().split("\n\n")
    (data / "programs").mkdir()
    programs.unlink()
    (data / "programs/one.yaml").write_text(f"# moved\n{second.replace('[bonding, stress]', '[ bonding,  stress ]')}\n")
    (data / "programs/two.yaml").write_text(first.replace("name: Child First", "name:   'Child First'") + "\n")
    committed(tmp_path, "moved")
    assert len(feed.changes(data)) == 1
    file = data / "programs/two.yaml"
    file.write_text(file.read_text().replace("Child First'", "Child First Home'"))
    committed(tmp_path, "changed")
    assert feed.changes(data)[0].records == {("programs", "child-first"): "changed"}
    assert len(feed.changes(data)) == 2


def test_the_feed_tells_of_old_revisions_that_could_not_be_read_today(tmp_path):
    data = small_data.write(tmp_path)
    git(tmp_path, "init", "-q")
    towns = data / "towns.yaml"
    whole = towns.read_text()
    towns.write_text(whole + "\nderby:\n  name: [unclosed\n  old_field: x\n")
    committed(tmp_path, "broken")
    towns.write_text(whole + "\nderby:\n  name: Derby\n")
    committed(tmp_path, "mended")
    assert feed.changes(data)[0].records == {("towns", "derby"): "changed"}


def test_a_history_too_large_to_compare_is_cut(tmp_path, monkeypatch):
    data = small_data.write(tmp_path)
    git(tmp_path, "init", "-q")
    committed(tmp_path, "first")
    towns = data / "towns.yaml"
    for name in ("Boston", "Barton"):
        towns.write_text(re.sub("name: B.*", f"name: {name}", towns.read_text()))
        committed(tmp_path, name)
    size = len(towns.read_text())
    assert len(feed.changes(data)) == 3
    monkeypatch.setattr(revisions, "LARGEST", 2 * size)  # those of one commit
    assert [change.records for change in feed.changes(data)] == [{("towns", "bolton"): "changed"}]


def test_the_feed_is_valid_atom_without_a_person(site_dir):
    text = (site_dir / "feed.xml").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert {"id", "title", "updated", "author"} <= {child.tag.removeprefix(ATOM) for child in root}
    for entry in root.iter(f"{ATOM}entry"):
        assert {child.tag.removeprefix(ATOM) for child in entry} == {"id", "title", "updated", "link"}
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.find(f"{ATOM}updated").text)
    assert "noreply" not in text


def test_no_history_is_an_empty_feed(tmp_path):
    assert feed.changes(small_data.write(tmp_path)) == []


def test_a_clone_that_is_cut_off_adds_nothing_that_was_there(tmp_path):
    """As hosts make them; its oldest commit seems to add every record."""
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    whole.mkdir()
    programs = small_data.write(whole) / "programs.yaml"
    git(whole, "init", "-q")
    for text in ("Home visits.", "Visits at home.", "Visits."):
        programs.write_text(programs.read_text().replace("for_professionals: Home visits.", f"for_professionals: {text}"))
        git(whole, "add", ".")
        git(whole, "commit", "-qm", text, "--allow-empty")
        programs.write_text(programs.read_text().replace(f"for_professionals: {text}", "for_professionals: Home visits."))
    subprocess.run(["git", "clone", "-q", "--depth", "2", f"file://{whole}", cut], check=True, capture_output=True)
    (change,) = feed.changes(cut / "data")
    assert set(change.records.values()) == {"changed"}
    assert history.beginnings(cut / "data") and not history.beginnings(whole / "data")


def test_an_entry_says_what_was_done_to_which_lists(small_site):
    site = small_site()
    change = feed.Change("0" * 40, 0, {("programs", "minding-the-baby"): "changed", ("programs", "gone-program"): "gone", ("towns", "ashford"): "added"})
    root = ElementTree.fromstring(feed.atom(site.catalog, [change], datetime.date(2026, 11, 29)))
    name = site.catalog.programs["minding-the-baby"].name
    assert root.find(f"{ATOM}entry/{ATOM}title").text == f"Towns: added Ashford. Programs: removed gone-program; changed {name}."


def test_the_feed_leaves_out_what_is_not_published():
    assert {feed._kind(path) for path in ("search_words.yaml", "association.yaml", "news.yaml", "es/programs.yaml", "labels.yaml", "README.md")} == {""}
    assert feed._kind("programs.yaml") == "programs"


# The calendar


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_the_calendar_holds_a_day_for_all_that_was_checked(site_dir, catalog):
    raw = (site_dir / "reviews.ics").read_bytes()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    lines = unfolded(raw.decode())
    begun = [line for line in lines if line.startswith("UID:")]
    assert len(begun) == len(set(begun)) == lines.count("BEGIN:VEVENT")
    days = {lines[at][4:].split("@")[0]: lines[at + 2][-8:] for at, line in enumerate(lines) if line.startswith("UID:")}
    for kind, place in (("programs", "programs-"), ("help_lines", "help-now--"), ("sources", "sources--")):
        for record in catalog.records[kind].values():
            found = due(catalog, record)
            assert days.get(place + record.slug) == (found and f"{found.day:%Y%m%d}"), record.slug


def test_a_day_of_the_calendar_is_as_many_months_later_as_the_data_says(frozen):
    lines = unfolded((frozen.site / "reviews.ics").read_bytes().decode())
    days = {lines[at][4:].split("@")[0]: lines[at + 2][-8:] for at, line in enumerate(lines) if line.startswith("UID:")}
    assert days["help-now--emergency"] == "20270501", "six months after November 2026, as freshness.yaml says"
    assert days["about"] == "20271122"


def test_a_page_of_a_leap_day_is_read_again_on_a_day_that_there_is(frozen):
    assert next_review(frozen.catalog, parse_date("2024-02-29")) == parse_date("2025-02-28")


def test_a_text_of_the_calendar_is_one_line():
    assert reviews.text("a;b,c\\d\ne\rf") == r"a\;b\,c\\d\nef"
