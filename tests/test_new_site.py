"""Another association: the same code builds an invented one, and nothing of the first is left in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from conftest import Reader
from generator import new_site
from generator.build import ROOT
from generator.catalog import load
from generator.matching import Matcher
from generator.pages import path_of

OURS = re.compile(r"Connecticut|CT-AIMH|ctaimh|ct-aimh|Torrington|Hartford|New Haven")


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """A new site, built by its own scripts."""
    folder = tmp_path_factory.mktemp("new") / "site-of-another"
    assert new_site.main([str(folder)]) == 0
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "SITE_"))}
    run = subprocess.run([sys.executable, "-m", "generator.build"], cwd=folder, capture_output=True, text=True, env=environment | {"PYTHONPATH": str(folder / "scripts")}, check=False)
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture(scope="module")
def other(started) -> Reader:
    return Reader(started / "site")


def test_nothing_of_the_first_association_is_left(started):
    for file in sorted((started / "site").rglob("*")):
        if file.suffix in (".html", ".json", ".xml", ".js", ".css", ".webmanifest", ".txt"):
            assert not OURS.search(file.read_text(encoding="utf-8")), file
    for name in ("data", "docs", "scripts", "overrides", "schema", ".github"):
        for file in sorted((started / name).rglob("*")):
            if file.is_file() and file.suffix in (".py", ".yaml", ".yml", ".md", ".html", ".js", ".css", ".json", ""):
                assert not OURS.search(file.read_text(encoding="utf-8")), file


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


def test_links_of_the_example_lead_somewhere(other):
    for path in other.paths():
        for link in other.page(path).select("a[href^='/']"):
            target = link["href"].split("#")[0].split("?")[0].removeprefix("/")
            assert (other.site / target).exists(), (path, link["href"])


def test_a_folder_that_holds_something_is_refused(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert new_site.main([str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"{tmp_path}: name a folder that is empty or not there yet\n"
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_everything_that_it_copies_exists():
    assert all((ROOT / name).exists() for name in new_site.CODE)
    assert (ROOT / "examples/.ci/run").stat().st_mode & 0o111
