"""Places, numbers, hours, languages and costs of other lists come along; nobody guesses what they mean."""

from __future__ import annotations

import json

import pytest
import small_data
from directories import brought, left, packed, put, records, run, services, small, snapshot, table
from imhsite.importing.vocabulary import Vocabulary
from imhsite.intake import service_words, values
from imhsite.intake.columns import role_of
from imhsite.model.ages import OLDEST_PARENT
from imhsite.reading.catalog import load


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Monday through Friday, 8:30 a.m. - 4:30 p.m.", "Mon-Fri 8:30-16:30"), ("M-F 9am–5pm", "Mon-Fri 9:00-17:00"), ("1-4pm Mon", "Mon 13:00-16:00"), ("24/7", "24 hours"), ("Daily 8a-8p", "Mon-Sun 8:00-20:00"), ("M-F 8a.m.-12p", "Mon-Fri 8:00-12:00"), ("By appointment only", "by appointment"),
        ("Sunday: Closed Monday: 9:00-16:30  Tuesday: 9:00-16:30 Wed-Fri: closed", "Mon-Tue 9:00-16:30"), ("Tues/Thurs 1pm-4pm; Sat 10am to 2pm", "Tue, Thu 13:00-16:00; Sat 10:00-14:00"),
        ("Mon 9am-5pm, first Friday", None), ("call for hours", None), ("Monday Closed", None), ("Mon-Fri 9:00-17:00, Tue 10:00-12:00", None),
        ("1:00-4:00 Mon", None), ("Monday 9am-03:00", None), ("Fri 10pm-2am", None),
    ],
)  # fmt: skip
def test_hours_are_read_or_stay_in_their_own_words(text, said):
    found, is_read = service_words.hours(text)
    assert (found.replace(";", ","), is_read) == ((said or text).replace(";", ","), said is not None)


@pytest.mark.parametrize(
    ("text", "tags", "interpreters", "rest"),
    [
        ("Spanish, Tagalog", ["es", "tl"], [], []), ("English/Spanish", ["en", "es"], [], []), ("Bilingual staff (Spanish)", ["es"], [], []), ("Chinese (Cantonese); Haitian Creole; ASL", ["yue", "ht", "ase"], [], []),
        ("Spanish and interpreters by phone", ["es"], ["interpreters by phone"], []), ("Creole", [], [], ["Creole"]), ("Klingonese", [], [], ["Klingonese"]),
    ],
)  # fmt: skip
def test_languages_are_known_by_their_names(text, tags, interpreters, rest):
    assert service_words.languages(text) == (tags, interpreters, rest)


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Free", ["free"]), ("None.", ["free"]), ("Free to everyone", ["free"]), ("Sliding fee scale; Medicaid", ["sliding", "medicaid"]), ("Private insurance, no charge", ["private-insurance", "free"]), ("$5", [""]),
        ("Not free", [""]), ("Free for members only", [""]), ("Medicaid not accepted", [""]),
    ],
)  # fmt: skip
def test_costs_are_read_only_where_that_is_all_that_is_said(text, slugs):
    assert [slug for _, slug in service_words.costs(text)] == slugs


@pytest.mark.parametrize(
    ("text", "first", "week"),
    [
        ("First-time mothers only. Must enroll by the 28th week of pregnancy.", True, "28"), ("First time parents", True, ""), ("Pregnant women expecting their first child", True, ""),
        ("First-time mothers and families with a child under 3", False, ""), ("First-time visitors", False, ""), ("Enroll before 28 weeks of pregnancy", False, ""), ("Join up to 28 weeks pregnant; or join by 30 weeks of gestation", False, ""),
        ("Families may enroll up to 28 weeks of pregnancy", False, "28"), ("Enroll by 28 weeks after birth", False, ""),
    ],
)  # fmt: skip
def test_a_first_child_and_a_last_week_are_read_only_where_that_is_all_that_is_said(text, first, week):
    assert (service_words.is_for_a_first_child(text), service_words.last_week(text)) == (first, week)


