"""Every kind of directory is recognized, and what is none is refused in one plain line."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from directories import LIST, brought, left, packed, put, records, run, services, small, snapshot, table, workbook
from imhsite.intake import opening
from imhsite.intake.recognition import recognize

STEPS = {"name": "Baby Steps", "ages": "birth to 3", "serves": ["ashford"], "phone": "860-555-0111", "run_by": "Little Feet Inc.", "checked": "2026-10-14", "status": "active"}


def row_of(data):
    return {name: value for name, value in brought(data)["baby-steps"].items() if name in STEPS}


def header_and(*rows):
    return ("Program Name", "Agency", "Phone", "Ages", "Towns Served", "Status", "Description", "Last Verified"), *rows


BABY = ("Baby Steps", "Little Feet Inc.", "860-555-0111", "0-3", "Ashford", "Active", "We play.", "2026-10-14")
LISTS = {
    "list.csv": LIST,
    "semicolons.csv": LIST.replace(";", " and ").replace(",", ";"),
    "tabs.tsv": LIST.replace(",", "\t"),
    "bom.csv": b"\xef\xbb\xbf" + LIST.encode(),
    "excel.csv": LIST.encode("utf-16"),
    "bare16.csv": LIST.encode("utf-16-le"),
    "old.csv": LIST.replace("Food and talk", "Café, niños").replace("Café, niños", '"Café, niños"').encode("cp1252"),
    "mac.csv": LIST.replace("\n", "\r").encode(),
    "book.xlsx": workbook(("Helping hands",), (), *header_and(BABY), merge="A1:F2"),
    "sheets.xlsx": workbook(("Read me", "please"), name="Notes", more={"Programs": header_and(BABY)}),
    "pack.zip": packed({"a/list.csv": LIST, "__MACOSX/._list.csv": "x", "readme.pdf": b"%PDF"}),
    "rows.json": json.dumps([dict(zip(header_and()[0], BABY, strict=True))]),
    "lines.jsonl": json.dumps(dict(zip(header_and()[0], BABY, strict=True))) + "\n\n",
    "arcgis.json": json.dumps({"features": [{"attributes": dict(zip(header_and()[0], BABY, strict=True)), "geometry": {"x": -72.1, "y": 41.9}}]}),
    "map.geojson": json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": None, "properties": dict(zip(header_and()[0], BABY, strict=True))}]}),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_in_any_form_says_the_same(name, tmp_path, capsys):
    data = small(tmp_path)
    assert run(data, put(tmp_path, name, LISTS[name])) == 0, capsys.readouterr().err
    assert row_of(data) == STEPS
    assert "old-ways" not in brought(data)


def test_letters_of_an_old_encoding_are_read(tmp_path):
    data = small(tmp_path)
    run(data, put(tmp_path, "old.csv", LISTS["old.csv"]))
    assert brought(data)["family-table"]["for_parents"] == "Café, niños."


def test_it_says_what_it_took_the_file_for_and_shows_values(tmp_path, capsys):
    data = small(tmp_path)
    given = put(tmp_path, "list.csv", LIST)
    before = snapshot(tmp_path)
    assert run(data, given, "--preview") == 0
    said = capsys.readouterr().out
    assert "a table, one row a program, 3 rows" in said
    assert '  Ages           ages                   "0-3", "Birth to five", "0-5"' in said
    assert "closed, left out: 1; new: 2" in said
    after = snapshot(tmp_path)
    assert after.keys() - before.keys() == {"imports/list.yaml"} and after.items() >= before.items(), "a preview writes the mapping to correct and nothing else"


def test_sheets_with_the_same_columns_are_one_list(tmp_path, capsys):
    data = small(tmp_path)
    head, baby = header_and(BABY)
    more = {"Canton": (head[:6], ("Food", "Little Feet Inc.", "860-555-0112", "0-5", "Canton", "Active")), "Notes": (("Who", "what"), ("x", "y"))}
    assert run(data, put(tmp_path, "book.xlsx", workbook(head, baby, name="Ashford", more=more))) == 0
    assert sorted(brought(data)) == ["baby-steps", "food"]
    said = capsys.readouterr().out
    assert "2 rows\n  read: book.xlsx: Ashford\n  read: book.xlsx: Canton\n  not read: book.xlsx: Notes\n" in said


def test_all_merged_cells_are_counted_at_once(tmp_path, capsys):
    book = openpyxl.load_workbook(io.BytesIO(workbook(*header_and(*[BABY] * 9))))
    for cells in ("B3:B5", "B6:B8", "A1:B1"):
        book.active.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    assert run(small(tmp_path), put(tmp_path, "book.xlsx", stream.getvalue())) == 1
    assert " and 1 more are merged: unmerge them" in capsys.readouterr().err


def test_a_point_of_a_map_becomes_that_of_the_site(tmp_path):
    data = small(tmp_path)
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [-72.17, 41.89]}, "properties": {"NAME": "Baby Steps", "ADDRESS": "1 Main Street", "CITY": "Ashford", "ZIP": 6278}}
    line = feature | {"geometry": {"type": "LineString", "coordinates": []}, "properties": {"NAME": "Road", "ADDRESS": "2 Main Street", "CITY": "Ashford"}}
    assert run(data, put(tmp_path, "map.geojson", json.dumps({"type": "FeatureCollection", "features": [feature, line]}))) == 0
    sites = records(data, "sites")
    assert sites["baby-steps"] | {"point": "41.89, -72.17", "zip": "06278", "town": "ashford"} == sites["baby-steps"] and "point" not in sites["road"]


FLAT = table(
    ("ResourceAgencyNum", "ParentAgencyNum", "TaxonomyLevelName", "PublicName", "AgencyStatus", "AgencyDescription", "Phone1Number", "Phone1IsPrivate", "MainContactName", "PhysicalAddress1", "PhysicalCity", "PhysicalAddressIsPrivate", "CoverageArea", "WebsiteAddress", "LastVerifiedOn"),
    ("1", "", "Agency", "Little Feet Inc.", "Active", "We care.", "860-555-0101", "No", "Pat Sample", "1 Main Street", "Ashford", "No", "", "https://example.org/", "2026-10-01"),
    ("2", "1", "Program", "Baby Steps", "Active", "We play.", "860-555-0111 x 230", "No", "Pat Sample", "1 Main Street", "Ashford", "No", "Ashford", "", "2026-10-14"),
    ("3", "1", "Program", "Safe House", "Active", "A safe place.", "860-555-0114", "Yes", "", "9 Secret Lane", "Bolton", "Yes", "Statewide", "", ""),
    ("4", "1", "Program", "Old Ways", "Active - Do Not Refer", "It was good.", "860-555-0115", "No", "", "", "", "", "Ashford", "", ""),
    ("5", "", "Agency", "Lone Agency", "Active", "We are alone.", "860-555-0116", "No", "", "", "", "", "Smallstate", "", ""),
    ("6", "7", "Program", "Of a Closed One", "Active", "Gone.", "", "", "", "", "", "", "Ashford", "", ""),
    ("7", "", "Agency", "Closed Agency", "Inactive", "Gone.", "", "", "", "", "", "", "", "", ""),
)  # fmt: skip


def test_a_flat_export_has_agencies_and_programs_in_one_table(tmp_path, capsys):
    data = small(tmp_path)
    assert run(data, put(tmp_path, "flat.csv", FLAT)) == 0
    assert "a flat export, agencies and programs in one table, 5 rows" in capsys.readouterr().out
    found = brought(data)
    assert sorted(found) == ["baby-steps", "lone-agency", "safe-house"]
    assert found["baby-steps"]["run_by"] == "Little Feet Inc." and found["baby-steps"]["phone"] == "860-555-0111 x230"
    assert found["baby-steps"]["website"] == "https://example.org/", "an agency's page, where the program has none"
    assert found["lone-agency"]["serves"] == "statewide"
    assert "Sample" not in (data / "programs/flat.yaml").read_text()


def test_a_private_address_is_not_told_by_the_area_either(tmp_path):
    data = small(tmp_path)
    run(data, put(tmp_path, "flat.csv", FLAT.replace("Yes,Statewide", "Yes,")))
    assert brought(data)["safe-house"]["serves"] == "no place"


def test_a_private_address_or_number_never_reaches_the_site(tmp_path):
    data = small(tmp_path)
    run(data, put(tmp_path, "flat.csv", FLAT))
    house = brought(data)["safe-house"]
    assert not {"phone", "postal_address"} & house.keys()
    assert not any(b"Secret" in content or b"0114" in content for content in snapshot(tmp_path).values())


RELATED = {
    "organizations.csv": table(("id", "name", "description", "email"), ("o1", "Little Feet Inc.", "We care.", "pat.sample@example.org")),
    "services.csv": table(("id", "organization_id", "name", "alternate_name", "description", "url", "status", "minimum_age", "maximum_age", "assured_date"), ("s1", "o1", "Baby Steps", "Steps", "We play.", "", "active", "0", "3", "2026-10-14"), ("s2", "o1", "Old Ways", "", "Good.", "", "defunct", "", "", "")),
    "locations.csv": table(("id", "organization_id", "name"), ("l1", "o1", "Main"), ("l2", "o1", "Other")),
    "services_at_location.csv": table(("id", "service_id", "location_id"), ("1", "s1", "l1"), ("2", "s1", "l2")),
    "physical_addresses.csv": table(("id", "location_id", "address_1", "city", "state_province", "postal_code"), ("1", "l1", "1 Main Street", "Ashford", "CT", "06278")),
    "phones.csv": table(("id", "service_id", "location_id", "contact_id", "number", "extension", "type", "department"), ("1", "", "l1", "", "860 555-0111", "", "voice", ""), ("2", "s1", "", "", "860 555-0119", "", "fax", "Desk"), ("3", "", "", "c1", "860 555-0118", "", "voice", "")),
    "contacts.csv": table(("id", "service_id", "name", "email"), ("c1", "s1", "Pat Sample", "pat.sample@example.org")),
    "service_areas.csv": table(("id", "service_id", "service_area"), ("1", "s1", "Ashford"), ("2", "s1", "Elsewhere")),
}  # fmt: skip


@pytest.mark.parametrize("form", ["folder", "zip", "prefixed", "workbook"])
def test_related_tables_are_joined(form, tmp_path, capsys):
    data = small(tmp_path)
    if form == "zip":
        given = put(tmp_path, "all.zip", packed({f"hsds/{name}": text for name, text in RELATED.items()}))
    elif form == "workbook":
        sheets = {name.removesuffix(".csv"): [tuple(line.split(",")) for line in text.splitlines()] for name, text in RELATED.items()}
        given = put(tmp_path, "all.xlsx", workbook(("Notes", "none"), more=sheets))
    else:
        given = [put(tmp_path, f"all/{'in-' * (form == 'prefixed')}{name}", text) for name, text in RELATED.items()][0].parent
    assert run(data, given) == 0, capsys.readouterr().err
    assert "HSDS 1 or 2, as tables" in capsys.readouterr().out or form
    assert row_of(data) == STEPS and list(brought(data)) == ["baby-steps"]
    steps = brought(data)["baby-steps"]
    assert steps["other_names"] == ["Steps"] and "email" not in steps and "postal_address" not in steps
    assert records(data, "sites") == {"main": {"name": "Main", "programs": ["baby-steps"], "street": "1 Main Street", "town": "ashford", "zip": "06278"}}
    assert records(data, "contacts") == {"baby-steps-desk": {"programs": ["baby-steps"], "use": "Desk", "fax": "860-555-0119"}}
    reasons = {(column, value): reason for _, column, value, reason in left(data)}
    assert reasons["areas of services", "Elsewhere"] == "no town or region of this site has this name"
    assert reasons["site", "Other"] == "nothing says where this further place is"
    assert not any(b"Sample" in content or b"0118" in content for content in snapshot(tmp_path).values())


def test_names_of_ids_differ_and_still_lead_to_the_other_tables(tmp_path):
    """As in the spreadsheets that owners of directories keep themselves."""
    data = small(tmp_path)
    own = {
        "in-organizations.csv": table(("Organization ID", "Title"), ("1", "Little Feet Inc.")),
        "in-services.csv": table(("Services-ID", "Title", "Is this service open?", "Same phone number as organization?", "Phone number", "Organization ID", "Location ID"), ("7", "Baby Steps", "Yes", "Yes", "(860) 555-0111", "1", "3"), ("8", "Old Ways", "No", "Yes", "", "1", "3")),
        "in-locations.csv": table(("Location_id", "Field 2", "Location serves all of Smallstate", "Cities", "TTY phone number"), ("3", "Main", "No", "Ashford\n\n    Bolton", "860-555-0112")),
    }  # fmt: skip
    folder = [put(tmp_path, f"own/{name}", text) for name, text in own.items()][0].parent
    assert run(data, folder) == 0
    steps = brought(data)["baby-steps"]
    assert steps["run_by"] == "Little Feet Inc." and steps["phone"] == "860-555-0111" and steps["serves"] == ["ashford", "bolton"]
    assert "old-ways" not in brought(data)


@pytest.mark.parametrize("form", ["page", "single", "list", "pages", "uk", "organization", "tabular"])
def test_json_of_the_standard(form, tmp_path, capsys):
    data = small(tmp_path)
    page = json.loads(services())
    one = page["contents"][0]
    tables = {name: [dict(zip(lines[0], row, strict=True)) for row in lines[1:]] for name, text in RELATED.items() if (lines := [line.split(",") for line in text.splitlines()])}
    tables["services.csv"][0] |= {"description": one["description"]}
    tables["phones.csv"][0] |= {"extension": "7"}
    tables |= {"taxonomies.csv": [{"id": "x", "name": "Ours"}], "taxonomy_terms.csv": [{"id": "tt", "name": "Attachment", "taxonomy_id": "x"}], "attributes.csv": [{"id": "t", "link_id": "s1", "link_entity": "service", "taxonomy_term_id": "tt"}]}
    of_one = {name: value for name, value in one.items() if name != "organization"}
    given = {"organization": one["organization"] | {"services": [of_one]}, "tabular": tables, "page": page, "single": one, "list": [one], "uk": {"content": [one | {"eligibilitys": [{"id": "e", "eligibility": "Families"}], "service_taxonomys": []}]}}
    if form == "pages":
        other = page | {"page_number": 2, "contents": [one | {"id": "s9", "name": "Another"}]}
        path = put(tmp_path, "pages.zip", packed({"1.json": json.dumps(page), "2.json": json.dumps(other)}))
    else:
        path = put(tmp_path, "given.json", json.dumps(given[form]))
    assert run(data, path) == 0, capsys.readouterr().err
    found = brought(data)
    steps = found["baby-steps"]
    assert {name: steps[name] for name in STEPS if name != "phone"} == {name: value for name, value in STEPS.items() if name != "phone"}
    assert steps["phone"] == "860-555-0111 x7" and steps["needs"] == ["bonding"] and steps["for_professionals"] == "We play with your baby.\nCome in & see."
    assert ("another" in found) == (form == "pages")
    assert not any(b"Sample" in content or b"0118" in content for content in snapshot(tmp_path).values())


TRAPS = {
    "nothing.csv": (b"", "nothing.csv: is empty"),
    "blank.csv": (b"\n \n", "blank.csv: is empty"),
    "letter.csv": (b"Dear friends\nhow are you\n", "letter.csv: is no table: no line has two columns"),
    "head.csv": (b"Name,Phone\n", "head.csv: has a header and no row below it"),
    "page.html": (b"<!DOCTYPE html><table>", "page.html: is a web page, no table; save it as CSV or as an Excel workbook (.xlsx)"),
    "paper.pdf": (b"%PDF-1.7", "paper.pdf: is a PDF, no table; save it as CSV or as an Excel workbook (.xlsx)"),
    "broken.zip": (packed({"list.csv": LIST})[:-60], "broken.zip: the zip is broken: fetch or make it once more"),
    "torn.zip": (packed({"list.csv": LIST}).replace(b"list.csv", b"lost.csv", 1), "torn.zip: the zip is broken"),
    "locked.xlsx": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked.xlsx: has a password: save it without one"),
    "old.xls": (b"\xd0\xcf\x11\xe0old", "old.xls: is of an old Excel: save it as .xlsx"),
    "mixed.csv": (LIST.encode() + "Café,b\n".encode() + "Olé,c\n".encode("cp1252"), "mixed.csv: mixes encodings: line 7 is UTF-8, line 8 is not; save it once more as UTF-8"),
    "formula.xlsx": (workbook(*header_and((*BABY[:2], "=A1", *BABY[3:]))), "formula.xlsx: cell C2 holds a formula without its result: open it in Excel, save it, and import that"),
    "source.xml": (b'<?xml version="1.0"?><Source><Name>One, two</Name>\n<Name>Three, four</Name></Source>', "source.xml: is XML, no table; save it as CSV or as an Excel workbook (.xlsx)"),
    "lines.jsonl": (b'{"id": 1, "name": "a"}\n{"id": ', "lines.jsonl:1: is no JSON"),
    "merged.xlsx": (workbook(*header_and(*[BABY] * 5), merge="B3:B5"), "merged.xlsx: the cells B3:B5 are merged: unmerge them and write their value into each"),
    "words.docx": (packed({"word/document.xml": "<w/>"}), "words.docx: is a document of another program, no table"),
    "wrong.json": (b'{"a": ', "wrong.json:1: is no JSON"),
    "other.json": (b'{"a": 1}', "other.json: is JSON, but no list of services or of rows"),
    "noise.csv": (b"a\0b,c\0d\n" * 9, "noise.csv: is no table"),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_one_plain_line_and_nothing_is_written(name, tmp_path, capsys):
    content, says = TRAPS[name]
    data, given = small(tmp_path), put(tmp_path, name, content)
    before = snapshot(tmp_path)
    assert run(data, given) == 1
    *_, line, end = capsys.readouterr().err.splitlines()
    assert says in line and end == "Nothing was imported."
    assert snapshot(tmp_path) == before


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(opening, "MOST_BYTES", 1_000_000)
    given = put(tmp_path, "bomb.zip", packed({f"{number}.csv": b"0" * 400_000 for number in range(20)}))
    assert given.stat().st_size < 100_000
    assert run(small(tmp_path), given) == 1
    assert "bomb.zip, unpacked,: holds 7 MB; at most 0 are read: split it into parts" in capsys.readouterr().err


def test_a_file_that_is_too_large_is_not_even_read(tmp_path, capsys):
    given = put(tmp_path, "large.csv", "a,b\n")
    with given.open("r+b") as stream:
        stream.truncate(500 * 1024 * 1024)
    assert run(small(tmp_path), given) == 1
    assert "holds 500 MB; at most 400 are read: split it into parts" in capsys.readouterr().err


def test_a_locked_zip_is_refused(tmp_path, capsys):
    locked = bytearray(packed({"list.csv": LIST}))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + flag] |= 1
    assert run(small(tmp_path), put(tmp_path, "locked.zip", bytes(locked))) == 1
    assert "locked.zip: has a password: pack it without one" in capsys.readouterr().err


def test_ids_that_lead_nowhere_are_listed_and_nothing_is_written_unless_somebody_agrees(tmp_path, capsys):
    data = small(tmp_path)
    files = RELATED | {"services.csv": RELATED["services.csv"].replace("s1,o1", "s1,o9")}
    folder = [put(tmp_path, f"all/{name}", text) for name, text in files.items()][0].parent
    before = snapshot(data)
    assert run(data, folder) == 1
    said = capsys.readouterr().err
    assert 'services.csv:2: organization_id "o9" is not in the table of organizations (1 rows of services)' in said
    assert snapshot(data) == before
    mapping = tmp_path / "imports/all.yaml"
    mapping.write_text(mapping.read_text() + "missing_ids: left out\n")
    assert run(data, folder) == 0
    assert "baby-steps" in brought(data)


def test_a_cell_beyond_the_header_leaves_its_row_out(tmp_path):
    data = small(tmp_path)
    run(data, put(tmp_path, "list.csv", LIST + "Shifted,by,one,cell,Ashford,Active,Oh.,2026-01-01,more\n"))
    assert "shifted" not in brought(data)
    assert ("list.csv:7", "", "", "a cell stands beyond the header: the row may be shifted") in left(data)


def test_the_header_of_a_printed_page_is_no_program(tmp_path):
    data = small(tmp_path)
    run(data, put(tmp_path, "list.csv", LIST + LIST.splitlines()[2] + "\n"))
    assert sorted(brought(data)) == ["baby-steps", "family-table"]


def test_rows_are_numbered_as_in_the_file(tmp_path):
    found, _ = recognize(put(tmp_path, "list.csv", LIST.replace("We play with your baby.", '"We play\nwith you."')))
    assert [row.place for row in found.rows] == ["list.csv:4", "list.csv:6", "list.csv:7"]
