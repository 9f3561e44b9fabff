"""Every fact of the sources stands on its page, with its date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

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


def test_people_on_the_way_are_never_counted_as_endorsed(pages):
    """The sum of both groups stands only where the page takes it apart."""
    found = [path for path in pages.paths() if stands("53", pages.page(path).main.get_text(" ")) and not path.startswith(("towns/", "regions/"))]
    assert found == ["endorsement/"]
    sentences = [" ".join(block.get_text().split()) for block in pages.page("endorsement/").main.select("p, li, td") if stands("53", block.get_text())]
    assert [text for text in sentences if not (stands("26", text) and stands("27", text))] == []


def test_no_word_is_left_broken_in_two(pages):
    """A hyphen at the end of a line of data becomes a hyphen and a space."""
    for path in pages.paths():
        assert not re.search(r"\w- \w", " ".join(pages.page(path).main.get_text().split())), path


def test_a_timeline_runs_forward(catalog):
    for story in {event.story for event in catalog.timeline.values()}:
        years = [event.date.year for event in catalog.timeline.values() if event.story == story]
        assert years == sorted(years), story
