"""The product's own files: labels, and records and pages that are the same in every state.

Messages and pages for staff name them after the package, such as "imhsite/defaults/needs.yaml".
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from imhsite.files import source
from imhsite.files.source import File

PACKAGE = Path(__file__).resolve().parents[1]
DEFAULTS = PACKAGE / "defaults"
LABELS = PACKAGE / "theme" / "labels"
AS_IT_IS, LEFT_OUT = WORDS = ("default", "left out")  # what a site says of a record in one word


def name_of(path: Path) -> str:
    """Return what messages call the product's file at PATH."""
    return f"{PACKAGE.name}/{path.relative_to(PACKAGE).as_posix()}"


def has(file: str) -> bool:
    """Tell whether FILE, as a record or a message names it, comes with the product."""
    return file.startswith(f"{PACKAGE.name}/")


def kinds() -> list[str]:
    """Return the kinds of record that the product has some of."""
    return sorted(path.stem for path in DEFAULTS.glob("*.yaml"))


def read(path: Path) -> File:
    """Return the product's file at PATH; an empty one where there is none."""
    if not path.exists():
        return File(name_of(path))
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(64)
def _read(path: Path, _changed: int) -> File:
    return source.read(path, name_of(path))
