"""`imhsite external-links`: the links of the built site to other sites that are dead, as the
Markdown of one issue.

A site may be down for a day, and many refuse programs: a link is reported only when it failed on
two days in a row of runs, and a refusal, or an answer that the server is busy, is no death. What
failed is kept between runs in a small file (`--state`).
"""

from __future__ import annotations

import csv
import datetime
import html
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urldefrag

from imhsite.files.project import DATA, SITE, add_folder, parser
from imhsite.model import dates
from imhsite.reading.catalog import load

NEEDED = 2  # runs, on different days, in which a link must fail to be reported
# "Not to you", "not now": signs of a guard against programs, of much traffic or of work on the site, not of a page that is gone.
REFUSALS = {
    "401",
    "402",
    "403",
    "405",
    "406",
    "407",
    "408",
    "423",
    "425",
    "429",
    "451",
    "503",
    "509",
    *map(str, range(520, 531)),
    "598",
    "599",
    "999",
}
NOTHING = "Every link to another site works."
SETTINGS = """[checking]
threads=2
maxrequestspersecond=10
timeout=30
recursionlevel=1
useragent={agent}
[filtering]
checkextern=1
[output]
log=csv
verbose=1
warnings=1
status=0
"""  # linkchecker reads robots.txt of every site, and waits between requests to the same one

State = dict[str, dict]


def main(arguments: list[str] | None = None) -> int:
    """Check every link to another site, renew the state, and print what to mend."""
    accepted = parser("external-links", "List the links to other sites that are dead.")
    add_folder(accepted, "--site-dir", SITE, "the built site")
    add_folder(accepted, "--data", DATA, "the data it was built from")
    accepted.add_argument(
        "--state",
        type=Path,
        metavar="FILE",
        help="the file that remembers failures from run to run",
    )
    accepted.add_argument(
        "--today", type=datetime.date.fromisoformat, default=dates.today(), metavar="DATE"
    )
    options = accepted.parse_args(arguments)
    association = load(options.data.resolve()).association
    pages = links(options.site_dir, (association.address, *filter(None, [association.repository])))
    state = renewed(
        _read(options.state),
        check(pages, f"{association.short_name} link check ({association.address})"),
        options.today,
    )
    if options.state:
        options.state.write_text(json.dumps(state, indent=1, sort_keys=True), encoding="utf-8")
    print(report(state, pages), end="")
    return 0


def links(site: Path, own: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the addresses outside the site, each with the pages that link to it; suggestion links
    to a repository are left out.
    """
    found: dict[str, list[str]] = {}
    for file in sorted(site.rglob("*.html")):
        main_part = re.split(
            r"<footer class=\"(?:page-note|site-footer)", file.read_text(encoding="utf-8")
        )[0]
        for written in re.findall(r"<a\b[^>]*?href=\"(https?://[^\"]+)\"", main_part):
            address = urldefrag(html.unescape(written)).url
            pages = found.setdefault(address, [])
            path = file.relative_to(site).as_posix().removesuffix("index.html")
            if path not in pages:
                pages.append(path)
    return {address: pages for address, pages in found.items() if not address.startswith(own)}


def check(addresses: dict[str, list[str]], agent: str) -> dict[str, str]:
    """Return why each address that is dead is so, by linkchecker."""
    with tempfile.TemporaryDirectory(prefix="links-") as folder:
        Path(folder).chmod(0o755)  # linkchecker lays down the rights of root before it reads
        start, settings = Path(folder) / "links.html", Path(folder) / "linkcheckerrc"
        start.write_text(
            "<!doctype html><title>Links</title>"
            + "".join(f'<a href="{html.escape(a)}">x</a>\n' for a in addresses),
            encoding="utf-8",
        )
        settings.write_text(SETTINGS.format(agent=agent), encoding="utf-8")
        command = [
            str(Path(sys.executable).with_name("linkchecker")),
            "-f",
            str(settings),
            start.as_uri(),
        ]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        raise RuntimeError(run.stderr)
    rows = csv.DictReader(
        (line for line in run.stdout.splitlines() if not line.startswith("#")), delimiter=";"
    )
    found = {row["urlname"]: row["result"] for row in rows if row["valid"] == "False"}
    return {
        address: why
        for address, why in found.items()
        if address in addresses and why.split(" ")[0] not in REFUSALS
    }


def renewed(state: State, dead: dict[str, str], today: datetime.date) -> State:
    """Return STATE after today's run: a link that works again is forgotten; a second run of one day
    counts once.
    """
    made: State = {}
    for address, why in dead.items():
        before = state.get(address, {"times": 0, "since": today.isoformat(), "last": ""})
        times = before["times"] + (before["last"] != today.isoformat())
        made[address] = {
            "times": times,
            "since": before["since"],
            "last": today.isoformat(),
            "why": why,
        }
    return made


def report(state: State, pages: dict[str, list[str]]) -> str:
    """Return the Markdown of the links that failed often enough."""
    dead = {address: told for address, told in sorted(state.items()) if told["times"] >= NEEDED}
    if not dead:
        return f"{NOTHING}\n"
    lines = [
        f"- [ ] {address}: {told['why']}, since {told['since']}; on {', '.join('/' + page for page in pages.get(address, [])[:5])}"
        for address, told in dead.items()
    ]
    return "\n".join([f"## Dead links to other sites: {len(dead)}", "", *lines, ""])


def _read(file: Path | None) -> State:
    """Return the kept state; one that is missing or broken counts as none."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8")) if file else {}
    except (OSError, ValueError):
        return {}
    sound = {"times": int, "since": str, "last": str}
    return (
        {
            a: told
            for a, told in kept.items()
            if isinstance(told, dict) and all(isinstance(told.get(k), t) for k, t in sound.items())
        }
        if isinstance(kept, dict)
        else {}
    )
