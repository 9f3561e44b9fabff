"""Every recipe of CONTRIBUTING.md, carried out on a copy of the live data and pages: the check accepts each, the build and the tests of the data all together."""

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
from imhsite.commands import check
from imhsite.reading import front_matter
from imhsite.reading.catalog import Catalog, load
from imhsite.model.dates import today
from imhsite.model.records import Record
from repositories import change, git
from tasks import IN_SPANISH, TASKS, write_page

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
GATE = ("data", "schema", "site", "suggest", "plain_words", "glossary", "needs", "linked_data", "exports", "handouts", "components", "safety")


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
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def add(self, file: str, text: str) -> None:
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + f"\n{text}", encoding="utf-8")

    def add_record(self, kind: str, text: str) -> None:
        """Add the record TEXT at the end of the file of KIND, which may be new."""
        path = self.folder / "data" / f"{kind}.yaml"
        path.touch()
        self.add(f"data/{kind}.yaml", text)

    def give(self, record: Record, **fields: str) -> None:
        """Write FIELDS of RECORD, each of one line, in the place of those that it has."""
        self._give(self.folder / record.file, record.slug, fields)

    def translate(self, language: str, record: Record, **fields: str) -> None:
        """Write FIELDS, each of one line, as the translation of RECORD."""
        path = self.folder / f"data/{language}/{record.kind}.yaml"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if not re.search(rf"(?m)^{record.slug}:", text):
            path.write_text(f"{text.rstrip()}\n\n{record.slug}:\n".lstrip(), encoding="utf-8")
        self._give(path, record.slug, fields)

    def _give(self, path: Path, slug: str, fields: dict[str, str]) -> None:
        above, head, rest = re.split(rf"(?m)^({slug}:.*\n)", path.read_text(encoding="utf-8"), maxsplit=1)
        own = re.match(r"(?: .*\n|\n)*", rest)[0]
        names = "|".join(fields)
        kept = re.sub(rf"(?m)^  (?:{names}):.*\n(?:   .*\n)*", "", own)
        added = "".join(f"  {name}: {value}\n" for name, value in fields.items())
        path.write_text(f"{above}{head}{added}{kept}{rest[len(own):]}", encoding="utf-8")

    def rename(self, old: str, new: str) -> None:
        """Write NEW wherever OLD is the name of a program."""
        for file in [*(self.folder / "data").rglob("*.yaml"), *(self.folder / "docs").rglob("*.md")]:
            text = file.read_text(encoding="utf-8")
            if file.suffix == ".md" or file.name in ("search_words.yaml", "asked.yaml"):
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
    project.add([*catalog.programs.values()][-1].file, f"\nzz-example-program:  # its address will be /programs/zz-example-program/\n  name: ZZ Example Program\n{names}{texts}")


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


def teach_the_search_a_question(project: Project) -> None:
    project.add_record("asked", "zz-example:\n  pages: [programs/]\n  asked: [\"what's there for xyzzy babies?\"]\n")


def soon(days: int = 30) -> str:
    return str(today() + datetime.timedelta(days=days))


def announce_an_event(project: Project) -> None:
    registration = f"  register: https://forms.example.org/in\n  register_by: {soon(20)}\n"
    project.add_record("events", f"zz-evening:\n  name: An example evening\n  sort: event\n  when: [{soon()} 18:30 to 20:00]\n  setting: in person\n  place: The library\n  details: Come in.\n  price: Free\n{registration}")


def announce_an_event_that_is_over(project: Project) -> None:
    """As every event is in the end: the tests must not miss it."""
    project.add_record("events", "\nzz-past:\n  name: A past evening\n  sort: event\n  when: [2026-01-05]\n  setting: online\n  details: Come in.\n  price: Free\n")


def put_a_notice_on_every_page(project: Project) -> None:
    project.add_record("notices", f"zz-closed:\n  text: Our office is closed for an example.\n  starts: 2026-11-01\n  ends: {soon()}\n")
    if (project.folder / "data/es").is_dir():
        project.add_record("es/notices", "zz-closed:\n  text: Nuestra oficina está cerrada por un ejemplo.\n")


def let_news_end(project: Project) -> None:
    project.add_record("news", f"\nzz-news:\n  title: News of an example\n  date: 2026-11\n  text: It ends soon.\n  until: {soon()}\n")


