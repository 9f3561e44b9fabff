"""The invented records of examples/ for kinds of which a site has none: their pages and components are then there to look at."""

from __future__ import annotations

import shutil
from pathlib import Path

from folders import ROOT

KINDS = ("committees", "documents", "events", "memberships", "notices", "pictures", "supervision")
FILES = ("files/by-laws.pdf", "pictures/blocks.svg")  # of docs/, which these records name


def add(data: Path) -> None:
    """Add to the folder DATA a file of each of the KINDS that it lacks, and beside it the FILES of docs/."""
    for kind in KINDS:
        if not (data / f"{kind}.yaml").exists():
            shutil.copy(ROOT / f"examples/data/{kind}.yaml", data)
    for file in FILES:
        path = data.with_name("docs") / file
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "examples/docs" / file, path)
