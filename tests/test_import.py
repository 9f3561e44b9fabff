"""A directory that others keep becomes records: carefully, again and again, and back from our own exports."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest
import small_data
from conftest import RUNNER
from directories import LIST, brought, left, programs, put, run, small, snapshot, table
from folders import ROOT
from imhsite.commands import diff
from imhsite.exports import api, hsds, spreadsheet
from imhsite.importing import command, merging, writing
from imhsite.importing.vocabulary import Vocabulary
from imhsite.importing.writing import Edited
from imhsite.model import dates
from imhsite.pages import changes
from imhsite.reading.catalog import load

HEAD = ("Id", "Program Name", "Agency", "Phone", "Ages", "Towns Served", "Status", "Description", "Last Verified")
STEPS = ("1", "Baby Steps", "Little Feet Inc.", "860-555-0111", "0-3", "Ashford", "Active", "We play.", "2026-10-14")
FAMILY = ("2", "Family Table", "Little Feet Inc.", "860-555-0112", "0-5", "Bolton", "Active", "We eat.", "")


def changed(row: tuple, **cells: str) -> tuple:
    names = [name.lower().replace(" ", "_") for name in HEAD]
    return tuple(cells.get(name, cell) for name, cell in zip(names, row, strict=True))


def with_column(name: str, *cells: str) -> str:
    return table((*HEAD, name), *((*row, cell) for row, cell in zip((STEPS, FAMILY), cells, strict=False)))


@pytest.fixture
def data(tmp_path):
    return small(tmp_path)


@pytest.fixture
def bring(data, tmp_path):
    """A function that imports rows, or a text, as the directory `hands`."""

    def bring(*rows: tuple, arguments: tuple = ()) -> int:
        text = rows[0] if isinstance(rows[0], str) else table(HEAD, *rows)
        return run(data, put(tmp_path, "hands.csv", text), *arguments)

    return bring


def edit(data, old: str, new: str, file: str = "programs/hands.yaml") -> None:
    text = (data / file).read_text()
    assert old in text
    (data / file).write_text(text.replace(old, new, 1))


# ---- What reaches a reader


def test_a_row_becomes_a_whole_record_and_the_check_finds_no_problem(data, bring):
    assert bring(STEPS, FAMILY) == 0
    catalog = load(data)
    steps = catalog.programs["baby-steps"]
    assert (steps.status, steps.checked.iso, steps.checked_by) == ("active", "2026-10-14", "Hands")
    assert (str(steps.ages), steps.serves.slugs, steps.phone.text, steps.run_by) == ("birth to 3", ("ashford",), "860-555-0111", "Little Feet Inc.")
    assert catalog.sources["hands"].title == "Hands" and steps.sources == ("hands",)
    assert catalog.needs["other-help"].name == "Other help" and steps.needs == ("other-help",)


def test_nothing_is_active_without_a_day_of_verification(data, bring):
    bring(STEPS, FAMILY)
    assert brought(data)["family-table"]["status"] == "unchecked"


@pytest.mark.parametrize("status", ["Inactive", "Closed for good", "Active - DO NOT REFER", "No", "Tier 9"])
def test_what_is_not_surely_open_never_reaches_a_reader(status, data, bring):
    bring(changed(STEPS, status=status), FAMILY)
    assert list(brought(data)) == ["family-table"]
    assert any(status in reason for _, _, _, reason in left(data))


@pytest.mark.parametrize("row", [changed(STEPS, program_name="Baby Steps (CLOSED)"), changed(STEPS, description="Nice. Do not refer until May.")])
def test_nor_what_a_name_or_a_text_calls_closed(row, data, bring):
    bring(row, FAMILY)
    assert list(brought(data)) == ["family-table"]


def test_persons_are_dropped_and_counted_and_nowhere_written(data, tmp_path, bring, capsys):
    said = "We play. Ask for Ms. Sample. Write to pat.sample@example.org."
    text = table((*HEAD, "Contact Name", "Cell Phone", "E-mail"), (*changed(STEPS, description=said), "Pat Sample", "860-555-0118", "pat.sample@example.org"))
    assert bring(text) == 0
    out = capsys.readouterr().out
    assert "not kept, persons: 2" in out and "not kept, a person's e-mail: 2" in out
    kept = {path: content for path, content in snapshot(tmp_path).items() if path != "imports/hands.yaml"}
    assert brought(data)["baby-steps"]["for_parents"] == "We play."
    assert not any(b"Sample" in content or b"0118" in content or b"pat.s" in content for content in kept.values())


def test_nor_are_they_kept_beside(data, tmp_path, bring):
    """A personal line in the cell of a number, and columns of which nobody knows whose they are."""
    bring(table((*HEAD, "Reach", "Remarks"), (*changed(STEPS, phone="860-555-0111, cell 860-555-0118"), "860-555-0117", "or pat.sample@example.org")))
    assert brought(data)["baby-steps"]["phone"] == "860-555-0111"
    (beside,) = (tmp_path / "imports").glob("*.left.csv")
    assert not re.search("0118|0117|pat", beside.read_text())
    assert [(column, reason) for _, column, value, reason in left(data) if not value] == [("Phone", "personal: not kept"), *[(name, "nobody said whose number or e-mail this is") for name in ("Reach", "Remarks")]]


def test_the_mapping_shows_no_person_either(tmp_path, data, bring):
    bring(table((*HEAD, "Contact Name"), (*STEPS, "Pat Sample")))
    assert "Sample" not in (tmp_path / "imports/hands.yaml").read_text()


def test_what_was_left_stands_beside_with_row_column_value_and_reason(data, bring):
    bring(table((*HEAD, "Hours", "Colour"), (*changed(STEPS, ages="Preschool through young adult", towns_served="Ashford; Atlantis"), "Mon 9-5", "red")))
    steps = brought(data)["baby-steps"]
    assert steps["ages"] == "not stated" and steps["ages_note"] == 'The source says: "Preschool through young adult".'
    assert steps["serves"] == ["ashford"] and steps["printed_reach"] == "Ashford; Atlantis"
    assert steps["hours"] == "Mon 9:00-17:00"
    assert left(data) == [
        ("hands.csv:2", "ages", "Preschool through young adult", "not read for sure: kept in its own words"),
        ("hands.csv:2", "Towns Served", "Atlantis", "no town or region of this site has this name"),
        ("hands.csv:2", "Colour", "red", "nobody said what this column holds"),
    ]


def test_marks_below_ages_are_read(data, bring):
    bring(table((*HEAD[:4], "Prenatal to birth", "0-2", "3-5", *HEAD[5:]), (*STEPS[:4], "", "X", "x", *STEPS[5:]), (*FAMILY[:4], "", "", "", *FAMILY[5:])))
    assert brought(data)["baby-steps"]["ages"] == "birth to 5" and brought(data)["family-table"]["ages"] == "not stated"


def test_marks_below_ages_without_an_end_stay_in_words(data, bring):
    bring(table((*HEAD[:4], "3-5", "6+", *HEAD[5:]), (*STEPS[:4], "X", "x", *STEPS[5:]), (*FAMILY[:4], "X", "", *FAMILY[5:])))
    assert brought(data)["baby-steps"]["ages"] == "not stated" and "3-5; 6+" in brought(data)["baby-steps"]["ages_note"]
    assert brought(data)["family-table"]["ages"] == "3 to 5"


def test_ages_in_words_beside_marks_are_listed(data, bring):
    bring(table((*HEAD, "0-3"), (*changed(STEPS, ages="0-5"), "X"), (*changed(FAMILY, ages="0-3"), "X")))
    assert ("hands.csv:2", "Ages", "0-5", "beside ages that are marked") in left(data) and len(left(data)) == 1


def test_a_list_without_a_column_for_names_says_so(data, bring, capsys):
    bring(table(("Agency", "Phone"), ("Little Feet Inc.", "860-555-0111")), arguments=("--preview",))
    assert "No column holds the name of a program: that of its organization stands in" in capsys.readouterr().out


def test_a_column_of_numbers_without_a_name_is_not_used_until_somebody_agrees(data, tmp_path, bring, capsys):
    text = table(("Program Name", "Agency", "Reach us", "Status"), ("Baby Steps", "Feet", "860-555-0111", "Active"), ("Family Table", "Feet", "860-555-0112", "Active"))
    bring(text)
    assert "phone" not in brought(data)["baby-steps"] and "not used: looks like phone, say so in the mapping" in capsys.readouterr().out
    edit(tmp_path, "Reach us: not decided", "Reach us: phone", "imports/hands.yaml")
    bring(text)
    assert brought(data)["baby-steps"]["phone"] == "860-555-0111"


def test_the_mapping_says_what_words_mean(data, tmp_path, bring):
    text = with_column("Category", "Nest Watch; Attachment", "Food")
    bring(text)
    mapping = tmp_path / "imports/hands.yaml"
    assert "    Nest Watch: not decided\n" in mapping.read_text()
    mapping.write_text(re.sub(r"    # \d rows?\n", "", mapping.read_text()).replace("Nest Watch: not decided", "Nest Watch: [stress]") + "  status: {active: open}\nleave_out:\n  Program Name: [Family Table]\ndefaults:\n  serves: [canton]\n")
    (data / "programs/hands.yaml").unlink()
    (data / "imported/hands.json").unlink()
    assert bring(text) == 0
    assert brought(data)["baby-steps"]["needs"] == ["stress", "bonding"] and "family-table" not in brought(data)


def test_the_mapping_shows_which_words_were_taken_for_needs(data, tmp_path, bring):
    text = with_column("Category", "Home Visiting; Knitting", "Home Visiting")
    bring(text)
    assert brought(data)["baby-steps"]["needs"] == ["bonding"], "those of the list that this site has"
    mapping = tmp_path / "imports/hands.yaml"
    assert "    Knitting: not decided\n    # guessed: correct what is wrong\n    Home Visiting: [bonding]\n" in mapping.read_text()
    mapping.write_text(mapping.read_text().replace("[bonding]", "[stress]"))
    bring(text)
    assert brought(data)["baby-steps"]["needs"] == ["stress"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  Phone: phone", "  Phone: fone", 'imports/hands.yaml:41: Phone: write what the column holds: private notes, '),
        ("  Phone: phone", "  Phones: phone", 'columns: write a column of the source; got "Phones". Did you mean "Phone"?'),
        ("columns:", "words:\n  needs:\n    Home Visiting: [stres]\ncolumns:", 'Home Visiting: write what this word means here, such as bonding, or left out; got "stres". Did you mean "stress"?'),
        ("columns:", "colums:", 'write one of columns, leave_out, missing_ids, source, defaults, words, with fields; got "colums". Did you mean "columns"?'),
    ],
)
def test_a_mistake_in_the_mapping_is_told_with_its_line(old, new, says, data, tmp_path, bring, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bring(STEPS)
    edit(tmp_path, old, new, "imports/hands.yaml")
    before = snapshot(tmp_path)
    assert bring(STEPS) == 1
    assert says.rpartition("hands.yaml:41: ")[2] in capsys.readouterr().err
    assert snapshot(tmp_path) == before


def test_a_word_may_be_the_name_of_a_record(tmp_path):
    """Of which the full name says more: "Child care, or trouble at child care"."""
    words = Vocabulary(load(ROOT / "src/imhsite/start/data"))
    assert words.needs("Child care") == ["child-care"] and words.needs("Lawn care") == []


def test_programs_of_one_name_are_told_apart(data, bring):
    bring(STEPS, changed(STEPS, id="2", agency="Other Feet"), changed(STEPS, id="3", program_name="Child First"), changed(STEPS, id="1"))
    assert sorted(one["name"] for one in brought(data).values()) == ["Baby Steps, Little Feet Inc.", "Baby Steps, Other Feet", "Child First, Little Feet Inc."]
    assert ("hands.csv:5", "", "", "the same id as hands.csv:2") in left(data)
    load(data)


def test_without_an_area_the_address_stands_in_and_is_listed(data, bring):
    text = table((*HEAD, "ZIP"), (*changed(STEPS, towns_served=""), "06278"), (*changed(FAMILY, towns_served="Atlantis"), "06278"))
    bring(text)
    assert brought(data)["baby-steps"]["serves"] == ["ashford"] and brought(data)["family-table"]["serves"] == "no place"
    assert ("hands.csv:2", "ZIP", "06278", "the source names no area: that of the address stands in") in left(data)


def test_a_region_takes_in_its_towns(data, bring):
    bring(changed(STEPS, towns_served="South, Bolton; Town of Ashford"))
    assert brought(data)["baby-steps"]["serves"] == ["south", "ashford"]


@pytest.mark.parametrize(
    ("said", "serves"),
    [
        ("Ashford, Smallstate", ["ashford"]), ("US, Smallstate, Canton", ["canton"]), ("SM - Ashford; United States - Smallstate - Bolton", ["ashford", "bolton"]),
        ("Smallstate", "statewide"), ("United States - Smallstate", "statewide"), ("Smallstate, Atlantis", "no place"), ("Canton and surrounding towns", ["canton"]), ("6278", ["ashford"]),
    ],
)  # fmt: skip
def test_the_state_beside_a_place_only_says_where_that_is(said, serves, data, bring):
    bring(changed(STEPS, towns_served=said))
    assert brought(data)["baby-steps"]["serves"] == serves


def test_a_list_of_places_that_is_too_long_is_cut_and_they_all_count(data, bring):
    bring(changed(STEPS, towns_served="; ".join(["Ashford", *(f"Village {number:04}" for number in range(60))])))
    steps = brought(data)["baby-steps"]
    assert steps["serves"] == ["ashford"] and steps["printed_reach"].startswith("Ashford; Village 0000") and len(steps["printed_reach"]) <= 400


def test_a_zero_that_a_spreadsheet_took_from_a_zip_code_comes_back(data, bring):
    rows = [(*changed(STEPS, towns_served=""), code) for code in ("6278", "6278.0", "06278-1234")]
    bring(table((*HEAD, "ZIP"), *((str(number), *row[1:]) for number, row in enumerate(rows))))
    assert {tuple(one["serves"]) for one in brought(data).values()} == {("ashford",)}


def test_texts_that_yaml_would_change_come_through(data, bring):
    for text in ("no", "Yes: it's #1", '"Quoted" \\ back', "- dash", "[x]", "2026", "a: b", "& and * and !", "{brace}", "trailing:", "x  two  blanks", "é" * 90, "'", "null", "0x1f", "1e3", "~", "word " * 60 + "# end"):
        bring(changed(STEPS, agency=text.strip()))
        (data / "imported/hands.json").unlink()
        found = load(data).programs["baby-steps"].run_by
        (data / "programs/hands.yaml").unlink()
        assert found in (None, re.sub(r"\s+", " ", text).strip()), text
        assert found or text in ("no", "null", "- dash")or text.strip() in ("no",), text


def test_a_column_that_may_be_a_status_must_be_decided_first(data, tmp_path, bring, capsys):
    text = table(("Program Name", "Agency", "How it stands"), ("Baby Steps", "Feet", "active"), ("Old Ways", "Feet", "closed"))
    before = snapshot(data)
    assert bring(text) == 1
    assert '"How it stands" may say which programs are closed ("active", "closed"): write "status" or "left out" behind it in' in capsys.readouterr().err
    assert snapshot(data) == before
    edit(tmp_path, "How it stands: not decided", "How it stands: status", "imports/hands.yaml")
    assert bring(text) == 0 and list(brought(data)) == ["baby-steps"]


def test_rows_without_ids_that_say_another_place_are_other_programs(data, tmp_path, bring):
    rows = [("Baby Steps", "Feet", "860-555-0111", "Ashford"), ("Baby Steps", "Feet", "860-555-0112", "Bolton"), ("Baby Steps", "Feet", "860-555-0112", "Bolton")]
    text = table(("Program Name", "Agency", "Phone", "City"), *rows)
    bring(text)
    assert sorted((one["name"], one["phone"]) for one in brought(data).values()) == [("Baby Steps, Ashford", "860-555-0111"), ("Baby Steps, Bolton", "860-555-0112")]
    assert ("hands.csv:4", "", "", "says the same as hands.csv:3") in left(data)
    before = snapshot(tmp_path)
    bring(text)
    assert snapshot(tmp_path) == before


# ---- Again and again


def test_a_second_import_of_the_same_file_changes_no_byte(data, tmp_path, bring, capsys):
    rows = (STEPS, FAMILY, changed(STEPS, id="3", program_name="Old Ways", status="Closed"))
    bring(*rows)
    before = snapshot(tmp_path)
    assert bring(*rows) == 0
    assert snapshot(tmp_path) == before
    assert "the same: 2" in capsys.readouterr().out


def test_what_stands_here_is_read_record_by_record_only_where_the_source_has_changed(data, bring, monkeypatch):
    """Else 100,000 records take more than 2 GB."""
    assert bring(STEPS) == 0
    with monkeypatch.context() as patch:
        patch.setattr(merging, "Edited", None)
        assert bring(STEPS) == 0
        with pytest.raises(TypeError):
            bring(changed(STEPS, description="We dance."))


def test_names_are_read_as_yaml_says_them(tmp_path):
    file = tmp_path / "some.yaml"
    file.write_text('a:\n  name: Plain\n  ages: x\n\nb:\n  sort: service\n  name: "Two: \\"b\\""\n\nc:\n  name: >-\n    On two\n    lines\n')
    assert merging._names(file, set()) == {"a": "Plain", "b": 'Two: "b"', "c": "On two lines"}
    assert merging._names(file, {"b", "c"}) == {"a": "Plain", "b": "", "c": ""}


def test_a_newer_file_of_another_name_is_not_taken_for_another_directory(data, tmp_path, bring, capsys):
    bring(STEPS, FAMILY)
    newer = put(tmp_path, "hands-december.csv", table(HEAD, changed(STEPS, phone="860-555-0199"), FAMILY))
    before = snapshot(tmp_path)
    assert run(data, newer) == 1
    assert 'most of its programs came with "hands": write --name hands, or --name hands-december if it is another directory' in capsys.readouterr().err
    assert snapshot(tmp_path) == before
    assert run(data, newer, "--name", "hands") == 0 and brought(data)["baby-steps"]["phone"] == "860-555-0199"
    assert len(brought(data)) == 2


def test_what_is_left_is_no_formula_to_a_spreadsheet(data, bring):
    bring(with_column("Colour", "=1+1", ""))
    assert ("hands.csv:2", "Colour", "'=1+1", "nobody said what this column holds") in left(data)


def test_what_changed_there_comes_and_what_staff_changed_here_stays(data, tmp_path, bring):
    bring(STEPS, FAMILY)
    edit(data, "  for_parents: We play.\n", "  # our words\n  for_parents: Come and play!\n")
    bring(changed(STEPS, phone="860-555-0199", agency="New Feet"), FAMILY)
    text = (data / "programs/hands.yaml").read_text()
    assert "  # our words\n  for_parents: Come and play!\n" in text
    assert brought(data)["baby-steps"]["phone"] == "860-555-0199" and brought(data)["baby-steps"]["run_by"] == "New Feet"
    assert brought(data)["family-table"]["phone"] == "860-555-0112"


def test_both_changed_is_a_conflict_that_is_listed_until_it_is_settled(data, bring, capsys):
    bring(STEPS)
    edit(data, "860-555-0111", "860-555-0177")
    for _ in range(2):
        bring(changed(STEPS, phone="860-555-0199"))
        said = capsys.readouterr().out
        assert 'baby-steps: phone: you have "860-555-0177"; the source now says "860-555-0199", and said "860-555-0111": yours stays' in said
    assert brought(data)["baby-steps"]["phone"] == "860-555-0177"
    assert ("baby-steps", "phone", '"860-555-0177"', 'the source now says "860-555-0199", and said "860-555-0111"') in left(data)
    edit(data, "860-555-0177", "860-555-0199")
    bring(changed(STEPS, phone="860-555-0199"))
    assert "you have" not in capsys.readouterr().out


def test_a_check_of_staff_stays_whole(data, bring):
    bring(STEPS)
    edit(data, "checked: 2026-10-14", "checked: 2026-11-20")
    edit(data, "checked_by: Hands", "checked_by: the editor")
    bring(changed(STEPS, last_verified=""))
    steps = brought(data)["baby-steps"]
    assert (steps["status"], steps["checked"], steps["checked_by"]) == ("active", "2026-11-20", "the editor")
    load(data)


def test_what_vanished_is_marked_and_not_deleted(data, tmp_path, bring, capsys):
    bring(STEPS, FAMILY)
    bring(FAMILY)
    steps = brought(data)["baby-steps"]
    assert steps["status"] == "unchecked" and steps["since"] == '"Hands" no longer lists it.' and "checked" not in steps
    assert "baby-steps: no longer in the source" in capsys.readouterr().out
    before = snapshot(tmp_path)
    bring(FAMILY)
    assert snapshot(tmp_path) == before
    bring(STEPS, FAMILY)
    steps = brought(data)["baby-steps"]
    assert steps["status"] == "active" and "since" not in steps


def test_what_closed_there_is_ended_here(data, bring, monkeypatch):
    monkeypatch.setenv(dates.TODAY, "2026-11-29")
    bring(STEPS, FAMILY)
    bring(changed(STEPS, status="Closed"), FAMILY)
    steps = load(data).programs["baby-steps"]
    assert steps.status == "ended" and steps.ended.year == 2026 and steps.successor == "Call 2-1-1 to find out who helps now."


def test_what_staff_deleted_does_not_come_back(data, bring, capsys):
    bring(STEPS, FAMILY)
    text = (data / "programs/hands.yaml").read_text()
    (data / "programs/hands.yaml").write_text(text[: text.index("baby-steps:")] + text[text.index("family-table:") :])
    bring(STEPS, FAMILY)
    assert list(brought(data)) == ["family-table"] and "deleted here, left so: 1" in capsys.readouterr().out


def test_a_new_row_goes_to_its_place_and_a_moved_record_is_still_found(data, bring):
    bring(STEPS, FAMILY)
    moved = (data / "programs/hands.yaml").read_text()
    record = moved[moved.index("family-table:") :]
    (data / "programs/hands.yaml").write_text(moved.replace("\n" + record, ""))
    (data / "programs/moved.yaml").write_text(record)
    bring(STEPS, changed(FAMILY, phone="860-555-0198"), changed(STEPS, id="9", program_name="Aunts"))
    assert (data / "programs/moved.yaml").read_text() == record.replace("0112", "0198")
    assert re.findall(r"^[a-z-]+:", (data / "programs/hands.yaml").read_text(), re.MULTILINE) == ["aunts:", "baby-steps:"]
    load(data)


def test_a_renamed_program_keeps_its_address(data, bring):
    bring(STEPS)
    bring(changed(STEPS, program_name="Small Steps"))
    assert brought(data)["baby-steps"]["name"] == "Small Steps"


def test_many_records_go_into_several_files(data, tmp_path, bring, monkeypatch):
    monkeypatch.setattr(merging, "_FULL", 4000)
    rows = [changed(STEPS, id=str(number), program_name=f"Program {number:03}") for number in range(30)]
    bring(*rows)
    assert len(list((data / "programs").glob("hands*.yaml"))) > 2 and len(brought(data)) == 30
    before = snapshot(tmp_path)
    bring(*rows)
    assert snapshot(tmp_path) == before
    bring(*rows, changed(STEPS, id="99", program_name="Program 999"))
    assert len(brought(data)) == 31
    load(data)


def test_the_memory_of_the_last_import_must_be_whole(data, bring, capsys):
    bring(STEPS)
    (data / "imported/hands.json").write_text("[{")
    assert bring(STEPS) == 1
    assert "hands.json: is broken: fetch it from the last commit" in capsys.readouterr().err


def test_the_change_is_told_in_words(data, tmp_path, bring):
    bring(STEPS, FAMILY)
    before = load(data)
    bring(changed(STEPS, phone="860-555-0199"), FAMILY)
    after = load(data)
    said = [line for change in changes.record_changes(before, after, set()) for line in diff.lines_of(change, before, after)]
    assert len(said) == 1 and "860-555-0111" in said[0] and "860-555-0199" in said[0] and "Baby Steps" in said[0]


# ---- All or nothing


def test_an_import_that_the_check_refuses_writes_nothing(data, tmp_path, bring, capsys):
    bring(STEPS, arguments=("--preview",))
    mapping = tmp_path / "imports/hands.yaml"
    mapping.write_text(mapping.read_text() + "defaults:\n  section: nowhere\n")
    before = snapshot(tmp_path)
    assert bring(STEPS) == 1
    assert 'baby-steps: section: write the name of a record in sections.yaml; got "nowhere"' in capsys.readouterr().err
    assert snapshot(tmp_path) == before


def test_data_that_are_not_in_order_are_left_alone(data, tmp_path, bring, capsys):
    edit(data, "regions: [north]", "regions: [nord]", "towns.yaml")
    (data / "towns.yaml").write_text((data / "towns.yaml").read_text() + "x")
    before = snapshot(tmp_path)
    assert bring(STEPS) == 1 and snapshot(tmp_path) == before


def test_a_disk_that_fills_up_leaves_everything_as_it_was(data, tmp_path, bring, monkeypatch):
    before = snapshot(tmp_path)
    real = writing.Path.write_text

    def full(path, *arguments, **more):
        if path.name == ".hands.json.part":
            raise OSError(28, "No space left on device")
        return real(path, *arguments, **more)

    monkeypatch.setattr(writing.Path, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        bring(STEPS)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopping_it_halfway_leaves_the_data_as_they_were(how, data, tmp_path):
    rows = [changed(STEPS, id=str(number), program_name=f"Program {number:05}") for number in range(8000)]
    given = put(tmp_path, "hands.csv", table(HEAD, *rows))
    before = snapshot(tmp_path)
    environment = os.environ | RUNNER | {"PYTHONPATH": str(ROOT / "src")}
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # a run in the background ignores it
    code = f"{heard}; import sys; from imhsite.importing import command; sys.exit(command.main(sys.argv[1:]))"
    process = subprocess.Popen([sys.executable, "-c", code, str(given), "--data", str(data)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert "Reading" in process.stderr.readline() and "5,000 of 8,000 rows" in process.stderr.readline()
    process.send_signal(how)
    process.communicate()
    assert process.returncode != 0 and snapshot(tmp_path) == before


# ---- Our own exports

RICH = small_data.replaced(
    "programs.yaml", "  phone: 860-555-0100\n",
    "  other_names: [MTB, The Baby]\n  printed_group: Families\n  printed_reach: All over\n  run_by: A team\n  funded_by: A fund\n  since: It moved.\n  phone: 860-555-0100 x12\n  phone_for: Questions\n  phone_source: report\n  ask: [two-one-one]\n"
    "  how_to_ask: >-\n    Call.\n\n    Or write.\n  postal_address: 1 Main Street, Ashford\n  email: info@example.org\n  parent_ages: 14 to 25\n  ages_note: By phone.\n",
)  # fmt: skip
ENDED = """
old-ways:
  name: "=Old Ways; once"
  section: families
  sort: initiative
  for_parents: It was good.
  for_professionals: It was good.
  ages: not stated
  ages_note: Nobody knows.
  serves: no place
  needs: [stress]
  status: ended
  ended: about 2015
  successor: Call.
  successors: [child-first]
  sources: [survey]

