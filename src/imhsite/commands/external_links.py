"""`imhsite external-links`: the dead links to other sites, in a file for the desk of staff.

linkchecker walks the built site and tries every link that leads off it. What failed is tried once
more, some minutes later: a site may be down for a moment. Many refuse programs: a refusal, or an
answer that the server is busy, is no death.
"""

from __future__ import annotations

import csv
import html
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from imhsite.files.dead_links import DeadLink, DeadLinks
from imhsite.files.project import DATA, DEAD_LINKS, SITE, add_folder, parser
from imhsite.model import dates
from imhsite.publishing.server import SiteServer
from imhsite.reading.catalog import load

# "Not to you", "not now": signs of a guard against programs, of much traffic or of work on the
# site, not of a page that is gone.
_NUMBERS = (401, 402, 403, 405, 406, 407, 408, 423, 425, 429, 451, 503, 509, 598, 599, 999)
REFUSALS = {str(number) for number in (*_NUMBERS, *range(520, 531))}
NOTHING = "Every link to another site works."
MOST_PAGES = 5
SETTINGS = """[checking]
threads=4
maxrequestspersecond=10
timeout=30
recursionlevel={depth}
useragent={agent}
[filtering]
checkextern=1
ignore=
{ignored}
[output]
log=csv
verbose=0
warnings=0
status=0
"""  # linkchecker reads robots.txt of every site, and waits between requests to the same one

Failures = dict[str, str]  # by address: why it failed


def main(arguments: list[str] | None = None) -> int:
    """Try every link to another site twice; print those to mend, and write them to a file."""
    command = parser("external-links", "List the links to other sites that are dead.")
    add_folder(command, "--site-dir", SITE, "the built site")
    add_folder(command, "--data", DATA, "the data it was built from")
    command.add_argument(
        "--wait",
        type=float,
        default=600,
        metavar="SECONDS",
        help="how long to wait before a failed link is tried again (default: 600)",
    )
    command.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help=f"where to write them (default: {DEAD_LINKS}, beside the data, for the desk)",
    )
    options = command.parse_args(arguments)
    association = load(options.data.resolve()).association
    agent = f"{association.short_name} link check ({association.address})"
    own = [association.address, *filter(None, [association.repository])]
    failed = check(options.site_dir, own, agent, urlsplit(association.address).path)
    if failed:
        time.sleep(options.wait)
    again = retry(failed, agent)
    dead = {address: why for address, why in failed.items() if address in again}
    found = DeadLinks(dates.today(), tuple(with_pages(dead, options.site_dir)))
    found.write(options.output or options.data.resolve().with_name(DEAD_LINKS.name))
    print(report(found), end="")
    return 0


def check(site: Path, own: Iterable[str], agent: str, base: str = "/") -> Failures:
    """Return the links from the pages of SITE, served below the path BASE, to others that fail.

    Links to what begins with one of OWN are left out: the site itself, and its repository.
    """
    server = SiteServer(site, base=base)
    server.headers["LinkChecker"] = "no limit"  # else it asks for ten pages a second
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        rows = _failures([server.address], agent, own, depth=-1)
        return {
            urldefrag(row["urlname"]).url: row["result"]
            for row in rows
            if not row["url"].startswith(server.address)
        }
    finally:
        server.shutdown()
        server.server_close()


def retry(addresses: Iterable[str], agent: str) -> set[str]:
    """Return which of ADDRESSES fail."""
    return {urldefrag(row["urlname"]).url for row in _failures(addresses, agent, (), depth=0)}


def _failures(
    addresses: Iterable[str], agent: str, ignored: Iterable[str], depth: int
) -> Iterator[dict[str, str]]:
    """Yield the rows of linkchecker's table about links that fail, refusals left out."""
    with tempfile.TemporaryDirectory(prefix="links-") as folder:
        Path(folder).chmod(0o755)  # linkchecker lays down the rights of root before it reads
        settings = Path(folder) / "linkcheckerrc"
        patterns = "\n".join(f"  ^{re.escape(address)}" for address in ignored)
        settings.write_text(
            SETTINGS.format(agent=agent, depth=depth, ignored=patterns), encoding="utf-8"
        )
        command = [Path(sys.executable).with_name("linkchecker"), "-f", settings, "--stdin"]
        run = subprocess.run(
            command, input="\n".join(addresses), capture_output=True, text=True, check=False
        )
    if run.returncode not in (0, 1):
        raise RuntimeError(run.stderr)
    lines = (line for line in run.stdout.splitlines() if not line.startswith("#"))
    for row in csv.DictReader(lines, delimiter=";"):
        if row["valid"] == "False" and row["result"].split(" ")[0] not in REFUSALS:
            yield row


def with_pages(dead: Failures, site: Path) -> Iterator[DeadLink]:
    """Yield the DEAD links in alphabetical order, each with some pages of SITE that have it."""
    for address, why in sorted(dead.items()):
        yield DeadLink(address, why, tuple(islice(_pages(site, address), MOST_PAGES)))


def report(found: DeadLinks) -> str:
    """Return what was FOUND, a line a link."""
    lines = [
        f"{link.address}: {link.why}; on {', '.join(f'/{path}' for path in link.pages)}"
        for link in found.links
    ]
    return "\n".join([*lines, ""]) if lines else f"{NOTHING}\n"


def _pages(site: Path, address: str) -> Iterator[str]:
    link = re.compile(rf'href="{re.escape(html.escape(address))}["#]')
    for file in sorted(site.rglob("*.html")):
        if link.search(file.read_text(encoding="utf-8")):
            yield file.relative_to(site).as_posix().removesuffix("index.html")
