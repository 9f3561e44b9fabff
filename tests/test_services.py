"""Sites, contacts and what a program says of itself: what is read, what belongs together, what is refused."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
import small_data
from folders import ROOT
from imhsite.building.site import Site
from imhsite.editor.form import form
from imhsite.editor.texts import translation_shape
from imhsite.exports.files import files as export_files
from imhsite.exports.values import as_json
from imhsite.language.wording import Wording
from imhsite.commands import diff
from imhsite.pages import changes
from imhsite.pages.desk import Desk
from imhsite.pages.generated import STAFF, path_of
from imhsite.model.records import Town
from imhsite.reading import services
from imhsite.reading.catalog import load, read
from imhsite.rendering.renderer import ICONS
from real_labels import with_real_labels
from repositories import change

DAY = datetime.date(2026, 12, 1)

SITES = """\
ashford-center:
  name: Ashford Family Center
  programs: [child-first]
  street: 12 Main Street
  town: ashford
  zip: "06278"
  hours: Mon-Fri 8:30-16:30
  point: 41.89, -72.17
  languages: [en, es]

bolton-center:
  name: Bolton Family Center
  programs: [child-first, minding-the-baby]
  town: bolton

canton-center:
  name: Canton Family Center
  programs: [child-first]
  town: canton
  moved: 2025-06
  moved_to: bolton-center
"""
CONTACTS = """\
north:
  programs: [child-first]
  name: The office for the north
  phone: 860-555-0111 x12
  serves: [north]

intake:
  programs: [child-first]
  sites: [bolton-center]
  use: Questions and requests
  phone: 860-555-0112
  text: "12345"
  text_word: HELP
  languages: [en, ht]
  hours: Mon-Fri 9:00-17:00
"""
PROGRAM = "child-first:\n  name: Child First\n"
SAYS = """\
  languages: [es]
  interpreter: Any language by an interpreter
  hours: Ask at the desk
  costs: [free]
  cost_note: There is no fee.
  who_can_come: Families with a first baby.
  income: Below twice the federal poverty line
  first_child: "yes"
  pregnancy_until: 28
  referral_by: [self]
  parent_ages: 26 and up
  lives_in: [north]
  steps: [Call., Say the age of your child.]
  bring: [the birth certificate]
  next: Somebody calls you back.
  capacity: waiting
  waiting: About two months
  waiting_checked: 2026-11
