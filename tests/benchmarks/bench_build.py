"""Measure the build at any number of programs, beside other generators that make the same pages.

    npm ci --prefix tests/benchmarks --ignore-scripts     # for Eleventy; Hugo is Debian's package hugo
    .venv/bin/python tests/benchmarks/bench_build.py 18 1000 10000 [--in-each-language] [--hugo-alone]

The site is in one language, so each program has one page; --in-each-language makes one in each, as the real site does, which doubles all.
--hugo-alone leaves the other generators out. Rebuilds make every page anew, and take over compressed copies and sheets that are the same.
Every row is a process of its own in one run on one machine; CPU seconds are of it and its children: compare rows of one run only.
Our pages alone and Hugo's are made by turns, each time in a new folder, and the least of the rounds is told: a disk takes long now and then.
What others are given, and how their pages are made equal to ours, stands in others.py; each page of theirs is then compared with ours.
They are given the pages that people write as finished HTML. So ours are made twice: from the Markdown, and from what MkDocs made of
it; the second does what Hugo does, and is held against it.
Material's row has no equal pages: the theme as it comes, a page of Markdown for each program, in its navigation.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import others
import realistic

ROOT = Path(__file__).resolve().parents[2]
ELEVENTY = Path(__file__).with_name("node_modules") / ".bin/eleventy"
MOST_OF_MATERIAL = 1000  # programs; its time grows with their square
MOST_OF_OTHERS = 10_000
ROUNDS = 3  # of what is compared
HEAVIEST = 5  # pages that are named
STYLES = re.compile(r'<link rel="stylesheet" href="/([^"]+)"')
CHECK = "import sys; from pathlib import Path; from imhsite.reading.catalog import load; load(Path(sys.argv[2]))"
OURS = "import gc, sys; from pathlib import Path; from imhsite.commands.build import build; build(Path(sys.argv[1]), Path(sys.argv[2]), {compressed}, Path(sys.argv[3])); gc.freeze()"
ALONE = "from imhsite.building.site import Site; Site.files = lambda site: iter(()); Site._pdf = lambda *_: b''; " + OURS
KEEP = """import pickle
from pathlib import Path
from imhsite.building.build import Build
know = Build.know
def keep(making, written):
    Path("{given}").write_bytes(pickle.dumps(written))
    know(making, written)
