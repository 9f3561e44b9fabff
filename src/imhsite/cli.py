"""`imhsite COMMAND`: every command of the product."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

from imhsite import __version__
from imhsite.files.project import CONFIGURATION

# The module of each command, and what it does. A command's module is imported when it is asked for:
# a check takes a fifth of the time of a build.
COMMANDS = {
    "build": ("commands.build", "build the site, compressed, and put it in place in one step"),
    "check": ("commands.check", "list every mistake in the data, the pages and mkdocs.yml"),
    "serve": ("commands.serve", "show the site while you work on it"),
    "import": ("importing.command", "bring a directory along that somebody else keeps"),
    "diff": ("commands.diff", "say in words what a change does to the site"),
    "join": ("commands.join", "join built sites, each below its own path"),
    "test": ("commands.site_tests", "build the site aside and test its pages"),
    "upgrade": ("commands.upgrade", "bring the data into the form of this version"),
    "new": ("commands.new_site", "start the site of another association"),
    "schema": ("editor.schema", "write the JSON Schema of every data file"),
    "reference": ("model.reference", "print the table of all fields"),
    "desk": ("commands.desk", "list what waits for somebody: checks, dead links, what ended"),
    "external-links": ("commands.external_links", "list dead links to other sites"),
    "hosting": ("commands.hosting", "print a web server's configuration"),
    "vendored": ("commands.vendored", "list the scripts of others that the site carries"),
}
ANYWHERE = frozenset({"join", "new", "schema", "reference", "hosting", "vendored"})


def main(arguments: list[str] | None = None) -> int:
    """Run a command in the folder of the site's `mkdocs.yml`; return its exit status."""
    command_line = parser()
    options = command_line.parse_args(arguments)
    file = options.config_file
    if file and not (file.name == CONFIGURATION.name and file.is_file()):
        command_line.error(f"--config-file {file}: name the {CONFIGURATION} of a site")
    if file:
        os.chdir(file.parent)
    if not CONFIGURATION.is_file() and options.command not in ANYWHERE:
        command_line.error(
            f"there is no {CONFIGURATION} in {Path.cwd()}: change to the folder of your site, or "
            f"name the file: imhsite --config-file DIR/{CONFIGURATION} {options.command}"
        )
    module = importlib.import_module(f"imhsite.{COMMANDS[options.command][0]}")
    return module.main(options.arguments)


def parser() -> argparse.ArgumentParser:
    """Return the parser of what comes before a command's own arguments."""
    width = max(map(len, COMMANDS))
    command_line = argparse.ArgumentParser(
        prog="imhsite",
        description="The website of an infant mental health association.",
        epilog="commands:\n"
        + "\n".join(f"  {name:{width}}  {about}" for name, (_, about) in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command_line.add_argument("--version", action="version", version=f"imhsite {__version__}")
    command_line.add_argument(
        "-f",
        "--config-file",
        type=Path,
        metavar="FILE",
        help="the mkdocs.yml of the site (default: that of the current folder)",
    )
    command_line.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    command_line.add_argument(
        "arguments", nargs=argparse.REMAINDER, help="its own, which COMMAND --help lists"
    )
    return command_line


if __name__ == "__main__":
    sys.exit(main())
