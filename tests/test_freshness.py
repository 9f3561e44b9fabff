"""What grows old says so: on its page, on the staff's page, in the weekly report."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import pytest

import frozen_site
import small_data
from conftest import Reader
from imhsite.commands import build as builder
from imhsite.files import product
from imhsite.reading import defaults
from imhsite.reading.catalog import load
from imhsite.pages.desk import MOST
from imhsite.pages.letters import message
from imhsite.reading.freshness import WAITING, _later, due, due_room, is_overdue, next_review, overdue, unchecked, without_old_room
from imhsite.pages.generated import path_of
from imhsite.model.records import CONFIRMED, STATUSES
from imhsite.language.call_words import CallWords
from imhsite.language.wording import Wording
from imhsite.exports import hsds, weekly
from imhsite.finding.filters import Filters
from imhsite.finding.program_rows import ProgramRows
from imhsite.model.dates import parse_date, today
from real_labels import with_real_labels
from small_data import FILES, replaced

FROZEN = True
LATE = datetime.date(2040, 1, 1)


@pytest.fixture(scope="module")
def late(tmp_path_factory) -> Reader:
    """The site as it is built in 2040, with no check made since."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_TODAY", LATE.isoformat())
        built = tmp_path_factory.mktemp("late") / "site"
        builder.build(built, frozen_site.data(), compressed=False, docs=frozen_site.DOCS)
    return Reader(built)


def test_whom_to_tell_of_a_weakness_lasts_as_long_as_the_site_is_published_anew(late):
    """Publishing goes on every week, even where nobody changed anything for years."""
    assert "Expires: 2040-12-30T00:00:00Z" in (late.site / ".well-known/security.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-11-01", 1, "2026-12-01"), ("2026-12-01", 1, "2027-01-01"), ("2026-10-31", 1, "2026-11-30"), ("2026-11-30", 3, "2027-02-28"), ("2026-11-15", 13, "2027-12-15"), ("2027-11-30", 3, "2028-02-29")],
)
def test_months_later(day, months, later):
    assert _later(datetime.date.fromisoformat(day), months).isoformat() == later


def test_a_check_lasts_as_long_as_the_data_says(tmp_path):
    catalog = load(small_data.write(tmp_path))
    line = catalog.help_lines["two-one-one"]
    assert due(catalog, line).day == datetime.date(2027, 2, 1)
    assert not is_overdue(catalog, line, datetime.date(2027, 1, 31))
    assert is_overdue(catalog, line, datetime.date(2027, 2, 1))
    assert due(catalog, catalog.programs["minding-the-baby"]) is None, "no rule for programs in the small data"


def test_what_is_overdue_stands_by_rule_and_then_the_oldest_first(tmp_path):
    rules = "a:\n  of: sources\n  months: 1\n  why: W.\n\nb:\n  of: help_lines\n  months: 1\n  why: W.\n\nc:\n  of: programs\n  months: 1\n  why: W.\n"
    later = FILES["sources.yaml"] + "\nthird:\n  title: Third\n  publisher: A publisher\n  seen: 2026-10\n"
    catalog = load(small_data.write(tmp_path, {"freshness.yaml": rules, "sources.yaml": later}))
    assert [each.record.slug for each in overdue(catalog, datetime.date(2026, 12, 1))] == ["third", "survey", "two-one-one", "minding-the-baby"]
    program = catalog.programs["minding-the-baby"]
    assert [each.slug for each in unchecked(catalog)] == ["child-first"]
    assert not is_overdue(catalog, catalog.programs["child-first"], datetime.date(2040, 1, 1)), "it was never checked"
    assert [bool(due(catalog, replace(program, status=status))) for status in STATUSES] == [status in CONFIRMED for status in STATUSES]


@pytest.mark.parametrize(("reviewed", "again"), [("2026-11", "2027-11"), ("2026-11-15", "2027-11-15"), ("2024-02-29", "2025-02-28"), (None, None)])
def test_a_page_is_due_as_exactly_as_its_review_is_known(tmp_path, reviewed, again):
    rules = FILES["freshness.yaml"] + ("\npages:\n  of: pages\n  months: 12\n  why: W.\n" if reviewed else "")
    found = next_review(load(small_data.write(tmp_path, {"freshness.yaml": rules})), parse_date(reviewed or "2026"))
    assert (found and found.iso) == again


def test_the_letter_asks_about_what_is_known_and_says_what_is_not(tmp_path):
    catalog = load(with_real_labels(small_data.write(tmp_path, replaced("programs.yaml", "  phone: 860", "  email: baby@example.org\n  phone: 860"))))
    words = Wording(catalog.labels, "en")
    known, unknown = (message(catalog, catalog.programs[slug], words) for slug in ("minding-the-baby", "child-first"))
    none = str(words.label("letter-none"))
    assert "860-555-0100" in known.body and "https://example.org/baby" in known.body and none not in known.body
    assert unknown.body.count(none) == 2 and unknown.address is None
    assert known.address.startswith("mailto:baby@example.org?subject=")


def test_only_programs_that_are_said_to_run_can_be_overdue(catalog):
    slugs = {each.record.slug for each in overdue(catalog, LATE) if each.record.kind == "programs"}
    assert slugs == {program.slug for program in catalog.programs.values() if program.status in CONFIRMED}