def test_who_can_join_is_asked_by_the_finder_where_the_source_says_it(tmp_path):
    data = small(tmp_path)
    head, row = ("Program Name", "Eligibility"), ("Nurses", "First-time mothers. Enroll by the 28th week of pregnancy.")
    assert run(data, put(tmp_path, "hands.csv", table(head, row))) == 0
    nurses = brought(data)["nurses"]
    assert (nurses["first_child"], nurses["pregnancy_until"], nurses["printed_group"]) == ("yes", "28", row[1])


@pytest.mark.parametrize(("text", "word"), [("Accepting new clients", "open"), ("No wait.", "open"), ("Waiting list", "waiting"), ("At capacity", "full"), ("Not accepting referrals", "full"), ("Two months", ""), ("45", "")])
def test_room_is_read_only_where_it_is_plain(text, word):
    assert service_words.capacity(text) == word


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Interpreters available", "interpreter"), ("Languages spoken", "languages"), ("Wheelchair accessible", "access"), ("Latitude", "latitude"), ("Wait time", "capacity"), ("Capacity", ""), ("Phone 2", "further phone"),
        ("After Hours Phone", "further phone"), ("Required documents", "documents"), ("Mother's age", "parent ages"), ("Income limit", "income"), ("Text number", "text number"), ("Application form link", "form"), ("Bus lines", "transport"),
    ],
)  # fmt: skip
def test_columns_of_a_service_are_known_by_their_names(header, role):
    assert role_of(header) == role


COSTS = {"costs.yaml": "free:\n  name: Free\n  payment: free\n\nsliding:\n  name: By income\n  payment: reduced\n"}


@pytest.mark.parametrize(("text", "ages"), [("18-45", "18 to 45"), ("18 and older", "18 and up"), ("26+", "26 and up"), ("under 22", "under 22"), ("any", None), ("120+", None)])
def test_parents_are_of_any_age(text, ages):
    assert values.ages(text, OLDEST_PARENT) == ages


HEAD = ("Program Name", "Agency", "Phone", "Ages", "Towns Served", "Status", "Description", "Last Verified", "Address", "City", "Zip", "Hours", "Languages", "Fees", "Fax", "Phone 2", "Wait time", "Mother's age", "Required documents", "Income limit", "Wheelchair accessible")
STEPS = ("Baby Steps", "Little Feet Inc.", "(860) 555-0111 ext. 230", "0-3", "Ashford", "Active", "We play.", "2026-10-14", "1 Main Street", "Ashford", "06278", "M-F 9am-5pm", "Spanish; Creole; interpreters", "Free", "860-555-0119", "Spanish: 860-555-0112", "About two months", "18-45", "Birth certificate; a photo", "200", "Yes, ramp")  # fmt: skip


def test_a_row_brings_all_that_it_says_of_a_service(tmp_path):
    data = small(tmp_path, COSTS)
    assert run(data, put(tmp_path, "hands.csv", table(HEAD, STEPS))) == 0
    steps = brought(data)["baby-steps"]
    said = {name: steps.get(name) for name in ("phone", "hours", "languages", "interpreter", "costs", "waiting", "waiting_checked", "parent_ages", "bring", "income")}
    assert said == {
        "phone": "860-555-0111 x230", "hours": "Mon-Fri 9:00-17:00", "languages": ["es"], "interpreter": "interpreters", "costs": ["free"], "waiting": "About two months", "waiting_checked": "2026-10-14",
        "parent_ages": "18 to 45", "bring": ["Birth certificate", "a photo"], "income": "Income limit: 200",
    }  # fmt: skip
    assert records(data, "sites") == {"baby-steps": {"name": "Baby Steps", "programs": ["baby-steps"], "street": "1 Main Street", "town": "ashford", "zip": "06278", "access": "Yes, ramp"}}
    assert records(data, "contacts") == {
        "baby-steps-phone": {"programs": ["baby-steps"], "phone": "860-555-0112", "languages": ["es"]},
        "baby-steps-fax": {"programs": ["baby-steps"], "fax": "860-555-0119"},
    }
    assert left(data) == [("hands.csv:2", "Languages", "Creole", "names no language: say so in words, languages")]
    assert "postal_address" not in steps, "an address stands once"
    catalog = load(data)
    assert [site.slug for site in catalog.sites_of(catalog.programs["baby-steps"])] == ["baby-steps"]


