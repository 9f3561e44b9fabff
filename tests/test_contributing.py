"""The recipes quote what the check says, word for word."""

from __future__ import annotations

import re

import frozen_site
import pytest
from folders import ROOT
from imhsite.reading.catalog import read
from imhsite.model.records import Program, declared_fields
from repositories import change
from test_package import ROOMS as IMPORTS

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
QUOTED = [line for block in re.findall(r"^```\w*\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL) for line in block.splitlines() if line.startswith("data/")]
PROGRAMS, GOALS, LINES, REDIRECTS = "data/programs.yaml", "data/goals.yaml", "data/help_lines.yaml", "data/redirects.yaml"


def without_lines(message: str) -> str:
    return re.sub(r"(\.yaml):\d+(?::\d+)?", r"\1", message)


def added(folder, file: str, text: str) -> None:
    path = folder / file
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")


EVENT = "open-evening:\n  name: Open evening\n  sort: event\n  when: [2099-03-05 18:30 to 20:00]\n  setting: online\n  details: Come in.\n  price: Free\n"
SUPERVISION = (
    "group:\n  name: A group\n  sort: group\n  setting: online\n  fee: Free\n  spoken: [en]\n  seats: 2\n  email: group@example.org\n"
    "  confirmed: 2026-11-01\n  until: 2028-01-01\n"
)
SITE = "example-center:\n  name: Example Family Center\n  programs: [child-first]\n  town: meriden\n"
CONTACT = "example-intake:\n  use: Questions\n"
LEAD = "example-clinic:\n  name: The clinic\n  says: It helps.\n  address: https://clinic.example.org/\n  read: 2026-11\n"
CHANGES = {
    "ages": [(PROGRAMS, "ages: pregnancy to 6", "ages: 6 to pregnancy")],
    "ages-in-another-program": [(PROGRAMS, "\nminding-the-baby:\n", "\nminding-the-baby:\n  ages: 5 to birth\n")],
    "ages-of-a-leaflet": [(PROGRAMS, "ages: pregnancy to 6", "ages: 0-3")],
    "ages-not-stated": [(PROGRAMS, "ages: pregnancy to 6", "ages: not stated")],
    "active": [(PROGRAMS, "  checked_by: Website editor\n", "")],
    "need": [(PROGRAMS, "needs: [bonding, behavior, delay", "needs: [bondig, behavior, delay")],
    "order": [(PROGRAMS, "child-first:\n", "zebra:\n  name: Zebra\n\nchild-first:\n")],
    "ended": [(PROGRAMS, "status: active", "status: ended")],
    "taken-out": [("data/es/programs.yaml", None, "\nexample-program:\n  for_parents: Alguien va a su casa.\n")],
    "phone": [(PROGRAMS, "child-first:\n", "child-first:\n  phone: 860.555.0100\n")],
    "source": [(PROGRAMS, "sources: [chdi-impact-2015, oec-home-visiting]", "sources: [chdi-impact-2051, oec-home-visiting]")],
    "translated": [("data/es/programs.yaml", "child-first:\n", "child-first:\n  ages: birth to 5\n")],
    "redirect-to-nowhere": [(REDIRECTS, None, "\nold-name:\n  old: programs/old-name/\n  new: programs/child-frist/\n  since: 2026-11\n")],
    "redirect-from-a-page": [(REDIRECTS, None, "\nold-name:\n  old: programs/child-first/\n  new: programs/triple-p/\n  since: 2026-11\n")],
    "spelling": [("data/towns.yaml", "  name: Andover\n", "  name: Andover\n  spellings: Andovr\n")],
    "asked": [("data/asked.yaml", None, "twins:\n  pages: [parents/]\n  asked: help with twins\n")],
    "unknown-label": [("data/labels.yaml", None, "\ngreeting: Hello\n")],
    "blank": [("data/es/labels.yaml", "\nhome: ", "\nhome: \"{name} \"\nown-home: ")],
    "form-service": [("data/association.yaml", "  first_line:", "  form_service: http://forms.example.org/in\n  first_line:")],
    "handout-regions": [("data/association.yaml", "handout_regions: dcf", "handout_regions: dfc")],
    "language": [("data/association.yaml", "languages: [en, es]", "languages: [en, es, pt]")],
    "goal": [(GOALS, "awareness:\n", "new-goal:\n  name: New goal\n  meaning: It is new.\n  sources: [strategic-plan]\n  points: [one]\n\nawareness:\n")],
    "goal-without-source": [(GOALS, "awareness:\n", "new-goal:\n  name: New goal\n  meaning: It is new.\n\nawareness:\n")],
    "rule": [("data/levels.yaml", "education is bachelor or graduate", "education is bachelr or graduate")],
    "training": [("data/trainings.yaml", "  areas:\n    theory: Its topics", "  areas:\n    theries: Its topics")],
    "review": [("data/es/programs.yaml", "child-first:\n", "child-first:\n  translation: reviewed\n")],
    "number": [(LINES, 'phone: "911"', "phone: 911")],
    "date": [(LINES, "checked: 2026-11", "checked: November")],
    "check": [(LINES, "  checked_by: Website editor\n", "  checked_by: Website editor\n  checked_how: by phone\n")],
    "event": [("data/events.yaml", None, EVENT.replace("2099-03-05 18:30 to 20:00", "2099-03-05 6:30pm"))],
    "event-without-place": [("data/events.yaml", None, EVENT.replace("setting: online", "setting: in person"))],
    "notice": [("data/notices.yaml", None, "snow:\n  text: Our office is closed.\n  starts: 2099-01-05\n  ends: 2099-01-04\n")],
    "document": [("data/documents.yaml", None, "spring:\n  name: Letter of spring\n  sort: newsletter\n  language: en\n  address: https://example.org/spring/\n")],
    "picture": [("data/pictures.yaml", None, "playing:\n  image: pictures/playing.jpg\n  text: A father and a baby on the floor\n  licence: With permission\n")],
    "membership": [("data/memberships.yaml", None, "student:\n  name: Student\n  audience: Students\n  fee: 0\n  confirmed: 2026-11\n")],
    "supervision": [("data/supervision.yaml", None, SUPERVISION)],
    "committee": [("data/committees.yaml", None, "board:\n  name: Board\n  task: It decides.\n  meetings: [May 5]\n")],
    "site-in-another-town": [("data/sites.yaml", None, f'{SITE}  zip: "06232"\n')],
    "site-hours": [("data/sites.yaml", None, f"{SITE}  hours: Monday to Friday, 8:30 a.m. to 4:30 p.m.\n")],
    "site-hours-overlap": [("data/sites.yaml", None, f"{SITE}  hours: Mon 8:00-12:00, 11:00-15:00\n")],
    "site-language": [("data/sites.yaml", None, f"{SITE}  languages: [en, Spanish]\n")],
    "contact-phone": [("data/contacts.yaml", None, f"{CONTACT}  programs: [child-first]\n  phone: (860) 555-0100 ext. 12\n")],
    "contact-digits": [("data/contacts.yaml", None, f"{CONTACT}  programs: [child-first]\n  phone: 860-555-010\n")],
    "contact-of-a-closed-site": [("data/sites.yaml", None, f"{SITE}  closed: 2025-06\n"), ("data/contacts.yaml", None, f"{CONTACT}  sites: [example-center]\n  phone: 860-555-0100\n")],
    "capacity": [(PROGRAMS, "child-first:\n", "child-first:\n  capacity: waitlist\n")],
    "waiting": [(PROGRAMS, "child-first:\n", "child-first:\n  capacity: waiting\n")],
    "lead": [("data/leads.yaml", None, LEAD)],
    "town-in-two-regions": [("data/regions.yaml", "  region_kind: dcf\n", "  region_kind: dcf\n  towns:\n    - andover\n")],
    "town-in-no-region": [("data/region_kinds.yaml", "  source: dcf-data\n", "  source: dcf-data\n  covers: every town\n"), ("data/towns.yaml", "regions: [dcf-region-4, ", "regions: [")],
}


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> set[str]:
    """Every message that the CHANGES give, each made alone to the frozen data."""
    messages: set[str] = set()
    for name, changes in CHANGES.items():
        folder = tmp_path_factory.mktemp(name)
        frozen_site.copy(folder)
        for file, old, new in changes:
            added(folder, file, new) if old is None else change(folder, file, old, new)
        messages |= {without_lines(str(problem)) for problem in read(folder / "data")[1]}
    return messages


@pytest.mark.parametrize("line", QUOTED)
def test_a_quoted_message_is_what_the_check_says(said, line):
    assert without_lines(line) in said


def test_every_recipe_of_the_data_quotes_one():
    recipes = TEXT.split("## Recipes")[1].split("\n## ")[0].split("\n### ")[1:]
    assert len(recipes) >= 10
    for recipe in recipes:
        assert "```\ndata/" in recipe or recipe.startswith("Change a page"), recipe.split("\n")[0]


def test_the_template_of_a_program_names_fields_that_there_are():
    template = re.search(r"```yaml\nexample-program:.*?```", TEXT, re.DOTALL)[0]
    fields = re.findall(r"^  (\w+):", template, re.MULTILINE)
    declared = declared_fields(Program)
    assert set(fields) <= set(declared)
    assert {name for name, fd in declared.items() if not fd.metadata["optional"]} <= set(fields)


EXAMPLES = {kind: re.search(rf"data/{kind}\.yaml.*?```yaml\n(.*?)```", TEXT, re.DOTALL)[1] for kind in ("events", "documents", "pictures", "memberships", "supervision", "committees")}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_example_of_a_record_is_right(kind, tmp_path):
    frozen_site.copy(tmp_path)
    (tmp_path / f"data/{kind}.yaml").write_text(EXAMPLES[kind], encoding="utf-8")
    assert read(tmp_path / "data")[1] == []


GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "developers").rglob("*.md"))]
PACKAGE = ROOT / "src/imhsite"
ROOMS = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
INVENTED = {  # what readers of a guide add, build or fetch
    "src/imhsite/theme/pages/workshop.html", "src/imhsite/theme/pages/wide.html", "overrides/pages/wide.html", "overrides/pages", "overrides/drawings", "overrides/drawings/doors", "overrides/drawings/crying.svg", "src/imhsite/theme/labels/ht.yaml",
    "scripts/COMMAND", "schema/compiled/service_with_definitions.json", "page.md",
}  # fmt: skip


