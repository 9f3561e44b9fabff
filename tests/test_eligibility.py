"""Whether a family can use a program: a table of cases that Python and the browser share, and the rules of records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import small_data
from imhsite.files import product
from imhsite.finding.eligibility import outcomes, rules_of, verdict
from imhsite.finding.matching import Matcher
from imhsite.reading.catalog import read

FROZEN = True
CASES = json.loads((Path(__file__).parent / "cases/eligibility.json").read_text(encoding="utf-8"))
COSTS = (product.DEFAULTS / "costs.yaml").read_text(encoding="utf-8")
RULES = "  costs: [medicaid]\n  income: Low income\n  first_child: yes\n  pregnancy_until: 28\n  parent_ages: 14 to 20\n  serves: [ashford, south]\n"


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_case(case):
    found = outcomes(case["rules"], case["answers"])
    assert found == case["outcomes"]
    assert verdict(found) == case["verdict"]


def test_the_browser_agrees_with_python_on_every_case(tab, site_dir):
    module = next(site_dir.glob("assets/program.*.js")).read_text(encoding="utf-8")
    source = (Path(__file__).parents[1] / "src/imhsite/theme/assets/eligibility.js").read_text(encoding="utf-8")
    assert "unmet" in module, "the page of a program brings the rules"
    tab.goto("about:blank")
    found = tab.evaluate(
        "async ([source, cases]) => { const { outcomes, verdict } = await import(`data:text/javascript,${encodeURIComponent(source)}`); return cases.map(({ rules, answers }) => [outcomes(rules, answers), verdict(outcomes(rules, answers))]); }",
        [source, CASES],
    )
    assert found == [[case["outcomes"], case["verdict"]] for case in CASES]


def test_each_rule_has_a_case_of_each_outcome_that_it_can_have():
    seen = {(rule, outcome) for case in CASES for rule, outcome in case["outcomes"].items()}
    for rule in {rule for rule, _ in seen}:
        assert {(rule, "met"), (rule, "ask" if rule == "insurance" else "unmet")} <= seen, rule


def rules(tmp_path, more: str) -> dict:
    programs = small_data.FILES["programs.yaml"].replace("  serves: [ashford, south]\n", more, 1)
    catalog = read(small_data.write(tmp_path, {"programs.yaml": programs, "costs.yaml": COSTS}))[0]
    return rules_of(catalog.programs["minding-the-baby"], Matcher(catalog))


def test_the_rules_of_a_record(tmp_path):
    assert rules(tmp_path, RULES) == {
        "child": [0.0, 36.0], "week": 28, "first": True, "town": ["ashford", "bolton", "canton"], "parent": [168.0, 252.0], "insurance": ["medicaid"], "income": True,
    }  # fmt: skip


def test_where_a_family_must_live_goes_before_where_the_program_serves(tmp_path):
    assert rules(tmp_path, "  serves: statewide\n  lives_in: [bolton]\n")["town"] == ["bolton"]


@pytest.mark.parametrize("cost", ["free", "sliding"])
def test_where_nobody_needs_an_insurance_none_is_asked_for(tmp_path, cost):
    assert "insurance" not in rules(tmp_path, f"  serves: statewide\n  costs: [{cost}, medicaid]\n")


def test_a_program_for_the_whole_state_asks_for_no_town(tmp_path):
    assert set(rules(tmp_path, "  serves: statewide\n")) == {"child"}
