"""`imhsite build`: the site, whole or not at all."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from imhsite import plugin
from imhsite.building.build import Build, about_time
from imhsite.building.site import Site
from imhsite.files.problems import BuildFailed, DataError
from imhsite.files.project import DATA, DOCS, SITE, add_folder, parser
from imhsite.model import fields


def main(arguments: list[str] | None = None) -> int:
    """Build the site; print what is wrong and return 1 where it cannot be built."""
    command = parser("build", "Build the whole site, or change nothing if something is wrong.")
    add_folder(command, "--site-dir", SITE, "where the site goes")
    add_folder(command, "--data", DATA, "the data to build from")
    add_folder(command, "--docs", DOCS, "the pages that people write")
    options = command.parse_args(arguments)
    try:
        site = build(options.site_dir, options.data, docs=options.docs)
    except (DataError, BuildFailed) as error:
        print(error, file=sys.stderr)
        if note := fields.clock(getattr(error, "problems", ())):
            print(note, file=sys.stderr)
        print(f"Nothing was published: {options.site_dir} has not changed.", file=sys.stderr)
        return 1
    for warning in about_time(site):
        print(f"Warning: {warning}", file=sys.stderr)
    print(f"The site is in {options.site_dir}.", file=sys.stderr)
    gc.freeze()  # else Python ends by looking through all that was built, a tenth of the time
    return 0


def build(
    site_dir: Path,
    data: Path = DATA,
    compressed: bool = True,
    docs: Path = DOCS,
    whole: bool = True,
) -> Site:
    """Build the site of DATA and DOCS aside, compressed, and swap it for SITE_DIR in one step.

    Returns the site. Where it is not to be WHOLE, its generated pages are left out, for a preview
    to make. Raises DataError or BuildFailed, and then leaves SITE_DIR as it was. A build that is
    killed leaves a folder aside that the next build removes.
    """
    with Build(site_dir, data, docs, compressed=compressed, whole=whole) as aside:
        aside.read()
        plugin.render_prose(aside)
        return aside.finish()
