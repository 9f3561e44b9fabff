"""`imhsite new DIR`: a site of an invented association, as a start for another one.

It holds what belongs to the association alone; everything else comes with the product.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from imhsite import __version__
from imhsite.files.problems import DataError
from imhsite.files.product import PACKAGE
from imhsite.files.project import parser
from imhsite.model.reference import markdown

START = PACKAGE / "start"
HIDDEN = ("github", "gitignore")  # begin with a dot in the site
NEXT = """Your new site is in {folder}. Next, in that folder:

  pip install -r requirements.txt
  mkdocs serve      shows the site while you work
  imhsite check     says what is wrong

README.md there says what to change first.
"""
TO_DO = "TODO.md lists what only people in your state know, such as its help lines.\n"


def main(arguments: list[str] | None = None) -> int:
    """Put the start into DIR, which must not hold anything yet."""
    command = parser("new", "Start a site for another association in its own folder.")
    command.add_argument(
        "folder", type=Path, metavar="DIR", help="a folder that is empty or does not exist yet"
    )
    command.add_argument(
        "--state", metavar="XX", help="begin with the places of a state or territory, such as RI"
    )
    command.add_argument(
        "--languages", metavar="LIST", help="its languages, with --state, such as es,en"
    )
    options = command.parse_args(arguments)
    folder = options.folder
    if options.languages and not options.state:
        command.error("--languages: name the state too, such as --state PR")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(f"{folder}: name a folder that is empty or does not exist yet", file=sys.stderr)
        return 1
    try:
        files, left_out = _of_state(options.state, options.languages) if options.state else ({}, ())
    except DataError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 1
    start(folder)
    for name in left_out:
        (folder / name).unlink()
        with contextlib.suppress(OSError):  # of other files
            (folder / name).parent.rmdir()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(NEXT.format(folder=folder), TO_DO if files else "", sep="", end="", file=sys.stderr)
    return 0


def _of_state(state: str, languages: str | None) -> tuple[dict[str, str], list[str]]:
    """Return the files with the places of STATE, and those of the start to leave out.

    Raises DataError where the state, a language, or what knows the states is not there.
    """
    from imhsite.geography import new_state  # needs packages that no other command does

    chosen = new_state.languages_of(state, languages)
    geography = new_state.read(state)
    return new_state.files(geography, chosen), new_state.left_out(geography)


def start(folder: Path) -> None:
    """Write the files of the start into FOLDER, with this version of the product pinned."""
    for source in sorted(path for path in START.rglob("*") if path.is_file()):
        first, *below = source.relative_to(START).parts
        path = folder.joinpath(f".{first}" if first in HIDDEN else first, *below)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.read_bytes())
    (folder / "requirements.txt").write_text(f"imhsite=={__version__}\n", encoding="utf-8")
    (folder / "data/README.md").write_text(markdown(), encoding="utf-8")
