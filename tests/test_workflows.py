"""The workflows hold no more rights than they need, and run nobody's code with any."""

from __future__ import annotations

import re

import pytest
import yaml
from generator.build import ROOT

FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
KNOWN = {
    "actions/checkout": "11bd71901bbe5b1630ceea73d27597364c9af683",
    "actions/upload-artifact": "ea165f8d65b6e75b540449e92b4886f43607fa02",
    "actions/upload-pages-artifact": "56afc609e74202658d3ffba0e8f6dda462b719fa",
    "actions/deploy-pages": "d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e",
}
RIGHTS = {("publish", "deploy"): {"id-token": "write", "pages": "write"}, ("weekly", "look"): {"contents": "read", "issues": "read"}, ("weekly", "report"): {"issues": "write"}}


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def workflow(request) -> tuple[str, dict]:
    """A workflow's name and content; YAML 1.1 reads the key `on` as true."""
    return request.param.stem, yaml.load(request.param.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def steps(content: dict) -> list[dict]:
    return [step for job in content["jobs"].values() for step in job["steps"]]


def test_every_workflow_is_looked_at():
    assert {"audit", "publish", "test", "weekly"} == {file.stem for file in FILES}


def test_rights_are_the_least(workflow):
    name, content = workflow
    assert content["permissions"] in ({"contents": "read"}, {})
    for job, told in content["jobs"].items():
        assert told.get("permissions", {}) == RIGHTS.get((name, job), {}), (name, job)


def test_no_job_that_runs_the_code_may_write(workflow):
    for name, job in workflow[1]["jobs"].items():
        if "write" in job.get("permissions", {}).values():
            assert not [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout")], name


def test_nothing_of_a_fork_runs_with_rights(workflow):
    name, content = workflow
    assert "pull_request_target" not in content["on"] and "workflow_run" not in content["on"]
    if "pull_request" in content["on"]:
        assert "secrets." not in (ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8")
        assert all("permissions" not in job for job in content["jobs"].values())


def test_actions_are_pinned_by_hash(workflow):
    for step in steps(workflow[1]):
        if "uses" in step:
            action, pin = step["uses"].split("@")
            assert KNOWN[action] == pin


def test_the_code_is_fetched_with_its_history_and_without_credentials(workflow):
    for step in steps(workflow[1]):
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] == "false"
            assert step["with"]["fetch-depth"] == "0"  # pages say when their lines last changed


def test_no_script_takes_in_what_others_write(workflow):
    """What a title, a branch or an input says reaches a shell as a variable, never as code."""
    for step in steps(workflow[1]):
        assert "${{" not in step.get("run", ""), step


def test_every_job_ends(workflow):
    for name, job in workflow[1]["jobs"].items():
        assert int(job["timeout-minutes"]) <= 60, name


def test_what_depends_on_the_clock_or_the_network_is_no_part_of_a_pull_request():
    for file in FILES:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        text = file.read_text(encoding="utf-8")
        if re.search(r"scripts/(freshness|external-links)", text):
            assert set(content["on"]) <= {"schedule", "workflow_dispatch"}, file.stem


def test_commands_exist(workflow):
    for step in steps(workflow[1]):
        for command in re.findall(r"(?:^|\s)((?:scripts|\.ci)/[\w-]+)", step.get("run", "")):
            assert (ROOT / command).is_file(), command


def test_a_change_is_checked_told_built_and_tested():
    content = yaml.load((ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    said = [step.get("run", step.get("uses", "")) for step in content["jobs"]["test"]["steps"]]
    order = ["actions/checkout", "scripts/check --format github", "scripts/diff", "scripts/build", "actions/upload-artifact", ".ci/run"]
    assert [next(i for i, text in enumerate(said) if part in text) for part in order] == list(range(len(said)))
    assert "GITHUB_STEP_SUMMARY" in said[2]


def test_nothing_is_published_before_all_has_passed():
    content = yaml.load((ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert content["jobs"]["deploy"]["needs"] == "build"
    said = [step.get("run", step.get("uses", "")) for step in content["jobs"]["build"]["steps"]]
    assert [next(i for i, text in enumerate(said) if part in text) for part in ("merge-base", ".ci/run", "scripts/build", "sbom", "upload-pages")] == [1, 2, 3, 4, 5]
    assert not any("if" in job or "continue-on-error" in job for job in content["jobs"].values())
