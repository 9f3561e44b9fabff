"""Measure the build at any number of programs, beside Hugo fed the same programs.

    .venv/bin/python tests/benchmarks/bench_build.py 18 1000 10000

CPU seconds are of the process and its children, in one run on one machine: compare rows of one run only.
Ours is the whole site, with the page of every town and all open data, uncompressed. Hugo, where it is
installed, makes a page of the same texts for each program inside the head and foot of our own pages, and a
list of their names: less than ours makes, so it is the harder mark.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import realistic

ROOT = Path(__file__).resolve().parents[2]
OURS = "import sys; from pathlib import Path; from generator.build import build; build(Path(sys.argv[1]), Path(sys.argv[2]), False)"
CHECK = "import sys; from pathlib import Path; from generator.catalog import load; load(Path(sys.argv[2]))"
PAGE = """{{ define "main" }}<h1>{{ .Title }}</h1><dl>{{ range $name, $value := .Params.facts }}<dt>{{ $name }}</dt><dd>{{ $value }}</dd>{{ end }}</dl>
{{ range .Params.parents }}<p>{{ . }}</p>{{ end }}<h2>For professionals</h2>{{ range .Params.professionals }}<p>{{ . }}</p>{{ end }}{{ end }}"""
LIST = """{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}"""


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    cpu: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.cpu:7.2f} CPU s {self.megabytes:7.0f} MB"


def cost(command: list[str], folder: Path) -> Cost:
    """Run COMMAND in FOLDER and return what it took. Raises CalledProcessError where it fails."""
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")}, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def shell(site: Path) -> str:
    """Return head and foot of the pages of SITE as a template of Hugo's."""
    page = next(site.glob("programs/*/index.html")).read_text(encoding="utf-8")
    before, _, rest = page.partition('<main id="content" class="page">')
    before = re.sub("<title>.*?</title>", "<title>{{ .Title }}</title>", before)
    before = re.sub(r'(<meta name="description" content=)"[^"]*"', r'\1"{{ .Params.description }}"', before)
    before = re.sub(r"<script type=.application/ld\+json.>.*?</script>", "", before)
    return f'{before}<main id="content" class="page">{{{{ block "main" . }}}}{{{{ end }}}}</main>{rest.partition("</main>")[2]}'


def hugo_site(folder: Path, data: Path, site: Path) -> Path:
    """Write the programs of DATA as a site of Hugo's, whose pages look like those of SITE."""
    from generator.catalog import load

    for name, text in {"_default/baseof.html": shell(site), "_default/single.html": PAGE, "_default/list.html": LIST}.items():
        file = folder / "layouts" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "config.json").write_text(json.dumps({"baseURL": "https://example.org/", "disableKinds": ["taxonomy", "term", "RSS"]}), encoding="utf-8")
    pages = folder / "content/programs"
    pages.mkdir(parents=True)
    for program in load(data).programs.values():
        facts = {"ages": str(program.ages), "status": program.status, "serves": ", ".join(program.serves.slugs) or "statewide", "phone": program.phone.text if program.phone else "", "website": program.website, "run by": program.run_by}
        front = {"title": program.name, "description": program.for_parents.split("\n")[0], "facts": facts, "parents": program.for_parents.split("\n"), "professionals": program.for_professionals.split("\n")}
        (pages / f"{program.slug}.md").write_text(json.dumps(front, ensure_ascii=False), encoding="utf-8")
    return folder


def size(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return f"{sum(path.stat().st_size for path in files) / 1e6:.1f} MB in {len(files)} files"


def measure(count: int, folder: Path) -> None:
    """Print the figures for COUNT programs."""
    data = folder / "data"
    realistic.write(data, count)
    print(f"{count} programs", flush=True)
    print(f"  check  {cost([sys.executable, '-c', CHECK, '-', str(data)], folder)}", flush=True)
    print(f"  build  {cost([sys.executable, '-c', OURS, str(folder / 'site'), str(data)], folder)}  {size(folder / 'site')}", flush=True)
    if shutil.which("hugo"):
        made = hugo_site(folder / "hugo", data, folder / "site")
        print(f"  Hugo   {cost(['hugo', '--quiet'], made)}  {size(made / 'public')}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "scripts"))
    for number in [int(text) for text in sys.argv[1:]] or [18, 1000]:
        with tempfile.TemporaryDirectory() as place:
            measure(number, Path(place))