def test_help_lines_last_shortest(live):
    """But for the room at a program, which changes from month to month."""
    months = {rule.of: rule.months for rule in live.catalog.freshness.values() if rule.of != WAITING}
    assert months["help_lines"] == min(months.values())


def test_the_months_are_checked(tmp_path):
    from imhsite.reading.catalog import read

    _, problems = read(small_data.write(tmp_path, replaced("freshness.yaml", "months: 3", "months: 0")))
    assert list(map(str, problems)) == ['data/freshness.yaml:3: help-lines: months: write a number of months from 1 to 120; got "0"']


def test_no_page_is_old_before_its_time(live):
    if overdue(live.catalog, datetime.date.fromisoformat(read_day(live.site))):
        pytest.skip("a check is overdue on the day of the build, and pages say so")
    for path in live.pages.paths():
        assert path == "design/" or not live.pages.page(path).select(".overdue"), path


def read_day(site) -> str:
    """The day of which a site is."""
    return json.loads((site / "build.json").read_text(encoding="utf-8"))["date"]


def test_a_page_says_by_itself_that_its_check_is_old(late, catalog):
    for program in catalog.programs.values():
        assert len(late.page(path_of(program)).select(".overdue")) == (program.status in CONFIRMED), program.slug


def test_no_doubt_is_printed_under_a_number_for_help(late):
    """The staff page names a line that must be checked; a parent who needs it now reads its number and the date of the check."""
    for path in ("help-now/", "es/help-now/"):
        assert not late.page(path).select(".help-line .overdue"), path


def test_the_staff_page_lists_everything_and_stays_out_of_sight(late, catalog):
    soup = late.page("staff/")
    found = overdue(catalog, LATE)
    assert {item.h3["id"].removeprefix("due-") for item in soup.select("[aria-labelledby=overdue] .due")} == {f"{each.record.kind}-{each.record.slug}" for each in found if each.record.kind != "sources"}
    assert soup.select_one("main a[href='#overdue']").parent.get_text().endswith(f": {len(found)}")
    assert len(soup.select("[aria-labelledby=overdue] .due, [aria-labelledby=overdue] li")) == min(len(found), MOST)
    names = {item.h3.get_text() for item in soup.select("[aria-labelledby=unchecked] .due")}
    assert names == {program.name for program in catalog.programs.values() if program.status == "unchecked"}
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
    for file in ("sitemap.xml", "search/pages.json"):
        assert "staff/" not in (late.site / file).read_text(encoding="utf-8"), file


def test_the_letter_says_what_the_page_says(catalog):
    program = catalog.programs["child-first"]
    letter = message(catalog, program, Wording(catalog.labels, "en"))
    assert catalog.association.address + path_of(program) in letter.body and "pregnancy to 6" in letter.body
    assert letter.address is None
    assert message(catalog, catalog.help_lines["emergency"], Wording(catalog.labels, "en")) is None


def test_the_small_data_has_a_rule():
    assert "months: 3" in FILES["freshness.yaml"]


ROOM = {
    "freshness.yaml": FILES["freshness.yaml"] + "\nwaiting:\n  of: waiting\n  months: 3\n  why: Lists grow.\n",
    "programs.yaml": FILES["programs.yaml"].replace("child-first:\n", "child-first:\n  capacity: open\n  waiting: About two months\n  waiting_checked: 2026-11\n", 1),
}


@pytest.mark.parametrize(("day", "is_old"), [("2027-01-31", False), ("2027-02-01", True)])
def test_room_that_was_heard_of_long_ago_is_told_as_old_and_used_no_more(tmp_path, monkeypatch, day, is_old):
    """The page, the finder, the words for the call and the directory in the standard's words."""
    monkeypatch.setenv("SITE_TODAY", day)
    catalog = load(with_real_labels(small_data.write(tmp_path, ROOM)))
    program, words = catalog.programs["child-first"], Wording(catalog.labels, "en")
    (row,) = ProgramRows(catalog, words).waiting(program)
    assert row.value == "About two months (November 2026)" + is_old * " We last checked this more than 3 months ago. Ask before you rely on it."
    assert Filters(catalog).stated(program).get("joins") == (None if is_old else True)
    known = without_old_room(catalog, program, today())
    asked = [str(sentence.own) for sentence in CallWords(words, ("en",)).sentences(known)]
    assert (str(words.label("say-wait")) in asked) == is_old
    reminder = dict(weekly.files(catalog))["programs/child-first/call.ics"].replace("\r\n ", "")
    assert (str(words.label("say-wait")) in reminder) == is_old
    assert ("capacities" in hsds.files(catalog, {})["hsds/services.json"]) != is_old


def test_room_at_a_program_that_has_ended_is_not_due(tmp_path):
    ended = ROOM["programs.yaml"].replace("status: unchecked", "status: ended\n  ended: 2026\n  successor: Another.", 1)
    catalog = load(small_data.write(tmp_path, ROOM | {"programs.yaml": ended}))
    assert due_room(catalog, catalog.programs["child-first"]) is None


def test_where_no_rule_is_given_no_room_grows_old(tmp_path):
    catalog = load(small_data.write(tmp_path, ROOM | {"freshness.yaml": FILES["freshness.yaml"]}))
    assert due_room(catalog, catalog.programs["child-first"]) is None


def test_a_new_site_has_the_rule_for_waiting_lists():
    assert WAITING in defaults.of("freshness", left_out=False).nodes
    assert not (product.PACKAGE / "start/data/freshness.yaml").exists(), "it would have to name the rule"
