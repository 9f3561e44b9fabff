"""The desk of staff: what waits on a day, on the page `staff/` and in the weekly issue, with all that it takes to do it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
import small_data
from example_site import configure, example
from imhsite.commands import build as builder
from imhsite.commands import desk as command
from imhsite.files import dead_links
from imhsite.files.dead_links import DeadLink, DeadLinks
from imhsite.files.problems import DataError
from imhsite.language.wording import Wording
from imhsite.model.dates import parse_date
from imhsite.model.records import KINDS, declared_fields
from imhsite.pages.desk import Desk, Section, endings_of, task_for
from imhsite.pages.prose import link_up, prose_page
from imhsite.reading.catalog import load
from real_labels import with_real_labels
from repositories import commit, git

EXAMPLE_DAY = "2026-12-01"
PAGE = {"title": "Crying", "description": "When a baby cries.", "written": "2026-11-01", "reviewed": "2026-11-01"}
PAGES_RULE = "pages:\n  of: pages\n  months: 12\n  why: Advice changes.\n"


def sections(data: Path, today: str, pages=(), changed=lambda file: None, dead=None) -> dict[str, Section]:
    catalog = load(data)
    words = Wording(catalog.labels, "en")
    return {section.name: section for section in Desk(catalog, pages, words, datetime.date.fromisoformat(today), changed, dead, endings_of(catalog)).sections()}


def titles(section: Section) -> list[str]:
    return [task.title for task in section.tasks]


def small(folder: Path, file: str = "", old: str = "", new: str = "") -> Path:
    return with_real_labels(small_data.write(folder, small_data.replaced(file, old, new) if file else {}))


def prose(*sources: str, **meta: str) -> list:
    pages = [prose_page(PAGE | meta | ({"translation": "not reviewed"} if source.startswith("es/") else {}), f"docs/{source}", f"{source.removesuffix('.md')}/", "es" if source.startswith("es/") else "en", "") for source in sources]
    link_up(pages, {}, ("en", "es"))
    return pages


@pytest.mark.parametrize(
    ("day", "late", "soon"), [("2026-12-31", [], []), ("2027-01-02", [], ["2-1-1"]), ("2027-01-31", [], ["2-1-1"]), ("2027-02-01", ["2-1-1"], []), ("2028-02-01", ["2-1-1"], [])]
)
def test_a_check_comes_up_thirty_days_before_it_is_due(tmp_path, day, late, soon):
    found = sections(small(tmp_path), day)
    assert (titles(found["overdue"]), titles(found["soon"])) == (late, soon)


@pytest.mark.parametrize(("day", "month"), [("2026-12-31", "2027-02"), ("2027-02-01", "2027-02"), ("2028-05-05", "2028-05"), ("2025-03-10", "2027-02"), ("2025-02-10", None)])
def test_the_calendar_counts_a_check_in_the_month_of_its_end_and_what_is_late_in_this_one(tmp_path, day, month):
    catalog = load(small(tmp_path))
    months = Desk(catalog, (), Wording(catalog.labels, "en"), datetime.date.fromisoformat(day), lambda file: None, None, []).calendar()
    lines = [*catalog.freshness].index("help-lines")
    assert [(f"{when.year}-{when.month:02}", counts[lines]) for when, counts in months if counts[lines]] == ([(month, 1)] if month else [])


def test_every_kind_with_a_date_of_a_check_can_be_due():
    """By what it declares: the rules of freshness.yaml may name any of them."""
    for kind, cls in KINDS.items():
        if {"checked", "seen"} & set(declared_fields(cls)):
            assert cls.checked_in in declared_fields(cls), kind


def test_whom_to_call_and_what_to_say(tmp_path):
    catalog = load(small(tmp_path, "association.yaml", "  offline: offered\n", "  emergency_line: two-one-one\n"))
    words = Wording(catalog.labels, "en")
    calls = {slug: task_for(catalog, words, catalog.programs[slug]).call for slug in catalog.programs}
    assert calls["minding-the-baby"].line.text == "860-555-0100"
    for said in ("Small Association", "Minding the Baby", "birth to 2", "860-555-0100"):
        assert said in calls["minding-the-baby"].words
    assert calls["child-first"].line.text == "2-1-1", "which knows every program"
    assert calls["child-first"].before == "We have no number of its own. This line may know: 2-1-1."
    assert "Child First" in calls["child-first"].words
    assert task_for(catalog, words, catalog.sources["report"]).call is None


def test_room_that_was_heard_of_long_ago_waits_with_whom_to_ask(tmp_path):
    """Beside the check of the program itself, under a name of its own on the page."""
    rules = small_data.FILES["freshness.yaml"] + "\nprograms:\n  of: programs\n  months: 1\n  why: They change.\n\nwaiting:\n  of: waiting\n  months: 3\n  why: Lists grow.\n"
    heard = small_data.FILES["programs.yaml"].replace("minding-the-baby:\n", "minding-the-baby:\n  waiting: About two months\n  waiting_checked: 2026-11-10\n", 1)
    data = with_real_labels(small_data.write(tmp_path, {"freshness.yaml": rules, "programs.yaml": heard}))
    assert [task.name for task in sections(data, "2027-01-11")["soon"].tasks if task.record.kind == "programs"] == ["waiting-minding-the-baby"]
    late = {task.name: task for task in sections(data, "2027-02-10")["overdue"].tasks if task.record.kind == "programs"}
    assert [*late] == ["programs-minding-the-baby", "waiting-minding-the-baby"]
    task = late["waiting-minding-the-baby"]
    assert task.why == "Can families join, and how long do they wait? Last checked: November 10, 2026. Overdue since: February 10, 2027."
    assert task.call.line.text == "860-555-0100" and "is there a waiting list" in task.call.words and task.record.slug == "minding-the-baby"


def test_a_line_for_emergencies_is_never_called_to_check_it(tmp_path):
    catalog = load(small(tmp_path, "association.yaml", "  offline: offered\n", "  emergency_line: two-one-one\n"))
    call = task_for(catalog, Wording(catalog.labels, "en"), catalog.help_lines["two-one-one"]).call
    assert call.line is None and not call.words and call.before == "Never call 2-1-1 to check it. Read its source, and compare the number and the words: The report."
    catalog.association.emergency_line = None
    call = task_for(catalog, Wording(catalog.labels, "en"), catalog.help_lines["two-one-one"]).call
    assert call.line.text == "2-1-1" and "no one is in danger" in call.words and "Call 2-1-1." in call.words


ENDED = "status: ended\n  ended: 2026\n  successor: Another program."


@pytest.mark.parametrize(("day", "shown"), [("2026-11-29", True), ("2027-04-02", True), ("2027-04-03", False)])
def test_what_has_ended_is_shown_for_three_months(tmp_path, day, shown):
    found = sections(small(tmp_path, "programs.yaml", "status: unchecked", ENDED), day)
    assert titles(found["ended"]) == ["Child First"] * shown
    assert titles(found["unchecked"]) == titles(found["soon"]) == []


def test_a_kind_of_record_with_an_end_comes_up_before_it_and_after_it(tmp_path, monkeypatch):
    """Of whatever kind: what has a last day says so."""
    monkeypatch.setattr(KINDS["news"], "last_day", property(lambda record: parse_date("2026-12-15")))
    data = small(tmp_path)
    found = {day: sections(data, day) for day in ("2026-11-14", "2026-11-15", "2026-12-15", "2026-12-16", "2027-03-17", "2027-03-18")}
    assert [day for day, each in found.items() if "We are open" in titles(each["soon"])] == ["2026-11-15", "2026-12-15"]
    assert [day for day, each in found.items() if "We are open" in titles(each["ended"])] == ["2026-12-16", "2027-03-17"]
    assert found["2026-12-16"]["ended"].tasks[0].why == "Ended: December 15, 2026."


@pytest.mark.parametrize(
    ("day", "changed", "why"),
    [
        ("2026-11-29", None, []),
        ("2026-12-20", "2026-12-14", []),  # read before it was published
        ("2026-12-20", "2026-12-15", ["Last read: November 2026. Changed since then: December 15, 2026."]),
        ("2027-11-01", None, ["Last read: November 2026. Overdue since: November 2027."]),
    ],
)
def test_a_page_is_to_be_read_again_after_a_year_and_after_a_change(tmp_path, day, changed, why):
    data = with_real_labels(small_data.write(tmp_path, {"freshness.yaml": small_data.FILES["freshness.yaml"] + "\n" + PAGES_RULE}))
    found = sections(data, day, prose("parents/crying.md", reviewed="2026-11"), lambda file: changed and parse_date(changed))
    assert [task.why for task in found["reread"].tasks] == why
    assert all((task.file, task.about) == ("docs/parents/crying.md", "parents/crying/") for task in found["reread"].tasks)


def test_what_is_not_translated_is_listed_where_its_neighbours_are(tmp_path):
    pages = prose("parents/crying.md", "parents/sleep.md", "es/parents/crying.md", "law/courts.md")
    found = sections(small(tmp_path), "2026-11-29", pages)
    assert [(task.file, task.why) for task in found["untranslated"].tasks] == [
        ("docs/parents/sleep.md", "Not in this language yet: Español."),
        ("data/es/needs.yaml", "Not in this language yet: Español. Fields: name."),
    ]
    assert found["untranslated"].tasks[1].title == "Stress", "of the needs, one is translated"
    assert [task.file for task in found["unreviewed"].tasks] == ["docs/es/parents/crying.md", "data/association.yaml", "data/es/needs.yaml"]


def test_labels_that_have_been_read_wait_for_nobody(tmp_path):
    found = sections(small(tmp_path, "association.yaml", "languages: [en, es]", "languages: [en, es]\n  reviewed_languages: [es]"), "2026-11-29")
    assert [task.file for task in found["unreviewed"].tasks] == ["data/es/needs.yaml"]


FOUND = DeadLinks(datetime.date(2026, 11, 23), (DeadLink("https://example.org/report", "404 Not Found", ("parents/", "sources/")), DeadLink("https://example.org/else", "timeout", ("",))))


def test_dead_links_lead_to_the_record_that_has_them(tmp_path):
    found = sections(small(tmp_path), "2026-11-29", dead=FOUND)["links"]
    assert [(task.title, task.why, task.file, task.pages) for task in found.tasks] == [
        ("https://example.org/report", "404 Not Found", "data/sources.yaml", ("parents/", "sources/")),
        ("https://example.org/else", "timeout", "", ("",)),
    ]
    assert "November 23, 2026" in found.how
    assert "Nobody has told" in sections(small(tmp_path / "other"), "2026-11-29")["links"].how


def test_the_file_of_dead_links_is_read_as_it_was_written(tmp_path):
    assert dead_links.read(tmp_path / "dead-links.json") is None
    FOUND.write(tmp_path / "dead-links.json")
    assert dead_links.read(tmp_path / "dead-links.json") == FOUND


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"tried": "yesterday", "links": []}', '{"tried": "2026-11-23", "links": [{"address": "x"}]}'])
def test_a_file_of_dead_links_that_is_none_is_named(tmp_path, text):
    (tmp_path / "dead-links.json").write_text(text)
    with pytest.raises(DataError, match='dead-links.json: delete this file, or let "imhsite external-links" write it again; got '):
        dead_links.read(tmp_path / "dead-links.json")


def report(site: Path, capsys, *options: str) -> str:
    assert command.main(["--data", str(site / "data"), "--docs", str(site / "docs"), *options]) == 0
    return capsys.readouterr().out


@pytest.fixture
def site(tmp_path) -> Path:
    """The invented association, in a repository of its own."""
    folder = example(tmp_path / "site")
    configure(folder)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Begin", "2026-11-29T12:00:00Z")
    return folder


def test_the_issue_has_no_heading_while_nothing_is_late(site, capsys):
    """The weekly job closes it then."""
    said = report(site, capsys, "--today", EXAMPLE_DAY)
    assert f"\n{command.NOTHING}\n" in said and "\n## " not in said
    assert "Not checked since we first listed them (1): River Training." in said
    assert said.endswith("https://aimh.example.org/staff/\n")


def test_the_issue_says_what_is_late_and_how_to_do_it(site, capsys, monkeypatch):
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "example/site")
    FOUND.write(site / "dead-links.json")
    said = report(site, capsys, "--today", "2027-11-01")
    assert command.NOTHING not in said
    assert "## Overdue for a check: 4\n" in said and "## Links that no longer work: 2\n" in said
    visits = said.partition("- [ ] [**Example Visits**](https://aimh.example.org/programs/example-visits/): ")[2]
    assert visits.startswith("Last checked: November 2026. Overdue since: November 1, 2027. [data/programs.yaml, line 4](https://github.com/example/site/edit/main/data/programs.yaml#L4)\n  - **202-555-0103** Hello, I'm calling")
    assert "- [ ] <https://example.org/else>: `timeout` /\n" in said


def test_words_of_other_sites_do_nothing_in_the_issue(site, capsys):
    DeadLinks(datetime.date(2026, 11, 23), (DeadLink("https://example.org/", "500 `@everyone`\n# [x](https://y.org)", ("",)),)).write(site / "dead-links.json")
    assert "- [ ] <https://example.org/>: `500 '@everyone' # [x](https://y.org)` /\n" in report(site, capsys, "--today", EXAMPLE_DAY)


def test_an_issue_is_never_longer_than_github_takes(site, capsys):
    text = (site / "data/programs.yaml").read_text(encoding="utf-8")
    head, one = text[: text.index("example-visits:")], text[text.index("example-visits:") : text.index("old-example:")]
    many = "".join(one.replace("example-visits", f"example-visits-{number:03}", 1).replace("Example Visits", f"Example Visits {number:03}") for number in range(300))
    (site / "data/programs.yaml").write_text(head + one + many + text[text.index("old-example:") :], encoding="utf-8")
    DeadLinks(datetime.date(2026, 11, 23), tuple(DeadLink(f"https://example.org/{number}/{'x' * 200}", "404 Not Found", ("parents/",) * 5) for number in range(300))).write(site / "dead-links.json")
    said = report(site, capsys, "--today", "2027-11-01")
    assert len(said) < 65_536
    assert "- 279 more: https://aimh.example.org/staff/#overdue\n" in said and "- 275 more: https://aimh.example.org/staff/#links\n" in said


def test_the_issue_is_not_written_from_data_with_mistakes(site, capsys):
    (site / "data/programs.yaml").write_text("example-visits: 1\n", encoding="utf-8")
    assert command.main(["--data", str(site / "data"), "--docs", str(site / "docs")]) == 1
    assert "data/programs.yaml:1" in capsys.readouterr().err


def test_the_page_and_the_issue_say_the_same(site, capsys, monkeypatch):
    """As the weekly job and the one that publishes see it: of one commit, with the same file of dead links."""
    (site / "docs/about.md").write_text((site / "docs/about.md").read_text(encoding="utf-8") + "\nAnd more.\n", encoding="utf-8")
    commit(site, "Change a page", "2027-06-01T12:00:00Z")
    FOUND.write(site / "dead-links.json")
    (site / "data/freshness.yaml").write_text((site / "data/freshness.yaml").read_text(encoding="utf-8") + "\n" + PAGES_RULE.replace("12", "60"), encoding="utf-8")
    monkeypatch.setenv("SITE_TODAY", "2027-11-01")
    builder.build(site / "made", site / "data", compressed=False, docs=site / "docs")
    from bs4 import BeautifulSoup

    soup = BeautifulSoup((site / "made/staff/index.html").read_text(encoding="utf-8"), "html.parser")
    page = " ".join(soup.main.get_text(" ").split())
    said = report(site, capsys)
    for heading in (line.removeprefix("## ").partition(":") for line in said.splitlines() if line.startswith("## ")):
        assert f"{heading[0]} :{heading[2]}" in page
    assert "Changed since then: June 1, 2027." in said and "Changed since then: June 1, 2027." in page
    assert "https://example.org/else. timeout On these pages: " in page
    assert soup.select_one("a[href='tel:+12025550103']") and "What to say on the telephone" in page
    assert not soup.select("main a[href^='https://example.org/']"), "the next check would find a dead link here"
    assert [link["href"].partition("/#")[2] or link["href"] for link in soup.select("main ul a[href^='#']")] == [f"#{section['aria-labelledby']}" for section in soup.select("main > section")]


def test_the_page_counts_no_dead_links_before_somebody_has_tried(site):
    """A 0 would say that every link works."""
    (site / "dead-links.json").unlink(missing_ok=True)
    builder.build(site / "made", site / "data", compressed=False, docs=site / "docs")
    counts = dict(re.findall(r'<li><a href="#(\w+)">[^<]*</a>(.*)</li>', (site / "made/staff/index.html").read_text(encoding="utf-8")))
    assert counts["links"] == "" and counts["ended"].startswith(": ")