"""
VOCABULARY = {
    "costs.yaml": "free:\n  name: Free\n  payment: free\n",
    "referrals.yaml": "self:\n  name: The family itself\n",
}


def write(folder: Path, **more: str) -> Path:
    data = small_data.write(folder, {"sites.yaml": SITES, "contacts.yaml": CONTACTS} | VOCABULARY | more)
    change(data, "programs.yaml", PROGRAM, PROGRAM + SAYS)
    return data


def names(records) -> list[str]:
    return [record.slug for record in records]


def said(data: Path) -> list[str]:
    return [str(problem).replace(f"{data.name}/", "") for problem in read(data)[1]]


def test_a_program_says_all_that_a_family_asks(tmp_path):
    program = load(write(tmp_path)).programs["child-first"]
    assert (program.languages, program.costs, program.first_child, program.pregnancy_until) == (("es",), ("free",), "yes", 28)
    assert (program.parent_ages.youngest, program.parent_ages.below) == (26 * 12, 100 * 12)
    assert (program.hours.words, program.lives_in.slugs, program.steps[1]) == ("Ask at the desk", ("north",), "Say the age of your child.")
    assert (program.capacity, program.waiting_checked.iso) == ("waiting", "2026-11")


def test_sites_of_a_program_without_those_that_are_gone(tmp_path):
    catalog = load(write(tmp_path))
    assert names(catalog.sites_of(catalog.programs["child-first"])) == ["ashford-center", "bolton-center"]
    assert names(catalog.sites_of(catalog.programs["minding-the-baby"])) == ["bolton-center"]
    assert catalog.sites["ashford-center"].hours.in_evening is False


def test_places_of_help_lines_stand_by_their_town(live):
    """Each is named on the page of its town, with whom to call, and is found by its name."""
    places = [site for site in live.catalog.sites.values() if site.is_open and site.help_lines]
    found = {page["path"] for page in json.loads((live.site / "search/pages.json").read_text(encoding="utf-8"))["pages"]}
    for site in places:
        town = path_of(live.catalog.towns[site.town])
        shown = live.pages.page(town).select_one(f"#site-{site.slug}")
        numbers = {link["href"] for link in shown.select("a[href^='tel:']")}
        lines = live.catalog.get("help_lines", site.help_lines)
        assert {f"tel:{each.phone.href}" for each in [*live.catalog.contacts_of(site), *lines] if each.phone} <= numbers, site.slug
        assert f"{town}#site-{site.slug}" in found, site.slug


def test_contacts_stand_with_the_programs_own_number_first(tmp_path):
    catalog = load(write(tmp_path))
    first, baby = catalog.programs["child-first"], catalog.programs["minding-the-baby"]
    assert names(catalog.contacts_of(first)) == ["north", "intake"]
    assert catalog.best_contact(first).slug == "intake"  # the first one is for the north alone
    own = catalog.best_contact(baby)
    assert (own.slug, own.phone, own.use, own.checked) == (baby.slug, baby.phone, baby.phone_for, baby.checked)
    assert names(catalog.contacts_of(catalog.sites["bolton-center"])) == ["intake"]
    assert catalog.contacts_of(catalog.sites["ashford-center"]) == []


def test_a_program_without_a_number_has_no_best_contact(tmp_path):
    catalog = load(small_data.write(tmp_path))
    assert catalog.best_contact(catalog.programs["child-first"]) is None


def test_the_index_remembers_nothing_of_programs_that_it_was_asked_for(tmp_path):
    catalog = load(write(tmp_path))
    before = dict(catalog._services.sites)
    catalog.sites_of(catalog.towns["ashford"])
    assert dict(catalog._services.sites) == before


def test_an_extension_waits_for_the_answer(tmp_path):
    phone = load(write(tmp_path)).contacts["north"].phone
    assert (phone.number, phone.extension, phone.href) == ("860-555-0111", "12", "+18605550111,12")


def test_hours_in_the_api(tmp_path):
    catalog = load(write(tmp_path))
    assert as_json(catalog.contacts["intake"].hours) == {
        "text": "Mon-Fri 9:00-17:00", "openings": [{"days": ["Mon", "Tue", "Wed", "Thu", "Fri"], "opens": "09:00", "closes": "17:00"}], "by_appointment": False, "closed_on_holidays": False,
    }  # fmt: skip


@pytest.mark.parametrize(("one", "other", "far"), [((41.8911, -72.171), (41.8911, -72.171), 0), ((41.7658, -72.6734), (41.3083, -72.9279), 34)])
def test_miles(one, other, far):
    assert round(services.distance(one, other)) == far


# What is refused, and what to write instead

SITE_MISTAKES = [
    ('zip: "06278"', 'zip: "06043"', 'sites.yaml:6: ashford-center: zip: write a ZIP code of Ashford, such as 06278; got "06043"'),
    ('zip: "06278"', "zip: 6278", 'sites.yaml:6: ashford-center: zip: write "06278"; got "6278"'),
    ("point: 41.89, -72.17", "point: 40.71, -74.01", 'sites.yaml:8: ashford-center: point: write the latitude and longitude of the site in Ashford; this point is 126 miles from the center of the town; got "40.71, -74.01"'),
    ("hours: Mon-Fri 8:30-16:30", "hours: Mon-Fri 8:30-16:30, Tue 16:00-18:00", 'sites.yaml:7: ashford-center: hours: write hours that do not overlap: 8:30-16:30 and 16:00-18:00 on Tue do; got "Mon-Fri 8:30-16:30, Tue 16:00-18:00"'),
    ("hours: Mon-Fri 8:30-16:30", "hours: Monday - Friday 8:30 a.m. - 4:30 p.m.", 'sites.yaml:7: ashford-center: hours: write "Mon-Fri 8:30-16:30"; got "Monday - Friday 8:30 a.m. - 4:30 p.m."'),
    ("moved_to: bolton-center", "moved_to: canton-center", 'sites.yaml:21: canton-center: moved_to: write another site than this one; got "canton-center"'),
    ("  moved: 2025-06\n", "", 'sites.yaml:16: canton-center: moved: write both moved and moved_to, or neither'),
    ("  moved: 2025-06\n", "  closed: 2025-05\n  moved: 2025-06\n", 'sites.yaml:20: canton-center: closed: write either closed or moved, not both; got "2025-05"'),
    ("languages: [en, es]", "languages: [en, Spanish]", 'sites.yaml:9: ashford-center: languages: write "es"; got "Spanish"'),
    ("languages: [en, es]", "languages: [en, xx]", 'sites.yaml:9: ashford-center: languages: write the tag of a language, such as es or ht; no language has this one; got "xx"'),
    ("  programs: [child-first]\n  street", "  street", "sites.yaml:1: ashford-center: programs: write the programs that families go there for, or in help_lines who answers"),
    ("  name: Bolton Family Center\n", "  name: Bolton Family Center\n  closed: 2025-06\n", 'contacts.yaml:9: intake: sites: write a site that is open, or delete it; this one closed in 2025-06; got "bolton-center"'),
]  # fmt: skip
CONTACT_MISTAKES = [
    ("sites: [bolton-center]", "sites: [canton-center]", 'contacts.yaml:9: intake: sites: write "bolton-center": this site moved there; got "canton-center"'),
    ("phone: 860-555-0112", "phone: 860-555-0111 x12", 'contacts.yaml:11: intake: phone: write each number once; "north" at contacts.yaml:1 has it too: name all programs and sites there, and delete this one; got "860-555-0111 x12"'),
    ("phone: 860-555-0112", "phone: 860-555-0100", 'contacts.yaml:11: intake: phone: write each number once; the program "minding-the-baby" at programs.yaml:31 has it too: delete it there, and name the program here; got "860-555-0100"'),
    ("phone: 860-555-0112", "phone: 860-555-011", 'contacts.yaml:11: intake: phone: write all 10 digits of the number; 9 are there; got "860-555-011"'),
    ("phone: 860-555-0112", "phone: (860) 555\u20110112 X 230", 'contacts.yaml:11: intake: phone: write 860-555-0112 x230; got "(860) 555\u20110112 X 230", with "\u2011" (U+2011, non-breaking hyphen)'),
    ("phone: 860-555-0112", "phone: 1-800-555-BABY ext. 4", 'contacts.yaml:11: intake: phone: write 1-800-555-2229 x4; got "1-800-555-BABY ext. 4"'),
    ("phone: 860-555-0112", "phone: 860.555.0112, 860.555.0113", 'contacts.yaml:11: intake: phone: write one number here, and a contact in contacts.yaml for each other number; got "860.555.0112, 860.555.0113"'),
    ('  text: "12345"\n', "", "contacts.yaml:7: intake: text: write the number to which the word is sent"),
    ("  phone: 860-555-0111 x12\n", "", "contacts.yaml:1: north: phone: write at least one of phone, text, tty, relay, fax, email, form, chat, website"),
    ("  programs: [child-first]\n  name", "  name", "contacts.yaml:1: north: programs: write the programs or the sites that it is for"),
    ("  serves: [north]\n", "  serves: [north]\n  checked: 2026-11\n", "contacts.yaml:1: north: checked_by: write who checked it: a role, not a name"),
]  # fmt: skip
PROGRAM_MISTAKES = [
    ("pregnancy_until: 28", "pregnancy_until: 50", 'programs.yaml:11: child-first: pregnancy_until: write a week of the pregnancy, from 1 to 42; got "50"'),
    ("  waiting_checked: 2026-11\n", "", "programs.yaml:1: child-first: waiting_checked: write when someone heard it, such as 2026-11-21"),
    ("capacity: waiting", "capacity: waitlist", 'programs.yaml:18: child-first: capacity: write "waiting"; got "waitlist"'),
    ("parent_ages: 26 and up", "parent_ages: 18+", 'programs.yaml:13: child-first: parent_ages: write "18 and up"; got "18+"'),
    ("costs: [free]", "costs: [fre]", 'programs.yaml:6: child-first: costs: write the name of a record in costs.yaml; got "fre". Did you mean "free"?'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("centers", "point", "is_in"),
    [
        ([(41.89, -72.17), (41.80, -72.20), (41.95, -72.10), (41.85, -72.30)], (42.06, -72.17), True),  # towns: 12 miles away
        ([(41.89, -72.17), (41.80, -72.20), (41.95, -72.10), (41.85, -72.30)], (42.33, -72.17), False),  # 30 miles
        ([(41.89, -72.17), (42.33, -72.17), (41.45, -72.17), (41.89, -72.80)], (42.33, -72.17), True),  # counties: the same point
        ([(41.89, -72.17), (42.33, -72.17), (41.45, -72.17), (41.89, -72.80)], (43.33, -72.17), False),
        ([(41.89, -72.17)], (42.06, -72.17), True),  # a place without neighbors
        ([(41.89, -72.17)], (42.33, -72.17), False),
    ],
)
def test_a_site_may_be_far_from_the_center_of_a_large_place(centers, point, is_in):
    towns = [Town(slug=f"t{number}", file="towns.yaml", line=number, name=f"T{number}", center=center) for number, center in enumerate(centers)]
    assert services.Reaches(towns).include(towns[0], point) is is_in


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [(file, *row) for file, rows in {"sites.yaml": SITE_MISTAKES, "contacts.yaml": CONTACT_MISTAKES, "programs.yaml": PROGRAM_MISTAKES}.items() for row in rows],
)
def test_a_mistake_is_told_with_what_to_write(tmp_path, file, old, new, message):
    data = write(tmp_path)
    change(data, file, old, new)
    assert message in said(data)


def test_two_programs_with_the_number_of_a_site_are_both_named(tmp_path):
    data = write(tmp_path)
    change(data, "contacts.yaml", "phone: 860-555-0112", "phone: 860-555-0100")
    change(data, "programs.yaml", PROGRAM, PROGRAM + "  phone: 860-555-0100\n  phone_for: Questions\n")
    told = 'contacts.yaml:11: intake: phone: write each number once; the programs "child-first" at programs.yaml:1 and "minding-the-baby" at programs.yaml:33 have it too: delete it there, and name the programs here; got "860-555-0100"'
    assert told in said(data)


def test_a_site_that_closed_is_no_place_to_move_to(tmp_path):
    data = write(tmp_path)
    change(data, "sites.yaml", "town: bolton\n", "town: bolton\n  closed: 2025-06\n")
    assert [line for line in said(data) if "moved_to" in line] == ['sites.yaml:22: canton-center: moved_to: write a site that is open, or delete it; this one closed in 2025-06; got "bolton-center"']


def test_what_is_right_is_not_refused(tmp_path):
    assert said(write(tmp_path)) == []


# The page for staff

FRESHNESS = "contacts:\n  of: contacts\n  months: 12\n  why: Numbers change.\n\nsites:\n  of: sites\n  months: 12\n  why: Places move.\n"
LEAD = """\
old-clinic:
  name: The old clinic
  programs: [child-first]
  says: It offers home visits.
  doubt: The page has no date.
  address: https://clinic.example.org/visits
  read: 2026-11
