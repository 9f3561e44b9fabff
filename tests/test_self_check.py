"""Which level answers speak for: the rules of data/levels.yaml, by a table of cases that the browser runs too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from imhsite.reading.catalog import read
from imhsite.model.fields import Requirement
from imhsite.finding.self_check import findings, for_browser, outcome
from small_data import FILES, write

FROZEN = True
CASES = json.loads((Path(__file__).parent / "cases/levels.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_case(catalog, case):
    assert {found.level: found.answer for found in findings(catalog, case["answers"])} == case["expected"]


def test_there_are_enough_cases_and_each_answer_is_known(catalog):
    assert len(CASES) >= 40
    for case in CASES:
        for slug, answer in case["answers"].items():
            options = dict(catalog.questions[slug].options or ())
            assert set(answer) <= set(options) if options else answer >= 0, case["case"]


def test_every_level_has_a_case_of_every_answer(catalog):
    for level in catalog.levels:
        assert {case["expected"][level] for case in CASES} == {"fits", "close", "ask"}, level


def test_what_the_live_rules_make_of_the_cases_is_told(live, note):
    """A rule of the Endorsement may change at any time: no failure, but whoever changes one shall see whom it concerns."""
    catalog = live.catalog
    for case in CASES:
        if not set(case["answers"]) <= set(catalog.questions):
            note(f"Self-check: the live site does not ask what this case answers: {case['case']}")
            continue
        found = {found.level: found.answer for found in findings(catalog, case["answers"])}
        if found != case["expected"]:
            note(f"Self-check, {case['case']}: now {found}, in tests/cases/levels.json {case['expected']}")


def test_no_rule_asks_for_a_job_title(live):
    """A title decides nothing: no option and no rule names one that the report lists under a level."""
    catalog = live.catalog
    said = json.dumps(for_browser(catalog)).lower()
    for level in catalog.levels.values():
        assert not [job for job in level.jobs or () if job.lower() in said]


def test_a_level_says_why(catalog):
    answers = {"work": ["focused-services"], "education": ["bachelor"], "after-bachelor": 23, "supervision": 24}
    found = findings(catalog, answers)[1]
    assert (found.answer, found.way, found.outcomes) == ("close", "After a bachelor's degree", ("met", "met", "short", "met"))


@pytest.mark.parametrize(
    ("rule", "answers", "expected"),
    [
        (Requirement("q", "is", ("a", "b")), {"q": ["b"]}, "met"),
        (Requirement("q", "is", ("a", "b")), {"q": ["c"]}, "unmet"),
        (Requirement("q", "is", ("a", "b")), {"q": []}, "unknown"),
        (Requirement("q", "includes", ("a", "b")), {"q": ["a", "b", "c"]}, "met"),
        (Requirement("q", "includes", ("a", "b")), {"q": ["a"]}, "short"),
        (Requirement("q", "includes", ("a", "b")), {"q": ["c"]}, "unmet"),
        (Requirement("q", "at least", amount=24, unit="months"), {"q": 24}, "met"),
        (Requirement("q", "at least", amount=24, unit="months"), {"q": 0}, "short"),
        (Requirement("q", "at least", amount=24, unit="months"), {}, "unknown"),
    ],
)
def test_an_outcome(rule, answers, expected):
    assert outcome(rule, answers) == expected


LEVEL = FILES["levels.yaml"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"levels.yaml": LEVEL + "  ways: {Only: {jobs is care: care}}\n"}, 'write the name of a record in questions.yaml; got "jobs"'),
        ({"levels.yaml": LEVEL + "  ways: {Only: {work is cares: care}}\n"}, 'write one of the options of the question "work"; got "cares". Did you mean "care"?'),
        ({"levels.yaml": LEVEL + "  ways: {Only: {work is at least 3 months: care}}\n"}, 'write a rule about choices; the question "work" asks for choices; got months'),
        ({"levels.yaml": LEVEL + "  ways: {Only: {work must be care: care}}\n"}, "write a rule, such as"),
        ({"levels.yaml": LEVEL + "  unsettled: {jobs is care: Ask.}\n"}, 'got "jobs"'),
        ({"levels.yaml": LEVEL + "  ways: {Only: {hours is at least 24 hours: care}}\n"}, "write the same number of hours as in supervision_hours; got 24 hours"),
        ({"questions.yaml": "age:\n  name: How old?\n  asks_for: months\n  options: {a: A}\n"}, "write options if the question asks for choices, and only then"),
        ({"trainings.yaml": "course:\n  name: A course\n  details: A day.\n  areas: {theories: Why}\n  sources: [report]\n"}, 'got "theories". Did you mean "theory"?'),
        ({"trainings.yaml": "course:\n  name: A course\n  details: A day.\n  sources: [report]\n"}, "write either areas or areas_note, not both"),
        ({"roles.yaml": "cook:\n  name: Cook\n  meaning: Cooks.\n  practice: {soup: Stirs.}\n  sources: [report]\n"}, 'got "soup"'),
    ],
)
def test_a_mistake_in_the_rules_is_named(tmp_path, changes, said):
    _, problems = read(write(tmp_path, changes))
    assert any(said in str(problem) for problem in problems), [str(problem) for problem in problems]


def test_every_role_speaks_of_every_area_and_a_training_names_an_area_or_says_why_not(live):
    catalog = live.catalog
    for role in catalog.roles.values():
        assert [slug for slug, _ in role.practice] == list(catalog.competencies), role.slug
    for training in catalog.trainings.values():
        assert training.areas or training.areas_note, training.slug