def add_the_by_laws(project: Project) -> None:
    (project.folder / "docs/files").mkdir(exist_ok=True)
    project.write("docs/files/example-by-laws.pdf", (ROOT / "examples/docs/files/by-laws.pdf").read_bytes())
    project.add_record("documents", "zz-by-laws:\n  name: By-laws of an example\n  sort: by-laws\n  language: en\n  pdf: files/example-by-laws.pdf\n")


def add_a_newsletter(project: Project) -> None:
    project.add_record("documents", "\nzz-letter:\n  name: A letter of examples\n  sort: newsletter\n  language: en\n  date: 2026-11\n  address: https://example.org/letter/\n")


def credit_a_picture(project: Project) -> None:
    (project.folder / "docs/pictures").mkdir(exist_ok=True)
    project.write("docs/pictures/example-dot.png", PICTURE)
    project.add_record("pictures", "zz-dot:\n  image: pictures/example-dot.png\n  text: A dot\n  credit: An example\n  licence: With permission\n")
    project.write("docs/professionals/example-credit.md", PAGE.format(title="A page with a credit", text='This page shows a dot.\n\n{{ credited_picture("zz-dot") }}'))


def say_what_membership_costs(project: Project) -> None:
    project.add_record("memberships", "zz-student:\n  name: Example student\n  audience: Students of examples\n  fee: $10 a year\n  confirmed: 2026-11\n")


def list_reflective_supervision(project: Project) -> None:
    dates = f"  confirmed: {soon(-1)}\n  until: {soon(300)}\n"
    project.add_record("supervision", f"zz-group:\n  name: An example group\n  sort: group\n  setting: online\n  fee: $20\n  spoken: [en]\n  seats: 3\n  email: group@example.org\n{dates}")


def name_a_committee_and_its_meetings(project: Project) -> None:
    project.add_record("committees", f"\nzz-meetings:\n  name: Meetings\n  task: It meets.\n  chair: A parent\n  members: [a doctor, two home visitors]\n  meetings: [{soon()} 12:00 to 13:00]\n")


def move_a_town(project: Project) -> None:
    """Two lines change."""
    regions = project.catalog.regions.values()
    listing = [(one, other) for one in regions for other in regions if one.region_kind == other.region_kind and len(one.towns or ()) > 1 and one is not other and other.towns]
    one, other = listing[0]
    file = project.folder / "data/regions.yaml"
    before = file.read_text(encoding="utf-8").splitlines()
    lines = [line for at, line in enumerate(before) if not (line == f"    - {one.towns[-1]}" and at == before.index(line, one.line))]
    place = lines.index("  towns:", lines.index(f"{other.slug}:")) + 1
    lines.insert(place, f"    - {one.towns[-1]}")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert project.catalog.regions[other.slug].towns.count(one.towns[-1]) == 1


def open_the_ages(project: Project) -> None:
    project.give([program for program in project.catalog.programs.values() if program.ages][-1], ages="3 and up")


def check_by_telephone(project: Project) -> None:
    project.give(next(iter(project.catalog.help_lines.values())), checked_how="by telephone")


def add_a_place(project: Project) -> None:
    catalog = project.catalog
    town = next(town for town in catalog.towns.values() if town.zips)
    project.add_record(
        "sites",
        f'\nzz-center:\n  name: Example Center\n  programs: [{an_example(catalog, "programs")}]\n  street: 12 Main Street\n  town: {town.slug}\n  zip: "{town.zips[0][0]}"\n'
        f'  hours: "September to June: Mon-Fri 8:30-16:30, Sat 9:00-12:00; closed on holidays"\n  languages: [en, es]\n  sources: [{an_example(catalog, "sources")}]\n',
    )


def add_a_number(project: Project) -> None:
    catalog = project.catalog
    project.add_record(
        "contacts",
        f'\nzz-intake:\n  programs: [{an_example(catalog, "programs")}]\n  use: Questions and requests\n  phone: 860-555-0199 x12\n  languages: [en, es]\n'
        f'  hours: Mon-Fri 9:00-17:00\n  serves: [{an_example(catalog, "towns")}]\n  sources: [{an_example(catalog, "sources")}]\n',
    )


def say_that_there_is_a_waiting_list(project: Project) -> None:
    program = next(program for program in project.catalog.programs.values() if program.status != "ended")
    project.give(program, capacity="waiting", waiting="About two months", waiting_checked=f"{today()}")


def note_what_has_to_be_confirmed(project: Project) -> None:
    project.add_record("leads", "\nzz-clinic:\n  name: An example clinic\n  says: It visits families.\n  doubt: A page without a date.\n  address: https://clinic.example.org/\n  read: 2026-11\n")


