"""Run the gate on a copy of this site that says something else everywhere, and tell what fell.

    .venv/bin/python tests/benchmarks/altered.py                           # every test, as a pull request meets it
    .venv/bin/python tests/benchmarks/altered.py tests/test_site.py -x     # some, with pytest's own options
    .venv/bin/python tests/benchmarks/altered.py --keep /tmp/altered       # leave the copy there, and run nothing

Whatever an association says of itself, its tests must let it say: a test that falls here knows a program, a number, a
date, a name, a title or a count of the live data. In the copy, every second record that nothing refers to is gone; every
program has another name and another address; every name, title, number and date is another one; and there is one more
region, town, level and language.
"""

from __future__ import annotations

import argparse
import datetime
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from imhsite.model.fields import PLACES
from imhsite.model.records import FOLDERS, KINDS, declared_fields
from imhsite.reading.catalog import read

LEFT_BEHIND = shutil.ignore_patterns(".venv", "node_modules", "site", ".*cache*", "__pycache__", ".hypothesis", "test-results")
LINKED = (".venv", "tests/node_modules")
NEW = "anew"
WHOLE = {"association", "freshness", "programs", "questions", "redirects", "safety"}  # which rules and other texts name, or which have a function of their own
STAYS = {"association", "redirects", "freshness", "must_say", "safety", "search_words", "asked"}  # what pages and rules hang on
LANGUAGE = "pt"
Data = dict[str, dict]  # by file below data/, without its suffix: slug to fields


def main() -> int:
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--keep", type=Path, metavar="DIR", help="leave the altered copy in DIR, and run no test")
    options, tests = command.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="altered-") as folder:
        copy = copied(options.keep or Path(folder) / "project")
        alter(copy)
        if options.keep:
            return 0
        return subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(tests or ["tests"])], cwd=copy, env={**os.environ, "PYTHONPATH": str(copy / "src")}, check=False).returncode


def copied(folder: Path) -> Path:
    """Copy this repository to FOLDER, with its history."""
    shutil.copytree(ROOT, folder, ignore=LEFT_BEHIND)
    if (folder / ".git").is_file():  # of a worktree, whose index the copy would change
        (folder / ".git").unlink()
        subprocess.run(["git", "clone", "--quiet", "--bare", ROOT, folder / ".git"], check=True)
        for command in (["config", "core.bare", "false"], ["reset", "--quiet"]):
            subprocess.run(["git", *command], cwd=folder, check=True)
    for name in LINKED:
        (folder / name).symlink_to((ROOT / name).resolve())
    return folder


def alter(project: Path) -> None:
    """Let the data and the pages of PROJECT say something else. Raises SystemExit where the check refuses it, which is a mistake here."""
    data = {file.relative_to(project / "data").with_suffix("").as_posix(): yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or {} for file in sorted((project / "data").rglob("*.yaml"))}
    remove_half(data, project)
    remove_programs(data, project)
    rename_programs(data, project)
    say_something_else(data)
    add_places_and_a_level(data)
    add_a_language(data, project)
    data["asked"] = {slug: fields for slug, fields in data["asked"].items() if "map/" not in fields["pages"]}
    for file, records in data.items():
        path = project / f"data/{file}.yaml"
        path.parent.mkdir(exist_ok=True)
        if not records and "/" in file:  # a translation of which nothing is left
            path.unlink()
            continue
        path.write_text(written(file, records), encoding="utf-8")
    settings = project / "mkdocs.yml"
    settings.write_text(re.sub(r"(?m)^(site_name: .*)$", rf"\1 {NEW}", settings.read_text(encoding="utf-8")), encoding="utf-8")
    (project / "data/map.svg").unlink(missing_ok=True)  # which draws every town or none
    alter_pages(project)
    check = subprocess.run([sys.executable, "-m", "imhsite.cli", "check"], cwd=project, env={**os.environ, "PYTHONPATH": str(project / "src")}, capture_output=True, text=True, check=False)
    if check.returncode:
        raise SystemExit(f"the check refuses the altered data:\n{check.stdout}{check.stderr}")


def parts(data: Data, kind: str) -> list[tuple[str, dict]]:
    """The files of KIND, and of its translations, each with its records."""
    return [(file, records) for file, records in data.items() if file == kind or file.startswith(f"{kind}/") or file.endswith(f"/{kind}")]