def test_the_mapping_says_what_words_of_a_service_mean(tmp_path):
    data = small(tmp_path, COSTS)
    mapping = put(tmp_path, "map.yaml", "words:\n  languages:\n    Creole: [ht]\n  costs:\n    Tier 1: [sliding]\n")
    row = (*STEPS[:13], "Tier 1", *STEPS[14:])
    assert run(data, put(tmp_path, "hands.csv", table(HEAD, row)), "--mapping", str(mapping)) == 0
    steps = brought(data)["baby-steps"]
    assert steps["languages"] == ["es", "ht"] and steps["costs"] == ["sliding"] and "cost_note" not in steps
    assert left(data) == []


def test_a_cost_that_this_site_has_no_word_for_is_kept_as_the_source_says_it(tmp_path):
    data = small(tmp_path, COSTS)
    row = (*STEPS[:13], "Free; Medicaid", *STEPS[14:])
    assert run(data, put(tmp_path, "hands.csv", table(HEAD, row))) == 0
    steps = brought(data)["baby-steps"]
    assert (steps["costs"], steps["cost_note"]) == (["free"], "Free; Medicaid")


def test_what_is_not_plain_stays_in_its_own_words(tmp_path):
    data = small(tmp_path, COSTS)
    row = (*STEPS[:7], "", *STEPS[8:11], "Most mornings", "", "Free for members, $5 for others", *STEPS[14:17], "any", *STEPS[18:])
    assert run(data, put(tmp_path, "hands.csv", table(HEAD, row))) == 0
    steps = brought(data)["baby-steps"]
    assert (steps["hours"], steps["cost_note"]) == ("Most mornings", "Free for members, $5 for others") and not {"costs", "waiting", "parent_ages"} & steps.keys()
    assert {(value, reason) for _, _, value, reason in left(data)} == {("About two months", "nobody says when this was heard"), ("any", "not read for sure")}


def test_a_site_needs_a_town_of_this_state_and_an_address_stays_without(tmp_path):
    data = small(tmp_path, COSTS)
    row = (*STEPS[:9], "Atlantis", "99999", *STEPS[11:])
    assert run(data, put(tmp_path, "hands.csv", table(HEAD, row))) == 0
    assert records(data, "sites") == {} and brought(data)["baby-steps"]["postal_address"] == "1 Main Street, Atlantis, 99999"
    assert ("hands.csv:2", "site", "1 Main Street", "no town of this site has this name: a site needs one") in left(data)


@pytest.mark.parametrize(("code", "town"), [("06278", "ashford"), ("", "canton"), ("06019", "canton")])
def test_a_village_with_the_name_of_a_town_lies_where_its_zip_code_does(tmp_path, code, town):
    towns = small_data.FILES["towns.yaml"].replace('zips: {"06278": 98.2}', 'zips: {"06278": 98.2}\n  places: {Canton: village}')
    assert Vocabulary(load(small_data.write(tmp_path, {"towns.yaml": towns}))).town("Canton", code, "") == town


@pytest.mark.parametrize(("name", "code", "town"), [("Bigcity", "", "ashford"), ("Bigcity", "06019", "canton"), ("Twin", "", ""), ("Twin", "06278", "ashford"), ("Canton", "", "canton")])
def test_a_city_is_not_where_a_post_office_of_its_name_is(tmp_path, name, code, town):
    """Grand Rapids is a city of Kent County and a post office of the next one."""
    towns = small_data.FILES["towns.yaml"].replace('zips: {"06278": 98.2}', 'zips: {"06278": 98.2}\n  places: {Bigcity: place, Twin: village}')
    towns += '  places: {Bigcity: post office, Twin: village}\n  zips: {"06019": 90}\n'
    words = Vocabulary(load(small_data.write(tmp_path, {"towns.yaml": towns})))
    assert words.town(name, code, "") == town


