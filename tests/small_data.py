"""A small valid data folder: two regions, three towns, two programs, one or two records of every other kind that must be there.

A test takes it as it is, or with a change: `small_data.write(tmp_path, {"towns.yaml": None})`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FILES = {
    "association.yaml": """\
small:
  name: Small Association
  short_name: SMALL
  state: Smallstate
  summary: It helps.
  address: https://small.example.org/
  first_line: two-one-one
  child_line: two-one-one
  header_lines: [two-one-one]
  geography_source: report
  offline: offered
  languages: [en, es]
  left_out: [everything]
""",
    "redirects.yaml": """\
baby-first:
  old: programs/baby-first/
  new: programs/child-first/
  since: 2026-11
""",
    "freshness.yaml": """\
help-lines:
  of: help_lines
  months: 3
  why: A wrong number costs time.
""",
    "news.yaml": """\
opening:
  title: We are open
  date: 2026-11
  text: Come in.
  page: programs/
""",
    "languages.yaml": """\
fr:
  danger: Danger ? Appelez le {number}.
  find: Appelez le {number} et dites
  say: French
""",
    "sources.yaml": """\
report:
  title: The report
  publisher: A publisher
  date: 2015
  address: https://example.org/report

survey:
  title: The survey
  publisher: A publisher
  seen: 2026-11
""",
    "help_lines.yaml": """\
two-one-one:
  name: 2-1-1
  purpose: When you do not know whom to call
  how: Call 2-1-1.
  phone: 2-1-1
  caption: Need help? Call {number}
  source: report
  checked: 2026-11-01
  checked_by: the editor
""",
    "needs.yaml": """\
bonding:
  name: Feeling close to my baby
  also: [attachment, bond]

stress:
  name: Stress
""",
    "settings.yaml": """\
home:
  name: At home
""",
    "sections.yaml": """\
families:
  name: For families
  meaning: Families can use these.
""",
    "age_groups.yaml": """\
pregnancy:
  name: Pregnancy
  ages: pregnancy

baby:
  name: Baby
  ages: birth to 2
""",
    "region_kinds.yaml": """\
county:
  name: County
  plural: Counties
  meaning: The old counties.
  source: report
""",
    "regions.yaml": """\
north:
  name: North
  region_kind: county

south:
  name: South
  region_kind: county
""",
    "towns.yaml": """\
ashford:
  name: Ashford
  regions: [north]
  center: 41.8911, -72.171
  zips: {"06278": 98.2}

bolton:
  name: Bolton
  regions: [south]
  center: 41.7603, -72.4342

canton:
  name: Canton
  regions: [south]
  center: 41.8607, -72.9063
""",
    "programs.yaml": """\
child-first:
  name: Child First
  section: families
  sort: service
  for_parents: People come to your home.
  for_professionals: Home visits.
  ages: pregnancy to 5
  serves: statewide
  needs: [bonding]
  status: unchecked
  sources: [report]

minding-the-baby:
  name: Minding the Baby
  section: families
  sort: service
  for_parents: People come to your home.
  for_professionals: Home visits.
  ages: birth to 2
  serves: [ashford, south]
  needs: [bonding, stress]
  setting: [home]
  status: active
  phone: 860-555-0100
  website: https://example.org/baby
  sources: [report, survey]
  checked: 2026-11-01
  checked_by: the editor
  checked_how: by telephone
""",
    "levels.yaml": """\
associate:
  name: Associate
  numeral: I
  summary: For people who begin.
  audience: They work with babies.
  education: None is asked for.
  experience: Two years.
  exam: no exam
  competencies: [theory]
  sources: [report]
""",
    "competencies.yaml": """\
theory:
  name: Theory
  summary: What is known.
  shown_by: [reading]
  sources: [report]
""",
    "goals.yaml": """\
grow:
  name: Grow
  meaning: More people know.
  sources: [report]
""",
    "steps.yaml": """\
apply:
  name: Apply
  details: Write to us.
  levels: [associate]
  sources: [report]
""",
    "questions.yaml": """\
work:
  name: What do you do?
  asks_for: choices
  options: {care: I care for babies.}
""",
    "roles.yaml": """\
educator:
  name: Educator
  meaning: Teaches.
  practice: {theory: You know why.}
  sources: [report]
""",
    "glossary.yaml": """\
attachment:
  name: attachment
  meaning: The bond between a baby and a caregiver.
  sources: [report]
""",
    "figures.yaml": """\
low-income:
  topic: Poverty
  name: Children in poor households
  count: 1200
  when: "2014"
  source: report
""",
    "timeline.yaml": """\
beginning:
  story: association
  name: We began
  date: 2001
  details: A group met.
  sources: [report]
""",
    "states.yaml": """\
otherstate:
  name: Otherstate
  kind_of_step: training
  did: It trained people.
  sources: [report]
""",
    "trainings.yaml": """\
series:
  name: The series
  audience: Home visitors
  details: Eight days.
  areas: {theory: It says so.}
  goals: [grow]
  sources: [report]
""",
    "recommendations.yaml": """\
learn:
  name: Learn
  meaning: Learning helps.
  asks:
    Colleges: Teach it.
  goals: [grow]
  sources: [report]
""",
    "asked.yaml": """\
visits:
  pages: [programs/]
  asked: [who comes to the house]
""",
    "search_words.yaml": """\
blues:
  words: [feeling low]
  needs: [stress]
""",
    "labels.yaml": """\
home: Home
own-found:
  one: "{count} program"
  other: "{count} programs"
page-title: "{title} - {site}"
""",
    "es/labels.yaml": """\
home: Inicio
own-found:
  one: "{count} programa"
  other: "{count} programas"
page-title: "{title} - {site}"
""",
    "es/needs.yaml": """\
bonding:
  name: Sentirme cerca de mi bebé
""",
}


def write(folder: Path, changes: Mapping[str, str | bytes | None] = {}) -> Path:
    """Write the small data into FOLDER/data, with the text of each file in CHANGES instead (None: no such file)."""
    data = folder / "data"
    for name, text in {**FILES, **changes}.items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is not None:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return data


def replaced(file: str, old: str, new: str) -> dict[str, str]:
    """Return the change of FILE in which NEW stands where OLD, which must occur, stands first."""
    assert old in FILES[file], f"{file} holds no {old!r}"
    return {file: FILES[file].replace(old, new, 1)}
