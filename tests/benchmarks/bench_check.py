"""Measure the check on ever more programs, and tell whether it stays within its targets.

    .venv/bin/python tests/benchmarks/bench_check.py 18 1000 10000 100000

The time is that of the whole command, start of Python included. `ratio` is the time per program against that of
the first number, where the start of Python and the towns weigh most.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import realistic

SCRIPTS = Path(__file__).resolve().parents[2] / "src"
TARGETS = {1000: (1, 100), 100_000: (60, 2000)}  # programs: seconds, megabytes
# Of the time per program, among the numbers large enough for the start of Python not to matter.
MOST_RATIO, LINEAR_FROM = 1.5, 1000
MEASURE = """
import json, resource, sys
from imhsite.commands import check
code = check.main(["--data", sys.argv[1], "--docs", sys.argv[2]])
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


@dataclass
class Run:
    """What the check of this many programs took."""

    programs: int
    cpu: float
    wall: float
    megabytes: float

    @property
    def microseconds(self) -> float:
        return self.cpu / self.programs * 1e6

    def misses(self) -> list[str]:
        """Return the targets that the run does not meet."""
        seconds, megabytes = TARGETS.get(self.programs, (float("inf"), float("inf")))
        slow = [f"{self.programs} programs within {seconds} s"] if self.wall > seconds else []
        large = [f"{self.programs} programs within {megabytes} MB"] if self.megabytes > megabytes else []
        return slow + large


def measure(programs: int) -> Run:
    """Check PROGRAMS realistic programs in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        realistic.write(data, programs)
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, str(data), str(SCRIPTS.with_name("docs"))], env=os.environ | {"PYTHONPATH": str(SCRIPTS)}, capture_output=True, text=True
        )
        wall = time.perf_counter() - start
    *report, figures = done.stdout.splitlines() or [""]
    if done.returncode or report:
        sys.exit("\n".join([*report[:10], done.stderr]) or "the check failed")
    _, cpu, megabytes = json.loads(figures)
    return Run(programs, cpu, wall, megabytes)


def main(numbers: list[int]) -> int:
    """Print what each number of programs takes; return 1 if a target is missed."""
    print(f"{'programs':>9} {'CPU s':>8} {'wall s':>8} {'MB':>7} {'us each':>9} {'ratio':>6}")
    runs, missed = [], []
    for number in sorted(numbers):
        run = measure(number)
        runs.append(run)
        ratio = run.microseconds / runs[0].microseconds
        print(f"{number:9} {run.cpu:8.2f} {run.wall:8.2f} {run.megabytes:7.0f} {run.microseconds:9.0f} {ratio:6.2f}", flush=True)
        missed += run.misses()
    large = [run.microseconds for run in runs if run.programs >= LINEAR_FROM]
    if large and large[-1] > large[0] * MOST_RATIO:
        missed.append(f"linear time: {large[-1]:.0f} us each, not {large[0]:.0f}")
    print("missed: " + "; ".join(missed) if missed else "every target holds")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main([int(argument) for argument in sys.argv[1:]] or [18, 1000, 10_000, 100_000]))
