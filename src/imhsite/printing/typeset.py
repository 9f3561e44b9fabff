"""Sheets as tagged PDFs, with the fonts of the product: the same sheet gives the same bytes."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from imhsite.rendering.theme import THEME

if TYPE_CHECKING:
    import typst

FONTS = THEME / "fonts"
_ATTEMPTS = (  # whether to use the machine's own fonts, and the standard to hold to
    (False, ["ua-1"]),
    (True, ["ua-1"]),  # for signs that the fonts of the product lack
    (True, []),  # for signs that no font has
)


def typeset(sheets: str, layout: Path, before: bytes = b"") -> bytes:
    """Return SHEETS, JSON, as a tagged PDF, after LAYOUT; the same bytes for the same sheets.

    BEFORE, an earlier PDF, is returned if its keyword, a hash, proves it made from the same.
    """
    made_from = f"sha256-{_hash(sheets, layout.read_text(encoding='utf-8'), _tools())}"
    if made_from.encode() in before and before.rstrip().endswith(b"%%EOF"):
        return before
    return _compile(str(layout), {"sheets": sheets, "made-from": made_from})


def picture(sheets: str, layout: Path, page: int = 1, dots_an_inch: int = 96) -> bytes:
    """Return a page of the PDF of SHEETS as a PNG."""
    inputs = {"sheets": sheets, "made-from": ""}
    pages = _compiler(str(layout), False).compile(format="png", ppi=dots_an_inch, sys_inputs=inputs)
    return pages[page - 1] if isinstance(pages, list) else pages


def _hash(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


@cache
def _tools() -> str:
    """What a PDF is made with, besides its layout."""
    fonts = [hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(FONTS.glob("*.ttf"))]
    return " ".join([version("typst"), *fonts])


@cache
def _compiler(layout: str, with_system_fonts: bool) -> typst.Compiler:
    """A compiler that has read the fonts, which takes it longer than to set a sheet."""
    import typst  # which only a build with a new sheet needs

    ignore = not with_system_fonts
    return typst.Compiler(layout, ignore_system_fonts=ignore, font_paths=[str(FONTS)])


def _compile(layout: str, inputs: dict[str, str]) -> bytes:
    import typst

    *attempts, (with_system_fonts, standards) = _ATTEMPTS
    for own, strict in attempts:
        try:
            return _compiler(layout, own).compile(sys_inputs=inputs, pdf_standards=strict)
        except typst.TypstError:
            continue
    compiler = _compiler(layout, with_system_fonts)
    return compiler.compile(sys_inputs=inputs, pdf_standards=standards)
