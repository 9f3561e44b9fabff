"""Sheets as tagged PDFs, set by Typst with the fonts that it brings, so that the same sheet gives
the same bytes everywhere.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

_ATTEMPTS = (  # the next one for signs that the fonts of the one before lack
    {"ignore_system_fonts": True, "pdf_standards": ["ua-1"]},
    {"pdf_standards": ["ua-1"]},
    {},
)


def typeset(sheet: str, layout: Path, before: bytes = b"") -> bytes:
    """Return SHEET as a tagged PDF, after LAYOUT; the same bytes for the same sheet.

    BEFORE, an earlier PDF, is returned if its keyword, a hash, proves it made from the same.
    """
    made_from = f"sha256-{_hash(sheet, layout.read_text(encoding='utf-8'), version('typst'))}"
    if made_from.encode() in before and before.rstrip().endswith(b"%%EOF"):
        return before
    return _compile(str(layout), {"sheet": sheet, "made-from": made_from})


def _hash(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _compile(layout: str, inputs: dict[str, str]) -> bytes:
    import typst  # which only a build with a new sheet needs

    *attempts, last = _ATTEMPTS
    for attempt in attempts:
        try:
            return typst.compile(layout, sys_inputs=inputs, **attempt)
        except typst.TypstError:
            continue
    return typst.compile(layout, sys_inputs=inputs, **last)
