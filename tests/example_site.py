"""The invented association of `examples/`, with the words of the interface, in a folder of its own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from folders import ROOT
from imhsite.reading import configuration
from imhsite.reading.catalog import load


def example(folder: Path) -> Path:
    """Put `data/` and `docs/` of the example into FOLDER, and return it."""
    for name in ("data", "docs"):
        shutil.copytree(ROOT / "examples" / name, folder / name)
    return folder


def configure(folder: Path) -> None:
    """Put `mkdocs.yml` into FOLDER, with the name and the address that the data there have; the theme is the product's."""
    settings = re.sub("^  custom_dir:.*\n", "", (ROOT / configuration.FILE).read_text(encoding="utf-8"), flags=re.MULTILINE)
    (folder / configuration.FILE).write_text(configuration.named(settings, load(folder / "data").association), encoding="utf-8")
