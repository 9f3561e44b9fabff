"""Another association: a thin site of its own, of which all the rest comes with the product."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import imhsite
import pytest
import yaml
from conftest import RUNNER, Reader
from folders import ROOT
from imhsite.commands import new_site, site_tests
from imhsite.pages.generated import path_of
from imhsite.reading.catalog import load, read
from repositories import change
from test_workflows import KNOWN

OURS = re.compile(r"Connecticut|CT-AIMH|ctaimh|ct-aimh|Torrington|Hartford|New Haven")
CITED = "Child Health and Development Institute of Connecticut"  # which published what the glossary comes from
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "SITE_"))} | RUNNER | {"PYTHONPATH": str(ROOT / "src")}


def imh(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "imhsite.cli", *arguments], cwd=folder, capture_output=True, text=True, env=ENVIRONMENT, check=False)


@pytest.fixture(scope="module")
def started(tmp_path_factory) -> Path:
    """A new site, built by the product's command."""
    folder = tmp_path_factory.mktemp("new") / "site-of-another"
    assert new_site.main([str(folder)]) == 0
    built = imh(folder, "build")
    assert built.returncode == 0, built.stderr
    return folder


def own_files(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file() and "site" not in file.relative_to(folder).parts and file.name != ".site.lock"]


def test_it_is_thin_and_holds_no_code(started):
    files = own_files(started)
    assert len(files) < 60 and {file.suffix for file in files} <= {".md", ".yaml", ".yml", ".txt", ""}
    assert (started / "requirements.txt").read_text() == f"imhsite=={imhsite.__version__}\n"
    assert [file.name for file in (started / "overrides").iterdir()] == ["README.md"]


def test_nothing_of_the_first_association_is_in_it(started):
    built = [file for file in (started / "site").rglob("*") if file.suffix in (".html", ".json", ".xml", ".js", ".css", ".txt") and file.name not in ("typed.json", "typed_places.json")]  # which know every state
    for file in [*own_files(started), *built]:
        assert not OURS.search(file.read_text(encoding="utf-8").replace(CITED, "")), file


def test_it_passes_its_own_check_and_tests(started):
    for command in (["check"], ["test", "site"], ["upgrade"]):
        done = imh(started, *command)
        assert done.returncode == 0, done.stdout + done.stderr


def test_mkdocs_builds_the_same(started):
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "other"], cwd=started, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert done.returncode == 0, done.stderr
    names = {file.relative_to(started / "other"): file for file in (started / "other").rglob("*.html")}
    assert names and all((started / "site" / name).read_bytes() == file.read_bytes() for name, file in names.items())
    shutil.rmtree(started / "other")


def test_its_recipe_quotes_the_check(started, tmp_path):
    shutil.copytree(started / "data", tmp_path / "data")
    change(tmp_path, "data/programs.yaml", "ages: pregnancy to 2", "ages: 2 to pregnancy")
    (problem,) = read(tmp_path / "data")[1]
    assert f"\n{problem}\n" in (started / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_record_has_its_page(started):
    catalog, pages = load(started / "data"), Reader(started / "site")
    for kind in ("programs", "towns", "regions", "age_groups", "competencies", "needs"):
        assert catalog.records[kind]
        for record in catalog.records[kind].values():
            assert record.name in pages.page(path_of(record)).h1.get_text(), path_of(record)


def test_no_file_but_the_association_has_to_exist(started, tmp_path):
    """And no page, and no link, of a kind of record that there is none of."""
    for name in ("docs", "overrides"):
        shutil.copytree(started / name, tmp_path / name)
    (tmp_path / "data").mkdir()
    association = (started / "data/association.yaml").read_text(encoding="utf-8")
    (tmp_path / "data/association.yaml").write_text(re.sub(r"  geography_source: .*\n", "", association).replace(", two-one-one]", "]").replace("two-one-one", "crisis-988"), encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text((started / "mkdocs.yml").read_text(encoding="utf-8").replace("  - programs/\n", ""), encoding="utf-8")
    for command in (["check"], ["build"], ["test", "site"]):
        done = imh(tmp_path, *command)
        assert done.returncode == 0, done.stdout + done.stderr
    site = tmp_path / "site"
    assert not any((site / name).exists() for name in ("programs/index.html", "towns", "regions", "endorsement", "strategic-plan", "handouts"))
    assert (site / "needs/crying/index.html").exists() and (site / "glossary/index.html").exists()


WRONG = {
    "title": ('<html lang="en"><head></head><body></body>', "it has no title"),
    "elsewhere": ('<script src="https://cdn.example.com/x.js"></script>', "it loads https://cdn.example.com/x.js from another site"),
    "inline": ('<p onclick="x()">', "onclick stands in the page itself, which its policy refuses"),
    "link": ('<a href="/nowhere/">x</a>', "/nowhere/ leads to no page of the site"),
    "part": ('<a href="/help-now/#nothing">x</a>', '/help-now/#nothing leads to no part "nothing" of that page'),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_its_tests_find_what_is_wrong(started, tmp_path, wrong):
    html, message = WRONG[wrong]
    site = shutil.copytree(started / "site", tmp_path / "site")
    (site / "wrong.html").write_text(html, encoding="utf-8")
    pages = {name: page for name, page in site_tests.read(site).items() if name in ("wrong.html", "help-now/index.html")}
    assert f"wrong.html: {message}" in [*site_tests.mistakes(site, pages, "https://aimh.example.org/")]


def test_its_workflows_run_pinned_actions_with_few_rights(started):
    for file in (started / ".github/workflows").glob("*.yml"):
        text = file.read_text(encoding="utf-8")
        used = dict(re.findall(r"uses: ([\w/-]+)@(\w+)", text))
        assert used and used.items() <= KNOWN.items()
        assert yaml.safe_load(text)["permissions"] in ({}, {"contents": "read"})


def test_a_folder_that_holds_something_is_refused(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert new_site.main([str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"{tmp_path}: name a folder that is empty or does not exist yet\n"
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
