"""A site takes the next version by one changed number, and its data follow by a command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import imhsite
import pytest
import small_data
from conftest import RUNNER
from folders import ROOT
from imhsite.commands import upgrade
from imhsite.model import upgrades
from imhsite.model.upgrades import RemovedField, RenamedField, RenamedKind, RenamedWord
from imhsite.reading.catalog import load, read
from repositories import change
from test_package import pip

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


@pytest.fixture(scope="module")
def wheels(tmp_path_factory) -> Path:
    """The product as wheels: as it is, and as a next version that calls a field and a kind otherwise."""
    folder = tmp_path_factory.mktemp("wheels")
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, ROOT)
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__"))
    package = source / "src/imhsite"
    change(source, "src/imhsite/__init__.py", imhsite.__version__, "99.0.0")
    change(package, "model/upgrades.py", "CHANGES: tuple[Change, ...] = (", 'CHANGES: tuple[Change, ...] = (RenamedField("99.0.0", "programs", "for_parents", "to_parents"),')
    for file in package.rglob("*"):
        if file.suffix in (".py", ".html") and file.name != "upgrades.py":
            file.write_text(re.sub(r"\bfor_parents\b", "to_parents", file.read_text(encoding="utf-8")), encoding="utf-8")
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, source)
    return folder


def test_an_upgrade_is_one_changed_number(wheels, tmp_path):
    site, installed = tmp_path / "site", tmp_path / "installed"

    def install() -> None:
        shutil.rmtree(installed, ignore_errors=True)
        pip("install", "--no-deps", "--no-index", "--find-links", wheels, "--target", installed, "-r", site / "requirements.txt")

    def run(*arguments: str, folder: Path = site) -> subprocess.CompletedProcess:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "SITE_"))} | RUNNER | {"PYTHONPATH": str(installed)}
        return subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)

    site.mkdir()
    (site / "requirements.txt").write_text(f"imhsite=={imhsite.__version__}\n")
    install()
    (site / "requirements.txt").unlink()
    assert run("-m", "imhsite.cli", "new", str(site), folder=tmp_path).returncode == 0
    assert run("-m", "imhsite.cli", "check").returncode == 0
    change(site, "data/programs.yaml", "  for_parents:", "  # as our parents group wrote it\n  for_parents:")
    before = {file: file.read_text(encoding="utf-8") for file in site.rglob("*.yaml")}

    change(site, "requirements.txt", imhsite.__version__, "99.0.0")
    install()
    told = run("-m", "imhsite.cli", "check")
    assert told.returncode == 1 and 'data/programs.yaml:9: example-visits: for_parents: write "to_parents": this field is called so since version 99.0.0; run "imhsite upgrade"' in told.stdout, told.stdout + told.stderr
    listed = run("-m", "imhsite.cli", "upgrade")
    assert listed.returncode == 1 and "data/programs.yaml:9: example-visits: for_parents becomes to_parents (version 99.0.0)" in listed.stdout
    assert {file: file.read_text(encoding="utf-8") for file in site.rglob("*.yaml")} == before
    assert run("-m", "imhsite.cli", "upgrade", "--write").returncode == 0
    assert {file: file.read_text(encoding="utf-8") for file in site.rglob("*.yaml")} == {file: text.replace("for_parents:", "to_parents:") for file, text in before.items()}
    for command in (("imhsite.cli", "check"), ("mkdocs", "build", "--quiet"), ("imhsite.cli", "build"), ("imhsite.cli", "test", "site"), ("imhsite.cli", "upgrade")):
        done = run("-m", *command)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "You talk about your baby" in (site / "site/programs/example-visits/index.html").read_text(encoding="utf-8")
