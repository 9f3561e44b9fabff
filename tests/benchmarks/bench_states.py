"""Start a site for each state named, check and build it, and tell how much it has and what readers fetch.

    PYTHONPATH=src .venv/bin/python tests/benchmarks/bench_states.py RI MI TX AK PR

`map` is its page with styles and scripts, `places` what the finder fetches when somebody turns to its field, both in
bytes as compressed. The exit status is 1 where a command fails or a map is heavier than LIGHTEST.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from imhsite.reading.catalog import load

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"), "NO_MKDOCS_2_WARNING": "1"}
LIGHTEST = 30_000
COLUMNS = ("state", "places", "names in them", "ZIP codes", "new s", "check s", "build s", "pages", "map", "places.json")


def timed(folder: Path, *arguments: str) -> float:
    begins = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "imhsite.cli", *arguments], cwd=folder, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    if done.returncode:
        sys.exit(f"imhsite {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return time.perf_counter() - begins


def size(site: Path, *patterns: str) -> int:
    return sum(next(site.glob(pattern)).stat().st_size for pattern in patterns)


def row(code: str, folder: Path) -> list[object]:
    site = folder / code
    seconds = [timed(folder, "new", str(site), "--state", code), timed(site, "check"), timed(site, "build")]
    catalog, built = load(site / "data"), site / "site"
    towns = catalog.towns.values()
    names, zips = (len({name for town in towns for name, _ in getattr(town, field) or ()}) for field in ("places", "zips"))
    pages = sum(1 for _ in built.rglob("index.html"))
    weight = size(built, "map/index.html.br", "assets/map.*.css.br", "assets/map.*.js.br")
    return [code, len(towns), names, zips, *(f"{second:.1f}" for second in seconds), pages, weight, size(built, "programs/places.json.br")]


def main() -> int:
    print(*COLUMNS, sep="\t")
    heavy = False
    for code in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            cells = row(code, Path(folder))
        print(*cells, sep="\t", flush=True)
        heavy |= cells[-2] > LIGHTEST
    return int(heavy)


if __name__ == "__main__":
    sys.exit(main())