Build.know = keep
"""  # leaves the pages that people write, as MkDocs made them, in a file
GIVEN = """import pickle
from pathlib import Path
from imhsite.building.build import Build
from imhsite.building.site import file_of
from imhsite import plugin
def write(making):
    written = pickle.loads(Path("{given}").read_bytes())
    making.know(written)
    for _, source, _, html in written:
        file = making.written / file_of(making.site.written[source].path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(making.site.written_html(source, html), encoding="utf-8")
plugin.render_prose = write
"""
INHERITED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # else each build compiles the generator first
TARGETS = {("rebuild", 1000): 3.0, ("rebuild", 10_000): 10.0}
MEGABYTES = {10_000: 400}


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    cpu: float
    wall: float
    megabytes: float


def cost(command: list[str], folder: Path) -> Cost:
    """Run COMMAND in FOLDER and return what it took. Raises CalledProcessError where it fails."""
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, env={**INHERITED, "PYTHONPATH": str(ROOT / "src"), "NO_MKDOCS_2_WARNING": "1"}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss / 1024)


def row(name: str, spent: Cost, more: str = "") -> Cost:
    """Print a row of the report."""
    print(f"  {name:44} {spent.cpu:8.2f} CPU s {spent.wall:8.2f} s {spent.megabytes:6.0f} MB  {more}".rstrip(), flush=True)
    return spent


def ours(site: Path, data: Path, docs: Path, code: str = OURS, compressed: bool = False, given: Path = Path()) -> Cost:
    return cost([sys.executable, "-c", code.format(compressed=compressed, given=given), str(site), str(data), str(docs)], ROOT)


def size(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return f"{sum(path.stat().st_size for path in files) / 1e6:.0f} MB in {len(files)} files"


def heaviest(site: Path) -> str:
    """The compressed pages of SITE that weigh most with their styles."""
    weights = []
    for page in site.rglob("*.html.br"):
        styles = STYLES.search(page.with_suffix("").read_text(encoding="utf-8"))
        packed = [page, site / f"{styles[1]}.br"] if styles else [page]
        weights.append((sum(file.stat().st_size for file in packed), page.parent.relative_to(site).as_posix()))
    return "heaviest with styles: " + ", ".join(f"{name} {weight / 1000:.1f} KB" for weight, name in sorted(weights, reverse=True)[:HEAVIEST])


def change(data: Path) -> None:
    """Change a word of one program, in the middle of the first file."""
    file = min((data / "programs").glob("*.yaml"))
    text = file.read_text(encoding="utf-8")
    at = text.index("for_parents: >-\n    ", len(text) // 2) + len("for_parents: >-\n    ")
    file.write_text(f"{text[:at]}Indeed, {text[at:]}", encoding="utf-8")


def measure(count: int, folder: Path, in_each_language: bool, hugo_alone: bool) -> list[str]:
    """Print the figures for COUNT programs; return the targets that are missed."""
    data, site = folder / "data", folder / "site"
    docs = ROOT / "docs"
    realistic.write(data, count)
    if not in_each_language:
        realistic.in_one_language(data, docs := folder / "docs")
    print(f"{count} programs", flush=True)
    row("check", cost([sys.executable, "-c", CHECK, "-", str(data)], ROOT))
    whole = row("build, everything", ours(site, data, docs), size(site))
    row("build, everything, with compressed copies", ours(folder / "packed", data, docs, compressed=True), heaviest(folder / "packed"))
    change(data)
    again = row("rebuild after one change", ours(folder / "packed", data, docs, compressed=True))
    if count > MOST_OF_OTHERS:
        row("build, the pages alone", pages_alone(folder / "alone", data, docs))
    missed = [f"{name} of {number} programs within {limit} s: {again.wall:.2f} s" for (name, number), limit in TARGETS.items() if number == count and again.wall > limit]
    if whole.megabytes > MEGABYTES.get(count, float("inf")):
        missed.append(f"{count} programs within {MEGABYTES[count]} MB: {whole.megabytes:.0f} MB")
    return missed + (beside(site, data, docs, hugo_alone) if count <= MOST_OF_OTHERS else [])


def pages_alone(place: Path, data: Path, docs: Path) -> Cost:
    return ours(place, data, docs, ALONE)


def pages_as_given(place: Path, data: Path, docs: Path, site: Path) -> Cost:
    """Make the pages alone, in a new folder, those that people write as MkDocs made them for SITE."""
    if not (given := site.with_name("given.pickle")).exists():
        ours(place.with_name("keep"), data, docs, KEEP + ALONE, given=given)
    return ours(place, data, docs, GIVEN + ALONE, given=given)


def beside(site: Path, data: Path, docs: Path, hugo_alone: bool) -> list[str]:
    """Print the figures of the other generators for the pages of SITE, beside ours from DATA and DOCS; return the targets that are missed."""
    folder = site.parent
    pages = others.Pages(site)
    print(f"  {len(pages.said)} pages for the others, {pages.laid_out} of them laid out from their values, the rest given finished", flush=True)
    missed = []
    runs = [lambda number: pages_alone(folder / f"alone-{number}", data, docs), lambda number: pages_as_given(folder / f"given-{number}", data, docs, site)]
    if shutil.which("hugo"):
        command = others.hugo(folder / "hugo", pages)
        runs.append(lambda number: cost([*command, "--destination", str(folder / f"hugo-{number}")], folder))
    whole, mine, *theirs = by_turns(*runs)
    row("build, the pages alone", whole)
    row("the same, people's pages given finished", mine)
    for spent in theirs:
        row("Hugo", spent, equal(site, folder / "hugo-0", pages))
        if mine.cpu > spent.cpu:
            missed.append(f"no more CPU time than Hugo: {mine.cpu:.2f} s, not {spent.cpu:.2f} s")
    if hugo_alone:
        return missed
    if ELEVENTY.exists():
        row("Eleventy", cost(others.eleventy(folder / "eleventy", pages, ELEVENTY), folder), equal(site, folder / "eleventy/public", pages))
    if len(pages.said) < 4 * MOST_OF_MATERIAL:
        others.material(folder / "material", pages)
        row("Material as it comes", cost([sys.executable, "-m", "mkdocs", "build", "--quiet"], folder / "material"), size(folder / "material/site"))
    return missed


def by_turns(*runs: Callable[[int], Cost]) -> list[Cost]:
    """Return the least that each of RUNS, which are given the number of the round, took."""
    rounds = [[run(number) for run in runs] for number in range(ROUNDS)]
    return [min(costs, key=lambda spent: spent.cpu) for costs in zip(*rounds, strict=True)]


def equal(site: Path, theirs: Path, pages: others.Pages) -> str:
    wrong = others.different(site, theirs, pages)
    return f"{len(pages.said) - len(wrong)} pages equal to ours" + (f", {len(wrong)} not, such as {wrong[0]}" if wrong else "")


def main(arguments: list[str]) -> int:
    """Print what each number of programs takes; return 1 if a target is missed."""
    numbers = [int(argument) for argument in arguments if argument.isdigit()] or [18, 1000]
    missed = []
    for number in numbers:
        with tempfile.TemporaryDirectory() as place:
            missed += measure(number, Path(place), "--in-each-language" in arguments, "--hugo-alone" in arguments)
    print("missed: " + "; ".join(missed) if missed else "every target holds")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
