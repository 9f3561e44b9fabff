"""What staff do in a year, each as a change of files by a recipe of CONTRIBUTING.md, on whatever data a project has."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from imhsite.reading import front_matter
from imhsite.model.dates import today

if TYPE_CHECKING:
    from imhsite.model.records import Record
    from test_recipes import Project

PAGE = """---
title: {title}
description: {title}, as a task of the tests adds it.
written: {day}
reviewed: {day}
{more}---

{text}
"""


def own(project: Project, kind: str, **fields: object) -> Record:
    """Return the first record of KIND that stands in the site's own files and has FIELDS."""
    records = (record for record in project.catalog.records[kind].values() if not record.is_given)
    return next(record for record in records if all(getattr(record, name) == value for name, value in fields.items()))


def source(project: Project) -> str:
    return next(iter(project.catalog.sources))


def add(project: Project, kind: str, slug: str, **fields: str) -> None:
    """Write a record at the end of the file of KIND, or before the first one that comes after it in the alphabet."""
    file = project.folder / f"data/{kind}.yaml"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    record = f"{slug}:\n" + "".join(f"  {name}: {value}\n" for name, value in fields.items())
    after = next((match.start() for match in re.finditer(r"(?m)^([a-z0-9-]+):", text) if match[1] > slug), None)
    file.write_text(f"{text[:after]}{record}\n{text[after:]}" if after is not None else f"{text.rstrip()}\n\n{record}", encoding="utf-8")


def first_in(project: Project, kind: str, slug: str, **fields: str) -> None:
    """Write a record above the others of KIND, whose order is the reader's."""
    file = project.folder / f"data/{kind}.yaml"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    record = f"{slug}:\n" + "".join(f"  {name}: {value}\n" for name, value in fields.items())
    begins = re.search(r"(?m)^[a-z0-9-]+:", text)
    at = begins.start() if begins else len(text)
    file.write_text(f"{text[:at]}{record}\n{text[at:]}", encoding="utf-8")