under-three:
  name: Under Three
  section: families
  sort: service
  for_parents: Come.
  for_professionals: Come.
  ages: under 3
  serves: [ashford]
  needs: [stress]
  status: listed
  sources: [survey]
  checked: 2026
  checked_by: the editor
  checked_how: a page
"""
ALL = {"programs.yaml": RICH["programs.yaml"] + ENDED}


def exports(catalog) -> dict[str, str]:
    return {
        "programs.json": api.files(catalog)["api/v1/programs.json"],
        "programs.csv": spreadsheet.programs(catalog),
        "services.json": hsds.files(catalog, {})["hsds/services.json"],
    }


@pytest.mark.parametrize("name", ["programs.json", "programs.csv", "services.json"])
def test_our_own_export_comes_back_as_the_same_records(name, tmp_path, capsys):
    data = small(tmp_path / "here", ALL)
    given = put(tmp_path, name, exports(load(data))[name])
    before = snapshot(tmp_path / "here")
    assert run(data, given) == 0
    assert snapshot(tmp_path / "here") == before, "where they stand, no byte changes"
    there = small(tmp_path / "there", {"programs.yaml": None, "redirects.yaml": None})
    assert run(there, given) == 0
    assert programs(there) == programs(data)
    assert load(there).programs.keys() == load(data).programs.keys()
    again = small(tmp_path / "again", {"programs.yaml": None, "redirects.yaml": None})
    assert run(again, put(tmp_path, name, exports(load(there))[name])) == 0
    assert (again / f"programs/{given.stem}.yaml").read_bytes() == (there / f"programs/{given.stem}.yaml").read_bytes()


@pytest.mark.parametrize("name", ["programs.json", "programs.csv", "services.json"])
def test_a_changed_export_changes_that_alone(name, tmp_path):
    data = small(tmp_path, ALL)
    text = exports(load(data))[name].replace("It moved.", "It moved twice.")
    assert run(data, put(tmp_path, name, text)) == 0
    assert (data / "programs.yaml").read_text() == ALL["programs.yaml"].replace("It moved.", "It moved twice.")


# ---- Editing YAML, and speed


def test_only_the_lines_that_change_are_rewritten():
    text = "# top\n\na:\n  # about x\n  x: 1\n  z: >-\n    long\n    text\n\n# about b\nb:\n  x: 2 \n# end"
    edited = Edited(text, "f")
    edited.change("a", {"x": None, "y": "new", "z": ["p", "q"]}, ["x", "y", "z"])
    edited.change("b", {"z": "last"}, ["x", "y", "z"])
    edited.add({"aa": {"x": "n"}, "c": {"x": "m"}})
    assert edited.text() == "# top\n\na:\n  # about x\n  y: new\n  z: [p, q]\n\naa:\n  x: n\n\n# about b\nb:\n  x: 2 \n  z: last\n# end\n\nc:\n  x: m\n"


def test_two_thousand_rows_take_seconds(data, tmp_path):
    rows = [changed(STEPS, id=str(number), program_name=f"Program {number:05}") for number in range(2000)]
    given = put(tmp_path, "hands.csv", table(HEAD, *rows))
    start = time.process_time()
    assert run(data, given) == 0
    assert time.process_time() - start < 10, "5 s are promised for a machine that does nothing else"


def test_the_list_that_others_send(data, tmp_path):
    """The invented list of the tests, with titles above its header and a closed program."""
    assert run(data, put(tmp_path, "list.csv", LIST)) == 0
    assert brought(data)["family-table"]["phone"] == "860-555-0112 x7" and brought(data)["family-table"]["serves"] == ["canton", "bolton"]
    assert json.loads((data / "imported/list.json").read_text())[0]["slug"] == "baby-steps"
    assert command.main([str(tmp_path / "nothing"), "--data", str(data)]) == 1