TWO = {
    "organizations.csv": table(("id", "name", "description"), ("o1", "Little Feet Inc.", "We care.")),
    "services.csv": table(("id", "organization_id", "name", "description", "status", "fees"), ("s1", "o1", "Baby Steps", "We play.", "active", "None"), ("s2", "o1", "Food", "We eat.", "active", "")),
    "locations.csv": table(("id", "organization_id", "name", "latitude", "longitude"), ("l1", "o1", "Main", "41.89", "-72.17"), ("l2", "o1", "Branch", "12", "3"), ("l3", "o1", "Moon", "", "")),
    "services_at_location.csv": table(("id", "service_id", "location_id"), ("1", "s1", "l1"), ("2", "s1", "l2"), ("3", "s2", "l1"), ("4", "s1", "l3")),
    "addresses.csv": table(("id", "location_id", "address_1", "city", "state_province", "postal_code"), ("1", "l1", "1 Main Street", "Ashford", "CT", "06278"), ("2", "l2", "2 High Street", "Bolton", "CT", "06043"), ("3", "l3", "3 Crater", "Moon", "", "")),
    "phones.csv": table(("id", "service_id", "location_id", "organization_id", "number", "extension", "type", "department"), ("1", "", "l1", "", "860 555-0111", "7", "voice", ""), ("2", "", "l2", "", "860 555-0112", "", "voice", "Front desk"), ("3", "", "l2", "", "860 555-0119", "", "fax", "")),
    "schedules.csv": table(("id", "service_id", "location_id", "service_at_location_id", "byday", "opens_at", "closes_at"), ("1", "", "l1", "", "MO,TU", "09:00-05:00", "17:00-05:00"), ("2", "", "", "2", "SA", "10:00:00", "12:00:00")),
    "languages.csv": table(("id", "location_id", "name"), ("1", "l2", "Portuguese")),
    "accessibility.csv": table(("id", "location_id", "description"), ("1", "l2", "A ramp")),
}  # fmt: skip
SITES = {
    "branch": {"name": "Branch", "programs": ["baby-steps"], "street": "2 High Street", "town": "bolton", "zip": "06043", "access": "A ramp", "hours": "Sat 10:00-12:00", "languages": ["pt"]},
    "main": {"name": "Main", "programs": ["baby-steps", "food"], "street": "1 Main Street", "town": "ashford", "zip": "06278", "hours": "Mon-Tue 9:00-17:00", "point": "41.89, -72.17"},
}


def test_several_sites_of_a_program_come_each_with_its_own(tmp_path):
    data = small(tmp_path, COSTS)
    assert run(data, put(tmp_path, "two.zip", packed(TWO))) == 0
    assert records(data, "sites") == SITES
    found = brought(data)
    assert "hours" not in found["baby-steps"] and "languages" not in found["baby-steps"] and found["baby-steps"]["costs"] == ["free"]
    # One number, of a site and of another program, stands once, for all that have it.
    assert list(records(data, "contacts").values()) == [
        {"programs": ["baby-steps", "food"], "sites": ["main"], "phone": "860-555-0111 x7"},
        {"programs": ["baby-steps"], "sites": ["branch"], "use": "Front desk", "phone": "860-555-0112"},
        {"sites": ["branch"], "fax": "860-555-0119"},
    ]
    assert "phone" not in found["food"]
    reasons = {(value, reason) for _, column, value, reason in left(data) if column == "site"}
    assert reasons == {("12.0, 3.0", "the point is not in Bolton"), ("Moon, 3 Crater", "no town of this site has this name: a site needs one")}


def test_a_second_import_of_sites_changes_no_byte_and_what_staff_write_stays(tmp_path, capsys):
    data = small(tmp_path, COSTS)
    given = put(tmp_path, "two.zip", packed(TWO))
    run(data, given)
    before = snapshot(tmp_path)
    assert run(data, given) == 0
    assert snapshot(tmp_path) == before
    path = data / "sites/two.yaml"
    path.write_text(path.read_text().replace("Mon-Tue 9:00-17:00", "Mon-Tue 9:00-18:00"))
    newer = TWO | {"locations.csv": TWO["locations.csv"].replace("Branch", "West"), "accessibility.csv": TWO["accessibility.csv"].replace("A ramp", "A lift")}
    capsys.readouterr()
    assert run(data, put(tmp_path, "two.zip", packed(newer))) == 0
    assert records(data, "sites") == {"branch": SITES["branch"] | {"name": "West", "access": "A lift"}, "main": SITES["main"] | {"hours": "Mon-Tue 9:00-18:00"}}
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("sites: "))
    assert {"changed: 1", "the same: 1"} == set(line.removeprefix("sites: ").split("; "))


