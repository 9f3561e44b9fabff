"""`imhsite new DIR`: this code with the invented data of `examples/`, as a start for another
association.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from imhsite.files.project import parser
from imhsite.language.labels import LABELS
from imhsite.model.reference import markdown
from imhsite.reading import configuration
from imhsite.reading.catalog import load

CODE = (
    "scripts", "src", "overrides", "schema", ".github/workflows", ".github/ISSUE_TEMPLATE", ".github/dependabot.yml", ".gitignore", ".dockerignore", "Containerfile", "mkdocs.yml", "pyproject.toml",
    *(f"requirements{part}.{kind}" for part in ("", "-test", "-audit") for kind in ("in", "txt")),
    *(f"tests/{name}" for name in ("changed.py", "conftest.py", "fonts.py", "kinds.py", "measures.js", "reporting.py", "repositories.py", "test_workflows.py", "test_standards.py", "html-validate.config.mjs", "package.json", "package-lock.json")),
)  # fmt: skip
OURS = ("new-site", "new_site.py")  # what only makes new sites
ROOT = Path()
EXAMPLE = ROOT / "examples"
NEXT = """Your new site is in {folder}. Next:

  1. data/association.yaml   your name, address, state and help lines; name and address in mkdocs.yml too
  2. data/*.yaml             your places and programs; scripts/check tells you what is wrong
  3. docs/                   your pages
  4. overrides/assets/       your colors (the first lines of base.css), card.png and icons
  5. README.md, LICENSE      your name
  6. scripts/serve           shows the site while you work
"""


def main(arguments: list[str] | None = None) -> int:
    """Put the start into DIR, which must not hold anything yet."""
    accepted = parser("new", "Start a site for another association in its own folder.")
    accepted.add_argument(
        "folder", type=Path, metavar="DIR", help="a folder that is empty or does not exist yet"
    )
    folder = accepted.parse_args(arguments).folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(f"{folder}: name a folder that is empty or does not exist yet", file=sys.stderr)
        return 1
    start(folder)
    print(NEXT.format(folder=folder), file=sys.stderr)
    return 0


def start(folder: Path) -> None:
    """Copy the code, the tests that hold for any data, all of the example, and the words of the
    interface in the first language.
    """
    for name in CODE:
        _copy(ROOT / name, folder / name)
    for part in EXAMPLE.iterdir():
        _copy(part, folder / part.name)
    _copy(ROOT / f"data/{LABELS}.yaml", folder / f"data/{LABELS}.yaml")
    (folder / "data/README.md").write_text(markdown(), encoding="utf-8")
    settings, association = folder / configuration.FILE, load(folder / "data").association
    settings.write_text(
        configuration.named(settings.read_text(encoding="utf-8"), association), encoding="utf-8"
    )


def _copy(source: Path, to: Path) -> None:
    if source.is_dir():
        shutil.copytree(
            source, to, ignore=shutil.ignore_patterns("__pycache__", *OURS), dirs_exist_ok=True
        )
    else:
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, to)
