"""The invented association of `examples/`, with the words of the interface, in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.build import ROOT


def example(folder: Path) -> Path:
    """Put `data/` and `docs/` of the example into FOLDER, and return it."""
    for name in ("data", "docs"):
        shutil.copytree(ROOT / "examples" / name, folder / name)
    shutil.copy(ROOT / "data/labels.yaml", folder / "data")
    return folder