def remove_half(data: Data, project: Path) -> None:
    """Take out every second record that no other record, no page and no template names."""
    catalog, _ = read(project / "data")
    named = {(record.kind, slug) for records in catalog.records.values() for record in records.values() for record_kind, slug in references(record) for record in [KINDS[record_kind]]}
    pages = "".join(file.read_text(encoding="utf-8") for folder in ("docs", "overrides") for file in (project / folder).rglob("*") if file.suffix in (".md", ".html"))
    pages += " ".join(re.findall(r"[a-z0-9-]+/[a-z0-9/#-]*", str(data))) + " "
    for kind in KINDS.keys() - WHOLE:
        free = [slug for slug in data.get(kind, {}) if (kind, slug) not in named and not re.search(rf"""["'#/]{re.escape(slug)}["'/) ]""", pages)]
        for slug in free[::2]:
            for _, records in parts(data, kind):
                records.pop(slug, None)
        if free and kind in FOLDERS:
            given = ROOT / f"src/imhsite/defaults/{kind}.yaml"
            known = re.findall(r"(?m)^([a-z0-9-]+):", given.read_text(encoding="utf-8")) if given.exists() else ()
            lost = [slug for slug in free[::2] if slug not in known]
            gone = {f"{NEW}-{kind}-{slug}": {"old": f"{FOLDERS[kind]}{slug}/", "new": FOLDERS[kind], "since": "2026-11"} for slug in lost}
            data["redirects"] = dict(sorted((data["redirects"] | gone).items()))


def references(record: object) -> Iterator[tuple[str, str]]:
    """Yield kind and slug of whatever RECORD refers to, and of all that it may."""
    for name, declared in declared_fields(type(record)).items():
        kind, value = declared.metadata["parser"].refers_to, str(getattr(record, name) or "")
        for each in ("towns", "regions") if kind == PLACES else [kind] if kind else ():
            yield from ((each, slug) for slug in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", value))


def remove_programs(data: Data, project: Path) -> None:
    """Take out every second program, and what is said of it elsewhere."""
    pages = "".join(file.read_text(encoding="utf-8") for file in (project / "docs").rglob("*.md"))
    gone = [slug for slug in data["programs"] if f'"{slug}"' not in pages][::2]
    for _, records in parts(data, "programs"):
        for slug in gone:
            records.pop(slug, None)
    put_in_place_of_programs(data, dict.fromkeys(gone, ""))
    remove_idle(data, "sites", ("programs", "help_lines"))
    remove_idle(data, "contacts", ("programs", "sites"))
    for fields in data["programs"].values():
        if fields["status"] == "ended" and "successors" not in fields:
            fields.setdefault("successor", "Another program helps now.")
    lead_elsewhere(data, project, {slug: "programs/" for slug in gone})


def remove_idle(data: Data, kind: str, purposes: tuple[str, ...]) -> None:
    """Take out the records of KIND that have none of the fields PURPOSES any more, and contacts' names of them."""
    idle = {slug for file, records in parts(data, kind) if not file.endswith(f"/{kind}") for slug, fields in records.items() if not fields.keys() & set(purposes)}
    for _, records in parts(data, kind):
        for slug in idle:
            records.pop(slug, None)
    for fields in data.get("contacts", {}).values() if kind == "sites" else ():
        if "sites" in fields:
            fields["sites"] = [slug for slug in fields["sites"] if slug not in idle]
            if not fields["sites"]:
                del fields["sites"]


def rename_programs(data: Data, project: Path) -> None:
    """Give every program another address, which the old one leads to."""
    names = {slug: f"{NEW}-{slug}" for slug in data["programs"]}
    for file, records in parts(data, "programs"):
        data[file] = {names[slug]: fields for slug, fields in records.items()}
    put_in_place_of_programs(data, names)
    lead_elsewhere(data, project, {old: f"programs/{new}/" for old, new in names.items()})


def put_in_place_of_programs(data: Data, names: dict[str, str]) -> None:
    """Write NAMES wherever a record refers to a program; "" for one that is gone."""
    for kind, cls in KINDS.items():
        to_programs = {name for name, declared in declared_fields(cls).items() if declared.metadata["parser"].refers_to == "programs"}
        for _, records in parts(data, kind):
            for fields in (each for each in records.values() if isinstance(each, dict)):
                for name in to_programs & fields.keys():
                    fields[name] = [new for slug in fields[name] if (new := names.get(slug, slug))]
                    if not fields[name]:
                        del fields[name]


def lead_elsewhere(data: Data, project: Path, paths: dict[str, str]) -> None:
    """Let the pages of the programs PATHS lead to other paths, in data and pages."""
    for kind in KINDS:
        for _, records in parts(data, kind):
            for slug, fields in records.items():
                if isinstance(fields, dict):
                    records[slug] = {name: with_paths(value, paths) for name, value in fields.items()}
    redirects = {f"{NEW}-{old}": {"old": f"programs/{old}/", "new": new, "since": "2026-11"} for old, new in paths.items()}
    data["redirects"] = dict(sorted((data["redirects"] | redirects).items()))
    for file in (project / "docs").rglob("*.md"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"programs/([a-z0-9-]+)/", lambda match: paths.get(match[1], match[0]), text), encoding="utf-8")


