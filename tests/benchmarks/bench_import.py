"""What an import costs: the first, and a second of the same file, of an invented directory with as many rows as named.

Run from the root of the repository: .venv/bin/python tests/benchmarks/bench_import.py 2000 100000
"""

from __future__ import annotations

import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAD = ("Resource ID", "Program Name", "Agency", "Phone", "Fax", "Website", "Email", "Ages", "Towns Served", "Status", "Description", "Last Verified", "Hours", "Fees", "Eligibility", "Address", "City", "ZIP", "Category", "Contact Name", "How to Apply")
WORDS = "families children parents visit group play learn support home baby care talk feeding sleep center weekly free staff meet small safe".split()


def row(number: int) -> tuple:
    agency = f"agency{number % 997}"
    text = " ".join(f"{' '.join(random.choices(WORDS, k=12)).capitalize()}." for _ in range(5))
    return (
        number, f"{random.choice(WORDS).title()} Program {number}", f"Agency {number % 997}", f"(202) 555-{number % 10000:04} x {number % 90 + 1}", f"202-555-{number % 9999:04}", f"www.{agency}.example.org", f"info@{agency}.example.org",
        random.choice(("0-3", "Birth to 5", "Prenatal - 3", "All ages")), random.choice(("Hilltown", "Hilltown; Rivertown", "Exampleland")), random.choice(("Active",) * 9 + ("Inactive",)), text,
        random.choice(("", "10/14/2026")), "Mon-Fri 9-5", "Free", text[:80], f"{number} Main Street", "Rivertown", "00002", random.choice(("Sleep; Home Visiting", "Parent education")), "Pat Sample", "Call us.",
    )  # fmt: skip


def imported(given: Path, site: Path) -> str:
    """Import GIVEN into SITE; return CPU seconds and the most memory so far."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-m", "imhsite.cli", "import", given], cwd=site, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return f"{after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime:.1f} CPU s, {after.ru_maxrss / 1024:.0f} MB"


def main() -> None:
    for size in map(int, sys.argv[1:] or ["2000"]):
        random.seed(size)
        with tempfile.TemporaryDirectory() as folder:
            given, site = Path(folder) / "list.csv", Path(folder) / "site"
            with given.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows([HEAD, *(row(number) for number in range(size))])
            subprocess.run([sys.executable, "-m", "imhsite.cli", "new", site], env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, check=True, capture_output=True)
            print(f"{size:,} rows: first {imported(given, site)}; again {imported(given, site)}", flush=True)


if __name__ == "__main__":
    main()
