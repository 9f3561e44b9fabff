"""The site on which people make mistakes: the small data with pages, a map and `mkdocs.yml`, none of them wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import small_data
from folders import ROOT

FRONT = "---\ntitle: {}\ndescription: What this page is about.\nwritten: 2026-11-01\nreviewed: 2026-11-01\n---\n\n"
SQUARES = {"ashford": 0, "bolton": 10, "canton": 40}
DRAWN = "\n".join(f'<path id="town-{slug}" d="M{x} 0l10 0 0 10-10 0z"/>' for slug, x in SQUARES.items())
PAGES = {
    "docs/index.md": FRONT.format("Home") + "Read about [crying](parents/crying.md) or [programs](programs/).\n",
    "docs/parents/index.md": FRONT.format("For parents") + "Words for parents.\n",
    "docs/parents/crying.md": FRONT.format("Crying") + '{{ help_lines(records("help_lines", ["two-one-one"])) }}\n\n## What to try\n\n- Rock your baby.\n',
    "docs/es/index.md": FRONT.format("Inicio") + "Palabras.\n",
}
MORE_DATA = {
    "data/doors.yaml": "crying:\n  name: My baby cries\n  page: parents/crying/\n  icon: baby-face-outline\n",
    "data/notices.yaml": "closed:\n  text: We are closed.\n  starts: 2026-11-01\n  ends: 2099-12-31\n  page: parents/crying/\n",
    "data/es/help_lines.yaml": "two-one-one:\n  how: Llame al 2-1-1.\n",
    "data/map.svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 10">\n{DRAWN}\n</svg>\n',
}

FIRST_OF_A_KIND = {  # what people write first into files that a site begins without; each is right
    "data/events.yaml": """\
open:
  name: Open evening
  sort: event
  when:
    - 2099-03-05 18:30 to 20:00
  setting: in person
  place: Town library
  details: Come in.
  price: Free
  register: https://example.org/register
""",
    "data/sites.yaml": """\
center:
  name: Family Center
  programs: [child-first]
  street: 12 Main Street
  town: ashford
  zip: "06278"
  hours: Mon-Fri 9:00-17:00
  languages: [en]
  sources: [report]
""",
    "data/contacts.yaml": """\
intake:
  programs: [child-first]
  use: Questions
  phone: 860-555-0111
  hours: Mon-Fri 9:00-17:00
  serves: [ashford]
  sources: [report]
""",
    "data/supervision.yaml": """\
group:
  name: The group
  sort: group
  setting: online
  fee: $40 a session
  spoken: [en]
  seats: 3
  email: group@example.org
  confirmed: 2026-11
  until: 2027-05-31
""",
    "data/committees.yaml": """\
board:
  name: Board
  task: It leads.
  chair: The president
  members: [a doctor, a parent]
  meetings: [2099-01-05 12:00 to 13:00]
""",
    "data/documents.yaml": """\
letter:
  name: A letter
  sort: newsletter
  language: en
  date: 2026-11
  address: https://example.org/letter
""",
    "data/memberships.yaml": """\
student:
  name: Student
  audience: Students of any field
  fee: $20 a year
  confirmed: 2026-11
""",
    "data/pictures.yaml": """\
playing:
  image: pictures/playing.jpg
  text: A baby plays.
  credit: Our association
  licence: With permission
""",
}


def settings() -> str:
    """Return the `mkdocs.yml` of this repository, named after the small association."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub("^  custom_dir:.*\n", "", text, flags=re.MULTILINE)
    text = re.sub("^site_name:.*$", "site_name: Small Association", text, flags=re.MULTILINE)
    text = re.sub("^site_url:.*$", "site_url: https://small.example.org/", text, flags=re.MULTILINE)
    return re.sub("(?<=^nav:\n)(?:  - .*\n)+", "  - parents/index.md\n  - programs/\n", text, flags=re.MULTILINE)


def files() -> dict[str, str]:
    """Return the text of each file of the site by its path."""
    return {f"data/{name}": text for name, text in small_data.FILES.items()} | MORE_DATA | PAGES | {"mkdocs.yml": settings()}


def write(folder: Path, changes: Mapping[str, str | bytes | None]) -> None:
    """Write the site into FOLDER, with the text of each file in CHANGES instead (None: no such file)."""
    for name, text in (files() | changes).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is not None:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
