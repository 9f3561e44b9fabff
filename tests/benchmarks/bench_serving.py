"""Measure how many pages a second nginx sends with the configuration of scripts/hosting, against one static file of 10 KB.

    apt-get install nginx-light wrk
    .venv/bin/python tests/benchmarks/bench_serving.py [--seconds 10]

The pages are asked for as browsers do, compressed; the static file lies in a folder that nginx serves with no
configuration but that folder. Both take turns, and each figure is the median of its turns.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import web_server
from conftest import Built
from folders import DATA, DOCS
from imhsite.commands.build import build
from kinds import Kinds

ASKED = ("home", "finder", "program, active", "town", "help now")
STATIC_BYTES = 10 * 1024
TARGET = 0.9  # of the static file's requests a second
TURNS = 3
PLAIN = "server {{ listen {port}; root {site}; }}"


def rate(url: str, seconds: int) -> float:
    """Return the requests a second that wrk gets answered at URL."""
    command = ["wrk", "--threads=1", "--connections=50", f"--duration={seconds}s", "--header=Accept-Encoding: gzip", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(said)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


@contextlib.contextmanager
def static(folder: Path) -> Iterator[int]:
    """Serve one file of 10 KB with no more configuration than needed; give the port."""
    (folder / "file.html").write_bytes(b"x" * STATIC_BYTES)
    with web_server.nginx(folder, configuration=lambda site, pages, port, base: PLAIN.format(site=site, port=port)) as port:
        yield port


def main() -> int:
    """Print requests a second for each page and the ratio; return 1 if one is below the target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=10)
    seconds = parser.parse_args().seconds
    if not shutil.which("wrk"):
        sys.exit("Install wrk first. On Debian: apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build(site, DATA)
        (Path(folder) / "static").mkdir()
        with web_server.nginx(site) as port, static(Path(folder) / "static") as plain:
            return measure(site, f"http://127.0.0.1:{port}/", f"http://127.0.0.1:{plain}/file.html", seconds)


def measure(site: Path, address: str, plain: str, seconds: int) -> int:
    print(f"{'page':20} {'bytes':>7} {'pages/s':>9} {'static/s':>9} {'ratio':>6}")
    ratios = []
    for kind, path in Kinds(Built(site.parent, DATA, DOCS, site)).items():
        if kind not in ASKED:
            continue
        turns = [(rate(address + path, seconds), rate(plain, seconds)) for _ in range(TURNS)]
        ours, static_rate = (statistics.median(rates) for rates in zip(*turns, strict=True))
        ratios.append(ours / static_rate)
        print(f"{kind:20} {(site / path / 'index.html.gz').stat().st_size:7} {ours:9.0f} {static_rate:9.0f} {ratios[-1]:6.2f}", flush=True)
    print(f"target {TARGET}: {'holds' if min(ratios) >= TARGET else 'missed'}")
    return min(ratios) < TARGET


if __name__ == "__main__":
    sys.exit(main())