def test_a_site_that_is_gone_there_stays_and_is_named(tmp_path, capsys):
    data = small(tmp_path, COSTS)
    plain = {name: text for name, text in TWO.items() if name not in ("languages.csv", "accessibility.csv")}
    run(data, put(tmp_path, "two.zip", packed(plain)))
    before = records(data, "sites")
    capsys.readouterr()
    links = "\n".join(line for line in TWO["services_at_location.csv"].splitlines() if not line.startswith("2,"))
    assert run(data, put(tmp_path, "two.zip", packed(plain | {"services_at_location.csv": links}))) == 0
    assert "branch: no longer in the source" in capsys.readouterr().out
    assert records(data, "sites") == before and "branch" in before


def test_a_number_that_a_program_here_has_already_is_listed(tmp_path):
    data = small(tmp_path, COSTS)
    number = {"phones.csv": TWO["phones.csv"].replace("860 555-0112", "860 555-0100")}
    assert run(data, put(tmp_path, "two.zip", packed(TWO | number))) == 0
    assert "860-555-0100" not in {values.get("phone") for values in records(data, "contacts").values()}
    assert ("phone", "860-555-0100", "it is the number of minding-the-baby already") in [row[1:] for row in left(data)]


def test_a_private_address_makes_no_site(tmp_path):
    data = small(tmp_path, COSTS)
    text = table((*HEAD, "PhysicalAddressIsPrivate"), (*STEPS, "Yes"))
    assert run(data, put(tmp_path, "hands.csv", text)) == 0
    assert records(data, "sites") == {} and not any(b"Main Street" in content for content in snapshot(tmp_path).values())


def test_json_of_the_standard_brings_sites_capacity_and_documents(tmp_path):
    data = small(tmp_path, COSTS)
    page = json.loads(services())
    first = page["contents"][0]
    first |= {
        "languages": [{"id": "g", "name": "Spanish"}], "cost_options": [{"id": "k", "option": "Sliding scale"}], "required_documents": [{"id": "d", "document": "A photo"}],
        "capacities": [{"id": "q", "unit": {"id": "u", "name": "Place"}, "available": 0, "updated": "2026-10-02T00:00:00.000Z"}], "interpretation_services": "By phone",
    }  # fmt: skip
    first["service_at_locations"][0] |= {"schedules": [{"id": "h", "freq": "WEEKLY", "byday": "MO,FR", "opens_at": "08:30", "closes_at": "16:30"}]}
    assert run(data, put(tmp_path, "page.json", json.dumps(page))) == 0
    steps = brought(data)["baby-steps"]
    assert (steps["languages"], steps["costs"], steps["bring"], steps["interpreter"]) == (["es"], ["sliding"], ["A photo"], "By phone")
    assert (steps["capacity"], steps["waiting_checked"]) == ("full", "2026-10-02")
    assert records(data, "sites")["main"]["hours"] == "Mon, Fri 8:30-16:30"
    assert steps["phone"] == "860-555-0111 x7" and records(data, "contacts") == {"baby-steps-fax": {"programs": ["baby-steps"], "fax": "860-555-0119"}}


def test_programs_of_one_name_at_several_places_have_each_its_own_site(tmp_path):
    data = small(tmp_path, COSTS)
    other = (*STEPS[:2], "860-555-0177", *STEPS[3:8], "9 Low Street", "Bolton", "", *STEPS[11:14], "860-555-0178", "", *STEPS[16:])
    assert run(data, put(tmp_path, "hands.csv", table(HEAD, STEPS, other))) == 0
    assert {values["street"]: values["programs"] for values in records(data, "sites").values()} == {"1 Main Street": ["baby-steps-ashford"], "9 Low Street": ["baby-steps-bolton"]}
    assert [values["programs"] for values in records(data, "contacts").values() if values.get("fax") == "860-555-0178"] == [["baby-steps-bolton"]]
