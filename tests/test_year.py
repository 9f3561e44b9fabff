"""A year of a site, week by week, with a clock: staff change something by a recipe, and publish.

In every week the check, the build and the test of the pages accept it, nothing old is shown as today's, and the desk lists what is late.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import tasks
import test_recipes as recipes
import yaml
from bs4 import BeautifulSoup
from conftest import RUNNER
from example_site import configure, example
from imhsite.commands import build as builder
from imhsite.commands import check, desk, site_tests
from repositories import commit, git
from test_recipes import Project

BEGINS = datetime.date(2026, 12, 7)
WEEKS = 52
RULES = "help-lines:\n  of: help_lines\n  months: 6\n  why: Numbers change.\n\nprograms:\n  of: programs\n  months: 6\n  why: Programs change.\n\nwaiting:\n  of: waiting\n  months: 3\n  why: Lists grow.\n\npages:\n  of: pages\n  months: 12\n  why: Advice changes.\n"
MONTHS = {"help_lines": 6, "programs": 6}
ROOM_MONTHS = 3
WORDS_OF_WHAT_ENDS = {"events": "name", "notices": "text", "news": "title", "supervision": "name"}
LAST_DAYS = ("when", "ends", "until")
TIDY = range(30, WEEKS, 6)  # weeks in which staff do all that the desk calls late
PLAN: list[list[Callable[[Project], None]]] = [
    [],
    [recipes.add_a_program],
    [tasks.say_that_a_program_runs, recipes.say_that_there_is_a_waiting_list],
    [tasks.tell_news, recipes.let_news_end],
    [recipes.check_a_help_line_again, recipes.announce_an_event],
    [tasks.change_the_number_of_a_program, recipes.put_a_notice_on_every_page],
    [recipes.add_a_page_in_english_alone, recipes.announce_an_event_that_is_over],
    [recipes.change_ages, recipes.list_reflective_supervision],
    [recipes.add_a_goal, recipes.add_the_by_laws, recipes.add_a_newsletter],
    [tasks.tell_news, tasks.add_a_number_about_children],
    [recipes.name_the_repository],
    [recipes.name_a_form_service],
    [recipes.add_the_first_committee, recipes.move_a_town],
    [recipes.add_a_page_with_a_picture],
    [recipes.add_a_pdf],
    [recipes.add_a_page_to_the_header],
    [recipes.add_a_name_of_a_town, recipes.rename_a_program],
    [tasks.change_a_label],
    [tasks.add_a_language],
    [tasks.translate_a_record],
    [tasks.translate_a_page],
    [tasks.add_a_source],
    [tasks.add_a_training, tasks.tell_news],
    [tasks.add_a_number_to_a_program],
    [tasks.add_a_word_to_the_glossary],
    [tasks.add_a_region],
    [tasks.add_a_town],
    [tasks.add_a_level],
    [tasks.choose_colors],
    [tasks.change_a_page],
    [tasks.let_a_native_speaker_read_it_all],
    [tasks.take_out_a_program],
    [tasks.rename_a_program_but_not_its_address],
    [tasks.take_out_the_oldest_news, tasks.tell_news],
    [tasks.read_through_all_records],
    [recipes.end_a_program],
    [tasks.add_the_address_of_the_by_laws],
    [tasks.change_a_rule_of_the_endorsement],
    [tasks.add_a_page_with_all_that_markdown_can_do],
    [tasks.read_a_source_again],
    [tasks.let_a_program_help_with_another_need],
    [tasks.check_a_program_again, tasks.tell_news],
    [tasks.change_the_number_of_a_help_line],
    [recipes.credit_a_picture],
    [recipes.say_what_membership_costs],
    [recipes.name_a_committee_and_its_meetings],
    [recipes.open_the_ages, recipes.check_by_telephone],
    [recipes.note_what_has_to_be_confirmed, recipes.teach_the_search_a_question],
    [recipes.add_a_place, recipes.add_a_number],
    [recipes.review_a_translation],
    [recipes.add_a_language_of_ones_own],
]


@dataclass
class Week:
    """What was published in a week, and what should have been."""

    day: datetime.date
    check: int = 0
    faults: list[str] = field(default_factory=list)
    late: dict[str, set[str]] = field(default_factory=dict)  # by kind, by our own reckoning
    ended: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)  # programs whose page says that their check is old
    waits: dict[str, str] = field(default_factory=dict)  # what the pages of programs say of the wait
    shown_as_ended: set[str] = field(default_factory=set)
    listed: dict[str, set[str]] = field(default_factory=dict)  # on the page of staff, by section
    lead: str = ""
    issue: str = ""
    paths: set[str] = field(default_factory=set)
    news: list[str] = field(default_factory=list)
    over: set[str] = field(default_factory=set)  # the words of what has ended, by our own reckoning
    going_on: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)  # those of both that a page for readers has


def records(folder: Path, kind: str) -> dict[str, dict]:
    return yaml.load((folder / f"data/{kind}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def is_late(fields: dict, months: int, day: datetime.date) -> bool:
    """Tell whether the check of a record with FIELDS no longer lasts on DAY; one of a month counts from its first day."""
    if fields.get("status", "active") not in ("active", "listed") or "checked" not in fields:
        return False
    return is_over(fields["checked"], months, day)


def is_over(checked: str, months: int, day: datetime.date) -> bool:
    year, month, first = (*map(int, checked.split("-")), 1)[:3]
    month += months
    return (year + (month - 1) // 12, (month - 1) % 12 + 1, first) <= (day.year, day.month, day.day)


def late(folder: Path, day: datetime.date) -> dict[str, set[str]]:
    found = {kind: {slug for slug, fields in records(folder, kind).items() if is_late(fields, months, day)} for kind, months in MONTHS.items()}
    heard = {slug: fields["waiting_checked"] for slug, fields in records(folder, "programs").items() if "waiting_checked" in fields and fields["status"] != "ended"}
    return found | {"waiting": {slug for slug, checked in heard.items() if is_over(checked, ROOM_MONTHS, day)}}


def ends(folder: Path) -> dict[str, str]:
    """The last day of whatever has one, by the words that readers get of it."""
    found = {}
    for kind, words in WORDS_OF_WHAT_ENDS.items():
        for fields in records(folder, kind).values():
            if days := re.findall(r"\d{4}-\d\d-\d\d", str([fields.get(name) for name in LAST_DAYS])):
                found[fields[words]] = max(days)
    return found


def do_what_is_late(project: Project, day: datetime.date) -> None:
    for kind, slugs in late(project.folder, day).items():
        for slug in slugs:
            if kind == "waiting":
                project.give(project.catalog.programs[slug], waiting_checked=f"{day}")
            else:
                project.give(project.catalog.records[kind][slug], checked=f"{day}")
    for page in (project.folder / "docs").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r"(?m)^reviewed: .*$", f"reviewed: {day}", text, count=1), encoding="utf-8")


def soup(site: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((site / path / "index.html").read_text(encoding="utf-8"), "html.parser")


def publish(folder: Path, day: datetime.date) -> Week:
    """Check, build and test the site of FOLDER on DAY, and say what it shows."""
    week, site = Week(day), folder / "site"
    week.check = check.main([])
    builder.build(site, folder / "data", compressed=False, docs=folder / "docs")
    pages = site_tests.read(site)
    address = next(iter(records(folder, "association").values()))["address"]
    week.faults = [*site_tests.mistakes(site, pages, address)]
    week.paths = set(pages)
    programs = records(folder, "programs")
    week.late = late(folder, day)
    week.ended = {slug for slug, fields in programs.items() if fields["status"] == "ended"}
    of_programs = {slug: soup(site, f"programs/{slug}") for slug in programs}
    week.marked = {slug for slug, page in of_programs.items() if page.select(".overdue")}
    week.waits = {slug: said.dd.get_text() for slug, page in of_programs.items() if (said := page.select_one("[aria-labelledby=full] dl"))}
    week.shown_as_ended = {slug for slug, page in of_programs.items() if page.select("main .callout.ended")}
    staff = soup(site, "staff")
    week.lead = staff.select_one(".lead").get_text()
    week.listed = {section["aria-labelledby"]: {heading["id"].removeprefix("due-") for heading in section.select("h3[id]")} for section in staff.select("main > section")}
    week.issue = desk.report(folder / "data", folder / "docs", day)
    last = ends(folder)
    week.over = {words for words, end in last.items() if end < f"{day}"}
    week.going_on = last.keys() - week.over
    for_readers = "".join((site / path).read_text(encoding="utf-8") for path in pages if not path.startswith(("staff/", "design/")))
    # A list with nothing on it names what was there last, with its day.
    week.said = {words for words in last if re.search(rf"{re.escape(words)}(?!(?:</span>)? \()", for_readers)}
    week.news = [fields["date"] for fields in records(folder, "news").values()]
    return week


@pytest.fixture(scope="module")
def year(tmp_path_factory) -> list[Week]:
    folder = example(tmp_path_factory.mktemp("year") / "site of an association")
    configure(folder)
    (folder / "data/freshness.yaml").write_text(RULES, encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Begin", "2026-11-29T12:00:00Z")
    project, weeks = Project(folder), []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in RUNNER:
            patch.delenv(name, raising=False)
        for number in range(WEEKS):
            day = BEGINS + datetime.timedelta(weeks=number)
            patch.setenv("SITE_TODAY", f"{day}")
            for task in PLAN[number] if number < len(PLAN) else []:
                task(project)
            if number in TIDY:
                do_what_is_late(project, day)
            commit(folder, f"Week {number}", f"{day}T12:00:00Z")
            weeks.append(publish(folder, day))
    return weeks


def by_week(year: list[Week], fault: Callable[[Week], object]) -> dict[str, object]:
    """What is wrong, by the day of the week."""
    return {f"{week.day}": found for week in year if (found := fault(week))}


def test_every_week_passes_the_check(year):
    assert by_week(year, lambda week: week.check) == {}


def test_every_week_passes_the_test_of_its_pages(year):
    assert by_week(year, lambda week: week.faults) == {}


def test_an_old_check_is_never_shown_as_todays(year):
    assert by_week(year, lambda week: week.late["programs"] ^ week.marked) == {}
    assert any(week.late["programs"] for week in year) and any(not week.late["programs"] for week in year), "else this says nothing"


def test_an_old_wait_is_told_as_old(year):
    """What was heard of it, and not before it is old."""
    assert by_week(year, lambda week: {slug for slug, said in week.waits.items() if "more than 3 months ago" in said} ^ week.late["waiting"]) == {}
    assert {bool(week.late["waiting"]) for week in year if week.waits} == {True, False}


def test_a_program_that_has_ended_is_never_shown_as_running(year):
    assert by_week(year, lambda week: week.ended ^ week.shown_as_ended) == {}
    assert len(year[0].ended) < len(year[-1].ended)


def test_what_has_ended_leaves_the_pages_by_itself(year):
    assert by_week(year, lambda week: week.said ^ week.going_on) == {}
    assert {"An example evening", "A past evening", "Our office is closed for an example.", "News of an example", "An example group"} <= {words for week in year for words in week.over}
    assert {"An example evening", "Our office is closed for an example.", "News of an example", "An example group"} <= {words for week in year for words in week.said}


def test_the_page_of_staff_lists_what_is_late_and_nothing_else(year):
    expected = {week.day: {f"{kind}-{slug}" for kind, slugs in week.late.items() for slug in slugs} for week in year}
    assert by_week(year, lambda week: expected[week.day] ^ week.listed["overdue"]) == {}
    assert any(expected.values())


def test_the_page_of_staff_is_of_the_day(year):
    assert by_week(year, lambda week: f"{week.day:%B} {week.day.day}, {week.day.year}" not in week.lead) == {}


def test_the_issue_is_open_while_a_check_is_late(year):
    assert by_week(year, lambda week: any(week.late.values()) and "## Overdue for a check: " not in week.issue) == {}
    done = [year[number] for number in TIDY]
    assert [week.day for week in done if "## Overdue" in week.issue or "## Pages to read again" in week.issue] == []
    assert [week.day for week in year if desk.NOTHING in week.issue] and [week.day for week in year if desk.NOTHING not in week.issue]


def test_no_address_is_ever_lost(year):
    """But those of a list whose last entry has ended, as a site without entries has no such page."""
    lists = {f"{folder}supervision/index.html" for folder in ("", "es/")}
    lost = {f"{after.day}": gone for before, after in zip(year, year[1:], strict=False) if (gone := before.paths - after.paths - lists)}
    assert lost == {}
    assert "programs/aa-mistake/index.html" in year[-1].paths


def test_the_newest_news_stands_first(year):
    assert by_week(year, lambda week: week.news != sorted(week.news, reverse=True)) == {}
    assert year[-1].news[0] > year[0].news[0]


def test_every_task_of_staff_is_done_in_the_year():
    done = {task for tasks_of_week in PLAN for task in tasks_of_week}
    assert {*recipes.RECIPES, *tasks.TASKS, *tasks.IN_SPANISH} - done == set() and len(PLAN) <= WEEKS
