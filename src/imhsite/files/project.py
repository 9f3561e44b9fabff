"""The folder of a site's project, which holds its `mkdocs.yml`: every command runs in it.

`imhsite --config-file` changes to that folder, so each path below is relative to it.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

CONFIGURATION = Path("mkdocs.yml")
DATA = Path("data")
DOCS = Path("docs")
OVERRIDES = Path("overrides")
SITE = Path("site")
SCHEMA = Path("schema")
DEAD_LINKS = Path("dead-links.json")  # which the check of links writes and the desk reads
TYPED = "IMHSITE_PROG"  # the variable that says what somebody typed instead of `imhsite COMMAND`


def parser(command: str, description: str) -> argparse.ArgumentParser:
    """Return the parser of the arguments of `imhsite COMMAND`."""
    prog = os.environ.get(TYPED, f"imhsite {command}")
    return argparse.ArgumentParser(prog=prog, description=description)


def add_folder(to: argparse.ArgumentParser, option: str, folder: Path, meaning: str) -> None:
    """Let TO accept OPTION, a folder that MEANING describes, by default FOLDER."""
    text = f"{meaning} (default: {folder})"
    to.add_argument(option, type=Path, default=folder, metavar="DIR", help=text)
