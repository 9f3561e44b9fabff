"""A sheet's PDF stays where what it was set from is the same, and only then."""

from __future__ import annotations

import json
import shutil

import pytest
from imhsite.building.site import Site
from imhsite.printing import typeset as module
from imhsite.printing.typeset import typeset
from folders import DATA, ROOT
from imhsite.rendering.renderer import ICONS

LAYOUT = ROOT / "src/imhsite/theme/sheet.typ"


@pytest.fixture(scope="module")
def sheet() -> str:
    site = Site(DATA, ROOT / "overrides", ICONS)
    return site.sheets_text(next(path for path in site.sheets if site.layout(path) == LAYOUT))


@pytest.fixture
def attempts(monkeypatch) -> list[str]:
    """The sheets that are set anew."""
    seen, plain = [], module._compile
    monkeypatch.setattr(module, "_compile", lambda layout, inputs: seen.append(inputs["sheets"]) or plain(layout, inputs))
    return seen


def test_a_pdf_of_the_same_sheet_stays(sheet, attempts):
    before = typeset(sheet, LAYOUT)
    assert typeset(sheet, LAYOUT, before) is before and attempts == [sheet]
    assert typeset(sheet, LAYOUT) == before


def test_a_pdf_of_another_sheet_is_set_anew(sheet, attempts):
    first, *others = json.loads(sheet)
    other = json.dumps([first | {"title": "Another title"}, *others])
    assert typeset(sheet, LAYOUT, typeset(other, LAYOUT)) == typeset(sheet, LAYOUT)
    assert attempts == [other, sheet, sheet]


def test_a_pdf_after_another_layout_is_set_anew(sheet, attempts, tmp_path):
    other = tmp_path / "sheet.typ"
    shutil.copy(LAYOUT, other)
    other.write_text(other.read_text(encoding="utf-8").replace("us-letter", "a4"), encoding="utf-8")
    assert typeset(sheet, LAYOUT, typeset(sheet, other)) == typeset(sheet, LAYOUT)


def test_a_pdf_of_another_typst_is_set_anew(sheet, attempts, monkeypatch):
    before = typeset(sheet, LAYOUT)
    monkeypatch.setattr(module, "version", lambda name: "0.0.1")
    assert typeset(sheet, LAYOUT, before) != before and len(attempts) == 2


@pytest.mark.parametrize("spoil", [lambda pdf: pdf[: len(pdf) // 2], lambda pdf: b"", lambda pdf: pdf[:-10]])
def test_a_pdf_that_is_cut_short_is_set_anew(sheet, spoil):
    whole = typeset(sheet, LAYOUT)
    assert typeset(sheet, LAYOUT, spoil(whole)) == whole
