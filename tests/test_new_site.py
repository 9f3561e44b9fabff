"""Another association: the same code builds an invented one, and nothing of the first is left in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import Reader
from folders import ROOT
from imhsite.commands import new_site
from imhsite.reading.catalog import load, read
from imhsite.finding.matching import Matcher
from imhsite.pages.generated import path_of
from repositories import change

OURS = re.compile(r"Connecticut|CT-AIMH|ctaimh|ct-aimh|Torrington|Hartford|New Haven")
STATES = re.compile(r"^typed-states.*$", re.MULTILINE)  # the words of the interface know every state


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """A new site, built by its own scripts."""
    folder = tmp_path_factory.mktemp("new") / "site-of-another"
    assert new_site.main([str(folder)]) == 0
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "SITE_"))}
    run = subprocess.run([sys.executable, "-m", "imhsite.cli", "build"], cwd=folder, capture_output=True, text=True, env=environment | {"PYTHONPATH": str(folder / "src")}, check=False)
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture(scope="module")
def other(started) -> Reader:
    return Reader(started / "site")


def test_nothing_of_the_first_association_is_left(started):
    for file in sorted((started / "site").rglob("*")):
        if file.suffix in (".html", ".json", ".xml", ".js", ".css", ".webmanifest", ".txt") and file.name != "typed.json":  # which knows every state
            assert not OURS.search(file.read_text(encoding="utf-8")), file
    for file in sorted(started.rglob("*")):
        if file.is_file() and "site" not in file.relative_to(started).parts and file.suffix not in (".png", ".woff2", ".pyc") and file.name != "LICENSE":
            assert not OURS.search(STATES.sub("", file.read_text(encoding="utf-8"))), file


def test_its_licence_keeps_whose_code_it_is_and_no_more(started):
    """As the licence asks."""
    code = (ROOT / "LICENSE").read_text(encoding="utf-8").split("MIT License\n")[1]
    head, _, rest = (started / "LICENSE").read_text(encoding="utf-8").partition("MIT License\n")
    assert rest == code and not OURS.search(head)


def test_it_passes_its_own_check_and_its_own_tests(started):
    """But those of the standards, which the tests of this project ask of the same templates."""
    (started / "tests/node_modules").symlink_to(ROOT / "tests/node_modules")
    environment = os.environ | {"PYTHONPATH": str(started / "src")}
    for command in (("imhsite.cli", "check"), ("pytest", "-q", "-p", "no:cacheprovider", "tests/test_pages.py", "tests/test_workflows.py", "-k", "not 1280")):
        run = subprocess.run([sys.executable, "-m", *command], cwd=started, capture_output=True, text=True, env=environment, check=False)
        assert run.returncode == 0, run.stdout + run.stderr


def test_its_commands_and_workflows_find_what_they_name(started):
    texts = [file.read_text(encoding="utf-8") for folder in ("scripts", ".github/workflows") for file in (started / folder).iterdir() if file.is_file()]
    for name in set(re.findall(r"\brequirements[\w-]*\.txt|\btests/package-lock\.json|\.ci/run\b", "\n".join(texts))):
        assert (started / name).is_file(), name
    assert not (started / "scripts/new-site").exists()


def test_its_recipe_quotes_the_check(started, tmp_path):
    shutil.copytree(started / "data", tmp_path / "data")
    change(tmp_path, "data/programs.yaml", "ages: pregnancy to 2", "ages: 2 to pregnancy")
    (problem,) = read(tmp_path / "data")[1]
    assert f"\n{problem}\n" in (started / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_record_has_its_page(started, other):
    catalog = load(started / "data")
    for kind in ("programs", "towns", "regions", "age_groups", "levels", "competencies"):
        for record in catalog.records[kind].values():
            assert record.name in other.page(path_of(record)).h1.get_text(), path_of(record)
    matcher = Matcher(catalog)
    for town in catalog.towns.values():
        found = {link["href"] for link in other.page(path_of(town)).select(".program h3 a")}
        assert found == {f"/{path_of(program)}" for program in catalog.programs.values() if matcher.reach(program, town)}


def test_it_says_that_it_is_an_example():
    for file in (ROOT / "examples/data").rglob("*.yaml"):
        assert file.read_text(encoding="utf-8").splitlines()[1] == "# An invented example: put your own in its place.", file


def test_a_folder_that_holds_something_is_refused(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert new_site.main([str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"{tmp_path}: name a folder that is empty or does not exist yet\n"
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_everything_that_it_copies_exists():
    assert all((ROOT / name).exists() for name in new_site.CODE)
    assert (ROOT / "examples/.ci/run").stat().st_mode & 0o111
