"""Every recipe of CONTRIBUTING.md, carried out on a copy of the live data and pages: the check, the build and the tests of the data accept it."""

from __future__ import annotations

import base64
import datetime
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from folders import ROOT
from imhsite.commands import build as builder
from imhsite.commands import check
from imhsite.reading import front_matter
from imhsite.reading.catalog import Catalog, load
from imhsite.model.records import Record
from repositories import change

PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj trailer<</Root 1 0 R>>\n%%EOF\n"
PAGE = """---
title: {title}
description: {title}, as a recipe of the tests adds it.
written: 2026-11-21
reviewed: 2026-11-21
---

{text}

{{{{ first_call() }}}}
"""
# The tests that look at the live site without a browser.
GATE = ("data", "schema", "site", "suggest", "plain_words", "glossary", "needs", "linked_data", "exports", "handouts", "components")


class Project:
    """A copy of the data and pages that a recipe changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def catalog(self) -> Catalog:
        return load(self.folder / "data")

    def write(self, file: str, content: str | bytes) -> None:
        path = self.folder / file
        assert not path.exists(), f"{file} is there already"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def add(self, file: str, text: str) -> None:
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + f"\n{text}", encoding="utf-8")

    def give(self, record: Record, **fields: str) -> None:
        """Write FIELDS of RECORD, each of one line, in the place of those that it has."""
        path = self.folder / record.file
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        end = next((at for at in range(record.line, len(lines)) if re.match(r"\S", lines[at])), len(lines))
        kept = [line for line in lines[record.line : end] if not line.startswith(tuple(f"  {name}:" for name in fields))]
        added = [f"  {name}: {value}\n" for name, value in fields.items()]
        path.write_text("".join([*lines[: record.line], *added, *kept, *lines[end:]]), encoding="utf-8")

    def rename(self, old: str, new: str) -> None:
        """Write NEW wherever OLD is the name of a program."""
        for file in [*(self.folder / "data").rglob("*.yaml"), *(self.folder / "docs").rglob("*.md")]:
            text = file.read_text(encoding="utf-8")
            if file.suffix == ".md" or file.name == "search_words.yaml":
                text = re.sub(rf"(?<=programs/){old}(?=/)", new, text)
            elif file.stem == "programs" or file.parent.name == "programs":
                text = re.sub(rf"(?m)^{old}:$", f"{new}:", text)
            file.write_text(re.sub(rf"(?<=[\[ ]){old}(?=[\],])|(?<=- ){old}$", new, text, flags=re.MULTILINE) if file.suffix == ".yaml" else text, encoding="utf-8")


def an_example(catalog: Catalog, kind: str) -> str:
    return next(iter(catalog.records[kind]))


def add_a_program(project: Project) -> None:
    catalog = project.catalog
    texts = "  for_parents: Someone comes to your home.\n  for_professionals: Home visits.\n  ages: birth to 5\n  serves: statewide\n  status: unchecked\n"
    names = f"  section: {an_example(catalog, 'sections')}\n  sort: service\n  needs: [{an_example(catalog, 'needs')}]\n  sources: [{an_example(catalog, 'sources')}]\n"
    project.add([*catalog.programs.values()][-1].file, f"\nzz-example-program:\n  name: ZZ Example Program\n{names}{texts}")


def add_a_goal(project: Project) -> None:
    project.add("data/goals.yaml", f"\nexample-goal:\n  name: Reach an example\n  meaning: More examples are reached.\n  sources: [{an_example(project.catalog, 'sources')}]\n")


def rename_a_program(project: Project) -> None:
    programs = [*project.catalog.programs, "~"]
    old, new = next((slug, f"{slug}-anew") for slug, after in pairwise(programs) if f"{slug}-anew" < after and not slug.startswith("zz-"))
    project.rename(old, new)
    project.add("data/redirects.yaml", f"\nzz-{old}:\n  old: programs/{old}/\n  new: programs/{new}/\n  since: 2026-11\n")


def change_ages(project: Project) -> None:
    project.give(next(program for program in project.catalog.programs.values() if program.ages), ages="6 weeks to 11")


def end_a_program(project: Project) -> None:
    project.give(next(program for program in project.catalog.programs.values() if program.status != "ended"), status="ended", ended="2026", successor="Another program helps now.")


def check_a_help_line_again(project: Project) -> None:
    line = next(iter(project.catalog.help_lines.values()))
    project.give(line, checked=(line.checked.begins - datetime.timedelta(days=1)).isoformat())


def name_a_form_service(project: Project) -> None:
    project.give(project.catalog.association, form_service="https://forms.example.org/in")


def name_the_repository(project: Project) -> None:
    project.give(project.catalog.association, repository="https://github.com/another/place")


def add_the_first_committee(project: Project) -> None:
    file = project.folder / "data/committees.yaml"
    file.write_text((file.read_text(encoding="utf-8") + "\n" if file.exists() else "") + "zz-examples:\n  name: Examples\n  task: It finds examples.\n  meets: On the first Monday of the month, by video.\n", encoding="utf-8")


def add_a_page_with_a_picture(project: Project) -> None:
    project.write("docs/professionals/example-drawing.png", PICTURE)
    project.write("docs/professionals/example-picture.md", PAGE.format(title="A page with a picture", text="This page shows a dot.\n\n![A dot](example-drawing.png)"))


def add_a_pdf(project: Project) -> None:
    project.write("docs/professionals/example-flyer.pdf", PDF)
    project.write("docs/professionals/example-leaflet.md", PAGE.format(title="A page with a leaflet", text="[Read the leaflet (PDF)](example-flyer.pdf)."))


def add_a_page_in_english_alone(project: Project) -> None:
    project.write("docs/parents/example-page.md", PAGE.format(title="A page in one language", text="You can call us. We help you find someone near you."))


def add_a_page_to_the_header(project: Project) -> None:
    project.write("docs/professionals/example-header.md", PAGE.format(title="A page of the header", text="It has a link on top of each page."))
    file = project.folder / "mkdocs.yml"
    above, nav, below = file.read_text(encoding="utf-8").partition("nav:\n")
    assert nav, "the header has no links"
    file.write_text(f"{above}{nav}  - professionals/example-header.md\n{below}", encoding="utf-8")


def add_a_name_of_a_town(project: Project) -> None:
    project.give(next(town for town in project.catalog.towns.values() if not town.spellings), spellings="[Xyzzyville]")


def review_a_translation(project: Project) -> None:
    """As the recipe says: write that it was reviewed, then what the check answers."""
    pages = {file: file.read_text(encoding="utf-8") for file in sorted((project.folder / "docs").rglob("*.md"))}
    file, text = next((file, text) for file, text in pages.items() if "\ntranslation: " in text)
    file.write_text(re.sub(r"\ntranslation: .*", "\ntranslation: reviewed", text, count=1), encoding="utf-8")
    (problem,) = front_matter.problems_of(project.folder / "docs")
    change(file.parent, file.name, "translation: reviewed", f"translation: {re.search('reviewed [0-9a-f]{8}', problem.message)[0]}")


RECIPES: list[Callable[[Project], None]] = [
    add_a_program, add_a_goal, rename_a_program, change_ages, end_a_program, check_a_help_line_again, name_a_form_service, name_the_repository,
    add_the_first_committee, add_a_page_with_a_picture, add_a_pdf, add_a_page_in_english_alone, add_a_page_to_the_header, add_a_name_of_a_town,
    review_a_translation,
]  # fmt: skip


@pytest.fixture(scope="module")
def workshop(tmp_path_factory) -> Path:
    """A folder whose site each build begins with, which is quicker than from nothing."""
    return tmp_path_factory.mktemp("recipes")


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.__name__)
def test_the_check_and_the_build_accept_a_recipe(workshop, tmp_path, capsys, recipe):
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    recipe(Project(tmp_path))
    assert before != {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert check.main(["--data", str(tmp_path / "data")]) == 0, capsys.readouterr().out
    builder.build(workshop / "site", tmp_path / "data", compressed=False, docs=tmp_path / "docs")


def test_the_tests_of_the_data_accept_all_of_them_together(tmp_path):
    """The gate as a pull request meets it, but for the tests in a browser."""
    project = tmp_path / "project"
    shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(".git", ".venv", "node_modules", "site", ".*cache*", "__pycache__", ".hypothesis"))
    for recipe in RECIPES:
        recipe(Project(project))
    files = [f"tests/test_{name}.py" for name in GATE]
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files], cwd=project, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(project / "src")}, check=False)
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr


def test_a_recipe_that_is_carried_out_wrong_is_refused(tmp_path, capsys):
    """Else the tests above would say nothing."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    project = Project(tmp_path)
    project.give(next(program for program in project.catalog.programs.values() if program.ages), ages="11 to 6 weeks")
    assert check.main(["--data", str(tmp_path / "data")]) == 1
    assert 'got "11 to 6 weeks"' in capsys.readouterr().out