def remove(project: Project, record: Record) -> None:
    """Take RECORD out of its file, and its translations out of theirs."""
    for file in (project.folder / "data").glob(f"**/{record.kind}.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(rf"(?ms)^{record.slug}:\n.*?(?=^\S|\Z)", "", text), encoding="utf-8")


def write_page(project: Project, name: str, title: str, text: str, more: str = "") -> None:
    project.write(f"docs/{name}", PAGE.format(title=title, text=text, day=today(), more=more))


def say_that_a_program_runs(project: Project) -> None:
    project.give(own(project, "programs", status="unchecked"), status="active", phone="202-555-0177", checked=f"{today()}", checked_by="Website editor", checked_how="By telephone.")


def check_a_program_again(project: Project) -> None:
    project.give(own(project, "programs", status="active"), checked=f"{today()}", checked_how="By telephone.")


def change_the_number_of_a_program(project: Project) -> None:
    program = next(program for program in project.catalog.programs.values() if program.phone)
    project.give(program, phone="202-555-0155")


def add_a_number_to_a_program(project: Project) -> None:
    program = next(program for program in project.catalog.programs.values() if not program.phone and program.status != "ended")
    project.give(program, phone="202-555-0166")


def change_the_number_of_a_help_line(project: Project) -> None:
    """With the same number in the words on how to reach it, in each language."""
    line = next(line for line in project.catalog.help_lines.values() if not line.is_given and not line.text_to and len(line.phone.text) > 10)
    project.give(line, phone="202-555-0144", how="Call 202-555-0144. Someone answers.", checked=f"{today()}")
    for language in project.catalog.association.languages[1:]:
        project.translate(language, line, how="Llame al 202-555-0144. Alguien contesta.")


def rename_a_program_but_not_its_address(project: Project) -> None:
    program = own(project, "programs", other_names=None)
    project.give(program, name=f"{program.name} for All", other_names=f'["{program.name}"]')


def take_out_a_program(project: Project) -> None:
    """One that was added by mistake: its address leads to the list."""
    add(project, "programs", "aa-mistake", **AN_INITIATIVE, section=next(iter(project.catalog.sections)), needs=f"[{next(iter(project.catalog.needs))}]", sources=f"[{source(project)}]")
    remove(project, project.catalog.programs["aa-mistake"])
    add(project, "redirects", "aa-mistake", old="programs/aa-mistake/", new="programs/", since=f"{today()}")


AN_INITIATIVE = {"name": "Mistake", "sort": "initiative", "for_parents": "It teaches people.", "for_professionals": "A course.", "ages": "birth to 5", "serves": "no place", "status": "unchecked"}


def tell_news(project: Project) -> None:
    first_in(project, "news", f"news-of-{today()}", title=f"News of {today()}", date=f"{today()}", text="Something is new.")


def take_out_the_oldest_news(project: Project) -> None:
    remove(project, [record for record in project.catalog.news.values() if not record.is_given][-1])


def add_a_source(project: Project) -> None:
    add(project, "sources", f"page-of-{today()}", title=f"A page of {today()}", publisher="A publisher", seen=f"{today()}", address="https://example.org/page")
    project.give(own(project, "goals"), sources=f"[page-of-{today()}]")


def read_a_source_again(project: Project) -> None:
    record = next(record for record in project.catalog.sources.values() if not record.is_given)
    project.give(record, seen=f"{today()}")


def add_a_training(project: Project) -> None:
    first_in(project, "trainings", "a-new-training", name="A New Training", details="It takes two days.", areas_note="The announcement names no area.", sources=f"[{source(project)}]")


def add_a_word_to_the_glossary(project: Project) -> None:
    add(project, "glossary", "zz-word", name="zigzag", meaning="A line that turns.", sources=f"[{source(project)}]")


def add_a_number_about_children(project: Project) -> None:
    first_in(project, "figures", "a-new-number", topic="Poverty", name="Children in very poor households", count="345", when='"2025"', source=source(project))


def change_a_label(project: Project) -> None:
    file = project.folder / "data/labels.yaml"
    file.write_text((file.read_text(encoding="utf-8").rstrip() + "\n" if file.exists() else "") + "news-title: What's new\n", encoding="utf-8")


def add_the_address_of_the_by_laws(project: Project) -> None:
    project.give(project.catalog.association, by_laws="https://example.org/by-laws.pdf")


def read_through_all_records(project: Project) -> None:
    project.give(project.catalog.association, records_written=f"{today() - datetime.timedelta(days=1)}", records_reviewed=f"{today()}")


def add_a_region(project: Project) -> None:
    """With a town that was in another of its kind."""
    region = next(region for region in project.catalog.regions.values() if len(region.towns or ()) > 1)
    file = project.folder / "data/regions.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    del lines[lines.index(f"    - {region.towns[-1]}\n", region.line)]
    file.write_text("".join(lines), encoding="utf-8")
    add(project, "regions", "zz-region", name="The Zigzag", region_kind=region.region_kind, towns=f"[{region.towns[-1]}]")


def add_a_town(project: Project) -> None:
    """With its outline, where the site has a map: a map has every town."""
    town = own(project, "towns")
    drawn = project.folder / "data/map.svg"
    if drawn.exists():
        text = drawn.read_text(encoding="utf-8")
        drawn.write_text(text.replace("</svg>", '<path id="town-zz-town" d="M1 1l9 0 0 9z"/>\n</svg>'), encoding="utf-8")
    add(project, "towns", "zz-town", name="Zz Town", regions=f"[{', '.join(town.regions)}]", center=", ".join(map(str, town.center)))


def add_a_level(project: Project) -> None:
    file = project.folder / "data/levels.yaml"
    fields = {"name": "Another Level", "numeral": "IX", "summary": "For people who go on.", "audience": "They teach.", "education": "No degree is asked for.", "experience": "Ten years.", "exam": "no exam", "competencies": f"[{next(iter(project.catalog.competencies))}]", "sources": f"[{source(project)}]"}
    file.write_text(file.read_text(encoding="utf-8").rstrip() + "\n\nanother-level:\n" + "".join(f"  {name}: {value}\n" for name, value in fields.items()), encoding="utf-8")


def change_a_rule_of_the_endorsement(project: Project) -> None:
    project.give(own(project, "levels"), experience="Three years.")


def change_a_page(project: Project) -> None:
    """With the day on which it was read."""
    page = project.folder / "docs/about.md"
    page = page if page.exists() else project.folder / "docs/about/index.md"
    text = re.sub(r"(?m)^reviewed: .*$", f"reviewed: {today()}", page.read_text(encoding="utf-8"), count=1)
    page.write_text(text.rstrip() + "\n\nWe are glad that you are here.\n", encoding="utf-8")


def add_a_page_with_all_that_markdown_can_do(project: Project) -> None:
    write_page(project, "professionals/example-markdown.md", "A page with much on it", '!!! tip "A tip"\n\n    Rest when the baby rests.\n\n- [ ] To do\n- [x] Done\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n[Words](index.md){ .md-button }')


def choose_colors(project: Project) -> None:
    file = project.folder / "mkdocs.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("  name: imhsite\n", '  name: imhsite\n  primary: "#0d4a5d"\n', 1), encoding="utf-8")


def let_a_program_help_with_another_need(project: Project) -> None:
    program = own(project, "programs")
    needs = dict.fromkeys([*program.needs, [*project.catalog.needs][-1]])
    project.give(program, needs=f"[{', '.join(needs)}]")


TASKS: list[Callable[[Project], None]] = [
    say_that_a_program_runs, check_a_program_again, change_the_number_of_a_program, add_a_number_to_a_program, change_the_number_of_a_help_line, rename_a_program_but_not_its_address,
    take_out_a_program, tell_news, take_out_the_oldest_news, add_a_source, read_a_source_again, add_a_training, add_a_word_to_the_glossary, add_a_number_about_children, change_a_label,
    add_the_address_of_the_by_laws, read_through_all_records, add_a_region, add_a_town, add_a_level, change_a_rule_of_the_endorsement, change_a_page,
    add_a_page_with_all_that_markdown_can_do, choose_colors, let_a_program_help_with_another_need,
]  # fmt: skip


# In more than one language.


def add_a_language(project: Project) -> None:
    """One that the product speaks; in it, a record and a page, which nobody has read yet."""
    association = project.catalog.association
    (project.folder / "data/es").mkdir(exist_ok=True)
    project.give(association, languages=f"[{', '.join([*association.languages, 'es'])}]")


def translate_a_record(project: Project) -> None:
    program = own(project, "programs")
    (project.folder / "data/es").mkdir(exist_ok=True)
    project.translate("es", program, for_parents="Alguien va a su casa.")


def translate_a_page(project: Project) -> None:
    write_page(project, "es/parents/example-page.md", "Una página", "Llámenos. Le ayudamos a encontrar a alguien cerca de usted.\n\n{{ first_call() }}", "translation: not reviewed\n")


def let_a_native_speaker_read_it_all(project: Project) -> None:
    project.give(project.catalog.association, reviewed_languages="[es]")
    for page in (project.folder / "docs/es").rglob("*.md"):
        text = page.read_text(encoding="utf-8").replace("translation: not reviewed", "translation: reviewed")
        page.write_text(re.sub(r"(?m)^reviewed: .*$", f"reviewed: {today()}", text, count=1), encoding="utf-8")
    for problem in front_matter.problems_of(project.folder / "docs"):  # which says the mark of each text
        page, mark = project.folder / problem.file, re.search(r"reviewed [0-9a-f]{8}", problem.message)[0]
        page.write_text(page.read_text(encoding="utf-8").replace("translation: reviewed\n", f"translation: {mark}\n"), encoding="utf-8")


IN_SPANISH: list[Callable[[Project], None]] = [translate_a_record, translate_a_page, let_a_native_speaker_read_it_all]
