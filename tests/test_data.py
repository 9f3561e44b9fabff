"""The real data: without a problem, in plain words, and explained."""

from __future__ import annotations

import json
import re

import pytest
import textstat
from folders import DATA, ROOT
from imhsite.model import reference
from imhsite.reading.catalog import read

HARDEST_GRADE = 8  # Flesch-Kincaid, for parents
LONGEST_SENTENCE = 25


def test_the_data_has_no_problem():
    _, problems = read(DATA)
    assert problems == []


def slivers(catalog) -> list[str]:
    """ZIP codes of which no town has more than a quarter."""
    best: dict[str, float] = {}
    for town in catalog.towns.values():
        for code, share in town.zips or ():
            best[code] = max(best.get(code, 0), 100 if share is None else share)
    return [code for code, share in best.items() if share <= 25]


def test_every_zip_code_leads_to_a_town_by_more_than_a_sliver(catalog, frozen, note):
    assert slivers(frozen.catalog) == []
    for code in slivers(catalog):
        note(f"towns.yaml: only a small part of the ZIP code {code} leads to a town; say why in the change")


def sentences(text: str) -> list[str]:
    return [sentence for line in text.split("\n") for sentence in re.split(r"(?<=[.!?])\s+", line) if sentence]


def test_texts_for_parents_are_plain(catalog):
    for program in catalog.programs.values():
        assert textstat.flesch_kincaid_grade(program.for_parents) <= HARDEST_GRADE, program.slug
        assert max(len(sentence.split()) for sentence in sentences(program.for_parents)) <= LONGEST_SENTENCE, program.slug
        assert max(len(sentences(paragraph)) for paragraph in program.for_parents.split("\n")) <= 3, program.slug


def test_no_program_has_a_number_that_no_source_gives(catalog):
    """A program gets a number only with a check."""
    for program in catalog.programs.values():
        assert program.phone is None or program.checked, program.slug


def test_the_table_of_fields_is_fresh():
    """.venv/bin/imhsite reference > data/README.md"""
    assert (ROOT / "data/README.md").read_text(encoding="utf-8") == reference.markdown(), "run .venv/bin/imhsite reference > data/README.md"


@pytest.mark.parametrize("folder", ["scripts", "src", "overrides"])
def test_no_code_names_connecticut(folder):
    """A sister association changes data/ and docs/ alone."""
    vendored = {ROOT / "src/imhsite/theme" / name for name in json.loads((ROOT / "src/imhsite/theme/vendored.json").read_text(encoding="utf-8"))}
    files = [file for file in (ROOT / folder).rglob("*") if file.is_file() and file not in vendored and "__pycache__" not in file.parts and file.suffix in (".py", ".html", ".js", ".css", "")]
    for file in files:
        # charts.py has the letters of every state.
        found = file.name != "charts.py" and re.search(r"Connecticut|CT-AIMH|\bCT\b|Torrington|New Haven|new-haven|Hartford", file.read_text(encoding="utf-8"))
        assert not found, (file, found)
