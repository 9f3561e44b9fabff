"""Ask Lighthouse about a page of every kind, as on a telephone, and tell whether all four figures are 100.

    npm ci --prefix tests/benchmarks --ignore-scripts
    .venv/bin/python tests/benchmarks/bench_lighthouse.py [--runs 3] [--only home --only finder]

Each figure is the median of the runs. What a page that asks not to be indexed loses for that is not counted.
Chromium is found as scripts/test finds it: name another one in CHROME_PATH.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from conftest import Built
from folders import DATA, DOCS
from imhsite.commands.build import build
from imhsite.reading.catalog import load
from imhsite.publishing.headers import TEXTS
from imhsite.publishing.output import pack
from imhsite.publishing.server import SiteServer
from kinds import Kinds

LIGHTHOUSE = HERE / "node_modules/lighthouse/cli/index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TARGET = 100
TRIES = 3


def built(site: Path, address: str) -> None:
    """Build the site as it would be at ADDRESS, so that its canonical addresses are the ones asked for."""
    build(site, DATA, compressed=False)
    published = next(iter(load(DATA).records["association"].values())).address
    for page in site.rglob("*.html"):
        page.write_text(page.read_text(encoding="utf-8").replace(published, address), encoding="utf-8")
    for file in [file for file in site.rglob("*") if file.suffix in TEXTS]:
        pack(str(file), file.read_bytes())


def report(url: str, skipped: list[str]) -> dict:
    """Return Lighthouse's report on URL, on its slow telephone. On a busy machine it loses a trace now and then, and is asked again."""
    command = ["node", LIGHTHOUSE, url, "--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless --no-sandbox --disable-gpu"]
    command += [f"--skip-audits={','.join(skipped)}"] if skipped else []
    browser = os.environ.get("CHROME_PATH") or next(filter(None, map(shutil.which, BROWSERS)), "")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for _ in range(TRIES):
        run = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"CHROME_PATH": browser, "PATH": path})
        if not run.returncode:
            return json.loads(run.stdout)
    sys.exit(run.stderr or "Lighthouse failed")


def figures(said: dict) -> list[float]:
    """The four figures of a report, then the times."""
    scores = [100 * (said["categories"][name]["score"] or 0) for name in CATEGORIES]
    return scores + [said["audits"][name]["numericValue"] for name in TIMES]


def failed(said: dict) -> list[str]:
    """What a report holds against the page."""
    weighted = [audit["id"] for name in CATEGORIES for audit in said["categories"][name]["auditRefs"] if audit["weight"]]
    return [name for name in weighted if (said["audits"][name]["score"] or 0) < 1 and said["audits"][name]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")]


def main() -> int:
    """Print a line for each kind of page; return 1 if a figure is below 100."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], metavar="KIND", help="a kind of page, as tests/kinds.py names it; may be given more than once (default: all)")
    options = parser.parse_args()
    if not LIGHTHOUSE.is_file():
        sys.exit("Install Lighthouse first: npm ci --prefix tests/benchmarks --ignore-scripts")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        site.mkdir()
        server = SiteServer(site)
        built(site, server.address)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        chosen = {kind: path for kind, path in Kinds(Built(site.parent, DATA, DOCS, site)).items() if kind in options.only or not options.only}
        return measure(server.address, site, chosen, options.runs)


def measure(address: str, site: Path, chosen: dict[str, str], runs: int) -> int:
    print(f"{'kind':24} {'perf':>5} {'a11y':>5} {'best':>5} {'seo':>5} {'FCP ms':>7} {'LCP ms':>7} {'TBT ms':>7} {'CLS':>6}  below 100")
    missed = False
    for kind, path in chosen.items():
        file = site / (path if path.endswith(".html") else f"{path}index.html")
        skipped = ["is-crawlable"] if 'content="noindex"' in file.read_text(encoding="utf-8") else []
        reports = [report(address + path, skipped) for _ in range(runs)]
        medians = [statistics.median(values) for values in zip(*map(figures, reports), strict=True)]
        against = sorted({name for said in reports for name in failed(said)}) if min(medians[:4]) < TARGET else []
        missed |= bool(against)
        scores, times, shift = medians[:4], medians[4:7], medians[7]
        print(f"{kind:24} {' '.join(f'{value:5.0f}' for value in scores)} {' '.join(f'{value:7.0f}' for value in times)} {shift:6.3f}  {' '.join(against)}", flush=True)
    print("some figures are below 100" if missed else "every figure is 100")
    return missed


if __name__ == "__main__":
    sys.exit(main())
