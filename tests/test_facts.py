"""Every fact of the sources stands on its page, with its date: on the frozen site. What the live site no longer says is told, and is no failure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

FROZEN = True
PARTS = yaml.safe_load(Path(__file__).with_name("cases").joinpath("facts.yaml").read_text(encoding="utf-8"))
FACTS = [(name, fact) for facts in PARTS.values() for name, fact in facts.items()]


def stands(said: str, text: str) -> bool:
    """Tell whether SAID stands in TEXT; a number must not be part of a longer one."""
    return bool(re.search(rf"(?<![\d.,]){re.escape(said)}(?![\d]|[.,]\d)", text, re.IGNORECASE))


@pytest.mark.parametrize(("name", "fact"), FACTS, ids=[name for name, _ in FACTS])
def test_a_fact_stands_on_its_page_with_its_date(pages, name, fact):
    text = " ".join(pages.page(fact["page"]).main.get_text(" ").split())
    wanted = [*fact["says"], *([fact["date"]] if "date" in fact else [])]
    assert [said for said in wanted if not stands(said, text)] == []


def test_facts_that_are_gone_from_the_live_site_are_told(live, note):
    for name, fact in FACTS:
        page = fact["page"]
        text = " ".join(live.pages.page(page).main.get_text(" ").split()) if live.has(page) else ""
        gone = [said for said in [*fact["says"], *([fact["date"]] if "date" in fact else [])] if not stands(said, text)]
        if gone:
            note(f"{name}: this fact has gone from {page}; say why in the change: {', '.join(gone) if text else 'the page is gone'}")


def test_records_that_are_gone_from_the_live_data_are_told(catalog, live, note):
    """The worksites, levels, areas, goals and steps that the sources count."""
    for kind in ("programs", "levels", "competencies", "goals", "steps"):
        for slug in catalog.records[kind].keys() - live.catalog.records[kind].keys():
            note(f"{kind}: {slug} has gone; say why in the change")


def test_people_on_the_way_are_never_counted_as_endorsed(pages):
    """The sum of both groups stands only where the page takes it apart."""
    found = [path for path in pages.paths() if stands("53", pages.page(path).main.get_text(" ")) and not path.startswith(("towns/", "regions/"))]
    assert found == ["endorsement/"]
    sentences = [" ".join(block.get_text().split()) for block in pages.page("endorsement/").main.select("p, li, td") if stands("53", block.get_text())]
    assert [text for text in sentences if not (stands("26", text) and stands("27", text))] == []


def test_no_word_is_left_broken_in_two(live):
    """A hyphen at the end of a line of data becomes a hyphen and a space. "Two- and three-year-olds" is no such word."""
    pages = live.pages
    for path in pages.paths():
        assert not re.search(r"\w- (?!(and|or|to|y|o|e|u)\b)\w", " ".join(pages.page(path).main.get_text().split())), path


def test_a_timeline_runs_forward(live):
    catalog = live.catalog
    for story in {event.story for event in catalog.timeline.values()}:
        years = [event.date.year for event in catalog.timeline.values() if event.story == story]
        assert years == sorted(years), story