"""


def tasks(data: Path, name: str, today: str = "2026-12-01"):
    catalog = load(with_real_labels(data))
    desk = Desk(catalog, (), Wording(catalog.labels, "en"), datetime.date.fromisoformat(today), lambda file: None, None, ())
    return next(section.tasks for section in desk.sections() if section.name == name)


def test_a_lead_waits_on_the_desk_with_a_call_and_a_letter(tmp_path):
    [task] = tasks(write(tmp_path, **{"leads.yaml": LEAD}), "confirm")
    assert (task.title, task.why, task.file, task.line) == ("The old clinic", "The page has no date.", "data/leads.yaml", 1)
    assert (task.call.line.text, task.call.before) == ("2-1-1", "We have no number of its own. This line may know: 2-1-1.")
    assert "It offers home visits." in task.call.words and "It offers home visits." in task.letter.body
    assert task.letter.address is None


def test_a_lead_with_a_number_and_an_address_is_called_and_written_to(tmp_path):
    [task] = tasks(write(tmp_path, **{"leads.yaml": f"{LEAD}  phone: 860-555-0199\n  email: info@example.org\n"}), "confirm")
    assert task.call.line.text == "860-555-0199"
    assert task.letter.address.startswith("mailto:info@example.org?")


@pytest.mark.parametrize(
    ("phone", "run_by", "is_told"),
    [("860-555-0100", "", True), ("1-860-555-0100", "", True), ("860-555-0100", "The office", True), ("860-555-0100", "Hill Center", False), ("860-555-0100 x13", "", False)],
)
def test_one_number_for_two_programs_waits_on_the_desk_with_what_to_write(tmp_path, phone, run_by, is_told):
    data = write(tmp_path)
    change(data, "programs.yaml", "  name: Child First\n", "  name: Child First\n  phone: 860-555-0100\n  run_by: Hill Center\n")
    change(data, "programs.yaml", "  status: active\n  phone: 860-555-0100\n", f"  status: active\n  phone: {phone}\n" + (f"  run_by: {run_by}\n" if run_by else ""))
    found = tasks(data, "shared")
    assert [(task.title, task.why) for task in found] == ([("Minding the Baby", f"{phone} is also the number of Child First.")] if is_told else [])


def test_a_lead_is_on_no_page_and_in_no_export(tmp_path):
    data = with_real_labels(write(tmp_path, **{"leads.yaml": LEAD}))
    site = Site(data, ROOT / "overrides", ICONS)
    site.know([])
    assert "old clinic" not in json.dumps(form(site.catalog, site.renderer, "data"))
    pages = {path: site.generated_html(path) for path in site.generated if not path.endswith(STAFF)}
    exported = {path: content.decode() for make in export_files(site.catalog, site.matcher, [], data, DAY) for path, content in make()}
    assert pages and exported
    assert [path for path, text in (pages | exported).items() if "old clinic" in text or "old-clinic" in text] == []


def test_what_was_checked_apart_from_its_program_falls_due_apart(tmp_path):
    checked = "  checked: 2025-01\n  checked_by: the editor\n"
    data = write(tmp_path, **{"sites.yaml": SITES.replace("  street:", checked + "  street:"), "contacts.yaml": CONTACTS + checked, "freshness.yaml": FRESHNESS})
    due = {task.title: task.call for task in tasks(data, "overdue") if task.record.kind in ("sites", "contacts")}
    assert [*due] == ["Questions and requests", "Ashford Family Center"]
    assert due["Questions and requests"].line.text == "860-555-0112"
    assert "12 Main Street, Ashford" in due["Ashford Family Center"].words


def test_hours_that_can_be_read_need_no_translation(tmp_path):
    sites = SITES.replace("town: bolton\n", "town: bolton\n  hours: Ask at the desk\n")
    data = write(tmp_path, **{"sites.yaml": sites, "es/sites.yaml": "bolton-center:\n  hours: Pregunte en la recepci\u00f3n\n"})
    assert "Ashford Family Center" not in [task.title for task in tasks(data, "untranslated")]
    assert load(data).translated(load(data).sites["bolton-center"], "es").hours.words == "Pregunte en la recepci\u00f3n"


# What a reviewer reads


def test_a_change_of_a_place_or_a_way_in_is_told_in_words(tmp_path):
    old, new = write(tmp_path / "old"), write(tmp_path / "new")
    change(new, "sites.yaml", "hours: Mon-Fri 8:30-16:30", "hours: Mon-Thu 8:30-16:30")
    change(new, "sites.yaml", "point: 41.89, -72.17", "point: 41.9, -72.17")
    change(new, "contacts.yaml", "phone: 860-555-0111 x12", "phone: 860-555-0111 x13")
    change(new, "programs.yaml", "steps: [Call., Say the age of your child.]", "steps: [Call., \"Say the age of your child, and where you live.\"]")
    change(new, "programs.yaml", "  capacity: waiting\n", "  capacity: full\n")
    before, after = load(old), load(new)
    told = [line for each in changes.record_changes(before, after) for line in diff.lines_of(each, before, after)]
    assert told == [
        "Child First: steps: added Say the age of your child, and where you live.; removed Say the age of your child.",
        "Child First: capacity: was waiting, now full",
        'Ashford Family Center: hours: was "Mon-Fri 8:30-16:30", now "Mon-Thu 8:30-16:30"',
        "Ashford Family Center: point: was 41.89, -72.17, now 41.9, -72.17",
        "The office for the north: phone: was 860-555-0111 x12, now 860-555-0111 x13",
    ]


def test_words_of_hours_can_be_translated_in_the_form(tmp_path):
    data = write(tmp_path, **{"es/sites.yaml": "ashford-center:\n  name: Centro de Ashford\n"})
    change(data, "sites.yaml", "town: bolton\n", "town: bolton\n  hours: Ask at the desk\n")
    originals = translation_shape(load(data), "sites")["originals"]
    assert "Ask at the desk" in originals["bolton-center"].values()
    assert not any("8:30" in text for text in originals["ashford-center"].values())
