"""Write a data folder with any number of realistic programs, the same ones each time.

    .venv/bin/python tests/benchmarks/realistic.py 1000 FOLDER

The other files are the real ones; the programs lie in FOLDER/programs/*.yaml.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import yaml
from imhsite.reading.catalog import load

REAL = Path(__file__).resolve().parents[2] / "data"
PROGRAMS_A_FILE = 5000
SEED = 1959

WORDS = (
    "a about and at baby babies before both bring build calm care caregivers close come comes community child children daily each early every "
    "families family feel feelings find first for from group grow growing hard has health help helps home how in is it learn learns letter "
    "listen little love meet mental month mother needs new nurse of often on one or parent parents partner person play people question rest "
    "safe she skills sleep small song start strong support talk team that the they time to together trust two visit visits week what when "
    "who with work worker worry year you young your"
).split()
FIRST_NAMES = "Bright Calm Circle Early First Gentle Growing Healthy Hand Little New Open Safe Secure Steady Strong Sunny Warm".split()
SECOND_NAMES = "Beginnings Bonds Cradle Families Footsteps Hearts Home Horizons Moments Nest Parents Roots Smiles Starts Steps Ties".split()
AGES = ["birth to 2", "birth to 5", "pregnancy to 2", "pregnancy to 5", "6 weeks to 3", "under 3", "3 to school age", "birth to 8"]


def write(data: Path, count: int, sites: int = 0) -> None:
    """Fill the new folder DATA with the real files, and COUNT programs beside the real ones, which other files name; each has so many SITES."""
    shutil.copytree(REAL, data)
    (data / "programs").mkdir()
    for name in ("search_words.yaml", "asked.yaml"):
        _forget_programs(data / name)
    records = _programs(count)
    for number in range(0, count, PROGRAMS_A_FILE):
        texts = [next(records) for _ in range(min(PROGRAMS_A_FILE, count - number))]
        (data / "programs" / f"{number:07}.yaml").write_text("\n".join(texts), encoding="utf-8")
    if sites:
        (data / "sites").mkdir()
        (data / "sites" / "all.yaml").write_text("\n".join(_sites(count, sites)), encoding="utf-8")


def in_one_language(data: Path, docs: Path) -> None:
    """Take every language but the first out of the new folder DATA, and put the pages of people in it into the new folder DOCS."""
    association = data / "association.yaml"
    text = association.read_text(encoding="utf-8")
    others = re.search(r"(?m)^  languages: \[\w+, (.+)\]$", text)[1].split(", ")
    association.write_text(re.sub(r"(?m)^  languages: \[(\w+), .+\]$", r"  languages: [\1]", text), encoding="utf-8")
    for language in others:
        shutil.rmtree(data / language)
    shutil.copytree(REAL.parent / "docs", docs, ignore=lambda folder, _: others if Path(folder).name == "docs" else ())


def _forget_programs(file: Path) -> None:
    """Take the pages of the real programs out of the words of the search, as they are not there."""
    said = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)
    for words in said.values():
        words["pages"] = [page for page in words.get("pages", ()) if not re.match("programs/.", page)] or ["programs/"]
    file.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")


def _programs(count: int) -> Iterator[str]:
    """The programs as YAML, in the order of their slugs."""
    chance = random.Random(SEED)
    names = sorted(_name(chance, number) for number in range(count))
    real = load(REAL).records
    slugs = {kind: list(real[kind]) for kind in ("sections", "needs", "settings", "sources", "towns", "regions")}
    for slug, name in names:
        yield _program(chance, slug, name, slugs)


def _sites(count: int, sites: int) -> Iterator[str]:
    """SITES of each of COUNT programs, in the order of their slugs."""
    chance = random.Random(SEED)
    towns = [*load(REAL).towns]
    for slug, name in sorted(_name(chance, number) for number in range(count)):
        for number in range(1, sites + 1):
            hours = chance.choice(["", "  hours: Mon-Fri 8:30-16:30\n", "  hours: Mon-Thu 9:00-19:00\n", "  hours: Ask at the desk\n"])
            languages = chance.choice(["", "  languages: [en, es]\n", "  languages: [en]\n"])
            yield f"{slug}-{number}:\n  name: {name} {number}\n  programs: [{slug}]\n  town: {chance.choice(towns)}\n{hours}{languages}"


def _name(chance: random.Random, number: int) -> tuple[str, str]:
    name = f"{chance.choice(FIRST_NAMES)} {chance.choice(SECOND_NAMES)} {number}"
    return name.lower().replace(" ", "-"), name


def _program(chance: random.Random, slug: str, name: str, slugs: dict[str, list[str]]) -> str:
    return f"""\
{slug}:
  name: {name}
  section: {chance.choice(slugs["sections"])}
  sort: {chance.choices(["service", "initiative"], [4, 1])[0]}
  for_parents: >-
{_prose(chance, 3)}
  for_professionals: >-
{_prose(chance, 5)}
  ages: {chance.choice(AGES)}
  serves: {_serves(chance, slugs)}
  needs: {_some(chance, slugs["needs"], 4)}
  setting: {_some(chance, slugs["settings"], 2)}
  run_by: {_sentence(chance, 5).rstrip(".")}
{_status(chance)}  phone: 860-555-{chance.randrange(10000):04}
  website: https://{slug}.example.org/about
  sources: {_some(chance, slugs["sources"], 2)}
"""


def _prose(chance: random.Random, sentences: int) -> str:
    paragraphs = (" ".join(_sentence(chance, chance.randint(8, 18)) for _ in range(sentences)) for _ in range(2))
    return "\n\n".join(textwrap.indent(textwrap.fill(paragraph, 96), "    ") for paragraph in paragraphs)


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def _serves(chance: random.Random, slugs: dict[str, list[str]]) -> str:
    if chance.random() < 0.2:
        return "statewide"
    return _some(chance, slugs["regions"], 2) if chance.random() < 0.3 else _some(chance, slugs["towns"], 8)


def _some(chance: random.Random, slugs: list[str], most: int) -> str:
    return f"[{', '.join(chance.sample(slugs, chance.randint(1, most)))}]"


def _status(chance: random.Random) -> str:
    if chance.random() < 0.1:
        return f"  status: ended\n  ended: {chance.randint(2015, 2025)}\n  successor: {_sentence(chance, 4)}\n"
    if chance.random() < 0.4:
        return "  status: unchecked\n"
    return f"  status: active\n  checked: 2026-{chance.randint(1, 10):02}-{chance.randint(1, 28):02}\n  checked_by: the program editor\n  checked_how: by telephone\n"


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
