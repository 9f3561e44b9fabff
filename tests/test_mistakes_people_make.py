"""Mistakes as people make them in data, pages, map, settings and files: one mistake, one message, in words for whoever made it.

`cases/mistakes.yaml` has the mistakes and the exact messages. To add one, write it there with `says: []`, and read what the test finds.
"""

from __future__ import annotations

import re
from pathlib import Path

import mistakes_site
import pytest
import yaml
from imhsite.building.whole_check import problems_of

CASES = yaml.safe_load((Path(__file__).parent / "cases/mistakes.yaml").read_text(encoding="utf-8"))
CODE = r"(?!invalid$)[a-z0-9]+(-[a-z0-9]+)*"  # a slug, and never the one that says nothing
SEVERAL = {  # places that are each to be mended, or fields that are each missing
    "a number changed in one of two places",
    "active, but nobody has checked",
    "an end without a year and a successor",
    "two mistakes in template code",
}
WHOLE_FILES = ("name this file", "name the folder", "rename the file", "give this page another name", "name the page", "draw this town", "save the file as UTF-8")


def changes(case: dict) -> dict[str, str | bytes | None]:
    """Return the text of each file that CASE changes."""
    files = mistakes_site.files()
    if "rename" in case:
        return {case["rename"]: None, case["to"]: files[case["rename"]]}
    if "copy" in case:
        return {case["to"]: files[case["copy"]]}
    text, old = (files | mistakes_site.FIRST_OF_A_KIND)[case["file"]], case.get("change")
    assert old is None or old in text, "the case changes what is not there"
    text = case["to"] if old is None else text.replace(old, case["to"], 1)
    return {case["file"]: text.encode(case["saved_as"]) if "saved_as" in case else text}


def problems(folder: Path, change: dict) -> list:
    mistakes_site.write(folder, change)
    return problems_of(folder / "data", folder / "docs")[1]


def test_the_site_has_no_mistake_before(tmp_path):
    assert problems(tmp_path, {}) == []


@pytest.mark.parametrize("case", [pytest.param(case, id=case["mistake"]) for case in CASES])
def test_a_mistake_is_told(tmp_path, case):
    found = problems(tmp_path, changes(case))
    assert [str(problem) for problem in found] == case["says"]
    assert all(re.fullmatch(CODE, problem.code) for problem in found), "every problem has a code that says something"


def test_one_mistake_gives_one_message():
    assert {case["mistake"] for case in CASES if len(case["says"]) != 1} == SEVERAL


def test_every_message_names_its_line():
    """GitHub shows it there, in the pull request; only what is wrong with a file as a whole has none."""
    assert [said for case in CASES for said in case["says"] if not re.match(r"[\w/. -]+:\d+", said) and not any(words in said for words in WHOLE_FILES)] == []


def test_no_message_needs_knowledge_of_the_code():
    words = r"\b(regex|None|null|dict|tuple|scalar|mapping|sequence|parser|parse|exception|traceback|schema|enum|boolean|string|int|token|node)\b|\\u|\\x"
    assert [said for case in CASES for said in case["says"] if re.search(words, re.sub(r"; got .*", "", said))] == []


def test_there_are_a_hundred_and_fifty_of_them_and_each_is_another():
    assert len({case["mistake"] for case in CASES}) == len(CASES) >= 150
