"""A site takes the next version by one changed number, and its data follow by a command."""

from __future__ import annotations

import pytest
import small_data
from imhsite.commands import upgrade
from imhsite.model import upgrades
from imhsite.model.upgrades import RemovedField, RenamedField, RenamedKind, RenamedWord
from imhsite.reading.catalog import load, read

CHANGES = (
    RenamedField("0.2.0", "programs", "paid_by", "funded_by"),
    RenamedWord("0.2.0", "programs", "status", "unsure", "unchecked"),
    RemovedField("0.2.0", "programs", "fax", "nobody sends faxes"),
    RenamedKind("0.3.0", "locations", "towns"),
)
PROGRAMS = """\
# Ours: keep this comment.
child-first:
  # as families say it
  name: 'Child First'
  section: families
  sort: service
  paid_by: "The \\"state\\""
  for_parents: >-
    paid_by: is no field here.

    Come in.
  # how to reach it
  fax: >-
    860-555-0100
    and more
  # whom it serves

  for_professionals: Home visits.
  ages: pregnancy to 5
  serves: statewide
  needs: [bonding]
  status: "unsure"
  sources: [report]
"""
UPGRADED = PROGRAMS.replace("  paid_by: \"", "  funded_by: \"").replace('"unsure"', '"unchecked"').replace("  fax: >-\n    860-555-0100\n    and more\n", "")
OLD = {"programs.yaml": PROGRAMS, "redirects.yaml": None, "es/programs.yaml": "child-first:\n  paid_by: El estado\n"}


@pytest.fixture(autouse=True)
def changed(monkeypatch):
    monkeypatch.setattr(upgrades, "CHANGES", CHANGES)


def run(data, *arguments):
    return upgrade.main(["--data", str(data), *arguments])


def test_it_lists_and_then_writes_and_nothing_else_changes(tmp_path, capsys):
    data = small_data.write(tmp_path, OLD | {"towns.yaml": None, "locations.yaml": small_data.FILES["towns.yaml"]})
    assert run(data) == 1
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "data/programs.yaml:7: child-first: paid_by becomes funded_by (version 0.2.0)",
        "data/es/programs.yaml:2: child-first: paid_by becomes funded_by (version 0.2.0)",
        "data/programs.yaml:22: child-first: status: unsure becomes unchecked (version 0.2.0)",
        "data/programs.yaml:13: child-first: fax goes: nobody sends faxes (version 0.2.0)",
        "data/locations.yaml:1: locations: locations becomes towns, and the file towns.yaml (version 0.3.0)",
        '5 to change. "imhsite upgrade --write" changes them.',
    ]
    assert (data / "programs.yaml").read_text() == PROGRAMS
    assert run(data, "--write") == 0
    assert (data / "programs.yaml").read_text() == UPGRADED
    assert (data / "towns.yaml").read_text() == small_data.FILES["towns.yaml"] and not (data / "locations.yaml").exists()
    assert load(data).programs["child-first"].funded_by == 'The "state"'
    before = {file: file.read_bytes() for file in data.rglob("*.yaml")}
    assert run(data, "--write") == 0 and {file: file.read_bytes() for file in data.rglob("*.yaml")} == before


def test_the_ends_of_lines_stay(tmp_path):
    data = small_data.write(tmp_path, OLD | {"programs.yaml": PROGRAMS.replace("\n", "\r\n").encode()})
    run(data, "--write")
    assert (data / "programs.yaml").read_bytes() == UPGRADED.replace("\n", "\r\n").encode()


def test_what_only_a_person_can_decide_is_left_to_one(tmp_path, capsys):
    text = PROGRAMS.replace("  sort: service\n", "  sort: service\n  funded_by: We\n")
    data = small_data.write(tmp_path, OLD | {"programs.yaml": text})
    assert run(data, "--write") == 1
    assert "data/programs.yaml:8: child-first: delete one of paid_by and funded_by, which is the new name" in capsys.readouterr().out


def test_the_check_names_what_is_old(tmp_path):
    data = small_data.write(tmp_path, OLD | {"locations.yaml": "# none\n"})
    assert [str(problem) for problem in read(data)[1]] == [
        'data/es/programs.yaml:2: child-first: paid_by: write "funded_by": this field is called so since version 0.2.0; run "imhsite upgrade"',
        'data/locations.yaml: rename the file to "towns.yaml", as of version 0.3.0; run "imhsite upgrade"; got "locations.yaml"',
        'data/programs.yaml:7: child-first: paid_by: write "funded_by": this field is called so since version 0.2.0; run "imhsite upgrade"',
        'data/programs.yaml:13: child-first: fax: delete this field, which is gone since version 0.2.0: nobody sends faxes; run "imhsite upgrade"',
        'data/programs.yaml:22: child-first: status: write "unchecked", the new word since version 0.2.0; run "imhsite upgrade"; got "unsure"',
    ]