def review_a_translation(project: Project) -> None:
    """As the recipe says: write that it was reviewed, then what the check answers."""
    pages = {file: file.read_text(encoding="utf-8") for file in sorted((project.folder / "docs").rglob("*.md"))}
    file, text = next((file, text) for file, text in pages.items() if "\ntranslation: " in text)
    file.write_text(re.sub(r"\ntranslation: .*", "\ntranslation: reviewed", text, count=1), encoding="utf-8")
    (problem,) = front_matter.problems_of(project.folder / "docs")
    change(file.parent, file.name, "translation: reviewed", f"translation: {re.search('reviewed [0-9a-f]{8}', problem.message)[0]}")


def add_a_language_of_ones_own(project: Project) -> None:
    """One that the product does not speak begins with its labels and a page."""
    association = project.catalog.association
    labels = (ROOT / "src/imhsite/theme/labels/es.yaml").read_text(encoding="utf-8")
    project.write("data/ht/labels.yaml", labels)
    project.give(association, languages=f"[{', '.join([*association.languages, 'ht'])}]")
    write_page(project, "ht/parents/example-page.md", "Yon paj", "Rele nou. N ap ede ou jwenn yon moun toupre.\n\n{{ first_call() }}", "translation: not reviewed\n")


RECIPES: list[Callable[[Project], None]] = [
    add_a_program, add_a_goal, rename_a_program, change_ages, end_a_program, check_a_help_line_again, name_a_form_service, name_the_repository,
    add_the_first_committee, add_a_page_with_a_picture, add_a_pdf, add_a_page_in_english_alone, add_a_page_to_the_header, add_a_name_of_a_town,
    announce_an_event, announce_an_event_that_is_over, put_a_notice_on_every_page, let_news_end, add_the_by_laws, add_a_newsletter, credit_a_picture,
    say_what_membership_costs, list_reflective_supervision, name_a_committee_and_its_meetings, move_a_town, open_the_ages, check_by_telephone,
    review_a_translation, add_a_language_of_ones_own, add_a_place, add_a_number, say_that_there_is_a_waiting_list, note_what_has_to_be_confirmed,
    teach_the_search_a_question,
]  # fmt: skip


def carry_out(change: Callable[[Project], None], folder: Path, capsys) -> None:
    """Make the CHANGE on a copy of the live site in FOLDER; it changes a file, and the check accepts it."""
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    change(Project(folder))
    assert before != {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert check.main(["--data", str(folder / "data")]) == 0, capsys.readouterr().out


@pytest.mark.parametrize("task", [*RECIPES, *TASKS, *IN_SPANISH], ids=lambda task: task.__name__)
def test_the_check_accepts_what_staff_do(tmp_path, capsys, task):
    carry_out(task, tmp_path, capsys)


def test_the_build_and_the_tests_of_the_data_accept_all_of_them_together(tmp_path):
    """The gate as a pull request meets it, but for the tests in a browser: it builds the site once, with every change in it."""
    project = tmp_path / "project"
    shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(".git", ".venv", "node_modules", "site", ".*cache*", "__pycache__", ".hypothesis"))
    for recipe in [*RECIPES, *TASKS, *(IN_SPANISH if (project / "docs/es").exists() else [])]:
        recipe(Project(project))
    files = [f"tests/test_{name}.py" for name in GATE]
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files], cwd=project, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(project / "src")}, check=False)
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr


def test_the_check_accepts_a_copy_that_says_something_else_everywhere(tmp_path):
    """The one of tests/benchmarks/altered.py, which has a history of its own: a commit there changes nothing here."""
    copy = tmp_path / "copy"
    made = subprocess.run([sys.executable, "tests/benchmarks/altered.py", "--keep", copy], cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert (copy / ".git").is_dir() and git(copy, "rev-parse", "HEAD") == git(ROOT, "rev-parse", "HEAD")
    assert Path(git(copy, "rev-parse", "--absolute-git-dir")) == copy / ".git"


def test_a_recipe_that_is_carried_out_wrong_is_refused(tmp_path, capsys):
    """Else the tests above would say nothing."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    project = Project(tmp_path)
    project.give(next(program for program in project.catalog.programs.values() if program.ages), ages="11 to 6 weeks")
    assert check.main(["--data", str(tmp_path / "data")]) == 1
    assert 'got "11 to 6 weeks"' in capsys.readouterr().out