def with_paths(value: object, paths: dict[str, str]) -> object:
    """VALUE with PATHS in the place of those of programs; none twice in a list."""
    if isinstance(value, list):
        return list(dict.fromkeys(with_paths(each, paths) for each in value))
    match = re.fullmatch(r"programs/([a-z0-9-]+)/", value) if isinstance(value, str) else None
    return paths.get(match[1], value) if match else value


def say_something_else(data: Data) -> None:
    """Change every name, title, number and date that a reader sees."""
    for kind, cls in KINDS.items():
        for file, records in parts(data, kind):
            for slug, fields in records.items():
                if isinstance(fields, dict):
                    records[slug] = {name: another(kind, name, value, declared_fields(cls)) for name, value in fields.items()}


def another(kind: str, name: str, value: object, declared: dict) -> object:
    sort = declared[name].metadata["parser"].kind if name in declared else ""
    if name in ("name", "title", "short_name", "state") and kind not in ("towns", "states") and isinstance(value, str):
        return f"{value} {NEW}"
    if not isinstance(value, str) or kind in STAYS or kind == "help_lines":
        return value
    if sort == "phone" and re.fullmatch(r"[\d-]{12,}", value):
        return value[:-4] + f"{(int(value[-4:]) + 1) % 10_000:04}"
    if re.fullmatch(r"(19|20)\d\d(-\d\d){0,2}", value) and name in ("checked", "seen"):
        return (datetime.date.fromisoformat((value + "-01-01")[:10] if len(value) < 10 else value) - datetime.timedelta(days=1)).isoformat()
    if name == "count":
        return str(int(value) + 1)
    return value


def add_places_and_a_level(data: Data) -> None:
    regions, towns, levels = data["regions"], data["towns"], data["levels"]
    region, (town, fields) = next(iter(regions.values())), next(iter(towns.items()))
    regions["zz-region"] = {"name": "Region of Anew", "region_kind": region["region_kind"], "towns": ["zz-town"]}
    for name, each in regions.items():
        if town in each["towns"] and each["region_kind"] != region["region_kind"]:
            each["towns"] = [*each["towns"], "zz-town"]
    towns["zz-town"] = {"name": "Zz Town", "center": fields["center"]}
    last = list(levels.values())[-1]
    levels["another-level"] = {**{name: value for name, value in last.items() if name not in ("ways", "unsettled")}, "name": "Another Level", "numeral": "IX"}


def add_a_language(data: Data, project: Path) -> None:
    """One more language, with labels of its own and no page yet."""
    association = next(iter(data["association"].values()))
    association["languages"] = [*association["languages"], LANGUAGE]
    labels = yaml.load((project / "src/imhsite/theme/labels/es.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    data[f"{LANGUAGE}/labels"] = {name: with_forms(label) for name, label in labels.items()}


def with_forms(label: object) -> object:
    if isinstance(label, dict):
        return {form: f"{text} (pt)" for form, text in label.items()}
    return f"{label} (pt)"


def alter_pages(project: Path) -> None:
    """Give every page another title, and another day on which it was read."""
    for file in (project / "docs").rglob("*.md"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"(?m)\Atitle: (.*)$", rf"title: \1 {NEW}", text.removeprefix("---\n"), count=1)
        file.write_text("---\n" + re.sub(r"(?m)^reviewed: .*$", f"reviewed: {datetime.date.today()}", text, count=1), encoding="utf-8")


def written(file: str, records: dict) -> str:
    is_label = file.rpartition("/")[2] == "labels"
    lines = [f"# Altered by {Path(__file__).name}.", ""]
    for slug, fields in records.items():
        if not isinstance(fields, dict) or is_label:
            lines.append(f"{slug}: {quoted(fields)}")
            continue
        lines += [f"{slug}:", *(field(name, value) for name, value in fields.items()), ""]
    return "\n".join(lines).rstrip() + "\n"


def field(name: str, value: object) -> str:
    if isinstance(value, str) and "\n" in value.strip():
        return "\n".join([f"  {name}: |-", *(f"    {line}".rstrip() for line in value.strip().split("\n"))])
    return f"  {name}: {quoted(value)}"


def quoted(value: object) -> str:
    """VALUE as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(name)}: {quoted(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(quoted, value)) + "]"
    if re.fullmatch(r"\d+\.\d+|[a-z]+(?:-[a-z]+)*", value) and value not in ("yes", "no", "true", "false", "on", "off", "null"):
        return value
    return yaml.dump(value, default_style='"', allow_unicode=True, width=10**9).strip()


if __name__ == "__main__":
    sys.exit(main())
