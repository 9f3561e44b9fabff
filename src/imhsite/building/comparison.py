"""The two sides of a comparison: each revision built by its own code, and what its search reads."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import imhsite
from imhsite.building.site import Site
from imhsite.files.project import CONFIGURATION
from imhsite.model.dates import TODAY, today
from imhsite.pages import search
from imhsite.pages.generated import path_of

CODE = Path(imhsite.__file__).resolve().parents[1]  # from which this code is imported
_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_TERM = re.compile(r'\{\{\s*term\("([^"]+)".*?\}\}')
_MARKUP = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|\]\([^)]*\)|^[ \t]*(?:[-*]|\d+\.) |[\[*_`]",
    re.DOTALL | re.MULTILINE,
)


def icons() -> Path:
    """Return the folder of templates that holds the theme's icons, without loading the theme."""
    return Path(importlib.util.find_spec("material").submodule_search_locations[0]) / "templates"


def build_each(folders: Iterable[Path]) -> list[str]:
    """Build the site of each of FOLDERS into its folder `site`, side by side.

    A folder that holds the product itself is built by that, any other by this code. Returns for
    each what kept it from being built, or "".
    """
    processes = [_begin(folder, _own_code(folder)) for folder in folders]
    return [_words_of(process) for process in processes]


def build_by_this_code(folder: Path) -> str:
    """Build FOLDER as `build_each` does, whatever code it holds."""
    return _words_of(_begin(folder, CODE))


def _own_code(folder: Path) -> Path:
    own = folder / "src"
    return own if (own / imhsite.__name__).is_dir() else CODE


def _begin(folder: Path, code: Path) -> subprocess.Popen:
    """Begin to build FOLDER with the product in CODE, by the command that every version has."""
    variables = {"PYTHONPATH": str(code), "NO_MKDOCS_2_WARNING": "1"}
    variables[TODAY] = today().isoformat()  # the same for both, even at midnight
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file"]
    return subprocess.Popen(
        [*command, str(CONFIGURATION), "--site-dir", str(site_of(folder))],
        cwd=folder,
        env=os.environ | variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def site_of(folder: Path) -> Path:
    """Return the folder into which the site of FOLDER is built."""
    return folder.resolve() / "site"


def _words_of(process: subprocess.Popen) -> str:
    """Return what a failed PROCESS said, or "" if it succeeded."""
    _, said = process.communicate()
    return (
        (said.strip() or f"it ended with code {process.returncode}") if process.returncode else ""
    )


def sentences(page: Path) -> str:
    """Return the text of a PAGE that people wrote, without headings, tables, markup and data."""
    text = _TERM.sub(
        r"\1", _FRONT_MATTER.sub("", page.read_text(encoding="utf-8", errors="replace"), count=1)
    )
    blocks = (
        " ".join(_MARKUP.sub("", block).split())
        for block in text.split("\n\n")
        if not block.lstrip().startswith(("#", "|"))
    )
    return "\n".join(block for block in blocks if block)


def searched(site: Site) -> dict[str, str]:
    """Return the words by which the search finds each record that has a page, by title."""
    return {
        page.title: _flat(entry)
        for page in site.generated.values()
        if page.in_sitemap
        and page.context.get("record")
        and page.path == path_of(page.context["record"])
        for _, entry in search.entries_of(site.catalog, page)
    }


def _flat(entry: dict) -> str:
    parts = (
        entry.get(name, "") for name in ("title", "names", "tags", "headings", "needs", "text")
    )
    return " ".join(part if isinstance(part, str) else " ".join(part) for part in parts)