def guide(path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_guide_names_exists(path):
    text = guide(path)
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    top = re.findall(r"(?<![\w/.-])((?:overrides|src|scripts|tests|developers|schema|examples|\.github|\.ci)/[\w./-]*\w)", text)
    below = re.findall(rf"`((?:{'|'.join(ROOMS)})/[\w./-]*)`", text)
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)\)", text)
    named = [*(ROOT / name for name in top), *(PACKAGE / name for name in below), *(path.parent / name for name in linked)]
    assert {str(file.relative_to(ROOT)) for file in named if not file.exists()} - INVENTED == set()


def test_the_table_of_rooms_has_each_room_in_the_order_of_imports():
    table = guide(ROOT / "developers/README.md").split("| room |")[1].split("\n\n")[0]
    named = re.findall(r"^\| `(\w+)/`", table, re.MULTILINE)
    assert set(named) == ROOMS
    assert [name for name in named if name in IMPORTS] == [name for name in IMPORTS if name in named]


def test_the_guide_for_developers_counts_the_files_of_each_list():
    recipes = guide(ROOT / "developers/README.md").split("## How to add something")[1].split("\n### ")[1:]
    numbers = {"Two": 2, "Five": 5}
    assert len(recipes) == 6
    for recipe in recipes:
        said = numbers[re.search(r"(\w+) files[ ,.]", recipe)[1]]
        assert len(re.findall(r"(?:^|and )\d\. `", recipe, re.MULTILINE)) + recipe.count("\n2. The page") == said, recipe.split("\n")[0]
        assert "| forgotten | says so |" in recipe
