"""The recipes quote what the check says, word for word."""

from __future__ import annotations

import re

import frozen_site
import pytest
from folders import ROOT
from imhsite.reading.catalog import read
from imhsite.model.records import Program, declared_fields
from repositories import change

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
QUOTED = [line for block in re.findall(r"^```\w*\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL) for line in block.splitlines() if line.startswith("data/")]
PROGRAMS, GOALS, LINES, REDIRECTS = "data/programs.yaml", "data/goals.yaml", "data/help_lines.yaml", "data/redirects.yaml"


def without_lines(message: str) -> str:
    return re.sub(r"(\.yaml):\d+", r"\1", message)


def added(folder, file: str, text: str) -> None:
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


CHANGES = {
    "ages": [(PROGRAMS, "ages: pregnancy to 6", "ages: 6 to pregnancy")],
    "ages-in-another-program": [(PROGRAMS, "\nminding-the-baby:\n", "\nminding-the-baby:\n  ages: 5 to birth\n")],
    "ages-not-stated": [(PROGRAMS, "ages: pregnancy to 6", "ages: not stated")],
    "active": [(PROGRAMS, "  checked_by: Website editor\n", "")],
    "need": [(PROGRAMS, "needs: [bonding, behavior, delay", "needs: [bondig, behavior, delay")],
    "order": [(PROGRAMS, "child-first:\n", "zebra:\n  name: Zebra\n\nchild-first:\n")],
    "ended": [(PROGRAMS, "status: active", "status: ended")],
    "redirect-to-nowhere": [(REDIRECTS, None, "\nold-name:\n  old: programs/old-name/\n  new: programs/child-frist/\n  since: 2026-11\n")],
    "redirect-from-a-page": [(REDIRECTS, None, "\nold-name:\n  old: programs/child-first/\n  new: programs/triple-p/\n  since: 2026-11\n")],
    "spelling": [("data/towns.yaml", "  name: Andover\n", "  name: Andover\n  spellings: Andovr\n")],
    "label": [("data/labels.yaml", None, "\nown-word: New\n")],
    "unknown-label": [("data/labels.yaml", None, "\nnew-word: New\n")],
    "blank": [("data/es/labels.yaml", "\nhome: ", "\nhome: \"{name} \"\nown-home: ")],
    "form-service": [("data/association.yaml", "  first_line:", "  form_service: http://forms.example.org/in\n  first_line:")],
    "handout-regions": [("data/association.yaml", "handout_regions: dcf", "handout_regions: dfc")],
    "language": [("data/association.yaml", "languages: [en, es]", "languages: [en, es, pt]")],
    "goal": [(GOALS, "awareness:\n", "new-goal:\n  name: New goal\n  meaning: It is new.\n  sources: [strategic-plan]\n  points: [one]\n\nawareness:\n")],
    "goal-without-source": [(GOALS, "awareness:\n", "new-goal:\n  name: New goal\n  meaning: It is new.\n\nawareness:\n")],
    "rule": [("data/levels.yaml", "education is bachelor or graduate", "education is bachelr or graduate")],
    "training": [("data/trainings.yaml", "  areas:\n    theory: Its topics", "  areas:\n    theries: Its topics")],
    "number": [(LINES, 'phone: "911"', "phone: 911")],
    "date": [(LINES, "checked: 2026-11", "checked: November")],
}


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> set[str]:
    """Every message that the CHANGES give, each made alone to the frozen data."""
    messages: set[str] = set()
    for name, changes in CHANGES.items():
        folder = tmp_path_factory.mktemp(name)
        frozen_site.copy(folder)
        for file, old, new in changes:
            added(folder, file, new) if old is None else change(folder, file, old, new)
        messages |= {without_lines(str(problem)) for problem in read(folder / "data")[1]}
    return messages


@pytest.mark.parametrize("line", QUOTED)
def test_a_quoted_message_is_what_the_check_says(said, line):
    assert without_lines(line) in said


def test_every_recipe_of_the_data_quotes_one():
    recipes = TEXT.split("## Recipes")[1].split("\n## ")[0].split("\n### ")[1:]
    assert len(recipes) >= 10
    for recipe in recipes:
        assert "```\ndata/" in recipe or recipe.startswith("Change a page"), recipe.split("\n")[0]


def test_the_template_of_a_program_names_fields_that_there_are():
    template = re.search(r"```yaml\nexample-program:.*?```", TEXT, re.DOTALL)[0]
    fields = re.findall(r"^  (\w+):", template, re.MULTILINE)
    declared = declared_fields(Program)
    assert set(fields) <= set(declared)
    assert {name for name, fd in declared.items() if not fd.metadata["optional"]} <= set(fields)


def test_the_commands_that_it_names_exist():
    for command in set(re.findall(r"`(scripts/[\w-]+)", TEXT)):
        assert (ROOT / command).exists(), command
