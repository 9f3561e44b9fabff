"""Measure how long a saved change takes to stand on the served page.

    PYTHONPATH=src .venv/bin/python tests/benchmarks/bench_reload.py

Prints the median and the slowest of the runs in seconds, each from the end of writing the file to the first
answer of the preview that holds the change; the target is one second.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from folders import DATA
from imhsite.commands.serve import Preview

RUNS = 7
TARGET = 1.0
SLUG, FIRST, SECOND = "child-first", "ages: pregnancy to 6", "ages: pregnancy to 4"


def main() -> None:
    """Measure on a copy of the real data."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        data = shutil.copytree(DATA, Path(folder) / "data")
        preview = Preview(Path(folder) / "site", data, port=0)
        preview.rebuild()
        threading.Thread(target=preview.server.serve_forever, daemon=True).start()
        threading.Thread(target=preview.watch, daemon=True).start()
        time.sleep(1)  # the watcher lists the folders before it hears of changes
        seconds = [measure(preview, data / "programs.yaml", run) for run in range(RUNS)]
    middle, slowest = statistics.median(seconds), max(seconds)
    print(f"median {middle:.2f} s, slowest {slowest:.2f} s, target {TARGET} s {'held' if slowest <= TARGET else 'missed'}")


def measure(preview: Preview, file: Path, run: int) -> float:
    """Change one age and return the seconds until the page says it."""
    old, new = (FIRST, SECOND) if run % 2 == 0 else (SECOND, FIRST)
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    began = time.perf_counter()
    while new.removeprefix("ages: ") not in read(f"{preview.server.address}programs/{SLUG}/"):
        time.sleep(0.01)
    return time.perf_counter() - began


def read(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


if __name__ == "__main__":
    main()
